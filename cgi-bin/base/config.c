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

#include "base/str.h"
#include "base/text.h"
#include "base/tree.h"
#include "base/valid.h"

#define PROBLEMS_BYTES	(64 * 1024)	/* a file of nothing but wrong keys is cut here */
#define LINE_BYTES	4096 /* longest line of a settings file we look at to name its number */
#define NESTED_MAX	8			/* braces in braces; our longest key has 3 parts */
#define SECRETS_MODE	0640		/* the web server's group reads it */
#define DAY_SEC		86400

#ifndef POINTPERSON_SETTINGS_FILE
#define POINTPERSON_SETTINGS_FILE "/etc/pointperson/pointperson.hdf"
#endif
#ifndef POINTPERSON_DATA_FOLDER
#define POINTPERSON_DATA_FOLDER "/usr/share/pointperson"
#endif
#ifndef POINTPERSON_PROGRAMS_FOLDER
#define POINTPERSON_PROGRAMS_FOLDER "/usr/libexec/pointperson/cgi-bin"
#endif

enum kind { KIND_TEXT, KIND_COUNT, KIND_FLAG, KIND_KEY };

struct setting {
	const char	*key;		/* as written in the file */
	enum kind	 kind;		/* what its value is */
	size_t		 offset;	/* where it stands in struct config */
	const char	*fallback;	/* the default, as it would be written */
	int64_t		 least;		/* KIND_COUNT: bounds, both allowed */
	int64_t		 most;
	const char	*help;		/* one phrase */
	bool		 is_secret;	/* stands in the secrets file */
};

#define AT(member) offsetof(struct config, member)

