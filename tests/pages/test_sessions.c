#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <string.h>

#include "domain/session.h"
#include "domain/session_list.h"

#define HERE	"/billing/preferences/personal/sessions"
#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define PHONE "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)" \
	" Chrome/129.0.0.0 Mobile Safari/537.36"

/* One more session of this user, on a phone; the browser of the test stays where it is. */
static int64_t
add_session(struct t *t, int64_t user_id)
{
	struct context cx = t->cx;
	const char *token;

	cx.client_ip = "2001:db8::7";
	assert_int_equal(session_begin(&cx, user_id, PHONE, &token), ERR_OK);
	return cx.actor.session_id;
}

static bool
is_open(struct t *t, int64_t id)
{
	return t_number(t, t_fmt(t, "SELECT COUNT(*) FROM session WHERE id = %lld AND"
	    " ended_at IS NULL", (long long)id)) == 1;
}

static char *
end_path(struct t *t, int64_t id)
{
	return t_fmt(t, HERE "/%lld/end", (long long)id);
}

static void
test_sessions__shows_where_one_is_signed_in(void **state)
{
	struct t *t = *state;
	int64_t other, user_id = t->accounts[0].users[ROLE_AGENT];

	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_get(t, HERE), 200);
	assert_string_equal(t_view(t, "Data.has_others"), "");
	other = add_session(t, user_id);
	assert_int_equal(t_get(t, HERE), 200);
	assert_in_range(t->statements, 1, 3);
	assert_string_equal(t_view(t, "Data.sessions.0.id"),
	    t_fmt(t, "%lld", (long long)t->session_id));
	assert_string_equal(t_view(t, "Data.sessions.0.is_this"), "1");
	assert_string_equal(t_view(t, "Data.sessions.1.id"), t_fmt(t, "%lld", (long long)other));
	assert_string_equal(t_view(t, "Data.sessions.1.is_this"), "");
	assert_string_equal(t_view(t, "Data.sessions.1.device"), "Chrome on Android");
	assert_string_equal(t_view(t, "Data.sessions.1.client_ip"), "2001:db8::7");
	assert_string_equal(t_view(t, "Data.sessions.1.account"), "Asha Traders");
	assert_string_not_equal(t_view(t, "Data.sessions.1.seen_at"), "");
	assert_string_equal(t_view(t, "Data.sessions.2.id"), "");
}

static void
test_sessions__what_is_too_old_is_not_shown(void **state)
{
	struct t *t = *state;
	int64_t user_id = t->accounts[0].users[ROLE_AGENT];

	t_as(t, 0, ROLE_AGENT);
	t->cx.now -= t->config.session_idle_sec;
	add_session(t, user_id);
	t->cx.now += t->config.session_idle_sec;
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Data.has_others"), "");
}

static void
test_sessions__one_is_signed_out(void **state)
{
	struct t *t = *state;
	int64_t other, third, user_id = t->accounts[0].users[ROLE_AGENT];

	t_as(t, 0, ROLE_AGENT);
	other = add_session(t, user_id);
	third = add_session(t, user_id);
	assert_int_equal(t_post(t, end_path(t, other), NULL), 303);
	assert_string_equal(t_header(t, "Location"), HERE);
	assert_false(is_open(t, other));
	assert_true(is_open(t, third));
	assert_true(is_open(t, t->session_id));
	/* Pressed again: it is as it should be. */
	assert_int_equal(t_post(t, end_path(t, other), NULL), 303);
	assert_int_equal(t_number(t, t_fmt(t, "SELECT COUNT(*) FROM " T_EVENTS " WHERE"
	    " action = 'session.end' AND actor_id = %lld"
	    " AND before_json LIKE '%%Chrome on Android%%'", (long long)user_id)), 1);
}

static void
test_sessions__anothers_is_as_a_missing_one(void **state)
{
	struct t *t = *state;
	int64_t theirs = add_session(t, t->accounts[0].users[ROLE_ADMIN]);

	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(t_post(t, end_path(t, theirs), NULL), 404);
	assert_int_equal(t_post(t, end_path(t, INT64_MAX), NULL), 404);
	assert_true(is_open(t, theirs));
	assert_int_equal(t_post(t, HERE "/others", NULL), 303);
	assert_true(is_open(t, theirs));
}

static void
test_sessions__all_others_are_signed_out(void **state)
{
	struct t *t = *state;
	int64_t user_id = t->accounts[0].users[ROLE_AGENT];
	int64_t other = add_session(t, user_id), third = add_session(t, user_id);

	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_post(t, HERE "/others", NULL), 303);
	assert_false(is_open(t, other));
	assert_false(is_open(t, third));
	assert_true(is_open(t, t->session_id));
	assert_int_equal(t_post(t, HERE "/others", NULL), 303);
	assert_int_equal(t_number(t,
	    "SELECT COUNT(*) FROM audit_event WHERE action = 'session.end_others'"), 1);
}

static void
test_sessions__ending_this_one_signs_out(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_post(t, end_path(t, t->session_id), NULL), 303);
	assert_string_equal(t_header(t, "Location"), "/login");
	assert_false(is_open(t, t->session_id));
}

static void
test_session_device__in_words(void **state)
{
#define MOZILLA "Mozilla/5.0 "
#define WEBKIT " AppleWebKit/537.36 (KHTML, like Gecko) "
	static const struct { const char *agent, *words; } cases[] = {
		{ MOZILLA "(Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0",
		    "Firefox on Windows" },
		{ MOZILLA "(Windows NT 10.0; Win64; x64)" WEBKIT "Chrome/129.0.0.0 Safari/537.36"
		    " Edg/129.0.0.0", "Edge on Windows" },
		{ MOZILLA "(X11; Linux x86_64)" WEBKIT "Chrome/129.0.0.0 Safari/537.36",
		    "Chrome on Linux" },
		{ MOZILLA "(X11; CrOS x86_64 14541.0.0)" WEBKIT "Chrome/129.0 Safari/537.36",
		    "Chrome on ChromeOS" },
		{ MOZILLA "(Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like"
		    " Gecko) Version/17.6 Safari/605.1.15", "Safari on Mac" },
		{ MOZILLA "(iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML,"
		    " like Gecko) Version/17.6 Mobile/15E148 Safari/604.1", "Safari on iPhone" },
		{ MOZILLA "(iPad; CPU OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
		    " Gecko) CriOS/129.0 Mobile/15E148 Safari/604.1", "Chrome on iPad" },
		{ MOZILLA "(Linux; Android 14)" WEBKIT "SamsungBrowser/26.0 Chrome/122.0 Mobile"
		    " Safari/537.36", "Samsung Internet on Android" },
		{ PHONE, "Chrome on Android" },
		{ MOZILLA "(X11; Linux x86_64)" WEBKIT "Chrome/129.0 Safari/537.36 OPR/114.0",
		    "Opera on Linux" },
		{ "curl/7.88.1", "curl" },
		{ "something else", "An unknown browser" },
		{ "", "An unknown browser" },
	};
	struct mem *m = mem_new();
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		assert_string_equal(session_device(m, cases[i].agent), cases[i].words);
	mem_free(&m);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_sessions__shows_where_one_is_signed_in),
		TEST(test_sessions__what_is_too_old_is_not_shown),
		TEST(test_sessions__one_is_signed_out),
		TEST(test_sessions__anothers_is_as_a_missing_one),
		TEST(test_sessions__all_others_are_signed_out),
		TEST(test_sessions__ending_this_one_signs_out),
		cmocka_unit_test(test_session_device__in_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
