#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <string.h>

#include "base/clock.h"
#include "domain/contact_listing.h"
#include "domain/contact_person.h"
#include "domain/otp.h"

#define HERE	"/manage/business-profile/addresses"
#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static char *
path(struct t *t, int64_t id, const char *rest)
{
	return t_fmt(t, HERE "/%lld%s", (long long)id, rest);
}

/* A column of an address's row. */
static const char *
column(struct t *t, int64_t id, const char *name)
{
	return t_text(t, t_fmt(t, "SELECT %s FROM contact_address WHERE id = %lld", name,
	    (long long)id));
}

static int64_t
id_of(struct t *t, const char *address)
{
	return t_number(t, t_fmt(t, "SELECT id FROM contact_address WHERE address = '%s'",
	    address));
}

static int64_t
count(struct t *t, const char *from)
{
	return t_number(t, t_fmt(t, "SELECT COUNT(*) FROM %s", from));
}

static void
later(struct t *t, int64_t sec)
{
	t->cx.now += sec;
	clock_fix(t->cx.now);
}

/* Lists a further address of the account's second person by the page; returns its id. */
static int64_t
add(struct t *t, const char *channel, const char *typed, const char *stored)
{
	assert_int_equal(t_post(t, t_fmt(t, HERE "/new/%lld",
	    (long long)t->accounts[0].people[1]), "channel", channel, "label", "personal",
	    "address", typed, NULL), 303);
	return id_of(t, stored);
}

static const char *
wrong(struct t *t, const char *code)
{
	return t_fmt(t, "%c%s", code[0] == '9' ? '0' : code[0] + 1, code + 1);
}

static int
type(struct t *t, int64_t id, const char *code)
{
	return t_post(t, path(t, id, "/verify"), "code", code, NULL);
}

static void
test_addresses__shows_what_is_known(void **state)
{
	struct t *t = *state;
	int64_t id = t->accounts[0].addresses[1];

	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_get(t, path(t, id, "")), 200);
	assert_in_range(t->statements, 1, 3);
	assert_string_equal(t_view(t, "Page.title"), "Email of Person 2 of asha");
	assert_string_equal(t_view(t, "Data.address.reach"), "person2@asha.example");
	assert_string_equal(t_view(t, "Data.address.label"), "Work");
	assert_string_equal(t_view(t, "Data.address.state_text"), "Verified");
	assert_string_equal(t_view(t, "Data.address.state_at"), "15 Jan 2027, 13:30 IST");
	assert_string_equal(t_view(t, "Data.address.is_wanted"), "1");
	assert_string_equal(t_view(t, "Data.address.newest.state"), "");
	t_as(t, 0, ROLE_ADMIN);
	t_get(t, t_fmt(t, HERE "/new/%lld", (long long)t->accounts[0].people[1]));
	assert_in_range(t->statements, 1, 2);
}

static void
test_addresses__shows_why_it_cannot_be_reached(void **state)
{
	struct t *t = *state;
	int64_t id = t->accounts[0].addresses[1];

	t->cx.actor.account_id = t->accounts[0].id;
	assert_int_equal(contact_address_failed(&t->cx, t->accounts[0].people[1], OUTBOX_MAIL,
	    "person2@asha.example", "5.1.1", "550 no such user"), ERR_OK);
	t_as(t, 0, ROLE_ADMIN);
	t_get(t, path(t, id, ""));
	assert_string_equal(t_view(t, "Data.address.state_text"), "Unreachable");
	assert_string_equal(t_view(t, "Data.address.reason"), "550 no such user");
	assert_string_equal(t_view(t, "Form.code.value"), "");
	assert_non_null(strstr(t_page(t), "Send a code"));
}

