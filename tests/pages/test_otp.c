#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <string.h>

#include "base/clock.h"
#include "domain/user.h"

#define HERE	"/otp"
#define ADDRESSES "/manage/business-profile/addresses"
#define PEOPLE	"/manage/business-profile/contact-persons"
#define NOW	1800000000	/* as the harness begins */

extern const struct page addresses_page, account_preferences_page, billing_details_page,
    business_profile_page, leaving_page;

static char *
person_path(struct t *t, int n, const char *rest)
{
	return t_fmt(t, PEOPLE "/%lld%s", (long long)t->accounts[0].people[n], rest);
}

/* Sends the form of another program: that one begins the step-up. */
static int
make_primary(struct t *t, int n)
{
	const struct page *own = t->worker.page;
	int64_t version = t_number(t, t_fmt(t, "SELECT version FROM contact_person WHERE id = %lld",
	    (long long)t->accounts[0].people[n]));
	int status;

	t->worker.page = &business_profile_page;
	status = t_post(t, person_path(t, n, "/primary"), "version",
	    t_fmt(t, "%lld", (long long)version), NULL);
	t->worker.page = own;
	return status;
}

static int
change_email(struct t *t, int n, const char *name, const char *email)
{
	const struct page *own = t->worker.page;
	int status;

	t->worker.page = &business_profile_page;
	status = t_post(t, person_path(t, n, ""), "name", name, "email", email, "phone",
	    "+919876541000", "kind", "billing", "consent", "yes", "version", "1", NULL);
	t->worker.page = own;
	return status;
}

static int
change_business(struct t *t, const char *name, const char *email)
{
	const struct page *own = t->worker.page;
	int64_t version = t_number(t, t_fmt(t, "SELECT version FROM account WHERE id = %lld",
	    (long long)t->accounts[0].id));
	int status;

	t->worker.page = &account_preferences_page;
	status = t_post(t, "/billing/preferences/account", "business_name", name,
	    "business_email", email, "version", t_fmt(t, "%lld", (long long)version), NULL);
	t->worker.page = own;
	return status;
}

static const char *
primary(struct t *t)
{
	return t_text(t, t_fmt(t, "SELECT name FROM contact_person WHERE primary_of = %lld",
	    (long long)t->accounts[0].id));
}

/* Another code than this one. */
static const char *
wrong(struct t *t, const char *code)
{
	char *other = t_fmt(t, "%s", code);

	other[5] = other[5] == '9' ? '0' : (char)(other[5] + 1);
	return other;
}

static void
unprove(struct t *t)
{
	assert_int_equal(db_exec(t->worker.db, NULL,
			     "UPDATE contact_address SET state = 'unverified', proven_at = NULL"
			     " WHERE contact_person_id = ?", V(t->accounts[0].people[0])),
	    ERR_OK);
}

/* Another GSTIN: nothing changes before the code, and those who get the invoices are told after. */
static void
test_otp__another_gstin_waits(void **state)
{
	struct t *t = *state;
	const struct page *own = t->worker.page;
	const char *gstin = t_fmt(t, "SELECT gstin FROM billing_details WHERE account_id = %lld",
	    (long long)t->accounts[0].id);

	assert_int_equal(db_exec(t->worker.db, NULL, "UPDATE billing_details SET"
	    " registration = 'none' WHERE account_id = ?", V(t->accounts[0].id)), ERR_OK);
	t_as(t, 0, ROLE_BILLING);
	t->worker.page = &billing_details_page;
	assert_int_equal(t_post(t, "/billing/details", "legal_name", "Asha Traders", "gstin",
	    "27AAPFU0939F1ZV", "registration", "gstin", "street", "12, MG Road", "version", "1",
	    NULL), 303);
	t->worker.page = own;
	assert_string_equal(t_header(t, "Location"), HERE);
	assert_string_equal(t_text(t, gstin), "");
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox WHERE"
	    " template = 'billing-changed'"), 0);
	assert_int_equal(t_post(t, HERE, "code", t_code(t, "person1@asha.example"), NULL), 303);
	assert_string_equal(t_header(t, "Location"), "/billing/details");
	assert_string_equal(t_text(t, gstin), "27AAPFU0939F1ZV");
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox WHERE category = 'billing' AND"
	    " template = 'billing-changed' AND recipient = 'person1@asha.example'"), 1);
}

