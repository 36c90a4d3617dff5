#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <string.h>

#include "domain/second_factor.h"

#define HERE "/manage/roles"
#define BIT(permission) (UINT64_C(1) << (permission))

/* What a new account has ticked, but for one tick each: see DEFAULTS(). */
#define OF(role) role "-account.view " role "-contact.view "
#define SEES_USERS "2-user.view_department 2-user.view 2-user.edit 2-audit.view "
#define ADMIN OF("2") "2-contact.edit 2-billing.view " SEES_USERS
#define BILLING OF("3") "3-contact.edit 3-billing.view 3-billing.edit "
#define MANAGER OF("4") "4-user.view_department "
#define AGENT "5-account.view 5-contact.view"
#define WITHOUT_BILLING_EDIT ADMIN BILLING MANAGER AGENT	/* for the Admin */
#define DEFAULTS "2-billing.edit " WITHOUT_BILLING_EDIT

static int64_t
bits_of(struct t *t, int role)
{
	return t_number(t, t_fmt(t, "SELECT permission_bits FROM role WHERE account_id = %lld"
	    " AND id = %d", (long long)t->accounts[0].id, role));
}

static int64_t
roles_version(struct t *t)
{
	return t_number(t, t_fmt(t, "SELECT roles_version FROM account WHERE id = %lld",
	    (long long)t->accounts[0].id));
}

static const char *
last_event(struct t *t, const char *column)
{
	return t_text(t, t_fmt(t, "SELECT %s FROM " T_EVENTS " WHERE account_id = %lld"
	    " ORDER BY id DESC LIMIT 1", column, (long long)t->accounts[0].id));
}

static int64_t
events(struct t *t)
{
	return t_number(t, "SELECT COUNT(*) FROM audit_event");
}

static int
send(struct t *t, const char *rights, const char *confirmed)
{
	return t_post(t, HERE, "rights", rights, "confirmed", confirmed, "version",
	    t_fmt(t, "%lld", (long long)roles_version(t)), NULL);
}

/* Adds a role by the page; its number. */
static int
add_role(struct t *t, const char *name, const char *from)
{
	assert_int_equal(t_post(t, HERE "/new", "name", name, "from", from, NULL), 303);
	return (int)t_number(t, "SELECT MAX(id) FROM role");
}

static void
give_role(struct t *t, enum role_id user, int role)
{
	assert_int_equal(db_run_text(t->cx.db, t_fmt(t, "UPDATE membership SET role_id = %d"
	    " WHERE account_id = %lld AND user_id = %lld", role, (long long)t->accounts[0].id,
	    (long long)t->accounts[0].users[user])), ERR_OK);
}

/* ---- the grid ---- */

static void
test_roles__shows_the_grid(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(t_get(t, HERE), 200);

	assert_string_equal(t_view(t, "Form.rights.value"), "2-account.view 2-contact.view"
	    " 2-contact.edit 2-billing.view 2-billing.edit 2-user.view_department 2-user.view"
	    " 2-user.edit 2-audit.view 3-account.view 3-contact.view 3-contact.edit 3-billing.view"
	    " 3-billing.edit 4-account.view 4-contact.view 4-user.view_department 5-account.view"
	    " 5-contact.view");
	assert_string_equal(t_view(t, "Data.roles.0.name"), "Super Admin");
	assert_string_equal(t_view(t, "Data.roles.4.name"), "Agent");
	assert_string_equal(t_view(t, "Data.rights.0.is_everyones"), "1");
	assert_string_equal(t_view(t, "Data.rights.2.text"), "change the Account tab");
	assert_string_equal(t_view(t, "Data.rights.2.is_super_admins"), "1");
	assert_string_equal(t_view(t, "Data.rights.2.cells.0.may"), "1");
	assert_string_equal(t_view(t, "Data.rights.2.cells.1.is_open"), "");
	assert_string_equal(t_view(t, "Data.rights.4.needs"),
	    "see contact persons and company information");
	assert_string_equal(t_view(t, "Data.rights.4.cells.0.is_open"), "");
	assert_string_equal(t_view(t, "Data.rights.4.cells.2.ticked"), "1");
	assert_string_equal(t_view(t, "Data.rights.4.cells.3.ticked"), "");
	assert_non_null(strstr(t_page(t), "value=\"3-contact.edit\" checked"));
	assert_non_null(strstr(t_page(t), "value=\"4-contact.edit\">"));
}

