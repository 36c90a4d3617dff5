/*
 * test_mem: the arena of a request: what is taken is zeroed, aligned and counted, and what cannot
 * be had ends the process.
 */
#include "base/banned.h"
#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static void
fill(void *bytes, size_t length)
{
	memset(bytes, 0xa5, length);
}

static void
test_mem__gives_zeroed_and_aligned_pieces(void **state)
{
	static const size_t sizes[] = { 1, 3, 16, 17, 4096, 65536, 65537, 200000, 1 };
	struct mem *m = mem_new();

	(void)state;
	for (int round = 0; round < 2; round++, mem_clear(m))
		for (size_t i = 0; i < COUNT(sizes); i++) {
			unsigned char *piece = mem_alloc(m, sizes[i]);

			if ((uintptr_t)piece % _Alignof(max_align_t) != 0)
				fail_msg("%zu bytes are not aligned", sizes[i]);
			for (size_t n = 0; n < sizes[i]; n++)
				if (piece[n] != 0)
					fail_msg("round %d, %zu bytes: byte %zu is not zero", round,
					    sizes[i], n);
			fill(piece, sizes[i]);
		}
	assert_non_null(mem_alloc(m, 0));
	assert_non_null(mem_array(m, 0, 8));
	assert_non_null(mem_array(m, 8, 0));
	mem_free(&m);
	assert_null(m);
	mem_free(&m);
}

static void
test_mem__pieces_do_not_overlap(void **state)
{
	struct mem *m = mem_new();
	char *a = mem_alloc(m, 5);
	char *b = mem_alloc(m, 5);

	(void)state;
	memset(a, 'a', 5);
	memset(b, 'b', 5);

	assert_memory_equal(a, "aaaaa", 5);
	assert_memory_equal(b, "bbbbb", 5);
	mem_free(&m);
}

static void
test_mem__copies_text(void **state)
{
	struct mem *m = mem_new();
	const char *copy;

	(void)state;
	assert_string_equal(mem_dup(m, "Asha"), "Asha");
	assert_string_equal(mem_dup(m, ""), "");
	assert_string_equal(mem_dup(m, NULL), "");
	copy = mem_dup_bytes(m, "a\0b", 3);
	assert_memory_equal(copy, "a\0b\0", 4);
	assert_string_equal(mem_dup_bytes(m, NULL, 0), "");
	assert_string_equal(mem_fmt(m, "%d %s", -7, "x"), "-7 x");
	assert_int_equal(strlen(mem_fmt(m, "%0100000d", 1)), 100000);
	mem_free(&m);
}

static void
test_mem__rewinds_to_a_mark(void **state)
{
	struct mem *m = mem_new();
	struct mem_mark start = mem_mark(m);
	struct mem_mark behind;
	const char *kept;
	size_t used;

	(void)state;
	kept = mem_dup(m, "kept");
	behind = mem_mark(m);
	used = mem_used(m);
	mem_alloc(m, 10);
	mem_alloc(m, 300000);
	mem_alloc(m, 10);

	mem_rewind(m, behind);

	assert_int_equal(mem_used(m), used);
	assert_string_equal(kept, "kept");
	assert_string_equal(mem_dup(m, "again"), "again");
	mem_rewind(m, start);
	assert_int_equal(mem_used(m), 0);
	mem_free(&m);
}

static void
test_mem__counts_what_is_used(void **state)
{
	struct mem *m = mem_new();
	size_t peak;

	(void)state;
	assert_int_equal(mem_used(m), 0);
	mem_alloc(m, 1000);
	assert_in_range(mem_used(m), 1000, 1000 + sizeof(max_align_t));
	mem_alloc(m, 100000);
	peak = mem_peak(m);
	assert_int_equal(peak, mem_used(m));

	mem_clear(m);

	assert_int_equal(mem_used(m), 0);
	assert_int_equal(mem_peak(m), peak);
	mem_alloc(m, 10);
	assert_int_equal(mem_peak(m), peak);
	mem_free(&m);
}

static void
ask_for_the_impossible(int what)
{
	struct mem *m = mem_new();

	if (what == 0)
		mem_alloc(m, SIZE_MAX);
	else if (what == 1)
		mem_array(m, SIZE_MAX / 8 + 1, 16);
	else
		mem_array(m, 3, SIZE_MAX / 2);
}

static void
test_mem__too_much_ends_the_process(void **state)
{
	int status;
	pid_t child;

	(void)state;
	for (int what = 0; what < 3; what++) {
		if ((child = fork()) == 0) {
			freopen("/dev/null", "w", stderr);
			ask_for_the_impossible(what);
			_exit(0);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		if (!WIFEXITED(status) || WEXITSTATUS(status) != 70)
			fail_msg("case %d ended with %x", what, (unsigned int)status);
	}
}

static void
test_mem__keeps_beyond_a_request(void **state)
{
	char *text = mem_keep_text("Asha");
	unsigned char *bytes = mem_keep(3);
	void *nothing = mem_keep(0);

	(void)state;
	assert_string_equal(text, "Asha");
	assert_memory_equal(bytes, "\0\0\0", 3);
	assert_non_null(nothing);
	free(text);
	free(bytes);
	free(nothing);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mem__gives_zeroed_and_aligned_pieces),
		cmocka_unit_test(test_mem__pieces_do_not_overlap),
		cmocka_unit_test(test_mem__copies_text),
		cmocka_unit_test(test_mem__rewinds_to_a_mark),
		cmocka_unit_test(test_mem__counts_what_is_used),
		cmocka_unit_test(test_mem__too_much_ends_the_process),
		cmocka_unit_test(test_mem__keeps_beyond_a_request),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
