#include "base/banned.h"
#include "domain/second_factor.h"

#include <string.h>

#include "base/crypt.h"
#include "base/str.h"
#include "base/text.h"
#include "base/totp.h"
#include "base/valid.h"
#include "domain/audit.h"
#include "domain/category.h"
#include "domain/outbox.h"

#define SETUP_PURPOSE	"totp set-up"	/* of the secret in a form */
#define STORED_PURPOSE	"totp"		/* of the one in the row */
#define CODE_PURPOSE	"recovery code"
#define CODE_LIMIT	UINT64_C(10000000000000000)	/* of SECOND_FACTOR_DIGITS digits */
#define CODES_BYTES	400	/* ten lines of 20 characters, and more */
#define GROUP		4	/* characters between two spaces */

static const char SQL_LOAD[] =
	"SELECT u.totp_since, (SELECT COUNT(*) FROM recovery_code c WHERE c.user_id = u.id"
	" AND c.used_at IS NULL), (SELECT COUNT(*) FROM passkey p WHERE p.user_id = u.id)"
	" FROM user u WHERE u.id = ?";

/* Whoever adds a second factor or removes one holds the user's row first. */
static const char SQL_HOLD[] =
	"SELECT id FROM user WHERE id = ? FOR UPDATE";

static const char SQL_SECRET[] =
	"SELECT totp_sealed FROM user WHERE id = ? AND totp_since IS NOT NULL";

/* The older of two that type one code at once has moved the step on. */
static const char SQL_TAKE_STEP[] =
	"UPDATE user SET totp_step = ? WHERE id = ? AND totp_since IS NOT NULL AND totp_step < ?";

static const char SQL_TURN_ON[] =
	"UPDATE user SET totp_sealed = ?, totp_since = ?, totp_step = ?"
	" WHERE id = ? AND totp_since IS NULL";

static const char SQL_TURN_OFF[] =
	"UPDATE user SET totp_sealed = '', totp_since = NULL WHERE id = ?"
	" AND totp_since IS NOT NULL";

static const char SQL_TAKE_CODE[] =
	"UPDATE recovery_code SET used_at = ? WHERE user_id = ? AND code_mac = ?"
	" AND used_at IS NULL";

static const char SQL_CODE[] =
	"SELECT used_at FROM recovery_code WHERE user_id = ? AND code_mac = ?";

static const char SQL_CODES_LEFT[] =
	"SELECT COUNT(*) FROM recovery_code WHERE user_id = ? AND used_at IS NULL";

static const char SQL_DROP_CODES[] =
	"DELETE FROM recovery_code WHERE user_id = ?";

static const char SQL_DROP_LAST_CODES[] =
	"DELETE FROM recovery_code WHERE user_id = ?"
	" AND NOT EXISTS (SELECT 1 FROM user u WHERE u.id = ? AND u.totp_since IS NOT NULL)"
	" AND NOT EXISTS (SELECT 1 FROM passkey p WHERE p.user_id = ?)";

static const char SQL_ADD_CODE[] =
	"INSERT INTO recovery_code (user_id, code_mac) VALUES (?, ?)";

bool
second_factor_is_there(void)
{
	return totp_is_there();
}

/* "user time secret": a secret moved to another user's row or form opens nothing. */
static const char *
seal(struct context *cx, const char *purpose, const unsigned char secret[TOTP_SECRET_BYTES])
{
	return crypt_seal(cx->mem, cx->config->keys.seal, purpose,
	    mem_fmt(cx->mem, "%lld %lld %s", (long long)cx->actor.user_id, (long long)cx->now,
		crypt_encode(cx->mem, secret, TOTP_SECRET_BYTES)));
}

static enum err
open_sealed(struct context *cx, const char *purpose, const char *sealed, int64_t user_id,
    int64_t *made_at, unsigned char secret[TOTP_SECRET_BYTES])
{
	const char *text, *owner;
	char *time;
	enum err rc;

	if ((rc = crypt_open(cx->mem, cx->config->keys.seal, purpose, sealed, &text)) != ERR_OK)
		return rc;
	owner = mem_fmt(cx->mem, "%lld ", (long long)user_id);
	if (strncmp(text, owner, strlen(owner)) != 0)
		return ERR_FORGED;
	text += strlen(owner);
	time = mem_dup_bytes(cx->mem, text, strcspn(text, " "));
	if (!valid_count(time, made_at) || text[strlen(time)] != ' ' ||
	    crypt_decode(text + strlen(time) + 1, secret, TOTP_SECRET_BYTES) != ERR_OK)
		return ERR_FORGED;
	return ERR_OK;
}

