#include "base/banned.h"
#include "domain/invoice_mail.h"

#include "base/calendar.h"
#include "base/money.h"
#include "domain/audit.h"
#include "domain/outbox.h"
#include "domain/role.h"

/* RFC 5321 4.5.4.1: a mail server, too, tries for four or five days. */
#define MAIL_LIFE_SEC	(4 * OUTBOX_DAY_SEC)

/* The row, and the Super Admins, who stand in where nobody else can receive: one row each. */
static const char SQL_LOAD[] =
	"SELECT i.kind, i.seller_gstin, i.number, EXISTS (SELECT 1 FROM invoice_pdf f"
	"  WHERE f.account_id = i.account_id AND f.invoice_id = i.id), u.name, u.email"
	" FROM invoice i"
	" LEFT JOIN (membership m JOIN user u ON u.id = m.user_id"
	"  AND u.email_proven_at IS NOT NULL)"
	" ON m.account_id = i.account_id AND m.role_id = ? AND m.state = 'active'"
	" WHERE i.account_id = ? AND i.id = ? ORDER BY u.id LIMIT ?";

static enum err
read_copy(struct context *cx, int64_t id, struct invoice_copy *copy,
    struct recipients_admin *admins, size_t *count)
{
	struct invoice i = { 0 };
	struct db_stmt *st;
	enum err rc;

	*count = 0;
	if ((rc = db_query(cx->db, &st, SQL_LOAD, V((int)ROLE_SUPER_ADMIN),
		 V(cx->actor.account_id), V(id), V(RECIPIENTS_ADMINS_MAX))) != ERR_OK)
		return rc;
	rc = ERR_MISSING;
	while (*count < RECIPIENTS_ADMINS_MAX && db_step(st)) {
		i.kind = invoice_kind_by_word(db_str(st, cx->mem, 0));
		i.seller.tax_id = db_str(st, cx->mem, 1);
		*copy = (struct invoice_copy){ .id = id, .name = invoice_name(&i),
			.number = db_str(st, cx->mem, 2),
			.has_pdf = db_i64(st, 3) == 1 };
		rc = ERR_OK;
		if (!db_is_null(st, 5))
			admins[(*count)++] = (struct recipients_admin){
				db_str(st, cx->mem, 4), db_str(st, cx->mem, 5) };
	}
	db_done(&st);
	return rc;
}

enum err
invoice_mail_load(struct context *cx, int64_t id, struct invoice_copy *copy)
{
	struct contact_person *people = mem_array(cx->mem, CONTACT_LIST_MAX, sizeof(*people));
	struct recipients_admin admins[RECIPIENTS_ADMINS_MAX];
	struct recipients all[CATEGORY__MAX];
	size_t people_count, admin_count;
	enum err rc;

	if ((rc = read_copy(cx, id, copy, admins, &admin_count)) != ERR_OK ||
	    (rc = contact_person_list(cx, people, CONTACT_LIST_MAX, &people_count)) != ERR_OK)
		return rc;
	recipients_resolve(cx->mem, people, people_count, admins, admin_count, all);
	copy->who = all[CATEGORY_BILLING];
	return ERR_OK;
}

static struct outbox_message
message_of(struct context *cx, const struct invoice *i, const char *template, const char *event)
{
	struct mem *m = cx->mem;
	const char *id = mem_fmt(m, "%lld", (long long)i->id);
	bool is_paid_by = i->kind == INVOICE_TAX && i->due_day != 0;

	return (struct outbox_message){
		.event = event,
		.category = category_name(CATEGORY_BILLING),
		.template = template,
		.life_sec = MAIL_LIFE_SEC,
		.values = {
			{ "kind", invoice_kind_word(i->kind), false },
			{ "is_untaxed", invoice_is_untaxed(i) ? "1" : "", false },
			{ "number", i->number, false },
			{ "of_number", i->of_number, false },
			{ "seller", i->seller.name, false },
			{ "issued", calendar_text(m, i->issued_day), false },
			{ "due", is_paid_by ? calendar_text(m, i->due_day) : "", false },
			{ "total", money_text(m, i->totals.total_paise), false },
			{ "id", id, false },
			{ "who", cx->actor.user_name, false },
			{ OUTBOX_ATTACHED, i->has_pdf ? id : "", false },
		},
	};
}

static enum err
record(struct context *cx, const struct invoice *i, const char *whom)
{
	struct audit event = audit_begin("invoice.mail", "invoice", i->id, i->number);

	audit_changed(&event, "to", NULL, whom[0] == '\0' ? "nobody" : whom);
	return audit_add(cx, &event);
}

static enum err
send_to_actor(struct context *cx, struct outbox_message message, const char **whom)
{
	message.recipient = cx->actor.user_email;
	message.recipient_name = cx->actor.user_name;
	*whom = mem_fmt(cx->mem, "%s <%s>", cx->actor.user_name, cx->actor.user_email);
	return outbox_add(cx, &message);
}

static enum err
send_to_recipients(struct context *cx, struct outbox_message message, const struct recipients *who,
    const char **whom)
{
	*whom = recipients_text(cx->mem, who);
	return recipients_send(cx, &message, CATEGORY_BILLING, who);
}

enum err
invoice_mail_copy(struct context *cx, int64_t id, bool to_recipients, const char **whom)
{
	struct outbox_message message;
	struct invoice_copy copy;
	struct invoice i;
	enum err rc;

	if ((rc = invoice_mail_load(cx, id, &copy)) != ERR_OK ||
	    (rc = invoice_load(cx, id, &i)) != ERR_OK)
		return rc;
	if (!i.has_pdf || (to_recipients && copy.who.is_silent))
		return ERR_REFUSED;
	message = message_of(cx, &i, "invoice-copy", mem_fmt(cx->mem, "invoice.copy %lld %lld %s",
	    (long long)id, (long long)cx->actor.user_id, cx->form_nonce));
	rc = to_recipients ? send_to_recipients(cx, message, &copy.who, whom) :
	    send_to_actor(cx, message, whom);
	return rc == ERR_OK ? record(cx, &i, *whom) : rc;
}

enum err
invoice_mail_issued(struct context *cx, int64_t id, bool *is_sent)
{
	struct recipients all[CATEGORY__MAX];
	struct outbox_message message;
	struct invoice i;
	const char *whom;
	enum err rc;

	if ((rc = invoice_load(cx, id, &i)) != ERR_OK || (rc = recipients_load(cx, all)) != ERR_OK)
		return rc;
	message = message_of(cx, &i, "invoice-issued",
	    mem_fmt(cx->mem, "invoice.issued %lld", (long long)id));
	if ((rc = send_to_recipients(cx, message, &all[CATEGORY_BILLING], &whom)) != ERR_OK)
		return rc;
	*is_sent = whom[0] != '\0';
	return record(cx, &i, whom);
}
