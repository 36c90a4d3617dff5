#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <string.h>

#include "domain/contact_primary.h"

#define HERE "/manage/business-profile"

static char *
person_path(struct t *t, int account, int n, const char *rest)
{
	return t_fmt(t, HERE "/contact-persons/%lld%s", (long long)t->accounts[account].people[n],
	    rest);
}

static int
save(struct t *t, const char *path, const char *name, const char *email, const char *version)
{
	return t_post(t, path, "name", name, "email", email, "phone", "98765 43210", "designation",
	    "Accounts", "kind", "billing", "consent", "yes", "version", version, NULL);
}

static void
test_business_profile__shows_company_and_people(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_get(t, HERE), 200);

	assert_string_equal(t_view(t, "Page.title"), "Business Profile");
	assert_string_equal(t_view(t, "Data.company.business_name"), "Asha Traders");
	assert_string_equal(t_view(t, "Data.contacts.0.name"), "Person 1 of asha");
	assert_string_equal(t_view(t, "Data.contacts.0.is_primary"), "1");
	assert_string_equal(t_view(t, "Data.contacts.1.is_primary"), "");
	assert_string_equal(t_view(t, "Data.contacts.2.phone"), "+91 98765 41002");
	assert_string_equal(t_view(t, "Data.contacts.3.name"), "");
	assert_string_equal(t_view(t, "Page.user.email"), "role2@asha.example");
	assert_string_equal(t_view(t, "Page.account.name"), "Asha Traders");
}

static void
test_business_profile__costs_three_statements(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	t_get(t, HERE);
	assert_in_range(t->statements, 1, 3);
	t_get(t, person_path(t, 0, 1, ""));
	assert_in_range(t->statements, 1, 3);
	t_get(t, person_path(t, 0, 1, "/primary"));
	assert_in_range(t->statements, 1, 3);
	t_get(t, HERE "/contact-persons/new");
	assert_in_range(t->statements, 1, 2);
	t_get(t, HERE "/company");
	assert_in_range(t->statements, 1, 2);
}

static void
test_contact_edit__shows_form(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, person_path(t, 0, 1, "")), 200);

	assert_string_equal(t_view(t, "Form.name.value"), "Person 2 of asha");
	assert_string_equal(t_view(t, "Form.email.value"), "person2@asha.example");
	assert_string_equal(t_view(t, "Form.version.value"), "1");
	assert_string_equal(t_view(t, "Form.kind.choices.0.chosen"), "1");
	assert_string_equal(t_view(t, "Page.may.contact_edit"), "1");
	assert_string_equal(t_view(t, "Data.history.0.word"), "added");
	assert_string_equal(t_view(t, "Data.history.0.at"), "15 Jan 2027, 13:30 IST");
}

static void
test_contact_edit__says_how_each_address_stands(void **state)
{
	struct t *t = *state;

	t->config.sms.transport = SMS_NONE;
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(save(t, person_path(t, 0, 1, ""), "Asha", "asha@example.com", "1"), 303);
	t_get(t, person_path(t, 0, 1, ""));
	assert_string_equal(t_view(t, "Data.addresses.0.reach"), "person2@asha.example");
	assert_string_equal(t_view(t, "Data.addresses.0.state_text"), "Verified");
	assert_string_equal(t_view(t, "Data.addresses.0.stands_in"), "1");
	assert_string_equal(t_view(t, "Data.addresses.2.reach"), "asha@example.com");
	assert_string_equal(t_view(t, "Data.addresses.2.state"), "unverified");
	assert_string_equal(t_view(t, "Data.addresses.2.label"), "Work");
	assert_string_equal(t_view(t, "Data.addresses.3.reach"), "+91 98765 43210");
	assert_string_equal(t_view(t, "Data.addresses.3.state_text"), "Not checked here");
	assert_string_equal(t_view(t, "Data.addresses.3.can_check"), "");
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Data.contacts.0.email.state_text"), "Verified");
	assert_string_equal(t_view(t, "Data.contacts.1.email.state_text"), "Unverified");
	assert_string_equal(t_view(t, "Data.contacts.1.phone.state_text"), "Not checked here");
}

