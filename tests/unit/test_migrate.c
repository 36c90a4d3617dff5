/*
 * test_migrate: what `pointperson migrate` decides without a database: names, statements, order,
 * where to go on; and how the application's user is written in a GRANT, and what passwords are
 * made.
 */
#include "base/banned.h"
#include "tools/migrations.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "arena_fixture.h"
#include "domain/password.h"
#include "tools/grants.h"
#include "tools/terminal.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static void
test_migrate__reads_a_number_from_a_name(void **state)
{
	static const struct {
		const char	*name;
		int64_t		 number;	/* 0: it is refused */
	} cases[] = {
		{ "0001-accounts.sql", 1 },
		{ "0012-roles-2.sql", 12 },
		{ "9999-last.sql", 9999 },
		{ "0000-nothing.sql", 0 },
		{ "001-short.sql", 0 },
		{ "00001-long.sql", 0 },
		{ "0001.sql", 0 },
		{ "0001-.sql", 0 },
		{ "0001-Accounts.sql", 0 },
		{ "0001-a.sql~", 0 },
		{ "0001-a b.sql", 0 },
		{ "0001_a.sql", 0 },
		{ "", 0 },
		{ "0001", 0 },
		{ "-001-a.sql", 0 },
	};
	int64_t number;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		bool is_name = migrations_number(cases[i].name, &number);

		if (is_name != (cases[i].number > 0) || (is_name && number != cases[i].number))
			fail_msg("\"%s\" gives %lld", cases[i].name,
			    is_name ? (long long)number : 0);
	}
}

static void
test_migrate__splits_statements(void **state)
{
	static const struct {
		const char	*text;
		const char	*statements[3];		/* NULL behind the last */
	} cases[] = {
		{ "", { NULL } },
		{ "-- only a comment\n", { NULL } },
		{ "A 1;", { "A 1", NULL } },
		{ "A 1;\nB 2;\n", { "A 1", "B 2", NULL } },
		{ "A\n\t1,\n\t2;\n", { "A\n\t1,\n\t2", NULL } },
		{ "-- what for;\nA 1;\n--\nB\n  -- inside\n2;\n", { "A 1", "B\n2", NULL } },
		{ "A 1; \t\r\nB 2;\r\n", { "A 1", "B 2", NULL } },
		{ "A ';x' 1;\n", { "A ';x' 1", NULL } },
		{ "A 1 --x;\n", { "A 1 --x", NULL } },
		{ "--x is no comment here;\n", { "--x is no comment here", NULL } },
		{ "A '\xe0\xa4\x85';\n", { "A '\xe0\xa4\x85'", NULL } },
	};
	const char **found;
	const char *problem;
	size_t i, n, count;

	for (i = 0; i < COUNT(cases); i++) {
		if (migrations_split(*state, cases[i].text, strlen(cases[i].text), &found, &count,
			&problem))
			fail_msg("\"%s\" is refused: %s", cases[i].text, problem);
		for (n = 0; n < count && cases[i].statements[n] != NULL; n++)
			if (strcmp(found[n], cases[i].statements[n]) != 0)
				fail_msg("\"%s\": statement %zu is \"%s\"", cases[i].text, n + 1,
				    found[n]);
		if (n != count || cases[i].statements[n] != NULL)
			fail_msg("\"%s\" gives %zu statements", cases[i].text, count);
	}
}

static void
test_migrate__refuses_text_that_cannot_be_split(void **state)
{
	static const struct {
		const char	*text;
		size_t		 length;
	} cases[] = {
		{ "A 1", 3 }, { "A 1;\nB 2\n", 9 }, { ";", 1 }, { "A 1;\n ;\n", 8 }, { "A \0;", 4 },
		{ "A \xff;", 4 }, { "A 1; -- behind", 14 },
	};
	const char **found;
	const char *problem;
	size_t i, count;

	for (i = 0; i < COUNT(cases); i++) {
		enum err rc = migrations_split(*state, cases[i].text, cases[i].length, &found,
		    &count, &problem);

		if (rc != ERR_INVALID || problem[0] == '\0')
			fail_msg("\"%s\" is taken", cases[i].text);
	}
}

