/*
 * test_money: paise as figures and as words.
 */
#include "base/banned.h"
#include "base/money.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena_fixture.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const struct {
	int64_t		 paise;
	const char	*text;
	const char	*words;
} amounts[] = {
	{ 0, "0.00", "Rupees Zero Only" },
	{ 1, "0.01", "Rupees Zero and One Paise Only" },
	{ -5, "-0.05", "Minus Rupees Zero and Five Paise Only" },
	{ 100, "1.00", "Rupees One Only" },
	{ 1999, "19.99", "Rupees Nineteen and Ninety-Nine Paise Only" },
	{ 2000, "20.00", "Rupees Twenty Only" },
	{ 10100, "101.00", "Rupees One Hundred One Only" },
	{ 99999, "999.99", "Rupees Nine Hundred Ninety-Nine and Ninety-Nine Paise Only" },
	{ 100000, "1,000.00", "Rupees One Thousand Only" },
	{ 9999900, "99,999.00", "Rupees Ninety-Nine Thousand Nine Hundred Ninety-Nine Only" },
	{ 10000000, "1,00,000.00", "Rupees One Lakh Only" },
	{ 10000100, "1,00,001.00", "Rupees One Lakh One Only" },
	{ 123456789, "12,34,567.89",
	    "Rupees Twelve Lakh Thirty-Four Thousand Five Hundred Sixty-Seven and Eighty-Nine "
	    "Paise Only" },
	{ 1000000000, "1,00,00,000.00", "Rupees One Crore Only" },
	{ INT64_C(99999999999), "99,99,99,999.99",
	    "Rupees Ninety-Nine Crore Ninety-Nine Lakh Ninety-Nine Thousand Nine Hundred "
	    "Ninety-Nine and Ninety-Nine Paise Only" },
	{ INT64_C(1200000000000), "12,00,00,00,000.00",
	    "Rupees One Thousand Two Hundred Crore Only" },
	{ MONEY_MAX, "9,99,99,00,00,000.00",
	    "Rupees Ninety-Nine Thousand Nine Hundred Ninety-Nine Crore Only" },
};

static void
test_money__is_written_in_groups_and_in_words(void **state)
{
	size_t i;

	for (i = 0; i < COUNT(amounts); i++) {
		print_message("  %lld\n", (long long)amounts[i].paise);
		assert_string_equal(money_text(*state, amounts[i].paise), amounts[i].text);
		assert_string_equal(money_words(*state, amounts[i].paise), amounts[i].words);
	}
}

static void
test_money__what_is_written_is_read_back(void **state)
{
	int64_t paise;
	size_t i;

	for (i = 0; i < COUNT(amounts); i++) {
		print_message("  %s\n", amounts[i].text);
		assert_int_equal(money_read(amounts[i].text, &paise), ERR_OK);
		assert_int_equal(paise, amounts[i].paise);
		assert_int_equal(money_read(money_plain(*state, amounts[i].paise), &paise), ERR_OK);
		assert_int_equal(paise, amounts[i].paise);
	}
}

static void
test_money__reads_what_people_type_and_nothing_else(void **state)
{
	static const struct {
		const char	*typed;
		int64_t		 paise;		/* -1: refused */
	} cases[] = {
		{ "5", 500 }, { "5.5", 550 }, { "5.05", 505 }, { "0.01", 1 }, { "007", 700 },
		{ " \xe2\x82\xb9 1,180.00 ", 118000 }, { "1,234,567", 123456700 },
		{ "12,34,567", 123456700 }, { "999990000000", MONEY_MAX },
		{ "", -1 }, { " ", -1 }, { ".", -1 }, { ".5", -1 }, { "5.", -1 }, { "5.001", -1 },
		{ "1,23", -1 }, { ",123", -1 }, { "1,,234", -1 }, { "1,2345", -1 }, { "1234,567", -1 },
		{ "1,2,345", -1 }, { "1e3", -1 },
		{ "0x10", -1 }, { "5 5", -1 }, { "--5", -1 }, { "five", -1 },
		{ "999990000000.01", -1 }, { "99999999999999999999999999", -1 },
		{ "\xe0\xa5\xab", -1 },
	};
	int64_t paise;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		print_message("  \"%s\"\n", cases[i].typed);
		paise = -1;
		assert_int_equal(money_read(cases[i].typed, &paise),
		    cases[i].paise == -1 ? ERR_INVALID : ERR_OK);
		assert_int_equal(paise, cases[i].paise);
	}
}

