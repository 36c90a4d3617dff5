#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <string.h>

#include "base/clock.h"
#include "domain/business_email.h"
#include "domain/otp.h"
#include "domain/contact_link.h"
#include "domain/link.h"

#define HERE	"/billing/preferences/account"
#define EMAIL	HERE "/business-email"
#define NEW	"office@new.example"
#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* A column of the first account's row. */
static const char *
column(struct t *t, const char *name)
{
	return t_text(t, t_fmt(t, "SELECT %s FROM account WHERE id = %lld", name,
	    (long long)t->accounts[0].id));
}

static int64_t
events(struct t *t, const char *action)
{
	return t_number(t, t_fmt(t, "SELECT COUNT(*) FROM audit_event WHERE action = '%s'"
	    " AND account_id = %lld", action, (long long)t->accounts[0].id));
}

static void
later(struct t *t, int64_t sec)
{
	t->cx.now += sec;
	clock_fix(t->cx.now);
}

/* Lets another business email be pending, as after the code of the Primary. */
static void
ask(struct t *t, const char *email)
{
	struct problems p;
	struct business_email_asked asked;

	problems_init(&p, t->mem);
	t->cx.actor.account_id = t->accounts[0].id;
	t->cx.actor.user_id = t->accounts[0].users[ROLE_SUPER_ADMIN];
	t->cx.actor.user_name = "Owner of Asha Traders";
	t->cx.actor.account_name = "Asha Traders";
	t->cx.proof = PROOF_PRIMARY;
	assert_int_equal(business_email_ask(&t->cx, email, &asked, &p), ERR_OK);
	assert_true(asked.is_asked);
	t->cx.proof = PROOF_NONE;
}

static const char *
token(struct t *t, int64_t serial)
{
	const char *address = link_make(&t->cx, LINK_BUSINESS_EMAIL, t->accounts[0].id, serial);

	return strrchr(address, '/') + 1;
}

static void
test_account__its_history_has_values_for_who_may_see_the_log(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(t_post(t, HERE "/business-name", "business_name", "Asha & Sons",
	    "version", "1", NULL), 303);
	assert_int_equal(t_get(t, HERE "/history"), 200);
	assert_in_range(t->statements, 1, 2);
	assert_string_equal(t_view(t, "Page.title"), "Asha & Sons: history");
	assert_string_equal(t_view(t, "Data.history.0.word"), "changed");
	assert_string_equal(t_view(t, "Data.history.0.actor"), "Owner of Asha Traders");
	assert_string_equal(t_view(t, "Data.history.0.changes.0.label"), "Business name");
	assert_string_equal(t_view(t, "Data.history.0.changes.0.before"), "Asha Traders");
	assert_string_equal(t_view(t, "Data.history.0.changes.0.after"), "Asha & Sons");

	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_get(t, HERE "/history"), 200);
	assert_string_equal(t_view(t, "Data.history.0.changes.0.label"), "Business name");
	assert_string_equal(t_view(t, "Data.history.0.changes.0.before"), "");
	assert_null(strstr(t_page(t), "<del>"));
	t_as(t, 1, ROLE_SUPER_ADMIN);
	assert_int_equal(t_get(t, HERE "/history"), 200);
	assert_string_equal(t_view(t, "Data.history.0.word"), "");
}

static void
test_account__shows_the_business_and_my_place_in_it(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_get(t, HERE), 200);
	assert_in_range(t->statements, 1, 3);
	assert_string_equal(t_view(t, "Data.business_name"), "Asha Traders");
	assert_string_equal(t_view(t, "Data.business_email"), column(t, "business_email"));
	assert_string_equal(t_view(t, "Page.role"), "Agent");
	assert_string_equal(t_view(t, "Data.me.department"), "Sales");
	assert_string_equal(t_view(t, "Data.me.takes_calls"), "");
	assert_string_equal(t_view(t, "Data.super_admins"), "Owner of Asha Traders");
	assert_non_null(strstr(t_view(t, "Data.managers"), "Owner of Asha Traders"));
	assert_non_null(strstr(t_view(t, "Data.managers"), "Admin"));
	assert_string_equal(t_view(t, "Data.rights.0.text"), "change one's own profile");
	assert_null(strstr(t_page(t), "name=\"business_name\""));
	assert_non_null(strstr(t_page(t), "Only a Super Admin changes it"));
	assert_non_null(strstr(t_page(t), "not set to receive calls"));
	assert_non_null(strstr(t_page(t), "ask one of them"));

	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(t_get(t, HERE), 200);
	assert_in_range(t->statements, 1, 3);
	assert_non_null(strstr(t_page(t), "name=\"business_name\""));
	assert_non_null(strstr(t_page(t), "name=\"business_email\""));
	assert_non_null(strstr(t_page(t), "Managed by"));
	assert_null(strstr(t_page(t), "ask one of them"));	/* that would be oneself */
	t_get(t, EMAIL);
	assert_in_range(t->statements, 1, 3);
	t_get(t, HERE "/business-name");
	assert_in_range(t->statements, 1, 3);
}

