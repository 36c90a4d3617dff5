/*
 * test_invoices: the newest twelve, the older ones, and one with its lines.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <string.h>

#include "base/qr.h"
#include "pages/invoice_fixture.h"

static void
test_invoices__shows_the_newest_twelve(void **state)
{
	struct t *t = *state;
	int64_t ids[14];

	issue_many(t, ids);
	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, HERE), 200);

	assert_string_equal(t_view(t, "Data.invoices.0.id"), t_fmt(t, "%lld", (long long)ids[13]));
	assert_string_equal(t_view(t, "Data.invoices.11.id"), t_fmt(t, "%lld", (long long)ids[2]));
	assert_string_equal(t_view(t, "Data.invoices.12.id"), "");
	assert_string_equal(t_view(t, "Data.invoices.0.total"), "1,180.00");
	assert_string_equal(t_view(t, "Data.invoices.0.tax"), "180.00");
	assert_string_equal(t_view(t, "Data.invoices.0.state"), "Due");
	assert_string_equal(t_view(t, "Data.invoices.11.state"), "Overdue");
	assert_string_equal(t_view(t, "Data.has_months"), "1");
	assert_in_range(t->statements, 1, 3);
}

static void
test_invoices__older_ones_are_a_page_further(void **state)
{
	struct t *t = *state;
	int64_t ids[14];

	issue_many(t, ids);
	t_as(t, 0, ROLE_ADMIN);
	t_get(t, HERE);

	assert_int_equal(t_get(t, t_fmt(t, HERE "?before=%s&before_day=%s",
	    t_view(t, "Data.older.id"), t_view(t, "Data.older.day"))), 200);

	assert_string_equal(t_view(t, "Data.invoices.0.id"), t_fmt(t, "%lld", (long long)ids[1]));
	assert_string_equal(t_view(t, "Data.invoices.1.id"), t_fmt(t, "%lld", (long long)ids[0]));
	assert_string_equal(t_view(t, "Data.invoices.2.id"), "");
	assert_string_equal(t_view(t, "Data.older.id"), "");
}

static void
test_invoices__finds_by_year_month_and_number(void **state)
{
	static const struct {
		const char *query;
		bool	    is_found;
	} cases[] = {
		{ "year=2026", true }, { "year=2025", false }, { "month=2026-10", true },
		{ "month=2026-09", false }, { "number=T/0", true }, { "number=T/1", false },
		{ "year=2026&month=2026-10&number=0", true }, { "number=%25", false },
		{ "number=t%2F0", true }, { "number=%E0%A5%A7", false }, { "number=\xc3\xa9", false },
	};
	struct t *t = *state;
	size_t i;

	t_invoice(t, 0);
	t_invoice(t, 1);
	t_as(t, 0, ROLE_BILLING);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  %s\n", cases[i].query);
		assert_int_equal(t_get(t, t_fmt(t, HERE "?%s", cases[i].query)), 200);
		assert_string_equal(t_view(t, "Data.invoices.0.number"),
		    cases[i].is_found ? "T/0" : "");
		assert_string_equal(t_view(t, "Data.invoices.1.number"), "");
	}
}

static void
test_invoices__a_month_that_is_none_is_said(void **state)
{
	struct t *t = *state;

	t_invoice(t, 0);
	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, HERE "?month=Octob"), 422);
	assert_non_null(strstr(t_view(t, "Form.month.error"), "2026-04"));
	assert_string_equal(t_view(t, "Form.month.value"), "Octob");
	/* Neither other invoices in their place, nor links to files of no month. */
	assert_string_equal(t_view(t, "Data.invoices.0.id"), "");
	assert_string_equal(t_view(t, "Data.is_filtered"), "1");
	assert_null(strstr(t_page(t), "list.csv"));
	assert_null(strstr(t_page(t), "all.zip"));
}