/* The words of 1 to 99 written out, against which every part of a longer amount is looked up. */
static const char *const below_hundred[100] = { "", "One", "Two", "Three", "Four", "Five", "Six",
	"Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve", "Thirteen", "Fourteen", "Fifteen",
	"Sixteen", "Seventeen", "Eighteen", "Nineteen", "Twenty", "Twenty-One", "Twenty-Two",
	"Twenty-Three", "Twenty-Four", "Twenty-Five", "Twenty-Six", "Twenty-Seven", "Twenty-Eight",
	"Twenty-Nine", "Thirty", "Thirty-One", "Thirty-Two", "Thirty-Three", "Thirty-Four",
	"Thirty-Five", "Thirty-Six", "Thirty-Seven", "Thirty-Eight", "Thirty-Nine", "Forty",
	"Forty-One", "Forty-Two", "Forty-Three", "Forty-Four", "Forty-Five", "Forty-Six",
	"Forty-Seven", "Forty-Eight", "Forty-Nine", "Fifty", "Fifty-One", "Fifty-Two",
	"Fifty-Three", "Fifty-Four", "Fifty-Five", "Fifty-Six", "Fifty-Seven", "Fifty-Eight",
	"Fifty-Nine", "Sixty", "Sixty-One", "Sixty-Two", "Sixty-Three", "Sixty-Four", "Sixty-Five",
	"Sixty-Six", "Sixty-Seven", "Sixty-Eight", "Sixty-Nine", "Seventy", "Seventy-One",
	"Seventy-Two", "Seventy-Three", "Seventy-Four", "Seventy-Five", "Seventy-Six",
	"Seventy-Seven", "Seventy-Eight", "Seventy-Nine", "Eighty", "Eighty-One", "Eighty-Two",
	"Eighty-Three", "Eighty-Four", "Eighty-Five", "Eighty-Six", "Eighty-Seven", "Eighty-Eight",
	"Eighty-Nine", "Ninety", "Ninety-One", "Ninety-Two", "Ninety-Three", "Ninety-Four",
	"Ninety-Five", "Ninety-Six", "Ninety-Seven", "Ninety-Eight", "Ninety-Nine" };

/* 99 crore has nine digits: two of crores, two of lakhs, two of thousands, one of hundreds, two. */
static const char *
expected_words(struct mem *m, unsigned rupees)
{
	unsigned crore = rupees / 10000000, lakh = rupees / 100000 % 100;
	unsigned thousand = rupees / 1000 % 100, hundred = rupees / 100 % 10, rest = rupees % 100;

	return mem_fmt(m, "Rupees%s%s%s%s%s%s%s%s%s%s%s%s Only", crore ? " " : "",
	    below_hundred[crore], crore ? " Crore" : "", lakh ? " " : "", below_hundred[lakh],
	    lakh ? " Lakh" : "", thousand ? " " : "", below_hundred[thousand],
	    thousand ? " Thousand" : "", hundred ? mem_fmt(m, " %s Hundred",
	    below_hundred[hundred]) : "", rest ? " " : "", below_hundred[rest]);
}

static void
test_money__words_up_to_99_crore_are_those_of_a_table(void **state)
{
	struct mem_mark mark = mem_mark(*state);
	unsigned rupees;

	/* Steps that share no factor with ten reach every digit in every place. */
	for (rupees = 1; rupees <= 990000000; rupees += rupees < 100000 ? 1 : 9973) {
		if (strcmp(money_words(*state, (int64_t)rupees * MONEY_PAISE),
		    expected_words(*state, rupees)) != 0)
			fail_msg("%u: %s", rupees,
			    money_words(*state, (int64_t)rupees * MONEY_PAISE));
		mem_rewind(*state, mark);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(test_money__is_written_in_groups_and_in_words),
		TEST(test_money__what_is_written_is_read_back),
		TEST(test_money__reads_what_people_type_and_nothing_else),
		TEST(test_money__words_up_to_99_crore_are_those_of_a_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
