#include "base/banned.h"
#include "domain/user.h"

#include "base/crypt.h"
#include "base/language.h"
#include "base/slots.h"
#include "base/valid.h"
#include "domain/audit.h"
#include "domain/role.h"

#define SLOT_WAIT_MS	500	/* a person hardly notices; longer queues are told to come back */
#define NAMES_MAX	5	/* Super Admins named in one sentence: enough to ask */

/* Beside the user: the contact person who that is, and one who has the same proven address. */
static const char SQL_LOAD[] =
	"SELECT u.id, u.version, u.name, u.email, u.mobile, u.password_changed_at, u.totp_since,"
	" (SELECT p.id FROM contact_person p WHERE p.account_id = ? AND p.user_id = u.id),"
	" (SELECT p.id FROM contact_address a JOIN contact_person p"
	"  ON p.account_id = a.account_id AND p.id = a.contact_person_id"
	"  WHERE a.account_id = ? AND a.address_key = u.email_key AND a.channel = 'mail'"
	"  AND a.part <> 'replaced' AND a.state = 'verified' AND p.user_id IS NULL"
	"  AND COALESCE(p.not_user_id, 0) <> u.id AND u.email_proven_at IS NOT NULL"
	"  ORDER BY p.id LIMIT 1)"
	" FROM user u WHERE u.id = ?";

static const char SQL_SAVE_NAME[] =
	"UPDATE user SET name = ?, version = version + 1 WHERE id = ? AND version = ?";

static const char SQL_PASSWORD[] =
	"SELECT id, password_hash FROM user WHERE email_key = LOWER(?)";

static const char SQL_SET_PASSWORD[] =
	"UPDATE user SET password_hash = ? WHERE id = ?";

static const char SQL_FIND[] =
	"SELECT id, name FROM user WHERE email_key = LOWER(?)";

static const char SQL_ADD[] =
	"INSERT INTO user (name, email, mobile, email_proven_at, created_at)"
	" VALUES (?, ?, ?, ?, ?)";

static const char SQL_SUPER_ADMINS[] =
	"SELECT u.name FROM membership m JOIN user u ON u.id = m.user_id"
	" WHERE m.account_id = ? AND m.role_id = ? AND m.state = 'active'"
	" ORDER BY u.id LIMIT ?";

enum err
user_load(struct context *cx, struct user *u)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_load(cx->db, &st, SQL_LOAD, V(cx->actor.account_id), V(cx->actor.account_id),
		 V(cx->actor.user_id))) != ERR_OK)
		return rc;
	*u = (struct user){
		.id = db_i64(st, 0),
		.version = db_i64(st, 1),
		.name = db_str(st, cx->mem, 2),
		.email = db_str(st, cx->mem, 3),
		.mobile = db_str(st, cx->mem, 4),
		.password_changed_at = db_i64(st, 5),
		.totp_since = db_i64(st, 6),
		.person_id = db_i64(st, 7),
		.listed_id = db_is_null(st, 7) ? db_i64(st, 8) : 0,
	};
	db_done(&st);
	return ERR_OK;
}

enum err
user_save_name(struct context *cx, const struct user *typed, struct problems *p)
{
	struct audit event = audit_begin("user.update", "user", cx->actor.user_id, typed->name);
	enum name_problem problem;
	int64_t rows;
	enum err rc;

	if ((problem = valid_name(typed->name, USER_NAME_MAX)) != NAME_OK) {
		problems_add(p, "name", "%s",
		    name_problem_text(cx->mem, problem, "name", USER_NAME_MAX));
		return ERR_INVALID;
	}
	if ((rc = db_exec(cx->db, &rows, SQL_SAVE_NAME, V(typed->name), V(cx->actor.user_id),
		 V(typed->version))) != ERR_OK)
		return rc;
	if (rows != 1)
		return ERR_CONFLICT;
	audit_changed(&event, "name", cx->actor.user_name, typed->name);
	return audit_add(cx, &event);
}