static void
test_contact_edit__shows_what_the_person_receives(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_AGENT);
	t_get(t, person_path(t, 0, 0, ""));

	assert_string_equal(t_view(t, "Data.person.receives.0.name"), "Security codes");
	assert_string_equal(t_view(t, "Data.person.receives.1.name"), "Critical alerts");
	assert_string_equal(t_view(t, "Data.person.receives.2.name"), "Account notices");
	assert_string_equal(t_view(t, "Data.person.receives.3.name"), "");
	assert_string_equal(t_view(t, "Data.person.is_authorised"), "");
}

static void
test_contact_edit__saves_and_redirects(void **state)
{
	struct t *t = *state;
	long long id = (long long)t->accounts[0].people[1];

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(save(t, person_path(t, 0, 1, ""), "आशा राव", "Asha.Rao@Example.COM", "1"),
	    303);

	assert_string_equal(t_header(t, "Location"), HERE);
	assert_string_equal(t_text(t,
				t_fmt(t, "SELECT name FROM contact_person WHERE id = %lld", id)),
	    "आशा राव");
	assert_string_equal(t_text(t,
				t_fmt(t, "SELECT address FROM contact_address WHERE part = 'wanted'"
				    " AND channel = 'mail' AND contact_person_id = %lld", id)),
	    "Asha.Rao@example.com");
	assert_string_equal(t_text(t,
				t_fmt(t, "SELECT address FROM contact_address WHERE part = 'wanted'"
				    " AND channel = 'sms' AND contact_person_id = %lld", id)),
	    "+919876543210");
	assert_int_equal(t_number(t,
			     t_fmt(t, "SELECT version FROM contact_person WHERE id = %lld", id)),
	    2);
}

static void
test_contact_edit__tells_and_marks_once(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_BILLING);
	save(t, person_path(t, 0, 1, ""), "Asha Rao", "asha@example.com", "1");
	t_keep_cookies(t);
	t_get(t, HERE);

	assert_string_equal(t_view(t, "Page.flash.text"), "Contact saved: Asha Rao.");
	assert_string_equal(t_view(t, "Page.flash.row"),
	    t_fmt(t, "contact-%lld", (long long)t->accounts[0].people[1]));
	assert_non_null(strstr(t->transport.out.text, "pp_flash=; "));
}

static void
test_contact_edit__refuses_bad_fields_and_keeps_what_was_typed(void **state)
{
	static const struct {
		const char *field, *name, *email, *phone, *kind, *consent, *monitored;
	} cases[] = {
		{ "name", "", "a@example.com", "9876543210", "billing", "yes", NULL },
		{ "name", "   ", "a@example.com", "9876543210", "billing", "yes", NULL },
		{ "email", "Asha", "", "9876543210", "billing", "yes", NULL },
		{ "email", "Asha", "asha.example.com", "9876543210", "billing", "yes", NULL },
		{ "email", "Asha", "no-reply@example.com", "9876543210", "billing", "yes", "yes" },
		{ "phone", "Asha", "a@example.com", "", "billing", "yes", NULL },
		{ "phone", "Asha", "a@example.com", "12345", "billing", "yes", NULL },
		{ "kind", "Asha", "a@example.com", "9876543210", "", "yes", NULL },
		{ "consent", "Asha", "a@example.com", "9876543210", "billing", "", NULL },
		{ "monitored", "Asha", "info@example.com", "9876543210", "billing", "yes", "" },
	};
	struct t *t = *state;
	size_t i;

	t_as(t, 0, ROLE_ADMIN);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  case %zu: %s\n", i, cases[i].field);
		assert_int_equal(t_post(t, person_path(t, 0, 1, ""), "name", cases[i].name, "email",
				     cases[i].email, "phone", cases[i].phone, "kind", cases[i].kind,
				     "consent", cases[i].consent, "version", "1",
				     cases[i].monitored == NULL ? NULL : "monitored",
				     cases[i].monitored, NULL),
		    422);
		assert_string_not_equal(t_view(t, t_fmt(t, "Form.%s.error", cases[i].field)), "");
		assert_string_equal(t_view(t, "Page.problems.0.field"), cases[i].field);
		assert_string_equal(t_view(t, "Form.email.value"), cases[i].email);
		assert_string_equal(t_view(t, "Form.phone.value"), cases[i].phone);
		assert_string_equal(t_view(t, "Form.version.value"), "1");
	}
	assert_int_equal(t_number(t, t_fmt(t, "SELECT version FROM contact_person WHERE id = %lld",
	    (long long)t->accounts[0].people[1])), 1);
}

