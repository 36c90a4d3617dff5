/*
 * audit_seal: `audit seal`: what courier does all the time, once.
 */
#include "base/banned.h"
#include "tools/tool.h"

#include "domain/audit_seal.h"

static enum tool_exit
run(struct tool *t)
{
	struct db *db = tool_application_db(t);
	struct context cx = tool_context(t, db);
	struct audit_sealing sealing;
	enum err rc = ERR_RETRY;
	size_t count, all = 0;
	int tries;

	for (tries = 0; tries < TOOL_TRIES_MAX && rc == ERR_RETRY; tries++) {
		if (tries > 0)
			db_pause(tries);
		if ((rc = audit_seal_begin(&cx, &sealing)) != ERR_OK)
			continue;
		rc = audit_seal_all(&cx, &sealing, &count);
		all += count;
	}
	if (rc == ERR_OK)
		tool_say("%zu audit event%s sealed.", all, all == 1 ? " was" : "s were");
	else
		tool_complain("not everything could be sealed: %s", db_problem(db));
	db_free(&db);
	return rc == ERR_OK ? TOOL_OK : TOOL_FAILED;
}

const struct tool_command tool_audit_seal = {
	"audit seal", "Seals the audit events that wait for it. Courier does so every second.",
	NULL, 0, false, run, NULL
};
