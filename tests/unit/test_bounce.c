/*
 * test_bounce: what a message that did not arrive changes: what became of it, the state of the
 * contact person's address, the history, and who is told.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <string.h>

#include "domain/bounce.h"

#define COUNT(list)	(sizeof(list) / sizeof((list)[0]))
#define NOW		1800000000	/* the harness's second */

static int
set_up(void **state)
{
	struct t *t;

	if (t_setup(state) != 0)
		return -1;
	t = *state;
	t->cx.actor.user_name = "courier";
	return 0;
}

static void
change(struct t *t, const char *sql)
{
	assert_int_equal(db_exec(t->worker.db, NULL, mem_dup(t->mem, sql)), ERR_OK);
}

/* A message to the person's email in use, in this state; which: the person, -1 nobody. */
static int64_t
message(struct t *t, int which, const char *state)
{
	struct t_account *a = &t->accounts[0];
	struct outbox_message m = { .contact_person_id = which < 0 ? 0 : a->people[which],
		.event = t_fmt(t, "bounce test %lld",
		    (long long)t_number(t, "SELECT COUNT(*) FROM outbox")),
		.channel = OUTBOX_MAIL, .category = "account", .template = "still-right" };
	int64_t id;

	m.recipient = which < 0 ? "ravi@elsewhere.example" : t_text(t,
	    t_fmt(t, "SELECT UPPER(address) FROM contact_address WHERE id = %lld",
	    (long long)a->addresses[which]));
	t->cx.actor.account_id = a->id;
	assert_int_equal(outbox_add(&t->cx, &m), ERR_OK);
	t->cx.actor.account_id = 0;
	id = db_insert_id(t->worker.db);
	change(t, t_fmt(t, "UPDATE outbox SET state = '%s' WHERE id = %lld", state,
	    (long long)id));
	return id;
}

static enum err
report(struct t *t, int64_t id, enum bounce_action action, const char *status)
{
	struct bounce_report r = { .message_id = id, .count = 1, .notes = {
		{ "other@name.example", "", action, status, "no such user" } } };

	return bounce_record(&t->cx, &r);
}

static const char *
address_state(struct t *t, int which)
{
	return t_text(t, t_fmt(t, "SELECT CONCAT(state, '|', reason) FROM contact_address"
	    " WHERE id = %lld", (long long)t->accounts[0].addresses[which]));
}

static const char *
message_state(struct t *t, int64_t id)
{
	return t_text(t, t_fmt(t, "SELECT CONCAT(state, '|', result) FROM outbox WHERE id = %lld",
	    (long long)id));
}

static int64_t
events(struct t *t, const char *action)
{
	return t_number(t, t_fmt(t, "SELECT COUNT(*) FROM audit_event WHERE action = '%s'"
	    " AND actor_name = 'courier' AND account_id = %lld", action,
	    (long long)t->accounts[0].id));
}

static int64_t
told(struct t *t)
{
	return t_number(t,
	    "SELECT COUNT(*) FROM outbox WHERE template = 'primary-unreachable'");
}

static void
verify_all(struct t *t)
{
	change(t, "UPDATE contact_address SET state = 'verified', proven_at = 1, reason = ''");
}

