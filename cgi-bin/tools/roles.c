/*
 * roles: `role require-second-factor`: who has a role of an account must sign in with a second
 * factor from now on, or need not.
 */
#include "base/banned.h"
#include "tools/tool.h"

#include <string.h>

#include "base/valid.h"
#include "domain/role.h"
#include "domain/second_factor.h"

static const struct tool_option options[] = {
	{ "account", "NUMBER", "the account whose role it is", true },
	{ "role", "ROLE", "super-admin, admin, billing, manager or agent", true },
	{ "required", "YES-OR-NO", "yes or no", true },
};

struct change {
	enum role_id	 role;
	bool		 is_needed;
};

static enum err
change(struct context *cx, void *closure)
{
	const struct change *c = closure;

	return role_require_second_factor(cx, (int64_t)c->role, c->is_needed);
}

/* False after a complaint. */
static bool
read_change(const struct tool *t, struct change *c, int64_t *account)
{
	const char *required = tool_value(t, "required");

	c->role = role_by_word(tool_value(t, "role"));
	c->is_needed = strcmp(required, "yes") == 0;
	if (!valid_id(tool_value(t, "account"), account))
		tool_complain("--account: Write the account's number.");
	else if (c->role == ROLE_NONE)
		tool_complain("--role: Write super-admin, admin, billing, manager or agent, not "
		    "\"%s\".", tool_value(t, "role"));
	else if (!c->is_needed && strcmp(required, "no") != 0)
		tool_complain("--required: Write yes or no, not \"%s\".", required);
	else
		return true;
	return false;
}

static enum tool_exit
carry_out(struct tool *t, struct change *c, int64_t account)
{
	struct db *db = tool_application_db(t);
	struct context cx = tool_context(t, db);
	enum tool_exit status = TOOL_OK;
	enum err rc;

	cx.actor.account_id = account;
	if ((rc = tool_transaction(&cx, change, c)) == ERR_OK) {
		tool_say("Who is %s of account %lld %s a second factor.",
		    role_default_name(c->role), (long long)account,
		    c->is_needed ? "now needs" : "does not need");
	} else {
		status = TOOL_FAILED;
		if (rc == ERR_MISSING)
			tool_complain("there is no account %lld.", (long long)account);
		else
			tool_complain("nothing was changed: %s", db_problem(db));
	}
	db_free(&db);
	return status;
}

static enum tool_exit
run(struct tool *t)
{
	struct change c;
	int64_t account;

	if (!read_change(t, &c, &account))
		return TOOL_USAGE;
	/* Nobody could set one up, and so nobody with this role could do anything any more. */
	if (c.is_needed && !second_factor_is_there()) {
		tool_complain("these programs were built without liboath, so nobody can set a "
		    "second factor up. Nothing was changed.");
		return TOOL_FAILED;
	}
	return carry_out(t, &c, account);
}

const struct tool_command tool_role_require_second_factor = {
	"role require-second-factor", "Says whether a role needs a second factor.",
	options, sizeof(options) / sizeof(options[0]), false, run, NULL
};
