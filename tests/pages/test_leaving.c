#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <string.h>

#include "domain/leaving.h"

#define HERE "/manage/leaving"

static long long
person(struct t *t, int n)
{
	return (long long)t->accounts[0].people[n];
}

static int64_t
user(struct t *t, enum role_id role)
{
	return t->accounts[0].users[role];
}

static long long
member(struct t *t, enum role_id role)
{
	return (long long)t_number(t, t_fmt(t, "SELECT id FROM membership WHERE user_id = %lld"
	    " AND account_id = %lld", (long long)user(t, role), (long long)t->accounts[0].id));
}

static char *
user_path(struct t *t, enum role_id role)
{
	return t_fmt(t, HERE "/user/%lld", member(t, role));
}

static char *
contact_path(struct t *t, int n)
{
	return t_fmt(t, HERE "/contact/%lld", person(t, n));
}

static void
run(struct t *t, const char *sql)
{
	assert_int_equal(db_exec(t->worker.db, NULL, mem_dup(t->mem, sql)), ERR_OK);
}

/* Lets a role do this too; ticks are bits of the permissions. */
static void
let(struct t *t, enum role_id role, long long ticks)
{
	run(t, t_fmt(t, "UPDATE role SET permission_bits = permission_bits | %lld WHERE id = %d",
	    ticks, (int)role));
}

/* Contact person n is this user. */
static void
link_user(struct t *t, enum role_id role, int n)
{
	run(t, t_fmt(t, "UPDATE contact_person SET user_id = %lld, linked_by = 'Test',"
	    " linked_at = 1 WHERE id = %lld", (long long)user(t, role), person(t, n)));
}

static void
give_extension(struct t *t, enum role_id role, const char *extension)
{
	run(t, t_fmt(t, "UPDATE membership SET extension = '%s', takes_calls = 1 WHERE id = %lld",
	    extension, member(t, role)));
}

static int64_t
count(struct t *t, const char *what)
{
	return t_number(t, t_fmt(t, "SELECT COUNT(*) FROM %s", what));
}

static int64_t
events(struct t *t, const char *action)
{
	return count(t, t_fmt(t, "audit_event WHERE action = '%s'", action));
}

/* Confirms at once; the rest as the form has it. */
static int
leave(struct t *t, const char *path, const char *replacement, const char *taker)
{
	return t_post(t, path, "version", "1", "person_version", "1", "replacement", replacement,
	    "taker", taker, "confirmed", "1", NULL);
}

/* All that a leaving could have changed. */
static int64_t
rows(struct t *t)
{
	return count(t, "membership") * 1000000 + count(t, "contact_person") * 10000 +
	    count(t, "audit_event") + count(t, "outbox") +
	    t_number(t, "SELECT SUM(version) FROM contact_person");
}

static void
test_leaving__shows_everything_tied_to_a_user(void **state)
{
	struct t *t = *state;

	link_user(t, ROLE_AGENT, 1);
	give_extension(t, ROLE_AGENT, "204");
	t_as(t, 0, ROLE_AGENT);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_get(t, user_path(t, ROLE_AGENT)), 200);

	assert_in_range(t->statements, 1, 3);
	assert_string_equal(t_view(t, "Page.title"), "Agent leaves");
	assert_string_equal(t_view(t, "Data.member.role"), "Agent");
	assert_string_equal(t_view(t, "Data.member.sessions"), "1");
	assert_string_equal(t_view(t, "Data.member.extension"), "204");
	assert_string_equal(t_view(t, "Data.person.name"), "Person 2 of asha");
	assert_string_equal(t_view(t, "Data.bar"), "");
	assert_string_equal(t_view(t, "Data.offered"), "2");
	assert_string_equal(t_view(t, "Form.replacement.choices.0.label"),
	    "Person 1 of asha (person1@asha.example), the Primary contact");
	assert_string_equal(t_view(t, "Form.replacement.choices.1.label"),
	    "Person 3 of asha (person3@asha.example)");
}

static void
test_leaving__shows_everything_tied_to_a_contact_person(void **state)
{
	struct t *t = *state;

	link_user(t, ROLE_AGENT, 1);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_get(t, contact_path(t, 1)), 200);
	assert_in_range(t->statements, 1, 3);
	assert_string_equal(t_view(t, "Data.member.name"), "Agent");

	assert_int_equal(t_get(t, contact_path(t, 2)), 200);
	assert_in_range(t->statements, 1, 3);
	assert_string_equal(t_view(t, "Data.member"), "");
	assert_string_equal(t_view(t, "Data.person.name"), "Person 3 of asha");
}

