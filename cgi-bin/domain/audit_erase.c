#include "base/banned.h"
#include "domain/audit_erase.h"

#include "domain/audit.h"

/* Which events: those of the object, or the one. What erases tells of nobody. */
#define THESE                                                                                      \
	" account_id = ? AND action <> 'audit.erase'"                                              \
	" AND IF(? = 0, object_type = ? AND object_id = ?, id = ?)"

static const char SQL_ERASE_VALUES[] =
	"DELETE FROM audit_values WHERE event_id IN (SELECT id FROM audit_event WHERE" THESE ")";

/*
 * Who acted on a link has the object's name. In this order: the second changes what the first
 * reads. Names are bytes here, as they are where they are signed (audit_sign.c): their collation
 * takes "a" for "A", and a letter that is not seen for none.
 */
static const char SQL_ERASE_NAMES[] =
	"UPDATE audit_event SET"
	" actor_name = IF(actor_id IS NULL AND"
	"  CAST(actor_name AS BINARY) = CAST(object_name AS BINARY), '', actor_name),"
	" object_name = '' WHERE LENGTH(object_name) > 0 AND" THESE;

static const char SQL_COUNT[] =
	"SELECT COUNT(*) FROM audit_event LEFT JOIN audit_values ON event_id = id"
	" WHERE (LENGTH(object_name) > 0 OR event_id IS NOT NULL) AND" THESE;

static enum err
count_events(struct context *cx, const struct audit_erasure *e, int64_t *count)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_load(cx->db, &st, SQL_COUNT, V(cx->actor.account_id), V(e->event_id),
		 V(e->kind), V(e->object_id), V(e->event_id))) != ERR_OK)
		return rc;
	*count = db_i64(st, 0);
	db_done(&st);
	return *count == 0 ? ERR_MISSING : ERR_OK;
}

enum err
audit_erase(struct context *cx, const struct audit_erasure *e, int64_t *count)
{
	struct audit event = e->event_id == 0 ?
	    audit_begin("audit.erase", e->kind, e->object_id, "") :
	    audit_begin("audit.erase", "audit_event", e->event_id, "");
	enum err rc;

	*count = 0;
	if ((rc = count_events(cx, e, count)) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_ERASE_VALUES, V(cx->actor.account_id), V(e->event_id),
		 V(e->kind), V(e->object_id), V(e->event_id))) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_ERASE_NAMES, V(cx->actor.account_id), V(e->event_id),
		 V(e->kind), V(e->object_id), V(e->event_id))) != ERR_OK)
		return rc;
	audit_changed(&event, "events", NULL, mem_fmt(cx->mem, "%lld", (long long)*count));
	audit_changed(&event, "reason", NULL, e->reason);
	return audit_add(cx, &event);
}