static void
test_contact_edit__says_everything_at_once(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	t_post(t, person_path(t, 0, 1, ""), "name", "", "email", "x", "phone", "1", "kind",
	    "billing", "version", "1", NULL);

	assert_string_not_equal(t_view(t, "Form.name.error"), "");
	assert_string_not_equal(t_view(t, "Form.email.error"), "");
	assert_string_not_equal(t_view(t, "Form.phone.error"), "");
	assert_string_not_equal(t_view(t, "Form.consent.error"), "");
}

static void
test_contact_edit__refuses_foreign_row(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(save(t, person_path(t, 1, 1, ""), "Mallory", "m@example.com", "1"), 404);

	assert_string_equal(t_text(t, t_fmt(t, "SELECT name FROM contact_person WHERE id = %lld",
	    (long long)t->accounts[1].people[1])), "Person 2 of binary");
}

static void
test_contact_edit__refuses_an_email_that_another_person_has(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(save(t, person_path(t, 0, 1, ""), "Asha", "PERSON1@asha.example", "1"),
	    422);

	assert_string_equal(t_view(t, "Form.email.error.link"), person_path(t, 0, 0, ""));
	assert_non_null(strstr(t_view(t, "Form.email.error"), "Person 1 of asha"));
}

static void
test_contact_edit__warns_of_the_same_phone(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	save(t, person_path(t, 0, 1, ""), "Asha", "a@example.com", "1");
	assert_int_equal(save(t, person_path(t, 0, 2, ""), "Ravi", "r@example.com", "1"), 303);
	t_keep_cookies(t);
	t_get(t, HERE);

	assert_non_null(strstr(t_view(t, "Page.flash.text"), "Asha has the same phone number"));
}

static void
test_contact_edit__conflict_shows_both(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(save(t, person_path(t, 0, 1, ""), "Theirs", "theirs@example.com", "1"),
	    303);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(save(t, person_path(t, 0, 1, ""), "Mine", "mine@example.com", "1"), 409);

	assert_string_equal(t_view(t, "Form.name.value"), "Mine");
	assert_string_equal(t_view(t, "Form.name.stored"), "Theirs");
	assert_string_equal(t_view(t, "Form.email.stored"), "theirs@example.com");
	assert_string_equal(t_view(t, "Form.designation.differs"), "");
	assert_string_equal(t_view(t, "Form.version.value"), "2");
	assert_int_equal(save(t, person_path(t, 0, 1, ""), "Mine", "mine@example.com", "2"), 303);
}

static void
test_contact_edit__own_correction_is_no_conflict(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_BILLING);
	t->nonce = "AAAAAAAAAAAAAAAAAAAAAA";
	assert_int_equal(save(t, person_path(t, 0, 1, ""), "Asha Roa", "a@example.com", "1"), 303);
	assert_int_equal(save(t, person_path(t, 0, 1, ""), "Asha Rao", "a@example.com", "1"), 303);

	assert_string_equal(t_text(t, t_fmt(t, "SELECT name FROM contact_person WHERE id = %lld",
	    (long long)t->accounts[0].people[1])), "Asha Rao");
}

static void
test_contact_edit__the_same_twice_is_one_change(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_BILLING);
	t->nonce = "AAAAAAAAAAAAAAAAAAAAAA";
	assert_int_equal(save(t, HERE "/contact-persons/new", "Asha", "a@example.com", ""), 303);
	assert_int_equal(save(t, HERE "/contact-persons/new", "Asha", "a@example.com", ""), 303);

	assert_string_equal(t_header(t, "Location"), HERE);
	assert_int_equal(t_number(t,
			     "SELECT COUNT(*) FROM contact_address WHERE address = 'a@example.com'"),
	    1);
}

