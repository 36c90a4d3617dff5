/*
 * test_problems: one sentence a field, the first; warnings stand beside and stop nothing.
 */
#include "base/banned.h"
#include "base/problems.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "arena_fixture.h"

static void
test_problems__first_about_a_field_stays(void **state)
{
	struct problems p;

	problems_init(&p, *state);
	assert_false(problems_has_any(&p));
	assert_null(problems_about(&p, "name", false));

	problems_add(&p, "name", "Enter %s.", "a name");
	problems_add(&p, "name", "Too long.");
	problems_add(&p, "", "The form as a whole.");

	assert_true(problems_has_any(&p));
	assert_int_equal(p.count, 2);
	assert_string_equal(problems_about(&p, "name", false)->text, "Enter a name.");
	assert_string_equal(problems_about(&p, "name", false)->link, "");
	assert_string_equal(problems_about(&p, "", false)->text, "The form as a whole.");
	assert_null(problems_about(&p, "nam", false));
}

static void
test_problems__warning_stops_nothing(void **state)
{
	struct problems p;

	problems_init(&p, *state);
	problems_warn(&p, "phone", "/there", "Open it", "%s has it too.", "Asha");
	assert_false(problems_has_any(&p));
	assert_null(problems_about(&p, "phone", false));
	assert_string_equal(problems_about(&p, "phone", true)->text, "Asha has it too.");

	problems_add(&p, "phone", "Enter a phone number.");

	assert_true(problems_has_any(&p));
	assert_string_equal(problems_about(&p, "phone", false)->text, "Enter a phone number.");
	assert_string_equal(problems_about(&p, "phone", true)->link_text, "Open it");
}

static void
test_problems__link_helps(void **state)
{
	struct problems p;

	problems_init(&p, *state);
	problems_add_link(&p, "email", "/people/7", "Open Asha", "%d%% taken.", 100);

	assert_string_equal(p.list[0].text, "100% taken.");
	assert_string_equal(p.list[0].link, "/people/7");
	assert_string_equal(p.list[0].link_text, "Open Asha");
	assert_false(p.list[0].is_warning);
}

static void
test_problems__more_than_fit_are_dropped(void **state)
{
	struct problems p;
	char fields[PROBLEMS_MAX + 1][8];

	problems_init(&p, *state);
	for (size_t i = 0; i <= PROBLEMS_MAX; i++) {
		snprintf(fields[i], sizeof(fields[i]), "f%zu", i);
		problems_add(&p, fields[i], "Wrong.");
	}

	assert_int_equal(p.count, PROBLEMS_MAX);
	assert_non_null(problems_about(&p, fields[PROBLEMS_MAX - 1], false));
	assert_null(problems_about(&p, fields[PROBLEMS_MAX], false));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_problems__first_about_a_field_stays, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(test_problems__warning_stops_nothing, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(test_problems__link_helps, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_problems__more_than_fit_are_dropped, set_up,
		    tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
