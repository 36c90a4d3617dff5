/*
 * test_outbox: the queue of messages: one cause makes one message, nobody takes what another has,
 * retries take longer each time, and secrets are gone once they have no use.
 *
 * It runs in the test database and leaves its table outbox empty.
 */
#include "base/banned.h"
#include "domain/outbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "harness/race.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define NOW	1795000000

struct fixture {
	struct mem	*m;
	struct config	 config;
	struct db	*owner;		/* may delete rows, which the application may not */
	struct context	 cx[2];		/* two couriers, each with a connection of its own */
};

static void
run(struct fixture *f, const char *sql)
{
	assert_int_equal(db_run_text(f->owner, sql), ERR_OK);
}

static int
set_up(void **state)
{
	struct fixture *f = mem_keep(sizeof(*f));
	const char *problem;

	f->m = mem_new();
	if (crypt_init() != ERR_OK ||
	    config_load(f->m, config_file(f->m), &f->config, &problem) != ERR_OK)
		return -1;
	f->owner = race_owner(&f->config);
	for (size_t i = 0; i < COUNT(f->cx); i++)
		f->cx[i] = (struct context){ .mem = f->m, .db = db_new(&f->config.database),
			.config = &f->config, .now = NOW, .actor = { .user_name = "test" },
			.client_ip = "", .request_id = "", .form_nonce = "" };
	if (db_run_text(f->owner, "DELETE FROM outbox") != ERR_OK)
		return -1;
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	run(f, "DELETE FROM outbox");
	for (size_t i = 0; i < COUNT(f->cx); i++) {
		assert_int_equal(db_open_results(f->cx[i].db), 0);
		db_free(&f->cx[i].db);
	}
	db_free(&f->owner);
	mem_free(&f->m);
	free(f);
	return 0;
}

static const char *
text(struct fixture *f, const char *sql)
{
	struct db_stmt *st;
	const char *answer;

	assert_int_equal(db_query_values(f->owner, &st, sql, NULL, 0), ERR_OK);
	assert_true(db_step(st));
	answer = db_str(st, f->m, 0);
	db_done(&st);
	return answer;
}

static void
add(struct fixture *f, const char *event, const char *recipient)
{
	struct outbox_message message = {
		.event = event, .recipient = recipient, .recipient_name = "Ravi & Co",
		.category = "codes", .template = "note", .values = {
			{ "what", "50% of a=b&c \xe2\x82\xb9", false },
			{ "code", "482913", true },
			{ "nothing", NULL, false },
			{ "link", "https://x/?a=1&b=%41", true },
		},
	};

	assert_int_equal(outbox_add(&f->cx[0], &message), ERR_OK);
}

static size_t
take(struct fixture *f, int who, struct outbox_job *jobs, size_t most)
{
	size_t count;

	assert_int_equal(outbox_take(&f->cx[who], OUTBOX_CHANNEL__MAX, jobs, most, &count), ERR_OK);
	return count;
}

static const char *
value(const struct outbox_job *job, const char *name)
{
	for (const struct outbox_value *v = job->values; v->name != NULL; v++)
		if (strcmp(v->name, name) == 0)
			return v->value;
	return "(missing)";
}

static void
test_outbox__the_same_cause_makes_one_message(void **state)
{
	struct fixture *f = *state;

	add(f, "cause 1", "ravi@example.org");
	add(f, "cause 1", "ravi@example.org");
	add(f, "cause 1", "asha@example.org");
	add(f, "cause 2", "ravi@example.org");

	assert_string_equal(text(f, "SELECT COUNT(*) FROM outbox"), "3");
}

