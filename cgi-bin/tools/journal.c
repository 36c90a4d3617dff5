#include "base/banned.h"
#include "tools/journal.h"

static const char SQL_EXISTS[] =
	"SELECT COUNT(*) FROM information_schema.tables"
	" WHERE table_schema = DATABASE() AND table_name = ?";

static const char SQL_CREATE_JOURNAL[] =
	"CREATE TABLE IF NOT EXISTS schema_migration ("
	" number INT NOT NULL,"
	" name VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,"
	" checksum CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,"
	" done_checksum CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,"
	" statements INT NOT NULL,"
	" done INT NOT NULL DEFAULT 0,"
	" running INT NOT NULL DEFAULT 0,"
	" started_at BIGINT NOT NULL,"
	" finished_at BIGINT NULL,"
	" PRIMARY KEY (number))";

static const char SQL_CREATE_LOCK[] =
	"CREATE TABLE IF NOT EXISTS schema_lock (id TINYINT NOT NULL, PRIMARY KEY (id))";

static const char SQL_LOCK_ROWS[] =
	"SELECT COUNT(*) FROM schema_lock WHERE id = 1";

static const char SQL_ADD_LOCK[] =
	"INSERT INTO schema_lock (id) VALUES (1)";

static const char SQL_LOCK[] =
	"SELECT id FROM schema_lock WHERE id = 1 FOR UPDATE";

static const char SQL_LIST[] =
	"SELECT number, name, checksum, done_checksum, statements, done, running, finished_at"
	" FROM schema_migration ORDER BY number LIMIT ?";

static const char SQL_BEGIN[] =
	"INSERT INTO schema_migration"
	" (number, name, checksum, done_checksum, statements, started_at)"
	" VALUES (?, ?, ?, ?, ?, ?)";

static const char SQL_CORRECT[] =
	"UPDATE schema_migration SET name = ?, checksum = ?, statements = ? WHERE number = ?";

static const char SQL_RUNNING[] =
	"UPDATE schema_migration SET running = ? WHERE number = ?";

static const char SQL_DONE[] =
	"UPDATE schema_migration SET done = ?, done_checksum = ? WHERE number = ?";

static const char SQL_FINISH[] =
	"UPDATE schema_migration SET running = 0, finished_at = ? WHERE number = ?";

/* The one number that a statement answers. */
static enum err
ask(struct db_stmt *st, enum err rc, int64_t *number)
{
	*number = 0;
	if (rc == ERR_OK && db_step(st))
		*number = db_i64(st, 0);
	db_done(&st);
	return rc;
}

static enum err
table_exists(struct db *db, const char *table, bool *exists)
{
	struct db_stmt *st = NULL;
	int64_t count;
	enum err rc;

	rc = db_query(db, &st, SQL_EXISTS, V(table));
	rc = ask(st, rc, &count);
	*exists = count > 0;
	return rc;
}

enum err
journal_exists(struct db *db, bool *exists)
{
	return table_exists(db, "schema_migration", exists);
}

/*
 * Asked first: CREATE TABLE waits for the transaction that holds the lock even where there is
 * nothing to create.
 */
static enum err
create(struct db *db, const char *table, const char *sql)
{
	bool exists;
	enum err rc;

	if ((rc = table_exists(db, table, &exists)) != ERR_OK || exists)
		return rc;
	return db_run_text(db, sql);
}

enum err
journal_prepare(struct db *db)
{
	struct db_stmt *st = NULL;
	int64_t rows;
	enum err rc;

	if ((rc = create(db, "schema_migration", SQL_CREATE_JOURNAL)) != ERR_OK ||
	    (rc = create(db, "schema_lock", SQL_CREATE_LOCK)) != ERR_OK)
		return rc;
	rc = db_query(db, &st, SQL_LOCK_ROWS);
	if ((rc = ask(st, rc, &rows)) != ERR_OK || rows > 0)
		return rc;
	rc = db_exec(db, NULL, SQL_ADD_LOCK);
	return rc == ERR_TAKEN ? ERR_OK : rc;
}

enum err
journal_lock(struct db *lock)
{
	enum err rc;

	if ((rc = db_begin(lock)) != ERR_OK)
		return rc;
	if ((rc = journal_is_locked(lock)) != ERR_OK)
		db_rollback(lock);
	return rc;
}

enum err
journal_is_locked(struct db *lock)
{
	struct db_stmt *st = NULL;
	int64_t id;
	enum err rc;

	rc = db_query(lock, &st, SQL_LOCK);
	if ((rc = ask(st, rc, &id)) != ERR_OK)
		return rc;
	return id == 1 ? ERR_OK : ERR_DB;
}

enum err
journal_load(struct db *db, struct mem *m, struct applied **rows, size_t *count)
{
	struct db_stmt *st = NULL;
	bool exists;
	enum err rc;

	*count = 0;
	*rows = mem_array(m, MIGRATIONS_MAX, sizeof(**rows));
	if ((rc = journal_exists(db, &exists)) != ERR_OK || !exists)
		return rc;
	if ((rc = db_query(db, &st, SQL_LIST, V(MIGRATIONS_MAX))) != ERR_OK)
		return rc;
	while (db_step(st))
		(*rows)[(*count)++] = (struct applied){
			.number = db_i64(st, 0),
			.name = db_str(st, m, 1),
			.checksum = db_str(st, m, 2),
			.done_checksum = db_str(st, m, 3),
			.statements = db_i64(st, 4),
			.done = db_i64(st, 5),
			.running = db_i64(st, 6),
			.is_finished = !db_is_null(st, 7),
		};
	db_done(&st);
	return ERR_OK;
}

enum err
journal_begin(struct db *db, const struct migration *file, int64_t now)
{
	struct mem *m = mem_new();
	const char *nothing = migrations_done_checksum(m, file, 0);
	enum err rc;

	rc = db_exec(db, NULL, SQL_BEGIN, V(file->number), V(file->name), V(file->checksum),
	    V(nothing), V((int64_t)file->count), V(now));
	mem_free(&m);
	return rc;
}

enum err
journal_correct(struct db *db, const struct migration *file)
{
	return db_exec(db, NULL, SQL_CORRECT, V(file->name), V(file->checksum),
	    V((int64_t)file->count), V(file->number));
}

enum err
journal_running(struct db *db, int64_t migration, int64_t statement)
{
	return db_exec(db, NULL, SQL_RUNNING, V(statement), V(migration));
}

enum err
journal_done(struct db *db, int64_t migration, int64_t done, const char *checksum)
{
	return db_exec(db, NULL, SQL_DONE, V(done), V(checksum), V(migration));
}

enum err
journal_finish(struct db *db, int64_t migration, int64_t now)
{
	return db_exec(db, NULL, SQL_FINISH, V(now), V(migration));
}
