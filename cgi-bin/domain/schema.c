#include "base/banned.h"
#include "domain/schema.h"

static const char SQL_NEWEST[] =
	"SELECT MAX(number), SUM(finished_at IS NULL) FROM schema_migration";

enum err
schema_is_current(struct context *cx, bool *is_current)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_NEWEST)) != ERR_OK)
		return rc;
	*is_current = db_step(st) && db_i64(st, 0) == SCHEMA_NUMBER && db_i64(st, 1) == 0;
	db_done(&st);
	return ERR_OK;
}
