/*
 * test_invoice_issue: what is refused, what is written, and that numbers follow each other without
 * a gap, also where several issue at once.
 */
#include "base/banned.h"
#include "domain/invoice_issue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "domain/invoice_note.h"
#include "domain/invoice_registration.h"
#include "domain/invoice_settings.h"
#include "harness/harness.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

#define SELLER_GSTIN	"27AAPFU0939F1ZV"	/* DOMAIN.md 1 */
#define BUYER_GSTIN	"29AABCR1718E1ZL"	/* DOMAIN.md 1 */

static struct invoice_line lines[2];

static int64_t
day(const char *iso)
{
	int64_t d;

	assert_int_equal(calendar_read(iso, &d), ERR_OK);
	return d;
}

/* An invoice of two lines to the first account, which nothing is wrong with. */
static struct invoice
a_good_one(struct t *t, const char *reference)
{
	lines[0] = (struct invoice_line){ .description = "Virtual numbers", .sac = "998413",
		.unit = "month", .quantity_milli = 3000, .price_paise = 99950, .rate_bp = 1800 };
	lines[1] = (struct invoice_line){ .description = "Set-up & training", .sac = "998413",
		.unit = "", .quantity_milli = 1000, .price_paise = 250000, .discount_paise = 50000,
		.rate_bp = 1800 };
	return (struct invoice){ .kind = INVOICE_TAX, .number = "", .reference = reference,
		.of_number = "", .reason = "", .issued_day = clock_day(t->cx.now),
		.seller = invoice_seller(t->mem, &t->config.seller),
		.buyer = { .name = "Asha Traders", .address = "12, MG Road\nBengaluru 560001",
		    .tax_id = BUYER_GSTIN, .pan = "AABCR1718E", .state = "29", .contact = "" },
		.declaration = "We declare it.", .signatory = "Nandini Kulkarni",
		.purchase_order = "PO/77", .place_of_supply = "", .lines = lines,
		.line_count = COUNT(lines), .issued_by = "test" };
}

static void
sell(struct t *t)
{
	t->config.seller.name = "Harbour Telephony Private Limited";
	t->config.seller.address = (struct config_pairs){ .count = 2,
		.values = { "4 Dock Street", "Mumbai 400001" } };
	t->config.seller.gstin = SELLER_GSTIN;
	t_as(t, 0, ROLE_SUPER_ADMIN);
}

static enum err
issue(struct t *t, struct invoice *i, struct problems *p)
{
	problems_init(p, t->mem);
	return invoice_issue(&t->cx, i, p);
}

static void
test_invoice_issue__writes_what_is_read_back(void **state)
{
	struct t *t = *state;
	struct invoice i, back;
	struct problems p;

	sell(t);
	i = a_good_one(t, "2026-07/asha");

	assert_int_equal(issue(t, &i, &p), ERR_OK);

	assert_int_equal(invoice_load(&t->cx, i.id, &back), ERR_OK);
	assert_string_equal(back.number, i.number);
	assert_int_equal(back.issued_day, i.issued_day);
	assert_int_equal(back.due_day, i.issued_day + t->config.invoice.due_days);
	assert_int_equal(back.from_day, 0);
	assert_string_equal(back.seller.name, "Harbour Telephony Private Limited");
	assert_string_equal(back.seller.address, "4 Dock Street\nMumbai 400001");
	assert_string_equal(back.seller.tax_id, SELLER_GSTIN);
	assert_string_equal(back.seller.pan, "AAPFU0939F");
	assert_string_equal(back.seller.state, "27");
	assert_string_equal(back.buyer.tax_id, BUYER_GSTIN);
	assert_string_equal(back.buyer.address, "12, MG Road\nBengaluru 560001");
	assert_string_equal(back.place_of_supply, "29");
	assert_int_equal(back.supply, SUPPLY_INTER);
	assert_string_equal(back.declaration, "We declare it.");
	assert_string_equal(back.signatory, "Nandini Kulkarni");
	assert_string_equal(back.purchase_order, "PO/77");
	assert_int_equal(back.line_count, 2);
	assert_string_equal(back.lines[1].description, "Set-up & training");
	assert_int_equal(back.lines[0].taxable_paise, 299850);
	assert_int_equal(back.lines[0].igst_paise, 53973);
	assert_int_equal(back.totals.taxable_paise, 499850);
	assert_int_equal(back.totals.igst_paise, 89973);
	assert_int_equal(back.totals.rounding_paise, -23);
	assert_int_equal(back.totals.total_paise, 589800);
	assert_false(back.has_pdf);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event WHERE action ="
	    " 'invoice.issue'"), 1);
}

