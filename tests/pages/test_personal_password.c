#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "password_fixture.h"

#include <string.h>

#include "base/clock.h"
#include "base/strength.h"
#include "domain/session.h"

#define HERE	"/billing/preferences/personal/password"
#define NEW	"  Monsoon Kettle-42 \xe0\xa4\x95\xe0\xa4\xae\xe0\xa4\xb2 "

/* The agent with a password, signed in. */
static void
sign_in_agent(struct t *t)
{
	assert_int_equal(user_set_password(&t->cx, user(t), T_PASSWORD), ERR_OK);
	t_as(t, 0, ROLE_AGENT);
}

static int
send(struct t *t, const char *current, const char *new, const char *again)
{
	return t_post(t, HERE, "current_password", current, "new_password", new,
	    "confirm_password", again, NULL);
}

static const char *
language_of_mail(struct t *t)
{
	return t_text(t, "SELECT language FROM outbox WHERE template = 'password-changed'"
	    " ORDER BY id DESC LIMIT 1");
}

static int64_t
tries(struct t *t)
{
	return t_number(t, "SELECT COALESCE(SUM(GREATEST(free_at_ms / 1000 - 1800000000, 0)), 0)"
	    " FROM throttle WHERE policy = 'sign_in_address'");
}

static void
test_personal_password__shows_the_rules_up_front(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_get(t, HERE), 200);
	assert_string_equal(t_view(t, "Data.rules.0.text"), "at least 8 characters");
	assert_string_equal(t_view(t, "Data.rules.3.text"), "one symbol");
	assert_non_null(strstr(t_page(t), "data-rules=\"new_password\""));
	assert_string_equal(t_view(t, "Form.current_password.autocomplete"), "current-password");
	assert_string_equal(t_view(t, "Form.new_password.autocomplete"), "new-password");
	assert_string_equal(t_view(t, "Form.confirm_password.autocomplete"), "new-password");
	t->config.password_profile = PASSWORD_NIST;
	assert_int_equal(t_get(t, HERE), 200);
	assert_string_equal(t_view(t, "Data.rules.0.text"), "at least 15 characters");
	assert_null(strstr(t_page(t), "one symbol"));
}

static void
test_personal_password__the_new_one_signs_in(void **state)
{
	struct t *t = *state;

	sign_in_agent(t);
	assert_int_equal(send(t, T_PASSWORD, NEW, NEW), 303);
	assert_string_equal(t_header(t, "Location"), "/billing/preferences/personal");
	assert_true(signs_in(t, NEW));
	assert_false(signs_in(t, T_PASSWORD));
	assert_false(signs_in(t, "Monsoon Kettle-42"));
	assert_int_equal(t_number(t, t_fmt(t, "SELECT password_changed_at FROM user WHERE id = %lld",
	    (long long)user(t))), NOW);
	assert_string_equal(t_text(t, t_fmt(t, "SELECT CONCAT(actor_id, ' ', object_id, IFNULL(before_json, '{}'),"
	    " IFNULL(after_json, '{}')) FROM " T_EVENTS " WHERE action = 'user.password' AND account_id = %lld",
	    (long long)t->accounts[0].id)),
	    t_fmt(t, "%lld %lld{}{}", (long long)user(t), (long long)user(t)));
	assert_int_equal(tries(t), 0);
}

static void
test_personal_password__ends_the_other_sessions(void **state)
{
	static const char open[] = "SELECT COUNT(*) FROM session WHERE ended_at IS NULL";
	struct t *t = *state;
	const char *mine;
	int64_t id;

	t_as(t, 0, ROLE_ADMIN);
	sign_in_agent(t);
	t_as(t, 0, ROLE_AGENT);
	mine = t->cookies;
	id = t->session_id;
	assert_int_equal(t_number(t, open), 3);
	assert_int_equal(send(t, T_PASSWORD, NEW, NEW), 303);
	assert_int_equal(t_number(t, open), 2);
	assert_int_equal(t_number(t, t_fmt(t, "SELECT COUNT(*) FROM session WHERE id = %lld AND"
	    " ended_at IS NULL", (long long)id)), 1);
	t->cookies = mine;
	assert_int_equal(t_get(t, HERE), 200);
}

static void
test_personal_password__tells_the_user(void **state)
{
	struct t *t = *state;

	sign_in_agent(t);
	assert_int_equal(send(t, T_PASSWORD, NEW, NEW), 303);
	assert_string_equal(t_text(t, "SELECT CONCAT(recipient, ' ', category, ' ', plain) FROM outbox"
	    " WHERE template = 'password-changed'"), EMAIL " critical by_link=&client=192.0.2.1");
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox"), 1);
}