static void
test_migrate__wants_every_number_once(void **state)
{
	static const struct {
		int64_t		 numbers[4];	/* 0 behind the last */
		const char	*problem;	/* words of it, NULL: fine */
	} cases[] = {
		{ { 0 }, NULL },
		{ { 1, 0 }, NULL },
		{ { 1, 2, 3, 0 }, NULL },
		{ { 2, 0 }, "0001" },
		{ { 1, 3, 0 }, "0002" },
		{ { 1, 2, 2, 0 }, "the same number" },
		{ { 1, 1, 2, 0 }, "the same number" },
	};
	struct migration files[4];
	const char *problem;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct migrations all = { .files = files };
		enum err rc;

		for (; cases[i].numbers[all.count] != 0; all.count++)
			files[all.count] =
			    (struct migration){ .number = cases[i].numbers[all.count],
				    .name = "x.sql" };
		rc = migrations_check_order(*state, &all, &problem);
		if ((rc == ERR_OK) != (cases[i].problem == NULL) ||
		    (rc != ERR_OK && strstr(problem, cases[i].problem) == NULL))
			fail_msg("case %zu: %s", i, rc == ERR_OK ? "taken" : problem);
	}
}

/* Three files of two statements, as they were when they were applied. */
static struct migrations
three_files(void)
{
	static const char *statements[3][2] = { { "A 1", "A 2" }, { "B 1", "B 2" },
		{ "C 1", "C 2" } };
	static struct migration files[3];
	int i;

	for (i = 0; i < 3; i++)
		files[i] = (struct migration){ .number = i + 1,
			.name = i == 0 ? "0001-a.sql" :
			    i == 1     ? "0002-b.sql" :
					 "0003-c.sql",
			.checksum = "same",
			.statements = statements[i],
			.count = 2 };
	return (struct migrations){ files, 3 };
}

/* The journal's row of a file, with so much of it done. */
static struct applied
row(struct mem *m, const struct migrations *all, size_t at, int64_t done, int64_t running,
    bool is_finished)
{
	const struct migration *f = &all->files[at];

	return (struct applied){ .number = f->number,
		.name = f->name,
		.checksum = f->checksum,
		.done_checksum = migrations_done_checksum(m, f, (size_t)done),
		.statements = 2,
		.done = done,
		.running = running,
		.is_finished = is_finished };
}

static void
test_migrate__goes_on_where_it_stopped(void **state)
{
	static const struct {
		size_t	rows;		/* files the journal knows */
		int64_t	done;		/* of the last of them */
		int64_t	running;
		bool	is_finished;
		size_t	file;		/* expected */
		size_t	statement;
		bool	is_begun;
		bool	is_unknown;
	} cases[] = {
		{ 0, 0, 0, false, 0, 0, false, false },
		{ 1, 2, 0, true, 1, 0, false, false },
		{ 3, 2, 0, true, 3, 0, false, false },
		{ 2, 0, 0, false, 1, 0, true, false },
		{ 2, 1, 0, false, 1, 1, true, false },
		{ 2, 1, 1, false, 1, 1, true, false },
		{ 2, 1, 2, false, 1, 1, true, true },
		{ 1, 0, 1, false, 0, 0, true, true },
		{ 2, 2, 2, false, 1, 2, true, false },
	};
	struct migrations all = three_files();
	struct resume at;
	const char *problem;
	size_t i, n;

	for (i = 0; i < COUNT(cases); i++) {
		struct applied rows[3];

		for (n = 0; n + 1 < cases[i].rows; n++)
			rows[n] = row(*state, &all, n, 2, 0, true);
		if (cases[i].rows > 0)
			rows[n] = row(*state, &all, n, cases[i].done, cases[i].running,
			    cases[i].is_finished);
		if (migrations_resume(*state, &all, rows, cases[i].rows, &at, &problem) != ERR_OK)
			fail_msg("case %zu is refused: %s", i, problem);
		if (at.file != cases[i].file || at.is_begun != cases[i].is_begun ||
		    at.is_corrected || (at.is_begun && at.statement != cases[i].statement) ||
		    at.is_unknown != cases[i].is_unknown)
			fail_msg("case %zu: file %zu, statement %zu", i, at.file, at.statement);
	}
}