/* The first sending does nothing but show what will be. */
static void
test_leaving__asks_before_it_does_anything(void **state)
{
	struct t *t = *state;
	const char *other = t_fmt(t, "%lld", person(t, 2));
	int64_t before;

	link_user(t, ROLE_AGENT, 1);
	give_extension(t, ROLE_AGENT, "204");
	t_as(t, 0, ROLE_ADMIN);
	before = rows(t);
	assert_int_equal(t_post(t, user_path(t, ROLE_AGENT), "version", "1", "person_version", "1",
	    "replacement", other, "taker", "role4@asha.example", NULL), 200);

	assert_string_equal(t_view(t, "Page.title"), "Agent leaves: is this right?");
	assert_string_equal(t_view(t, "Data.replacement.name"), "Person 3 of asha");
	assert_string_equal(t_view(t, "Data.replacement.version"), "1");
	assert_string_equal(t_view(t, "Data.taker"), "role4@asha.example");
	assert_int_equal(rows(t), before);
	assert_int_equal(t_get(t, t_fmt(t, "%s/preview", user_path(t, ROLE_AGENT))), 303);
}

static void
test_leaving__carries_all_of_it_out_at_once(void **state)
{
	struct t *t = *state;
	long long id = member(t, ROLE_AGENT), taker = member(t, ROLE_MANAGER);
	const char *other = t_fmt(t, "%lld", person(t, 2));

	run(t, t_fmt(t, "UPDATE contact_person SET category_bits = 8 WHERE id = %lld",
	    person(t, 1)));
	link_user(t, ROLE_AGENT, 1);
	give_extension(t, ROLE_AGENT, "204");
	t_as(t, 0, ROLE_AGENT);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(leave(t, user_path(t, ROLE_AGENT), other, "Role4@asha.example"), 303);

	assert_int_equal(count(t, t_fmt(t, "membership WHERE id = %lld", id)), 0);
	assert_int_equal(count(t, t_fmt(t, "session WHERE user_id = %lld AND ended_at IS NULL",
	    (long long)user(t, ROLE_AGENT))), 0);
	assert_int_equal(count(t, t_fmt(t, "contact_person WHERE id = %lld", person(t, 1))), 0);
	assert_int_equal(count(t, t_fmt(t, "contact_person WHERE id = %s"
	    " AND category_bits & 8 = 8", other)), 1);
	assert_int_equal(count(t, t_fmt(t, "membership WHERE id = %lld AND extension = '204'"
	    " AND takes_calls = 1", taker)), 1);
	assert_string_equal(t_text(t, "SELECT GROUP_CONCAT(template, ' ', recipient"
	    " ORDER BY id SEPARATOR '; ') FROM outbox WHERE template <> 'prove-address'"),
	    "membership-removed role5@asha.example; took-over person3@asha.example; "
	    "took-over role4@asha.example");
}

/* One event groups those of its parts, which say the same request. */
static void
test_leaving__is_one_event_with_a_page_that_links_to_each_change(void **state)
{
	struct t *t = *state;
	const char *other = t_fmt(t, "%lld", person(t, 2));
	const char *done;

	run(t, t_fmt(t, "UPDATE contact_person SET category_bits = 8 WHERE id = %lld",
	    person(t, 1)));
	link_user(t, ROLE_AGENT, 1);
	give_extension(t, ROLE_AGENT, "204");
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(leave(t, user_path(t, ROLE_AGENT), other, "role4@asha.example"), 303);
	done = mem_dup(t->mem, t_header(t, "Location"));

	assert_int_equal(events(t, LEAVING_EVENT), 1);
	assert_string_equal(t_text(t, "SELECT GROUP_CONCAT(action ORDER BY id) FROM audit_event"
	    " WHERE request_id = (SELECT request_id FROM audit_event WHERE action = 'person.left')"),
	    "contact.update,contact.unlink,contact.left,membership.remove,membership.update,"
	    "person.left");
	assert_int_equal(t_get(t, done), 200);
	assert_in_range(t->statements, 1, 3);
	assert_string_equal(t_view(t, "Page.title"), "Agent has left");
	assert_string_equal(t_view(t, "Data.changes.0.name"), "Person 3 of asha");
	assert_string_equal(t_view(t, "Data.changes.0.link"),
	    t_fmt(t, "/manage/business-profile/contact-persons/%s", other));
	assert_string_equal(t_view(t, "Data.changes.2.link"), "");
	assert_string_equal(t_view(t, "Data.changes.4.link"),
	    t_fmt(t, "/manage/users/%lld", member(t, ROLE_MANAGER)));
	assert_string_equal(t_view(t, "Data.changes.5.name"), "");
	t_as(t, 1, ROLE_SUPER_ADMIN);
	assert_int_equal(t_get(t, done), 404);
	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, done), 403);
}

