#include "base/banned.h"
#include "domain/email_change.h"

#include <string.h>

#include "base/text.h"
#include "base/valid.h"
#include "domain/audit.h"
#include "domain/link.h"
#include "domain/otp.h"
#include "domain/outbox.h"
#include "domain/session.h"

#define COLUMNS                                                                                    \
	"c.state, c.user_id, u.name, u.email, c.old_email, c.new_email, c.serial, c.first_serial," \
	" c.asked_session_id, c.asked_at, c.sent_at, c.expires_at,"                                \
	" EXISTS (SELECT 1 FROM user o WHERE o.email_key = LOWER(c.new_email)"                     \
	"  AND o.id <> c.user_id)"

static const char SQL_LOAD[] =
	"SELECT " COLUMNS " FROM email_change c JOIN user u ON u.id = c.user_id"
	" WHERE c.user_id = ?";

/* Alone, so that one row is held and two who wait for it meet nowhere else. */
static const char SQL_HOLD[] =
	"SELECT serial FROM email_change WHERE user_id = ? FOR UPDATE";

/* The columns are set from left to right: first_serial reads the state before. */
static const char SQL_ASK[] =
	"INSERT INTO email_change (user_id, old_email, new_email, asked_session_id, asked_at,"
	" sent_at, expires_at) VALUES (?, ?, ?, NULLIF(?, 0), ?, ?, ?)"
	" ON DUPLICATE KEY UPDATE first_serial = IF(state = 'pending', first_serial, serial + 1),"
	" serial = serial + 1, state = 'pending', old_email = VALUES(old_email),"
	" new_email = VALUES(new_email), asked_session_id = VALUES(asked_session_id),"
	" asked_at = VALUES(asked_at), sent_at = VALUES(sent_at),"
	" expires_at = VALUES(expires_at), changed_at = NULL";

static const char SQL_RESEND[] =
	"UPDATE email_change SET serial = serial + 1, sent_at = ?, expires_at = ?"
	" WHERE user_id = ?";

static const char SQL_END[] =
	"UPDATE email_change SET state = ?, changed_at = ? WHERE user_id = ?";

static const char SQL_MESSAGE[] =
	"SELECT state, result, state_at FROM outbox"
	" WHERE event_key = ? AND channel = 'mail' AND recipient = ?";

static const char SQL_CHANGE[] =
	"UPDATE user SET email = ?, email_proven_at = ? WHERE id = ? AND email = ?";

static const char SQL_KEEP_OLD[] =
	"INSERT INTO email_revert (user_id, serial, old_email, new_email, changed_at)"
	" VALUES (?, ?, ?, ?, ?)";

static const char SQL_PURGE[] =
	"DELETE FROM email_revert WHERE changed_at < ?";

static const char *const states[EMAIL_CHANGE__MAX] = { "", "pending", "changed", "cancelled",
	"reverted" };

static enum email_change_state
read_state(const char *name)
{
	enum email_change_state s;

	for (s = EMAIL_CHANGE_PENDING; s < EMAIL_CHANGE__MAX; s++)
		if (strcmp(states[s], name) == 0)
			return s;
	return EMAIL_CHANGE_NONE;
}

enum err
email_change_load(struct context *cx, int64_t user_id, struct email_change *c)
{
	struct db_stmt *st;
	enum err rc;

	*c = (struct email_change){ .user_name = "", .email = "", .old_email = "",
		.new_email = "" };
	if ((rc = db_query(cx->db, &st, SQL_LOAD, V(user_id))) != ERR_OK)
		return rc;
	if (db_step(st))
		*c = (struct email_change){
			.state = read_state(db_str(st, cx->mem, 0)),
			.user_id = db_i64(st, 1),
			.user_name = db_str(st, cx->mem, 2),
			.email = db_str(st, cx->mem, 3),
			.old_email = db_str(st, cx->mem, 4),
			.new_email = db_str(st, cx->mem, 5),
			.serial = db_i64(st, 6),
			.first_serial = db_i64(st, 7),
			.asked_session_id = db_i64(st, 8),
			.asked_at = db_i64(st, 9),
			.sent_at = db_i64(st, 10),
			.expires_at = db_i64(st, 11),
			.is_taken = db_i64(st, 12) == 1,
		};
	db_done(&st);
	return ERR_OK;
}

