#include "base/banned.h"
#include "tools/migrations.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/str.h"
#include "base/text.h"

#define FILE_BYTES	(1024 * 1024)	/* ours are below 10 KiB; a dump is not a migration */
#define NUMBER_DIGITS	4		/* 0001 */

static const char GRANTS[] = "grants.sql";

bool
migrations_number(const char *name, int64_t *number)
{
	const char *rest;
	size_t stem;
	int i;

	*number = 0;
	if (strspn(name, "0123456789") != NUMBER_DIGITS || name[NUMBER_DIGITS] != '-')
		return false;
	for (i = 0; i < NUMBER_DIGITS; i++)
		*number = *number * 10 + (name[i] - '0');
	rest = name + NUMBER_DIGITS + 1;
	stem = strspn(rest, "abcdefghijklmnopqrstuvwxyz0123456789-");
	return *number > 0 && stem > 0 && strcmp(rest + stem, ".sql") == 0;
}

static char *
checksum(struct mem *m, const void *bytes, size_t length)
{
	unsigned char hash[CRYPT_HASH_BYTES];
	char *text = mem_alloc(m, CHECKSUM_TEXT + 1);
	size_t i;

	crypt_hash(bytes, length, hash);
	for (i = 0; i < sizeof(hash); i++)
		snprintf(text + 2 * i, 3, "%02x", (unsigned int)hash[i]);
	return text;
}

/* Bytes of a line that stand before its end and the spaces there. */
static size_t
line_length(const char *line, size_t length)
{
	while (length > 0 && isspace((unsigned char)line[length - 1]))
		length--;
	return length;
}

static bool
is_comment(const char *line, size_t length)
{
	size_t i = 0;

	while (i < length && isspace((unsigned char)line[i]))
		i++;
	return length - i >= 2 && line[i] == '-' && line[i + 1] == '-' &&
	    (length - i == 2 || isspace((unsigned char)line[i + 2]));
}

static bool
is_blank(const char *text)
{
	return text[strspn(text, " \t\r\n")] == '\0';
}

/* Statements being collected. */
struct splitting {
	struct mem	 *m;		/* for the statements */
	struct str	  current;	/* the one being read */
	const char	**statements;	/* room for as many as there are ";" */
	size_t		  count;
	const char	 *problem;	/* NULL while all is well */
};

static void
take_line(struct splitting *s, const char *line, size_t length)
{
	size_t text = line_length(line, length);

	if (text == 0 || is_comment(line, text))
		return;
	if (s->current.length > 0)
		str_add_char(&s->current, '\n');
	if (line[text - 1] != ';') {
		str_add_bytes(&s->current, line, text);
		return;
	}
	str_add_bytes(&s->current, line, text - 1);
	if (is_blank(s->current.text))
		s->problem = mem_fmt(s->m, "there is nothing before the ; that ends statement %zu",
		    s->count + 1);
	s->statements[s->count++] = mem_dup(s->m, s->current.text);
	str_reset(&s->current);
}

static size_t
count_char(const char *text, size_t length, char c)
{
	size_t i, n = 0;

	for (i = 0; i < length; i++)
		n += text[i] == c;
	return n;
}

enum err
migrations_split(struct mem *m, const char *text, size_t length, const char ***statements,
    size_t *count, const char **problem)
{
	struct splitting s = { .m = m };
	size_t at, line;

	*statements = s.statements =
	    mem_array(m, count_char(text, length, ';') + 1, sizeof(*s.statements));
	*count = 0;
	if (!text_is_utf8(text, length) || memchr(text, '\0', length) != NULL) {
		*problem = "it is not a text in UTF-8";
		return ERR_INVALID;
	}
	str_init(&s.current, FILE_BYTES);
	for (at = 0; at < length && s.problem == NULL; at += line + 1) {
		const char *end = memchr(text + at, '\n', length - at);

		line = end == NULL ? length - at : (size_t)(end - (text + at));
		take_line(&s, text + at, line);
	}
	if (s.problem == NULL && s.current.length > 0)
		s.problem = "its last statement has no ; at the end of a line";
	str_release(&s.current);
	*count = s.count;
	*problem = s.problem == NULL ? "" : s.problem;
	return s.problem == NULL ? ERR_OK : ERR_INVALID;
}

