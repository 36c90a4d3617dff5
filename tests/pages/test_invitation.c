#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/link_page.h"

#include <string.h>

#include "domain/link.h"
#include "domain/user.h"

#define HERE	"/invitation"
#define ASKED	"asked@asha.example"
#define FRESH	"Kite-Meadow-93"	/* a password that meets the rules */

/* As a browser that opened the link of the newest mail, or of one before. */
static void
follow(struct t *t, int64_t serial)
{
	struct actor before = t->cx.actor;
	const char *link;

	t->cx.actor.account_id = t->accounts[0].id;
	link = link_make(&t->cx, LINK_INVITATION, t->accounts[0].invitation, serial);
	t->cx.actor = before;
	assert_int_equal(t_get(t, link + strlen(T_SITE)), 303);
	assert_string_equal(t_header(t, "Location"), HERE);
	t_keep_cookies(t);
	assert_int_equal(t_get(t, HERE), 200);
	assert_true(t->statements <= 3);
	t_keep_cookies(t);
}

/* Sends the form of the page that was shown last: names and values by turns for what is typed. */
static int
send(struct t *t, const char *path, const char *n1, const char *v1, const char *n2, const char *v2,
    const char *n3, const char *v3)
{
	const char *csrf = t_fmt(t, "%s", t_view(t, "Page.csrf"));
	const char *of = t_fmt(t, "%s", t_view(t, "Form.of.value"));
	int status;

	t->is_forged = true;
	status = t_post(t, path, "csrf", csrf, "of", of, n1, v1, n2, v2, n3, v3, NULL);
	t->is_forged = false;
	return status;
}

static void
look_again(struct t *t)
{
	assert_string_equal(t_header(t, "Location"), HERE);
	t_keep_cookies(t);
	assert_int_equal(t_get(t, HERE), 200);
	t_keep_cookies(t);
}

/* Presses a button that leads back to the page. */
static void
press(struct t *t, const char *act)
{
	assert_int_equal(send(t, HERE, "act", act, NULL, NULL, NULL, NULL), 303);
	look_again(t);
}

static int
join_new(struct t *t, const char *name, const char *password)
{
	return send(t, HERE "/new", "name", name, "new_password", password, "confirm_password",
	    password);
}

/* The invitation is for this address, with extension 41. */
static void
is_for(struct t *t, const char *email)
{
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE invitation SET email = ?,"
	    " extension = '41', department = 'Sales' WHERE id = ?", V(email),
	    V(t->accounts[0].invitation)), ERR_OK);
}

static int64_t
members(struct t *t, const char *email)
{
	return t_number(t, t_fmt(t, "SELECT COUNT(*) FROM membership m JOIN user u"
	    " ON u.id = m.user_id WHERE m.account_id = %lld AND u.email = '%s'",
	    (long long)t->accounts[0].id, email));
}

static int64_t
events(struct t *t, const char *action)
{
	return t_number(t, t_fmt(t, "SELECT COUNT(*) FROM audit_event WHERE action = '%s'"
	    " AND account_id = %lld", action, (long long)t->accounts[0].id));
}

static int64_t
mails(struct t *t, const char *template, const char *recipient)
{
	return t_number(t, t_fmt(t, "SELECT COUNT(*) FROM outbox WHERE template = '%s'"
	    " AND recipient = '%s'", template, recipient));
}

static void
test_invitation__needs_a_link(void **state)
{
	expect_needs_link(*state, HERE, "invitation");
}

