#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <string.h>

#include "domain/billing_details.h"

#define HERE	"/billing/details"
#define GSTIN	"29AABCR1718E1ZL"
#define OTHER	"27AAPFU0939F1ZV"
#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* A column of an account's billing details. */
static const char *
column(struct t *t, int account, const char *name)
{
	return t_text(t, t_fmt(t, "SELECT %s FROM billing_details WHERE account_id = %lld", name,
	    (long long)t->accounts[account].id));
}

static int64_t
events(struct t *t)
{
	return t_number(t, "SELECT COUNT(*) FROM audit_event WHERE action = 'billing.update'");
}

/* Sends complete details, of which these differ. */
static int
save(struct t *t, const char *legal_name, const char *gstin, const char *street, const char *pin,
    const char *version)
{
	return t_post(t, HERE, "legal_name", legal_name, "registration", gstin[0] == '\0' ?
	    BILLING_UNREGISTERED : BILLING_GSTIN, "gstin", gstin, "street", street, "city",
	    "Bengaluru", "state", "29", "pin", pin, "version", version, NULL);
}

/* As they stand after a first save, which needs no code. */
static void
complete(struct t *t)
{
	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(save(t, "Asha Traders", GSTIN, "12, MG Road", "560001", "1"), 303);
	assert_string_equal(t_header(t, "Location"), HERE);
}

static void
test_billing_details__shows_the_form_to_who_may_change(void **state)
{
	static const enum role_id may[] = { ROLE_SUPER_ADMIN, ROLE_ADMIN, ROLE_BILLING };
	struct t *t = *state;
	size_t i;

	for (i = 0; i < COUNT(may); i++) {
		t_as(t, 0, may[i]);
		assert_int_equal(t_get(t, HERE), 200);
		assert_in_range(t->statements, 1, 3);
		assert_string_equal(t_view(t, "Form.legal_name.value"), "Asha Traders");
		assert_string_equal(t_view(t, "Form.street.value"), "12, MG Road");
		assert_non_null(strstr(t_page(t), "name=\"gstin\""));
		assert_non_null(strstr(t_page(t), "Invoices that were issued stay as they are"));
	}
}

static void
test_billing_details__denies_manager_and_agent(void **state)
{
	static const enum role_id may_not[] = { ROLE_MANAGER, ROLE_AGENT };
	struct t *t = *state;
	size_t i;

	for (i = 0; i < COUNT(may_not); i++) {
		t_as(t, 0, may_not[i]);
		assert_int_equal(t_get(t, HERE), 403);
		assert_non_null(strstr(t_page(t), "Access Denied"));
		assert_null(strstr(t_page(t), "12, MG Road"));
		assert_null(strstr(t_page(t), "href=\"" HERE "\""));
		assert_int_equal(save(t, "Asha", GSTIN, "x", "560001", "1"), 403);
	}
	assert_string_equal(column(t, 0, "version"), "1");
}

/* Who may look but not change reads the same as text. */
static void
test_billing_details__shows_facts_to_who_may_only_look(void **state)
{
	struct t *t = *state;

	complete(t);
	assert_int_equal(db_exec(t->worker.db, NULL, "UPDATE role SET permission_bits ="
	    " permission_bits & ~(1 << ?) WHERE account_id = ? AND id = ?",
	    V((int)PERM_BILLING_EDIT), V(t->accounts[0].id), V((int)ROLE_BILLING)), ERR_OK);
	assert_int_equal(t_get(t, HERE), 200);
	assert_non_null(strstr(t_page(t), "You can look but not change"));
	assert_null(strstr(t_page(t), "name=\"gstin\""));
	assert_non_null(strstr(t_page(t), GSTIN));
	assert_string_equal(t_view(t, "Data.state"), "Karnataka");
	assert_int_equal(save(t, "Asha Traders", GSTIN, "x", "560001", "2"), 403);
}

