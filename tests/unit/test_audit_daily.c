/*
 * test_audit_daily: when the newest seal is told, to whom, and that several couriers at once tell
 * it once. The last leaves no rows behind.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"
#include "harness/race.h"

#include <string.h>

#include "domain/audit.h"
#include "domain/audit_daily.h"
#include "domain/audit_head.h"
#include "domain/category.h"
#include "domain/outbox.h"

#define NOW		1800000000	/* the harness's second */
#define ALL		100		/* more than there are */
#define JOBS		8		/* more than are written */
#define PROCESSES	6

static void
change(struct t *t, const char *sql)
{
	assert_int_equal(db_exec(t->worker.db, NULL, mem_dup(t->mem, sql)), ERR_OK);
}

/* An event of an account, or of none (0); returns its id. */
static int64_t
add_event(struct t *t, int64_t account_id)
{
	struct audit a = audit_begin("contact.update", "contact_person", 7, "Asha");
	int64_t id;

	audit_changed(&a, "name", "before", "after");
	t->cx.actor.account_id = account_id;
	assert_int_equal(audit_add_known(&t->cx, &a, &id), ERR_OK);
	t->cx.actor.account_id = 0;
	return id;
}

static void
seal(struct t *t)
{
	struct audit_sealing from_the_first = { .settled = 0 };
	size_t count;

	assert_int_equal(audit_seal_all(&t->cx, &from_the_first, &count), ERR_OK);
}

static size_t
tell_at(struct t *t, int64_t now, size_t most)
{
	size_t count;

	t->cx.now = now;
	assert_int_equal(audit_daily_tell(&t->cx, most, &count), ERR_OK);
	assert_int_equal(t->cx.actor.account_id, 0);
	return count;
}

/* An account's own event, sealed, and told a day later; how many were told in all. */
static size_t
another_day(struct t *t)
{
	add_event(t, t->accounts[0].id);
	seal(t);
	return tell_at(t, t->cx.now + AUDIT_DAILY_SEC, ALL);
}

static int64_t
heads(struct t *t, int64_t chain)
{
	return t_number(t, t_fmt(t, "SELECT COUNT(*) FROM audit_head WHERE chain = %lld",
	    (long long)chain));
}

static int64_t
mails(struct t *t)
{
	return t_number(t, "SELECT COUNT(*) FROM outbox WHERE template = 'audit-head'");
}

static void
choose(struct t *t, int account, int person)
{
	change(t, t_fmt(t, "UPDATE contact_person SET category_bits = category_bits | %lld"
	    " WHERE id = %lld", (long long)CATEGORY_BIT(CATEGORY_COMPLIANCE),
	    (long long)t->accounts[account].people[person]));
}

/* The newest mail, as a courier takes it. */
static struct outbox_job
take(struct t *t)
{
	struct outbox_job jobs[JOBS];
	size_t i, count;

	assert_int_equal(outbox_take(&t->cx, OUTBOX_CHANNEL__MAX, jobs, JOBS, &count), ERR_OK);
	for (i = count; i > 0; i--)
		if (strcmp(jobs[i - 1].template, "audit-head") == 0)
			return jobs[i - 1];
	fail_msg("there is none among %zu", count);
	return jobs[0];
}

static void
test_daily__tells_each_chain_once_a_day(void **state)
{
	struct t *t = *state;
	int64_t ours = t->accounts[0].id, theirs = t->accounts[1].id;

	add_event(t, 0);
	seal(t);
	choose(t, 0, 1);
	assert_int_equal(tell_at(t, NOW, ALL), 3);
	assert_int_equal(tell_at(t, NOW, ALL), 0);
	assert_int_equal(heads(t, 0) + heads(t, ours) + heads(t, theirs), 3);
	assert_int_equal(mails(t), 1);

	/* Nothing new, and then not yet. */
	assert_int_equal(tell_at(t, NOW + 3 * AUDIT_DAILY_SEC, ALL), 0);
	add_event(t, ours);
	seal(t);
	assert_int_equal(tell_at(t, NOW + AUDIT_DAILY_SEC - 1, ALL), 0);
	assert_int_equal(tell_at(t, NOW + AUDIT_DAILY_SEC, ALL), 1);
	assert_int_equal(another_day(t), 1);
	assert_int_equal(heads(t, ours), 3);
	assert_int_equal(heads(t, theirs), 1);
	assert_int_equal(mails(t), 3);
}

