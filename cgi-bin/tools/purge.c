#include "base/banned.h"
#include "tools/tool.h"

#include "domain/purge.h"

static enum tool_exit
run(struct tool *t)
{
	struct db *db = tool_application_db(t);
	struct context cx = tool_context(t, db);
	enum tool_exit status = TOOL_OK;

	if (purge(&cx) != ERR_OK) {
		tool_complain("not everything could be put away: %s", db_problem(db));
		status = TOOL_FAILED;
	}
	db_free(&db);
	return status;
}

const struct tool_command tool_purge = {
	"purge", "Puts away what is too old to matter. Courier does so too, every hour.",
	NULL, 0, false, run, NULL
};
