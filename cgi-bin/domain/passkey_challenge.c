#include "base/banned.h"
#include "domain/passkey_challenge.h"

#include <string.h>

#include "base/crypt.h"
#include "base/passkey.h"
#include "base/valid.h"

#define PURPOSE	"passkey challenge"	/* keeps it from being taken for another value */

static const char SQL_SPEND[] =
	"INSERT INTO passkey_answered (challenge_hash, expires_at) VALUES (?, ?)";

static const char SQL_PURGE[] =
	"DELETE FROM passkey_answered WHERE expires_at < ?";

/* One challenge may ask for a new key and for one that is there: each is answered once. */
static const char *const acts[PASSKEY_ACT__MAX] = {
	[PASSKEY_MAKE] = "make",
	[PASSKEY_USE] = "use",
};

bool
passkey_challenge_is_there(void)
{
	return passkey_is_there();
}

/* "user until text" */
struct passkey_challenge
passkey_challenge_new(struct context *cx, int64_t user_id)
{
	const char *text = crypt_random_text(cx->mem, CRYPT_TOKEN_BYTES);

	return (struct passkey_challenge){
		.text = text,
		.sealed = crypt_seal(cx->mem, cx->config->keys.seal, PURPOSE,
		    mem_fmt(cx->mem, "%lld %lld %s", (long long)user_id,
			(long long)(cx->now + PASSKEY_CHALLENGE_SEC), text)),
		.site_id = passkey_site_of(cx->mem, cx->config->site_url).id,
	};
}

enum err
passkey_challenge_open(struct context *cx, const char *sealed, int64_t user_id, const char **text)
{
	const char *plain, *until, *owner = mem_fmt(cx->mem, "%lld ", (long long)user_id);
	int64_t until_sec;

	if (crypt_open(cx->mem, cx->config->keys.seal, PURPOSE, sealed, &plain) != ERR_OK ||
	    strncmp(plain, owner, strlen(owner)) != 0)
		return ERR_INVALID;
	until = plain + strlen(owner);
	if ((*text = strchr(until, ' ')) == NULL ||
	    !valid_count(mem_dup_bytes(cx->mem, until, (size_t)(*text - until)), &until_sec) ||
	    until_sec <= cx->now)
		return ERR_INVALID;
	(*text)++;
	return ERR_OK;
}

enum err
passkey_challenge_spend(struct context *cx, enum passkey_act act, const char *text)
{
	const char *answered = mem_fmt(cx->mem, "%s %s", acts[act], text);
	unsigned char hash[CRYPT_HASH_BYTES];
	enum err rc;

	crypt_hash(answered, strlen(answered), hash);
	rc = db_exec(cx->db, NULL, SQL_SPEND, db_blob(hash, sizeof(hash)),
	    V(cx->now + PASSKEY_CHALLENGE_SEC));
	return rc == ERR_TAKEN ? ERR_INVALID : rc;
}

enum err
passkey_challenge_purge(struct context *cx)
{
	return db_exec(cx->db, NULL, SQL_PURGE, V(cx->now));
}
