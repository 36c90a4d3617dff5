#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "domain/invoice_issue.h"
#include "pages/invoice_fixture.h"

#define ASKED 5	/* requests for one right that are told at once (domain/throttle.c) */

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

/* Whose role may not see contact persons is neither led to them nor told a name. */
static void
test_home__hides_contact_persons_from_who_may_not_see_them(void **state)
{
	struct t *t = *state;

	t_untick(t, 0, ROLE_AGENT, PERM_CONTACT_VIEW);
	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_get(t, "/"), 200);
	assert_null(strstr(t_page(t), "Person 1 of asha"));
	assert_null(strstr(t_page(t), "/manage/"));

	assert_int_equal(db_exec(t->worker.db, NULL, "UPDATE contact_address SET"
	    " state = 'unreachable' WHERE account_id = ?", V(t->accounts[0].id)), ERR_OK);
	assert_int_equal(t_get(t, "/"), 200);
	assert_non_null(strstr(t_page(t), "Nobody can be reached as Primary contact"));
	assert_non_null(strstr(t_page(t), "Tell an Admin or a Super Admin"));
	assert_null(strstr(t_page(t), "/manage/"));
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
	    "/billing/details/recipients");
}

/* Who may see invoices is told what is to be paid, those that are due first by name. */
static void
test_home__tells_what_is_to_be_paid(void **state)
{
	struct t *t = *state;
	int64_t today = invoice_today(&t->cx), ids[5];
	int i;

	t_as(t, 0, ROLE_BILLING);
	t_get(t, "/");
	assert_string_equal(t_view(t, "Data.dues.due"), "");
	assert_null(strstr(t_page(t), "Invoices to be paid"));

	t_invoice(t, 1);
	for (i = 0; i < 5; i++)
		ids[i] = issue(t, t_fmt(t, "due %d", i), today - 32 + 8 * i, INVOICE_TAX, 0);
	issue(t, "note", today, INVOICE_CREDIT, ids[1]);
	for (i = 0; i < 2; i++)
		assert_int_equal(db_exec(t->cx.db, NULL, "INSERT INTO invoice_payment (account_id,"
		    " invoice_id, reference, paid_on, amount_paise, noted_at, noted_by)"
		    " VALUES (?, ?, ?, '2026-10-02', 25000, 0, '')", V(t->accounts[0].id),
		    V(ids[4]), V(t_fmt(t, "part %d", i))), ERR_OK);
	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, "/"), 200);
	assert_in_range(t->statements, 1, 3);
	assert_string_equal(t_view(t, "Data.primary.name"), "Person 1 of asha");
	assert_string_equal(t_view(t, "Data.dues.due"), "4,220.00");
	assert_string_equal(t_view(t, "Data.dues.due_of"), "4 invoices");
	assert_string_equal(t_view(t, "Data.dues.overdue"), "2,360.00");
	assert_string_equal(t_view(t, "Data.dues.overdue_of"), "2 invoices");
	assert_string_equal(t_view(t, "Data.dues.invoices.0.id"),
	    t_fmt(t, "%lld", (long long)ids[0]));
	assert_string_equal(t_view(t, "Data.dues.invoices.0.is_overdue"), "1");
	assert_string_equal(t_view(t, "Data.dues.invoices.2.id"),
	    t_fmt(t, "%lld", (long long)ids[3]));
	assert_string_equal(t_view(t, "Data.dues.invoices.2.is_overdue"), "");
	assert_string_equal(t_view(t, "Data.dues.invoices.3.id"), "");
	assert_non_null(strstr(t_page(t), "Invoices to be paid"));

	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_get(t, "/"), 200);
	assert_in_range(t->statements, 1, 2);
	assert_string_equal(t_view(t, "Data.primary.name"), "Person 1 of asha");
	assert_null(strstr(t_page(t), "to be paid"));
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
		{ "passkey", "Preferences" },
		{ "time%20zone", "Preferences" },
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

#define FORM "message", "I pressed Save.\r\n\r\nNothing came.", "page", "/manage/x", "fields", "Email", \
	"number", "0af"

static void
support_is(struct t *t, const char *email)
{
	t->config.support_email = email;
}

