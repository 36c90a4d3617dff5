#include "base/banned.h"
#include "tools/setup.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/valid.h"
#include "domain/account.h"
#include "tools/setup_private.h"
#include "tools/tool.h"

#define SERVER_MARIADB	100600	/* 10.6.0, as MYSQL_VERSION_ID: the first that is tested */
#define SERVER_MYSQL	80016	/* 8.0.16: the first that keeps a CHECK */
#define RUN_FOLDER_MODE	0700	/* small lock files, the pages' own */
#define LINES_SHOWN	3	/* of what went wrong; the log has all */
#define PORT_USUAL	"3306"

/* What the server answers to who may not come in (mysqld_error.h, errmsg.h). */
enum {
	DENIED_DATABASE = 1044,
	DENIED_USER = 1045,
	NO_DATABASE = 1049,
	DENIED_PLUGIN = 1698,
	CLIENT_ERRORS = 2000	/* from here on: it could not be reached */
};

static const char SQL_SERVER[] = "SELECT VERSION(), @@character_set_database";

/* Where a database on the same machine listens, by who packed it. */
static const char *
local_socket(const struct config *c)
{
	const char *const places[] = { c->database.socket, "/run/mysqld/mysqld.sock",
		"/var/run/mysqld/mysqld.sock", "/var/lib/mysql/mysql.sock", "/tmp/mysql.sock" };
	struct stat st;
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (stat(places[i], &st) == 0 && S_ISSOCK(st.st_mode))
			return places[i];
	return "";
}

/* "localhost" means the machine's own socket, as it does to every client of this database. */
static enum err
read_server(struct context *cx, const char *server, struct db_options *o, struct problems *p)
{
	const char *colon = strrchr(server, ':');
	const char *port = colon == NULL ? PORT_USUAL : colon + 1;

	o->socket = server[0] == '/' ? server :
	    strcmp(server, "localhost") == 0 ? local_socket(cx->config) : "";
	o->host = colon == NULL ? server :
	    mem_dup_bytes(cx->mem, server, (size_t)(colon - server));
	if (o->socket[0] != '\0' || strcmp(o->host, "localhost") == 0)
		o->host = "127.0.0.1";
	o->port = strtol(PORT_USUAL, NULL, 10);
	if (o->socket[0] != '\0' ||
	    (valid_count(port, &o->port) && o->port >= 1 && o->port <= 65535))
		return ERR_OK;
	problems_add(p, "server", "Write localhost, the path of a socket, or a host name, with "
	    ":port behind it where that is not " PORT_USUAL ".");
	return ERR_INVALID;
}

/* Says about the field that can be put right why nobody came in. */
static enum err
explain(struct db *db, const struct db_options *o, bool is_tables_user, struct problems *p)
{
	const char *why = db_problem(db);

	switch (strtol(why, NULL, 10)) {
	case DENIED_USER:
	case DENIED_PLUGIN:
		problems_add(p, is_tables_user ? "tables_password" : "password",
		    "The database does not let %s in with this password. Both are set in your "
		    "host's control panel; its answer: %s", o->user, why);
		break;
	case DENIED_DATABASE:
		problems_add(p, is_tables_user ? "tables_user" : "user", "%s may not use the "
		    "database %s. Give this user all rights on it in your host's control panel.",
		    o->user, o->name);
		break;
	case NO_DATABASE:
		problems_add(p, "name", "There is no database %s. Make it in your host's control "
		    "panel, and write its whole name: many hosts put your own name in front.",
		    o->name);
		break;
	default:
		problems_add(p, "server", "The database does not answer there: %s", why);
	}
	return ERR_INVALID;
}

/* "10.11.6-MariaDB" gives 101106. */
static long
version_number(const char *text)
{
	long parts[3] = { 0, 0, 0 };
	char *end = NULL;
	int i;

	for (i = 0; i < 3; i++, text = end + 1) {
		parts[i] = strtol(text, &end, 10);
		if (*end != '.')
			break;
	}
	return parts[0] * 10000 + parts[1] * 100 + parts[2];
}

static enum err
check_server(struct context *cx, struct db *db, const struct db_options *o, struct problems *p)
{
	const char *version = "", *characters = "";
	struct db_stmt *st = NULL;
	bool is_mariadb;
	enum err rc;

	if ((rc = db_query(db, &st, SQL_SERVER)) != ERR_OK)
		return explain(db, o, false, p);
	if (db_step(st)) {
		version = db_str(st, cx->mem, 0);
		characters = db_str(st, cx->mem, 1);
	}
	db_done(&st);
	is_mariadb = strstr(version, "MariaDB") != NULL;
	if (version_number(version) < (is_mariadb ? SERVER_MARIADB : SERVER_MYSQL))
		problems_add(p, "server", "This database is %s. MariaDB 10.6 or MySQL 8.0.16 is "
		    "the oldest that keeps what the portal relies on: ask your host for a newer "
		    "one.", version);
	if (strcmp(characters, "utf8mb4") != 0)
		problems_add(p, "name", "The database %s writes its texts as %s, which has no room "
		    "for every script. Run this in your host's database page, then try again: "
		    "ALTER DATABASE `%s` CHARACTER SET utf8mb4", o->name, characters, o->name);
	return problems_has_any(p) ? ERR_INVALID : ERR_OK;
}

