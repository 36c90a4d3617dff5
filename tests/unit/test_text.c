/*
 * text: bytes and characters at their borders.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "base/mem.h"
#include "base/text.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define BYTES(literal)	literal, sizeof(literal) - 1

#define REPEAT_16(x)	x x x x x x x x x x x x x x x x
#define TEXT_128	REPEAT_16("12345678")

struct utf8_case {
	const char	*what;		/* printed on failure */
	const char	*bytes;		/* to judge */
	size_t		 length;	/* of bytes */
	bool		 is_good;	/* expected */
};

static const struct utf8_case utf8_cases[] = {
	{ "nothing", BYTES(""), true },
	{ "ASCII", BYTES("Asha"), true },
	{ "NUL within", BYTES("a\0b"), true },
	{ "U+007F", BYTES("\x7f"), true },
	{ "U+0080, first of two bytes", BYTES("\xc2\x80"), true },
	{ "U+07FF, last of two bytes", BYTES("\xdf\xbf"), true },
	{ "U+0800, first of three bytes", BYTES("\xe0\xa0\x80"), true },
	{ "U+D7FF, before the surrogates", BYTES("\xed\x9f\xbf"), true },
	{ "U+E000, after the surrogates", BYTES("\xee\x80\x80"), true },
	{ "U+FFFF, last of three bytes", BYTES("\xef\xbf\xbf"), true },
	{ "U+10000, first of four bytes", BYTES("\xf0\x90\x80\x80"), true },
	{ "U+10FFFF, the last", BYTES("\xf4\x8f\xbf\xbf"), true },
	{ "Devanagari", BYTES("आशा"), true },
	{ "U+110000", BYTES("\xf4\x90\x80\x80"), false },
	{ "first byte F5", BYTES("\xf5\x80\x80\x80"), false },
	{ "five bytes", BYTES("\xf8\x88\x80\x80\x80"), false },
	{ "first surrogate", BYTES("\xed\xa0\x80"), false },
	{ "last surrogate", BYTES("\xed\xbf\xbf"), false },
	{ "NUL in two bytes", BYTES("\xc0\x80"), false },
	{ "slash in two bytes", BYTES("\xc0\xaf"), false },
	{ "U+007F in two bytes", BYTES("\xc1\xbf"), false },
	{ "U+07FF in three bytes", BYTES("\xe0\x9f\xbf"), false },
	{ "U+FFFF in four bytes", BYTES("\xf0\x8f\xbf\xbf"), false },
	{ "lone continuation", BYTES("\x80"), false },
	{ "FF", BYTES("\xff"), false },
	{ "cut after one of two", BYTES("a\xc2"), false },
	{ "cut after two of three", BYTES("\xe0\xa0"), false },
	{ "cut after three of four", BYTES("\xf0\x90\x80"), false },
	{ "letter instead of continuation", BYTES("\xe0\xa0" "a"), false },
	{ "Latin-1", BYTES("Jos\xe9"), false },
};

static void
test_text__is_utf8(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(utf8_cases); i++) {
		const struct utf8_case *c = &utf8_cases[i];

		if (text_is_utf8(c->bytes, c->length) != c->is_good)
			fail_msg("%s: expected %d", c->what, c->is_good);
	}
}

/* A length that cuts a character must not be cured by what stands behind it. */
static void
test_text__is_utf8_stops_at_length(void **state)
{
	(void)state;
	assert_false(text_is_utf8("\xe0\xa4\x86", 2));
	assert_true(text_is_utf8("a\xff", 1));
}

