#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/link_page.h"

#include <string.h>

#include "domain/email_change.h"
#include "domain/link.h"

#define HERE	"/verify/email"
#define OLD	"role5@asha.example"
#define NEW	"agent.new@elsewhere.example"

/* The agent of the first account asks; then nobody is signed in. */
static int64_t
asked(struct t *t)
{
	struct problems p;
	int64_t wait_sec;

	t_as(t, 0, ROLE_AGENT);
	problems_init(&p, t->mem);
	t->cx.actor.session_id = t->session_id;
	t->cx.actor.account_id = t->accounts[0].id;
	t->cx.actor.user_id = t->accounts[0].users[ROLE_AGENT];
	t->cx.actor.user_email = OLD;
	assert_int_equal(email_change_ask(&t->cx, NEW, &wait_sec, &p), ERR_OK);
	t_as(t, 0, ROLE_NONE);
	return t->accounts[0].users[ROLE_AGENT];
}

/* As a browser that opened the link of its mail: verify has put the token into a cookie. */
static void
follow(struct t *t, enum link_kind kind, int64_t id, int64_t serial)
{
	const char *token;

	t->cx.actor.account_id = t->accounts[0].id;
	token = strstr(link_make(&t->cx, kind, id, serial), "/verify/") + strlen("/verify/");
	assert_string_equal(link_page(&t->cx, token), HERE);
	t->cookies = t_fmt(t, "pp_link=%s", token);
	assert_int_equal(t_get(t, HERE), 200);
	assert_null(strstr(t_page(t), token));
	t_keep_cookies(t);
}

/* Presses a button and goes where it leads. */
static void
press(struct t *t, const char *act)
{
	const char *csrf = t_fmt(t, "%s", t_view(t, "Page.csrf"));
	const char *of = t_fmt(t, "%s", t_view(t, "Form.of.value"));

	t->is_forged = true;
	assert_int_equal(t_post(t, HERE, "csrf", csrf, "act", act, "of", of, NULL), 303);
	assert_string_equal(t_header(t, "Location"), HERE);
	t_keep_cookies(t);
	assert_int_equal(t_get(t, HERE), 200);
	t_keep_cookies(t);
}

static const char *
email_of(struct t *t, int64_t user_id)
{
	return t_text(t, t_fmt(t, "SELECT email FROM user WHERE id = %lld", (long long)user_id));
}

static int64_t
open_sessions(struct t *t, int64_t user_id)
{
	return t_number(t, t_fmt(t, "SELECT COUNT(*) FROM session WHERE user_id = %lld"
	    " AND ended_at IS NULL", (long long)user_id));
}

static void
test_verify_email__needs_a_link(void **state)
{
	expect_needs_link(*state, HERE, "email");
}

static void
test_verify_email__the_link_changes_it(void **state)
{
	struct t *t = *state;
	int64_t id = asked(t);

	follow(t, LINK_EMAIL, id, 1);
	expect_link(t, "open", "Sign in with this email?");
	assert_null(strstr(t_page(t), OLD));
	assert_string_equal(email_of(t, id), OLD);
	press(t, "prove");
	expect_link(t, "used", "Your email is changed");
	assert_string_equal(email_of(t, id), NEW);
	press(t, "prove");
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event"
	    " WHERE action = 'user.email'"), 1);
	follow(t, LINK_EMAIL_NOT_ME, id, 1);
	expect_link(t, "used", "The change is made already");
	press(t, "not-me");
	assert_string_equal(email_of(t, id), NEW);
}

