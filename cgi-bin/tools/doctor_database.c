#include "base/banned.h"
#include "tools/doctor.h"

#include <stdarg.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "domain/audit_verify.h"
#include "domain/courier_run.h"
#include "domain/outbox.h"
#include "tools/courier_settings.h"
#include "tools/grants.h"
#include "tools/journal.h"
#include "tools/migrations.h"

#define CLOCK_DIFFERENCE_SEC	2	/* sessions and codes are compared with both clocks */
#define WAITED_MIN		15 /* longest that a message may be due: cron runs more often */
#define COURIER_MIN	5	/* longest that courier may be silent, beside the pauses of cron */
#define START_COURIER	"run: systemctl enable --now pointperson-courier; or run " \
	"`courier --once` every minute from cron"
#define START_SEALING	"run: systemctl enable --now pointperson-seal.timer; or run " \
	"`courier --once`, where no mail is sent `pointperson audit seal`, every minute from cron"
#define RIGHTS_MAX		60	/* the server has fewer kinds */
#define RIGHTS_BYTES		2000	/* names of all of them */

static const char SQL_SESSION[] =
	"SELECT @@character_set_client, @@character_set_connection, @@character_set_results,"
	" @@character_set_database, @@SESSION.sql_mode, UNIX_TIMESTAMP(), CURRENT_USER()";

static const char SQL_RIGHTS_TOO_MANY[] =
	"SELECT privilege_type FROM information_schema.user_privileges"
	" WHERE grantee = ?"
	" AND privilege_type NOT IN ('USAGE', 'SELECT', 'INSERT', 'UPDATE', 'DELETE')"
	" UNION SELECT privilege_type FROM information_schema.schema_privileges"
	" WHERE grantee = ? AND DATABASE() LIKE table_schema"
	" AND privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')"
	" UNION SELECT privilege_type FROM information_schema.table_privileges"
	" WHERE grantee = ? AND table_schema = DATABASE()"
	" AND privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')"
	" ORDER BY privilege_type LIMIT ?";

static const char SQL_RIGHTS_TO_CHANGE[] =
	"SELECT privilege_type FROM information_schema.user_privileges"
	" WHERE grantee = ? AND privilege_type IN ('UPDATE', 'DELETE')"
	" UNION SELECT privilege_type FROM information_schema.schema_privileges"
	" WHERE grantee = ? AND DATABASE() LIKE table_schema"
	" AND privilege_type IN ('UPDATE', 'DELETE')"
	" UNION SELECT privilege_type FROM information_schema.table_privileges"
	" WHERE grantee = ? AND table_schema = DATABASE() AND FIND_IN_SET(table_name, ?)"
	" AND privilege_type IN ('UPDATE', 'DELETE')"
	" ORDER BY privilege_type LIMIT ?";

void
doctor_report(struct doctor *d, enum grade grade, const char *what, const char *format, ...)
{
	const char *how = "";
	va_list ap;

	if (grade != GRADE_OK) {
		va_start(ap, format);
		how = mem_fmt_list(d->tool->mem, format, ap);
		va_end(ap);
	}
	d->report(d->closure, grade, what, how);
	d->has_failed |= grade == GRADE_FAIL;
}

/* What the server says of our connection. */
struct session {
	const char	*charsets[4];	/* client, connection, results, database */
	const char	*modes;		/* sql_mode */
	int64_t		 now;		/* UTC seconds */
	const char	*user;		/* as the server sees us */
};

static bool
read_session(struct doctor *d, struct session *s)
{
	struct mem *m = d->tool->mem;
	struct db_stmt *st = NULL;
	bool is_read;
	unsigned int i;

	is_read = db_query(d->db, &st, SQL_SESSION) == ERR_OK && db_step(st);
	if (is_read) {
		for (i = 0; i < 4; i++)
			s->charsets[i] = db_str(st, m, i);
		s->modes = db_str(st, m, 4);
		s->now = db_i64(st, 5);
		s->user = db_str(st, m, 6);
	}
	db_done(&st);
	return is_read;
}

