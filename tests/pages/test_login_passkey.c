/*
 * test_login_passkey: signing in with a passkey alone, and with one beside the password.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "passkey_fixture.h"

#include "base/clock.h"

#define NOW	INT64_C(1800000000)	/* the harness's second */

static const char *handle;	/* of the agent */
static const char *codes;	/* the agent's recovery codes, one a line */

static int
set_up(void **state)
{
	struct t *t;

	if (fixture_set_up(state) != 0)
		return -1;
	t = *state;
	give_key(t, agent(t), &codes);
	handle = user_passkey_handle(&t->cx, agent(t));
	t->is_forged = true;
	t_as(t, 0, ROLE_NONE);
	t_get(t, "/login");
	t_keep_cookies(t);
	return 0;
}

static int
send(struct t *t, const char *next, const char *passkey)
{
	return t_post(t, "/login/passkey", "csrf", t_view(t, "Page.csrf"), "challenge", sealed(t),
	    "passkey", passkey, "next", next, "held", "", NULL);
}

static int
send_password(struct t *t)
{
	int status;

	t_get(t, "/login");
	t_keep_cookies(t);
	status = t_post(t, "/login", "csrf", t_view(t, "Page.csrf"), "email", EMAIL, "password",
	    T_PASSWORD, "next", "", "held", "", NULL);
	t_keep_cookies(t);
	return status;
}

/* As the second factor. */
static int
send_second(struct t *t, const char *passkey, const char *code)
{
	return t_post(t, "/login/code", "csrf", t_view(t, "Page.csrf"), "challenge", sealed(t),
	    "passkey", passkey, "code", code, NULL);
}

static int64_t
sessions(struct t *t)
{
	return count(t, "session WHERE ended_at IS NULL");
}

static void
test_login_passkey__signs_in_alone(void **state)
{
	struct t *t = *state;

	assert_int_equal(send(t, "/manage/business-profile", answer(t, handle)), 303);
	assert_string_equal(t_header(t, "Location"), "/manage/business-profile");
	assert_non_null(strstr(t->transport.out.text, "Set-Cookie: pp_session="));
	assert_non_null(strstr(t->transport.out.text, "Set-Cookie: pp_device="));
	assert_int_equal(sessions(t), 1);
	assert_int_equal(t_number(t, "SELECT MAX(user_id) FROM session"), agent(t));
	assert_int_equal(count(t, "audit_event WHERE action = 'sign_in'"), 1);
	assert_int_equal(count(t, "throttle WHERE policy <> 'sign_in_client'"), 0);
	assert_int_equal(t_number(t, "SELECT used_at FROM passkey"), NOW);
}

/* The same answer to all of them: nothing is said of who has an account. */
static void
test_login_passkey__what_does_not_fit_is_refused_alike(void **state)
{
	struct t *t = *state;
	struct software_key stranger = key_new();
	struct ceremony c = ceremony(t_view(t, "Data.passkey.challenge"));
	const char *said;
	int i;

	c.handle = handle;
	assert_int_equal(send(t, "", key_use(t->mem, &stranger, &c)), 422);
	said = mem_dup(t->mem, t_view(t, "Page.problems.0.text"));
	assert_non_null(strstr(said, "not known here"));
	for (i = 0; i < 5; i++) {
		print_message("  part %d\n", i);
		assert_int_equal(send(t, "", flip(t->mem, answer(t, handle), i)), 422);
		assert_string_equal(t_view(t, "Page.problems.0.text"), said);
	}
	assert_int_equal(send(t, "", answer(t, "")), 422);
	assert_string_equal(t_view(t, "Page.problems.0.text"), said);
	assert_int_equal(send(t, "", ""), 422);
	assert_string_equal(t_view(t, "Page.problems.0.text"), said);
	assert_int_equal(sessions(t), 0);
	assert_int_equal(count(t, "audit_event WHERE action = 'sign_in.passkey_failed'"), 8);
	key_release(&stranger);
}

static void
test_login_passkey__of_another_site_is_refused(void **state)
{
	struct t *t = *state;
	struct ceremony c = ceremony(t_view(t, "Data.passkey.challenge"));

	c.handle = handle;
	c.origin = "http://portal.example.evil";
	assert_int_equal(send(t, "", key_use(t->mem, &key, &c)), 422);
	c = ceremony(t_view(t, "Data.passkey.challenge"));
	c.handle = handle;
	c.site_id = "evil.example";
	assert_int_equal(send(t, "", key_use(t->mem, &key, &c)), 422);
	c = ceremony(t_view(t, "Data.passkey.challenge"));
	c.handle = handle;
	c.flags = KEY_PRESENT;
	assert_int_equal(send(t, "", key_use(t->mem, &key, &c)), 422);
	assert_int_equal(sessions(t), 0);
}

static void
test_login_passkey__a_copy_is_refused(void **state)
{
	struct t *t = *state;

	key.count = 40;
	assert_int_equal(send(t, "", answer(t, handle)), 303);
	t_get(t, "/login");
	key.count = 40;
	assert_int_equal(send(t, "", answer(t, handle)), 422);
	assert_int_equal(sessions(t), 1);
}