static void
test_billing_details__saves_and_says_what_becomes_of_invoices(void **state)
{
	struct t *t = *state;

	complete(t);
	assert_string_equal(column(t, 0, "gstin"), GSTIN);
	assert_string_equal(column(t, 0, "country"), "India");
	assert_int_equal(events(t), 1);
	assert_string_equal(column(t, 1, "gstin"), "");
	t_keep_cookies(t);
	assert_int_equal(t_get(t, HERE), 200);
	assert_non_null(strstr(t_view(t, "Page.flash.text"), "those that were issued stay"));
	assert_string_equal(t_view(t, "Data.gstin.kind"), "Regular registration");
	assert_string_equal(t_view(t, "Data.gstin.state"), "Karnataka");
	assert_string_equal(t_view(t, "Data.pan.number"), "AABCR1718E");
	assert_string_equal(t_view(t, "Data.pan.holder"), "a company");
	assert_string_equal(t_view(t, "Data.warnings.0.text"), "");
	assert_string_equal(t_view(t, "Data.history.0.changes.0.label"), "Tax registration");
}

/* The product whose guide this follows asks to remove these signs: here they are just signs. */
static void
test_billing_details__takes_any_sign_and_script(void **state)
{
	static const char *const streets[] = { "#12/3, A & B Complex; \"2nd\" floor",
		"१२, महात्मा गांधी मार्ग", "C/o Anne-Marie O'Neil <b>%23</b>" };
	struct t *t = *state;
	size_t i;

	complete(t);
	for (i = 0; i < COUNT(streets); i++) {
		assert_int_equal(save(t, "Asha Traders", GSTIN, streets[i], "560001",
				     column(t, 0, "version")), 303);
		assert_string_equal(t_header(t, "Location"), HERE);
		assert_string_equal(column(t, 0, "street"), streets[i]);
		assert_int_equal(t_get(t, HERE), 200);
		assert_string_equal(t_view(t, "Form.street.value"), streets[i]);
		assert_null(strstr(t_page(t), "<b>%23"));
	}
}

static void
test_billing_details__names_the_wrong_part_and_keeps_what_was_typed(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(save(t, "Asha Traders", "29AABCR1718E1ZX", "12/A", "56000", "1"), 422);
	assert_non_null(strstr(t_view(t, "Form.gstin.error"), "last character, “X”"));
	assert_non_null(strstr(t_view(t, "Form.pin.error"), "six digits"));
	assert_string_equal(t_view(t, "Form.street.value"), "12/A");
	assert_string_equal(t_view(t, "Form.gstin.value"), "29AABCR1718E1ZX");
	assert_string_equal(column(t, 0, "version"), "1");
	assert_int_equal(save(t, "", GSTIN, "12/A", "560001", "1"), 422);
	assert_string_equal(t_view(t, "Form.legal_name.error"), "Enter the legal name.");
	assert_int_equal(t_post(t, HERE, "legal_name", "Asha", "state", "45", "version", "1",
			     NULL), 400);
	assert_int_equal(events(t), 0);
}

static void
test_billing_details__says_nothing_of_a_gstin_that_is_not_in_the_field(void **state)
{
	struct t *t = *state;

	complete(t);
	assert_int_equal(save(t, "", GSTIN, "12, MG Road", "560001", "2"), 422);
	assert_non_null(strstr(t_page(t), "The GSTIN says:"));
	assert_int_equal(save(t, "", OTHER, "12, MG Road", "560001", "2"), 422);
	assert_string_equal(t_view(t, "Form.gstin.value"), OTHER);
	assert_null(strstr(t_page(t), "The GSTIN says:"));
}

static void
test_billing_details__warns_and_saves(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(save(t, "Asha Traders", OTHER, "12, MG Road", "110001", "1"), 303);
	t_keep_cookies(t);
	assert_int_equal(t_get(t, HERE), 200);
	assert_non_null(strstr(t_view(t, "Page.flash.text"), "Please look"));
	assert_non_null(strstr(t_view(t, "Data.warnings.0.text"), "of Maharashtra"));
	assert_non_null(strstr(t_view(t, "Data.warnings.1.text"), "not of Karnataka"));
	assert_string_equal(t_view(t, "Data.warnings.0.link"), "#field-state");
	assert_string_equal(column(t, 0, "gstin"), OTHER);
}

