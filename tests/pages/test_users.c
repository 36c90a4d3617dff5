/*
 * test_users: the list, a user's page, and what each step does and refuses.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <string.h>

#define HERE "/manage/users"

static void
run_sql(struct t *t, const char *sql)
{
	if (db_run_text(t->cx.db, sql) != ERR_OK)
		fail_msg("%s: %s", sql, db_problem(t->cx.db));
}

static long long
member(struct t *t, int account, enum role_id role)
{
	return (long long)t_number(t, t_fmt(t,
	    "SELECT id FROM membership WHERE account_id = %lld AND user_id = %lld",
	    (long long)t->accounts[account].id, (long long)t->accounts[account].users[role]));
}

static const char *
path(struct t *t, enum role_id role, const char *below)
{
	return t_fmt(t, HERE "/%lld%s", member(t, 0, role), below);
}

static const char *
column(struct t *t, enum role_id role, const char *name)
{
	return t_text(t, t_fmt(t, "SELECT CONCAT(%s) FROM membership WHERE id = %lld", name,
	    member(t, 0, role)));
}

/* Names of the users on the page, as the list has them. */
static const char *
listed(struct t *t)
{
	const char *names = "", *name;
	int i;

	for (i = 0; (name = t_view(t, t_fmt(t, "Data.users.%d.name", i)))[0] != '\0'; i++)
		names = t_fmt(t, "%s%s%s", names, i == 0 ? "" : ", ", name);
	return names;
}

/* The texts that the page shows to be copied. */
static const char *
typed(struct t *t)
{
	const char *all = "", *label, *value;
	int i;

	for (i = 0; (label = t_view(t, t_fmt(t, "Data.typed.%d.label", i)))[0] != '\0'; i++) {
		value = t_view(t, t_fmt(t, "Data.typed.%d.value", i));
		if (strcmp(value, "ticked") != 0)
			all = t_fmt(t, "%s%s%s: %s", all, all[0] == '\0' ? "" : ", ", label, value);
	}
	return all;
}

/* A save of the agent with these values; what is not given stays. */
static int
save(struct t *t, enum role_id whom, const char *role, const char *extension, const char *panel)
{
	return t_post(t, path(t, whom, ""), "role", role, "department", "Sales", "extension",
	    extension, "takes_calls", "yes", "panel", panel, "version",
	    column(t, whom, "version"), NULL);
}

static void
test_users__lists_by_name(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_get(t, HERE), 200);
	assert_string_equal(listed(t),
	    "Admin, Agent, Asked Agent, Billing, Manager, Owner of Asha Traders");
	assert_string_equal(t_view(t, "Data.users.1.role"), "Agent");
	assert_string_equal(t_view(t, "Data.users.1.department"), "Sales");
	assert_string_equal(t_view(t, "Data.users.1.state_text"), "Active");
	assert_string_equal(t_view(t, "Data.count"), "5 users and 1 invited");
	assert_int_equal(t->statements, 3);
}

static void
test_users__searches_and_filters(void **state)
{
	static const struct {
		const char *query, *found;
	} cases[] = {
		{ "search=ag", "Agent, Asked Agent, Manager" },
		{ "search=ASKED%40asha", "Asked Agent" },
		{ "search=41", "Asked Agent" },
		{ "search=ROLE5%40ASHA", "Agent" },
		{ "search=204", "Billing" },
		{ "search=20", "" },
		{ "search=%25", "" },
		{ "search=%E0%A5%A8%E0%A5%A6%E0%A5%AA", "" },
		{ "search=_", "" },
		{ "search=%5C", "" },
		{ "role=2", "Admin" },
		{ "role=5", "Agent, Asked Agent" },
		{ "role=99", "" },
		{ "department=sales", "Admin, Billing, Manager, Owner of Asha Traders" },
		{ "department=Support", "Agent, Asked Agent" },
		{ "department=Support&state=invited", "Asked Agent" },
		{ "state=suspended", "Billing" },
		{ "state=invited", "Asked Agent" },
		{ "state=invited&role=4", "" },
		{ "state=invited&search=asked&role=5", "Asked Agent" },
		{ "state=active&search=a&role=5", "Agent" },
		{ "after=Agent&after_id=0", "Admin, Agent, Asked Agent, Billing, Manager,"
		    " Owner of Asha Traders" },
	};
	struct t *t = *state;
	size_t i;

	run_sql(t, t_fmt(t, "UPDATE membership SET extension = '204', state = 'suspended'"
	    " WHERE id = %lld", member(t, 0, ROLE_BILLING)));
	run_sql(t, t_fmt(t, "UPDATE membership SET department = 'Support' WHERE id = %lld",
	    member(t, 0, ROLE_AGENT)));
	run_sql(t, "UPDATE invitation SET department = 'Support', extension = '41'");
	t_as(t, 0, ROLE_SUPER_ADMIN);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(t_get(t, t_fmt(t, HERE "?%s", cases[i].query)), 200);
		if (strcmp(listed(t), cases[i].found) != 0)
			fail_msg("%s: %s", cases[i].query, listed(t));
	}
	assert_int_equal(t_get(t, HERE "?state=secret"), 400);
	assert_int_equal(t_get(t, HERE "?role=x"), 400);
}

