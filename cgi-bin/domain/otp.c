#include "base/banned.h"
#include "domain/otp.h"

#include <string.h>

#include "base/crypt.h"
#include "base/text.h"
#include "domain/throttle.h"

#define HOUR_SEC	3600
#define DAY_SEC		86400
#define SENDS_LOOKED_AT	100	/* newest messages of a day; the highest limit of the settings */
#define RANGE		1000000	/* six digits: 20 bits (NIST SP 800-63B 5.1.3.2) */

static const char SQL_MAKE[] =
	"INSERT INTO one_time_code (account_id, purpose, bound_to, contact_person_id, code_mac,"
	" made_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
	" ON DUPLICATE KEY UPDATE account_id = VALUES(account_id),"
	" contact_person_id = VALUES(contact_person_id), code_mac = VALUES(code_mac),"
	" made_at = VALUES(made_at), expires_at = VALUES(expires_at), serial = serial + 1,"
	" tries = 0, sent_at = NULL, spent_at = NULL";

static const char SQL_MADE[] =
	"SELECT id, serial FROM one_time_code"
	" WHERE account_id = ? AND purpose = ? AND bound_to = ?";

static const char SQL_SENT[] =
	"UPDATE one_time_code SET expires_at = LEAST(expires_at, ? + expires_at - made_at - ?),"
	" sent_at = ? WHERE account_id = ? AND id = ? AND serial = ? AND sent_at IS NULL";

static const char SQL_TAKE_TRY[] =
	"UPDATE one_time_code SET tries = tries + 1 WHERE account_id = ? AND purpose = ?"
	" AND bound_to = ? AND tries < ? AND spent_at IS NULL AND expires_at > ?";

static const char SQL_SPEND[] =
	"UPDATE one_time_code SET spent_at = ? WHERE account_id = ? AND purpose = ?"
	" AND bound_to = ? AND contact_person_id = ? AND code_mac = ? AND spent_at IS NULL"
	" AND expires_at > ?";

static const char SQL_LOAD[] =
	"SELECT " OTP_STATUS_COLUMNS " FROM one_time_code c"
	" WHERE c.account_id = ? AND c.purpose = ? AND c.bound_to = ?";

static const char SQL_END[] =
	"UPDATE one_time_code SET spent_at = ?"
	" WHERE account_id = ? AND purpose = ? AND bound_to = ? AND spent_at IS NULL";

#define SENDS(category, kind)                                                                      \
	"SELECT created_at FROM outbox WHERE recipient_key = LOWER(?)"                             \
	" AND category = '" category "' AND created_at > ?" kind " ORDER BY created_at DESC LIMIT ?"

static const struct {
	const char	*key;	/* of its tries; lasts */
	const char	*sql;
} sends[] = {
	[OTP_SEND_STEP_UP] = { "step-up", SENDS("codes", " AND template = 'step-up'") },
	[OTP_SEND_PROOF] = { "proof", SENDS("codes", " AND template IN ('email-prove',"
	    " 'prove-address', 'prove-business-email')") },
	[OTP_SEND_INVITATION] = { "invitation", SENDS("codes", " AND template = 'invitation'") },
	[OTP_SEND_TEST] = { "test", SENDS("test", "") },
};

static const char SQL_PURGE[] =
	"DELETE FROM one_time_code WHERE expires_at < ?";

enum err
otp_require(struct context *cx, const char *change)
{
	if (cx->proof != PROOF_NONE || cx->actor.session_id == 0)
		return ERR_OK;
	cx->change = change;
	return ERR_STEP_UP;
}

/* Six digits, each value as likely as another. */
static char *
random_digits(struct mem *m)
{
	uint32_t n;

	do
		crypt_random(&n, sizeof(n));
	while (n >= UINT32_MAX - UINT32_MAX % RANGE);
	return mem_fmt(m, "%06u", (unsigned int)(n % RANGE));
}

static char *
code_mac(struct context *cx, const struct otp *o, const char *digits)
{
	return crypt_mac(cx->mem, cx->config->keys.mac, "one-time code",
	    mem_fmt(cx->mem, "%s %lld %lld %lld %s %s", o->purpose,
		(long long)cx->actor.account_id, (long long)o->contact_person_id,
		(long long)o->bound_to, digits, o->act));
}

/* Until the courier has said when it was sent, a code lives for its slowest round as well. */
enum err
otp_make(struct context *cx, const struct otp *o, int64_t life_sec, struct otp_code *code)
{
	int64_t expires_at = cx->now + cx->config->courier_every_sec + life_sec;
	struct db_stmt *st;
	enum err rc;

	code->digits = random_digits(cx->mem);
	if ((rc = db_exec(cx->db, NULL, SQL_MAKE, V(cx->actor.account_id), V(o->purpose),
		 V(o->bound_to), V(o->contact_person_id), V(code_mac(cx, o, code->digits)),
		 V(cx->now), V(expires_at))) != ERR_OK ||
	    (rc = db_load(cx->db, &st, SQL_MADE, V(cx->actor.account_id), V(o->purpose),
		 V(o->bound_to))) != ERR_OK)
		return rc;
	code->id = db_i64(st, 0);
	code->serial = db_i64(st, 1);
	db_done(&st);
	return ERR_OK;
}

enum err
otp_was_sent(struct context *cx, int64_t id, int64_t serial)
{
	return db_exec(cx->db, NULL, SQL_SENT, V(cx->now), V(cx->config->courier_every_sec),
	    V(cx->now), V(cx->actor.account_id), V(id), V(serial));
}

