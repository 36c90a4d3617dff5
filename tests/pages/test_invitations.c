#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <string.h>

#include "base/clock.h"

#define HERE	"/manage/users/invitations"
#define NEW	HERE "/new"

static int64_t
invitations(struct t *t, const char *where)
{
	return t_number(t, t_fmt(t, "SELECT COUNT(*) FROM invitation WHERE account_id = %lld AND %s",
	    (long long)t->accounts[0].id, where));
}

/* Invites an Agent; returns the status. */
static int
invite(struct t *t, const char *email, const char *extension)
{
	return t_post(t, NEW, "name", "Nila Iyer", "email", email, "role", "5", "department",
	    "Sales", "extension", extension, "takes_calls", "yes", NULL);
}

static void
test_invitations__shows_those_that_are_pending(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(invite(t, "nila@elsewhere.example", "41"), 303);
	assert_int_equal(t_get(t, HERE), 200);
	assert_true(t->statements <= 3);
	assert_string_equal(t_view(t, "Data.invitations.0.email"), "nila@elsewhere.example");
	assert_string_equal(t_view(t, "Data.invitations.0.role"), "Agent");
	assert_string_equal(t_view(t, "Data.invitations.0.extension"), "41");
	assert_string_equal(t_view(t, "Data.invitations.0.mail_state"), "Waiting");
	assert_string_equal(t_view(t, "Data.invitations.0.wait"), "60 seconds");
	assert_string_equal(t_view(t, "Data.invitations.0.is_open"), "1");
	assert_string_equal(t_view(t, "Data.invitations.1.email"), "asked@asha.example");
	assert_string_equal(t_view(t, "Data.invitations.1.mail_state"), "");
	assert_string_equal(t_view(t, "Data.invitations.2.email"), "");
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE outbox SET state = 'bounced',"
	    " result = '550 no such user' WHERE recipient = 'nila@elsewhere.example'"), ERR_OK);
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE invitation SET expires_at = 9"), ERR_OK);
	assert_int_equal(t_get(t, HERE), 200);
	assert_string_equal(t_view(t, "Data.invitations.0.mail_state"), "Came back");
	assert_string_equal(t_view(t, "Data.invitations.0.is_lost"), "1");
	assert_string_equal(t_view(t, "Data.invitations.0.is_open"), "");
	assert_non_null(strstr(t_page(t), "Expired"));
}

static void
test_invitations__long_lists_come_in_pages(void **state)
{
	struct t *t = *state;
	int i;

	t_as(t, 0, ROLE_ADMIN);
	for (i = 0; i < 60; i++)
		assert_int_equal(db_exec(t->cx.db, NULL, "INSERT INTO invitation (account_id,"
		    " email, name, role_id, invited_by, asked_at, sent_at, expires_at)"
		    " VALUES (?, ?, 'X', 5, ?, 1, 1, 2)", V(t->accounts[0].id),
		    V(t_fmt(t, "x%d@many.example", i)),
		    V(t->accounts[0].users[ROLE_ADMIN])), ERR_OK);
	assert_int_equal(t_get(t, HERE), 200);
	assert_true(t->statements <= 3);
	assert_string_equal(t_view(t, "Data.invitations.49.email"), "x10@many.example");
	assert_string_equal(t_view(t, "Data.invitations.50.email"), "");
	assert_int_equal(t_get(t, t_fmt(t, HERE "?before=%s", t_view(t, "Data.older"))), 200);
	assert_string_equal(t_view(t, "Data.invitations.0.email"), "x9@many.example");
	assert_string_equal(t_view(t, "Data.invitations.10.email"), "asked@asha.example");
	assert_string_equal(t_view(t, "Data.older"), "");
	assert_int_equal(t_get(t, HERE "?before=1"), 200);
	assert_non_null(strstr(t_page(t), "There are no older ones"));
}