static void
test_leaving__of_two_at_once_the_second_is_shown_what_was_done(void **state)
{
	struct t *t = *state;
	const char *path = user_path(t, ROLE_AGENT), *done;

	link_user(t, ROLE_AGENT, 1);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(leave(t, path, "", ""), 303);
	done = mem_dup(t->mem, t_header(t, "Location"));
	t_as(t, 0, ROLE_SUPER_ADMIN);

	assert_int_equal(leave(t, path, "", ""), 303);
	assert_string_equal(t_header(t, "Location"), done);
	assert_int_equal(leave(t, contact_path(t, 1), "", ""), 303);
	assert_string_equal(t_header(t, "Location"), done);
	assert_int_equal(events(t, LEAVING_EVENT), 1);
	t_keep_cookies(t);
	t_get(t, done);
	assert_non_null(strstr(t_view(t, "Page.flash.text"), "carried out already"));
}

/* Who took over somebody's part, and was removed since, has not left with that one. */
static void
test_leaving__of_another_is_not_taken_for_ones_own(void **state)
{
	struct t *t = *state;
	const char *other = t_fmt(t, "%lld", person(t, 2));
	const char *path = contact_path(t, 2);

	run(t, t_fmt(t, "UPDATE contact_person SET category_bits = 8 WHERE id = %lld",
	    person(t, 1)));
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(leave(t, contact_path(t, 1), other, ""), 303);
	run(t, t_fmt(t, "DELETE FROM contact_person WHERE id = %s", other));
	assert_int_equal(leave(t, path, "", ""), 404);
}

/* Who saved something in between is not passed over. */
static void
test_leaving__a_later_save_is_a_conflict(void **state)
{
	static const struct {
		const char *version, *person_version, *replacement_version;
	} cases[] = { { "2", "1", "1" }, { "1", "2", "1" }, { "1", "1", "2" } };
	struct t *t = *state;
	int64_t before;
	size_t i;

	link_user(t, ROLE_AGENT, 1);
	t_as(t, 0, ROLE_ADMIN);
	before = rows(t);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  case %zu\n", i);
		assert_int_equal(t_post(t, user_path(t, ROLE_AGENT), "version", cases[i].version,
		    "person_version", cases[i].person_version, "replacement_version",
		    cases[i].replacement_version, "replacement", t_fmt(t, "%lld", person(t, 2)),
		    "confirmed", "1", NULL), 409);
		assert_int_equal(rows(t), before);
	}
}

static void
expect_refusal(struct t *t, const char *path, const char *replacement, const char *taker,
    const char *field, const char *said)
{
	int64_t before = rows(t);

	assert_int_equal(leave(t, path, replacement, taker), 422);
	print_message("  %s\n", t_view(t, "Page.problems.0.text"));
	assert_string_equal(t_view(t, "Page.problems.0.field"), field);
	assert_non_null(strstr(t_view(t, "Page.problems.0.text"), said));
	assert_string_equal(t_view(t, "Form.taker.value"), taker);
	assert_int_equal(rows(t), before);
}

static void
test_leaving__refuses_whom_the_actor_may_not_act_on(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	expect_refusal(t, user_path(t, ROLE_ADMIN), "", "", "", "This is you");
	expect_refusal(t, user_path(t, ROLE_SUPER_ADMIN), "", "", "", "not below your own role");
	link_user(t, ROLE_SUPER_ADMIN, 1);
	expect_refusal(t, contact_path(t, 1), "", "", "", "not below your own role");
	t_get(t, user_path(t, ROLE_SUPER_ADMIN));
	assert_string_not_equal(t_view(t, "Data.bar"), "");

	t_as(t, 0, ROLE_SUPER_ADMIN);
	expect_refusal(t, user_path(t, ROLE_SUPER_ADMIN), "", "", "", "This is you");
	expect_refusal(t, contact_path(t, 1), "", "", "", "This is you");
}

static void
test_leaving__refuses_a_replacement_who_cannot_receive(void **state)
{
	struct t *t = *state;
	const char *other = t_fmt(t, "%lld", person(t, 2));

	t_as(t, 0, ROLE_SUPER_ADMIN);
	expect_refusal(t, contact_path(t, 0), "", "", "replacement", "there has to be one");
	expect_refusal(t, contact_path(t, 0), t_fmt(t, "%lld", person(t, 0)), "", "replacement",
	    "not listed any more");
	expect_refusal(t, contact_path(t, 0),
	    t_fmt(t, "%lld", (long long)t->accounts[1].people[1]), "", "replacement",
	    "not listed any more");
	run(t, "UPDATE contact_address SET state = 'unverified', proven_at = NULL");
	expect_refusal(t, contact_path(t, 0), other, "", "replacement", "not verified yet");
	expect_refusal(t, contact_path(t, 1), other, "", "replacement", "not verified yet");
	run(t, "UPDATE contact_person SET withdrawn_at = 1");
	expect_refusal(t, contact_path(t, 0), other, "", "replacement", "does not want");
	t_get(t, contact_path(t, 0));
	assert_string_equal(t_view(t, "Data.offered"), "0");
}