/* Users numbered from `first` to before `end`, in the first account. */
static void
add_many(struct t *t, int first, int end)
{
#define DIGITS "(SELECT 0 d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3" \
	" UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7" \
	" UNION ALL SELECT 8 UNION ALL SELECT 9)"
	run_sql(t, t_fmt(t, "INSERT INTO user (name, email, created_at)"
	    " SELECT CONCAT('Same ', i DIV 3), CONCAT('many', i, '@users.example'), 1"
	    " FROM (SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d i"
	    "  FROM " DIGITS " a, " DIGITS " b, " DIGITS " c, " DIGITS " e, " DIGITS " f) n"
	    " WHERE i >= %d AND i < %d", first, end));
	run_sql(t, t_fmt(t, "INSERT INTO membership (account_id, user_id, user_name, user_email,"
	    " role_id, created_at) SELECT %lld, id, name, email, 5, 1 FROM user"
	    " WHERE email LIKE 'many%%@users.example' AND NOT EXISTS"
	    " (SELECT 1 FROM membership o WHERE o.user_id = user.id)",
	    (long long)t->accounts[0].id));
}

/* Invitations numbered from `first` to before `end`, under the names of add_many(). */
static void
invite_many(struct t *t, int first, int end)
{
	run_sql(t, t_fmt(t, "INSERT INTO invitation (account_id, email, name, role_id, department,"
	    " invited_by, asked_at, sent_at, expires_at)"
	    " SELECT %lld, CONCAT('invited', i, '@users.example'), CONCAT('Same ', i DIV 3), 5,"
	    " 'Big', %lld, 1, 1, 2"
	    " FROM (SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d i"
	    "  FROM " DIGITS " a, " DIGITS " b, " DIGITS " c, " DIGITS " e, " DIGITS " f) n"
	    " WHERE i >= %d AND i < %d", (long long)t->accounts[0].id,
	    (long long)t->accounts[0].users[ROLE_ADMIN], first, end));
}

/* Follows the list to its end; asserts that each page but the last is full. */
static const char *
listed_by_pages(struct t *t, int *pages)
{
	const char *query = "", *all = "", *name;

	for (*pages = 1; *pages < 10; ++*pages) {
		assert_int_equal(t_get(t, t_fmt(t, HERE "%s", query)), 200);
		assert_int_equal(t->statements, 3);
		all = t_fmt(t, "%s%s%s", all, all[0] == '\0' ? "" : ", ", listed(t));
		name = t_view(t, "Data.next.name");
		if (name[0] == '\0')
			break;
		assert_string_not_equal(t_view(t, "Data.users.49.name"), "");
		query = t_fmt(t, "?after=%.*s%%20%s&after_id=%s&after_invitation=%s",
		    (int)strcspn(name, " "), name, strchr(name, ' ') + 1,
		    t_view(t, "Data.next.id"), t_view(t, "Data.next.invitation"));
	}
	return all;
}

/*
 * Three users and three invited have each name, so that a page may end between two of one name,
 * in either of the two sorts.
 */
