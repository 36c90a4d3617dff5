#include "base/banned.h"
#include "domain/audit_retention.h"

#include <string.h>

#include "domain/audit.h"

/* The first that is young enough ends it. */
static const char SQL_FIND[] =
	"SELECT s.position, s.hash FROM audit_seal s WHERE s.chain = ? AND s.position <"
	" COALESCE((SELECT MIN(y.position) FROM audit_seal y"
	"  JOIN audit_event e ON e.id = y.event_id WHERE y.chain = ? AND e.at >= ?),"
	"  9223372036854775807)"
	" ORDER BY s.position DESC LIMIT 1";

static const char SQL_OLDEST[] =
	"SELECT position, hash, event_id FROM audit_seal WHERE chain = ? AND position <= ?"
	" ORDER BY position LIMIT ?";

static const char SQL_REMOVE_SEALS[] =
	"DELETE FROM audit_seal WHERE chain = ? AND position <= ?";

static const char SQL_REMOVE_HEADS[] =
	"DELETE FROM audit_head WHERE chain = ? AND position <= ?";

/* What it tells goes with it. */
static const char SQL_REMOVE_EVENT[] =
	"DELETE FROM audit_event WHERE id = ? AND account_id <=> ?";

enum err
audit_retention_find(struct context *cx, int64_t chain, int64_t before_at,
    struct audit_place *place)
{
	struct db_stmt *st;
	enum err rc;

	*place = (struct audit_place){ .position = 0 };
	rc = db_load(cx->db, &st, SQL_FIND, V(chain), V(chain), V(before_at));
	if (rc != ERR_OK)
		return rc == ERR_MISSING ? ERR_OK : rc;
	place->position = db_i64(st, 0);
	audit_sign_read_bytes(cx, st, 1, place->hash, sizeof(place->hash));
	db_done(&st);
	return ERR_OK;
}

static enum err
load_oldest(struct context *cx, int64_t chain, int64_t position, size_t most,
    struct audit_place *last, int64_t *events, size_t *count)
{
	struct db_stmt *st;
	enum err rc;

	*count = 0;
	if ((rc = db_query(cx->db, &st, SQL_OLDEST, V(chain), V(position),
		 V((int64_t)most))) != ERR_OK)
		return rc;
	while (*count < most && db_step(st)) {
		last->position = db_i64(st, 0);
		audit_sign_read_bytes(cx, st, 1, last->hash, sizeof(last->hash));
		events[(*count)++] = db_i64(st, 2);
	}
	db_done(&st);
	return ERR_OK;
}

static enum err
remove_all(struct context *cx, int64_t chain, const struct audit_place *last,
    const int64_t *events, size_t count)
{
	struct db_val account = chain == 0 ? db_null() : V(chain);
	size_t i;
	enum err rc;

	if ((rc = audit_seal_start_anew(cx, chain, last)) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_REMOVE_SEALS, V(chain), V(last->position))) !=
		ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_REMOVE_HEADS, V(chain), V(last->position))) != ERR_OK)
		return rc;
	for (i = 0; i < count; i++)
		if ((rc = db_exec(cx->db, NULL, SQL_REMOVE_EVENT, V(events[i]), account)) !=
		    ERR_OK)
			return rc;
	return ERR_OK;
}

enum err
audit_retention_some(struct context *cx, int64_t chain, const struct audit_place *last,
    size_t most, size_t *count)
{
	struct audit event = audit_begin("audit.purge", "account", chain, "");
	int64_t *events = mem_array(cx->mem, most, sizeof(*events));
	struct audit_place to;
	enum err rc;

	if ((rc = load_oldest(cx, chain, last->position, most, &to, events, count)) != ERR_OK ||
	    *count == 0 || (rc = remove_all(cx, chain, &to, events, *count)) != ERR_OK)
		return rc;
	audit_changed(&event, "events", mem_fmt(cx->mem, "%zu", *count), NULL);
	return audit_add(cx, &event);
}
