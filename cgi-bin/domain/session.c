#include "base/banned.h"
#include "domain/session.h"

#include <string.h>

#include "base/crypt.h"
#include "domain/role.h"

/* An ended or foreign token finds a row without actor; the accounts are lines of "id TAB name". */
static const char SQL_IDENTIFY[] =
	"SELECT s.id, s.user_id, s.account_id, s.created_at, s.seen_at, s.ended_at,"
	" u.name, u.email,"
	" a.business_name, a.region, a.time_zone,"
	" m.role_id, r.name, r.copied_from, r.permission_bits,"
	" h.path, h.sealed,"
	" (SELECT GROUP_CONCAT(CONCAT(oa.id, '\\t', oa.business_name)"
	"   ORDER BY oa.id SEPARATOR '\\n')"
	"  FROM membership om JOIN account oa ON oa.id = om.account_id"
	"  WHERE om.user_id = s.user_id AND om.state = 'active' AND om.has_panel = 1"
	"   AND om.account_id <> s.account_id),"
	" (SELECT p.id FROM contact_person p JOIN contact_address e ON e.account_id = p.account_id"
	"  AND e.wanted_of = p.id AND e.channel = 'mail'"
	"  WHERE p.account_id = s.account_id AND p.primary_of = s.account_id"
	"  AND e.state = 'unreachable'),"
	" u.totp_since IS NOT NULL, r.needs_second_factor, u.time_zone,"
	" EXISTS (SELECT 1 FROM passkey k WHERE k.user_id = s.user_id), m.department, u.language"
	" FROM session s"
	" JOIN user u ON u.id = s.user_id"
	" JOIN account a ON a.id = s.account_id"
	" LEFT JOIN membership m ON m.account_id = s.account_id AND m.user_id = s.user_id AND"
	" m.state = 'active' AND m.has_panel = 1"
	" LEFT JOIN role r ON r.account_id = m.account_id AND r.id = m.role_id"
	" LEFT JOIN held_form h ON h.session_id = s.id AND h.account_id = s.account_id AND"
	" h.kept_as = '' AND h.expires_at > ?"
	" WHERE s.token_hash = ?";

/* Which memberships open the portal, and to which of them a sign-in leads: the one used last. */
#define OPENS		"m.state = 'active' AND m.has_panel = 1"
#define USED_LAST	" ORDER BY (m.account_id = u.last_account_id) DESC, m.account_id LIMIT 1"

static const char SQL_FIRST_ACCOUNT[] =
	"SELECT m.account_id, u.name, u.email, u.totp_since IS NOT NULL,"
	" EXISTS (SELECT 1 FROM passkey k WHERE k.user_id = u.id)"
	" FROM membership m JOIN user u ON u.id = m.user_id"
	" WHERE m.user_id = ? AND " OPENS USED_LAST;

static const char SQL_OF_ADDRESS[] =
	"SELECT u.id, u.name, COALESCE(m.account_id, 0) FROM user u LEFT JOIN membership m"
	" ON m.user_id = u.id AND " OPENS " WHERE u.email_key = LOWER(?)" USED_LAST;

static const char SQL_BEGIN[] =
	"INSERT INTO session (token_hash, user_id, account_id, client_ip, device, created_at,"
	" seen_at) VALUES (?, ?, ?, ?, ?, ?, ?)";

static const char SQL_SIGNED_IN[] =
	"UPDATE user SET last_sign_in_at = ?, last_account_id = ? WHERE id = ?";

static const char SQL_END[] =
	"UPDATE session SET ended_at = ? WHERE id = ? AND ended_at IS NULL";

static const char SQL_END_ALL[] =
	"UPDATE session SET ended_at = ? WHERE user_id = ? AND id <> ? AND ended_at IS NULL";

static const char SQL_END_IN_ACCOUNT[] =
	"UPDATE session SET ended_at = ? WHERE user_id = ? AND account_id = ? AND ended_at IS NULL";

static const char SQL_ENTERED[] =
	"UPDATE membership SET signed_in_at = ? WHERE account_id = ? AND user_id = ?";

static const char SQL_RENEW[] =
	"UPDATE session SET token_hash = ? WHERE id = ? AND ended_at IS NULL";

static const char SQL_HAS_ACCOUNT[] =
	"SELECT 1 FROM membership WHERE account_id = ? AND user_id = ? AND state = 'active'"
	" AND has_panel = 1";