/*
 * The whole file in the arena; NULL where it cannot be read or is too large, with the reason in
 * *problem.
 */
static char *
read_whole(struct mem *m, const char *path, size_t *length, const char **problem)
{
	FILE *f = fopen(path, "re");
	char *text = NULL;
	struct stat st;

	if (f == NULL || fstat(fileno(f), &st) != 0) {
		*problem = mem_fmt(m, "%s: %s", path, strerror(errno));
	} else if (!S_ISREG(st.st_mode) || st.st_size > FILE_BYTES) {
		*problem = mem_fmt(m, "%s: it is no file, or too large", path);
	} else {
		text = mem_alloc(m, (size_t)st.st_size + 1);
		*length = fread(text, 1, (size_t)st.st_size, f);
		if (ferror(f)) {
			*problem = mem_fmt(m, "%s: it cannot be read", path);
			text = NULL;
		}
	}
	if (f != NULL)
		fclose(f);
	return text;
}

enum err
migrations_read_file(struct mem *m, const char *folder, const char *name, struct migration *file,
    const char **problem)
{
	const char *path = mem_fmt(m, "%s/%s", folder, name);
	const char *why;
	size_t length;
	char *text;

	*file = (struct migration){ .name = mem_dup(m, name) };
	if ((text = read_whole(m, path, &length, problem)) == NULL)
		return ERR_MISSING;
	if (migrations_split(m, text, length, &file->statements, &file->count, &why) != ERR_OK) {
		*problem = mem_fmt(m, "%s: %s", path, why);
		return ERR_INVALID;
	}
	file->checksum = checksum(m, text, length);
	return ERR_OK;
}

static int
is_sql(const struct dirent *e)
{
	size_t length = strlen(e->d_name);

	return length > 4 && e->d_name[0] != '.' && strcmp(e->d_name + length - 4, ".sql") == 0 &&
	    strcmp(e->d_name, GRANTS) != 0;
}

static enum err
read_one(struct mem *m, const char *folder, const char *name, struct migration *file,
    const char **problem)
{
	int64_t number;
	enum err rc;

	if (!migrations_number(name, &number)) {
		*problem = mem_fmt(m,
		    "%s/%s: a migration is called 0001-what-it-does.sql; rename it "
		    "or take it away",
		    folder, name);
		return ERR_INVALID;
	}
	rc = migrations_read_file(m, folder, name, file, problem);
	file->number = number;
	return rc;
}

enum err
migrations_check_order(struct mem *m, const struct migrations *all, const char **problem)
{
	size_t i;

	for (i = 0; i < all->count; i++) {
		const struct migration *f = &all->files[i];

		if (f->number == (int64_t)i + 1)
			continue;
		if (i > 0 && f->number == all->files[i - 1].number)
			*problem = mem_fmt(m, "%s and %s have the same number",
			    all->files[i - 1].name, f->name);
		else
			*problem = mem_fmt(m, "there is no migration with number %04zu before %s",
			    i + 1, f->name);
		return ERR_INVALID;
	}
	return ERR_OK;
}

enum err
migrations_read(struct mem *m, const char *folder, struct migrations *all, const char **problem)
{
	struct dirent **found = NULL;
	int i, count = scandir(folder, &found, is_sql, alphasort);
	enum err rc = ERR_OK;

	*all = (struct migrations){ 0 };
	if (count < 0) {
		*problem = mem_fmt(m, "%s: %s", folder, strerror(errno));
		return ERR_MISSING;
	}
	all->files = mem_array(m, (size_t)count, sizeof(*all->files));
	if (count > MIGRATIONS_MAX) {
		*problem = mem_fmt(m, "%s: more than %d migrations", folder, MIGRATIONS_MAX);
		rc = ERR_INVALID;
	}
	for (i = 0; i < count; i++) {
		if (rc == ERR_OK)
			rc = read_one(m, folder, found[i]->d_name, &all->files[all->count++],
			    problem);
		free(found[i]);
	}
	free(found);
	if (rc == ERR_OK && count == 0) {
		*problem = mem_fmt(m, "%s: there are no migrations here", folder);
		rc = ERR_MISSING;
	}
	return rc == ERR_OK ? migrations_check_order(m, all, problem) : rc;
}

