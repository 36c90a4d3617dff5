/*
 * test_session: who a token stands for, and when it stands for nobody any more.
 */
#include "base/banned.h"
#include "domain/session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/submission.h"
#include "harness/harness.h"

static struct session
identify(struct t *t, const char *token)
{
	struct session s;

	t->cx.actor = (struct actor){ .user_name = "" };
	assert_int_equal(session_identify(&t->cx, token, &s), ERR_OK);
	return s;
}

static enum session_state
state_of(struct t *t, const char *token)
{
	return identify(t, token).state;
}

static const char *
begin(struct t *t, enum role_id role)
{
	const char *token;

	assert_int_equal(session_begin(&t->cx, t->accounts[0].users[role], "a test", &token),
	    ERR_OK);
	return token;
}

static void
run_sql(struct t *t, const char *sql)
{
	if (db_run_text(t->cx.db, sql) != ERR_OK)
		fail_msg("%s: %s", sql, db_problem(t->cx.db));
}

static void
suspend(struct t *t, int account, enum role_id role)
{
	run_sql(t, t_fmt(t, "UPDATE membership SET state = 'suspended' WHERE account_id = %lld"
	    " AND user_id = %lld", (long long)t->accounts[account].id,
	    (long long)t->accounts[0].users[role]));
}

static void
test_session__is_open_with_its_actor(void **state)
{
	struct t *t = *state;
	const char *token = begin(t, ROLE_ADMIN);
	struct session s = identify(t, token);
	const struct actor *a = &t->cx.actor;

	assert_int_equal(s.state, SESSION_OPEN);
	assert_int_equal(s.user_id, t->accounts[0].users[ROLE_ADMIN]);
	assert_int_equal(s.account_id, t->accounts[0].id);
	assert_int_equal(s.seen_at, t->cx.now);
	assert_string_equal(s.held_path, "");
	assert_int_equal(a->session_id, s.id);
	assert_int_equal(a->user_id, s.user_id);
	assert_string_equal(a->user_name, "Admin");
	assert_string_equal(a->user_email, "role2@asha.example");
	assert_string_equal(a->account_name, "Asha Traders");
	assert_string_equal(a->account_region, "IN");
	assert_string_equal(a->account_zone, "Asia/Kolkata");
	assert_int_equal(a->role_id, ROLE_ADMIN);
	assert_string_equal(a->role_name, "Admin");
	assert_int_equal(a->rank, 3);
	assert_true(a->permission_bits == role_default_bits(ROLE_ADMIN));
	assert_string_equal(a->other_accounts,
	    t_fmt(t, "%lld\tBinary Mills", (long long)t->accounts[1].id));
}

static void
test_session__costs_one_statement(void **state)
{
	struct t *t = *state;
	const char *token = begin(t, ROLE_ADMIN);
	int64_t before = db_statements(t->cx.db);

	identify(t, token);
	assert_int_equal(db_statements(t->cx.db) - before, 1);
}

static void
test_session__unknown_token_is_nobody(void **state)
{
	struct t *t = *state;
	const char *token = begin(t, ROLE_ADMIN);
	struct session s;

	assert_int_equal(state_of(t, ""), SESSION_NONE);
	assert_int_equal(state_of(t, t_fmt(t, "%sA", token)), SESSION_NONE);
	s = identify(t, t_fmt(t, "A%s", token));
	assert_int_equal(s.state, SESSION_NONE);
	assert_int_equal(s.id, 0);
	assert_int_equal(t->cx.actor.session_id, 0);
}

static void
test_session__keeps_only_a_hash(void **state)
{
	struct t *t = *state;
	const char *token = begin(t, ROLE_ADMIN);

	assert_int_equal(strlen(token), CRYPT_TOKEN_TEXT);
	assert_int_equal(t_number(t, t_fmt(t, "SELECT COUNT(*) FROM session WHERE"
	    " INSTR(token_hash, LEFT('%s', 8)) > 0 OR INSTR(device, '%s') > 0", token, token)), 0);
}

