/*
 * spawn: starts two CGI programs by turns, as a web server would for each request, and prints the
 * medians of the time from start to end.
 *
 *	spawn A B ROUNDS URI COOKIE
 *
 * Each must end with 0 after an answer with the status 200. Ends with 1 and a sentence otherwise.
 */
#include "base/banned.h"

#include <errno.h>
#include <spawn.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "share.h"

#define ROUNDS_MAX	10000		/* so that the figures fit the table */
#define ANSWER_BYTES	(1024 * 1024)	/* far more than a page */
#define WARM_UP		20		/* until the files are in memory */

extern char **environ;

static void
die(const char *what, const char *which)
{
	fprintf(stderr, "spawn: %s: %s\n", what, which);
	exit(1);
}

static size_t
read_all(int fd, char *bytes)
{
	size_t length = 0;
	ssize_t n;

	while ((n = read(fd, bytes + length, ANSWER_BYTES - length)) > 0 ||
	    (n < 0 && errno == EINTR))
		length += n > 0 ? (size_t)n : 0;
	return length;
}

static pid_t
start(const char *program, int output)
{
	char *const arguments[] = { (char *)program, NULL };
	posix_spawn_file_actions_t actions;
	pid_t child;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", 0, 0);
	posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
	if (posix_spawn(&child, program, &actions, NULL, arguments, environ) != 0)
		die("it cannot be started", program);
	posix_spawn_file_actions_destroy(&actions);
	return child;
}

/* Microseconds of one request, from the start of its process to its end. */
static double
time_one(const char *program)
{
	static const char good[] = "Status: 200 ";
	static char answer[ANSWER_BYTES];
	struct timespec from, to;
	int ends[2], status;
	size_t length;
	pid_t child;

	if (pipe(ends) != 0)
		die("no pipe", program);
	clock_gettime(CLOCK_MONOTONIC, &from);
	child = start(program, ends[1]);
	close(ends[1]);
	length = read_all(ends[0], answer);
	if (waitpid(child, &status, 0) != child || status != 0)
		die("it did not end well", program);
	clock_gettime(CLOCK_MONOTONIC, &to);
	close(ends[0]);
	if (length < sizeof(good) || memcmp(answer, good, sizeof(good) - 1) != 0)
		die("not an answer with the status 200", program);
	return (double)(to.tv_sec - from.tv_sec) * 1e6 + (double)(to.tv_nsec - from.tv_nsec) / 1e3;
}

int
main(int argc, char **argv)
{
	static double times_a[ROUNDS_MAX], times_b[ROUNDS_MAX], ratios[ROUNDS_MAX];
	long i, rounds = argc == 6 ? strtol(argv[3], NULL, 10) : 0;

	if (rounds < 1 || rounds > ROUNDS_MAX)
		die("usage", "spawn A B ROUNDS URI COOKIE");
	setenv("GATEWAY_INTERFACE", "CGI/1.1", 1);
	setenv("REQUEST_METHOD", "GET", 1);
	setenv("REQUEST_URI", argv[4], 1);
	setenv("HTTP_COOKIE", argv[5], 1);
	setenv("HTTP_HOST", "localhost:8080", 1);
	setenv("REMOTE_ADDR", "127.0.0.1", 1);
	for (i = 0; i < WARM_UP; i++) {
		time_one(argv[1]);
		time_one(argv[2]);
	}
	for (i = 0; i < rounds; i++) {
		/* Whoever comes second may find caches warm, so the order changes. */
		if (i % 2 == 0)
			times_a[i] = time_one(argv[1]);
		times_b[i] = time_one(argv[2]);
		if (i % 2 != 0)
			times_a[i] = time_one(argv[1]);
		ratios[i] = times_a[i] / times_b[i];
	}
	printf("a_us=%.0f b_us=%.0f ratio=%.2f ratio_low=%.2f ratio_high=%.2f\n",
	    share(times_a, rounds, 0.5), share(times_b, rounds, 0.5), share(ratios, rounds, 0.5),
	    share(ratios, rounds, 0.25), share(ratios, rounds, 0.75));
	return fflush(stdout) == 0 ? 0 : 1;
}