char *
migrations_done_checksum(struct mem *m, const struct migration *file, size_t done)
{
	struct str all;
	char *sum;
	size_t i;

	/*
	 * Joined by a byte that no statement holds. Comments are not part of it: they may be
	 * corrected.
	 */
	str_init(&all, 2 * FILE_BYTES);
	for (i = 0; i < done && i < file->count; i++)
		str_add_bytes(&all, file->statements[i], strlen(file->statements[i]) + 1);
	sum = checksum(m, all.text, all.length);
	str_release(&all);
	return sum;
}

/* A file whose number the journal has. */
static const char *
compare(struct mem *m, const struct migration *file, const struct applied *row, struct resume *at)
{
	bool is_same = strcmp(file->checksum, row->checksum) == 0;

	if (row->is_finished && is_same)
		return NULL;
	if (row->is_finished)
		return mem_fmt(m, "%s was changed after it was applied (as %s). Put it back as it "
		    "was, and write a new migration", file->name, row->name);
	at->is_begun = true;
	at->is_corrected = !is_same;
	at->statement = (size_t)row->done;
	if (row->done < 0 || (size_t)row->done > file->count || strcmp(row->done_checksum,
	    migrations_done_checksum(m, file, (size_t)row->done)) != 0)
		return mem_fmt(m,
		    "%s was changed in its first %lld statements, which are done already. "
		    "Put them back as they were",
		    file->name, (long long)row->done);
	at->is_unknown = row->running == row->done + 1;
	if (at->is_unknown && at->is_corrected)
		return mem_fmt(m,
		    "%s was changed, but whether its statement %lld is done is not known. "
		    "Put the file back as it was and run this again",
		    file->name, (long long)row->running);
	return NULL;
}

enum err
migrations_resume(struct mem *m, const struct migrations *all, const struct applied *rows,
    size_t count, struct resume *at, const char **problem)
{
	size_t i;

	*at = (struct resume){ 0 };
	*problem = NULL;
	for (i = 0; i < count && *problem == NULL; i++) {
		if (rows[i].number != (int64_t)i + 1 || (i + 1 < count && !rows[i].is_finished))
			*problem = mem_fmt(m,
			    "the journal (table schema_migration) is damaged near number "
			    "%04lld: restore it from a backup",
			    (long long)rows[i].number);
		else if (i >= all->count)
			*problem = mem_fmt(m, "the database is newer than this program: it has %s. "
			    "Install that version or a later one", rows[i].name);
		else
			*problem = compare(m, &all->files[i], &rows[i], at);
	}
	at->file = count > 0 && !rows[count - 1].is_finished ? count - 1 : count;
	return *problem == NULL ? ERR_OK : ERR_INVALID;
}

bool
migrations_is_data(const char *statement)
{
	static const char *const verbs[] = { "INSERT", "UPDATE", "DELETE", "REPLACE" };
	const char *start = statement + strspn(statement, " \t\r\n");
	size_t i, length = strcspn(start, " \t\r\n");

	for (i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strlen(verbs[i]) == length && strncasecmp(start, verbs[i], length) == 0)
			return true;
	return false;
}

bool
migrations_is_done_before(unsigned long error)
{
	static const unsigned long errors[] = {
		1050,	/* the table is there */
		1051,	/* the table to drop is gone */
		1060,	/* the column is there */
		1061,	/* the key is there */
		1091,	/* the column or key to drop is gone */
		1826,	/* the foreign key is there */
		3822,	/* MySQL: the CHECK is there */
	};
	size_t i;

	for (i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (errors[i] == error)
			return true;
	return false;
}