static void
test_addresses__the_right_code_verifies(void **state)
{
	struct t *t = *state;
	const char *code;
	int64_t id;

	t_as(t, 0, ROLE_BILLING);
	id = add(t, "mail", "Asha@Home.example", "Asha@home.example");
	assert_string_equal(t_header(t, "Location"), path(t, id, ""));
	t_get(t, path(t, id, ""));
	assert_in_range(t->statements, 1, 3);
	assert_string_equal(t_view(t, "Data.address.state_text"), "Unverified");
	assert_string_equal(t_view(t, "Data.address.label"), "Personal");
	assert_string_equal(t_view(t, "Data.address.is_further"), "1");
	assert_string_equal(t_view(t, "Data.address.newest.state"), "Waiting");
	assert_string_equal(t_view(t, "Data.wait"), "60 seconds");
	assert_non_null(strstr(t_page(t), "autocomplete=\"one-time-code\""));
	assert_non_null(strstr(t_page(t), "inputmode=\"numeric\""));
	code = t_code(t, "Asha@home.example");

	assert_int_equal(type(t, id, t_fmt(t, " %.2s %.2s\xc2\xa0%s ", code, code + 2, code + 4)),
	    303);
	assert_string_equal(column(t, id, "state"), "verified");
	assert_int_equal(count(t, "audit_event WHERE action = 'contact.verify'"), 1);
}

static void
test_addresses__wrong_codes_use_up_the_tries(void **state)
{
	struct t *t = *state;
	const char *code;
	int64_t id, i;

	t_as(t, 0, ROLE_ADMIN);
	id = add(t, "mail", "asha@home.example", "asha@home.example");
	code = t_code(t, "asha@home.example");
	for (i = 1; i <= t->config.code_tries; i++) {
		print_message("  try %lld\n", (long long)i);
		assert_int_equal(type(t, id, wrong(t, code)), 422);
		assert_string_equal(t_view(t, "Form.code.value"), "");
		assert_null(strstr(t_page(t), wrong(t, code)));
		assert_string_equal(t_view(t, "Form.code.error"), i == t->config.code_tries ?
		    "That is not the code, and it was the last try. Ask for a new code." :
		    t_fmt(t, "That is not the code. It can be tried %lld more time%s.",
			(long long)(t->config.code_tries - i),
			i == t->config.code_tries - 1 ? "" : "s"));
	}
	assert_int_equal(type(t, id, code), 422);
	assert_non_null(strstr(t_view(t, "Form.code.error"), "typed wrongly too often"));
	assert_string_equal(column(t, id, "state"), "unverified");

	later(t, t->config.code_gap_sec);
	assert_int_equal(t_post(t, path(t, id, "/send"), NULL), 303);
	assert_int_equal(type(t, id, t_code(t, "asha@home.example")), 303);
}

static void
test_addresses__an_old_code_is_refused(void **state)
{
	struct t *t = *state;
	int64_t id;

	t_as(t, 0, ROLE_ADMIN);
	id = add(t, "mail", "asha@home.example", "asha@home.example");
	later(t, t->config.proof_life_sec + t->config.courier_every_sec);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(type(t, id, t_code(t, "asha@home.example")), 422);
	assert_non_null(strstr(t_view(t, "Form.code.error"), "it is too old"));
}

static void
test_addresses__a_new_code_ends_the_one_before(void **state)
{
	struct t *t = *state;
	const char *first, *second;
	int64_t id;

	t_as(t, 0, ROLE_ADMIN);
	id = add(t, "mail", "asha@home.example", "asha@home.example");
	first = t_code(t, "asha@home.example");
	assert_int_equal(t_post(t, path(t, id, "/send"), NULL), 422);
	assert_string_equal(t_view(t, "Page.problems.0.text"), "A code went there a short time ago, "
	    "and nothing was sent now. Wait 60 seconds, then try again.");
	assert_non_null(strstr(t_page(t), "id=\"field-code\""));
	later(t, t->config.code_gap_sec);
	assert_int_equal(t_post(t, path(t, id, "/send"), NULL), 303);
	second = t_code(t, "asha@home.example");
	if (strcmp(first, second) != 0)
		assert_int_equal(type(t, id, first), 422);
	assert_int_equal(type(t, id, second), 303);
}

