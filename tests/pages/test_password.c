#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/hashes.h"
#include "password_fixture.h"

#include <string.h>

#include "base/clock.h"
#include "base/crypt.h"
#include "base/strength.h"
#include "domain/link.h"
#include "domain/outbox.h"

#define FORGOT	"/password/forgot"
#define RESET	"/password/reset"
#define NEW	"Monsoon Kettle-42"

static void
give_password(struct t *t)
{
	assert_int_equal(user_set_password(&t->cx, user(t), T_PASSWORD), ERR_OK);
	t_hashes_begin();
}

/* As a browser does: opens the form, and sends it. */
static int
ask(struct t *t, const char *email)
{
	t->is_forged = true;
	assert_int_equal(t_get(t, FORGOT), 200);
	t_keep_cookies(t);
	return t_post(t, FORGOT, "csrf", t_fmt(t, "%s", t_view(t, "Page.csrf")), "email", email,
	    NULL);
}

/* The token in the newest mail. */
static const char *
mailed_token(struct t *t)
{
	const char *sealed = t_text(t, "SELECT sealed FROM outbox WHERE template = 'password-reset'"
	    " ORDER BY id DESC LIMIT 1");
	const char *secret, *at;

	assert_int_equal(crypt_open(t->mem, t->config.keys.seal, OUTBOX_SEAL, sealed, &secret),
	    ERR_OK);
	at = strstr(secret, "%2Fpassword%2Freset%2F");
	assert_non_null(at);
	return at + strlen("%2Fpassword%2Freset%2F");
}

static const char *
token_of(struct t *t, enum link_kind kind, int64_t id, int64_t serial)
{
	return strrchr(link_make(&t->cx, kind, id, serial), '/') + 1;
}

/* Opens a link and expects its page. */
static void
follow(struct t *t, const char *token, const char *state)
{
	assert_int_equal(t_get(t, t_fmt(t, RESET "/%s", token)), 303);
	assert_string_equal(t_header(t, "Location"), RESET);
	t_keep_cookies(t);
	assert_int_equal(t_get(t, RESET), 200);
	t_keep_cookies(t);
	assert_in_range(t->statements, 0, 2);
	assert_string_equal(t_view(t, "Data.state"), state);
	assert_null(strstr(t_page(t), token));
}

static int
set(struct t *t, const char *new, const char *again)
{
	t->is_forged = true;
	return t_post(t, RESET, "csrf", t_fmt(t, "%s", t_view(t, "Page.csrf")), "of",
	    t_fmt(t, "%s", t_view(t, "Form.of.value")), "new_password", new, "confirm_password",
	    again, NULL);
}

static int64_t
count(struct t *t, const char *from)
{
	return t_number(t, t_fmt(t, "SELECT COUNT(*) FROM %s", from));
}

static void
test_forgot__answers_alike_for_any_address(void **state)
{
	static const char *const emails[] = { EMAIL, "ROLE5@asha.EXAMPLE", "nobody@asha.example",
		"role4@asha.example", "not an address", "nobody@asha.example" };
	struct t *t = *state;
	const char *first = NULL, *flash, *answer;
	int64_t statements = 0;
	size_t i;

	give_password(t);
	/* What differs from browser to browser: the form's token comes with the first cookie. */
	t_get(t, FORGOT);
	t_keep_cookies(t);
	for (i = 0; i < sizeof(emails) / sizeof(emails[0]); i++) {
		print_message("  %s\n", emails[i]);
		t_hashes_begin();
		clock_fix(NOW + 100 * (int64_t)i);
		assert_int_equal(ask(t, emails[i]), 303);
		assert_string_equal(t_header(t, "Location"), "/login");
		assert_int_equal(t_hashes(), 1);
		flash = strstr(t->transport.out.text, "Set-Cookie: pp_flash=");
		assert_non_null(flash);
		/* Sealed with a nonce: alike in length, and in all that is around it. */
		answer = t_fmt(t, "%.*s %zu", (int)(flash - t->transport.out.text),
		    t->transport.out.text, strlen(flash));
		if (first == NULL) {
			first = answer;
			statements = t->statements;
		}
		assert_string_equal(answer, first);
		assert_int_equal(t->statements, statements);
	}
	assert_int_equal(count(t, "audit_event WHERE action = 'user.password_reset_asked'"), 6);
	assert_string_equal(t_text(t, "SELECT GROUP_CONCAT(recipient ORDER BY id) FROM outbox"),
	    EMAIL ",role4@asha.example");
}

static void
test_forgot__says_what_is_missing(void **state)
{
	struct t *t = *state;

	assert_int_equal(ask(t, ""), 422);
	assert_string_equal(t_view(t, "Form.email.error"),
	    "Enter the email address that you sign in with.");
	assert_int_equal(count(t, "throttle WHERE policy = 'forgotten'"), 0);
}

