/*
 * db_fixture: two connections to the migrated database that POINTPERSON_SETTINGS names, for the
 * tests of base/db. What must be kept for a moment stands in rows of `throttle` under POLICY, which
 * each program defines for itself, or in a temporary table of the second connection.
 */
#ifndef POINTPERSON_TESTS_DB_FIXTURE_H
#define POINTPERSON_TESTS_DB_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/config.h"
#include "base/db.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

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
static const char SQL_ROWS[] =
	"SELECT COUNT(*) FROM test_db";
static const char SQL_ONE[] =
	"SELECT 1";
static const char SQL_ID[] =
	"SELECT CONNECTION_ID()";
static const char SQL_FORGET[] =
	"DELETE FROM throttle WHERE policy = '" POLICY "'";

static int
set_up(void **state)
{
	struct fixture *f = mem_keep(sizeof(*f));
	struct db_options owner;
	const char *problem;

	f->m = mem_new();
	if (config_load(f->m, config_file(f->m), &f->config, &problem) != ERR_OK) {
		print_error("%s: %s\n", config_file(f->m), problem);
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

#endif
