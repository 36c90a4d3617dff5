/*
 * test_urls: what may stand in a link, and how text is made safe for its place.
 */
#include "base/banned.h"
#include "base/urls.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

struct pair {
	const char	*text;
	const char	*expected;
};

static void
check_pairs(char *(*make)(const char *), const struct pair *pairs, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char *made = make(pairs[i].text);

		if (strcmp(made, pairs[i].expected) != 0)
			fail_msg("\"%s\" gives \"%s\", expected \"%s\"", pairs[i].text, made,
			    pairs[i].expected);
		free(made);
	}
}

static void
test_urls__safe_link(void **state)
{
	static const struct pair pairs[] = {
		{ "/", "/" }, { "/a?b=c&d=e#f", "/a?b=c&amp;d=e#f" },
		{ "/\"onclick=x", "/&quot;onclick=x" },
		{ "/'x", "/&#39;x" }, { "#top", "#top" }, { "?page=2", "?page=2" }, { "#", "#" },
		{ "https://example.com/", "https://example.com/" },
		{ "HTTPS://example.com", "HTTPS://example.com" },
		{ "http://a.in", "http://a.in" }, { "mailto:asha@example.com",
		    "mailto:asha@example.com" },
		{ "tel:+919876543210", "tel:+919876543210" },
		{ "https://a.in/<b>", "https://a.in/&lt;b&gt;" },
		{ "", "#" }, { "javascript:alert(1)", "#" }, { "JavaScript:alert(1)", "#" },
		{ " javascript:alert(1)", "#" }, { "java\tscript:alert(1)", "#" },
		{ "java\nscript:alert(1)", "#" }, { "\x01javascript:alert(1)", "#" },
		{ "data:text/html,x", "#" }, { "vbscript:x", "#" }, { "file:///etc/passwd", "#" },
		{ "//evil.example", "#" }, { "/\\evil.example", "#" }, { "\\\\evil.example", "#" },
		{ "\\/evil.example", "#" }, { "/\t/evil.example", "#" },
		{ "/a\r\nSet-Cookie: x", "#" }, { "https:evil.example", "#" },
		{ "http:/evil.example", "#" }, { "ftp://a.in", "#" }, { "page", "#" },
		{ "../up", "#" }, { " /x", "#" }, { "/a\x7f", "#" }, { "/a\\b", "#" },
		{ "xhttps://a.in", "#" },
	};

	(void)state;
	check_pairs(urls_safe_link, pairs, COUNT(pairs));
}

static void
test_urls__escape_html(void **state)
{
	static const struct pair pairs[] = {
		{ "", "" }, { "Asha", "Asha" }, { "<b>'\"&", "&lt;b&gt;&#39;&quot;&amp;" },
		{ "&amp;", "&amp;amp;" }, { "आशा\n`", "आशा\n`" },
	};

	(void)state;
	check_pairs(urls_escape_html, pairs, COUNT(pairs));
}

static void
test_urls__escape_component(void **state)
{
	static const struct pair pairs[] = {
		{ "", "" }, { "aZ09-._~", "aZ09-._~" }, { "a b", "a%20b" },
		{ "/?&=#+%", "%2F%3F%26%3D%23%2B%25" }, { "\"'<>\\", "%22%27%3C%3E%5C" },
		{ "é", "%C3%A9" }, { "\r\n\x7f", "%0D%0A%7F" },
	};

	(void)state;
	check_pairs(urls_escape_component, pairs, COUNT(pairs));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_urls__safe_link),
		cmocka_unit_test(test_urls__escape_html),
		cmocka_unit_test(test_urls__escape_component),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