static void
test_invoices__one_is_shown_as_it_was_issued(void **state)
{
	struct t *t = *state;
	int64_t id = issue(t, "one", invoice_today(&t->cx), INVOICE_TAX, 0);

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, t_fmt(t, HERE "/%lld", (long long)id)), 200);

	assert_string_equal(t_view(t, "Data.buyer.name"), "Asha & Sons");
	assert_string_equal(t_view(t, "Data.buyer.state_name"), "Karnataka");
	assert_string_equal(t_view(t, "Data.igst"), "180.00");
	assert_string_equal(t_view(t, "Data.words"), "Rupees One Thousand One Hundred Eighty Only");
	assert_string_equal(t_view(t, "Data.lines.0.quantity"), "1");
	assert_string_equal(t_view(t, "Data.lines.0.rate"), "18");
	assert_string_equal(t_view(t, "Data.state"), "Due");
	assert_non_null(strstr(t_page(t), "Numbers &lt;b&gt;&amp;"));
	assert_in_range(t->statements, 1, 3);
}

/* CGST Rules 53(1A): a note names the number and the date of its invoice. */
static void
test_invoices__a_note_names_what_it_corrects(void **state)
{
	struct t *t = *state;
	int64_t today = invoice_today(&t->cx);
	int64_t of = issue(t, "one", today - 7, INVOICE_TAX, 0);
	int64_t note = issue(t, "note", today, INVOICE_CREDIT, of);

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, t_fmt(t, HERE "/%lld", (long long)note)), 200);

	assert_string_equal(t_view(t, "Data.of.number"), "INV/2627/000001");
	assert_string_equal(t_view(t, "Data.of.issued_on"), "8 Jan 2027");
	assert_non_null(strstr(t_page(t), "INV/2627/000001</a> of <time datetime=\"2027-01-08\">"));
	assert_in_range(t->statements, 1, 3);
}

/* CGST Rules 46(q) and (s): what the settings said on the day of issue, whatever they say later. */
static void
test_invoices__who_signs_and_declares_stays(void **state)
{
	struct t *t = *state;
	int64_t id;

	t->config.seller.declaration = "We <hereby> declare it.";
	t->config.seller.signatory = "Nandini Kulkarni";
	id = issue(t, "one", invoice_today(&t->cx), INVOICE_TAX, 0);
	t->config.seller.declaration = "";
	t->config.seller.signatory = "Somebody else";
	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, t_fmt(t, HERE "/%lld", (long long)id)), 200);

	assert_string_equal(t_view(t, "Data.declaration"), "We <hereby> declare it.");
	assert_string_equal(t_view(t, "Data.signatory"), "Nandini Kulkarni");
	assert_non_null(strstr(t_page(t), "We &lt;hereby&gt; declare it."));
	assert_non_null(strstr(t_page(t), "Nandini Kulkarni<br>\nAuthorised signatory"));
}

/* CGST Act s. 31: who is not registered issues no tax invoice. */
static void
test_invoices__who_is_not_registered_issues_no_tax_invoice(void **state)
{
	struct t *t = *state;
	int64_t today = invoice_today(&t->cx);
	int64_t id = issue_by(t, "", "", "one", today, INVOICE_TAX, 0);
	const char *path = t_fmt(t, HERE "/%lld", (long long)id);

	issue_by(t, "", "", "note", today, INVOICE_CREDIT, id);
	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, path), 200);
	assert_string_equal(t_view(t, "Page.title"), "Invoice INV/2627/000001");
	assert_null(strstr(t_page(t), "Tax invoice"));
	assert_int_equal(t_get(t, t_fmt(t, "%s/history", path)), 200);
	assert_string_equal(t_view(t, "Page.title"), "Invoice INV/2627/000001: history");
	assert_int_equal(t_get(t, t_fmt(t, "%s/copy", path)), 200);
	assert_string_equal(t_view(t, "Data.kind"), "Invoice");
	assert_int_equal(t_get(t, HERE "/list.csv"), 200);
	assert_non_null(strstr(t_page(t), "\"INV/2627/000001\",\"Invoice\""));
	assert_non_null(strstr(t_page(t), "\"CN/2627/000001\",\"Credit note\""));
}

