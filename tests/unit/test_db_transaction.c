/*
 * test_db_transaction: a transaction is kept or undone whole, whatever becomes of its connection.
 */
#include "base/banned.h"
#include "base/db.h"

#include <sys/wait.h>
#include <unistd.h>

#define POLICY	"test_db_transaction"
#include "db_fixture.h"

#define FAR	INT64_C(9000000000000)	/* milliseconds: no purge takes the rows meanwhile */

/* Two rows of throttle; the column holds 32 bytes. */
static const char key_a[32] = "a", key_b[32] = "b";

static const char SQL_KEEP[] =
	"INSERT INTO throttle (policy, key_hash, free_at_ms) VALUES ('" POLICY "', ?, ?)";
static const char SQL_CHANGE[] =
	"UPDATE throttle SET free_at_ms = free_at_ms + 1"
	" WHERE policy = '" POLICY "' AND key_hash = ?";

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

static int64_t
kept(struct db *db)
{
	return number(db, "SELECT COUNT(*) FROM throttle WHERE policy = '" POLICY "'");
}

static void
test_db__other_transactions_are_seen_as_they_are_committed(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(db_begin(f->db), ERR_OK);
	assert_int_equal(kept(f->db), 0);
	assert_int_equal(db_exec(f->owner, NULL, SQL_KEEP, db_blob(key_a, sizeof(key_a)), V(FAR)),
	    ERR_OK);
	assert_int_equal(kept(f->db), 1);
	db_rollback(f->db);
}

/* From its beginning on, not from its first statement; and the next one is as all others. */
static void
test_db__a_snapshot_is_of_one_moment(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(db_begin_snapshot(f->db), ERR_OK);
	assert_int_equal(db_exec(f->owner, NULL, SQL_KEEP, db_blob(key_a, sizeof(key_a)), V(FAR)),
	    ERR_OK);
	assert_int_equal(kept(f->db), 0);
	assert_int_equal(kept(f->owner), 1);
	assert_int_equal(db_begin_snapshot(f->db), ERR_BUG);
	assert_int_equal(db_depth(f->db), 1);
	db_rollback(f->db);
	assert_int_equal(db_depth(f->db), 0);

	assert_int_equal(db_begin(f->db), ERR_OK);
	assert_int_equal(kept(f->db), 1);
	assert_int_equal(db_exec(f->owner, NULL, SQL_KEEP, db_blob(key_b, sizeof(key_b)), V(FAR)),
	    ERR_OK);
	assert_int_equal(kept(f->db), 2);
	db_rollback(f->db);
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
	assert_int_equal(db_begin_snapshot(f->db), ERR_OK);
	db_rollback(f->db);

	end_connection(f, f->db);
	assert_int_equal(db_ping(f->db), ERR_OK);
	assert_int_equal(number(f->db, SQL_ONE), 1);
}

/* A write may have been carried out before the answer was lost: it is the caller's to repeat. */
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
	assert_int_equal(db_exec(f->db, NULL, SQL_KEEP, db_blob(key_a, sizeof(key_a)), V(FAR)),
	    ERR_OK);
	end_connection(f, f->db);

	assert_int_equal(db_query(f->db, &st, SQL_ONE), ERR_RETRY);
	assert_null(st);
	assert_int_equal(db_query(f->db, &st, SQL_ONE), ERR_RETRY);
	assert_int_equal(db_exec(f->db, NULL, SQL_CHANGE, db_blob(key_a, sizeof(key_a))), ERR_RETRY);
	assert_int_equal(db_begin(f->db), ERR_RETRY);
	assert_int_equal(db_ping(f->db), ERR_RETRY);
	assert_int_equal(db_run_text(f->db, "SELECT 1"), ERR_RETRY);
	assert_int_equal(db_commit(f->db), ERR_RETRY);
	assert_int_equal(db_depth(f->db), 1);
	db_rollback(f->db);

	assert_int_equal(db_depth(f->db), 0);
	assert_int_equal(kept(f->db), 0);
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
	if (db_begin(db) != ERR_OK ||
	    db_exec(db, NULL, SQL_CHANGE, db_blob(key_b, sizeof(key_b))) != ERR_OK)
		_exit(ERR__MAX);
	write(ready, "x", 1);
	rc = db_exec(db, NULL, SQL_CHANGE, db_blob(key_a, sizeof(key_a)));
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
	int64_t rows;
	char c;
	pid_t child;

	assert_int_equal(db_exec(f->db, NULL, SQL_KEEP, db_blob(key_a, sizeof(key_a)), V(FAR)),
	    ERR_OK);
	assert_int_equal(db_exec(f->db, NULL, SQL_KEEP, db_blob(key_b, sizeof(key_b)), V(FAR)),
	    ERR_OK);
	assert_int_equal(db_begin(f->db), ERR_OK);
	assert_int_equal(db_exec(f->db, &rows, SQL_CHANGE, db_blob(key_a, sizeof(key_a))),
	    ERR_OK);
	assert_int_equal(rows, 1);
	assert_int_equal(pipe(ready), 0);
	if ((child = fork()) == 0)
		child_of_deadlock(f, ready[1]);
	close(ready[1]);
	assert_int_equal(read(ready[0], &c, 1), 1);
	close(ready[0]);

	ours = db_exec(f->db, NULL, SQL_CHANGE, db_blob(key_b, sizeof(key_b)));
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
		TEST(test_db__inner_rollback_keeps_the_outer),
		TEST(test_db__commit_keeps_all_levels),
		TEST(test_db__other_transactions_are_seen_as_they_are_committed),
		TEST(test_db__a_snapshot_is_of_one_moment),
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