static void
test_invitation__somebody_new_joins(void **state)
{
	struct t *t = *state;

	is_for(t, ASKED);
	follow(t, 1);
	expect_link(t, "open", "Join Asha Traders?");
	assert_string_equal(t_view(t, "Data.reader"), "new");
	assert_non_null(strstr(t_view(t, "Data.expires_at"), "IST"));
	assert_string_equal(t_view(t, "Data.role"), "Agent");
	assert_string_equal(t_view(t, "Data.who"), "Owner of Asha Traders");
	assert_int_equal(members(t, ASKED), 0);
	assert_int_equal(join_new(t, "Nila Iyer", FRESH), 303);
	assert_string_equal(t_header(t, "Location"), "/");
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM user WHERE email = '" ASKED "'"
	    " AND name = 'Nila Iyer' AND email_proven_at IS NOT NULL AND password_hash <> ''"), 1);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM membership WHERE extension = '41'"
	    " AND department = 'Sales' AND role_id = 5"), 1);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM session s JOIN user u ON u.id ="
	    " s.user_id WHERE u.email = '" ASKED "' AND s.ended_at IS NULL"), 1);
	assert_int_equal(events(t, "invitation.accept"), 1);
	assert_int_equal(mails(t, "invitation-accepted", "owner@asha.example"), 1);
	t_keep_cookies(t);
	follow(t, 1);
	expect_link(t, "accepted", "This invitation was accepted");
	t_as(t, 0, ROLE_NONE);
	follow(t, 1);
	expect_link(t, "accepted", "This invitation was accepted");
	assert_int_equal(members(t, ASKED), 1);
}

static void
test_invitation__refuses_a_name_or_password_that_is_none(void **state)
{
	static const struct {
		const char *name, *password, *field, *text;
	} cases[] = {
		{ "", FRESH, "name", "Enter your name." },
		{ "\xe2\x80\x8b", FRESH, "name", "name" },
		{ "Nila", "", "new_password", "Enter a new password." },
		{ "Nila", "short", "new_password", "at least 8 characters" },
		{ "Nila", "kite-meadow-93", "new_password", "upper-case" },
	};
	struct t *t = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  %s, %s\n", cases[i].name, cases[i].password);
		follow(t, 1);
		assert_int_equal(join_new(t, cases[i].name, cases[i].password), 422);
		assert_non_null(strstr(t_view(t, t_fmt(t, "Form.%s.error", cases[i].field)),
		    cases[i].text));
		assert_string_equal(t_view(t, "Form.name.value"), cases[i].name);
		assert_string_equal(t_view(t, "Data.state"), "open");
		assert_int_equal(t_get(t, HERE "/new"), 200);
		assert_string_equal(t_view(t, "Data.state"), "open");
	}
	follow(t, 1);
	assert_int_equal(send(t, HERE "/new", "name", "Nila", "new_password", FRESH,
	    "confirm_password", "Kite-Meadow-94"), 422);
	assert_int_equal(members(t, ASKED), 0);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM user WHERE email = '" ASKED "'"), 0);
}

static void
test_invitation__says_why_not(void **state)
{
	static const struct {
		const char *make, *state, *title;
		int serial;
	} cases[] = {
		{ "UPDATE invitation SET expires_at = 1", "expired",
		    "This invitation is too old", 1 },
		{ "UPDATE invitation SET expires_at = 2000000000, serial = 2", "superseded",
		    "There is a newer link", 1 },
		{ "UPDATE invitation SET state = 'cancelled'", "cancelled",
		    "This invitation was cancelled", 2 },
		{ "UPDATE invitation SET state = 'declined'", "declined",
		    "This invitation was declined", 1 },
		{ "UPDATE invitation SET state = 'expired'", "expired",
		    "This invitation is too old", 2 },
		{ "UPDATE invitation SET state = 'pending', email = 'role5@asha.example'"
		  " WHERE email = '" ASKED "'", "member",
		    "You belong to this account already", 2 },
		{ "DELETE FROM invitation", "gone", "This invitation is not there any more", 2 },
	};
	struct t *t = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  %s\n", cases[i].make);
		assert_int_equal(db_run_text(t->cx.db, cases[i].make), ERR_OK);
		follow(t, cases[i].serial);
		expect_link(t, cases[i].state, cases[i].title);
		assert_int_equal(join_new(t, "Nila Iyer", FRESH), 303);
		look_again(t);
		press(t, "accept");
		press(t, "decline");
		expect_link(t, cases[i].state, cases[i].title);
	}
	assert_int_equal(events(t, "invitation.accept") + events(t, "invitation.decline"), 0);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM user WHERE name = 'Nila Iyer'"), 0);
}