static const char SQL_MOVE[] =
	"UPDATE session SET account_id = ? WHERE id = ? AND ended_at IS NULL";

static const char SQL_REMEMBER_ACCOUNT[] =
	"UPDATE user SET last_account_id = ? WHERE id = ?";

static const char SQL_SAW[] =
	"UPDATE session SET seen_at = ? WHERE id = ? AND seen_at <= ?";

static const char SQL_OWNER[] =
	"SELECT user_id FROM session WHERE id = ?";

static const char SQL_HOLD_FORM[] =
	"REPLACE INTO held_form (session_id, kept_as, account_id, path, sealed, expires_at)"
	" VALUES (?, '', ?, ?, ?, ?)";

static const char SQL_DROP_FORM[] =
	"DELETE FROM held_form WHERE session_id = ? AND kept_as = ''";

static const char SQL_COUNT_KEPT[] =
	"SELECT COUNT(*) FROM held_form WHERE session_id = ? AND kept_as <> ''";

static const char SQL_KEEP_FORM[] =
	"INSERT INTO held_form (session_id, kept_as, account_id, path, sealed, expires_at)"
	" VALUES (?, ?, ?, ?, ?, ?)";

static const char SQL_KEPT_FORM[] =
	"SELECT sealed FROM held_form"
	" WHERE session_id = ? AND kept_as = ? AND account_id = ? AND expires_at > ?";

static const char SQL_FORGET_FORM[] =
	"DELETE FROM held_form WHERE session_id = ? AND kept_as = ? AND account_id = ?";

/* The late tables first: their rows point at sessions. */
static const char SQL_PURGE_FORMS[] =
	"DELETE FROM held_form WHERE expires_at < ?";
static const char SQL_PURGE_STEP_UPS[] =
	"DELETE p FROM step_up p JOIN session s ON s.id = p.session_id"
	" WHERE p.expires_at < ? OR s.seen_at < ?";
static const char SQL_PURGE_OLD_FORMS[] =
	"DELETE h FROM held_form h JOIN session s ON s.id = h.session_id WHERE s.seen_at < ?";
static const char SQL_PURGE_SUBMISSIONS[] =
	"DELETE p FROM submission p JOIN session s ON s.id = p.session_id WHERE s.seen_at < ?";
static const char SQL_PURGE_SESSIONS[] =
	"DELETE FROM session WHERE seen_at < ?";

static struct db_val
token_hash(const char *token, unsigned char hash[CRYPT_HASH_BYTES])
{
	crypt_hash(token, strlen(token), hash);
	return db_blob(hash, CRYPT_HASH_BYTES);
}

static bool
is_too_old(const struct context *cx, int64_t created_at, int64_t seen_at)
{
	return cx->now - created_at >= cx->config->session_longest_sec ||
	    cx->now - seen_at >= cx->config->session_idle_sec;
}

static void
fill_actor(struct context *cx, struct db_stmt *st)
{
	struct mem *m = cx->mem;

	cx->actor = (struct actor){
		.session_id = db_i64(st, 0),
		.user_id = db_i64(st, 1),
		.account_id = db_i64(st, 2),
		.user_name = db_str(st, m, 6),
		.user_email = db_str(st, m, 7),
		.account_name = db_str(st, m, 8),
		.account_region = db_str(st, m, 9),
		.account_zone = db_str(st, m, 10),
		.role_id = db_i64(st, 11),
		.role_name = db_str(st, m, 12),
		.rank = role_default_rank((enum role_id)db_i64(st, 13)),
		.permission_bits = role_effective_bits(db_i64(st, 11), db_i64(st, 14)),
		.other_accounts = db_str(st, m, 17),
		.unreachable_id = db_i64(st, 18),
		.has_second_factor = db_i64(st, 19) != 0 || db_i64(st, 22) != 0,
		.has_app = db_i64(st, 19) != 0,
		.has_passkey = db_i64(st, 22) != 0,
		.needs_second_factor = db_i64(st, 20) != 0,
		.user_zone = db_str(st, m, 21),
		.department = db_str(st, m, 23),
		.user_language = db_str(st, m, 24),
	};
}