static void
test_invoice_issue__quantities_and_rates_are_read_as_people_write_them(void **state)
{
	static const struct { int64_t bp; int parts; const char *text; } rates[] = {
		{ 0, 1, "0" }, { 1800, 1, "18" }, { 1800, 2, "9" }, { 25, 1, "0.25" },
		{ 25, 2, "0.125" }, { 500, 2, "2.5" }, { 10000, 1, "100" },
	};
	struct t *t = *state;
	size_t i;

	for (i = 0; i < COUNT(rates); i++)
		assert_string_equal(invoice_rate_text(t->mem, rates[i].bp, rates[i].parts),
		    rates[i].text);
	assert_string_equal(invoice_quantity_text(t->mem, 1), "0.001");
	assert_string_equal(invoice_quantity_text(t->mem, 2500), "2.5");
	assert_string_equal(invoice_quantity_text(t->mem, INVOICE_QUANTITY_MAX), "1000000");
}

static void
test_invoice_issue__numbers_follow_each_other_by_kind_and_year(void **state)
{
	struct t *t = *state;
	struct invoice i, note;
	struct problems p;
	int64_t original;

	sell(t);
	t->cx.now = 1774810800;	/* 30 March 2026 */
	i = a_good_one(t, "a");
	assert_int_equal(issue(t, &i, &p), ERR_OK);
	assert_string_equal(i.number, "INV/2526/000001");
	original = i.id;
	i = a_good_one(t, "b");
	assert_int_equal(issue(t, &i, &p), ERR_OK);
	assert_string_equal(i.number, "INV/2526/000002");

	note = a_good_one(t, "c");
	note.kind = INVOICE_CREDIT;
	note.of_id = original;
	note.reason = "One number less";
	assert_int_equal(issue(t, &note, &p), ERR_OK);
	assert_string_equal(note.number, "CN/2526/000001");

	t->cx.now += 3 * 86400;	/* 2 April */
	i = a_good_one(t, "d");
	assert_int_equal(issue(t, &i, &p), ERR_OK);
	assert_string_equal(i.number, "INV/2627/000001");
	assert_int_equal(i.financial_year, 2026);
}

static void
test_invoice_issue__dates_of_a_series_go_up(void **state)
{
	struct t *t = *state;
	struct invoice i;
	struct problems p;

	sell(t);
	t->cx.now = 1782000000;	/* 21 June 2026 */
	i = a_good_one(t, "a");
	assert_int_equal(issue(t, &i, &p), ERR_OK);
	i = a_good_one(t, "b");
	i.issued_day = day("2026-06-20");

	assert_int_equal(issue(t, &i, &p), ERR_INVALID);

	assert_non_null(problems_about(&p, "issued_on", false));
	assert_non_null(strstr(problems_about(&p, "issued_on", false)->text, "21 Jun 2026"));
}

static void
test_invoice_issue__the_same_reference_issues_nothing_twice(void **state)
{
	struct t *t = *state;
	struct invoice i;
	struct problems p;

	sell(t);
	i = a_good_one(t, "2026-07/asha");
	assert_int_equal(issue(t, &i, &p), ERR_OK);
	i = a_good_one(t, "2026-07/asha");

	assert_int_equal(issue(t, &i, &p), ERR_TAKEN);

	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM invoice"), 1);
}

static void
test_invoice_issue__another_systems_number_stays(void **state)
{
	struct t *t = *state;
	struct invoice i;
	struct problems p;

	sell(t);
	i = a_good_one(t, "a");
	i.number = "OLD-2026/17";
	assert_int_equal(issue(t, &i, &p), ERR_OK);
	assert_int_equal(invoice_load(&t->cx, i.id, &i), ERR_OK);
	assert_string_equal(i.number, "OLD-2026/17");

	i = a_good_one(t, "b");
	i.number = "OLD-2026/17";
	assert_int_equal(issue(t, &i, &p), ERR_TAKEN);

	i = a_good_one(t, "c");
	assert_int_equal(issue(t, &i, &p), ERR_OK);
	assert_int_equal(t_number(t, "SELECT MAX(series_number) FROM invoice"), 1);
}

