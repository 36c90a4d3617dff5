#include "base/banned.h"
#include "tools/doctor.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/str.h"

#define SOCKETS_BYTES	(4 * 1024 * 1024)	/* of the kernel's list, a line of 100 each */
#define LISTENING	" 00010000 "	/* __SO_ACCEPTCON in its column of flags */
#define RESTART		"run: systemctl restart pointperson.target"

static int
is_socket(const struct dirent *e)
{
	size_t length = strlen(e->d_name);

	return length > 5 && strcmp(e->d_name + length - 5, ".sock") == 0;
}

static bool
has_sockets(const char *folder)
{
	struct dirent **found = NULL;
	int i, count = scandir(folder, &found, is_socket, NULL);

	for (i = 0; i < count; i++)
		free(found[i]);
	free(found);
	return count > 0;
}

/* The kernel's list; empty where it keeps that to itself, so that nobody seems to wait. */
static void
read_sockets(struct str *list)
{
	int fd = open("/proc/net/unix", O_RDONLY | O_CLOEXEC);

	str_init(list, SOCKETS_BYTES);
	if (fd < 0)
		return;
	if (!file_read_stream(fd, list))
		log_err("/proc/net/unix cannot be read to its end");
	close(fd);
}

/*
 * Does a process, or systemd, wait at it? Asked of the kernel: a connection would start the page.
 */
static bool
is_listening(const char *list, const char *path)
{
	size_t length = strlen(path);
	const char *at = list;

	while ((at = strstr(at, path)) != NULL) {
		const char *line = at;

		while (line > list && line[-1] != '\n')
			line--;
		at += length;
		if (*at == '\n' && memmem(line, (size_t)(at - line), LISTENING,
		    strlen(LISTENING)) != NULL)
			return true;
	}
	return false;
}

/* What is wrong with the socket of a page, "" nothing. */
static const char *
problem_of(struct mem *m, const char *path, const char *list)
{
	struct stat st;

	if (lstat(path, &st) != 0 || !S_ISSOCK(st.st_mode))
		return "there is none; " RESTART;
	if ((st.st_mode & S_IRWXO) != 0)
		return mem_fmt(m, "everyone on this machine may speak to it; run: chmod 660 %s",
		    path);
	if ((st.st_mode & (S_IRGRP | S_IWGRP)) != (S_IRGRP | S_IWGRP))
		return mem_fmt(m, "the web server's group may not use it; run: chmod 660 %s, and "
		    "chgrp www-data where it has another group", path);
	if (!is_listening(list, path))
		return "nobody waits at it; " RESTART;
	return "";
}

void
doctor_check_sockets(struct doctor *d, const char *const *pages, size_t count)
{
	struct mem *m = d->tool->mem;
	const char *folder = d->tool->config.run_folder;
	const char *problem;
	bool is_well = true;
	struct str list;
	size_t i;

	/* Without any, Apache starts the pages, or they are run as CGI. */
	if (!has_sockets(folder))
		return;
	read_sockets(&list);
	for (i = 0; i < count; i++) {
		const char *path = mem_fmt(m, "%s/%s.sock", folder, pages[i]);

		problem = problem_of(m, path, list.text);
		if (problem[0] != '\0') {
			is_well = false;
			doctor_report(d, GRADE_FAIL, mem_fmt(m, "socket %s", path), "%s", problem);
		}
	}
	if (is_well)
		doctor_report(d, GRADE_OK, "sockets of the pages", " ");
	str_release(&list);
}