enum err
session_identify(struct context *cx, const char *token, struct session *s)
{
	unsigned char hash[CRYPT_HASH_BYTES];
	struct db_stmt *st;
	enum err rc;

	*s = (struct session){ .held_path = "", .held_sealed = "" };
	if ((rc = db_query(cx->db, &st, SQL_IDENTIFY, V(cx->now), token_hash(token, hash))) !=
	    ERR_OK)
		return rc;
	if (db_step(st)) {
		s->id = db_i64(st, 0);
		s->user_id = db_i64(st, 1);
		s->account_id = db_i64(st, 2);
		s->seen_at = db_i64(st, 4);
		s->state = db_is_null(st, 5) && !db_is_null(st, 11) &&
			!is_too_old(cx, db_i64(st, 3), s->seen_at) ?
		    SESSION_OPEN :
		    SESSION_ENDED;
		if (s->state == SESSION_OPEN) {
			fill_actor(cx, st);
			s->held_path = db_str(st, cx->mem, 15);
			s->held_sealed = db_str(st, cx->mem, 16);
		}
	}
	db_done(&st);
	return ERR_OK;
}

/* Fills the actor's user, and the account used last; at first the one with the lowest number. */
static enum err
enter_account(struct context *cx, int64_t user_id)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_FIRST_ACCOUNT, V(user_id))) != ERR_OK)
		return rc;
	if (db_step(st))
		cx->actor = (struct actor){
			.user_id = user_id,
			.account_id = db_i64(st, 0),
			.user_name = db_str(st, cx->mem, 1),
			.user_email = db_str(st, cx->mem, 2),
			.account_name = "",
			.account_region = "",
			.account_zone = "",
			.user_zone = "",
			.user_language = "",
			.other_accounts = "",
			.department = "",
			.role_name = "",
			.has_second_factor = db_i64(st, 3) != 0 || db_i64(st, 4) != 0,
			.has_app = db_i64(st, 3) != 0,
			.has_passkey = db_i64(st, 4) != 0,
		};
	else
		rc = ERR_DENIED;
	db_done(&st);
	return rc;
}

enum err
session_begin(struct context *cx, int64_t user_id, const char *device, const char **token)
{
	unsigned char hash[CRYPT_HASH_BYTES];
	enum err rc;

	if ((rc = enter_account(cx, user_id)) != ERR_OK)
		return rc;
	if (cx->actor.has_second_factor && cx->code_of != user_id)
		return ERR_SECOND_FACTOR;
	*token = crypt_random_text(cx->mem, CRYPT_TOKEN_BYTES);
	if ((rc = db_exec(cx->db, NULL, SQL_BEGIN, token_hash(*token, hash), V(user_id),
		 V(cx->actor.account_id), V(cx->client_ip), V(device), V(cx->now), V(cx->now))) !=
	    ERR_OK)
		return rc;
	cx->actor.session_id = db_insert_id(cx->db);
	if ((rc = db_exec(cx->db, NULL, SQL_SIGNED_IN, V(cx->now), V(cx->actor.account_id),
		 V(user_id))) != ERR_OK)
		return rc;
	return db_exec(cx->db, NULL, SQL_ENTERED, V(cx->now), V(cx->actor.account_id), V(user_id));
}

enum err
session_end_other(struct context *cx, int64_t session_id)
{
	return db_exec(cx->db, NULL, SQL_END, V(cx->now), V(session_id));
}

enum err
session_of_address(struct context *cx, const char *email, struct session_owner *owner)
{
	struct db_stmt *st;
	enum err rc;

	*owner = (struct session_owner){ .name = "" };
	if ((rc = db_load(cx->db, &st, SQL_OF_ADDRESS, V(email))) != ERR_OK)
		return rc == ERR_MISSING ? ERR_OK : rc;
	owner->user_id = db_i64(st, 0);
	owner->name = db_str(st, cx->mem, 1);
	owner->account_id = db_i64(st, 2);
	db_done(&st);
	return ERR_OK;
}

enum err
session_end(struct context *cx)
{
	return session_end_other(cx, cx->actor.session_id);
}

enum err
session_end_all(struct context *cx, int64_t user_id, int64_t but_id)
{
	return db_exec(cx->db, NULL, SQL_END_ALL, V(cx->now), V(user_id), V(but_id));
}

enum err
session_end_in_account(struct context *cx, int64_t user_id)
{
	return db_exec(cx->db, NULL, SQL_END_IN_ACCOUNT, V(cx->now), V(user_id),
	    V(cx->actor.account_id));
}

