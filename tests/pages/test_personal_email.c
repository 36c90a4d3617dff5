#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"
#include "harness/hashes.h"

#include <string.h>

#include "domain/user.h"

#define PERSONAL "/billing/preferences/personal"
#define HERE	PERSONAL "/email"
#define OLD	"role5@asha.example"
#define NEW	"Agent.New@elsewhere.example"

static void
enter(struct t *t, enum role_id role)
{
	t_as(t, 0, role);
	assert_int_equal(user_set_password(&t->cx, t->accounts[0].users[role], T_PASSWORD), ERR_OK);
}

static int
ask(struct t *t, const char *email, const char *password)
{
	return t_post(t, HERE, "email", email, "current_password", password, NULL);
}

static int64_t
events(struct t *t, const char *action)
{
	return t_number(t, t_fmt(t, "SELECT COUNT(*) FROM audit_event WHERE action = '%s'",
	    action));
}

static int64_t
messages(struct t *t, const char *template)
{
	return t_number(t, t_fmt(t, "SELECT COUNT(*) FROM outbox WHERE template = '%s'", template));
}

static void
asked(struct t *t)
{
	enter(t, ROLE_AGENT);
	assert_int_equal(ask(t, NEW, T_PASSWORD), 303);
	assert_string_equal(t_header(t, "Location"), HERE);
	assert_int_equal(t_get(t, HERE), 200);
}

static void
test_personal_email__shows_the_form(void **state)
{
	struct t *t = *state;

	enter(t, ROLE_AGENT);
	assert_int_equal(t_get(t, HERE), 200);
	assert_string_equal(t_view(t, "Data.email"), OLD);
	assert_string_equal(t_view(t, "Data.is_pending"), "");
	assert_int_equal(t_get(t, PERSONAL "/email/code"), 405);
}

static void
test_personal_email__asks_for_the_password(void **state)
{
	struct t *t = *state;

	enter(t, ROLE_AGENT);
	assert_int_equal(ask(t, NEW, "Not-It-At-All-1"), 422);
	assert_string_equal(t_view(t, "Form.email.value"), NEW);
	assert_string_equal(t_view(t, "Form.current_password.value"), "");
	assert_string_not_equal(t_view(t, "Form.current_password.error"), "");
	assert_int_equal(ask(t, NEW, ""), 422);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM email_change"), 0);
	assert_int_equal(messages(t, "email-prove"), 0);
	assert_int_equal(events(t, "user.email_wrong"), 2);
}

static void
test_personal_email__guessing_the_password_is_slowed_down(void **state)
{
	struct t *t = *state;
	int i, status = 0;

	enter(t, ROLE_AGENT);
	for (i = 0; i < 20 && status != 429; i++)
		status = ask(t, NEW, "Not-It-At-All-1");
	assert_int_equal(status, 429);
	assert_int_equal(ask(t, NEW, T_PASSWORD), 429);
}

static void
test_personal_email__refuses_what_is_no_new_email(void **state)
{
	static const char *const refused[] = { "", "no-at", "noreply@elsewhere.example", OLD,
		"ROLE5@asha.example" };
	struct t *t = *state;
	size_t i;

	enter(t, ROLE_AGENT);
	for (i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		print_message("  %s\n", refused[i]);
		assert_int_equal(ask(t, refused[i], T_PASSWORD), 422);
		assert_string_not_equal(t_view(t, "Form.email.error"), "");
	}
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM email_change"), 0);
}

/* What an answer tells of the address that was asked for, but the address itself. */
static const char *
told(struct t *t, const char *email)
{
	const char *flash, *answer;

	t_hashes_begin();
	assert_int_equal(ask(t, email, T_PASSWORD), 303);
	assert_int_equal(t_hashes(), 1);
	flash = strstr(t->transport.out.text, "Set-Cookie: pp_flash=");
	assert_non_null(flash);
	/* Sealed with a nonce: alike in length. */
	answer = t_fmt(t, "%s %zu %lld", t_header(t, "Location"), strlen(flash),
	    (long long)t->statements);
	assert_int_equal(t_get(t, HERE), 200);
	assert_string_equal(t_view(t, "Data.new"), email);
	return t_fmt(t, "%s %s %s %s %lld %zu", answer, t_view(t, "Data.is_open"),
	    t_view(t, "Data.message.state"), t_view(t, "Data.wait"), (long long)t->statements,
	    strlen(t_page(t)));
}