static void
check_session(struct doctor *d, const struct session *s)
{
	int64_t apart = s->now - clock_now();
	const char *other = NULL;
	size_t i;

	for (i = 0; i < 4; i++)
		if (strcmp(s->charsets[i], "utf8mb4") != 0)
			other = s->charsets[i];
	if (other == NULL)
		doctor_report(d, GRADE_OK, "characters are utf8mb4", " ");
	else
		doctor_report(d, GRADE_FAIL, "characters are utf8mb4",
		    "the database or the connection uses %s; "
		    "run: ALTER DATABASE %s CHARACTER SET utf8mb4",
		    other, d->tool->config.database.name);
	doctor_report(d, strstr(s->modes, "STRICT_ALL_TABLES") != NULL ? GRADE_OK : GRADE_FAIL,
	    "strict mode", "the server does not keep it (sql_mode is %s)", s->modes);
	doctor_report(d, llabs(apart) <= CLOCK_DIFFERENCE_SEC ? GRADE_OK : GRADE_FAIL,
	    "clocks agree",
	    "the database's clock differs by %lld seconds; keep both machines on NTP",
	    (long long)apart);
}

/*
 * The rights beyond what the pages need, "ALTER, DROP": to change rows of these tables, with NULL
 * to change tables. "" none, NULL where it cannot be told.
 */
static const char *
list_rights(struct doctor *d, const char *tables, const char *user)
{
	const char *grantee = grants_quote_user(d->tool->mem, user);
	struct db_stmt *st = NULL;
	struct str names;
	const char *text;
	enum err rc;

	if (tables == NULL)
		rc = db_query(d->db, &st, SQL_RIGHTS_TOO_MANY, V(grantee), V(grantee), V(grantee),
		    V(RIGHTS_MAX));
	else
		rc = db_query(d->db, &st, SQL_RIGHTS_TO_CHANGE, V(grantee), V(grantee), V(grantee),
		    V(tables), V(RIGHTS_MAX));
	if (rc != ERR_OK)
		return NULL;
	str_init(&names, RIGHTS_BYTES);
	while (db_step(st))
		str_add_fmt(&names, "%s%s", names.length == 0 ? "" : ", ",
		    db_str(st, d->tool->mem, 0));
	db_done(&st);
	text = mem_dup(d->tool->mem, names.text);
	str_release(&names);
	return text;
}

static void
check_rights(struct doctor *d, const char *user)
{
	static const struct {
		const char	*tables;	/* only added to (grants.sql); NULL: all, as such */
		const char	*what;
		const char	*whose;
	} checks[] = {
		{ NULL, "the pages cannot change tables", "on the database" },
		{ "audit_event,audit_values,audit_seal,audit_start,audit_head",
		    "the pages cannot change audit events", "on the audit log" },
		{ "invoice,invoice_line,invoice_pdf,invoice_registration,invoice_payment",
		    "the pages cannot change issued invoices", "on invoices" },
	};
	const struct config *c = &d->tool->config;
	/* On shared hosting there is often one user only. */
	bool is_one = strcmp(c->database.user, c->migration_user) == 0;
	size_t i;

	for (i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		const char *rights = list_rights(d, checks[i].tables, user);

		if (rights == NULL)
			doctor_report(d, GRADE_WARN, checks[i].what, "this cannot be told: %s",
			    db_problem(d->db));
		else if (rights[0] == '\0')
			doctor_report(d, GRADE_OK, checks[i].what, " ");
		else
			doctor_report(d, is_one ? GRADE_WARN : GRADE_FAIL, checks[i].what,
			    "%s may %s %s; %s", user, rights, checks[i].whose,
			    is_one ? "where the host allows it, give the pages a database user of "
			    "their own" : "take it away with REVOKE");
	}
}

