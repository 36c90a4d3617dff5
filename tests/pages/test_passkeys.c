/*
 * test_passkeys: the page of one's own passkeys: adding, renaming and removing them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "passkey_fixture.h"


#define HERE	"/billing/preferences/personal/passkeys"

static int
set_up(void **state)
{
	if (fixture_set_up(state) != 0)
		return -1;
	t_as(*state, 0, ROLE_AGENT);
	return 0;
}

/* Opens the form, and answers it. */
static int
make(struct t *t, const char *name, const char *password)
{
	struct ceremony c;

	assert_int_equal(t_get(t, HERE "/new"), 200);
	c = ceremony(t_view(t, "Data.passkey.challenge"));
	return t_post(t, HERE "/new", "name", name, "challenge", sealed(t), "made",
	    key_make(t->mem, &key, &c), "current_password", password, NULL);
}

static const char *
path(struct t *t, const char *what)
{
	return t_fmt(t, HERE "/%lld%s", (long long)t_number(t, "SELECT MAX(id) FROM passkey"), what);
}

static void
test_passkeys__there_are_none_at_first(void **state)
{
	struct t *t = *state;

	assert_int_equal(t_get(t, HERE), 200);
	assert_int_equal(t->statements, 2);
	assert_non_null(strstr(t_page(t), "You have none yet"));
	assert_int_equal(t_get(t, HERE "/new"), 200);
	assert_int_equal(t->statements, 2);
	assert_non_null(strstr(t_page(t), "A passkey needs JavaScript"));
	assert_null(strstr(t_page(t), "own_code"));
	assert_string_equal(t_view(t, "Data.passkey.site"), HOST);
}

static void
test_passkeys__one_is_added(void **state)
{
	struct t *t = *state;

	assert_int_equal(make(t, "Office laptop", T_PASSWORD), 303);
	assert_string_equal(t_header(t, "Location"),
	    "/billing/preferences/personal/second-factor/recovery-codes");
	assert_non_null(strstr(t->transport.out.text, "Set-Cookie: pp_once="));
	assert_int_equal(count(t, "passkey"), 1);
	assert_int_equal(count(t, "recovery_code"), 10);
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Data.passkeys.0.name"), "Office laptop");
	assert_string_equal(t_view(t, "Data.passkeys.0.used_at"), "");
}

static void
test_passkeys__a_further_one_leads_to_the_list(void **state)
{
	struct t *t = *state;
	const char *codes;

	give_key(t, agent(t), &codes);
	key_release(&key);
	key = key_new();
	assert_int_equal(make(t, "Phone", T_PASSWORD), 303);
	assert_string_equal(t_header(t, "Location"), HERE);
	assert_int_equal(count(t, "passkey"), 2);
	assert_non_null(strstr(t_text(t, "SELECT GROUP_CONCAT(name) FROM passkey"), "Phone"));
}

static void
test_passkeys__nothing_is_added_without_the_password(void **state)
{
	struct t *t = *state;

	assert_int_equal(make(t, "Office laptop", "wrong"), 422);
	assert_non_null(strstr(t_view(t, "Form.current_password.error"), "not your password"));
	assert_string_equal(t_view(t, "Form.name.value"), "Office laptop");
	assert_int_equal(make(t, "Office laptop", ""), 422);
	assert_string_equal(t_view(t, "Form.current_password.error"), "Enter your password.");
	assert_int_equal(make(t, "", T_PASSWORD), 422);
	assert_string_equal(t_view(t, "Form.name.error"), "Enter a name.");
	assert_int_equal(count(t, "passkey"), 0);
}

static void
test_passkeys__guesses_of_the_password_are_counted(void **state)
{
	struct t *t = *state;
	int i;

	for (i = 0; i < 3; i++)
		assert_int_equal(make(t, "Laptop", ""), 422);
	for (i = 0; i < 5; i++)
		assert_int_equal(make(t, "Laptop", "wrong"), 422);
	assert_int_equal(make(t, "Laptop", T_PASSWORD), 429);
	assert_int_equal(count(t, "passkey"), 0);
}

