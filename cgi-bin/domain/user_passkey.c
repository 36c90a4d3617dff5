#include "base/banned.h"
#include "domain/user_passkey.h"

#include <string.h>

#include "base/crypt.h"
#include "base/log.h"
#include "base/passkey.h"
#include "base/valid.h"
#include "domain/audit.h"
#include "domain/category.h"
#include "domain/outbox.h"
#include "domain/passkey_challenge.h"
#include "domain/second_factor.h"

#define HANDLE_PURPOSE	"passkey handle"	/* keeps it from being taken for another MAC */

static const char SQL_LIST[] =
	"SELECT id, version, name, credential, created_at, used_at FROM passkey WHERE user_id = ?"
	" ORDER BY id LIMIT ?";

static const char SQL_LOAD[] =
	"SELECT id, version, name, credential, created_at, used_at FROM passkey WHERE user_id = ?"
	" AND id = ?";

static const char SQL_ADD[] =
	"INSERT INTO passkey (user_id, credential_hash, credential, public_key, algorithm,"
	" sign_count, name, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

static const char SQL_RENAME[] =
	"UPDATE passkey SET name = ?, version = version + 1"
	" WHERE user_id = ? AND id = ? AND version = ?";

static const char SQL_REMOVE[] =
	"DELETE FROM passkey WHERE user_id = ? AND id = ?";

/* Held, so that of two uses at once the later sees the earlier one's count. */
static const char SQL_FIND[] =
	"SELECT id, user_id, algorithm, public_key, sign_count FROM passkey"
	" WHERE credential_hash = ? FOR UPDATE";

static const char SQL_USED[] =
	"UPDATE passkey SET sign_count = ?, used_at = ? WHERE id = ?";

/* A key that was found by what its authenticator calls it. */
struct found {
	int64_t			 id;
	int64_t			 user_id;
	struct passkey_key	 key;
};

const char *
user_passkey_handle(struct context *cx, int64_t user_id)
{
	return crypt_mac(cx->mem, cx->config->keys.mac, HANDLE_PURPOSE,
	    mem_fmt(cx->mem, "%lld", (long long)user_id));
}

static struct user_passkey
read_row(struct context *cx, struct db_stmt *st)
{
	return (struct user_passkey){
		.id = db_i64(st, 0),
		.version = db_i64(st, 1),
		.name = db_str(st, cx->mem, 2),
		.credential = db_str(st, cx->mem, 3),
		.created_at = db_i64(st, 4),
		.used_at = db_i64(st, 5),
	};
}

enum err
user_passkey_list(struct context *cx, struct user_passkey *list, size_t *count)
{
	struct db_stmt *st;
	enum err rc;

	*count = 0;
	if ((rc = db_query(cx->db, &st, SQL_LIST, V(cx->actor.user_id),
		 V(USER_PASSKEYS_MAX))) != ERR_OK)
		return rc;
	while (*count < USER_PASSKEYS_MAX && db_step(st))
		list[(*count)++] = read_row(cx, st);
	db_done(&st);
	return ERR_OK;
}

enum err
user_passkey_load(struct context *cx, int64_t id, struct user_passkey *p)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_load(cx->db, &st, SQL_LOAD, V(cx->actor.user_id), V(id))) != ERR_OK)
		return rc;
	*p = read_row(cx, st);
	db_done(&st);
	return ERR_OK;
}

static enum err
check_name(struct context *cx, const char *name, struct problems *p)
{
	enum name_problem problem = valid_name(name, USER_PASSKEY_NAME_MAX);

	if (problem == NAME_OK)
		return ERR_OK;
	problems_add(p, "name", "%s",
	    name_problem_text(cx->mem, problem, "name", USER_PASSKEY_NAME_MAX));
	return ERR_INVALID;
}

