/*
 * test_login_code: signing in with a second factor: no session before the code, which is taken once
 * and may be one step off; recovery codes, tries, and what waits for five minutes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/authenticator.h"

#include <string.h>

#include "base/clock.h"
#include "domain/second_factor.h"
#include "domain/user.h"

#define EMAIL	"role5@asha.example"	/* the agent */
#define NOW	INT64_C(1800000000)	/* the harness's second: the first of a time step */
#define WRONG	"000000"

static struct app app;		/* the agent's */
static const char *recovery;	/* the agent's codes, one a line */

static const char *
code_at(struct t *t, int64_t at)
{
	return app_code(t, &app, at);
}

/* An app set up long before now, with ten recovery codes. */
static int
set_up(void **state)
{
	const char *sealed, *key, *uri;
	int64_t id;
	struct t *t;

	if (t_setup(state) != 0)
		return -1;
	t = *state;
	id = t->accounts[0].users[ROLE_AGENT];
	assert_int_equal(user_set_password(&t->cx, id, T_PASSWORD), ERR_OK);
	t->cx.actor = (struct actor){ .user_id = id, .user_email = EMAIL, .user_name = "Agent",
		.account_id = t->accounts[0].id };
	t->cx.now = NOW - 86400;
	sealed = second_factor_new(&t->cx);
	assert_int_equal(second_factor_show(&t->cx, sealed, &key, &uri), ERR_OK);
	app = app_learn(key);
	assert_int_equal(second_factor_turn_on(&t->cx, sealed, code_at(t, t->cx.now), &recovery),
	    ERR_OK);
	t->cx.now = NOW;
	return 0;
}

static const char *
recovery_code(struct t *t, int n)
{
	const char *at = recovery;

	for (; n > 0; n--)
		at = strchr(at, '\n') + 1;
	return t_fmt(t, "%.*s", (int)strcspn(at, "\n"), at);
}

/* Types the password as a browser does; the pending cookie is kept. */
static int
send_password(struct t *t, const char *next)
{
	int status;

	t->is_forged = true;
	t_get(t, "/login");
	t_keep_cookies(t);
	status = t_post(t, "/login", "csrf", t_view(t, "Page.csrf"), "email", EMAIL, "password",
	    T_PASSWORD, "next", next, "held", "", NULL);
	t_keep_cookies(t);
	return status;
}

static int
send_code(struct t *t, const char *code)
{
	t_get(t, "/login/code");
	t_keep_cookies(t);
	return t_post(t, "/login/code", "csrf", t_view(t, "Page.csrf"), "code", code, NULL);
}

static int64_t
sessions(struct t *t)
{
	return t_number(t, "SELECT COUNT(*) FROM session WHERE ended_at IS NULL");
}

static void
test_login_code__no_session_before_the_code(void **state)
{
	struct t *t = *state;

	assert_int_equal(send_password(t, ""), 303);
	assert_string_equal(t_header(t, "Location"), "/login/code");
	assert_null(strstr(t->transport.out.text, "Set-Cookie: pp_device="));
	assert_non_null(strstr(t->transport.out.text, "Set-Cookie: pp_pending="));
	assert_non_null(strstr(t->transport.out.text, "Max-Age=300"));
	assert_int_equal(sessions(t), 0);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event WHERE action = 'sign_in'"),
	    0);
}

static void
test_login_code__the_code_signs_in(void **state)
{
	struct t *t = *state;

	send_password(t, "/manage/business-profile");
	assert_int_equal(send_code(t, code_at(t, NOW)), 303);
	assert_string_equal(t_header(t, "Location"), "/manage/business-profile");
	assert_non_null(strstr(t->transport.out.text, "Set-Cookie: pp_session="));
	assert_non_null(strstr(t->transport.out.text, "Set-Cookie: pp_device="));
	assert_non_null(strstr(t->transport.out.text, "Set-Cookie: pp_pending=; "));
	assert_int_equal(sessions(t), 1);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event WHERE action = 'sign_in'"),
	    1);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM throttle WHERE policy IN"
	    " ('second_factor', 'sign_in_address', 'sign_in_first')"), 0);
}