static void
test_daily__says_the_newest_seal_and_how_many_are_new(void **state)
{
	struct t *t = *state;
	struct audit_told told = { .chain = t->accounts[0].id };
	struct outbox_job job;

	seal(t);
	choose(t, 0, 1);
	assert_int_equal(audit_seal_last(&t->cx, told.chain, &told.place), ERR_OK);
	tell_at(t, NOW, ALL);
	job = take(t);
	assert_string_equal(job.recipient, "person2@asha.example");
	assert_string_equal(job.recipient_name, "Person 2 of asha");
	assert_string_equal(job.category, "compliance");
	assert_int_equal(job.contact_person_id, t->accounts[0].people[1]);
	assert_int_equal(job.account_id, told.chain);
	assert_string_equal(outbox_value(&job, "seal"), audit_head_text(t->mem, &told));
	assert_string_equal(outbox_value(&job, "place"), outbox_value(&job, "count"));

	add_event(t, told.chain);
	assert_int_equal(another_day(t), 1);
	assert_int_equal(audit_seal_last(&t->cx, told.chain, &told.place), ERR_OK);
	job = take(t);
	assert_string_equal(outbox_value(&job, "seal"), audit_head_text(t->mem, &told));
	assert_string_equal(outbox_value(&job, "place"),
	    t_fmt(t, "%lld", (long long)told.place.position));
	assert_string_equal(outbox_value(&job, "count"), "2");
	assert_int_equal(t_number(t, t_fmt(t, "SELECT COUNT(*) FROM audit_head h JOIN audit_seal s"
	    " ON s.chain = h.chain AND s.position = h.position AND s.hash = h.hash"
	    " WHERE h.chain = %lld", (long long)told.chain)), 2);
}

/* Nobody stands in for those who are chosen; the seal is noted all the same. */
static void
test_daily__goes_only_to_whom_was_chosen_and_can_be_reached(void **state)
{
	static const struct {
		const char	*set;	/* of the email of the one who is chosen */
		int		 mails;
	} cases[] = {
		{ "state = 'bouncing'", 1 },
		{ "state = 'unreachable'", 0 },
		{ "state = 'unverified', proven_at = NULL", 0 },
		{ "state = 'verified', proven_at = 1", 1 },
	};
	struct t *t = *state;
	int64_t before, noted;
	size_t i;

	seal(t);
	tell_at(t, NOW, ALL);
	assert_int_equal(mails(t), 0);
	choose(t, 0, 1);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  %s\n", cases[i].set);
		change(t, t_fmt(t, "UPDATE contact_address SET %s"
		    " WHERE address = 'person2@asha.example'", cases[i].set));
		before = mails(t);
		noted = heads(t, t->accounts[0].id);
		assert_int_equal(another_day(t), 1);
		assert_int_equal(mails(t) - before, cases[i].mails);
		assert_int_equal(heads(t, t->accounts[0].id), noted + 1);
	}
	choose(t, 0, 2);
	before = mails(t);
	assert_int_equal(another_day(t), 1);
	assert_int_equal(mails(t) - before, 2);
	change(t, "UPDATE contact_person SET withdrawn_at = 1");
	assert_int_equal(another_day(t), 1);
	assert_int_equal(mails(t) - before, 2);
}

static void
test_daily__events_of_no_account_are_told_to_support(void **state)
{
	struct t *t = *state;
	struct outbox_job job;

	t->config.support_email = "";
	add_event(t, 0);
	seal(t);
	tell_at(t, NOW, ALL);
	assert_int_equal(heads(t, 0), 1);
	assert_int_equal(mails(t), 0);

	t->config.support_email = "support@provider.example";
	add_event(t, 0);
	seal(t);
	assert_int_equal(tell_at(t, NOW + AUDIT_DAILY_SEC, ALL), 1);
	job = take(t);
	assert_string_equal(job.recipient, "support@provider.example");
	assert_int_equal(job.account_id, 0);
	assert_int_equal(strncmp(outbox_value(&job, "seal"), "0:", 2), 0);
}

static void
test_daily__tells_no_more_than_it_may(void **state)
{
	struct t *t = *state;

	add_event(t, 0);
	seal(t);
	assert_int_equal(tell_at(t, NOW, 2), 2);
	assert_int_equal(tell_at(t, NOW, 2), 1);
	assert_int_equal(tell_at(t, NOW, 2), 0);
	assert_int_equal(tell_at(t, NOW, 0), 0);
}

