/*
 * test_submission: the same again gets the first answer.
 */
#include "base/banned.h"
#include "domain/submission.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "harness/harness.h"

static const unsigned char one[CRYPT_HASH_BYTES] = { 1, 0, 255 };
static const unsigned char two[CRYPT_HASH_BYTES] = { 1, 0, 254 };
static const struct submission answer = { "/manage/x", "Contact saved: आशा.", "contact-7" };

static void
test_submission__same_again_gets_the_first_answer(void **state)
{
	struct t *t = *state;
	struct submission first = { NULL, NULL, NULL };

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(submission_claim(&t->cx, one, &first), ERR_OK);
	assert_null(first.location);
	assert_int_equal(submission_answer(&t->cx, one, &answer), ERR_OK);

	assert_int_equal(submission_claim(&t->cx, one, &first), ERR_TAKEN);
	assert_string_equal(first.location, "/manage/x");
	assert_string_equal(first.flash, "Contact saved: आशा.");
	assert_string_equal(first.flash_row, "contact-7");
}

static void
test_submission__another_key_is_another_change(void **state)
{
	struct t *t = *state;
	struct submission first;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(submission_claim(&t->cx, one, &first), ERR_OK);
	assert_int_equal(submission_claim(&t->cx, two, &first), ERR_OK);
	assert_int_equal(submission_answer(&t->cx, one, &answer), ERR_OK);
	assert_int_equal(submission_claim(&t->cx, two, &first), ERR_TAKEN);
	assert_string_equal(first.location, "");
}

static void
test_submission__undone_can_be_claimed_again(void **state)
{
	struct t *t = *state;
	struct submission first;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(db_begin(t->cx.db), ERR_OK);
	assert_int_equal(submission_claim(&t->cx, one, &first), ERR_OK);
	db_rollback(t->cx.db);
	assert_int_equal(submission_claim(&t->cx, one, &first), ERR_OK);
}

/* A key is made over the session too, so this cannot happen; if it does, nothing is told. */
static void
test_submission__answer_of_another_session_is_not_told(void **state)
{
	struct t *t = *state;
	struct submission first = { NULL, NULL, NULL };

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(submission_claim(&t->cx, one, &first), ERR_OK);
	assert_int_equal(submission_answer(&t->cx, one, &answer), ERR_OK);
	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(submission_claim(&t->cx, one, &first), ERR_RETRY);
	assert_null(first.location);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_submission__same_again_gets_the_first_answer),
		TEST(test_submission__another_key_is_another_change),
		TEST(test_submission__undone_can_be_claimed_again),
		TEST(test_submission__answer_of_another_session_is_not_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