static enum err
load_hash(struct context *cx, const char *email, int64_t *user_id, const char **hash)
{
	struct db_stmt *st;
	enum err rc;

	*user_id = 0;
	*hash = "";
	if ((rc = db_query(cx->db, &st, SQL_PASSWORD, V(email))) != ERR_OK)
		return rc;
	if (db_step(st)) {
		*user_id = db_i64(st, 0);
		*hash = db_str(st, cx->mem, 1);
	}
	db_done(&st);
	return ERR_OK;
}

enum err
user_check_password(struct context *cx, const char *email, const char *password, int64_t *user_id,
    bool *is_outdated)
{
	const char *hash;
	bool is_known;
	int slot = -1;
	enum err rc;

	*is_outdated = false;
	if ((rc = load_hash(cx, email, user_id, &hash)) != ERR_OK)
		return rc;
	is_known = *user_id != 0 && hash[0] != '\0';
	if (!is_known)
		hash = crypt_password_decoy(cx->mem, cx->config->password_cost);
	if ((rc = slots_enter(cx->config->run_folder, cx->config->hashes_at_once, SLOT_WAIT_MS,
		 &slot)) != ERR_OK)
		return rc;
	rc = crypt_password_check(password, hash);
	slots_leave(&slot);
	if (rc == ERR_OK && !is_known)
		rc = ERR_INVALID;
	if (rc == ERR_OK)
		*is_outdated = crypt_password_is_outdated(hash, cx->config->password_cost);
	return rc;
}

enum err
user_set_password(struct context *cx, int64_t user_id, const char *password)
{
	const char *hash;
	enum err rc;

	if ((rc = crypt_password_hash(cx->mem, password, cx->config->password_cost, &hash)) !=
	    ERR_OK)
		return rc;
	return db_exec(cx->db, NULL, SQL_SET_PASSWORD, V(hash), V(user_id));
}

enum err
user_renew_hash(struct context *cx, int64_t user_id, const char *password)
{
	int slot = -1;
	enum err rc;

	if ((rc = slots_enter(cx->config->run_folder, cx->config->hashes_at_once, 0, &slot)) ==
	    ERR_OK)
		rc = user_set_password(cx, user_id, password);
	slots_leave(&slot);
	return rc == ERR_BUSY ? ERR_OK : rc;
}

enum err
user_find(struct context *cx, const char *email, int64_t *user_id, const char **name)
{
	struct db_stmt *st;
	enum err rc;

	*user_id = 0;
	*name = "";
	if ((rc = db_query(cx->db, &st, SQL_FIND, V(email))) != ERR_OK)
		return rc;
	if (db_step(st)) {
		*user_id = db_i64(st, 0);
		*name = db_str(st, cx->mem, 1);
	}
	db_done(&st);
	return *user_id == 0 ? ERR_MISSING : ERR_OK;
}

enum err
user_add(struct context *cx, const char *name, const char *email, const char *mobile,
    int64_t *user_id)
{
	enum err rc;

	if ((rc = db_exec(cx->db, NULL, SQL_ADD, V(name), V(email), V(mobile), V(cx->now),
		 V(cx->now))) == ERR_OK)
		*user_id = db_insert_id(cx->db);
	return rc;
}

enum err
user_super_admins(struct context *cx, const char **names)
{
	const char *found[NAMES_MAX];
	struct db_stmt *st;
	size_t count = 0;
	enum err rc;

	*names = "";
	if ((rc = db_query(cx->db, &st, SQL_SUPER_ADMINS, V(cx->actor.account_id),
		 V((int)ROLE_SUPER_ADMIN), V(NAMES_MAX))) != ERR_OK)
		return rc;
	while (count < NAMES_MAX && db_step(st))
		found[count++] = db_str(st, cx->mem, 0);
	db_done(&st);
	*names = language_series(cx->mem, found, count);
	return ERR_OK;
}
