/*
 * test_password: the rules of a new password, each alone, in both profiles.
 */
#include "base/banned.h"
#include "domain/password.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "arena_fixture.h"
#include "base/strength.h"
#include "domain/user.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define A_LETTER	"\xe0\xa4\x95"		/* Devanagari ka, three bytes */

static const struct password_owner who = { "Ravi Iyer", "ravi.iyer@asha.example", "Asha Traders" };

/* What is said about the field, "" nothing. */
static const char *
about(struct mem *m, int profile, const char *wanted, const char *again, const char *field)
{
	struct config config = { .password_profile = profile, .site_name = "Pointperson" };
	struct password_typed typed = { NULL, wanted, again };
	const struct problem *problem;
	struct problems p;
	enum err rc;

	problems_init(&p, m);
	rc = password_check(m, &config, &who, &typed, &p);
	assert_int_equal(rc, problems_has_any(&p) ? ERR_INVALID : ERR_OK);
	problem = problems_about(&p, field, false);
	return problem == NULL ? "" : problem->text;
}

struct rule_case {
	const char	*password;
	const char	*said;		/* begins so; "" it is taken */
};

static void
expect(struct mem *m, int profile, const struct rule_case *c, size_t count)
{
	for (; count > 0; count--, c++) {
		const char *said = about(m, profile, c->password, c->password, "new_password");

		if (!strength_is_known() && strncmp(c->said, "This is easily", 14) == 0)
			continue;
		if (c->said[0] == '\0' ? said[0] != '\0' :
					 strncmp(said, c->said, strlen(c->said)) != 0)
			fail_msg("%s: \"%s\", expected \"%s\"", c->password, said, c->said);
	}
}

static void
test_password__classic_rules_each_alone(void **state)
{
	static const struct rule_case cases[] = {
		{ "Kx9#mQ2z", "" },
		{ "Kx9#mQ2", "Use at least 8 characters; this has 7." },
		{ "", "Use at least 8 characters; this has 0." },
		{ "kx9#mq2z", "Add an upper-case letter" },
		{ "Kxv#mQwz", "Add a number" },
		{ "Kx9vmQ2z", "Add a symbol" },
		{ "Kx9 mQ2z", "Add a symbol" },
		{ "Password1!", "This is easily guessed: most of it is a common word" },
		{ "Welcome@2026", "This is easily guessed: most of it is a common word" },
		{ "Ravi.Iyer1", "This is easily guessed: most of it is your name" },
		{ "ravi.iyeR@1", "This is easily guessed: most of it is your name" },
		{ "Asha-Traders-1", "This is easily guessed: most of it is your name" },
		{ "Pointperson-1!", "This is easily guessed: most of it is your name" },
		{ "Aaaaaaaaaaaa1!", "This is easily guessed: most of it is repeated" },
		{ "Lotus harbour 7!", "" },
		{ " Lotus harbour 7! ", "" },
	};

	expect(*state, PASSWORD_CLASSIC, cases, COUNT(cases));
}

static void
test_password__any_script_counts(void **state)
{
	static const struct rule_case cases[] = {
		/* Cyrillic capital, Devanagari digit, rupee sign. */
		{ "\xd0\x9bxw \xe0\xa5\xad\xe2\x82\xb9 vqm", "" },
		{ "\xc3\x89xw 7\xe0\xa5\xa4 vqm", "" },
		{ "\xce\xa9xw \xe0\xaf\xad\xf0\x9f\x98\x80 vqm", "" },
		/* Eight characters, not eight bytes. */
		{ "K7#" A_LETTER A_LETTER A_LETTER A_LETTER, "Use at least 8 characters; this has 7." },
		/* Without capitals in the script one is asked for all the same. */
		{ A_LETTER "\xe0\xa4\xae\xe0\xa4\xb2\xe0\xa4\xac\xe0\xa4\xa6\xe0\xa4\xb0 7!",
		    "Add an upper-case letter" },
		{ "\xc3\x97xw 7! vqm", "Add an upper-case letter" },
		{ "\xc3\x9fxw 7! vqm", "Add an upper-case letter" },
	};

	expect(*state, PASSWORD_CLASSIC, cases, COUNT(cases));
}