static void
test_bounce__what_each_status_changes(void **state)
{
	static const char policy[] = "blocked by the recipient's policy: no such user";
	static const struct {
		enum bounce_action action;
		const char *status, *message, *reason, *address, *event;
	} cases[] = {
		{ BOUNCE_FAILED, "5.1.1", "bounced", "no such user",
			"unreachable|no such user", "contact.unreachable" },
		{ BOUNCE_FAILED, "5.7.1", "bounced", policy, "bouncing|blocked by the recipient's"
			" policy: no such user", "contact.bounce" },
		{ BOUNCE_FAILED, "5.2.2", "bounced", "no such user", "bouncing|no such user",
			"contact.bounce" },
		{ BOUNCE_FAILED, "4.4.7", "bounced", "no such user", "verified|", NULL },
		{ BOUNCE_DELAYED, "4.4.1", "sent", "delayed: no such user", "verified|", NULL },
	};
	struct t *t = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t id = message(t, 1, "sent");
		int64_t before = cases[i].event == NULL ? 0 : events(t, cases[i].event);

		verify_all(t);
		assert_int_equal(report(t, id, cases[i].action, cases[i].status), ERR_OK);
		assert_string_equal(message_state(t, id),
		    t_fmt(t, "%s|%s", cases[i].message, cases[i].reason));
		if (strcmp(address_state(t, 1), cases[i].address) != 0)
			fail_msg("%s: %s", cases[i].status, address_state(t, 1));
		if (cases[i].event != NULL)
			assert_int_equal(events(t, cases[i].event), before + 1);
		/* The same report again changes nothing. */
		verify_all(t);
		assert_int_equal(report(t, id, cases[i].action, cases[i].status), ERR_OK);
		assert_string_equal(address_state(t, 1), "verified|");
		assert_int_equal(t->cx.actor.account_id, 0);
	}
	assert_int_equal(told(t), 0);
	assert_string_equal(address_state(t, 0), "verified|");
}

static void
test_bounce__the_history_tells_before_and_after(void **state)
{
	struct t *t = *state;

	verify_all(t);
	assert_int_equal(report(t, message(t, 1, "sent"), BOUNCE_FAILED, "5.1.1"), ERR_OK);
	assert_string_equal(t_text(t, "SELECT CONCAT(fields, '|', JSON_VALUE(before_json, '$.state'),"
	    " '|', JSON_VALUE(after_json, '$.state')) FROM " T_EVENTS
	    " WHERE action = 'contact.unreachable'"), "email,state|verified|unreachable");
	assert_int_equal(t_number(t, t_fmt(t, "SELECT object_id FROM audit_event"
	    " WHERE action = 'contact.unreachable'")), t->accounts[0].people[1]);
}

static void
test_bounce__repeated_passing_failures_make_it_bouncing(void **state)
{
	struct t *t = *state;

	verify_all(t);
	for (int i = 0; i < 3; i++) {
		assert_string_equal(address_state(t, 1), "verified|");
		t->cx.now = NOW + i * 86400;
		assert_int_equal(report(t, message(t, 1, "sent"), i == 1 ? BOUNCE_DELAYED :
		    BOUNCE_FAILED, "4.2.2"), ERR_OK);
	}
	assert_string_equal(address_state(t, 1), "bouncing|no such user");
	assert_int_equal(events(t, "contact.bounce"), 1);
}

/* A Primary that is not reached is told to the Admins and Super Admins, once. */
static void
test_bounce__the_primary_is_told_of(void **state)
{
	struct t *t = *state;

	verify_all(t);
	assert_int_equal(report(t, message(t, 0, "sent"), BOUNCE_FAILED, "5.7.1"), ERR_OK);
	assert_int_equal(told(t), 0);
	assert_int_equal(report(t, message(t, 0, "sent"), BOUNCE_FAILED, "5.1.1"), ERR_OK);
	assert_int_equal(told(t), t_number(t, t_fmt(t, "SELECT COUNT(*) FROM membership"
	    " WHERE account_id = %lld AND role_id <= %d AND state = 'active'",
	    (long long)t->accounts[0].id, ROLE_ADMIN)));
	assert_true(told(t) > 0);
	assert_int_equal(t_number(t, t_fmt(t, "SELECT COUNT(*) FROM outbox WHERE template ="
	    " 'primary-unreachable' AND account_id = %lld AND contact_person_id IS NULL",
	    (long long)t->accounts[0].id)), told(t));
	assert_int_equal(report(t, message(t, 0, "sent"), BOUNCE_FAILED, "5.1.1"), ERR_OK);
	assert_int_equal(events(t, "contact.unreachable"), 1);
}

