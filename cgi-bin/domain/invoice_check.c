/*
 * invoice_check: what is wrong with an invoice that is to be issued. It reads no table, so a file
 * of invoices is checked as a whole before one of them is written.
 */
#include "base/banned.h"
#include "domain/invoice_issue.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/money.h"
#include "base/valid.h"
#include "domain/gstin.h"
#include "domain/indian_state.h"
#include "domain/invoice_settings.h"

#define SAC_LEAST	4	/* digits: DOMAIN.md 3 */
#define SAC_MOST	8
#define UNIT_MAX	20	/* characters; the column's width */

static const char DIGITS[] = "0123456789";
static const char NUMBER_CHARACTERS[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-/";

/* The address in lines, as it is written on an envelope. */
static const char *
envelope(struct context *cx, const struct billing_address *a)
{
	const char *lines = a->street;

	if (a->area[0] != '\0')
		lines = mem_fmt(cx->mem, "%s\n%s", lines, a->area);
	if (a->city[0] != '\0' || a->pin[0] != '\0')
		lines = mem_fmt(cx->mem, "%s\n%s%s%s", lines, a->city,
		    a->city[0] != '\0' && a->pin[0] != '\0' ? " " : "", a->pin);
	if (a->country[0] != '\0' && strcmp(a->country, BILLING_INDIA) != 0)
		lines = mem_fmt(cx->mem, "%s\n%s", lines, a->country);
	return lines;
}

struct invoice_party
invoice_buyer(struct context *cx, const struct billing_details *b)
{
	return (struct invoice_party){
		.name = b->legal_name,
		.address = envelope(cx, &b->address),
		.tax_id = b->gstin[0] != '\0' ? b->gstin : b->tax_id,
		.pan = billing_pan(cx->mem, b),
		.state = b->address.state,
		.contact = "",
	};
}

static void
check_text(struct context *cx, const char *value, size_t most, const char *field,
    struct problems *p)
{
	enum name_problem problem = valid_name(value, most);

	if (problem != NAME_OK)
		problems_add(p, field, "%s", name_problem_text(cx->mem, problem, field, most));
}

static void
check_optional(struct context *cx, const char *value, size_t most, const char *field,
    struct problems *p)
{
	if (value[0] != '\0')
		check_text(cx, value, most, field, p);
}

/* One of our series would come to that number, and could not go on. */
static bool
is_of_ours(struct context *cx, const struct invoice *i)
{
	int year = calendar_financial_year(i->issued_day);
	enum invoice_kind kind;
	const char *begin;
	size_t length;

	for (kind = INVOICE_TAX; kind < INVOICE_KIND__MAX; kind++) {
		begin = invoice_number_begin(cx->mem, cx->config, kind, year);
		length = strlen(begin);
		if (strncmp(i->number, begin, length) == 0 && i->number[length] != '\0' &&
		    i->number[length + strspn(i->number + length, DIGITS)] == '\0')
			return true;
	}
	return false;
}

static void
check_number(struct context *cx, const struct invoice *i, struct problems *p)
{
	size_t length = strlen(i->number);

	if (length == 0)
		return;
	if (length > INVOICE_NUMBER_MAX || strspn(i->number, NUMBER_CHARACTERS) != length ||
	    strchr("-/", i->number[0]) != NULL)
		problems_add(p, "number", "An invoice number has at most %d letters, digits, "
		    "hyphens and slashes, and begins with a letter or digit (CGST Rules 46(b)). "
		    "Give another one.", INVOICE_NUMBER_MAX);
	else if (is_of_ours(cx, i))
		problems_add(p, "number", "\"%s\" is of a series that is numbered here, and would "
		    "stop it. Leave the number out to have the next one; if another system gave "
		    "it, let ours begin otherwise: invoice.prefix, invoice.credit_prefix and "
		    "invoice.debit_prefix in the settings.", i->number);
}

static void
check_days(struct context *cx, struct invoice *i, struct problems *p)
{
	int64_t today = clock_day(cx->now);

	if (i->issued_day > today)
		problems_add(p, "issued_on", "An invoice cannot be issued in the future. Today is "
		    "%s.", calendar_text(cx->mem, today));
	if (i->kind == INVOICE_TAX && i->due_day == 0)
		i->due_day = i->issued_day + cx->config->invoice.due_days;
	if (i->due_day != 0 && i->due_day < i->issued_day)
		problems_add(p, "due_on", "It cannot be due before it is issued, on %s.",
		    calendar_text(cx->mem, i->issued_day));
	if ((i->from_day == 0) != (i->to_day == 0))
		problems_add(p, "period_to", "Give both days of the period, or none.");
	else if (i->to_day < i->from_day)
		problems_add(p, "period_to", "The period ends before it begins.");
}

/*
 * IGST Act s. 12(2): of a registered person the State of the registration, of anybody else that of
 * the address. Who has a UIN is no registered person (CGST Act s. 2(94)), and the number of online
 * services from abroad names no State.
 */
static const char *
place_of_buyer(struct context *cx, const struct invoice_party *buyer)
{
	struct gstin gstin;

	if (gstin_read(cx->mem, buyer->tax_id, &gstin) != GSTIN_OK ||
	    gstin.kind == GSTIN_UN_BODY || (!indian_state_is_place(gstin.state) &&
		strcmp(gstin.state, INDIAN_STATE_OTHER) != 0))
		return buyer->state;
	return gstin.state;
}

static void
check_places(struct context *cx, struct invoice *i, struct problems *p)
{
	if (i->seller.name[0] == '\0' || indian_state_now(i->seller.state) == NULL) {
		problems_add(p, "", "The settings do not say who issues: set seller.name, "
		    "seller.address and seller.gstin (or seller.state).");
		return;
	}
	if (i->place_of_supply[0] == '\0')
		i->place_of_supply = place_of_buyer(cx, &i->buyer);
	if (indian_state_now(i->place_of_supply) == NULL) {
		problems_add(p, "place_of_supply", "\"%s\" is no State. Give its two digits, 27 "
		    "for Maharashtra, or " INDIAN_STATE_ABROAD " for a place outside India.",
		    i->place_of_supply);
		return;
	}
	i->supply = invoice_supply_of(i->seller.state, i->place_of_supply,
	    i->supply == SUPPLY_SEZ);
}

static void
check_buyer(struct invoice *i, struct problems *p)
{
	if (i->buyer.name[0] == '\0' || i->buyer.address[0] == '\0')
		problems_add(p, "account", "Its billing details are not complete: an invoice "
		    "needs the legal name and the address of the buyer (CGST Rules 46(d)). They "
		    "are kept under Billing > Details.");
}

static void
check_line(struct context *cx, const struct invoice_line *l, size_t number, bool is_registered,
    struct problems *p)
{
	const char *field = mem_fmt(cx->mem, "line %zu", number);
	size_t digits = strspn(l->sac, DIGITS);

	check_text(cx, l->description, INVOICE_DESCRIPTION_MAX, field, p);
	if (digits < SAC_LEAST || digits > SAC_MOST || l->sac[digits] != '\0')
		problems_add(p, field, "\"%s\" is no SAC or HSN code: it has %d to %d digits.",
		    l->sac, SAC_LEAST, SAC_MOST);
	check_optional(cx, l->unit, UNIT_MAX, field, p);
	if (!is_registered && l->rate_bp != 0)
		problems_add(p, field, "The settings name no GSTIN of the seller (seller.gstin), "
		    "and who is not registered charges no tax. Set it, or make the rate 0.");
}

static void
check_lines(struct context *cx, struct invoice *i, struct problems *p)
{
	size_t n, wrong;

	if (i->line_count == 0 || i->line_count > INVOICE_LINES_MAX) {
		problems_add(p, "", "It has %zu lines; 1 to %d are possible.", i->line_count,
		    INVOICE_LINES_MAX);
		return;
	}
	for (n = 0; n < i->line_count; n++)
		check_line(cx, &i->lines[n], n + 1, i->seller.tax_id[0] != '\0', p);
	if (invoice_tax_compute(i->lines, i->line_count, i->supply, i->is_reverse_charge,
		&i->totals, &wrong) == ERR_OK)
		return;
	if (wrong == i->line_count)
		problems_add(p, "", "Its total is more than %s rupees.",
		    money_text(cx->mem, MONEY_MAX));
	else
		problems_add(p, mem_fmt(cx->mem, "line %zu", wrong + 1), "The quantity is to be "
		    "above zero and at most %lld, the price and the discount not below zero, the "
		    "discount not more than the line, and the rate 0 to 100 %%.",
		    (long long)(INVOICE_QUANTITY_MAX / INVOICE_QUANTITY_ONE));
}

enum err
invoice_check(struct context *cx, struct invoice *i, struct problems *p)
{
	check_text(cx, i->reference, INVOICE_REFERENCE_MAX, "reference", p);
	if (i->kind != INVOICE_TAX)
		check_text(cx, i->reason, INVOICE_REASON_MAX, "reason", p);
	check_optional(cx, i->purchase_order, INVOICE_PURCHASE_ORDER_MAX, "purchase_order", p);
	check_number(cx, i, p);
	check_days(cx, i, p);
	check_places(cx, i, p);
	check_buyer(i, p);
	check_lines(cx, i, p);
	return problems_has_any(p) ? ERR_INVALID : ERR_OK;
}