static void
test_leaving__refuses_a_taker_who_cannot_be_called(void **state)
{
	static const struct {
		const char *email, *said;
	} cases[] = {
		{ "nobody@asha.example", "Nobody signs in to Asha Traders" },
		{ "owner@binary.example", "Nobody signs in to Asha Traders" },
		{ "role5@asha.example", "is who leaves" },
		{ "role3@asha.example", "is suspended" },
		{ "role4@asha.example", "has the extension 201 already" },
		{ "owner@asha.example", "not below your own role" },
	};
	struct t *t = *state;
	size_t i;

	give_extension(t, ROLE_AGENT, "204");
	give_extension(t, ROLE_MANAGER, "201");
	run(t, t_fmt(t, "UPDATE membership SET state = 'suspended' WHERE id = %lld",
	    member(t, ROLE_BILLING)));
	t_as(t, 0, ROLE_ADMIN);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect_refusal(t, user_path(t, ROLE_AGENT), "", cases[i].email, "taker",
		    cases[i].said);
}

/* Half is done by who may only half, and the page says what stays. */
static void
test_leaving__each_half_is_for_who_may_do_it(void **state)
{
	struct t *t = *state;

	link_user(t, ROLE_AGENT, 1);
	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, user_path(t, ROLE_AGENT)), 403);
	assert_int_equal(t_get(t, contact_path(t, 1)), 200);
	assert_string_equal(t_view(t, "Data.may_access"), "");
	assert_non_null(strstr(t_page(t), "Not included:"));
	assert_int_equal(leave(t, contact_path(t, 1), "", ""), 303);
	assert_int_equal(count(t, t_fmt(t, "membership WHERE id = %lld",
	    member(t, ROLE_AGENT))), 1);
	assert_int_equal(count(t, t_fmt(t, "contact_person WHERE id = %lld", person(t, 1))), 0);

	link_user(t, ROLE_AGENT, 2);
	run(t, t_fmt(t, "UPDATE role SET permission_bits = %lld WHERE id = %d",
	    (1LL << PERM_USER_EDIT) | (1LL << PERM_USER_VIEW), (int)ROLE_MANAGER));
	run(t, "UPDATE role SET copied_from = 2 WHERE id = 4");
	t_as(t, 0, ROLE_MANAGER);
	assert_int_equal(t_get(t, contact_path(t, 2)), 403);
	assert_int_equal(leave(t, user_path(t, ROLE_AGENT), "", ""), 303);
	assert_int_equal(count(t, t_fmt(t, "contact_person WHERE id = %lld AND user_id IS NULL",
	    person(t, 2))), 1);
}

/* Contact persons are named in what is done, but have a link only for who may see them. */
static void
test_leaving__leads_only_where_one_may_go(void **state)
{
	struct t *t = *state;

	link_user(t, ROLE_AGENT, 1);
	t_untick(t, 0, ROLE_ADMIN, PERM_CONTACT_EDIT);
	t_untick(t, 0, ROLE_ADMIN, PERM_CONTACT_VIEW);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_get(t, user_path(t, ROLE_AGENT)), 200);
	assert_null(strstr(t_page(t), "/manage/business-profile"));
	assert_int_equal(leave(t, user_path(t, ROLE_AGENT), "", ""), 303);
	assert_int_equal(t_get(t, mem_dup(t->mem, t_header(t, "Location"))), 200);
	assert_null(strstr(t_page(t), "/manage/business-profile"));
}

/* Who may not see the user is not told that there is none, in whichever department it is. */
static void
test_leaving__does_not_deny_a_user_who_may_not_be_seen(void **state)
{
	static const char *const departments[] = { "Sales", "Support", "" };
	struct t *t = *state;
	size_t i;

	link_user(t, ROLE_AGENT, 1);
	t_as(t, 0, ROLE_BILLING);
	for (i = 0; i < sizeof(departments) / sizeof(departments[0]); i++) {
		print_message("  department \"%s\"\n", departments[i]);
		run(t, t_fmt(t, "UPDATE membership SET department = '%s' WHERE id = %lld",
		    departments[i], member(t, ROLE_AGENT)));
		assert_int_equal(t_get(t, contact_path(t, 1)), 200);
		assert_string_equal(t_view(t, "Data.is_user"), "1");
		assert_string_equal(t_view(t, "Data.member"), "");
		assert_non_null(strstr(t_page(t), "Signs in to this account."));
		assert_non_null(strstr(t_page(t), "Not included:"));
		assert_int_equal(t_post(t, contact_path(t, 1), "person_version", "1", NULL), 200);
		assert_non_null(strstr(t_page(t), "Not included:"));
	}
}

