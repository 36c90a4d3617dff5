#include "base/banned.h"
#include "tools/grants.h"

#include <string.h>

#include "base/str.h"
#include "tools/migrations.h"

#define STATEMENT_BYTES	4096	/* one GRANT is below 200 */

static const char FILE_NAME[] = "grants.sql";
static const char PLACE[] = "{application}";

static const char SQL_WHO[] = "SELECT CURRENT_USER()";

static void
add_quoted(struct str *out, const char *text, size_t length)
{
	size_t i;

	str_add_char(out, '\'');
	for (i = 0; i < length; i++) {
		if (text[i] == '\'' || text[i] == '\\')
			str_add_char(out, '\\');
		str_add_char(out, text[i]);
	}
	str_add_char(out, '\'');
}

char *
grants_quote_user(struct mem *m, const char *user)
{
	/* A host holds no "@", a name may. */
	const char *at = strrchr(user, '@');
	size_t length = at == NULL ? strlen(user) : (size_t)(at - user);
	struct str out;
	char *quoted;

	str_init(&out, STATEMENT_BYTES);
	add_quoted(&out, user, length);
	if (at != NULL) {
		str_add_char(&out, '@');
		add_quoted(&out, at + 1, strlen(at + 1));
	}
	quoted = mem_dup(m, out.text);
	str_release(&out);
	return quoted;
}

/*
 * The application's user as the server sees it. Without a database: before the first grants it may
 * not enter ours.
 */
static enum err
ask_who(struct tool *t, const char **user)
{
	struct db_options options = t->config.database;
	struct db_stmt *st = NULL;
	struct db *db;
	enum err rc;

	options.name = "information_schema";
	db = db_new(&options);
	*user = "";
	if ((rc = db_query(db, &st, SQL_WHO)) == ERR_OK && db_step(st))
		*user = db_str(st, t->mem, 0);
	else
		tool_complain("cannot connect as %s (database.user), who is to be given rights: %s",
		    options.user, db_problem(db));
	db_done(&st);
	db_free(&db);
	return rc;
}

static char *
put_user(struct mem *m, const char *statement, const char *user)
{
	struct str out;
	const char *at;
	char *text;

	str_init(&out, STATEMENT_BYTES);
	for (; (at = strstr(statement, PLACE)) != NULL; statement = at + sizeof(PLACE) - 1) {
		str_add_bytes(&out, statement, (size_t)(at - statement));
		str_add(&out, user);
	}
	str_add(&out, statement);
	text = mem_dup(m, out.text);
	str_release(&out);
	return text;
}

static void
show_for_administrator(struct tool *t, const struct migration *file, const char *user)
{
	size_t i;

	tool_complain("the rights of %s could not be given by %s. "
	    "An administrator of the database must run:", user, t->config.migration_user);
	tool_complain_more("USE %s;", t->config.database.name);
	for (i = 0; i < file->count; i++)
		tool_complain_more("%s;", put_user(t->mem, file->statements[i], user));
}

static enum tool_exit
give(struct tool *t, struct db *db, const struct migration *file, const char *user)
{
	size_t i;

	for (i = 0; i < file->count; i++) {
		if (db_run_text(db, put_user(t->mem, file->statements[i], user)) == ERR_OK)
			continue;
		tool_complain("%s: statement %zu: %s", FILE_NAME, i + 1, db_problem(db));
		show_for_administrator(t, file, user);
		return TOOL_FAILED;
	}
	tool_say("%s: %zu statements, %s has its rights.", FILE_NAME, file->count, user);
	return TOOL_OK;
}

enum tool_exit
grants_give(struct tool *t, struct db *db, bool only_show)
{
	struct migration file;
	const char *problem, *user;
	enum err rc;

	if (strcmp(t->config.database.user, t->config.migration_user) == 0) {
		tool_say("%s: left out, database.user and database.migration_user are the same.",
		    FILE_NAME);
		return TOOL_OK;
	}
	rc = migrations_read_file(t->mem, t->config.sql_folder, FILE_NAME, &file, &problem);
	if (rc != ERR_OK) {
		tool_complain("%s", problem);
		return TOOL_FAILED;
	}
	if (only_show) {
		tool_say("%s: %zu statements would be run for %s.", FILE_NAME, file.count,
		    t->config.database.user);
		return TOOL_OK;
	}
	if (ask_who(t, &user) != ERR_OK)
		return TOOL_FAILED;
	return give(t, db, &file, grants_quote_user(t->mem, user));
}
