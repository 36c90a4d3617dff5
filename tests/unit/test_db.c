/*
 * test_db: values come back as they went in, errors say what the caller can do, and a lost
 * connection never takes half a transaction with it. Runs on the migrated database that
 * POINTPERSON_SETTINGS names; what must be kept for a moment stands in rows of `throttle`.
 */
#include "base/banned.h"
#include "base/db.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/config.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define LONG_TEXT	(70 * 1024)	/* beyond the 64 KiB of TEXT and of a packet's first piece */

struct fixture {
	struct mem	*m;
	struct config	 config;
	struct db	*db;		/* the application's user */
	struct db	*owner;		/* the migrations' user, who may make temporary tables */
};

static const char SQL_TABLE[] =
	"CREATE TEMPORARY TABLE test_db (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,"
	" number BIGINT NULL, words MEDIUMTEXT CHARACTER SET utf8mb4 NULL, bytes MEDIUMBLOB NULL,"
	" one BIGINT NULL, two VARCHAR(60) NULL, UNIQUE KEY test_one (one),"
	" UNIQUE KEY test_two (two), CONSTRAINT test_positive CHECK (one > 0))";
static const char SQL_PUT[] =
	"INSERT INTO test_db (number, words, bytes) VALUES (?, ?, ?)";
static const char SQL_GET[] =
	"SELECT number, words, bytes FROM test_db WHERE id = ?";
static const char SQL_UNIQUE[] =
	"INSERT INTO test_db (one, two) VALUES (?, ?)";
static const char SQL_ROWS[] =
	"SELECT COUNT(*) FROM test_db";
static const char SQL_ONE[] =
	"SELECT 1";
static const char SQL_ID[] =
	"SELECT CONNECTION_ID()";
static const char SQL_KEEP[] =
	"INSERT INTO throttle (policy, key_hash, free_at_ms) VALUES ('test_db', ?, ?)";
static const char SQL_CHANGE[] =
	"UPDATE throttle SET free_at_ms = free_at_ms + 1 WHERE policy = 'test_db' AND key_hash = ?";
static const char SQL_FORGET[] =
	"DELETE FROM throttle WHERE policy = 'test_db'";

static int
set_up(void **state)
{
	struct fixture *f = mem_keep(sizeof(*f));
	struct db_options owner;
	const char *problem;

	f->m = mem_new();
	if (config_load(f->m, config_file(), &f->config, &problem) != ERR_OK) {
		print_error("%s: %s\n", config_file(), problem);
		return -1;
	}
	owner = f->config.database;
	owner.user = f->config.migration_user;
	owner.password = f->config.migration_password;
	f->db = db_new(&f->config.database);
	f->owner = db_new(&owner);
	*state = f;
	return db_run_text(f->owner, SQL_TABLE) == ERR_OK ? 0 : -1;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	while (db_depth(f->db) > 0)
		db_rollback(f->db);
	db_read_only(f->db, false);
	assert_int_equal(db_exec(f->db, NULL, SQL_FORGET), ERR_OK);
	assert_int_equal(db_open_results(f->db), 0);
	assert_int_equal(db_open_results(f->owner), 0);
	db_free(&f->db);
	db_free(&f->owner);
	assert_null(f->db);
	mem_free(&f->m);
	free(f);
	return 0;
}

static int64_t
number(struct db *db, const char *sql)
{
	struct db_stmt *st;
	int64_t n;

	assert_int_equal(db_query(db, &st, sql), ERR_OK);
	n = db_step(st) ? db_i64(st, 0) : -1;
	db_done(&st);
	return n;
}

static struct db_stmt *
put_and_get(struct fixture *f, struct db_val integer, struct db_val text, struct db_val blob)
{
	struct db_stmt *st;
	int64_t rows;

	assert_int_equal(db_exec(f->owner, &rows, SQL_PUT, integer, text, blob), ERR_OK);
	assert_int_equal(rows, 1);
	assert_int_equal(db_query(f->owner, &st, SQL_GET, V(db_insert_id(f->owner))), ERR_OK);
	assert_true(db_step(st));
	return st;
}