static void
test_session__ends_when_idle(void **state)
{
	struct t *t = *state;
	const char *token = begin(t, ROLE_ADMIN);
	int64_t began = t->cx.now;

	t->cx.now = began + t->config.session_idle_sec - 1;
	assert_int_equal(state_of(t, token), SESSION_OPEN);
	t->cx.now = began + t->config.session_idle_sec;
	assert_int_equal(state_of(t, token), SESSION_ENDED);
	assert_int_equal(t->cx.actor.session_id, 0);
}

static void
test_session__is_seen_once_a_minute(void **state)
{
	struct t *t = *state;
	const char *token = begin(t, ROLE_ADMIN);
	int64_t began = t->cx.now;

	identify(t, token);
	t->cx.now = began + SESSION_SEEN_SEC - 1;
	assert_int_equal(session_saw(&t->cx), ERR_OK);
	assert_int_equal(identify(t, token).seen_at, began);
	t->cx.now = began + SESSION_SEEN_SEC;
	assert_int_equal(session_saw(&t->cx), ERR_OK);
	assert_int_equal(identify(t, token).seen_at, began + SESSION_SEEN_SEC);
}

static void
test_session__ends_when_too_old_however_busy(void **state)
{
	struct t *t = *state;
	const char *token = begin(t, ROLE_ADMIN);
	int64_t began = t->cx.now;

	identify(t, token);
	t->cx.now = began + t->config.session_longest_sec - 1;
	assert_int_equal(session_saw(&t->cx), ERR_OK);
	assert_int_equal(state_of(t, token), SESSION_OPEN);
	t->cx.now = began + t->config.session_longest_sec;
	assert_int_equal(state_of(t, token), SESSION_ENDED);
}

static void
test_session__signed_out_is_ended_and_known(void **state)
{
	struct t *t = *state;
	const char *token = begin(t, ROLE_ADMIN);
	const char *other = begin(t, ROLE_ADMIN);
	struct session s = identify(t, token);
	int64_t id = s.id;

	assert_int_equal(session_end(&t->cx), ERR_OK);

	s = identify(t, token);
	assert_int_equal(s.state, SESSION_ENDED);
	assert_int_equal(s.id, id);
	assert_int_equal(s.user_id, t->accounts[0].users[ROLE_ADMIN]);
	assert_int_equal(state_of(t, other), SESSION_OPEN);
}

static void
test_session__suspended_ends_only_in_that_account(void **state)
{
	struct t *t = *state;
	const char *token = begin(t, ROLE_ADMIN);
	const char *moved, *agent;

	agent = begin(t, ROLE_AGENT);
	suspend(t, 0, ROLE_ADMIN);
	assert_int_equal(state_of(t, token), SESSION_ENDED);
	assert_int_equal(state_of(t, agent), SESSION_OPEN);

	moved = begin(t, ROLE_ADMIN);
	assert_int_equal(state_of(t, moved), SESSION_OPEN);
	assert_int_equal(t->cx.actor.account_id, t->accounts[1].id);
	assert_string_equal(t->cx.actor.other_accounts, "");
}

static void
test_session__needs_an_account_to_enter(void **state)
{
	struct t *t = *state;
	const char *token;

	suspend(t, 0, ROLE_AGENT);
	assert_int_equal(session_begin(&t->cx, t->accounts[0].users[ROLE_AGENT], "", &token),
	    ERR_DENIED);
	assert_int_equal(session_begin(&t->cx, -1, "", &token), ERR_DENIED);
}

static void
test_session__switches_and_remembers(void **state)
{
	struct t *t = *state;
	const char *token = begin(t, ROLE_ADMIN);
	const char *moved;
	int64_t id = identify(t, token).id;

	assert_int_equal(session_switch(&t->cx, t->accounts[1].id, &moved), ERR_OK);
	assert_int_equal(t->cx.actor.account_id, t->accounts[1].id);

	assert_int_equal(state_of(t, token), SESSION_NONE);
	assert_int_equal(identify(t, moved).id, id);
	assert_string_equal(t->cx.actor.account_name, "Binary Mills");
	assert_string_equal(t->cx.actor.other_accounts,
	    t_fmt(t, "%lld\tAsha Traders", (long long)t->accounts[0].id));
	identify(t, begin(t, ROLE_ADMIN));
	assert_int_equal(t->cx.actor.account_id, t->accounts[1].id);
}