static void
test_roles__costs_three_statements(void **state)
{
	static const char *const paths[] = { HERE, HERE "/edit", HERE "/reset", HERE "/new",
		HERE "/2", HERE "/preview", NULL };
	struct t *t = *state;
	const char *const *path;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	add_role(t, "Accountant", "billing");
	for (path = paths; *path != NULL; path++) {
		t_get(t, *path);
		print_message("  %s\n", *path);
		assert_in_range(t->statements, 1, 3);
	}
	t_get(t, HERE "/6/remove");
	assert_in_range(t->statements, 1, 3);
}

static void
test_roles__shows_what_would_change_first(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(send(t, WITHOUT_BILLING_EDIT, ""), 200);

	assert_string_equal(t_view(t, "Page.title"), "What would change");
	assert_string_equal(t_view(t, "Data.changes.0.name"), "Admin");
	assert_string_equal(t_view(t, "Data.changes.0.who"), "Admin");
	assert_string_equal(t_view(t, "Data.changes.0.losses.0.text"), "change billing details");
	assert_string_equal(t_view(t, "Data.changes.0.losses.1.text"), "");
	assert_string_equal(t_view(t, "Data.changes.0.gains.0.text"), "");
	assert_string_equal(t_view(t, "Data.changes.1.name"), "");
	assert_string_equal(t_view(t, "Form.rights.value"), WITHOUT_BILLING_EDIT);
	assert_int_equal(bits_of(t, 2), role_default_bits(ROLE_ADMIN));
	assert_int_equal(roles_version(t), 1);
}

static void
test_roles__names_for_whom_and_how_many_more(void **state)
{
	struct t *t = *state;

	give_role(t, ROLE_ADMIN, ROLE_AGENT);
	give_role(t, ROLE_BILLING, ROLE_AGENT);
	t_as(t, 0, ROLE_SUPER_ADMIN);
	send(t, DEFAULTS " 5-audit.view", "");
	assert_string_equal(t_view(t, "Data.changes.0.who"), "Admin, Agent and Billing");
	assert_string_equal(t_view(t, "Data.changes.0.gains.0.text"),
	    "see the audit log and messages");

	assert_int_equal(db_run_text(t->cx.db, t_fmt(t, "INSERT INTO user (name, email, created_at)"
	    " SELECT CONCAT('One of many ', seq.n), CONCAT('many', seq.n, '@asha.example'), 1 FROM"
	    " (SELECT a.id - (SELECT MIN(id) FROM audit_event) AS n FROM audit_event a LIMIT 4)"
	    " seq")), ERR_OK);
	assert_int_equal(db_run_text(t->cx.db, t_fmt(t, "INSERT INTO membership (account_id,"
	    " user_id, user_name, user_email, role_id, created_at) SELECT %lld, id, name, email, 5,"
	    " 1 FROM user WHERE email LIKE 'many%%'", (long long)t->accounts[0].id)), ERR_OK);
	send(t, DEFAULTS " 5-audit.view", "");
	assert_non_null(strstr(t_view(t, "Data.changes.0.who"), "One of many"));
	assert_non_null(strstr(t_view(t, "Data.changes.0.who"), " and 2 more"));
}

static void
test_roles__saves_all_as_one_change(void **state)
{
	struct t *t = *state;
	int64_t before;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	before = events(t);
	assert_int_equal(send(t, ADMIN BILLING MANAGER AGENT " 4-billing.view", "yes"), 303);

	assert_string_equal(t_header(t, "Location"), HERE);
	assert_int_equal(bits_of(t, 2), role_default_bits(ROLE_ADMIN) & ~BIT(PERM_BILLING_EDIT));
	assert_int_equal(bits_of(t, 4), role_default_bits(ROLE_MANAGER) | BIT(PERM_BILLING_VIEW));
	assert_int_equal(bits_of(t, 5), role_default_bits(ROLE_AGENT));
	assert_int_equal(roles_version(t), 2);
	assert_int_equal(events(t), before + 1);
	assert_string_equal(last_event(t, "action"), "role.rights");
	assert_string_equal(last_event(t, "fields"), "role_2,role_4");
	assert_non_null(strstr(last_event(t, "before_json"), "2\":\"Admin: account.view,"
	    " contact.view, contact.edit, billing.view, billing.edit, user.view_department"));
	assert_string_equal(last_event(t, "after_json"), "{\"role_2\":\"Admin: account.view,"
	    " contact.view, contact.edit, billing.view, user.view_department, user.view, user.edit,"
	    " audit.view\",\"role_4\":\"Manager: account.view, contact.view, billing.view,"
	    " user.view_department\"}");
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Data.history.0.word"), "what roles may changed");
}