static void
test_text__characters(void **state)
{
	static const struct { const char *text; size_t count; } cases[] = {
		{ "", 0 }, { "a", 1 }, { "Zoë", 3 }, { "आशा", 3 }, { "\xf0\x9f\x98\x80", 1 },
		{ "e\xcc\x81", 2 }, { "a\xff" "b", 3 }, { "\xe0\xa4", 2 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (text_characters(cases[i].text) != cases[i].count)
			fail_msg("\"%s\": %zu, expected %zu", cases[i].text,
			    text_characters(cases[i].text), cases[i].count);
}

struct kind_case {
	const char	*what;		/* printed on failure */
	const char	*text;		/* to judge */
	bool		 has_control;	/* expected of text_has_control() */
	bool		 has_space;	/* expected of text_has_space() */
	bool		 has_visible;	/* expected of text_has_visible() */
};

static const struct kind_case kind_cases[] = {
	{ "nothing", "", false, false, false },
	{ "a name", "Asha Rao", false, true, true },
	{ "one letter", "a", false, false, true },
	{ "Tamil", "ஆஷா", false, false, true },
	{ "emoji", "\xf0\x9f\x98\x80", false, false, true },
	{ "U+0001", "\x01", true, false, false },
	{ "U+001F", "\x1f", true, false, false },
	{ "space", " ", false, true, false },
	{ "tab", "\t", true, true, false },
	{ "line feed", "a\nb", true, true, true },
	{ "U+007E", "~", false, false, true },
	{ "DEL", "\x7f", true, false, false },
	{ "U+0080", "\xc2\x80", true, false, false },
	{ "U+009F", "\xc2\x9f", true, false, false },
	{ "no-break space", "\xc2\xa0", false, true, false },
	{ "U+00A1", "\xc2\xa1", false, false, true },
	{ "soft hyphen", "\xc2\xad", false, false, false },
	{ "zero width space", "\xe2\x80\x8b", false, false, false },
	{ "zero width joiner", "\xe2\x80\x8d", false, false, false },
	{ "left-to-right mark", "\xe2\x80\x8e", false, false, false },
	{ "U+2027", "\xe2\x80\xa7", false, false, true },
	{ "line separator U+2028", "\xe2\x80\xa8", true, false, false },
	{ "paragraph separator U+2029", "\xe2\x80\xa9", true, false, false },
	{ "override U+202A", "\xe2\x80\xaa", true, false, false },
	{ "override U+202E", "\xe2\x80\xae", true, false, false },
	{ "narrow no-break space U+202F", "\xe2\x80\xaf", false, true, false },
	{ "U+2065", "\xe2\x81\xa5", false, false, false },
	{ "isolate U+2066", "\xe2\x81\xa6", true, false, false },
	{ "isolate U+2069", "\xe2\x81\xa9", true, false, false },
	{ "U+206A", "\xe2\x81\xaa", false, false, false },
	{ "empty braille cell", "\xe2\xa0\x80", false, false, false },
	{ "ideographic space", "\xe3\x80\x80", false, true, false },
	{ "Hangul filler", "\xe3\x85\xa4", false, false, false },
	{ "byte order mark", "\xef\xbb\xbf", false, false, false },
	{ "tag letter U+E0041", "\xf3\xa0\x81\x81", false, false, false },
	{ "no UTF-8", "\xff", true, false, false },
	{ "cut off", "a\xe2\x80", true, false, true },
	{ "hidden behind a letter", "a\xe2\x80\xae", true, false, true },
};

static void
test_text__kinds_of_characters(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(kind_cases); i++) {
		const struct kind_case *c = &kind_cases[i];

		if (text_has_control(c->text) != c->has_control)
			fail_msg("%s: control, expected %d", c->what, c->has_control);
		if (text_has_space(c->text) != c->has_space)
			fail_msg("%s: space, expected %d", c->what, c->has_space);
		if (text_has_visible(c->text) != c->has_visible)
			fail_msg("%s: visible, expected %d", c->what, c->has_visible);
	}
}

struct change_case {
	const char	*from;		/* text given */
	const char	*to;		/* text expected */
};

static void
check_changes(char *(*change)(struct mem *, const char *), const struct change_case *cases,
    size_t count)
{
	struct mem *m = mem_new();

	for (size_t i = 0; i < count; i++) {
		const char *got = change(m, cases[i].from);

		if (strcmp(got, cases[i].to) != 0)
			fail_msg("\"%s\": \"%s\", expected \"%s\"", cases[i].from, got,
			    cases[i].to);
		assert_ptr_not_equal(got, cases[i].from);
	}
	mem_free(&m);
}

static void
test_text__trim(void **state)
{
	static const struct change_case cases[] = {
		{ "", "" }, { " ", "" }, { "a", "a" }, { " a", "a" }, { "a ", "a" },
		{ "\t\r\n a  b \n", "a  b" }, { "\xc2\xa0" "a\xe3\x80\x80", "a" },
		{ "\xe2\x80\x89\xe2\x80\xaf" "आ\xe1\x9a\x80", "आ" }, { "\xff ", "\xff" },
		{ "\x01" "a", "\x01" "a" }, { "\xe2\x80\x8b", "\xe2\x80\x8b" },
	};

	(void)state;
	check_changes(text_trim, cases, COUNT(cases));
}

static void
test_text__percent_encode(void **state)
{
	static const struct change_case cases[] = {
		{ "", "" }, { "azAZ09-._~", "azAZ09-._~" }, { "a b", "a%20b" },
		{ "/?#&=+%", "%2F%3F%23%26%3D%2B%25" },
		{ "\r\n", "%0D%0A" }, { "é", "%C3%A9" }, { "\"'<>\\", "%22%27%3C%3E%5C" },
		{ "\xff", "%FF" },
	};

	(void)state;
	check_changes(text_percent_encode, cases, COUNT(cases));
}

static void
test_text__hex_byte(void **state)
{
	static const struct {
		const char	*digits;
		int		 byte;
	} cases[] = {
		{ "00", 0 }, { "09", 9 }, { "aF", 0xaf }, { "Fa", 0xfa }, { "ff", 0xff },
		{ "", -1 }, { "1", -1 }, { "g0", -1 }, { "0G", -1 }, { "0`", -1 }, { "@0", -1 },
		{ "/0", -1 }, { "0:", -1 }, { " 1", -1 }, { "+1", -1 }, { "\xff" "0", -1 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		print_message("  \"%s\"\n", cases[i].digits);
		assert_int_equal(text_hex_byte(cases[i].digits), cases[i].byte);
	}
}

static void
test_text__lower(void **state)
{
	static const struct change_case cases[] = {
		{ "", "" }, { "AZaz09@[`{", "azaz09@[`{" }, { "ÉA", "Éa" },
	};

	(void)state;
	check_changes(text_lower, cases, COUNT(cases));
}

static void
test_text__code(void **state)
{
	static const struct change_case cases[] = {
		{ "", "" }, { " 27 aapfu-0939\tf ", "27AAPFU0939F" }, { "a\u2013z", "AZ" },
		{ "\u00a0x\u3000y", "XY" }, { "\u00e9", "\u00e9" }, { "\xff!", "\xff!" },
	};

	(void)state;
	check_changes(text_code, cases, COUNT(cases));
}

static void
test_text__equal_fold(void **state)
{
	static const struct { const char *a, *b; bool is_equal; } cases[] = {
		{ "", "", true }, { "a", "A", true }, { "Zz", "zZ", true }, { "a", "", false },
		{ "", "a", false }, { "ab", "a", false }, { "a", "ab", false }, { "@", "`", false },
		{ "[", "{", false }, { "é", "é", true }, { "É", "é", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (text_equal_fold(cases[i].a, cases[i].b) != cases[i].is_equal)
			fail_msg("\"%s\" and \"%s\": expected %d", cases[i].a, cases[i].b,
			    cases[i].is_equal);
}

static void
test_text__distance(void **state)
{
	static const struct { const char *a, *b; size_t distance; } cases[] = {
		{ "", "", 0 }, { "", "abc", 3 }, { "abc", "", 3 }, { "abc", "abc", 0 },
		{ "socket", "sockt", 1 }, { "sockt", "socket", 1 }, { "socket", "zocket", 1 },
		{ "socket", "scoket", 1 }, { "kitten", "sitting", 3 }, { "ab", "ba", 1 },
		{ "abcd", "badc", 2 }, { "a", "b", 1 },
		{ TEXT_128, TEXT_128, 0 }, { TEXT_128, "", 128 }, { "", TEXT_128, 128 },
		{ TEXT_128 "x", TEXT_128, TEXT_DISTANCE_FAR },
		{ "", TEXT_128 "x", TEXT_DISTANCE_FAR },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (text_distance(cases[i].a, cases[i].b) != cases[i].distance)
			fail_msg("\"%s\" and \"%s\": %zu, expected %zu", cases[i].a, cases[i].b,
			    text_distance(cases[i].a, cases[i].b), cases[i].distance);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text__is_utf8),
		cmocka_unit_test(test_text__is_utf8_stops_at_length),
		cmocka_unit_test(test_text__characters),
		cmocka_unit_test(test_text__kinds_of_characters),
		cmocka_unit_test(test_text__trim),
		cmocka_unit_test(test_text__percent_encode),
		cmocka_unit_test(test_text__hex_byte),
		cmocka_unit_test(test_text__lower),
		cmocka_unit_test(test_text__code),
		cmocka_unit_test(test_text__equal_fold),
		cmocka_unit_test(test_text__distance),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
