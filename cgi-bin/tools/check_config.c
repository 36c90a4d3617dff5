#include "base/banned.h"
#include "tools/tool.h"

#include <sys/stat.h>

#include "domain/invoice_settings.h"

static const struct tool_option options[] = {
	{ "list", NULL, "prints every setting with its default and what it is for", false },
};

static void
show_setting(void *closure, const char *key, const char *fallback, const char *help)
{
	(void)closure;
	printf("%-40s# %s (default: %s)\n", key, help, fallback[0] == '\0' ? "empty" : fallback);
}

/*
 * A password that every user of the machine can read is no password; the pages work all the same.
 */
static void
warn_of_readers(struct tool *t)
{
	const char *secrets = config_secrets_file(t->mem, t->settings_file);
	struct stat st;

	if (stat(secrets, &st) == 0 && (st.st_mode & S_IRWXO) != 0)
		tool_complain("warning: everyone on this machine may open %s; write: chmod 640 %s",
		    secrets, secrets);
}

static enum tool_exit
run(struct tool *t)
{
	enum tool_exit status;
	const char *problem;

	if (tool_has(t, "list"))
		config_each(show_setting, NULL);
	if ((status = tool_load_settings(t)) != TOOL_OK)
		return status;
	warn_of_readers(t);
	problem = invoice_settings_problem(t->mem, &t->config);
	if (problem[0] != '\0') {
		tool_complain("no invoice can be issued: %s", problem);
		return TOOL_SETTINGS;
	}
	tool_say("ok: %s", t->settings_file);
	return TOOL_OK;
}

const struct tool_command tool_check_config = {
	"check-config", "Says whether the settings can be used, and what is wrong with them.",
	options, sizeof(options) / sizeof(options[0]), true, run, NULL
};
