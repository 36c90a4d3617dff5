#include "base/banned.h"
#include "domain/business_email.h"

#include <string.h>

#include "base/text.h"
#include "base/valid.h"
#include "domain/account.h"
#include "domain/audit.h"
#include "domain/link.h"
#include "domain/otp.h"
#include "domain/outbox.h"

static const char SQL_LOAD[] =
	"SELECT c.new_email, u.name, c.serial, c.asked_at, c.sent_at, c.expires_at, c.state"
	" FROM business_email_change c JOIN user u ON u.id = c.asked_by WHERE c.account_id = ?";

/* Nothing is sent yet. */
static const char SQL_ASK[] =
	"INSERT INTO business_email_change (account_id, new_email, asked_by, asked_at, sent_at,"
	" expires_at) VALUES (?, ?, ?, ?, 0, ?) ON DUPLICATE KEY UPDATE"
	" new_email = VALUES(new_email), state = 'pending', serial = serial + 1,"
	" asked_by = VALUES(asked_by), asked_at = VALUES(asked_at), sent_at = VALUES(sent_at),"
	" expires_at = VALUES(expires_at)";

static const char SQL_AGAIN[] =
	"UPDATE business_email_change SET serial = serial + 1, expires_at = ?"
	" WHERE account_id = ? AND state = 'pending'";

static const char SQL_SENT[] =
	"UPDATE business_email_change SET sent_at = ? WHERE account_id = ? AND state = 'pending'";

static const char SQL_END[] =
	"UPDATE business_email_change SET state = ?"
	" WHERE account_id = ? AND serial = ? AND state = 'pending'";

static const char SQL_SET[] =
	"UPDATE account SET business_email = ? WHERE id = ?";

/* The newest change, whatever became of it; *state "" where there never was one. */
static enum err
load(struct context *cx, struct business_email *e, const char **state)
{
	struct db_stmt *st;
	enum err rc;

	*e = (struct business_email){ .new_email = "", .asked_by = "" };
	*state = "";
	if ((rc = db_query(cx->db, &st, SQL_LOAD, V(cx->actor.account_id))) != ERR_OK)
		return rc;
	if (db_step(st)) {
		*e = (struct business_email){
			.new_email = db_str(st, cx->mem, 0),
			.asked_by = db_str(st, cx->mem, 1),
			.serial = db_i64(st, 2),
			.asked_at = db_i64(st, 3),
			.sent_at = db_i64(st, 4),
			.expires_at = db_i64(st, 5),
		};
		*state = db_str(st, cx->mem, 6);
		e->is_open = strcmp(*state, "pending") == 0 && cx->now < e->expires_at;
	}
	db_done(&st);
	return ERR_OK;
}

enum err
business_email_load(struct context *cx, struct business_email *e)
{
	const char *state;
	enum err rc;

	if ((rc = load(cx, e, &state)) == ERR_OK && strcmp(state, "pending") != 0)
		*e = (struct business_email){ .new_email = "", .asked_by = "" };
	return rc;
}

/* The account first, as everyone who changes it does; then what is pending stands still. */
static enum err
hold(struct context *cx, struct account *a, struct business_email *e)
{
	enum err rc;

	if ((rc = account_hold(cx)) != ERR_OK || (rc = account_load(cx, a)) != ERR_OK)
		return rc;
	return business_email_load(cx, e);
}

/* Bound to the address too: the code of one proves no other. */
static struct otp
code_of(const struct context *cx, const struct business_email *e)
{
	return (struct otp){ BUSINESS_EMAIL_CODE, cx->actor.account_id, 0, e->new_email };
}