static void
test_login_passkey__an_answer_is_taken_once(void **state)
{
	struct t *t = *state;
	const char *csrf = mem_dup(t->mem, t_view(t, "Page.csrf")), *challenge = sealed(t);
	const char *once = answer(t, handle);

	assert_int_equal(t_post(t, "/login/passkey", "csrf", csrf, "challenge", challenge, "passkey",
	    once, NULL), 303);
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE passkey SET sign_count = 0"), ERR_OK);
	assert_int_equal(t_post(t, "/login/passkey", "csrf", csrf, "challenge", challenge, "passkey",
	    once, NULL), 422);
	assert_int_equal(sessions(t), 1);
}

static void
test_login_passkey__an_old_page_is_answered_too_late(void **state)
{
	struct t *t = *state;

	clock_fix(NOW + PASSKEY_CHALLENGE_SEC);
	assert_int_equal(send(t, "", answer(t, handle)), 422);
	assert_int_equal(send(t, "", answer(t, handle)), 303);
}

static void
test_login_passkey__tries_of_a_client_are_counted(void **state)
{
	struct t *t = *state;
	int64_t i;

	for (i = 0; i < t->config.sign_in_client.burst; i++)
		assert_int_equal(send(t, "", "a.b.c.d.e"), 422);
	assert_int_equal(send(t, "", answer(t, handle)), 429);
	t->client = "192.0.2.99";
	assert_int_equal(send(t, "", answer(t, handle)), 303);
}

/* With a passkey the password alone opens nothing. */
static void
test_login_passkey__is_asked_for_beside_the_password(void **state)
{
	struct t *t = *state;

	assert_int_equal(send_password(t), 303);
	assert_string_equal(t_header(t, "Location"), "/login/code");
	assert_int_equal(sessions(t), 0);
	assert_int_equal(t_get(t, "/login/code"), 200);
	assert_int_equal(t->statements, 0);
	assert_non_null(strstr(t_page(t), "Use a passkey, or type one of your recovery codes"));
	assert_int_equal(send_second(t, "", ""), 422);
	assert_non_null(strstr(t_view(t, "Form.code.error"), "Enter a code, or use a passkey"));
	assert_int_equal(send_second(t, flip(t->mem, answer(t, NULL), 2), ""), 422);
	assert_non_null(strstr(t_view(t, "Page.problems.0.text"), "not one of yours"));
	assert_int_equal(send_second(t, answer(t, NULL), ""), 303);
	assert_string_equal(t_header(t, "Location"), "/");
	assert_int_equal(sessions(t), 1);
	assert_int_equal(count(t, "throttle WHERE policy = 'second_factor'"), 0);
}

static void
test_login_passkey__a_recovery_code_does_in_its_place(void **state)
{
	struct t *t = *state;

	send_password(t);
	t_get(t, "/login/code");
	assert_int_equal(send_second(t, "", t_fmt(t, "%.19s", codes)), 303);
	assert_int_equal(sessions(t), 1);
	assert_int_equal(count(t, "outbox WHERE template = 'recovery-used'"), 1);
}

/* The password was one person's, the passkey another's. */
static void
test_login_passkey__of_somebody_else_is_no_second_factor(void **state)
{
	struct t *t = *state;

	send_password(t);
	t_get(t, "/login/code");
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE passkey SET user_id = ?",
	    V(t->accounts[0].users[ROLE_MANAGER])), ERR_OK);
	assert_int_equal(send_second(t, answer(t, NULL), ""), 422);
	assert_int_equal(sessions(t), 0);
}

/* Or whoever has a passkey of one's own could guess another's code without end. */
static void
test_login_passkey__gives_nobody_else_new_tries(void **state)
{
	struct t *t = *state;
	int64_t manager = t->accounts[0].users[ROLE_MANAGER];

	send_password(t);
	t_get(t, "/login/code");
	assert_int_equal(send_second(t, "", "123456"), 422);
	assert_int_equal(count(t, "throttle WHERE policy = 'second_factor'"), 1);
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE passkey SET user_id = ?", V(manager)),
	    ERR_OK);
	t_get(t, "/login");
	assert_int_equal(send(t, "", answer(t, user_passkey_handle(&t->cx, manager))), 303);
	assert_int_equal(count(t, "throttle WHERE policy = 'second_factor'"), 1);
}

static void
test_login_passkey__who_left_every_account_is_told(void **state)
{
	struct t *t = *state;

	assert_int_equal(db_exec(t->cx.db, NULL,
	    "UPDATE membership SET state = 'suspended' WHERE user_id = ?", V(agent(t))), ERR_OK);
	assert_int_equal(send(t, "", answer(t, handle)), 422);
	assert_non_null(strstr(t_view(t, "Page.problems.0.text"), "belongs to no account"));
	assert_int_equal(sessions(t), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, fixture_tear_down)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(test_login_passkey__signs_in_alone),
		TEST(test_login_passkey__what_does_not_fit_is_refused_alike),
		TEST(test_login_passkey__of_another_site_is_refused),
		TEST(test_login_passkey__a_copy_is_refused),
		TEST(test_login_passkey__an_answer_is_taken_once),
		TEST(test_login_passkey__an_old_page_is_answered_too_late),
		TEST(test_login_passkey__tries_of_a_client_are_counted),
		TEST(test_login_passkey__is_asked_for_beside_the_password),
		TEST(test_login_passkey__a_recovery_code_does_in_its_place),
		TEST(test_login_passkey__of_somebody_else_is_no_second_factor),
		TEST(test_login_passkey__gives_nobody_else_new_tries),
		TEST(test_login_passkey__who_left_every_account_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
