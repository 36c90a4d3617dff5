/*
 * urlencoded: what browsers send, what attackers send, and every limit at its border.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "base/mem.h"
#include "web/urlencoded.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define BYTES(literal)	literal, sizeof(literal) - 1

static const struct urlencoded_limits limits = {
	.bytes_max = 40, .fields_max = 3, .name_max = 4, .value_max = 10
};

struct read_case {
	const char	*what;		/* printed on failure */
	const char	*bytes;		/* to read */
	size_t		 length;	/* of bytes */
	enum err	 rc;		/* expected */
	const char	*shown;		/* expected fields, as "name=value|name=value|" */
};

static const struct read_case cases[] = {
	{ "nothing", BYTES(""), ERR_OK, "" },
	{ "one field", BYTES("a=1"), ERR_OK, "a=1|" },
	{ "empty value", BYTES("a="), ERR_OK, "a=|" },
	{ "bare name", BYTES("a"), ERR_OK, "a=|" },
	{ "bare names", BYTES("a&b&c"), ERR_OK, "a=|b=|c=|" },
	{ "empty name", BYTES("=x"), ERR_OK, "=x|" },
	{ "equals sign alone", BYTES("="), ERR_OK, "=|" },
	{ "second equals sign", BYTES("a=b=c"), ERR_OK, "a=b=c|" },
	{ "only separators", BYTES("&&&&&&&&"), ERR_OK, "" },
	{ "empty pieces do not count", BYTES("&a=1&&b=2&c=3&"), ERR_OK, "a=1|b=2|c=3|" },
	{ "repeated", BYTES("a=1&a=2"), ERR_OK, "a=1|a=2|" },
	{ "plus and space", BYTES("a+b=c+d%20e%2Bf"), ERR_OK, "a b=c d e+f|" },
	{ "either case of digits", BYTES("a=%3d%3D"), ERR_OK, "a===|" },
	{ "decoded once", BYTES("a=%2541"), ERR_OK, "a=%41|" },
	{ "escaped separators", BYTES("a=%26b%3Dc"), ERR_OK, "a=&b=c|" },
	{ "escaped UTF-8", BYTES("a=%E0%A4%86"), ERR_OK, "a=आ|" },
	{ "raw UTF-8", BYTES("a=आ"), ERR_OK, "a=आ|" },
	{ "UTF-8 half escaped", BYTES("a=%E0\xa4%86"), ERR_OK, "a=आ|" },
	{ "escape cut to one digit", BYTES("a=%4"), ERR_MALFORMED, "" },
	{ "escape without digits", BYTES("a=%"), ERR_MALFORMED, "" },
	{ "escape of no digits", BYTES("a=%zz"), ERR_MALFORMED, "" },
	{ "escape of one digit", BYTES("a=%4g"), ERR_MALFORMED, "" },
	{ "escape over the separator", BYTES("a=%4&1=2"), ERR_MALFORMED, "" },
	{ "escape over the equals sign", BYTES("%4=1"), ERR_MALFORMED, "" },
	{ "broken escape in the name", BYTES("%=1"), ERR_MALFORMED, "" },
	{ "escaped NUL", BYTES("a=b%00c"), ERR_MALFORMED, "" },
	{ "escaped NUL in the name", BYTES("a%00=b"), ERR_MALFORMED, "" },
	{ "raw NUL", BYTES("a=b\0c"), ERR_MALFORMED, "" },
	{ "overlong NUL", BYTES("a=%C0%80"), ERR_MALFORMED, "" },
	{ "Latin-1", BYTES("a=%E9"), ERR_MALFORMED, "" },
	{ "Latin-1 in the name", BYTES("%E9=a"), ERR_MALFORMED, "" },
	{ "surrogate", BYTES("a=%ED%A0%80"), ERR_MALFORMED, "" },
	{ "character cut by the separator", BYTES("a=%E0%A4&b=%86"), ERR_MALFORMED, "" },
	{ "a later field broken", BYTES("a=1&b=%"), ERR_MALFORMED, "" },
	{ "one field too many", BYTES("a&b&c&d"), ERR_MALFORMED, "" },
	{ "longest name", BYTES("abcd=1"), ERR_OK, "abcd=1|" },
	{ "longest name, escaped", BYTES("%61%62%63%64=1"), ERR_OK, "abcd=1|" },
	{ "name too long", BYTES("abcde=1"), ERR_MALFORMED, "" },
	{ "longest value", BYTES("a=0123456789"), ERR_OK, "a=0123456789|" },
	{ "value too long", BYTES("a=0123456789x"), ERR_TOO_LARGE, "" },
	{ "most bytes", BYTES("a=0123456789&b=0123456789&c=012345%41%41"), ERR_OK,
	  "a=0123456789|b=0123456789|c=012345AA|" },
	{ "one byte too many", BYTES("a=0123456789&b=0123456789&c=0123456%41%41"), ERR_TOO_LARGE,
	  "" },
	{ "too many bytes, all else wrong", BYTES("a=%&%00&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&"),
	  ERR_TOO_LARGE, "" },
};