static enum err
open_setup(struct context *cx, const char *sealed, unsigned char secret[TOTP_SECRET_BYTES])
{
	int64_t made_at;
	enum err rc;

	if ((rc = open_sealed(cx, SETUP_PURPOSE, sealed, cx->actor.user_id, &made_at, secret)) !=
	    ERR_OK)
		return rc;
	return cx->now - made_at < SECOND_FACTOR_SETUP_SEC ? ERR_OK : ERR_FORGED;
}

const char *
second_factor_new(struct context *cx)
{
	unsigned char secret[TOTP_SECRET_BYTES];
	const char *sealed;

	crypt_random(secret, sizeof(secret));
	sealed = seal(cx, SETUP_PURPOSE, secret);
	crypt_wipe(secret, sizeof(secret));
	return sealed;
}

/* "ABCD EFGH": with a space between each two groups. */
static char *
in_groups(struct mem *m, const char *text)
{
	size_t i, length = strlen(text);
	char *grouped = mem_alloc(m, length + length / GROUP + 1);
	char *to = grouped;

	for (i = 0; i < length; i++) {
		if (i > 0 && i % GROUP == 0)
			*to++ = ' ';
		*to++ = text[i];
	}
	return grouped;
}

enum err
second_factor_show(struct context *cx, const char *sealed, const char **key, const char **uri)
{
	struct mem *m = cx->mem;
	const char *issuer = text_percent_encode(m, cx->config->site_name);
	unsigned char secret[TOTP_SECRET_BYTES];
	const char *text;
	enum err rc;

	if ((rc = open_setup(cx, sealed, secret)) != ERR_OK)
		return rc;
	text = totp_secret_text(m, secret);
	crypt_wipe(secret, sizeof(secret));
	*key = in_groups(m, text);
	*uri = mem_fmt(m,
	    "otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=%d&period=%d", issuer,
	    text_percent_encode(m, cx->actor.user_email), text, issuer, TOTP_DIGITS,
	    TOTP_STEP_SEC);
	return ERR_OK;
}

/* Without the spaces and hyphens that people put between groups; "" for anything but digits. */
static const char *
digits_of(struct mem *m, const char *typed)
{
	char *digits = mem_alloc(m, strlen(typed) + 1);
	char *to = digits;

	for (; *typed != '\0'; typed++)
		if (*typed >= '0' && *typed <= '9')
			*to++ = *typed;
		else if (*typed != ' ' && *typed != '-')
			return "";
	return digits;
}

enum err
second_factor_try(struct context *cx, const char *sealed, const char *typed)
{
	unsigned char secret[TOTP_SECRET_BYTES];
	int64_t step;
	enum err rc;

	if ((rc = open_setup(cx, sealed, secret)) == ERR_OK)
		rc = totp_find(secret, digits_of(cx->mem, typed), cx->now, &step);
	crypt_wipe(secret, sizeof(secret));
	return rc;
}

static char *
code_mac(struct context *cx, int64_t user_id, const char *digits)
{
	return crypt_mac(cx->mem, cx->config->keys.mac, CODE_PURPOSE,
	    mem_fmt(cx->mem, "%lld %s", (long long)user_id, digits));
}

static enum err
add_code(struct context *cx, struct str *shown)
{
	char digits[SECOND_FACTOR_DIGITS + 8];
	uint64_t random;

	crypt_random(&random, sizeof(random));
	snprintf(digits, sizeof(digits), "%0*llu", SECOND_FACTOR_DIGITS,
	    (unsigned long long)(random % CODE_LIMIT));
	str_add_fmt(shown, "%s%s", shown->length == 0 ? "" : "\n", in_groups(cx->mem, digits));
	return db_exec(cx->db, NULL, SQL_ADD_CODE, V(cx->actor.user_id),
	    V(code_mac(cx, cx->actor.user_id, digits)));
}