static void
test_contact_edit__writes_one_audit_row(void **state)
{
	struct t *t = *state;
	const char *events =
	    t_fmt(t, "FROM " T_EVENTS " WHERE action = 'contact.update' AND object_id = %lld",
		(long long)t->accounts[0].people[1]);

	t_as(t, 0, ROLE_BILLING);
	save(t, person_path(t, 0, 1, ""), "Asha Rao", "asha@example.com", "1");

	assert_int_equal(t_number(t, t_fmt(t, "SELECT COUNT(*) %s", events)), 1);
	assert_string_equal(t_text(t, t_fmt(t, "SELECT actor_name %s", events)), "Billing");
	assert_string_equal(t_text(t, t_fmt(t, "SELECT before_json %s", events)),
	    "{\"name\":\"Person 2 of "
	    "asha\",\"email\":\"person2@asha.example\",\"phone\":\"+919876541001\","
	    "\"designation\":\"\",\"kind\":\"alternate\"}");
	assert_string_equal(t_text(t, t_fmt(t, "SELECT after_json %s", events)),
	    "{\"name\":\"Asha Rao\",\"email\":\"asha@example.com\",\"phone\":\"+919876543210\","
	    "\"designation\":\"Accounts\",\"kind\":\"billing\"}");
	assert_string_equal(t_text(t, t_fmt(t, "SELECT client_ip %s", events)), "192.0.2.1");
}

static void
test_contact_add__first_becomes_primary(void **state)
{
	struct t *t = *state;

	assert_int_equal(db_exec(t->worker.db, NULL,
			     "DELETE FROM contact_person WHERE account_id = ?",
			     V(t->accounts[0].id)),
	    ERR_OK);
	assert_int_equal(db_exec(t->worker.db, NULL,
			     "UPDATE account SET contact_count = 0 WHERE id = ?",
			     V(t->accounts[0].id)),
	    ERR_OK);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(save(t, HERE "/contact-persons/new", "Asha", "a@example.com", ""), 303);
	assert_int_equal(save(t, HERE "/contact-persons/new", "Ravi", "r@example.com", ""), 303);

	assert_string_equal(t_text(t,
				t_fmt(t, "SELECT name FROM contact_person WHERE primary_of = %lld",
				    (long long)t->accounts[0].id)),
	    "Asha");
}

static void
test_contact_add__stops_at_the_limit(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(save(t, HERE "/contact-persons/new", "Four", "4@example.com", ""), 303);
	assert_int_equal(save(t, HERE "/contact-persons/new", "Five", "5@example.com", ""), 303);
	assert_int_equal(save(t, HERE "/contact-persons/new", "Six", "6@example.com", ""), 422);

	assert_non_null(strstr(t_view(t, "Page.problems.0.text"), "as many contact persons"));
	assert_string_equal(t_view(t, "Page.problems.0.link"), "/support");
	assert_string_equal(t_view(t, "Form.name.value"), "Six");
	assert_int_equal(t_number(t,
			     t_fmt(t, "SELECT COUNT(*) FROM contact_person WHERE account_id = %lld",
				 (long long)t->accounts[0].id)),
	    5);
}

static void
test_contact_primary__names_both_and_asks_for_a_code(void **state)
{
	struct t *t = *state;
	long long account = (long long)t->accounts[0].id;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(t_get(t, person_path(t, 0, 1, "/primary")), 200);
	assert_string_equal(t_view(t, "Data.old.name"), "Person 1 of asha");
	assert_string_equal(t_view(t, "Data.person.name"), "Person 2 of asha");
	assert_int_equal(t_post(t, person_path(t, 0, 1, "/primary"), "version", "1", NULL), 303);

	assert_string_equal(t_header(t, "Location"), "/otp");
	assert_string_equal(t_text(t,
				t_fmt(t, "SELECT name FROM contact_person WHERE primary_of = %lld",
				    account)),
	    "Person 1 of asha");
	assert_string_equal(t_text(t, "SELECT what FROM step_up"),
	    "make Person 2 of asha (person2@asha.example) the Primary contact");
	assert_int_equal(t_number(t,
			     t_fmt(t,
				 "SELECT COUNT(*) FROM audit_event WHERE account_id = %lld AND"
				 " action IN ('contact.primary', 'contact.replaced')",
				 account)),
	    0);
}

static void
test_contact_primary__wants_a_verified_email(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	save(t, person_path(t, 0, 1, ""), "Asha", "new@example.com", "1");
	t_get(t, person_path(t, 0, 1, "/primary"));
	assert_string_equal(t_view(t, "Data.is_unproven"), "1");
	assert_int_equal(t_post(t, person_path(t, 0, 1, "/primary"), "version", "2", NULL), 422);

	assert_non_null(strstr(t_view(t, "Page.problems.0.text"), "not verified yet"));
	assert_string_equal(t_view(t, "Page.problems.0.link"), person_path(t, 0, 1, ""));
}

