/*
 * test_invoice_settings: settings by which nothing may be issued, for what is issued stays.
 */
#include "base/banned.h"
#include "domain/invoice_settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena_fixture.h"

#define GSTIN	"27AAPFU0939F1ZV"	/* DOMAIN.md 1 */
#define KOLKATA	"Asia/Kolkata"

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
		{ GSTIN, "AAPFU0939", "", KOLKATA, "INV", "CN", "DN", "seller.pan: " },
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
		c.seller = (struct config_seller){ .gstin = cases[i].gstin, .pan = cases[i].pan,
			.state = cases[i].state, .zone = cases[i].zone };
		c.invoice = (struct config_invoice){ .prefix = cases[i].prefix,
			.credit_prefix = cases[i].credit, .debit_prefix = cases[i].debit };
		problem = invoice_settings_problem(*state, &c);
		if (strncmp(problem, cases[i].problem, strlen(cases[i].problem)) != 0 ||
		    (problem[0] == '\0') != (cases[i].problem[0] == '\0'))
			fail_msg("%s", problem);
	}
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
		TEST(test_invoice_settings__numbers_are_no_longer_than_the_law_allows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
