/*
 * test_indian_state: codes and names, old ones among them, and which PIN codes lie where.
 */
#include "base/banned.h"
#include "domain/indian_state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const struct {
	const char	*code;
	const char	*now;		/* NULL: there is no such code */
	const char	*name;
	bool		 is_place;
} codes[] = {
	{ "01", "01", "Jammu and Kashmir", true },
	{ "25", "26", "Daman and Diu, until 2020", false },
	{ "26", "26", "Dadra and Nagar Haveli and Daman and Diu", true },
	{ "27", "27", "Maharashtra", true },
	{ "28", "37", "Andhra Pradesh, before 2014", false },
	{ "36", "36", "Telangana", true },
	{ "37", "37", "Andhra Pradesh", true },
	{ "38", "38", "Ladakh", true },
	{ "96", "96", "Outside India", false },
	{ "97", "97", "Other Territory", false },
	{ "99", "99", "Centre jurisdiction", false },
	{ "00", NULL, "", false },
	{ "39", NULL, "", false },
	{ "", NULL, "", false },
	{ "2", NULL, "", false },
	{ "270", NULL, "", false },
};

static void
test_indian_state__codes(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(codes); i++) {
		const char *now = indian_state_now(codes[i].code);

		if ((now == NULL) != (codes[i].now == NULL) ||
		    (now != NULL && strcmp(now, codes[i].now) != 0) ||
		    strcmp(indian_state_name(codes[i].code), codes[i].name) != 0 ||
		    indian_state_is_place(codes[i].code) != codes[i].is_place)
			fail_msg("%s: %s, %s", codes[i].code, now == NULL ? "unknown" : now,
			    indian_state_name(codes[i].code));
	}
}

/* All from 01 to 38 are known, and what an address is offered are 36 of them. */
static void
test_indian_state__are_all_there(void **state)
{
	int known = 0, places = 0;

	(void)state;
	for (unsigned int i = 0; i < 100; i++) {
		char code[12];

		snprintf(code, sizeof(code), "%02u", i);
		known += indian_state_now(code) != NULL;
		places += indian_state_is_place(code);
	}
	assert_int_equal(known, 38 + 3);
	assert_int_equal(places, 36);
}

static const struct {
	const char	*code;
	const char	*pin;
	bool		 fits;
} pins[] = {
	{ "29", "560001", true }, { "29", "591999", true }, { "29", "400001", false },
	{ "27", "400001", true }, { "27", "445999", true }, { "27", "446001", false },
	{ "07", "110001", true }, { "07", "111001", false },
	{ "34", "605001", true }, { "34", "533464", true }, { "34", "673310", true },
	{ "34", "606001", false }, { "36", "500001", true }, { "36", "600001", false },
	{ "30", "403001", true }, { "27", "403001", true },
	{ "38", "194101", true }, { "38", "560001", true }, { "97", "560001", true },
};

static void
test_indian_state__pins(void **state)
{
	static const char *const broken[] = { "", "56000", "5600011", "060001", "56000a",
		"५६०००१" };

	(void)state;
	for (size_t i = 0; i < COUNT(pins); i++)
		if (!indian_pin_is_well_formed(pins[i].pin) ||
		    indian_state_has_pin(pins[i].code, pins[i].pin) != pins[i].fits)
			fail_msg("%s in %s", pins[i].pin, pins[i].code);
	for (size_t i = 0; i < COUNT(broken); i++)
		if (indian_pin_is_well_formed(broken[i]))
			fail_msg("\"%s\" is a PIN code", broken[i]);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_indian_state__codes),
		cmocka_unit_test(test_indian_state__are_all_there),
		cmocka_unit_test(test_indian_state__pins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
