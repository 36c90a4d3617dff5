/*
 * test_otp: one code for one purpose, once, for a while, and after so many tries no more.
 *
 * The test of parallel tries commits an account of its own and removes it again.
 */
#include "base/banned.h"
#include "domain/otp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "domain/outbox.h"
#include "harness/harness.h"
#include "harness/race.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define LIFE		600	/* seconds */
#define ROUND		300	/* of the courier, seconds */
#define DRAWS		100000
#define DIGITS		6
/* Chi-square with 9 degrees of freedom: once in ten million runs a fair generator is above it. */
#define CHI_MOST	50.0
#define PROCESSES	20	/* that try at one time */
#define SOMEWHERE	77	/* what the codes of these tests are bound to */

static const struct otp step = { "test", SOMEWHERE, 5, "this" };

static int
set_up(void **state)
{
	struct t *t;

	if (t_setup(state) != 0)
		return -1;
	t = *state;
	t_as(t, 0, ROLE_ADMIN);
	t->config.courier_every_sec = ROUND;
	t->config.code_tries = 5;
	t->config.code_gap_sec = 60;
	t->config.code_sends_hour = 5;
	t->config.code_sends_day = 20;
	return 0;
}

static struct otp_code
make(struct t *t, const struct otp *o)
{
	struct otp_code code;

	assert_int_equal(otp_make(&t->cx, o, LIFE, &code), ERR_OK);
	return code;
}

static struct otp_status
status(struct t *t)
{
	struct otp_status s;

	assert_int_equal(otp_load(&t->cx, step.purpose, step.bound_to, &s), ERR_OK);
	return s;
}

static enum err
take(struct t *t)
{
	return otp_take_try(&t->cx, step.purpose, step.bound_to);
}

static enum err
spend(struct t *t, const char *typed)
{
	return otp_spend(&t->cx, &step, typed);
}

/* Six digits that are not these. */
static const char *
wrong(struct t *t, const char *digits)
{
	char *other = mem_dup(t->mem, digits);

	other[0] = other[0] == '9' ? '0' : (char)(other[0] + 1);
	return other;
}

static void
test_otp__draws_every_digit_as_often(void **state)
{
	struct t *t = *state;
	int64_t seen[DIGITS][10] = { 0 };
	int64_t leading_zeros = 0;

	for (int i = 0; i < DRAWS; i++) {
		struct mem_mark mark = mem_mark(t->mem);
		const char *digits = make(t, &step).digits;

		if (strlen(digits) != DIGITS || strspn(digits, "0123456789") != DIGITS)
			fail_msg("\"%s\"", digits);
		for (int place = 0; place < DIGITS; place++)
			seen[place][digits[place] - '0']++;
		leading_zeros += digits[0] == '0';
		mem_rewind(t->mem, mark);
	}

	assert_true(leading_zeros > 0);
	for (int place = 0; place < DIGITS; place++) {
		double chi = 0;

		for (int digit = 0; digit < 10; digit++) {
			double off = (double)seen[place][digit] - DRAWS / 10.0;

			chi += off * off / (DRAWS / 10.0);
		}
		if (chi > CHI_MOST)
			fail_msg("place %d: chi-square %.1f", place, chi);
	}
}

static void
test_otp__takes_the_code_with_any_spaces(void **state)
{
	static const char *const forms[] = { "%.3s%s", "%.3s %s", " %.3s%s ", "\t%.3s\r\n%s",
		"%.3s\xc2\xa0%s", "%.3s\xe2\x80\x89%s", "%.3s\xe2\x80\xaf%s", "%.3s\xe3\x80\x80%s",
		"\xe3\x80\x80 %.3s  %s\xc2\xa0" };
	struct t *t = *state;

	for (size_t i = 0; i < COUNT(forms); i++) {
		const char *digits = make(t, &step).digits;
		const char *gap = strstr(forms[i], "%.3s") + strlen("%.3s");
		const char *rest = strstr(gap, "%s");
		const char *typed = t_fmt(t, "%.*s%.3s%.*s%s%s",
		    (int)(gap - strlen("%.3s") - forms[i]), forms[i], digits,
		    (int)(rest - gap), gap, digits + 3, rest + strlen("%s"));

		if (spend(t, typed) != ERR_OK)
			fail_msg("form %zu: \"%s\"", i, typed);
	}
}