/* The name stands before the code is typed; the new email is written to after it. */
static void
test_otp__a_business_email_waits_while_the_name_is_saved(void **state)
{
	struct t *t = *state;
	const char *account = t_fmt(t, "account WHERE id = %lld", (long long)t->accounts[0].id);

	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(change_business(t, "Asha Both", "office@new.example"), 303);
	assert_string_equal(t_header(t, "Location"), HERE);
	assert_string_equal(t_text(t, t_fmt(t, "SELECT business_name FROM %s", account)),
	    "Asha Both");
	assert_int_equal(t_get(t, HERE), 200);
	assert_string_equal(t_view(t, "Data.what"),
	    "change the business email to office@new.example");
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM business_email_change"), 0);
	assert_int_equal(t_post(t, HERE, "code", t_code(t, "person1@asha.example"), NULL), 303);
	assert_string_equal(t_header(t, "Location"),
	    "/billing/preferences/account/business-email");
	assert_string_equal(t_text(t, "SELECT new_email FROM business_email_change"
	    " WHERE state = 'pending'"), "office@new.example");
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox"
	    " WHERE recipient = 'office@new.example'"), 1);
	assert_string_not_equal(t_text(t, t_fmt(t, "SELECT business_email FROM %s", account)),
	    "office@new.example");
}

static void
test_otp__a_business_email_alone_waits_too(void **state)
{
	struct t *t = *state;
	const struct page *own = t->worker.page;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	t->worker.page = &account_preferences_page;
	assert_int_equal(t_post(t, "/billing/preferences/account/business-email",
	    "business_email", "office@new.example", NULL), 303);
	t->worker.page = own;
	assert_string_equal(t_header(t, "Location"), HERE);
	assert_int_equal(t_post(t, HERE, "code", t_code(t, "person1@asha.example"), NULL), 303);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event"
	    " WHERE action = 'account.email_asked'"), 1);
}

static void
test_otp__the_right_code_carries_the_change_out(void **state)
{
	struct t *t = *state;
	const char *code;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(make_primary(t, 1), 303);
	assert_string_equal(t_header(t, "Location"), HERE);
	assert_int_equal(t_get(t, HERE), 200);
	assert_string_equal(t_view(t, "Data.what"), "make Person 2 of asha (person2@asha.example) the Primary contact");
	assert_string_equal(t_view(t, "Data.primary"), "Person 1 of asha");
	assert_string_equal(t_view(t, "Data.copies.0.address"), "person1@asha.example");
	assert_string_equal(t_view(t, "Form.code.autocomplete"), "one-time-code");

	code = t_code(t, "person1@asha.example");
	assert_int_equal(t_post(t, HERE, "code", t_fmt(t, " %.3s %s ", code, code + 3), NULL), 303);
	assert_string_equal(t_header(t, "Location"), "/manage/business-profile");
	assert_string_equal(primary(t), "Person 2 of asha");
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM step_up"), 0);
	assert_non_null(strstr(t_text(t, "SELECT after_json FROM " T_EVENTS
	    " WHERE action = 'contact.primary' ORDER BY id DESC LIMIT 1"),
	    "\"confirmed_by\":\"a code to the Primary contact\""));
	assert_int_equal(t_number(t,
	    "SELECT COUNT(*) FROM outbox WHERE template = 'primary-changed'"), 2);
}

static void
test_otp__what_was_typed_is_carried_out(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(change_email(t, 0, "New & Name", "new@asha.example"), 303);
	assert_string_equal(t_text(t, t_fmt(t, "SELECT name FROM contact_person WHERE id = %lld",
	    (long long)t->accounts[0].people[0])), "Person 1 of asha");
	assert_int_equal(t_post(t, HERE, "code", t_code(t, "person1@asha.example"), NULL), 303);

	assert_string_equal(primary(t), "New & Name");
	assert_string_equal(t_text(t, "SELECT part FROM contact_address"
	    " WHERE address = 'new@asha.example'"), "wanted");
	assert_string_equal(t_text(t, "SELECT CONCAT(part, stands_in) FROM contact_address"
	    " WHERE address = 'person1@asha.example'"), "replaced1");
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox WHERE"
	    " template = 'address-changing' AND recipient = 'person1@asha.example'"), 1);
}