enum err
otp_take_try(struct context *cx, const char *purpose, int64_t bound_to)
{
	struct otp_status status;
	int64_t rows;
	enum err rc;

	if ((rc = db_exec(cx->db, &rows, SQL_TAKE_TRY, V(cx->actor.account_id), V(purpose),
		 V(bound_to), V(cx->config->code_tries), V(cx->now))) != ERR_OK)
		return rc;
	if (rows == 1)
		return ERR_OK;
	if ((rc = otp_load(cx, purpose, bound_to, &status)) != ERR_OK)
		return rc;
	return status.made_at != 0 && status.tries_left == 0 && status.spent_at == 0 &&
		status.expires_at > cx->now ? ERR_THROTTLED : ERR_MISSING;
}

/* What was typed without its spaces. */
static const char *
digits_of(struct mem *m, const char *typed)
{
	char *out = mem_dup(m, typed), *to = out;
	const char *next;
	uint32_t point;

	for (; *typed != '\0'; typed = next) {
		next = text_next(typed, &point);
		if (!text_is_space_point(point)) {
			memmove(to, typed, (size_t)(next - typed));
			to += next - typed;
		}
	}
	*to = '\0';
	return out;
}

enum err
otp_spend(struct context *cx, const struct otp *o, const char *typed)
{
	int64_t rows;
	enum err rc;

	if ((rc = db_exec(cx->db, &rows, SQL_SPEND, V(cx->now), V(cx->actor.account_id),
		 V(o->purpose), V(o->bound_to), V(o->contact_person_id),
		 V(code_mac(cx, o, digits_of(cx->mem, typed))), V(cx->now))) != ERR_OK)
		return rc;
	return rows == 1 ? ERR_OK : ERR_INVALID;
}

struct otp_status
otp_read_status(const struct context *cx, struct db_stmt *st, unsigned int first)
{
	int64_t left = cx->config->code_tries - db_i64(st, first + 3);

	return (struct otp_status){
		.contact_person_id = db_i64(st, first),
		.made_at = db_i64(st, first + 1),
		.expires_at = db_i64(st, first + 2),
		.spent_at = db_i64(st, first + 4),
		.tries_left = left < 0 ? 0 : left,
		.is_open = left > 0 && db_is_null(st, first + 4) &&
		    db_i64(st, first + 2) > cx->now,
	};
}

enum err
otp_load(struct context *cx, const char *purpose, int64_t bound_to, struct otp_status *s)
{
	struct db_stmt *st;
	enum err rc;

	*s = (struct otp_status){ 0 };
	if ((rc = db_query(cx->db, &st, SQL_LOAD, V(cx->actor.account_id), V(purpose),
		 V(bound_to))) != ERR_OK)
		return rc;
	if (db_step(st))
		*s = otp_read_status(cx, st, 0);
	db_done(&st);
	return ERR_OK;
}

enum err
otp_end(struct context *cx, const char *purpose, int64_t bound_to)
{
	return db_exec(cx->db, NULL, SQL_END, V(cx->now), V(cx->actor.account_id), V(purpose),
	    V(bound_to));
}

/* How long until the message that stands so far back has left its window; 0: it has. */
static int64_t
wait_for(const struct context *cx, const int64_t *sent_at, size_t count, int64_t most,
    int64_t window_sec)
{
	int64_t wait_sec;

	if ((int64_t)count < most)
		return 0;
	wait_sec = sent_at[most - 1] + window_sec - cx->now;
	return wait_sec < 0 ? 0 : wait_sec;
}

static int64_t
longer(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

enum err
otp_send_wait(struct context *cx, const char *recipient, enum otp_send kind, int64_t *wait_sec)
{
	int64_t sent_at[SENDS_LOOKED_AT];
	struct db_stmt *st;
	size_t count = 0;
	enum err rc;

	if ((rc = db_query(cx->db, &st, sends[kind].sql, V(recipient), V(cx->now - DAY_SEC),
		 V(SENDS_LOOKED_AT))) != ERR_OK)
		return rc;
	while (count < SENDS_LOOKED_AT && db_step(st))
		sent_at[count++] = db_i64(st, 0);
	db_done(&st);
	*wait_sec = longer(wait_for(cx, sent_at, count, 1, cx->config->code_gap_sec),
	    longer(wait_for(cx, sent_at, count, cx->config->code_sends_hour, HOUR_SEC),
		wait_for(cx, sent_at, count, cx->config->code_sends_day, DAY_SEC)));
	return ERR_OK;
}

/*
 * The gap is held by the throttle's row, which also makes parallel senders wait for each other.
 * What the other limits refuse is not sent, so its gap is given back.
 */
enum err
otp_may_send(struct context *cx, const char *recipient, enum otp_send kind, int64_t *wait_sec)
{
	char *key = mem_fmt(cx->mem, "%s %s", sends[kind].key, text_lower(cx->mem, recipient));
	enum err rc;

	if ((rc = throttle_take(cx, THROTTLE_CODES, key, wait_sec)) != ERR_OK ||
	    (rc = otp_send_wait(cx, recipient, kind, wait_sec)) != ERR_OK)
		return rc;
	if (*wait_sec == 0)
		return ERR_OK;
	rc = throttle_give_back(cx, THROTTLE_CODES, key);
	return rc == ERR_OK ? ERR_THROTTLED : rc;
}

enum err
otp_purge(struct context *cx)
{
	return db_exec(cx->db, NULL, SQL_PURGE, V(cx->now - DAY_SEC));
}