/* May change users, but sees one department only: what is out of sight stays, and that is said. */
static void
test_leaving__keeps_the_access_of_another_department(void **state)
{
	struct t *t = *state;

	link_user(t, ROLE_AGENT, 1);
	run(t, t_fmt(t, "UPDATE membership SET department = 'Support' WHERE id = %lld",
	    member(t, ROLE_AGENT)));
	let(t, ROLE_MANAGER, (1LL << PERM_USER_EDIT) | (1LL << PERM_CONTACT_EDIT));
	t_as(t, 0, ROLE_MANAGER);
	assert_int_equal(t_get(t, contact_path(t, 1)), 200);
	assert_string_equal(t_view(t, "Data.is_user"), "1");
	assert_non_null(strstr(t_page(t), "Not included:"));

	assert_int_equal(leave(t, contact_path(t, 1), "", ""), 303);
	assert_int_equal(count(t, t_fmt(t, "membership WHERE id = %lld",
	    member(t, ROLE_AGENT))), 1);
}

/* What was done is for who sees the department that was left. */
static void
test_leaving__done_is_shown_to_who_sees_the_department(void **state)
{
	static const struct {
		enum role_id leaver;
		const char *department;
		int status;
	} cases[] = { { ROLE_AGENT, "Support", 404 }, { ROLE_BILLING, "Sales", 200 } };
	struct t *t = *state;
	const char *done;
	size_t i;

	let(t, ROLE_MANAGER, 1LL << PERM_USER_EDIT);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  department \"%s\"\n", cases[i].department);
		run(t, t_fmt(t, "UPDATE membership SET department = '%s' WHERE id = %lld",
		    cases[i].department, member(t, cases[i].leaver)));
		t_as(t, 0, ROLE_ADMIN);
		assert_int_equal(leave(t, user_path(t, cases[i].leaver), "", ""), 303);
		done = mem_dup(t->mem, t_header(t, "Location"));
		assert_int_equal(t_get(t, done), 200);
		t_as(t, 0, ROLE_MANAGER);
		assert_int_equal(t_get(t, done), cases[i].status);
	}
	run(t, t_fmt(t, "UPDATE membership SET department = '' WHERE id = %lld",
	    member(t, ROLE_MANAGER)));
	assert_int_equal(t_get(t, done), 404);
}

/* Begun from the contact person: what became of the access is not for all who see the rest. */
static void
test_leaving__done_of_a_contact_person_shows_the_access_to_who_sees_users(void **state)
{
	static const struct {
		enum role_id reader;
		const char *department;		/* the reader's */
		bool is_shown;
	} cases[] = {
		{ ROLE_ADMIN, "", true },
		{ ROLE_MANAGER, "Support", true },
		{ ROLE_MANAGER, "Sales", false },
		{ ROLE_BILLING, "Support", false },	/* sees no users */
	};
	struct t *t = *state;
	const char *done;
	size_t i;

	link_user(t, ROLE_AGENT, 1);
	give_extension(t, ROLE_AGENT, "204");
	let(t, ROLE_MANAGER, 1LL << PERM_CONTACT_EDIT);
	run(t, t_fmt(t, "UPDATE membership SET department = 'Support' WHERE id = %lld",
	    member(t, ROLE_AGENT)));
	t_as(t, 0, ROLE_AGENT);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(leave(t, contact_path(t, 1), t_fmt(t, "%lld", person(t, 2)),
			     t_text(t, t_fmt(t, "SELECT email FROM user WHERE id = %lld",
				 (long long)user(t, ROLE_BILLING)))), 303);
	done = mem_dup(t->mem, t_header(t, "Location"));
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  role %d of \"%s\"\n", (int)cases[i].reader,
		    cases[i].department);
		run(t, t_fmt(t, "UPDATE membership SET department = '%s' WHERE id = %lld",
		    cases[i].department, member(t, cases[i].reader)));
		t_as(t, 0, cases[i].reader);
		assert_int_equal(t_get(t, done), 200);
		assert_in_range(t->statements, 1, 3);
		assert_string_equal(t_view(t, "Page.title"), "Person 2 of asha has left");
		assert_non_null(strstr(t_page(t), "<span class=\"note\">Contact person</span>"));
		assert_int_equal(strstr(t_page(t), "The access as Agent") != NULL,
		    cases[i].is_shown);
		assert_int_equal(strstr(t_page(t), "one session") != NULL, cases[i].is_shown);
		assert_int_equal(strstr(t_page(t), "<span class=\"note\">User</span>") != NULL,
		    cases[i].is_shown);
	}
}

