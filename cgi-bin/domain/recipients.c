#include "base/banned.h"
#include "domain/recipients.h"

#include "base/log.h"
#include "domain/role.h"

static const char SQL_SUPER_ADMINS[] =
	"SELECT u.name, u.email FROM membership m JOIN user u ON u.id = m.user_id"
	" WHERE m.account_id = ? AND m.role_id = ? AND m.state = 'active'"
	" AND u.email_proven_at IS NOT NULL ORDER BY u.id LIMIT ?";

static enum recipient_lack
lack_of(const struct contact_person *c, const struct contact_address *a)
{
	if (c->withdrawn_at != 0)
		return LACKS_CONSENT;
	if (a == NULL || a->proven_at == 0)
		return LACKS_PROOF;
	return contact_address_is_proven(a) ? LACKS_NOTHING : LACKS_READER;
}

static struct recipient
recipient_of(const struct contact_person *c, enum recipient_why why)
{
	const struct contact_address *a = contact_address_receiver(c->addresses, OUTBOX_MAIL);

	return (struct recipient){ c, a, c->name, a == NULL ? "" : a->address, why, lack_of(c, a) };
}

struct recipient
recipients_chosen(const struct contact_person *c)
{
	return recipient_of(c, RECEIVES_CHOSEN);
}

static void
add(struct recipients *r, struct recipient who)
{
	r->list[r->count++] = who;
	if (who.lack == LACKS_NOTHING)
		r->is_silent = false;
}

static bool
is_chosen(const struct contact_person *c, enum category category)
{
	return (c->category_bits & CATEGORY_BIT(category)) != 0;
}

/* is_first: only whom the messages are addressed to; false: only the others. */
static void
add_chosen(struct recipients *r, const struct contact_person *people, size_t count,
    enum category category, bool is_first)
{
	size_t i;

	for (i = 0; i < count; i++) {
		bool is_fixed = people[i].is_primary &&
		    (CATEGORY_OF_PRIMARY & CATEGORY_BIT(category)) != 0;
		bool is_to = category == CATEGORY_BILLING && people[i].is_billing_to;

		if (is_chosen(&people[i], category) && is_to == is_first)
			add(r, recipient_of(&people[i], is_fixed ? RECEIVES_ALWAYS :
			    RECEIVES_CHOSEN));
	}
}

/* Once more only where the Primary does receive, and so was not chosen: else it stands there. */
static void
add_primary(struct recipients *r, const struct contact_person *people, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		struct recipient who = recipient_of(&people[i], RECEIVES_AS_PRIMARY);

		if (people[i].is_primary && who.lack == LACKS_NOTHING)
			add(r, who);
	}
}

static void
add_admins(struct recipients *r, const struct recipients_admin *admins, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		add(r, (struct recipient){ NULL, NULL, admins[i].name, admins[i].email,
			RECEIVES_AS_SUPER_ADMIN, LACKS_NOTHING });
}

void
recipients_resolve(struct mem *m, const struct contact_person *people, size_t count,
    const struct recipients_admin *admins, size_t admin_count, struct recipients *all)
{
	enum category c;

	for (c = 0; c < CATEGORY__MAX; c++) {
		struct recipients *r = &all[c];

		r->list = mem_array(m, count + admin_count + 1, sizeof(*r->list));
		r->count = 0;
		r->is_silent = true;
		add_chosen(r, people, count, c, true);
		add_chosen(r, people, count, c, false);
		if (c == CATEGORY_CODES)
			continue;
		if (r->is_silent)
			add_primary(r, people, count);
		if (r->is_silent)
			add_admins(r, admins, admin_count);
	}
}

static enum err
list_admins(struct context *cx, struct recipients_admin *admins, size_t *count)
{
	struct db_stmt *st;
	enum err rc;

	*count = 0;
	if ((rc = db_query(cx->db, &st, SQL_SUPER_ADMINS, V(cx->actor.account_id),
		 V((int)ROLE_SUPER_ADMIN), V(RECIPIENTS_ADMINS_MAX))) != ERR_OK)
		return rc;
	while (*count < RECIPIENTS_ADMINS_MAX && db_step(st)) {
		admins[*count].name = db_str(st, cx->mem, 0);
		admins[(*count)++].email = db_str(st, cx->mem, 1);
	}
	db_done(&st);
	return ERR_OK;
}

