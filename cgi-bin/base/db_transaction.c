#include "base/banned.h"
#include "base/db_private.h"

#include <assert.h>
#include <time.h>

#include "base/crypt.h"
#include "base/log.h"

#define PAUSE_MS	15	/* the first pause between two tries; each is longer, by chance */
#define DEPTH_MAX	4	/* a test's transaction, the request's, and room */

/* The first verb of a transaction may find the connection gone: nothing is lost with it. */
static enum err
run_first(struct db *db, const char *verb)
{
	enum err rc;

	if ((rc = db_need_connection(db)) == ERR_OK &&
	    (rc = db_run_text(db, verb)) != ERR_OK && db->is_lost && db->depth == 0 &&
	    (rc = db_need_connection(db)) == ERR_OK)
		rc = db_run_text(db, verb);
	return rc;
}

enum err
db_begin(struct db *db)
{
	static const char *const verbs[DEPTH_MAX] = {
		"START TRANSACTION", "SAVEPOINT level_1", "SAVEPOINT level_2", "SAVEPOINT level_3"
	};
	enum err rc;

	if (db->is_read_only || db->depth == DEPTH_MAX) {
		log_err("db: a transaction where none is allowed");
		return ERR_BUG;
	}
	if ((rc = run_first(db, verbs[db->depth])) == ERR_OK)
		db->depth++;
	return rc;
}

/* The level is that of the next transaction alone. */
enum err
db_begin_snapshot(struct db *db)
{
	enum err rc;

	if (db->is_read_only || db->depth > 0) {
		log_err("db: a snapshot where none is allowed");
		return ERR_BUG;
	}
	if ((rc = run_first(db, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")) == ERR_OK &&
	    (rc = db_run_text(db, "START TRANSACTION WITH CONSISTENT SNAPSHOT")) == ERR_OK)
		db->depth++;
	return rc;
}

enum err
db_commit(struct db *db)
{
	static const char *const verbs[DEPTH_MAX] = { "COMMIT", "RELEASE SAVEPOINT level_1",
		"RELEASE SAVEPOINT level_2", "RELEASE SAVEPOINT level_3" };
	enum err rc;

	assert(db->depth > 0);
	if (db->is_lost)
		return ERR_RETRY;
	if ((rc = db_run_text(db, verbs[db->depth - 1])) == ERR_OK)
		db->depth--;
	return rc;
}

void
db_rollback(struct db *db)
{
	static const char *const verbs[DEPTH_MAX] = {
		"ROLLBACK", "ROLLBACK TO SAVEPOINT level_1", "ROLLBACK TO SAVEPOINT level_2",
		"ROLLBACK TO SAVEPOINT level_3"
	};

	if (db->depth == 0)
		return;
	db->depth--;
	if (!db->is_lost && db_run_text(db, verbs[db->depth]) != ERR_OK)
		db->is_lost = true;
}

unsigned int
db_depth(const struct db *db)
{
	return db->depth;
}

void
db_read_only(struct db *db, bool is_read_only)
{
	db->is_read_only = is_read_only;
}

void
db_watch(struct db *db, db_watcher *watch, void *closure)
{
	db->watch = watch;
	db->watch_closure = closure;
}

void
db_pause(int tries)
{
	unsigned char chance;
	struct timespec pause;

	crypt_random(&chance, sizeof(chance));
	pause.tv_sec = 0;
	pause.tv_nsec = (long)(PAUSE_MS * tries + chance % PAUSE_MS) * 1000000L;
	nanosleep(&pause, NULL);
}