static void
test_otp__refuses_what_is_not_the_code(void **state)
{
	struct t *t = *state;
	const char *digits = make(t, &step).digits;
	const char *const others[] = { wrong(t, digits), "", " ", t_fmt(t, "%s0", digits),
		t_fmt(t, "0%s", digits), t_fmt(t, "%.5s", digits), digits + 1,
		t_fmt(t, "%.3s-%s", digits, digits + 3), t_fmt(t, "%s\xff", digits),
		t_fmt(t, "%s'", digits), "' OR '1' = '1", "%", "______" };

	for (size_t i = 0; i < COUNT(others); i++)
		if (spend(t, others[i]) != ERR_INVALID)
			fail_msg("\"%s\" for %s", others[i], digits);
	assert_int_equal(spend(t, digits), ERR_OK);
}

static void
test_otp__is_spent_once(void **state)
{
	struct t *t = *state;
	const char *digits = make(t, &step).digits;

	assert_true(status(t).is_open);
	assert_int_equal(take(t), ERR_OK);
	assert_int_equal(spend(t, digits), ERR_OK);

	assert_false(status(t).is_open);
	assert_int_equal(take(t), ERR_MISSING);
	assert_int_equal(spend(t, digits), ERR_INVALID);
}

static void
test_otp__ended_confirms_nothing(void **state)
{
	struct t *t = *state;
	const char *digits = make(t, &step).digits;

	assert_int_equal(otp_end(&t->cx, step.purpose, step.bound_to + 1), ERR_OK);
	t->cx.actor.account_id = t->accounts[1].id;
	assert_int_equal(otp_end(&t->cx, step.purpose, step.bound_to), ERR_OK);
	t->cx.actor.account_id = t->accounts[0].id;
	assert_true(status(t).is_open);
	assert_int_equal(otp_end(&t->cx, step.purpose, step.bound_to), ERR_OK);

	assert_false(status(t).is_open);
	assert_int_equal(take(t), ERR_MISSING);
	assert_int_equal(spend(t, digits), ERR_INVALID);
}

static void
test_otp__is_of_no_use_after_its_life(void **state)
{
	struct t *t = *state;
	const char *digits = make(t, &step).digits;
	int64_t made_at = t->cx.now;

	t->cx.now = made_at + ROUND + LIFE;
	assert_false(status(t).is_open);
	assert_int_equal(take(t), ERR_MISSING);
	assert_int_equal(spend(t, digits), ERR_INVALID);

	t->cx.now--;
	assert_true(status(t).is_open);
	assert_int_equal(take(t), ERR_OK);
	assert_int_equal(spend(t, digits), ERR_OK);
}

static void
test_otp__fits_only_what_it_was_made_for(void **state)
{
	struct t *t = *state;
	const struct otp others[] = { { "other", SOMEWHERE, 5, "this" },
		{ "test", SOMEWHERE + 1, 5, "this" }, { "test", SOMEWHERE, 6, "this" },
		{ "test", SOMEWHERE, 0, "this" }, { "tes", SOMEWHERE, 5, "this" },
		{ "test", SOMEWHERE, 5, "that" }, { "test", SOMEWHERE, 5, "" } };
	const char *digits = make(t, &step).digits;

	for (size_t i = 0; i < COUNT(others); i++)
		if (otp_spend(&t->cx, &others[i], digits) != ERR_INVALID)
			fail_msg("other %zu", i);
	t->cx.actor.account_id = t->accounts[1].id;
	assert_int_equal(spend(t, digits), ERR_INVALID);
	assert_int_equal(take(t), ERR_MISSING);
	assert_int_equal(status(t).made_at, 0);
	t->cx.actor.account_id = t->accounts[0].id;
	assert_int_equal(spend(t, digits), ERR_OK);
}

