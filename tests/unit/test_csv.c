/*
 * test_csv: what spreadsheets write is read as they meant it, and what cannot be read is refused
 * with its line.
 */
#include "base/banned.h"
#include "base/csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena_fixture.h"

#define ROWS	4	/* that are kept in these tests */

/* All cells of all rows: "a|b / c|d". */
static const char *
joined(struct mem *m, const struct csv *csv)
{
	const char *all = "";
	size_t row, i;

	for (row = 0; row < csv->count && row < ROWS; row++)
		for (i = 0; i < csv->rows[row].count; i++)
			all = mem_fmt(m, "%s%s%s", all, i > 0 ? "|" : row > 0 ? " / " : "",
			    csv->rows[row].cells[i]);
	return all;
}

static void
test_csv__reads_what_spreadsheets_write(void **state)
{
	static const struct {
		const char *text, *cells;
	} cases[] = {
		{ "", "" },
		{ "a,b\nc,d\n", "a|b / c|d" },
		{ "a,b\r\nc,d", "a|b / c|d" },
		{ "a,b\rc,d", "a|b / c|d" },
		{ "\xef\xbb\xbf" "a;b\r\nc;d\r\n", "a|b / c|d" },
		{ "a\tb c\n\td", "a|b c / |d" },
		{ "\"a, b\";\"say \"\"c\"\"\"\nd;e", "a, b|say \"c\" / d|e" },
		{ "\"a\nb\",c", "a\nb|c" },
		{ " a , b ", "a|b" },
		{ "a,b\n\n\n,,,\n \nc,d\n", "a|b / c|d" },
		{ "a,,\n", "a||" },
		{ "\xe0\xa4\x86\xe0\xa4\xb6\xe0\xa4\xbe,b", "\xe0\xa4\x86\xe0\xa4\xb6\xe0\xa4\xbe|b" },
		{ "one\ntwo", "one / two" },
	};
	struct mem *m = *state;
	struct csv csv;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  %s\n", cases[i].cells);
		assert_int_equal(csv_read(m, cases[i].text, ROWS, &csv), ERR_OK);
		assert_string_equal(joined(m, &csv), cases[i].cells);
	}
}

static void
test_csv__tells_the_line_that_cannot_be_read(void **state)
{
	static const struct {
		const char *text;
		size_t line;
	} cases[] = {
		{ "a\"b,c", 1 }, { "a,b\nc,d\"\n", 2 }, { "a,b\r\n\"c\"d,e\r\n", 2 },
		{ "a,b\n\"c,d", 2 }, { "\"", 1 },
	};
	struct mem *m = *state;
	struct csv csv;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  %s\n", cases[i].text);
		assert_int_equal(csv_read(m, cases[i].text, ROWS, &csv), ERR_INVALID);
		assert_int_equal(csv.bad_line, cases[i].line);
	}
}

static void
test_csv__keeps_so_many_rows_and_cells(void **state)
{
	struct mem *m = *state;
	char wide[2 * CSV_CELLS_MAX + 8];
	struct csv csv;

	assert_int_equal(csv_read(m, "a\nb\nc\nd\n", ROWS, &csv), ERR_OK);
	assert_int_equal(csv_read(m, "a\nb\nc\nd\ne\nf", ROWS, &csv), ERR_TOO_LARGE);
	assert_int_equal(csv.count, 6);
	memset(wide, ',', sizeof(wide));
	wide[0] = 'a';
	wide[sizeof(wide) - 1] = '\0';
	assert_int_equal(csv_read(m, wide, ROWS, &csv), ERR_OK);
	assert_int_equal(csv.rows[0].count, CSV_CELLS_MAX);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	static const struct CMUnitTest tests[] = {
		TEST(test_csv__reads_what_spreadsheets_write),
		TEST(test_csv__tells_the_line_that_cannot_be_read),
		TEST(test_csv__keeps_so_many_rows_and_cells),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
