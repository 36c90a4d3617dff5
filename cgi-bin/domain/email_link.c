#include "base/banned.h"
#include "domain/email_link.h"

#include <string.h>

#include "domain/account.h"
#include "domain/audit.h"
#include "domain/password.h"
#include "domain/session.h"

static const char SQL_REVERT[] =
	"SELECT r.old_email, r.new_email, r.state, r.changed_at, u.name,"
	" EXISTS (SELECT 1 FROM membership m WHERE m.user_id = u.id AND m.state = 'active'),"
	" EXISTS (SELECT 1 FROM user o WHERE o.email_key = LOWER(r.old_email) AND o.id <> u.id)"
	" FROM email_revert r JOIN user u ON u.id = r.user_id"
	" WHERE r.user_id = ? AND r.serial = ?";

/*
 * An authenticator app set up since would keep the owner out. The columns are set from left to
 * right.
 */
static const char SQL_RESTORE[] =
	"UPDATE user SET email = ?, email_proven_at = ?, password_hash = '',"
	" totp_sealed = IF(totp_since >= ?, '', totp_sealed),"
	" totp_since = IF(totp_since >= ?, NULL, totp_since) WHERE id = ?";

/* So would a passkey made since: it signs in alone. */
static const char SQL_DROP_PASSKEYS[] =
	"DELETE FROM passkey WHERE user_id = ? AND created_at >= ?";

static const char SQL_CHANGE_REVERTED[] =
	"UPDATE email_change SET state = 'reverted', changed_at = ? WHERE user_id = ?";

static const char SQL_USED[] =
	"UPDATE email_revert SET state = IF(serial = ?, 'used', 'void')"
	" WHERE user_id = ? AND serial >= ? AND state = 'open'";

static enum email_link_state
prove_state(const struct context *cx, const struct email_change *c, int64_t serial)
{
	if (c->serial != serial)
		return EMAIL_LINK_SUPERSEDED;
	if (c->state == EMAIL_CHANGE_CHANGED)
		return EMAIL_LINK_USED;
	if (c->state != EMAIL_CHANGE_PENDING || strcmp(c->email, c->old_email) != 0)
		return EMAIL_LINK_GONE;
	if (!email_change_is_open(cx, c))
		return EMAIL_LINK_EXPIRED;
	return c->is_taken ? EMAIL_LINK_TAKEN : EMAIL_LINK_OPEN;
}

/* One that is too old can be sent anew by who asked for it: so it can be refused all the same. */
static enum email_link_state
not_me_state(const struct email_change *c, int64_t serial)
{
	if (serial < c->first_serial || serial > c->serial)
		return EMAIL_LINK_GONE;
	if (c->state == EMAIL_CHANGE_CHANGED)
		return EMAIL_LINK_USED;
	return c->state == EMAIL_CHANGE_PENDING ? EMAIL_LINK_OPEN : EMAIL_LINK_GONE;
}

static enum email_link_state
state_of_change(const struct context *cx, const struct email_change *c,
    const struct email_link *l)
{
	if (c->state == EMAIL_CHANGE_NONE)
		return EMAIL_LINK_GONE;
	return l->kind == LINK_EMAIL ? prove_state(cx, c, l->serial) : not_me_state(c, l->serial);
}

static enum email_link_state
revert_state(const struct context *cx, struct db_stmt *st)
{
	const char *state = db_str(st, cx->mem, 2);

	if (strcmp(state, "open") != 0)
		return strcmp(state, "used") == 0 ? EMAIL_LINK_USED : EMAIL_LINK_GONE;
	if (cx->now >= db_i64(st, 3) + EMAIL_REVERT_SEC)
		return EMAIL_LINK_EXPIRED;
	if (db_i64(st, 5) == 0)
		return EMAIL_LINK_VOID;
	return db_i64(st, 6) == 1 ? EMAIL_LINK_TAKEN : EMAIL_LINK_OPEN;
}

static enum err
load_revert(struct context *cx, struct email_link *l)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_REVERT, V(l->user_id), V(l->serial))) != ERR_OK)
		return rc;
	l->state = EMAIL_LINK_EXPIRED;
	if (db_step(st)) {
		l->state = revert_state(cx, st);
		l->old_email = db_str(st, cx->mem, 0);
		l->new_email = db_str(st, cx->mem, 1);
		l->changed_at = db_i64(st, 3);
		l->user_name = db_str(st, cx->mem, 4);
	}
	db_done(&st);
	return ERR_OK;
}

