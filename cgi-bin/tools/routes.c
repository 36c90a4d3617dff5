/*
 * routes: asks every page program for its table of routes. The programs know their routes, nobody
 * else does.
 */
#include "base/banned.h"
#include "tools/tool.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define LINE_BYTES	1024	/* a route with all its fields is below 500 */
#define EXIT_NO_EXEC	127	/* what a shell answers for a program that cannot be started */

static int
is_program(const struct dirent *e)
{
	size_t length = strlen(e->d_name);

	return length > 5 && strcmp(e->d_name + length - 5, ".fcgi") == 0;
}

/* Prints what comes from the program, each line with its name in front. */
static void
print_lines(int fd, const char *name)
{
	char line[LINE_BYTES];
	FILE *f = fdopen(fd, "r");
	int shown = (int)(strlen(name) - strlen(".fcgi"));

	if (f == NULL) {
		close(fd);
		return;
	}
	while (fgets(line, sizeof(line), f) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		tool_say("%.*s\t%s", shown, name, line);
	}
	fclose(f);
}

static _Noreturn void
become(const char *path, int output)
{
	if (dup2(output, STDOUT_FILENO) >= 0)
		execl(path, path, "--routes", (char *)NULL);
	_exit(EXIT_NO_EXEC);
}

static bool
ask(struct mem *m, const char *folder, const char *name)
{
	const char *path = mem_fmt(m, "%s/%s", folder, name);
	int ends[2], status = 0;
	pid_t child;

	if (pipe(ends) != 0)
		return false;
	if ((child = fork()) == 0) {
		close(ends[0]);
		become(path, ends[1]);
	}
	close(ends[1]);
	print_lines(ends[0], name);
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		continue;
	if (child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	tool_complain("%s does not tell its routes: it cannot be started, or its table is wrong.",
	    path);
	return false;
}

static enum tool_exit
run(struct tool *t)
{
	const char *folder = t->config.programs_folder;
	enum tool_exit status = TOOL_OK;
	struct dirent **found = NULL;
	int i, count = scandir(folder, &found, is_program, alphasort);

	if (count < 0) {
		tool_complain("%s (paths.programs): %s", folder, strerror(errno));
		return TOOL_FAILED;
	}
	if (count == 0) {
		tool_complain("there are no programs (*.fcgi) in %s (paths.programs).", folder);
		status = TOOL_FAILED;
	}
	for (i = 0; i < count; i++) {
		if (!ask(t->mem, folder, found[i]->d_name))
			status = TOOL_FAILED;
		free(found[i]);
	}
	free(found);
	return status;
}

const struct tool_command tool_routes = {
	"routes", "Prints the routes of every page program, with the right each one asks for.",
	NULL, 0, false, run, NULL
};
