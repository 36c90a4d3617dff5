/*
 * audit_erase: `audit erase`: takes withdrawn personal data out of the audit log.
 */
#include "base/banned.h"
#include "tools/tool.h"

#include "base/text.h"
#include "base/valid.h"
#include "domain/audit_erase.h"

static const struct tool_option options[] = {
	{ "account", "NUMBER", "the account whose events they are", true },
	{ "object", "NUMBER", "what the events are about; its number as in the audit log", false },
	{ "kind", "KIND", "what kind of object; contact_person", false },
	{ "event", "NUMBER", "one event alone, in place of --object", false },
	{ "reason", "TEXT", "kept in the log: who asked for it, and when", true },
};

struct erasing {
	struct audit_erasure	 erasure;
	int64_t			 account_id;
	int64_t			 count;		/* of events something was erased of */
};

static enum err
work(struct context *cx, void *closure)
{
	struct erasing *e = closure;
	enum err rc;

	if ((rc = tool_enter(cx, e->account_id)) != ERR_OK)
		return rc;
	return audit_erase(cx, &e->erasure, &e->count);
}

/* False after a complaint. */
static bool
read_options(const struct tool *t, struct erasing *e)
{
	const char *object = tool_value(t, "object");
	const char *event = tool_value(t, "event");

	e->erasure.kind = tool_value_or(t, "kind", "contact_person");
	e->erasure.reason = tool_value(t, "reason");
	if (!valid_id(tool_value(t, "account"), &e->account_id))
		tool_complain("--account: give the number of the account.");
	else if ((object == NULL) == (event == NULL))
		tool_complain("give either --object or --event.");
	else if (object != NULL && !valid_id(object, &e->erasure.object_id))
		tool_complain("--object: give the number of the object.");
	else if (event != NULL && !valid_id(event, &e->erasure.event_id))
		tool_complain("--event: give the number of the event.");
	else if (e->erasure.reason[0] == '\0' ||
	    text_characters(e->erasure.reason) > AUDIT_ERASE_REASON_MAX)
		tool_complain("--reason: say why, in at most %d characters.",
		    AUDIT_ERASE_REASON_MAX);
	else
		return true;
	return false;
}

static enum tool_exit
run(struct tool *t)
{
	struct erasing e = { .count = 0 };
	struct context cx;
	struct db *db;
	enum err rc;

	if (!read_options(t, &e))
		return TOOL_USAGE;
	db = tool_migration_db(t);
	cx = tool_context(t, db);
	rc = tool_transaction(&cx, work, &e);
	if (rc == ERR_OK)
		tool_say("What %lld event%s told was erased. That it was, and why, is an event of "
		    "its own.", (long long)e.count, e.count == 1 ? "" : "s");
	else if (rc == ERR_MISSING)
		tool_complain("account %lld has no such event that tells something.",
		    (long long)e.account_id);
	else
		tool_complain("nothing was erased: %s", db_problem(db));
	db_free(&db);
	return rc == ERR_OK ? TOOL_OK : TOOL_FAILED;
}

const struct tool_command tool_audit_erase = {
	"audit erase", "Erases what audit events tell of a person; the events stay.",
	options, sizeof(options) / sizeof(options[0]), false, run,
	"Example: pointperson audit erase --account 3 --object 17 \\\n"
	"    --reason \"Asked for on 2026-11-20\"\n"
	"takes the name and all old and new values out of every event about contact person 17.\n"
	"Values of other events that name the person are found in the audit log: erase each with\n"
	"--event. Backups keep what they hold."
};