static void
test_personal_password__refuses_and_says_why(void **state)
{
	static const struct {
		const char *current, *new, *again, *field, *said;
	} cases[] = {
		{ "", NEW, NEW, "current_password", "Enter the password you have now." },
		{ T_PASSWORD, "", NEW, "new_password", "Enter a new password." },
		{ T_PASSWORD, NEW, "", "confirm_password", "Enter the new password once more." },
		{ "wrong", NEW, NEW, "current_password", "This is not your password." },
		{ T_PASSWORD " ", NEW, NEW, "current_password", "This is not your password." },
		{ T_PASSWORD, NEW, NEW " ", "confirm_password", "This is not the same" },
		{ T_PASSWORD, "Short-7", "Short-7", "new_password", "Use at least 8" },
		{ T_PASSWORD, "Password1!", "Password1!", "new_password", "This is easily guessed" },
		{ T_PASSWORD, "Role5@asha.example", "Role5@asha.example", "new_password",
		    "This is easily guessed: most of it is your name" },
		{ T_PASSWORD, T_PASSWORD, T_PASSWORD, "new_password",
		    "This is the password you have now." },
	};
	struct t *t = *state;
	size_t i;

	sign_in_agent(t);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  case %zu\n", i);
		if (!strength_is_known() && strstr(cases[i].said, "guessed") != NULL)
			continue;
		assert_int_equal(send(t, cases[i].current, cases[i].new, cases[i].again), 422);
		assert_int_equal(strncmp(t_view(t, t_fmt(t, "Form.%s.error", cases[i].field)),
		    cases[i].said, strlen(cases[i].said)), 0);
		assert_string_equal(t_view(t, "Data.rules.0.text"), "at least 8 characters");
		assert_null(strstr(t_page(t), T_PASSWORD));
		assert_null(strstr(t_page(t), "Monsoon"));
	}
	assert_true(signs_in(t, T_PASSWORD));
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox"), 0);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event"
	    " WHERE action = 'user.password'"), 0);
}

/* Of what is refused only a wrong current password is a guess. */
static void
test_personal_password__counts_wrong_ones_alone(void **state)
{
	struct t *t = *state;
	int i;

	sign_in_agent(t);
	for (i = 0; i < 7; i++) {
		assert_int_equal(send(t, T_PASSWORD, "short", "short"), 422);
		assert_int_equal(send(t, T_PASSWORD, T_PASSWORD, T_PASSWORD), 422);
	}
	assert_int_equal(tries(t), 0);
	for (i = 0; i < 5; i++)
		assert_int_equal(send(t, "wrong", NEW, NEW), 422);
	assert_int_equal(send(t, T_PASSWORD, NEW, NEW), 429);
	clock_fix(NOW + 30);
	assert_int_equal(send(t, T_PASSWORD, NEW, NEW), 303);
}

/* A link that was asked for before says that it is used. */
static void
test_personal_password__ends_the_links(void **state)
{
	struct t *t = *state;

	sign_in_agent(t);
	assert_int_equal(db_exec(t->worker.db, NULL,
	    "UPDATE user SET reset_serial = 1, reset_asked_at = ? WHERE id = ?", V(NOW),
	    V((long)user(t))), ERR_OK);
	assert_int_equal(send(t, T_PASSWORD, NEW, NEW), 303);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM user WHERE reset_asked_at IS NOT NULL"),
	    0);
}

static void
test_personal_password__the_mail_is_in_the_language_of_its_reader(void **state)
{
	struct t *t = *state;

	sign_in_agent(t);
	assert_int_equal(send(t, T_PASSWORD, NEW, NEW), 303);
	assert_string_equal(language_of_mail(t), "");
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE user SET language = 'hi' WHERE id = ?",
	    V(user(t))), ERR_OK);
	assert_int_equal(send(t, NEW, T_PASSWORD "x", T_PASSWORD "x"), 303);
	assert_string_equal(language_of_mail(t), "hi");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_personal_password__shows_the_rules_up_front),
		TEST(test_personal_password__the_mail_is_in_the_language_of_its_reader),
		TEST(test_personal_password__the_new_one_signs_in),
		TEST(test_personal_password__ends_the_other_sessions),
		TEST(test_personal_password__tells_the_user),
		TEST(test_personal_password__refuses_and_says_why),
		TEST(test_personal_password__counts_wrong_ones_alone),
		TEST(test_personal_password__ends_the_links),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
