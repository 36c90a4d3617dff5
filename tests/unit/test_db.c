/*
 * test_db: values come back as they went in, statements are kept, and errors say what the caller
 * can do.
 */
#include "base/banned.h"
#include "base/db.h"

#include <mysql.h>

#include "base/db_private.h"

#define POLICY	"test_db"
#include "db_fixture.h"

#define LONG_TEXT	(70 * 1024)	/* beyond the 64 KiB of TEXT */

static const char SQL_GET[] =
	"SELECT number, words, bytes FROM test_db WHERE id = ?";
static const char SQL_UNIQUE[] =
	"INSERT INTO test_db (one, two) VALUES (?, ?)";

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
	const char *texts[] = { "", " ", "Asha", "आशा राव", "\xf0\x9f\x98\x80",
		"'; DROP TABLE x --", "a\\b\n\t\"", longest };
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
test_db__load_stands_on_a_row_or_leaves_nothing_open(void **state)
{
	struct fixture *f = *state;
	struct db_stmt *st;

	assert_int_equal(db_load(f->db, &st, "SELECT 1 FROM throttle WHERE policy = ?", V("none")),
	    ERR_MISSING);
	assert_null(st);
	assert_int_equal(db_load(f->db, &st, "SELECT CAST(? AS SIGNED)", V(7)), ERR_OK);
	assert_int_equal(db_i64(st, 0), 7);
	db_done(&st);
}

static void
test_db__wrong_sql_is_told_apart(void **state)
{
	struct fixture *f = *state;
	struct db_stmt *st;

	assert_int_equal(db_query(f->db, &st, "SELECT nonsense FROM throttle"), ERR_BUG);
	assert_non_null(strstr(db_problem(f->db), "nonsense"));
	assert_int_equal(db_run_text(f->db, "CREATE TABLE test_none (a INT)"), ERR_BUG);
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
		{ "SELECT CAST(@@autocommit + 0 AS CHAR)", "1" },
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

/* A host's server may want a plugin that lies beside our libraries; a migration may take hours. */
static void
test_db__options_reach_the_client_library(void **state)
{
	struct fixture *f = *state;
	struct db_options options = f->config.database;
	const char *plugins = NULL;
	unsigned int read_sec = 1;
	struct db *db;

	options.plugins = "/folder/of/plugins";
	options.is_patient = true;
	db = db_new(&options);
	assert_int_equal(db_ping(db), ERR_OK);
	mysql_get_optionv(db->handle, MYSQL_PLUGIN_DIR, &plugins);
	assert_string_equal(plugins, "/folder/of/plugins");
	mysql_get_optionv(db->handle, MYSQL_OPT_READ_TIMEOUT, &read_sec);
	assert_int_equal(read_sec, 0);
	assert_int_equal(db_ping(f->db), ERR_OK);
	mysql_get_optionv(f->db->handle, MYSQL_OPT_READ_TIMEOUT, &read_sec);
	assert_int_equal(read_sec, 30);
	db_free(&db);
}

/* What a server says as it closes a connection: nobody's bug, and the next one may do. */
static void
test_db__a_closed_connection_is_replaced(void **state)
{
	static const unsigned int numbers[] = { 1053, 1927, 2006, 2013, 4031 };
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(numbers); i++) {
		assert_int_equal(db_ping(f->db), ERR_OK);
		if (db_fail(f->db, numbers[i], "closed", SQL_ONE) != ERR_RETRY || !f->db->is_lost)
			fail_msg("error %u", numbers[i]);
		assert_int_equal(number(f->db, SQL_ONE), 1);
	}
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
		TEST(test_db__load_stands_on_a_row_or_leaves_nothing_open),
		TEST(test_db__wrong_sql_is_told_apart),
		TEST(test_db__reading_only_refuses_writes),
		TEST(test_db__tells_which_index_refused),
		TEST(test_db__typed_text_names_no_index),
		TEST(test_db__missing_parent_row_is_refused),
		TEST(test_db__second_use_costs_one_round_trip),
		TEST(test_db__open_results_are_counted),
		TEST(test_db__ends_results_that_were_forgotten),
		TEST(test_db__session_is_set_as_said),
		TEST(test_db__no_file_of_ours_is_sent),
		TEST(test_db__options_reach_the_client_library),
		TEST(test_db__a_closed_connection_is_replaced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