static void
test_billing_details__another_gstin_or_name_waits_for_a_code(void **state)
{
	struct t *t = *state;

	complete(t);
	assert_int_equal(save(t, "Asha & Sons", OTHER, "12, MG Road", "560001", "2"), 303);
	assert_string_equal(t_header(t, "Location"), "/otp");
	assert_string_equal(t_text(t, "SELECT what FROM step_up"),
	    "change the legal name on invoices to Asha & Sons, and the tax registration on"
	    " invoices to GSTIN " OTHER);
	assert_string_equal(column(t, 0, "gstin"), GSTIN);
	assert_string_equal(column(t, 0, "legal_name"), "Asha Traders");
	assert_int_equal(save(t, "Asha Traders", "", "12, MG Road", "560001", "2"), 303);
	assert_string_equal(t_header(t, "Location"), "/otp");
	assert_string_equal(t_text(t, "SELECT what FROM step_up"),
	    "change the tax registration on invoices to not registered for GST");
	assert_int_equal(events(t), 1);
	/* The address alone needs none. */
	assert_int_equal(save(t, "Asha Traders", GSTIN, "14, MG Road", "560001", "2"), 303);
	assert_string_equal(t_header(t, "Location"), HERE);
}

static void
test_billing_details__conflict(void **state)
{
	struct t *t = *state;

	complete(t);
	assert_int_equal(save(t, "Asha Traders", GSTIN, "Late", "560001", "1"), 409);
	assert_string_equal(t_view(t, "Form.street.value"), "Late");
	assert_string_equal(t_view(t, "Form.street.stored"), "12, MG Road");
	assert_string_equal(column(t, 0, "street"), "12, MG Road");
}

static void
test_billing_details__another_country(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(t_post(t, HERE, "legal_name", "Asha GmbH", "tax_id", "DE 123456789",
			     "street", "Am Markt 1", "city", "Jena", "pin", "07743", "country",
			     "Germany", "version", "1", NULL), 303);
	assert_string_equal(t_header(t, "Location"), "/otp");
	assert_int_equal(t_post(t, HERE, "legal_name", "Asha Traders", "tax_id", "DE 123456789",
			     "street", "Am Markt 1", "city", "Jena", "pin", "07743", "country",
			     "Germany", "version", "1", NULL), 303);
	assert_string_equal(t_header(t, "Location"), HERE);
	assert_string_equal(column(t, 0, "registration"), BILLING_ABROAD);
	assert_string_equal(column(t, 0, "state"), "96");
}

/* One account is never in the page or the rows of another. */
static void
test_billing_details__keeps_accounts_apart(void **state)
{
	struct t *t = *state;

	complete(t);
	t_as(t, 1, ROLE_SUPER_ADMIN);
	assert_int_equal(t_get(t, HERE), 200);
	assert_null(strstr(t_page(t), GSTIN));
	assert_string_equal(t_view(t, "Form.legal_name.value"), "Binary Mills");
	assert_string_equal(t_view(t, "Data.history.0.word"), "");
	assert_int_equal(save(t, "Binary Mills", OTHER, "1, Lake Road", "560001", "1"), 303);
	assert_string_equal(column(t, 0, "gstin"), GSTIN);
	assert_string_equal(column(t, 1, "gstin"), OTHER);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(test_billing_details__shows_the_form_to_who_may_change),
		TEST(test_billing_details__denies_manager_and_agent),
		TEST(test_billing_details__shows_facts_to_who_may_only_look),
		TEST(test_billing_details__saves_and_says_what_becomes_of_invoices),
		TEST(test_billing_details__takes_any_sign_and_script),
		TEST(test_billing_details__names_the_wrong_part_and_keeps_what_was_typed),
		TEST(test_billing_details__says_nothing_of_a_gstin_that_is_not_in_the_field),
		TEST(test_billing_details__warns_and_saves),
		TEST(test_billing_details__another_gstin_or_name_waits_for_a_code),
		TEST(test_billing_details__conflict),
		TEST(test_billing_details__another_country),
		TEST(test_billing_details__keeps_accounts_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