/* So with an invitation, which has a department of its own; none is nobody's own. */
static void
test_leaving__done_shows_an_invitation_to_who_sees_its_department(void **state)
{
	static const struct {
		enum role_id reader;
		const char *department;		/* the reader's */
		bool is_shown;
	} cases[] = {
		{ ROLE_ADMIN, "", true },
		{ ROLE_MANAGER, "Support", true },
		{ ROLE_MANAGER, "Sales", false },
		{ ROLE_MANAGER, "", false },
		{ ROLE_BILLING, "Support", false },
	};
	struct t *t = *state;
	const char *done;
	size_t i;

	run(t, t_fmt(t, "UPDATE invitation SET email = 'person2@asha.example',"
	    " department = 'Support' WHERE id = %lld", (long long)t->accounts[0].invitation));
	let(t, ROLE_MANAGER, (1LL << PERM_CONTACT_EDIT) | (1LL << PERM_USER_EDIT));
	run(t, t_fmt(t, "UPDATE membership SET department = 'Support' WHERE id = %lld",
	    member(t, ROLE_MANAGER)));
	t_as(t, 0, ROLE_MANAGER);
	assert_int_equal(leave(t, contact_path(t, 1), "", ""), 303);
	assert_int_equal(count(t, "invitation WHERE state = 'cancelled'"), 1);
	done = mem_dup(t->mem, t_header(t, "Location"));
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  role %d of \"%s\"\n", (int)cases[i].reader,
		    cases[i].department);
		run(t, t_fmt(t, "UPDATE membership SET department = '%s' WHERE id = %lld",
		    cases[i].department, member(t, cases[i].reader)));
		t_as(t, 0, cases[i].reader);
		assert_int_equal(t_get(t, done), 200);
		assert_int_equal(strstr(t_page(t), ">Invitation</span>") != NULL,
		    cases[i].is_shown);
		assert_non_null(strstr(t_page(t), ">Contact person</span>"));
	}
}

/* An invitation into a department that one does not see stays, and that is said. */
static void
test_leaving__keeps_an_invitation_into_another_department(void **state)
{
	struct t *t = *state;

	run(t, t_fmt(t, "UPDATE invitation SET email = 'person2@asha.example',"
	    " department = 'Support' WHERE id = %lld", (long long)t->accounts[0].invitation));
	let(t, ROLE_MANAGER, (1LL << PERM_USER_EDIT) | (1LL << PERM_CONTACT_EDIT));
	t_as(t, 0, ROLE_MANAGER);
	t_get(t, contact_path(t, 1));
	assert_non_null(strstr(t_page(t), "Not included:</b> the invitation"));
	assert_int_equal(leave(t, contact_path(t, 1), "", ""), 303);
	assert_int_equal(count(t, "invitation WHERE state = 'cancelled'"), 0);
}

static void
test_leaving__a_contact_person_who_is_no_user(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(leave(t, contact_path(t, 1), t_fmt(t, "%lld", person(t, 2)), ""), 303);

	assert_int_equal(strncmp(t_header(t, "Location"), HERE "/done/contact/", 27), 0);
	assert_int_equal(count(t, "outbox WHERE template = 'contact-left'"
	    " AND recipient = 'person2@asha.example'"), 1);
	assert_int_equal(t_get(t, mem_dup(t->mem, t_header(t, "Location"))), 200);
	assert_string_equal(t_view(t, "Page.title"), "Person 2 of asha has left");
}

