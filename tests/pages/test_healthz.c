#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "domain/courier_run.h"

static void
test_healthz__answers_without_the_database(void **state)
{
	struct t *t = *state;

	assert_int_equal(t_get(t, "/healthz"), 200);
	assert_string_equal(t_view(t, "Data.state"), "ok");
	assert_int_equal(t->statements, 0);
}

/* The database was made from the files of sql/, so this holds SCHEMA_NUMBER to them. */
static void
test_readyz__knows_the_tables_of_this_program(void **state)
{
	struct t *t = *state;

	assert_int_equal(t_get(t, "/readyz"), 200);
	assert_string_equal(t_view(t, "Data.state"), "ok");
	assert_int_equal(t->statements, 3);
}

/* Monitoring reads them; a portal without mail is ready all the same. */
static void
test_readyz__tells_of_messages_and_courier(void **state)
{
	struct t *t = *state;

	assert_int_equal(t_get(t, "/readyz"), 200);
	assert_string_equal(t_view(t, "Data.outbox_sec"), "0");
	assert_string_equal(t_view(t, "Data.courier_sec"), "");
	assert_non_null(strstr(t_page(t), "courier: has not run yet"));

	t->cx.now = clock_now() - 5000;
	assert_int_equal(courier_run_note(&t->cx), ERR_OK);
	assert_int_equal(t_get(t, "/readyz"), 200);
	assert_true(strtol(t_view(t, "Data.courier_sec"), NULL, 10) >= 5000);
	assert_non_null(strstr(t_page(t), "courier: looked 50"));
}

static void
test_healthz__tells_nothing_of_an_account(void **state)
{
	struct t *t = *state;

	assert_int_equal(t_get(t, "/readyz"), 200);
	assert_null(strstr(t_page(t), "Asha"));
	assert_null(strstr(t_page(t), t->config.database.socket));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(test_healthz__answers_without_the_database),
		CASE(test_readyz__knows_the_tables_of_this_program),
		CASE(test_readyz__tells_of_messages_and_courier),
		CASE(test_healthz__tells_nothing_of_an_account),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