/* One that our series comes to would stop it there, till the year ends. */
static void
test_invoice_issue__a_number_of_our_series_is_no_other_systems(void **state)
{
	static const struct { const char *number; enum err rc; } cases[] = {
		{ "INV/2627/000005", ERR_INVALID }, { "INV/2627/5", ERR_INVALID },
		{ "CN/2627/000001", ERR_INVALID }, { "DN/2627/1000000", ERR_INVALID },
		{ "INV/2526/000005", ERR_OK }, { "INV/2627/A5", ERR_OK }, { "INV/2627/", ERR_OK },
		{ "XINV/2627/000005", ERR_OK }, { "INV-2627/000005", ERR_OK },
	};
	struct t *t = *state;
	struct invoice i;
	struct problems p;
	size_t n;

	sell(t);
	t->cx.now = 1782000000;	/* 21 June 2026 */
	for (n = 0; n < COUNT(cases); n++) {
		print_message("  %s\n", cases[n].number);
		i = a_good_one(t, cases[n].number);
		i.number = cases[n].number;
		assert_int_equal(issue(t, &i, &p), cases[n].rc);
		assert_int_equal(problems_about(&p, "number", false) != NULL,
		    cases[n].rc == ERR_INVALID);
	}
	i = a_good_one(t, "of the year before");
	i.issued_day = day("2026-03-31");
	i.number = "INV/2526/000006";
	assert_int_equal(issue(t, &i, &p), ERR_INVALID);
}

/* Another system began again every year. */
static void
test_invoice_issue__a_number_of_two_years_is_not_guessed(void **state)
{
	struct t *t = *state;
	struct invoice older, newer, note, of;
	struct problems p;
	int64_t id = 0;

	sell(t);
	older = a_good_one(t, "older");
	older.number = "101";
	older.issued_day = day("2024-06-01");
	assert_int_equal(issue(t, &older, &p), ERR_OK);
	assert_int_equal(invoice_find(&t->cx, "101", 0, &id, &p), ERR_OK);
	newer = a_good_one(t, "newer");
	newer.number = "101";
	newer.issued_day = day("2025-06-01");
	assert_int_equal(issue(t, &newer, &p), ERR_OK);

	assert_int_equal(invoice_find(&t->cx, "101", 0, &id, &p), ERR_INVALID);
	assert_non_null(strstr(problems_about(&p, "", false)->text, "2025-26 and of 2024-25"));
	problems_init(&p, t->mem);
	assert_int_equal(invoice_find_any(&t->cx, "101", 0, &id, &p), ERR_INVALID);
	assert_int_equal(id, older.id);
	assert_int_equal(invoice_find(&t->cx, "101", 2025, &id, &p), ERR_OK);
	assert_int_equal(id, newer.id);
	assert_int_equal(invoice_find_any(&t->cx, "101", 2024, &id, &p), ERR_OK);
	assert_int_equal(id, older.id);
	assert_int_equal(invoice_find(&t->cx, "101", 2023, &id, &p), ERR_MISSING);

	note = a_good_one(t, "note");
	note.kind = INVOICE_CREDIT;
	note.of_number = "101";
	problems_init(&p, t->mem);
	assert_int_equal(invoice_note_of(&t->cx, &note, &of, &p), ERR_INVALID);
	note.of_year = 2024;
	problems_init(&p, t->mem);
	assert_int_equal(invoice_note_of(&t->cx, &note, &of, &p), ERR_OK);
	assert_int_equal(note.of_id, older.id);
	note.of_year = 2023;
	assert_int_equal(invoice_note_of(&t->cx, &note, &of, &p), ERR_INVALID);
	assert_non_null(strstr(problems_about(&p, "corrects", false)->text, "\"101\" of 2023-24"));
}