static void
test_account__who_may_not_see_it_is_told_whom_to_ask(void **state)
{
	struct t *t = *state;

	assert_int_equal(db_exec(t->cx.db, NULL,
	    "UPDATE role SET permission_bits = 0 WHERE account_id = ? AND id = ?",
	    V(t->accounts[0].id), V((int)ROLE_AGENT)), ERR_OK);
	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_get(t, HERE), 403);
	assert_non_null(strstr(t_page(t), "Access Denied"));
	assert_non_null(strstr(t_page(t), "Owner of Asha Traders"));
	assert_non_null(strstr(t_page(t), "href=\"/billing/preferences/personal\""));
}

static const char *
managers(struct t *t, enum role_id reader)
{
	t_as(t, 0, reader);
	assert_int_equal(t_get(t, HERE), 200);
	return t_view(t, "Data.managers");
}

/* Whoever may change users and stands above one, whatever the role is called. */
static void
test_account__whom_to_ask_goes_by_the_right(void **state)
{
	struct t *t = *state;
	long long id = (long long)t->accounts[0].id;

	assert_string_equal(managers(t, ROLE_ADMIN), "Owner of Asha Traders, Admin");
	assert_int_equal(db_run_text(t->cx.db, t_fmt(t, "INSERT INTO role (account_id, id,"
	    " copied_from, name, permission_bits) SELECT account_id, id + 4, id,"
	    " CONCAT('Copy of ', name), permission_bits | (1 << %d) FROM role"
	    " WHERE account_id = %lld AND id IN (2, 4)",
	    (int)PERM_USER_EDIT, id)), ERR_OK);
	assert_int_equal(db_run_text(t->cx.db, t_fmt(t, "UPDATE membership SET role_id = role_id + 4"
	    " WHERE account_id = %lld AND role_id IN (2, 4)", id)), ERR_OK);
	assert_string_equal(managers(t, ROLE_AGENT), "Owner of Asha Traders, Admin, Manager");
	assert_string_equal(managers(t, ROLE_BILLING), "Owner of Asha Traders, Admin");
	assert_string_equal(managers(t, ROLE_SUPER_ADMIN), "Owner of Asha Traders");

	assert_int_equal(db_run_text(t->cx.db, t_fmt(t, "UPDATE role SET permission_bits ="
	    " permission_bits & ~(1 << %d) WHERE account_id = %lld AND id = 6",
	    (int)PERM_USER_EDIT, id)), ERR_OK);
	assert_string_equal(managers(t, ROLE_BILLING), "Owner of Asha Traders");
	assert_int_equal(db_run_text(t->cx.db, t_fmt(t, "UPDATE membership SET has_panel = 0"
	    " WHERE account_id = %lld AND role_id = 8", id)), ERR_OK);
	assert_string_equal(managers(t, ROLE_AGENT), "Owner of Asha Traders");
}

static void
test_account__the_name_is_saved(void **state)
{
	static const char *const at = HERE "/business-name";
	struct t *t = *state;
	const char *version;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	version = column(t, "version");
	assert_int_equal(t_post(t, at, "business_name", "Asha & Sons", "version", version, NULL),
	    303);
	assert_string_equal(t_header(t, "Location"), HERE);
	assert_string_equal(column(t, "business_name"), "Asha & Sons");
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Page.account.name"), "Asha & Sons");
	assert_int_equal(t_post(t, at, "business_name", "Late", "version", version, NULL), 409);
	assert_string_equal(t_view(t, "Form.business_name.value"), "Late");
	assert_int_equal(t_post(t, at, "business_name", "", "version", version, NULL), 422);
	assert_int_equal(t_post(t, at, "business_name", "Asha & Sons", "version", version, NULL),
	    303);
	assert_int_equal(events(t, "account.update"), 1);
}