static void
test_db__integers_come_back(void **state)
{
	static const int64_t numbers[] = { 0, 1, -1, INT32_MAX, INT32_MIN, INT64_C(4294967296),
		INT64_MAX, INT64_MIN };
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(numbers); i++) {
		struct db_stmt *st = put_and_get(f, V(numbers[i]), db_null(), db_null());

		if (db_is_null(st, 0) || db_i64(st, 0) != numbers[i])
			fail_msg("%lld comes back as %lld", (long long)numbers[i],
			    (long long)db_i64(st, 0));
		assert_false(db_step(st));
		db_done(&st);
		assert_null(st);
	}
}

static void
test_db__every_c_type_is_bound_as_it_is(void **state)
{
	struct fixture *f = *state;
	struct db_val values[] = { V(true), V(-7), V(4000000000U), V(-8L), V(-9LL) };
	int64_t expected[] = { 1, -7, 4000000000, -8, -9 };

	for (size_t i = 0; i < COUNT(values); i++) {
		struct db_stmt *st = put_and_get(f, values[i], db_null(), db_null());

		if (db_i64(st, 0) != expected[i])
			fail_msg("case %zu comes back as %lld", i, (long long)db_i64(st, 0));
		db_done(&st);
	}
}

static void
test_db__texts_come_back(void **state)
{
	struct fixture *f = *state;
	char *longest = mem_alloc(f->m, LONG_TEXT + 1);
	const char *texts[] = { "", " ", "Asha", "आशा राव", "\xf0\x9f\x98\x80", "'; DROP TABLE x --",
		"a\\b\n\t\"", longest };
	char changeable[] = "char *";

	memset(longest, 'x', LONG_TEXT);
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct db_stmt *st = put_and_get(f, db_null(), V(texts[i]), db_null());

		if (db_is_null(st, 1) || strcmp(db_str(st, f->m, 1), texts[i]) != 0)
			fail_msg("\"%.60s\" comes back as \"%.60s\"", texts[i],
			    db_str(st, f->m, 1));
		db_done(&st);
	}
	struct db_stmt *st = put_and_get(f, db_null(), V(changeable), db_null());
	assert_string_equal(db_str(st, f->m, 1), "char *");
	db_done(&st);
}

static void
test_db__bytes_come_back(void **state)
{
	struct fixture *f = *state;
	unsigned char bytes[LONG_TEXT];
	struct db_stmt *st;

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)(i * 7 % 256);
	st = put_and_get(f, db_null(), db_null(), db_blob(bytes, sizeof(bytes)));
	assert_memory_equal(db_str(st, f->m, 2), bytes, sizeof(bytes));
	db_done(&st);

	st = put_and_get(f, db_null(), db_null(), db_blob("a\0b", 3));
	assert_memory_equal(db_str(st, f->m, 2), "a\0b", 4);
	db_done(&st);

	st = put_and_get(f, db_null(), db_null(), db_blob("", 0));
	assert_false(db_is_null(st, 2));
	assert_string_equal(db_str(st, f->m, 2), "");
	db_done(&st);
}

static void
test_db__null_is_not_empty(void **state)
{
	struct fixture *f = *state;
	struct db_stmt *st = put_and_get(f, db_null(), db_null(), db_null());

	for (unsigned int i = 0; i < 3; i++)
		if (!db_is_null(st, i))
			fail_msg("column %u is not NULL", i);
	assert_int_equal(db_i64(st, 0), 0);
	assert_string_equal(db_str(st, f->m, 1), "");
	db_done(&st);
	st = put_and_get(f, V(0), V(""), db_null());
	assert_false(db_is_null(st, 0));
	assert_false(db_is_null(st, 1));
	db_done(&st);
	db_done(&st);
}