/* Each spoils a good one. */
static void spoil_reference(struct invoice *i) { i->reference = ""; }
static void spoil_number(struct invoice *i) { i->number = "INV 1"; }
static void spoil_number_length(struct invoice *i) { i->number = "12345678901234567"; }
static void spoil_number_start(struct invoice *i) { i->number = "/1"; }
static void spoil_issued(struct invoice *i) { i->issued_day++; }
static void spoil_due(struct invoice *i) { i->due_day = i->issued_day - 1; }
static void spoil_half_period(struct invoice *i) { i->from_day = i->issued_day; }
static void
spoil_period(struct invoice *i)
{
	i->from_day = i->issued_day;
	i->to_day = i->issued_day - 1;
}
static void spoil_seller(struct invoice *i) { i->seller.name = ""; }
static void spoil_place(struct invoice *i) { i->place_of_supply = "41"; }
static void spoil_buyer(struct invoice *i) { i->buyer.address = ""; }
static void spoil_lines(struct invoice *i) { i->line_count = 0; }
static void spoil_description(struct invoice *i) { i->lines[1].description = " "; }
static void spoil_sac(struct invoice *i) { i->lines[1].sac = "99a4"; }
static void spoil_sac_length(struct invoice *i) { i->lines[0].sac = "998"; }
static void spoil_quantity(struct invoice *i) { i->lines[1].quantity_milli = 0; }
static void spoil_discount(struct invoice *i) { i->lines[1].discount_paise = 250001; }
static void spoil_registration(struct invoice *i) { i->seller.tax_id = ""; }
static void
spoil_reason(struct invoice *i)
{
	i->kind = INVOICE_CREDIT;
	i->of_id = 1;
}

static void
test_invoice_issue__what_is_wrong_is_named(void **state)
{
	static const struct {
		void		(*spoil)(struct invoice *);
		const char	*field;
	} cases[] = {
		{ spoil_reference, "reference" }, { spoil_number, "number" },
		{ spoil_number_length, "number" }, { spoil_number_start, "number" },
		{ spoil_issued, "issued_on" }, { spoil_due, "due_on" },
		{ spoil_half_period, "period_to" }, { spoil_period, "period_to" },
		{ spoil_seller, "" }, { spoil_place, "place_of_supply" },
		{ spoil_buyer, "account" }, { spoil_lines, "" }, { spoil_description, "line 2" },
		{ spoil_sac, "line 2" }, { spoil_sac_length, "line 1" },
		{ spoil_quantity, "line 2" }, { spoil_discount, "line 2" },
		{ spoil_registration, "line 1" }, { spoil_reason, "reason" },
	};
	struct t *t = *state;
	struct invoice i;
	struct problems p;
	size_t n;

	sell(t);
	for (n = 0; n < COUNT(cases); n++) {
		print_message("  case %zu: \"%s\"\n", n, cases[n].field);
		i = a_good_one(t, "a");
		cases[n].spoil(&i);
		assert_int_equal(issue(t, &i, &p), ERR_INVALID);
		assert_non_null(problems_about(&p, cases[n].field, false));
		assert_int_equal(t_number(t, "SELECT COUNT(*) FROM invoice"), 0);
		assert_int_equal(t_number(t, "SELECT COUNT(*) FROM invoice_series"), 0);
	}
}

static void
test_invoice_issue__another_accounts_is_not_there(void **state)
{
	struct t *t = *state;
	struct invoice i, other;
	struct problems p;
	size_t count;

	sell(t);
	i = a_good_one(t, "a");
	assert_int_equal(issue(t, &i, &p), ERR_OK);

	t_as(t, 1, ROLE_SUPER_ADMIN);
	assert_int_equal(invoice_load(&t->cx, i.id, &other), ERR_MISSING);
	assert_int_equal(invoice_list(&t->cx, &(struct invoice_filter){ .number = "" }, &other, 1,
	    &count), ERR_OK);
	assert_int_equal(count, 0);
	other = a_good_one(t, "b");
	other.kind = INVOICE_CREDIT;
	other.reason = "Not theirs";
	other.of_id = i.id;
	assert_int_equal(issue(t, &other, &p), ERR_REFUSED);
}

/* A credit note of one unit of each line of an invoice. */
static enum err
credit(struct t *t, const char *number, const char *reference, int64_t quantity_milli,
    struct problems *p)
{
	struct invoice note = a_good_one(t, reference), of;
	enum err rc;

	note.kind = INVOICE_CREDIT;
	note.of_number = number;
	note.reason = "Too many";
	lines[0].quantity_milli = quantity_milli;
	lines[1].quantity_milli = quantity_milli;
	lines[1].discount_paise = 0;
	problems_init(p, t->mem);
	if ((rc = invoice_note_of(&t->cx, &note, &of, p)) != ERR_OK)
		return rc;
	return invoice_issue(&t->cx, &note, p);
}