static void
test_forgot__is_slowed_down_and_locks_nobody_out(void **state)
{
	static const char *const emails[] = { EMAIL, "nobody@asha.example" };
	struct t *t = *state;
	size_t i;
	int n;

	give_password(t);
	for (i = 0; i < 2; i++) {
		t->client = NULL;
		for (n = 0; n < 5; n++)
			assert_int_equal(ask(t, emails[i]), 303);
		assert_int_equal(ask(t, emails[i]), 429);
		assert_string_equal(t_view(t, "Form.email.value"), emails[i]);
		t->client = "192.0.2.99";
		assert_int_equal(ask(t, emails[i]), 303);
		assert_int_equal(ask(t, emails[i]), 429);
	}
	/* One mail, whoever asks how often; and no try to sign in is used up. */
	assert_int_equal(count(t, "outbox"), 1);
	assert_int_equal(count(t, "throttle WHERE policy = 'sign_in_address'"), 0);
}

/* Whoever asks for another's address ends no link that has just arrived there. */
static void
test_forgot__asking_again_sends_the_same_link(void **state)
{
	struct t *t = *state;
	const char *first, *later;

	give_password(t);
	ask(t, EMAIL);
	first = mailed_token(t);
	clock_fix(NOW + 900);
	ask(t, EMAIL);
	assert_int_equal(count(t, "outbox"), 2);
	assert_string_equal(mailed_token(t), first);
	assert_int_equal(t_number(t, "SELECT MAX(expires_at) FROM outbox"), NOW + 1800);
	clock_fix(NOW + 1200);
	ask(t, EMAIL);
	later = mailed_token(t);
	assert_string_not_equal(later, first);
	follow(t, first, "superseded");
	follow(t, later, "open");
}

static void
test_reset__sets_the_password_once(void **state)
{
	struct t *t = *state;
	const char *token;

	give_password(t);
	t_as(t, 0, ROLE_AGENT);
	t_as(t, 0, ROLE_ADMIN);
	t->cookies = "";
	ask(t, EMAIL);
	token = mailed_token(t);
	follow(t, token, "open");
	assert_string_equal(t_view(t, "Data.email"), EMAIL);
	t_hashes_begin();
	assert_int_equal(set(t, NEW, NEW), 303);
	assert_int_equal(t_hashes(), 1);
	assert_string_equal(t_header(t, "Location"), "/login");
	assert_null(strstr(t->transport.out.text, "pp_session="));
	assert_true(signs_in(t, NEW));
	assert_false(signs_in(t, T_PASSWORD));
	/* The admin's session stays. */
	assert_int_equal(count(t, "session WHERE ended_at IS NULL"), 1);
	assert_string_equal(t_text(t, "SELECT CONCAT(recipient, ' ', plain) FROM outbox"
	    " WHERE template = 'password-changed'"), EMAIL " by_link=yes&client=192.0.2.1");
	assert_string_equal(t_text(t, "SELECT CONCAT(actor_name, ' ', account_id) FROM audit_event"
	    " WHERE action = 'user.password_reset'"),
	    t_fmt(t, "Agent %lld", (long long)t->accounts[0].id));

	follow(t, token, "used");
	assert_int_equal(set(t, "Another Kettle-43", "Another Kettle-43"), 303);
	assert_string_equal(t_header(t, "Location"), RESET);
	assert_true(signs_in(t, NEW));
}

static void
test_reset__refuses_and_says_why(void **state)
{
	struct t *t = *state;

	give_password(t);
	ask(t, EMAIL);
	follow(t, mailed_token(t), "open");
	assert_int_equal(set(t, "", ""), 422);
	assert_string_equal(t_view(t, "Form.new_password.error"), "Enter a new password.");
	assert_int_equal(set(t, "Short-7", "Short-7"), 422);
	assert_string_equal(t_view(t, "Form.new_password.error"),
	    "Use at least 8 characters; this has 7.");
	assert_string_equal(t_view(t, "Data.rules.0.text"), "at least 8 characters");
	assert_int_equal(set(t, NEW, "Monsoon Kettle-43"), 422);
	assert_non_null(strstr(t_view(t, "Form.confirm_password.error"), "not the same"));
	if (strength_is_known()) {
		assert_int_equal(set(t, "Asha.Traders-7", "Asha.Traders-7"), 422);
		assert_non_null(strstr(t_view(t, "Form.new_password.error"), "name of the account"));
	}
	assert_true(signs_in(t, T_PASSWORD));
	assert_int_equal(set(t, NEW, NEW), 303);
	assert_true(signs_in(t, NEW));
}

