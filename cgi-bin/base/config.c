#include "base/banned.h"
#include "base/config.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/config_table.h"
#include "base/str.h"
#include "base/text.h"
#include "base/tree.h"
#include "base/valid.h"

#define PROBLEMS_BYTES	(64 * 1024)	/* a file of nothing but wrong keys is cut here */
#define LINE_BYTES	4096 /* longest line of a settings file we look at to name its number */
#define NESTED_MAX	8			/* braces in braces; our longest key has 3 parts */
#define SECRETS_MODE	0640		/* the web server's group reads it */

#ifndef POINTPERSON_SETTINGS_FILE
#define POINTPERSON_SETTINGS_FILE "/etc/pointperson/pointperson.hdf"
#endif

struct reading {
	struct mem	*m;		/* for everything kept */
	struct config	*config;	/* being filled */
	const char	*file;		/* being read, for messages */
	struct str	 problems;	/* one line each */
	unsigned int	 keys;		/* keys found in the secrets file */
};

/* The names whose braces are open while a file is gone through for a line. */
struct nesting {
	char	 open[LINE_BYTES];		/* "throttle.refusals." */
	size_t	 lengths[NESTED_MAX];		/* of `open` before each of them */
	size_t	 depth;				/* how many */
};

const char *
config_file(void)
{
	const char *file = getenv("POINTPERSON_SETTINGS");

	return file != NULL && file[0] != '\0' ? file : POINTPERSON_SETTINGS_FILE;
}

char *
config_secrets_file(struct mem *m, const char *file)
{
	const char *slash = strrchr(file, '/');
	int folder = slash == NULL ? 0 : (int)(slash - file + 1);

	return mem_fmt(m, "%.*spointperson.secrets.hdf", folder, file);
}

/* What stands in the place of the star of "sms.header.*"; NULL where it is another setting. */
static const char *
word_of(const struct setting *s, const char *key)
{
	size_t length = strlen(s->key) - 1;

	if (strncmp(key, s->key, length) != 0 || key[length] == '\0' ||
	    strchr(key + length, '.') != NULL)
		return NULL;
	return key + length;
}

static const struct setting *
find(const char *key)
{
	size_t i;

	for (i = 0; i < config_settings_count; i++)
		if (strcmp(config_settings[i].key, key) == 0 ||
		    (config_settings[i].kind == KIND_PAIRS &&
			word_of(&config_settings[i], key) != NULL))
			return &config_settings[i];
	return NULL;
}

static const char *
nearest(const char *key)
{
	const char *best = config_settings[0].key;
	size_t i, distance, least = SIZE_MAX;

	for (i = 0; i < config_settings_count; i++)
		if ((distance = text_distance(key, config_settings[i].key)) < least) {
			least = distance;
			best = config_settings[i].key;
		}
	return best;
}

/* Steps over one line of a settings file: does it give the key its value? */
static bool
is_line_of(struct nesting *n, const char *line, const char *key)
{
	const char *start = line + strspn(line, " \t");
	size_t length = strcspn(start, " \t\r\n=:{");
	size_t outer = strlen(n->open);

	if (start[0] == '}' && n->depth > 0)
		n->open[n->lengths[--n->depth]] = '\0';
	if (start[0] == '}' || start[0] == '#' || length == 0)
		return false;
	if (start[length + strspn(start + length, " \t")] == '{') {
		if (n->depth < NESTED_MAX) {
			n->lengths[n->depth++] = outer;
			snprintf(n->open + outer, sizeof(n->open) - outer, "%.*s.", (int)length,
			    start);
		}
		return false;
	}
	return strncmp(key, n->open, outer) == 0 && strlen(key + outer) == length &&
	    strncmp(key + outer, start, length) == 0;
}

/* The line on which a key stands; 0 where it cannot be told (the tree does not remember lines). */
static unsigned int
line_of(const char *file, const char *key)
{
	struct nesting nesting = { .depth = 0 };
	char line[LINE_BYTES];
	unsigned int number = 0;
	bool is_found = false;
	FILE *f = fopen(file, "re");

	while (f != NULL && !is_found && fgets(line, sizeof(line), f) != NULL) {
		number++;
		is_found = is_line_of(&nesting, line, key);
	}
	if (f != NULL)
		fclose(f);
	return is_found ? number : 0;
}

static void
complain(struct reading *r, const char *key, const char *what)
{
	unsigned int line = line_of(r->file, key);

	if (line > 0)
		str_add_fmt(&r->problems, "%s:%u: %s: %s\n", r->file, line, key, what);
	else
		str_add_fmt(&r->problems, "%s: %s: %s\n", r->file, key, what);
}

static const char *
put_count(const struct setting *s, const char *value, void *place, struct mem *m)
{
	int64_t number;

	if (!valid_count(value, &number) || number < s->least || number > s->most)
		return mem_fmt(m, "write a whole number from %lld to %lld, not \"%s\"",
		    (long long)s->least, (long long)s->most, value);
	*(int64_t *)place = number;
	return NULL;
}

static const char *
put_flag(const char *value, void *place, struct mem *m)
{
	if (strcmp(value, "yes") != 0 && strcmp(value, "no") != 0)
		return mem_fmt(m, "write yes or no, not \"%s\"", value);
	*(bool *)place = strcmp(value, "yes") == 0;
	return NULL;
}

static const char *
put_pair(const char *word, const char *value, struct config_pairs *place, struct mem *m)
{
	size_t i;

	for (i = 0; i < place->count && strcmp(place->names[i], word) != 0; i++)
		continue;
	if (i == CONFIG_PAIRS_MAX)
		return mem_fmt(m, "there can be %d of these", CONFIG_PAIRS_MAX);
	place->names[i] = mem_dup(m, word);
	place->values[i] = mem_dup(m, value);
	if (i == place->count)
		place->count++;
	return NULL;
}