static void
test_invoice_issue__notes_take_no_more_than_there_is(void **state)
{
	struct t *t = *state;
	struct invoice i, debit, of;
	struct invoice_left left;
	struct problems p;

	sell(t);
	i = a_good_one(t, "a");
	assert_int_equal(issue(t, &i, &p), ERR_OK);	/* 4,998.50 and 899.73 of tax */

	assert_int_equal(credit(t, i.number, "b", 1000, &p), ERR_OK);	/* 3,499.50 */
	assert_int_equal(invoice_left_hold(&t->cx, i.id, &left), ERR_OK);
	assert_int_equal(left.taxable_paise, 499850 - 349950);
	assert_int_equal(left.tax_paise, 89973 - 62991);
	assert_int_equal(credit(t, i.number, "c", 1000, &p), ERR_INVALID);
	assert_non_null(strstr(problems_about(&p, "", false)->text, "1,499.00"));
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM invoice"), 2);
	assert_int_equal(t_number(t, "SELECT last_number FROM invoice_series WHERE kind = 'credit'"),
	    1);

	debit = a_good_one(t, "d");
	debit.kind = INVOICE_DEBIT;
	debit.of_number = i.number;
	debit.reason = "More";
	problems_init(&p, t->mem);
	assert_int_equal(invoice_note_of(&t->cx, &debit, &of, &p), ERR_OK);
	assert_int_equal(invoice_issue(&t->cx, &debit, &p), ERR_OK);
	assert_int_equal(credit(t, i.number, "c", 1000, &p), ERR_OK);
}

static void
test_invoice_issue__a_note_is_to_whom_its_invoice_was(void **state)
{
	struct t *t = *state;
	struct invoice i, note, of;
	struct problems p;

	sell(t);
	i = a_good_one(t, "a");
	i.supply = SUPPLY_SEZ;
	i.is_reverse_charge = true;
	assert_int_equal(issue(t, &i, &p), ERR_OK);
	note = a_good_one(t, "b");
	note.kind = INVOICE_CREDIT;
	note.of_number = i.number;
	note.reason = "Less";
	note.buyer.name = "Somebody else";

	assert_int_equal(invoice_note_of(&t->cx, &note, &of, &p), ERR_OK);

	assert_string_equal(note.buyer.name, "Asha Traders");
	assert_string_equal(note.place_of_supply, "29");
	assert_int_equal(note.supply, SUPPLY_SEZ);
	assert_true(note.is_reverse_charge);
	assert_int_equal(note.of_id, i.id);
	assert_int_equal(note.of_day, i.issued_day);
	assert_int_equal(of.line_count, 2);

	note.place_of_supply = "27";
	note.issued_day = i.issued_day - 1;
	problems_init(&p, t->mem);
	assert_int_equal(invoice_note_of(&t->cx, &note, &of, &p), ERR_INVALID);
	assert_non_null(problems_about(&p, "place_of_supply", false));
	assert_non_null(problems_about(&p, "issued_on", false));
	note.of_number = "INV/1999/000001";
	problems_init(&p, t->mem);
	assert_int_equal(invoice_note_of(&t->cx, &note, &of, &p), ERR_INVALID);
	assert_non_null(problems_about(&p, "corrects", false));
	note.of_number = "INV/\xe0\xa5\xa7";
	problems_init(&p, t->mem);
	assert_int_equal(invoice_note_of(&t->cx, &note, &of, &p), ERR_INVALID);
	assert_non_null(problems_about(&p, "corrects", false));
}

/*
 * IGST Act s. 12(2): where a registered person is registered, and where anybody else has the
 * address. Who has a UIN is no registered person (CGST Act s. 2(94)).
 */