static void
test_account__another_email_waits_for_a_code_of_the_primary(void **state)
{
	struct t *t = *state;
	const char *before;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	before = column(t, "business_email");
	assert_int_equal(t_post(t, EMAIL, "business_email", NEW, NULL), 303);
	assert_string_equal(t_header(t, "Location"), "/otp");
	assert_string_equal(t_text(t, "SELECT what FROM step_up"),
	    "change the business email to " NEW);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM business_email_change"), 0);
	assert_string_equal(column(t, "business_email"), before);
	/* What it is already needs no code. */
	assert_int_equal(t_post(t, EMAIL, "business_email", before, NULL), 303);
	assert_string_equal(t_header(t, "Location"), EMAIL);
}

static void
test_account__what_is_no_address_is_refused(void **state)
{
	static const char *const wrong[] = { "", "office", "office@", "a b@new.example",
		"no-reply@new.example" };
	struct t *t = *state;
	size_t i;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	for (i = 0; i < COUNT(wrong); i++)
		assert_int_equal(t_post(t, EMAIL, "business_email", wrong[i], NULL), 422);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM step_up"), 0);
}

static void
test_account__both_at_once_saves_the_name_and_lets_the_email_wait(void **state)
{
	struct t *t = *state;
	const char *version;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	version = column(t, "version");
	assert_int_equal(t_post(t, HERE, "business_name", "Asha Both", "business_email", "nothing",
			     "version", version, NULL), 422);
	assert_string_equal(column(t, "business_name"), "Asha Traders");
	assert_string_equal(t_view(t, "Form.business_name.value"), "Asha Both");
	assert_int_equal(t_post(t, HERE, "business_name", "Asha Both", "business_email", NEW,
			     "version", version, NULL), 303);
	assert_string_equal(t_header(t, "Location"), "/otp");
	assert_string_equal(column(t, "business_name"), "Asha Both");
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM step_up"), 1);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM business_email_change"), 0);
	/* The name alone goes through with the email as it was. */
	assert_int_equal(t_post(t, HERE, "business_name", "Asha Three", "business_email",
			     column(t, "business_email"), "version", column(t, "version"), NULL),
	    303);
	assert_string_equal(t_header(t, "Location"), HERE);
	assert_string_equal(column(t, "business_name"), "Asha Three");
}

static void
test_account__the_code_from_the_new_address_changes_it(void **state)
{
	struct t *t = *state;
	const char *code, *before;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	before = column(t, "business_email");
	ask(t, NEW);
	code = t_code(t, NEW);
	assert_int_equal(t_get(t, HERE), 200);
	assert_string_equal(t_view(t, "Data.pending.email"), NEW);
	assert_string_not_equal(t_view(t, "Data.pending.until"), "");
	assert_int_equal(t_get(t, EMAIL), 200);
	assert_in_range(t->statements, 1, 3);
	assert_string_equal(t_view(t, "Data.pending.is_open"), "1");
	assert_int_equal(t_post(t, EMAIL "/verify", "code",
			     t_fmt(t, "%c%s", code[0] == '9' ? '0' : code[0] + 1, code + 1), NULL),
	    422);
	assert_string_equal(column(t, "business_email"), before);
	assert_int_equal(t_post(t, EMAIL "/verify", "code", code, NULL), 303);
	assert_string_equal(column(t, "business_email"), NEW);
	assert_string_equal(t_text(t,
	    "SELECT recipient FROM outbox WHERE template = 'business-email-changed'"), before);
	assert_int_equal(events(t, "account.email_asked"), 1);
	assert_int_equal(events(t, "account.email"), 1);
	assert_int_equal(t_post(t, EMAIL "/verify", "code", code, NULL), 422);
}

/* No new code could be sent there just then: the one of the address before is none for it. */
static void
test_account__the_code_of_another_address_proves_nothing(void **state)
{
	struct t *t = *state;
	int64_t wait_sec;
	const char *code, *before;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	before = column(t, "business_email");
	ask(t, NEW);
	code = t_code(t, NEW);
	assert_int_equal(otp_may_send(&t->cx, "victim@new.example", OTP_SEND_PROOF, &wait_sec),
	    ERR_OK);
	ask(t, "victim@new.example");
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox"
	    " WHERE template = 'prove-business-email'"), 1);
	assert_int_equal(t_post(t, EMAIL "/verify", "code", code, NULL), 422);
	assert_string_equal(column(t, "business_email"), before);
}

