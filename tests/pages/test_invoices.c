/*
 * test_invoices: the newest twelve, the older ones, one with its lines, and its files.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "domain/invoice_issue.h"

#define HERE "/billing/invoices"

/* Issues an invoice of 1,180 rupees to the first account on a day of 2026. */
static int64_t
issue(struct t *t, const char *reference, int64_t day, enum invoice_kind kind, int64_t of_id)
{
	struct invoice_line line = { .description = "Numbers <b>&", .sac = "998413", .unit = "month",
		.quantity_milli = 1000, .price_paise = 100000, .rate_bp = 1800 };
	struct invoice i = { .kind = kind, .number = "", .reference = reference, .of_id = of_id,
		.reason = kind == INVOICE_TAX ? "" : "Too much", .issued_day = day,
		.seller = { .name = "Harbour Telephony", .address = "4 Dock Street",
		    .tax_id = "27AAPFU0939F1ZV", .pan = "AAPFU0939F", .state = "27", .contact = "" },
		.buyer = { .name = "Asha & Sons", .address = "#12/4, MG Road\nBengaluru",
		    .tax_id = "", .pan = "", .state = "29", .contact = "" },
		.purchase_order = "", .place_of_supply = "29", .lines = &line, .line_count = 1,
		.issued_by = "test" };
	struct problems p;

	problems_init(&p, t->mem);
	t->cx.actor.account_id = t->accounts[0].id;
	assert_int_equal(invoice_issue(&t->cx, &i, &p), ERR_OK);
	return i.id;
}

/* Fourteen, one a day up to today: the first is overdue. */
static void
issue_many(struct t *t, int64_t *ids)
{
	int64_t today = invoice_today(&t->cx);
	int i;

	for (i = 0; i < 14; i++)
		ids[i] = issue(t, t_fmt(t, "many %d", i), today - 39 + 3 * i, INVOICE_TAX, 0);
}

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

static void
test_invoices__the_document_is_sent_as_a_file(void **state)
{
	struct t *t = *state;
	int64_t id = t_invoice(t, 0);

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, t_fmt(t, HERE "/%lld.pdf", (long long)id)), 200);

	assert_string_equal(t_header(t, "Content-Type"), "application/pdf");
	assert_string_equal(t_header(t, "Content-Disposition"),
	    "attachment; filename=\"T-0.pdf\"");
	assert_string_equal(t_page(t), "%PDF-none");
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event WHERE action ="
	    " 'invoice.download' AND object_name = 'T/0'"), 1);
	/* Who asks, the document, and the event of it. */
	assert_int_equal(t->statements, 3);
}

static void
test_invoices__what_is_no_document_is_not_there(void **state)
{
	struct t *t = *state;
	int64_t id = issue(t, "without", invoice_today(&t->cx), INVOICE_TAX, 0);

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, t_fmt(t, HERE "/%lld.pdf", (long long)id)), 404);
	assert_int_equal(t_get(t, t_fmt(t, HERE "/%lld.pd", (long long)id)), 404);
	assert_int_equal(t_get(t, t_fmt(t, HERE "/0%lld.pdf", (long long)id)), 404);
	assert_int_equal(t_get(t, HERE "/.pdf"), 404);
	assert_int_equal(t_get(t, HERE "/1.pdf.pdf"), 404);
}

static void
test_invoices__the_spreadsheet_has_every_one_that_fits(void **state)
{
	struct t *t = *state;
	const char *row;

	t_invoice(t, 0);
	t_invoice(t, 1);
	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, HERE "/list.csv?year=2026"), 200);

	assert_string_equal(t_header(t, "Content-Type"), "text/csv; charset=utf-8");
	row = strstr(t_page(t), "\r\n");
	assert_non_null(row);
	assert_string_equal(row + 2, "\"T/0\",\"Tax invoice\",\"\",2026-10-01,2026-10-16,,,\"29\","
	    "1000.00,0.00,0.00,180.00,0.00,1180.00,0.00,1180.00,\"Overdue\"\r\n");
	assert_int_equal(t_get(t, HERE "/list.csv?year=2019"), 200);
	assert_string_equal(strstr(t_page(t), "\r\n"), "\r\n");
}