static void
test_invitations__the_form_offers_what_one_may_give(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(t_get(t, NEW), 200);
	assert_true(t->statements <= 3);
	assert_string_equal(t_view(t, "Form.role.choices.0.label"), "Admin");
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_get(t, NEW), 200);
	assert_string_equal(t_view(t, "Form.role.choices.0.label"), "Billing");
	assert_string_equal(t_view(t, "Form.role.choices.2.label"), "Agent");
	assert_string_equal(t_view(t, "Form.role.choices.3.label"), "");
	/* A Manager who may do what an Admin may not. */
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE role SET permission_bits ="
	    " permission_bits & ~(1 << ?) WHERE id = ?", V((int)PERM_BILLING_EDIT),
	    V((int)ROLE_ADMIN)), ERR_OK);
	assert_int_equal(t_get(t, NEW), 200);
	assert_string_equal(t_view(t, "Form.role.choices.0.label"), "Manager");
}

static void
test_invitations__invites(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(invite(t, " nila@Elsewhere.Example ", "41"), 303);
	assert_string_equal(t_header(t, "Location"), HERE);
	assert_int_equal(invitations(t, "email = 'nila@elsewhere.example' AND name = 'Nila Iyer'"
	    " AND role_id = 5 AND department = 'Sales' AND extension = '41' AND takes_calls = 1"
	    " AND state = 'pending' AND serial = 1 AND expires_at = sent_at + 259200"), 1);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event"
	    " WHERE action = 'invitation.create' AND object_name = 'nila@elsewhere.example'"), 1);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox WHERE template = 'invitation'"
	    " AND recipient = 'nila@elsewhere.example' AND plain NOT LIKE '%/invitation/%'"), 1);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM user"
	    " WHERE email = 'nila@elsewhere.example'"), 0);
}

static void
test_invitations__says_what_is_wrong(void **state)
{
	static const struct {
		const char *name, *email, *role, *department, *extension, *field, *text;
	} cases[] = {
		{ "", "a@b.example", "5", "", "", "name", "Enter the name of the person." },
		{ "Nila", "", "5", "", "", "email", "Enter the person's own email address." },
		{ "Nila", "a@b", "5", "", "", "email", "@" },
		{ "Nila", "no-reply@b.example", "5", "", "", "email", "Nobody reads" },
		{ "Nila", "ROLE5@asha.example", "5", "", "", "email", "a user of this account" },
		{ "Nila", "Asked@asha.example", "5", "", "", "email", "is invited already" },
		{ "Nila", "a@b.example", "", "", "", "role", "Choose the role" },
		{ "Nila", "a@b.example", "2", "", "", "role", "roles that you may give" },
		{ "Nila", "a@b.example", "1", "", "", "role", "roles that you may give" },
		{ "Nila", "a@b.example", "99", "", "", "role", "roles that you may give" },
		{ "Nila", "a@b.example", "5", "", "12a", "extension", "at most 10 digits" },
		{ "Nila", "a@b.example", "5", "", "17", "extension", "Somebody else" },
		{ "Nila", "a@b.example", "5", "", "18", "extension", "kept for somebody" },
		{ "Nila", "a@b.example", "5", "\xe2\x80\x8b", "", "department", "department" },
	};
	struct t *t = *state;
	size_t i;

	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE membership SET extension = '17'"
	    " WHERE account_id = ? AND role_id = 5", V(t->accounts[0].id)), ERR_OK);
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE invitation SET extension = '18'"
	    " WHERE account_id = ?", V(t->accounts[0].id)), ERR_OK);
	t_as(t, 0, ROLE_ADMIN);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  %s %s %s %s\n", cases[i].email, cases[i].role,
		    cases[i].extension, cases[i].text);
		assert_int_equal(t_post(t, NEW, "name", cases[i].name, "email", cases[i].email,
		    "role", cases[i].role, "department", cases[i].department, "extension",
		    cases[i].extension, NULL), 422);
		assert_non_null(strstr(t_view(t, t_fmt(t, "Form.%s.error", cases[i].field)),
		    cases[i].text));
		assert_string_equal(t_view(t, "Form.email.value"), cases[i].email);
	}
	assert_int_equal(invitations(t, "1"), 1);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox"), 0);
}

