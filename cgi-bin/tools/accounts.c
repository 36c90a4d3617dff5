/*
 * accounts: `account add` and `user add`: the first people of an account, whom nobody inside could
 * add.
 *
 * An address that signs in elsewhere already gets a membership only: its password stays its
 * owner's.
 */
#include "base/banned.h"
#include "tools/tool.h"

#include <string.h>

#include "base/valid.h"
#include "domain/password.h"
#include "domain/user.h"
#include "tools/people.h"
#include "tools/terminal.h"

#define CONTACT_LIMIT_MAX	1000	/* as the setting account.contact_limit */

static const struct tool_option account_options[] = {
	{ "name", "TEXT", "business name", true },
	{ "email", "ADDRESS", "business email", true },
	{ "owner-name", "TEXT", "name of the first Super Admin", true },
	{ "owner-email", "ADDRESS", "whom this Super Admin signs in as", true },
	{ "region", "CODE", "country of phone numbers without one, two letters; IN", false },
	{ "zone", "ZONE", "time zone; Asia/Kolkata", false },
	{ "contact-limit", "NUMBER", "contact persons it may have; account.contact_limit", false },
	{ "trade-name", "TEXT", "name it trades under", false },
	{ "phone", "NUMBER", "its phone", false },
	{ "website", "ADDRESS", "its website", false },
	{ "legal-name", "TEXT", "name as registered", false },
	{ "address", "TEXT", "registered address", false },
	{ "generate-password", NULL, "makes a password and prints it once, asks for none", false },
};

static const struct tool_option user_options[] = {
	{ "account", "NUMBER", "the account to join", true },
	{ "email", "ADDRESS", "whom the person signs in as", true },
	{ "role", "ROLE", "super-admin, admin, billing, manager or agent", true },
	{ "name", "TEXT", "name of a new user", false },
	{ "extension", "DIGITS", "telephone extension", false },
	{ "department", "TEXT", "department", false },
	{ "takes-calls", NULL, "is called", false },
	{ "generate-password", NULL, "makes a password and prints it once, asks for none", false },
};

/* What one run of a command works on. */
struct adding {
	struct account	 account;	/* `account add` only */
	struct person	 person;
	struct problems	 problems;
	int64_t		 account_id;	/* of the new account, or the one to join */
	bool		 is_generated;	/* the password is to be printed */
};

/* The option that a field of the domain was typed as, where its name is another. */
static const char *
option_of(const struct tool *t, const char *field)
{
	static const struct { const char *field, *option; } others[] = {
		{ "business_name", "name" }, { "business_email", "email" },
		{ "trade_name", "trade-name" }, { "legal_name", "legal-name" },
		{ "name", "owner-name" }, { "email", "owner-email" },
	};
	size_t i;

	for (i = 0; t->command == &tool_account_add && i < sizeof(others) / sizeof(others[0]); i++)
		if (strcmp(others[i].field, field) == 0)
			return others[i].option;
	return field;
}

static enum tool_exit
tell(const struct tool *t, const struct adding *a)
{
	const struct problem *p;

	for (p = a->problems.list; p < a->problems.list + a->problems.count; p++)
		if (!p->is_warning && p->field[0] == '\0')
			tool_complain("%s", p->text);
		else if (!p->is_warning)
			tool_complain("--%s: %s", option_of(t, p->field), p->text);
	return TOOL_USAGE;
}

static enum tool_exit
fail(struct tool *t, struct context *cx, const struct adding *a, enum err rc)
{
	if (rc == ERR_INVALID)
		return tell(t, a);
	if (rc == ERR_MISSING)
		tool_complain("there is no account %lld.", (long long)a->account_id);
	else if (rc == ERR_BUSY)
		tool_complain("there is no memory for a password hash right now; try again.");
	else
		tool_complain("nothing was added: %s", db_problem(cx->db));
	return TOOL_FAILED;
}

/* One that keeps the rules of the portal's own page. */
static enum tool_exit
ask_password(struct tool *t, struct adding *a)
{
	const char *account = a->account.business_name == NULL ? "" : a->account.business_name;
	struct password_owner who = { a->person.name, a->person.email, account };
	struct password_typed typed = { .current = NULL };
	const char *problem;
	struct problems p;

	if (terminal_password(t->mem, a->person.email, &typed.wanted, &typed.again, &problem) !=
	    ERR_OK) {
		tool_complain("%s", problem);
		return TOOL_FAILED;
	}
	problems_init(&p, t->mem);
	if (password_check(t->mem, &t->config, &who, &typed, &p) != ERR_OK) {
		tool_complain("the password was not taken. %s", p.list[0].text);
		return TOOL_FAILED;
	}
	a->person.password = typed.wanted;
	return TOOL_OK;
}

/* A password for a new user, none for one who has signed in elsewhere before. */
static enum tool_exit
get_password(struct tool *t, struct context *cx, struct adding *a)
{
	const char *name;
	int64_t id;
	enum err rc;

	if ((rc = user_find(cx, a->person.email, &id, &name)) == ERR_OK) {
		tool_say("%s is a user already (%s) and keeps name and password.", a->person.email,
		    name);
		return TOOL_OK;
	}
	if (rc != ERR_MISSING)
		return fail(t, cx, a, rc);
	if (a->person.name[0] == '\0') {
		tool_complain("%s is no user yet: add --name.", a->person.email);
		return TOOL_USAGE;
	}
	if ((a->is_generated = tool_has(t, "generate-password"))) {
		a->person.password = terminal_make_password(t->mem);
		return TOOL_OK;
	}
	return ask_password(t, a);
}

