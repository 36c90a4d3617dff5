/*
 * test_calendar: days, their dates, and financial years.
 */
#include "base/banned.h"
#include "base/calendar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"

#include "arena_fixture.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static void
test_calendar__a_date_is_a_day(void **state)
{
	static const struct {
		const char	*iso;
		int64_t		 day;
		const char	*text;
		int		 financial_year;
	} cases[] = {
		{ "2000-01-01", 10957, "1 Jan 2000", 1999 },
		{ "2000-02-29", 11016, "29 Feb 2000", 1999 },
		{ "2017-07-01", 17348, "1 Jul 2017", 2017 },
		{ "2024-02-29", 19782, "29 Feb 2024", 2023 },
		{ "2026-03-31", 20543, "31 Mar 2026", 2025 },
		{ "2026-04-01", 20544, "1 Apr 2026", 2026 },
		{ "2026-12-31", 20818, "31 Dec 2026", 2026 },
		{ "2199-12-31", 84005, "31 Dec 2199", 2199 },
	};
	int64_t day;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		print_message("  %s\n", cases[i].iso);
		assert_int_equal(calendar_read(cases[i].iso, &day), ERR_OK);
		assert_int_equal(day, cases[i].day);
		assert_string_equal(calendar_iso(*state, day), cases[i].iso);
		assert_string_equal(calendar_text(*state, day), cases[i].text);
		assert_int_equal(calendar_financial_year(day), cases[i].financial_year);
	}
}

static void
test_calendar__what_is_no_date_is_refused(void **state)
{
	static const char *const cases[] = { "", "2026-4-1", "2026-04-1", "26-04-01", "01-04-2026",
		"2026/04/01", "2026-04-01 ", " 2026-04-01", "2026-00-01", "2026-13-01",
		"2026-04-00", "2026-04-31", "2026-02-29", "2100-02-29", "2026-02-30", "1999-12-31",
		"2200-01-01", "2026-0a-01", "2026-04-01T00:00", "+026-04-01" };
	int64_t day = -1;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		print_message("  \"%s\"\n", cases[i]);
		assert_int_equal(calendar_read(cases[i], &day), ERR_INVALID);
		assert_int_equal(day, -1);
	}
}

/* Every day of two centuries follows the one before it, as the C library counts them too. */
static void
test_calendar__every_day_is_read_as_it_is_written(void **state)
{
	struct mem_mark mark = mem_mark(*state);
	int64_t day, last, read;

	assert_int_equal(calendar_read("2000-01-01", &day), ERR_OK);
	assert_int_equal(calendar_read("2199-12-31", &last), ERR_OK);
	for (; day <= last; day++) {
		assert_int_equal(calendar_read(calendar_iso(*state, day), &read), ERR_OK);
		assert_int_equal(read, day);
		assert_memory_equal(clock_iso(*state, day * 86400), calendar_iso(*state, day),
		    CALENDAR_TEXT);
		mem_rewind(*state, mark);
	}
}

static void
test_calendar__a_financial_year_has_a_name(void **state)
{
	static const char *const wrong[] = { "", "2026", "2026-28", "2026-2027", "26-27",
		"2026-27 ", "2026/27", "1999-00", "2200-01" };
	size_t i;
	int year;

	assert_int_equal(calendar_financial_year_read(*state, "2026-27", &year), ERR_OK);
	assert_int_equal(year, 2026);
	assert_int_equal(calendar_financial_year_read(*state, "2099-00", &year), ERR_OK);
	assert_int_equal(year, 2099);
	for (i = 0; i < COUNT(wrong); i++) {
		print_message("  \"%s\"\n", wrong[i]);
		assert_int_equal(calendar_financial_year_read(*state, wrong[i], &year), ERR_INVALID);
	}
	assert_string_equal(calendar_financial_year_text(*state, 2026), "2026-27");
	assert_string_equal(calendar_financial_year_text(*state, 2099), "2099-00");
}

static void
test_calendar__a_month_has_a_first_and_a_last_day(void **state)
{
	static const struct { int year, month; const char *first, *last, *text; } cases[] = {
		{ 2026, 1, "2026-01-01", "2026-01-31", "Jan 2026" },
		{ 2026, 2, "2026-02-01", "2026-02-28", "Feb 2026" },
		{ 2024, 2, "2024-02-01", "2024-02-29", "Feb 2024" },
		{ 2026, 12, "2026-12-01", "2026-12-31", "Dec 2026" },
	};
	int64_t first, last;
	int year, month;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		print_message("  %s\n", cases[i].text);
		first = calendar_month_begins(cases[i].year, cases[i].month);
		last = calendar_month_ends(cases[i].year, cases[i].month);
		assert_string_equal(calendar_iso(*state, first), cases[i].first);
		assert_string_equal(calendar_iso(*state, last), cases[i].last);
		calendar_month(last, &year, &month);
		assert_string_equal(calendar_month_text(*state, year, month), cases[i].text);
	}
}

/* 31 March 2026, 19:00 UTC is the next day, and the next financial year, in India. */
static void
test_calendar__what_day_it_is_depends_on_the_zone(void **state)
{
	const int64_t at = 1774983600;

	clock_zone("UTC");
	assert_string_equal(calendar_iso(*state, clock_day(at)), "2026-03-31");
	clock_zone("Asia/Kolkata");
	assert_string_equal(calendar_iso(*state, clock_day(at)), "2026-04-01");
	clock_zone("UTC");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(test_calendar__a_date_is_a_day),
		TEST(test_calendar__what_is_no_date_is_refused),
		TEST(test_calendar__every_day_is_read_as_it_is_written),
		TEST(test_calendar__a_financial_year_has_a_name),
		TEST(test_calendar__a_month_has_a_first_and_a_last_day),
		TEST(test_calendar__what_day_it_is_depends_on_the_zone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