/* ---- several couriers, and a chain that grows meanwhile: rows for all to see ---- */

struct rivals {
	struct t	*t;
	int64_t		 account_id;
	int64_t		 events[PROCESSES];
	struct db	*owner;		/* may delete rows, which the application may not */
};

static void
begin_race(struct t *t, struct rivals *r)
{
	int i;

	*r = (struct rivals){ .t = t, .owner = race_owner(&t->config) };
	db_rollback(t->cx.db);
	change(t, "INSERT INTO account (business_name, business_email, super_admins,"
	    " contact_limit, contact_count, saved_at, created_at)"
	    " VALUES ('Daily', '', 1, 1, 1, 1, 1)");
	r->account_id = db_insert_id(t->cx.db);
	change(t, t_fmt(t, "INSERT INTO contact_person (account_id, is_primary, category_bits,"
	    " kind, name, consent_by, consent_at, consent_wording, saved_at, saved_by, created_at)"
	    " VALUES (%lld, 1, %lld, 'compliance', 'Asha', '', 1, 1, 1, '', 1)",
	    (long long)r->account_id,
	    (long long)(CATEGORY_OF_PRIMARY | CATEGORY_BIT(CATEGORY_COMPLIANCE))));
	change(t, t_fmt(t, "INSERT INTO contact_address (account_id, contact_person_id, channel,"
	    " part, label, address, state, state_at, proven_at, created_at) VALUES (%lld, %lld,"
	    " 'mail', 'wanted', 'work', 'asha@daily.example', 'verified', 1, 1, 1)",
	    (long long)r->account_id, (long long)db_insert_id(t->cx.db)));
	for (i = 0; i < PROCESSES; i++)
		r->events[i] = add_event(t, r->account_id);
}

static void
end_race(struct rivals *r)
{
	static const char *const statements[] = {
		"DELETE FROM audit_head WHERE chain = ?",
		"DELETE FROM audit_seal WHERE chain = ?",
		"DELETE FROM audit_event WHERE account_id = ?",
		"DELETE FROM outbox WHERE account_id = ?",
		"DELETE FROM contact_address WHERE account_id = ?",
		"DELETE FROM contact_person WHERE account_id = ?",
		"DELETE FROM account WHERE id = ?",
	};
	size_t i;

	for (i = 0; i < sizeof(statements) / sizeof(statements[0]); i++)
		assert_int_equal(db_exec(r->owner, NULL, statements[i], V(r->account_id)),
		    ERR_OK);
	db_free(&r->owner);
	assert_int_equal(db_begin(r->t->cx.db), ERR_OK);
}

/* Each sees another seal as the newest. */
static enum err
tell_in_race(struct db *db, int number, void *what)
{
	const struct rivals *r = what;
	struct context cx = r->t->cx;
	size_t count;
	enum err rc;

	cx.db = db;
	cx.now = NOW;
	rc = db_exec(db, NULL, "INSERT INTO audit_seal (chain, position, event_id, hash, sealed_at)"
	    " VALUES (?, ?, ?, REPEAT('x', 32), ?)", V(r->account_id), V(number + 1),
	    V(r->events[number]), V(NOW));
	if (rc != ERR_OK && rc != ERR_TAKEN)
		return rc;
	return audit_daily_tell(&cx, ALL, &count);
}

static void
test_daily__several_couriers_tell_it_once(void **state)
{
	struct t *t = *state;
	int answers[ERR__MAX + 1] = { 0 };
	int64_t noted, told;
	struct rivals r;

	begin_race(t, &r);
	race(&t->config, PROCESSES, tell_in_race, &r, answers);
	noted = heads(t, r.account_id);
	told = t_number(t, t_fmt(t, "SELECT COUNT(*) FROM outbox WHERE account_id = %lld",
	    (long long)r.account_id));
	end_race(&r);
	assert_int_equal(answers[ERR_OK], PROCESSES);
	assert_int_equal(noted, 1);
	assert_int_equal(told, 1);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_daily__tells_each_chain_once_a_day),
		TEST(test_daily__says_the_newest_seal_and_how_many_are_new),
		TEST(test_daily__goes_only_to_whom_was_chosen_and_can_be_reached),
		TEST(test_daily__events_of_no_account_are_told_to_support),
		TEST(test_daily__tells_no_more_than_it_may),
		TEST(test_daily__several_couriers_tell_it_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