static void
test_roles__nothing_to_save_writes_nothing(void **state)
{
	struct t *t = *state;
	int64_t before;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	before = events(t);
	assert_int_equal(send(t, DEFAULTS, ""), 303);
	assert_int_equal(send(t, DEFAULTS, "yes"), 303);

	assert_int_equal(events(t), before);
	assert_int_equal(roles_version(t), 1);
}

/* Many values of one name, as a browser sends them. */
static void
test_roles__each_tick_comes_by_itself(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(t_post(t, HERE, "rights", "2-contact.view", "rights", "2-account.view",
	    "rights", "5-account.view", "confirmed", "yes", "version", "1", NULL), 303);

	assert_int_equal(bits_of(t, 2), BIT(PERM_OWN_PROFILE) | BIT(PERM_CONTACT_VIEW) |
	    BIT(PERM_ACCOUNT_VIEW));
	assert_int_equal(bits_of(t, 3), BIT(PERM_OWN_PROFILE));
	assert_int_equal(bits_of(t, 5), BIT(PERM_OWN_PROFILE) | BIT(PERM_ACCOUNT_VIEW));
	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_get(t, HERE), 403);
}

static void
test_roles__refuses_to_change_what_cannot_be_seen(void **state)
{
	struct t *t = *state;
	int64_t before;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	before = events(t);
	assert_int_equal(send(t, DEFAULTS " 5-contact.edit 5-billing.edit 5-user.edit", "yes"), 422);

	assert_string_equal(t_view(t, "Page.problems.0.field"), "rights-5-billing.edit");
	assert_string_equal(t_view(t, "Page.problems.0.text"), "Agent: who may change billing details"
	    " must be able to see billing details and invoices too. Tick that as well, or neither.");
	assert_string_equal(t_view(t, "Page.problems.1.field"), "rights-5-user.edit");
	assert_string_equal(t_view(t, "Page.problems.2.field"), "");
	assert_string_equal(t_view(t, "Data.rights.6.cells.4.ticked"), "1");
	assert_string_equal(t_view(t, "Data.rights.6.cells.4.wrong"), "1");
	assert_string_equal(t_view(t, "Data.rights.6.cells.3.wrong"), "");
	assert_non_null(strstr(t_page(t), "href=\"#field-rights-5-billing.edit\""));
	assert_non_null(strstr(t_page(t), "id=\"field-rights-5-billing.edit\""));
	assert_int_equal(bits_of(t, 5), role_default_bits(ROLE_AGENT));
	assert_int_equal(events(t), before);
}

/* What is fixed is no tick of the form, and so it is dropped, as whatever is not declared. */
static void
test_roles__fixed_rights_cannot_be_sent(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(send(t, DEFAULTS " 2-role.edit 2-account.edit 5-primary.replace"
	    " 1-contact.view 99-contact.view 2-signed_in nonsense", "yes"), 303);

	assert_int_equal(bits_of(t, 1), role_default_bits(ROLE_SUPER_ADMIN));
	assert_int_equal(bits_of(t, 2), role_default_bits(ROLE_ADMIN));
	assert_int_equal(send(t, "2-account.view 2-account.view", "yes"), 400);
	assert_int_equal(send(t, "<script>", "yes"), 400);
}