static void
test_passkeys__without_an_answer_of_the_browser_there_is_none(void **state)
{
	struct t *t = *state;

	t_get(t, HERE "/new");
	assert_int_equal(t_post(t, HERE "/new", "name", "Laptop", "challenge", sealed(t), "made", "",
	    "current_password", T_PASSWORD, NULL), 422);
	assert_non_null(strstr(t_view(t, "Page.problems.0.text"), "made no passkey"));
	assert_int_equal(count(t, "passkey"), 0);
}

/* A recovery code does as well as the password, once. */
static void
test_passkeys__one_is_added_by_a_recovery_code(void **state)
{
	struct t *t = *state;
	const char *codes, *code;
	struct ceremony c;

	give_key(t, agent(t), &codes);
	code = t_fmt(t, "%.19s", codes);
	key_release(&key);
	key = key_new();
	t_get(t, HERE "/new");
	assert_non_null(strstr(t_page(t), "own_code"));
	c = ceremony(t_view(t, "Data.passkey.challenge"));
	assert_int_equal(t_post(t, HERE "/new", "name", "Phone", "challenge", sealed(t), "made",
	    key_make(t->mem, &key, &c), "current_password", "", "own_code", code, NULL), 303);
	assert_int_equal(count(t, "recovery_code WHERE used_at IS NULL"), 9);
	assert_int_equal(count(t, "outbox WHERE template = 'recovery-used'"), 1);
	t_get(t, HERE "/new");
	assert_int_equal(t_post(t, HERE "/new", "name", "Tablet", "challenge", sealed(t), "made",
	    "x", "current_password", "", "own_code", code, NULL), 422);
	assert_non_null(strstr(t_view(t, "Form.own_code.error"), "used before"));
}

static void
test_passkeys__guesses_of_a_code_have_tries_of_their_own(void **state)
{
	struct t *t = *state;
	const char *codes;
	int i;

	give_key(t, agent(t), &codes);
	for (i = 0; i < 5; i++)
		assert_int_equal(t_post(t, HERE "/new", "name", "x", "own_code", "000000", NULL),
		    422);
	t->client = "192.0.2.77";
	assert_int_equal(t_post(t, HERE "/new", "name", "x", "own_code", t_fmt(t, "%.19s", codes),
	    NULL), 429);
	/* One list of tries for the user, whichever page asks. */
	t_get(t, path(t, "/remove"));
	assert_int_equal(t_post(t, path(t, "/remove"), "code", t_fmt(t, "%.19s", codes), NULL), 429);
	assert_int_equal(make(t, "Phone", T_PASSWORD), 422);
	assert_non_null(strstr(t_view(t, "Page.problems.0.text"), "here already"));
}

static void
test_passkeys__one_is_renamed(void **state)
{
	struct t *t = *state;
	const char *codes;

	give_key(t, agent(t), &codes);
	assert_int_equal(t_get(t, path(t, "")), 200);
	assert_int_equal(t->statements, 2);
	assert_string_equal(t_view(t, "Form.name.value"), "Laptop");
	assert_int_equal(t_post(t, path(t, ""), "name", "", "version", "1", NULL), 422);
	assert_int_equal(t_post(t, path(t, ""), "name", "Old laptop", "version", "1", NULL), 303);
	assert_int_equal(t_post(t, path(t, ""), "name", "Other", "version", "1", NULL), 409);
	assert_string_equal(t_view(t, "Form.name.stored"), "Old laptop");
	assert_string_equal(t_text(t, "SELECT name FROM passkey"), "Old laptop");
	assert_int_equal(count(t, "audit_event WHERE action = 'user.passkey_rename'"), 1);
}

static void
test_passkeys__one_is_removed_by_itself(void **state)
{
	struct t *t = *state;
	const char *codes;

	give_key(t, agent(t), &codes);
	assert_int_equal(t_get(t, path(t, "/remove")), 200);
	assert_int_equal(t->statements, 2);
	assert_int_equal(t_post(t, path(t, "/remove"), "challenge", sealed(t), "passkey",
	    flip(t->mem, answer(t, NULL), 3), NULL), 422);
	assert_non_null(strstr(t_view(t, "Page.problems.0.text"), "not one of yours"));
	assert_int_equal(count(t, "passkey"), 1);
	assert_int_equal(t_post(t, path(t, "/remove"), "challenge", sealed(t), "passkey",
	    answer(t, NULL), NULL), 303);
	assert_int_equal(count(t, "passkey"), 0);
	assert_int_equal(count(t, "recovery_code"), 0);
	assert_int_equal(count(t, "outbox WHERE template = 'passkey-removed'"), 1);
	assert_int_equal(count(t, "audit_event WHERE action = 'user.second_factor_refused'"), 1);
}