static void
test_login_code__a_clock_one_step_off_is_taken_once(void **state)
{
	static const struct {
		int	 off_sec;
		int	 status;
	} cases[] = {
		{ -60, 422 }, { -30, 303 }, { -30, 422 }, { 0, 303 }, { 0, 422 }, { 30, 303 },
		{ 30, 422 }, { 0, 422 }, { 60, 422 },
	};
	struct t *t = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  %zu: %d s off\n", i, cases[i].off_sec);
		send_password(t, "");
		assert_int_equal(send_code(t, code_at(t, NOW + cases[i].off_sec)),
		    cases[i].status);
	}
	assert_int_equal(sessions(t), 3);
}

static void
test_login_code__a_used_code_is_called_used(void **state)
{
	struct t *t = *state;

	send_password(t, "");
	assert_int_equal(send_code(t, code_at(t, NOW)), 303);
	send_password(t, "");
	assert_int_equal(send_code(t, code_at(t, NOW)), 422);
	assert_non_null(strstr(t_view(t, "Form.code.error"), "used before"));
	assert_string_equal(t_view(t, "Form.code.value"), "");
}

static void
test_login_code__a_wrong_code_is_refused_and_recorded(void **state)
{
	static const char *const cases[] = { WRONG, "12345", "abcdef", "0000 0000 0000 0000",
		"1234567" };
	struct t *t = *state;
	size_t i;

	send_password(t, "");
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  %s\n", cases[i]);
		assert_int_equal(send_code(t, cases[i]), 422);
		assert_non_null(strstr(t_view(t, "Form.code.error"), "neither the code"));
	}
	assert_int_equal(sessions(t), 0);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event"
	    " WHERE action = 'sign_in.second_factor_failed' AND actor_name = '" EMAIL "'"), 5);
}

static void
test_login_code__an_empty_one_is_no_try(void **state)
{
	struct t *t = *state;

	int i;

	send_password(t, "");
	for (i = 0; i < 20; i++)
		assert_int_equal(send_code(t, ""), 422);
	assert_int_equal(send_code(t, code_at(t, NOW)), 303);
}

/* Who knows the password gains nothing by another address; the owner waits one interval. */
static void
test_login_code__tries_are_the_users_wherever_they_come_from(void **state)
{
	struct t *t = *state;
	int i;

	send_password(t, "");
	for (i = 0; i < 5; i++) {
		t->client = t_fmt(t, "192.0.2.%d", 10 + i);
		assert_int_equal(send_code(t, WRONG), 422);
	}
	t->client = "192.0.2.99";
	assert_int_equal(send_code(t, code_at(t, NOW)), 429);
	assert_string_equal(t_header(t, "Retry-After"), "30");
	assert_int_equal(sessions(t), 0);
	clock_fix(NOW + 30);
	assert_int_equal(send_code(t, code_at(t, NOW + 30)), 303);
}

/* Another session in the same browser does not pay for them. */
static void
test_login_code__tries_are_the_users_whoever_is_signed_in(void **state)
{
	struct t *t = *state;
	const char *pending;
	int i;

	send_password(t, "");
	pending = t->cookies;
	t_as(t, 0, ROLE_MANAGER);
	t->cookies = t_fmt(t, "%s; %s", t->cookies, pending);
	for (i = 0; i < 5; i++)
		assert_int_equal(send_code(t, WRONG), 422);
	t->cookies = pending;
	assert_int_equal(send_code(t, code_at(t, NOW)), 429);
}

/* The password alone does not give the tries of codes back. */
static void
test_login_code__the_password_gives_no_new_tries(void **state)
{
	struct t *t = *state;
	int i;

	for (i = 0; i < 5; i++) {
		assert_int_equal(send_password(t, ""), 303);
		assert_int_equal(send_code(t, WRONG), 422);
	}
	assert_int_equal(send_password(t, ""), 303);
	assert_int_equal(send_code(t, code_at(t, NOW)), 429);
}

static void
test_login_code__waits_five_minutes(void **state)
{
	struct t *t = *state;

	send_password(t, "");
	clock_fix(NOW + 299);
	assert_int_equal(t_get(t, "/login/code"), 200);
	clock_fix(NOW + 300);
	assert_int_equal(t_get(t, "/login/code"), 303);
	assert_string_equal(t_header(t, "Location"), "/login");
	t_get(t, "/login");
	t_keep_cookies(t);
	assert_int_equal(t_post(t, "/login/code", "csrf", t_view(t, "Page.csrf"), "code",
	    code_at(t, NOW + 300), NULL), 303);
	assert_string_equal(t_header(t, "Location"), "/login");
	assert_int_equal(sessions(t), 0);
}

