/*
 * valid: for each kind of thing good, bad, empty, longest and longest + 1.
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
#include "base/valid.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

#define X_2(x)		x x
#define X_8(x)		X_2(X_2(X_2(x)))
#define X_64(x)		X_8(X_8(x))
#define X_512(x)	X_8(X_64(x))
#define A_63		X_8("aaaaaaa") "aaaaaaa"

struct number_case {
	const char	*text;		/* typed */
	bool		 is_id;		/* expected of valid_id() */
	bool		 is_count;	/* expected of valid_count() */
	int64_t		 number;	/* expected where either is true */
};

static const struct number_case number_cases[] = {
	{ "", false, false, 0 }, { "0", false, true, 0 }, { "1", true, true, 1 },
	{ "9223372036854775807", true, true, INT64_MAX },
	{ "9223372036854775808", false, false, 0 }, { "9223372036854775810", false, false, 0 },
	{ "18446744073709551617", false, false, 0 }, { "99999999999999999999999", false, false, 0 },
	{ "10", true, true, 10 }, { "00", false, false, 0 }, { "01", false, false, 0 },
	{ "-1", false, false, 0 }, { "+1", false, false, 0 }, { " 1", false, false, 0 },
	{ "1 ", false, false, 0 }, { "1\n", false, false, 0 }, { "0x1", false, false, 0 },
	{ "1.0", false, false, 0 }, { "1e3", false, false, 0 }, { "a", false, false, 0 },
	{ "/", false, false, 0 }, { ":", false, false, 0 }, { "१", false, false, 0 },
};

static void
test_valid__id_and_count(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(number_cases); i++) {
		const struct number_case *c = &number_cases[i];
		int64_t id = -7;
		int64_t count = -7;

		if (valid_id(c->text, &id) != c->is_id || id != (c->is_id ? c->number : -7))
			fail_msg("id \"%s\": %lld", c->text, (long long)id);
		if (valid_count(c->text, &count) != c->is_count ||
		    count != (c->is_count ? c->number : -7))
			fail_msg("count \"%s\": %lld", c->text, (long long)count);
	}
}