static void
test_home__support_takes_what_an_error_page_knows(void **state)
{
	static const struct {
		const char *query, *page, *number;
	} cases[] = {
		{ "", "", "" },
		{ "?page=%2Fmanage%2Fbusiness-profile&number=0af1-B", "/manage/business-profile",
		    "0af1-B" },
		{ "?page=//evil.example&number=a%0Ab", "", "" },
		{ "?page=javascript:1&number=%22%3E%3Cscript%3E", "", "" },
	};
	struct t *t = *state;
	size_t i;

	support_is(t, "help@provider.example");
	t_as(t, 0, ROLE_AGENT);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  %s\n", cases[i].query);
		t_get(t, t_fmt(t, "/support%s", cases[i].query));
		assert_in_range(t->statements, 1, 3);
		assert_string_equal(t_view(t, "Form.page.value"), cases[i].page);
		assert_string_equal(t_view(t, "Form.number.value"), cases[i].number);
	}
}

static void
test_home__support_is_written_to_by_every_role(void **state)
{
	static const enum role_id roles[] = { ROLE_SUPER_ADMIN, ROLE_ADMIN, ROLE_BILLING,
		ROLE_MANAGER, ROLE_AGENT };
	struct t *t = *state;
	const char *number;
	size_t i;

	support_is(t, "help@provider.example");
	for (i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		t_as(t, 0, roles[i]);
		assert_int_equal(t_post(t, "/support", FORM, NULL), 303);
		assert_string_equal(t_header(t, "Location"), "/support");
	}
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox WHERE recipient ="
	    " 'help@provider.example' AND template = 'support-request'"), 5);
	number = t_text(t, "SELECT SUBSTRING_INDEX(SUBSTRING_INDEX(plain, '&message', 1), 'this=', -1)"
	    " FROM outbox ORDER BY id DESC LIMIT 1");
	assert_string_equal(t_text(t, "SELECT plain FROM outbox ORDER BY id DESC LIMIT 1"),
	    t_fmt(t, "reply_to=role5%%40asha.example&who=Agent&role=Agent&account=%lld"
	    "&page=%%2Fmanage%%2Fx&number=0af&fields=Email&at=2027-01-15T08%%3A00%%3A00Z&this=%s"
	    "&message_lines=I%%20pressed%%20Save.%%0D%%0A%%0D%%0ANothing%%20came.",
	    (long long)t->accounts[0].id, number));
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM " T_EVENTS " WHERE action ="
	    " 'support.request' AND after_json LIKE '%/manage/x%'"
	    " AND after_json NOT LIKE '%pressed%'"), 5);
	t_keep_cookies(t);
	t_get(t, "/support");
	assert_non_null(strstr(t_view(t, "Page.flash.text"), t_fmt(t, "as Asha Traders, about"
	    " /manage/x. The answer comes to role5@asha.example. The number of your message is %s.",
	    number)));
}

static void
test_home__support_refuses_an_empty_message_and_keeps_the_rest(void **state)
{
	struct t *t = *state;

	support_is(t, "help@provider.example");
	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_post(t, "/support", "message", " ", "page", "Users", "fields", "Role",
			     "number", "", NULL), 422);
	assert_string_equal(t_view(t, "Form.page.value"), "Users");
	assert_string_equal(t_view(t, "Form.fields.value"), "Role");
	assert_string_not_equal(t_view(t, "Form.message.error"), "");
	assert_int_equal(t_post(t, "/support", "message", "a", "page", "a\nBcc: x@y.example",
			     "fields", "", "number", "", NULL), 422);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox"), 0);
}

static void
test_home__support_is_not_flooded(void **state)
{
	struct t *t = *state;
	int i, status = 303;

	support_is(t, "help@provider.example");
	t_as(t, 0, ROLE_AGENT);
	for (i = 0; i < 10 && status == 303; i++)
		status = t_post(t, "/support", FORM, NULL);
	assert_int_equal(i, 6);
	assert_int_equal(status, 429);
	assert_non_null(strstr(t_page(t), "several times"));
	assert_non_null(strstr(t_page(t), "Nothing came."));
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox"), 5);
	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_post(t, "/support", FORM, NULL), 303);
}

