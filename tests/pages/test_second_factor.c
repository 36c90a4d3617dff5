/*
 * test_second_factor: setting an authenticator app up and removing it, recovery codes that are shown
 * once, and roles that ask for a second factor.
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

#define HERE	"/billing/preferences/personal/second-factor"
#define EMAIL	"role5@asha.example"	/* the agent */
#define NOW	INT64_C(1800000000)	/* the harness's second: the first of a time step */
#define WRONG	"000000"

static int
set_up(void **state)
{
	struct t *t;

	if (t_setup(state) != 0)
		return -1;
	t = *state;
	assert_int_equal(user_set_password(&t->cx, t->accounts[0].users[ROLE_AGENT], T_PASSWORD),
	    ERR_OK);
	t_as(t, 0, ROLE_AGENT);
	return 0;
}

/* Opens the page and learns its key. */
static struct app
scan(struct t *t)
{
	assert_int_equal(t_get(t, HERE "/set-up"), 200);
	return app_learn(t_view(t, "Data.key"));
}

static int
confirm(struct t *t, const char *code, const char *password)
{
	return t_post(t, HERE "/set-up", "secret", t_view(t, "Data.secret"), "code", code,
	    "current_password", password, NULL);
}

static struct app
turn_on(struct t *t)
{
	struct app app = scan(t);

	assert_int_equal(confirm(t, app_code(t, &app, NOW), T_PASSWORD), 303);
	t_keep_cookies(t);
	return app;
}

static int64_t
count(struct t *t, const char *where)
{
	return t_number(t, t_fmt(t, "SELECT COUNT(*) FROM %s", where));
}

static bool
is_on(struct t *t)
{
	return count(t, t_fmt(t, "user WHERE id = %lld AND totp_since IS NOT NULL",
	    (long long)t->accounts[0].users[ROLE_AGENT])) == 1;
}

static void
test_second_factor__a_look_changes_nothing(void **state)
{
	struct t *t = *state;
	const char *first;

	assert_int_equal(t_get(t, HERE), 200);
	assert_string_equal(t_view(t, "Data.since"), "");
	scan(t);
	first = mem_dup(t->mem, t_view(t, "Data.key"));
	scan(t);
	assert_string_not_equal(first, t_view(t, "Data.key"));
	assert_false(is_on(t));
	assert_null(strstr(t_view(t, "Data.secret"), "secret"));
	assert_int_equal(strspn(t_view(t, "Data.qr.path"), "Mhv1z -0123456789"),
	    strlen(t_view(t, "Data.qr.path")));
}

static void
test_second_factor__is_turned_on_by_a_code_and_the_password(void **state)
{
	struct t *t = *state;

	turn_on(t);
	assert_string_equal(t_header(t, "Location"), HERE "/recovery-codes");
	assert_true(is_on(t));
	assert_int_equal(count(t, "recovery_code WHERE used_at IS NULL"), 10);
	assert_int_equal(count(t, "audit_event WHERE action = 'user.second_factor_on'"), 1);
	assert_string_equal(t_text(t, "SELECT recipient FROM outbox"
	    " WHERE template = 'second-factor-on'"), EMAIL);
	assert_int_equal(count(t, "user WHERE totp_sealed LIKE '%secret%'"), 0);
	assert_int_equal(t_get(t, HERE), 200);
	assert_string_equal(t_view(t, "Data.left"), "10");
}

static void
test_second_factor__refuses_what_is_not_confirmed(void **state)
{
	struct t *t = *state;
	struct app app = scan(t);
	const char *secret = mem_dup(t->mem, t_view(t, "Data.secret"));

	assert_int_equal(confirm(t, WRONG, T_PASSWORD), 422);
	assert_non_null(strstr(t_view(t, "Form.code.error"), "not the code"));
	assert_string_equal(t_view(t, "Data.secret"), secret);
	assert_int_equal(confirm(t, app_code(t, &app, NOW), "wrong"), 422);
	assert_non_null(strstr(t_view(t, "Form.current_password.error"), "not your password"));
	assert_int_equal(confirm(t, app_code(t, &app, NOW - 60), T_PASSWORD), 422);
	assert_false(is_on(t));
	assert_int_equal(count(t, "recovery_code"), 0);
	assert_int_equal(confirm(t, app_code(t, &app, NOW), T_PASSWORD), 303);
}

static void
test_second_factor__an_old_or_foreign_secret_is_replaced(void **state)
{
	struct t *t = *state;
	struct app app = scan(t);
	const char *old = mem_dup(t->mem, t_view(t, "Data.secret"));

	t_as(t, 0, ROLE_MANAGER);
	assert_int_equal(t_post(t, HERE "/set-up", "secret", old, "code",
	    app_code(t, &app, NOW), "current_password", T_PASSWORD, NULL), 422);
	assert_non_null(strstr(t_view(t, "Page.problems.0.text"), "open for too long"));
	t_as(t, 0, ROLE_AGENT);
	clock_fix(NOW + SECOND_FACTOR_SETUP_SEC);
	assert_int_equal(t_post(t, HERE "/set-up", "secret", old, "code",
	    app_code(t, &app, NOW + SECOND_FACTOR_SETUP_SEC), "current_password", T_PASSWORD, NULL), 422);
	assert_string_not_equal(t_view(t, "Data.secret"), old);
	assert_false(is_on(t));
}