/* Nor where its row was moved to something else. */
static void
test_otp__is_bound_by_its_mac(void **state)
{
	static const char *const changes[] = { "purpose = 'other'", "bound_to = bound_to + 1",
		"contact_person_id = 6" };
	const struct otp others[] = { { "other", SOMEWHERE, 5, "this" },
		{ "test", SOMEWHERE + 1, 5, "this" }, { "test", SOMEWHERE, 6, "this" } };
	struct t *t = *state;

	for (size_t i = 0; i < COUNT(changes); i++) {
		struct otp_code code = make(t, &step);

		assert_int_equal(db_run_text(t->cx.db, t_fmt(t,
		    "UPDATE one_time_code SET %s WHERE id = %lld", changes[i],
		    (long long)code.id)), ERR_OK);
		if (otp_spend(&t->cx, &others[i], code.digits) != ERR_INVALID)
			fail_msg("%s", changes[i]);
	}
}

static void
test_otp__a_new_code_ends_the_old_one(void **state)
{
	struct t *t = *state;
	struct otp_code old = make(t, &step), new;

	assert_int_equal(take(t), ERR_OK);
	assert_int_equal(otp_was_sent(&t->cx, old.id, old.serial), ERR_OK);
	t->cx.now += 100;
	do
		new = make(t, &step);
	while (strcmp(new.digits, old.digits) == 0);

	assert_true(new.serial > old.serial);
	assert_int_equal(status(t).tries_left, 5);
	assert_int_equal(status(t).made_at, t->cx.now);
	assert_int_equal(otp_was_sent(&t->cx, old.id, old.serial), ERR_OK);
	assert_int_equal(status(t).expires_at, t->cx.now + ROUND + LIFE);
	assert_int_equal(spend(t, old.digits), ERR_INVALID);
	assert_int_equal(spend(t, new.digits), ERR_OK);
	make(t, &step);
	assert_true(status(t).is_open);
}

static void
test_otp__gives_so_many_tries(void **state)
{
	struct t *t = *state;
	const char *digits = make(t, &step).digits;

	for (int i = 5; i > 0; i--) {
		assert_int_equal(status(t).tries_left, i);
		assert_int_equal(take(t), ERR_OK);
		assert_int_equal(spend(t, wrong(t, digits)), ERR_INVALID);
	}

	assert_int_equal(take(t), ERR_THROTTLED);
	assert_int_equal(status(t).tries_left, 0);
	assert_false(status(t).is_open);
	make(t, &step);
	assert_int_equal(take(t), ERR_OK);
}

/* Used up, and then spent or too old: nobody is told that it was typed wrongly too often. */
static void
test_otp__a_spent_or_old_code_is_not_one_tried_too_often(void **state)
{
	struct t *t = *state;
	const char *digits = make(t, &step).digits;

	for (int i = 0; i < 5; i++)
		assert_int_equal(take(t), ERR_OK);
	assert_int_equal(spend(t, digits), ERR_OK);
	assert_int_equal(take(t), ERR_MISSING);

	make(t, &step);
	for (int i = 0; i < 5; i++)
		assert_int_equal(take(t), ERR_OK);
	t->cx.now += ROUND + LIFE;
	assert_int_equal(take(t), ERR_MISSING);
}

static void
test_otp__no_code_has_no_tries(void **state)
{
	struct t *t = *state;
	struct otp_status s = status(t);

	assert_int_equal(s.made_at, 0);
	assert_false(s.is_open);
	assert_int_equal(take(t), ERR_MISSING);
	assert_int_equal(spend(t, "000000"), ERR_INVALID);
}

