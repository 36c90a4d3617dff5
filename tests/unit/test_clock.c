/*
 * test_clock: a fixed clock stands still, and a time is written in the zone that was chosen.
 */
#include "base/banned.h"
#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define WHEN	1795509300	/* 2026-11-24T08:35:00Z, the example of clock.h */

static int
tear_down(void **state)
{
	(void)state;
	clock_fix(0);
	clock_zone("UTC");
	return 0;
}

static void
test_clock__stands_where_it_is_fixed(void **state)
{
	(void)state;
	clock_fix(WHEN);
	assert_int_equal(clock_now(), WHEN);
	assert_int_equal(clock_now_ms(), WHEN * INT64_C(1000));

	clock_fix(0);
	assert_in_range(clock_now(), WHEN - 86400 * INT64_C(3650), WHEN + 86400 * INT64_C(36500));
	assert_in_range(clock_now_ms() / 1000 - clock_now(), 0, 5);
}

static void
test_clock__writes_in_the_zone_chosen(void **state)
{
	static const struct { const char *zone, *text; int64_t at; } cases[] = {
		{ "Asia/Kolkata", "24 Nov 2026, 14:05 IST", WHEN },
		{ "America/New_York", "24 Nov 2026, 03:35 EST", WHEN },
		{ "Europe/London", "24 Nov 2026, 08:35 GMT", WHEN },
		{ "UTC", "24 Nov 2026, 08:35 UTC", WHEN },
		{ "Etc/GMT+5", "24 Nov 2026, 03:35 -05", WHEN },
		{ "America/New_York", "1 Jul 2026, 08:00 EDT", 1782907200 },
		{ "Asia/Kolkata", "1 Jan 1970, 05:30 IST", 0 },
		/* What is no zone is UTC, not the zone chosen before. */
		{ "../../etc/localtime", "24 Nov 2026, 08:35 UTC", WHEN },
		{ "Asia/Kolkata", "24 Nov 2026, 14:05 IST", WHEN },
		{ "Mars/Olympus", "24 Nov 2026, 08:35 UTC", WHEN },
		{ "Asia", "24 Nov 2026, 08:35 UTC", WHEN },
		{ "/etc/localtime", "24 Nov 2026, 08:35 UTC", WHEN },
		{ ":Asia/Kolkata", "24 Nov 2026, 08:35 UTC", WHEN },
		{ "IST-5:30", "24 Nov 2026, 08:35 UTC", WHEN },
		{ "", "24 Nov 2026, 08:35 UTC", WHEN },
	};
	struct mem *m = mem_new();

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *text;

		clock_zone(cases[i].zone);
		text = clock_text(m, cases[i].at);
		if (strcmp(text, cases[i].text) != 0)
			fail_msg("case %zu, %s: \"%s\", expected \"%s\"", i, cases[i].zone, text,
			    cases[i].text);
	}
	mem_free(&m);
}

static void
test_clock__knows_which_zones_there_are(void **state)
{
	static const struct { const char *zone; bool exists; } cases[] = {
		{ "Asia/Kolkata", true },
		{ "UTC", true },
		{ "America/Argentina/ComodRivadavia", true },
		{ "Mars/Olympus", false },
		{ "Asia", false },
		{ "asia/kolkata", false },
		{ "../../etc/localtime", false },
		{ "/etc/localtime", false },
		{ "Asia/Kolkata ", false },
		{ "", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (clock_zone_exists(cases[i].zone) != cases[i].exists)
			fail_msg("case %zu: \"%s\"", i, cases[i].zone);
}

static void
test_clock__iso_is_utc_in_every_zone(void **state)
{
	struct mem *m = mem_new();

	(void)state;
	clock_zone("Asia/Kolkata");
	assert_string_equal(clock_iso(m, WHEN), "2026-11-24T08:35:00Z");
	assert_string_equal(clock_iso(m, 0), "1970-01-01T00:00:00Z");
	assert_string_equal(clock_iso(m, INT64_C(4102444799)), "2099-12-31T23:59:59Z");
	mem_free(&m);
}

/* An invoice is due where the seller is, whatever zone the reader has chosen. */
static void
test_clock__says_the_day_of_another_zone(void **state)
{
	int64_t late = INT64_C(1800000000) + 8 * 3600;	/* 15 Jan 2027, 16:00 UTC */

	(void)state;
	clock_zone("Asia/Tokyo");
	assert_int_equal(clock_day(late), 20834);
	assert_int_equal(clock_day_in("Asia/Kolkata", late), 20833);
	assert_int_equal(clock_day_in("America/New_York", late), 20833);
	assert_int_equal(clock_day_in("nowhere", late), 20833);
	assert_int_equal(clock_day(late), 20834);
	clock_zone("UTC");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_clock__stands_where_it_is_fixed, tear_down),
		cmocka_unit_test_teardown(test_clock__writes_in_the_zone_chosen, tear_down),
		cmocka_unit_test(test_clock__knows_which_zones_there_are),
		cmocka_unit_test(test_clock__says_the_day_of_another_zone),
		cmocka_unit_test_teardown(test_clock__iso_is_utc_in_every_zone, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