static void
test_users__pages_by_key(void **state)
{
	struct t *t = *state;
	const char *all, *at;
	int pages, seen = 1;

	add_many(t, 0, 118);
	invite_many(t, 0, 110);
	t_as(t, 0, ROLE_ADMIN);
	all = listed_by_pages(t, &pages);
	assert_int_equal(pages, 5);
	for (at = strstr(all, ", "); at != NULL; at = strstr(at + 2, ", "))
		seen++;
	assert_int_equal(seen, 5 + 1 + 118 + 110);
	assert_string_equal(all, t_text(t, t_fmt(t, "SELECT GROUP_CONCAT(name ORDER BY name"
	    " SEPARATOR ', ') FROM (SELECT user_name AS name, account_id FROM membership"
	    " UNION ALL SELECT name, account_id FROM invitation) n WHERE account_id = %lld",
	    (long long)t->accounts[0].id)));
}

static void
test_users__counts_to_a_thousand(void **state)
{
	struct t *t = *state;

	add_many(t, 0, 995);
	t_as(t, 0, ROLE_ADMIN);
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Data.count"), "1000 users and 1 invited");
	add_many(t, 995, 996);
	invite_many(t, 0, 1000);
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Data.count"), "1,000+ users and 1,000+ invited");
	t_get(t, HERE "?state=invited&search=asked");
	assert_string_equal(t_view(t, "Data.count"), "1 invited");
}

static void
test_users__many_cost_no_more(void **state)
{
	static const char *const queries[] = { "", "?after=Same%2030&after_id=1",
		"?after=Same%2030&after_invitation=1", "?role=5", "?department=Big", "?state=active",
		"?state=invited", "?state=invited&role=5", "?search=same" };
	struct t *t = *state;
	int64_t few[sizeof(queries) / sizeof(queries[0])];
	size_t i, count = sizeof(queries) / sizeof(queries[0]);

	add_many(t, 0, 1200);
	invite_many(t, 0, 1200);
	run_sql(t, "UPDATE membership SET department = 'Big' WHERE user_name LIKE 'Same%'");
	t_as(t, 0, ROLE_ADMIN);
	for (i = 0; i < count; i++) {
		few[i] = t_rows_read(t, t_fmt(t, HERE "%s", queries[i]));
		assert_true(few[i] > 0);
	}
	add_many(t, 1200, 24000);
	invite_many(t, 1200, 24000);
	run_sql(t, "UPDATE membership SET department = 'Big' WHERE user_name LIKE 'Same%'");
	for (i = 0; i < count; i++) {
		int64_t many = t_rows_read(t, t_fmt(t, HERE "%s", queries[i]));

		if (many > few[i] + 50)
			fail_msg("\"%s\": %lld rows read, %lld with a twentieth of the users",
			    queries[i], (long long)many, (long long)few[i]);
	}
}

/* Who is invited is led to where the invitation is sent again, by who may do that. */
static void
test_users__lists_who_is_invited(void **state)
{
	struct t *t = *state;
	const char *id = t_fmt(t, "%lld", (long long)t->accounts[0].invitation);
	const char *link = t_fmt(t, "href=\"/manage/users/invitations?before=%lld#invitation-%s\"",
	    (long long)t->accounts[0].invitation + 1, id);

	run_sql(t, "UPDATE invitation SET department = 'Sales', extension = '41'");
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_get(t, HERE "?state=invited"), 200);
	assert_int_equal(t->statements, 3);
	assert_string_equal(t_view(t, "Data.users.0.invitation"), id);
	assert_string_equal(t_view(t, "Data.users.0.email"), "asked@asha.example");
	assert_string_equal(t_view(t, "Data.users.0.role"), "Agent");
	assert_string_equal(t_view(t, "Data.users.0.department"), "Sales");
	assert_string_equal(t_view(t, "Data.users.0.extension"), "41");
	assert_string_equal(t_view(t, "Data.users.0.state_text"), "Invited");
	assert_non_null(strstr(t_page(t), "Can join until<br><time"));
	assert_non_null(strstr(t_page(t), link));
	run_sql(t, "UPDATE invitation SET expires_at = 9");
	t_get(t, HERE "?state=invited");
	assert_non_null(strstr(t_page(t), "Expired<br><time"));

	t_as(t, 0, ROLE_MANAGER);
	t_get(t, HERE "?state=invited");
	assert_string_equal(listed(t), "Asked Agent");
	assert_null(strstr(t_page(t), "/manage/users/invitations?before="));

	run_sql(t, "UPDATE invitation SET state = 'cancelled'");
	t_get(t, HERE "?state=invited");
	assert_string_equal(listed(t), "");
}

