/*
 * test_proxies: who is believed when it says who asks, and how far.
 */
#include "base/banned.h"
#include "base/proxies.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define LIST "192.0.2.10, 198.51.100.0/24 2001:db8:1::/48,2001:db8::7"

static void
test_proxies__a_list_is_read_or_refused(void **state)
{
	static const char *const good[] = { "", " ", "192.0.2.10", LIST, "0.0.0.0/0", "::/0", "::1",
		"192.0.2.10/32", "2001:db8::7/128", "::ffff:192.0.2.10", ",192.0.2.10,," };
	static const char *const bad[] = { "localhost", "192.0.2", "192.0.2.256", "192.0.2.10/33",
		"2001:db8::/129", "192.0.2.10/", "192.0.2.10/-1", "192.0.2.10/8x", "192.0.2.10:80",
		"[::1]", "192.0.2.10;::1", "fe80::1%eth0", "192.0.2.10, all", "*",
		"2001:db8::7, 11111111111111111111111111111111111111111111111111111111111111111111"
		"111111111111111111111111" };
	struct mem *m = mem_new();
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(good); i++)
		if (proxies_problem(m, good[i]) != NULL)
			fail_msg("\"%s\": %s", good[i], proxies_problem(m, good[i]));
	for (i = 0; i < COUNT(bad); i++)
		if (proxies_problem(m, bad[i]) == NULL)
			fail_msg("\"%s\" is taken", bad[i]);
	mem_free(&m);
}

static void
test_proxies__have(void **state)
{
	static const char *const within[] = { "192.0.2.10", "198.51.100.0", "198.51.100.255",
		"::ffff:192.0.2.10", "::ffff:198.51.100.3", "2001:db8:1::", "2001:db8:1:ffff::1",
		"2001:db8::7", "2001:0db8:0:0::0007" };
	static const char *const outside[] = { "192.0.2.1", "192.0.2.100", "198.51.101.0",
		"198.51.99.255", "2001:db8:2::1", "2001:db8::70", "2001:db8::", "::192.0.2.10", "",
		"unix:", "192.0.2.10 ", "192.0.2.10:80", "localhost" };
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(within); i++)
		if (!proxies_have(LIST, within[i]))
			fail_msg("%s is not found", within[i]);
	for (i = 0; i < COUNT(outside); i++)
		if (proxies_have(LIST, outside[i]))
			fail_msg("\"%s\" is found", outside[i]);
	assert_false(proxies_have("", "192.0.2.10"));
	assert_true(proxies_have("0.0.0.0/0", "203.0.113.9"));
	assert_false(proxies_have("0.0.0.0/0", "2001:db8::1"));
	assert_true(proxies_have("::/0", "203.0.113.9"));
	assert_true(proxies_have("203.0.113.8/31", "203.0.113.9"));
	assert_false(proxies_have("203.0.113.8/31", "203.0.113.10"));
}

static void
test_proxies__client(void **state)
{
	static const struct {
		const char	*peer;
		const char	*forwarded_for;
		const char	*client;
	} cases[] = {
		/* Nobody who is not in the list is believed, whatever is said. */
		{ "203.0.113.9", "192.0.2.10", "203.0.113.9" },
		{ "203.0.113.9", "192.0.2.10, 198.51.100.1", "203.0.113.9" },
		{ "2001:db8::8", "1.2.3.4", "2001:db8::8" },
		{ "", "1.2.3.4", "" },
		/* One proxy. */
		{ "192.0.2.10", "203.0.113.9", "203.0.113.9" },
		{ "192.0.2.10", " 203.0.113.9 ", "203.0.113.9" },
		{ "2001:db8::7", "2001:DB8:F::0001", "2001:db8:f::1" },
		{ "192.0.2.10", "[2001:db8:f::1]:4711", "2001:db8:f::1" },
		{ "192.0.2.10", "[2001:db8:f::1]", "2001:db8:f::1" },
		{ "192.0.2.10", "203.0.113.9:4711", "203.0.113.9" },
		{ "192.0.2.10", "::ffff:203.0.113.9", "203.0.113.9" },
		{ "::ffff:192.0.2.10", "203.0.113.9", "203.0.113.9" },
		/* What was made up stands in front of what the proxy wrote. */
		{ "192.0.2.10", "1.2.3.4, 203.0.113.9", "203.0.113.9" },
		{ "192.0.2.10", "192.0.2.10, 203.0.113.9", "203.0.113.9" },
		{ "192.0.2.10", "\"><script>, 203.0.113.9", "203.0.113.9" },
		/* Several proxies. */
		{ "192.0.2.10", "1.2.3.4, 203.0.113.9, 198.51.100.7", "203.0.113.9" },
		{ "192.0.2.10", "203.0.113.9,198.51.100.7,2001:db8:1::5", "203.0.113.9" },
		/* Nothing more to be believed. */
		{ "192.0.2.10", "", "192.0.2.10" },
		{ "192.0.2.10", "unknown", "192.0.2.10" },
		{ "192.0.2.10", "203.0.113.9, _hidden, 198.51.100.7", "198.51.100.7" },
		{ "192.0.2.10", "198.51.100.7", "198.51.100.7" },
		{ "192.0.2.10", "[203.0.113.9", "192.0.2.10" },
		{ "192.0.2.10", "[2001:db8::1]x", "192.0.2.10" },
		{ "192.0.2.10", ", ,", "192.0.2.10" },
	};
	struct mem *m = mem_new();
	const char *client;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		client = proxies_client(m, LIST, cases[i].peer, cases[i].forwarded_for);
		if (strcmp(client, cases[i].client) != 0)
			fail_msg("%s with \"%s\" is %s, not %s", cases[i].peer,
			    cases[i].forwarded_for, cases[i].client, client);
	}
	assert_string_equal(proxies_client(m, "", "192.0.2.10", "203.0.113.9"), "192.0.2.10");
	mem_free(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_proxies__a_list_is_read_or_refused),
		cmocka_unit_test(test_proxies__have),
		cmocka_unit_test(test_proxies__client),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