static void
test_valid__name(void **state)
{
	static const struct { const char *text; enum name_problem problem; } cases[] = {
		{ "", NAME_EMPTY }, { "  ", NAME_EMPTY }, { "\xc2\xa0", NAME_EMPTY },
		{ "\xe2\x80\x8b\xe2\x80\x8d", NAME_EMPTY }, { "A", NAME_OK },
		{ "Anne-Marie", NAME_OK }, { "M. S.", NAME_OK }, { "O'Neil", NAME_OK },
		{ "आशा राव", NAME_OK }, { "1234567890", NAME_OK }, { "12345678901", NAME_TOO_LONG },
		{ "आआआआआआआआआआ", NAME_OK }, { "आआआआआआआआआआआ", NAME_TOO_LONG },
		{ "a\nb", NAME_CHARACTERS }, { "a\tb", NAME_CHARACTERS },
		{ "\x7f", NAME_CHARACTERS },
		{ "a\xe2\x80\xae" "b", NAME_CHARACTERS }, { "a\xe2\x80\xa8", NAME_CHARACTERS },
		{ "Jos\xe9", NAME_CHARACTERS },
		{ "\xe0\xae\x95\xe0\xaf\x8d\xe2\x80\x8d\xe0\xae\xb7", NAME_OK },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (valid_name(cases[i].text, 10) != cases[i].problem)
			fail_msg("\"%s\": %d, expected %d", cases[i].text,
			    (int)valid_name(cases[i].text, 10), (int)cases[i].problem);
}

struct typed_case {
	const char	*typed;		/* given */
	int		 problem;	/* expected */
	const char	*normalised;	/* expected */
};

static const struct typed_case email_cases[] = {
	{ "name@example.com", EMAIL_OK, "name@example.com" },
	{ " Asha.Rao+x@Example.COM\n", EMAIL_OK, "Asha.Rao+x@example.com" },
	{ "a@b.in", EMAIL_OK, "a@b.in" },
	{ "!#$%&'*+/=?^_`{|}~-@a-b.co.in", EMAIL_OK, "!#$%&'*+/=?^_`{|}~-@a-b.co.in" },
	{ "a@123.com", EMAIL_OK, "a@123.com" },
	{ "a@r3---x.com", EMAIL_OK, "a@r3---x.com" },
	{ "a@BÜCHER.example", EMAIL_OK, "a@xn--bcher-kva.example" },
	{ "a@xn--bcher-kva.example", EMAIL_OK, "a@xn--bcher-kva.example" },
	{ "a@XN--BCHER-KVA.example", EMAIL_OK, "a@xn--bcher-kva.example" },
	{ "a@straße.de", EMAIL_OK, "a@xn--strae-oqa.de" },
	{ "a@भारत.भारत", EMAIL_OK, "a@xn--h2brj9c.xn--h2brj9c" },
	{ "a@ශ්\xe2\x80\x8dරී.lk", EMAIL_OK, "a@xn--10cl1a0b660p.lk" },
	{ "", EMAIL_EMPTY, "" },
	{ " \xc2\xa0", EMAIL_EMPTY, "" },
	{ "name", EMAIL_NO_AT, "" },
	{ "name.example.com", EMAIL_NO_AT, "" },
	{ "a b@example.com", EMAIL_SPACE, "" },
	{ "a@exa mple.com", EMAIL_SPACE, "" },
	{ "a@example.com b@example.com", EMAIL_SPACE, "" },
	{ "a@b@example.com", EMAIL_MANY_AT, "" },
	{ "a@example.com,b@example.com", EMAIL_MANY_AT, "" },
	{ "@example.com", EMAIL_LOCAL, "" },
	{ "@", EMAIL_LOCAL, "" },
	{ ".a@example.com", EMAIL_LOCAL_DOTS, "" },
	{ "a.@example.com", EMAIL_LOCAL_DOTS, "" },
	{ "a..b@example.com", EMAIL_LOCAL_DOTS, "" },
	{ "\"a\"@example.com", EMAIL_CHARACTERS, "" },
	{ "a,b@example.com", EMAIL_CHARACTERS, "" },
	{ "<a@example.com>", EMAIL_CHARACTERS, "" },
	{ "mailto:a@example.com", EMAIL_CHARACTERS, "" },
	{ "आशा@example.com", EMAIL_CHARACTERS, "" },
	{ "a\x01@example.com", EMAIL_CHARACTERS, "" },
	{ "a\xff@example.com", EMAIL_CHARACTERS, "" },
	{ "a\r\nBcc:x@example.com", EMAIL_SPACE, "" },
	{ "a@", EMAIL_DOMAIN, "" },
	{ "a@.", EMAIL_DOMAIN, "" },
	{ "a@.com", EMAIL_DOMAIN, "" },
	{ "a@example.", EMAIL_DOMAIN, "" },
	{ "a@example.com.", EMAIL_DOMAIN, "" },
	{ "a@a..b", EMAIL_DOMAIN, "" },
	{ "a@-a.com", EMAIL_DOMAIN, "" },
	{ "a@a-.com", EMAIL_DOMAIN, "" },
	{ "a@example.c", EMAIL_DOMAIN, "" },
	{ "a@example.123", EMAIL_DOMAIN, "" },
	{ "a@0x7f.0x1", EMAIL_DOMAIN, "" },
	{ "a@xn--zzzzzz.com", EMAIL_DOMAIN, "" },
	{ "a@☃.com", EMAIL_DOMAIN, "" },
	{ "a@localhost", EMAIL_DOMAIN_ENDING, "" },
	{ "a@example", EMAIL_DOMAIN_ENDING, "" },
	{ "a@192.168.1.1", EMAIL_NUMBERS, "" },
	{ "a@１.２.３.４", EMAIL_NUMBERS, "" },
	{ "a@[192.168.1.1]", EMAIL_NUMBERS, "" },
	{ "a@[IPv6:::1]", EMAIL_NUMBERS, "" },
	{ "a@ex_ample.com", EMAIL_DOMAIN_CHARACTERS, "" },
	{ "a@example,com", EMAIL_DOMAIN_CHARACTERS, "" },
	{ "a@example.com>", EMAIL_DOMAIN_CHARACTERS, "" },
	{ "a@example.com\x01", EMAIL_DOMAIN_CHARACTERS, "" },
	{ "a@exa\xc2\xadmple.com", EMAIL_DOMAIN_CHARACTERS, "" },
	{ "a@exa\xe2\x80\x8bmple.com", EMAIL_DOMAIN_CHARACTERS, "" },
	{ "a@exa\xe2\x80\xaemple.com", EMAIL_DOMAIN_CHARACTERS, "" },
	{ "a@exa\xe2\x80\x8dmple.com", EMAIL_DOMAIN, "" },
	{ "a@b＠c.com", EMAIL_DOMAIN_CHARACTERS, "" },
	{ "a@\xff.com", EMAIL_DOMAIN_CHARACTERS, "" },
	{ X_64("a") "@b.in", EMAIL_OK, X_64("a") "@b.in" },
	{ X_64("a") "a@b.in", EMAIL_LOCAL_LONG, "" },
	{ "a@" A_63 ".in", EMAIL_OK, "a@" A_63 ".in" },
	{ "a@a" A_63 ".in", EMAIL_DOMAIN, "" },
	{ "a@" A_63 "." A_63 "." A_63 "." X_8("aaaaaaa") "a.in", EMAIL_OK,	/* 254 */
	  "a@" A_63 "." A_63 "." A_63 "." X_8("aaaaaaa") "a.in" },
	{ "aa@" A_63 "." A_63 "." A_63 "." X_8("aaaaaaa") "a.in", EMAIL_TOO_LONG, "" },
	{ "a@" A_63 "." A_63 "." A_63 "." X_8("aaaaaaa") "aaa.in", EMAIL_TOO_LONG, "" },
	{ "a@" X_512("आ") X_512("आ"), EMAIL_TOO_LONG, "" },
};

static const struct typed_case website_cases[] = {
	{ "example.com", WEBSITE_OK, "https://example.com" },
	{ " WWW.Example.COM ", WEBSITE_OK, "https://www.example.com" },
	{ "http://example.com", WEBSITE_OK, "http://example.com" },
	{ "HTTPS://Example.com/About?x=1&y=%20#Top", WEBSITE_OK,
	  "https://example.com/About?x=1&y=%20#Top" },
	{ "example.com:8080/x", WEBSITE_OK, "https://example.com:8080/x" },
	{ "example.com?x", WEBSITE_OK, "https://example.com?x" },
	{ "example.com/a:b@c", WEBSITE_OK, "https://example.com/a:b@c" },
	{ "bücher.example/é", WEBSITE_OK, "https://xn--bcher-kva.example/%C3%A9" },
	{ "", WEBSITE_EMPTY, "" },
	{ "  ", WEBSITE_EMPTY, "" },
	{ "ftp://example.com", WEBSITE_SCHEME, "" },
	{ "javascript:alert(1)", WEBSITE_SCHEME, "" },
	{ "JavaScript://example.com/%0aalert(1)", WEBSITE_SCHEME, "" },
	{ "data:text/html,x", WEBSITE_SCHEME, "" },
	{ "mailto:a@example.com", WEBSITE_SCHEME, "" },
	{ "https:example.com", WEBSITE_SCHEME, "" },
	{ "https:/example.com", WEBSITE_SCHEME, "" },
	{ "://example.com", WEBSITE_SCHEME, "" },
	{ "https://a:b@example.com", WEBSITE_SIGN_IN, "" },
	{ "https://a@example.com", WEBSITE_SIGN_IN, "" },
	{ "a@example.com", WEBSITE_SIGN_IN, "" },
	{ "exa mple.com", WEBSITE_CHARACTERS, "" },
	{ "example.com/a b", WEBSITE_CHARACTERS, "" },
	{ "example.com/\xc2\xa0x", WEBSITE_CHARACTERS, "" },
	{ "example.com/\"x", WEBSITE_CHARACTERS, "" },
	{ "example.com/<x>", WEBSITE_CHARACTERS, "" },
	{ "example.com\\x", WEBSITE_CHARACTERS, "" },
	{ "example.com/\x01", WEBSITE_CHARACTERS, "" },
	{ "example.com/a\r\nb", WEBSITE_CHARACTERS, "" },
	{ "example.com/\xe2\x80\xaex", WEBSITE_CHARACTERS, "" },
	{ "example.com/%", WEBSITE_CHARACTERS, "" },
	{ "example.com/%2", WEBSITE_CHARACTERS, "" },
	{ "example.com/%zz", WEBSITE_CHARACTERS, "" },
	{ "example.com/\xff", WEBSITE_CHARACTERS, "" },
	{ "//example.com", WEBSITE_HOST, "" },
	{ "/example.com", WEBSITE_HOST, "" },
	{ "https://", WEBSITE_HOST, "" },
	{ "https:///x", WEBSITE_HOST, "" },
	{ "localhost", WEBSITE_HOST, "" },
	{ "http://127.0.0.1/", WEBSITE_HOST, "" },
	{ "http://[::1]/", WEBSITE_HOST, "" },
	{ "ex_ample.com", WEBSITE_HOST, "" },
	{ "example.com:", WEBSITE_HOST, "" },
	{ "example.com:0", WEBSITE_HOST, "" },
	{ "example.com:65535", WEBSITE_OK, "https://example.com:65535" },
	{ "example.com:65536", WEBSITE_HOST, "" },
	{ "example.com:80:80", WEBSITE_HOST, "" },
	{ A_63 "." A_63 "." A_63 "." X_8("aaaaaaa") "aa.in", WEBSITE_OK,	/* 253 */
	  "https://" A_63 "." A_63 "." A_63 "." X_8("aaaaaaa") "aa.in" },
	{ A_63 "." A_63 "." A_63 "." X_8("aaaaaaa") "aaa.in", WEBSITE_HOST, "" },
};

static void
test_valid__email(void **state)
{
	struct mem *m = mem_new();

	(void)state;
	for (size_t i = 0; i < COUNT(email_cases); i++) {
		const struct typed_case *c = &email_cases[i];
		const char *found = NULL;
		int problem = (int)valid_email(m, c->typed, &found);

		if (problem != c->problem || strcmp(found, c->normalised) != 0)
			fail_msg("\"%s\": %d \"%s\", expected %d", c->typed, problem, found,
			    c->problem);
	}
	mem_free(&m);
}

static void
test_valid__website(void **state)
{
	struct mem *m = mem_new();

	(void)state;
	for (size_t i = 0; i < COUNT(website_cases); i++) {
		const struct typed_case *c = &website_cases[i];
		const char *found = NULL;
		int problem = (int)valid_website(m, c->typed, &found);

		if (problem != c->problem || strcmp(found, c->normalised) != 0)
			fail_msg("\"%s\": %d \"%s\", expected %d", c->typed, problem, found,
			    c->problem);
	}
	mem_free(&m);
}

/* A website of so many bytes, built from its first bytes and fill. */
static const char *
long_website(struct mem *m, const char *start, char fill, size_t length)
{
	char *text = mem_alloc(m, length + 1);

	memset(text, fill, length);
	memcpy(text, start, strlen(start));
	return text;
}

static void
test_valid__website_length_counts_as_stored(void **state)
{
	struct mem *m = mem_new();
	const char *found;

	(void)state;
	assert_int_equal(valid_website(m, long_website(m, "https://a.in/", 'x', WEBSITE_MAX),
	    &found), WEBSITE_OK);
	assert_int_equal(strlen(found), WEBSITE_MAX);
	assert_int_equal(valid_website(m, long_website(m, "https://a.in/", 'x', WEBSITE_MAX + 1),
	    &found), WEBSITE_TOO_LONG);
	assert_int_equal(valid_website(m, long_website(m, "a.in/", 'x', WEBSITE_MAX - 8), &found),
	    WEBSITE_OK);
	assert_int_equal(valid_website(m, long_website(m, "a.in/", 'x', WEBSITE_MAX - 7), &found),
	    WEBSITE_TOO_LONG);
	assert_string_equal(found, "");
	mem_free(&m);
}

/* Every problem says something of its own, starts like a sentence and blames nobody. */
static void
check_sentence(const char *text, const char *other)
{
	if (text == NULL || text[0] < 'A' || text[0] > 'Z')
		fail_msg("no sentence: \"%s\"", text == NULL ? "NULL" : text);
	if (strstr(text, "nvalid") != NULL || text[strlen(text) - 1] == '.')
		fail_msg("wording: \"%s\"", text);
	if (strcmp(text, other) == 0)
		fail_msg("said twice: \"%s\"", text);
}

static void
test_valid__every_problem_has_its_sentence(void **state)
{
	struct mem *m = mem_new();

	(void)state;
	assert_string_equal(email_problem_text(EMAIL_OK), "");
	assert_string_equal(website_problem_text(WEBSITE_OK), "");
	assert_string_equal(name_problem_text(m, NAME_OK, "name", 9), "");
	for (int i = 1; i < EMAIL__MAX; i++)
		check_sentence(email_problem_text((enum email_problem)i),
		    email_problem_text((enum email_problem)(i - 1)));
	for (int i = 1; i < WEBSITE__MAX; i++)
		check_sentence(website_problem_text((enum website_problem)i),
		    website_problem_text((enum website_problem)(i - 1)));
	for (int i = 1; i < NAME__MAX; i++)
		check_sentence(name_problem_text(m, (enum name_problem)i, "name", 9),
		    name_problem_text(m, (enum name_problem)(i - 1), "name", 9));
	assert_string_equal(name_problem_text(m, NAME_TOO_LONG, "company name", 120),
	    "Shorten the company name to 120 characters or fewer");
	mem_free(&m);
}

static void
test_valid__mailbox_kinds(void **state)
{
	static const struct { const char *email; bool is_shared, is_no_reply; } cases[] = {
		{ "asha@example.com", false, false }, { "info@example.com", true, false },
		{ "INFO@example.com", true, false }, { "info+x@example.com", true, false },
		{ "in.fo@example.com", false, false }, { "infos@example.com", false, false },
		{ "team@example.com", true, false }, { "a-request@example.com", true, false },
		{ "-request@example.com", false, false }, { "asha@info.com", false, false },
		{ "no-reply@example.com", true, true }, { "noreply@example.com", true, true },
		{ "No.Reply@example.com", false, true }, { "no_reply@example.com", false, true },
		{ "noreply+asha@example.com", true, true },
		{ "do-not-reply@example.com", false, true },
		{ "donotreply@example.com", false, true },
		{ "mailer-daemon@example.com", true, true },
		{ "MAILER-DAEMON@example.com", true, true }, { "reply@example.com", false, false },
		{ "noreplying@example.com", false, false }, { "a@noreply.com", false, false },
		{ "", false, false }, { "@example.com", false, false }, { "noreply", true, true },
		{ X_64("a") "@b.in", false, false }, { X_64("a") "a@b.in", false, false },
		{ X_64("-") "noreply@b.in", false, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		if (email_is_shared_mailbox(cases[i].email) != cases[i].is_shared)
			fail_msg("%s: shared, expected %d", cases[i].email, cases[i].is_shared);
		if (email_is_no_reply(cases[i].email) != cases[i].is_no_reply)
			fail_msg("%s: no reply, expected %d", cases[i].email, cases[i].is_no_reply);
	}
}

static void
test_valid__local_path(void **state)
{
	static const struct { const char *text; bool is_good; } cases[] = {
		{ "/", true }, { "/manage/users?page=2&q=a%20b#top", true },
		{ "/a.b/..c/d..", true },
		{ "/...", true }, { "/a?b/.", true }, { "", false }, { "a", false },
		{ "https://example.com", false }, { "//example.com", false },
		{ "/\\example.com", false }, { "\\\\example.com", false }, { "/a\\b", false },
		{ "/a//b", false }, { "/?x=//b", false }, { "/..", false }, { "/../a", false },
		{ "/a/..", false }, { "/a/../b", false }, { "/a/..?b", false },
		{ "/a/..#b", false },
		{ "/%2e%2E/a", false }, { "/.%2e", false }, { "/%2e./", false }, { "/a b", false },
		{ "/a\tb", false }, { "/\t/example.com", false }, { "/a\r\nSet-Cookie:x", false },
		{ "/a\x7f", false }, { "/é", false }, { " /a", false }, { "/a\n", false },
		{ X_64("/aaaaaaa"), true }, { X_64("/aaaaaaa") "a", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (valid_local_path(cases[i].text) != cases[i].is_good)
			fail_msg("\"%s\": expected %d", cases[i].text, cases[i].is_good);
}

static void
test_valid__token(void **state)
{
	static const struct { const char *text; size_t bytes; bool is_good; } cases[] = {
		{ "", 0, true }, { "A", 0, false }, { "", 1, false }, { "AA", 1, true },
		{ "_w", 1, true }, { "_x", 1, false }, { "AB", 1, false }, { "A", 1, false },
		{ "AAA", 1, false }, { "AA==", 1, false }, { "AAA", 2, true }, { "__8", 2, true },
		{ "__9", 2, false }, { "AAAA", 3, true }, { "----", 3, true }, { "A+/A", 3, false },
		{ "AA A", 3, false }, { "AAA\n", 3, false }, { "é" "AA", 3, false },
		{ X_8("abcde") "012", 32, false }, { X_8("abcde") "01Y", 32, true },
		{ X_8("abcde") "0Y", 32, false }, { X_8("abcde") "012Y", 32, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (valid_token(cases[i].text, cases[i].bytes) != cases[i].is_good)
			fail_msg("\"%s\" of %zu bytes: expected %d", cases[i].text, cases[i].bytes,
			    cases[i].is_good);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_valid__id_and_count),
		cmocka_unit_test(test_valid__name),
		cmocka_unit_test(test_valid__email),
		cmocka_unit_test(test_valid__website),
		cmocka_unit_test(test_valid__website_length_counts_as_stored),
		cmocka_unit_test(test_valid__every_problem_has_its_sentence),
		cmocka_unit_test(test_valid__mailbox_kinds),
		cmocka_unit_test(test_valid__local_path),
		cmocka_unit_test(test_valid__token),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
