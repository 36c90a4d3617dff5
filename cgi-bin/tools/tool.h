/*
 * tool: what the commands of the command line share: their table entries, options, messages, exit
 * codes and the context they hand to the domain. Knows nothing of any single command.
 */
#ifndef POINTPERSON_TOOLS_TOOL_H
#define POINTPERSON_TOOLS_TOOL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/config.h"
#include "base/db.h"
#include "base/err.h"
#include "base/mem.h"
#include "domain/context.h"

#define TOOL_TRIES_MAX		5	/* of a transaction (ARCHITECTURE) */
#define TOOL_OPTIONS_MAX	24	/* options of one command; `invoice issue` has 19 */

/* What a process ends with. */
enum tool_exit {
	TOOL_OK = 0,
	TOOL_FAILED = 1,	/* the work could not be done, or a check failed */
	TOOL_USAGE = 2,		/* the command line itself is wrong */
	TOOL_LATER = 75,	/* EX_TEMPFAIL of sysexits.h: a mail server tries it again */
	TOOL_SETTINGS = 78	/* EX_CONFIG of sysexits.h: the settings are wrong */
};

/* One option of a command, always written with two dashes. */
struct tool_option {
	const char	*name;		/* without its dashes */
	const char	*value;		/* what its value is called, NULL for a switch */
	const char	*help;		/* one line */
	bool		 is_required;	/* the command cannot do without */
};

struct tool;

struct tool_command {
	const char			*name;		/* one word, or two as in "user add" */
	const char			*help;		/* one line */
	const struct tool_option	*options;	/* option_count of them */
	size_t				 option_count;
	bool				 reads_settings;/* itself, else read before it runs */
	enum tool_exit			 (*run)(struct tool *);
	const char			*more;		/* examples, printed by --help; NULL none */
};

/* One run of the program. */
struct tool {
	struct mem			*mem;		/* lives as long as the process */
	const char			*settings_file;	/* as config_file() gives it */
	struct config			 config;	/* unless the command reads it itself */
	const struct tool_command	*command;	/* being run */
	const char			*values[TOOL_OPTIONS_MAX]; /* NULL: not given */
};

extern const struct tool_command tool_account_add;
extern const struct tool_command tool_audit_erase;
extern const struct tool_command tool_audit_purge;
extern const struct tool_command tool_audit_seal;
extern const struct tool_command tool_audit_verify;
extern const struct tool_command tool_check_config;
extern const struct tool_command tool_contacts;
extern const struct tool_command tool_demo_data;
extern const struct tool_command tool_doctor;
extern const struct tool_command tool_invoice_credit;
extern const struct tool_command tool_invoice_debit;
extern const struct tool_command tool_invoice_import;
extern const struct tool_command tool_invoice_issue;
extern const struct tool_command tool_invoice_list;
extern const struct tool_command tool_invoice_paid;
extern const struct tool_command tool_invoice_register;
extern const struct tool_command tool_migrate;
extern const struct tool_command tool_purge;
extern const struct tool_command tool_role_require_second_factor;
extern const struct tool_command tool_routes;
extern const struct tool_command tool_user_add;
extern const struct tool_command tool_user_second_factor_off;

/*
 * Reads the words behind the command's name into values: "--name value" or "--name=value".
 * ERR_INVALID: *problem is a sentence for the person who typed them.
 */
enum err tool_read_options(struct tool *, int count, char **words, const char **problem) MUST_CHECK;

/*
 * What was given for an option, NULL where it was not. Asking for one that the command has not is a
 * bug.
 */
const char *tool_value(const struct tool *, const char *name);

/* The same, but a fallback where it was not given. */
const char *tool_value_or(const struct tool *, const char *name, const char *fallback);

/* Was the option given? */
bool tool_has(const struct tool *, const char *name);

/* A line on standard output; a line on standard error with the program's name in front. */
void tool_say(const char *format, ...) __attribute__((format(printf, 1, 2)));
void tool_complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A further line of what was complained of, to be copied as it is: without the program's name. */
void tool_complain_more(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * From now on the lines of the three go there, as the installer shows them on its page; NULL: to
 * the terminal again.
 */
void tool_listen(void (*line)(void *, bool is_complaint, const char *), void *closure);

/* Reads the settings; complains and answers TOOL_SETTINGS where they are wrong. */
enum tool_exit tool_load_settings(struct tool *) MUST_CHECK;

/*
 * A connection to be, as the application or as the one who may change tables. Ended by db_free().
 */
struct db *tool_application_db(const struct tool *);
struct db *tool_migration_db(const struct tool *);

/* What the domain needs to know: this command acts, for whoever is signed in to the machine. */
struct context tool_context(struct tool *, struct db *);

/*
 * What is done from now on is done in this account, still by this command. ERR_MISSING: there is no
 * such account.
 */
enum err tool_enter(struct context *, int64_t account_id) MUST_CHECK;

/*
 * Runs work() in a transaction, again where the database asks for it, at most five times. Its last
 * error is returned after everything has been rolled back.
 */
enum err tool_transaction(struct context *, enum err (*work)(struct context *, void *),
    void *closure) MUST_CHECK;

#endif