static void
test_second_factor__guesses_of_the_password_are_counted(void **state)
{
	struct t *t = *state;
	struct app app = scan(t);
	int i;

	for (i = 0; i < 5; i++)
		assert_int_equal(confirm(t, app_code(t, &app, NOW), "wrong"), 422);
	assert_int_equal(confirm(t, app_code(t, &app, NOW), T_PASSWORD), 429);
	assert_false(is_on(t));
}

static void
test_second_factor__recovery_codes_are_shown_once(void **state)
{
	struct t *t = *state;
	const char *code;

	turn_on(t);
	assert_int_equal(t_get(t, HERE "/recovery-codes"), 200);
	code = mem_dup(t->mem, t_view(t, "Data.codes.0.code"));
	assert_int_equal(strlen(code), 19);
	assert_int_not_equal(strlen(t_view(t, "Data.codes.9.code")), 0);
	assert_int_equal(count(t, t_fmt(t, "recovery_code WHERE code_mac LIKE '%%%.4s%%'"
	    " AND code_mac LIKE '%%%s%%'", code, code + 5)), 0);
	assert_non_null(strstr(t->transport.out.text, "Set-Cookie: pp_once=; "));
	t_keep_cookies(t);
	assert_int_equal(t_get(t, HERE "/recovery-codes"), 200);
	assert_string_equal(t_view(t, "Data.codes.0.code"), "");
	assert_null(strstr(t_page(t), code));
}

/* A browser that was given to another session shows nothing, and neither does one too late. */
static void
test_second_factor__recovery_codes_are_their_sessions_alone(void **state)
{
	struct t *t = *state;
	const char *once;

	turn_on(t);
	once = strstr(t->cookies, "pp_once=");
	once = t_fmt(t, "%.*s", (int)strcspn(once, ";"), once);
	clock_fix(NOW + 600);
	assert_int_equal(t_get(t, HERE "/recovery-codes"), 200);
	assert_string_equal(t_view(t, "Data.codes.0.code"), "");
	clock_fix(NOW);
	t_as(t, 0, ROLE_MANAGER);
	t->cookies = t_fmt(t, "%s; %s", t->cookies, once);
	assert_int_equal(t_get(t, HERE "/recovery-codes"), 200);
	assert_string_equal(t_view(t, "Data.codes.0.code"), "");
}

static void
test_second_factor__is_removed_by_a_code(void **state)
{
	struct t *t = *state;
	struct app app = turn_on(t);

	assert_int_equal(t_post(t, HERE "/remove", "code", WRONG, NULL), 422);
	assert_int_equal(t_post(t, HERE "/remove", "code", app_code(t, &app, NOW), NULL), 422);
	assert_non_null(strstr(t_view(t, "Form.code.error"), "used before"));
	assert_true(is_on(t));
	clock_fix(NOW + 30);
	assert_int_equal(t_post(t, HERE "/remove", "code", app_code(t, &app, NOW + 30), NULL),
	    303);
	assert_false(is_on(t));
	assert_int_equal(count(t, "recovery_code"), 0);
	assert_int_equal(count(t, "user WHERE totp_sealed <> ''"), 0);
	assert_int_equal(count(t, "audit_event WHERE action = 'user.second_factor_off'"), 1);
	assert_int_equal(count(t, "outbox WHERE template = 'second-factor-off'"), 1);
}

static void
test_second_factor__guesses_of_a_code_are_counted(void **state)
{
	struct t *t = *state;
	struct app app = turn_on(t);
	int i;

	for (i = 0; i < 5; i++)
		assert_int_equal(t_post(t, HERE "/remove", "code", WRONG, NULL), 422);
	clock_fix(NOW + 29);
	assert_int_equal(t_post(t, HERE "/remove", "code", app_code(t, &app, NOW + 30), NULL),
	    429);
	assert_int_equal(t_post(t, HERE "/new-codes", "code", app_code(t, &app, NOW + 30), NULL),
	    429);
	assert_true(is_on(t));
	clock_fix(NOW + 30);
	assert_int_equal(t_post(t, HERE "/remove", "code", app_code(t, &app, NOW + 30), NULL),
	    303);
}

static void
test_second_factor__new_codes_end_the_old_ones(void **state)
{
	struct t *t = *state;
	const char *old, *first;

	turn_on(t);
	t_get(t, HERE "/recovery-codes");
	first = mem_dup(t->mem, t_view(t, "Data.codes.0.code"));
	old = mem_dup(t->mem, t_view(t, "Data.codes.1.code"));
	assert_int_equal(t_post(t, HERE "/new-codes", "code", first, NULL), 303);
	t_keep_cookies(t);
	assert_int_equal(t_get(t, HERE "/recovery-codes"), 200);
	assert_string_not_equal(t_view(t, "Data.codes.0.code"), "");
	assert_int_equal(count(t, "recovery_code WHERE used_at IS NULL"), 10);
	assert_int_equal(count(t, "audit_event WHERE action = 'user.recovery_codes'"), 1);
	assert_int_equal(t_post(t, HERE "/remove", "code", old, NULL), 422);
	assert_true(is_on(t));
}