static void
test_addresses__a_code_of_another_account_says_nothing(void **state)
{
	struct t *t = *state;
	const char *code;
	int64_t id;

	t_as(t, 0, ROLE_ADMIN);
	id = add(t, "mail", "asha@home.example", "asha@home.example");
	code = t_code(t, "asha@home.example");
	t_as(t, 1, ROLE_SUPER_ADMIN);
	assert_int_equal(type(t, id, code), 404);
	assert_int_equal(type(t, id, wrong(t, code)), 404);
	assert_int_equal(t_number(t, "SELECT SUM(tries) FROM one_time_code"), 0);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(type(t, id, code), 303);
}

/* There is no page at its address that could show it again. */
static void
test_addresses__nothing_typed_waits_for_a_sign_in(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	later(t, t->config.session_idle_sec + 1);
	assert_int_equal(type(t, t->accounts[0].addresses[1], "123456"), 303);
	assert_string_equal(t_header(t, "Location"), "/login");
}

static void
test_addresses__codes_are_in_no_page_and_no_event(void **state)
{
	struct t *t = *state;
	const char *code;
	int64_t id;

	t_as(t, 0, ROLE_ADMIN);
	id = add(t, "mail", "asha@home.example", "asha@home.example");
	code = t_code(t, "asha@home.example");
	t_get(t, path(t, id, ""));
	assert_null(strstr(t_page(t), code));
	assert_int_equal(type(t, id, code), 303);
	assert_null(strstr(t->transport.out.text, code));
	assert_int_equal(count(t, t_fmt(t, T_EVENTS " WHERE CONCAT(fields,"
	    " IFNULL(before_json, ''), IFNULL(after_json, '')) LIKE '%%%s%%'", code)), 0);
	assert_int_equal(count(t, t_fmt(t, "outbox WHERE CONCAT(plain, result) LIKE '%%%s%%'",
	    code)), 0);
}

static void
test_addresses__refuses_what_cannot_be_listed(void **state)
{
	static const struct {
		const char *channel, *label, *address, *field;
	} cases[] = {
		{ "mail", "work", "", "address" },
		{ "mail", "work", "asha.example.com", "address" },
		{ "mail", "work", "no-reply@asha.example", "address" },
		{ "mail", "work", "info@asha.example", "address" },
		{ "mail", "work", "PERSON2@asha.example", "address" },
		{ "sms", "mobile", "12345", "address" },
		{ "sms", "mobile", "098765 41001", "address" },
		{ "", "work", "a@asha.example", "channel" },
		{ "mail", "", "a@asha.example", "label" },
	};
	struct t *t = *state;
	size_t i;

	t_as(t, 0, ROLE_ADMIN);
	for (i = 0; i < COUNT(cases); i++) {
		print_message("  case %zu: %s\n", i, cases[i].address);
		assert_int_equal(t_post(t, t_fmt(t, HERE "/new/%lld",
		    (long long)t->accounts[0].people[1]), "channel", cases[i].channel, "label",
		    cases[i].label, "address", cases[i].address, NULL), 422);
		assert_string_equal(t_view(t, "Page.problems.0.field"), cases[i].field);
		assert_string_equal(t_view(t, "Form.address.value"), cases[i].address);
	}
	assert_int_equal(count(t, "contact_address WHERE part <> 'wanted'"), 0);
}

static void
test_addresses__lists_so_many_and_no_more(void **state)
{
	struct t *t = *state;
	int i;

	t_as(t, 0, ROLE_ADMIN);
	for (i = 0; i < CONTACT_FURTHER_MAX; i++)
		add(t, "mail", t_fmt(t, "a%d@home.example", i), t_fmt(t, "a%d@home.example", i));
	assert_int_equal(t_post(t, t_fmt(t, HERE "/new/%lld",
	    (long long)t->accounts[0].people[1]), "channel", "mail", "label", "work", "address",
	    "b@home.example", NULL), 422);
	assert_non_null(strstr(t_view(t, "Page.problems.0.text"), "4 further addresses already"));
}