/* What was not written is not waited for: a code can be asked for as soon as one may be sent. */
static void
test_account__a_code_that_was_not_sent_is_not_asked_for(void **state)
{
	struct t *t = *state;
	int64_t wait_sec;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	ask(t, "first@new.example");	/* sent: the next one is not */
	assert_int_equal(otp_may_send(&t->cx, NEW, OTP_SEND_PROOF, &wait_sec), ERR_OK);
	ask(t, NEW);
	assert_int_equal(t_get(t, HERE), 200);
	assert_non_null(strstr(t_page(t), "no code was sent there yet"));
	assert_int_equal(t_get(t, EMAIL), 200);
	assert_in_range(t->statements, 1, 3);
	assert_string_equal(t_view(t, "Data.pending.is_sent"), "");
	assert_non_null(strstr(t_page(t), "No code was sent yet"));
	assert_null(strstr(t_page(t), "A code and a link were written"));
	assert_null(strstr(t_page(t), "/business-email/verify\""));
	assert_null(strstr(t_page(t), "No message?"));

	later(t, t->config.code_gap_sec + 1);
	assert_int_equal(t_post(t, EMAIL "/send", NULL), 303);
	t_get(t, EMAIL);
	assert_string_equal(t_view(t, "Data.pending.is_sent"), "1");
	assert_non_null(strstr(t_page(t), "A code and a link were written"));
	assert_int_equal(t_post(t, EMAIL "/verify", "code", t_code(t, NEW), NULL), 303);
	assert_string_equal(column(t, "business_email"), NEW);
}

static void
test_account__a_change_can_be_cancelled_and_sent_anew(void **state)
{
	struct t *t = *state;
	const char *code, *before;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	before = column(t, "business_email");
	ask(t, NEW);
	code = t_code(t, NEW);
	assert_int_equal(t_post(t, EMAIL "/send", NULL), 422);
	later(t, t->config.code_gap_sec + 1);
	assert_int_equal(t_post(t, EMAIL "/send", NULL), 303);
	assert_int_equal(t_post(t, EMAIL "/verify", "code", code, NULL), 422);
	code = t_code(t, NEW);
	assert_int_equal(t_post(t, EMAIL "/cancel", NULL), 303);
	assert_int_equal(t_post(t, EMAIL "/verify", "code", code, NULL), 422);
	assert_string_equal(column(t, "business_email"), before);
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Data.pending.email"), "");
	assert_int_equal(events(t, "account.email_cancelled"), 1);
	/* Pressed again: there is nothing any more. */
	assert_int_equal(t_post(t, EMAIL "/cancel", NULL), 303);
	assert_int_equal(t_post(t, EMAIL "/send", NULL), 303);
}

static void
test_account__it_waits_for_a_day(void **state)
{
	struct t *t = *state;
	const char *code;

	ask(t, NEW);
	code = t_code(t, NEW);
	later(t, t->config.proof_life_sec);
	t_as(t, 0, ROLE_SUPER_ADMIN);
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Data.pending.is_open"), "");
	assert_int_equal(t_post(t, EMAIL "/verify", "code", code, NULL), 422);
	assert_string_not_equal(column(t, "business_email"), NEW);
}

static void
test_account__the_link_changes_it(void **state)
{
	struct t *t = *state;
	struct contact_link l;
	const char *first, *second;

	ask(t, NEW);
	first = token(t, 1);
	later(t, t->config.code_gap_sec + 1);
	ask(t, "other@new.example");
	second = token(t, 2);
	assert_int_equal(business_email_link_open(&t->cx, "business.1.1.1.x", &l), ERR_OK);
	assert_int_equal(l.state, CONTACT_LINK_WRONG);
	assert_int_equal(business_email_link_open(&t->cx, first, &l), ERR_OK);
	assert_int_equal(l.state, CONTACT_LINK_SUPERSEDED);
	assert_int_equal(business_email_by_link(&t->cx, &l), ERR_MISSING);
	assert_int_equal(business_email_link_open(&t->cx, second, &l), ERR_OK);
	assert_int_equal(l.state, CONTACT_LINK_OPEN);
	assert_string_equal(l.address.address, "other@new.example");
	assert_int_equal(business_email_by_link(&t->cx, &l), ERR_OK);
	assert_string_equal(column(t, "business_email"), "other@new.example");
	assert_int_equal(business_email_by_link(&t->cx, &l), ERR_MISSING);
	assert_int_equal(business_email_link_open(&t->cx, second, &l), ERR_OK);
	assert_int_equal(l.state, CONTACT_LINK_USED);
	assert_string_equal(t_text(t,
	    "SELECT actor_name FROM audit_event WHERE action = 'account.email'"),
	    "other@new.example");
}

