#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <string.h>

#include "base/clock.h"
#include "base/str.h"

#define HERE	"/manage/users/invitations/csv"
#define HEAD	"name,email,role,department,extension,takes calls\n"

static int64_t
invitations(struct t *t)
{
	return t_number(t, "SELECT COUNT(*) FROM invitation") - 2;	/* the harness's */
}

static int
check(struct t *t, const char *list)
{
	return t_post(t, HERE, "list", list, NULL);
}

/* Checks the list, then presses the button that invites them all. */
static int
invite(struct t *t, const char *list)
{
	assert_int_equal(check(t, list), 200);
	assert_int_equal(invitations(t), 0);
	return t_post(t, HERE, "list", list, "confirm", t_fmt(t, "%s", t_view(t, "Data.mark")),
	    NULL);
}

static void
test_invitations_csv__shows_an_empty_form(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_get(t, HERE), 200);
	assert_true(t->statements <= 3);
	assert_string_equal(t_view(t, "Data.roles.0.name"), "Billing");
	assert_string_equal(t_view(t, "Data.roles.3.name"), "");
	assert_string_equal(t_view(t, "Data.mark"), "");
}

static void
test_invitations_csv__shows_every_row_before_it_invites(void **state)
{
	static const char list[] = "\xef\xbb\xbf" "Email;Role;Full Name;Ext;Takes calls\r\n"
		"nila@elsewhere.example;agent;Nila Iyer;204;Yes\r\n"
		"\"arun@elsewhere.example\";MANAGER;\"Das; Arun\";;\r\n";
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(check(t, list), 200);
	assert_string_equal(t_view(t, "Data.count"), "2");
	assert_string_equal(t_view(t, "Data.wrong"), "0");
	assert_string_equal(t_view(t, "Data.rows.0.name"), "Nila Iyer");
	assert_string_equal(t_view(t, "Data.rows.0.takes_calls"), "1");
	assert_string_equal(t_view(t, "Data.rows.1.number"), "3");
	assert_string_equal(t_view(t, "Data.rows.1.name"), "Das; Arun");
	assert_non_null(strstr(t_view(t, "Form.list.value"), "\"Das; Arun\""));
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox"), 0);
	assert_int_equal(invite(t, list), 303);
	assert_string_equal(t_header(t, "Location"), "/manage/users/invitations");
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM invitation WHERE (email LIKE 'nila@%'"
	    " AND role_id = 5 AND extension = '204' AND takes_calls = 1) OR (email LIKE 'arun@%'"
	    " AND role_id = 4 AND extension IS NULL AND takes_calls = 0)"), 2);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox WHERE template = 'invitation'"),
	    2);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event"
	    " WHERE action = 'invitation.create'"), 2);
}

/* Who changed the list after it was shown sees it once more. */
static void
test_invitations_csv__confirms_what_was_shown(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(check(t, HEAD "Nila,nila@elsewhere.example,Agent"), 200);
	assert_int_equal(t_post(t, HERE, "list", HEAD "Nila,other@elsewhere.example,Agent",
	    "confirm", t_fmt(t, "%s", t_view(t, "Data.mark")), NULL), 200);
	assert_string_equal(t_view(t, "Data.rows.0.email"), "other@elsewhere.example");
	assert_int_equal(invitations(t), 0);
}