static void
test_personal_email__answers_alike_for_any_address(void **state)
{
	static const char *const emails[] = { "role9@asha.example", "role2@asha.example",
		"owner@asha.example", "ROLE3@asha.example" };
	struct t *t = *state;
	const char *first = NULL, *answer;
	size_t i;

	enter(t, ROLE_AGENT);
	for (i = 0; i < sizeof(emails) / sizeof(emails[0]); i++) {
		print_message("  %s\n", emails[i]);
		answer = told(t, emails[i]);
		if (first == NULL)
			first = answer;
		assert_string_equal(answer, first);
		assert_int_equal(t_number(t, t_fmt(t, "SELECT COUNT(*) FROM outbox WHERE template ="
		    " 'email-prove' AND recipient = '%s'", emails[i])), 1);
	}
}

static void
test_personal_email__is_pending_until_it_is_proven(void **state)
{
	struct t *t = *state;

	asked(t);
	assert_string_equal(t_view(t, "Data.is_open"), "1");
	assert_string_equal(t_view(t, "Data.new"), NEW);
	assert_string_equal(t_view(t, "Data.message.state"), "Waiting");
	assert_string_not_equal(t_view(t, "Data.expires_at"), "");
	assert_string_not_equal(t_view(t, "Data.wait"), "");
	assert_string_equal(t_view(t, "Page.user.email"), OLD);
	assert_int_equal(messages(t, "email-prove"), 1);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox"
	    " WHERE template = 'email-changing' AND recipient = '" OLD "'"), 1);
	assert_int_equal(events(t, "user.email_asked"), 1);
	assert_null(strstr(t_page(t), t_code(t, NEW)));
}

static void
test_personal_email__tells_what_became_of_the_mail(void **state)
{
	struct t *t = *state;

	asked(t);
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE outbox SET state = 'bounced',"
	    " result = '550 no such user' WHERE template = 'email-prove'"), ERR_OK);
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Data.message.state"), "Came back");
	assert_string_equal(t_view(t, "Data.message.result"), "550 no such user");
}

static void
test_personal_email__a_taken_address_is_answered_as_any(void **state)
{
	struct t *t = *state;
	const char *location, *flash;

	enter(t, ROLE_AGENT);
	assert_int_equal(ask(t, "owner@asha.example", T_PASSWORD), 303);
	location = t_fmt(t, "%s", t_header(t, "Location"));
	flash = t_text(t, "SELECT flash FROM submission ORDER BY created_at DESC LIMIT 1");
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Data.message.state"), "Waiting");
	enter(t, ROLE_MANAGER);
	assert_int_equal(ask(t, "free@asha.example", T_PASSWORD), 303);
	assert_string_equal(t_header(t, "Location"), location);
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Data.message.state"), "Waiting");
	assert_int_equal(messages(t, "email-prove"), 2);
	assert_non_null(strstr(flash, "on its way"));
}

static void
test_personal_email__the_code_changes_it(void **state)
{
	struct t *t = *state;

	asked(t);
	assert_int_equal(t_post(t, HERE "/code", "code", "000 000x", NULL), 422);
	assert_non_null(strstr(t_view(t, "Form.code.error"), "more time"));
	assert_int_equal(t_post(t, HERE "/code", "code", t_code(t, NEW), NULL), 303);
	assert_string_equal(t_header(t, "Location"), PERSONAL);
	assert_int_equal(t_get(t, HERE), 200);
	assert_string_equal(t_view(t, "Page.user.email"), NEW);
	assert_string_equal(t_view(t, "Data.is_pending"), "");
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox"
	    " WHERE template = 'email-changed' AND recipient = '" OLD "'"), 1);
	assert_int_equal(events(t, "user.email"), 1);
	assert_int_equal(t_post(t, HERE "/code", "code", "123456", NULL), 422);
}