static void
test_contact_edit__the_primarys_address_wants_a_code(void **state)
{
	static const struct {
		const char	*name, *email, *phone, *leads;
	} cases[] = {
		{ "Other Name", "person1@asha.example", "+919876541000", HERE },
		{ "Other Name", "PERSON1@asha.example", "+919876541000", HERE },
		{ "Other Name", "else@asha.example", "+919876541000", "/otp" },
		{ "Other Name", "PERSON1@asha.example", "9876500001", "/otp" },
	};
	struct t *t = *state;
	size_t i;

	t_as(t, 0, ROLE_BILLING);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *version = t_fmt(t, "%lld", (long long)t_number(t, t_fmt(t,
		    "SELECT version FROM contact_person WHERE id = %lld",
		    (long long)t->accounts[0].people[0])));

		print_message("  %s %s\n", cases[i].email, cases[i].phone);
		assert_int_equal(t_post(t, person_path(t, 0, 0, ""), "name", cases[i].name,
				     "email", cases[i].email, "phone", cases[i].phone, "kind",
				     "billing", "consent", "yes", "version", version, NULL),
		    303);
		assert_string_equal(t_header(t, "Location"), cases[i].leads);
	}
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM contact_address"
	    " WHERE address IN ('else@asha.example', '+919876500001')"), 0);
}

static void
test_contact_primary__conflict(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	save(t, person_path(t, 0, 1, ""), "Asha", "a@example.com", "1");
	assert_int_equal(t_post(t, person_path(t, 0, 1, "/primary"), "version", "1", NULL), 409);
	assert_string_equal(t_view(t, "Form.version.value"), "2");
}

/* The Primary has withdrawn, as by the link in a mail. */
static void
withdraw(struct t *t)
{
	assert_int_equal(db_exec(t->worker.db, NULL,
			     "UPDATE contact_person SET withdrawn_at = 5 WHERE id = ?",
			     V(t->accounts[0].people[0])),
	    ERR_OK);
	assert_int_equal(db_exec(t->worker.db, NULL,
			     "UPDATE contact_address SET state = 'unreachable'"
			     " WHERE contact_person_id = ?",
			     V(t->accounts[0].people[0])),
	    ERR_OK);
}

static void
test_contact_edit__who_withdrew_is_replaced_not_changed(void **state)
{
	struct t *t = *state;

	withdraw(t);
	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(save(t, person_path(t, 0, 0, ""), "Same", "PERSON1@asha.example", "1"),
	    422);
	assert_non_null(strstr(t_view(t, "Page.problems.0.text"), "does not want to be contacted"));
	assert_int_equal(save(t, person_path(t, 0, 0, ""), "Another", "another@asha.example", "1"),
	    303);
	assert_string_equal(t_header(t, "Location"), "/otp");
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox WHERE category = 'codes'"), 0);
}

static void
test_business_profile__says_that_the_primary_cannot_be_reached(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_AGENT);
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Page.unreachable"), "");
	withdraw(t);
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Page.unreachable"),
	    t_fmt(t, "%lld", (long long)t->accounts[0].people[0]));
	assert_non_null(strstr(t_page(t), "Nobody can be reached as Primary contact"));
	t_as(t, 1, ROLE_SUPER_ADMIN);
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Page.unreachable"), "");
}

static void
test_contact_remove__removes(void **state)
{
	struct t *t = *state;
	long long account = (long long)t->accounts[0].id;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_get(t, person_path(t, 0, 2, "/remove")), 200);
	assert_int_equal(t_post(t, person_path(t, 0, 2, "/remove"), "version", "1", NULL), 303);
	assert_int_equal(t_get(t, person_path(t, 0, 2, "")), 404);

	assert_int_equal(t_number(t,
			     t_fmt(t, "SELECT contact_count FROM account WHERE id = %lld",
				 account)),
	    2);
}