enum err
recipients_load_people(struct context *cx, struct recipients *all, struct contact_person **people,
    size_t *count)
{
	struct recipients_admin admins[RECIPIENTS_ADMINS_MAX];
	size_t admin_count;
	enum err rc;

	*people = mem_array(cx->mem, CONTACT_LIST_MAX, sizeof(**people));
	if ((rc = contact_person_list(cx, *people, CONTACT_LIST_MAX, count)) != ERR_OK ||
	    (rc = list_admins(cx, admins, &admin_count)) != ERR_OK)
		return rc;
	recipients_resolve(cx->mem, *people, *count, admins, admin_count, all);
	return ERR_OK;
}

enum err
recipients_load(struct context *cx, struct recipients *all)
{
	struct contact_person *people;
	size_t count;

	return recipients_load_people(cx, all, &people, &count);
}

enum err
recipients_load_chosen(struct context *cx, enum category category, struct recipients *r)
{
	struct contact_person *people = mem_array(cx->mem, CONTACT_LIST_MAX, sizeof(*people));
	struct recipients all[CATEGORY__MAX];
	size_t i, count;
	enum err rc;

	if ((rc = contact_person_list(cx, people, CONTACT_LIST_MAX, &count)) != ERR_OK)
		return rc;
	recipients_resolve(cx->mem, people, count, NULL, 0, all);
	*r = all[category];
	for (i = count = 0; i < r->count; i++)
		if (r->list[i].why <= RECEIVES_ALWAYS && r->list[i].lack == LACKS_NOTHING)
			r->list[count++] = r->list[i];
	r->count = count;
	r->is_silent = count == 0;
	return ERR_OK;
}

const struct recipient *
recipients_first(const struct recipients *r)
{
	size_t i;

	for (i = 0; i < r->count; i++)
		if (r->list[i].lack == LACKS_NOTHING)
			return &r->list[i];
	return NULL;
}

/* All who receive, as a mail names them; "" where it is one. */
static const char *
all_who_receive(struct mem *m, const struct recipients *r)
{
	const char *all = "";
	size_t i, count = 0;

	for (i = 0; i < r->count && count < RECIPIENTS_VISIBLE_MAX; i++)
		if (r->list[i].lack == LACKS_NOTHING)
			all = mem_fmt(m, "%s%s%s %s", all, count++ == 0 ? "" : "\n",
			    r->list[i].email, r->list[i].name);
	return count > 1 ? all : "";
}

const char *
recipients_text(struct mem *m, const struct recipients *r)
{
	const char *text = "";
	size_t i;

	for (i = 0; i < r->count; i++)
		if (r->list[i].lack == LACKS_NOTHING)
			text = mem_fmt(m, "%s%s%s <%s>", text, text[0] == '\0' ? "" : ", ",
			    r->list[i].name, r->list[i].email);
	return text;
}

enum err
recipients_send(struct context *cx, const struct outbox_message *notice, enum category category,
    const struct recipients *r)
{
	struct outbox_message message = *notice;
	enum err rc = ERR_OK;
	size_t i;

	if (r->is_silent)
		log_warn("recipients: %s: nobody of account %lld receives %s", notice->event,
		    (long long)cx->actor.account_id, category_name(category));
	message.channel = OUTBOX_MAIL;
	message.category = category_name(category);
	if (category == CATEGORY_BILLING)
		message.shown_to = all_who_receive(cx->mem, r);
	for (i = 0; i < r->count && rc == ERR_OK; i++) {
		const struct recipient *who = &r->list[i];

		if (who->lack != LACKS_NOTHING)
			continue;
		message.contact_person_id = who->person == NULL ? 0 : who->person->id;
		message.recipient = who->email;
		message.recipient_name = who->name;
		rc = outbox_add(cx, &message);
	}
	return rc;
}

enum err
recipients_notice(struct context *cx, const struct outbox_message *notice, enum category category)
{
	struct recipients all[CATEGORY__MAX];
	enum err rc;

	if ((rc = recipients_load(cx, all)) != ERR_OK)
		return rc;
	return recipients_send(cx, notice, category, &all[category]);
}