/* The same address says nothing by itself; a tick says that it is the same person. */
static void
test_leaving__the_same_address_goes_along_where_that_is_ticked(void **state)
{
	struct t *t = *state;

	run(t, t_fmt(t, "UPDATE user SET email = 'person2@asha.example' WHERE id = %lld",
	    (long long)user(t, ROLE_AGENT)));
	run(t, t_fmt(t, "UPDATE user SET email = 'person3@asha.example' WHERE id = %lld",
	    (long long)user(t, ROLE_BILLING)));
	t_as(t, 0, ROLE_ADMIN);
	t_get(t, user_path(t, ROLE_AGENT));
	assert_string_equal(t_view(t, "Data.same.name"), "Person 2 of asha");
	assert_int_equal(t_post(t, user_path(t, ROLE_AGENT), "version", "1", NULL), 200);
	assert_non_null(strstr(t_page(t), "The contact person Person 2 of asha stays"));
	assert_int_equal(leave(t, user_path(t, ROLE_AGENT), "", ""), 303);
	assert_int_equal(count(t, t_fmt(t, "contact_person WHERE id = %lld", person(t, 1))), 1);

	assert_int_equal(t_post(t, user_path(t, ROLE_BILLING), "version", "1", "person_version",
	    "2", "same", "yes", "confirmed", "1", NULL), 409);
	assert_int_equal(t_post(t, user_path(t, ROLE_BILLING), "version", "1", "person_version",
	    "1", "same", "yes", "confirmed", "1", NULL), 303);
	assert_int_equal(count(t, t_fmt(t, "contact_person WHERE id = %lld", person(t, 2))), 0);
}

/* The user signs in with the proven address of contact person n, and nobody has linked them. */
static void
give_address(struct t *t, enum role_id role, int n)
{
	run(t, t_fmt(t, "UPDATE user SET email = 'person%d@asha.example' WHERE id = %lld", n + 1,
	    (long long)user(t, role)));
}

/* The same, begun from the contact person. */
static void
test_leaving__a_contact_person_with_the_address_of_a_user_is_asked_about(void **state)
{
	struct t *t = *state;
	long long id = member(t, ROLE_AGENT);

	give_address(t, ROLE_AGENT, 1);
	t_as(t, 0, ROLE_AGENT);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_get(t, contact_path(t, 1)), 200);
	assert_in_range(t->statements, 1, 3);
	assert_string_equal(t_view(t, "Data.same_user.name"), "Agent");
	assert_string_equal(t_view(t, "Data.same_member.sessions"), "1");
	assert_string_equal(t_view(t, "Data.member"), "");
	assert_string_equal(t_view(t, "Form.version.value"), "1");
	assert_null(strstr(t_page(t), "Not known to sign in here"));
	assert_null(strstr(t_page(t), "Not included:"));

	assert_int_equal(t_post(t, contact_path(t, 1), "version", "1", "person_version", "1",
	    NULL), 200);
	assert_string_equal(t_view(t, "Data.member"), "");
	assert_non_null(strstr(t_page(t), "The sign-in of Agent stays"));
	assert_int_equal(t_post(t, contact_path(t, 1), "version", "1", "person_version", "1",
	    "same", "yes", NULL), 200);
	assert_string_equal(t_view(t, "Data.member.role"), "Agent");
	assert_int_equal(t_post(t, contact_path(t, 1), "version", "2", "person_version", "1",
	    "same", "yes", "confirmed", "1", NULL), 409);
	assert_int_equal(t_post(t, contact_path(t, 1), "version", "1", "person_version", "1",
	    "same", "yes", "confirmed", "1", NULL), 303);

	assert_int_equal(count(t, t_fmt(t, "membership WHERE id = %lld", id)), 0);
	assert_int_equal(count(t, t_fmt(t, "session WHERE user_id = %lld AND ended_at IS NULL",
	    (long long)user(t, ROLE_AGENT))), 0);
	assert_int_equal(count(t, t_fmt(t, "contact_person WHERE id = %lld", person(t, 1))), 0);
}

/* Without the tick it is somebody else, who stays. */
static void
test_leaving__a_user_with_the_address_stays_where_nothing_is_ticked(void **state)
{
	struct t *t = *state;

	give_address(t, ROLE_AGENT, 1);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(leave(t, contact_path(t, 1), "", ""), 303);
	assert_int_equal(count(t, t_fmt(t, "contact_person WHERE id = %lld", person(t, 1))), 0);
	assert_int_equal(count(t, t_fmt(t, "membership WHERE id = %lld",
	    member(t, ROLE_AGENT))), 1);
}

/* The tick gives no right: neither above oneself, nor over oneself, nor without the permission. */
static void
test_leaving__the_tick_gives_no_right_over_a_user(void **state)
{
	struct t *t = *state;
	int64_t members = count(t, "membership");

	give_address(t, ROLE_SUPER_ADMIN, 1);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_post(t, contact_path(t, 1), "version", "1", "person_version", "1",
	    "same", "yes", "confirmed", "1", NULL), 422);
	assert_non_null(strstr(t_view(t, "Page.problems.0.text"), "not below your own role"));
	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(t_post(t, contact_path(t, 1), "version", "1", "person_version", "1",
	    "same", "yes", "confirmed", "1", NULL), 422);
	assert_non_null(strstr(t_view(t, "Page.problems.0.text"), "This is you"));

	t_as(t, 0, ROLE_BILLING);
	t_get(t, contact_path(t, 1));
	assert_string_equal(t_view(t, "Data.same_member"), "");
	assert_non_null(strstr(t_page(t), "Not included:"));
	assert_int_equal(t_post(t, contact_path(t, 1), "version", "1", "person_version", "1",
	    "same", "yes", "confirmed", "1", NULL), 303);
	assert_int_equal(count(t, "membership"), members);
}

