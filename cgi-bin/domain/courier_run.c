#include "base/banned.h"
#include "domain/courier_run.h"

static const char SQL_NOTE[] =
	"INSERT INTO courier_run (id, looked_at) VALUES (1, ?)"
	" ON DUPLICATE KEY UPDATE looked_at = VALUES(looked_at)";

static const char SQL_LOOKED[] =
	"SELECT looked_at FROM courier_run WHERE id = 1";

enum err
courier_run_note(struct context *cx)
{
	return db_exec(cx->db, NULL, SQL_NOTE, V(cx->now));
}

enum err
courier_run_age(struct context *cx, int64_t *age_sec)
{
	struct db_stmt *st;
	enum err rc;

	*age_sec = COURIER_RUN_NEVER;
	if ((rc = db_query(cx->db, &st, SQL_LOOKED)) != ERR_OK)
		return rc;
	if (db_step(st))
		*age_sec = db_i64(st, 0) < cx->now ? cx->now - db_i64(st, 0) : 0;
	db_done(&st);
	return ERR_OK;
}