static void
test_invoice_issue__the_place_of_supply_is_the_buyers(void **state)
{
	static const struct {
		const char *name, *tax_id, *address, *given, *place;
		enum invoice_supply supply;
	} cases[] = {
		{ "registered elsewhere", "27AAKCA4417Q1Z6", "29", "", "27", SUPPLY_STATE },
		{ "with an address abroad", "29AABCR1718E1ZL", "96", "", "29", SUPPLY_INTER },
		{ "a department", "06DELI09652G1DA", "27", "", "06", SUPPLY_INTER },
		{ "what was Andhra Pradesh", "28AAPFU0939F1ZT", "27", "", "37", SUPPLY_INTER },
		{ "the other territory", "97AAPFU0939F1ZO", "27", "", "97", SUPPLY_INTER },
		{ "a non-resident", "0719SGP00001NRI", "96", "", "07", SUPPLY_INTER },
		{ "an embassy", "0717UNO00157UNO", "27", "", "27", SUPPLY_STATE },
		{ "online from abroad", "9917SGP29001OST", "96", "", "96", SUPPLY_EXPORT },
		{ "registered abroad", "DE123456789", "96", "", "96", SUPPLY_EXPORT },
		{ "not registered", "", "29", "", "29", SUPPLY_INTER },
		{ "given", "27AAKCA4417Q1Z6", "29", "29", "29", SUPPLY_INTER },
	};
	struct t *t = *state;
	struct invoice one;
	struct problems p;
	size_t i;

	sell(t);
	for (i = 0; i < COUNT(cases); i++) {
		print_message("  %s\n", cases[i].name);
		one = a_good_one(t, cases[i].name);
		one.buyer.tax_id = cases[i].tax_id;
		one.buyer.state = cases[i].address;
		one.place_of_supply = cases[i].given;
		assert_int_equal(issue(t, &one, &p), ERR_OK);
		assert_string_equal(one.place_of_supply, cases[i].place);
		assert_int_equal(one.supply, cases[i].supply);
		assert_string_equal(one.buyer.state, cases[i].address);
	}
}

static void
test_invoice_issue__what_leaves_the_country_says_so(void **state)
{
	static const struct { enum invoice_supply supply; int64_t igst; const char *words; } cases[] = {
		{ SUPPLY_STATE, 0, "" }, { SUPPLY_INTER, 1, "" },
		{ SUPPLY_EXPORT, 1, "export on payment" },
		{ SUPPLY_EXPORT, 0, "export under bond or letter of undertaking without" },
		{ SUPPLY_SEZ, 1, "SEZ developer for authorised operations on payment" },
		{ SUPPLY_SEZ, 0, "SEZ developer for authorised operations under bond" },
	};
	struct invoice i = { .kind = INVOICE_TAX };
	size_t n;

	(void)state;
	for (n = 0; n < COUNT(cases); n++) {
		print_message("  case %zu\n", n);
		i.supply = cases[n].supply;
		i.totals.igst_paise = cases[n].igst;
		assert_non_null(strstr(invoice_endorsement(&i), cases[n].words));
		assert_int_equal(invoice_endorsement(&i)[0] == '\0', cases[n].words[0] == '\0');
	}
}

/* What is tried finds the same faults, and leaves the numbers alone. */
static void
test_invoice_issue__a_trial_takes_no_number(void **state)
{
	static struct invoice_trial trial;
	struct t *t = *state;
	struct invoice i;
	struct problems p;

	sell(t);
	memset(&trial, 0, sizeof(trial));
	i = a_good_one(t, "a");
	assert_int_equal(issue(t, &i, &p), ERR_OK);
	i = a_good_one(t, "b");

	assert_int_equal(invoice_try(&t->cx, &i, &trial, &p), ERR_OK);

	assert_int_equal(i.number[0], '-');
	assert_int_equal(t_number(t, "SELECT last_number FROM invoice_series"), 1);
	i = a_good_one(t, "c");
	i.issued_day--;
	problems_init(&p, t->mem);
	assert_int_equal(invoice_try(&t->cx, &i, &trial, &p), ERR_INVALID);
	assert_non_null(problems_about(&p, "issued_on", false));
	i = a_good_one(t, "b");
	problems_init(&p, t->mem);
	assert_int_equal(invoice_try(&t->cx, &i, &trial, &p), ERR_TAKEN);
}

#define IRN "35054cc24d97033afc24f49ec4444dbab81f542c555f9d30359dc75794e06bbe"