static void
test_passkeys__one_is_removed_by_a_recovery_code(void **state)
{
	struct t *t = *state;
	const char *codes;

	give_key(t, agent(t), &codes);
	assert_int_equal(t_post(t, path(t, "/remove"), "code", "", NULL), 422);
	assert_non_null(strstr(t_view(t, "Form.code.error"), "Enter a code, or use a passkey"));
	assert_int_equal(t_post(t, path(t, "/remove"), "code", t_fmt(t, "%.19s", codes), NULL), 303);
	assert_int_equal(count(t, "passkey"), 0);
}

static void
require(struct t *t)
{
	t->cx.actor.account_id = t->accounts[0].id;
	assert_int_equal(role_require_second_factor(&t->cx, ROLE_AGENT, true), ERR_OK);
}

static void
test_passkeys__the_last_stays_while_the_role_asks_for_one(void **state)
{
	struct t *t = *state;
	const char *codes, *last;

	give_key(t, agent(t), &codes);
	last = path(t, "/remove");
	require(t);
	t_get(t, last);
	assert_int_equal(t_post(t, last, "challenge", sealed(t), "passkey", answer(t, NULL), NULL),
	    422);
	assert_non_null(strstr(t_view(t, "Page.problems.0.text"), "needs a second factor"));
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE user SET totp_since = 1 WHERE id = ?",
	    V(agent(t))), ERR_OK);
	t_get(t, last);
	assert_int_equal(t_post(t, last, "challenge", sealed(t), "passkey", answer(t, NULL), NULL),
	    303);
}

/* A passkey is what the role asks for, as well as an app. */
static void
test_passkeys__one_opens_what_the_role_asks_for(void **state)
{
	struct t *t = *state;

	require(t);
	assert_int_equal(t_get(t, HERE), 303);
	assert_string_equal(t_header(t, "Location"),
	    "/billing/preferences/personal/second-factor/set-up");
	assert_int_equal(make(t, "Laptop", T_PASSWORD), 303);
	assert_int_equal(t_get(t, HERE), 200);
}

/* The very same account: another user's is not there either. */
static void
test_passkeys__a_colleagues_is_missing(void **state)
{
	struct t *t = *state;
	const char *codes;

	give_key(t, agent(t), &codes);
	t_as(t, 0, ROLE_MANAGER);
	assert_int_equal(t_get(t, path(t, "")), 404);
	assert_int_equal(t_get(t, path(t, "/remove")), 404);
	assert_int_equal(t_post(t, path(t, ""), "name", "Mine", "version", "1", NULL), 404);
	assert_int_equal(t_post(t, path(t, "/remove"), "code", "000000", NULL), 404);
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Data.passkeys.0.name"), "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, fixture_tear_down)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(test_passkeys__there_are_none_at_first),
		TEST(test_passkeys__one_is_added),
		TEST(test_passkeys__a_further_one_leads_to_the_list),
		TEST(test_passkeys__nothing_is_added_without_the_password),
		TEST(test_passkeys__guesses_of_the_password_are_counted),
		TEST(test_passkeys__without_an_answer_of_the_browser_there_is_none),
		TEST(test_passkeys__one_is_added_by_a_recovery_code),
		TEST(test_passkeys__guesses_of_a_code_have_tries_of_their_own),
		TEST(test_passkeys__one_is_renamed),
		TEST(test_passkeys__one_is_removed_by_itself),
		TEST(test_passkeys__one_is_removed_by_a_recovery_code),
		TEST(test_passkeys__the_last_stays_while_the_role_asks_for_one),
		TEST(test_passkeys__one_opens_what_the_role_asks_for),
		TEST(test_passkeys__a_colleagues_is_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