/* CGST Rules 46(r), though the document was issued before. */
static void
test_invoices__a_registration_that_comes_later_is_shown(void **state)
{
	struct invoice_registration r = { .irn = "0123456789abcdef0123456789abcdef"
		"0123456789abcdef0123456789abcdef", .ack_number = "112010036563310",
		.ack_at = 1799900000, .qr_text = "eyJhbGciOi" };
	struct t *t = *state;
	struct problems p;
	int64_t id = t_invoice(t, 0);

	problems_init(&p, t->mem);
	t->cx.actor.account_id = t->accounts[0].id;
	assert_int_equal(invoice_registration_add(&t->cx, id, &r, &p), ERR_OK);
	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, t_fmt(t, HERE "/%lld", (long long)id)), 200);

	assert_string_equal(t_view(t, "Data.ack.number"), "112010036563310");
	assert_int_equal(strstr(t_page(t), "QR code of the registration") != NULL, qr_is_there());
	assert_int_equal(strstr(t_page(t), "<path d=\"M4 4h7v1h-7z") != NULL, qr_is_there());
	assert_in_range(t->statements, 1, 3);
}

static void
test_invoices__history_has_values_for_who_may_see_the_log(void **state)
{
	struct t *t = *state;
	int64_t id = issue(t, "one", invoice_today(&t->cx), INVOICE_TAX, 0);
	const char *path = t_fmt(t, HERE "/%lld/history", (long long)id);

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_get(t, path), 200);
	assert_in_range(t->statements, 1, 3);
	assert_string_equal(t_view(t, "Data.history.0.word"), "issued");
	assert_string_equal(t_view(t, "Data.history.0.changes.1.field"), "total");
	assert_string_equal(t_view(t, "Data.history.0.changes.1.after"), "1180.00");
	assert_non_null(strstr(t_page(t), "object="));

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, path), 200);
	assert_string_equal(t_view(t, "Data.history.0.word"), "issued");
	assert_string_equal(t_view(t, "Data.history.0.changes.1.after"), "");
	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_get(t, path), 403);
}

static void
test_invoices__payments_and_notes_decide_the_state(void **state)
{
	static const struct {
		const char	*name;
		int64_t		 paid_paise;
		bool		 is_credited;
		const char	*state, *balance;
	} cases[] = {
		{ "nothing", 0, false, "Due", "1,180.00" },
		{ "a part", 100000, false, "Due", "180.00" },
		{ "all of it", 118000, false, "Paid", "0.00" },
		{ "too much", 120000, false, "Paid", "-20.00" },
		{ "a credit note over all", 0, true, "Credited", "0.00" },
	};
	struct t *t = *state;
	int64_t id;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  %s\n", cases[i].name);
		id = issue(t, cases[i].name, invoice_today(&t->cx), INVOICE_TAX, 0);
		if (cases[i].paid_paise != 0)
			assert_int_equal(db_exec(t->cx.db, NULL, "INSERT INTO invoice_payment"
			    " (account_id, invoice_id, reference, paid_on, amount_paise, noted_at,"
			    " noted_by) VALUES (?, ?, ?, '2026-10-02', ?, 0, '')",
			    V(t->accounts[0].id), V(id), V(cases[i].name),
			    V(cases[i].paid_paise)), ERR_OK);
		if (cases[i].is_credited)
			issue(t, "note", invoice_today(&t->cx), INVOICE_CREDIT, id);
		t_as(t, 0, ROLE_BILLING);
		t_get(t, t_fmt(t, HERE "/%lld", (long long)id));
		assert_string_equal(t_view(t, "Data.state"), cases[i].state);
		assert_string_equal(t_view(t, "Data.balance"), cases[i].balance);
	}
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(test_invoices__shows_the_newest_twelve),
		CASE(test_invoices__older_ones_are_a_page_further),
		CASE(test_invoices__finds_by_year_month_and_number),
		CASE(test_invoices__a_month_that_is_none_is_said),
		CASE(test_invoices__one_is_shown_as_it_was_issued),
		CASE(test_invoices__a_note_names_what_it_corrects),
		CASE(test_invoices__who_signs_and_declares_stays),
		CASE(test_invoices__who_is_not_registered_issues_no_tax_invoice),
		CASE(test_invoices__a_registration_that_comes_later_is_shown),
		CASE(test_invoices__history_has_values_for_who_may_see_the_log),
		CASE(test_invoices__payments_and_notes_decide_the_state),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
