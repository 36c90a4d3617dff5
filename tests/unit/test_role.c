/*
 * test_role: what each role may, as the table of the papers has it, and what an account cannot
 * change.
 */
#include "base/banned.h"
#include "domain/role.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "harness/harness.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* The columns: Super Admin, Admin, Billing, Manager, Agent. */
static const struct {
	enum permission	permission;
	bool		may[5];
} table[] = {
	{ PERM_OWN_PROFILE,		{ true, true, true, true, true } },
	{ PERM_ACCOUNT_VIEW,		{ true, true, true, true, true } },
	{ PERM_ACCOUNT_EDIT,		{ true, false, false, false, false } },
	{ PERM_CONTACT_VIEW,		{ true, true, true, true, true } },
	{ PERM_CONTACT_EDIT,		{ true, true, true, false, false } },
	{ PERM_BILLING_VIEW,		{ true, true, true, false, false } },
	{ PERM_BILLING_EDIT,		{ true, true, true, false, false } },
	{ PERM_USER_VIEW_DEPARTMENT,	{ true, true, false, true, false } },
	{ PERM_USER_VIEW,		{ true, true, false, false, false } },
	{ PERM_USER_EDIT,		{ true, true, false, false, false } },
	{ PERM_ROLE_EDIT,		{ true, false, false, false, false } },
	{ PERM_AUDIT_VIEW,		{ true, true, false, false, false } },
	{ PERM_PRIMARY_REPLACE,		{ true, false, false, false, false } },
};

static void
test_role__defaults_are_those_of_the_table(void **state)
{
	(void)state;
	assert_int_equal(COUNT(table), PERM__MAX - PERM_OWN_PROFILE);
	for (size_t i = 0; i < COUNT(table); i++)
		for (enum role_id role = ROLE_SUPER_ADMIN; role < ROLE__MAX; role++) {
			struct actor a = { .session_id = 1,
				.permission_bits = role_default_bits(role) };

			if (role_may(&a, table[i].permission) != table[i].may[role - 1])
				fail_msg("%s: %s, expected %d", role_default_name(role),
				    role_permission_name(table[i].permission),
				    table[i].may[role - 1]);
		}
}

static void
test_role__numbers_are_kept(void **state)
{
	(void)state;
	assert_int_equal(PERM_OWN_PROFILE, 3);
	assert_int_equal(PERM_CONTACT_EDIT, 7);
	assert_int_equal(PERM_AUDIT_VIEW, 14);
	assert_int_equal(PERM_PRIMARY_REPLACE, 15);
	assert_int_equal(ROLE_SUPER_ADMIN, 1);
	assert_int_equal(ROLE_AGENT, 5);
	assert_true(role_default_bits(ROLE_AGENT) == 0x58);
	assert_true(role_default_bits(ROLE_NONE) == 0);
}

