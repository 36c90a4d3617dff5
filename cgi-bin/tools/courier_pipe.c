#include "base/banned.h"
#include "tools/courier_pipe.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"

#define PIPE_MS		60000	/* for the whole mail: half of OUTBOX_LEASE_SEC */
#define LOOK_MS		5	/* between two looks whether it has ended */
#define FILES_MAX	256	/* ours are far fewer */
#define NOT_STARTED	127	/* as a shell says it */

/* In the child: nothing of ours but the mail goes along. */
static void
become(const char *program, const char *sender, const char *recipient, int from)
{
	char *const environment[] = { (char[]){ "PATH=/usr/sbin:/usr/bin:/sbin:/bin" }, NULL };
	char *const words[] = { (char *)(uintptr_t)program, (char[]){ "-i" }, (char[]){ "-f" },
		(char *)(uintptr_t)sender, (char[]){ "--" }, (char *)(uintptr_t)recipient, NULL };
	int nowhere = open("/dev/null", O_WRONLY);
	sigset_t none;
	int fd;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	dup2(from, STDIN_FILENO);
	dup2(nowhere, STDOUT_FILENO);
	dup2(nowhere, STDERR_FILENO);
	for (fd = STDERR_FILENO + 1; fd < FILES_MAX; fd++)
		close(fd);
	execve(program, words, environment);
	_exit(NOT_STARTED);
}

/* Writes all of it before the deadline; false where the program did not read that far. */
static bool
feed(int fd, const char *bytes, size_t length, int64_t deadline_ms)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };
	ssize_t n;

	while (length > 0) {
		int64_t left_ms = deadline_ms - clock_now_ms();

		if (left_ms <= 0)
			return false;
		if (poll(&p, 1, (int)left_ms) <= 0)
			continue;
		if ((n = write(fd, bytes, length)) < 0 && errno != EAGAIN && errno != EINTR)
			return false;
		if (n > 0) {
			bytes += n;
			length -= (size_t)n;
		}
	}
	return true;
}

/* Its exit status, -1 where it was ended by a signal, ours included. */
static int
await(pid_t child, int64_t deadline_ms)
{
	struct timespec pause = { .tv_nsec = LOOK_MS * 1000000 };
	int status;
	pid_t found;

	while ((found = waitpid(child, &status, WNOHANG)) != child) {
		if (found < 0 && errno != EINTR)
			return -1;
		if (clock_now_ms() >= deadline_ms)
			kill(child, SIGKILL);
		nanosleep(&pause, NULL);
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static struct outcome
judge(struct mem *m, int status, bool is_fed)
{
	struct outcome out = { .fate = FATE_LATER, .code = status < 0 ? 0 : status };

	if (status == EX_OK && is_fed) {
		out.fate = FATE_SENT;
		out.words = "given to sendmail on this host";
	} else if (status == EX_NOUSER || status == EX_NOHOST || status == EX_DATAERR) {
		out.fate = FATE_FAILED;
		out.status = status == EX_NOUSER ? "5.1.1" : status == EX_NOHOST ? "5.1.2" : "";
		out.words = mem_fmt(m, "refused by sendmail: %s", status == EX_NOUSER ?
		    "no such user" : status == EX_NOHOST ? "no such host" : "not a good mail");
	} else if (status == NOT_STARTED) {
		out.words = "mail.sendmail_path cannot be started";
	} else if (status < 0) {
		out.words = "sendmail did not end in time, or was ended";
	} else {
		out.words = mem_fmt(m, "sendmail ended with %d%s", status,
		    is_fed ? "" : " before it had the whole mail");
	}
	return out;
}

struct outcome
courier_pipe(struct mem *m, const char *program, const char *sender, const char *recipient,
    const char *bytes, size_t length)
{
	int64_t deadline_ms = clock_now_ms() + PIPE_MS;
	int ends[2];
	bool is_fed;
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return (struct outcome){ .words = mem_fmt(m, "no pipe: %s", strerror(errno)) };
	if ((child = fork()) == 0)
		become(program, sender, recipient, ends[0]);
	close(ends[0]);
	if (child < 0) {
		close(ends[1]);
		return (struct outcome){ .words = mem_fmt(m, "no process: %s", strerror(errno)) };
	}
	fcntl(ends[1], F_SETFL, O_NONBLOCK);
	is_fed = feed(ends[1], bytes, length, deadline_ms);
	close(ends[1]);
	return judge(m, await(child, deadline_ms), is_fed);
}
