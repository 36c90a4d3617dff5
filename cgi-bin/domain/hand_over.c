#include "base/banned.h"
#include "domain/hand_over.h"

#include "domain/account.h"
#include "domain/audit.h"
#include "domain/category.h"
#include "domain/invoice.h"
#include "domain/otp.h"
#include "domain/outbox.h"

static const char SQL_LIST[] =
	"SELECT m.id, m.user_name, m.user_email, m.role_id, r.name FROM membership m"
	" JOIN role r ON r.account_id = m.account_id AND r.id = m.role_id"
	" WHERE m.account_id = ? AND r.copied_from IN (?, ?) AND m.state = 'active'"
	" AND m.user_id <> ?"
	" ORDER BY r.copied_from, m.user_name, m.id LIMIT ?";

static const char SQL_FIND[] =
	"SELECT m.id FROM user u JOIN membership m ON m.user_id = u.id AND m.account_id = ?"
	" WHERE u.email_key = LOWER(?)";

enum err
hand_over_list(struct context *cx, struct membership *list, size_t *count)
{
	struct db_stmt *st;
	enum err rc;

	*count = 0;
	if ((rc = db_query(cx->db, &st, SQL_LIST, V(cx->actor.account_id),
		 V((int)ROLE_SUPER_ADMIN), V((int)ROLE_ADMIN), V(cx->actor.user_id),
		 V(HAND_OVER_LISTED))) != ERR_OK)
		return rc;
	while (*count < HAND_OVER_LISTED && db_step(st))
		list[(*count)++] = (struct membership){
			.id = db_i64(st, 0),
			.user_name = db_str(st, cx->mem, 1),
			.user_email = db_str(st, cx->mem, 2),
			.role_id = db_i64(st, 3),
			.role = { .id = db_i64(st, 3), .name = db_str(st, cx->mem, 4) },
		};
	db_done(&st);
	return ERR_OK;
}

enum err
hand_over_find(struct context *cx, const char *email, int64_t *id)
{
	struct db_stmt *st;
	enum err rc;

	*id = 0;
	if ((rc = db_query(cx->db, &st, SQL_FIND, V(cx->actor.account_id), V(email))) != ERR_OK)
		return rc;
	if (db_step(st))
		*id = db_i64(st, 0);
	db_done(&st);
	return ERR_OK;
}

bool
hand_over_can(struct context *cx, const struct membership *to, struct problems *p)
{
	if (to->user_id == cx->actor.user_id)
		problems_add(p, "", "You own this account already. Choose somebody else.");
	else if (to->state == MEMBERSHIP_SUSPENDED)
		problems_add(p, "", "%s is suspended and cannot sign in to this account. Resume "
		    "the access first, or choose somebody else.", to->user_name);
	else if (to->state != MEMBERSHIP_ACTIVE)
		problems_add(p, "", "%s has been invited and has not accepted yet. Wait for that, "
		    "or choose somebody else.", to->user_name);
	return !problems_has_any(p);
}

enum err
hand_over_dues(struct context *cx, struct invoice_dues *dues, bool *is_barred)
{
	enum err rc = invoice_dues_load(cx, invoice_today(cx), dues);

	*is_barred = cx->config->invoice.unpaid_blocks_hand_over && dues->due_count > 0;
	return rc;
}

static enum err
check_dues(struct context *cx, struct problems *p)
{
	struct invoice_dues dues;
	bool is_barred;
	enum err rc;

	if ((rc = hand_over_dues(cx, &dues, &is_barred)) != ERR_OK || !is_barred)
		return rc;
	problems_add_link(p, "", "/billing/invoices", "See the invoices",
	    "This account has unpaid invoices, and is handed over once they are paid. Nothing was "
	    "changed.");
	return ERR_INVALID;
}

/*
 * One cause has one key: the version that the old owner's membership had. The new owner's stays as
 * it is where that is a Super Admin already.
 */
static enum err
tell_both(struct context *cx, const struct membership *from, const struct membership *to,
    const char *role)
{
	struct outbox_message message = {
		.event = mem_fmt(cx->mem, "hand-over from %lld %lld", (long long)from->id,
		    (long long)from->version),
		.channel = OUTBOX_MAIL,
		.category = category_name(CATEGORY_CRITICAL),
		.template = "ownership-changed",
		.values = {
			{ "old", from->user_name, false },
			{ "new", to->user_name, false },
			{ "role", role, false },
			{ "left", cx->proof == PROOF_LEFT ? "1" : "", false },
		},
	};
	enum err rc;

	message.recipient = to->user_email;
	message.recipient_name = to->user_name;
	if ((rc = outbox_add(cx, &message)) != ERR_OK)
		return rc;
	message.recipient = from->user_email;
	message.recipient_name = from->user_name;
	return outbox_add(cx, &message);
}

/* The new owner first: there is one at any moment. */
static enum err
change(struct context *cx, const struct membership *from, const struct membership *to,
    const struct role *new_role, struct problems *p)
{
	struct audit event = audit_begin("account.hand_over", "account", cx->actor.account_id,
	    cx->actor.account_name);
	enum err rc;

	if (to->role_id != ROLE_SUPER_ADMIN &&
	    (rc = membership_make_role(cx, to, &from->role, p)) != ERR_OK)
		return rc;
	if ((rc = membership_make_role(cx, from, new_role, p)) != ERR_OK)
		return rc;
	audit_changed(&event, "owner", from->user_name, to->user_name);
	return audit_add(cx, &event);
}

enum err
hand_over(struct context *cx, int64_t id, int64_t version, struct problems *p)
{
	struct membership from, to;
	struct role admin;
	enum err rc;

	if ((rc = account_hold(cx)) != ERR_OK || (rc = membership_load(cx, id, &to)) != ERR_OK ||
	    (rc = membership_load_user(cx, cx->actor.user_id, &from)) != ERR_OK ||
	    (rc = role_load(cx, ROLE_ADMIN, &admin)) != ERR_OK)
		return rc;
	/* Two that the same owner began: the other one was faster. */
	if (from.role_id != ROLE_SUPER_ADMIN)
		return ERR_DENIED;
	if (!hand_over_can(cx, &to, p))
		return ERR_INVALID;
	if ((rc = check_dues(cx, p)) != ERR_OK)
		return rc;
	if (to.version != version)
		return ERR_CONFLICT;
	if ((rc = change(cx, &from, &to, &admin, p)) != ERR_OK ||
	    (rc = tell_both(cx, &from, &to, admin.name)) != ERR_OK)
		return rc;
	return otp_require(cx, mem_fmt(cx->mem, "hand %s over to %s (%s), who becomes its Super"
	    " Admin, while %s becomes %s", cx->actor.account_name, to.user_name, to.user_email,
	    from.user_name, admin.name));
}
