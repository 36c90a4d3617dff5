/*
 * test_strength: what is easily guessed, and why; the work is bounded, whatever is typed.
 */
#include "base/banned.h"
#include "base/strength.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "arena_fixture.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define NAME	"\xe0\xa4\x86\xe0\xa4\xb6\xe0\xa4\xbe \xe0\xa4\xb0\xe0\xa4\xbe\xe0\xa4\xb5"

static enum strength
of(struct mem *m, const char *password)
{
	struct strength_words words = { .count = 0 };

	if (!strength_is_known())
		skip();
	strength_words_add(&words, m, "Asha Rao");
	strength_words_add(&words, m, "asha.rao@binary-mills.example");
	strength_words_add(&words, m, NAME);
	return strength_of(m, password, &words);
}

static void
test_strength__says_what_is_guessed_and_why(void **state)
{
	static const struct {
		const char	*password;
		enum strength	 found;
	} cases[] = {
		{ "Password1!", STRENGTH_COMMON },
		{ "P@ssw0rd123", STRENGTH_COMMON },
		{ "Admin@123", STRENGTH_COMMON },
		{ "Welcome@2026", STRENGTH_COMMON },
		{ "Qwertyuiop1!", STRENGTH_COMMON },
		{ "Asha-Rao-1", STRENGTH_OWN_WORD },
		{ "Binary-Mills-1!", STRENGTH_OWN_WORD },
		{ "4sha.Rao@1", STRENGTH_OWN_WORD },
		{ NAME, STRENGTH_OWN_WORD },
		{ "aaaaaaaaaaaaaaaa", STRENGTH_PATTERN },
		{ "\xe0\xa4\x86\xe0\xa4\x86\xe0\xa4\x86\xe0\xa4\x86\xe0\xa4\x86\xe0\xa4\x86",
		    STRENGTH_PATTERN },
		{ "12345678901234567", STRENGTH_PATTERN },
		{ "15-08-1947", STRENGTH_DATE },
		{ "k9!", STRENGTH_SHORT },
		{ "", STRENGTH_SHORT },
		{ "Lotus-Harbour-7", STRENGTH_OK },
		{ "correct horse battery staple", STRENGTH_OK },
		{ "kX9#mQ2z", STRENGTH_OK },
		{ "\xe0\xa4\x95\xe0\xa4\xae\xe0\xa4\xb2 \xe0\xa4\xac\xe0\xa4\x82\xe0\xa4\xa6\xe0\xa4\xb0"
		  " \xe0\xa4\x9a\xe0\xa4\xbe\xe0\xa4\xaf\xe0\xa4\xa6\xe0\xa4\xbe\xe0\xa4\xa8\xe0\xa5\x80",
		    STRENGTH_OK },
	};
	struct mem *m = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		enum strength found = of(m, cases[i].password);

		if (found != cases[i].found)
			fail_msg("%s: %d, expected %d", cases[i].password, (int)found,
			    (int)cases[i].found);
	}
}

/* The last one that is looked at counts, the one behind it does not. */
static void
test_strength__looks_at_a_hundred_characters(void **state)
{
	struct mem *m = *state;
	char text[102];

	memset(text, 'a', sizeof(text));
	memcpy(text + 100 - 15, "Lotus-Harbour-7", 15);
	text[100] = '\0';
	assert_int_equal(of(m, text), STRENGTH_OK);
	memset(text, 'a', 100);
	memcpy(text + 100, "7", 2);
	assert_int_equal(of(m, text), STRENGTH_PATTERN);
}

static void
test_strength__words_without_end_are_left_out(void **state)
{
	struct strength_words words = { .count = 0 };
	struct mem *m = *state;

	for (int i = 0; i < 100; i++)
		strength_words_add(&words, m, "one two three");
	assert_int_equal(words.count, STRENGTH_WORDS_MAX);
	assert_null(words.list[STRENGTH_WORDS_MAX]);
	words.count = 0;
	strength_words_add(&words, m, "");
	strength_words_add(&words, m, "a.b-c@d");
	strength_words_add(&words, m, "--");
	assert_int_equal(words.count, 1);
	assert_string_equal(words.list[0], "a.b-c@d");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	static const struct CMUnitTest tests[] = {
		TEST(test_strength__says_what_is_guessed_and_why),
		TEST(test_strength__looks_at_a_hundred_characters),
		TEST(test_strength__words_without_end_are_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