/* A later change has other addresses: this link's reader is not told them. */
static void
fill_from_change(struct email_link *l, const struct email_change *c)
{
	l->user_name = c->user_name;
	if (l->state == EMAIL_LINK_SUPERSEDED || l->state == EMAIL_LINK_GONE)
		return;
	l->old_email = c->old_email;
	l->new_email = c->new_email;
}

static enum err
load_change(struct context *cx, struct email_link *l)
{
	struct email_change c;
	enum err rc;

	if ((rc = email_change_load(cx, l->user_id, &c)) != ERR_OK)
		return rc;
	l->state = state_of_change(cx, &c, l);
	fill_from_change(l, &c);
	return ERR_OK;
}

enum err
email_link_open(struct context *cx, const char *token, struct email_link *l)
{
	struct link link;
	enum err rc;

	*l = (struct email_link){ .mark = "", .user_name = "", .old_email = "",
		.new_email = "" };
	account_leave(cx);
	if (token[0] == '\0')
		return ERR_OK;
	l->state = EMAIL_LINK_WRONG;
	if (link_read(cx, token, &link) != ERR_OK ||
	    (link.kind != LINK_EMAIL && link.kind != LINK_EMAIL_NOT_ME &&
		link.kind != LINK_EMAIL_REVERT))
		return ERR_OK;
	if ((rc = account_enter(cx, link.account_id)) != ERR_OK)
		return rc == ERR_MISSING ? ERR_OK : rc;
	l->kind = link.kind;
	l->user_id = link.id;
	l->serial = link.serial;
	l->mark = link_mark(cx, token);
	rc = l->kind == LINK_EMAIL_REVERT ? load_revert(cx, l) : load_change(cx, l);
	cx->actor.user_name = l->user_name;
	return rc;
}

/* Holds the user's change, and asks again what the link was asked when it was opened. */
static enum err
hold(struct context *cx, const struct email_link *l, enum link_kind kind, struct email_change *c)
{
	enum err rc;

	if (l->state != EMAIL_LINK_OPEN || l->kind != kind)
		return ERR_MISSING;
	if ((rc = email_change_hold(cx, l->user_id, c)) != ERR_OK)
		return rc;
	return kind == LINK_EMAIL_REVERT || state_of_change(cx, c, l) == EMAIL_LINK_OPEN ?
	    ERR_OK : ERR_MISSING;
}

enum err
email_link_prove(struct context *cx, const struct email_link *l)
{
	struct email_change c;
	enum err rc;

	if ((rc = hold(cx, l, LINK_EMAIL, &c)) != ERR_OK)
		return rc;
	return email_change_accept(cx, &c);
}

enum err
email_link_not_me(struct context *cx, const struct email_link *l)
{
	struct email_change c;
	enum err rc;

	if ((rc = hold(cx, l, LINK_EMAIL_NOT_ME, &c)) != ERR_OK)
		return rc;
	return email_change_refuse(cx, &c);
}

enum err
email_link_revert(struct context *cx, const struct email_link *l)
{
	struct audit event = audit_begin("user.email_reverted", "user", l->user_id, l->user_name);
	struct email_link now = *l;
	struct email_change c;
	enum err rc;

	if ((rc = hold(cx, l, LINK_EMAIL_REVERT, &c)) != ERR_OK ||
	    (rc = load_revert(cx, &now)) != ERR_OK)
		return rc;
	if (now.state != EMAIL_LINK_OPEN)
		return ERR_MISSING;
	if ((rc = db_exec(cx->db, NULL, SQL_RESTORE, V(now.old_email), V(cx->now),
		 V(now.changed_at), V(now.changed_at), V(l->user_id))) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_DROP_PASSKEYS, V(l->user_id), V(now.changed_at))) !=
		ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_CHANGE_REVERTED, V(cx->now), V(l->user_id))) !=
		ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_USED, V(l->serial), V(l->user_id),
		 V(l->serial))) != ERR_OK ||
	    (rc = session_end_all(cx, l->user_id, 0)) != ERR_OK)
		return rc;
	audit_changed(&event, "email", c.email, now.old_email);
	if ((rc = audit_add(cx, &event)) != ERR_OK)
		return rc;
	/* Those that were mailed before went to the wrong one, and end by this. */
	return password_send_link(cx, l->user_id);
}
