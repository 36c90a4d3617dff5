#include "base/banned.h"
#include "domain/audit_verify.h"

#include <string.h>

#define BATCH	500	/* events in memory at once */
#define NEWEST	10000	/* events of a quick look, beside those that wait */

/* Chains that have lost their seals are known by what was told of them, and by their events. */
static const char SQL_NEXT[] =
	"SELECT MIN(n.chain) FROM ("
	" SELECT MIN(chain) AS chain FROM audit_seal WHERE chain > ?"
	" UNION ALL SELECT MIN(chain) FROM audit_start WHERE chain > ?"
	" UNION ALL SELECT MIN(chain) FROM audit_head WHERE chain > ?"
	" UNION ALL SELECT MIN(account_id) FROM audit_event WHERE account_id > ?"
	" UNION ALL SELECT 0 FROM DUAL WHERE ? < 0"
	"  AND EXISTS (SELECT 1 FROM audit_event WHERE account_id IS NULL)) n";

static const char SQL_SEALS[] =
	"SELECT s.position, s.event_id, s.hash, s.sealed_at, " AUDIT_SIGNED_COLUMNS
	" FROM audit_seal s LEFT JOIN audit_event e ON e.id = s.event_id" AUDIT_JOIN_VALUES
	" WHERE s.chain = ? AND s.position > ? ORDER BY s.position LIMIT ?";
#define SEAL_COLUMNS 4	/* before those of the event */

static const char SQL_UNSEALED[] = AUDIT_SELECT_UNSEALED;

static const char SQL_UNSEALED_OF_CHAIN[] =
	"SELECT " AUDIT_SIGNED_COLUMNS " FROM audit_event e FORCE INDEX (audit_event_newest)"
	" LEFT JOIN audit_seal s ON s.event_id = e.id" AUDIT_JOIN_VALUES
	" WHERE e.account_id <=> ? AND e.at >= ? AND (e.at > ? OR e.id > ?)"
	" AND s.event_id IS NULL ORDER BY e.at, e.id LIMIT ?";

static const char SQL_NEWEST[] = "SELECT COALESCE(MAX(id), 0) FROM audit_event";

static const char SQL_ERASED[] =
	"SELECT " AUDIT_SIGNED_COLUMNS " FROM audit_event e FORCE INDEX (audit_event_action)"
	AUDIT_JOIN_VALUES
	" WHERE e.account_id <=> ? AND e.action = 'audit.erase' AND e.id > ?"
	" AND ((e.object_type = ? AND e.object_id <=> ?)"
	"  OR (e.object_type = 'audit_event' AND e.object_id = ?)) ORDER BY e.id LIMIT ?";

static const char SQL_HEADS[] =
	"SELECT h.position FROM audit_head h"
	" LEFT JOIN audit_seal s ON s.chain = h.chain AND s.position = h.position"
	" WHERE h.chain = ? AND h.position > ? AND (s.hash IS NULL OR s.hash <> h.hash)"
	" ORDER BY h.position LIMIT 1";

static const char SQL_SEAL[] =
	"SELECT hash FROM audit_seal WHERE chain = ? AND position = ?";

/* The told chain behind `after` that comes before `next`; else `next`. */
static int64_t
next_told(const struct audit_told *told, size_t told_count, int64_t after, int64_t next)
{
	size_t i;

	for (i = 0; i < told_count; i++)
		if (told[i].chain > after &&
		    (next == AUDIT_VERIFY_NO_CHAIN || told[i].chain < next))
			next = told[i].chain;
	return next;
}

enum err
audit_verify_next(struct context *cx, const struct audit_told *told, size_t told_count,
    int64_t *chain)
{
	struct db_stmt *st;
	int64_t next;
	enum err rc;

	if ((rc = db_load(cx->db, &st, SQL_NEXT, V(*chain), V(*chain), V(*chain), V(*chain),
		 V(*chain))) != ERR_OK)
		return rc;
	next = db_is_null(st, 0) ? AUDIT_VERIFY_NO_CHAIN : db_i64(st, 0);
	db_done(&st);
	*chain = next_told(told, told_count, *chain, next);
	return ERR_OK;
}

/* One seal with its event as they are read. */
struct sealed {
	int64_t			 position;
	int64_t			 event_id;
	unsigned char		 hash[CRYPT_HASH_BYTES];
	int64_t			 sealed_at;
	bool			 is_there;	/* the event */
	struct audit_signed	 event;
};