/* Writes the newest code and link to the new address. */
static enum err
send(struct context *cx, int64_t *wait_sec)
{
	struct outbox_message message;
	struct business_email e;
	struct otp_code code;
	struct otp otp;
	enum err rc;

	if ((rc = business_email_load(cx, &e)) != ERR_OK ||
	    (rc = otp_may_send(cx, e.new_email, OTP_SEND_PROOF, wait_sec)) != ERR_OK)
		return rc;
	otp = code_of(cx, &e);
	if ((rc = otp_make(cx, &otp, cx->config->proof_life_sec, &code)) != ERR_OK)
		return rc;
	message = (struct outbox_message){
		.event = mem_fmt(cx->mem, "business_email.proof %lld %lld",
		    (long long)cx->actor.account_id, (long long)e.serial),
		.channel = OUTBOX_MAIL,
		.recipient = e.new_email,
		.recipient_name = cx->actor.account_name,
		.category = "codes",
		.template = "prove-business-email",
		.life_sec = cx->config->courier_every_sec + cx->config->proof_life_sec,
		.values = {
			{ "code_id", mem_fmt(cx->mem, "%lld", (long long)code.id), false },
			{ "code_serial", mem_fmt(cx->mem, "%lld", (long long)code.serial), false },
			{ "address", e.new_email, false },
			{ "who", cx->actor.user_name, false },
			{ "life_sec", mem_fmt(cx->mem, "%lld",
			    (long long)cx->config->proof_life_sec), false },
			{ "code", code.digits, true },
			{ "link", link_make(cx, LINK_BUSINESS_EMAIL, cx->actor.account_id,
			    e.serial), true },
		},
	};
	if ((rc = outbox_add(cx, &message)) != ERR_OK)
		return rc;
	return db_exec(cx->db, NULL, SQL_SENT, V(cx->now), V(cx->actor.account_id));
}

static bool
is_same(struct mem *m, const char *a, const char *b)
{
	return strcmp(text_lower(m, a), text_lower(m, b)) == 0;
}

static enum err
check(struct context *cx, const char *typed, const char **email, struct problems *p)
{
	enum email_problem problem = valid_email(cx->mem, typed, email);

	if (problem != EMAIL_OK)
		problems_add(p, "business_email", "%s", email_problem_text(problem));
	else if (email_is_no_reply(*email))
		problems_add(p, "business_email",
		    "Nobody reads %s. Enter an address that somebody reads.", *email);
	return problems_has_any(p) ? ERR_INVALID : ERR_OK;
}

static enum err
add_event(struct context *cx, const char *action, const struct account *a, const char *before,
    const char *after)
{
	struct audit event = audit_begin(action, "account", a->id, a->business_name);

	audit_changed(&event, "business_email", before, after);
	return audit_add(cx, &event);
}

enum err
business_email_ask(struct context *cx, const char *typed, struct business_email_asked *asked,
    struct problems *p)
{
	struct business_email e;
	const char *email = "", *what;
	struct account a;
	int64_t until = cx->now + cx->config->proof_life_sec;
	enum err rc;

	*asked = (struct business_email_asked){ .is_asked = false };
	if ((rc = hold(cx, &a, &e)) != ERR_OK || (rc = check(cx, typed, &email, p)) != ERR_OK)
		return rc;
	if (is_same(cx->mem, email, a.business_email) ||
	    (e.is_open && is_same(cx->mem, email, e.new_email)))
		return ERR_OK;
	/* Before anything is written: what else came with the form may stand without the code. */
	what = mem_fmt(cx->mem, "change the business email to %s", email);
	if ((rc = otp_require(cx, what)) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_ASK, V(a.id), V(email), V(cx->actor.user_id),
		 V(cx->now), V(until))) != ERR_OK ||
	    (rc = otp_end(cx, BUSINESS_EMAIL_CODE, a.id)) != ERR_OK)
		return rc;
	asked->is_asked = true;
	if ((rc = send(cx, &asked->wait_sec)) != ERR_OK && rc != ERR_THROTTLED)
		return rc;
	return add_event(cx, "account.email_asked", &a, NULL, email);
}

enum err
business_email_send(struct context *cx, int64_t *wait_sec)
{
	struct business_email e;
	struct account a;
	enum err rc;

	*wait_sec = 0;
	if ((rc = hold(cx, &a, &e)) != ERR_OK)
		return rc;
	if (e.new_email[0] == '\0')
		return ERR_MISSING;
	if ((rc = db_exec(cx->db, NULL, SQL_AGAIN, V(cx->now + cx->config->proof_life_sec),
		 V(a.id))) != ERR_OK ||
	    (rc = send(cx, wait_sec)) != ERR_OK)
		return rc;
	return add_event(cx, "account.email_code", &a, NULL, e.new_email);
}

/* It is pending no longer, and its code is of no use. ERR_MISSING: somebody else was faster. */
static enum err
end(struct context *cx, const struct business_email *e, const char *state)
{
	int64_t rows;
	enum err rc;

	if ((rc = db_exec(cx->db, &rows, SQL_END, V(state), V(cx->actor.account_id),
		 V(e->serial))) != ERR_OK)
		return rc;
	if (rows != 1)
		return ERR_MISSING;
	return otp_end(cx, BUSINESS_EMAIL_CODE, cx->actor.account_id);
}