static const struct setting settings[] = {
	{ "demo", KIND_FLAG, AT(is_demo), "no", 0, 0,
	    "yes: demo data may be loaded; never on a real site", false },
	{ "site.name", KIND_TEXT, AT(site_name), "Pointperson", 0, 0,
	    "what the portal calls itself", false },
	{ "site.url", KIND_TEXT, AT(site_url), "http://localhost:8080", 0, 0,
	    "the address people type, without a slash at the end", false },
	{ "site.support_email", KIND_TEXT, AT(support_email), "", 0, 0,
	    "where people write for help", false },
	{ "site.support_phone", KIND_TEXT, AT(support_phone), "", 0, 0, "whom people call for help",
	    false },
	{ "database.socket", KIND_TEXT, AT(database.socket), "/run/mysqld/mysqld.sock", 0, 0,
	    "unix socket of the database; empty to use host and port", false },
	{ "database.host", KIND_TEXT, AT(database.host), "127.0.0.1", 0, 0,
	    "database host, over TLS unless it is 127.0.0.1", false },
	{ "database.port", KIND_COUNT, AT(database.port), "3306", 1, 65535, "its TCP port", false },
	{ "database.name", KIND_TEXT, AT(database.name), "pointperson", 0, 0,
	    "name of the database", false },
	{ "database.user", KIND_TEXT, AT(database.user), "pointperson", 0, 0,
	    "who the pages are in the database", false },
	{ "database.password", KIND_TEXT, AT(database.password), "", 0, 0, "password of that user",
	    true },
	{ "database.migration_user", KIND_TEXT, AT(migration_user), "pointperson_migrations", 0, 0,
	    "who may change tables; used by `pointperson migrate` only", false },
	{ "database.migration_password", KIND_TEXT, AT(migration_password), "", 0, 0,
	    "password of that user", true },
	{ "database.tls_ca", KIND_TEXT, AT(database.tls_ca), "", 0, 0,
	    "file with the authority that signed the database's certificate", false },
	{ "paths.templates", KIND_TEXT, AT(templates_folder), POINTPERSON_DATA_FOLDER "/templates",
	    0, 0, "the templates", false },
	{ "paths.sql", KIND_TEXT, AT(sql_folder), POINTPERSON_DATA_FOLDER "/sql", 0, 0,
	    "the migrations", false },
	{ "paths.programs", KIND_TEXT, AT(programs_folder), POINTPERSON_PROGRAMS_FOLDER, 0, 0,
	    "the page programs", false },
	{ "paths.run", KIND_TEXT, AT(run_folder), "/run/pointperson", 0, 0,
	    "folder for small lock files, private to the portal", false },
	{ "session.idle_sec", KIND_COUNT, AT(session_idle_sec), "1800", 60, DAY_SEC,
	    "a session ends after so many seconds without a request", false },
	{ "session.longest_sec", KIND_COUNT, AT(session_longest_sec), "43200", 60, 30 * DAY_SEC,
	    "and after so many seconds in any case", false },
	{ "password.memory_kib", KIND_COUNT, AT(password_cost.memory_kib), "19456", 8192, 1048576,
	    "memory of one argon2id hash, in KiB", false },
	{ "password.passes", KIND_COUNT, AT(password_cost.passes), "2", 1, 20,
	    "passes over that memory", false },
	{ "password.hashes_at_once", KIND_COUNT, AT(hashes_at_once), "4", 1, 64,
	    "password hashes on this machine at one time", false },
	{ "throttle.sign_in_address.burst", KIND_COUNT, AT(sign_in_address.burst), "5", 1, 1000,
	    "wrong passwords for one address without waiting", false },
	{ "throttle.sign_in_address.interval_sec", KIND_COUNT, AT(sign_in_address.interval_sec),
	    "30", 1, DAY_SEC, "then one more every so many seconds", false },
	{ "throttle.sign_in_client.burst", KIND_COUNT, AT(sign_in_client.burst), "30", 1, 10000,
	    "wrong passwords from one client without waiting", false },
	{ "throttle.sign_in_client.interval_sec", KIND_COUNT, AT(sign_in_client.interval_sec), "10",
	    1, DAY_SEC, "then one more every so many seconds", false },
	{ "throttle.refusals.burst", KIND_COUNT, AT(refusals.burst), "20", 1, 10000,
	    "audit events of refused requests of one session", false },
	{ "throttle.refusals.interval_sec", KIND_COUNT, AT(refusals.interval_sec), "60", 1, DAY_SEC,
	    "then one more every so many seconds", false },
	{ "form.body_max", KIND_COUNT, AT(body_max), "65536", 4096, 131072, "bytes in one form",
	    false },
	{ "account.contact_limit", KIND_COUNT, AT(contact_limit), "5", 1, 1000,
	    "contact persons a new account may have", false },
	{ "keys.mac", KIND_KEY, AT(keys.mac), "", 0, 0, "authenticates cookies and tokens", true },
	{ "keys.seal", KIND_KEY, AT(keys.seal), "", 0, 0, "seals what must wait in the database",
	    true },
};

#define SETTINGS (sizeof(settings) / sizeof(settings[0]))

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

static const struct setting *
find(const char *key)
{
	size_t i;

	for (i = 0; i < SETTINGS; i++)
		if (strcmp(settings[i].key, key) == 0)
			return &settings[i];
	return NULL;
}

static const char *
nearest(const char *key)
{
	const char *best = settings[0].key;
	size_t i, distance, least = SIZE_MAX;

	for (i = 0; i < SETTINGS; i++)
		if ((distance = text_distance(key, settings[i].key)) < least) {
			least = distance;
			best = settings[i].key;
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
put(struct reading *r, const struct setting *s, const char *value)
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
	}
	return NULL;
}

static void
take(void *closure, const char *key, const char *value)
{
	struct reading *r = closure;
	const struct setting *s = find(key);
	const char *what = s == NULL ?
	    mem_fmt(r->m, "there is no such setting; the nearest is %s", nearest(key)) :
	    put(r, s, value);

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
	for (i = 0; i < SETTINGS; i++)
		if (settings[i].kind != KIND_KEY)
			put(r, &settings[i], settings[i].fallback);
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

	for (i = 0; i < SETTINGS; i++)
		if (!settings[i].is_secret)
			each(closure, settings[i].key, settings[i].fallback, settings[i].help);
}