/* One is added for the Primary, then taken into use; each of the two wants a code of its own. */
static void
test_otp__carries_out_changes_of_addresses(void **state)
{
	static const char *const steps[] = { "new", "use" };
	struct t *t = *state;
	const struct page *own = t->worker.page;
	const char *path;
	size_t i;

	t_as(t, 0, ROLE_ADMIN);
	for (i = 0; i < 2; i++) {
		print_message("  %s\n", steps[i]);
		path = i == 0 ? t_fmt(t, ADDRESSES "/new/%lld",
		    (long long)t->accounts[0].people[0]) :
		    t_fmt(t, ADDRESSES "/%s/use", t_text(t, "SELECT id FROM contact_address"
			" WHERE address = 'boss@home.example'"));
		t->worker.page = &addresses_page;
		assert_int_equal(t_post(t, path, "channel", "mail", "label", "work", "address",
		    "boss@home.example", NULL), 303);
		assert_string_equal(t_header(t, "Location"), HERE);
		t->worker.page = own;
		assert_int_equal(t_post(t, HERE, "code", t_code(t, "person1@asha.example"), NULL),
		    303);
		clock_fix(NOW + 61);
	}
	assert_string_equal(t_text(t, "SELECT part FROM contact_address"
	    " WHERE address = 'boss@home.example'"), "wanted");
	assert_string_equal(t_text(t, "SELECT CONCAT(part, stands_in) FROM contact_address"
	    " WHERE address = 'person1@asha.example'"), "further1");
}

static void
test_otp__a_wrong_code_changes_nothing_and_is_counted(void **state)
{
	struct t *t = *state;
	const char *code;
	int i;

	t_as(t, 0, ROLE_ADMIN);
	make_primary(t, 1);
	code = t_code(t, "person1@asha.example");
	for (i = 0; i < 5; i++) {
		assert_int_equal(t_post(t, HERE, "code", wrong(t, code), NULL), 422);
		assert_non_null(strstr(t_view(t, "Page.problems.0.text"), "not the code"));
		assert_string_equal(t_view(t, "Page.problems.0.field"), i < 4 ? "code" : "");
		assert_string_equal(t_view(t, "Form.code.value"), "");
	}
	assert_non_null(strstr(t_view(t, "Page.problems.0.text"), "wrongly too often"));
	assert_int_equal(t_post(t, HERE, "code", code, NULL), 422);
	assert_non_null(strstr(t_view(t, "Form.code.error"), "no longer be used"));
	assert_string_equal(primary(t), "Person 1 of asha");
	assert_null(strstr(t_page(t), code));
}

static void
test_otp__a_code_is_of_one_act_session_and_time(void **state)
{
	struct t *t = *state;
	const char *code, *cookies;

	t_as(t, 0, ROLE_ADMIN);
	make_primary(t, 1);
	code = t_code(t, "person1@asha.example");
	cookies = t->cookies;
	clock_fix(NOW + 61);
	make_primary(t, 2);
	assert_int_equal(t_post(t, HERE, "code", code, NULL), 422);
	code = t_code(t, "person1@asha.example");
	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_post(t, HERE, "code", code, NULL), 422);
	assert_non_null(strstr(t_view(t, "Form.code.error"), "no longer be used"));
	t_as(t, 0, ROLE_ADMIN);
	t->cookies = cookies;
	t->session_id = t_number(t, "SELECT session_id FROM step_up");
	clock_fix(NOW + 61 + 601);
	assert_int_equal(t_post(t, HERE, "code", code, NULL), 422);
	assert_string_equal(primary(t), "Person 1 of asha");
}

static void
test_otp__the_same_act_is_not_sent_again(void **state)
{
	struct t *t = *state;
	const char *codes = "SELECT COUNT(*) FROM outbox WHERE template = 'step-up'";
	int64_t sent;

	t_as(t, 0, ROLE_ADMIN);
	make_primary(t, 1);
	sent = t_number(t, codes);
	make_primary(t, 1);
	assert_int_equal(t_number(t, codes), sent);
	assert_int_equal(t_post(t, HERE "/new", NULL), 422);
	assert_non_null(strstr(t_view(t, "Page.problems.0.text"), "60 seconds"));
	clock_fix(NOW + 61);
	assert_int_equal(t_post(t, HERE "/new", NULL), 303);
	assert_int_equal(t_number(t, codes), 2 * sent);
}