static void
test_verify_email__says_why_not(void **state)
{
	static const struct {
		const char *make, *state, *title;
		int serial;
	} cases[] = {
		{ "UPDATE email_change SET expires_at = 1", "expired", "This link is too old", 1 },
		{ "UPDATE email_change SET expires_at = 2000000000, serial = 2", "superseded",
		    "There is a newer link", 1 },
		{ "UPDATE email_change SET state = 'cancelled'", "gone",
		    "No change of email is pending", 2 },
		{ "UPDATE email_change SET state = 'pending', new_email = 'Owner@asha.example'",
		    "taken", "This address signs in somebody already", 2 },
		{ "UPDATE email_change SET new_email = 'x@asha.example', old_email = 'y@z.example'",
		    "gone", "No change of email is pending", 2 },
		{ "DELETE FROM email_change", "gone", "No change of email is pending", 2 },
	};
	struct t *t = *state;
	int64_t id = asked(t);
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  %s\n", cases[i].make);
		assert_int_equal(db_run_text(t->cx.db, cases[i].make), ERR_OK);
		follow(t, LINK_EMAIL, id, cases[i].serial);
		expect_link(t, cases[i].state, cases[i].title);
		press(t, "prove");
		expect_link(t, cases[i].state, cases[i].title);
		assert_string_equal(email_of(t, id), OLD);
	}
}

static void
test_verify_email__the_old_address_stops_it(void **state)
{
	struct t *t = *state;
	int64_t id = asked(t);

	assert_int_equal(open_sessions(t, id), 1);
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE email_change SET serial = 3"), ERR_OK);
	follow(t, LINK_EMAIL_NOT_ME, id, 1);
	expect_link(t, "open", "Stop this change?");
	press(t, "prove");
	expect_link(t, "open", "Stop this change?");
	press(t, "not-me");
	expect_link(t, "gone", "No change of email is pending");
	assert_int_equal(open_sessions(t, id), 0);
	follow(t, LINK_EMAIL, id, 3);
	expect_link(t, "gone", "No change of email is pending");
	/* The next change is another one. */
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE email_change SET state = 'pending',"
	    " serial = 4, first_serial = 4"), ERR_OK);
	follow(t, LINK_EMAIL_NOT_ME, id, 3);
	expect_link(t, "gone", "No change of email is pending");
}

/* Changed, and changed again: what a thief would do, so that the first link is of no use. */
static int64_t
changed_twice(struct t *t)
{
	int64_t id = asked(t);

	follow(t, LINK_EMAIL, id, 1);
	press(t, "prove");
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE email_change SET state = 'pending',"
	    " serial = 2, first_serial = 2, old_email = '" NEW "',"
	    " new_email = 'thief@elsewhere.example'"), ERR_OK);
	follow(t, LINK_EMAIL, id, 2);
	press(t, "prove");
	assert_string_equal(email_of(t, id), "thief@elsewhere.example");
	return id;
}

static void
add_passkey(struct t *t, int64_t user_id, const char *name, int64_t created_at)
{
	assert_int_equal(db_exec(t->cx.db, NULL, "INSERT INTO passkey (user_id, credential_hash,"
	    " credential, public_key, algorithm, name, created_at)"
	    " VALUES (?, ?, '', '', -7, ?, ?)", V(user_id), V(name), V(name), V(created_at)),
	    ERR_OK);
}

/* What was made since, by whoever changed the email, signs nobody in; what was there before does. */
static void
test_verify_email__taking_it_back_ends_later_passkeys(void **state)
{
	struct t *t = *state;
	int64_t id = changed_twice(t);
	int64_t changed_at = t_number(t, "SELECT MIN(changed_at) FROM email_revert");

	add_passkey(t, id, "before", changed_at - 1);
	add_passkey(t, id, "since", changed_at);
	add_passkey(t, t->accounts[0].users[ROLE_MANAGER], "another's", changed_at);
	follow(t, LINK_EMAIL_REVERT, id, 1);
	press(t, "revert");
	assert_string_equal(t_text(t, "SELECT GROUP_CONCAT(name ORDER BY name) FROM passkey"),
	    "another's,before");
}

