#include "base/banned.h"
#include "base/config.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/config_table.h"
#include "base/proxies.h"
#include "base/str.h"
#include "base/text.h"
#include "base/tree.h"
#include "base/valid.h"

#define PROBLEMS_BYTES	(64 * 1024)	/* a file of nothing but wrong keys is cut here */
#define NAME_BYTES	512	/* a name with all its parents; a longer one is cut in messages */
#define NESTED_MAX	8			/* braces in braces; our longest key has 3 parts */
#define SPACES		" \t\r\n"

struct reading {
	struct mem	*m;		/* for everything kept */
	struct config	*config;	/* being filled */
	const char	*file;		/* being read, for messages */
	struct str	 problems;	/* one line each */
	unsigned int	 keys;		/* keys found in the secrets file */
};

/* What a line of a settings file does. */
enum line {
	LINE_VALUE,			/* gives a name its value */
	LINE_OTHER,			/* nothing of that: a comment, a brace */
	LINE_CROWDED,			/* opens a brace, and there is more behind it */
	LINE_TOO_DEEP,			/* opens one brace more than NESTED_MAX */
	LINE_CLOSES_NOTHING,		/* closes a brace where none is open */
	LINE_END			/* there is none: the file ends */
};

/* A settings file that is gone through line by line, as the tree does not remember lines. */
struct lines {
	FILE		*f;			/* NULL: it cannot be opened */
	char		*text;			/* the line at hand, from getline() */
	size_t		 text_bytes;		/* room for it */
	const char	*name;			/* of LINE_VALUE and LINE_CROWDED, in the text */
	size_t		 name_length;
	unsigned int	 number;		/* of the line at hand, from 1 */
	char		 open[NAME_BYTES];	/* whose braces are open: "throttle.refusals." */
	size_t		 lengths[NESTED_MAX];	/* of `open` before each of them */
	unsigned int	 numbers[NESTED_MAX];	/* the lines that opened them */
	size_t		 depth;			/* how many */
	char		 ending[NAME_BYTES];	/* of a text that began with "name << ending" */
	unsigned int	 text_number;		/* the line it began on */
};

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

static enum line
open_brace(struct lines *l, const char *rest)
{
	size_t outer = strlen(l->open), length = strlen(rest);
	bool is_alone = rest[strspn(rest, SPACES)] == '\0';

	while (length > 0 && strchr(SPACES, rest[length - 1]) != NULL)
		length--;
	if (length > 0 && rest[length - 1] == '}')
		return LINE_CROWDED;
	if (l->depth == NESTED_MAX)
		return LINE_TOO_DEEP;
	l->numbers[l->depth] = l->number;
	l->lengths[l->depth++] = outer;
	snprintf(l->open + outer, sizeof(l->open) - outer, "%.*s.", (int)l->name_length, l->name);
	return is_alone ? LINE_OTHER : LINE_CROWDED;
}

static enum line
close_brace(struct lines *l)
{
	if (l->depth == 0)
		return LINE_CLOSES_NOTHING;
	l->open[l->lengths[--l->depth]] = '\0';
	return LINE_OTHER;
}

/* Is this a line of a text of many lines? */
static bool
is_inside_text(struct lines *l)
{
	size_t length = strlen(l->ending);

	if (length == 0)
		return false;
	if (strncmp(l->text, l->ending, length) == 0 &&
	    l->text[length + strspn(l->text + length, SPACES)] == '\0')
		l->ending[0] = '\0';
	return true;
}

static enum line
next_line(struct lines *l)
{
	const char *rest;

	if (l->f == NULL || getline(&l->text, &l->text_bytes, l->f) < 0)
		return LINE_END;
	l->number++;
	if (is_inside_text(l))
		return LINE_OTHER;
	l->name = l->text + strspn(l->text, SPACES);
	l->name_length = strcspn(l->name, SPACES "=:{<");
	if (l->name[0] == '}')
		return close_brace(l);
	if (l->name[0] == '#' || l->name_length == 0)
		return LINE_OTHER;
	rest = l->name + l->name_length;
	rest += strspn(rest, SPACES);
	if (rest[0] == '{')
		return open_brace(l, rest + 1);
	if (strncmp(rest, "<<", 2) == 0) {
		rest += 2 + strspn(rest + 2, SPACES);
		l->text_number = l->number;
		snprintf(l->ending, sizeof(l->ending), "%.*s", (int)strcspn(rest, SPACES), rest);
	}
	return LINE_VALUE;
}