static void
test_addresses__the_old_one_receives_until_the_new_one_is_proven(void **state)
{
	struct t *t = *state;
	int64_t old = t->accounts[0].addresses[1], id;
	const char *person = t_fmt(t, "/manage/business-profile/contact-persons/%lld",
	    (long long)t->accounts[0].people[1]);

	t_as(t, 0, ROLE_ADMIN);
	id = add(t, "mail", "asha@home.example", "asha@home.example");
	t_get(t, path(t, id, "/use"));
	assert_in_range(t->statements, 1, 2);
	assert_string_equal(t_view(t, "Data.address.wanted"), "person2@asha.example");
	assert_int_equal(t_post(t, path(t, id, "/use"), NULL), 303);
	assert_string_equal(t_header(t, "Location"), person);
	assert_string_equal(column(t, id, "part"), "wanted");
	assert_string_equal(column(t, old, "part"), "further");
	assert_string_equal(column(t, old, "stands_in"), "1");
	assert_int_equal(count(t, "outbox WHERE template = 'address-changing'"
	    " AND recipient = 'person2@asha.example'"), 1);
	t_get(t, path(t, id, ""));
	assert_string_equal(t_view(t, "Data.address.stand_in"), "person2@asha.example");
	t_get(t, path(t, old, ""));
	assert_string_equal(t_view(t, "Data.address.stands_in"), "1");
	assert_string_equal(t_view(t, "Data.address.wanted"), "asha@home.example");
	assert_int_equal(t_post(t, path(t, old, "/remove"), NULL), 422);
	assert_non_null(strstr(t_view(t, "Page.problems.0.text"), "Messages still go here"));

	assert_int_equal(type(t, id, t_code(t, "asha@home.example")), 303);
	assert_string_equal(column(t, old, "stands_in"), "0");
	assert_int_equal(t_post(t, path(t, old, "/remove"), NULL), 303);
	assert_int_equal(count(t, t_fmt(t, "contact_address WHERE id = %lld", (long long)old)), 0);
	assert_int_equal(count(t, "audit_event WHERE action IN ('contact.add_address',"
	    " 'contact.use_address', 'contact.remove_address')"), 3);
}

/* A form of the person that was opened before would put the other address back. */
static void
test_addresses__using_another_is_a_change_of_the_person(void **state)
{
	struct t *t = *state;
	int64_t id;

	t_as(t, 0, ROLE_ADMIN);
	id = add(t, "mail", "asha@home.example", "asha@home.example");
	assert_int_equal(t_post(t, path(t, id, "/use"), NULL), 303);
	assert_int_equal(t_number(t, t_fmt(t, "SELECT version FROM contact_person WHERE id = %lld",
	    (long long)t->accounts[0].people[1])), 2);
	assert_int_equal(t_post(t, path(t, id, "/use"), NULL), 303);
	assert_int_equal(t_number(t, t_fmt(t, "SELECT version FROM contact_person WHERE id = %lld",
	    (long long)t->accounts[0].people[1])), 2);
}

static void
test_addresses__an_email_in_use_elsewhere_stays_there(void **state)
{
	struct t *t = *state;
	int64_t id;

	t_as(t, 0, ROLE_ADMIN);
	add(t, "mail", "person3@asha.example", "person3@asha.example");
	id = t_number(t, "SELECT id FROM contact_address WHERE part = 'further'");
	assert_int_equal(t_post(t, path(t, id, "/use"), NULL), 422);
	assert_non_null(strstr(t_view(t, "Page.problems.0.text"),
	    "Person 3 of asha already uses this email address"));
	assert_string_equal(column(t, t->accounts[0].addresses[1], "part"), "wanted");
}

static void
test_addresses__the_one_in_use_cannot_be_removed(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_post(t, path(t, t->accounts[0].addresses[1], "/remove"), NULL), 422);
	assert_non_null(strstr(t_view(t, "Page.problems.0.text"), "address in use"));
}

