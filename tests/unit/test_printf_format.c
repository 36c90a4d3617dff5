/*
 * test_printf_format: which translated formats may be printed with the values of the English one.
 */
#include "base/banned.h"
#include "base/printf_format.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static const struct {
	const char	*format;
	const char	*translated;
	bool		 is_same;
} pairs[] = {
	{ "", "", true },
	{ "text", "other text", true },
	{ "100%% of %s", "%s: 100%%", true },
	{ "%s has %zu", "%s: %zu", true },
	{ "%s has %zu", "%2$zu: %1$s", true },
	{ "%s has %zu", "%zu: %s", false },
	{ "%s has %zu", "%s", false },
	{ "%s", "%s %s", false },
	{ "%s", "%1$s %1$s", false },
	{ "%s", "%2$s", false },
	{ "%s", "%", false },
	{ "%s", "%n", false },
	{ "%s", "%9$s", false },
	{ "%d", "%ld", false },
	{ "%lld", "%lld", true },
	{ "%lld", "%02lld", true },
	{ "%d", "%*d", false },
	{ "%.*s", "%.*s", false },
	{ "%s%s%s%s%s%s%s%s%s", "%s%s%s%s%s%s%s%s%s", false },
};

static void
test_printf_format__asks_for_the_same_values(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (printf_format_is_same(pairs[i].format, pairs[i].translated) !=
		    pairs[i].is_same)
			fail_msg("\"%s\" and \"%s\"", pairs[i].format, pairs[i].translated);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_printf_format__asks_for_the_same_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