static enum err
load_seals(struct context *cx, const struct audit_finding *f, struct sealed *rows, size_t *count)
{
	struct db_stmt *st;
	enum err rc;

	*count = 0;
	if ((rc = db_query(cx->db, &st, SQL_SEALS, V(f->chain), V(f->last.position), V(BATCH))) !=
	    ERR_OK)
		return rc;
	for (; *count < BATCH && db_step(st); (*count)++) {
		struct sealed *s = &rows[*count];

		s->position = db_i64(st, 0);
		s->event_id = db_i64(st, 1);
		audit_sign_read_bytes(cx, st, 2, s->hash, sizeof(s->hash));
		s->sealed_at = db_i64(st, 3);
		s->is_there = !db_is_null(st, SEAL_COLUMNS);
		audit_signed_read(cx, st, SEAL_COLUMNS, &s->event);
	}
	db_done(&st);
	return ERR_OK;
}

/* Was it erased with an event that says so? One that this portal did not write says nothing. */
static enum err
was_erased(struct context *cx, const struct audit_signed *e, bool *was)
{
	struct db_val account = e->account_id == 0 ? db_null() : V(e->account_id);
	struct db_val object = e->object_id == 0 ? db_null() : V(e->object_id);
	struct audit_signed says = { .id = e->id };
	struct db_stmt *st;
	size_t count = BATCH;
	enum err rc;

	*was = false;
	while (count == BATCH && !*was) {
		struct mem_mark mark = mem_mark(cx->mem);

		if ((rc = db_query(cx->db, &st, SQL_ERASED, account, V(says.id),
			 V(e->object_type), object, V(e->id), V(BATCH))) != ERR_OK)
			return rc;
		for (count = 0; !*was && db_step(st); count++) {
			audit_signed_read(cx, st, 0, &says);
			*was = audit_is_signed(cx->config, &says);
		}
		db_done(&st);
		mem_rewind(cx->mem, mark);
	}
	return ERR_OK;
}

static enum err
check_event(struct context *cx, const struct audit_signed *e, struct audit_finding *f)
{
	bool was;
	enum err rc;

	switch (audit_signature(cx->config, e)) {
	case AUDIT_SIGNED:
		break;
	case AUDIT_SIGNED_ERASED:
		if ((rc = was_erased(cx, e, &was)) != ERR_OK)
			return rc;
		if (was)
			f->erased++;
		else
			f->fault = AUDIT_VALUES_GONE;
		break;
	case AUDIT_SIGNED_OTHER_VALUES:
		f->fault = AUDIT_VALUES_CHANGED;
		break;
	default:
		f->fault = AUDIT_CHANGED;
	}
	return ERR_OK;
}

static enum err
check_seal(struct context *cx, const struct sealed *s, struct audit_finding *f)
{
	unsigned char hash[CRYPT_HASH_BYTES];
	enum err rc;

	f->position = f->last.position + 1;
	f->event_id = s->event_id;
	if (s->position != f->position) {
		f->event_id = 0;
		f->fault = AUDIT_SEAL_GONE;
		return ERR_OK;
	}
	if (!s->is_there) {
		f->fault = AUDIT_EVENT_GONE;
		return ERR_OK;
	}
	if ((rc = check_event(cx, &s->event, f)) != ERR_OK || f->fault != AUDIT_WHOLE)
		return rc;
	audit_seal_hash(cx->config, f->chain, &f->last, &s->event, s->sealed_at, hash);
	if (memcmp(hash, s->hash, sizeof(hash)) != 0) {
		f->fault = AUDIT_OUT_OF_PLACE;
		return ERR_OK;
	}
	f->last.position = s->position;
	memcpy(f->last.hash, hash, sizeof(hash));
	f->newest_at = s->sealed_at;
	if (s->sealed_at - s->event.at > AUDIT_LATE_SEC)
		f->late++;
	f->count++;
	return ERR_OK;
}

/* The next seals; *is_last: there are no more. */
static enum err
check_some(struct context *cx, struct audit_finding *f, bool *is_last)
{
	struct mem_mark mark = mem_mark(cx->mem);
	struct sealed *rows = mem_array(cx->mem, BATCH, sizeof(*rows));
	size_t count, i;
	enum err rc;

	if ((rc = load_seals(cx, f, rows, &count)) != ERR_OK)
		return rc;
	for (i = 0; i < count && rc == ERR_OK && f->fault == AUDIT_WHOLE; i++)
		rc = check_seal(cx, &rows[i], f);
	*is_last = count < BATCH;
	mem_rewind(cx->mem, mark);
	return rc;
}

/* A chain that was cut off is whole as far as it goes. */
static enum err
check_heads(struct context *cx, struct audit_finding *f, int64_t start)
{
	struct db_stmt *st;
	enum err rc;

	rc = db_load(cx->db, &st, SQL_HEADS, V(f->chain), V(start));
	if (rc != ERR_OK)
		return rc == ERR_MISSING ? ERR_OK : rc;
	f->fault = AUDIT_END_GONE;
	f->position = db_i64(st, 0);
	f->event_id = 0;
	db_done(&st);
	return ERR_OK;
}