static void
check_version(struct doctor *d)
{
	struct mem *m = d->tool->mem;
	struct migrations all;
	struct resume from;
	struct applied *rows;
	const char *problem;
	size_t count;

	if (migrations_read(m, d->tool->config.sql_folder, &all, &problem) != ERR_OK)
		doctor_report(d, GRADE_FAIL, "schema", "%s", problem);
	else if (journal_load(d->db, m, &rows, &count) != ERR_OK)
		doctor_report(d, GRADE_FAIL, "schema", "%s; run: pointperson migrate",
		    db_problem(d->db));
	else if (migrations_resume(m, &all, rows, count, &from, &problem) != ERR_OK)
		doctor_report(d, GRADE_FAIL, "schema", "%s", problem);
	else if (from.file < all.count)
		doctor_report(d, GRADE_FAIL, "schema", "%zu of %zu migrations are not applied; "
		    "run: pointperson migrate", all.count - from.file, all.count);
	else
		doctor_report(d, GRADE_OK,
		    mem_fmt(m, "schema is at %s", all.files[all.count - 1].name), " ");
}

static void
check_outbox(struct doctor *d)
{
	struct context cx = tool_context(d->tool, d->db);
	int64_t age_sec;

	if (outbox_age(&cx, &age_sec) != ERR_OK)
		return;		/* before its migration; said above */
	doctor_report(d, age_sec <= WAITED_MIN * 60 ? GRADE_OK : GRADE_WARN, "messages leave",
	    "one has waited for %lld minutes; " START_COURIER ", and read its log",
	    (long long)age_sec / 60);
}

/* Before the first message waits for it. Where no mail can be sent, that was said. */
static void
check_courier(struct doctor *d)
{
	const struct config *c = &d->tool->config;
	struct context cx = tool_context(d->tool, d->db);
	int64_t age_sec, most_sec = COURIER_MIN * 60 + 2 * c->courier_every_sec;

	if (courier_settings_problem(d->tool->mem, c)[0] != '\0' ||
	    courier_run_age(&cx, &age_sec) != ERR_OK)
		return;
	if (age_sec == COURIER_RUN_NEVER)
		doctor_report(d, GRADE_WARN, "courier runs", "it has never run; " START_COURIER);
	else
		doctor_report(d, age_sec <= most_sec ? GRADE_OK : GRADE_WARN, "courier runs",
		    "it ran %lld minutes ago; " START_COURIER, (long long)age_sec / 60);
}

/* Only the newest events, and those that wait: `audit verify` looks at all. */
static void
check_audit(struct doctor *d)
{
	struct context cx = tool_context(d->tool, d->db);
	const char *what = "audit events are sealed";
	struct audit_finding f;

	if (!d->tool->config.has_keys || audit_verify_newest(&cx, &f) != ERR_OK)
		return;		/* before its migration; said above */
	if (f.fault == AUDIT_PUT_IN)
		doctor_report(d, GRADE_WARN, what, "event %lld was not written by this portal; "
		    "run: pointperson audit verify", (long long)f.event_id);
	else
		doctor_report(d, f.fault == AUDIT_WHOLE ? GRADE_OK : GRADE_WARN, what,
		    "event %lld has waited for longer than %d minutes; " START_SEALING,
		    (long long)f.event_id, AUDIT_SETTLED_SEC / 60);
}

void
doctor_check_database(struct doctor *d)
{
	const struct db_options *o = &d->tool->config.database;
	bool is_socket = o->socket[0] != '\0';
	const char *what = mem_fmt(d->tool->mem, "database %s as %s", o->name, o->user);
	struct session s;

	if (db_ping(d->db) != ERR_OK || !read_session(d, &s)) {
		doctor_report(d, GRADE_FAIL, what,
		    "at %s: %s; start the database, correct database.* in the "
		    "settings, or run: pointperson migrate",
		    is_socket ? o->socket : o->host, db_problem(d->db));
		return;
	}
	doctor_report(d, GRADE_OK, what, " ");
	check_session(d, &s);
	check_rights(d, s.user);
	check_version(d);
	check_outbox(d);
	check_courier(d);
	check_audit(d);
}
