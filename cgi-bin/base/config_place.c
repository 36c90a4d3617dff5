/*
 * config_place: where the settings are. Programs that are installed know it; those that were
 * unpacked into some folder of a shared host find it written beside them, for nothing there gives a
 * program that Apache starts an environment.
 */
#include "base/banned.h"
#include "base/config.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

#define NOTE		"settings.path"

#ifndef POINTPERSON_SETTINGS_FILE
#define POINTPERSON_SETTINGS_FILE "/etc/pointperson/pointperson.hdf"
#endif

const char *
config_path(struct mem *m, const char *file, const char *path)
{
	const char *slash = strrchr(file, '/');
	int folder = slash == NULL ? 0 : (int)(slash - file + 1);

	return mem_fmt(m, "%.*s%s", path[0] == '/' ? 0 : folder, file, path);
}

char *
config_secrets_file(struct mem *m, const char *file)
{
	return mem_dup(m, config_path(m, file, "pointperson.secrets.hdf"));
}

/* The same file without ".." and links on the way to it; it need not be there, its folder need. */
static const char *
resolved(struct mem *m, const char *file)
{
	const char *slash = strrchr(file, '/');
	char folder[PATH_MAX];

	if (realpath(mem_fmt(m, "%.*s/", (int)(slash - file), file), folder) == NULL)
		return file;
	return mem_fmt(m, "%s%s", folder, slash);
}

/* The file that stands in the note beside this program; NULL: there is none. */
static const char *
noted_file(struct mem *m)
{
	char program[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", program, sizeof(program) - 1);
	const char *file;
	char *note;

	if (length <= 0)
		return NULL;
	program[length] = '\0';
	if ((note = file_read(config_path(m, program, NOTE), PATH_MAX, NULL)) == NULL)
		return NULL;
	note[strcspn(note, "\r\n")] = '\0';
	file = note[0] == '\0' ? NULL : resolved(m, config_path(m, program, note));
	free(note);
	return file;
}

const char *
config_file(struct mem *m)
{
	const char *file = getenv("POINTPERSON_SETTINGS");

	if (file != NULL && file[0] != '\0')
		return file;
	return (file = noted_file(m)) != NULL ? file : POINTPERSON_SETTINGS_FILE;
}
