/*
 * test_invoice_copy: a copy of an invoice by mail: who gets it is said before, and who got it
 * behind.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <string.h>

#include "domain/invoice_mail.h"
#include "domain/recipients.h"
#include "pages/invoice_fixture.h"

static const char *
copy_path(struct t *t, int64_t id)
{
	return t_fmt(t, HERE "/%lld/copy", (long long)id);
}

/* The second and the third contact person receive invoices; the email of the second is proven. */
static void
choose_recipients(struct t *t, bool is_third_proven)
{
	const struct t_account *a = &t->accounts[0];

	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE contact_person SET category_bits ="
	    " IF(id IN (?, ?), category_bits | 8, category_bits & ~8), is_billing_to = (id = ?)"
	    " WHERE account_id = ?", V(a->people[1]), V(a->people[2]), V(a->people[2]),
	    V(a->id)), ERR_OK);
	if (!is_third_proven)
		assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE contact_address SET"
		    " proven_at = NULL, state = 'unverified' WHERE account_id = ? AND id = ?",
		    V(a->id), V(a->addresses[2])), ERR_OK);
}

static void
test_invoice_copy__says_before_to_whom_it_goes(void **state)
{
	struct t *t = *state;

	choose_recipients(t, true);
	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, copy_path(t, t_invoice(t, 0))), 200);

	assert_string_equal(t_view(t, "Data.recipients.0.email"), "person3@asha.example");
	assert_string_equal(t_view(t, "Data.recipients.0.is_to"), "1");
	assert_string_equal(t_view(t, "Data.recipients.1.email"), "person2@asha.example");
	assert_string_equal(t_view(t, "Data.recipients.1.is_to"), "");
	assert_string_equal(t_view(t, "Data.recipients.2.email"), "");
	assert_non_null(strstr(t_page(t), "role3@asha.example"));
	assert_string_equal(t_view(t, "Form.to.value"), "me");
	assert_in_range(t->statements, 1, 3);
}

static void
test_invoice_copy__goes_to_oneself(void **state)
{
	struct t *t = *state;
	int64_t id = t_invoice(t, 0);

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_post(t, copy_path(t, id), "to", "me", NULL), 303);

	assert_string_equal(t_header(t, "Location"), t_fmt(t, HERE "/%lld", (long long)id));
	assert_string_equal(t_text(t, "SELECT GROUP_CONCAT(recipient, ' ', recipient_name, ' ',"
	    " category, ' ', template, ' ', COALESCE(shown_to, '-')) FROM outbox"),
	    "role3@asha.example Billing billing invoice-copy -");
	assert_non_null(strstr(t_text(t, "SELECT plain FROM outbox"),
	    t_fmt(t, "&attached_invoice=%lld", (long long)id)));
	assert_int_equal(t_number(t, t_fmt(t, "SELECT COUNT(*) FROM " T_EVENTS " WHERE action ="
	    " 'invoice.mail' AND object_id = %lld AND after_json LIKE '%%role3@asha.example%%'",
	    (long long)id)), 1);
	t_keep_cookies(t);
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Page.flash.text"),
	    "A copy is on its way to Billing <role3@asha.example>.");
}

/* One envelope each; all of them stand in To and Cc, and whose email is not proven nowhere. */
static void
test_invoice_copy__goes_to_who_receives_invoices(void **state)
{
	struct t *t = *state;
	int64_t id = t_invoice(t, 0);

	choose_recipients(t, true);
	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_post(t, copy_path(t, id), "to", "recipients", NULL), 303);

	assert_string_equal(t_text(t, "SELECT GROUP_CONCAT(recipient ORDER BY id) FROM outbox"),
	    "person3@asha.example,person2@asha.example");
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox WHERE shown_to ="
	    " 'person3@asha.example Person 3 of asha\nperson2@asha.example Person 2 of asha'"), 2);
	t_keep_cookies(t);
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Page.flash.text"), "A copy is on its way to Person 3 of asha"
	    " <person3@asha.example>, Person 2 of asha <person2@asha.example>.");

	choose_recipients(t, false);
	assert_int_equal(t_post(t, copy_path(t, id), "to", "recipients", NULL), 303);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox"), 3);
}

/* Where nobody else can receive, the Super Admins stand in; without any, one can have it oneself. */
static void
test_invoice_copy__nobody_receives_invoices(void **state)
{
	struct t *t = *state;
	int64_t id = t_invoice(t, 0);

	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE contact_address SET state = 'unreachable'"
	    " WHERE account_id = ?", V(t->accounts[0].id)), ERR_OK);
	t_as(t, 0, ROLE_BILLING);
	t_get(t, copy_path(t, id));
	assert_string_equal(t_view(t, "Data.recipients.0.email"), "owner@asha.example");
	assert_in_range(t->statements, 1, 3);

	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE user SET email_proven_at = NULL"
	    " WHERE id = ?", V(t->accounts[0].users[ROLE_SUPER_ADMIN])), ERR_OK);
	t_get(t, copy_path(t, id));
	assert_string_equal(t_view(t, "Data.recipients.0.email"), "");
	assert_non_null(strstr(t_page(t), "Nobody receives invoices by mail"));
	assert_int_equal(t_post(t, copy_path(t, id), "to", "recipients", NULL), 422);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox"), 0);
	assert_int_equal(t_post(t, copy_path(t, id), "to", "me", NULL), 303);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox"), 1);
}

