/*
 * invoice_fixture: invoices of the first account, for tests of its pages.
 */
#ifndef POINTPERSON_TESTS_INVOICE_FIXTURE_H
#define POINTPERSON_TESTS_INVOICE_FIXTURE_H

#include "domain/invoice_issue.h"
#include "harness/harness.h"

#define HERE "/billing/invoices"

/*
 * Issues one of 1,000 rupees to the first account, and of 1,180 where the seller has a GSTIN;
 * another system gave it the number, "" none.
 */
static inline int64_t
issue_by(struct t *t, const char *gstin, const char *number, const char *reference, int64_t day,
    enum invoice_kind kind, int64_t of_id)
{
	struct invoice_line line = { .description = "Numbers <b>&", .sac = "998413", .unit = "month",
		.quantity_milli = 1000, .price_paise = 100000,
		.rate_bp = gstin[0] == '\0' ? 0 : 1800 };
	struct invoice i = { .kind = kind, .number = number, .reference = reference, .of_id = of_id,
		.reason = kind == INVOICE_TAX ? "" : "Too much", .issued_day = day,
		.seller = { .name = "Harbour Telephony", .address = "4 Dock Street",
		    .tax_id = gstin, .pan = "AAPFU0939F", .state = "27", .contact = "" },
		.buyer = { .name = "Asha & Sons", .address = "#12/4, MG Road\nBengaluru",
		    .tax_id = "", .pan = "", .state = "29", .contact = "" },
		.declaration = t->config.seller.declaration,
		.signatory = t->config.seller.signatory, .purchase_order = "",
		.place_of_supply = "29", .lines = &line, .line_count = 1, .issued_by = "test" };
	struct problems p;

	problems_init(&p, t->mem);
	t->cx.actor.account_id = t->accounts[0].id;
	assert_int_equal(invoice_issue(&t->cx, &i, &p), ERR_OK);
	return i.id;
}

/* The same, by who has one. */
static inline int64_t
issue_as(struct t *t, const char *number, const char *reference, int64_t day,
    enum invoice_kind kind, int64_t of_id)
{
	return issue_by(t, "27AAPFU0939F1ZV", number, reference, day, kind, of_id);
}

/* The same with a number of our own series. */
static inline int64_t
issue(struct t *t, const char *reference, int64_t day, enum invoice_kind kind, int64_t of_id)
{
	return issue_as(t, "", reference, day, kind, of_id);
}

/* Fourteen, one a day up to today: the first is overdue. */
static inline void
issue_many(struct t *t, int64_t *ids)
{
	int64_t today = invoice_today(&t->cx);
	int i;

	for (i = 0; i < 14; i++)
		ids[i] = issue(t, t_fmt(t, "many %d", i), today - 39 + 3 * i, INVOICE_TAX, 0);
}

/*
 * Copies of the invoice of the first account, at most 1000, numbered from `first`: more a recursion
 * does not give.
 */
static inline void
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

#endif
