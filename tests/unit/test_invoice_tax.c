/*
 * test_invoice_tax: which heads of tax a supply bears, and what the lines come to.
 */
#include "base/banned.h"
#include "domain/invoice_tax.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/money.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static void
test_invoice_tax__the_places_decide_the_heads(void **state)
{
	static const struct {
		const char		*seller;
		const char		*place;
		bool			 is_sez;
		enum invoice_supply	 want;
	} cases[] = {
		{ "27", "27", false, SUPPLY_STATE }, { "27", "29", false, SUPPLY_INTER },
		{ "07", "07", false, SUPPLY_STATE }, { "34", "34", false, SUPPLY_STATE },
		{ "04", "04", false, SUPPLY_TERRITORY }, { "26", "26", false, SUPPLY_TERRITORY },
		{ "31", "31", false, SUPPLY_TERRITORY }, { "35", "35", false, SUPPLY_TERRITORY },
		{ "38", "38", false, SUPPLY_TERRITORY }, { "97", "97", false, SUPPLY_TERRITORY },
		{ "04", "27", false, SUPPLY_INTER },
		{ "26", "25", false, SUPPLY_TERRITORY }, { "37", "28", false, SUPPLY_STATE },
		{ "36", "37", false, SUPPLY_INTER },
		{ "27", "27", true, SUPPLY_SEZ }, { "27", "29", true, SUPPLY_SEZ },
		{ "27", "96", false, SUPPLY_EXPORT }, { "27", "96", true, SUPPLY_EXPORT },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		print_message("  %s to %s\n", cases[i].seller, cases[i].place);
		assert_int_equal(invoice_supply_of(cases[i].seller, cases[i].place,
		    cases[i].is_sez), cases[i].want);
	}
}

static void
test_invoice_tax__a_supply_is_stored_as_a_word(void **state)
{
	enum invoice_supply supply;

	(void)state;
	for (supply = SUPPLY_UNSET + 1; supply < SUPPLY__MAX; supply++)
		assert_int_equal(invoice_supply_by_word(invoice_supply_word(supply)), supply);
	assert_int_equal(invoice_supply_by_word("between"), SUPPLY_UNSET);
	assert_int_equal(invoice_supply_by_word(""), SUPPLY_UNSET);
}

/* One line each: quantity, price, discount, rate; the supply; what it comes to. */
static const struct {
	const char		*name;
	int64_t			 quantity_milli, price_paise, discount_paise, rate_bp;
	enum invoice_supply	 supply;
	bool			 is_reverse;
	struct invoice_totals	 want;	/* taxable, CGST, SGST, IGST, rounding, total */
} single[] = {
	{ "within a State", 1000, 100000, 0, 1800, SUPPLY_STATE, false,
	    { 100000, 9000, 9000, 0, 0, 118000 } },
	{ "within a Union territory", 1000, 100000, 0, 1800, SUPPLY_TERRITORY, false,
	    { 100000, 9000, 9000, 0, 0, 118000 } },
	{ "between States", 1000, 100000, 0, 1800, SUPPLY_INTER, false,
	    { 100000, 0, 0, 18000, 0, 118000 } },
	{ "to a special economic zone without tax", 1000, 100000, 0, 0, SUPPLY_SEZ, false,
	    { 100000, 0, 0, 0, 0, 100000 } },
	{ "to a special economic zone with tax", 1000, 100000, 0, 1800, SUPPLY_SEZ, false,
	    { 100000, 0, 0, 18000, 0, 118000 } },
	{ "abroad under a bond", 1000, 100000, 0, 0, SUPPLY_EXPORT, false,
	    { 100000, 0, 0, 0, 0, 100000 } },
	{ "reverse charge", 1000, 100000, 0, 1800, SUPPLY_STATE, true,
	    { 100000, 9000, 9000, 0, 0, 100000 } },
	{ "a discount", 2500, 40000, 10000, 1800, SUPPLY_INTER, false,
	    { 90000, 0, 0, 16200, 0, 106200 } },
	{ "all of it a discount", 1000, 40000, 40000, 1800, SUPPLY_INTER, false,
	    { 0, 0, 0, 0, 0, 0 } },
	{ "half a paisa of tax counts, in each half alike", 1000, 50, 0, 200, SUPPLY_STATE, false,
	    { 50, 1, 1, 0, 48, 100 } },
	{ "less than half a paisa does not", 1000, 49, 0, 200, SUPPLY_STATE, false,
	    { 49, 0, 0, 0, -49, 0 } },
	{ "the total at 50 paise goes up", 1000, 1050, 0, 0, SUPPLY_INTER, false,
	    { 1050, 0, 0, 0, 50, 1100 } },
	{ "the total at 49 paise goes down", 1000, 1049, 0, 0, SUPPLY_INTER, false,
	    { 1049, 0, 0, 0, -49, 1000 } },
	{ "a third of a unit", 333, 100, 0, 0, SUPPLY_INTER, false, { 33, 0, 0, 0, -33, 0 } },
	{ "half a paisa of price counts", 5, 100, 0, 0, SUPPLY_INTER, false,
	    { 1, 0, 0, 0, -1, 0 } },
	{ "an odd rate is halved exactly", 1000, 1000000, 0, 25, SUPPLY_STATE, false,
	    { 1000000, 1250, 1250, 0, 0, 1002500 } },
};