static void
test_db__another_number_of_values_is_a_bug(void **state)
{
	static const char sql[] = "SELECT 1 FROM throttle WHERE policy = ? AND free_at_ms = ?";
	struct fixture *f = *state;
	struct db_stmt *st;

	assert_int_equal(db_query(f->db, &st, sql), ERR_BUG);
	assert_int_equal(db_query(f->db, &st, sql, V("a")), ERR_BUG);
	assert_int_equal(db_query(f->db, &st, sql, V("a"), V(1), V(2)), ERR_BUG);
	assert_null(st);
	assert_int_equal(db_exec(f->db, NULL, SQL_FORGET, V(1)), ERR_BUG);
	assert_int_equal(db_query(f->db, &st, sql, V("a"), V(1)), ERR_OK);
	assert_false(db_step(st));
	db_done(&st);
}

static void
test_db__statement_without_rows_is_no_query(void **state)
{
	struct fixture *f = *state;
	struct db_stmt *st;

	assert_int_equal(db_query(f->db, &st, SQL_FORGET), ERR_BUG);
	assert_null(st);
}

static void
test_db__wrong_sql_is_told_apart(void **state)
{
	struct fixture *f = *state;
	struct db_stmt *st;

	assert_int_equal(db_query(f->db, &st, "SELECT nonsense FROM throttle"), ERR_DB);
	assert_non_null(strstr(db_problem(f->db), "nonsense"));
	assert_int_equal(db_run_text(f->db, "CREATE TABLE test_none (a INT)"), ERR_DB);
	assert_int_equal(number(f->db, SQL_ONE), 1);
}

static void
test_db__reading_only_refuses_writes(void **state)
{
	struct fixture *f = *state;

	db_read_only(f->db, true);
	assert_int_equal(db_exec(f->db, NULL, SQL_FORGET), ERR_BUG);
	assert_int_equal(db_begin(f->db), ERR_BUG);
	assert_int_equal(db_depth(f->db), 0);
	assert_int_equal(number(f->db, SQL_ONE), 1);

	db_read_only(f->db, false);
	assert_int_equal(db_exec(f->db, NULL, SQL_FORGET), ERR_OK);
	assert_int_equal(db_begin(f->db), ERR_OK);
}

static void
test_db__tells_which_index_refused(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(db_exec(f->owner, NULL, SQL_UNIQUE, V(1), V("a")), ERR_OK);
	assert_int_equal(db_exec(f->owner, NULL, SQL_UNIQUE, V(1), V("b")), ERR_TAKEN);
	assert_true(db_refused_by(f->owner, "test_one"));
	assert_false(db_refused_by(f->owner, "test_two"));
	assert_int_equal(db_exec(f->owner, NULL, SQL_UNIQUE, V(2), V("a")), ERR_TAKEN);
	assert_true(db_refused_by(f->owner, "test_two"));
	assert_int_equal(db_exec(f->owner, NULL, SQL_UNIQUE, V(-1), V("c")), ERR_REFUSED);
	assert_true(db_refused_by(f->owner, "test_positive"));
	assert_false(db_refused_by(f->owner, "test_one"));
	assert_int_equal(number(f->owner, SQL_ROWS), 1);
}

/* The server quotes the value that was refused, and a person typed it. */
static void
test_db__typed_text_names_no_index(void **state)
{
	static const char *const typed[] = { "test_one", "x' for key 'test_one", "`test_one`" };
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(typed); i++) {
		assert_int_equal(db_exec(f->owner, NULL, SQL_UNIQUE, V((int)i + 1), V(typed[i])),
		    ERR_OK);
		assert_int_equal(db_exec(f->owner, NULL, SQL_UNIQUE, V((int)i + 9), V(typed[i])),
		    ERR_TAKEN);
		if (db_refused_by(f->owner, "test_one") || !db_refused_by(f->owner, "test_two"))
			fail_msg("%s misleads: %s", typed[i], db_problem(f->owner));
	}
}