/* As who withdraws or leaves: what waits is not sent to who is not listed any more. */
static void
test_contact_remove__stops_what_waits(void **state)
{
	struct t *t = *state;
	const struct outbox_message message = { .event = "waits", .category = "account",
		.template = "still-right", .recipient = "person2@asha.example",
		.contact_person_id = t->accounts[0].people[1] };

	t->cx.actor.account_id = t->accounts[0].id;
	assert_int_equal(outbox_add(&t->cx, &message), ERR_OK);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_post(t, person_path(t, 0, 1, "/remove"), "version", "9", NULL), 409);
	assert_string_equal(t_text(t, "SELECT state FROM outbox WHERE event_key = 'waits'"),
	    "waiting");
	assert_int_equal(t_post(t, person_path(t, 0, 1, "/remove"), "version", "1", NULL), 303);
	assert_string_equal(t_text(t, "SELECT CONCAT_WS('|', state, result) FROM outbox"
	    " WHERE event_key = 'waits'"), "expired|The person was taken off the list.");
}

static void
test_contact_remove__refuses_the_primary(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_post(t, person_path(t, 0, 0, "/remove"), "version", "1", NULL), 422);

	assert_non_null(strstr(t_view(t, "Page.problems.0.text"), "cannot be removed"));
	assert_int_equal(t_get(t, person_path(t, 0, 0, "")), 200);
}

static void
test_business_profile__single_contact_shows_its_form(void **state)
{
	struct t *t = *state;

	assert_int_equal(db_exec(t->worker.db, NULL,
			     "DELETE FROM contact_person WHERE account_id = ? AND"
			     " is_primary = 0",
			     V(t->accounts[0].id)),
	    ERR_OK);
	assert_int_equal(db_exec(t->worker.db, NULL,
			     "UPDATE account SET contact_count = 1, contact_limit = 1"
			     " WHERE id = ?",
			     V(t->accounts[0].id)),
	    ERR_OK);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_get(t, HERE), 200);

	assert_string_equal(t_view(t, "Data.is_single"), "1");
	assert_string_equal(t_view(t, "Form.name.value"), "Person 1 of asha");
	assert_string_equal(t_view(t, "Data.has_room"), "");
	assert_non_null(strstr(t_page(t), "This account has one contact person"));

	assert_int_equal(db_exec(t->worker.db, NULL,
			     "DELETE FROM contact_person WHERE account_id = ?",
			     V(t->accounts[0].id)),
	    ERR_OK);
	assert_int_equal(db_exec(t->worker.db, NULL,
			     "UPDATE account SET contact_count = 0 WHERE id = ?",
			     V(t->accounts[0].id)),
	    ERR_OK);
	assert_int_equal(t_get(t, HERE), 200);
	assert_null(strstr(t_page(t), "This account has one contact person"));
}

static void
test_company__saves(void **state)
{
	struct t *t = *state;
	const char *row = t_fmt(t, "FROM account WHERE id = %lld", (long long)t->accounts[0].id);

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_post(t, HERE "/company", "trade_name", "Asha & Sons", "phone",
			     "022 2345 6789", "website", "asha.example", "version", "1", NULL),
	    303);

	assert_string_equal(t_text(t, t_fmt(t, "SELECT trade_name %s", row)), "Asha & Sons");
	assert_string_equal(t_text(t, t_fmt(t, "SELECT phone %s", row)), "+912223456789");
	assert_string_equal(t_text(t, t_fmt(t, "SELECT website %s", row)), "https://asha.example");
	assert_int_equal(t_number(t,
			     "SELECT COUNT(*) FROM audit_event WHERE action = 'company.update'"),
	    1);
}

static void
test_company__refuses_and_conflicts(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_post(t, HERE "/company", "trade_name", "", "phone", "1", "website",
			     "javascript:alert(1)", "version", "1", NULL),
	    422);
	assert_string_not_equal(t_view(t, "Form.phone.error"), "");
	assert_string_not_equal(t_view(t, "Form.website.error"), "");
	assert_string_equal(t_view(t, "Form.website.value"), "javascript:alert(1)");
	assert_int_equal(t_post(t, HERE "/company", "trade_name", "One", "version", "1", NULL),
	    303);
	assert_int_equal(t_post(t, HERE "/company", "trade_name", "Two", "version", "1", NULL),
	    409);
	assert_string_equal(t_view(t, "Form.trade_name.stored"), "One");
}