static void
test_invitations_csv__says_what_is_wrong_with_each_row(void **state)
{
	static const struct {
		const char *row, *text;
	} cases[] = {
		{ ",a@b.example,Agent", "name" },
		{ "=cmd(),a@b.example,Agent", "spreadsheets take for a formula" },
		{ "Nila,a@b.example,Agent,@SUM(1)", "spreadsheets take for a formula" },
		{ "Nila,,Agent", "email" },
		{ "Nila,a@b,Agent", "@" },
		{ "Nila,asked@asha.example,Agent", "is invited already" },
		{ "Nila,role5@asha.example,Agent", "belongs to a user of this account" },
		{ "Nila,a@b.example,", "The role is missing. Yours to give: Billing, Manager and "
		  "Agent." },
		{ "Nila,a@b.example,Admin", "\"Admin\" is no role that you may give." },
		{ "Nila,a@b.example,Boss", "\"Boss\" is no role that you may give." },
		{ "Nila,a@b.example,Agent,,12x", "at most 10 digits" },
		{ "Nila,a@b.example,Agent,,17", "Somebody else in this account" },
		{ "Nila,a@b.example,Agent,,18", "is kept for somebody" },
		{ "Nila,a@b.example,Agent,,,perhaps", "neither yes nor no" },
		{ "Nila,Good@Elsewhere.example,Agent", "stands in a row above" },
		{ "Nila,a@b.example,Agent,,99", "stands in a row above" },
		{ "\"Ni\nla\",a@b.example,Agent", "name" },
		{ "Nila,a@b.example,Agent,Sales, North,7,yes", "\"yes\" stands below no column" },
		{ "Nila,a@b.example,Agent,Floor 2, 14,,", "An empty cell stands below no column" },
	};
	struct t *t = *state;
	size_t i;

	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE membership SET extension = '17'"
	    " WHERE account_id = ? AND role_id = 5", V(t->accounts[0].id)), ERR_OK);
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE invitation SET extension = '18'"
	    " WHERE account_id = ?", V(t->accounts[0].id)), ERR_OK);
	t_as(t, 0, ROLE_ADMIN);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  %s\n", cases[i].row);
		assert_int_equal(check(t, t_fmt(t, HEAD "Good,good@elsewhere.example,Agent,,99\n%s",
		    cases[i].row)), 422);
		assert_string_equal(t_view(t, "Data.wrong"), "1");
		assert_string_equal(t_view(t, "Data.rows.0.problems.0.text"), "");
		assert_non_null(strstr(t_view(t, "Data.rows.1.problems.0.text"), cases[i].text));
		assert_non_null(strstr(t_view(t, "Form.list.error"),
		    "Nobody was invited: 1 of 2 rows has a problem. Row 3: "));
		assert_non_null(strstr(t_view(t, "Form.list.value"), "good@elsewhere.example"));
		assert_string_equal(t_view(t, "Data.mark"), "");
	}
	assert_int_equal(invitations(t), 0);
}

static void
test_invitations_csv__says_what_is_wrong_with_the_list(void **state)
{
	static const struct {
		const char *list, *text;
	} cases[] = {
		{ "", "Paste the list" },
		{ HEAD, "There is nobody in this list." },
		{ "name,email\nNila,a@b.example", "no column for the role" },
		{ "email,role\na@b.example,Agent", "no column for the name" },
		{ "name,email,role,extention\nNila,a@b.example,Agent,1",
		    "There is no column \"extention\"" },
		{ "name,email,role,email\n", "is there twice" },
		{ "Nila,a@b.example,Agent\nArun,\"b@b.example,Agent", "Line 2 has a quote" },
		{ "Nila\x01,a@b.example,Agent", "invisible character" },
		{ "name,email,role,,\nNila,a@b.example,Agent,7", "\"7\" stands below no column" },
		{ "name,email,role,department\nNila,a@b.example,Agent,Sales, North",
		    "\"North\" stands below no column" },
	};
	struct t *t = *state;
	size_t i;

	t_as(t, 0, ROLE_ADMIN);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  %s\n", cases[i].list);
		assert_int_equal(check(t, cases[i].list), 422);
		assert_non_null(strstr(t_view(t, "Form.list.error"), cases[i].text));
		assert_string_equal(t_view(t, "Form.list.value"), cases[i].list);
	}
	/* Without names of columns they stand in the order of the form. */
	assert_int_equal(check(t, "Nila,a@b.example,Agent\nArun,b@b.example,Agent,,,no,"), 422);
	assert_int_equal(check(t, "Nila,a@b.example,Agent,Sales,7,no"), 200);
	assert_string_equal(t_view(t, "Data.rows.0.number"), "1");
	assert_string_equal(t_view(t, "Data.rows.0.department"), "Sales");
}

/* A spreadsheet ends every row where the widest one ended once. */
static void
test_invitations_csv__takes_columns_of_nothing(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(check(t, "name,email,role,,\nNila,a@b.example,Agent,,"), 200);
	assert_int_equal(check(t, "Nila,a@b.example,Agent,,,,,\nArun,b@b.example,Agent,,,,,"),
	    200);
}

/* So many rows, each with an address of its own. */
static const char *
long_list(struct t *t, int rows)
{
	struct str list;
	const char *text;
	int i;

	str_init(&list, 1024 * 1024);
	str_add(&list, HEAD);
	for (i = 0; i < rows; i++)
		str_add_fmt(&list, "P %d,p%d@elsewhere.example,Agent\n", i, i);
	text = t_fmt(t, "%s", list.text);
	str_release(&list);
	return text;
}