/* Nobody adds two at once past the limit. */
static enum err
check_room(struct context *cx, struct problems *p)
{
	struct second_factor f;
	enum err rc;

	if ((rc = second_factor_hold(cx, &f)) != ERR_OK || f.passkeys < USER_PASSKEYS_MAX)
		return rc;
	problems_add(p, "", "You have %d passkeys, which is the most. Remove one that you do not "
	    "use any more.", USER_PASSKEYS_MAX);
	return ERR_INVALID;
}

/* The event, with the name before and after, "" where there is none. */
static enum err
record(struct context *cx, const char *action, const char *before, const char *after)
{
	struct audit event = audit_begin(action, "user", cx->actor.user_id, cx->actor.user_name);

	audit_changed(&event, "passkey", before, after);
	return audit_add(cx, &event);
}

/* The user hears of each key that can sign in. */
static enum err
tell(struct context *cx, const char *template, int64_t id, const char *name)
{
	struct outbox_message message = {
		.event = mem_fmt(cx->mem, "%s %lld", template, (long long)id),
		.recipient = cx->actor.user_email,
		.recipient_name = cx->actor.user_name,
		.category = category_name(CATEGORY_ACCOUNT),
		.template = template,
		.values = { { "name", name, false } },
	};

	return outbox_add(cx, &message);
}

static struct db_val
hash_of(const char *credential, unsigned char hash[CRYPT_HASH_BYTES])
{
	crypt_hash(credential, strlen(credential), hash);
	return db_blob(hash, CRYPT_HASH_BYTES);
}

static enum err
insert(struct context *cx, const char *name, const struct passkey_key *k, struct problems *p)
{
	const char *credential = crypt_encode(cx->mem, k->id.bytes, k->id.length);
	unsigned char hash[CRYPT_HASH_BYTES];
	enum err rc;

	rc = db_exec(cx->db, NULL, SQL_ADD, V(cx->actor.user_id), hash_of(credential, hash),
	    V(credential), V(crypt_encode(cx->mem, k->key.bytes, k->key.length)), V(k->algorithm),
	    V(k->sign_count), V(name), V(cx->now));
	if (rc != ERR_TAKEN)
		return rc;
	problems_add(p, "", "This passkey is here already. Use another device or key.");
	return ERR_INVALID;
}

/* What the browser made, where it answers this challenge. */
static enum err
read_made(struct context *cx, const char *sealed, const char *answer, struct passkey_key *k)
{
	struct passkey_site site = passkey_site_of(cx->mem, cx->config->site_url);
	const char *challenge;
	enum err rc;

	rc = passkey_challenge_open(cx, sealed, cx->actor.user_id, &challenge);
	if (rc != ERR_OK ||
	    (rc = passkey_read_new(cx->mem, &site, challenge, answer, k)) != ERR_OK)
		return rc;
	return passkey_challenge_spend(cx, PASSKEY_MAKE, challenge);
}

enum err
user_passkey_add(struct context *cx, const char *name, const char *sealed, const char *answer,
    struct problems *p, const char **codes)
{
	struct passkey_key k;
	enum err rc;

	if ((rc = check_name(cx, name, p)) != ERR_OK || (rc = check_room(cx, p)) != ERR_OK)
		return rc;
	if ((rc = read_made(cx, sealed, answer, &k)) == ERR_INVALID)
		problems_add(p, "", "The browser made no passkey that can be used here, or this "
		    "page was open for too long. Press the button again, and follow what the "
		    "browser asks.");
	if (rc != ERR_OK || (rc = insert(cx, name, &k, p)) != ERR_OK ||
	    (rc = tell(cx, "passkey-added", db_insert_id(cx->db), name)) != ERR_OK ||
	    (rc = record(cx, "user.passkey_add", "", name)) != ERR_OK)
		return rc;
	return second_factor_first_codes(cx, codes);
}

enum err
user_passkey_rename(struct context *cx, const struct user_passkey *before, const char *name,
    struct problems *p)
{
	int64_t rows;
	enum err rc;