static void
test_users__a_manager_sees_the_own_department(void **state)
{
	struct t *t = *state;

	run_sql(t, t_fmt(t, "UPDATE membership SET department = 'Support' WHERE id IN (%lld, %lld)",
	    member(t, 0, ROLE_AGENT), member(t, 0, ROLE_MANAGER)));
	t_as(t, 0, ROLE_MANAGER);

	t_get(t, HERE);
	assert_string_equal(listed(t), "Agent, Manager");
	assert_string_equal(t_view(t, "Data.count"), "2 users");
	t_get(t, HERE "?department=Sales");
	assert_string_equal(listed(t), "Agent, Manager");
	run_sql(t, "UPDATE invitation SET department = 'Support'");
	t_get(t, HERE);
	assert_string_equal(listed(t), "Agent, Asked Agent, Manager");
	assert_int_equal(t_get(t, path(t, ROLE_AGENT, "")), 200);
	assert_string_equal(t_view(t, "Data.user.can_edit"), "");
	assert_int_equal(t_get(t, path(t, ROLE_BILLING, "")), 404);
	assert_int_equal(t_get(t, path(t, ROLE_BILLING, "/history")), 404);
	assert_int_equal(t_get(t, path(t, ROLE_AGENT, "/remove")), 403);

	run_sql(t, "UPDATE membership SET department = ''");
	run_sql(t, "UPDATE invitation SET department = ''");
	t_get(t, HERE);
	assert_string_equal(listed(t), "Manager");
}

static void
test_users__shows_a_user_and_why_it_is_locked(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_get(t, path(t, ROLE_AGENT, "")), 200);
	assert_int_equal(t->statements, 3);
	assert_string_equal(t_view(t, "Form.role.choices.0.label"), "Agent");
	assert_string_equal(t_view(t, "Form.role.choices.1.label"), "Billing");
	assert_string_equal(t_view(t, "Form.role.choices.2.label"), "Manager");
	assert_string_equal(t_view(t, "Form.role.choices.3.label"), "");
	assert_int_equal(t_get(t, path(t, ROLE_SUPER_ADMIN, "")), 200);
	assert_string_equal(t_view(t, "Data.user.can_edit"), "");
	assert_non_null(strstr(t_page(t), "which is not below your own role"));
	assert_int_equal(t_get(t, path(t, ROLE_ADMIN, "")), 200);
	assert_non_null(strstr(t_page(t), "This is your own role"));
	assert_int_equal(t_get(t, t_fmt(t, HERE "/%lld", member(t, 1, ROLE_SUPER_ADMIN))), 404);
	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(t_get(t, path(t, ROLE_SUPER_ADMIN, "")), 200);
	assert_non_null(strstr(t_page(t), "You are the last Super Admin"));
}

static void
test_users__saves_and_leads_to_the_list(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(save(t, ROLE_AGENT, "4", "204", "yes"), 303);
	assert_string_equal(t_header(t, "Location"), HERE);
	assert_string_equal(column(t, ROLE_AGENT, "role_id, ' ', extension, ' ', takes_calls, ' ',"
	    " has_panel, ' ', version"), "4 204 1 1 2");
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event"
	    " WHERE action = 'membership.update'"), 1);
	assert_int_equal(t_get(t, path(t, ROLE_AGENT, "/history")), 200);
	assert_int_equal(t->statements, 3);
	assert_string_equal(t_view(t, "Data.history.0.word"), "changed");
}

static void
test_users__refuses_with_what_was_typed(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(save(t, ROLE_AGENT, "5", "12a", "yes"), 422);
	assert_string_equal(t_view(t, "Form.extension.value"), "12a");
	assert_non_null(strstr(t_view(t, "Form.extension.error"), "digits"));
	assert_int_equal(save(t, ROLE_AGENT, "", "12", "yes"), 422);
	assert_string_equal(t_view(t, "Form.role.error"), "Choose a role.");
	assert_int_equal(save(t, ROLE_AGENT, "99", "12", "yes"), 422);
	assert_non_null(strstr(t_view(t, "Form.role.error"), "no such role"));
	assert_int_equal(save(t, ROLE_AGENT, "2", "12", "yes"), 422);
	assert_non_null(strstr(t_view(t, "Form.role.error"), "as high as your own"));
	assert_int_equal(save(t, ROLE_SUPER_ADMIN, "1", "12", "yes"), 422);
	assert_int_equal(save(t, ROLE_ADMIN, "2", "12", ""), 422);
	assert_non_null(strstr(t_view(t, "Form.panel.error"), "your own sign-in"));
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event"
	    " WHERE action = 'membership.update'"), 0);
}

