/*
 * migrate: brings the database to the state that the files of sql/ describe, and gives the
 * application its rights.
 *
 * The server cannot undo a change of tables. So each statement is noted before and after it runs,
 * and a file that was interrupted goes on where it stopped.
 */
#include "base/banned.h"
#include "tools/tool.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/config_write.h"
#include "domain/audit_seal.h"
#include "domain/audit_unsigned.h"
#include "tools/grants.h"
#include "tools/journal.h"
#include "tools/migrations.h"

#define SIGNED_AT_ONCE	1000	/* audit events in a transaction */
#define LOCK_TRIES	120	/* of five seconds: no migration elsewhere takes ten minutes */

static const struct tool_option options[] = {
	{ "dry-run", NULL, "prints what would run and changes nothing", false },
};

struct run {
	struct tool		*tool;
	struct db		*work;		/* runs the statements */
	struct db		*lock;		/* holds the lock in a transaction */
	struct migrations	 all;		/* the files */
	struct resume		 from;		/* where to go on */
};

static const char *
counted(struct mem *m, size_t statements)
{
	return mem_fmt(m, "%zu statement%s", statements, statements == 1 ? "" : "s");
}

/* The server's number of the last error; db_problem() begins with it. */
static unsigned long
error_number(struct db *db)
{
	return strtoul(db_problem(db), NULL, 10);
}

static enum tool_exit
fail_db(struct db *db, const char *doing)
{
	tool_complain("%s: %s", doing, db_problem(db));
	return TOOL_FAILED;
}

static enum tool_exit
take_lock(struct run *r)
{
	enum err rc = ERR_RETRY;
	int tries;

	for (tries = 0; tries < LOCK_TRIES && rc == ERR_RETRY; tries++) {
		if ((rc = journal_prepare(r->lock)) == ERR_OK)
			rc = journal_lock(r->lock);
		if (rc == ERR_RETRY && tries == 0)
			tool_say("Waiting for another migration to end.");
	}
	return rc == ERR_OK ? TOOL_OK : fail_db(r->lock, "the lock could not be had");
}

static enum tool_exit
read_state(struct run *r)
{
	struct tool *t = r->tool;
	struct applied *rows;
	const char *problem;
	size_t count;

	if (migrations_read(t->mem, t->config.sql_folder, &r->all, &problem) != ERR_OK) {
		tool_complain("%s.", problem);
		return TOOL_FAILED;
	}
	if (journal_load(r->work, t->mem, &rows, &count) != ERR_OK)
		return fail_db(r->work, "the journal cannot be read");
	if (migrations_resume(t->mem, &r->all, rows, count, &r->from, &problem) != ERR_OK) {
		tool_complain("%s.", problem);
		return TOOL_FAILED;
	}
	return TOOL_OK;
}

/* Rows and journal change together or not at all. */
static enum err
run_data(struct run *r, const struct migration *file, size_t index)
{
	const char *sum = migrations_done_checksum(r->tool->mem, file, index + 1);
	enum err rc;

	if ((rc = db_begin(r->work)) != ERR_OK)
		return rc;
	if ((rc = db_run_text(r->work, file->statements[index])) == ERR_OK &&
	    (rc = journal_done(r->work, file->number, (int64_t)index + 1, sum)) == ERR_OK)
		rc = db_commit(r->work);
	if (rc != ERR_OK)
		db_rollback(r->work);
	return rc;
}

/*
 * The note before it makes sure that a process which dies here leaves behind which statement is in
 * doubt.
 */
static enum err
run_definition(struct run *r, const struct migration *file, size_t index, bool is_unknown)
{
	const char *sum = migrations_done_checksum(r->tool->mem, file, index + 1);
	int64_t number = (int64_t)index + 1;
	enum err rc;

	if ((rc = journal_running(r->work, file->number, number)) != ERR_OK)
		return rc;
	rc = db_run_text(r->work, file->statements[index]);
	if (rc != ERR_OK && is_unknown && migrations_is_done_before(error_number(r->work))) {
		tool_say("%s: statement %lld had been done before.", file->name, (long long)number);
		rc = ERR_OK;
	}
	return rc == ERR_OK ? journal_done(r->work, file->number, number, sum) : rc;
}

static enum tool_exit
run_statement(struct run *r, const struct migration *file, size_t index, bool is_unknown)
{
	const char *why;
	enum err rc;

	if (journal_is_locked(r->lock) != ERR_OK)
		return fail_db(r->lock, "the connection that keeps other migrations away is lost; "
		    "run this again");
	if (migrations_is_data(file->statements[index]))
		rc = run_data(r, file, index);
	else
		rc = run_definition(r, file, index, is_unknown);
	if (rc == ERR_OK)
		return TOOL_OK;
	why = mem_dup(r->tool->mem, db_problem(r->work));
	/*
	 * A server that answered with a refusal did nothing, unless that statement was in doubt
	 * before.
	 */
	if (rc != ERR_RETRY && !is_unknown && journal_running(r->work, file->number, 0) != ERR_OK)
		tool_complain("the journal could not be written: %s", db_problem(r->work));
	tool_complain("%s: statement %zu of %zu: %s", file->name, index + 1, file->count, why);
	tool_complain("what stands before it is done; correct the cause, or this statement, and "
	    "run `pointperson migrate` again.");
	return TOOL_FAILED;
}

