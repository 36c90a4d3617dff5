#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <string.h>

#define HERE	"/billing/details/recipients"

static const char *
path(struct t *t, int account, int n, const char *what)
{
	return t_fmt(t, HERE "/%lld/%s", (long long)t->accounts[account].people[n], what);
}

/* Presses the button of this person. */
static int
press(struct t *t, int account, int n, const char *what)
{
	return t_post(t, path(t, account, n, what), NULL);
}

/* Who is chosen, and in capitals whom it is addressed to, by the number in the name. */
static const char *
chosen(struct t *t, int account)
{
	return t_text(t, t_fmt(t, "SELECT COALESCE(GROUP_CONCAT(CONCAT(IF(is_billing_to, 'TO ', 'cc '),"
	    " SUBSTRING(name, 8, 1)) ORDER BY id SEPARATOR ', '), '') FROM contact_person"
	    " WHERE account_id = %lld AND category_bits & 8 = 8",
	    (long long)t->accounts[account].id));
}

static void
test_billing_recipients__shows_who_receives_and_who_could(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, HERE), 200);
	assert_in_range(t->statements, 1, 3);
	/* Nobody is chosen: the Primary stands in. */
	assert_string_equal(t_view(t, "Data.people.0.name"), "Person 1 of asha");
	assert_string_equal(t_view(t, "Data.people.0.is_to"), "1");
	assert_non_null(strstr(t_view(t, "Data.people.0.why"), "Primary contact"));
	assert_string_equal(t_view(t, "Data.others.2.name"), "Person 3 of asha");
	assert_non_null(strstr(t_page(t), "contact-persons/new?kind=billing"));
	assert_null(strstr(t_page(t), "binary.example"));
}

static void
test_billing_recipients__chooses_and_takes_off(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(press(t, 0, 1, "add"), 303);
	assert_string_equal(t_header(t, "Location"), HERE);
	assert_int_equal(press(t, 0, 2, "add"), 303);
	assert_int_equal(press(t, 0, 2, "add"), 303);
	assert_string_equal(chosen(t, 0), "cc 2, cc 3");
	assert_int_equal(press(t, 0, 2, "to"), 303);
	assert_string_equal(chosen(t, 0), "cc 2, TO 3");
	assert_int_equal(t_get(t, HERE), 200);
	assert_string_equal(t_view(t, "Data.people.0.name"), "Person 3 of asha");
	assert_string_equal(t_view(t, "Data.people.0.is_to"), "1");
	assert_string_equal(t_view(t, "Data.people.1.is_cc"), "1");
	assert_string_equal(t_view(t, "Data.people.1.is_to"), "");

	/* Somebody else, not chosen before; then whom it is addressed to is taken off. */
	assert_int_equal(press(t, 0, 0, "to"), 303);
	assert_string_equal(chosen(t, 0), "TO 1, cc 2, cc 3");
	assert_int_equal(press(t, 0, 0, "to"), 303);
	assert_int_equal(press(t, 0, 0, "remove"), 303);
	assert_string_equal(chosen(t, 0), "cc 2, cc 3");
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event WHERE"
	    " action = 'contact.billing_to'"), 2);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event WHERE"
	    " action = 'contact.billing_not_to'"), 1);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event WHERE"
	    " action = 'contact.update' AND fields = 'billing'"), 3);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event WHERE"
	    " action = 'contact.update' AND fields = 'billing,billing_to'"), 1);
	assert_string_equal(chosen(t, 1), "");
}

static void
test_billing_recipients__says_who_does_not_get_it_and_why(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(press(t, 0, 1, "to"), 303);
	assert_int_equal(press(t, 0, 2, "add"), 303);
	assert_int_equal(db_exec(t->worker.db, NULL, "UPDATE contact_address SET"
	    " state = 'unverified', proven_at = NULL WHERE id = ?",
	    V(t->accounts[0].addresses[1])), ERR_OK);
	assert_int_equal(t_get(t, HERE), 200);
	assert_string_equal(t_view(t, "Data.people.0.is_to"), "");
	assert_non_null(strstr(t_view(t, "Data.people.0.lack"), "nothing yet"));
	assert_string_equal(t_view(t, "Data.people.0.state_text"), "Unverified");
	assert_non_null(strstr(t_page(t), t_fmt(t, "/manage/business-profile/addresses/%lld",
	    (long long)t->accounts[0].addresses[1])));
	/* The next one has it in To. */
	assert_string_equal(t_view(t, "Data.people.1.is_to"), "1");
}

/* Who is chosen but cannot be written to yet is not said to receive. */
static void
test_billing_recipients__does_not_promise_what_does_not_arrive(void **state)
{
	static const char *const steps[] = { "add", "to" };
	struct t *t = *state;
	size_t i;

	assert_int_equal(db_exec(t->worker.db, NULL, "UPDATE contact_address SET"
	    " state = 'unverified', proven_at = NULL WHERE id = ?",
	    V(t->accounts[0].addresses[1])), ERR_OK);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_get(t, HERE), 200);
	assert_string_equal(t_view(t, "Data.others.1.state_text"), "Unverified");
	assert_string_equal(t_view(t, "Data.others.2.state_text"), "Verified");
	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		print_message("  %s\n", steps[i]);
		assert_int_equal(press(t, 0, 1, steps[i]), 303);
		t_keep_cookies(t);
		assert_int_equal(t_get(t, HERE), 200);
		assert_string_equal(t_view(t, "Page.flash.text"),
		    "Person 2 of asha is chosen, and receives invoices once the email is verified.");
	}
	assert_int_equal(press(t, 0, 2, "add"), 303);
	t_keep_cookies(t);
	assert_int_equal(t_get(t, HERE), 200);
	assert_string_equal(t_view(t, "Page.flash.text"),
	    "Invoices go to Person 3 of asha from now on.");
}