static void
test_outbox__values_come_out_as_they_went_in(void **state)
{
	struct fixture *f = *state;
	struct outbox_job job;

	add(f, "cause", "ravi@example.org");
	assert_int_equal(take(f, 0, &job, 1), 1);

	assert_string_equal(job.recipient, "ravi@example.org");
	assert_string_equal(job.recipient_name, "Ravi & Co");
	assert_string_equal(job.template, "note");
	assert_int_equal(job.channel, OUTBOX_MAIL);
	assert_int_equal(job.tries, 0);
	assert_int_equal(job.created_at, NOW);
	assert_int_equal(job.expires_at, NOW + OUTBOX_DAY_SEC);
	assert_string_equal(value(&job, "what"), "50% of a=b&c \xe2\x82\xb9");
	assert_string_equal(value(&job, "code"), "482913");
	assert_string_equal(value(&job, "nothing"), "");
	assert_string_equal(value(&job, "link"), "https://x/?a=1&b=%41");
}

static void
test_outbox__whom_a_mail_names(void **state)
{
	struct outbox_message message = { .event = "cause", .recipient = "ravi@example.org",
		.category = "billing", .template = "note",
		.shown_to = "asha@example.org Asha\nravi@example.org Ravi & Co" };
	struct fixture *f = *state;
	struct outbox_job jobs[2];

	assert_int_equal(outbox_add(&f->cx[0], &message), ERR_OK);
	add(f, "cause 2", "asha@example.org");
	assert_int_equal(take(f, 0, jobs, 2), 2);

	assert_string_equal(jobs[0].shown_to, message.shown_to);
	assert_string_equal(jobs[0].recipient, "ravi@example.org");
	assert_string_equal(jobs[1].shown_to, "");
}

/* While mail rests, a courier takes what goes by another way. */
static void
test_outbox__one_channel_alone(void **state)
{
	struct outbox_message message = { .event = "cause", .channel = OUTBOX_SMS,
		.recipient = "+919812345678", .category = "codes", .template = "note" };
	struct fixture *f = *state;
	struct outbox_job jobs[2];
	size_t count;

	add(f, "cause 1", "ravi@example.org");
	assert_int_equal(outbox_add(&f->cx[0], &message), ERR_OK);
	assert_int_equal(outbox_take(&f->cx[0], OUTBOX_SMS, jobs, 2, &count), ERR_OK);
	assert_int_equal(count, 1);
	assert_int_equal(jobs[0].channel, OUTBOX_SMS);
	assert_int_equal(outbox_take(&f->cx[0], OUTBOX_SMS, jobs, 2, &count), ERR_OK);
	assert_int_equal(count, 0);
	assert_int_equal(take(f, 0, jobs, 2), 1);
	assert_int_equal(jobs[0].channel, OUTBOX_MAIL);
}

static void
test_outbox__a_secret_is_in_no_row(void **state)
{
	struct fixture *f = *state;

	add(f, "cause", "ravi@example.org");

	assert_string_equal(text(f, "SELECT COUNT(*) FROM outbox WHERE CONCAT(plain, sealed,"
	    " event_key, result) LIKE '%482913%' OR CONCAT(plain, sealed) LIKE '%https%'"), "0");
	assert_string_equal(text(f, "SELECT sealed <> '' FROM outbox"), "1");
}

static void
test_outbox__secrets_are_erased_at_every_end(void **state)
{
	enum err (*const ends[])(struct context *, const struct outbox_job *, const char *) = {
		outbox_sent, outbox_failed };
	static const char *const states[] = { "sent", "failed" };
	struct fixture *f = *state;
	struct outbox_job job;

	for (size_t i = 0; i < COUNT(ends); i++) {
		run(f, "DELETE FROM outbox");
		add(f, "cause", "ravi@example.org");
		assert_int_equal(take(f, 0, &job, 1), 1);
		assert_int_equal(ends[i](&f->cx[0], &job, "words"), ERR_OK);
		assert_string_equal(text(f, "SELECT CONCAT(state, '|', sealed, '|', result, '|',"
		    " lease_until) FROM outbox"), mem_fmt(f->m, "%s||words|0", states[i]));
		assert_int_equal(take(f, 1, &job, 1), 0);
	}
}