static void
test_home__without_an_address_support_says_whom_to_ask(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_AGENT);
	t_get(t, "/support?page=/manage/x&number=0af");
	assert_null(strstr(t_page(t), "<textarea"));
	assert_non_null(strstr(t_page(t), "Ask a Super Admin of this account"));
	assert_non_null(strstr(t_page(t), "/manage/x"));
	assert_int_equal(t_post(t, "/support", FORM, NULL), 404);
	assert_non_null(strstr(t_page(t), "Nothing came."));
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox"), 0);
}

static void
test_home__an_error_page_leads_to_support(void **state)
{
	struct t *t = *state;
	const char *path;

	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_get(t, "/nowhere"), 404);
	assert_string_equal(t_view(t, "Data.support"),
	    t_fmt(t, "/support?page=%%2Fnowhere&number=%s", t_view(t, "Page.request_id")));
	assert_non_null(strstr(t_page(t), "href=\"/support?page=%2Fnowhere&amp;number="));
	path = t_fmt(t, "%s", t_view(t, "Data.support"));
	t_as(t, 0, ROLE_NONE);
	assert_int_equal(t_get(t, path), 303);
	assert_string_equal(t_header(t, "Location"), t_fmt(t, "/login?next=%s",
	    text_percent_encode(t->mem, path)));
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

static int64_t
requests_told(struct t *t)
{
	return t_number(t,
	    "SELECT COUNT(*) FROM audit_event WHERE action = 'access.request'");
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
	assert_int_equal(requests_told(t), 2);
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

/* Each form has a number of its own: without a bound somebody could fill the disk with them. */
static void
test_home__however_often_one_asks_the_events_are_bounded(void **state)
{
	struct t *t = *state;
	int i;

	t_as(t, 0, ROLE_AGENT);
	for (i = 0; i < 2 * ASKED; i++)
		assert_int_equal(t_post(t, "/access-requests", "permission", "contact.edit", "path",
				     t_fmt(t, "/%d", i), NULL),
		    303);
	t_keep_cookies(t);
	assert_int_equal(t_get(t, "/"), 200);
	assert_non_null(strstr(t_view(t, "Page.flash.text"), "Your request is recorded"));
	assert_int_equal(requests_told(t), ASKED);
	assert_int_equal(t_number(t, "SELECT times FROM access_request"), ASKED);

	/* That hides no other right, nobody else, and nothing that comes an hour later. */
	t_post(t, "/access-requests", "permission", "billing.edit", "path", "/", NULL);
	assert_int_equal(requests_told(t), ASKED + 1);
	t_as(t, 0, ROLE_MANAGER);
	t_post(t, "/access-requests", "permission", "contact.edit", "path", "/", NULL);
	assert_int_equal(requests_told(t), ASKED + 2);
	t->cx.now += 3600;
	clock_fix(t->cx.now);
	t_as(t, 0, ROLE_AGENT);
	t_post(t, "/access-requests", "permission", "contact.edit", "path", "/", NULL);
	assert_int_equal(requests_told(t), ASKED + 3);
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
		CASE(test_home__hides_contact_persons_from_who_may_not_see_them),
		CASE(test_home__asks_for_billing_details),
		CASE(test_home__tells_what_is_to_be_paid),
		CASE(test_home__finds_a_page_by_its_older_name),
		CASE(test_home__support_takes_what_an_error_page_knows),
		CASE(test_home__support_is_written_to_by_every_role),
		CASE(test_home__support_refuses_an_empty_message_and_keeps_the_rest),
		CASE(test_home__support_is_not_flooded),
		CASE(test_home__without_an_address_support_says_whom_to_ask),
		CASE(test_home__an_error_page_leads_to_support),
		CASE(test_home__support_names_account_and_role),
		CASE(test_home__records_one_request_for_access),
		CASE(test_home__mails_the_super_admins_of_a_request),
		CASE(test_home__however_often_one_asks_the_events_are_bounded),
		CASE(test_home__takes_only_requests_for_a_right_one_lacks),
		CASE(test_home__keeps_only_paths_of_ours),
		CASE(test_home__knows_no_other_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