static enum err
check_told(struct context *cx, const struct audit_told *told, const struct audit_place *start,
    struct audit_finding *f)
{
	unsigned char hash[CRYPT_HASH_BYTES] = { 0 };
	struct db_stmt *st;
	enum err rc;

	if (told->chain != f->chain || told->place.position < start->position)
		return ERR_OK;
	if (told->place.position == start->position) {
		memcpy(hash, start->hash, sizeof(hash));
	} else {
		rc = db_load(cx->db, &st, SQL_SEAL, V(f->chain), V(told->place.position));
		if (rc != ERR_OK && rc != ERR_MISSING)
			return rc;
		if (rc == ERR_OK)
			audit_sign_read_bytes(cx, st, 0, hash, sizeof(hash));
		db_done(&st);
	}
	if (memcmp(hash, told->place.hash, sizeof(hash)) != 0) {
		f->fault = AUDIT_END_GONE;
		f->position = told->place.position;
		f->event_id = 0;
	}
	return ERR_OK;
}

enum err
audit_verify_chain(struct context *cx, int64_t chain, const struct audit_told *told,
    size_t told_count, struct audit_finding *f)
{
	struct audit_place start;
	bool is_ours, is_last = false;
	size_t i;
	enum err rc;

	*f = (struct audit_finding){ .chain = chain };
	if ((rc = audit_seal_start(cx, chain, &start, &is_ours)) != ERR_OK)
		return rc;
	f->last = start;
	if (!is_ours) {
		f->fault = AUDIT_START_FORGED;
		f->position = start.position;
	}
	while (f->fault == AUDIT_WHOLE && !is_last)
		if ((rc = check_some(cx, f, &is_last)) != ERR_OK)
			return rc;
	if (f->fault == AUDIT_WHOLE && (rc = check_heads(cx, f, start.position)) != ERR_OK)
		return rc;
	for (i = 0; i < told_count && f->fault == AUDIT_WHOLE; i++)
		if ((rc = check_told(cx, &told[i], &start, f)) != ERR_OK)
			return rc;
	return ERR_OK;
}

static void
check_unsealed(struct context *cx, const struct audit_signed *e, struct audit_finding *f)
{
	enum audit_fault fault = AUDIT_WHOLE;

	if (!audit_is_signed(cx->config, e))
		fault = AUDIT_PUT_IN;
	else if (e->at < cx->now - AUDIT_SETTLED_SEC)
		fault = AUDIT_UNSEALED;
	else
		f->count++;
	if (fault == AUDIT_WHOLE || fault == f->fault)
		return;
	f->fault = fault;
	f->chain = e->account_id;
	f->event_id = e->id;
}

/* The next behind an event. Of all chains they are read in the order in which they were written. */
static enum err
query_unsealed(struct context *cx, int64_t chain, const struct audit_signed *after,
    struct db_stmt **st)
{
	struct db_val account = chain == 0 ? db_null() : V(chain);

	if (chain == AUDIT_VERIFY_NO_CHAIN)
		return db_query(cx->db, st, SQL_UNSEALED, V(after->id), V(BATCH));
	return db_query(cx->db, st, SQL_UNSEALED_OF_CHAIN, account, V(after->at), V(after->at),
	    V(after->id), V(BATCH));
}

/* Courier mends what waits, so that ends no walk. */
static enum err
verify_unsealed(struct context *cx, int64_t chain, int64_t after, struct audit_finding *f)
{
	struct audit_signed e = { .id = after };
	struct db_stmt *st;
	size_t count = BATCH;
	enum err rc;

	*f = (struct audit_finding){ .chain = chain };
	while (count == BATCH && f->fault != AUDIT_PUT_IN) {
		struct mem_mark mark = mem_mark(cx->mem);

		if ((rc = query_unsealed(cx, chain, &e, &st)) != ERR_OK)
			return rc;
		for (count = 0; f->fault != AUDIT_PUT_IN && db_step(st); count++) {
			audit_signed_read(cx, st, 0, &e);
			check_unsealed(cx, &e, f);
		}
		db_done(&st);
		mem_rewind(cx->mem, mark);
	}
	return ERR_OK;
}

enum err
audit_verify_unsealed(struct context *cx, int64_t chain, struct audit_finding *f)
{
	return verify_unsealed(cx, chain, 0, f);
}

enum err
audit_verify_newest(struct context *cx, struct audit_finding *f)
{
	struct audit_sealing sealed;
	struct db_stmt *st;
	int64_t newest;
	enum err rc;

	if ((rc = audit_seal_begin(cx, &sealed)) != ERR_OK ||
	    (rc = db_load(cx->db, &st, SQL_NEWEST)) != ERR_OK)
		return rc;
	newest = db_i64(st, 0) - NEWEST;
	db_done(&st);
	return verify_unsealed(cx, AUDIT_VERIFY_NO_CHAIN,
	    newest < sealed.settled ? newest : sealed.settled, f);
}