static void
test_roles__conflict_keeps_what_was_ticked(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(send(t, WITHOUT_BILLING_EDIT, "yes"), 303);
	assert_int_equal(t_post(t, HERE, "rights", DEFAULTS " 5-audit.view", "version", "1", NULL),
	    409);

	assert_string_equal(t_view(t, "Form.version.value"), "2");
	assert_string_equal(t_view(t, "Data.rights.6.cells.1.ticked"), "1");
	assert_string_equal(t_view(t, "Data.rights.6.cells.1.differs"), "1");
	assert_string_equal(t_view(t, "Data.rights.11.cells.4.ticked"), "1");
	assert_int_equal(bits_of(t, 5), role_default_bits(ROLE_AGENT));
	assert_int_equal(t_post(t, HERE, "rights", DEFAULTS " 5-audit.view", "version", "1",
	    "confirmed", "yes", NULL), 409);
}

static void
test_roles__back_to_the_ticks_keeps_them(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(t_post(t, HERE "/edit", "rights", "5-audit.view", "version", "1", NULL),
	    200);

	assert_string_equal(t_view(t, "Page.title"), "Roles");
	assert_string_equal(t_view(t, "Data.rights.11.cells.4.ticked"), "1");
	assert_string_equal(t_view(t, "Data.rights.11.cells.1.ticked"), "");
	assert_int_equal(t_get(t, HERE "/preview"), 303);
	assert_string_equal(t_header(t, "Location"), HERE);
}

static void
test_roles__reset_shows_what_it_does(void **state)
{
	struct t *t = *state;
	int role;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	t_get(t, HERE "/reset");
	assert_non_null(strstr(t_page(t), "There is nothing to"));

	role = add_role(t, "Bookkeeper", "billing");
	send(t, WITHOUT_BILLING_EDIT, "yes");
	assert_int_equal(bits_of(t, role), BIT(PERM_OWN_PROFILE));
	assert_int_equal(t_get(t, HERE "/reset"), 200);
	assert_string_equal(t_view(t, "Data.changes.0.name"), "Admin");
	assert_string_equal(t_view(t, "Data.changes.0.gains.0.text"), "change billing details");
	assert_string_equal(t_view(t, "Data.changes.1.name"), "Bookkeeper");
	assert_string_equal(t_view(t, "Data.changes.1.who"), "");
	assert_int_equal(send(t, t_view(t, "Form.rights.value"), "yes"), 303);
	assert_int_equal(bits_of(t, 2), role_default_bits(ROLE_ADMIN));
	assert_int_equal(bits_of(t, role), role_default_bits(ROLE_BILLING));
}

/* ---- in force with the next request ---- */

static void
test_roles__in_force_with_the_next_request(void **state)
{
	struct t *t = *state;
	const char *agent;

	t_as(t, 0, ROLE_AGENT);
	agent = t->cookies;
	t_as(t, 0, ROLE_SUPER_ADMIN);
	send(t, ADMIN BILLING MANAGER "5-account.view", "yes");
	t->cookies = agent;
	t_get(t, HERE);

	assert_string_equal(t_view(t, "Page.may.account_view"), "1");
	assert_string_equal(t_view(t, "Page.may.contact_view"), "");
	assert_null(strstr(t_page(t), "/manage/business-profile\""));
}

/* ---- roles of the account's own ---- */

static void
test_roles__copies_a_role(void **state)
{
	struct t *t = *state;
	int role;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	send(t, DEFAULTS " 4-audit.view", "yes");
	role = add_role(t, "  Zugführer  ", "manager");

	assert_int_equal(role, 6);
	assert_string_equal(t_text(t, "SELECT name FROM role WHERE id = 6"), "Zugführer");
	assert_int_equal(bits_of(t, 6), bits_of(t, 4));
	assert_string_equal(last_event(t, "action"), "role.create");
	assert_string_equal(last_event(t, "after_json"),
	    "{\"name\":\"Zugführer\",\"copied_from\":\"Manager\"}");
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Data.roles.4.name"), "Zugführer");
	assert_string_equal(t_view(t, "Data.roles.4.copied_from"), "Manager");
	assert_string_equal(t_view(t, "Data.roles.5.name"), "Agent");
}