static void
test_db__missing_parent_row_is_refused(void **state)
{
	static const char sql[] = "INSERT INTO role (account_id, id, copied_from, name,"
		" permission_bits) VALUES (?, 1, 1, 'x', 0)";
	struct fixture *f = *state;

	assert_int_equal(db_begin(f->db), ERR_OK);
	assert_int_equal(db_exec(f->db, NULL, sql, V(-1)), ERR_REFUSED);
	assert_true(db_refused_by(f->db, "role_account"));
	assert_false(db_refused_by(f->db, "role_copied_from"));
}

static void
test_db__inner_rollback_keeps_the_outer(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(db_begin(f->owner), ERR_OK);
	assert_int_equal(db_exec(f->owner, NULL, SQL_PUT, V(1), db_null(), db_null()), ERR_OK);
	assert_int_equal(db_begin(f->owner), ERR_OK);
	assert_int_equal(db_depth(f->owner), 2);
	assert_int_equal(db_exec(f->owner, NULL, SQL_PUT, V(2), db_null(), db_null()), ERR_OK);
	db_rollback(f->owner);
	assert_int_equal(number(f->owner, SQL_ROWS), 1);
	assert_int_equal(db_begin(f->owner), ERR_OK);
	assert_int_equal(db_exec(f->owner, NULL, SQL_PUT, V(3), db_null(), db_null()), ERR_OK);
	assert_int_equal(db_commit(f->owner), ERR_OK);
	assert_int_equal(number(f->owner, SQL_ROWS), 2);
	assert_int_equal(db_depth(f->owner), 1);

	db_rollback(f->owner);

	assert_int_equal(db_depth(f->owner), 0);
	assert_int_equal(number(f->owner, SQL_ROWS), 0);
	db_rollback(f->owner);
	assert_int_equal(db_depth(f->owner), 0);
}

static void
test_db__commit_keeps_all_levels(void **state)
{
	struct fixture *f = *state;

	for (int level = 0; level < 4; level++) {
		assert_int_equal(db_begin(f->owner), ERR_OK);
		assert_int_equal(db_exec(f->owner, NULL, SQL_PUT, V(level), db_null(), db_null()),
		    ERR_OK);
	}
	assert_int_equal(db_begin(f->owner), ERR_BUG);
	for (int level = 0; level < 4; level++)
		assert_int_equal(db_commit(f->owner), ERR_OK);
	assert_int_equal(db_depth(f->owner), 0);
	assert_int_equal(number(f->owner, SQL_ROWS), 4);
}

static void
test_db__second_use_costs_one_round_trip(void **state)
{
	struct fixture *f = *state;
	int64_t trips, statements;

	number(f->db, SQL_ID);
	trips = db_round_trips(f->db);
	statements = db_statements(f->db);

	number(f->db, SQL_ONE);
	assert_int_equal(db_round_trips(f->db) - trips, 2);
	assert_int_equal(db_statements(f->db) - statements, 1);
	number(f->db, SQL_ONE);
	assert_int_equal(db_round_trips(f->db) - trips, 3);
	assert_int_equal(db_statements(f->db) - statements, 2);
}

static void
test_db__open_results_are_counted(void **state)
{
	struct fixture *f = *state;
	struct db_stmt *a, *b;

	assert_int_equal(db_query(f->db, &a, SQL_ONE), ERR_OK);
	assert_int_equal(db_query(f->db, &b, SQL_ID), ERR_OK);
	assert_int_equal(db_open_results(f->db), 2);
	db_done(&a);
	assert_int_equal(db_open_results(f->db), 1);

	assert_int_equal(db_query(f->db, &a, SQL_ID), ERR_BUG);

	assert_true(db_step(b));
	db_done(&b);
	assert_int_equal(db_open_results(f->db), 0);
}