/* Of another account neither an address nor an extension is in the way. */
static void
test_invitations__other_accounts_are_not_in_the_way(void **state)
{
	struct t *t = *state;

	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE membership SET extension = '17'"
	    " WHERE account_id = ? AND role_id = 1", V(t->accounts[1].id)), ERR_OK);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(invite(t, "owner@binary.example", "17"), 303);
	assert_int_equal(invite(t, "asked@binary.example", ""), 303);
	assert_int_equal(t_number(t, t_fmt(t, "SELECT COUNT(*) FROM membership m JOIN user u"
	    " ON u.id = m.user_id WHERE u.email = 'owner@binary.example' AND m.account_id = %lld",
	    (long long)t->accounts[0].id)), 0);
}

static void
test_invitations__one_that_is_too_old_gives_way(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE invitation SET expires_at = 5,"
	    " extension = '18'"), ERR_OK);
	assert_int_equal(invite(t, "asked@asha.example", ""), 303);
	assert_int_equal(invitations(t, "state = 'expired'"), 1);
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE invitation SET state = 'pending',"
	    " email = 'old@asha.example' WHERE state = 'expired'"), ERR_OK);
	assert_int_equal(invite(t, "another@asha.example", "18"), 303);
	assert_int_equal(invitations(t, "state = 'expired'"), 1);
	assert_int_equal(invitations(t, "state = 'pending'"), 2);
}

static void
test_invitations__an_account_has_so_many_a_day(void **state)
{
	struct t *t = *state;

	t->config.invitations_day = 2;
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(invite(t, "one@elsewhere.example", ""), 303);
	assert_int_equal(invite(t, "two@elsewhere.example", ""), 303);
	assert_int_equal(invite(t, "three@elsewhere.example", ""), 422);
	assert_non_null(strstr(t_page(t), "may send 2 invitations in a day"));
	assert_non_null(strstr(t_page(t), "three@elsewhere.example"));
	t->cx.now += 86400;
	clock_fix(t->cx.now);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(invite(t, "three@elsewhere.example", ""), 303);
}

/* What is sent again counts, each time. */
static void
test_invitations__those_sent_again_count_for_the_day(void **state)
{
	struct t *t = *state;
	const char *path = t_fmt(t, HERE "/%lld/resend", (long long)t->accounts[0].invitation);
	const char *said;
	int i;

	t->config.invitations_day = 3;
	t_as(t, 0, ROLE_ADMIN);
	for (i = 0; i < 3; i++) {
		clock_fix(clock_now() + t->config.code_gap_sec);
		assert_int_equal(t_post(t, path, NULL), 303);
	}
	assert_int_equal(invitations(t, "serial = 4"), 1);
	clock_fix(clock_now() + t->config.code_gap_sec);
	assert_int_equal(t_post(t, path, NULL), 303);
	assert_int_equal(invitations(t, "serial = 4"), 1);
	t_keep_cookies(t);
	assert_int_equal(t_get(t, HERE), 200);
	said = t_view(t, "Page.flash.text");
	assert_non_null(strstr(said, "may send 3 invitations in a day"));
	assert_non_null(strstr(said, "Wait 24 hours"));
	assert_int_equal(invite(t, "nila@elsewhere.example", ""), 422);
}

static void
test_invitations__an_address_is_not_written_to_twice_in_a_minute(void **state)
{
	struct t *t = *state;

	t_as(t, 1, ROLE_SUPER_ADMIN);
	assert_int_equal(invite(t, "nila@elsewhere.example", ""), 303);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(invite(t, "nila@elsewhere.example", ""), 422);
	assert_non_null(strstr(t_view(t, "Form.email.error"), "a short time ago"));
	assert_int_equal(invitations(t, "state = 'pending'"), 1);
}

