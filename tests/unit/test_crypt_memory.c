/*
 * test_crypt_memory: a password that could not be compared for want of memory is never called
 * wrong. A limit on the address space and AddressSanitizer exclude each other, so this program
 * alone is built without sanitizers, from the sources it needs.
 */
#include "base/banned.h"
#include "base/crypt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define KIB		INT64_C(1024)
#define COST_KIB	8192			/* of the hash that is compared */
#define STEP_BYTES	(128 * KIB)		/* from one limit to the next */
#define STEPS		((COST_KIB + 4096) / 128)	/* beyond what a comparison needs */

static const struct crypt_cost cost = { COST_KIB, 1 };

/* Bytes of address space in use, from /proc: what a limit is counted from. */
static int64_t
used_bytes(void)
{
	FILE *f = fopen("/proc/self/statm", "re");
	long long pages = 0;

	assert_non_null(f);
	assert_int_equal(fscanf(f, "%lld", &pages), 1);
	fclose(f);
	return pages * sysconf(_SC_PAGESIZE);
}

static enum err
compare(const char *password, const char *hash)
{
	return crypt_password_check(password, hash);
}

static enum err
make(const char *password, const char *hash)
{
	struct mem *m = mem_new();
	enum err rc = crypt_password_hash(m, password, cost, &hash);

	mem_free(&m);
	return rc;
}

/* What f answers in a process that may take so much more memory and no more. */
static enum err
with_room(int64_t room, enum err (*f)(const char *, const char *), const char *password,
    const char *hash)
{
	struct rlimit limit;
	int status;
	pid_t child;

	limit.rlim_cur = limit.rlim_max = (rlim_t)(used_bytes() + room);
	if ((child = fork()) == 0) {
		freopen("/dev/null", "w", stderr);
		if (setrlimit(RLIMIT_AS, &limit) != 0)
			_exit(ERR__MAX);
		_exit((int)f(password, hash));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? (enum err)WEXITSTATUS(status) : ERR__MAX;
}

/* Every amount of memory from none to enough: first busy, then right. */
static void
test_crypt__lack_of_memory_is_never_a_wrong_password(void **state)
{
	int answers[ERR__MAX + 1] = { 0 };
	struct mem *m = mem_new();
	const char *hash;

	(void)state;
	assert_int_equal(crypt_password_hash(m, "Lotus-Harbour-7", cost, &hash), ERR_OK);
	for (int64_t step = 0; step < STEPS; step++) {
		enum err rc = with_room(step * STEP_BYTES, compare, "Lotus-Harbour-7", hash);

		if (rc != ERR_OK && rc != ERR_BUSY)
			fail_msg("%lld KiB of room: error %d", (long long)(step * 128), (int)rc);
		answers[rc]++;
	}
	assert_true(answers[ERR_BUSY] > 0);
	assert_true(answers[ERR_OK] > 0);
	mem_free(&m);
}

static void
test_crypt__wrong_password_with_memory_is_wrong(void **state)
{
	struct mem *m = mem_new();
	const char *hash;

	(void)state;
	assert_int_equal(crypt_password_hash(m, "Lotus-Harbour-7", cost, &hash), ERR_OK);
	assert_int_equal(with_room(64 * KIB * KIB, compare, "another", hash), ERR_INVALID);
	assert_int_equal(with_room(0, compare, "another", hash), ERR_BUSY);
	mem_free(&m);
}

static void
test_crypt__hash_without_memory_is_busy(void **state)
{
	(void)state;
	assert_int_equal(with_room(2048 * KIB, make, "Lotus-Harbour-7", NULL), ERR_BUSY);
	assert_int_equal(with_room(64 * KIB * KIB, make, "Lotus-Harbour-7", NULL), ERR_OK);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_crypt__lack_of_memory_is_never_a_wrong_password),
		cmocka_unit_test(test_crypt__wrong_password_with_memory_is_wrong),
		cmocka_unit_test(test_crypt__hash_without_memory_is_busy),
	};

	return crypt_init() != ERR_OK ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
