#include "base/banned.h"
#include "domain/audit_unsigned.h"

#include "domain/audit_sign.h"

static const char SQL_UNSIGNED[] =
	"SELECT " AUDIT_SIGNED_COLUMNS " FROM audit_event e" AUDIT_JOIN_VALUES
	" WHERE e.id > ? AND e.mac IS NULL ORDER BY e.id LIMIT ?";

static const char SQL_SIGN[] =
	"UPDATE audit_event SET nonce = ?, told_hash = ?, mac = ? WHERE id = ? AND mac IS NULL";

enum err
audit_unsigned_sign(struct context *cx, int64_t *after, size_t most, size_t *count)
{
	struct audit_signed *events = mem_array(cx->mem, most, sizeof(*events));
	struct db_stmt *st;
	size_t i, n = 0;
	enum err rc;

	*count = 0;
	if ((rc = db_query(cx->db, &st, SQL_UNSIGNED, V(*after), V((int64_t)most))) != ERR_OK)
		return rc;
	while (n < most && db_step(st))
		audit_signed_read(cx, st, 0, &events[n++]);
	db_done(&st);
	for (i = 0; i < n; i++) {
		struct audit_signed *e = &events[i];

		audit_sign(cx->config, e);
		if ((rc = db_exec(cx->db, NULL, SQL_SIGN, db_blob(e->nonce, sizeof(e->nonce)),
			 db_blob(e->told_hash, sizeof(e->told_hash)),
			 db_blob(e->mac, sizeof(e->mac)), V(e->id))) != ERR_OK)
			return rc;
		*after = e->id;
	}
	*count = n;
	return ERR_OK;
}
