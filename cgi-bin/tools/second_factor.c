/*
 * second_factor: `user second-factor-off`: for who has lost phone and codes, and whom support knows
 * in another way.
 */
#include "base/banned.h"
#include "tools/tool.h"

#include "domain/second_factor_lost.h"

static const struct tool_option options[] = {
	{ "email", "ADDRESS", "whom the person signs in as; make sure who is asking", true },
};

struct removal {
	const char	*email;
	const char	*name;		/* of whom it was */
};

static enum err
remove_all(struct context *cx, void *closure)
{
	struct removal *r = closure;

	return second_factor_lost(cx, r->email, &r->name);
}

static enum tool_exit
run(struct tool *t)
{
	struct removal r = { .email = tool_value(t, "email") };
	struct db *db = tool_application_db(t);
	struct context cx = tool_context(t, db);
	enum tool_exit status = TOOL_FAILED;
	enum err rc = tool_transaction(&cx, remove_all, &r);

	if (rc == ERR_OK) {
		status = TOOL_OK;
		tool_say("%s (%s) has no second factor any more: no app, no passkeys, no recovery "
		    "codes. Every session is ended, and a mail tells of it. Signing in asks for "
		    "the password alone.", r.email, r.name);
	} else if (rc == ERR_MISSING) {
		tool_complain("nobody signs in as %s.", r.email);
	} else if (rc == ERR_CONFLICT) {
		tool_complain("%s (%s) has no second factor. Nothing was changed.", r.email,
		    r.name);
	} else {
		tool_complain("nothing was changed: %s", db_problem(db));
	}
	db_free(&db);
	return status;
}

const struct tool_command tool_user_second_factor_off = {
	"user second-factor-off", "Removes the second factor of who has lost phone and codes.",
	options, sizeof(options) / sizeof(options[0]), false, run, NULL
};
