/*
 * test_invoice_settings: settings by which nothing may be issued, for what is issued stays.
 */
#include "base/banned.h"
#include "domain/invoice_settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena_fixture.h"

#define GSTIN	"27AAPFU0939F1ZV"	/* DOMAIN.md 1 */
#define KOLKATA	"Asia/Kolkata"

static const struct config_seller nobody = { .name = "", .gstin = "", .pan = "", .state = "",
	.contact = "", .zone = KOLKATA, .declaration = "", .signatory = "", .logo = "" };

static const struct config_invoice numbers = { .prefix = "INV", .credit_prefix = "CN",
	.debit_prefix = "DN" };

static void
test_invoice_settings__what_is_wrong_is_named(void **state)
{
	static const struct {
		const char *gstin, *pan, *state, *zone, *prefix, *credit, *debit, *problem;
	} cases[] = {
		{ "", "", "", KOLKATA, "INV", "CN", "DN", "" },
		{ GSTIN, "AAPFU0939F", "27", KOLKATA, "I", "0123", "abCD", "" },
		{ "27 aapfu0939f-1zv", "", "", KOLKATA, "INV", "CN", "DN", "" },
		{ "", "", "28", KOLKATA, "INV", "CN", "DN", "" },
		{ "9917SGP29001OST", "", "27", KOLKATA, "INV", "CN", "DN", "" },
		{ "27AAPFU0939F1ZO", "", "27", KOLKATA, "INV", "CN", "DN", "seller.gstin: The last" },
		{ "27AAPFU0939F1Z", "", "", KOLKATA, "INV", "CN", "DN", "seller.gstin: A GSTIN has 15" },
		{ GSTIN, "aapfu 0939-f", "", KOLKATA, "INV", "CN", "DN", "" },
		{ GSTIN, "AAPFU0939", "", KOLKATA, "INV", "CN", "DN", "seller.pan: " },
		{ GSTIN, "AABCR1718E", "", KOLKATA, "INV", "CN", "DN", "seller.pan: it is "
		    "AABCR1718E, and the GSTIN holds AAPFU0939F" },
		{ "9917SGP29001OST", "AABCR1718E", "", KOLKATA, "INV", "CN", "DN", "" },
		{ "", "", "41", KOLKATA, "INV", "CN", "DN", "seller.state: \"41\" is no State" },
		{ GSTIN, "", "29", KOLKATA, "INV", "CN", "DN", "seller.state: it is 29, and the GSTIN" },
		{ GSTIN, "", "", KOLKATA, "", "CN", "DN", "invoice.prefix: \"\" cannot" },
		{ GSTIN, "", "", KOLKATA, "ACMEX", "CN", "DN", "invoice.prefix: \"ACMEX\" cannot" },
		{ GSTIN, "", "", KOLKATA, "INV", "A#", "DN", "invoice.credit_prefix: \"A#\" cannot" },
		{ GSTIN, "", "", KOLKATA, "INV", "CN", "D/N", "invoice.debit_prefix: \"D/N\" cannot" },
		{ GSTIN, "", "", KOLKATA, "INV", "CN", "é", "invoice.debit_prefix: \"é\" cannot" },
		{ GSTIN, "", "", KOLKATA, "INV", "INV", "DN", "invoice.credit_prefix: \"INV\" is "
		    "invoice.prefix too" },
		{ GSTIN, "", "", KOLKATA, "INV", "CN", "CN", "invoice.debit_prefix: \"CN\" is "
		    "invoice.credit_prefix too" },
		{ GSTIN, "", "", "Asia/Mumbai", "INV", "CN", "DN", "seller.zone: this machine" },
		{ GSTIN, "", "", "", "INV", "CN", "DN", "seller.zone: this machine" },
	};
	struct config c = { .is_demo = false };
	const char *problem;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  case %zu: %s\n", i, cases[i].problem);
		c.seller = nobody;
		c.seller.gstin = cases[i].gstin;
		c.seller.pan = cases[i].pan;
		c.seller.state = cases[i].state;
		c.seller.zone = cases[i].zone;
		c.invoice = (struct config_invoice){ .prefix = cases[i].prefix,
			.credit_prefix = cases[i].credit, .debit_prefix = cases[i].debit };
		problem = invoice_settings_problem(*state, &c);
		if (strncmp(problem, cases[i].problem, strlen(cases[i].problem)) != 0 ||
		    (problem[0] == '\0') != (cases[i].problem[0] == '\0'))
			fail_msg("%s", problem);
	}
}