/*
 * Copies of the invoice of the first account, at most 1000, numbered from `first`: more a recursion
 * does not give.
 */
static void
copy_invoices(struct t *t, int64_t first, int64_t count)
{
	int64_t id = t_invoice(t, 0);

	assert_int_equal(db_exec(t->cx.db, NULL, "INSERT INTO invoice (account_id, kind,"
	    " financial_year, number, reference, issued_on, due_on, seller_name, seller_address,"
	    " seller_gstin, seller_pan, seller_state, seller_contact, buyer_name, buyer_address,"
	    " buyer_tax_id, buyer_pan, buyer_state, place_of_supply, supply, taxable_paise,"
	    " cgst_paise, sgst_paise, igst_paise, rounding_paise, total_paise, issued_at,"
	    " issued_by) WITH RECURSIVE c (n) AS (SELECT CAST(? AS SIGNED)"
	    "  UNION ALL SELECT n + 1 FROM c WHERE n < ?)"
	    " SELECT i.account_id, i.kind, i.financial_year, CONCAT('C/', LPAD(c.n, 6, '0')),"
	    " CONCAT('copy ', c.n), i.issued_on, i.due_on, i.seller_name, i.seller_address,"
	    " i.seller_gstin, i.seller_pan, i.seller_state, i.seller_contact, i.buyer_name,"
	    " i.buyer_address, i.buyer_tax_id, i.buyer_pan, i.buyer_state, i.place_of_supply,"
	    " i.supply, i.taxable_paise, i.cgst_paise, i.sgst_paise, i.igst_paise,"
	    " i.rounding_paise, i.total_paise, i.issued_at, i.issued_by"
	    " FROM invoice i JOIN c WHERE i.account_id = ? AND i.id = ?",
	    V(first), V(first + count - 1), V(t->accounts[0].id), V(id)), ERR_OK);
}

static size_t
count_of(const char *text, const char *part)
{
	size_t count = 0;

	for (; (text = strstr(text, part)) != NULL; text += strlen(part))
		count++;
	return count;
}

/* The number that the next file to be opened gets: the same again where nothing was left open. */
static int
next_file(void)
{
	int fd = open("/dev/null", O_RDONLY);

	assert_true(fd >= 0);
	close(fd);
	return fd;
}

/* However many there are, a few of them are in memory at once, and each is in the file once. */
static void
test_invoices__the_spreadsheet_is_as_long_as_it_has_to_be(void **state)
{
	struct t *t = *state;
	int i, file = next_file();
	size_t peak;

	copy_invoices(t, 1, 2 * INVOICE_BATCH);
	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, HERE "/list.csv"), 200);
	peak = mem_peak(t->worker.mem);
	for (i = 1; i < 6; i++)
		copy_invoices(t, 1000 * i, 1000);
	assert_int_equal(t_get(t, HERE "/list.csv"), 200);

	assert_int_equal(count_of(t_page(t), "\r\n"), 1 + 1 + 2 * INVOICE_BATCH + 5000);
	assert_int_equal(count_of(t_page(t), "\"C/000001\""), 1);
	assert_int_equal(count_of(t_page(t), "\"C/005999\""), 1);
	assert_string_equal(t_header(t, "Content-Length"),
	    t_fmt(t, "%zu", strlen(t_page(t))));
	assert_in_range(mem_peak(t->worker.mem), peak, peak + 4096);
	assert_in_range(peak, 1, 512 * 1024);
	assert_int_equal(next_file(), file);
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
		CASE(test_invoices__payments_and_notes_decide_the_state),
		CASE(test_invoices__the_document_is_sent_as_a_file),
		CASE(test_invoices__what_is_no_document_is_not_there),
		CASE(test_invoices__the_spreadsheet_has_every_one_that_fits),
		CASE(test_invoices__the_spreadsheet_is_as_long_as_it_has_to_be),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
