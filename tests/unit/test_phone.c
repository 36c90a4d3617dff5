/*
 * Tests of base/phone.c and base/phone_match.c: tables of what people type, every region's official
 * example there and back, and the matcher against regcomp(3) over every pattern of the table.
 */
#include "base/banned.h"
#include "base/phone.h"

#include <regex.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/phone_match.h"
#include "base/phone_table.h"
#include "phone_examples.h"

#define LENGTH_OF(array)	(sizeof(array) / sizeof *(array))

#define NUMBERS_PER_PATTERN	25	/* enough that each pattern takes some and not others */
#define ERE_BYTES		16384	/* longer than any pattern written out for regcomp(3) */

struct parse_case {
	const char		*typed;
	const char		*region;
	enum phone_problem	 problem;
	const char		*e164;		/* "" where refused */
};

static const struct parse_case accepted[] = {
	/* India, mobile */
	{ "9876543210", "IN", PHONE_OK, "+919876543210" },
	{ "98765 43210", "IN", PHONE_OK, "+919876543210" },
	{ "  98765-43210  ", "IN", PHONE_OK, "+919876543210" },
	{ "98765.43210", "IN", PHONE_OK, "+919876543210" },
	{ "09876543210", "IN", PHONE_OK, "+919876543210" },
	{ "919876543210", "IN", PHONE_OK, "+919876543210" },
	{ "91 98765 43210", "IN", PHONE_OK, "+919876543210" },
	{ "+919876543210", "IN", PHONE_OK, "+919876543210" },
	{ "+91 98765 43210", NULL, PHONE_OK, "+919876543210" },
	{ "+91-98765-43210", "", PHONE_OK, "+919876543210" },
	{ "(+91) 98765 43210", "US", PHONE_OK, "+919876543210" },
	{ "+91 (0) 98765 43210", "IN", PHONE_OK, "+919876543210" },
	{ "+91 098765 43210", "IN", PHONE_OK, "+919876543210" },
	{ "00919876543210", "IN", PHONE_OK, "+919876543210" },
	{ "00 91 98765 43210", NULL, PHONE_OK, "+919876543210" },
	{ "6000012345", "IN", PHONE_OK, "+916000012345" },
	{ "7000012345", "IN", PHONE_OK, "+917000012345" },
	{ "9198765432", "IN", PHONE_OK, "+919198765432" },
	{ "919198765432", "IN", PHONE_OK, "+919198765432" },
	/* India, landline with its STD code, free numbers */
	{ "022 2772 1234", "IN", PHONE_OK, "+912227721234" },
	{ "(022) 2772-1234", "IN", PHONE_OK, "+912227721234" },
	{ "22 2772 1234", "IN", PHONE_OK, "+912227721234" },
	{ "+91 22 2772 1234", "IN", PHONE_OK, "+912227721234" },
	{ "011-23456789", "IN", PHONE_OK, "+911123456789" },
	{ "080 4123 4567", "IN", PHONE_OK, "+918041234567" },
	{ "0253 231 2345", "IN", PHONE_OK, "+912532312345" },
	{ "04324/221234", "IN", PHONE_OK, "+914324221234" },
	{ "1800 123 4567", "IN", PHONE_OK, "+9118001234567" },
	{ "1800 11 4000", "IN", PHONE_OK, "+911800114000" },
	{ "000800 100 1234", "IN", PHONE_OK, "+910008001001234" },
	/* as pasted: spaces, dashes, marks and digits of other scripts */
	{ "98765\xc2\xa0" "43210", "IN", PHONE_OK, "+919876543210" },
	{ "\xe2\x80\xaa+91 98765 43210\xe2\x80\xac", "IN", PHONE_OK, "+919876543210" },
	{ "98765\xe2\x80\x93" "43210", "IN", PHONE_OK, "+919876543210" },
	{ "98765\xe2\x80\x91" "43210", "IN", PHONE_OK, "+919876543210" },
	{ "98765\xe2\x88\x92" "43210", "IN", PHONE_OK, "+919876543210" },
	{ "\xe2\x80\x8b" "9876543210\xef\xbb\xbf", "IN", PHONE_OK, "+919876543210" },
	{ "९८७६५ ४३२१०", "IN", PHONE_OK, "+919876543210" },
	{ "＋９１　９８７６５－４３２１０", "IN", PHONE_OK, "+919876543210" },
	{ "௯௮௭௬௫௪௩௨௧௦", "IN", PHONE_OK, "+919876543210" },
	{ "٠٩٨٧٦٥٤٣٢١٠", "IN", PHONE_OK, "+919876543210" },
	{ "98765\t43210", "IN", PHONE_OK, "+919876543210" },
	/* other plans; regions that share a calling code */
	{ "(212) 555-0123", "US", PHONE_OK, "+12125550123" },
	{ "1-212-555-0123", "US", PHONE_OK, "+12125550123" },
	{ "416 555 0123", "US", PHONE_OK, "+14165550123" },
	{ "+91 12345 67899", "US", PHONE_OK, "+911234567899" },
	{ "011 91 98765 43210", "US", PHONE_OK, "+919876543210" },
	{ "464 1234", "AG", PHONE_OK, "+12684641234" },
	{ "07400 123456", "GB", PHONE_OK, "+447400123456" },
	{ "020 7946 0018", "GB", PHONE_OK, "+442079460018" },
	{ "+44 (0)20 7946 0018", "IN", PHONE_OK, "+442079460018" },
	{ "01534 456789", "GB", PHONE_OK, "+441534456789" },
	{ "456789", "JE", PHONE_OK, "+441534456789" },
	{ "8 (912) 345-67-89", "RU", PHONE_OK, "+79123456789" },
	{ "8 771 000 99 98", "RU", PHONE_OK, "+77710009998" },
	{ "8 800 555 35 35", "RU", PHONE_OK, "+78005553535" },
	{ "810 91 98765 43210", "RU", PHONE_OK, "+919876543210" },
	{ "06 12345678", "IT", PHONE_OK, "+390612345678" },
	{ "06 698 12345", "IT", PHONE_OK, "+390669812345" },
	{ "+39 06 698 12345", "IN", PHONE_OK, "+390669812345" },
	{ "011 15-2345-6789", "AR", PHONE_OK, "+5491123456789" },
	{ "0 21 11 96123 4567", "BR", PHONE_OK, "+5511961234567" },
	{ "(11) 96123-4567", "BR", PHONE_OK, "+5511961234567" },
	{ "0030 694 123 4567", "IN", PHONE_OK, "+306941234567" },
	{ "0011 91 98765 43210", "AU", PHONE_OK, "+919876543210" },
	{ "050 123 4567", "AE", PHONE_OK, "+971501234567" },
	{ "+800 1234 5678", "IN", PHONE_OK, "+80012345678" },
	/* longest: 15 digits with the calling code */
	{ "1800 12345 6789", "IN", PHONE_OK, "+911800123456789" },
	{ "+49 176 12345678", "IN", PHONE_OK, "+4917612345678" },
	{ "+43 1 234567890123", "IN", PHONE_OK, "+431234567890123" },
};