/* What is longer than its column, or no line, would be refused when it is written. */
static void
test_invoice_settings__what_is_printed_fits(void **state)
{
	static const struct { const char *setting; size_t at, most; } cases[] = {
		{ "seller.name", offsetof(struct config_seller, name), 120 },
		{ "seller.contact", offsetof(struct config_seller, contact), 254 },
		{ "seller.declaration", offsetof(struct config_seller, declaration), 500 },
		{ "seller.signatory", offsetof(struct config_seller, signatory), 120 },
	};
	struct config c = { .invoice = numbers };
	const char *problem;
	char *text;
	size_t i, over;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (over = 0; over < 3; over++) {
			print_message("  %s, %zu\n", cases[i].setting, over);
			text = mem_alloc(*state, cases[i].most + 2);
			memset(text, 'x', cases[i].most + over % 2);
			if (over == 2)
				text[1] = '\n';
			c.seller = nobody;
			c.seller.state = "27";
			*(const char **)((char *)&c.seller + cases[i].at) = text;
			problem = invoice_settings_problem(*state, &c);
			if (over == 0)
				assert_string_equal(problem, "");
			else
				assert_ptr_equal(strstr(problem, cases[i].setting), problem);
		}
}

/* Its lines are kept as one text. */
static void
test_invoice_settings__the_address_fits(void **state)
{
	struct config c = { .invoice = numbers, .seller = nobody };
	char *longest = mem_alloc(*state, 252);

	memset(longest, 'x', 250);
	c.seller.address = (struct config_pairs){ .count = 2, .names = { "1", "2" },
		.values = { longest, longest + 1 } };
	assert_string_equal(invoice_settings_problem(*state, &c), "");
	c.seller.address.values[1] = longest;
	assert_non_null(strstr(invoice_settings_problem(*state, &c), "seller.address: "));
	c.seller.address.values[1] = "4 Dock\tStreet";
	assert_non_null(strstr(invoice_settings_problem(*state, &c), "seller.address.2: "));
}

/* Who is named without a State issues nothing, for the tax goes by it. */
static void
test_invoice_settings__a_seller_has_a_state(void **state)
{
	struct config c = { .invoice = numbers, .seller = nobody };

	c.seller.name = "Harbour Telephony Private Limited";
	assert_non_null(strstr(invoice_settings_problem(*state, &c), "seller.state: "));
	c.seller.state = "27";
	assert_string_equal(invoice_settings_problem(*state, &c), "");
	c.seller.state = "";
	c.seller.gstin = GSTIN;
	assert_string_equal(invoice_settings_problem(*state, &c), "");
	c.seller.gstin = "9917SGP29001OST";
	assert_string_equal(invoice_settings_problem(*state, &c), "");
}

/* As it is stored and printed, however it was typed. */
static void
test_invoice_settings__the_seller_is_read_as_it_is_checked(void **state)
{
	struct config_seller s = nobody;
	struct invoice_party p;

	s.pan = "aapfu 0939-f";
	s.state = "28";
	p = invoice_seller(*state, &s);
	assert_string_equal(p.pan, "AAPFU0939F");
	assert_string_equal(p.state, "37");
	assert_string_equal(p.tax_id, "");
	s.gstin = "27 aapfu0939f-1zv";
	s.pan = s.state = "";
	p = invoice_seller(*state, &s);
	assert_string_equal(p.pan, "AAPFU0939F");
	assert_string_equal(p.state, "27");
	assert_string_equal(p.tax_id, GSTIN);
}

/* The longest number that is possible is one. */
static void
test_invoice_settings__numbers_are_no_longer_than_the_law_allows(void **state)
{
	struct config c = { .invoice = { .prefix = "ABCD", .credit_prefix = "CN",
	    .debit_prefix = "DN" } };

	assert_string_equal(invoice_number_begin(*state, &c, INVOICE_TAX, 2099), "ABCD/9900/");
	assert_string_equal(invoice_number_begin(*state, &c, INVOICE_DEBIT, 2026), "DN/2627/");
	assert_int_equal(strlen("ABCD/9900/") + strlen("000001"), INVOICE_NUMBER_MAX);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(test_invoice_settings__what_is_wrong_is_named),
		TEST(test_invoice_settings__what_is_printed_fits),
		TEST(test_invoice_settings__the_address_fits),
		TEST(test_invoice_settings__a_seller_has_a_state),
		TEST(test_invoice_settings__the_seller_is_read_as_it_is_checked),
		TEST(test_invoice_settings__numbers_are_no_longer_than_the_law_allows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