static void
test_users__a_taken_extension_names_who_has_it(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(save(t, ROLE_AGENT, "5", "204", "yes"), 303);
	assert_int_equal(save(t, ROLE_BILLING, "3", "204", "yes"), 422);
	assert_string_equal(t_view(t, "Form.extension.error"), "Agent has the extension 204. Choose "
	    "another one, or change it there first.");
	assert_string_equal(t_view(t, "Form.extension.error.link"), path(t, ROLE_AGENT, ""));
}

/* Who sees one department, and belongs to none, is not told who else belongs to none. */
static void
test_users__a_taken_extension_names_nobody_out_of_sight(void **state)
{
	struct t *t = *state;

	run_sql(t, t_fmt(t, "UPDATE role SET permission_bits = permission_bits | %lld"
	    " WHERE id = %d", 1LL << PERM_USER_EDIT, (int)ROLE_AGENT));
	run_sql(t, "UPDATE membership SET department = ''");
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_post(t, path(t, ROLE_BILLING, ""), "role", "3", "extension", "204",
	    "panel", "yes", "version", "1", NULL), 303);
	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_post(t, path(t, ROLE_AGENT, ""), "role", "5", "extension", "204",
	    "panel", "yes", "version", "1", NULL), 422);
	assert_string_equal(t_view(t, "Form.extension.error"), "Somebody else in this account has "
	    "the extension 204. Choose another one.");
	assert_string_equal(t_view(t, "Form.extension.error.link"), "");
}

static void
test_users__a_conflict_shows_both(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(save(t, ROLE_AGENT, "5", "204", "yes"), 303);
	assert_int_equal(t_post(t, path(t, ROLE_AGENT, ""), "role", "5", "department", "Sales",
	    "extension", "205", "panel", "yes", "version", "1", NULL), 409);
	assert_string_equal(t_view(t, "Form.extension.value"), "205");
	assert_string_equal(t_view(t, "Form.extension.stored"), "204");
}

static void
test_users__a_new_super_admin_waits_for_a_code(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(save(t, ROLE_ADMIN, "1", "", "yes"), 303);
	assert_string_equal(t_header(t, "Location"), "/otp");
	assert_string_equal(column(t, ROLE_ADMIN, "role_id"), "2");
}

static void
test_users__suspends_resumes_and_removes(void **state)
{
	static const struct {
		const char *step, *version, *state;
	} cases[] = {
		{ "/suspend", "1", "suspended" }, { "/resume", "2", "active" }, { "/remove", "3", "" },
	};
	struct t *t = *state;
	const char *at;
	size_t i;

	for (i = 0; i < 3; i++) {
		t_as(t, 0, ROLE_ADMIN);
		at = path(t, ROLE_AGENT, cases[i].step);
		assert_int_equal(t_get(t, at), 200);
		assert_in_range(t->statements, 1, 2);
		assert_string_equal(t_view(t, "Form.version.value"), cases[i].version);
		assert_int_equal(t_post(t, at, "version", "77", NULL), 409);
		assert_int_equal(t_post(t, at, "version", cases[i].version, NULL), 303);
		assert_string_equal(t_header(t, "Location"), HERE);
		assert_string_equal(t_text(t, t_fmt(t, "SELECT COALESCE(MAX(state), '')"
		    " FROM membership WHERE account_id = %lld AND user_id = %lld",
		    (long long)t->accounts[0].id, (long long)t->accounts[0].users[ROLE_AGENT])),
		    cases[i].state);
	}
	assert_int_equal(t_get(t, at), 404);
}

