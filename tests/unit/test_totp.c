/*
 * test_totp: the codes of RFC 6238, and how far a clock may be off.
 */
#include "base/banned.h"
#include "base/totp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena_fixture.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const unsigned char secret[] = "12345678901234567890";	/* RFC 6238, appendix B */

/* Its codes have eight digits; ours are their last six. */
static void
test_totp__codes_are_those_of_the_standard(void **state)
{
	static const struct {
		int64_t		 at;
		const char	*code;
	} cases[] = {
		{ 59, "94287082" },
		{ 1111111109, "07081804" },
		{ 1111111111, "14050471" },
		{ 1234567890, "89005924" },
		{ 2000000000, "69279037" },
		{ INT64_C(20000000000), "65353130" },
	};
	char code[TOTP_DIGITS + 1];
	int64_t step;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		print_message("  %lld\n", (long long)cases[i].at);
		assert_int_equal(totp_code(secret, cases[i].at / TOTP_STEP_SEC, code), ERR_OK);
		assert_string_equal(code, cases[i].code + 2);
		assert_int_equal(totp_find(secret, code, cases[i].at, &step), ERR_OK);
		assert_int_equal(step, cases[i].at / TOTP_STEP_SEC);
	}
}

static void
test_totp__a_clock_may_be_one_step_off(void **state)
{
	static const struct {
		int		 off_sec;
		enum err	 want;
	} cases[] = {
		{ -60, ERR_INVALID }, { -59, ERR_INVALID }, { -30, ERR_OK }, { -1, ERR_OK },
		{ 0, ERR_OK }, { 29, ERR_OK }, { 59, ERR_OK }, { 60, ERR_INVALID },
	};
	const int64_t now = 1800000000;	/* the first second of a step */
	char code[TOTP_DIGITS + 1];
	int64_t step;
	size_t i;

	(void)state;
	assert_int_equal(totp_code(secret, now / TOTP_STEP_SEC, code), ERR_OK);
	for (i = 0; i < COUNT(cases); i++) {
		print_message("  %d\n", cases[i].off_sec);
		assert_int_equal(totp_find(secret, code, now + cases[i].off_sec, &step),
		    cases[i].want);
		assert_int_equal(step, cases[i].want == ERR_OK ? now / TOTP_STEP_SEC : 0);
	}
}

static void
test_totp__what_is_no_code_is_refused(void **state)
{
	static const char *const cases[] = { "", "28708", "2870822", "28708a", " 287082", "287082 " };
	int64_t step;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		print_message("  \"%s\"\n", cases[i]);
		assert_int_equal(totp_find(secret, cases[i], 59, &step), ERR_INVALID);
	}
}

/* RFC 4648's alphabet: as oathtool and the apps read it. */
static void
test_totp__a_secret_is_typed_in_base32(void **state)
{
	static const unsigned char most[TOTP_SECRET_BYTES] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	struct mem *m = *state;

	assert_string_equal(totp_secret_text(m, secret), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
	assert_string_equal(totp_secret_text(m, most), "77777777777777777777777777777777");
	assert_int_equal(strlen(totp_secret_text(m, secret)), TOTP_SECRET_TEXT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(test_totp__codes_are_those_of_the_standard),
		TEST(test_totp__a_clock_may_be_one_step_off),
		TEST(test_totp__what_is_no_code_is_refused),
		TEST(test_totp__a_secret_is_typed_in_base32),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
