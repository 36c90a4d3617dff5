/*
 * test_str: the growing buffer: it holds its maximum and not a byte more, and once full it stays as
 * it was.
 */
#include "base/banned.h"
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void
test_str__grows_and_stays_terminated(void **state)
{
	struct str s;

	(void)state;
	str_init(&s, 100000);
	assert_string_equal(s.text, "");
	for (int i = 0; i < 10000; i++) {
		str_add(&s, "ab");
		str_add_char(&s, 'c');
		assert_int_equal(s.text[s.length], '\0');
	}
	str_add_fmt(&s, "%s-%d", "x", 12);

	assert_int_equal(s.length, 30004);
	assert_int_equal(strlen(s.text), 30004);
	assert_string_equal(s.text + 29997, "abcx-12");
	assert_false(s.is_full);
	str_release(&s);
}

static void
test_str__holds_its_maximum_exactly(void **state)
{
	struct str s;

	(void)state;
	str_init(&s, 5);
	str_add(&s, "abc");
	str_add_fmt(&s, "%d", 12);
	assert_false(s.is_full);
	assert_string_equal(s.text, "abc12");

	str_add_char(&s, '!');

	assert_true(s.is_full);
	assert_string_equal(s.text, "abc12");
	str_release(&s);
}

/* Every way to add, behind something that did not fit: nothing may come after the gap. */
static void
test_str__takes_nothing_more_once_full(void **state)
{
	struct str s;

	(void)state;
	for (int way = 0; way < 4; way++) {
		str_init(&s, 5);
		str_add(&s, "abc");
		str_add(&s, "too long");
		if (way == 0)
			str_add(&s, "d");
		else if (way == 1)
			str_add_bytes(&s, "d", 1);
		else if (way == 2)
			str_add_char(&s, 'd');
		else
			str_add_fmt(&s, "%c", 'd');
		if (!s.is_full || strcmp(s.text, "abc") != 0)
			fail_msg("way %d: \"%s\"", way, s.text);
		str_release(&s);
	}
}

static void
test_str__fmt_over_the_maximum_adds_nothing(void **state)
{
	struct str s;

	(void)state;
	str_init(&s, 5);
	str_add_fmt(&s, "%s", "abcdef");

	assert_true(s.is_full);
	assert_string_equal(s.text, "");
	str_release(&s);
}

static void
test_str__maximum_of_nothing(void **state)
{
	struct str s;

	(void)state;
	str_init(&s, 0);
	str_add(&s, "");
	assert_false(s.is_full);
	str_add(&s, "a");
	assert_true(s.is_full);
	assert_string_equal(s.text, "");
	str_release(&s);
}

static void
test_str__reset_and_release_begin_anew(void **state)
{
	struct str s;

	(void)state;
	str_init(&s, 8);
	str_reset(&s);
	assert_string_equal(s.text, "");
	str_add(&s, "too long for it");
	str_add(&s, "x");
	str_reset(&s);
	assert_false(s.is_full);
	str_add(&s, "12345678");
	assert_string_equal(s.text, "12345678");

	str_release(&s);
	assert_string_equal(s.text, "");
	assert_int_equal(s.size, 0);
	str_release(&s);
	str_add(&s, "again");
	assert_string_equal(s.text, "again");
	str_release(&s);
}

static void
test_str__bytes_may_hold_a_nul(void **state)
{
	struct str s;

	(void)state;
	str_init(&s, 8);
	str_add_bytes(&s, "a\0b", 3);
	str_add_bytes(&s, NULL, 0);

	assert_int_equal(s.length, 3);
	assert_memory_equal(s.text, "a\0b", 4);
	str_release(&s);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_str__grows_and_stays_terminated),
		cmocka_unit_test(test_str__holds_its_maximum_exactly),
		cmocka_unit_test(test_str__takes_nothing_more_once_full),
		cmocka_unit_test(test_str__fmt_over_the_maximum_adds_nothing),
		cmocka_unit_test(test_str__maximum_of_nothing),
		cmocka_unit_test(test_str__reset_and_release_begin_anew),
		cmocka_unit_test(test_str__bytes_may_hold_a_nul),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
