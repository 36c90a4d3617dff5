/*
 * test_second_factor_lost: what support removes, for whom, and who is told.
 */
#include "base/banned.h"
#include "domain/second_factor_lost.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "harness/harness.h"

#define EMAIL	"role5@asha.example"	/* the agent */

static void
run_sql(struct t *t, const char *sql)
{
	if (db_run_text(t->cx.db, sql) != ERR_OK)
		fail_msg("%s: %s", sql, db_problem(t->cx.db));
}

/* The agent and the billing person have an app, two recovery codes and a passkey each. */
static void
set_up(struct t *t)
{
	t_as(t, 0, ROLE_BILLING);
	t_as(t, 0, ROLE_AGENT);
	run_sql(t, "UPDATE user SET totp_sealed = 'x', totp_since = 1"
	    " WHERE email IN ('" EMAIL "', 'role3@asha.example')");
	run_sql(t, "INSERT INTO recovery_code (user_id, code_mac)"
	    " SELECT u.id, n.c FROM user u JOIN (SELECT 'a' AS c UNION SELECT 'b') n"
	    " WHERE u.totp_since = 1");
	run_sql(t, "INSERT INTO passkey (user_id, credential_hash, credential, public_key, algorithm,"
	    " name, created_at) SELECT id, id, 'c', 'k', -7, 'Laptop', 1 FROM user"
	    " WHERE totp_since = 1");
	t->cx.actor = (struct actor){ .user_name = "pointperson (command line, root)" };
}

static int64_t
left_of(struct t *t, enum role_id role)
{
	long long id = (long long)t->accounts[0].users[role];

	return t_number(t, t_fmt(t, "SELECT (SELECT COUNT(*) FROM user WHERE id = %lld AND"
	    " totp_since IS NOT NULL) + (SELECT COUNT(*) FROM recovery_code WHERE user_id = %lld)"
	    " + (SELECT COUNT(*) FROM passkey WHERE user_id = %lld)"
	    " + (SELECT COUNT(*) FROM session WHERE user_id = %lld AND ended_at IS NULL)",
	    id, id, id, id));
}

static void
test_second_factor_lost__removes_all_of_one_user(void **state)
{
	struct t *t = *state;
	const char *name;

	set_up(t);
	assert_int_equal(left_of(t, ROLE_AGENT), 5);

	assert_int_equal(second_factor_lost(&t->cx, "ROLE5@asha.example", &name), ERR_OK);

	assert_string_equal(name, "Agent");
	assert_int_equal(left_of(t, ROLE_AGENT), 0);
	assert_int_equal(left_of(t, ROLE_BILLING), 5);
	assert_string_equal(t_text(t, "SELECT CONCAT(recipient, ' ', template, ' ', plain)"
	    " FROM outbox"), EMAIL " second-factor-off left=support");
	assert_string_equal(t_text(t, t_fmt(t, "SELECT CONCAT(actor_name, ' ', object_name)"
	    " FROM audit_event WHERE action = 'user.second_factor_lost' AND account_id = %lld",
	    (long long)t->accounts[0].id)), "pointperson (command line, root) Agent");
}

static void
test_second_factor_lost__says_why_not(void **state)
{
	struct t *t = *state;
	const char *name;

	set_up(t);

	assert_int_equal(second_factor_lost(&t->cx, "nobody@asha.example", &name), ERR_MISSING);
	assert_int_equal(second_factor_lost(&t->cx, "owner@asha.example", &name), ERR_CONFLICT);

	assert_string_equal(name, "Owner of Asha Traders");
	assert_int_equal(left_of(t, ROLE_AGENT), 5);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox"), 0);
}

/* Such a user can be in no account any more, and still sign in to none. */
static void
test_second_factor_lost__a_passkey_alone_and_no_account(void **state)
{
	struct t *t = *state;
	const char *name;

	set_up(t);
	run_sql(t, "UPDATE user SET totp_sealed = '', totp_since = NULL");
	run_sql(t, "UPDATE membership SET state = 'suspended'");

	assert_int_equal(second_factor_lost(&t->cx, EMAIL, &name), ERR_OK);

	assert_int_equal(left_of(t, ROLE_AGENT), 0);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox WHERE account_id IS NULL"), 1);
	assert_int_equal(second_factor_lost(&t->cx, EMAIL, &name), ERR_CONFLICT);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_second_factor_lost__removes_all_of_one_user),
		TEST(test_second_factor_lost__says_why_not),
		TEST(test_second_factor_lost__a_passkey_alone_and_no_account),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