static enum tool_exit
run_file(struct run *r, size_t at)
{
	const struct migration *file = &r->all.files[at];
	bool is_continued = at == r->from.file && r->from.is_begun;
	size_t first = is_continued ? r->from.statement : 0;
	size_t i;

	if (!is_continued && journal_begin(r->work, file, clock_now()) != ERR_OK)
		return fail_db(r->work, file->name);
	if (is_continued && r->from.is_corrected && journal_correct(r->work, file) != ERR_OK)
		return fail_db(r->work, file->name);
	for (i = first; i < file->count; i++) {
		bool is_unknown = is_continued && i == first && r->from.is_unknown;

		if (run_statement(r, file, i, is_unknown) != TOOL_OK)
			return TOOL_FAILED;
	}
	if (journal_finish(r->work, file->number, clock_now()) != ERR_OK)
		return fail_db(r->work, file->name);
	if (first > 0)
		tool_say("%s: %zu of %zu statements, the others had been done.", file->name,
		    file->count - first, file->count);
	else
		tool_say("%s: %s.", file->name, counted(r->tool->mem, file->count));
	return TOOL_OK;
}

/*
 * Events that were written before events were signed are signed and sealed, by the key that only
 * the portal has: not a statement's work.
 */
static enum tool_exit
sign_events(struct run *r)
{
	struct context cx = tool_context(r->tool, r->work);
	struct audit_sealing from_the_first = { .settled = 0 };
	size_t count = SIGNED_AT_ONCE, sealed;
	int64_t after = 0;
	enum err rc = ERR_OK;

	while (rc == ERR_OK && count == SIGNED_AT_ONCE) {
		struct mem_mark mark = mem_mark(cx.mem);

		if ((rc = db_begin(r->work)) == ERR_OK &&
		    (rc = audit_unsigned_sign(&cx, &after, SIGNED_AT_ONCE, &count)) == ERR_OK)
			rc = db_commit(r->work);
		if (rc != ERR_OK)
			db_rollback(r->work);
		mem_rewind(cx.mem, mark);
	}
	if (rc == ERR_OK)
		rc = audit_seal_all(&cx, &from_the_first, &sealed);
	if (rc != ERR_OK)
		return fail_db(r->work, "the audit events cannot be signed; run this again");
	if (sealed > 0)
		tool_say("%zu audit event%s signed and sealed.", sealed,
		    sealed == 1 ? " was" : "s were");
	return TOOL_OK;
}

/* What is done before the file of this name. */
static const struct {
	const char	*file;
	enum tool_exit	(*run)(struct run *);
} steps[] = {
	{ "0029-audit-signed.sql", sign_events },
};

static enum tool_exit
run_steps(struct run *r, const struct migration *file)
{
	enum tool_exit status = TOOL_OK;
	size_t i;

	for (i = 0; i < sizeof(steps) / sizeof(steps[0]) && status == TOOL_OK; i++)
		if (strcmp(steps[i].file, file->name) == 0)
			status = steps[i].run(r);
	return status;
}

static enum tool_exit
make_keys(struct tool *t)
{
	const char *problem;
	bool made;

	if (config_make_keys(t->mem, t->settings_file, &made, &problem) != ERR_OK) {
		tool_complain("the keys cannot be made: %s", problem);
		return TOOL_FAILED;
	}
	if (made)
		tool_say("Keys were made in %s. Keep them with your backups.",
		    config_secrets_file(t->mem, t->settings_file));
	/* What is done with them needs them now. */
	return t->config.has_keys ? TOOL_OK : tool_load_settings(t);
}

static enum tool_exit
run_all(struct run *r)
{
	enum tool_exit status;
	size_t i;

	if ((status = take_lock(r)) != TOOL_OK || (status = make_keys(r->tool)) != TOOL_OK ||
	    (status = read_state(r)) != TOOL_OK)
		return status;
	for (i = r->from.file; i < r->all.count; i++)
		if ((status = run_steps(r, &r->all.files[i])) != TOOL_OK ||
		    (status = run_file(r, i)) != TOOL_OK)
			return status;
	if (r->from.file == r->all.count)
		tool_say("The database is up to date: %zu migrations.", r->all.count);
	return grants_give(r->tool, r->work, false);
}

static enum tool_exit
show_all(struct run *r)
{
	enum tool_exit status;
	size_t i;

	if ((status = read_state(r)) != TOOL_OK)
		return status;
	if (!r->tool->config.has_keys)
		tool_say("Keys would be made in %s.",
		    config_secrets_file(r->tool->mem, r->tool->settings_file));
	for (i = r->from.file; i < r->all.count; i++) {
		const struct migration *file = &r->all.files[i];
		size_t at = i == r->from.file ? r->from.statement : 0;

		tool_say("%s: %s would be run.", file->name,
		    counted(r->tool->mem, file->count - at));
		for (; at < file->count; at++)
			tool_say("%s;\n", file->statements[at]);
	}
	if (r->from.file == r->all.count)
		tool_say("The database is up to date: %zu migrations.", r->all.count);
	return grants_give(r->tool, r->work, true);
}

static enum tool_exit
run(struct tool *t)
{
	struct run r = { .tool = t, .work = tool_migration_db(t), .lock = tool_migration_db(t) };
	enum tool_exit status;

	status = tool_has(t, "dry-run") ? show_all(&r) : run_all(&r);
	db_rollback(r.lock);
	db_free(&r.work);
	db_free(&r.lock);
	return status;
}

const struct tool_command tool_migrate = {
	"migrate", "Brings the database's tables to this version and gives the portal its rights.",
	options, sizeof(options) / sizeof(options[0]), false, run, NULL
};