static void
test_bounce__what_changes_nothing(void **state)
{
	static const char *const states[] = { "failed", "expired" };
	struct t *t = *state;
	int64_t sent;

	verify_all(t);
	sent = message(t, 1, "sent");
	for (size_t i = 0; i < COUNT(states); i++)
		assert_int_equal(report(t, message(t, 1, states[i]), BOUNCE_FAILED, "5.1.1"),
		    ERR_MISSING);
	assert_int_equal(report(t, sent + 1000, BOUNCE_FAILED, "5.1.1"), ERR_MISSING);
	assert_int_equal(report(t, sent, BOUNCE_NOTHING, ""), ERR_INVALID);
	assert_string_equal(message_state(t, sent), "sent|");
	/* To nobody of the contact persons, and to an address that is not listed any more. */
	assert_int_equal(report(t, message(t, -1, "sent"), BOUNCE_FAILED, "5.1.1"), ERR_OK);
	change(t, t_fmt(t, "UPDATE contact_address SET address = 'new@asha.example'"
	    " WHERE id = %lld", (long long)t->accounts[0].addresses[1]));
	assert_int_equal(report(t, sent, BOUNCE_FAILED, "5.1.1"), ERR_OK);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM contact_address"
	    " WHERE state <> 'verified'"), 0);
	assert_int_equal(events(t, "contact.unreachable"), 0);
}

static void
test_bounce__of_several_recipients_ours_counts(void **state)
{
	struct t *t = *state;
	int64_t id = message(t, 1, "sent");
	const char *ours = t_text(t, t_fmt(t, "SELECT LOWER(recipient) FROM outbox WHERE id = %lld",
	    (long long)id));
	struct bounce_report r = { .message_id = id, .count = 2, .notes = {
		{ "other@name.example", "", BOUNCE_FAILED, "5.1.1", "x" },
		{ "third@name.example", "fourth@name.example", BOUNCE_FAILED, "5.1.1", "x" } } };

	verify_all(t);
	assert_int_equal(bounce_record(&t->cx, &r), ERR_INVALID);
	r.notes[1].original = ours;
	r.notes[0].recipient = ours;
	r.notes[0].action = BOUNCE_NOTHING;
	/* A mailbox that keeps its mail and passes a copy on: it has arrived. */
	assert_int_equal(bounce_record(&t->cx, &r), ERR_INVALID);
	assert_string_equal(address_state(t, 1), "verified|");
	r.notes[0].action = BOUNCE_FAILED;
	assert_int_equal(bounce_record(&t->cx, &r), ERR_OK);
	assert_string_equal(address_state(t, 1), "unreachable|x");
}

static void
test_bounce__refused_while_handed_over(void **state)
{
	static const struct { const char *status, *address; } cases[] = {
		{ "5.1.1", "unreachable|refused: 550 no" },
		{ "5.0.0", "bouncing|refused: 550 no" },
		{ "", "verified|" },
	};
	struct t *t = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t id = message(t, 1, "waiting");
		struct outbox_job job = { .id = id, .account_id = t->accounts[0].id,
			.contact_person_id = t->accounts[0].people[1], .channel = OUTBOX_MAIL,
			.recipient = t_text(t, t_fmt(t,
			    "SELECT recipient FROM outbox WHERE id = %lld", (long long)id)) };

		verify_all(t);
		assert_int_equal(bounce_refused(&t->cx, &job, cases[i].status,
		    "refused: 550 no"), ERR_OK);
		assert_string_equal(message_state(t, id), "failed|refused: 550 no");
		assert_string_equal(address_state(t, 1), cases[i].address);
	}
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, t_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_bounce__what_each_status_changes),
		TEST(test_bounce__the_history_tells_before_and_after),
		TEST(test_bounce__repeated_passing_failures_make_it_bouncing),
		TEST(test_bounce__the_primary_is_told_of),
		TEST(test_bounce__what_changes_nothing),
		TEST(test_bounce__of_several_recipients_ours_counts),
		TEST(test_bounce__refused_while_handed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
