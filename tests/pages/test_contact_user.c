#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <string.h>

#include "domain/contact_person.h"
#include "domain/contact_self.h"
#include "domain/contact_user.h"
#include "domain/membership.h"

#define HERE "/manage/business-profile/user"

static long long
person(struct t *t, int n)
{
	return (long long)t->accounts[0].people[n];
}

static char *
path_to(struct t *t, int n, const char *rest)
{
	return t_fmt(t, HERE "/%lld%s", person(t, n), rest);
}

static int64_t
user(struct t *t, enum role_id role)
{
	return t->accounts[0].users[role];
}

static void
run(struct t *t, const char *sql)
{
	assert_int_equal(db_exec(t->worker.db, NULL, mem_dup(t->mem, sql)), ERR_OK);
}

/* The user signs in with the verified address of contact person n. */
static void
share_address(struct t *t, enum role_id role, int n)
{
	run(t, t_fmt(t, "UPDATE user SET name = 'Ravi Iyer', email = 'Person%d@asha.example'"
	    " WHERE id = %lld", n + 1, (long long)user(t, role)));
}

static int64_t
linked(struct t *t, int n)
{
	return t_number(t, t_fmt(t, "SELECT COALESCE(user_id, 0) FROM contact_person"
	    " WHERE id = %lld", person(t, n)));
}

static int64_t
events(struct t *t, const char *action, int n)
{
	return t_number(t, t_fmt(t, "SELECT COUNT(*) FROM audit_event WHERE action = '%s'"
	    " AND object_type = 'contact_person' AND object_id = %lld", action, person(t, n)));
}

static int
link_by(struct t *t, int n, const char *email)
{
	return t_post(t, path_to(t, n, ""), "email", email, NULL);
}

static void
test_contact_user__suggests_who_has_the_same_address_and_links_nothing(void **state)
{
	struct t *t = *state;

	share_address(t, ROLE_AGENT, 1);
	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, path_to(t, 1, "")), 200);

	assert_in_range(t->statements, 1, 3);
	assert_string_equal(t_view(t, "Data.same.name"), "Ravi Iyer");
	assert_string_equal(t_view(t, "Data.same.email"), "Person2@asha.example");
	assert_string_equal(t_view(t, "Data.user"), "");
	assert_int_equal(linked(t, 1), 0);
}

/* Proven on both sides, of this account, and nobody's yet: else the addresses say nothing. */
static void
test_contact_user__suggests_nobody_without_proof(void **state)
{
	struct t *t = *state;
	const char *const cases[] = {
		t_fmt(t, "UPDATE user SET email_proven_at = NULL WHERE id = %lld",
		    (long long)user(t, ROLE_AGENT)),
		"UPDATE contact_address SET state = 'unverified', proven_at = NULL",
		"UPDATE contact_address SET state = 'unreachable'",
		t_fmt(t, "UPDATE contact_person SET not_user_id = %lld",
		    (long long)user(t, ROLE_AGENT)),
	};
	size_t i;

	share_address(t, ROLE_AGENT, 1);
	t_as(t, 0, ROLE_ADMIN);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  case %zu\n", i);
		assert_int_equal(db_begin(t->worker.db), ERR_OK);
		run(t, cases[i]);
		t_get(t, path_to(t, 1, ""));
		assert_string_equal(t_view(t, "Data.same.name"), "");
		db_rollback(t->worker.db);
	}
	t_get(t, path_to(t, 1, ""));
	assert_string_equal(t_view(t, "Data.same.name"), "Ravi Iyer");
	assert_int_equal(link_by(t, 2, "Person2@asha.example"), 303);
	t_get(t, path_to(t, 1, ""));
	assert_string_equal(t_view(t, "Data.same.name"), "");
}

static void
test_contact_user__links_and_says_so_on_both_pages(void **state)
{
	struct t *t = *state;
	struct membership m;

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(link_by(t, 1, "ROLE5@asha.example"), 303);

	assert_string_equal(t_header(t, "Location"),
	    t_fmt(t, CONTACT_PERSON_PATH, person(t, 1)));
	assert_int_equal(linked(t, 1), user(t, ROLE_AGENT));
	assert_int_equal(events(t, "contact.link", 1), 1);
	t->cx.actor.permission_bits = role_default_bits(ROLE_ADMIN);
	assert_int_equal(membership_load_user(&t->cx, user(t, ROLE_AGENT), &m), ERR_OK);
	assert_int_equal(m.person_id, person(t, 1));
	assert_string_equal(m.person_name, "Person 2 of asha");
	t_get(t, path_to(t, 1, ""));
	assert_string_equal(t_view(t, "Data.user.role"), "Agent");
	assert_string_equal(t_view(t, "Data.user.linked_by"), "Billing");
	assert_int_equal(t_number(t, t_fmt(t, "SELECT version FROM contact_person WHERE id = %lld",
	    person(t, 1))), 1);

	assert_int_equal(link_by(t, 1, "role5@asha.example"), 303);
	assert_int_equal(events(t, "contact.link", 1), 1);
}

static void
test_contact_user__refuses_in_words_and_keeps_what_was_typed(void **state)
{
	static const struct {
		const char *email, *said;
	} cases[] = {
		{ "", "Enter the email address" },
		{ "nobody@asha.example", "Nobody signs in to Asha Traders" },
		{ "role1@binary.example", "Nobody signs in to Asha Traders" },
		{ "role5@asha.example", "Person 1 of asha already" },
	};
	struct t *t = *state;
	size_t i;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(link_by(t, 0, "role5@asha.example"), 303);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  case %zu\n", i);
		assert_int_equal(link_by(t, 1, cases[i].email), 422);
		assert_non_null(strstr(t_view(t, "Form.email.error"), cases[i].said));
		assert_string_equal(t_view(t, "Form.email.value"), cases[i].email);
		assert_int_equal(linked(t, 1), 0);
	}
}