static void
test_session__switches_to_no_foreign_account(void **state)
{
	struct t *t = *state;
	const char *token = begin(t, ROLE_AGENT);
	const char *moved = NULL;

	identify(t, token);
	assert_int_equal(session_switch(&t->cx, t->accounts[1].id, &moved), ERR_MISSING);
	assert_int_equal(session_switch(&t->cx, -1, &moved), ERR_MISSING);
	assert_null(moved);
	assert_int_equal(identify(t, token).account_id, t->accounts[0].id);

	token = begin(t, ROLE_ADMIN);
	identify(t, token);
	suspend(t, 1, ROLE_ADMIN);
	assert_int_equal(session_switch(&t->cx, t->accounts[1].id, &moved), ERR_MISSING);
	assert_int_equal(state_of(t, token), SESSION_OPEN);
}

static void
test_session__renewed_keeps_its_id(void **state)
{
	struct t *t = *state;
	const char *token = begin(t, ROLE_ADMIN);
	int64_t id = identify(t, token).id;
	const char *renewed;

	assert_int_equal(session_renew(&t->cx, &renewed), ERR_OK);
	assert_string_not_equal(renewed, token);
	assert_int_equal(state_of(t, token), SESSION_NONE);
	assert_int_equal(identify(t, renewed).id, id);
}

static void
test_session__tells_whose_it_was(void **state)
{
	struct t *t = *state;
	int64_t id = identify(t, begin(t, ROLE_BILLING)).id;
	int64_t user_id;

	assert_int_equal(session_end(&t->cx), ERR_OK);
	assert_int_equal(session_owner(&t->cx, id, &user_id), ERR_OK);
	assert_int_equal(user_id, t->accounts[0].users[ROLE_BILLING]);
	assert_int_equal(session_owner(&t->cx, -1, &user_id), ERR_MISSING);
	assert_int_equal(user_id, 0);
}

static void
test_session__holds_one_form_for_a_while(void **state)
{
	struct t *t = *state;
	const char *token = begin(t, ROLE_ADMIN);
	int64_t began = t->cx.now;
	struct session s;

	identify(t, token);
	assert_int_equal(session_hold_form(&t->cx, "/first", "sealed one"), ERR_OK);
	assert_int_equal(session_hold_form(&t->cx, "/second", "sealed two"), ERR_OK);
	s = identify(t, token);
	assert_string_equal(s.held_path, "/second");
	assert_string_equal(s.held_sealed, "sealed two");

	t->config.session_idle_sec = 2 * HELD_FORM_SEC;
	t->cx.now = began + HELD_FORM_SEC - 1;
	assert_string_equal(identify(t, token).held_path, "/second");
	t->cx.now = began + HELD_FORM_SEC;
	assert_string_equal(identify(t, token).held_path, "");

	t->cx.now = began;
	assert_int_equal(session_drop_form(&t->cx), ERR_OK);
	assert_string_equal(identify(t, token).held_path, "");
}

static void
test_session__held_form_stays_in_its_account(void **state)
{
	struct t *t = *state;
	const char *token = begin(t, ROLE_ADMIN);

	identify(t, token);
	assert_int_equal(session_hold_form(&t->cx, "/here", "sealed"), ERR_OK);
	assert_int_equal(session_switch(&t->cx, t->accounts[1].id, &token), ERR_OK);
	assert_string_equal(identify(t, token).held_path, "");
	assert_int_equal(session_switch(&t->cx, t->accounts[0].id, &token), ERR_OK);
	assert_string_equal(identify(t, token).held_path, "/here");
}

