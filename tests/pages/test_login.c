#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"
#include "harness/hashes.h"

#include <string.h>

#include "base/clock.h"
#include "domain/user.h"

#define EMAIL	"role2@asha.example"	/* the admin, who belongs to both accounts */
#define NOW	1800000000		/* the harness's second */
#define TRIES	150			/* of each kind, more than an account gets events */
#define REQUESTS 10000			/* refused ones (issue: shown by) */
#define OF_ACCOUNT 100			/* events at once (domain/throttle.c) */

static void
give_password(struct t *t)
{
	assert_int_equal(user_set_password(&t->cx, t->accounts[0].users[ROLE_ADMIN], T_PASSWORD),
	    ERR_OK);
}

/* Opens the form as a browser does, and sends it. */
static int
send(struct t *t, const char *email, const char *password, const char *next, const char *held)
{
	const char *visit;

	t->is_forged = true;
	t_get(t, "/login");
	t_keep_cookies(t);
	visit = t_view(t, "Page.csrf");
	return t_post(t, "/login", "csrf", visit, "email", email, "password", password, "next",
	    next, "held", held, NULL);
}

static void
test_login__signs_in(void **state)
{
	struct t *t = *state;

	give_password(t);
	assert_int_equal(send(t, EMAIL, T_PASSWORD, "", ""), 303);

	assert_string_equal(t_header(t, "Location"), "/");
	assert_non_null(strstr(t->transport.out.text, "Set-Cookie: pp_session="));
	assert_non_null(strstr(t->transport.out.text, "; HttpOnly; SameSite=Lax"));
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event WHERE action = 'sign_in'"),
	    1);
	assert_string_equal(t_text(t,
				"SELECT actor_name FROM audit_event WHERE action = 'sign_in'"),
	    "Admin");
}

/* Where the site is https, no password is typed over http: neither form nor session is given out there. */
static void
test_login__is_shown_by_https_only_where_the_site_is(void **state)
{
	struct t *t = *state;

	t->config.site_url = "https://portal.example";
	assert_int_equal(t_get(t, "/login?next=%2Fusers"), 303);
	assert_string_equal(t_header(t, "Location"), "https://portal.example/login?next=%2Fusers");
	assert_string_equal(t_header(t, "Cache-Control"), "no-store");
	assert_null(strstr(t->transport.out.text, "pp_visit"));

	t->is_tls = true;
	assert_int_equal(t_get(t, "/login"), 200);
	assert_null(strstr(t->transport.out.text, "pp_https"));
}

/* A browser keeps a Secure cookie over https alone: behind a proxy that nobody named it goes in no circle. */
static void
test_login__goes_in_no_circle_behind_an_unnamed_proxy(void **state)
{
	struct t *t = *state;

	t->config.site_url = "https://portal.example";
	assert_int_equal(t_get(t, "/login"), 303);
	assert_non_null(strstr(t->transport.out.text,
	    "Set-Cookie: __Secure-pp_https=1; Path=/; HttpOnly; SameSite=Lax; Secure\r\n"));

	t_keep_cookies(t);
	assert_int_equal(t_get(t, "/login"), 200);
}

static void
test_login__email_in_any_case(void **state)
{
	struct t *t = *state;

	give_password(t);
	assert_int_equal(send(t, " ROLE2@Asha.Example ", T_PASSWORD, "", ""), 303);
}

static void
test_login__stores_only_the_hash_of_the_token(void **state)
{
	struct t *t = *state;
	const char *cookie;
	char *token;

	give_password(t);
	send(t, EMAIL, T_PASSWORD, "", "");
	cookie = strstr(t->transport.out.text, "pp_session=") + strlen("pp_session=");
	token = t_fmt(t, "%.*s", (int)strcspn(cookie, ";"), cookie);

	assert_int_equal(strlen(token), 43);
	assert_int_equal(t_number(t,
			     t_fmt(t, "SELECT COUNT(*) FROM session WHERE token_hash = '%.32s'",
				 token)),
	    0);
}

