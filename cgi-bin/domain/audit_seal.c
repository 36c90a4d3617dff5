#include "base/banned.h"
#include "domain/audit_seal.h"

#include <string.h>

#include "base/log.h"
#include "base/str.h"

#define BATCH		500	/* events in one transaction */
#define SEAL_BYTES	512	/* what a seal is over */

/* The last one that is old enough; the order of events is near that of seals. */
/* Seen from the newest seal: what was committed after it is not sealed yet, however long ago. */
static const char SQL_SETTLED[] =
	"SELECT event_id FROM audit_seal"
	" WHERE sealed_at < (SELECT MAX(sealed_at) FROM audit_seal) - ?"
	" ORDER BY sealed_at DESC, event_id DESC LIMIT 1";

static const char SQL_UNSEALED[] = AUDIT_SELECT_UNSEALED;

static const char SQL_LAST[] =
	"SELECT position, hash FROM audit_seal WHERE chain = ? ORDER BY position DESC LIMIT 1";

static const char SQL_START[] =
	"SELECT position, hash, made_at, mac FROM audit_start WHERE chain = ?"
	" ORDER BY position DESC LIMIT 1";

static const char SQL_FORGET_STARTS[] =
	"DELETE FROM audit_start WHERE chain = ?";

static const char SQL_ADD_START[] =
	"INSERT INTO audit_start (chain, position, hash, made_at, mac) VALUES (?, ?, ?, ?, ?)";

static const char SQL_ADD[] =
	"INSERT INTO audit_seal (chain, position, event_id, hash, sealed_at)"
	" VALUES (?, ?, ?, ?, ?)";

/* The chains of one batch and where they stand. */
struct standing {
	int64_t			 chain;
	struct audit_place	 place;
};

struct batch {
	struct audit_signed	*events;	/* BATCH of them at most */
	size_t			 count;
	struct standing		*chains;	/* no more than there are events */
	size_t			 chain_count;
};

void
audit_seal_hash(const struct config *config, int64_t chain, const struct audit_place *before,
    const struct audit_signed *e, int64_t sealed_at, unsigned char hash[CRYPT_HASH_BYTES])
{
	struct str out;

	str_init(&out, SEAL_BYTES);
	audit_sign_bytes(&out, before->hash, sizeof(before->hash));
	audit_sign_number(&out, chain);
	audit_sign_number(&out, before->position + 1);
	audit_sign_number(&out, e->id);
	audit_sign_bytes(&out, e->mac, sizeof(e->mac));
	audit_sign_number(&out, sealed_at);
	crypt_keyed_hash(config->keys.mac, "audit seal 1", out.text, out.length, hash);
	str_release(&out);
}

static void
start_mac(const struct config *config, int64_t chain, const struct audit_place *place, int64_t at,
    unsigned char mac[CRYPT_HASH_BYTES])
{
	struct str out;

	str_init(&out, SEAL_BYTES);
	audit_sign_number(&out, chain);
	audit_sign_number(&out, place->position);
	audit_sign_bytes(&out, place->hash, sizeof(place->hash));
	audit_sign_number(&out, at);
	crypt_keyed_hash(config->keys.mac, "audit start 1", out.text, out.length, mac);
	str_release(&out);
}

enum err
audit_seal_start(struct context *cx, int64_t chain, struct audit_place *place, bool *is_ours)
{
	unsigned char mac[CRYPT_HASH_BYTES], kept[CRYPT_HASH_BYTES];
	struct db_stmt *st;
	enum err rc;

	*place = (struct audit_place){ .position = 0 };
	*is_ours = true;
	rc = db_load(cx->db, &st, SQL_START, V(chain));
	if (rc != ERR_OK)
		return rc == ERR_MISSING ? ERR_OK : rc;
	place->position = db_i64(st, 0);
	audit_sign_read_bytes(cx, st, 1, place->hash, sizeof(place->hash));
	audit_sign_read_bytes(cx, st, 3, kept, sizeof(kept));
	start_mac(cx->config, chain, place, db_i64(st, 2), mac);
	*is_ours = memcmp(mac, kept, sizeof(mac)) == 0;
	db_done(&st);
	return ERR_OK;
}

enum err
audit_seal_start_anew(struct context *cx, int64_t chain, const struct audit_place *place)
{
	unsigned char mac[CRYPT_HASH_BYTES];
	enum err rc;

	start_mac(cx->config, chain, place, cx->now, mac);
	if ((rc = db_exec(cx->db, NULL, SQL_FORGET_STARTS, V(chain))) != ERR_OK)
		return rc;
	return db_exec(cx->db, NULL, SQL_ADD_START, V(chain), V(place->position),
	    db_blob(place->hash, sizeof(place->hash)), V(cx->now), db_blob(mac, sizeof(mac)));
}

enum err
audit_seal_last(struct context *cx, int64_t chain, struct audit_place *place)
{
	struct db_stmt *st;
	bool is_ours;
	enum err rc;

	rc = db_load(cx->db, &st, SQL_LAST, V(chain));
	if (rc == ERR_MISSING)
		return audit_seal_start(cx, chain, place, &is_ours);
	if (rc != ERR_OK)
		return rc;
	place->position = db_i64(st, 0);
	audit_sign_read_bytes(cx, st, 1, place->hash, sizeof(place->hash));
	db_done(&st);
	return ERR_OK;
}