static void
test_roles__a_copy_of_the_super_admin_is_none(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	add_role(t, "Deputy", "super-admin");

	assert_int_equal(bits_of(t, 6), role_default_bits(ROLE_ADMIN));
	assert_int_equal(t_number(t, "SELECT copied_from FROM role WHERE id = 6"), ROLE_ADMIN);
	assert_int_equal(db_run_text(t->cx.db, "UPDATE role SET copied_from = 1 WHERE id = 6"),
	    ERR_REFUSED);
}

static void
test_roles__refuses_a_name(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(t_post(t, HERE "/new", "name", "", "from", "agent", NULL), 422);
	assert_string_equal(t_view(t, "Form.name.error"), "Enter a name for the role.");
	assert_int_equal(t_post(t, HERE "/new", "name", "AGENT", "from", "agent", NULL), 422);
	assert_string_equal(t_view(t, "Form.name.value"), "AGENT");
	assert_string_equal(t_view(t, "Form.name.error"),
	    "There is a role called \"AGENT\" already. Choose another name.");
	assert_int_equal(t_post(t, HERE "/new", "name", "x", "from", "", NULL), 422);
	assert_int_equal(t_post(t, HERE "/new", "name", "x", "from", "root", NULL), 400);
	assert_int_equal(t_number(t, t_fmt(t, "SELECT custom_roles FROM account WHERE id = %lld",
	    (long long)t->accounts[0].id)), 0);
}

static void
test_roles__has_room_for_ten_of_its_own(void **state)
{
	struct t *t = *state;
	int i;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	for (i = 0; i < 10; i++)
		add_role(t, t_fmt(t, "Role %d", i), "agent");
	assert_int_equal(t_post(t, HERE "/new", "name", "Role 10", "from", "agent", NULL), 422);
	assert_non_null(strstr(t_view(t, "Page.problems.0.text"), "can have 10 roles of its own"));
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Data.has_room"), "");

	/* A number is not given again. */
	assert_int_equal(t_post(t, HERE "/15/remove", "version", "1", NULL), 303);
	assert_int_equal(add_role(t, "Role 11", "agent"), 16);
}

static void
test_roles__renames_one_of_its_own(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	add_role(t, "Accountant", "billing");
	assert_int_equal(t_post(t, HERE "/6", "name", "Bookkeeper", "version", "1", NULL), 303);
	assert_string_equal(t_text(t, "SELECT name FROM role WHERE id = 6"), "Bookkeeper");
	assert_string_equal(last_event(t, "action"), "role.update");
	assert_int_equal(t_post(t, HERE "/6", "name", "Clerk", "version", "1", NULL), 409);
	assert_string_equal(t_view(t, "Form.name.value"), "Clerk");
	assert_string_equal(t_view(t, "Form.name.stored"), "Bookkeeper");
	assert_int_equal(t_post(t, HERE "/6", "name", " ", "version", "2", NULL), 422);
	assert_int_equal(t_post(t, HERE "/6", "name", "manager", "version", "2", NULL), 422);

	/* The five keep theirs. */
	assert_int_equal(t_post(t, HERE "/2", "name", "Boss", "version", "1", NULL), 303);
	assert_string_equal(t_text(t, t_fmt(t, "SELECT name FROM role WHERE id = 2 AND account_id ="
	    " %lld", (long long)t->accounts[0].id)), "Admin");
}

static void
test_roles__asks_for_a_second_factor(void **state)
{
	struct t *t = *state;
	bool is_there = second_factor_is_there();

	t_as(t, 0, ROLE_SUPER_ADMIN);
	t_get(t, HERE "/5");
	assert_string_equal(t_view(t, "Data.has_second_factor"), is_there ? "1" : "");
	assert_int_equal(t_post(t, HERE "/5", "needs_second_factor", "yes", "version", "1", NULL),
	    is_there ? 303 : 422);
	if (!is_there)
		return;
	assert_string_equal(last_event(t, "after_json"), "{\"needs_second_factor\":\"yes\"}");
	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_get(t, HERE), 403);
	assert_int_equal(t_number(t, t_fmt(t, "SELECT needs_second_factor FROM role WHERE id = 5"
	    " AND account_id = %lld", (long long)t->accounts[0].id)), 1);
}