static void
test_otp__its_life_begins_with_the_first_copy(void **state)
{
	struct t *t = *state;
	struct otp_code code = make(t, &step);
	int64_t made_at = t->cx.now;

	assert_int_equal(status(t).expires_at, made_at + ROUND + LIFE);
	t->cx.now = made_at + 20;
	assert_int_equal(otp_was_sent(&t->cx, code.id, code.serial), ERR_OK);
	assert_int_equal(status(t).expires_at, made_at + 20 + LIFE);
	t->cx.now = made_at + 200;
	assert_int_equal(otp_was_sent(&t->cx, code.id, code.serial), ERR_OK);
	assert_int_equal(status(t).expires_at, made_at + 20 + LIFE);
}

/* Sent late, after failures: it lives no longer than it was going to. */
static void
test_otp__late_sending_makes_no_life_longer(void **state)
{
	struct t *t = *state;
	struct otp_code code = make(t, &step);
	int64_t made_at = t->cx.now;

	t->cx.now = made_at + ROUND + 50;
	assert_int_equal(otp_was_sent(&t->cx, code.id, code.serial), ERR_OK);
	assert_int_equal(status(t).expires_at, made_at + ROUND + LIFE);
}

static void
test_otp__another_account_sends_nothing_of_it(void **state)
{
	struct t *t = *state;
	struct otp_code code = make(t, &step);
	int64_t expires_at = status(t).expires_at;

	t->cx.actor.account_id = t->accounts[1].id;
	assert_int_equal(otp_was_sent(&t->cx, code.id, code.serial), ERR_OK);
	t->cx.actor.account_id = t->accounts[0].id;
	assert_int_equal(status(t).expires_at, expires_at);
}

static void
test_otp__keeps_no_digits(void **state)
{
	struct t *t = *state;
	struct otp_code code = make(t, &step);

	assert_int_equal(t_number(t, t_fmt(t, "SELECT COUNT(*) FROM one_time_code WHERE id = %lld"
	    " AND INSTR(CONCAT_WS(' ', purpose, code_mac), '%s') = 0", (long long)code.id,
	    code.digits)), 1);
	assert_int_equal(t_number(t, t_fmt(t, "SELECT LENGTH(code_mac) FROM one_time_code"
	    " WHERE id = %lld", (long long)code.id)), 43);
}

/* Writes that a message of these seconds ago stands in the outbox. */
static void
sent(struct t *t, const char *recipient, const char *template, int64_t ago_sec)
{
	struct outbox_message message = {
		.event = t_fmt(t, "test %u %lld", t->nonces++, (long long)ago_sec),
		.recipient = recipient, .category = "codes", .template = template,
	};

	t->cx.now -= ago_sec;
	assert_int_equal(outbox_add(&t->cx, &message), ERR_OK);
	t->cx.now += ago_sec;
}

/* How long to wait; 0: one may be sent. */
static int64_t
wait_of(struct t *t, const char *recipient, enum otp_send kind)
{
	int64_t wait_sec = -1;
	enum err rc = otp_may_send(&t->cx, recipient, kind, &wait_sec);

	assert_int_equal(rc, wait_sec > 0 ? ERR_THROTTLED : ERR_OK);
	return wait_sec;
}

static void
pass(struct t *t, int64_t sec)
{
	t->cx.now += sec;
	clock_fix(t->cx.now);
}

static void
test_otp__keeps_a_gap_between_two(void **state)
{
	struct t *t = *state;

	assert_int_equal(wait_of(t, "gap@asha.example", OTP_SEND_STEP_UP), 0);
	assert_int_equal(wait_of(t, "gap@asha.example", OTP_SEND_STEP_UP), 60);
	assert_int_equal(wait_of(t, "GAP@Asha.example", OTP_SEND_STEP_UP), 60);
	assert_int_equal(wait_of(t, "gap@asha.example", OTP_SEND_PROOF), 0);
	assert_int_equal(wait_of(t, "other@asha.example", OTP_SEND_STEP_UP), 0);
	pass(t, 59);
	assert_int_equal(wait_of(t, "gap@asha.example", OTP_SEND_STEP_UP), 1);
	pass(t, 1);
	assert_int_equal(wait_of(t, "gap@asha.example", OTP_SEND_STEP_UP), 0);
}

