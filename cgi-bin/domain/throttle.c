#include "base/banned.h"
#include "domain/throttle.h"

#include <string.h>

#include "base/clock.h"
#include "base/crypt.h"

/* More than anybody writes who wants an answer, and few enough that none is lost among them. */
#define SUPPORT_BURST		5
#define SUPPORT_INTERVAL_SEC	600

/* All of a year and some more at once, then one every three minutes: nobody's mailbox is filled. */
#define COPIES_BURST		20
#define COPIES_INTERVAL_SEC	180

/* Enough to see that somebody is at it; what many clients do for a year fits a small disk. */
#define REFUSALS_OF_ACCOUNT_BURST	100
#define REFUSALS_OF_ACCOUNT_INTERVAL_SEC 60

/* Once a day is mailed; more than this is nobody's who still waits for an answer. */
#define REQUESTS_FOR_ACCESS_BURST	5
#define REQUESTS_FOR_ACCESS_INTERVAL_SEC 3600

/*
 * free_at_ms moves one interval further with each try, and no further than burst intervals ahead
 * of now. Affected rows: 1 added, 2 changed, 0 left as it was (MySQL and MariaDB alike): 0 is "no
 * try left".
 */
static const char SQL_TAKE[] =
	"INSERT INTO throttle (policy, key_hash, free_at_ms) VALUES (?, ?, ?)"
	" ON DUPLICATE KEY UPDATE free_at_ms ="
	" IF(GREATEST(free_at_ms, ?) + ? <= ?, GREATEST(free_at_ms, ?) + ?, free_at_ms)";

static const char SQL_FREE_AT[] =
	"SELECT free_at_ms FROM throttle WHERE policy = ? AND key_hash = ?";

static const char SQL_GIVE_BACK[] =
	"UPDATE throttle SET free_at_ms = free_at_ms - ? WHERE policy = ? AND key_hash = ?";

static const char SQL_FORGET[] =
	"DELETE FROM throttle WHERE policy = ? AND key_hash = ?";

static const char SQL_PURGE[] =
	"DELETE FROM throttle WHERE free_at_ms < ?";

static const char *const names[THROTTLE__MAX] = {
	[THROTTLE_NONE] = "none",
	[THROTTLE_SIGN_IN_ADDRESS] = "sign_in_address",
	[THROTTLE_SIGN_IN_FIRST] = "sign_in_first",
	[THROTTLE_SIGN_IN_CLIENT] = "sign_in_client",
	[THROTTLE_SECOND_FACTOR] = "second_factor",
	[THROTTLE_FORGOTTEN] = "forgotten",
	[THROTTLE_REFUSALS] = "refusals",
	[THROTTLE_REFUSALS_OF_ACCOUNT] = "refusals_of_account",
	[THROTTLE_REQUESTS_FOR_ACCESS] = "requests_for_access",
	[THROTTLE_CODES] = "codes",
	[THROTTLE_SUPPORT] = "support",
	[THROTTLE_COPIES] = "copies",
};

static struct config_policy
limits(const struct context *cx, enum throttle_policy policy)
{
	switch (policy) {
	case THROTTLE_SIGN_IN_ADDRESS:
	case THROTTLE_SECOND_FACTOR:
	case THROTTLE_FORGOTTEN:
		return cx->config->sign_in_address;
	case THROTTLE_SIGN_IN_FIRST:
		return (struct config_policy){ 1, cx->config->sign_in_address.interval_sec };
	case THROTTLE_SIGN_IN_CLIENT:
		return cx->config->sign_in_client;
	case THROTTLE_REQUESTS_FOR_ACCESS:
		return (struct config_policy){ REQUESTS_FOR_ACCESS_BURST,
			REQUESTS_FOR_ACCESS_INTERVAL_SEC };
	case THROTTLE_CODES:
		return (struct config_policy){ 1, cx->config->code_gap_sec };
	case THROTTLE_SUPPORT:
		return (struct config_policy){ SUPPORT_BURST, SUPPORT_INTERVAL_SEC };
	case THROTTLE_COPIES:
		return (struct config_policy){ COPIES_BURST, COPIES_INTERVAL_SEC };
	case THROTTLE_REFUSALS_OF_ACCOUNT:
		return (struct config_policy){ REFUSALS_OF_ACCOUNT_BURST,
			REFUSALS_OF_ACCOUNT_INTERVAL_SEC };
	default:
		return cx->config->refusals;
	}
}

/* How long until one more fits below the rim of the bucket. */
static enum err
wait_for(struct context *cx, enum throttle_policy policy, struct db_val key, int64_t *wait_sec)
{
	struct config_policy limit = limits(cx, policy);
	int64_t rim_ms = clock_now_ms() + (limit.burst - 1) * limit.interval_sec * 1000;
	int64_t over_ms = 0;
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_FREE_AT, V(names[policy]), key)) != ERR_OK)
		return rc;
	if (db_step(st))
		over_ms = db_i64(st, 0) - rim_ms;
	db_done(&st);
	*wait_sec = over_ms <= 1000 ? 1 : (over_ms + 999) / 1000;
	return ERR_THROTTLED;
}

enum err
throttle_take(struct context *cx, enum throttle_policy policy, const char *key, int64_t *wait_sec)
{
	struct config_policy limit = limits(cx, policy);
	int64_t interval_ms = limit.interval_sec * 1000;
	int64_t now_ms = clock_now_ms();
	int64_t rim_ms = now_ms + limit.burst * interval_ms;
	unsigned char hash[CRYPT_HASH_BYTES];
	struct db_val key_hash = db_blob(hash, sizeof(hash));
	int64_t rows;
	enum err rc;

	crypt_hash(key, strlen(key), hash);
	if ((rc = db_exec(cx->db, &rows, SQL_TAKE, V(names[policy]), key_hash,
		 V(now_ms + interval_ms), V(now_ms), V(interval_ms), V(rim_ms), V(now_ms),
		 V(interval_ms))) != ERR_OK)
		return rc;
	return rows > 0 ? ERR_OK : wait_for(cx, policy, key_hash, wait_sec);
}

enum err
throttle_give_back(struct context *cx, enum throttle_policy policy, const char *key)
{
	unsigned char hash[CRYPT_HASH_BYTES];

	crypt_hash(key, strlen(key), hash);
	return db_exec(cx->db, NULL, SQL_GIVE_BACK, V(limits(cx, policy).interval_sec * 1000),
	    V(names[policy]), db_blob(hash, sizeof(hash)));
}

enum err
throttle_forget(struct context *cx, enum throttle_policy policy, const char *key)
{
	unsigned char hash[CRYPT_HASH_BYTES];

	crypt_hash(key, strlen(key), hash);
	return db_exec(cx->db, NULL, SQL_FORGET, V(names[policy]), db_blob(hash, sizeof(hash)));
}

enum err
throttle_purge(struct context *cx)
{
	return db_exec(cx->db, NULL, SQL_PURGE, V(clock_now_ms()));
}