static void
test_addresses__changes_of_the_primary_are_confirmed(void **state)
{
	struct t *t = *state;
	struct contact_further f = { .person_id = t->accounts[0].people[0],
		.channel = OUTBOX_MAIL, .label = "personal", .address = "boss@home.example" };
	struct problems p;
	int64_t id;

	problems_init(&p, t->mem);
	t_as(t, 0, ROLE_SUPER_ADMIN);
	t->cx.actor.account_id = t->accounts[0].id;
	assert_int_equal(contact_listing_add(&t->cx, &f, &id, &p), ERR_STEP_UP);
	assert_string_equal(t->cx.change,
	    "add one more address for Person 1 of asha, the Primary contact: boss@home.example");
	assert_int_equal(contact_listing_use(&t->cx, id, &p), ERR_STEP_UP);
	assert_string_equal(t->cx.change,
	    "use another address for Person 1 of asha, the Primary contact: boss@home.example");
	t->cx.proof = PROOF_PRIMARY;
	f.address = "boss@other.example";
	assert_int_equal(contact_listing_add(&t->cx, &f, &id, &p), ERR_OK);
}

static void
test_addresses__phones_are_checked_where_that_can_be(void **state)
{
	static const struct {
		int transport;
		const char *typed, *stored, *state, *wait;
		int status;
	} cases[] = {
		{ SMS_NONE, "98765 49001", "+919876549001", "Not checked here", "", 422 },
		{ SMS_FOLDER, "022 2266 9001", "+912222669001", "Not checked here", "", 422 },
		{ SMS_FOLDER, "98765 49002", "+919876549002", "Unverified", "60 seconds", 303 },
	};
	struct t *t = *state;
	size_t i;
	int64_t id;

	t_as(t, 0, ROLE_ADMIN);
	for (i = 0; i < COUNT(cases); i++) {
		print_message("  %s\n", cases[i].typed);
		t->config.sms.transport = cases[i].transport;
		id = add(t, "sms", cases[i].typed, cases[i].stored);
		t_get(t, path(t, id, ""));
		assert_string_equal(t_view(t, "Data.address.state_text"), cases[i].state);
		assert_string_equal(t_view(t, "Data.wait"), cases[i].wait);
		assert_int_equal(count(t, t_fmt(t, "outbox WHERE recipient = '%s'",
		    cases[i].stored)), cases[i].status == 303 ? 1 : 0);
		assert_int_equal(t_post(t, path(t, id, "/send"), NULL), 422);
		assert_int_equal(t_post(t, path(t, id, "/test"), NULL), cases[i].status);
	}
	assert_int_equal(type(t, id, t_code(t, cases[i - 1].stored)), 303);
}

static void
test_addresses__a_test_message_tells_what_became_of_it(void **state)
{
	struct t *t = *state;
	int64_t id = t->accounts[0].addresses[1];

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_post(t, path(t, id, "/test"), NULL), 303);
	assert_int_equal(count(t, "outbox WHERE template = 'test-message' AND category = 'test'"
	    " AND recipient = 'person2@asha.example'"), 1);
	assert_int_equal(t_post(t, path(t, id, "/test"), NULL), 422);
	assert_non_null(strstr(t_view(t, "Page.problems.0.text"), "A test message went there"));
	assert_int_equal(db_exec(t->worker.db, NULL, "UPDATE outbox SET state = 'failed',"
	    " result = '550 no such user' WHERE template = ?", V("test-message")), ERR_OK);
	t_get(t, path(t, id, ""));
	assert_string_equal(t_view(t, "Data.address.newest.state"), "Given up");
	assert_string_equal(t_view(t, "Data.address.newest.result"), "550 no such user");
	assert_string_equal(t_view(t, "Data.wait"), "60 seconds");
	later(t, t->config.code_gap_sec);
	assert_int_equal(t_post(t, path(t, id, "/test"), NULL), 303);
	assert_int_equal(count(t, "outbox WHERE template = 'test-message'"), 2);
	assert_int_equal(count(t, "audit_event WHERE action = 'contact.test_address'"), 2);
}

