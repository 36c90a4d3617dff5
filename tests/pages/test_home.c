#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <string.h>

static void
test_home__names_the_primary_and_the_pages(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_get(t, "/"), 200);

	assert_string_equal(t_view(t, "Data.primary.name"), "Person 1 of asha");
	assert_string_equal(t_view(t, "Data.pages.0.name"), "Business Profile");
	assert_in_range(t->statements, 1, 2);
}

/* Until the billing details are complete, who may change them is told what is missing, and where. */
static void
test_home__asks_for_billing_details(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, "/"), 200);
	assert_in_range(t->statements, 1, 3);
	assert_string_equal(t_view(t, "Data.missing.0.link"),
	    "/billing/details#field-registration");
	assert_non_null(strstr(t_page(t), "The billing details are not complete"));
	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_get(t, "/"), 200);
	assert_null(strstr(t_page(t), "not complete"));

	assert_int_equal(db_exec(t->worker.db, NULL, "UPDATE billing_details SET"
	    " registration = 'none', city = 'Pune', state = '27', pin = '411002'"
	    " WHERE account_id = ?", V(t->accounts[0].id)), ERR_OK);
	assert_int_equal(db_exec(t->worker.db, NULL, "UPDATE contact_person SET"
	    " category_bits = category_bits | 8 WHERE account_id = ? AND id = ?",
	    V(t->accounts[0].id), V(t->accounts[0].people[1])), ERR_OK);
	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, "/"), 200);
	assert_string_equal(t_view(t, "Data.missing.0.text"), "");
	assert_int_equal(db_exec(t->worker.db, NULL, "UPDATE contact_address SET"
	    " state = 'unreachable' WHERE account_id = ?", V(t->accounts[0].id)), ERR_OK);
	assert_int_equal(t_get(t, "/"), 200);
	assert_string_equal(t_view(t, "Data.missing.0.link"),
	    "/manage/business-profile/recipients#billing");
}

static void
test_home__finds_a_page_by_its_older_name(void **state)
{
	static const struct {
		const char *query, *found;
	} cases[] = {
		{ "company%20info", "Business Profile" },
		{ "COMPANY", "Business Profile" },
		{ "contact%20persons", "Business Profile" },
		{ "support", "Support" },
		{ "nothing-like-this", "" },
	};
	struct t *t = *state;
	size_t i;

	t_as(t, 0, ROLE_AGENT);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  %s\n", cases[i].query);
		assert_int_equal(t_get(t, t_fmt(t, "/?q=%s", cases[i].query)), 200);
		assert_string_equal(t_view(t, "Data.pages.0.name"), cases[i].found);
		assert_string_equal(t_view(t, "Data.pages.1.name"), "");
	}
}

static void
test_home__support_names_account_and_role(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_MANAGER);
	assert_int_equal(t_get(t, "/support"), 200);

	assert_string_equal(t_view(t, "Data.role"), "Manager");
	assert_non_null(strstr(t_page(t), "Asha Traders"));
}

static void
test_home__records_one_request_for_access(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_post(t, "/access-requests", "permission", "contact.edit", "path",
			     "/manage/business-profile/company", NULL),
	    303);
	assert_int_equal(t_post(t, "/access-requests", "permission", "contact.edit", "path", "/",
			     NULL),
	    303);

	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM access_request"), 1);
	assert_int_equal(t_number(t, "SELECT times FROM access_request"), 2);
	assert_int_equal(
	    t_number(t, "SELECT COUNT(*) FROM audit_event WHERE action = 'access.request'"), 2);
}

/* Once a day for one person and right, to each Super Admin of that account and nobody else. */
static void
test_home__mails_the_super_admins_of_a_request(void **state)
{
	struct t *t = *state;
	int i;

	t_as(t, 0, ROLE_AGENT);
	for (i = 0; i < 2; i++)
		assert_int_equal(t_post(t, "/access-requests", "permission", "contact.edit", "path",
				     "/", NULL),
		    303);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox"), 1);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox o JOIN user u"
	    " ON u.email = o.recipient AND u.name = o.recipient_name"
	    " JOIN membership m ON m.user_id = u.id AND m.account_id = o.account_id"
	    " WHERE m.role_id = 1 AND o.template = 'access-request' AND o.channel = 'mail'"), 1);
	assert_non_null(strstr(t_text(t, "SELECT plain FROM outbox"), "right=change%20contact"));

	assert_int_equal(t_post(t, "/access-requests", "permission", "billing.edit", "path", "/",
			     NULL),
	    303);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox"), 2);
}

static void
test_home__takes_only_requests_for_a_right_one_lacks(void **state)
{
	static const struct {
		const char *permission;
		int status;
	} cases[] = { { "everything", 400 }, { "public", 400 }, { "signed_in", 400 }, { "", 400 },
		{ "contact.view", 303 } };
	struct t *t = *state;
	size_t i;

	t_as(t, 0, ROLE_AGENT);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  %s\n", cases[i].permission);
		assert_int_equal(t_post(t, "/access-requests", "permission", cases[i].permission,
				     NULL),
		    cases[i].status);
	}
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM access_request"), 0);
}

static void
test_home__keeps_only_paths_of_ours(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_post(t, "/access-requests", "permission", "contact.edit", "path",
	    "\"><script>alert(1)</script>", NULL), 303);
	assert_string_equal(t_text(t, "SELECT path FROM access_request"), "");
}

static void
test_home__knows_no_other_path(void **state)
{
	static const char *const paths[] = { "/nowhere", "/support/", "//support", "/support/1",
		"/%2e%2e" };
	struct t *t = *state;
	size_t i;

	t_as(t, 0, ROLE_AGENT);
	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		print_message("  %s\n", paths[i]);
		assert_int_equal(t_get(t, paths[i]), 404);
	}
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(test_home__names_the_primary_and_the_pages),
		CASE(test_home__asks_for_billing_details),
		CASE(test_home__finds_a_page_by_its_older_name),
		CASE(test_home__support_names_account_and_role),
		CASE(test_home__records_one_request_for_access),
		CASE(test_home__mails_the_super_admins_of_a_request),
		CASE(test_home__takes_only_requests_for_a_right_one_lacks),
		CASE(test_home__keeps_only_paths_of_ours),
		CASE(test_home__knows_no_other_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