static void
test_password__nist_asks_for_length_alone(void **state)
{
	static const struct rule_case cases[] = {
		{ "lotusharbourtea", "" },
		{ "lotusharbourte", "Use at least 15 characters; this has 14." },
		{ "Kx9#mQ2z", "Use at least 15 characters; this has 8." },
		{ "lotus harbour seven", "" },
		{ "passwordpassword", "This is easily guessed" },
		{ "123456789012345", "This is easily guessed" },
		{ "raviiyerraviiyer", "This is easily guessed" },
	};

	expect(*state, PASSWORD_NIST, cases, COUNT(cases));
}

/* 256 bytes are taken as they are, 257 are refused and not cut. */
static void
test_password__is_never_cut(void **state)
{
	char longest[USER_PASSWORD_MAX + 2];
	struct mem *m = *state;

	memset(longest, 'x', sizeof(longest));
	memcpy(longest, "Lotus-Harbour-7 and some tea", 28);
	longest[USER_PASSWORD_MAX] = '\0';
	assert_string_equal(about(m, PASSWORD_CLASSIC, longest, longest, "new_password"), "");
	longest[USER_PASSWORD_MAX] = 'x';
	longest[USER_PASSWORD_MAX + 1] = '\0';
	assert_string_equal(about(m, PASSWORD_CLASSIC, longest, longest, "new_password"),
	    "This has 257 bytes; 256 are the most. Nothing of it was cut off.");
}

static void
test_password__is_typed_twice_alike(void **state)
{
	static const char *const others[] = { "", "Kx9#mQ2", "Kx9#mQ2z ", " Kx9#mQ2z", "kx9#mQ2z" };
	struct mem *m = *state;

	assert_string_equal(about(m, PASSWORD_CLASSIC, "Kx9#mQ2z", "Kx9#mQ2z", "confirm_password"),
	    "");
	for (size_t i = 0; i < COUNT(others); i++) {
		const char *said = about(m, PASSWORD_CLASSIC, "Kx9#mQ2z", others[i],
		    "confirm_password");

		if (strncmp(said, "This is not the same", 20) != 0)
			fail_msg("\"%s\": %s", others[i], said);
	}
}

static void
test_password__rules_are_told_up_front(void **state)
{
	struct config classic = { .password_profile = PASSWORD_CLASSIC };
	struct config nist = { .password_profile = PASSWORD_NIST };
	struct password_rule rules[PASSWORD_RULES_MAX];
	size_t guessable = strength_is_known() ? 1 : 0;
	struct mem *m = *state;

	assert_int_equal(password_rules(m, &classic, rules), 4 + guessable);
	assert_string_equal(rules[0].text, "at least 8 characters");
	assert_string_equal(rules[0].pattern, "^[^]{8,}$");
	assert_string_equal(rules[1].text, "one upper-case letter");
	assert_string_equal(rules[1].pattern, "[\\u{41}-\\u{5a}\\u{c0}-\\u{d6}\\u{d8}-\\u{de}"
	    "\\u{391}-\\u{3a9}\\u{400}-\\u{42f}]");
	assert_string_equal(rules[2].text, "one number");
	assert_string_equal(rules[3].text, "one symbol");
	assert_int_equal(rules[3].pattern[strlen(rules[3].pattern) - 1], ']');
	assert_int_equal(password_rules(m, &nist, rules), 1 + guessable);
	assert_string_equal(rules[0].text, "at least 15 characters");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	static const struct CMUnitTest tests[] = {
		TEST(test_password__classic_rules_each_alone),
		TEST(test_password__any_script_counts),
		TEST(test_password__nist_asks_for_length_alone),
		TEST(test_password__is_never_cut),
		TEST(test_password__is_typed_twice_alike),
		TEST(test_password__rules_are_told_up_front),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