/* Each of these settings is an enum of config.h, whose numbers are the places of the words. */
static const char *
put_word(const char *const *words, const char *value, void *place, struct mem *m)
{
	const char *all = "";
	int i;

	for (i = 0; words[i] != NULL; i++) {
		if (strcmp(words[i], value) == 0) {
			*(int *)place = i;
			return NULL;
		}
		all = mem_fmt(m, "%s%s%s", all, i == 0 ? "" : words[i + 1] == NULL ? " or " : ", ",
		    words[i]);
	}
	return mem_fmt(m, "write %s, not \"%s\"", all, value);
}

static const char *
put(struct reading *r, const struct setting *s, const char *key, const char *value)
{
	void *place = (char *)r->config + s->offset;

	switch (s->kind) {
	case KIND_TEXT:
		*(const char **)place = mem_dup(r->m, value);
		return NULL;
	case KIND_COUNT:
		return put_count(s, value, place, r->m);
	case KIND_FLAG:
		return put_flag(value, place, r->m);
	case KIND_KEY:
		if (crypt_decode(value, place, CRYPT_KEY_BYTES) != ERR_OK)
			return "not a key; take it out, and `pointperson migrate` makes one";
		r->keys++;
		return NULL;
	case KIND_PAIRS:
		return put_pair(word_of(s, key), value, place, r->m);
	default:
		return put_word(config_words(s->kind), value, place, r->m);
	}
}

static void
take(void *closure, const char *key, const char *value)
{
	struct reading *r = closure;
	const struct setting *s = find(key);
	const char *what = s == NULL ?
	    mem_fmt(r->m, "there is no such setting; the nearest is %s", nearest(key)) :
	    put(r, s, key, value);

	if (what != NULL)
		complain(r, key, what);
}

static enum err
read_file(struct reading *r, const char *file)
{
	struct tree *t = tree_new();
	const char *problem;
	enum err rc;

	r->file = file;
	if ((rc = tree_read(t, r->m, file, &problem)) == ERR_OK)
		tree_walk(t, take, r);
	else
		str_add_fmt(&r->problems, "%s\n", problem);
	tree_free(&t);
	return rc;
}

static void
set_defaults(struct reading *r)
{
	size_t i;

	*r->config = (struct config){ 0 };
	for (i = 0; i < config_settings_count; i++)
		if (config_settings[i].kind != KIND_KEY && config_settings[i].kind != KIND_PAIRS)
			put(r, &config_settings[i], config_settings[i].key,
			    config_settings[i].fallback);
}

enum err
config_load(struct mem *m, const char *file, struct config *c, const char **problem)
{
	struct reading r = { .m = m, .config = c };
	const char *secrets = config_secrets_file(m, file);
	enum err rc;

	str_init(&r.problems, PROBLEMS_BYTES);
	set_defaults(&r);
	rc = read_file(&r, file);
	if (rc == ERR_OK && access(secrets, F_OK) == 0)
		rc = read_file(&r, secrets);
	c->has_keys = r.keys == 2;
	if (rc == ERR_OK && r.problems.length > 0)
		rc = ERR_INVALID;
	*problem = mem_dup(m, r.problems.text);
	str_release(&r.problems);
	return rc;
}

/* Opens a file to add lines at its end, and ends the one that is there. -1: errno says why not. */
static int
open_to_append(const char *file)
{
	int fd = open(file, O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, SECRETS_MODE);
	char last = '\n';

	if (fd >= 0) {
		fchmod(fd, SECRETS_MODE);	/* whatever the umask */
		return fd;
	}
	if (errno != EEXIST || (fd = open(file, O_RDWR | O_APPEND | O_CLOEXEC)) < 0)
		return -1;
	if (lseek(fd, -1, SEEK_END) >= 0 && read(fd, &last, 1) == 1 && last != '\n')
		write(fd, "\n", 1);
	return fd;
}

static enum err
append_line(struct mem *m, const char *file, const char *line, const char **problem)
{
	int fd = open_to_append(file);
	size_t length = strlen(line);
	bool is_written;

	is_written = fd >= 0 && write(fd, line, length) == (ssize_t)length && fsync(fd) == 0;
	if (!is_written)
		*problem = mem_fmt(m, "%s: %s", file, strerror(errno));
	if (fd >= 0)
		close(fd);
	return is_written ? ERR_OK : ERR_DENIED;
}

enum err
config_make_keys(struct mem *m, const char *file, bool *made, const char **problem)
{
	static const char *const names[] = { "keys.mac", "keys.seal" };
	const char *secrets = config_secrets_file(m, file);
	struct tree *t = tree_new();
	enum err rc = ERR_OK;
	size_t i;

	*made = false;
	*problem = "";
	if (access(secrets, F_OK) == 0)
		rc = tree_read(t, m, secrets, problem);
	for (i = 0; rc == ERR_OK && i < 2; i++) {
		if (tree_get(t, names[i]) != NULL)
			continue;
		rc = append_line(m, secrets, mem_fmt(m, "%s = %s\n", names[i],
		    crypt_random_text(m, CRYPT_KEY_BYTES)), problem);
		*made = rc == ERR_OK;
	}
	tree_free(&t);
	return rc;
}

void
config_each(void (*each)(void *, const char *, const char *, const char *), void *closure)
{
	size_t i;

	for (i = 0; i < config_settings_count; i++)
		if (!config_settings[i].is_secret)
			each(closure, config_settings[i].key, config_settings[i].fallback,
			    config_settings[i].help);
}