/* Rows of this test's account: sessions, or what belongs to them. */
static int64_t
count(struct t *t, const char *table)
{
	const char *column = strcmp(table, "session") == 0 ? "id" : "session_id";

	return t_number(t, t_fmt(t, "SELECT COUNT(*) FROM %s WHERE %s IN"
	    " (SELECT id FROM session WHERE account_id = %lld)", table, column,
	    (long long)t->accounts[0].id));
}

static void
test_session__purge_removes_what_is_too_old(void **state)
{
	static const unsigned char old_key[CRYPT_HASH_BYTES] = { 1 };
	static const unsigned char new_key[CRYPT_HASH_BYTES] = { 2 };
	struct t *t = *state;
	struct submission first;
	int64_t began = t->cx.now;
	const char *token;

	identify(t, begin(t, ROLE_ADMIN));
	assert_int_equal(session_hold_form(&t->cx, "/old", "sealed"), ERR_OK);
	assert_int_equal(submission_claim(&t->cx, old_key, &first), ERR_OK);
	t->cx.now = began + SESSION_KEPT_SEC;
	token = begin(t, ROLE_AGENT);
	identify(t, token);
	assert_int_equal(session_hold_form(&t->cx, "/new", "sealed"), ERR_OK);
	assert_int_equal(submission_claim(&t->cx, new_key, &first), ERR_OK);

	assert_int_equal(session_purge(&t->cx), ERR_OK);
	assert_int_equal(count(t, "session"), 2);
	assert_int_equal(count(t, "submission"), 2);
	assert_int_equal(count(t, "held_form"), 1);

	t->cx.now = began + SESSION_KEPT_SEC + 1;
	assert_int_equal(session_purge(&t->cx), ERR_OK);
	assert_int_equal(count(t, "session"), 1);
	assert_int_equal(count(t, "submission"), 1);
	assert_int_equal(count(t, "held_form"), 1);
	assert_int_equal(state_of(t, token), SESSION_OPEN);
}

/* What an account may take away from a role or give it, and what it may not. */
static void
test_session__fixed_rights_do_not_come_from_the_row(void **state)
{
	struct t *t = *state;
	const struct actor *a = &t->cx.actor;
	const char *owner = begin(t, ROLE_SUPER_ADMIN);
	const char *agent = begin(t, ROLE_AGENT);

	run_sql(t, t_fmt(t, "UPDATE role SET permission_bits = 0 WHERE account_id = %lld",
	    (long long)t->accounts[0].id));
	identify(t, owner);
	assert_true(a->permission_bits == role_default_bits(ROLE_SUPER_ADMIN));
	identify(t, agent);
	assert_true(role_may(a, PERM_OWN_PROFILE));
	assert_false(role_may(a, PERM_CONTACT_VIEW));

	run_sql(t, t_fmt(t, "UPDATE role SET permission_bits = %lld WHERE account_id = %lld",
	    (long long)INT64_MAX, (long long)t->accounts[0].id));
	identify(t, agent);
	assert_true(role_may(a, PERM_BILLING_EDIT));
	assert_false(role_may(a, PERM_ACCOUNT_EDIT));
	assert_false(role_may(a, PERM_ROLE_EDIT));
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_session__is_open_with_its_actor),
		TEST(test_session__costs_one_statement),
		TEST(test_session__unknown_token_is_nobody),
		TEST(test_session__keeps_only_a_hash),
		TEST(test_session__ends_when_idle),
		TEST(test_session__is_seen_once_a_minute),
		TEST(test_session__ends_when_too_old_however_busy),
		TEST(test_session__signed_out_is_ended_and_known),
		TEST(test_session__suspended_ends_only_in_that_account),
		TEST(test_session__needs_an_account_to_enter),
		TEST(test_session__switches_and_remembers),
		TEST(test_session__switches_to_no_foreign_account),
		TEST(test_session__renewed_keeps_its_id),
		TEST(test_session__tells_whose_it_was),
		TEST(test_session__holds_one_form_for_a_while),
		TEST(test_session__held_form_stays_in_its_account),
		TEST(test_session__purge_removes_what_is_too_old),
		TEST(test_session__fixed_rights_do_not_come_from_the_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