static enum err
new_codes(struct context *cx, const char **codes)
{
	struct str shown;
	enum err rc;
	int i;

	str_init(&shown, CODES_BYTES);
	rc = db_exec(cx->db, NULL, SQL_DROP_CODES, V(cx->actor.user_id));
	for (i = 0; i < SECOND_FACTOR_CODES && rc == ERR_OK; i++)
		rc = add_code(cx, &shown);
	*codes = rc == ERR_OK ? mem_dup(cx->mem, shown.text) : "";
	str_release(&shown);
	return rc;
}

/* An event of the actor's own user, and a mail to the actor. */
static enum err
tell(struct context *cx, const char *action, const char *template, const char *left)
{
	struct audit event = audit_begin(action, "user", cx->actor.user_id, cx->actor.user_name);
	struct outbox_message message = {
		.event = mem_fmt(cx->mem, "%s %lld %lld %s", action, (long long)cx->actor.user_id,
		    (long long)cx->now, left),
		.recipient = cx->actor.user_email,
		.recipient_name = cx->actor.user_name,
		.category = category_name(CATEGORY_ACCOUNT),
		.template = template,
		.values = { { "left", left, false } },
	};
	enum err rc;

	if ((rc = audit_add(cx, &event)) != ERR_OK)
		return rc;
	return outbox_add(cx, &message);
}

enum err
second_factor_first_codes(struct context *cx, const char **codes)
{
	*codes = "";
	return cx->actor.has_second_factor ? ERR_OK : new_codes(cx, codes);
}

enum err
second_factor_turn_on(struct context *cx, const char *sealed, const char *typed,
    const char **codes)
{
	unsigned char secret[TOTP_SECRET_BYTES];
	const char *stored = "";
	int64_t step, rows;
	enum err rc;

	*codes = "";
	if ((rc = open_setup(cx, sealed, secret)) == ERR_OK &&
	    (rc = totp_find(secret, digits_of(cx->mem, typed), cx->now, &step)) == ERR_OK)
		stored = seal(cx, STORED_PURPOSE, secret);
	crypt_wipe(secret, sizeof(secret));
	if (rc != ERR_OK || (rc = db_exec(cx->db, &rows, SQL_TURN_ON, V(stored), V(cx->now),
	    V(step), V(cx->actor.user_id))) != ERR_OK)
		return rc;
	if (rows != 1)
		return ERR_CONFLICT;
	if ((rc = second_factor_first_codes(cx, codes)) != ERR_OK)
		return rc;
	return tell(cx, "user.second_factor_on", "second-factor-on", "");
}

enum err
second_factor_load(struct context *cx, struct second_factor *f)
{
	struct db_stmt *st;
	enum err rc;

	*f = (struct second_factor){ 0 };
	if ((rc = db_query(cx->db, &st, SQL_LOAD, V(cx->actor.user_id))) != ERR_OK)
		return rc;
	if (db_step(st))
		*f = (struct second_factor){ db_i64(st, 0), db_i64(st, 1), db_i64(st, 2) };
	db_done(&st);
	return ERR_OK;
}

enum err
second_factor_hold(struct context *cx, struct second_factor *f)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_HOLD, V(cx->actor.user_id))) != ERR_OK)
		return rc;
	db_done(&st);
	return second_factor_load(cx, f);
}

bool
second_factor_has_to_stay(const struct context *cx, const struct second_factor *f)
{
	return cx->actor.needs_second_factor && (f->since != 0) + f->passkeys <= 1;
}

enum err
second_factor_may_go(struct context *cx, struct second_factor *f, struct problems *p)
{
	enum err rc;

	if ((rc = second_factor_hold(cx, f)) != ERR_OK || !second_factor_has_to_stay(cx, f))
		return rc;
	problems_add(p, "",
	    "Your role here, %s, needs a second factor, and this is your last, so it stays. Add "
	    "another one first, or ask a Super Admin of this account.", cx->actor.role_name);
	return ERR_INVALID;
}

/* ERR_INVALID also where no app is set up. */
static enum err
load_secret(struct context *cx, int64_t user_id, unsigned char secret[TOTP_SECRET_BYTES])
{
	const char *sealed = "";
	struct db_stmt *st;
	int64_t made_at;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_SECRET, V(user_id))) != ERR_OK)
		return rc;
	if (db_step(st))
		sealed = db_str(st, cx->mem, 0);
	db_done(&st);
	if (sealed[0] == '\0')
		return ERR_INVALID;
	/* Sealed with another key, or somebody else's: no code of it can be right. */
	rc = open_sealed(cx, STORED_PURPOSE, sealed, user_id, &made_at, secret);
	return rc == ERR_FORGED ? ERR_INVALID : rc;
}

