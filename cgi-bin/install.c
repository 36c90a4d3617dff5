/*
 * install: the first run on a host without a shell. Whoever can write a file beside the settings
 * proves it by the text of that file; then a database is named and its tables are made, and the
 * first account is added. That takes the file away, and the pages are closed for good: 404.
 *
 * GET  install            how to begin, or leads to the next step
 * GET  install/database   the form for the database
 * POST install/database   tries it, writes the settings, makes the tables or brings them up to date
 * GET  install/account    what was found, and the form for the site and the first account
 * POST install/account    writes the settings, adds account and Super Admin; 303 to sign in
 */
#include "base/banned.h"

#include <stdbool.h>
#include <string.h>

#include "domain/user.h"
#include "tools/setup.h"
#include "web/page.h"
#include "web/view.h"

#define HERE		"/install"	/* the prefix of this page */
#define NAME		120		/* characters; of people and businesses */
#define SITE		200		/* characters; of addresses of the site and its servers */
#define TOKEN_MAX	1000		/* bytes; install.token is read as far as that */
#define FILLER_BYTES	60000		/* a form of this size is the largest that pages send */

static const struct choice mail_transports[] = {
	{ "sendmail", "The host's own sendmail" },
	{ "smtp", "A mail server" },
	{ NULL, NULL }
};

#define TOKEN_FIELD                                                                                \
	{ .name = "token",                                                                         \
	    .label = "Installation token",                                                         \
	    .kind = FIELD_PASSWORD,                                                                \
	    .need = REQUIRED,                                                                      \
	    .longest = TOKEN_MAX,                                                                  \
	    .missing = "Copy the line of install.token here.",                                     \
	    .hint = "The line that install.token holds. It shows that these files are yours.",     \
	    .autocomplete = "off" }

#define DATABASE_FIELDS                                                                            \
	{ .name = "server",                                                                        \
	    .label = "Database server",                                                            \
	    .kind = FIELD_IDENTIFIER,                                                              \
	    .need = REQUIRED,                                                                      \
	    .longest = SITE,                                                                       \
	    .missing = "Write localhost, or the host name of the database.",                       \
	    .hint = "localhost on most hosts; else a name like db.example.com, with :port behind " \
		    "it where that is not 3306." },                                                \
	{ .name = "name",                                                                          \
	    .label = "Database",                                                                   \
	    .kind = FIELD_IDENTIFIER,                                                              \
	    .need = REQUIRED,                                                                      \
	    .longest = NAME,                                                                       \
	    .missing = "Write the name of the empty database that you made for the portal.",       \
	    .hint = "Made in your host's control panel, empty, for the portal alone." },           \
	{ .name = "user",                                                                          \
	    .label = "Database user",                                                              \
	    .kind = FIELD_IDENTIFIER,                                                              \
	    .need = REQUIRED,                                                                      \
	    .longest = NAME,                                                                       \
	    .missing = "Write the user who may use that database." },                              \
	{ .name = "password",                                                                      \
	    .label = "Password of that user",                                                      \
	    .kind = FIELD_PASSWORD,                                                                \
	    .need = OPTIONAL,                                                                      \
	    .longest = USER_PASSWORD_MAX,                                                          \
	    .autocomplete = "off" },                                                               \
	{ .name = "tables_user",                                                                   \
	    .label = "Another user who may change tables",                                         \
	    .kind = FIELD_IDENTIFIER,                                                              \
	    .need = OPTIONAL,                                                                      \
	    .longest = NAME,                                                                       \
	    .hint = "Where your host gives one user only, leave this empty. With two, the first "  \
		    "gets no more rights than the pages need." },                                  \
	{ .name = "tables_password",                                                               \
	    .label = "Password of the other user",                                                 \
	    .kind = FIELD_PASSWORD,                                                                \
	    .need = OPTIONAL,                                                                      \
	    .longest = USER_PASSWORD_MAX,                                                          \
	    .hint = "Used now and not kept.",                                                      \
	    .autocomplete = "off" }