static void
test_invitation__a_user_signs_in_first_and_accepts(void **state)
{
	struct t *t = *state;

	is_for(t, "Owner@Binary.example");
	follow(t, 1);
	assert_string_equal(t_view(t, "Data.reader"), "out");
	assert_non_null(strstr(t_page(t), "/login?next=%2Finvitation"));
	/* Neither a new password nor the button of who is signed in is of use. */
	assert_int_equal(join_new(t, "Nila Iyer", FRESH), 303);
	look_again(t);
	press(t, "accept");
	assert_int_equal(members(t, "owner@binary.example"), 0);
	t_as(t, 1, ROLE_SUPER_ADMIN);
	follow(t, 1);
	assert_string_equal(t_view(t, "Data.reader"), "self");
	assert_int_equal(send(t, HERE, "act", "accept", NULL, NULL, NULL, NULL), 303);
	assert_string_equal(t_header(t, "Location"), "/");
	assert_int_equal(members(t, "owner@binary.example"), 1);
	assert_int_equal(t_number(t, t_fmt(t, "SELECT account_id FROM session WHERE id = %lld",
	    (long long)t->session_id)), t->accounts[0].id);
	assert_int_equal(events(t, "invitation.accept"), 1);
	assert_string_equal(t_text(t, "SELECT actor_name FROM audit_event"
	    " WHERE action = 'invitation.accept'"), "Owner of Binary Mills");
	assert_int_equal(mails(t, "invitation-accepted", "owner@asha.example"), 1);
	t_keep_cookies(t);
	follow(t, 1);
	expect_link(t, "accepted", "This invitation was accepted");
}

static void
test_invitation__another_user_is_told_and_can_sign_out(void **state)
{
	struct t *t = *state;

	t_as(t, 1, ROLE_SUPER_ADMIN);
	follow(t, 1);
	expect_link(t, "open", "This invitation is for " ASKED);
	assert_string_equal(t_view(t, "Data.reader"), "other");
	assert_non_null(strstr(t_page(t), "owner@binary.example"));
	press(t, "accept");
	assert_int_equal(join_new(t, "Nila Iyer", FRESH), 303);
	look_again(t);
	assert_int_equal(members(t, ASKED) + members(t, "owner@binary.example"), 0);
	press(t, "leave");
	assert_string_equal(t_view(t, "Data.reader"), "new");
	assert_non_null(strstr(t_page(t), "You are signed out. The invitation is still here."));
	assert_int_equal(t_number(t, t_fmt(t, "SELECT ended_at IS NOT NULL FROM session"
	    " WHERE id = %lld", (long long)t->session_id)), 1);
	assert_int_equal(join_new(t, "Nila Iyer", FRESH), 303);
	assert_int_equal(members(t, ASKED), 1);
}

/* Belongs to no account: cannot sign in, so the password is asked for here. */
static void
test_invitation__who_has_left_every_account_comes_back(void **state)
{
	struct t *t = *state;
	int64_t id;

	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE invitation SET email ="
	    " 'back@asha.example' WHERE id = ?", V(t->accounts[0].invitation)), ERR_OK);
	assert_int_equal(user_add(&t->cx, "Back Again", "back@asha.example", "", &id), ERR_OK);
	assert_int_equal(user_set_password(&t->cx, id, T_PASSWORD), ERR_OK);
	follow(t, 1);
	assert_string_equal(t_view(t, "Data.reader"), "homeless");
	assert_int_equal(send(t, HERE "/return", "email", "role5@asha.example", "password",
	    T_PASSWORD, NULL, NULL), 422);
	assert_non_null(strstr(t_view(t, "Form.email.error"), "The invitation is for"));
	assert_int_equal(send(t, HERE "/return", "email", "Back@asha.example", "password",
	    "Wrong-Harbour-7", NULL, NULL), 422);
	assert_non_null(strstr(t_view(t, "Form.password.error"), "not the password"));
	assert_int_equal(events(t, "invitation.accept"), 0);
	assert_int_equal(send(t, HERE "/return", "email", "Back@asha.example", "password",
	    T_PASSWORD, NULL, NULL), 303);
	assert_int_equal(members(t, "back@asha.example"), 1);
	assert_int_equal(t_number(t, t_fmt(t, "SELECT COUNT(*) FROM session WHERE user_id = %lld"
	    " AND account_id = %lld", (long long)id, (long long)t->accounts[0].id)), 1);
}