static enum err
find_chain(struct context *cx, struct batch *b, int64_t chain, struct standing **found)
{
	size_t i;

	for (i = 0; i < b->chain_count; i++)
		if (b->chains[i].chain == chain) {
			*found = &b->chains[i];
			return ERR_OK;
		}
	*found = &b->chains[b->chain_count++];
	(*found)->chain = chain;
	return audit_seal_last(cx, chain, &(*found)->place);
}

static enum err
seal(struct context *cx, struct batch *b, const struct audit_signed *e)
{
	unsigned char hash[CRYPT_HASH_BYTES];
	struct standing *s;
	enum err rc;

	if ((rc = find_chain(cx, b, e->account_id, &s)) != ERR_OK)
		return rc;
	audit_seal_hash(cx->config, s->chain, &s->place, e, cx->now, hash);
	s->place.position++;
	memcpy(s->place.hash, hash, sizeof(hash));
	rc = db_exec(cx->db, NULL, SQL_ADD, V(s->chain), V(s->place.position), V(e->id),
	    db_blob(hash, sizeof(hash)), V(cx->now));
	return rc == ERR_TAKEN ? ERR_RETRY : rc;
}

/* Each is met again and again, and told once. */
static void
tell_refused(struct audit_sealing *s, const struct batch *b, const bool *refused)
{
	size_t i, count = 0;

	for (i = 0; i < b->count; i++)
		if (refused[i] && b->events[i].id > s->refused) {
			s->refused = b->events[i].id;
			count++;
		}
	if (count > 0)
		log_err("%zu audit events up to %lld were not written by this portal and are not "
		    "sealed; run: pointperson audit verify", count, (long long)s->refused);
}

static enum err
load_unsealed(struct context *cx, int64_t after, struct batch *b)
{
	struct db_stmt *st;
	enum err rc;

	b->events = mem_array(cx->mem, BATCH, sizeof(*b->events));
	b->chains = mem_array(cx->mem, BATCH, sizeof(*b->chains));
	if ((rc = db_query(cx->db, &st, SQL_UNSEALED, V(after), V(BATCH))) != ERR_OK)
		return rc;
	while (b->count < BATCH && db_step(st))
		audit_signed_read(cx, st, 0, &b->events[b->count++]);
	db_done(&st);
	return ERR_OK;
}

/* Seals the next ones behind the event *after, and moves it on. *is_last: there were no more. */
static enum err
seal_next(struct context *cx, struct audit_sealing *s, int64_t *after, size_t *count,
    bool *is_last)
{
	struct batch b = { .count = 0 };
	bool refused[BATCH];
	size_t i;
	enum err rc;

	if ((rc = load_unsealed(cx, *after, &b)) != ERR_OK)
		return rc;
	for (i = 0; i < b.count; i++) {
		*after = b.events[i].id;
		refused[i] = !audit_is_signed(cx->config, &b.events[i]);
		if (refused[i])
			continue;
		if ((rc = seal(cx, &b, &b.events[i])) != ERR_OK)
			return rc;
		(*count)++;
	}
	tell_refused(s, &b, refused);
	*is_last = b.count < BATCH;
	return ERR_OK;
}

static enum err
seal_batch(struct context *cx, struct audit_sealing *s, int64_t *after, size_t *count,
    bool *is_last)
{
	struct mem_mark mark = mem_mark(cx->mem);
	size_t sealed = 0;
	enum err rc;

	if ((rc = db_begin(cx->db)) != ERR_OK)
		return rc;
	if ((rc = seal_next(cx, s, after, &sealed, is_last)) == ERR_OK)
		rc = db_commit(cx->db);
	if (rc == ERR_OK)
		*count += sealed;
	else
		db_rollback(cx->db);
	mem_rewind(cx->mem, mark);
	return rc;
}

enum err
audit_seal_begin(struct context *cx, struct audit_sealing *s)
{
	struct db_stmt *st;
	enum err rc;

	*s = (struct audit_sealing){ .next_at = cx->now };
	rc = db_load(cx->db, &st, SQL_SETTLED, V((int64_t)AUDIT_SETTLED_SEC));
	if (rc != ERR_OK)
		return rc == ERR_MISSING ? ERR_OK : rc;
	s->settled = s->next = db_i64(st, 0);
	db_done(&st);
	return ERR_OK;
}

enum err
audit_seal_some(struct context *cx, struct audit_sealing *s, size_t *count)
{
	int64_t after = s->after == 0 ? s->settled : s->after;
	bool is_last = false;
	int batches;
	enum err rc;

	*count = 0;
	for (batches = 0; batches < AUDIT_SEAL_MOST / BATCH && !is_last; batches++)
		if ((rc = seal_batch(cx, s, &after, count, &is_last)) != ERR_OK)
			return rc;
	s->after = is_last ? 0 : after;
	if (after < s->next)
		after = s->next;
	if (is_last && cx->now - s->next_at >= AUDIT_SETTLED_SEC) {
		s->settled = s->next;
		s->next = after;
		s->next_at = cx->now;
	}
	return ERR_OK;
}

enum err
audit_seal_all(struct context *cx, struct audit_sealing *s, size_t *count)
{
	size_t some;
	enum err rc;

	*count = 0;
	do {
		rc = audit_seal_some(cx, s, &some);
		*count += some;
	} while (rc == ERR_OK && s->after != 0);
	return rc;
}