#define SITE_FIELDS                                                                                \
	{ .name = "site_name",                                                                     \
	    .label = "Name of the portal",                                                         \
	    .kind = FIELD_TEXT,                                                                    \
	    .need = REQUIRED,                                                                      \
	    .longest = NAME,                                                                       \
	    .missing = "Write what the portal is called.",                                         \
	    .hint = "On top of every page and in its mail." },                                     \
	{ .name = "site_url",                                                                      \
	    .label = "Address of the portal",                                                      \
	    .kind = FIELD_IDENTIFIER,                                                              \
	    .need = REQUIRED,                                                                      \
	    .longest = SITE,                                                                       \
	    .missing = "Write the address that people type, as https://portal.example.com.",       \
	    .hint = "As people type it, without a slash at the end." },                            \
	{ .name = "support_email",                                                                 \
	    .label = "Email of your support",                                                      \
	    .kind = FIELD_EMAIL,                                                                   \
	    .need = OPTIONAL,                                                                      \
	    .longest = SIGN_IN_EMAIL_MAX,                                                          \
	    .hint = "Shown on every page." },                                                      \
	{ .name = "mail_from",                                                                     \
	    .label = "Mail comes from",                                                            \
	    .kind = FIELD_EMAIL,                                                                   \
	    .need = REQUIRED,                                                                      \
	    .longest = SIGN_IN_EMAIL_MAX,                                                          \
	    .missing = "Write the email address that the portal's mail comes from.",               \
	    .hint = "An address of your own domain, whose mailbox somebody reads." },              \
	{ .name = "mail_transport",                                                                \
	    .label = "Mail leaves by",                                                             \
	    .kind = FIELD_CHOICE,                                                                  \
	    .need = REQUIRED,                                                                      \
	    .choices = mail_transports },                                                          \
	{ .name = "smtp_url",                                                                      \
	    .label = "Mail server",                                                                \
	    .kind = FIELD_IDENTIFIER,                                                              \
	    .need = OPTIONAL,                                                                      \
	    .longest = SITE,                                                                       \
	    .hint = "Only for a mail server: smtp://mail.example.com:587, or smtps:// with 465." },\
	{ .name = "smtp_user",                                                                     \
	    .label = "User at the mail server",                                                    \
	    .kind = FIELD_TEXT,                                                                    \
	    .need = OPTIONAL,                                                                      \
	    .longest = SITE },                                                                     \
	{ .name = "smtp_password",                                                                 \
	    .label = "Password at the mail server",                                                \
	    .kind = FIELD_PASSWORD,                                                                \
	    .need = OPTIONAL,                                                                      \
	    .longest = USER_PASSWORD_MAX,                                                          \
	    .autocomplete = "off" }

#define OWNER_FIELDS                                                                               \
	{ .name = "business_name",                                                                 \
	    .label = "Business name",                                                              \
	    .kind = FIELD_TEXT,                                                                    \
	    .need = REQUIRED,                                                                      \
	    .longest = NAME,                                                                       \
	    .missing = "Write the name of the first customer account.",                            \
	    .hint = "Of the first customer account: your own business, to begin with." },          \
	{ .name = "business_email",                                                                \
	    .label = "Business email",                                                             \
	    .kind = FIELD_EMAIL,                                                                   \
	    .need = REQUIRED,                                                                      \
	    .longest = SIGN_IN_EMAIL_MAX,                                                          \
	    .missing = "Write the email address of that business." },                              \
	{ .name = "name",                                                                          \
	    .label = "Your name",                                                                  \
	    .kind = FIELD_TEXT,                                                                    \
	    .need = REQUIRED,                                                                      \
	    .longest = NAME,                                                                       \
	    .missing = "Write your name: you become the Super Admin of that account.",             \
	    .autocomplete = "name" },                                                              \
	{ .name = "email",                                                                         \
	    .label = "Your email",                                                                 \
	    .kind = FIELD_EMAIL,                                                                   \
	    .need = REQUIRED,                                                                      \
	    .longest = SIGN_IN_EMAIL_MAX,                                                          \
	    .missing = "Write the email address that you sign in with.",                           \
	    .hint = "You sign in with it.",                                                        \
	    .autocomplete = "username" },                                                          \
	NEW_PASSWORD_FIELDS

static const struct field database_fields[] = {
	TOKEN_FIELD, DATABASE_FIELDS, { .name = "filler", .kind = FIELD_SEALED },
	{ .name = NULL }
};
static const struct field account_fields[] = {
	TOKEN_FIELD, SITE_FIELDS, OWNER_FIELDS, { .name = NULL }
};

/* As the template calls them. */
static const char *const states[SETUP_STATE__MAX] = {
	[SETUP_NO_TOKEN] = "no-token",
	[SETUP_WEAK_TOKEN] = "weak-token",
	[SETUP_DATABASE] = "database",
	[SETUP_ACCOUNT] = "account",
	[SETUP_DONE] = "done",
};

/* Where the form of a step stands; NULL: the first page says what to do. */
static const char *
step_of(enum setup_state state)
{
	return state == SETUP_DATABASE ? HERE "/database" :
	    state == SETUP_ACCOUNT ? HERE "/account" : NULL;
}

static enum err
show(struct req *rq, struct view *v)
{
	enum setup_state state = setup_state(rq->cx);

	if (state == SETUP_CLOSED)
		return ERR_MISSING;
	if (step_of(state) != NULL)
		return go_to(rq, step_of(state));
	view_text(v, "Data.state", states[state]);
	view_text(v, "Data.token_file", setup_token_file(rq->cx));
	answer_status(rq, 403);
	return ERR_OK;
}

/* Is it this step's turn? Leads to the page that says what is, where it is not. */
static bool
is_turn_of(struct req *rq, enum setup_state step, enum err *rc)
{
	enum setup_state state = setup_state(rq->cx);

	*rc = state == SETUP_CLOSED ? ERR_MISSING : state == step ? ERR_OK : go_to(rq, HERE);
	return state == step;
}

