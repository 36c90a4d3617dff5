/*
 * test_user_hours: a user's week, typed, refused and saved.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <string.h>

#include "domain/membership_hours.h"

static const char *
path(struct t *t, int account, enum role_id role)
{
	return t_fmt(t, "/manage/users/hours/%lld", (long long)t_number(t, t_fmt(t,
	    "SELECT id FROM membership WHERE account_id = %lld AND user_id = %lld",
	    (long long)t->accounts[account].id, (long long)t->accounts[account].users[role])));
}

static void
test_hours__times_that_people_type(void **state)
{
	static const struct {
		const char *from, *to;
		enum err expected;
		int from_min, to_min;
	} cases[] = {
		{ "", "", ERR_OK, 0, 0 }, { "9", "18", ERR_OK, 540, 1080 },
		{ "09:00", "18:30", ERR_OK, 540, 1110 }, { "00:00", "24:00", ERR_OK, 0, 1440 },
		{ "22:00", "06:00", ERR_OK, 1320, 360 }, { "8:15", "0", ERR_OK, 495, 1440 },
		{ "09:00", "", ERR_INVALID, 0, 0 }, { "", "18:00", ERR_INVALID, 0, 0 },
		{ "24:00", "10:00", ERR_INVALID, 0, 0 }, { "09:60", "10:00", ERR_INVALID, 0, 0 },
		{ "9:5", "10:00", ERR_INVALID, 0, 0 }, { "09:00", "24:01", ERR_INVALID, 0, 0 },
		{ "09:00", "09:00", ERR_INVALID, 0, 0 }, { "9am", "5pm", ERR_INVALID, 0, 0 },
		{ "099", "100", ERR_INVALID, 0, 0 }, { "-1", "10", ERR_INVALID, 0, 0 },
		{ "09:00:00", "10:00", ERR_INVALID, 0, 0 }, { ":30", "10:00", ERR_INVALID, 0, 0 },
	};
	struct t *t = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct hours_typed typed = { cases[i].from, cases[i].to };
		struct hours_day day;
		struct problems p;

		problems_init(&p, t->mem);
		if (hours_parse(&typed, "from", "to", &day, &p) != cases[i].expected ||
		    problems_has_any(&p) != (cases[i].expected == ERR_INVALID) ||
		    (cases[i].expected == ERR_OK && (day.from_min != cases[i].from_min ||
			day.to_min != cases[i].to_min)))
			fail_msg("\"%s\" to \"%s\"", cases[i].from, cases[i].to);
	}
}

static void
test_hours__in_words(void **state)
{
	struct t *t = *state;
	struct membership_hours h =
	    membership_hours_read("0 1 540 1080,0 2 540 1080,0 3 540 1080,0 6 600 840,1 7 1320 360");

	assert_string_equal(hours_text(t->mem, h.days[HOURS_WORK]),
	    "Monday to Wednesday 09:00 to 18:00, Saturday 10:00 to 14:00");
	assert_string_equal(hours_text(t->mem, h.days[HOURS_CALLS]),
	    "Sunday 22:00 to 06:00 of the next day");
	h = membership_hours_read("");
	assert_string_equal(hours_text(t->mem, h.days[HOURS_WORK]), "");
}

static void
test_user_hours__saves_and_shows(void **state)
{
	struct t *t = *state;
	const char *at = path(t, 0, ROLE_AGENT);

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_get(t, at), 200);
	assert_int_equal(t->statements, 2);
	assert_int_equal(t_post(t, at, "work_from_1", "9", "work_to_1", "18:30", "calls_from_7", "22:00",
	    "calls_to_7", "06:00", "version", "1", NULL), 303);
	assert_string_equal(t_text(t, "SELECT GROUP_CONCAT(CONCAT_WS(' ', kind, weekday, from_min,"
	    " to_min) ORDER BY kind) FROM membership_hours"), "calls 7 1320 360,work 1 540 1110");
	t_get(t, at);
	assert_string_equal(t_view(t, "Form.work_from_1.value"), "09:00");
	assert_string_equal(t_view(t, "Form.calls_to_7.value"), "06:00");
	assert_string_equal(t_text(t, "SELECT after_json FROM " T_EVENTS
	    " WHERE action = 'membership.update'"), "{\"work_hours\":\"Monday 09:00 to 18:30\","
	    "\"call_hours\":\"Sunday 22:00 to 06:00 of the next day\"}");
	assert_int_equal(t_post(t, at, "version", "1", NULL), 409);
	assert_int_equal(t_post(t, at, "version", "2", NULL), 303);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM membership_hours"), 0);
}

static void
test_user_hours__refuses_with_what_was_typed(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_post(t, path(t, 0, ROLE_AGENT), "work_from_1", "nine", "work_to_1", "18",
	    "calls_from_2", "9", "version", "1", NULL), 422);
	assert_string_equal(t_view(t, "Form.work_from_1.value"), "nine");
	assert_non_null(strstr(t_view(t, "Form.work_from_1.error"), "like 09:00"));
	assert_non_null(strstr(t_view(t, "Form.calls_to_2.error"), "or leave both"));
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM membership_hours"), 0);
}

/* All 28 may be wrong, and each is told. */
static void
test_user_hours__tells_every_wrong_field(void **state)
{
	struct t *t = *state;
	int i;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_post(t, path(t, 0, ROLE_AGENT),
#define WRONG(n) "work_from_" n, "x", "work_to_" n, "x", "calls_from_" n, "x", "calls_to_" n, "x"
	    WRONG("1"), WRONG("2"), WRONG("3"), WRONG("4"), WRONG("5"), WRONG("6"), WRONG("7"),
	    "version", "1", NULL), 422);
	for (i = 0; t_view(t, t_fmt(t, "Page.problems.%d.text", i))[0] != '\0'; i++)
		continue;
	assert_int_equal(i, 28);
}

static void
test_user_hours__of_whom(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_get(t, path(t, 1, ROLE_SUPER_ADMIN)), 404);
	assert_int_equal(t_post(t, path(t, 0, ROLE_SUPER_ADMIN), "version", "1", NULL), 422);
	assert_int_equal(t_post(t, path(t, 0, ROLE_ADMIN), "work_from_1", "9", "work_to_1", "17",
	    "version", "1", NULL), 303);
	t_as(t, 0, ROLE_MANAGER);
	assert_int_equal(t_get(t, path(t, 0, ROLE_AGENT)), 403);
}

int
main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)
	static const struct CMUnitTest tests[] = {
		CASE(test_hours__times_that_people_type),
		CASE(test_hours__in_words),
		CASE(test_user_hours__saves_and_shows),
		CASE(test_user_hours__refuses_with_what_was_typed),
		CASE(test_user_hours__tells_every_wrong_field),
		CASE(test_user_hours__of_whom),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