	if ((rc = check_name(cx, name, p)) != ERR_OK ||
	    (rc = db_exec(cx->db, &rows, SQL_RENAME, V(name), V(cx->actor.user_id), V(before->id),
		 V(before->version))) != ERR_OK)
		return rc;
	return rows == 1 ? record(cx, "user.passkey_rename", before->name, name) : ERR_CONFLICT;
}

enum err
user_passkey_remove(struct context *cx, const struct user_passkey *p, struct problems *problems)
{
	struct second_factor before;
	int64_t rows;
	enum err rc;

	if ((rc = second_factor_may_go(cx, &before, problems)) != ERR_OK ||
	    (rc = db_exec(cx->db, &rows, SQL_REMOVE, V(cx->actor.user_id), V(p->id))) != ERR_OK)
		return rc;
	if (rows != 1)
		return ERR_MISSING;
	if ((rc = second_factor_last_codes(cx)) != ERR_OK ||
	    (rc = tell(cx, "passkey-removed", p->id, p->name)) != ERR_OK)
		return rc;
	return record(cx, "user.passkey_remove", p->name, "");
}

static enum err
find(struct context *cx, const char *credential, struct found *f)
{
	unsigned char hash[CRYPT_HASH_BYTES];
	struct db_stmt *st;
	const char *key = "";
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_FIND, hash_of(credential, hash))) != ERR_OK)
		return rc;
	rc = ERR_INVALID;
	if (db_step(st)) {
		*f = (struct found){ .id = db_i64(st, 0), .user_id = db_i64(st, 1) };
		f->key.algorithm = (int)db_i64(st, 2);
		key = db_str(st, cx->mem, 3);
		f->key.sign_count = db_i64(st, 4);
		rc = ERR_OK;
	}
	db_done(&st);
	if (rc == ERR_OK && passkey_decode(cx->mem, key, PASSKEY_DATA_MAX, &f->key.key) != ERR_OK)
		rc = ERR_INVALID;
	return rc;
}

/*
 * Who was known before the key was used has to be its owner. Otherwise the key itself says whose it
 * is (WebAuthn 7.2, step 6).
 */
static bool
is_owner(struct context *cx, const struct found *f, int64_t of, const char *handle)
{
	if (of != 0 && of != f->user_id)
		return false;
	if (of != 0 && handle[0] == '\0')
		return true;
	return crypt_equal(handle, user_passkey_handle(cx, f->user_id));
}

/* All but the copy of a key is answered as if it were unknown; so is that, and the log says it. */
static enum err
check(struct context *cx, const char *challenge, const struct passkey_answer *a,
    const struct found *f, int64_t *sign_count)
{
	struct passkey_site site = passkey_site_of(cx->mem, cx->config->site_url);
	enum err rc;

	rc = passkey_check(cx->mem, &site, challenge, a, &f->key, sign_count);
	if (rc != ERR_CONFLICT)
		return rc;
	log_warn("user_passkey: passkey %lld of user %lld counts %lld after %lld: it was copied",
	    (long long)f->id, (long long)f->user_id, (long long)*sign_count,
	    (long long)f->key.sign_count);
	return ERR_INVALID;
}

enum err
user_passkey_use(struct context *cx, int64_t of, const char *sealed, const char *answer,
    int64_t *user_id)
{
	struct passkey_answer a;
	const char *challenge;
	struct found f;
	int64_t sign_count;
	enum err rc;

	if ((rc = passkey_split(cx->mem, answer, &a)) != ERR_OK ||
	    (rc = passkey_challenge_open(cx, sealed, of, &challenge)) != ERR_OK ||
	    (rc = find(cx, a.credential, &f)) != ERR_OK)
		return rc;
	if (!is_owner(cx, &f, of, a.handle))
		return ERR_INVALID;
	if ((rc = check(cx, challenge, &a, &f, &sign_count)) != ERR_OK ||
	    (rc = passkey_challenge_spend(cx, PASSKEY_USE, challenge)) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_USED, V(sign_count), V(cx->now), V(f.id))) != ERR_OK)
		return rc;
	*user_id = cx->code_of = f.user_id;
	return ERR_OK;
}