/* A body as large as any page sends: a host that cuts or refuses it is found out here. */
static const char *
filler(struct mem *m)
{
	return mem_fmt(m, "%0*d", FILLER_BYTES, 0);
}

static enum err
show_database(struct req *rq, struct view *v)
{
	enum err rc;

	if (!is_turn_of(rq, SETUP_DATABASE, &rc))
		return rc;
	view_title(v, "Install Pointperson: the database");
	view_text(v, "Data.token_file", setup_token_file(rq->cx));
	form_fill(rq, "server", "localhost");
	form_fill(rq, "filler", filler(rq->cx->mem));
	return ERR_OK;
}

static enum err
take_database(struct req *rq, struct view *v)
{
	const struct setup_database typed = {
		.server = form_text(rq, "server"),
		.name = form_text(rq, "name"),
		.user = form_text(rq, "user"),
		.password = form_text(rq, "password"),
		.tables_user = form_text(rq, "tables_user"),
		.tables_password = form_text(rq, "tables_password"),
	};
	bool has_account = false;
	enum err rc;

	(void)v;
	if (!is_turn_of(rq, SETUP_DATABASE, &rc))
		return rc;
	if (!setup_token_is(rq->cx, form_text(rq, "token"), form_problems(rq)))
		return ERR_INVALID;
	if (strlen(form_text(rq, "filler")) != FILLER_BYTES)
		problems_add(form_problems(rq), "", "Your host cut this form short: it passes "
		    "fewer than %d bytes on. Ask it to let forms of 64 KiB through.",
		    FILLER_BYTES);
	if ((rc = setup_database(rq->cx, &typed, &has_account, form_problems(rq))) != ERR_OK)
		return rc;
	if (!has_account || setup_close(rq->cx) != ERR_OK)
		return go_to(rq, HERE);
	return see_other(rq, "/login", "The database is up to date, and the installer is closed.");
}

static void
show_finding(void *closure, const struct setup_finding *f)
{
	struct view_row row = view_row(closure, "Data.findings");

	row_text(&row, "what", f->what);
	row_text(&row, "how", f->how);
	row_flag(&row, "failed", f->has_failed);
}

static enum err
show_account(struct req *rq, struct view *v)
{
	enum err rc;

	if (!is_turn_of(rq, SETUP_ACCOUNT, &rc))
		return rc;
	view_title(v, "Install Pointperson: site and first account");
	view_text(v, "Data.cron_line", setup_cron_line(rq->cx));
	setup_examine(rq->cx, document_root(rq), show_finding, v);
	show_password_rules(rq, v);
	form_fill(rq, "site_name", rq->cx->config->site_name);
	form_fill(rq, "site_url", asked_site(rq));
	form_fill(rq, "mail_transport", "sendmail");
	return ERR_OK;
}

static enum err
take_account(struct req *rq, struct view *v)
{
	const struct setup_account typed = {
		.site_name = form_text(rq, "site_name"),
		.site_url = form_text(rq, "site_url"),
		.support_email = form_text(rq, "support_email"),
		.mail_transport = form_text(rq, "mail_transport"),
		.mail_from = form_text(rq, "mail_from"),
		.smtp_url = form_text(rq, "smtp_url"),
		.smtp_user = form_text(rq, "smtp_user"),
		.smtp_password = form_text(rq, "smtp_password"),
		.business_name = form_text(rq, "business_name"),
		.business_email = form_text(rq, "business_email"),
		.name = form_text(rq, "name"),
		.email = form_text(rq, "email"),
		.new_password = form_text(rq, "new_password"),
		.confirm_password = form_text(rq, "confirm_password"),
	};
	enum err rc;

	(void)v;
	if (!is_turn_of(rq, SETUP_ACCOUNT, &rc))
		return rc;
	if (!setup_token_is(rq->cx, form_text(rq, "token"), form_problems(rq)))
		return ERR_INVALID;
	if ((rc = setup_account(rq->cx, &typed, form_problems(rq))) != ERR_OK)
		return rc == ERR_TAKEN ? go_to(rq, "/login") : rc;
	return see_other(rq, "/login", "Pointperson is installed, and the installer is closed. "
	    "Sign in as %s. Mail leaves once this line is in your host's cron page: %s",
	    typed.email, setup_cron_line(rq->cx));
}

static const struct route routes[] = {
	{ GET, "", PERM_PUBLIC, .template = "install.cs", .run = show, .is_installing = true },
	{ GET, "database", PERM_PUBLIC, .form = database_fields,
	    .template = "install-database.cs", .run = show_database, .is_installing = true },
	{ POST, "database", PERM_PUBLIC, database_fields, .run = take_database,
	    .again = show_database, .is_installing = true },
	{ GET, "account", PERM_PUBLIC, .form = account_fields, .template = "install-account.cs",
	    .run = show_account, .is_installing = true },
	{ POST, "account", PERM_PUBLIC, account_fields, .run = take_account,
	    .again = show_account, .is_installing = true },
	{ METHOD_UNSET }
};

const struct page page = { "install", HERE, "Install Pointperson", routes };