static void
test_addresses__the_primarys_wait_for_a_code(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_post(t, t_fmt(t, HERE "/new/%lld",
	    (long long)t->accounts[0].people[0]), "channel", "mail", "label", "work", "address",
	    "boss@home.example", NULL), 303);
	assert_string_equal(t_header(t, "Location"), "/otp");
	assert_int_equal(count(t, "contact_address WHERE address = 'boss@home.example'"), 0);
	assert_int_equal(count(t, "outbox WHERE recipient = 'boss@home.example'"), 0);
}

static void
expect_withdrawn(struct t *t, int status, const char *next)
{
	assert_int_equal(status, 422);
	assert_non_null(strstr(t_view(t, "Page.problems.0.text"),
	    "does not want to be contacted any more"));
	assert_non_null(strstr(t_view(t, "Page.problems.0.text"), next));
}

/* Who does not want to be contacted gets no code, and the page does not offer one. */
static void
test_addresses__nothing_is_sent_to_who_withdrew(void **state)
{
	static const char *const next[] = { "Make somebody else Primary", "Remove this person" };
	struct t *t = *state;
	int64_t ids[] = { t->accounts[0].addresses[0], 0 };
	const char *code;
	size_t i;

	t_as(t, 0, ROLE_ADMIN);
	ids[1] = add(t, "mail", "asha@home.example", "asha@home.example");
	code = t_code(t, "asha@home.example");
	later(t, t->config.code_gap_sec);
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE contact_person SET withdrawn_at = 5"
	    " WHERE account_id = ?", V(t->accounts[0].id)), ERR_OK);
	for (i = 0; i < COUNT(ids); i++) {
		print_message("  %s\n", next[i]);
		expect_withdrawn(t, t_post(t, path(t, ids[i], "/send"), NULL), next[i]);
		expect_withdrawn(t, t_post(t, path(t, ids[i], "/test"), NULL), next[i]);
		t_get(t, path(t, ids[i], ""));
		assert_in_range(t->statements, 1, 3);
		assert_string_equal(t_view(t, "Data.person.is_withdrawn"), "1");
		assert_non_null(strstr(t_page(t), "does not want to be contacted"));
		assert_null(strstr(t_page(t), "/verify\""));
		assert_null(strstr(t_page(t), "/send\""));
		assert_null(strstr(t_page(t), "/test\""));
	}
	expect_withdrawn(t, type(t, ids[1], code), next[1]);
	assert_string_equal(column(t, ids[1], "state"), "unverified");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(test_addresses__shows_what_is_known),
		CASE(test_addresses__shows_why_it_cannot_be_reached),
		CASE(test_addresses__the_right_code_verifies),
		CASE(test_addresses__wrong_codes_use_up_the_tries),
		CASE(test_addresses__an_old_code_is_refused),
		CASE(test_addresses__a_new_code_ends_the_one_before),
		CASE(test_addresses__a_code_of_another_account_says_nothing),
		CASE(test_addresses__nothing_typed_waits_for_a_sign_in),
		CASE(test_addresses__codes_are_in_no_page_and_no_event),
		CASE(test_addresses__refuses_what_cannot_be_listed),
		CASE(test_addresses__lists_so_many_and_no_more),
		CASE(test_addresses__the_old_one_receives_until_the_new_one_is_proven),
		CASE(test_addresses__using_another_is_a_change_of_the_person),
		CASE(test_addresses__an_email_in_use_elsewhere_stays_there),
		CASE(test_addresses__the_one_in_use_cannot_be_removed),
		CASE(test_addresses__changes_of_the_primary_are_confirmed),
		CASE(test_addresses__the_primarys_wait_for_a_code),
		CASE(test_addresses__phones_are_checked_where_that_can_be),
		CASE(test_addresses__nothing_is_sent_to_who_withdrew),
		CASE(test_addresses__a_test_message_tells_what_became_of_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