static void
test_migrate__refuses_a_file_changed_after_it_was_applied(void **state)
{
	struct migrations all = three_files();
	struct applied rows[] = { row(*state, &all, 0, 2, 0, true),
		row(*state, &all, 1, 2, 0, true) };
	struct resume at;
	const char *problem;

	rows[0].checksum = "other";

	assert_int_equal(migrations_resume(*state, &all, rows, 2, &at, &problem), ERR_INVALID);
	assert_non_null(strstr(problem, "0001-a.sql"));
}

static void
test_migrate__takes_a_correction_behind_what_is_done(void **state)
{
	struct migrations all = three_files();
	struct applied rows[] = { row(*state, &all, 0, 1, 0, false) };
	struct resume at;
	const char *problem;

	rows[0].checksum = "other";

	assert_int_equal(migrations_resume(*state, &all, rows, 1, &at, &problem), ERR_OK);
	assert_true(at.is_corrected);
	assert_int_equal(at.statement, 1);
}

static void
test_migrate__refuses_a_correction_of_what_is_done(void **state)
{
	struct migrations all = three_files();
	struct applied rows[] = { row(*state, &all, 0, 1, 0, false) };
	struct resume at;
	const char *problem;

	rows[0].checksum = "other";
	rows[0].done_checksum = migrations_done_checksum(*state, &all.files[1], 1);

	assert_int_equal(migrations_resume(*state, &all, rows, 1, &at, &problem), ERR_INVALID);
	assert_non_null(strstr(problem, "first 1 statements"));
}

static void
test_migrate__refuses_a_correction_while_in_doubt(void **state)
{
	struct migrations all = three_files();
	struct applied rows[] = { row(*state, &all, 0, 1, 2, false) };
	struct resume at;
	const char *problem;

	rows[0].checksum = "other";

	assert_int_equal(migrations_resume(*state, &all, rows, 1, &at, &problem), ERR_INVALID);
	assert_non_null(strstr(problem, "not known"));
}

static void
test_migrate__refuses_a_newer_database(void **state)
{
	struct migrations all = three_files(), older = { all.files, 2 };
	struct applied rows[] = { row(*state, &all, 0, 2, 0, true),
		row(*state, &all, 1, 2, 0, true), row(*state, &all, 2, 2, 0, true) };
	struct resume at;
	const char *problem;

	assert_int_equal(migrations_resume(*state, &older, rows, 3, &at, &problem), ERR_INVALID);
	assert_non_null(strstr(problem, "newer"));
	assert_non_null(strstr(problem, "0003-c.sql"));
}

static void
test_migrate__refuses_a_damaged_journal(void **state)
{
	struct migrations all = three_files();
	struct applied gap[] = { row(*state, &all, 0, 2, 0, true),
		row(*state, &all, 2, 2, 0, true) };
	struct applied open[] = { row(*state, &all, 0, 1, 0, false),
		row(*state, &all, 1, 2, 0, true) };
	struct resume at;
	const char *problem;

	assert_int_equal(migrations_resume(*state, &all, gap, 2, &at, &problem), ERR_INVALID);
	assert_non_null(strstr(problem, "damaged near number 0003"));
	assert_int_equal(migrations_resume(*state, &all, open, 2, &at, &problem), ERR_INVALID);
	assert_non_null(strstr(problem, "damaged near number 0001"));
}