static void
test_invitation__is_declined(void **state)
{
	struct t *t = *state;

	follow(t, 1);
	press(t, "decline");
	expect_link(t, "declined", "This invitation was declined");
	assert_int_equal(events(t, "invitation.decline"), 1);
	assert_int_equal(mails(t, "invitation-declined", "owner@asha.example"), 1);
	press(t, "decline");
	assert_int_equal(events(t, "invitation.decline"), 1);
}

/* An inviter who has left is not told; those who look after the account are. */
static void
test_invitation__an_inviter_who_left_is_not_told(void **state)
{
	struct t *t = *state;

	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE invitation SET invited_by = ?"
	    " WHERE id = ?", V(t->accounts[0].users[ROLE_ADMIN]),
	    V(t->accounts[0].invitation)), ERR_OK);
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE membership SET state = 'suspended'"
	    " WHERE user_id = ?", V(t->accounts[0].users[ROLE_ADMIN])), ERR_OK);
	follow(t, 1);
	press(t, "decline");
	assert_int_equal(mails(t, "invitation-declined", "role2@asha.example"), 0);
	assert_int_equal(mails(t, "invitation-declined", "owner@asha.example"), 1);
}

static void
test_invitation__an_extension_taken_meanwhile_keeps_nobody_out(void **state)
{
	struct t *t = *state;

	is_for(t, ASKED);
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE membership SET extension = '41'"
	    " WHERE account_id = ? AND role_id = 5", V(t->accounts[0].id)), ERR_OK);
	follow(t, 1);
	assert_int_equal(join_new(t, "Nila Iyer", FRESH), 303);
	assert_int_equal(members(t, ASKED), 1);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox WHERE"
	    " template = 'invitation-accepted' AND plain LIKE '%lost_extension%yes%'"), 1);
}

static void
test_invitation__a_form_of_another_link_does_nothing(void **state)
{
	struct t *t = *state;
	const char *of;

	follow(t, 1);
	of = t_fmt(t, "%s", t_view(t, "Form.of.value"));
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE invitation SET serial = 2"), ERR_OK);
	follow(t, 2);
	assert_string_equal(t_view(t, "Data.state"), "open");
	t->is_forged = true;
	assert_int_equal(t_post(t, HERE, "csrf", t_fmt(t, "%s", t_view(t, "Page.csrf")), "act",
	    "decline", "of", of, NULL), 303);
	assert_int_equal(events(t, "invitation.decline"), 0);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_invitation__needs_a_link),
		TEST(test_invitation__somebody_new_joins),
		TEST(test_invitation__refuses_a_name_or_password_that_is_none),
		TEST(test_invitation__says_why_not),
		TEST(test_invitation__a_user_signs_in_first_and_accepts),
		TEST(test_invitation__another_user_is_told_and_can_sign_out),
		TEST(test_invitation__who_has_left_every_account_comes_back),
		TEST(test_invitation__is_declined),
		TEST(test_invitation__an_inviter_who_left_is_not_told),
		TEST(test_invitation__an_extension_taken_meanwhile_keeps_nobody_out),
		TEST(test_invitation__a_form_of_another_link_does_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