static void
test_invitations__sends_again(void **state)
{
	struct t *t = *state;
	const char *path = t_fmt(t, HERE "/%lld/resend", (long long)t->accounts[0].invitation);

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE invitation SET expires_at = 5"), ERR_OK);
	assert_int_equal(t_post(t, path, NULL), 303);
	assert_int_equal(invitations(t, "serial = 2 AND expires_at = sent_at + 259200"), 1);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event"
	    " WHERE action = 'invitation.resend'"), 1);
	assert_int_equal(t_post(t, path, NULL), 303);
	t_keep_cookies(t);
	assert_int_equal(t_get(t, HERE), 200);
	assert_non_null(strstr(t_page(t), "Wait 60 seconds, then try again."));
	assert_int_equal(invitations(t, "serial = 2"), 1);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox"), 1);
}

static void
test_invitations__cancels(void **state)
{
	struct t *t = *state;
	const char *id = t_fmt(t, "%lld", (long long)t->accounts[0].invitation);

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_post(t, t_fmt(t, HERE "/%s/cancel", id), NULL), 303);
	assert_int_equal(invitations(t, "state = 'cancelled' AND ended_at IS NOT NULL"), 1);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event"
	    " WHERE action = 'invitation.cancel'"), 1);
	assert_int_equal(t_post(t, t_fmt(t, HERE "/%s/cancel", id), NULL), 404);
	assert_int_equal(t_post(t, t_fmt(t, HERE "/%s/resend", id), NULL), 404);
	/* A wrong address is cured by inviting again. */
	assert_int_equal(invite(t, "asked@asha.example", ""), 303);
}

static void
test_invitations__those_of_higher_roles_are_not_ones_own(void **state)
{
	struct t *t = *state;
	const char *id = t_fmt(t, "%lld", (long long)t->accounts[0].invitation);

	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE invitation SET role_id = 2"), ERR_OK);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_get(t, HERE), 200);
	assert_string_equal(t_view(t, "Data.invitations.0.may_change"), "");
	assert_int_equal(t_post(t, t_fmt(t, HERE "/%s/cancel", id), NULL), 403);
	assert_int_equal(t_post(t, t_fmt(t, HERE "/%s/resend", id), NULL), 403);
	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(t_post(t, t_fmt(t, HERE "/%s/cancel", id), NULL), 303);
}

static void
run(struct t *t, const char *sql)
{
	assert_int_equal(db_exec(t->cx.db, NULL, mem_dup(t->mem, sql)), ERR_OK);
}

/* A Manager who may change users, and sees those of one department. */
static void
as_limited(struct t *t)
{
	run(t, t_fmt(t, "UPDATE role SET permission_bits = permission_bits | %lld WHERE id = %d",
	    1LL << PERM_USER_EDIT, (int)ROLE_MANAGER));
	t_as(t, 0, ROLE_MANAGER);
}

static void
test_invitations__of_another_department_are_out_of_sight(void **state)
{
	static const char *const departments[] = { "Support", "" };
	struct t *t = *state;
	long long id = (long long)t->accounts[0].invitation;
	size_t i;

	as_limited(t);
	for (i = 0; i < sizeof(departments) / sizeof(departments[0]); i++) {
		print_message("  department \"%s\"\n", departments[i]);
		run(t, t_fmt(t, "UPDATE invitation SET department = '%s'", departments[i]));
		assert_int_equal(t_get(t, HERE), 200);
		assert_string_equal(t_view(t, "Data.invitations.0.id"), "");
		assert_int_equal(t_post(t, t_fmt(t, HERE "/%lld/resend", id), NULL), 404);
		assert_int_equal(t_post(t, t_fmt(t, HERE "/%lld/cancel", id), NULL), 404);
	}
	run(t, "UPDATE invitation SET department = 'Sales'");
	assert_int_equal(t_get(t, HERE), 200);
	assert_string_equal(t_view(t, "Data.invitations.0.email"), "asked@asha.example");
	assert_int_equal(t_post(t, t_fmt(t, HERE "/%lld/cancel", id), NULL), 303);
}