enum err
email_change_hold(struct context *cx, int64_t user_id, struct email_change *c)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_HOLD, V(user_id))) != ERR_OK)
		return rc;
	(void)db_step(st);
	db_done(&st);
	return email_change_load(cx, user_id, c);
}

bool
email_change_is_open(const struct context *cx, const struct email_change *c)
{
	return c->state == EMAIL_CHANGE_PENDING && cx->now < c->expires_at;
}

/* The cause of the message with link and code. */
static char *
prove_event(struct context *cx, const struct email_change *c)
{
	return mem_fmt(cx->mem, "email.prove %lld %lld", (long long)c->user_id,
	    (long long)c->serial);
}

enum err
email_change_message(struct context *cx, const struct email_change *c,
    struct email_change_message *m)
{
	struct db_stmt *st;
	enum err rc;

	*m = (struct email_change_message){ "", "", 0 };
	if ((rc = db_query(cx->db, &st, SQL_MESSAGE, V(prove_event(cx, c)), V(c->new_email))) !=
	    ERR_OK)
		return rc;
	if (db_step(st))
		*m = (struct email_change_message){ db_str(st, cx->mem, 0),
			db_str(st, cx->mem, 1), db_i64(st, 2) };
	db_done(&st);
	return ERR_OK;
}

/* The code is bound to the address too: one for another address confirms nothing. */
static struct otp
code_of(const struct email_change *c)
{
	return (struct otp){ EMAIL_CODE, c->user_id, 0, c->new_email };
}

/* Link and code, of the serial that the row now has. */
static enum err
send_proof(struct context *cx, const struct email_change *c)
{
	struct otp otp = code_of(c);
	struct outbox_message message;
	struct otp_code code;
	enum err rc;

	if ((rc = otp_make(cx, &otp, cx->config->proof_life_sec, &code)) != ERR_OK)
		return rc;
	message = (struct outbox_message){
		.event = prove_event(cx, c),
		.recipient = c->new_email,
		.recipient_name = c->user_name,
		.category = "codes",
		.template = "email-prove",
		.language = cx->actor.user_language,
		.life_sec = cx->config->courier_every_sec + cx->config->proof_life_sec,
		.values = {
			{ "code_id", mem_fmt(cx->mem, "%lld", (long long)code.id), false },
			{ "code_serial", mem_fmt(cx->mem, "%lld", (long long)code.serial), false },
			{ "who", c->user_name, false },
			{ "new", c->new_email, false },
			{ "life_sec", mem_fmt(cx->mem, "%lld",
			    (long long)cx->config->proof_life_sec), false },
			{ "code", code.digits, true },
			{ "link", link_make(cx, LINK_EMAIL, c->user_id, c->serial), true },
		},
	};
	return outbox_add(cx, &message);
}

/* What the old address is told: at asking, and once it is done. */
static enum err
tell_old(struct context *cx, const struct email_change *c, const char *what, enum link_kind kind)
{
	struct outbox_message message = {
		.event = mem_fmt(cx->mem, "%s %lld %lld", what, (long long)c->user_id,
		    (long long)c->serial),
		.recipient = c->old_email,
		.recipient_name = c->user_name,
		.category = "critical",
		.template = what,
		.values = {
			{ "who", c->user_name, false },
			{ "old", c->old_email, false },
			{ "new", c->new_email, false },
			{ "link", link_make(cx, kind, c->user_id, c->serial), true },
		},
	};

	return outbox_add(cx, &message);
}

static enum err
add_event(struct context *cx, const struct email_change *c, const char *action)
{
	struct audit event = audit_begin(action, "user", c->user_id, c->user_name);

	audit_changed(&event, "email", c->old_email, c->new_email);
	return audit_add(cx, &event);
}

/* The address as it is stored; NULL: see the problems. */
static const char *
check_email(struct context *cx, const char *typed, struct problems *p)
{
	const char *email;
	enum email_problem problem = valid_email(cx->mem, typed, &email);

	if (problem != EMAIL_OK)
		problems_add(p, "email", "%s", email_problem_text(problem));
	else if (email_is_no_reply(email))
		problems_add(p, "email", "Nobody reads %s, so you could not prove it. Enter an "
		    "address that you read.", email);
	else if (strcmp(text_lower(cx->mem, email),
		     text_lower(cx->mem, cx->actor.user_email)) == 0)
		problems_add(p, "email", "This is your email already. Enter the one that you want "
		    "instead.");
	else
		return email;
	return NULL;
}

