/*
 * test_category: who receives what from the beginning, and that codes are the Primary's alone.
 */
#include "base/banned.h"
#include "domain/category.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* The numbers and words stand in rows: they never change. */
static void
test_category__keeps_its_numbers_and_words(void **state)
{
	static const char *const names[] = { "codes", "critical", "account", "billing",
		"technical", "compliance" };

	(void)state;
	assert_int_equal(COUNT(names), CATEGORY__MAX);
	for (enum category c = 0; c < CATEGORY__MAX; c++)
		if (strcmp(category_name(c), names[c]) != 0 || category_text(c)[0] == '\0' ||
		    strlen(names[c]) > 16)
			fail_msg("%d is %s, %s", (int)c, category_name(c), category_text(c));
	assert_int_equal(CATEGORY_OF_PRIMARY, 3);
}

static void
test_category__begins_with_what_the_person_is_for(void **state)
{
	static const struct {
		const char	*kind;
		uint64_t	 other;
		uint64_t	 primary;
	} cases[] = {
		{ "alternate", 4, 7 },
		{ "billing", 8, 11 },
		{ "technical", 16, 19 },
		{ "compliance", 32, 35 },
		/* Never by its word alone. */
		{ "codes", 4, 7 },
		{ "critical", 4, 7 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (category_first_bits(cases[i].kind, false) != cases[i].other ||
		    category_first_bits(cases[i].kind, true) != cases[i].primary)
			fail_msg("%s", cases[i].kind);
}

static void
test_category__codes_come_and_go_with_the_primary(void **state)
{
	(void)state;
	for (uint64_t bits = 0; bits < CATEGORY_BIT(CATEGORY__MAX); bits++) {
		uint64_t own = bits & ~CATEGORY_OF_PRIMARY;

		if (category_bits_as(bits, true) != (own | CATEGORY_OF_PRIMARY) ||
		    category_bits_as(bits, false) != own)
			fail_msg("%d", (int)bits);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_category__keeps_its_numbers_and_words),
		cmocka_unit_test(test_category__begins_with_what_the_person_is_for),
		cmocka_unit_test(test_category__codes_come_and_go_with_the_primary),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