static void
test_invitations__one_invites_into_what_one_sees(void **state)
{
	struct t *t = *state;

	as_limited(t);
	t_get(t, NEW);
	assert_string_equal(t_view(t, "Form.department.value"), "Sales");
	assert_int_equal(t_post(t, NEW, "name", "Nila", "email", "nila@elsewhere.example", "role",
	    "5", "department", "Support", NULL), 422);
	assert_non_null(strstr(t_view(t, "Form.department.error"), "into Sales alone"));
	assert_int_equal(t_post(t, NEW, "name", "Nila", "email", "nila@elsewhere.example", "role",
	    "5", "department", "", NULL), 422);
	assert_int_equal(invitations(t, "department <> 'Sales'"), 1);	/* the harness's */
	assert_int_equal(invite(t, "nila@elsewhere.example", ""), 303);

	run(t, t_fmt(t, "UPDATE membership SET department = '' WHERE user_id = %lld",
	    (long long)t->accounts[0].users[ROLE_MANAGER]));
	assert_int_equal(t_post(t, NEW, "name", "Arun", "email", "arun@elsewhere.example", "role",
	    "5", "department", "", NULL), 422);
	assert_non_null(strstr(t_view(t, "Form.department.error"), "belong to none"));
}

static void
test_invitations__the_database_keeps_one_a_person_and_extension(void **state)
{
	static const char SQL_SAME[] =
		"INSERT INTO invitation (account_id, email, name, role_id, extension, invited_by,"
		" asked_at, sent_at, expires_at) SELECT account_id, ?, name, role_id, '7',"
		" invited_by, 1, 1, 2 FROM invitation WHERE id = ?";
	struct t *t = *state;
	int64_t id = t->accounts[0].invitation;

	assert_int_equal(db_exec(t->cx.db, NULL, SQL_SAME, V("ASKED@asha.example"), V(id)),
	    ERR_TAKEN);
	assert_true(db_refused_by(t->cx.db, "invitation_pending"));
	assert_int_equal(db_exec(t->cx.db, NULL, SQL_SAME, V("one@asha.example"), V(id)), ERR_OK);
	assert_int_equal(db_exec(t->cx.db, NULL, SQL_SAME, V("two@asha.example"), V(id)),
	    ERR_TAKEN);
	assert_true(db_refused_by(t->cx.db, "invitation_extension"));
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE invitation SET state = 'accepted'"
	    " WHERE id = ?", V(id)), ERR_REFUSED);
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE invitation SET account_id = 99"
	    " WHERE id = ?", V(id)), ERR_REFUSED);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_invitations__shows_those_that_are_pending),
		TEST(test_invitations__long_lists_come_in_pages),
		TEST(test_invitations__the_form_offers_what_one_may_give),
		TEST(test_invitations__invites),
		TEST(test_invitations__says_what_is_wrong),
		TEST(test_invitations__other_accounts_are_not_in_the_way),
		TEST(test_invitations__one_that_is_too_old_gives_way),
		TEST(test_invitations__an_account_has_so_many_a_day),
		TEST(test_invitations__those_sent_again_count_for_the_day),
		TEST(test_invitations__an_address_is_not_written_to_twice_in_a_minute),
		TEST(test_invitations__sends_again),
		TEST(test_invitations__cancels),
		TEST(test_invitations__those_of_higher_roles_are_not_ones_own),
		TEST(test_invitations__of_another_department_are_out_of_sight),
		TEST(test_invitations__one_invites_into_what_one_sees),
		TEST(test_invitations__the_database_keeps_one_a_person_and_extension),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