static void
test_invoice_issue__a_registration_is_kept_once(void **state)
{
	static const struct { const char *irn, *ack, *qr, *field; } wrong[] = {
		{ "", "112010036563310", "", "irn" }, { IRN "0", "112010036563310", "", "irn" },
		{ "g" IRN, "112010036563310", "", "irn" }, { IRN, "", "", "ack_number" },
		{ IRN, "11201003656331x", "", "ack_number" }, { IRN, "1", "a b", "qr_text" },
		{ IRN, "123456789012345678901", "", "ack_number" },
	};
	struct t *t = *state;
	struct invoice_registration r = { IRN, "112010036563310", 0, "eyJhbGciOi" }, back;
	struct invoice i, other;
	struct problems p;
	int64_t other_id;
	size_t n;

	sell(t);
	i = a_good_one(t, "a");
	assert_int_equal(issue(t, &i, &p), ERR_OK);
	other = a_good_one(t, "b");
	assert_int_equal(issue(t, &other, &p), ERR_OK);
	other_id = other.id;
	for (n = 0; n < COUNT(wrong); n++) {
		print_message("  case %zu\n", n);
		back = (struct invoice_registration){ wrong[n].irn, wrong[n].ack, 0, wrong[n].qr };
		problems_init(&p, t->mem);
		assert_int_equal(invoice_registration_add(&t->cx, i.id, &back, &p), ERR_INVALID);
		assert_non_null(problems_about(&p, wrong[n].field, false));
	}
	assert_int_equal(invoice_load(&t->cx, i.id, &other), ERR_OK);
	assert_false(other.is_registered);
	assert_int_equal(invoice_registration_time("2026-04-01 16:05:00", &r.ack_at), ERR_OK);
	assert_int_equal(r.ack_at, 1775039700);	/* 10:35:00 UTC */
	problems_init(&p, t->mem);
	assert_int_equal(invoice_registration_add(&t->cx, i.id, &r, &p), ERR_OK);
	assert_int_equal(invoice_registration_add(&t->cx, i.id, &r, &p), ERR_TAKEN);
	assert_int_equal(invoice_registration_add(&t->cx, other_id, &r, &p), ERR_TAKEN);
	assert_int_equal(invoice_load(&t->cx, i.id, &i), ERR_OK);
	assert_true(i.is_registered);
	assert_string_equal(i.registration.irn, IRN);
	assert_int_equal(i.registration.ack_at, r.ack_at);
	assert_string_equal(i.registration.qr_text, "eyJhbGciOi");
	assert_int_equal(invoice_registration_time("2026-04-01T16:05:00", &r.ack_at), ERR_INVALID);
	assert_int_equal(invoice_registration_time("2026-04-01 24:05:00", &r.ack_at), ERR_INVALID);
	assert_int_equal(invoice_registration_time("2026-04-31 14:05:00", &r.ack_at), ERR_INVALID);
}

/* The application's user may add and read, and nothing else. */
static void
test_invoice_issue__the_database_lets_nobody_change_one(void **state)
{
	static const char *const statements[] = { "UPDATE invoice SET total_paise = 0",
		"DELETE FROM invoice", "UPDATE invoice_line SET sac = '0000'",
		"DELETE FROM invoice_line", "UPDATE invoice_pdf SET made_at = 0",
		"DELETE FROM invoice_pdf", "UPDATE invoice_payment SET amount_paise = 1",
		"DELETE FROM invoice_payment", "DELETE FROM invoice_series",
		"UPDATE invoice_registration SET irn = ''", "DELETE FROM invoice_left" };
	struct t *t = *state;
	size_t i;

	for (i = 0; i < COUNT(statements); i++) {
		print_message("  %s\n", statements[i]);
		assert_int_equal(db_run_text(t->cx.db, statements[i]), ERR_BUG);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(test_invoice_issue__writes_what_is_read_back),
		TEST(test_invoice_issue__quantities_and_rates_are_read_as_people_write_them),
		TEST(test_invoice_issue__numbers_follow_each_other_by_kind_and_year),
		TEST(test_invoice_issue__dates_of_a_series_go_up),
		TEST(test_invoice_issue__the_same_reference_issues_nothing_twice),
		TEST(test_invoice_issue__another_systems_number_stays),
		TEST(test_invoice_issue__a_number_of_our_series_is_no_other_systems),
		TEST(test_invoice_issue__a_number_of_two_years_is_not_guessed),
		TEST(test_invoice_issue__what_is_wrong_is_named),
		TEST(test_invoice_issue__another_accounts_is_not_there),
		TEST(test_invoice_issue__notes_take_no_more_than_there_is),
		TEST(test_invoice_issue__a_note_is_to_whom_its_invoice_was),
		TEST(test_invoice_issue__the_place_of_supply_is_the_buyers),
		TEST(test_invoice_issue__what_leaves_the_country_says_so),
		TEST(test_invoice_issue__a_trial_takes_no_number),
		TEST(test_invoice_issue__a_registration_is_kept_once),
		TEST(test_invoice_issue__the_database_lets_nobody_change_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
