/*
 * test_throttle: so many tries at once, then one an interval, counted over processes. What the
 * parallel test commits for real stands under keys of its own and is removed again.
 */
#include "base/banned.h"
#include "domain/throttle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "harness/race.h"

#define NOW		1800000000
#define BURST		5
#define INTERVAL	30	/* seconds */
#define PROCESSES	20	/* that try at one time */

struct fixture {
	struct mem	*m;
	struct config	 config;
	struct context	 cx;
	const char	*raced;		/* the key that several processes try */
};

static int
set_up(void **state)
{
	struct fixture *f = mem_keep(sizeof(*f));
	const char *problem;

	f->m = mem_new();
	if (crypt_init() != ERR_OK ||
	    config_load(f->m, config_file(f->m), &f->config, &problem) != ERR_OK)
		return -1;
	f->config.sign_in_address = (struct config_policy){ BURST, INTERVAL };
	f->config.sign_in_client = (struct config_policy){ 1, 10 };
	f->config.refusals = (struct config_policy){ 2, 60 };
	f->cx = (struct context){ .mem = f->m, .db = db_new(&f->config.database),
		.config = &f->config, .now = NOW };
	clock_fix(NOW);
	*state = f;
	return db_begin(f->cx.db) == ERR_OK ? 0 : -1;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	db_rollback(f->cx.db);
	clock_fix(0);
	db_free(&f->cx.db);
	mem_free(&f->m);
	free(f);
	return 0;
}

static enum err
take(struct fixture *f, const char *key)
{
	int64_t wait_sec;

	return throttle_take(&f->cx, THROTTLE_SIGN_IN_ADDRESS, key, &wait_sec);
}

static int64_t
wait_of(struct fixture *f, const char *key)
{
	int64_t wait_sec = -1;

	assert_int_equal(throttle_take(&f->cx, THROTTLE_SIGN_IN_ADDRESS, key, &wait_sec),
	    ERR_THROTTLED);
	return wait_sec;
}

static void
take_all(struct fixture *f, const char *key)
{
	for (int i = 0; i < BURST; i++)
		if (take(f, key) != ERR_OK)
			fail_msg("try %d of %d is refused", i + 1, BURST);
}

static void
test_throttle__burst_then_one_an_interval(void **state)
{
	struct fixture *f = *state;

	take_all(f, "a");
	assert_int_equal(wait_of(f, "a"), INTERVAL);
	assert_int_equal(wait_of(f, "a"), INTERVAL);

	clock_fix(NOW + INTERVAL - 1);
	assert_int_equal(wait_of(f, "a"), 1);
	clock_fix(NOW + INTERVAL);
	assert_int_equal(take(f, "a"), ERR_OK);
	assert_int_equal(wait_of(f, "a"), INTERVAL);
	clock_fix(NOW + 3 * INTERVAL);
	assert_int_equal(take(f, "a"), ERR_OK);
	assert_int_equal(take(f, "a"), ERR_OK);
	assert_int_equal(wait_of(f, "a"), INTERVAL);
}

static void
test_throttle__never_saves_up_more_than_the_burst(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(take(f, "a"), ERR_OK);
	clock_fix(NOW + 1000 * INTERVAL);
	take_all(f, "a");
	assert_int_equal(wait_of(f, "a"), INTERVAL);
}

static void
test_throttle__keys_and_policies_are_apart(void **state)
{
	struct fixture *f = *state;
	int64_t wait_sec;

	take_all(f, "a");
	take_all(f, "b");
	assert_int_equal(throttle_take(&f->cx, THROTTLE_SIGN_IN_CLIENT, "a", &wait_sec), ERR_OK);
	assert_int_equal(throttle_take(&f->cx, THROTTLE_SIGN_IN_CLIENT, "a", &wait_sec),
	    ERR_THROTTLED);
	assert_int_equal(wait_sec, 10);
	assert_int_equal(throttle_take(&f->cx, THROTTLE_REFUSALS, "a", &wait_sec), ERR_OK);
	assert_int_equal(throttle_take(&f->cx, THROTTLE_REFUSALS, "a", &wait_sec), ERR_OK);
	assert_int_equal(throttle_take(&f->cx, THROTTLE_REFUSALS, "a", &wait_sec), ERR_THROTTLED);
	assert_int_equal(wait_sec, 60);
}

static void
test_throttle__gives_back_one(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(throttle_give_back(&f->cx, THROTTLE_SIGN_IN_ADDRESS, "none"), ERR_OK);
	take_all(f, "a");
	assert_int_equal(throttle_give_back(&f->cx, THROTTLE_SIGN_IN_ADDRESS, "a"), ERR_OK);

	assert_int_equal(take(f, "a"), ERR_OK);
	assert_int_equal(wait_of(f, "a"), INTERVAL);
}