static const char *
show(struct mem *m, const struct urlencoded *form)
{
	const char *shown = "";

	for (size_t i = 0; i < form->count; i++) {
		assert_int_equal(strlen(form->fields[i].value), form->fields[i].value_length);
		shown = mem_fmt(m, "%s%s=%s|", shown, form->fields[i].name, form->fields[i].value);
	}
	return shown;
}

/* The bytes stand in a piece of their own length, so that ASan sees a read past their end. */
static void
test_urlencoded__read(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct read_case *c = &cases[i];
		struct mem *m = mem_new();
		char *bytes = malloc(c->length + !c->length);
		struct urlencoded form = { .count = 99 };
		enum err rc;

		assert_non_null(bytes);
		memcpy(bytes, c->bytes, c->length);
		rc = urlencoded_read(m, bytes, c->length, &limits, &form);
		free(bytes);
		if (rc != c->rc)
			fail_msg("%s: %d, expected %d", c->what, (int)rc, (int)c->rc);
		if (strcmp(show(m, &form), c->shown) != 0)
			fail_msg("%s: \"%s\", expected \"%s\"", c->what, show(m, &form), c->shown);
		mem_free(&m);
	}
}

static void
test_urlencoded__reads_no_bytes_at_all(void **state)
{
	struct mem *m = mem_new();
	struct urlencoded form;

	(void)state;
	assert_int_equal(urlencoded_read(m, NULL, 0, &limits, &form), ERR_OK);
	assert_int_equal(form.count, 0);
	mem_free(&m);
}

/* What one byte can make us take stays small: no fields beyond fields_max are made room for. */
static void
test_urlencoded__memory_follows_the_limits(void **state)
{
	static const struct urlencoded_limits wide = { 65536, 256, 64, 65536 };
	struct mem *m = mem_new();
	char *bytes = malloc(65536);
	struct urlencoded form;

	(void)state;
	assert_non_null(bytes);
	for (size_t i = 0; i < 65536; i++)
		bytes[i] = i % 2 == 0 ? 'a' : '&';

	assert_int_equal(urlencoded_read(m, bytes, 65536, &wide, &form), ERR_MALFORMED);

	assert_true(mem_peak(m) < 65536 + 256 * (sizeof(*form.fields) + 2) + 64);
	free(bytes);
	mem_free(&m);
}

static void
test_urlencoded__find(void **state)
{
	struct mem *m = mem_new();
	struct urlencoded form;
	size_t count;

	(void)state;
	assert_int_equal(urlencoded_read(m, BYTES("a=1&b=2&a=3"), &limits, &form), ERR_OK);

	assert_string_equal(urlencoded_find(&form, "a", &count)->value, "1");
	assert_int_equal(count, 2);
	assert_string_equal(urlencoded_find(&form, "b", &count)->value, "2");
	assert_int_equal(count, 1);
	assert_null(urlencoded_find(&form, "A", &count));
	assert_int_equal(count, 0);
	assert_non_null(urlencoded_find(&form, "b", NULL));
	mem_free(&m);
}

static void
test_urlencoded__is_form(void **state)
{
	static const struct { const char *type; bool is_form; } types[] = {
		{ NULL, false },
		{ "", false },
		{ "application/x-www-form-urlencoded", true },
		{ "application/x-www-form-urlencoded;charset=UTF-8", true },
		{ "application/x-www-form-urlencoded; charset=UTF-8", true },
		{ "application/x-www-form-urlencoded ; charset=UTF-8", true },
		{ "Application/X-WWW-Form-Urlencoded", true },
		{ " \tapplication/x-www-form-urlencoded ", true },
		{ "application/x-www-form-urlencode", false },
		{ "application/x-www-form-urlencodedx", false },
		{ "application/x-www-form-urlencoded, text/plain", false },
		{ "application/x-www-form-urlencoded x", false },
		{ "multipart/form-data; boundary=application/x-www-form-urlencoded", false },
		{ "text/plain", false },
		{ "application/json;application/x-www-form-urlencoded", false },
		{ "application\x0fx-www-form-urlencoded", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(types); i++)
		if (urlencoded_is_form(types[i].type) != types[i].is_form)
			fail_msg("\"%s\": expected %d", types[i].type ? types[i].type : "NULL",
			    types[i].is_form);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_urlencoded__read),
		cmocka_unit_test(test_urlencoded__reads_no_bytes_at_all),
		cmocka_unit_test(test_urlencoded__memory_follows_the_limits),
		cmocka_unit_test(test_urlencoded__find),
		cmocka_unit_test(test_urlencoded__is_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
