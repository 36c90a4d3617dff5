#include "base/banned.h"
#include "tools/tool.h"

#include <assert.h>
#include <pwd.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "domain/account.h"

/* Who hears the lines in place of the terminal; NULL nobody. */
static void (*listener)(void *, bool, const char *);
static void *listener_closure;

void
tool_listen(void (*line)(void *, bool, const char *), void *closure)
{
	listener = line;
	listener_closure = closure;
}

static void
tell(bool is_complaint, const char *front, const char *format, va_list ap)
{
	FILE *out = is_complaint ? stderr : stdout;
	char *text;

	if (listener != NULL) {
		if (vasprintf(&text, format, ap) < 0)
			abort();
		listener(listener_closure, is_complaint, text);
		free(text);
		return;
	}
	/* So that a terminal shows both streams in the order of what happened. */
	fflush(stdout);
	fputs(front, out);
	vfprintf(out, format, ap);
	fputc('\n', out);
	fflush(out);
}

void
tool_say(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	tell(false, "", format, ap);
	va_end(ap);
}

void
tool_complain(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	tell(true, "pointperson: ", format, ap);
	va_end(ap);
}

void
tool_complain_more(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	tell(true, "", format, ap);
	va_end(ap);
}

/* TOOL_OPTIONS_MAX where the command has no such option. */
static size_t
find(const struct tool_command *c, const char *name, size_t length)
{
	size_t i;

	for (i = 0; i < c->option_count; i++)
		if (strlen(c->options[i].name) == length &&
		    memcmp(c->options[i].name, name, length) == 0)
			return i;
	return TOOL_OPTIONS_MAX;
}

static const char *
unknown(struct mem *m, const struct tool_command *c, const char *name, size_t length)
{
	static const char password[] = "password";

	if (length == sizeof(password) - 1 && memcmp(name, password, length) == 0)
		return "A password on the command line can be read by everyone on this machine: "
		    "leave it out, it is asked for.";
	return mem_fmt(m, "There is no option --%.*s. See: pointperson %s --help", (int)length,
	    name, c->name);
}

/* Takes one option; *used is how many words it was. */
static const char *
take(struct tool *t, int count, char **words, int *used)
{
	const struct tool_command *c = t->command;
	const char *word = words[0];
	const char *name = word + 2;
	size_t length = strcspn(name, "=");
	size_t i = find(c, name, length);

	*used = 1;
	if (i == TOOL_OPTIONS_MAX)
		return unknown(t->mem, c, name, length);
	if (t->values[i] != NULL)
		return mem_fmt(t->mem, "--%s is given twice.", c->options[i].name);
	if (c->options[i].value == NULL) {
		t->values[i] = "yes";
		return name[length] == '=' ?
		    mem_fmt(t->mem, "--%s takes no value.", c->options[i].name) : NULL;
	}
	if (name[length] == '=') {
		t->values[i] = name + length + 1;
		return NULL;
	}
	if (count < 2)
		return mem_fmt(t->mem, "--%s needs %s behind it.", c->options[i].name,
		    c->options[i].value);
	t->values[i] = words[1];
	*used = 2;
	return NULL;
}

enum err
tool_read_options(struct tool *t, int count, char **words, const char **problem)
{
	const struct tool_command *c = t->command;
	int at, used;
	size_t i;

	assert(c->option_count <= TOOL_OPTIONS_MAX);
	*problem = NULL;
	for (at = 0; at < count && *problem == NULL; at += used) {
		used = 1;
		if (strncmp(words[at], "--", 2) == 0 && words[at][2] != '\0')
			*problem = take(t, count - at, words + at, &used);
		else
			*problem =
			    mem_fmt(t->mem, "\"%s\" is not an option. See: pointperson %s --help",
				words[at], c->name);
	}
	for (i = 0; i < c->option_count && *problem == NULL; i++)
		if (c->options[i].is_required && t->values[i] == NULL)
			*problem = mem_fmt(t->mem, "--%s is missing. See: pointperson %s --help",
			    c->options[i].name, c->name);
	return *problem == NULL ? ERR_OK : ERR_INVALID;
}

const char *
tool_value(const struct tool *t, const char *name)
{
	size_t i = find(t->command, name, strlen(name));

	assert(i != TOOL_OPTIONS_MAX);
	return t->values[i];
}

const char *
tool_value_or(const struct tool *t, const char *name, const char *fallback)
{
	const char *value = tool_value(t, name);

	return value == NULL ? fallback : value;
}

bool
tool_has(const struct tool *t, const char *name)
{
	return tool_value(t, name) != NULL;
}

enum tool_exit
tool_load_settings(struct tool *t)
{
	const char *problem;

	if (config_load(t->mem, t->settings_file, &t->config, &problem) == ERR_OK)
		return TOOL_OK;
	tool_complain("the settings are wrong:");
	fputs(problem, stderr);
	return TOOL_SETTINGS;
}

struct db *
tool_application_db(const struct tool *t)
{
	return db_new(&t->config.database);
}

struct db *
tool_migration_db(const struct tool *t)
{
	struct db_options options = t->config.database;

	/* Where a host gives one user only, its password is written once. */
	if (strcmp(options.user, t->config.migration_user) != 0 ||
	    t->config.migration_password[0] != '\0')
		options.password = t->config.migration_password;
	options.user = t->config.migration_user;
	options.is_patient = true;
	return db_new(&options);
}

struct context
tool_context(struct tool *t, struct db *db)
{
	const struct passwd *who = getpwuid(getuid());
	const char *name = who != NULL ? who->pw_name : mem_fmt(t->mem, "user %ld", (long)getuid());

	return (struct context){
		.mem = t->mem, .db = db, .config = &t->config, .now = clock_now(),
		.actor = {
			.user_name = mem_fmt(t->mem, "pointperson (command line, %s)", name),
			.user_email = "", .account_name = "", .account_region = "",
			.account_zone = "", .user_zone = "", .user_language = "",
			.other_accounts = "", .department = "", .role_name = "",
		},
		.client_ip = "", .request_id = "", .form_nonce = "",
	};
}

enum err
tool_enter(struct context *cx, int64_t account_id)
{
	const char *name = cx->actor.user_name;
	enum err rc = account_enter(cx, account_id);

	cx->actor.user_name = name;
	return rc;
}

enum err
tool_transaction(struct context *cx, enum err (*work)(struct context *, void *), void *closure)
{
	enum err rc = ERR_RETRY;
	int tries;

	for (tries = 0; tries < TOOL_TRIES_MAX && rc == ERR_RETRY; tries++) {
		if (tries > 0)
			db_pause(tries);
		if ((rc = db_begin(cx->db)) != ERR_OK)
			continue;
		if ((rc = work(cx, closure)) == ERR_OK)
			rc = db_commit(cx->db);
		if (rc != ERR_OK)
			db_rollback(cx->db);
	}
	return rc;
}
