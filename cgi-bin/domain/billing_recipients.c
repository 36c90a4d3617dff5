#include "base/banned.h"
#include "domain/billing_recipients.h"

#include "domain/account.h"
#include "domain/audit.h"
#include "domain/contact_receives.h"

static const char SQL_ADDRESSED[] =
	"SELECT id, name FROM contact_person WHERE account_id = ? AND is_billing_to = 1";

static const char SQL_CLEAR[] =
	"UPDATE contact_person SET is_billing_to = 0 WHERE account_id = ? AND is_billing_to = 1";

static const char SQL_SET[] =
	"UPDATE contact_person SET is_billing_to = 1 WHERE account_id = ? AND id = ?";

static bool
is_chosen(const struct contact_person *c)
{
	return (c->category_bits & CATEGORY_BIT(CATEGORY_BILLING)) != 0;
}

enum err
billing_recipients_load(struct context *cx, struct billing_recipients *b)
{
	struct recipients all[CATEGORY__MAX];
	struct contact_person *people;
	size_t i, count;
	enum err rc;

	if ((rc = recipients_load_people(cx, all, &people, &count)) != ERR_OK)
		return rc;
	*b = (struct billing_recipients){ .who = all[CATEGORY_BILLING],
		.others = mem_array(cx->mem, count + 1, sizeof(*b->others)) };
	for (i = 0; i < count; i++)
		if (!is_chosen(&people[i]) && people[i].withdrawn_at == 0)
			b->others[b->other_count++] = &people[i];
	return ERR_OK;
}

/* What else the person receives stays as it is. */
static enum err
choose(struct context *cx, const struct contact_person *c, bool receives)
{
	struct contact_receives r = { .id = c->id, .version = c->version,
		.category_bits = c->category_bits & ~CATEGORY_BIT(CATEGORY_BILLING),
		.is_authorised = c->is_authorised };

	if (is_chosen(c) == receives)
		return ERR_OK;
	if (receives)
		r.category_bits |= CATEGORY_BIT(CATEGORY_BILLING);
	return contact_receives_save(cx, &r);
}

/* The account first: two who choose whom it is addressed to must not wait for each other. */
static enum err
hold(struct context *cx, int64_t person_id, struct contact_person *c)
{
	enum err rc = account_hold(cx);

	return rc == ERR_OK ? contact_person_hold(cx, person_id, c) : rc;
}

enum err
billing_recipients_choose(struct context *cx, int64_t person_id, bool receives,
    struct contact_person *c)
{
	enum err rc = hold(cx, person_id, c);

	return rc == ERR_OK ? choose(cx, c, receives) : rc;
}

static enum err
add_event(struct context *cx, const char *action, int64_t id, const char *name, bool is_now)
{
	struct audit event = audit_begin(action, "contact_person", id, name);

	audit_changed_flag(&event, "billing_to", !is_now, is_now);
	return audit_add(cx, &event);
}

/* There is one at most: the database holds that. */
static enum err
clear(struct context *cx)
{
	struct db_stmt *st;
	const char *name;
	int64_t id;
	enum err rc;

	if ((rc = db_load(cx->db, &st, SQL_ADDRESSED, V(cx->actor.account_id))) != ERR_OK)
		return rc == ERR_MISSING ? ERR_OK : rc;
	id = db_i64(st, 0);
	name = db_str(st, cx->mem, 1);
	db_done(&st);
	if ((rc = db_exec(cx->db, NULL, SQL_CLEAR, V(cx->actor.account_id))) != ERR_OK)
		return rc;
	return add_event(cx, "contact.billing_not_to", id, name, false);
}

enum err
billing_recipients_address(struct context *cx, int64_t person_id, struct contact_person *c)
{
	enum err rc;

	if ((rc = hold(cx, person_id, c)) != ERR_OK || (rc = choose(cx, c, true)) != ERR_OK ||
	    c->is_billing_to)
		return rc;
	if ((rc = clear(cx)) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_SET, V(cx->actor.account_id), V(c->id))) != ERR_OK)
		return rc;
	return add_event(cx, "contact.billing_to", c->id, c->name, true);
}