/* Both users come in, and the server is one of those the portal is written for. */
static enum err
try_database(struct context *cx, const struct setup_database *s, struct db_options *o,
    struct problems *p)
{
	struct db *db = db_new(o);
	enum err rc;

	rc = db_ping(db) == ERR_OK ? check_server(cx, db, o, p) : explain(db, o, false, p);
	db_free(&db);
	if (rc != ERR_OK || s->tables_user[0] == '\0')
		return rc;
	o->user = s->tables_user;
	o->password = s->tables_password;
	db = db_new(o);
	rc = db_ping(db) == ERR_OK ? ERR_OK : explain(db, o, true, p);
	db_free(&db);
	return rc;
}

/* Shared hosting gives no folder in /run: there it is one beside the settings. */
static const char *
run_folder(struct context *cx)
{
	const char *file = config_file(cx->mem);
	const char *slash = strrchr(file, '/');
	const char *folder = cx->config->run_folder;

	if (access(folder, W_OK | X_OK) == 0)
		return folder;
	folder = mem_fmt(cx->mem, "%.*srun", slash == NULL ? 0 : (int)(slash - file + 1), file);
	mkdir(folder, RUN_FOLDER_MODE);
	return folder;
}

static enum err
write_settings(struct context *cx, const struct setup_database *s, const struct db_options *o,
    struct problems *p)
{
	struct mem *m = cx->mem;
	const struct config_value settings[] = {
		{ "database.socket", o->socket },
		{ "database.host", o->host },
		{ "database.port", mem_fmt(m, "%lld", (long long)o->port) },
		{ "database.name", s->name },
		{ "database.user", s->user },
		{ "database.migration_user", s->tables_user[0] == '\0' ? s->user : s->tables_user },
		{ "paths.run", run_folder(cx) },
	};
	const struct config_value secret = { "database.password", s->password };

	return setup_write(cx, settings, sizeof(settings) / sizeof(settings[0]), &secret, p);
}

/* What `pointperson migrate` would have said to a terminal. */
struct heard {
	struct mem	*mem;
	const char	*complaints;	/* one sentence behind the other */
	int		 count;		/* of them */
};

static void
hear(void *closure, bool is_complaint, const char *line)
{
	struct heard *h = closure;

	if (!is_complaint) {
		log_info("install: %s", line);
		return;
	}
	log_warn("install: %s", line);
	if (h->count++ < LINES_SHOWN)
		h->complaints = mem_fmt(h->mem, "%s%s ", h->complaints, line);
}

static enum err
migrate(struct context *cx, const struct setup_database *s, struct problems *p)
{
	struct heard h = { cx->mem, "", 0 };
	struct tool t = { .mem = cx->mem, .settings_file = config_file(cx->mem),
		.command = &tool_migrate };
	bool is_done;

	tool_listen(hear, &h);
	is_done = tool_load_settings(&t) == TOOL_OK;
	if (is_done && s->tables_user[0] != '\0')
		t.config.migration_password = s->tables_password;
	is_done = is_done && tool_migrate.run(&t) == TOOL_OK;
	tool_listen(NULL, NULL);
	if (is_done)
		return ERR_OK;
	problems_add(p, "", "The tables could not be made: %sWhat was done stays done: correct "
	    "the cause, then press the button again. The program's log has every line.",
	    h.complaints);
	return ERR_INVALID;
}

/* Each value can stand in the settings. */
static void
check_values(const struct setup_database *s, struct problems *p)
{
	const struct { const char *field, *value; } values[] = {
		{ "server", s->server }, { "name", s->name }, { "user", s->user },
		{ "password", s->password }, { "tables_user", s->tables_user },
	};
	size_t i;

	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		if (!config_can_write(values[i].value))
			problems_add(p, values[i].field, "A settings file cannot hold a space at "
			    "the beginning or the end of a value. Choose another one in your "
			    "host's control panel.");
}

/* Asked of the database that was just made ready: the request's own connection is to another. */
static enum err
find_account(struct context *cx, const struct db_options *o, bool *has_account)
{
	struct context there = *cx;
	struct db *db = db_new(o);
	int64_t total = 0;
	enum err rc;

	there.db = db;
	rc = account_total(&there, &total);
	*has_account = total > 0;
	db_free(&db);
	return rc;
}

enum err
setup_database(struct context *cx, const struct setup_database *s, bool *has_account,
    struct problems *p)
{
	struct db_options o = { .name = s->name, .user = s->user, .password = s->password,
		.tls_ca = cx->config->database.tls_ca, .plugins = cx->config->database.plugins };
	struct db_options tried;
	enum err rc;

	check_values(s, p);
	if (problems_has_any(p) || read_server(cx, s->server, &o, p) != ERR_OK)
		return ERR_INVALID;
	tried = o;
	if ((rc = try_database(cx, s, &tried, p)) != ERR_OK ||
	    (rc = write_settings(cx, s, &o, p)) != ERR_OK ||
	    (rc = migrate(cx, s, p)) != ERR_OK)
		return rc;
	return find_account(cx, &o, has_account);
}