enum err
business_email_cancel(struct context *cx)
{
	struct business_email e;
	struct account a;
	enum err rc;

	if ((rc = hold(cx, &a, &e)) != ERR_OK)
		return rc;
	if (e.new_email[0] == '\0')
		return ERR_MISSING;
	if ((rc = end(cx, &e, "cancelled")) != ERR_OK)
		return rc;
	return add_event(cx, "account.email_cancelled", &a, e.new_email, NULL);
}

/* Whoever reads the old address learns it: the change may not be theirs. */
static enum err
tell_old(struct context *cx, const struct account *a, const struct business_email *e)
{
	struct outbox_message message = {
		.event = mem_fmt(cx->mem, "business_email.changed %lld %lld", (long long)a->id,
		    (long long)e->serial),
		.channel = OUTBOX_MAIL,
		.recipient = a->business_email,
		.recipient_name = a->business_name,
		.category = "critical",
		.template = "business-email-changed",
		.values = {
			{ "who", e->asked_by, false },
			{ "old", a->business_email, false },
			{ "new", e->new_email, false },
		},
	};

	return outbox_add(cx, &message);
}

static enum err
accept(struct context *cx, const struct account *a, const struct business_email *e)
{
	enum err rc;

	if ((rc = end(cx, e, "changed")) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_SET, V(e->new_email), V(a->id))) != ERR_OK ||
	    (rc = tell_old(cx, a, e)) != ERR_OK)
		return rc;
	return add_event(cx, "account.email", a, a->business_email, e->new_email);
}

enum err
business_email_by_code(struct context *cx, const char *typed)
{
	struct business_email e;
	struct account a;
	struct otp otp;
	enum err rc;

	if ((rc = hold(cx, &a, &e)) != ERR_OK)
		return rc;
	if (!e.is_open)
		return ERR_MISSING;
	otp = code_of(cx, &e);
	if ((rc = otp_spend(cx, &otp, typed)) != ERR_OK)
		return rc;
	return accept(cx, &a, &e);
}

static enum contact_link_state
state_of(const struct context *cx, const struct business_email *e, const char *state,
    int64_t serial)
{
	if (state[0] == '\0' || strcmp(state, "cancelled") == 0)
		return CONTACT_LINK_GONE;
	if (e->serial != serial)
		return CONTACT_LINK_SUPERSEDED;
	if (strcmp(state, "changed") == 0)
		return CONTACT_LINK_USED;
	return cx->now < e->expires_at ? CONTACT_LINK_OPEN : CONTACT_LINK_EXPIRED;
}

enum err
business_email_link_open(struct context *cx, const char *token, struct contact_link *l)
{
	struct business_email e;
	const char *state;
	struct link link;
	struct account a;
	enum err rc;

	*l = (struct contact_link){ .state = CONTACT_LINK_WRONG, .mark = "", .person_name = "",
		.stand_in = "", .asked_by = "" };
	account_leave(cx);
	if (link_read(cx, token, &link) != ERR_OK || link.kind != LINK_BUSINESS_EMAIL)
		return ERR_OK;
	if ((rc = account_enter(cx, link.account_id)) != ERR_OK)
		return rc == ERR_MISSING ? ERR_OK : rc;
	if ((rc = account_load(cx, &a)) != ERR_OK || (rc = load(cx, &e, &state)) != ERR_OK)
		return rc;
	l->kind = link.kind;
	l->mark = link_mark(cx, token);
	l->state = state_of(cx, &e, state, link.serial);
	l->address.address = e.new_email;
	l->address.proof_serial = link.serial;
	l->stand_in = a.business_email;
	l->asked_by = e.asked_by;
	cx->actor.user_name = e.new_email;
	return ERR_OK;
}

enum err
business_email_by_link(struct context *cx, const struct contact_link *l)
{
	struct business_email e;
	struct account a;
	enum err rc;

	if (l->state != CONTACT_LINK_OPEN || l->kind != LINK_BUSINESS_EMAIL)
		return ERR_MISSING;
	if ((rc = hold(cx, &a, &e)) != ERR_OK)
		return rc;
	/* Somebody may have asked for a newer message in between. */
	if (!e.is_open || e.serial != l->address.proof_serial)
		return ERR_MISSING;
	return accept(cx, &a, &e);
}