static void
test_otp__keeps_the_limit_of_an_hour(void **state)
{
	static const int64_t ago_sec[] = { 3000, 2000, 1000, 500, 100 };
	struct t *t = *state;

	for (size_t i = 0; i < COUNT(ago_sec); i++)
		sent(t, "hour@asha.example", "step-up", ago_sec[i]);

	assert_int_equal(wait_of(t, "hour@asha.example", OTP_SEND_STEP_UP), 600);
	assert_int_equal(wait_of(t, "hour@asha.example", OTP_SEND_PROOF), 0);
	assert_int_equal(wait_of(t, "else@asha.example", OTP_SEND_STEP_UP), 0);
	pass(t, 599);
	assert_int_equal(wait_of(t, "hour@asha.example", OTP_SEND_STEP_UP), 1);
	/* What was refused was not sent, so no gap is due for it. */
	pass(t, 1);
	assert_int_equal(wait_of(t, "hour@asha.example", OTP_SEND_STEP_UP), 0);
}

static void
test_otp__keeps_the_limit_of_a_day(void **state)
{
	struct t *t = *state;

	for (int i = 0; i < 20; i++)
		sent(t, "day@asha.example", "step-up", 80000 - 3700 * i);
	assert_int_equal(wait_of(t, "day@asha.example", OTP_SEND_STEP_UP), 6400);
	pass(t, 6399);
	assert_int_equal(wait_of(t, "day@asha.example", OTP_SEND_STEP_UP), 1);
	pass(t, 1);
	assert_int_equal(wait_of(t, "day@asha.example", OTP_SEND_STEP_UP), 0);
}

/* Who has something sent to a stranger's address keeps no change of that one's account waiting. */
static void
test_otp__limits_are_of_one_kind(void **state)
{
	static const char *const others[] = { "password-reset", "invitation", "prove-address",
		"prove-business-email", "email-prove" };
	struct t *t = *state;

	for (size_t i = 0; i < COUNT(others); i++)
		for (int j = 0; j < 20; j++)
			sent(t, "kind@asha.example", others[i], 100 + j);
	assert_int_equal(wait_of(t, "kind@asha.example", OTP_SEND_STEP_UP), 0);
	assert_int_equal(wait_of(t, "kind@asha.example", OTP_SEND_TEST), 0);
	assert_true(wait_of(t, "kind@asha.example", OTP_SEND_PROOF) > 80000);
	assert_true(wait_of(t, "kind@asha.example", OTP_SEND_INVITATION) > 80000);
}

/* Capital letters make no other recipient. */
static void
test_otp__limits_hold_over_spellings(void **state)
{
	struct t *t = *state;

	for (int i = 1; i <= 5; i++)
		sent(t, i % 2 == 0 ? "Case@asha.example" : "case@Asha.example", "step-up", 100 * i);

	assert_int_equal(wait_of(t, "CASE@asha.example", OTP_SEND_STEP_UP), 3100);
}

/* Messages to one recipient are counted whichever account caused them. */
static void
test_otp__limits_hold_over_accounts(void **state)
{
	struct t *t = *state;

	for (int i = 1; i <= 5; i++)
		sent(t, "both@asha.example", "step-up", 100 * i);
	t->cx.actor.account_id = t->accounts[1].id;

	assert_int_equal(wait_of(t, "both@asha.example", OTP_SEND_STEP_UP), 3100);
}

static void
test_otp__is_required_of_a_session_without_proof(void **state)
{
	static const char change[] = "make Asha Rao the Primary contact";
	struct t *t = *state;

	assert_int_equal(otp_require(&t->cx, change), ERR_STEP_UP);
	assert_string_equal(t->cx.change, change);
	for (enum proof proof = PROOF_PRIMARY; proof < PROOF__MAX; proof++) {
		t->cx.proof = proof;
		assert_int_equal(otp_require(&t->cx, change), ERR_OK);
	}
	t->cx.proof = PROOF_NONE;
	t->cx.actor.session_id = 0;	/* the command line */
	assert_int_equal(otp_require(&t->cx, change), ERR_OK);
}