static void
test_login__refuses_alike(void **state)
{
	static const struct {
		const char *email, *password;
	} cases[] = {
		{ EMAIL, "lotus-harbour-7" },
		{ EMAIL, T_PASSWORD " " },
		{ "nobody@asha.example", T_PASSWORD },
		{ "not an address", T_PASSWORD },
	};
	struct t *t = *state;
	size_t i;

	give_password(t);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  case %zu\n", i);
		assert_int_equal(send(t, cases[i].email, cases[i].password, "", ""), 422);
		assert_non_null(strstr(t_view(t, "Form.password.error"), "do not belong together"));
		assert_string_equal(t_view(t, "Form.email.value"), cases[i].email);
		assert_string_equal(t_view(t, "Form.password.value"), "");
		assert_null(strstr(t_page(t), cases[i].password));
	}
	assert_int_equal(t_number(t,
			     "SELECT COUNT(*) FROM audit_event WHERE action = 'sign_in.failed'"),
	    4);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM session"), 0);
}

/* Whoever looks after the user sees it; whose address nobody has, only who runs the portal. */
static void
test_login__a_failure_stands_in_the_account_it_would_lead_to(void **state)
{
	struct t *t = *state;
	const char *form, *token;
	const char *seen = "SELECT CONCAT(account_id, ' ', COALESCE(actor_id, 'nobody'), ' ',"
	    " actor_name, ' ', object_type, ' ', object_name) FROM audit_event"
	    " WHERE action = 'sign_in.failed' ORDER BY id DESC LIMIT 1";

	give_password(t);
	send(t, "ROLE2@asha.example", "Wrong-Harbour-7", "", "");
	assert_string_equal(t_text(t, seen), t_fmt(t, "%lld nobody " EMAIL " user Admin",
	    (long long)t->accounts[0].id));
	assert_int_equal(db_exec(t->worker.db, NULL, "UPDATE user SET last_account_id = ?"
	    " WHERE id = ?", V(t->accounts[1].id), V(t->accounts[0].users[ROLE_ADMIN])), ERR_OK);
	send(t, EMAIL, "Wrong-Harbour-7", "", "");
	assert_string_equal(t_text(t, seen), t_fmt(t, "%lld nobody " EMAIL " user Admin",
	    (long long)t->accounts[1].id));

	/* Not where the one stands who tries, and who has signed in since the form was opened. */
	t->cookies = "";
	t_get(t, "/login");
	t_keep_cookies(t);
	form = t->cookies;
	token = t_view(t, "Page.csrf");
	t_as(t, 0, ROLE_AGENT);
	t->cookies = t_fmt(t, "%s; %s", t->cookies, form);
	assert_int_equal(t_post(t, "/login", "csrf", t_fmt(t, "%s", token), "email",
	    "owner@binary.example", "password", "Wrong-Harbour-7", NULL), 422);
	assert_string_equal(t_text(t, seen), t_fmt(t, "%lld nobody owner@binary.example user"
	    " Owner of Binary Mills", (long long)t->accounts[1].id));

	/* Nobody's address; and a form with gaps, which is no try. */
	t_as(t, 0, ROLE_NONE);
	send(t, "nobody@asha.example", "Wrong-Harbour-7", "", "");
	send(t, EMAIL, "", "", "");
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event WHERE action ="
	    " 'sign_in.failed' AND account_id IS NULL AND object_type = 'route'"), 2);
}

/* Those of the provider are as many as those of an account. */
static int64_t
refusals_of(struct t *t, int64_t account_id)
{
	return t_number(t, t_fmt(t, "SELECT COUNT(*) FROM audit_event"
	    " WHERE COALESCE(account_id, 0) = %lld AND action IN ('sign_in.failed', 'form.forged')",
	    (long long)account_id));
}