static void
test_db__ends_results_that_were_forgotten(void **state)
{
	struct fixture *f = *state;
	struct db_stmt *a, *b;

	assert_int_equal(db_query(f->db, &a, SQL_ONE), ERR_OK);
	assert_int_equal(db_query(f->db, &b, SQL_ID), ERR_OK);
	db_end_results(f->db);
	assert_int_equal(db_open_results(f->db), 0);
	assert_int_equal(number(f->db, SQL_ONE), 1);
}

static void
test_db__session_is_set_as_said(void **state)
{
	static const struct { const char *sql, *expected; } cases[] = {
		{ "SELECT @@time_zone", "+00:00" },
		{ "SELECT @@tx_isolation", "READ-COMMITTED" },
		{ "SELECT @@character_set_client", "utf8mb4" },
		{ "SELECT @@character_set_connection", "utf8mb4" },
		{ "SELECT @@character_set_results", "utf8mb4" },
		{ "SELECT CAST(@@autocommit AS CHAR)", "1" },
		{ "SELECT CAST(@@innodb_lock_wait_timeout AS CHAR)", "5" },
		{ "SELECT CAST(@@group_concat_max_len AS CHAR)", "65536" },
		{ "SELECT @@sql_mode",
		    "STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct db_stmt *st;
		const char *found;

		assert_int_equal(db_query(f->db, &st, cases[i].sql), ERR_OK);
		found = db_step(st) ? db_str(st, f->m, 0) : "";
		db_done(&st);
		if (strcmp(found, cases[i].expected) != 0)
			fail_msg("%s: %s", cases[i].sql, found);
	}
}

static void
test_db__no_file_of_ours_is_sent(void **state)
{
	struct fixture *f = *state;

	assert_int_not_equal(db_run_text(f->owner,
	    "LOAD DATA LOCAL INFILE '/etc/hostname' INTO TABLE test_db (words)"), ERR_OK);
	if (strstr(db_problem(f->owner), "4166") == NULL &&
	    strstr(db_problem(f->owner), "1148") == NULL &&
	    strstr(db_problem(f->owner), "2068") == NULL)
		fail_msg("refused for another reason: %s", db_problem(f->owner));
	assert_int_equal(number(f->owner, SQL_ROWS), 0);
}

/* Ends the connection of db from another of the same user, as an administrator would. */
static void
end_connection(struct fixture *f, struct db *db)
{
	struct db *other = db_new(&f->config.database);

	assert_int_equal(db_run_text(other, mem_fmt(f->m, "KILL CONNECTION %lld",
	    (long long)number(db, SQL_ID))), ERR_OK);
	db_free(&other);
}

static void
test_db__idle_connection_that_is_gone_is_replaced(void **state)
{
	struct fixture *f = *state;
	int64_t first = number(f->db, SQL_ID);

	end_connection(f, f->db);
	assert_int_equal(number(f->db, SQL_ONE), 1);
	assert_int_not_equal(number(f->db, SQL_ID), first);

	end_connection(f, f->db);
	assert_int_equal(db_begin(f->db), ERR_OK);
	assert_int_equal(db_exec(f->db, NULL, SQL_FORGET), ERR_OK);
	assert_int_equal(db_commit(f->db), ERR_OK);

	end_connection(f, f->db);
	assert_int_equal(db_ping(f->db), ERR_OK);
	assert_int_equal(number(f->db, SQL_ONE), 1);
}

/* A write alone may have been carried out before the answer was lost: it is the caller's to repeat. */
static void
test_db__write_is_not_repeated_by_itself(void **state)
{
	struct fixture *f = *state;

	end_connection(f, f->db);
	assert_int_equal(db_exec(f->db, NULL, SQL_FORGET), ERR_RETRY);
	assert_int_equal(db_exec(f->db, NULL, SQL_FORGET), ERR_OK);
}

static void
test_db__lost_within_a_transaction_is_lost_to_its_end(void **state)
{
	struct fixture *f = *state;
	struct db_stmt *st;

	assert_int_equal(db_begin(f->db), ERR_OK);
	assert_int_equal(db_exec(f->db, NULL, SQL_KEEP, db_blob("a", 1), V(1)), ERR_OK);
	end_connection(f, f->db);

	assert_int_equal(db_query(f->db, &st, SQL_ONE), ERR_RETRY);
	assert_null(st);
	assert_int_equal(db_query(f->db, &st, SQL_ONE), ERR_RETRY);
	assert_int_equal(db_exec(f->db, NULL, SQL_CHANGE, db_blob("a", 1)), ERR_RETRY);
	assert_int_equal(db_begin(f->db), ERR_RETRY);
	assert_int_equal(db_ping(f->db), ERR_RETRY);
	assert_int_equal(db_run_text(f->db, "SELECT 1"), ERR_RETRY);
	assert_int_equal(db_commit(f->db), ERR_RETRY);
	assert_int_equal(db_depth(f->db), 1);
	db_rollback(f->db);

	assert_int_equal(db_depth(f->db), 0);
	assert_int_equal(number(f->db, "SELECT COUNT(*) FROM throttle WHERE policy = 'test_db'"),
	    0);
}

static void
test_db__ping_replaces_nothing_within_a_transaction(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(db_begin(f->db), ERR_OK);
	end_connection(f, f->db);
	assert_int_equal(db_ping(f->db), ERR_RETRY);
	assert_int_equal(db_exec(f->db, NULL, SQL_FORGET), ERR_RETRY);
	db_rollback(f->db);
	assert_int_equal(db_ping(f->db), ERR_OK);
}

static void
test_db__lost_at_commit_and_in_savepoints(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(db_begin(f->db), ERR_OK);
	end_connection(f, f->db);
	assert_int_equal(db_commit(f->db), ERR_RETRY);
	db_rollback(f->db);

	assert_int_equal(db_begin(f->db), ERR_OK);
	assert_int_equal(db_begin(f->db), ERR_OK);
	end_connection(f, f->db);
	db_rollback(f->db);
	assert_int_equal(db_exec(f->db, NULL, SQL_FORGET), ERR_RETRY);
	db_rollback(f->db);
	assert_int_equal(db_depth(f->db), 0);
	assert_int_equal(number(f->db, SQL_ONE), 1);
}

/* What was read before the connection went is kept; a new one would take the statement away. */
static void
test_db__open_result_outlives_its_connection(void **state)
{
	struct fixture *f = *state;
	struct db_stmt *a, *b;

	number(f->db, SQL_ID);
	assert_int_equal(db_query(f->db, &a, "SELECT 7 UNION SELECT 8"), ERR_OK);
	assert_true(db_step(a));
	end_connection(f, f->db);

	assert_int_equal(db_query(f->db, &b, SQL_ONE), ERR_RETRY);

	assert_int_equal(db_i64(a, 0), 7);
	assert_true(db_step(a));
	assert_int_equal(db_i64(a, 0), 8);
	db_done(&a);
	assert_int_equal(number(f->db, SQL_ONE), 1);
	assert_int_equal(db_open_results(f->db), 0);
}

/* Holds b, tells so, then asks for a, which the parent holds. Ends with what came of it. */
static void
child_of_deadlock(struct fixture *f, int ready)
{
	struct db *db = db_new(&f->config.database);
	enum err rc;

	freopen("/dev/null", "w", stderr);
	if (db_begin(db) != ERR_OK || db_exec(db, NULL, SQL_CHANGE, db_blob("b", 1)) != ERR_OK)
		_exit(ERR__MAX);
	write(ready, "x", 1);
	rc = db_exec(db, NULL, SQL_CHANGE, db_blob("a", 1));
	db_rollback(db);
	if (number(db, SQL_ONE) != 1 || db_depth(db) != 0)
		rc = ERR__MAX;
	_exit((int)rc);
}

static void
test_db__one_of_a_deadlock_tries_again(void **state)
{
	struct fixture *f = *state;
	enum err ours, theirs;
	int ready[2], status;
	char c;
	pid_t child;

	assert_int_equal(db_exec(f->db, NULL, SQL_KEEP, db_blob("a", 1), V(1)), ERR_OK);
	assert_int_equal(db_exec(f->db, NULL, SQL_KEEP, db_blob("b", 1), V(1)), ERR_OK);
	assert_int_equal(db_begin(f->db), ERR_OK);
	assert_int_equal(db_exec(f->db, NULL, SQL_CHANGE, db_blob("a", 1)), ERR_OK);
	assert_int_equal(pipe(ready), 0);
	if ((child = fork()) == 0)
		child_of_deadlock(f, ready[1]);
	close(ready[1]);
	assert_int_equal(read(ready[0], &c, 1), 1);
	close(ready[0]);

	ours = db_exec(f->db, NULL, SQL_CHANGE, db_blob("b", 1));
	db_rollback(f->db);
	assert_int_equal(waitpid(child, &status, 0), child);
	theirs = (enum err)WEXITSTATUS(status);

	if (!(ours == ERR_RETRY && theirs == ERR_OK) && !(ours == ERR_OK && theirs == ERR_RETRY))
		fail_msg("ours %d, theirs %d", (int)ours, (int)theirs);
	assert_int_equal(number(f->db, SQL_ONE), 1);
}

static void
test_db__database_that_is_not_there(void **state)
{
	struct fixture *f = *state;
	struct db_options nowhere = f->config.database;
	struct db_stmt *st;
	struct db *db;

	nowhere.socket = "/nowhere/database.sock";
	db = db_new(&nowhere);
	assert_int_equal(db_query(db, &st, SQL_ONE), ERR_DB);
	assert_null(st);
	assert_int_equal(db_begin(db), ERR_DB);
	assert_int_equal(db_ping(db), ERR_DB);
	assert_non_null(strstr(db_problem(db), "/nowhere/database.sock"));
	db_free(&db);
	db_free(&db);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	static const struct CMUnitTest tests[] = {
		TEST(test_db__integers_come_back),
		TEST(test_db__every_c_type_is_bound_as_it_is),
		TEST(test_db__texts_come_back),
		TEST(test_db__bytes_come_back),
		TEST(test_db__null_is_not_empty),
		TEST(test_db__another_number_of_values_is_a_bug),
		TEST(test_db__statement_without_rows_is_no_query),
		TEST(test_db__wrong_sql_is_told_apart),
		TEST(test_db__reading_only_refuses_writes),
		TEST(test_db__tells_which_index_refused),
		TEST(test_db__typed_text_names_no_index),
		TEST(test_db__missing_parent_row_is_refused),
		TEST(test_db__inner_rollback_keeps_the_outer),
		TEST(test_db__commit_keeps_all_levels),
		TEST(test_db__second_use_costs_one_round_trip),
		TEST(test_db__open_results_are_counted),
		TEST(test_db__ends_results_that_were_forgotten),
		TEST(test_db__session_is_set_as_said),
		TEST(test_db__no_file_of_ours_is_sent),
		TEST(test_db__idle_connection_that_is_gone_is_replaced),
		TEST(test_db__write_is_not_repeated_by_itself),
		TEST(test_db__lost_within_a_transaction_is_lost_to_its_end),
		TEST(test_db__ping_replaces_nothing_within_a_transaction),
		TEST(test_db__lost_at_commit_and_in_savepoints),
		TEST(test_db__open_result_outlives_its_connection),
		TEST(test_db__one_of_a_deadlock_tries_again),
		TEST(test_db__database_that_is_not_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