static const struct parse_case refused[] = {
	{ "", "IN", PHONE_EMPTY, "" },
	{ "   ", "IN", PHONE_EMPTY, "" },
	{ "\xc2\xa0", "IN", PHONE_EMPTY, "" },
	{ "-", "IN", PHONE_EMPTY, "" },
	{ "()", "IN", PHONE_EMPTY, "" },
	{ "+", "IN", PHONE_TOO_SHORT, "" },
	{ "+91", "IN", PHONE_TOO_SHORT, "" },
	{ "00", "IN", PHONE_TOO_SHORT, "" },
	{ "0", "IN", PHONE_TOO_SHORT, "" },
	{ "98765 4321", "IN", PHONE_TOO_SHORT, "" },
	{ "098765 4321", "IN", PHONE_TOO_SHORT, "" },
	{ "91 98765 4321", "IN", PHONE_TOO_SHORT, "" },
	{ "+91 98765 4321", "US", PHONE_TOO_SHORT, "" },
	{ "0091 98765 4321", "IN", PHONE_TOO_SHORT, "" },
	{ "277 21234", "IN", PHONE_TOO_SHORT, "" },
	{ "555-0123", "US", PHONE_TOO_SHORT, "" },
	{ "98765 432100", "IN", PHONE_TOO_LONG, "" },
	{ "1800 12345 67890", "IN", PHONE_TOO_LONG, "" },
	{ "+91 1800 12345 67890", "IN", PHONE_TOO_LONG, "" },
	{ "+91 98765 432100", "IN", PHONE_TOO_LONG, "" },
	{ "0091 98765 432100", "IN", PHONE_TOO_LONG, "" },
	{ "98765 43210 / 98765 43211", "IN", PHONE_TOO_LONG, "" },
	{ "+43 1 2345678901234", "IN", PHONE_TOO_LONG, "" },
	{ "123456789012345678901234567890", "IN", PHONE_TOO_LONG, "" },
	{ "1234567890123456789012345678901", "IN", PHONE_TOO_LONG, "" },
	{ "+91 00000000000000000000000000000000000098765 43210", "IN", PHONE_TOO_LONG, "" },
	{ "+999 1234567890123456789012345678901", "IN", PHONE_TOO_LONG, "" },
	{ "00 1 429 821 1234", "BR", PHONE_NOT_VALID, "" },	/* not +298 by a carrier's code */
	{ "5476543210", "IN", PHONE_NOT_VALID, "" },
	{ "0000000000", "IN", PHONE_TOO_SHORT, "" },	/* a prefix and nine digits */
	{ "0055 11 6612345678", "BR", PHONE_TOO_LONG, "" },	/* not +1 661 by a carrier's code */
	{ "+91 54765 43210", "IN", PHONE_NOT_VALID, "" },
	{ "123 456 7890", "US", PHONE_NOT_VALID, "" },
	{ "+1 212 155 0123", "IN", PHONE_NOT_VALID, "" },
	{ "98765 4321O", "IN", PHONE_CHARACTERS, "" },
	{ "call me", "IN", PHONE_CHARACTERS, "" },
	{ "022 2772 1234 x123", "IN", PHONE_CHARACTERS, "" },
	{ "022 2772 1234 ext 5", "IN", PHONE_CHARACTERS, "" },
	{ "1800 FLOWERS", "IN", PHONE_CHARACTERS, "" },
	{ "tel:+919876543210", "IN", PHONE_CHARACTERS, "" },
	{ "91+98765 43210", "IN", PHONE_CHARACTERS, "" },
	{ "++91 98765 43210", "IN", PHONE_CHARACTERS, "" },
	{ "98765 43210\n", "IN", PHONE_CHARACTERS, "" },
	{ "98765 43210, 98765 43211", "IN", PHONE_CHARACTERS, "" },
	{ "*#06#", "IN", PHONE_CHARACTERS, "" },
	{ "9876543210\xff", "IN", PHONE_CHARACTERS, "" },
	{ "9876543210\xe2\x80", "IN", PHONE_CHARACTERS, "" },
	{ "9876543210\xc2", "IN", PHONE_CHARACTERS, "" },
	{ "98765\xc2 43210", "IN", PHONE_CHARACTERS, "" },
	{ "9876543210\xf0\x9f\x93", "IN", PHONE_CHARACTERS, "" },
	{ "9876543210\xf0\x9f\x93\x9e", "IN", PHONE_CHARACTERS, "" },
	{ "+999 123 456 789", "IN", PHONE_UNKNOWN_COUNTRY, "" },
	{ "+0 98765 43210", "IN", PHONE_UNKNOWN_COUNTRY, "" },
	{ "00 210 12345678", "IN", PHONE_UNKNOWN_COUNTRY, "" },
	{ "98765 43210", NULL, PHONE_UNKNOWN_COUNTRY, "" },
	{ "98765 43210", "", PHONE_UNKNOWN_COUNTRY, "" },
	{ "98765 43210", "XX", PHONE_UNKNOWN_COUNTRY, "" },
	{ "98765 43210", "in", PHONE_UNKNOWN_COUNTRY, "" },
};