static void
test_login__however_many_fail_the_events_are_bounded(void **state)
{
	struct t *t = *state;
	int i;

	t->config.sign_in_address = (struct config_policy){ REQUESTS, 1 };
	t->config.sign_in_client = t->config.sign_in_address;
	give_password(t);

	/* One client, one address; one client, ever another; many clients, one address. */
	for (i = 0; i < TRIES; i++) {
		t->cookies = "";
		send(t, EMAIL, "wrong", "", "");
		send(t, t_fmt(t, "nobody%d@asha.example", i), "wrong", "", "");
		t->client = t_fmt(t, "2001:db8:%x::1", i);
		send(t, "role3@asha.example", "wrong", "", "");
		send(t, t_fmt(t, "nothing%d@asha.example", i), "wrong", "", "");
		t->client = NULL;
	}
	assert_int_equal(refusals_of(t, t->accounts[0].id), 2 * t->config.refusals.burst);
	assert_int_equal(refusals_of(t, 0), OF_ACCOUNT);

	/* Forged forms: one client, and many. An hour later there is room for an hour's. */
	clock_fix(NOW + 3600);
	t->is_forged = true;
	for (i = 0; i < REQUESTS; i++) {
		t->client = i % 2 == 0 ? NULL : t_fmt(t, "2001:db8:%x::1", i);
		t_post(t, "/login", "email", EMAIL, NULL);
	}
	assert_int_equal(refusals_of(t, 0), OF_ACCOUNT + 60);
	assert_int_equal(refusals_of(t, t->accounts[0].id), 2 * t->config.refusals.burst);
}

/* So that it takes the same time: tests/bench/alike.sh shows how long. */
static void
test_login__does_the_same_work_for_any_address(void **state)
{
	static const char *const emails[] = { EMAIL, "role9@asha.example", "not an address", "x" };
	int64_t statements[2] = { 0 };
	struct t *t = *state;
	size_t i, try;

	give_password(t);
	/* The first of this client, which is counted anew. */
	send(t, "first@asha.example", "Wrong-Harbour-7", "", "");
	for (i = 0; i < sizeof(emails) / sizeof(emails[0]); i++)
		for (try = 0; try < 2; try++) {
			print_message("  %s, try %zu\n", emails[i], try);
			t_hashes_begin();
			assert_int_equal(send(t, emails[i], "Wrong-Harbour-7", "", ""), 422);
			assert_int_equal(t_hashes(), 1);
			if (i == 0)
				statements[try] = t->statements;
			assert_int_equal(t->statements, statements[try]);
		}
}

static void
test_login__says_what_is_missing(void **state)
{
	struct t *t = *state;

	assert_int_equal(send(t, "", "", "", ""), 422);
	assert_string_equal(t_view(t, "Form.email.error"), "Enter your email address.");
	assert_string_equal(t_view(t, "Form.password.error"), "Enter your password.");
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM throttle WHERE policy LIKE 'sign_in%'"),
	    0);
}

static void
test_login__throttles_an_address(void **state)
{
	struct t *t = *state;
	int i;

	give_password(t);
	for (i = 0; i < 5; i++)
		assert_int_equal(send(t, EMAIL, "wrong", "", ""), 422);
	assert_int_equal(send(t, EMAIL, T_PASSWORD, "", ""), 429);
	assert_string_equal(t_header(t, "Retry-After"), "30");
	assert_non_null(strstr(t_view(t, "Page.problems.0.text"), "Wait 30 seconds"));
	clock_fix(NOW + 30);
	assert_int_equal(send(t, EMAIL, T_PASSWORD, "", ""), 303);
}

static void
test_login__a_known_browser_has_tries_of_its_own(void **state)
{
	struct t *t = *state;
	const char *mine;
	int i;

	give_password(t);
	send(t, EMAIL, T_PASSWORD, "", "");
	t_keep_cookies(t);
	mine = strstr(t->cookies, "pp_device=");
	assert_non_null(mine);
	mine = t_fmt(t, "%.*s", (int)strcspn(mine, ";"), mine);
	t->cookies = "";
	for (i = 0; i < 6; i++)
		send(t, EMAIL, "wrong", "", "");
	assert_int_equal(memory_transport_status(&t->transport), 429);
	t->cookies = mine;
	assert_int_equal(send(t, EMAIL, T_PASSWORD, "", ""), 303);
}