static void
test_outbox__two_never_take_the_same(void **state)
{
	struct fixture *f = *state;
	struct outbox_job mine[3], others[8];

	for (int i = 0; i < 5; i++)
		add(f, mem_fmt(f->m, "cause %d", i), "ravi@example.org");
	assert_int_equal(take(f, 0, mine, 3), 3);
	assert_int_equal(take(f, 1, others, 8), 2);

	for (size_t i = 0; i < 3; i++)
		for (size_t j = 0; j < 2; j++)
			assert_int_not_equal(mine[i].id, others[j].id);
	assert_int_equal(take(f, 0, mine, 3), 0);
}

/* While the first is in its transaction the second passes over what is locked, and does not wait. */
static void
test_outbox__what_another_is_taking_is_passed_over(void **state)
{
	struct fixture *f = *state;
	struct outbox_job mine, others[2];

	add(f, "cause 1", "ravi@example.org");
	add(f, "cause 2", "ravi@example.org");
	assert_int_equal(db_begin(f->cx[0].db), ERR_OK);
	assert_int_equal(take(f, 0, &mine, 1), 1);
	assert_int_equal(take(f, 1, others, 2), 1);
	assert_int_not_equal(mine.id, others[0].id);
	db_rollback(f->cx[0].db);

	assert_int_equal(take(f, 0, &mine, 1), 1);
}

static void
test_outbox__a_lease_that_ran_out_is_given_back(void **state)
{
	struct fixture *f = *state;
	struct outbox_job job, again;

	add(f, "cause", "ravi@example.org");
	assert_int_equal(take(f, 0, &job, 1), 1);
	f->cx[1].now = NOW + OUTBOX_LEASE_SEC - 1;
	assert_int_equal(take(f, 1, &again, 1), 0);
	f->cx[1].now = NOW + OUTBOX_LEASE_SEC;
	assert_int_equal(take(f, 1, &again, 1), 1);
	assert_int_equal(again.id, job.id);
	assert_int_equal(again.tries, 1);

	/* The first wakes up and says "later": the second still has it. */
	f->cx[0].now = f->cx[1].now;
	assert_int_equal(outbox_later(&f->cx[0], &job, "no answer"), ERR_OK);
	assert_string_equal(text(f, "SELECT lease_until > 0 FROM outbox"), "1");
}

static void
test_outbox__later_takes_longer_each_time(void **state)
{
	static const int64_t pauses[] = { 30, 60, 120, 240, 480, 960, 1920, 3600, 3600 };
	struct fixture *f = *state;
	struct outbox_job job;
	int64_t wait_sec;

	add(f, "cause", "ravi@example.org");
	for (size_t i = 0; i < COUNT(pauses); i++) {
		assert_int_equal(take(f, 0, &job, 1), 1);
		assert_int_equal(job.tries, i);
		assert_int_equal(outbox_later(&f->cx[0], &job, "451 busy"), ERR_OK);
		assert_int_equal(take(f, 0, &job, 1), 0);
		assert_int_equal(outbox_next(&f->cx[0], 100000, &wait_sec), ERR_OK);
		if (wait_sec != pauses[i])
			fail_msg("try %zu: again in %lld s", i, (long long)wait_sec);
		f->cx[0].now += wait_sec - 1;
		assert_int_equal(take(f, 0, &job, 1), 0);
		f->cx[0].now++;
	}
	assert_string_equal(text(f, "SELECT result FROM outbox"), "451 busy");
}

static void
test_outbox__is_given_up_at_the_end_of_its_life(void **state)
{
	struct fixture *f = *state;
	struct outbox_job job;

	add(f, "cause", "ravi@example.org");
	f->cx[0].now = NOW + OUTBOX_DAY_SEC - 30;
	assert_int_equal(take(f, 0, &job, 1), 1);
	assert_int_equal(outbox_later(&f->cx[0], &job, "451 busy"), ERR_OK);

	assert_string_equal(text(f, "SELECT CONCAT(state, '|', sealed, '|', result) FROM outbox"),
	    "failed||451 busy");
}