static void
test_reset__lasts_half_an_hour(void **state)
{
	struct t *t = *state;
	const char *token;

	give_password(t);
	ask(t, EMAIL);
	token = mailed_token(t);
	clock_fix(NOW + 1799);
	follow(t, token, "open");
	clock_fix(NOW + 1800);
	assert_int_equal(set(t, NEW, NEW), 303);
	assert_string_equal(t_header(t, "Location"), RESET);
	follow(t, token, "expired");
	assert_true(signs_in(t, T_PASSWORD));
}

static void
test_reset__wrong_links_say_so(void **state)
{
	struct t *t = *state;
	const char *token;
	size_t i;

	give_password(t);
	assert_int_equal(t_get(t, RESET), 200);
	assert_string_equal(t_view(t, "Data.state"), "none");
	ask(t, EMAIL);
	token = mailed_token(t);
	const char *const wrong[] = {
		t_fmt(t, "%.*s", (int)strlen(token) - 1, token), t_fmt(t, "%s.", token), "no-such-token",
		t_fmt(t, "email%s", strchr(token, '.')),
		token_of(t, LINK_EMAIL_REVERT, user(t), 1),
		token_of(t, LINK_PASSWORD, 999999999, 1),
	};

	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		print_message("  %s\n", wrong[i]);
		follow(t, wrong[i], "wrong");
		assert_int_equal(set(t, NEW, NEW), 303);
		assert_string_equal(t_header(t, "Location"), RESET);
	}
	assert_true(signs_in(t, T_PASSWORD));
}

/* The link of one sign-in, the form of another: nothing is done. */
static void
test_reset__acts_for_the_link_that_was_shown(void **state)
{
	struct t *t = *state;
	const char *mark, *csrf;

	give_password(t);
	ask(t, EMAIL);
	follow(t, mailed_token(t), "open");
	mark = t_fmt(t, "%s", t_view(t, "Form.of.value"));
	csrf = t_fmt(t, "%s", t_view(t, "Page.csrf"));
	ask(t, "owner@asha.example");
	follow(t, mailed_token(t), "open");
	assert_int_equal(t_post(t, RESET, "csrf", csrf, "of", mark, "new_password", NEW,
	    "confirm_password", NEW, NULL), 303);
	assert_string_equal(t_header(t, "Location"), RESET);
	assert_int_equal(count(t, "user WHERE password_changed_at > 0"), 0);
	assert_int_equal(t_post(t, RESET, "of", mark, "new_password", NEW, "confirm_password", NEW,
	    NULL), 403);
}

/* Who belongs to no account any more gets a password, which signs into nothing. */
static void
test_reset__works_without_an_account(void **state)
{
	struct t *t = *state;

	give_password(t);
	assert_int_equal(db_exec(t->worker.db, NULL,
	    "UPDATE membership SET state = 'suspended' WHERE user_id = ?", V((long)user(t))),
	    ERR_OK);
	ask(t, EMAIL);
	follow(t, mailed_token(t), "open");
	assert_int_equal(set(t, NEW, NEW), 303);
	assert_true(signs_in(t, NEW));
	assert_int_equal(count(t, "audit_event WHERE action = 'user.password_reset'"
	    " AND account_id IS NULL"), 1);
	assert_int_equal(count(t, "session"), 0);
}

/* Setting the password anew is no way around it. */
static void
test_reset__touches_no_second_factor(void **state)
{
	struct t *t = *state;

	give_password(t);
	assert_int_equal(db_exec(t->worker.db, NULL,
	    "UPDATE user SET totp_sealed = 'sealed', totp_since = 5, totp_step = 6 WHERE id = ?",
	    V((long)user(t))), ERR_OK);
	ask(t, EMAIL);
	follow(t, mailed_token(t), "open");
	assert_int_equal(set(t, NEW, NEW), 303);
	assert_int_equal(count(t, "user WHERE totp_sealed = 'sealed' AND totp_since = 5"
	    " AND totp_step = 6"), 1);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_forgot__answers_alike_for_any_address),
		TEST(test_forgot__says_what_is_missing),
		TEST(test_forgot__is_slowed_down_and_locks_nobody_out),
		TEST(test_forgot__asking_again_sends_the_same_link),
		TEST(test_reset__sets_the_password_once),
		TEST(test_reset__refuses_and_says_why),
		TEST(test_reset__lasts_half_an_hour),
		TEST(test_reset__wrong_links_say_so),
		TEST(test_reset__acts_for_the_link_that_was_shown),
		TEST(test_reset__works_without_an_account),
		TEST(test_reset__touches_no_second_factor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
