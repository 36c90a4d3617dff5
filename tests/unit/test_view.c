/*
 * test_view: what handlers put into the view is what the template finds; the first failure is kept.
 */
#include "base/banned.h"
#include "web/view.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"

struct fixture {
	struct mem	*m;
	struct view	*v;
};

static int
set_up(void **state)
{
	struct fixture *f = mem_keep(sizeof(*f));

	f->m = mem_new();
	f->v = view_new(f->m);
	clock_zone("Asia/Kolkata");
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	clock_zone("UTC");
	view_free(&f->v);
	view_free(&f->v);
	mem_free(&f->m);
	free(f);
	return 0;
}

static void
test_view__holds_values_as_text(void **state)
{
	struct view *v = ((struct fixture *)*state)->v;

	view_text(v, "Data.name", "<Asha> & \"co\"");
	view_id(v, "Data.id", INT64_MAX);
	view_count(v, "Data.count", -3);
	view_title(v, "Contact %d%%", 7);
	view_flag(v, "Data.is_on", true);
	view_flag(v, "Data.is_off", false);

	assert_string_equal(view_get(v, "Data.name"), "<Asha> & \"co\"");
	assert_string_equal(view_get(v, "Data.id"), "9223372036854775807");
	assert_string_equal(view_get(v, "Data.count"), "-3");
	assert_string_equal(view_get(v, "Page.title"), "Contact 7%");
	assert_string_equal(view_get(v, "Data.is_on"), "1");
	assert_null(view_get(v, "Data.is_off"));
	assert_int_equal(view_error(v), ERR_OK);
}

static void
test_view__date_in_words_and_for_machines(void **state)
{
	struct view *v = ((struct fixture *)*state)->v;

	view_date(v, "Data.at", 1795509300);
	view_date(v, "Data.never", 0);
	assert_string_equal(view_get(v, "Data.at"), "24 Nov 2026, 14:05 IST");
	assert_string_equal(view_get(v, "Data.at.iso"), "2026-11-24T08:35:00Z");
	assert_null(view_get(v, "Data.never"));
	assert_null(view_get(v, "Data.never.iso"));
}

static void
test_view__phone_as_people_write_it(void **state)
{
	struct view *v = ((struct fixture *)*state)->v;

	view_phone(v, "Data.phone", "+919876543210");
	view_phone(v, "Data.none", "");
	assert_string_equal(view_get(v, "Data.phone"), "+91 98765 43210");
	assert_string_equal(view_get(v, "Data.phone.raw"), "+919876543210");
	assert_null(view_get(v, "Data.none"));
}

static void
test_view__rows_are_numbered(void **state)
{
	struct view *v = ((struct fixture *)*state)->v;

	for (int i = 0; i < 12; i++) {
		struct view_row row = view_row(v, "Data.rows");
		struct view_row other = view_row(v, "Data.others");

		row_id(&row, "id", i);
		row_text(&other, "name", "x");
		for (int n = 0; n < 2; n++) {
			struct view_row inner = row_row(&row, "fields");

			row_id(&inner, "n", 10 * i + n);
		}
		row_flag(&row, "even", i % 2 == 0);
		row_date(&row, "at", 1795509300);
		row_phone(&row, "phone", "+919876543210");
	}

	assert_string_equal(view_get(v, "Data.rows.0.id"), "0");
	assert_string_equal(view_get(v, "Data.rows.11.id"), "11");
	assert_string_equal(view_get(v, "Data.rows.11.fields.1.n"), "111");
	assert_string_equal(view_get(v, "Data.rows.3.fields.0.n"), "30");
	assert_null(view_get(v, "Data.rows.3.fields.2.n"));
	assert_string_equal(view_get(v, "Data.others.11.name"), "x");
	assert_null(view_get(v, "Data.rows.12.id"));
	assert_string_equal(view_get(v, "Data.rows.4.even"), "1");
	assert_null(view_get(v, "Data.rows.5.even"));
	assert_string_equal(view_get(v, "Data.rows.5.at.iso"), "2026-11-24T08:35:00Z");
	assert_string_equal(view_get(v, "Data.rows.5.phone"), "+91 98765 43210");
}

/* A list that goes on keeps its numbers, however many lists its rows have had between. */
static void
test_view__long_list_of_lists_keeps_counting(void **state)
{
	struct view *v = ((struct fixture *)*state)->v;

	for (int i = 0; i < 200; i++) {
		struct view_row row = view_row(v, "Data.rows");
		struct view_row inner = row_row(&row, "fields");

		row_id(&row, "id", i);
		row_id(&inner, "id", i);
	}
	for (int i = 0; i < 200; i++) {
		struct fixture *f = *state;
		const char *id = view_get(v, mem_fmt(f->m, "Data.rows.%d.id", i));

		if (id == NULL || strcmp(id, mem_fmt(f->m, "%d", i)) != 0)
			fail_msg("row %d holds %s", i, id == NULL ? "nothing" : id);
	}
}

static void
test_view__first_failure_is_kept(void **state)
{
	struct view *v = ((struct fixture *)*state)->v;

	view_text(v, "Data.before", "1");
	view_text(v, "Data..wrong", "2");
	view_text(v, "Data.behind", "3");

	assert_int_equal(view_error(v), ERR_BUG);
	assert_string_equal(view_get(v, "Data.before"), "1");
	assert_null(view_get(v, "Data.behind"));
}

/* Whatever is begun below it afterwards does nothing. */
static void
test_view__list_that_is_no_name_is_a_bug(void **state)
{
	struct view *v = ((struct fixture *)*state)->v;
	struct view_row row = view_row(v, "Data..rows");
	struct view_row inner = row_row(&row, "fields");

	row_text(&row, "name", "x");
	row_text(&inner, "name", "x");
	row_date(&row, "at", 1795509300);
	row_phone(&inner, "phone", "+919876543210");

	assert_int_equal(view_error(v), ERR_BUG);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	static const struct CMUnitTest tests[] = {
		TEST(test_view__holds_values_as_text),
		TEST(test_view__date_in_words_and_for_machines),
		TEST(test_view__phone_as_people_write_it),
		TEST(test_view__rows_are_numbered),
		TEST(test_view__long_list_of_lists_keeps_counting),
		TEST(test_view__first_failure_is_kept),
		TEST(test_view__list_that_is_no_name_is_a_bug),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