static void
test_account__an_old_or_cancelled_link_does_nothing(void **state)
{
	struct t *t = *state;
	struct contact_link l;
	const char *first;

	ask(t, NEW);
	first = token(t, 1);
	later(t, t->config.proof_life_sec);
	assert_int_equal(business_email_link_open(&t->cx, first, &l), ERR_OK);
	assert_int_equal(l.state, CONTACT_LINK_EXPIRED);
	t->cx.actor.account_id = t->accounts[0].id;
	assert_int_equal(business_email_cancel(&t->cx), ERR_OK);
	assert_int_equal(business_email_link_open(&t->cx, first, &l), ERR_OK);
	assert_int_equal(l.state, CONTACT_LINK_GONE);
	assert_int_equal(business_email_by_link(&t->cx, &l), ERR_MISSING);
}

/*
 * Who may edit which field, as the guide says ("Personal vs Account tab"): the first four whoever
 * is signed in, the others a Super Admin alone, and of these the last four not here but where users
 * are managed.
 */
static void
test_account__roles_and_fields_are_those_of_the_guide(void **state)
{
	static const char *const managed_elsewhere[] = { "extension", "role", "department",
		"dept", "takes_calls", "take_calls" };
	const struct route *r;
	const struct field *f;
	struct t *t = *state;
	enum role_id role;
	size_t i;

	for (r = page.routes; r->method != METHOD_UNSET; r++) {
		if (r->method != POST)
			continue;
		for (role = ROLE_SUPER_ADMIN; role < ROLE__MAX; role++)
			assert_int_equal((role_default_bits(role) >> r->permission) & 1,
			    role == ROLE_SUPER_ADMIN);
		for (f = r->fields; f->name != NULL; f++)
			for (i = 0; i < COUNT(managed_elsewhere); i++)
				assert_string_not_equal(f->name, managed_elsewhere[i]);
	}
	for (role = ROLE_SUPER_ADMIN; role < ROLE__MAX; role++) {
		bool is_super_admin = role == ROLE_SUPER_ADMIN;

		t_as(t, 0, role);
		assert_int_equal(t_get(t, HERE), 200);
		assert_int_equal(strstr(t_page(t), "account/business-name\"") != NULL,
		    is_super_admin);
		assert_int_equal(strstr(t_page(t), "account/business-email\"") != NULL,
		    is_super_admin);
		assert_int_equal(t_post(t, HERE "/business-name", "business_name", "Mine",
		    "version", column(t, "version"), NULL), is_super_admin ? 303 : 403);
		assert_int_equal(t_post(t, EMAIL, "business_email", NEW, NULL),
		    is_super_admin ? 303 : 403);
	}
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_account__shows_the_business_and_my_place_in_it),
		TEST(test_account__its_history_has_values_for_who_may_see_the_log),
		TEST(test_account__who_may_not_see_it_is_told_whom_to_ask),
		TEST(test_account__whom_to_ask_goes_by_the_right),
		TEST(test_account__the_name_is_saved),
		TEST(test_account__another_email_waits_for_a_code_of_the_primary),
		TEST(test_account__what_is_no_address_is_refused),
		TEST(test_account__both_at_once_saves_the_name_and_lets_the_email_wait),
		TEST(test_account__the_code_from_the_new_address_changes_it),
		TEST(test_account__the_code_of_another_address_proves_nothing),
		TEST(test_account__a_code_that_was_not_sent_is_not_asked_for),
		TEST(test_account__a_change_can_be_cancelled_and_sent_anew),
		TEST(test_account__it_waits_for_a_day),
		TEST(test_account__the_link_changes_it),
		TEST(test_account__an_old_or_cancelled_link_does_nothing),
		TEST(test_account__roles_and_fields_are_those_of_the_guide),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