static void
show_password(const struct adding *a)
{
	if (a->is_generated)
		tool_say("Password of %s, shown only this once: %s", a->person.email,
		    a->person.password);
}

static enum err
add_account(struct context *cx, void *closure)
{
	struct adding *a = closure;

	problems_init(&a->problems, cx->mem);
	cx->actor.account_id = 0;
	return people_add_account(cx, &a->account, &a->person, &a->problems, &a->account_id);
}

static enum err
add_user(struct context *cx, void *closure)
{
	struct adding *a = closure;

	problems_init(&a->problems, cx->mem);
	return people_add_member(cx, a->account_id, &a->person, &a->problems);
}

static void
read_account(struct tool *t, struct adding *a)
{
	const char *limit = tool_value(t, "contact-limit");

	a->account = (struct account){
		.business_name = tool_value(t, "name"),
		.business_email = tool_value(t, "email"),
		.trade_name = tool_value_or(t, "trade-name", ""),
		.phone = tool_value_or(t, "phone", ""),
		.website = tool_value_or(t, "website", ""),
		.legal_name = tool_value_or(t, "legal-name", ""),
		.address = tool_value_or(t, "address", ""),
		.region = tool_value_or(t, "region", "IN"),
		.time_zone = tool_value_or(t, "zone", "Asia/Kolkata"),
		.contact_limit = t->config.contact_limit,
	};
	a->person = (struct person){
		.name = tool_value(t, "owner-name"),
		.email = tool_value(t, "owner-email"),
		.password = "",
		.role = ROLE_SUPER_ADMIN,
		.extension = "",
		.department = "",
	};
	people_check(t->mem, &a->person, &a->problems);
	people_check_account(&a->account, &a->problems);
	if (limit != NULL && (!valid_id(limit, &a->account.contact_limit) ||
	    a->account.contact_limit > CONTACT_LIMIT_MAX))
		problems_add(&a->problems, "contact-limit", "Write a whole number from 1 to %d.",
		    CONTACT_LIMIT_MAX);
	if (a->person.name[0] == '\0')
		problems_add(&a->problems, "name", "Enter the name of the first Super Admin.");
}

/* account_add() adds nothing where there is a problem already, but says what else it finds. */
static enum tool_exit
refuse_account(struct tool *t, struct adding *a)
{
	struct context cx = tool_context(t, NULL);

	if (account_add(&cx, &a->account, &a->problems, &a->account_id) == ERR_INVALID)
		return tell(t, a);
	return TOOL_FAILED;
}

static void
read_user(struct tool *t, struct adding *a)
{
	const char *role = tool_value(t, "role");

	a->person = (struct person){
		.name = tool_value_or(t, "name", ""),
		.email = tool_value(t, "email"),
		.password = "",
		.role = role_by_word(role),
		.extension = tool_value_or(t, "extension", ""),
		.department = tool_value_or(t, "department", ""),
		.takes_calls = tool_has(t, "takes-calls"),
	};
	people_check(t->mem, &a->person, &a->problems);
	if (a->person.role == ROLE_NONE)
		problems_add(&a->problems, "role",
		    "Write super-admin, admin, billing, manager or agent, not \"%s\".", role);
	if (!valid_id(tool_value(t, "account"), &a->account_id))
		problems_add(&a->problems, "account", "Write the account's number.");
}

static enum tool_exit
carry_out(struct tool *t, struct adding *a, enum err (*work)(struct context *, void *))
{
	struct db *db = tool_application_db(t);
	struct context cx = tool_context(t, db);
	enum tool_exit status;
	enum err rc;

	if ((status = get_password(t, &cx, a)) == TOOL_OK &&
	    (rc = tool_transaction(&cx, work, a)) != ERR_OK)
		status = fail(t, &cx, a, rc);
	db_free(&db);
	return status;
}

static enum tool_exit
run_account(struct tool *t)
{
	struct adding a = { 0 };
	enum tool_exit status;

	problems_init(&a.problems, t->mem);
	read_account(t, &a);
	if (problems_has_any(&a.problems))
		return refuse_account(t, &a);
	if ((status = carry_out(t, &a, add_account)) != TOOL_OK)
		return status;
	tool_say("Account %lld was added: %s. Its Super Admin signs in as %s.",
	    (long long)a.account_id, a.account.business_name, a.person.email);
	show_password(&a);
	return TOOL_OK;
}

static enum tool_exit
run_user(struct tool *t)
{
	struct adding a = { 0 };
	enum tool_exit status;

	problems_init(&a.problems, t->mem);
	read_user(t, &a);
	if (problems_has_any(&a.problems))
		return tell(t, &a);
	if ((status = carry_out(t, &a, add_user)) != TOOL_OK)
		return status;
	tool_say("%s is %s of account %lld now.", a.person.email, role_default_name(a.person.role),
	    (long long)a.account_id);
	show_password(&a);
	return TOOL_OK;
}

const struct tool_command tool_account_add = {
	"account add", "Adds a customer account with its first Super Admin.",
	account_options, sizeof(account_options) / sizeof(account_options[0]), false, run_account,
	NULL
};

const struct tool_command tool_user_add = {
	"user add", "Adds somebody who signs in to an account.",
	user_options, sizeof(user_options) / sizeof(user_options[0]), false, run_user, NULL
};