static void
test_roles__removes_what_nobody_has(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	add_role(t, "Accountant", "billing");
	give_role(t, ROLE_AGENT, 6);
	assert_int_equal(t_get(t, HERE "/6/remove"), 200);
	assert_string_equal(t_view(t, "Data.who"), "Agent");
	assert_int_equal(t_post(t, HERE "/6/remove", "version", "1", NULL), 422);
	assert_string_equal(t_view(t, "Page.problems.0.text"), "This role was not removed: Agent has"
	    " it. Give everyone who has it another role first.");

	give_role(t, ROLE_AGENT, 5);
	assert_int_equal(t_post(t, HERE "/6/remove", "version", "2", NULL), 409);
	assert_int_equal(t_post(t, HERE "/6/remove", "version", "1", NULL), 303);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM role WHERE id = 6"), 0);
	assert_string_equal(last_event(t, "action"), "role.delete");
	assert_int_equal(t_get(t, HERE "/5/remove"), 404);
	assert_int_equal(t_post(t, HERE "/5/remove", "version", "1", NULL), 404);
}

/* What is pending keeps the role; what is over does not. */
static void
test_roles__an_invitation_keeps_its_role(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	add_role(t, "Accountant", "billing");
	assert_int_equal(db_run_text(t->cx.db, t_fmt(t, "UPDATE invitation SET role_id = 6"
	    " WHERE id = %lld", (long long)t->accounts[0].invitation)), ERR_OK);
	assert_int_equal(t_post(t, HERE "/6/remove", "version", "1", NULL), 422);
	assert_non_null(strstr(t_view(t, "Page.problems.0.text"), "is invited with this role"));
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM role WHERE id = 6"), 1);

	assert_int_equal(db_run_text(t->cx.db, "UPDATE invitation SET state = 'cancelled'"), ERR_OK);
	assert_int_equal(t_post(t, HERE "/6/remove", "version", "1", NULL), 303);
	assert_int_equal(t_number(t, t_fmt(t, "SELECT role_id FROM invitation WHERE id = %lld",
	    (long long)t->accounts[0].invitation)), ROLE_BILLING);
}

/* Finance alone, and looking at bills without changing them. */
static void
test_roles__finance_only_and_read_only_billing(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	add_role(t, "Finance", "billing");
	add_role(t, "Auditor", "billing");
	assert_int_equal(send(t, DEFAULTS " 6-billing.view 6-billing.edit 7-billing.view", "yes"),
	    303);
	give_role(t, ROLE_AGENT, 6);
	give_role(t, ROLE_MANAGER, 7);

	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_get(t, HERE), 403);
	assert_string_equal(t_view(t, "Page.role"), "Finance");
	assert_string_equal(t_view(t, "Page.may.billing_edit"), "1");
	assert_string_equal(t_view(t, "Page.may.contact_view"), "");
	assert_string_equal(t_view(t, "Data.roles"), "Super Admin");
	t_as(t, 0, ROLE_MANAGER);
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Page.may.billing_view"), "1");
	assert_string_equal(t_view(t, "Page.may.billing_edit"), "");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(test_roles__shows_the_grid),
		CASE(test_roles__costs_three_statements),
		CASE(test_roles__shows_what_would_change_first),
		CASE(test_roles__names_for_whom_and_how_many_more),
		CASE(test_roles__saves_all_as_one_change),
		CASE(test_roles__nothing_to_save_writes_nothing),
		CASE(test_roles__each_tick_comes_by_itself),
		CASE(test_roles__refuses_to_change_what_cannot_be_seen),
		CASE(test_roles__fixed_rights_cannot_be_sent),
		CASE(test_roles__conflict_keeps_what_was_ticked),
		CASE(test_roles__back_to_the_ticks_keeps_them),
		CASE(test_roles__reset_shows_what_it_does),
		CASE(test_roles__in_force_with_the_next_request),
		CASE(test_roles__copies_a_role),
		CASE(test_roles__a_copy_of_the_super_admin_is_none),
		CASE(test_roles__refuses_a_name),
		CASE(test_roles__has_room_for_ten_of_its_own),
		CASE(test_roles__renames_one_of_its_own),
		CASE(test_roles__asks_for_a_second_factor),
		CASE(test_roles__removes_what_nobody_has),
		CASE(test_roles__an_invitation_keeps_its_role),
		CASE(test_roles__finance_only_and_read_only_billing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
