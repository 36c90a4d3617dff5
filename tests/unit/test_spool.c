/*
 * test_spool: a file without a name is read as it was written, and a full disk is told.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "base/spool.h"

#define LONG	100000	/* more than is read at once */

static void
test_spool__is_read_as_it_was_written(void **state)
{
	struct spool *s = spool_new();
	char *written = test_malloc(LONG), *read = test_malloc(LONG);
	size_t got = 0, n;

	(void)state;
	memset(written, 'a', LONG);
	spool_add(s, written, LONG);
	spool_move(s, 70000);
	spool_add(s, "middle", 6);
	memcpy(written + 70000, "middle", 6);

	assert_int_equal(spool_place(s), 70006);
	assert_int_equal(spool_length(s), LONG);
	assert_int_equal(spool_end(s), ERR_OK);
	while ((n = spool_read(s, read + got, 16384)) > 0)
		got += n;
	assert_int_equal(got, LONG);
	assert_memory_equal(read, written, LONG);
	spool_free(&s);
	assert_null(s);
	test_free(written);
	test_free(read);
}

static void
test_spool__a_folder_that_is_none_is_passed_over(void **state)
{
	struct spool *s;

	(void)state;
	setenv("TMPDIR", "/nowhere/at/all", 1);
	s = spool_new();
	unsetenv("TMPDIR");

	assert_non_null(s);
	assert_int_equal(spool_end(s), ERR_OK);
	spool_free(&s);
}

/* Once something is missing in the middle, nothing more is written, and the end says so. */
static void
test_spool__no_room_is_told_at_the_end(void **state)
{
	struct rlimit before, little;
	struct spool *s = spool_new();

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	little = (struct rlimit){ .rlim_cur = 10, .rlim_max = before.rlim_max };
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
	spool_add(s, "more than ten bytes", 19);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	signal(SIGXFSZ, SIG_DFL);
	spool_add(s, "and more", 8);

	assert_int_equal(spool_length(s), 10);
	assert_int_equal(spool_end(s), ERR_BUG);
	spool_free(&s);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_spool__is_read_as_it_was_written),
		cmocka_unit_test(test_spool__a_folder_that_is_none_is_passed_over),
		cmocka_unit_test(test_spool__no_room_is_told_at_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