static void
test_invoice_tax__one_line_comes_to(void **state)
{
	struct invoice_totals totals;
	struct invoice_line line;
	size_t i, wrong;

	(void)state;
	for (i = 0; i < COUNT(single); i++) {
		print_message("  %s\n", single[i].name);
		line = (struct invoice_line){ .quantity_milli = single[i].quantity_milli,
			.price_paise = single[i].price_paise,
			.discount_paise = single[i].discount_paise, .rate_bp = single[i].rate_bp };
		assert_int_equal(invoice_tax_compute(&line, 1, single[i].supply,
		    single[i].is_reverse, &totals, &wrong), ERR_OK);
		assert_memory_equal(&totals, &single[i].want, sizeof(totals));
		assert_int_equal(line.taxable_paise, totals.taxable_paise);
	}
}

/* Rounding each line and head is not rounding the sum: 150 halves of 0.33 paise are nothing. */
static void
test_invoice_tax__many_lines_are_rounded_one_by_one(void **state)
{
	struct invoice_line lines[300];
	struct invoice_totals totals;
	size_t i, wrong;

	(void)state;
	for (i = 0; i < COUNT(lines); i++)
		lines[i] = (struct invoice_line){ .quantity_milli = 1000, .price_paise = 33,
			.rate_bp = i % 2 == 0 ? 100 : 1800 };

	assert_int_equal(invoice_tax_compute(lines, COUNT(lines), SUPPLY_STATE, false, &totals,
	    &wrong), ERR_OK);

	assert_int_equal(totals.taxable_paise, 9900);
	assert_int_equal(totals.cgst_paise, 150 * 3);
	assert_int_equal(totals.sgst_paise, totals.cgst_paise);
	assert_int_equal(totals.rounding_paise, 0);
	assert_int_equal(totals.total_paise, 9900 + 900);
}

static void
test_invoice_tax__what_is_out_of_bounds_is_named(void **state)
{
	static const struct {
		const char	*name;
		int64_t		 quantity_milli, price_paise, discount_paise, rate_bp;
	} cases[] = {
		{ "no quantity", 0, 100, 0, 1800 }, { "a quantity below zero", -1000, 100, 0, 0 },
		{ "too many", INVOICE_QUANTITY_MAX + 1, 1, 0, 0 },
		{ "a price below zero", 1000, -1, 0, 0 },
		{ "a price beyond 64 bits", INVOICE_QUANTITY_MAX, INT64_MAX, 0, 0 },
		{ "an amount beyond the largest", 1000, MONEY_MAX + 1, 0, 0 },
		{ "a discount below zero", 1000, 100, -1, 0 },
		{ "a discount above the line", 1000, 100, 101, 0 },
		{ "a rate below zero", 1000, 100, 0, -1 },
		{ "a rate above the whole", 1000, 100, 0, INVOICE_RATE_MAX_BP + 1 },
	};
	struct invoice_totals totals;
	struct invoice_line lines[2];
	size_t i, wrong;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		print_message("  %s\n", cases[i].name);
		lines[0] = (struct invoice_line){ .quantity_milli = 1000, .price_paise = 100 };
		lines[1] = (struct invoice_line){ .quantity_milli = cases[i].quantity_milli,
			.price_paise = cases[i].price_paise,
			.discount_paise = cases[i].discount_paise, .rate_bp = cases[i].rate_bp };
		assert_int_equal(invoice_tax_compute(lines, 2, SUPPLY_INTER, false, &totals,
		    &wrong), ERR_INVALID);
		assert_int_equal(wrong, 1);
	}
}

static void
test_invoice_tax__a_sum_beyond_the_largest_is_refused(void **state)
{
	struct invoice_line lines[2] = {
		{ .quantity_milli = 1000, .price_paise = MONEY_MAX - 100 },
		{ .quantity_milli = 1000, .price_paise = 100 },
	};
	struct invoice_totals totals;
	size_t wrong;

	(void)state;
	assert_int_equal(invoice_tax_compute(lines, 2, SUPPLY_INTER, false, &totals, &wrong),
	    ERR_OK);
	lines[1].price_paise = 101;
	assert_int_equal(invoice_tax_compute(lines, 2, SUPPLY_INTER, false, &totals, &wrong),
	    ERR_INVALID);
	assert_int_equal(wrong, 2);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_invoice_tax__the_places_decide_the_heads),
		cmocka_unit_test(test_invoice_tax__a_supply_is_stored_as_a_word),
		cmocka_unit_test(test_invoice_tax__one_line_comes_to),
		cmocka_unit_test(test_invoice_tax__many_lines_are_rounded_one_by_one),
		cmocka_unit_test(test_invoice_tax__what_is_out_of_bounds_is_named),
		cmocka_unit_test(test_invoice_tax__a_sum_beyond_the_largest_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