static void
test_invoice_copy__refuses_no_choice(void **state)
{
	struct t *t = *state;
	int64_t id = t_invoice(t, 0);

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_post(t, copy_path(t, id), NULL), 422);
	assert_string_equal(t_view(t, "Form.to.error"), "Choose to whom it is sent.");
	assert_int_not_equal(t_post(t, copy_path(t, id), "to", "owner@other.example", NULL), 303);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox"), 0);
}

static void
test_invoice_copy__there_is_none_without_a_document(void **state)
{
	struct t *t = *state;
	int64_t id = issue(t, "without", invoice_today(&t->cx), INVOICE_TAX, 0);

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, copy_path(t, id)), 200);
	assert_non_null(strstr(t_page(t), "It has no PDF"));
	assert_int_equal(t_post(t, copy_path(t, id), "to", "me", NULL), 422);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox"), 0);
}

static void
test_invoice_copy__another_accounts_is_not_there(void **state)
{
	struct t *t = *state;
	int64_t foreign = t_invoice(t, 1);

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, copy_path(t, foreign)), 404);
	assert_int_equal(t_post(t, copy_path(t, foreign), "to", "me", NULL), 404);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox"), 0);
}

/* A second press of the button is the same copy, another page another one, and too many wait. */
static void
test_invoice_copy__nobodys_mailbox_is_filled(void **state)
{
	struct t *t = *state;
	const char *path = copy_path(t, t_invoice(t, 0));
	int i;

	t_as(t, 0, ROLE_BILLING);
	t->nonce = "AAAAAAAAAAAAAAAAAAAAAA";
	for (i = 0; i < 2; i++)
		assert_int_equal(t_post(t, path, "to", "me", NULL), 303);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox"), 1);
	t->nonce = NULL;
	assert_int_equal(t_post(t, path, NULL), 422);
	for (i = 1; i < 20; i++)
		assert_int_equal(t_post(t, path, "to", "me", NULL), 303);

	assert_int_equal(t_post(t, path, "to", "me", NULL), 429);
	assert_non_null(strstr(t_view(t, "Page.problems.0.text"), "was not done again. Wait 3 min"));
	assert_string_equal(t_header(t, "Retry-After"), "180");
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox"), 20);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_post(t, path, "to", "me", NULL), 303);
}

static void
test_invoice_copy__what_was_issued_goes_to_who_receives_invoices(void **state)
{
	struct t *t = *state;
	int64_t id = t_invoice(t, 0);
	bool is_sent = false;
	int i;

	choose_recipients(t, true);
	t->cx.actor.account_id = t->accounts[0].id;
	for (i = 0; i < 2; i++)
		assert_int_equal(invoice_mail_issued(&t->cx, id, &is_sent), ERR_OK);

	assert_true(is_sent);
	assert_string_equal(t_text(t, "SELECT GROUP_CONCAT(recipient, ' ', template ORDER BY id)"
	    " FROM outbox"),
	    "person3@asha.example invoice-issued,person2@asha.example invoice-issued");
	assert_non_null(strstr(t_text(t, "SELECT plain FROM outbox LIMIT 1"),
	    "kind=invoice&is_untaxed=&number=T%2F0&of_number=&seller=Seller&issued=1%20Oct%202026"
	    "&due=16%20Oct%202026&total=1%2C180.00"));
}

static void
test_invoice_copy__says_that_it_is_no_tax_invoice(void **state)
{
	struct t *t = *state;
	int64_t id = issue_by(t, "", "", "one", invoice_today(&t->cx), INVOICE_TAX, 0);
	bool is_sent = false;

	choose_recipients(t, true);
	t->cx.actor.account_id = t->accounts[0].id;
	assert_int_equal(invoice_mail_issued(&t->cx, id, &is_sent), ERR_OK);

	assert_true(is_sent);
	assert_non_null(strstr(t_text(t, "SELECT plain FROM outbox LIMIT 1"),
	    "kind=invoice&is_untaxed=1&number=INV%2F2627%2F000001&"));
}

/* Nobody receives it: it is issued all the same, and the event says so. */
static void
test_invoice_copy__what_nobody_received_is_recorded(void **state)
{
	struct t *t = *state;
	int64_t id = t_invoice(t, 0);
	bool is_sent = true;

	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE contact_address SET state = 'unreachable'"
	    " WHERE account_id = ?", V(t->accounts[0].id)), ERR_OK);
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE user SET email_proven_at = NULL"
	    " WHERE id = ?", V(t->accounts[0].users[ROLE_SUPER_ADMIN])), ERR_OK);
	t->cx.actor.account_id = t->accounts[0].id;
	assert_int_equal(invoice_mail_issued(&t->cx, id, &is_sent), ERR_OK);

	assert_false(is_sent);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox"), 0);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM " T_EVENTS " WHERE action ="
	    " 'invoice.mail' AND after_json LIKE '%nobody%'"), 1);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(test_invoice_copy__says_before_to_whom_it_goes),
		CASE(test_invoice_copy__goes_to_oneself),
		CASE(test_invoice_copy__goes_to_who_receives_invoices),
		CASE(test_invoice_copy__nobody_receives_invoices),
		CASE(test_invoice_copy__refuses_no_choice),
		CASE(test_invoice_copy__there_is_none_without_a_document),
		CASE(test_invoice_copy__another_accounts_is_not_there),
		CASE(test_invoice_copy__nobodys_mailbox_is_filled),
		CASE(test_invoice_copy__what_was_issued_goes_to_who_receives_invoices),
		CASE(test_invoice_copy__says_that_it_is_no_tax_invoice),
		CASE(test_invoice_copy__what_nobody_received_is_recorded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