/* Others use up the tries of an address; the owner, elsewhere, still gets one each interval. */
static void
test_login__nobody_is_kept_out_longer_than_the_delay(void **state)
{
	struct t *t = *state;
	int i;

	give_password(t);
	for (i = 0; i < 6; i++)
		send(t, EMAIL, "wrong", "", "");
	assert_int_equal(memory_transport_status(&t->transport), 429);
	t->client = "192.0.2.99";
	assert_int_equal(send(t, EMAIL, "mistyped", "", ""), 422);
	assert_int_equal(send(t, EMAIL, T_PASSWORD, "", ""), 429);
	clock_fix(NOW + 30);
	t->client = "192.0.2.1";
	send(t, EMAIL, "wrong", "", "");
	t->client = "192.0.2.99";
	assert_int_equal(send(t, EMAIL, T_PASSWORD, "", ""), 303);
}

static void
test_login__success_forgets_the_failures(void **state)
{
	struct t *t = *state;
	int i;

	give_password(t);
	for (i = 0; i < 4; i++)
		send(t, EMAIL, "wrong", "", "");
	assert_int_equal(send(t, EMAIL, T_PASSWORD, "", ""), 303);
	assert_int_equal(t_number(t,
			     "SELECT COUNT(*) FROM throttle WHERE policy = 'sign_in_address'"),
	    0);
}

static void
test_login__leads_only_to_pages_of_ours(void **state)
{
	static const struct {
		const char *next, *location;
	} cases[] = {
		{ "/manage/business-profile", "/manage/business-profile" },
		{ "/manage/business-profile/contact-persons/7",
		    "/manage/business-profile/contact-persons/7" },
		{ "/support?page=%2Fnowhere&number=x", "/support?page=%2Fnowhere&number=x" },
		{ "/?q=users", "/?q=users" },
		{ "/nowhere?q=users", "/" },
		{ "https://evil.example/", "/" },
		{ "//evil.example/", "/" },
		{ "/\\evil.example", "/" },
		{ "/nowhere", "/" },
		{ "/logout", "/" },
		{ "/manage/business-profile\r\nX-Evil: 1", "/" },
	};
	struct t *t = *state;
	size_t i;

	give_password(t);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  %s\n", cases[i].next);
		t->cookies = "";
		assert_int_equal(send(t, EMAIL, T_PASSWORD, cases[i].next, ""), 303);
		assert_string_equal(t_header(t, "Location"), cases[i].location);
		assert_null(strstr(t->transport.out.text, "X-Evil"));
	}
}

static void
test_login__raises_an_outdated_hash(void **state)
{
	struct t *t = *state;
	const char *sql = t_fmt(t, "SELECT password_hash FROM user WHERE id = %lld",
	    (long long)t->accounts[0].users[ROLE_ADMIN]);

	give_password(t);
	assert_non_null(strstr(t_text(t, sql), "$m=8192,t=1"));
	t->config.password_cost.passes = 2;
	assert_int_equal(send(t, EMAIL, T_PASSWORD, "", ""), 303);
	assert_non_null(strstr(t_text(t, sql), "$m=8192,t=2"));
}

static void
test_login__refuses_a_form_of_another_browser(void **state)
{
	struct t *t = *state;
	const char *token;

	give_password(t);
	t->is_forged = true;
	t_get(t, "/login");
	token = t_view(t, "Page.csrf");
	token = t_fmt(t, "%s", token);
	t->cookies = "pp_visit=AAAAAAAAAAAAAAAAAAAAAA";
	assert_int_equal(
	    t_post(t, "/login", "csrf", token, "email", EMAIL, "password", T_PASSWORD, NULL), 403);
	t->cookies = "";
	assert_int_equal(
	    t_post(t, "/login", "csrf", token, "email", EMAIL, "password", T_PASSWORD, NULL), 403);
}

