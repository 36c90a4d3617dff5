/*
 * test_code_tries: what the page loop does for a route into which a one-time password is typed, on a
 * page of this test's own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <string.h>

#include "domain/otp.h"
#include "web/page.h"
#include "web/view.h"

#define PURPOSE		"a test"
#define LIFE_SEC	600
#define ROW		7	/* what a code is bound to by its path */

static const struct field code_fields[] = {
	{ .name = "code", .label = "Code", .kind = FIELD_CODE, .need = REQUIRED,
	    .longest = OTP_TYPED_MAX },
	{ .name = NULL }
};

static enum err
show(struct req *rq, struct view *v)
{
	(void)rq;
	(void)v;
	return ERR_OK;
}

static enum err
spend(struct req *rq, int64_t bound_to)
{
	const struct otp otp = { PURPOSE, bound_to, 0, "" };
	enum err rc;

	if ((rc = otp_spend(rq->cx, &otp, form_text(rq, "code"))) != ERR_OK) {
		problems_add(form_problems(rq), "code", "That is not the code.");
		return rc;
	}
	return see_other(rq, "/done", "Right.");
}

static enum err
spend_of_row(struct req *rq, struct view *v)
{
	(void)v;
	return spend(rq, route_id(rq));
}

static enum err
spend_of_session(struct req *rq, struct view *v)
{
	(void)v;
	return spend(rq, rq->cx->actor.session_id);
}

static const struct route routes[] = {
	{ GET, ":id", PERM_SIGNED_IN, NULL, code_fields, "refused.cs", .run = show },
	{ POST, ":id", PERM_SIGNED_IN, code_fields, .run = spend_of_row, .again = show,
	    .code_purpose = PURPOSE },
	{ POST, "", PERM_SIGNED_IN, code_fields, .run = spend_of_session, .again = show,
	    .code_purpose = PURPOSE },
	{ METHOD_UNSET }
};

const struct page page = { "test", "/test", "Test", routes };

/* Signs in and makes a code; returns its digits, with a space as people read them. */
static const char *
make(struct t *t, int64_t bound_to)
{
	struct otp otp = { PURPOSE, bound_to, 0, "" };
	struct otp_code code;

	t_as(t, 0, ROLE_ADMIN);
	if (bound_to == 0)
		otp.bound_to = t->session_id;
	t->cx.actor.account_id = t->accounts[0].id;
	assert_int_equal(otp_make(&t->cx, &otp, LIFE_SEC, &code), ERR_OK);
	return t_fmt(t, " %.3s %s ", code.digits, code.digits + 3);
}

static int64_t
tries(struct t *t)
{
	return t_number(t, "SELECT tries FROM one_time_code WHERE purpose = '" PURPOSE "'");
}

static void
test_code_tries__a_try_is_taken_before_the_handler(void **state)
{
	struct t *t = *state;
	const char *code = make(t, ROW);

	assert_int_equal(t_post(t, "/test/7", "code", "000 000", NULL), 422);
	assert_int_equal(tries(t), 1);
	assert_string_equal(t_view(t, "Form.code.error"), "That is not the code.");
	assert_int_equal(t_post(t, "/test/7", "code", "", NULL), 422);
	assert_int_equal(tries(t), 1);
	assert_int_equal(t_post(t, "/test/7", "code", code, NULL), 303);
	assert_int_equal(tries(t), 2);
}

static void
test_code_tries__without_an_id_it_is_of_the_session(void **state)
{
	struct t *t = *state;
	const char *code = make(t, 0);

	assert_int_equal(t_post(t, "/test", "code", code, NULL), 303);
	assert_int_equal(tries(t), 1);
}

static void
test_code_tries__the_right_code_is_refused_after_the_last_try(void **state)
{
	struct t *t = *state;
	const char *code = make(t, ROW);
	int64_t i;

	for (i = 0; i < t->config.code_tries; i++)
		assert_int_equal(t_post(t, "/test/7", "code", "000000", NULL), 422);
	assert_int_equal(t_post(t, "/test/7", "code", code, NULL), 422);
	assert_string_equal(t_view(t, "Form.code.error"), "That code can no longer be used: it was "
	    "typed wrongly too often. Ask for a new one.");
	assert_string_equal(t_view(t, "Form.code.value"), "");
	assert_int_equal(tries(t), t->config.code_tries);
}

static void
test_code_tries__a_spent_code_says_so(void **state)
{
	struct t *t = *state;
	const char *code = make(t, ROW);

	assert_int_equal(t_post(t, "/test/7", "code", code, NULL), 303);
	assert_int_equal(t_post(t, "/test/7", "code", code, NULL), 422);
	assert_string_equal(t_view(t, "Form.code.error"), "That code can no longer be used: it was "
	    "used already, it is too old, or a newer one was sent. Ask for a new one.");
	assert_int_equal(t_post(t, "/test/8", "code", code, NULL), 422);
}

/* A double click, even on the last try. */
static void
test_code_tries__the_same_form_again_gets_its_first_answer(void **state)
{
	struct t *t = *state;
	const char *code = make(t, ROW);

	t->config.code_tries = 1;
	t->nonce = "AAAAAAAAAAAAAAAAAAAAAA";
	assert_int_equal(t_post(t, "/test/7", "code", code, NULL), 303);
	assert_int_equal(t_post(t, "/test/7", "code", code, NULL), 303);
	assert_string_equal(t_header(t, "Location"), "/done");
}

static void
test_code_tries__a_table_without_its_field_is_refused(void **state)
{
	static const struct route broken[][3] = {
		{ { GET, "", PERM_SIGNED_IN, .template = "refused.cs", .run = show },
		    { POST, "", PERM_SIGNED_IN, no_fields, .run = spend_of_session, .again = show,
			.code_purpose = PURPOSE }, { METHOD_UNSET } },
		{ { GET, "", PERM_SIGNED_IN, .template = "refused.cs", .run = show },
		    { POST, "", PERM_SIGNED_IN, code_fields, .run = spend_of_session,
			.code_purpose = PURPOSE }, { METHOD_UNSET } },
		{ { GET, "", PERM_SIGNED_IN, code_fields, .template = "refused.cs", .run = show,
		    .code_purpose = PURPOSE }, { METHOD_UNSET } },
	};
	size_t i;

	(void)state;
	assert_true(loop_page_is_sound(&page));
	for (i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		const struct page p = { "broken", "", "Broken", broken[i] };

		print_message("  table %zu\n", i);
		assert_false(loop_page_is_sound(&p));
	}
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(test_code_tries__a_try_is_taken_before_the_handler),
		CASE(test_code_tries__without_an_id_it_is_of_the_session),
		CASE(test_code_tries__the_right_code_is_refused_after_the_last_try),
		CASE(test_code_tries__a_spent_code_says_so),
		CASE(test_code_tries__the_same_form_again_gets_its_first_answer),
		cmocka_unit_test(test_code_tries__a_table_without_its_field_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