static void
test_login_code__a_made_up_cookie_is_nobodys(void **state)
{
	struct t *t = *state;

	t->cookies = "pp_pending=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
	assert_int_equal(t_get(t, "/login/code"), 303);
	assert_string_equal(t_header(t, "Location"), "/login");
}

static void
test_login_code__a_recovery_code_signs_in_once(void **state)
{
	struct t *t = *state;
	const char *code = recovery_code(t, 3);

	send_password(t, "");
	assert_int_equal(send_code(t, code), 303);
	assert_int_equal(sessions(t), 1);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM recovery_code WHERE used_at IS NULL"),
	    9);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event"
	    " WHERE action = 'user.recovery_code_used'"), 1);
	assert_string_equal(t_text(t, "SELECT recipient FROM outbox"
	    " WHERE template = 'recovery-used'"), EMAIL);
	send_password(t, "");
	assert_int_equal(send_code(t, code), 422);
	assert_non_null(strstr(t_view(t, "Form.code.error"), "used before"));
}

static void
test_login_code__says_how_many_recovery_codes_are_left(void **state)
{
	struct t *t = *state;
	int i;

	for (i = 0; i < 8; i++) {
		send_password(t, "");
		assert_int_equal(send_code(t, recovery_code(t, i)), 303);
	}
	t_keep_cookies(t);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM recovery_code WHERE used_at IS NULL"),
	    2);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox"
	    " WHERE template = 'recovery-used'"), 8);
	assert_non_null(strstr(t->transport.out.text, "Set-Cookie: pp_flash="));
}

static void
test_login_code__of_somebody_else_is_refused(void **state)
{
	struct t *t = *state;

	assert_int_equal(db_exec(t->worker.db, NULL,
	    "UPDATE user a JOIN user b ON b.id = ? SET a.totp_sealed = b.totp_sealed,"
	    " a.totp_since = b.totp_since WHERE a.id = ?",
	    V(t->accounts[0].users[ROLE_AGENT]), V(t->accounts[0].users[ROLE_MANAGER])), ERR_OK);
	assert_int_equal(second_factor_spend(&t->cx, t->accounts[0].users[ROLE_MANAGER],
	    code_at(t, NOW), &(struct second_factor_use){ 0 }), ERR_INVALID);
	assert_int_equal(second_factor_spend(&t->cx, t->accounts[0].users[ROLE_MANAGER],
	    recovery_code(t, 0), &(struct second_factor_use){ 0 }), ERR_INVALID);
}

/* Without a second factor signing in costs what it did. */
static void
test_login_code__others_sign_in_at_once(void **state)
{
	struct t *t = *state;

	assert_int_equal(user_set_password(&t->cx, t->accounts[0].users[ROLE_MANAGER], T_PASSWORD),
	    ERR_OK);
	t->is_forged = true;
	t_get(t, "/login");
	t_keep_cookies(t);
	assert_int_equal(t_post(t, "/login", "csrf", t_view(t, "Page.csrf"), "email",
	    "role4@asha.example", "password", T_PASSWORD, "next", "", "held", "", NULL), 303);
	assert_string_equal(t_header(t, "Location"), "/");
	assert_int_equal(sessions(t), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, t_teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(test_login_code__no_session_before_the_code),
		TEST(test_login_code__the_code_signs_in),
		TEST(test_login_code__a_clock_one_step_off_is_taken_once),
		TEST(test_login_code__a_used_code_is_called_used),
		TEST(test_login_code__a_wrong_code_is_refused_and_recorded),
		TEST(test_login_code__an_empty_one_is_no_try),
		TEST(test_login_code__tries_are_the_users_wherever_they_come_from),
		TEST(test_login_code__tries_are_the_users_whoever_is_signed_in),
		TEST(test_login_code__the_password_gives_no_new_tries),
		TEST(test_login_code__waits_five_minutes),
		TEST(test_login_code__a_made_up_cookie_is_nobodys),
		TEST(test_login_code__a_recovery_code_signs_in_once),
		TEST(test_login_code__says_how_many_recovery_codes_are_left),
		TEST(test_login_code__of_somebody_else_is_refused),
		TEST(test_login_code__others_sign_in_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