static void
test_migrate__tells_rows_from_tables(void **state)
{
	static const struct {
		const char	*statement;
		bool		 is_data;
	} cases[] = {
		{ "INSERT INTO a VALUES (1)", true },
		{ "update a SET b = 1", true },
		{ "\n\tDELETE FROM a", true },
		{ "REPLACE\nINTO a VALUES (1)", true },
		{ "CREATE TABLE a (b INT)", false },
		{ "INSERTED", false },
		{ "ALTER TABLE a ADD b INT", false },
		{ "", false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (migrations_is_data(cases[i].statement) != cases[i].is_data)
			fail_msg("%s", cases[i].statement);
}

static void
write_file(struct mem *m, const char *folder, const char *name, const char *text)
{
	FILE *f = fopen(mem_fmt(m, "%s/%s", folder, name), "w");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

static void
test_migrate__reads_a_folder(void **state)
{
	static const char *const names[] = { "0002-b.sql", "0001-a.sql", "grants.sql", "notes.txt",
		".x.sql" };
	struct mem *m = *state;
	char folder[] = "/tmp/pointperson-test-XXXXXX";
	struct migrations all;
	const char *problem, *before;
	size_t i;

	assert_non_null(mkdtemp(folder));
	for (i = 0; i < COUNT(names); i++)
		write_file(m, folder, names[i], "-- why\nA 1;\nB 2;\n");

	assert_int_equal(migrations_read(m, folder, &all, &problem), ERR_OK);
	assert_int_equal(all.count, 2);
	assert_string_equal(all.files[1].name, "0002-b.sql");
	assert_int_equal(all.files[1].count, 2);
	assert_int_equal(strlen(all.files[1].checksum), CHECKSUM_TEXT);
	before = all.files[0].checksum;
	write_file(m, folder, "0001-a.sql", "-- why \nA 1;\nB 2;\n");
	assert_int_equal(migrations_read(m, folder, &all, &problem), ERR_OK);
	assert_string_not_equal(all.files[0].checksum, before);
	write_file(m, folder, "3-c.sql", "A 1;\n");
	assert_int_equal(migrations_read(m, folder, &all, &problem), ERR_INVALID);
	assert_non_null(strstr(problem, "3-c.sql"));

	for (i = 0; i < COUNT(names); i++)
		unlink(mem_fmt(m, "%s/%s", folder, names[i]));
	unlink(mem_fmt(m, "%s/3-c.sql", folder));
	assert_int_equal(rmdir(folder), 0);
	assert_int_equal(migrations_read(m, folder, &all, &problem), ERR_MISSING);
}

static void
test_migrate__quotes_a_user(void **state)
{
	static const struct {
		const char	*user;
		const char	*quoted;
	} cases[] = {
		{ "pp@localhost", "'pp'@'localhost'" },
		{ "pp@%", "'pp'@'%'" },
		{ "a@b@10.0.0.%", "'a@b'@'10.0.0.%'" },
		{ "o'b\\x@h", "'o\\'b\\\\x'@'h'" },
		{ "@localhost", "''@'localhost'" },
		{ "role", "'role'" },
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++)
		if (strcmp(grants_quote_user(*state, cases[i].user), cases[i].quoted) != 0)
			fail_msg("%s gives %s", cases[i].user,
			    grants_quote_user(*state, cases[i].user));
}

/* The portal takes it. */
static void
assert_fit(struct mem *m, const char *password, enum password_profile profile)
{
	const struct config config = { .password_profile = profile, .site_name = "Portal" };
	const struct password_owner who = { "Asha Rao", "asha@rao.example", "Rao" };
	const struct password_typed typed = { .wanted = password, .again = password };
	struct problems p;

	problems_init(&p, m);
	assert_int_equal(password_check(m, &config, &who, &typed, &p), ERR_OK);
}

static void
test_migrate__makes_passwords_that_keep_the_rule(void **state)
{
	int i;

	for (i = 0; i < 200; i++) {
		const char *password = terminal_make_password(*state);
		bool has_digit = false, has_capital = false;
		const char *c;

		for (c = password; *c != '\0'; c++) {
			has_digit |= isdigit((unsigned char)*c) != 0;
			has_capital |= isupper((unsigned char)*c) != 0;
		}
		if (strlen(password) != 23 || !has_digit || !has_capital ||
		    strpbrk(password, "lLoO01") != NULL)
			fail_msg("%s", password);
		assert_fit(*state, password, PASSWORD_CLASSIC);
		assert_fit(*state, password, PASSWORD_NIST);
	}
	assert_string_not_equal(terminal_make_password(*state), terminal_make_password(*state));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_migrate__reads_a_number_from_a_name, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(test_migrate__splits_statements, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_migrate__refuses_text_that_cannot_be_split,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_migrate__wants_every_number_once, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(test_migrate__goes_on_where_it_stopped, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    test_migrate__refuses_a_file_changed_after_it_was_applied, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_migrate__takes_a_correction_behind_what_is_done, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_migrate__refuses_a_correction_of_what_is_done,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_migrate__refuses_a_correction_while_in_doubt,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_migrate__refuses_a_newer_database, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(test_migrate__refuses_a_damaged_journal, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(test_migrate__tells_rows_from_tables, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(test_migrate__reads_a_folder, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_migrate__quotes_a_user, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_migrate__makes_passwords_that_keep_the_rule,
		    set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