static void
test_second_factor__without_one_there_is_nothing_to_remove(void **state)
{
	struct t *t = *state;

	assert_int_equal(t_get(t, HERE "/remove"), 303);
	assert_int_equal(t_get(t, HERE "/new-codes"), 303);
	assert_int_equal(t_post(t, HERE "/remove", "code", WRONG, NULL), 303);
	assert_int_equal(t_post(t, HERE "/new-codes", "code", WRONG, NULL), 303);
	assert_int_equal(count(t, "recovery_code"), 0);
}

/* A second app does not take the first one's place: it is removed first, by its code. */
static void
test_second_factor__is_not_set_up_twice(void **state)
{
	struct t *t = *state;
	struct app app = scan(t);
	const char *sealed = mem_dup(t->mem, t_view(t, "Data.secret"));
	const char *before;

	turn_on(t);
	before = t_text(t, "SELECT totp_sealed FROM user WHERE totp_since IS NOT NULL");
	assert_int_equal(t_get(t, HERE "/set-up"), 303);
	assert_int_equal(t_post(t, HERE "/set-up", "secret", sealed, "code",
	    app_code(t, &app, NOW), "current_password", T_PASSWORD, NULL), 303);
	assert_string_equal(t_header(t, "Location"), HERE);
	assert_string_equal(t_text(t, "SELECT totp_sealed FROM user WHERE totp_since IS NOT NULL"),
	    before);
}

static void
require(struct t *t, enum role_id role)
{
	t->cx.actor.account_id = t->accounts[0].id;
	assert_int_equal(role_require_second_factor(&t->cx, role, true), ERR_OK);
}

static void
test_second_factor__a_role_that_asks_for_one_leads_to_its_set_up(void **state)
{
	static const char *const paths[] = { HERE, HERE "/remove", HERE "/recovery-codes" };
	struct t *t = *state;
	size_t i;

	require(t, ROLE_AGENT);
	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		print_message("  %s\n", paths[i]);
		assert_int_equal(t_get(t, paths[i]), 303);
		assert_string_equal(t_header(t, "Location"), HERE "/set-up");
	}
	assert_int_equal(t_post(t, HERE "/new-codes", "code", WRONG, NULL), 303);
	assert_string_equal(t_header(t, "Location"), HERE "/set-up");
	assert_int_equal(t_get(t, HERE "/set-up"), 200);
	assert_non_null(strstr(t_page(t), "needs a second factor"));
	turn_on(t);
	assert_int_equal(t_get(t, HERE), 200);
}

static void
test_second_factor__other_roles_are_let_be(void **state)
{
	struct t *t = *state;

	require(t, ROLE_ADMIN);
	assert_int_equal(t_get(t, HERE), 200);
	/* The same person, in an account where the role does not ask. */
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_get(t, HERE), 303);
	t->accounts[1].users[ROLE_ADMIN] = t->accounts[0].users[ROLE_ADMIN];
	t_as(t, 1, ROLE_ADMIN);
	assert_int_equal(t_get(t, HERE), 200);
}

static void
test_second_factor__stays_while_the_role_asks_for_it(void **state)
{
	struct t *t = *state;
	struct app app = turn_on(t);

	require(t, ROLE_AGENT);
	clock_fix(NOW + 30);
	assert_int_equal(t_post(t, HERE "/remove", "code", app_code(t, &app, NOW + 30), NULL),
	    422);
	assert_non_null(strstr(t_view(t, "Page.problems.0.text"), "needs a second factor"));
	assert_true(is_on(t));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, t_teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(test_second_factor__a_look_changes_nothing),
		TEST(test_second_factor__is_turned_on_by_a_code_and_the_password),
		TEST(test_second_factor__refuses_what_is_not_confirmed),
		TEST(test_second_factor__an_old_or_foreign_secret_is_replaced),
		TEST(test_second_factor__guesses_of_the_password_are_counted),
		TEST(test_second_factor__recovery_codes_are_shown_once),
		TEST(test_second_factor__recovery_codes_are_their_sessions_alone),
		TEST(test_second_factor__is_removed_by_a_code),
		TEST(test_second_factor__guesses_of_a_code_are_counted),
		TEST(test_second_factor__new_codes_end_the_old_ones),
		TEST(test_second_factor__without_one_there_is_nothing_to_remove),
		TEST(test_second_factor__is_not_set_up_twice),
		TEST(test_second_factor__a_role_that_asks_for_one_leads_to_its_set_up),
		TEST(test_second_factor__other_roles_are_let_be),
		TEST(test_second_factor__stays_while_the_role_asks_for_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