/* Giving back what was never taken saves nothing up. */
static void
test_throttle__gives_back_no_more_than_was_taken(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(take(f, "a"), ERR_OK);
	for (int i = 0; i < 9; i++)
		assert_int_equal(throttle_give_back(&f->cx, THROTTLE_SIGN_IN_ADDRESS, "a"),
		    ERR_OK);
	take_all(f, "a");
	assert_int_equal(wait_of(f, "a"), INTERVAL);
}

static void
test_throttle__forgets_a_key(void **state)
{
	struct fixture *f = *state;

	take_all(f, "a");
	take_all(f, "b");
	assert_int_equal(throttle_forget(&f->cx, THROTTLE_SIGN_IN_ADDRESS, "a"), ERR_OK);
	take_all(f, "a");
	assert_int_equal(take(f, "b"), ERR_THROTTLED);
}

/* How many of the two keys have a row. */
static int64_t
rows(struct fixture *f, const char *a, const char *b)
{
	unsigned char hash_a[CRYPT_HASH_BYTES], hash_b[CRYPT_HASH_BYTES];
	struct db_stmt *st;
	int64_t n;

	crypt_hash(a, strlen(a), hash_a);
	crypt_hash(b, strlen(b), hash_b);
	assert_int_equal(db_query(f->cx.db, &st,
	    "SELECT COUNT(*) FROM throttle WHERE key_hash IN (?, ?)",
	    db_blob(hash_a, sizeof(hash_a)), db_blob(hash_b, sizeof(hash_b))), ERR_OK);
	n = db_step(st) ? db_i64(st, 0) : -1;
	db_done(&st);
	return n;
}

static void
test_throttle__purge_keeps_what_still_counts(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(take(f, "a"), ERR_OK);
	take_all(f, "b");
	assert_int_equal(rows(f, "a", "b"), 2);
	clock_fix(NOW + INTERVAL + 1);
	assert_int_equal(throttle_purge(&f->cx), ERR_OK);

	assert_int_equal(rows(f, "a", "b"), 1);
	clock_fix(NOW + BURST * INTERVAL + 1);
	assert_int_equal(throttle_purge(&f->cx), ERR_OK);
	assert_int_equal(rows(f, "a", "b"), 0);
}

/* Neither an address nor its like can be read in the table. */
static void
test_throttle__keeps_no_key(void **state)
{
	struct fixture *f = *state;
	struct db_stmt *st;

	assert_int_equal(take(f, "asha@example.com"), ERR_OK);
	assert_int_equal(db_query(f->cx.db, &st, "SELECT COUNT(*) FROM throttle"
	    " WHERE INSTR(key_hash, 'asha') > 0 OR INSTR(policy, 'asha') > 0"), ERR_OK);
	assert_true(db_step(st));
	assert_int_equal(db_i64(st, 0), 0);
	db_done(&st);
}

static enum err
take_in_race(struct db *db, int number, void *what)
{
	struct fixture *f = what;

	(void)number;
	f->cx.db = db;
	return take(f, f->raced);
}

static void
test_throttle__parallel_tries_are_all_counted(void **state)
{
	struct fixture *f = *state;
	int answers[ERR__MAX + 1] = { 0 };

	db_rollback(f->cx.db);
	f->raced = mem_fmt(f->m, "parallel %d", (int)getpid());

	race(&f->config, PROCESSES, take_in_race, f, answers);

	assert_int_equal(throttle_forget(&f->cx, THROTTLE_SIGN_IN_ADDRESS, f->raced), ERR_OK);
	if (answers[ERR_OK] != BURST || answers[ERR_THROTTLED] != PROCESSES - BURST)
		fail_msg("%d taken, %d refused, %d failed", answers[ERR_OK],
		    answers[ERR_THROTTLED],
		    PROCESSES - answers[ERR_OK] - answers[ERR_THROTTLED]);
	assert_int_equal(db_begin(f->cx.db), ERR_OK);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	static const struct CMUnitTest tests[] = {
		TEST(test_throttle__burst_then_one_an_interval),
		TEST(test_throttle__never_saves_up_more_than_the_burst),
		TEST(test_throttle__keys_and_policies_are_apart),
		TEST(test_throttle__gives_back_one),
		TEST(test_throttle__gives_back_no_more_than_was_taken),
		TEST(test_throttle__forgets_a_key),
		TEST(test_throttle__purge_keeps_what_still_counts),
		TEST(test_throttle__keeps_no_key),
		TEST(test_throttle__parallel_tries_are_all_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