static void
test_users__steps_respect_rank_and_the_last_super_admin(void **state)
{
	static const char *const steps[] = { "/suspend", "/remove" };
	struct t *t = *state;
	size_t i;

	for (i = 0; i < 2; i++) {
		t_as(t, 0, ROLE_ADMIN);
		assert_int_equal(t_get(t, path(t, ROLE_SUPER_ADMIN, steps[i])), 200);
		assert_string_equal(t_view(t, "Data.user.can_act"), "");
		assert_int_equal(t_post(t, path(t, ROLE_SUPER_ADMIN, steps[i]), "version", "1", NULL),
		    422);
		t_as(t, 0, ROLE_SUPER_ADMIN);
		assert_int_equal(t_post(t, path(t, ROLE_SUPER_ADMIN, steps[i]), "version", "1", NULL),
		    422);
		assert_non_null(strstr(t_page(t), "Make somebody else Super Admin first"));
	}
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM membership WHERE state = 'suspended'"), 0);
}

/* Whose access ended: the next click signs out, what was typed waits there, nothing is saved. */
static void
test_users__a_revoked_users_next_click_changes_nothing(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	run_sql(t, t_fmt(t, "UPDATE membership SET state = 'suspended' WHERE id = %lld",
	    member(t, 0, ROLE_ADMIN)));

	assert_int_equal(save(t, ROLE_AGENT, "5", "204", "yes"), 403);
	assert_non_null(strstr(t_page(t), "Sign in"));
	assert_string_not_equal(t_view(t, "Form.held.value"), "");
	assert_string_equal(typed(t), "");	/* whoever is there now has not shown who it is */
	assert_string_equal(column(t, ROLE_AGENT, "version"), "1");
}

/* The same of a right; another site's form shows nothing of itself. */
static void
test_users__what_was_typed_is_shown_to_whose_right_was_taken(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	run_sql(t, t_fmt(t, "UPDATE role SET permission_bits = 8 WHERE account_id = %lld"
	    " AND id = 2", (long long)t->accounts[0].id));

	assert_int_equal(save(t, ROLE_AGENT, "5", "204", "yes"), 403);
	assert_non_null(strstr(t_page(t), "Access Denied"));
	assert_string_equal(typed(t), "Department: Sales, Extension: 204");
	assert_string_equal(column(t, ROLE_AGENT, "version"), "1");

	t->is_forged = true;
	assert_int_equal(save(t, ROLE_AGENT, "5", "204", "yes"), 403);
	assert_string_equal(typed(t), "");
}

/* Who a user is among the contact persons is for who may see those. */
static void
test_users__names_the_contact_person_to_who_may_see_it(void **state)
{
	struct t *t = *state;

	run_sql(t, t_fmt(t, "UPDATE contact_person SET user_id = %lld, linked_by = 'Test',"
	    " linked_at = 1 WHERE id = %lld", (long long)t->accounts[0].users[ROLE_AGENT],
	    (long long)t->accounts[0].people[1]));
	t_as(t, 0, ROLE_ADMIN);
	t_get(t, path(t, ROLE_AGENT, ""));
	assert_non_null(strstr(t_page(t), "Person 2 of asha"));
	t_untick(t, 0, ROLE_ADMIN, PERM_CONTACT_EDIT);
	t_untick(t, 0, ROLE_ADMIN, PERM_CONTACT_VIEW);
	t_get(t, path(t, ROLE_AGENT, ""));
	assert_null(strstr(t_page(t), "Person 2 of asha"));
	assert_null(strstr(t_page(t), "/manage/business-profile"));
}

int
main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)
	static const struct CMUnitTest tests[] = {
		CASE(test_users__lists_by_name),
		CASE(test_users__searches_and_filters),
		CASE(test_users__pages_by_key),
		CASE(test_users__counts_to_a_thousand),
		CASE(test_users__many_cost_no_more),
		CASE(test_users__lists_who_is_invited),
		CASE(test_users__a_manager_sees_the_own_department),
		CASE(test_users__shows_a_user_and_why_it_is_locked),
		CASE(test_users__names_the_contact_person_to_who_may_see_it),
		CASE(test_users__saves_and_leads_to_the_list),
		CASE(test_users__refuses_with_what_was_typed),
		CASE(test_users__a_taken_extension_names_who_has_it),
		CASE(test_users__a_taken_extension_names_nobody_out_of_sight),
		CASE(test_users__a_conflict_shows_both),
		CASE(test_users__a_new_super_admin_waits_for_a_code),
		CASE(test_users__suspends_resumes_and_removes),
		CASE(test_users__steps_respect_rank_and_the_last_super_admin),
		CASE(test_users__a_revoked_users_next_click_changes_nothing),
		CASE(test_users__what_was_typed_is_shown_to_whose_right_was_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
