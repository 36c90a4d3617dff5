#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <string.h>

#define HERE "/billing/preferences"

static void
test_preferences__leads_to_its_first_tab(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_get(t, HERE), 303);
	assert_string_equal(t_header(t, "Location"), HERE "/personal");
}

static void
test_preferences__shows_who_one_is(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_get(t, HERE "/personal"), 200);
	assert_string_equal(t_view(t, "Data.user.name"), "Agent");
	assert_string_equal(t_view(t, "Data.user.email"), "role5@asha.example");
	assert_string_equal(t_view(t, "Data.user.id"),
	    t_fmt(t, "%lld", (long long)t->accounts[0].users[ROLE_AGENT]));
	assert_in_range(t->statements, 1, 3);
}

static void
test_preferences__the_name_is_saved_and_shown_at_once(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_post(t, HERE "/personal/name", "name", "\xe0\xa4\x86 Asha", "version",
			     "1", NULL),
	    303);
	t_get(t, HERE "/personal");
	assert_string_equal(t_view(t, "Page.user.name"), "\xe0\xa4\x86 Asha");
	assert_int_equal(t_post(t, HERE "/personal/name", "name", "Late", "version", "1", NULL),
	    409);
	assert_string_equal(t_view(t, "Form.name.value"), "Late");
	assert_int_equal(t_post(t, HERE "/personal/name", "name", "", "version", "2", NULL), 422);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event"
	    " WHERE action = 'user.update'"), 1);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_preferences__leads_to_its_first_tab),
		TEST(test_preferences__shows_who_one_is),
		TEST(test_preferences__the_name_is_saved_and_shown_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
