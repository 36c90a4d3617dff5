/*
 * test_slots: no more than so many at one time, over processes; who dies gives back.
 */
#include "base/banned.h"
#include "base/slots.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/test_slots.XXXXXX";

static int
set_up(void **state)
{
	(void)state;
	memcpy(folder + sizeof(folder) - 7, "XXXXXX", 6);
	return mkdtemp(folder) == NULL ? -1 : 0;
}

static int
tear_down(void **state)
{
	char path[sizeof(folder) + 32];

	(void)state;
	for (int i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "%s/slot-%d.lock", folder, i);
		unlink(path);
	}
	return rmdir(folder);
}

static void
test_slots__no_more_than_count(void **state)
{
	int a, b, c = 0;

	(void)state;
	assert_int_equal(slots_enter(folder, 2, 0, &a), ERR_OK);
	assert_int_equal(slots_enter(folder, 2, 0, &b), ERR_OK);
	assert_int_equal(slots_enter(folder, 2, 0, &c), ERR_BUSY);
	assert_int_equal(c, -1);

	slots_leave(&a);

	assert_int_equal(a, -1);
	assert_int_equal(slots_enter(folder, 2, 0, &c), ERR_OK);
	slots_leave(&b);
	slots_leave(&c);
	slots_leave(&c);
}

static pid_t
hold_in_child(int *ready)
{
	int pipe_ends[2];
	pid_t child;
	int slot;
	char c = 'x';

	assert_int_equal(pipe(pipe_ends), 0);
	if ((child = fork()) == 0) {
		if (slots_enter(folder, 1, 0, &slot) == ERR_OK)
			write(pipe_ends[1], &c, 1);
		pause();
		_exit(0);
	}
	close(pipe_ends[1]);
	*ready = (int)read(pipe_ends[0], &c, 1);
	close(pipe_ends[0]);
	return child;
}

static void
test_slots__of_a_dead_process_is_free(void **state)
{
	int ready, slot;
	pid_t child = hold_in_child(&ready);

	(void)state;
	assert_int_equal(ready, 1);
	assert_int_equal(slots_enter(folder, 1, 0, &slot), ERR_BUSY);

	kill(child, SIGKILL);
	waitpid(child, NULL, 0);

	assert_int_equal(slots_enter(folder, 1, 0, &slot), ERR_OK);
	slots_leave(&slot);
}

/* The state of a process follows its name, in brackets that the name may hold as well. */
static bool
is_asleep(pid_t process)
{
	char path[32], text[512], *end;
	ssize_t length;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)process);
	if ((fd = open(path, O_RDONLY)) < 0)
		return false;
	length = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[length < 0 ? 0 : length] = '\0';
	end = strrchr(text, ')');
	return end != NULL && strncmp(end, ") S", 3) == 0;
}

/* The slot is given back while the other process sleeps, waiting for it. */
static void
test_slots__waits_for_one(void **state)
{
	int ready, slot;
	pid_t child = hold_in_child(&ready);
	pid_t killer;

	(void)state;
	assert_int_equal(ready, 1);
	if ((killer = fork()) == 0) {
		while (!is_asleep(getppid()))
			;
		kill(child, SIGKILL);
		_exit(0);
	}

	assert_int_equal(slots_enter(folder, 1, 30000, &slot), ERR_OK);

	waitpid(killer, NULL, 0);
	waitpid(child, NULL, 0);
	slots_leave(&slot);
}

static void
test_slots__folder_that_cannot_be_written(void **state)
{
	int slot = 0;

	(void)state;
	assert_int_equal(slots_enter("/nowhere/at/all", 1, 0, &slot), ERR_BUG);
	assert_int_equal(slot, -1);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_slots__no_more_than_count, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_slots__of_a_dead_process_is_free, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(test_slots__waits_for_one, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_slots__folder_that_cannot_be_written, set_up,
		    tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