static void
test_contact_history__values_only_for_who_may_see_the_audit_log(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_BILLING);
	save(t, person_path(t, 0, 1, ""), "Asha Rao", "asha@example.com", "1");
	t_get(t, person_path(t, 0, 1, ""));
	assert_string_equal(t_view(t, "Data.history.0.changes.0.field"), "name");
	assert_string_equal(t_view(t, "Data.history.0.changes.0.before"), "");
	assert_null(strstr(t_page(t), "Person 2 of asha"));
	t_as(t, 0, ROLE_ADMIN);
	t_get(t, person_path(t, 0, 1, ""));
	assert_string_equal(t_view(t, "Data.history.0.changes.0.before"), "Person 2 of asha");
	assert_string_equal(t_view(t, "Data.history.0.changes.0.after"), "Asha Rao");
	assert_string_equal(t_view(t, "Data.history.0.changes.2.after"), "+91 98765 43210");
	assert_string_equal(t_view(t, "Data.history.0.changes.4.after"), "Billing");
}

/* Two names of the greatest length, in a script of three bytes a character. */
static void
test_contact_edit__tells_of_the_longest_names(void **state)
{
	struct t *t = *state;
	char name[3 * 120 + 1] = "";
	int i;

	for (i = 0; i < 120; i++)
		memcpy(name + 3 * i, "अ", 4);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(save(t, person_path(t, 0, 2, ""), name, "r@example.com", "1"), 303);
	memcpy(name, "क", 3);
	assert_int_equal(save(t, person_path(t, 0, 1, ""), name, "person2@asha.example", "1"),
	    303);
	t_keep_cookies(t);
	t_get(t, HERE);
	assert_non_null(strstr(t_view(t, "Page.flash.text"), "has the same phone number"));
	assert_int_equal(t_post(t, person_path(t, 0, 1, "/primary"), "version", "2", NULL), 303);
}

static void
test_contact_edit__an_unticked_box_is_no_consent(void **state)
{
	static const struct {
		const char *consent;
		int status;
	} cases[] = { { "yes", 303 }, { "on", 303 }, { "1", 303 }, { "no", 422 }, { "0", 422 },
		{ "", 422 }, { "maybe", 400 } };
	struct t *t = *state;
	size_t i;

	t_as(t, 0, ROLE_ADMIN);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  %s\n", cases[i].consent);
		assert_int_equal(t_post(t, HERE "/contact-persons/new", "name", "Asha", "email",
		    t_fmt(t, "a%zu@example.com", i), "phone", "98765 43210", "kind", "billing",
		    "consent", cases[i].consent, NULL), cases[i].status);
		assert_int_equal(db_exec(t->worker.db, NULL,
		    "UPDATE account SET contact_limit = contact_limit + 1"), ERR_OK);
	}
}

static void
test_contact_edit__a_new_address_is_no_new_consent(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(save(t, person_path(t, 0, 1, ""), "Asha", "new@example.com", "1"), 303);
	assert_string_equal(t_text(t,
				t_fmt(t, "SELECT consent_by FROM contact_person WHERE id = %lld",
				    (long long)t->accounts[0].people[1])),
	    "The test");
}

static void
test_contact_edit__a_taken_email_is_told_with_the_rest(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(save(t, person_path(t, 0, 1, ""), "", "person1@asha.example", "1"), 422);
	assert_string_not_equal(t_view(t, "Form.name.error"), "");
	assert_string_not_equal(t_view(t, "Form.email.error"), "");
}

static void
test_contact_edit__removed_meanwhile_shows_what_was_typed(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_post(t, person_path(t, 0, 1, "/remove"), "version", "1", NULL), 303);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(save(t, person_path(t, 0, 1, ""), "Asha Rao", "a@example.com", "1"), 404);
	assert_string_equal(t_view(t, "Data.typed.0.label"), "Name");
	assert_string_equal(t_view(t, "Data.typed.0.value"), "Asha Rao");
	assert_string_equal(t_view(t, "Data.typed.4.value"), "Billing");
}