static void
check_parse(const struct parse_case *wanted)
{
	char e164[PHONE_E164_BYTES] = "before";
	enum phone_problem problem = phone_parse(wanted->typed, wanted->region, e164);

	if (problem != wanted->problem || strcmp(e164, wanted->e164) != 0)
		fail_msg("\"%s\" in %s: problem %d \"%s\", wanted %d \"%s\"", wanted->typed,
		    wanted->region == NULL ? "NULL" : wanted->region, (int)problem, e164,
		    (int)wanted->problem, wanted->e164);
}

static void
test_phone__accepts_usual_forms(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH_OF(accepted); i++)
		check_parse(&accepted[i]);
}

static void
test_phone__refuses_with_the_reason(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH_OF(refused); i++)
		check_parse(&refused[i]);
}

/* National, as written in the country, stored, shown: each comes out as the one stored number. */
static void
test_phone__every_region_example(void **state)
{
	(void)state;
	assert_true(LENGTH_OF(phone_examples) > 240);
	for (size_t i = 0; i < LENGTH_OF(phone_examples); i++) {
		const struct phone_example *example = &phone_examples[i];
		const char *forms[] = { example->typed, example->inside, example->e164,
		    example->shown };
		char shown[PHONE_SHOWN_BYTES];

		for (size_t form = 0; form < LENGTH_OF(forms); form++) {
			const struct parse_case wanted = { forms[form], example->region, PHONE_OK,
			    example->e164 };

			if (*forms[form] != '\0')
				check_parse(&wanted);
		}
		phone_show(example->e164, shown, sizeof shown);
		if (*example->shown != '\0' && strcmp(shown, example->shown) != 0)
			fail_msg("%s shown \"%s\", wanted \"%s\"", example->e164, shown,
			    example->shown);
		if (phone_is_mobile(example->e164) != (strcmp(example->region, "TA") != 0))
			fail_msg("%s %s: mobile is wrong", example->region, example->e164);
		if (!phone_region_exists(example->region))
			fail_msg("region %s does not exist", example->region);
	}
}