static void
lines_close(struct lines *l)
{
	if (l->f != NULL)
		fclose(l->f);
	free(l->text);
}

/* The line on which a key stands; 0 where it cannot be told. */
static unsigned int
line_of(const char *file, const char *key)
{
	struct lines l = { .f = fopen(file, "re") };
	bool is_found = false;
	enum line kind;
	size_t outer;

	while (!is_found && (kind = next_line(&l)) != LINE_END) {
		outer = strlen(l.open);
		is_found = kind == LINE_VALUE && strncmp(key, l.open, outer) == 0 &&
		    strlen(key + outer) == l.name_length &&
		    strncmp(key + outer, l.name, l.name_length) == 0;
	}
	lines_close(&l);
	return is_found ? l.number : 0;
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

static void
complain_of_open(struct reading *r, const struct lines *l)
{
	size_t i, length;

	for (i = 0; i < l->depth; i++) {
		length = i + 1 < l->depth ? l->lengths[i + 1] : strlen(l->open);
		str_add_fmt(&r->problems, "%s:%u: %.*s: its { is closed by no }\n", r->file,
		    l->numbers[i], (int)length - 1, l->open);
	}
}

/*
 * The tree's reader goes in silence over what stands behind a brace on its line, over braces that
 * are never closed, and ends at one that closes nothing. What is there in vain is refused here.
 */
static enum err
check_lines(struct reading *r)
{
	struct lines l = { .f = fopen(r->file, "re") };
	size_t before = r->problems.length;
	enum line kind;

	while ((kind = next_line(&l)) != LINE_END && kind != LINE_TOO_DEEP)
		if (kind == LINE_CROWDED)
			str_add_fmt(&r->problems, "%s:%u: %.*s: write what belongs between { and } "
			    "on lines of its own\n", r->file, l.number, (int)l.name_length, l.name);
		else if (kind == LINE_CLOSES_NOTHING)
			str_add_fmt(&r->problems, "%s:%u: this } closes no {\n", r->file,
			    l.number);
	if (kind == LINE_TOO_DEEP)
		str_add_fmt(&r->problems, "%s:%u: %s%.*s: no setting stands that deep\n", r->file,
		    l.number, l.open, (int)l.name_length, l.name);
	else
		complain_of_open(r, &l);
	if (l.ending[0] != '\0')
		str_add_fmt(&r->problems, "%s:%u: no line %s ends this text\n", r->file,
		    l.text_number, l.ending);
	lines_close(&l);
	return r->problems.length > before ? ERR_INVALID : ERR_OK;
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
put_text(struct reading *r, enum kind kind, const char *value, void *place)
{
	const char *problem;
	struct mem *m = r->m;


	if (kind == KIND_NAME && value[0] == '\0')
		return "it cannot be empty";
	if (kind == KIND_SITE && !config_is_site(value))
		return mem_fmt(m, "write http:// or https:// and a host, without a slash or "
		    "anything else behind it, not \"%s\"", value);
	if (kind == KIND_PROXIES && (problem = proxies_problem(m, value)) != NULL)
		return problem;
	*(const char **)place = kind != KIND_PATH || value[0] == '\0' ? mem_dup(m, value) :
	    config_path(m, r->file, value);
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
	case KIND_NAME:
	case KIND_SITE:
	case KIND_PATH:
	case KIND_PROXIES:
		return put_text(r, s->kind, value, place);
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
	struct tree *t;
	const char *problem;
	enum err rc;

	r->file = file;
	if ((rc = check_lines(r)) != ERR_OK)
		return rc;
	t = tree_new();
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
	struct reading r = { .m = m, .config = c, .file = file };
	const char *defaults = config_path(m, file, "pointperson.defaults.hdf");
	const char *secrets = config_secrets_file(m, file);
	enum err rc = ERR_OK;

	str_init(&r.problems, PROBLEMS_BYTES);
	set_defaults(&r);
	if (access(defaults, F_OK) == 0)
		rc = read_file(&r, defaults);
	if (rc == ERR_OK)
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

const char *
config_problem(struct mem *m, const char *key, const char *value)
{
	struct config scratch = { 0 };
	struct reading r = { .m = m, .config = &scratch, .file = "" };
	const struct setting *s = find(key);

	return s == NULL ? "there is no such setting" : put(&r, s, key, value);
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