static void
test_login__leads_on_who_is_signed_in(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_get(t, "/login"), 303);
	assert_string_equal(t_header(t, "Location"), "/");
}

/* The form was opened before somebody signed in from another tab. */
static void
test_login__new_session_ends_the_old(void **state)
{
	struct t *t = *state;
	const char *token, *visit;

	give_password(t);
	t_get(t, "/login");
	t_keep_cookies(t);
	token = t_fmt(t, "%s", t_view(t, "Page.csrf"));
	visit = t->cookies;
	t_as(t, 0, ROLE_AGENT);
	t->cookies = t_fmt(t, "%s; %s", t->cookies, visit);
	t->is_forged = true;
	assert_int_equal(t_post(t, "/login", "csrf", token, "email", EMAIL, "password", T_PASSWORD,
			     NULL),
	    303);
	assert_int_equal(t_number(t,
			     t_fmt(t,
				 "SELECT COUNT(*) FROM session WHERE id = %lld AND ended_at"
				 " IS NULL",
				 (long long)t->session_id)),
	    0);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM session WHERE ended_at IS NULL"), 1);
}

static void
test_logout__ends_the_session(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_post(t, "/logout", NULL), 303);
	assert_string_equal(t_header(t, "Location"), "/login");
	assert_non_null(strstr(t->transport.out.text, "pp_session=; "));
	assert_string_equal(t_header(t, "Clear-Site-Data"), "\"cache\", \"storage\"");
	assert_int_equal(
	    t_number(t,
		t_fmt(t, "SELECT COUNT(*) FROM session WHERE id = %lld AND ended_at IS NULL",
		    (long long)t->session_id)),
	    0);
}

static void
test_account__switches_with_a_new_token(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_post(t, "/account", "account",
			     t_fmt(t, "%lld", (long long)t->accounts[1].id), NULL),
	    303);
	assert_non_null(strstr(t->transport.out.text, "Set-Cookie: pp_session="));
	assert_int_equal(t_number(t, t_fmt(t, "SELECT account_id FROM session WHERE id = %lld",
	    (long long)t->session_id)), t->accounts[1].id);
	assert_int_equal(t_number(t, t_fmt(t, "SELECT last_account_id FROM user WHERE id = %lld",
	    (long long)t->accounts[0].users[ROLE_ADMIN])), t->accounts[1].id);
}

static void
test_account__refuses_an_account_of_others(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_post(t, "/account", "account",
			     t_fmt(t, "%lld", (long long)t->accounts[1].id), NULL),
	    404);
	assert_int_equal(t_number(t, t_fmt(t, "SELECT account_id FROM session WHERE id = %lld",
	    (long long)t->session_id)), t->accounts[0].id);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(test_login__signs_in),
		CASE(test_login__is_shown_by_https_only_where_the_site_is),
		CASE(test_login__goes_in_no_circle_behind_an_unnamed_proxy),
		CASE(test_login__email_in_any_case),
		CASE(test_login__stores_only_the_hash_of_the_token),
		CASE(test_login__refuses_alike),
		CASE(test_login__a_failure_stands_in_the_account_it_would_lead_to),
		CASE(test_login__however_many_fail_the_events_are_bounded),
		CASE(test_login__does_the_same_work_for_any_address),
		CASE(test_login__says_what_is_missing),
		CASE(test_login__throttles_an_address),
		CASE(test_login__a_known_browser_has_tries_of_its_own),
		CASE(test_login__nobody_is_kept_out_longer_than_the_delay),
		CASE(test_login__success_forgets_the_failures),
		CASE(test_login__leads_only_to_pages_of_ours),
		CASE(test_login__raises_an_outdated_hash),
		CASE(test_login__refuses_a_form_of_another_browser),
		CASE(test_login__leads_on_who_is_signed_in),
		CASE(test_login__new_session_ends_the_old),
		CASE(test_logout__ends_the_session),
		CASE(test_account__switches_with_a_new_token),
		CASE(test_account__refuses_an_account_of_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