static void
test_contact_user__of_two_at_once_the_second_is_told(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(link_by(t, 1, "role5@asha.example"), 303);

	assert_int_equal(link_by(t, 1, "role4@asha.example"), 409);
	assert_int_equal(linked(t, 1), user(t, ROLE_AGENT));
	assert_int_equal(t_post(t, path_to(t, 1, "/unlink"), "user",
	    t_fmt(t, "%lld", (long long)user(t, ROLE_MANAGER)), NULL), 409);
	assert_int_equal(linked(t, 1), user(t, ROLE_AGENT));
}

static void
test_contact_user__unlinks_and_does_not_ask_again(void **state)
{
	struct t *t = *state;
	const char *id = t_fmt(t, "%lld", (long long)user(t, ROLE_AGENT));

	share_address(t, ROLE_AGENT, 1);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(link_by(t, 1, "person2@asha.example"), 303);
	assert_int_equal(t_post(t, path_to(t, 1, "/unlink"), "user", id, NULL), 303);

	assert_int_equal(linked(t, 1), 0);
	assert_int_equal(events(t, "contact.unlink", 1), 1);
	t_get(t, path_to(t, 1, ""));
	assert_string_equal(t_view(t, "Data.same.name"), "");
	assert_int_equal(t_post(t, path_to(t, 1, "/unlink"), "user", id, NULL), 303);
	assert_int_equal(events(t, "contact.unlink", 1), 1);
}

static void
test_contact_user__no_is_kept(void **state)
{
	struct t *t = *state;
	const char *id = t_fmt(t, "%lld", (long long)user(t, ROLE_AGENT));

	share_address(t, ROLE_AGENT, 1);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_post(t, path_to(t, 1, "/other"), "user", id, NULL), 303);
	assert_int_equal(t_post(t, path_to(t, 1, "/other"), "user", id, NULL), 303);

	assert_int_equal(events(t, "contact.not_user", 1), 1);
	t_get(t, path_to(t, 1, ""));
	assert_string_equal(t_view(t, "Data.same.name"), "");
	assert_int_equal(t_post(t, path_to(t, 1, "/other"), "user", "987654", NULL), 404);
}

static void
test_contact_user__is_of_one_account(void **state)
{
	struct t *t = *state;
	const char *foreign = t_fmt(t, HERE "/%lld", (long long)t->accounts[1].people[1]);

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_get(t, foreign), 404);
	assert_int_equal(t_post(t, foreign, "email", "role5@asha.example", NULL), 404);
	t_as(t, 0, ROLE_MANAGER);
	assert_int_equal(t_get(t, path_to(t, 1, "")), 403);
	assert_int_equal(link_by(t, 1, "role5@asha.example"), 403);
}

static void
test_contact_user__ends_with_the_person_and_with_the_membership(void **state)
{
	struct t *t = *state;
	struct problems p;

	problems_init(&p, t->mem);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(link_by(t, 1, "role5@asha.example"), 303);
	assert_int_equal(link_by(t, 2, "role4@asha.example"), 303);

	assert_int_equal(contact_person_remove(&t->cx, person(t, 1), 1, &p), ERR_OK);
	assert_int_equal(events(t, "contact.unlink", 1), 1);
	assert_int_equal(contact_user_leave(&t->cx, user(t, ROLE_AGENT)), ERR_OK);

	assert_int_equal(db_exec(t->cx.db, NULL, "DELETE FROM membership WHERE user_id = ?",
	    V(user(t, ROLE_MANAGER))), ERR_REFUSED);
	assert_true(db_refused_by(t->cx.db, "contact_person_membership"));
	assert_int_equal(contact_user_leave(&t->cx, user(t, ROLE_MANAGER)), ERR_OK);
	assert_int_equal(events(t, "contact.unlink", 2), 1);
	assert_int_equal(linked(t, 2), 0);
}

static void
test_contact_user__a_user_says_so_of_nobody_else(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(contact_self_agree(&t->cx, person(t, 1)), ERR_MISSING);
	assert_int_equal(contact_self_deny(&t->cx, person(t, 1)), ERR_MISSING);

	share_address(t, ROLE_AGENT, 1);
	assert_int_equal(contact_self_agree(&t->cx, person(t, 2)), ERR_MISSING);
	assert_int_equal(contact_self_agree(&t->cx, person(t, 1)), ERR_OK);
	assert_int_equal(contact_self_agree(&t->cx, person(t, 1)), ERR_OK);
	assert_int_equal(linked(t, 1), user(t, ROLE_AGENT));
	assert_int_equal(events(t, "contact.link", 1), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)
		TEST(test_contact_user__suggests_who_has_the_same_address_and_links_nothing),
		TEST(test_contact_user__suggests_nobody_without_proof),
		TEST(test_contact_user__links_and_says_so_on_both_pages),
		TEST(test_contact_user__refuses_in_words_and_keeps_what_was_typed),
		TEST(test_contact_user__of_two_at_once_the_second_is_told),
		TEST(test_contact_user__unlinks_and_does_not_ask_again),
		TEST(test_contact_user__no_is_kept),
		TEST(test_contact_user__is_of_one_account),
		TEST(test_contact_user__ends_with_the_person_and_with_the_membership),
		TEST(test_contact_user__a_user_says_so_of_nobody_else),
#undef TEST
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