static void
test_role__ranks_and_words(void **state)
{
	static const struct { enum role_id id; const char *name, *word; int rank; } cases[] = {
		{ ROLE_SUPER_ADMIN, "Super Admin", "super-admin", 4 },
		{ ROLE_ADMIN, "Admin", "admin", 3 },
		{ ROLE_BILLING, "Billing", "billing", 2 },
		{ ROLE_MANAGER, "Manager", "manager", 2 },
		{ ROLE_AGENT, "Agent", "agent", 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		if (role_by_word(cases[i].word) != cases[i].id ||
		    role_default_rank(cases[i].id) != cases[i].rank)
			fail_msg("%s: rank %d", cases[i].word, role_default_rank(cases[i].id));
		assert_string_equal(role_default_name(cases[i].id), cases[i].name);
	}
	assert_int_equal(role_by_word("Admin"), ROLE_NONE);
	assert_int_equal(role_by_word(""), ROLE_NONE);
	assert_int_equal(role_by_word("root"), ROLE_NONE);
	assert_int_equal(role_default_rank(ROLE_NONE), 0);
}

static void
test_role__may_without_a_session_only_what_is_public(void **state)
{
	struct actor nobody = { .permission_bits = UINT64_MAX };
	struct actor somebody = { .session_id = 1 };

	(void)state;
	for (enum permission p = PERM_UNSET; p < PERM__MAX; p++) {
		if (role_may(&nobody, p) != (p == PERM_PUBLIC))
			fail_msg("nobody: %s", role_permission_name(p));
		if (role_may(&somebody, p) != (p == PERM_PUBLIC || p == PERM_SIGNED_IN))
			fail_msg("without rights: %s", role_permission_name(p));
	}
	somebody.permission_bits = UINT64_MAX;
	assert_false(role_may(&somebody, PERM_UNSET));
}

static void
test_role__fixed_rights(void **state)
{
	const uint64_t own = UINT64_C(1) << PERM_OWN_PROFILE;
	const uint64_t owners = UINT64_C(1) << PERM_ACCOUNT_EDIT | UINT64_C(1) << PERM_ROLE_EDIT;

	(void)state;
	assert_true(role_effective_bits(ROLE_SUPER_ADMIN, 0) ==
	    role_default_bits(ROLE_SUPER_ADMIN));
	for (int64_t role = ROLE_ADMIN; role < 8; role++) {
		if (role_effective_bits(role, 0) != own)
			fail_msg("role %lld without rights", (long long)role);
		if ((role_effective_bits(role, INT64_MAX) & owners) != 0)
			fail_msg("role %lld has the owner's rights", (long long)role);
	}
	for (enum role_id role = ROLE_SUPER_ADMIN; role < ROLE__MAX; role++)
		assert_true(role_effective_bits(role, (int64_t)role_default_bits(role)) ==
		    role_default_bits(role));
}

static void
test_role__names_of_permissions(void **state)
{
	(void)state;
	for (enum permission p = PERM_PUBLIC; p < PERM__MAX; p++) {
		if (role_permission_by_name(role_permission_name(p)) != p)
			fail_msg("%s is not found", role_permission_name(p));
		if (role_permission_text(p)[0] == '\0')
			fail_msg("%s has no words", role_permission_name(p));
	}
	assert_string_equal(role_permission_name(PERM_UNSET), "unset");
	assert_int_equal(role_permission_by_name("unset"), PERM_UNSET);
	assert_int_equal(role_permission_by_name(""), PERM_UNSET);
	assert_int_equal(role_permission_by_name("contact.EDIT"), PERM_UNSET);
}

static void
test_role__new_account_has_the_five(void **state)
{
	struct t *t = *state;

	for (enum role_id role = ROLE_SUPER_ADMIN; role < ROLE__MAX; role++) {
		const char *where = t_fmt(t, "FROM role WHERE account_id = %lld AND id = %d",
		    (long long)t->accounts[0].id, (int)role);

		assert_string_equal(t_text(t, t_fmt(t, "SELECT name %s", where)),
		    role_default_name(role));
		assert_int_equal(t_number(t, t_fmt(t, "SELECT permission_bits %s", where)),
		    role_default_bits(role));
		assert_int_equal(t_number(t, t_fmt(t, "SELECT copied_from %s", where)), role);
	}
}

static const char *
names_with(struct t *t, enum permission permission)
{
	const char *names;

	assert_int_equal(role_names_with(&t->cx, permission, &names), ERR_OK);
	return names;
}

static void
test_role__names_those_who_may(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_AGENT);
	assert_string_equal(names_with(t, PERM_CONTACT_EDIT), "Super Admin, Admin and Billing");
	assert_string_equal(names_with(t, PERM_USER_EDIT), "Super Admin and Admin");
	assert_string_equal(names_with(t, PERM_ROLE_EDIT), "Super Admin");

	/* What stands in the rows, but not where a right is fixed. */
	assert_int_equal(db_run_text(t->cx.db, t_fmt(t, "UPDATE role SET permission_bits ="
	    " IF(id = 5, ~0 >> 1, 0) WHERE account_id = %lld", (long long)t->accounts[0].id)),
	    ERR_OK);
	assert_string_equal(names_with(t, PERM_CONTACT_EDIT), "Super Admin and Agent");
	assert_string_equal(names_with(t, PERM_ROLE_EDIT), "Super Admin");
	t->cx.actor.account_id = t->accounts[1].id;
	assert_string_equal(names_with(t, PERM_USER_EDIT), "Super Admin and Admin");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_role__defaults_are_those_of_the_table),
		cmocka_unit_test(test_role__numbers_are_kept),
		cmocka_unit_test(test_role__ranks_and_words),
		cmocka_unit_test(test_role__may_without_a_session_only_what_is_public),
		cmocka_unit_test(test_role__fixed_rights),
		cmocka_unit_test(test_role__names_of_permissions),
		TEST(test_role__new_account_has_the_five),
		TEST(test_role__names_those_who_may),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