static enum err
take_app_code(struct context *cx, int64_t user_id, const char *digits)
{
	unsigned char secret[TOTP_SECRET_BYTES];
	int64_t step, rows;
	enum err rc;

	if ((rc = load_secret(cx, user_id, secret)) == ERR_OK)
		rc = totp_find(secret, digits, cx->now, &step);
	crypt_wipe(secret, sizeof(secret));
	if (rc != ERR_OK || (rc = db_exec(cx->db, &rows, SQL_TAKE_STEP, V(step), V(user_id),
	    V(step))) != ERR_OK)
		return rc;
	return rows == 1 ? ERR_OK : ERR_TAKEN;
}

static enum err
count_codes(struct context *cx, int64_t user_id, int64_t *left)
{
	struct db_stmt *st;
	enum err rc;

	*left = 0;
	if ((rc = db_query(cx->db, &st, SQL_CODES_LEFT, V(user_id))) != ERR_OK)
		return rc;
	if (db_step(st))
		*left = db_i64(st, 0);
	db_done(&st);
	return ERR_OK;
}

static enum err
take_recovery_code(struct context *cx, int64_t user_id, const char *digits, int64_t *left)
{
	const char *mac = code_mac(cx, user_id, digits);
	struct db_stmt *st;
	int64_t rows;
	enum err rc;

	if ((rc = db_exec(cx->db, &rows, SQL_TAKE_CODE, V(cx->now), V(user_id), V(mac))) != ERR_OK)
		return rc;
	if (rows == 1)
		return count_codes(cx, user_id, left);
	if ((rc = db_query(cx->db, &st, SQL_CODE, V(user_id), V(mac))) != ERR_OK)
		return rc;
	rc = db_step(st) ? ERR_TAKEN : ERR_INVALID;
	db_done(&st);
	return rc;
}

enum err
second_factor_spend(struct context *cx, int64_t user_id, const char *typed,
    struct second_factor_use *use)
{
	const char *digits = digits_of(cx->mem, typed);
	enum err rc = ERR_INVALID;

	*use = (struct second_factor_use){ SECOND_FACTOR_NONE, 0 };
	if (strlen(digits) == TOTP_DIGITS) {
		use->way = SECOND_FACTOR_APP;
		rc = take_app_code(cx, user_id, digits);
	} else if (strlen(digits) == SECOND_FACTOR_DIGITS) {
		use->way = SECOND_FACTOR_RECOVERY;
		rc = take_recovery_code(cx, user_id, digits, &use->codes_left);
	}
	if (rc == ERR_OK)
		cx->code_of = user_id;
	return rc;
}

enum err
second_factor_used(struct context *cx, const struct second_factor_use *use)
{
	if (use->way != SECOND_FACTOR_RECOVERY)
		return ERR_OK;
	return tell(cx, "user.recovery_code_used", "recovery-used",
	    mem_fmt(cx->mem, "%lld", (long long)use->codes_left));
}

enum err
second_factor_last_codes(struct context *cx)
{
	return db_exec(cx->db, NULL, SQL_DROP_LAST_CODES, V(cx->actor.user_id),
	    V(cx->actor.user_id), V(cx->actor.user_id));
}

enum err
second_factor_renew_codes(struct context *cx, const char **codes)
{
	struct audit event = audit_begin("user.recovery_codes", "user", cx->actor.user_id,
	    cx->actor.user_name);
	enum err rc;

	if ((rc = new_codes(cx, codes)) != ERR_OK)
		return rc;
	return audit_add(cx, &event);
}

enum err
second_factor_turn_off(struct context *cx, struct problems *p)
{
	struct second_factor before;
	int64_t rows;
	enum err rc;

	if ((rc = second_factor_may_go(cx, &before, p)) != ERR_OK ||
	    (rc = db_exec(cx->db, &rows, SQL_TURN_OFF, V(cx->actor.user_id))) != ERR_OK)
		return rc;
	if (rows != 1)
		return ERR_MISSING;
	if ((rc = second_factor_last_codes(cx)) != ERR_OK)
		return rc;
	return tell(cx, "user.second_factor_off", "second-factor-off",
	    before.passkeys > 0 ? "passkey" : "");
}