static void
test_phone__shows_groups(void **state)
{
	static const struct { const char *e164, *shown; } cases[] = {
		{ "+919876543210", "+91 98765 43210" },
		{ "+912227721234", "+91 22 2772 1234" },
		{ "+914324221234", "+91 4324 221 234" },
		{ "+9118001234567", "+91 1800 123 4567" },
		{ "+12125550123", "+1 212-555-0123" },
		{ "+442079460018", "+44 20 7946 0018" },
		{ "+79123456789", "+7 912 345-67-89" },
		{ "+77710009998", "+7 771 000 9998" },
		{ "+5491123456789", "+54 9 11 2345-6789" },
		{ "+4917612345678", "+49 176 12345678" },
		{ "+80012345678", "+800 1234 5678" },
		{ "+2908999", "+290 8999" },
		{ "+91987", "+91 987" },
		{ "+24735123", "+247 35123" },
		{ "+35057123446", "+350 5712 3446" },
		{ "+919876543", "+91 987 6543" },
		{ "+9100000000000", "+91 000 000 000 00" },
		{ "+91", "+91" },
		{ "+", "+" },
		{ "", "" },
		{ "+999123456", "+999123456" },
		{ "9876543210", "9876543210" },
		{ "+91 98765 43210", "+91 98765 43210" },
		{ "+911234567890123456", "+911234567890123456" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH_OF(cases); i++) {
		char shown[PHONE_SHOWN_BYTES];

		phone_show(cases[i].e164, shown, sizeof shown);
		if (strcmp(shown, cases[i].shown) != 0)
			fail_msg("%s shown \"%s\", wanted \"%s\"", cases[i].e164, shown,
			    cases[i].shown);
	}
}

static void
test_phone__show_cuts_at_the_size(void **state)
{
	char small[8] = "xxxxxxx";

	(void)state;
	phone_show("+919876543210", small, sizeof small);
	assert_string_equal(small, "+91 987");
}

static void
test_phone__is_mobile(void **state)
{
	static const struct { const char *e164; bool is_mobile; } cases[] = {
		{ "+919876543210", true }, { "+916000012345", true }, { "+912227721234", false },
		{ "+911800114000", false }, { "+12125550123", true }, { "+18005550123", false },
		{ "+447400123456", true }, { "+442079460018", false }, { "+447797712345", true },
		{ "+79123456789", true }, { "+77710009998", true }, { "+390612345678", false },
		{ "+91", false }, { "", false }, { "9876543210", false }, { "+999123456", false },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH_OF(cases); i++) {
		if (phone_is_mobile(cases[i].e164) != cases[i].is_mobile)
			fail_msg("%s: wanted %d", cases[i].e164, cases[i].is_mobile);
	}
}

static void
test_phone__region_exists(void **state)
{
	static const char *const wrong[] = { NULL, "", "in", "XX", "I", "IND", "001", " IN" };

	(void)state;
	assert_true(phone_region_exists("IN"));
	assert_true(phone_region_exists("VA"));
	for (size_t i = 0; i < LENGTH_OF(wrong); i++) {
		if (phone_region_exists(wrong[i]))
			fail_msg("\"%s\" exists", wrong[i] == NULL ? "NULL" : wrong[i]);
	}
}

static void
test_phone__problem_text(void **state)
{
	struct mem *mem = mem_new();

	(void)state;
	assert_string_equal(phone_problem_text(mem, PHONE_EMPTY, "IN"),
	    "Enter a phone number, like 98765 43210 or +91 98765 43210");
	assert_string_equal(phone_problem_text(mem, PHONE_TOO_SHORT, "GB"),
	    "This phone number is too short. Enter all its digits, like "
	    "07400 123456 or +44 7400 123456");
	assert_string_equal(phone_problem_text(mem, PHONE_UNKNOWN_COUNTRY, NULL),
	    "Enter a phone number with + and a country code that exists, like +91 98765 43210");
	assert_string_equal(phone_problem_text(mem, PHONE_OK, "IN"), "");
	assert_string_equal(phone_problem_text(mem, PHONE__MAX, "IN"), "");
	for (enum phone_problem problem = PHONE_EMPTY; problem < PHONE__MAX; problem++) {
		if (strstr(phone_problem_text(mem, problem, "US"), "+1 201-555-0123") == NULL)
			fail_msg("problem %d has no example", (int)problem);
	}
	mem_free(&mem);
}

/* The example a person is shown is one that is accepted. */
static void
test_phone__examples_shown_are_accepted(void **state)
{
	char e164[PHONE_E164_BYTES];

	(void)state;
	for (size_t i = 0; i < LENGTH_OF(phone_plans); i++) {
		const struct phone_plan *plan = &phone_plans[i];

		if (*plan->region != '\0' &&
		    phone_parse(plan->example, plan->region, e164) != PHONE_OK)
			fail_msg("%s: its example %s is refused", plan->region, plan->example);
	}
}

/* "#" written out, held to the beginning. */
static void
compile(regex_t *compiled, const char *pattern, size_t length)
{
	static char text[ERE_BYTES];
	size_t used = 2;

	memcpy(text, "^(", 2);
	for (size_t i = 0; i < length; i++) {
		const char *put = pattern[i] == '#' ? "[0-9]" : &pattern[i];
		size_t size = pattern[i] == '#' ? 5 : 1;

		assert_true(used + size + 2 <= sizeof text);
		memcpy(text + used, put, size);
		used += size;
	}
	memcpy(text + used, ")", 2);
	if (regcomp(compiled, text, REG_EXTENDED) != 0)
		fail_msg("regcomp refuses %s", text);
}

static int
highest_bit(uint32_t set)
{
	int bit = -1;

	for (; set != 0; set >>= 1)
		bit++;
	return bit;
}

/* The same numbers each run: the example with digits changed, put behind or taken off. */
static void
vary(const char *digits, uint32_t *seed, char out[PHONE_MATCH_MAX + 1])
{
	size_t length;

	snprintf(out, PHONE_MATCH_MAX + 1, "%s%s", digits, "1234");
	length = strlen(out);
	for (int i = 0; i < 4; i++) {
		*seed = *seed * UINT32_C(1664525) + UINT32_C(1013904223);
		if ((*seed >> 28) > 4)
			out[(*seed >> 8) % length] = (char)('0' + (*seed >> 16) % 10);
	}
	out[length - (*seed >> 20) % 7] = '\0';
}

/* Adds to met[0] and met[1] how many numbers did not match and did. */
static void
compare(const char *pattern, size_t length, const char *digits, size_t met[2])
{
	regex_t compiled;
	regmatch_t found;
	uint32_t seed = 1;
	char number[PHONE_MATCH_MAX + 1];

	compile(&compiled, pattern, length);
	for (int i = 0; i < NUMBERS_PER_PATTERN; i++) {
		int wanted, reached;

		vary(digits, &seed, number);
		wanted = regexec(&compiled, number, 1, &found, 0) == 0 ? found.rm_eo : -1;
		reached = highest_bit(phone_match(pattern, number));
		met[wanted >= 0]++;
		if (reached != wanted)
			fail_msg("%s reaches %d of %s, regcomp %d", pattern, reached, number,
			    wanted);
	}
	regfree(&compiled);
}

static void
test_phone__matches_as_regcomp_does(void **state)
{
	size_t met[2] = { 0, 0 };

	(void)state;
	for (size_t i = 0; i < LENGTH_OF(phone_examples); i++) {
		const struct phone_example *example = &phone_examples[i];

		for (size_t row = 0; row < LENGTH_OF(phone_plans); row++) {
			const struct phone_plan *plan = &phone_plans[row];
			const char *patterns[] = { plan->strip, plan->abroad, plan->fixed,
			    plan->other, strcmp(plan->mobile, "=") == 0 ? "" : plan->mobile };

			if (strcmp(plan->region, example->region) != 0)
				continue;
			for (size_t p = 0; p < LENGTH_OF(patterns); p++)
				compare(patterns[p], strlen(patterns[p]), example->typed, met);
			for (const char *f = plan->formats; *f != '\0'; f = strchr(f, ';') + 1)
				compare(f, strcspn(f, ":"), example->typed, met);
		}
	}
	for (size_t i = 0; i < LENGTH_OF(phone_rewrites); i++)
		compare(phone_rewrites[i].kept, strlen(phone_rewrites[i].kept), "1123456", met);
	assert_true(met[0] > 1000 && met[1] > 1000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_phone__accepts_usual_forms),
		cmocka_unit_test(test_phone__refuses_with_the_reason),
		cmocka_unit_test(test_phone__every_region_example),
		cmocka_unit_test(test_phone__shows_groups),
		cmocka_unit_test(test_phone__show_cuts_at_the_size),
		cmocka_unit_test(test_phone__is_mobile),
		cmocka_unit_test(test_phone__region_exists),
		cmocka_unit_test(test_phone__problem_text),
		cmocka_unit_test(test_phone__examples_shown_are_accepted),
		cmocka_unit_test(test_phone__matches_as_regcomp_does),
	};

	return cmocka_run_group_tests_name("phone", tests, NULL, NULL);
}