static void
test_invitations_csv__invites_all_or_nobody(void **state)
{
	struct t *t = *state;
	const char *list = long_list(t, 40), *mark;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(check(t, list), 200);
	mark = t_fmt(t, "%s", t_view(t, "Data.mark"));
	/* Somebody invites one of them in between: none of the others is invited. */
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE invitation SET email ="
	    " 'p39@elsewhere.example' WHERE account_id = ?", V(t->accounts[0].id)), ERR_OK);
	assert_int_equal(t_post(t, HERE, "list", list, "confirm", mark, NULL), 422);
	assert_int_equal(invitations(t), 0);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox"), 0);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM throttle"), 0);
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE invitation SET email ="
	    " 'x@elsewhere.example' WHERE account_id = ?", V(t->accounts[0].id)), ERR_OK);
	t->config.invitations_day = 39;
	assert_int_equal(t_post(t, HERE, "list", list, "confirm", mark, NULL), 422);
	assert_non_null(strstr(t_page(t), "may send 39 invitations in a day"));
	t->config.invitations_day = 41;
	assert_int_equal(t_post(t, HERE, "list", list, "confirm", mark, NULL), 303);
	assert_int_equal(invitations(t), 40);
}

/* What would be refused in the end is said at once, and nothing is counted by looking. */
static void
test_invitations_csv__looks_at_the_limits_before_it_is_confirmed(void **state)
{
	static const char list[] = HEAD "Nila,nila@elsewhere.example,Agent\n"
		"Arun,arun@elsewhere.example,Agent\n";
	struct t *t = *state;

	t_as(t, 1, ROLE_SUPER_ADMIN);
	assert_int_equal(t_post(t, HERE, "list", HEAD "Nila,nila@elsewhere.example,Agent",
	    "confirm", t_fmt(t, "%s", t_view(t, "Data.mark")), NULL), 200);
	assert_int_equal(t_post(t, HERE, "list", HEAD "Nila,nila@elsewhere.example,Agent",
	    "confirm", t_fmt(t, "%s", t_view(t, "Data.mark")), NULL), 303);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(check(t, list), 422);
	assert_string_equal(t_view(t, "Data.wrong"), "1");
	assert_non_null(strstr(t_view(t, "Data.rows.0.problems.0.text"), "a short time ago"));
	assert_string_equal(t_view(t, "Data.rows.1.problems.0.text"), "");
	assert_string_equal(t_view(t, "Data.mark"), "");
	clock_fix(clock_now() + t->config.code_gap_sec);
	assert_int_equal(check(t, list), 200);

	t->config.invitations_day = 1;
	assert_int_equal(check(t, list), 422);
	assert_non_null(strstr(t_page(t), "may send 1 invitations in a day"));
	assert_non_null(strstr(t_page(t), "Every row is right, but"));
	assert_string_equal(t_view(t, "Data.mark"), "");
}

static void
test_invitations_csv__takes_so_many_people(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(check(t, long_list(t, 500)), 200);
	assert_string_equal(t_view(t, "Data.count"), "500");
	assert_int_equal(check(t, long_list(t, 502)), 422);
	assert_non_null(strstr(t_view(t, "Form.list.error"), "500 people are the most"));
	assert_int_equal(check(t, long_list(t, 501) + strlen(HEAD)), 422);
	assert_non_null(strstr(t_view(t, "Form.list.error"), "500 people are the most"));
}

/* Who sees one department invites into that one. */
static void
test_invitations_csv__another_department_is_a_problem_of_the_row(void **state)
{
	struct t *t = *state;

	assert_int_equal(db_exec(t->cx.db, NULL, mem_dup(t->mem, t_fmt(t, "UPDATE role SET"
	    " permission_bits = permission_bits | %lld WHERE id = %d", 1LL << PERM_USER_EDIT,
	    (int)ROLE_MANAGER))), ERR_OK);
	t_as(t, 0, ROLE_MANAGER);
	assert_int_equal(check(t, HEAD "Nila,nila@elsewhere.example,agent,Support,,\n"
	    "Arun,arun@elsewhere.example,agent,Sales,,\n"), 422);
	assert_string_equal(t_view(t, "Data.wrong"), "1");
	assert_non_null(strstr(t_view(t, "Data.rows.0.problems.0.text"), "into Sales alone"));
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_invitations_csv__shows_an_empty_form),
		TEST(test_invitations_csv__shows_every_row_before_it_invites),
		TEST(test_invitations_csv__confirms_what_was_shown),
		TEST(test_invitations_csv__says_what_is_wrong_with_each_row),
		TEST(test_invitations_csv__says_what_is_wrong_with_the_list),
		TEST(test_invitations_csv__takes_columns_of_nothing),
		TEST(test_invitations_csv__invites_all_or_nobody),
		TEST(test_invitations_csv__looks_at_the_limits_before_it_is_confirmed),
		TEST(test_invitations_csv__takes_so_many_people),
		TEST(test_invitations_csv__another_department_is_a_problem_of_the_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