enum err
session_renew(struct context *cx, const char **token)
{
	unsigned char hash[CRYPT_HASH_BYTES];

	*token = crypt_random_text(cx->mem, CRYPT_TOKEN_BYTES);
	return db_exec(cx->db, NULL, SQL_RENEW, token_hash(*token, hash), V(cx->actor.session_id));
}

enum err
session_switch(struct context *cx, int64_t account_id, const char **token)
{
	struct db_stmt *st;
	bool has_account;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_HAS_ACCOUNT, V(account_id), V(cx->actor.user_id))) !=
	    ERR_OK)
		return rc;
	has_account = db_step(st);
	db_done(&st);
	if (!has_account)
		return ERR_MISSING;
	if ((rc = db_exec(cx->db, NULL, SQL_MOVE, V(account_id), V(cx->actor.session_id))) !=
		ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_REMEMBER_ACCOUNT, V(account_id),
		 V(cx->actor.user_id))) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_ENTERED, V(cx->now), V(account_id),
		 V(cx->actor.user_id))) != ERR_OK)
		return rc;
	cx->actor.account_id = account_id;
	return session_renew(cx, token);
}

enum err
session_saw(struct context *cx)
{
	return db_exec(cx->db, NULL, SQL_SAW, V(cx->now), V(cx->actor.session_id),
	    V(cx->now - SESSION_SEEN_SEC));
}

enum err
session_owner(struct context *cx, int64_t session_id, int64_t *user_id)
{
	struct db_stmt *st;
	enum err rc;

	*user_id = 0;
	if ((rc = db_query(cx->db, &st, SQL_OWNER, V(session_id))) != ERR_OK)
		return rc;
	if (db_step(st))
		*user_id = db_i64(st, 0);
	db_done(&st);
	return *user_id == 0 ? ERR_MISSING : ERR_OK;
}

enum err
session_hold_form(struct context *cx, const char *path, const char *sealed)
{
	return db_exec(cx->db, NULL, SQL_HOLD_FORM, V(cx->actor.session_id),
	    V(cx->actor.account_id), V(path), V(sealed), V(cx->now + HELD_FORM_SEC));
}

enum err
session_keep_form(struct context *cx, struct kept_form *kept, const char *path, const char *sealed)
{
	struct db_stmt *st;
	int64_t count;
	enum err rc;

	if ((rc = db_load(cx->db, &st, SQL_COUNT_KEPT, V(kept->session_id))) != ERR_OK)
		return rc;
	count = db_i64(st, 0);
	db_done(&st);
	if (count >= KEPT_FORMS_MAX)
		return ERR_THROTTLED;
	kept->name = crypt_random_text(cx->mem, CRYPT_NONCE_BYTES);
	return db_exec(cx->db, NULL, SQL_KEEP_FORM, V(kept->session_id), V(kept->name),
	    V(kept->account_id), V(path), V(sealed), V(cx->now + KEPT_FORM_SEC));
}

enum err
session_kept_form(struct context *cx, const struct kept_form *kept, const char **sealed)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_load(cx->db, &st, SQL_KEPT_FORM, V(kept->session_id), V(kept->name),
		 V(kept->account_id), V(cx->now))) != ERR_OK)
		return rc;
	*sealed = db_str(st, cx->mem, 0);
	db_done(&st);
	return ERR_OK;
}

enum err
session_forget_form(struct context *cx, const struct kept_form *kept)
{
	return db_exec(cx->db, NULL, SQL_FORGET_FORM, V(kept->session_id), V(kept->name),
	    V(kept->account_id));
}

enum err
session_drop_form(struct context *cx)
{
	return db_exec(cx->db, NULL, SQL_DROP_FORM, V(cx->actor.session_id));
}

enum err
session_purge(struct context *cx)
{
	int64_t before = cx->now - SESSION_KEPT_SEC;
	enum err rc;

	if ((rc = db_exec(cx->db, NULL, SQL_PURGE_FORMS, V(cx->now))) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_PURGE_STEP_UPS, V(cx->now), V(before))) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_PURGE_OLD_FORMS, V(before))) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_PURGE_SUBMISSIONS, V(before))) != ERR_OK)
		return rc;
	return db_exec(cx->db, NULL, SQL_PURGE_SESSIONS, V(before));
}
