#include "base/banned.h"
#include "domain/second_factor_lost.h"

#include "domain/audit.h"
#include "domain/category.h"
#include "domain/outbox.h"
#include "domain/session.h"

/* The event and the mail stand in the account that the user would enter at the next sign-in. */
static const char SQL_FIND[] =
	"SELECT u.id, u.name, u.email, m.account_id,"
	" u.totp_since IS NOT NULL OR EXISTS (SELECT 1 FROM passkey p WHERE p.user_id = u.id)"
	" FROM user u LEFT JOIN membership m ON m.user_id = u.id AND m.state = 'active'"
	" WHERE u.email_key = LOWER(?)"
	" ORDER BY (m.account_id = u.last_account_id) DESC, m.account_id LIMIT 1 FOR UPDATE";

static const char SQL_DROP_APP[] =
	"UPDATE user SET totp_sealed = '', totp_since = NULL WHERE id = ?";

static const char SQL_DROP_PASSKEYS[] =
	"DELETE FROM passkey WHERE user_id = ?";

static const char SQL_DROP_CODES[] =
	"DELETE FROM recovery_code WHERE user_id = ?";

struct loser {
	int64_t		 id;
	const char	*name;
	const char	*email;
};

/* The actor is in an account of that user's from now on. */
static enum err
find(struct context *cx, const char *email, struct loser *l)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_load(cx->db, &st, SQL_FIND, V(email))) != ERR_OK)
		return rc;
	*l = (struct loser){ db_i64(st, 0), db_str(st, cx->mem, 1), db_str(st, cx->mem, 2) };
	cx->actor.account_id = db_i64(st, 3);
	rc = db_i64(st, 4) == 1 ? ERR_OK : ERR_CONFLICT;
	db_done(&st);
	return rc;
}

static enum err
tell(struct context *cx, const struct loser *l)
{
	struct outbox_message message = {
		.event = mem_fmt(cx->mem, "user.second_factor_lost %lld %lld", (long long)l->id,
		    (long long)cx->now),
		.recipient = l->email,
		.recipient_name = l->name,
		.category = category_name(CATEGORY_ACCOUNT),
		.template = "second-factor-off",
		.values = { { "left", "support", false } },
	};

	return outbox_add(cx, &message);
}

enum err
second_factor_lost(struct context *cx, const char *email, const char **name)
{
	struct audit event;
	struct loser l = { 0, "", "" };
	enum err rc;

	rc = find(cx, email, &l);
	*name = l.name;
	if (rc != ERR_OK)
		return rc;
	event = audit_begin("user.second_factor_lost", "user", l.id, l.name);
	if ((rc = db_exec(cx->db, NULL, SQL_DROP_APP, V(l.id))) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_DROP_PASSKEYS, V(l.id))) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_DROP_CODES, V(l.id))) != ERR_OK ||
	    (rc = session_end_all(cx, l.id, 0)) != ERR_OK ||
	    (rc = tell(cx, &l)) != ERR_OK)
		return rc;
	return audit_add(cx, &event);
}
