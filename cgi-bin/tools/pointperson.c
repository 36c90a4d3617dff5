/*
 * pointperson: the command line of an installation. Each command is a record in a file of its own;
 * this one finds it, reads its options and the settings, and runs it. It knows nothing of what they
 * do.
 *
 * Ends with 0 done, 1 failed, 2 wrong command line, 78 wrong settings.
 */
#include "base/banned.h"
#include "tools/tool.h"

#include <string.h>

#include "base/crypt.h"
#include "base/log.h"

#ifndef POINTPERSON_VERSION
#define POINTPERSON_VERSION "unreleased"
#endif

static const struct tool_command *const commands[] = {
	&tool_migrate, &tool_account_add, &tool_user_add, &tool_user_second_factor_off,
	&tool_role_require_second_factor, &tool_contacts, &tool_invoice_issue,
	&tool_invoice_import, &tool_invoice_credit, &tool_invoice_debit, &tool_invoice_register,
	&tool_invoice_list, &tool_invoice_paid, &tool_audit_verify, &tool_audit_seal,
	&tool_audit_erase, &tool_audit_purge,
	&tool_demo_data, &tool_purge, &tool_routes, &tool_check_config, &tool_doctor,
};

#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void
show_help(FILE *to, const char *settings_file)
{
	size_t i;

	fputs("Usage: pointperson COMMAND [--option value]...\n\nCommands:\n", to);
	for (i = 0; i < COMMANDS; i++)
		fprintf(to, "  %-28s%s\n", commands[i]->name, commands[i]->help);
	fprintf(to, "\nThe options of a command: pointperson COMMAND --help\n"
	    "Which version this is: pointperson --version\n"
	    "The settings are read from %s; POINTPERSON_SETTINGS names another file.\n"
	    "Ends with 0 when done, 1 when it failed, 2 for a wrong command line, "
	    "78 for wrong settings.\n",
	    settings_file);
}

static void
show_command_help(struct mem *m, const struct tool_command *c)
{
	size_t i;

	printf("Usage: pointperson %s%s\n\n%s\n", c->name,
	    c->option_count > 0 ? " [--option value]..." : "", c->help);
	if (c->option_count > 0)
		fputs("\nOptions:\n", stdout);
	for (i = 0; i < c->option_count; i++) {
		const struct tool_option *o = &c->options[i];

		printf("  %-28s%s%s\n",
		    mem_fmt(m, "--%s %s", o->name, o->value == NULL ? "" : o->value), o->help,
		    o->is_required ? " (required)" : "");
	}
	if (c->more != NULL)
		printf("\n%s\n", c->more);
}

static bool
is_help(const char *word)
{
	return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

static bool
asks_for_help(int count, char **words)
{
	int i;

	for (i = 0; i < count; i++)
		if (is_help(words[i]))
			return true;
	return false;
}

/* Prints the commands whose first word is this one; false where there are none. */
static bool
show_group_help(FILE *to, const char *word)
{
	size_t i, length = strlen(word);
	bool is_group = false;

	for (i = 0; i < COMMANDS; i++) {
		const char *name = commands[i]->name;

		if (strncmp(name, word, length) != 0 || name[length] != ' ')
			continue;
		if (!is_group)
			fprintf(to, "Usage: pointperson %s COMMAND [--option value]...\n\n"
			    "Commands:\n", word);
		fprintf(to, "  %-28s%s\n", name + length + 1, commands[i]->help);
		is_group = true;
	}
	if (is_group)
		fprintf(to, "\nThe options of a command: pointperson %s COMMAND --help\n", word);
	return is_group;
}

/* The command that the first words name; *used is how many words its name has. */
static const struct tool_command *
find_command(int count, char **words, int *used)
{
	size_t i, first;

	for (i = 0; i < COMMANDS; i++) {
		const char *name = commands[i]->name;
		const char *space = strchr(name, ' ');

		first = strcspn(name, " ");
		if (strlen(words[0]) != first || memcmp(words[0], name, first) != 0)
			continue;
		*used = space == NULL ? 1 : 2;
		if (space == NULL || (count > 1 && strcmp(words[1], space + 1) == 0))
			return commands[i];
	}
	return NULL;
}

static enum tool_exit
run(struct tool *t, int count, char **words)
{
	enum tool_exit status = TOOL_OK;
	const char *problem;

	if (asks_for_help(count, words)) {
		show_command_help(t->mem, t->command);
		return TOOL_OK;
	}
	if (tool_read_options(t, count, words, &problem) != ERR_OK) {
		tool_complain("%s", problem);
		return TOOL_USAGE;
	}
	if (crypt_init() != ERR_OK) {
		tool_complain("libsodium does not start on this machine.");
		return TOOL_FAILED;
	}
	if (!t->command->reads_settings)
		status = tool_load_settings(t);
	return status == TOOL_OK ? t->command->run(t) : status;
}

/* No command, or none that there is. */
static enum tool_exit
explain(const char *settings_file, int count, char **words)
{
	if (count == 0) {
		show_help(stderr, settings_file);
		return TOOL_USAGE;
	}
	if (strcmp(words[0], "--version") == 0) {
		printf("pointperson %s\n", POINTPERSON_VERSION);
		return TOOL_OK;
	}
	if (is_help(words[0]) || strcmp(words[0], "help") == 0) {
		show_help(stdout, settings_file);
		return TOOL_OK;
	}
	if (count > 1 && is_help(words[1]) && show_group_help(stdout, words[0]))
		return TOOL_OK;
	if (count > 1 || !show_group_help(stderr, words[0]))
		tool_complain("there is no command \"%s%s%s\". See: pointperson --help", words[0],
		    count > 1 ? " " : "", count > 1 ? words[1] : "");
	return TOOL_USAGE;
}

int
main(int argc, char **argv)
{
	struct tool t = { .mem = mem_new() };
	enum tool_exit status;
	int used = 0;

	log_program("pointperson");
	t.settings_file = config_file(t.mem);
	if (argc > 1)
		t.command = find_command(argc - 1, argv + 1, &used);
	if (t.command != NULL)
		status = run(&t, argc - 1 - used, argv + 1 + used);
	else
		status = explain(t.settings_file, argc - 1, argv + 1);
	mem_free(&t.mem);
	/* A full disk behind standard output shows only when it is closed. */
	if (fflush(stdout) != 0 && status == TOOL_OK)
		status = TOOL_FAILED;
	return (int)status;
}
