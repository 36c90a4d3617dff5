#include "base/banned.h"
#include "domain/audit_sign.h"

#include <assert.h>
#include <string.h>

#include "base/str.h"

#define EVENT_BYTES	(256 * 1024)	/* two values of 64 KiB, and all else of an event */
#define NUMBER_BYTES	24		/* an int64_t in decimal */

void
audit_sign_bytes(struct str *out, const void *bytes, size_t length)
{
	str_add_fmt(out, "%zu:", length);
	str_add_bytes(out, bytes, length);
	str_add_char(out, ',');
}

void
audit_sign_text(struct str *out, const char *text)
{
	audit_sign_bytes(out, text, strlen(text));
}

void
audit_sign_number(struct str *out, int64_t number)
{
	char text[NUMBER_BYTES] = "";

	if (number != 0)
		snprintf(text, sizeof(text), "%lld", (long long)number);
	audit_sign_text(out, text);
}

static void
keyed(const struct config *config, const char *purpose, struct str *out,
    unsigned char hash[CRYPT_HASH_BYTES])
{
	assert(!out->is_full && config->has_keys);
	crypt_keyed_hash(config->keys.mac, purpose, out->text, out->length, hash);
	str_release(out);
}

static void
hash_told(const struct config *config, const struct audit_signed *e,
    unsigned char hash[CRYPT_HASH_BYTES])
{
	struct str out;

	str_init(&out, EVENT_BYTES);
	audit_sign_bytes(&out, e->nonce, sizeof(e->nonce));
	audit_sign_text(&out, e->object_name);
	audit_sign_text(&out, e->before_json);
	audit_sign_text(&out, e->after_json);
	keyed(config, "audit values 1", &out, hash);
}

/* A person who acted on a link has no other name than that of the object, and loses it with it. */
static const char *
signed_actor(const struct audit_signed *e)
{
	return e->actor_id == 0 && strcmp(e->actor_name, e->object_name) == 0 ? "" : e->actor_name;
}

static void
hash_event(const struct config *config, const struct audit_signed *e,
    unsigned char hash[CRYPT_HASH_BYTES])
{
	struct str out;

	str_init(&out, EVENT_BYTES);
	audit_sign_bytes(&out, e->nonce, sizeof(e->nonce));
	audit_sign_number(&out, e->account_id);
	audit_sign_number(&out, e->at);
	audit_sign_text(&out, e->action);
	audit_sign_number(&out, e->actor_id);
	audit_sign_text(&out, signed_actor(e));
	audit_sign_text(&out, e->object_type);
	audit_sign_number(&out, e->object_id);
	audit_sign_text(&out, e->fields);
	audit_sign_text(&out, e->client_ip);
	audit_sign_text(&out, e->request_id);
	audit_sign_bytes(&out, e->told_hash, sizeof(e->told_hash));
	keyed(config, "audit event 1", &out, hash);
}

void
audit_sign(const struct config *config, struct audit_signed *e)
{
	crypt_random(e->nonce, sizeof(e->nonce));
	hash_told(config, e, e->told_hash);
	hash_event(config, e, e->mac);
}

static bool
tells_nothing(const struct audit_signed *e)
{
	return e->object_name[0] == '\0' && strcmp(e->before_json, "{}") == 0 &&
	    strcmp(e->after_json, "{}") == 0;
}

enum audit_signature
audit_signature(const struct config *config, const struct audit_signed *e)
{
	unsigned char hash[CRYPT_HASH_BYTES];

	hash_event(config, e, hash);
	if (memcmp(hash, e->mac, sizeof(hash)) != 0)
		return AUDIT_NOT_SIGNED;
	hash_told(config, e, hash);
	if (memcmp(hash, e->told_hash, sizeof(hash)) == 0)
		return AUDIT_SIGNED;
	return tells_nothing(e) ? AUDIT_SIGNED_ERASED : AUDIT_SIGNED_OTHER_VALUES;
}

bool
audit_is_signed(const struct config *config, const struct audit_signed *e)
{
	enum audit_signature signature = audit_signature(config, e);

	return signature == AUDIT_SIGNED || signature == AUDIT_SIGNED_ERASED;
}

void
audit_sign_read_bytes(struct context *cx, struct db_stmt *st, unsigned int column, void *bytes,
    size_t length)
{
	size_t stored;
	const void *from = db_bytes(st, cx->mem, column, &stored);

	if (stored == length)
		memcpy(bytes, from, length);
	else
		memset(bytes, 0, length);
}

void
audit_signed_read(struct context *cx, struct db_stmt *st, unsigned int first,
    struct audit_signed *e)
{
	struct mem *m = cx->mem;

	*e = (struct audit_signed){
		.id = db_i64(st, first), .account_id = db_i64(st, first + 1),
		.at = db_i64(st, first + 2), .action = db_str(st, m, first + 3),
		.actor_id = db_i64(st, first + 4), .actor_name = db_str(st, m, first + 5),
		.object_type = db_str(st, m, first + 6), .object_id = db_i64(st, first + 7),
		.object_name = db_str(st, m, first + 8), .fields = db_str(st, m, first + 9),
		.client_ip = db_str(st, m, first + 10), .request_id = db_str(st, m, first + 11),
		.before_json = db_str(st, m, first + 12), .after_json = db_str(st, m, first + 13),
	};
	audit_sign_read_bytes(cx, st, first + 14, e->nonce, sizeof(e->nonce));
	audit_sign_read_bytes(cx, st, first + 15, e->told_hash, sizeof(e->told_hash));
	audit_sign_read_bytes(cx, st, first + 16, e->mac, sizeof(e->mac));
}