static void
test_leaving__an_open_invitation_is_cancelled(void **state)
{
	struct t *t = *state;

	run(t, t_fmt(t, "INSERT INTO invitation (account_id, email, name, role_id, invited_by,"
	    " asked_at, sent_at, expires_at) VALUES (%lld, 'Person2@asha.example', 'P', 5, %lld,"
	    " 1, 1, 2000000000)", (long long)t->accounts[0].id,
	    (long long)user(t, ROLE_ADMIN)));
	t_as(t, 0, ROLE_ADMIN);
	t_get(t, contact_path(t, 1));
	assert_in_range(t->statements, 1, 3);
	assert_string_equal(t_view(t, "Data.has_invitation"), "1");
	assert_int_equal(leave(t, contact_path(t, 1), "", ""), 303);
	assert_int_equal(count(t, "invitation WHERE state = 'cancelled'"), 1);
	assert_int_equal(events(t, "invitation.cancel"), 1);
}

/* Another Primary is confirmed by a code; until then nothing at all has happened. */
static void
test_leaving__the_primary_waits_for_a_code(void **state)
{
	struct t *t = *state;
	const char *other = t_fmt(t, "%lld", person(t, 2));
	int64_t left;

	link_user(t, ROLE_AGENT, 0);
	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(leave(t, user_path(t, ROLE_AGENT), other, ""), 303);
	assert_string_equal(t_header(t, "Location"), "/otp/left");
	left = events(t, LEAVING_EVENT);
	assert_int_equal(left, 0);
	assert_int_equal(count(t, t_fmt(t, "membership WHERE id = %lld",
	    member(t, ROLE_AGENT))), 1);
	assert_string_equal(t_text(t, "SELECT CONCAT(way, ': ', what) FROM step_up"),
	    "primary: end the access of Agent, who has left, and make Person 3 of asha "
	    "(person3@asha.example) the Primary contact");
	assert_int_equal(count(t, "outbox WHERE template = 'step-up'"), 0);

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(leave(t, user_path(t, ROLE_AGENT), other, ""), 303);
	assert_string_equal(t_header(t, "Location"), "/otp");
	assert_int_equal(count(t, "outbox WHERE template = 'step-up' AND channel = 'mail'"
	    " AND recipient = 'person1@asha.example'"), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)
		TEST(test_leaving__shows_everything_tied_to_a_user),
		TEST(test_leaving__shows_everything_tied_to_a_contact_person),
		TEST(test_leaving__asks_before_it_does_anything),
		TEST(test_leaving__carries_all_of_it_out_at_once),
		TEST(test_leaving__is_one_event_with_a_page_that_links_to_each_change),
		TEST(test_leaving__of_two_at_once_the_second_is_shown_what_was_done),
		TEST(test_leaving__of_another_is_not_taken_for_ones_own),
		TEST(test_leaving__a_later_save_is_a_conflict),
		TEST(test_leaving__refuses_whom_the_actor_may_not_act_on),
		TEST(test_leaving__refuses_a_replacement_who_cannot_receive),
		TEST(test_leaving__refuses_a_taker_who_cannot_be_called),
		TEST(test_leaving__each_half_is_for_who_may_do_it),
		TEST(test_leaving__leads_only_where_one_may_go),
		TEST(test_leaving__does_not_deny_a_user_who_may_not_be_seen),
		TEST(test_leaving__keeps_the_access_of_another_department),
		TEST(test_leaving__done_is_shown_to_who_sees_the_department),
		TEST(test_leaving__done_of_a_contact_person_shows_the_access_to_who_sees_users),
		TEST(test_leaving__done_shows_an_invitation_to_who_sees_its_department),
		TEST(test_leaving__keeps_an_invitation_into_another_department),
		TEST(test_leaving__a_contact_person_who_is_no_user),
		TEST(test_leaving__the_same_address_goes_along_where_that_is_ticked),
		TEST(test_leaving__a_contact_person_with_the_address_of_a_user_is_asked_about),
		TEST(test_leaving__a_user_with_the_address_stays_where_nothing_is_ticked),
		TEST(test_leaving__the_tick_gives_no_right_over_a_user),
		TEST(test_leaving__an_open_invitation_is_cancelled),
		TEST(test_leaving__the_primary_waits_for_a_code),
#undef TEST
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
