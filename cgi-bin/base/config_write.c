#include "base/banned.h"
#include "base/config_write.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/config.h"
#include "base/file.h"
#include "base/str.h"
#include "base/tree.h"

#define FILE_BYTES	(256 * 1024)	/* the one that is shipped has 20 KiB */
#define FILE_MODE	(S_IRUSR | S_IWUSR | S_IRGRP)
#define SPACES		" \t\r"

bool
config_can_write(const char *value)
{
	size_t length = strlen(value);

	if (strpbrk(value, "\r\n") != NULL)
		return false;
	return length == 0 ||
	    (strchr(SPACES, value[0]) == NULL && strchr(SPACES, value[length - 1]) == NULL);
}

/* Is this the line of the setting? As a comment: the one that shows its default. */
static bool
is_line_of(const char *line, const char *key, bool as_comment)
{
	size_t length = strlen(key);

	/* An example in a comment stands further in. */
	if (as_comment && strncmp(line, "# ", 2) != 0)
		return false;
	line += as_comment ? 2 : strspn(line, SPACES);
	if (strncmp(line, key, length) != 0)
		return false;
	line += length;
	return line[strspn(line, SPACES)] == '=';
}

/* The first such line of a text, NULL none. */
static const char *
find_line(const char *text, const char *key, bool as_comment)
{
	const char *end;

	for (; *text != '\0'; text = end + (*end == '\n')) {
		end = text + strcspn(text, "\n");
		if (is_line_of(text, key, as_comment))
			return text;
	}
	return NULL;
}

static const char *
set(struct mem *m, const char *text, const struct config_value *v)
{
	const char *at = find_line(text, v->key, false);
	const char *rest;
	struct str out;
	size_t length = strlen(text);

	if (at == NULL)
		at = find_line(text, v->key, true);
	rest = at == NULL ? "" : at + strcspn(at, "\n");
	str_init(&out, FILE_BYTES);
	str_add_bytes(&out, text, at == NULL ? length : (size_t)(at - text));
	if (at == NULL && length > 0 && text[length - 1] != '\n')
		str_add_char(&out, '\n');
	str_add_fmt(&out, "%s = %s", v->key, v->value);
	str_add(&out, at == NULL ? "\n" : rest);
	text = mem_dup(m, out.text);
	str_release(&out);
	return text;
}

/* Whoever could read the file before can read the one in its place. */
static bool
keep_owner(int fd, const char *file)
{
	struct stat st;

	if (stat(file, &st) != 0)
		return fchmod(fd, FILE_MODE) == 0;
	return fchown(fd, st.st_uid, st.st_gid) == 0 && fchmod(fd, st.st_mode & 07777) == 0;
}

/* Written beside it and moved there, so that no reader meets half of it. */
static enum err
replace(struct mem *m, const char *name, const char *text, const char **problem)
{
	char *target = realpath(name, NULL);	/* where the name is a link, that stays one */
	const char *file = target == NULL ? name : mem_dup(m, target);
	const char *beside = mem_fmt(m, "%s.new", file);
	size_t length = strlen(text);
	bool is_written;
	int fd;

	free(target);
	fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);
	is_written = fd >= 0 && keep_owner(fd, file) &&
	    write(fd, text, length) == (ssize_t)length && fsync(fd) == 0;
	if (is_written)
		is_written = rename(beside, file) == 0;
	if (!is_written) {
		*problem = mem_fmt(m, "%s: %s", file, strerror(errno));
		unlink(beside);
	}
	if (fd >= 0)
		close(fd);
	return is_written ? ERR_OK : ERR_DENIED;
}

enum err
config_write(struct mem *m, const char *file, const struct config_value *values, size_t count,
    const char **problem)
{
	char *before = file_read(file, FILE_BYTES, NULL);
	const char *text;
	size_t i;

	*problem = "";
	if (before == NULL && errno != ENOENT) {
		*problem = mem_fmt(m, "%s: %s", file, strerror(errno));
		return ERR_DENIED;
	}
	text = before == NULL ? "" : mem_dup(m, before);
	free(before);
	for (i = 0; i < count; i++) {
		if (!config_can_write(values[i].value)) {
			*problem = mem_fmt(m, "%s: a value is one line, without spaces around it",
			    values[i].key);
			return ERR_INVALID;
		}
		text = set(m, text, &values[i]);
	}
	return replace(m, file, text, problem);
}

enum err
config_make_keys(struct mem *m, const char *file, bool *made, const char **problem)
{
	static const char *const names[] = { "keys.mac", "keys.seal" };
	const char *secrets = config_secrets_file(m, file);
	struct config_value missing[2];
	struct tree *t = tree_new();
	enum err rc = ERR_OK;
	size_t i, count = 0;

	*problem = "";
	if (access(secrets, F_OK) == 0)
		rc = tree_read(t, m, secrets, problem);
	for (i = 0; rc == ERR_OK && i < 2; i++)
		if (tree_get(t, names[i]) == NULL)
			missing[count++] = (struct config_value){ names[i],
				crypt_random_text(m, CRYPT_KEY_BYTES) };
	tree_free(&t);
	if (rc == ERR_OK && count > 0)
		rc = config_write(m, secrets, missing, count, problem);
	*made = rc == ERR_OK && count > 0;
	return rc;
}