static void
test_outbox__past_its_life_it_is_not_sent(void **state)
{
	struct fixture *f = *state;
	struct outbox_job jobs[2];

	for (int i = 0; i < 5; i++)
		add(f, mem_fmt(f->m, "old %d", i), "ravi@example.org");
	f->cx[0].now = NOW + OUTBOX_DAY_SEC;
	add(f, "new", "ravi@example.org");

	assert_int_equal(take(f, 0, jobs, 2), 1);
	assert_string_equal(text(f, "SELECT GROUP_CONCAT(DISTINCT state, '|', sealed, '|', result)"
	    " FROM outbox WHERE event_key LIKE 'old%'"), "expired||not sent in time");
	assert_string_equal(text(f, "SELECT COUNT(*) FROM outbox WHERE state = 'expired'"), "5");
}

static void
test_outbox__is_not_sent_without_its_secrets(void **state)
{
	struct fixture *f = *state;
	struct outbox_job job;

	add(f, "cause", "ravi@example.org");
	run(f, "UPDATE outbox SET sealed = CONCAT('A', SUBSTRING(sealed, 2), 'x')");

	assert_int_equal(take(f, 0, &job, 1), 0);
	assert_string_equal(text(f, "SELECT CONCAT(state, '|', sealed) FROM outbox"), "failed|");
}

static void
test_outbox__a_long_result_is_cut_between_characters(void **state)
{
	struct fixture *f = *state;
	struct outbox_job job;
	struct str words;

	str_init(&words, 4000);
	for (int i = 0; i < 400; i++)
		str_add(&words, "\xe2\x82\xb9");
	add(f, "cause", "ravi@example.org");
	assert_int_equal(take(f, 0, &job, 1), 1);
	assert_int_equal(outbox_failed(&f->cx[0], &job, words.text), ERR_OK);
	str_release(&words);

	assert_string_equal(text(f, "SELECT CHAR_LENGTH(result) FROM outbox"), "290");
}

static void
test_outbox__tells_how_long_the_oldest_has_waited(void **state)
{
	struct fixture *f = *state;
	struct outbox_job job;
	int64_t age_sec, wait_sec;

	assert_int_equal(outbox_age(&f->cx[0], &age_sec), ERR_OK);
	assert_int_equal(age_sec, 0);
	assert_int_equal(outbox_next(&f->cx[0], 7, &wait_sec), ERR_OK);
	assert_int_equal(wait_sec, 7);
	add(f, "cause", "ravi@example.org");
	f->cx[0].now = NOW + 1000;
	assert_int_equal(outbox_age(&f->cx[0], &age_sec), ERR_OK);
	assert_int_equal(age_sec, 1000);
	assert_int_equal(take(f, 0, &job, 1), 1);
	assert_int_equal(outbox_sent(&f->cx[0], &job, "accepted"), ERR_OK);
	assert_int_equal(outbox_age(&f->cx[0], &age_sec), ERR_OK);
	assert_int_equal(age_sec, 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(test_outbox__the_same_cause_makes_one_message),
		CASE(test_outbox__values_come_out_as_they_went_in),
		CASE(test_outbox__whom_a_mail_names),
		CASE(test_outbox__one_channel_alone),
		CASE(test_outbox__a_secret_is_in_no_row),
		CASE(test_outbox__secrets_are_erased_at_every_end),
		CASE(test_outbox__two_never_take_the_same),
		CASE(test_outbox__what_another_is_taking_is_passed_over),
		CASE(test_outbox__a_lease_that_ran_out_is_given_back),
		CASE(test_outbox__later_takes_longer_each_time),
		CASE(test_outbox__is_given_up_at_the_end_of_its_life),
		CASE(test_outbox__past_its_life_it_is_not_sent),
		CASE(test_outbox__is_not_sent_without_its_secrets),
		CASE(test_outbox__a_long_result_is_cut_between_characters),
		CASE(test_outbox__tells_how_long_the_oldest_has_waited),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