/* Somebody changed the designation; who changed the name alone must not undo that. */
static void
test_contact_edit__conflict_keeps_what_was_not_touched(void **state)
{
	struct t *t = *state;
	const char *opened;

	t_as(t, 0, ROLE_BILLING);
	t_get(t, person_path(t, 0, 1, ""));
	opened = t_fmt(t, "%s", t_view(t, "Page.opened"));
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_post(t, person_path(t, 0, 1, ""), "name", "Person 2 of asha", "email",
	    "person2@asha.example", "phone", "+91 98765 41001", "designation", "Director", "kind",
	    "alternate", "consent", "yes", "version", "1", NULL), 303);
	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_post(t, person_path(t, 0, 1, ""), "name", "Asha Rao", "email",
	    "person2@asha.example", "phone", "98765-41001", "designation", "", "kind", "alternate",
	    "consent", "yes", "version", "1", "opened", opened, NULL), 409);
	assert_string_equal(t_view(t, "Form.name.value"), "Asha Rao");
	assert_string_equal(t_view(t, "Form.name.differs"), "1");
	assert_string_equal(t_view(t, "Form.designation.value"), "Director");
	assert_string_equal(t_view(t, "Form.designation.differs"), "");
	assert_string_equal(t_view(t, "Form.designation.taken"), "1");
	assert_string_equal(t_view(t, "Form.phone.taken"), "");
}

static void
test_contact_primary__means_the_one_it_named(void **state)
{
	struct t *t = *state;
	struct problems problems;
	const char *old;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	t_get(t, person_path(t, 0, 1, "/primary"));
	old = t_fmt(t, "%s", t_view(t, "Form.old.value"));
	t->cx.proof = PROOF_PRIMARY;
	problems_init(&problems, t->mem);
	assert_int_equal(contact_primary_make(&t->cx, t->accounts[0].people[2], 1, 0, &problems),
	    ERR_OK);
	assert_int_equal(t_post(t, person_path(t, 0, 1, "/primary"), "version", "1", "old", old,
			     NULL),
	    409);
	assert_string_equal(t_view(t, "Data.old.name"), "Person 3 of asha");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(test_business_profile__shows_company_and_people),
		CASE(test_business_profile__costs_three_statements),
		CASE(test_business_profile__single_contact_shows_its_form),
		CASE(test_contact_edit__shows_form),
		CASE(test_contact_edit__says_how_each_address_stands),
		CASE(test_contact_edit__shows_what_the_person_receives),
		CASE(test_contact_edit__saves_and_redirects),
		CASE(test_contact_edit__tells_and_marks_once),
		CASE(test_contact_edit__refuses_bad_fields_and_keeps_what_was_typed),
		CASE(test_contact_edit__says_everything_at_once),
		CASE(test_contact_edit__refuses_foreign_row),
		CASE(test_contact_edit__refuses_an_email_that_another_person_has),
		CASE(test_contact_edit__warns_of_the_same_phone),
		CASE(test_contact_edit__conflict_shows_both),
		CASE(test_contact_edit__own_correction_is_no_conflict),
		CASE(test_contact_edit__the_same_twice_is_one_change),
		CASE(test_contact_edit__writes_one_audit_row),
		CASE(test_contact_edit__tells_of_the_longest_names),
		CASE(test_contact_edit__an_unticked_box_is_no_consent),
		CASE(test_contact_edit__a_new_address_is_no_new_consent),
		CASE(test_contact_edit__a_taken_email_is_told_with_the_rest),
		CASE(test_contact_edit__removed_meanwhile_shows_what_was_typed),
		CASE(test_contact_edit__conflict_keeps_what_was_not_touched),
		CASE(test_contact_primary__means_the_one_it_named),
		CASE(test_contact_add__first_becomes_primary),
		CASE(test_contact_add__stops_at_the_limit),
		CASE(test_contact_primary__names_both_and_asks_for_a_code),
		CASE(test_contact_primary__wants_a_verified_email),
		CASE(test_contact_edit__the_primarys_address_wants_a_code),
		CASE(test_contact_primary__conflict),
		CASE(test_contact_edit__who_withdrew_is_replaced_not_changed),
		CASE(test_business_profile__says_that_the_primary_cannot_be_reached),
		CASE(test_contact_remove__removes),
		CASE(test_contact_remove__stops_what_waits),
		CASE(test_contact_remove__refuses_the_primary),
		CASE(test_company__saves),
		CASE(test_company__refuses_and_conflicts),
		CASE(test_contact_history__values_only_for_who_may_see_the_audit_log),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