static void
test_verify_email__the_old_address_takes_it_back(void **state)
{
	struct t *t = *state;
	int64_t serial, id = changed_twice(t);

	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE user SET totp_sealed = 'x', totp_since ="
	    " (SELECT MAX(changed_at) FROM email_revert) WHERE email LIKE 'thief@%'"), ERR_OK);
	assert_int_equal(open_sessions(t, id), 2);
	serial = t_number(t, t_fmt(t, "SELECT reset_serial FROM user WHERE id = %lld",
	    (long long)id));
	follow(t, LINK_EMAIL_REVERT, id, 1);
	expect_link(t, "open", "Take your email back?");
	press(t, "revert");
	expect_link(t, "used", "Your email is taken back");
	assert_non_null(strstr(t_page(t), "a mail with a link for that is on its way"));
	assert_string_equal(email_of(t, id), OLD);
	assert_int_equal(open_sessions(t, id), 0);
	assert_string_equal(t_text(t, "SELECT GROUP_CONCAT(recipient) FROM outbox"
	    " WHERE template = 'password-reset' AND plain LIKE 'was_voided=yes%'"), OLD);
	assert_int_equal(t_number(t, t_fmt(t, "SELECT reset_serial FROM user WHERE id = %lld"
	    " AND reset_asked_at IS NOT NULL", (long long)id)), serial + 1);
	assert_string_equal(t_text(t, t_fmt(t, "SELECT password_hash FROM user WHERE id = %lld",
	    (long long)id)), "");
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM user WHERE totp_sealed = 'x'"
	    " OR totp_since IS NOT NULL"), 0);
	press(t, "revert");
	follow(t, LINK_EMAIL_REVERT, id, 2);
	expect_link(t, "gone", "This change was taken back already");
	press(t, "revert");
	assert_string_equal(email_of(t, id), OLD);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event"
	    " WHERE action = 'user.email_reverted'"), 1);
}

static void
test_verify_email__taking_it_back_says_why_not(void **state)
{
	static const struct {
		const char *make, *state, *title;
	} cases[] = {
		{ "UPDATE user SET email = 'Role5@asha.example' WHERE email = 'owner@asha.example'",
		    "taken", "This address signs in somebody already" },
		{ "UPDATE membership SET state = 'suspended'", "void",
		    "This can no longer be taken back" },
		{ "UPDATE email_revert SET changed_at = changed_at - 7 * 86400", "expired",
		    "This link is too old" },
		{ "DELETE FROM email_revert", "expired", "This link is too old" },
	};
	struct t *t = *state;
	int64_t id = changed_twice(t);
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  %s\n", cases[i].make);
		assert_int_equal(db_run_text(t->cx.db, cases[i].make), ERR_OK);
		follow(t, LINK_EMAIL_REVERT, id, 1);
		expect_link(t, cases[i].state, cases[i].title);
		press(t, "revert");
		expect_link(t, cases[i].state, cases[i].title);
		assert_string_equal(email_of(t, id), "thief@elsewhere.example");
	}
}

static void
test_verify_email__a_form_of_another_link_does_nothing(void **state)
{
	struct t *t = *state;
	int64_t id = asked(t);
	const char *csrf, *of;

	follow(t, LINK_EMAIL_NOT_ME, id, 1);
	csrf = t_fmt(t, "%s", t_view(t, "Page.csrf"));
	of = t_fmt(t, "%s", t_view(t, "Form.of.value"));
	t->cookies = t_fmt(t, "%s; pp_link=%s", t->cookies,
	    strstr(link_make(&t->cx, LINK_EMAIL, id, 1), "email."));
	follow(t, LINK_EMAIL, id, 1);
	csrf = t_fmt(t, "%s", t_view(t, "Page.csrf"));
	t->is_forged = true;
	assert_int_equal(t_post(t, HERE, "csrf", csrf, "act", "prove", "of", of, NULL), 303);
	assert_string_equal(email_of(t, id), OLD);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_verify_email__needs_a_link),
		TEST(test_verify_email__the_link_changes_it),
		TEST(test_verify_email__says_why_not),
		TEST(test_verify_email__the_old_address_stops_it),
		TEST(test_verify_email__the_old_address_takes_it_back),
		TEST(test_verify_email__taking_it_back_ends_later_passkeys),
		TEST(test_verify_email__taking_it_back_says_why_not),
		TEST(test_verify_email__a_form_of_another_link_does_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