static void
test_otp__checks_again_when_it_is_carried_out(void **state)
{
	struct t *t = *state;
	const char *code;

	t_as(t, 0, ROLE_ADMIN);
	make_primary(t, 1);
	code = t_code(t, "person1@asha.example");
	assert_int_equal(db_exec(t->worker.db, NULL,
			     "UPDATE contact_person SET version = 9 WHERE id = ?",
			     V(t->accounts[0].people[1])),
	    ERR_OK);
	assert_int_equal(t_post(t, HERE, "code", code, NULL), 409);
	assert_string_equal(t_view(t, "Page.title"), "Make Person 2 of asha the Primary contact?");
	assert_string_equal(t_view(t, "Form.version.value"), "9");

	assert_int_equal(db_exec(t->worker.db, NULL,
			     "UPDATE role SET permission_bits = 0 WHERE account_id = ? AND id = ?",
			     V(t->accounts[0].id), V((int)ROLE_ADMIN)),
	    ERR_OK);
	assert_int_equal(t_post(t, HERE, "code", code, NULL), 403);
	assert_string_equal(primary(t), "Person 1 of asha");
}

static void
test_otp__the_super_admin_can_stand_in_for_who_has_left(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	make_primary(t, 1);
	assert_int_equal(t_post(t, HERE "/left", "current_password", T_PASSWORD, NULL), 403);
	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(user_set_password(&t->cx, t->accounts[0].users[ROLE_SUPER_ADMIN],
	    T_PASSWORD), ERR_OK);
	make_primary(t, 1);
	assert_int_equal(t_get(t, HERE "/left"), 200);
	assert_int_equal(t->statements, 3);
	assert_int_equal(t_post(t, HERE "/left", "current_password", "wrong", NULL), 422);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM step_up WHERE way = 'left'"), 0);
	assert_int_equal(t_post(t, HERE "/left", "current_password", T_PASSWORD, NULL), 303);
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Data.is_left"), "1");
	assert_int_equal(t_post(t, HERE, "code", t_code(t, "owner@asha.example"), NULL), 303);

	assert_string_equal(primary(t), "Person 2 of asha");
	assert_non_null(strstr(t_text(t, "SELECT after_json FROM " T_EVENTS
	    " WHERE action = 'contact.primary' ORDER BY id DESC LIMIT 1"), "could not answer"));
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox WHERE template = 'primary-left'"
	    " AND recipient = 'owner@asha.example'"), 1);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox WHERE"
	    " template = 'primary-changed' AND recipient = 'person1@asha.example'"), 1);
}

static void
test_otp__an_unproven_primary_wants_the_password_first(void **state)
{
	struct t *t = *state;

	unprove(t);
	t_as(t, 0, ROLE_ADMIN);
	make_primary(t, 1);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox WHERE template = 'step-up'"), 0);
	assert_int_equal(t_post(t, HERE "/password", "current_password", T_PASSWORD, NULL), 403);

	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(user_set_password(&t->cx, t->accounts[0].users[ROLE_SUPER_ADMIN],
	    T_PASSWORD), ERR_OK);
	make_primary(t, 1);
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Data.is_first"), "1");
	assert_int_equal(t_post(t, HERE "/password", "current_password", "wrong", NULL), 422);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox WHERE template = 'step-up'"), 0);
	assert_int_equal(t_post(t, HERE "/password", "current_password", T_PASSWORD, NULL), 303);
	assert_int_equal(t_post(t, HERE, "code", t_code(t, "person1@asha.example"), NULL), 303);
	assert_string_equal(primary(t), "Person 2 of asha");
	assert_string_equal(t_text(t, "SELECT state FROM contact_address"
	    " WHERE address = 'person1@asha.example'"), "verified");
}

static void
test_otp__new_code_never_passes_by_the_password(void **state)
{
	struct t *t = *state;

	unprove(t);
	t_as(t, 0, ROLE_ADMIN);
	make_primary(t, 1);
	assert_int_equal(t_post(t, HERE "/new", NULL), 303);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox WHERE template = 'step-up'"), 0);
}