static void
test_personal_email__is_told_at_the_end_that_it_is_taken(void **state)
{
	struct t *t = *state;

	enter(t, ROLE_AGENT);
	assert_int_equal(ask(t, "owner@asha.example", T_PASSWORD), 303);
	assert_int_equal(t_post(t, HERE "/code", "code", t_code(t, "owner@asha.example"), NULL),
	    422);
	assert_non_null(strstr(t_view(t, "Form.code.error"), "signs in somebody already"));
	assert_null(strstr(t_view(t, "Form.code.error"), "Owner"));
	assert_null(strstr(t_page(t), "Owner of Asha Traders"));
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Page.user.email"), OLD);
}

static void
test_personal_email__a_new_mail_waits_and_ends_the_one_before(void **state)
{
	struct t *t = *state;
	const char *code;

	asked(t);
	code = t_fmt(t, "%s", t_code(t, NEW));
	assert_int_equal(t_post(t, HERE "/resend", NULL), 422);
	assert_int_equal(db_exec(t->cx.db, NULL, "DELETE FROM throttle"), ERR_OK);
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE outbox SET created_at = created_at - 61"
	    " WHERE template = 'email-prove'"), ERR_OK);
	assert_int_equal(t_post(t, HERE "/resend", NULL), 303);
	assert_int_equal(t_post(t, HERE "/code", "code", code, NULL),
	    strcmp(code, t_code(t, NEW)) == 0 ? 303 : 422);
	assert_int_equal(messages(t, "email-prove"), 2);
	assert_int_equal(messages(t, "email-changing"), 1);
}

static void
test_personal_email__can_be_cancelled(void **state)
{
	struct t *t = *state;
	const char *code;

	asked(t);
	code = t_fmt(t, "%s", t_code(t, NEW));
	assert_int_equal(t_post(t, HERE "/cancel", NULL), 303);
	assert_string_equal(t_header(t, "Location"), PERSONAL);
	assert_int_equal(t_post(t, HERE "/code", "code", code, NULL), 422);
	assert_int_equal(t_post(t, HERE "/cancel", NULL), 303);
	assert_int_equal(t_post(t, HERE "/resend", NULL), 303);
	assert_string_equal(t_header(t, "Location"), HERE);
	assert_int_equal(events(t, "user.email_cancelled"), 1);
	assert_int_equal(messages(t, "email-prove"), 1);
}

static void
test_personal_email__change_it_takes_the_place_of_the_one_before(void **state)
{
	struct t *t = *state;
	const char *code;

	asked(t);
	code = t_fmt(t, "%s", t_code(t, NEW));
	assert_int_equal(ask(t, "another@elsewhere.example", T_PASSWORD), 303);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM email_change"), 1);
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Data.new"), "another@elsewhere.example");
	assert_int_equal(t_post(t, HERE "/code", "code", code, NULL), 422);
	assert_int_equal(t_post(t, HERE "/code", "code",
			     t_code(t, "another@elsewhere.example"), NULL),
	    303);
}

static void
test_personal_email__too_late_says_so(void **state)
{
	struct t *t = *state;

	asked(t);
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE email_change SET expires_at = 1"), ERR_OK);
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Data.is_pending"), "1");
	assert_string_equal(t_view(t, "Data.is_open"), "");
	assert_int_equal(t_post(t, HERE "/code", "code", t_code(t, NEW), NULL), 303);
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Page.user.email"), OLD);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_personal_email__shows_the_form),
		TEST(test_personal_email__asks_for_the_password),
		TEST(test_personal_email__guessing_the_password_is_slowed_down),
		TEST(test_personal_email__refuses_what_is_no_new_email),
		TEST(test_personal_email__answers_alike_for_any_address),
		TEST(test_personal_email__is_pending_until_it_is_proven),
		TEST(test_personal_email__tells_what_became_of_the_mail),
		TEST(test_personal_email__a_taken_address_is_answered_as_any),
		TEST(test_personal_email__the_code_changes_it),
		TEST(test_personal_email__is_told_at_the_end_that_it_is_taken),
		TEST(test_personal_email__a_new_mail_waits_and_ends_the_one_before),
		TEST(test_personal_email__can_be_cancelled),
		TEST(test_personal_email__change_it_takes_the_place_of_the_one_before),
		TEST(test_personal_email__too_late_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
