/*
 * test_user: a wrong password and an unknown address are answered alike; passwords are compared one
 * slot at a time.
 */
#include "base/banned.h"
#include "domain/user.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/slots.h"
#include "harness/harness.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static char folder[] = "/tmp/test_user.XXXXXX";	/* of the slots */

static int
set_up(void **state)
{
	struct t *t;

	memcpy(folder + sizeof(folder) - 7, "XXXXXX", 6);
	if (mkdtemp(folder) == NULL || t_setup(state) != 0)
		return -1;
	t = *state;
	t->config.run_folder = folder;
	t->config.hashes_at_once = 1;
	t->cx.actor.account_id = t->accounts[0].id;
	return 0;
}

static int
tear_down(void **state)
{
	char path[sizeof(folder) + 32];

	snprintf(path, sizeof(path), "%s/slot-0.lock", folder);
	unlink(path);
	return rmdir(folder) | t_teardown(state);
}

static void
set_password(struct t *t)
{
	assert_int_equal(user_set_password(&t->cx, t->accounts[0].users[ROLE_AGENT], T_PASSWORD),
	    ERR_OK);
}

static enum err
check(struct t *t, const char *email, const char *password, bool *is_outdated)
{
	int64_t user_id = -1;
	enum err rc = user_check_password(&t->cx, email, password, &user_id, is_outdated);

	if (rc == ERR_OK)
		assert_int_equal(user_id, t->accounts[0].users[ROLE_AGENT]);
	return rc;
}

static void
test_user__password_is_right_for_the_address_in_any_case(void **state)
{
	static const char *const emails[] = { "role5@asha.example", "ROLE5@Asha.Example" };
	struct t *t = *state;
	bool is_outdated = true;

	set_password(t);
	for (size_t i = 0; i < COUNT(emails); i++)
		if (check(t, emails[i], T_PASSWORD, &is_outdated) != ERR_OK || is_outdated)
			fail_msg("%s is refused", emails[i]);
}

static void
test_user__unknown_and_wrong_are_answered_alike(void **state)
{
	static const struct { const char *email, *password; } cases[] = {
		{ "role5@asha.example", "lotus-harbour-7" },
		{ "role5@asha.example", "" },
		{ "nobody@asha.example", T_PASSWORD },
		{ "nobody@asha.example", "" },
		{ "", T_PASSWORD },
		/* Known, but has set no password yet. */
		{ "role4@asha.example", T_PASSWORD },
		{ "role4@asha.example", "" },
		{ "role5@asha.example' OR '1'='1", T_PASSWORD },
		{ "role%@asha.example", T_PASSWORD },
	};
	struct t *t = *state;
	bool is_outdated;

	set_password(t);
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t before = db_statements(t->cx.db);
		enum err rc = check(t, cases[i].email, cases[i].password, &is_outdated);

		if (rc != ERR_INVALID || is_outdated || db_statements(t->cx.db) - before != 1)
			fail_msg("%s with \"%s\": error %d, outdated %d, %lld statements",
			    cases[i].email, cases[i].password, (int)rc, is_outdated,
			    (long long)(db_statements(t->cx.db) - before));
	}
}

static void
test_user__hash_of_another_cost_is_outdated(void **state)
{
	struct t *t = *state;
	bool is_outdated = false;

	set_password(t);
	t->config.password_cost.passes++;
	assert_int_equal(check(t, "role5@asha.example", T_PASSWORD, &is_outdated), ERR_OK);
	assert_true(is_outdated);
	assert_int_equal(check(t, "role5@asha.example", "another", &is_outdated), ERR_INVALID);
	assert_false(is_outdated);

	set_password(t);
	assert_int_equal(check(t, "role5@asha.example", T_PASSWORD, &is_outdated), ERR_OK);
	assert_false(is_outdated);
}

/* For a known and an unknown address: otherwise a busy host would tell which is which. */
static void
test_user__without_a_free_slot_nothing_is_compared(void **state)
{
	struct t *t = *state;
	bool is_outdated;
	int slot;

	set_password(t);
	assert_int_equal(slots_enter(folder, 1, 0, &slot), ERR_OK);
	assert_int_equal(check(t, "role5@asha.example", T_PASSWORD, &is_outdated), ERR_BUSY);
	assert_int_equal(check(t, "nobody@asha.example", T_PASSWORD, &is_outdated), ERR_BUSY);
	slots_leave(&slot);
	assert_int_equal(check(t, "role5@asha.example", T_PASSWORD, &is_outdated), ERR_OK);
}

static void
test_user__address_is_taken_in_any_case(void **state)
{
	struct t *t = *state;
	int64_t id = 0, found;
	const char *name;

	assert_int_equal(user_add(&t->cx, "Asha", "Asha@Example.com", "+919876543210", &id),
	    ERR_OK);
	assert_int_equal(user_add(&t->cx, "Other", "aSHA@example.COM", "", &found), ERR_TAKEN);
	assert_int_equal(user_find(&t->cx, "ASHA@EXAMPLE.COM", &found, &name), ERR_OK);
	assert_int_equal(found, id);
	assert_string_equal(name, "Asha");
	assert_int_equal(user_find(&t->cx, "asha@example.co", &found, &name), ERR_MISSING);
	assert_int_equal(found, 0);
	assert_string_equal(name, "");
}

static void
run_sql(struct t *t, const char *sql)
{
	if (db_run_text(t->cx.db, sql) != ERR_OK)
		fail_msg("%s: %s", sql, db_problem(t->cx.db));
}

static void
test_user__names_the_super_admins(void **state)
{
	struct t *t = *state;
	const char *names;
	long long account = (long long)t->accounts[0].id;

	assert_int_equal(user_super_admins(&t->cx, &names), ERR_OK);
	assert_string_equal(names, "Owner of Asha Traders");

	run_sql(t, t_fmt(t, "UPDATE membership SET role_id = 1 WHERE account_id = %lld AND"
	    " role_id = 2", account));
	assert_int_equal(user_super_admins(&t->cx, &names), ERR_OK);
	assert_string_equal(names, "Owner of Asha Traders and Admin");
	run_sql(t, t_fmt(t, "UPDATE membership SET role_id = 1 WHERE account_id = %lld AND"
	    " role_id IN (3, 4)", account));
	assert_int_equal(user_super_admins(&t->cx, &names), ERR_OK);
	assert_string_equal(names, "Owner of Asha Traders, Admin, Billing and Manager");

	run_sql(t, t_fmt(t, "UPDATE membership SET state = 'suspended' WHERE account_id = %lld",
	    account));
	assert_int_equal(user_super_admins(&t->cx, &names), ERR_OK);
	assert_string_equal(names, "");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	static const struct CMUnitTest tests[] = {
		TEST(test_user__password_is_right_for_the_address_in_any_case),
		TEST(test_user__unknown_and_wrong_are_answered_alike),
		TEST(test_user__hash_of_another_cost_is_outdated),
		TEST(test_user__without_a_free_slot_nothing_is_compared),
		TEST(test_user__address_is_taken_in_any_case),
		TEST(test_user__names_the_super_admins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