/* Taken off, the Primary still receives as long as nobody else does. */
static void
test_billing_recipients__the_primary_taken_off_stands_in(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(press(t, 0, 0, "add"), 303);
	assert_int_equal(press(t, 0, 0, "remove"), 303);
	t_keep_cookies(t);
	assert_int_equal(t_get(t, HERE), 200);
	assert_string_equal(t_view(t, "Page.flash.text"),
	    "Person 1 of asha is not chosen for invoices any more.");
	assert_string_equal(t_view(t, "Data.people.0.name"), "Person 1 of asha");
	assert_string_equal(t_view(t, "Data.people.0.is_to"), "1");
}

/* Who withdrew cannot be verified: the page of the address says so. */
static void
test_billing_recipients__offers_no_proof_of_who_withdrew(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(press(t, 0, 1, "add"), 303);
	assert_int_equal(db_exec(t->worker.db, NULL, "UPDATE contact_address SET"
	    " state = 'unreachable' WHERE id = ?", V(t->accounts[0].addresses[1])), ERR_OK);
	assert_int_equal(t_get(t, HERE), 200);
	assert_non_null(strstr(t_page(t), ">Verify<"));
	assert_int_equal(db_exec(t->worker.db, NULL, "UPDATE contact_person SET withdrawn_at = 5"
	    " WHERE id = ?", V(t->accounts[0].people[1])), ERR_OK);
	assert_int_equal(t_get(t, HERE), 200);
	assert_non_null(strstr(t_page(t), ">Open<"));
	assert_null(strstr(t_page(t), ">Verify<"));
}

static void
test_billing_recipients__without_contact_persons_there_is_nobody_to_choose(void **state)
{
	struct t *t = *state;

	assert_int_equal(db_exec(t->worker.db, NULL, "DELETE FROM contact_person"
	    " WHERE account_id = ?", V(t->accounts[0].id)), ERR_OK);
	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, HERE), 200);
	assert_null(strstr(t_page(t), "receives invoices already"));
	assert_non_null(strstr(t_page(t), "There is nobody else to choose."));
}

static void
test_billing_recipients__refuses_other_roles_and_accounts(void **state)
{
	static const char *const steps[] = { "add", "remove", "to" };
	struct t *t = *state;
	size_t i;

	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		t_as(t, 0, ROLE_BILLING);
		assert_int_equal(press(t, 1, 1, steps[i]), 404);
		t_as(t, 0, ROLE_MANAGER);
		assert_int_equal(press(t, 0, 1, steps[i]), 403);
	}
	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_get(t, HERE), 403);
	assert_non_null(strstr(t_page(t), "Access Denied"));
	assert_string_equal(chosen(t, 0), "");
	assert_string_equal(chosen(t, 1), "");
}

/* The database allows one To, and only among those who are chosen. */
static void
test_billing_recipients__the_database_keeps_one(void **state)
{
	static const char sql[] = "UPDATE contact_person SET is_billing_to = 1 WHERE id = ?";
	struct t *t = *state;

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(press(t, 0, 1, "to"), 303);
	assert_int_equal(press(t, 0, 2, "add"), 303);
	assert_int_equal(db_exec(t->worker.db, NULL, sql, V(t->accounts[0].people[2])), ERR_TAKEN);
	assert_int_equal(db_exec(t->worker.db, NULL, sql, V(t->accounts[1].people[2])),
	    ERR_REFUSED);
}

/* Whoever may see billing details, but not contact persons, is not led to them. */
static void
test_billing_recipients__leads_only_where_one_may_go(void **state)
{
	struct t *t = *state;

	t_untick(t, 0, ROLE_BILLING, PERM_BILLING_EDIT);
	t_untick(t, 0, ROLE_BILLING, PERM_CONTACT_EDIT);
	t_untick(t, 0, ROLE_BILLING, PERM_CONTACT_VIEW);
	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, HERE), 200);
	assert_non_null(strstr(t_page(t), "You can look but not change."));
	assert_null(strstr(t_page(t), "/manage/"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(test_billing_recipients__shows_who_receives_and_who_could),
		TEST(test_billing_recipients__chooses_and_takes_off),
		TEST(test_billing_recipients__says_who_does_not_get_it_and_why),
		TEST(test_billing_recipients__does_not_promise_what_does_not_arrive),
		TEST(test_billing_recipients__the_primary_taken_off_stands_in),
		TEST(test_billing_recipients__offers_no_proof_of_who_withdrew),
		TEST(test_billing_recipients__without_contact_persons_there_is_nobody_to_choose),
		TEST(test_billing_recipients__refuses_other_roles_and_accounts),
		TEST(test_billing_recipients__the_database_keeps_one),
		TEST(test_billing_recipients__leads_only_where_one_may_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