static void
test_otp__purge_keeps_what_may_still_be_asked_about(void **state)
{
	struct t *t = *state;
	int64_t expires_at;

	make(t, &step);
	expires_at = status(t).expires_at;
	t->cx.now = expires_at + 86400;
	assert_int_equal(otp_purge(&t->cx), ERR_OK);
	assert_true(status(t).made_at != 0);
	t->cx.now++;
	assert_int_equal(otp_purge(&t->cx), ERR_OK);
	assert_int_equal(status(t).made_at, 0);
}

static enum err
take_in_race(struct db *db, int number, void *what)
{
	struct t *t = what;

	(void)number;
	t->cx.db = db;
	return take(t);
}

static void
test_otp__parallel_tries_are_all_counted(void **state)
{
	struct t *t = *state;
	struct db *owner = race_owner(&t->config);
	int answers[ERR__MAX + 1] = { 0 };

	db_rollback(t->cx.db);
	assert_int_equal(db_run_text(owner, "INSERT INTO account (business_name, business_email,"
	    " super_admins, contact_limit, saved_at, created_at) VALUES ('', '', 1, 1, 1, 1)"),
	    ERR_OK);
	t->cx.actor.account_id = t_number(t, "SELECT MAX(id) FROM account");
	make(t, &step);

	race(&t->config, PROCESSES, take_in_race, t, answers);

	assert_int_equal(db_run_text(owner, t_fmt(t, "DELETE FROM one_time_code"
	    " WHERE account_id = %lld", (long long)t->cx.actor.account_id)), ERR_OK);
	assert_int_equal(db_run_text(owner, t_fmt(t, "DELETE FROM account WHERE id = %lld",
	    (long long)t->cx.actor.account_id)), ERR_OK);
	db_free(&owner);
	assert_int_equal(db_begin(t->cx.db), ERR_OK);
	if (answers[ERR_OK] != 5 || answers[ERR_THROTTLED] != PROCESSES - 5)
		fail_msg("%d taken, %d refused, %d failed", answers[ERR_OK],
		    answers[ERR_THROTTLED],
		    PROCESSES - answers[ERR_OK] - answers[ERR_THROTTLED]);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, t_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_otp__draws_every_digit_as_often),
		TEST(test_otp__takes_the_code_with_any_spaces),
		TEST(test_otp__refuses_what_is_not_the_code),
		TEST(test_otp__is_spent_once),
		TEST(test_otp__ended_confirms_nothing),
		TEST(test_otp__is_of_no_use_after_its_life),
		TEST(test_otp__fits_only_what_it_was_made_for),
		TEST(test_otp__is_bound_by_its_mac),
		TEST(test_otp__a_new_code_ends_the_old_one),
		TEST(test_otp__gives_so_many_tries),
		TEST(test_otp__a_spent_or_old_code_is_not_one_tried_too_often),
		TEST(test_otp__no_code_has_no_tries),
		TEST(test_otp__its_life_begins_with_the_first_copy),
		TEST(test_otp__late_sending_makes_no_life_longer),
		TEST(test_otp__another_account_sends_nothing_of_it),
		TEST(test_otp__keeps_no_digits),
		TEST(test_otp__keeps_a_gap_between_two),
		TEST(test_otp__keeps_the_limit_of_an_hour),
		TEST(test_otp__keeps_the_limit_of_a_day),
		TEST(test_otp__limits_are_of_one_kind),
		TEST(test_otp__limits_hold_over_spellings),
		TEST(test_otp__limits_hold_over_accounts),
		TEST(test_otp__is_required_of_a_session_without_proof),
		TEST(test_otp__purge_keeps_what_may_still_be_asked_about),
		TEST(test_otp__parallel_tries_are_all_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
