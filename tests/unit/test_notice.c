/*
 * test_notice: who of an account is told.
 */
#include "base/banned.h"
#include "domain/notice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "harness/harness.h"

static void
tell(struct t *t, const char *event, enum role_id lowest)
{
	struct outbox_message message = {
		.event = t_fmt(t, "%s %lld", event, (long long)t->accounts[0].id),
		.contact_person_id = 7, .channel = OUTBOX_SMS, .recipient = "nobody",
		.recipient_name = "Nobody", .category = "critical", .template = "note",
		.values = { { "what", "this", false }, { "link", "that", true } },
	};

	assert_int_equal(notice_to_members(&t->cx, &message, lowest), ERR_OK);
}

/* The roles that were told, in the order of their numbers; 1 is the owner. */
static const char *
told(struct t *t, const char *event)
{
	return t_text(t, t_fmt(t, "SELECT IFNULL(GROUP_CONCAT(m.role_id ORDER BY m.role_id), '')"
	    " FROM outbox o JOIN user u ON u.email = o.recipient AND u.name = o.recipient_name"
	    " JOIN membership m ON m.user_id = u.id AND m.account_id = o.account_id"
	    " WHERE o.account_id = %lld AND o.event_key = '%s %lld' AND o.channel = 'mail'"
	    " AND o.contact_person_id IS NULL",
	    (long long)t->cx.actor.account_id, event, (long long)t->accounts[0].id));
}

static void
run_sql(struct t *t, const char *sql)
{
	if (db_run_text(t->cx.db, sql) != ERR_OK)
		fail_msg("%s: %s", sql, db_problem(t->cx.db));
}

static void
suspend(struct t *t, enum role_id role)
{
	run_sql(t, t_fmt(t, "UPDATE membership SET state = 'suspended'"
	    " WHERE account_id = %lld AND user_id = %lld", (long long)t->accounts[0].id,
	    (long long)t->accounts[0].users[role]));
}

static void
test_notice__tells_the_roles_down_to_the_lowest(void **state)
{
	static const char *const expected[] = { "", "1", "1,2", "1,2,3", "1,2,3,4", "1,2,3,4,5" };
	struct t *t = *state;

	t_as(t, 0, ROLE_AGENT);
	for (enum role_id lowest = ROLE_SUPER_ADMIN; lowest < ROLE__MAX; lowest++) {
		const char *event = t_fmt(t, "lowest %d", (int)lowest);

		tell(t, event, lowest);
		if (strcmp(told(t, event), expected[lowest]) != 0)
			fail_msg("%s: told are %s", event, told(t, event));
		assert_int_equal(t_number(t, t_fmt(t, "SELECT COUNT(*) FROM outbox"
		    " WHERE event_key = '%s %lld'", event, (long long)t->accounts[0].id)),
		    (int)lowest);
	}
}

static void
test_notice__tells_no_suspended_member(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_AGENT);
	suspend(t, ROLE_ADMIN);
	tell(t, "one", ROLE_ADMIN);
	assert_string_equal(told(t, "one"), "1");

	suspend(t, ROLE_SUPER_ADMIN);
	tell(t, "none", ROLE_ADMIN);
	assert_string_equal(told(t, "none"), "");
}

static void
test_notice__tells_once(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_AGENT);
	tell(t, "twice", ROLE_ADMIN);
	tell(t, "twice", ROLE_ADMIN);

	assert_string_equal(told(t, "twice"), "1,2");
}

/* The Admin belongs to both accounts; only the one that acts is told. */
static void
test_notice__stays_in_the_account(void **state)
{
	struct t *t = *state;

	t_as(t, 1, ROLE_ADMIN);
	tell(t, "here", ROLE_AGENT);

	assert_string_equal(told(t, "here"), "1,2");
	assert_int_equal(t_number(t, t_fmt(t, "SELECT COUNT(*) FROM outbox"
	    " WHERE event_key = 'here %lld' AND account_id <> %lld",
	    (long long)t->accounts[0].id, (long long)t->accounts[1].id)), 0);
}

/* Who has a role of the account's own is told as who has the one it was copied from. */
static void
test_notice__tells_a_copied_role_as_its_original(void **state)
{
	struct t *t = *state;
	long long id = (long long)t->accounts[0].id;

	t_as(t, 0, ROLE_AGENT);
	run_sql(t, t_fmt(t, "INSERT INTO role (account_id, id, copied_from, name, permission_bits)"
	    " VALUES (%lld, 6, 2, 'Copy of Admin', 0), (%lld, 7, 4, 'Copy of Manager', 0)", id, id));
	run_sql(t, t_fmt(t, "UPDATE membership SET role_id = role_id + 3 + (role_id = 2)"
	    " WHERE account_id = %lld AND role_id IN (2, 4)", id));
	tell(t, "admins", ROLE_ADMIN);
	tell(t, "managers", ROLE_MANAGER);

	assert_string_equal(told(t, "admins"), "1,6");
	assert_string_equal(told(t, "managers"), "1,3,6,7");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_notice__tells_the_roles_down_to_the_lowest),
		TEST(test_notice__tells_no_suspended_member),
		TEST(test_notice__tells_once),
		TEST(test_notice__stays_in_the_account),
		TEST(test_notice__tells_a_copied_role_as_its_original),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