static void
test_otp__cancel_brings_the_form_back(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	change_email(t, 0, "Typed Name", "typed@asha.example");
	assert_int_equal(t_post(t, HERE "/cancel", NULL), 303);
	assert_string_equal(t_header(t, "Location"), person_path(t, 0, ""));
	t->worker.page = &business_profile_page;
	t_get(t, person_path(t, 0, ""));
	assert_string_equal(t_view(t, "Form.name.value"), "Typed Name");
	assert_string_equal(t_view(t, "Form.email.value"), "typed@asha.example");
	assert_string_equal(t_view(t, "Page.held"), "1");
}

static void
test_otp__nothing_waits(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_get(t, HERE), 200);
	assert_string_equal(t_view(t, "Data.is_waiting"), "");
	assert_non_null(strstr(t_page(t), "<a class=\"button\" href=\"/\">"));
	assert_int_equal(t_post(t, HERE, "code", "123456", NULL), 422);
	assert_int_equal(t_post(t, HERE "/new", NULL), 422);
	assert_int_equal(t_post(t, HERE "/cancel", NULL), 303);
}

static void
test_otp__costs_three_statements(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	make_primary(t, 1);
	t_get(t, HERE);
	assert_in_range(t->statements, 1, 3);
}

/* Who leaves was Primary: nobody asks there, and all of it is done with one code. */
static void
test_otp__a_leaving_is_confirmed_by_the_super_admin(void **state)
{
	struct t *t = *state;
	const struct page *own = t->worker.page;
	const char *where = t_fmt(t, "/manage/leaving/contact/%lld",
	    (long long)t->accounts[0].people[0]);

	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(user_set_password(&t->cx, t->accounts[0].users[ROLE_SUPER_ADMIN],
	    T_PASSWORD), ERR_OK);
	t->worker.page = &leaving_page;
	assert_int_equal(t_post(t, where, "person_version", "1", "replacement",
	    t_fmt(t, "%lld", (long long)t->accounts[0].people[1]), "confirmed", "1", NULL), 303);
	t->worker.page = own;
	assert_string_equal(t_header(t, "Location"), HERE "/left");
	assert_int_equal(t_post(t, HERE "/left", "current_password", "not it", NULL), 422);
	assert_int_equal(t_post(t, HERE "/left", "current_password", T_PASSWORD, NULL), 303);
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Data.is_left"), "1");

	assert_int_equal(t_post(t, HERE, "code", t_code(t, "owner@asha.example"), NULL), 303);
	assert_int_equal(strncmp(t_header(t, "Location"), "/manage/leaving/done/contact/", 29), 0);
	assert_int_equal(t_number(t, t_fmt(t, "SELECT COUNT(*) FROM contact_person WHERE id = %lld",
	    (long long)t->accounts[0].people[0])), 0);
	assert_int_equal(t_number(t, t_fmt(t, "SELECT is_primary FROM contact_person"
	    " WHERE id = %lld", (long long)t->accounts[0].people[1])), 1);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox"
	    " WHERE template = 'primary-left'"), 1);
	assert_int_equal(t_number(t, "SELECT COUNT(DISTINCT request_id) FROM audit_event"
	    " WHERE action IN ('contact.primary', 'contact.replaced', 'contact.left',"
	    " 'person.left')"), 1);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_otp__a_business_email_waits_while_the_name_is_saved),
		TEST(test_otp__another_gstin_waits),
		TEST(test_otp__a_business_email_alone_waits_too),
		TEST(test_otp__the_right_code_carries_the_change_out),
		TEST(test_otp__what_was_typed_is_carried_out),
		TEST(test_otp__carries_out_changes_of_addresses),
		TEST(test_otp__a_wrong_code_changes_nothing_and_is_counted),
		TEST(test_otp__a_code_is_of_one_act_session_and_time),
		TEST(test_otp__the_same_act_is_not_sent_again),
		TEST(test_otp__checks_again_when_it_is_carried_out),
		TEST(test_otp__the_super_admin_can_stand_in_for_who_has_left),
		TEST(test_otp__an_unproven_primary_wants_the_password_first),
		TEST(test_otp__new_code_never_passes_by_the_password),
		TEST(test_otp__cancel_brings_the_form_back),
		TEST(test_otp__nothing_waits),
		TEST(test_otp__costs_three_statements),
		TEST(test_otp__a_leaving_is_confirmed_by_the_super_admin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