enum err
email_change_ask(struct context *cx, const char *typed, int64_t *wait_sec, struct problems *p)
{
	const char *email = check_email(cx, typed, p);
	struct email_change c;
	enum err rc;

	*wait_sec = 0;
	if (email == NULL)
		return ERR_INVALID;
	if ((rc = otp_may_send(cx, email, OTP_SEND_PROOF, wait_sec)) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_ASK, V(cx->actor.user_id), V(cx->actor.user_email),
		 V(email), V(cx->actor.session_id), V(cx->now), V(cx->now),
		 V(cx->now + cx->config->proof_life_sec))) != ERR_OK ||
	    (rc = email_change_load(cx, cx->actor.user_id, &c)) != ERR_OK ||
	    (rc = send_proof(cx, &c)) != ERR_OK ||
	    (rc = tell_old(cx, &c, "email-changing", LINK_EMAIL_NOT_ME)) != ERR_OK)
		return rc;
	return add_event(cx, &c, "user.email_asked");
}

/* The actor's own, held. ERR_MISSING: none is pending. */
static enum err
hold_own(struct context *cx, struct email_change *c)
{
	enum err rc = email_change_hold(cx, cx->actor.user_id, c);

	return rc == ERR_OK && c->state != EMAIL_CHANGE_PENDING ? ERR_MISSING : rc;
}

enum err
email_change_resend(struct context *cx, int64_t *wait_sec)
{
	struct email_change c;
	enum err rc;

	*wait_sec = 0;
	if ((rc = hold_own(cx, &c)) != ERR_OK ||
	    (rc = otp_may_send(cx, c.new_email, OTP_SEND_PROOF, wait_sec)) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_RESEND, V(cx->now),
		 V(cx->now + cx->config->proof_life_sec), V(c.user_id))) != ERR_OK)
		return rc;
	c.serial++;
	if ((rc = send_proof(cx, &c)) != ERR_OK)
		return rc;
	return add_event(cx, &c, "user.email_code");
}

static enum err
end(struct context *cx, const struct email_change *c, enum email_change_state state)
{
	return db_exec(cx->db, NULL, SQL_END, V(states[state]), V(cx->now), V(c->user_id));
}

enum err
email_change_cancel(struct context *cx)
{
	struct email_change c;
	enum err rc;

	if ((rc = hold_own(cx, &c)) != ERR_OK ||
	    (rc = end(cx, &c, EMAIL_CHANGE_CANCELLED)) != ERR_OK ||
	    (rc = otp_end(cx, EMAIL_CODE, c.user_id)) != ERR_OK)
		return rc;
	return add_event(cx, &c, "user.email_cancelled");
}

enum err
email_change_by_code(struct context *cx, const char *typed)
{
	struct email_change c;
	struct otp otp;
	enum err rc;

	if ((rc = hold_own(cx, &c)) != ERR_OK)
		return rc;
	if (!email_change_is_open(cx, &c))
		return ERR_MISSING;
	otp = code_of(&c);
	if ((rc = otp_spend(cx, &otp, typed)) != ERR_OK)
		return rc;
	return email_change_accept(cx, &c);
}

enum err
email_change_accept(struct context *cx, const struct email_change *c)
{
	int64_t rows;
	enum err rc;

	if ((rc = db_exec(cx->db, &rows, SQL_CHANGE, V(c->new_email), V(cx->now), V(c->user_id),
		 V(c->old_email))) != ERR_OK)
		return rc;
	if (rows != 1)
		return ERR_MISSING;
	if ((rc = end(cx, c, EMAIL_CHANGE_CHANGED)) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_KEEP_OLD, V(c->user_id), V(c->serial),
		 V(c->old_email), V(c->new_email), V(cx->now))) != ERR_OK ||
	    (rc = tell_old(cx, c, "email-changed", LINK_EMAIL_REVERT)) != ERR_OK)
		return rc;
	return add_event(cx, c, "user.email");
}

enum err
email_change_refuse(struct context *cx, const struct email_change *c)
{
	enum err rc;

	if ((rc = end(cx, c, EMAIL_CHANGE_CANCELLED)) != ERR_OK ||
	    (rc = session_end_other(cx, c->asked_session_id)) != ERR_OK)
		return rc;
	return add_event(cx, c, "user.email_refused");
}

enum err
email_change_purge(struct context *cx)
{
	return db_exec(cx->db, NULL, SQL_PURGE, V(cx->now - EMAIL_REVERT_SEC));
}
