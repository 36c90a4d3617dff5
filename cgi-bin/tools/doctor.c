/*
 * doctor: looks at everything that an installation needs and says what to do where something is
 * wrong. It changes nothing.
 */
#include "base/banned.h"
#include "tools/doctor.h"
#include "tools/invoice_draw.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/archive.h"
#include "base/csv.h"
#include "base/language.h"
#include "base/passkey.h"
#include "base/qr.h"
#include "base/strength.h"
#include "domain/invoice_settings.h"
#include "domain/second_factor.h"
#include "tools/courier_settings.h"
#include "tools/invoice_file.h"
#include "tools/invoice_logo.h"

static void
print(void *closure, enum grade grade, const char *what, const char *how)
{
	static const char *const words[GRADE__MAX] = { "ok  ", "warn", "FAIL" };

	(void)closure;
	printf("%s  %s%s%s\n", words[grade], what, how[0] == '\0' ? "" : "  -- ", how);
}

static void
check_secrets(struct doctor *d)
{
	struct mem *m = d->tool->mem;
	const char *file = config_secrets_file(m, d->tool->settings_file);
	const char *what = mem_fmt(m, "secrets file %s", file);
	struct stat st;

	if (stat(file, &st) != 0)
		doctor_report(d, GRADE_FAIL, what, "%s; run: pointperson migrate", strerror(errno));
	else if ((st.st_mode & S_IRWXO) != 0)
		doctor_report(d, GRADE_FAIL, what,
		    "everyone on this machine may open it; run: chmod 640 %s", file);
	else
		doctor_report(d, GRADE_OK, what, " ");
	doctor_report(d, d->tool->config.has_keys ? GRADE_OK : GRADE_FAIL, "keys",
	    "there are none; run: pointperson migrate");
}

static void
check_site(struct doctor *d)
{
	const struct config *c = &d->tool->config;
	bool is_here = strncmp(c->site_url, "http://localhost", 16) == 0 ||
	    strncmp(c->site_url, "http://127.0.0.1", 16) == 0;

	if (!is_here && strncmp(c->site_url, "https://", 8) != 0)
		doctor_report(d, GRADE_WARN, "site address",
		    "%s is not https: passwords can be read on their "
		    "way; set up TLS and write https:// in site.url",
		    c->site_url);
	else
		doctor_report(d, GRADE_OK, "site address", " ");
	if (c->is_demo && !is_here)
		doctor_report(d, GRADE_WARN, "demo", "demo = yes on a real site; write demo = no");
}

static void
check_mail(struct doctor *d)
{
	const char *problem = courier_settings_problem(d->tool->mem, &d->tool->config);

	doctor_report(d, problem[0] == '\0' ? GRADE_OK : GRADE_WARN, "mail can be sent", "%s",
	    problem);
}

/* What ./configure left out for want of a library; it said so then, perhaps to somebody else. */
static void
check_libraries(struct doctor *d)
{
	const struct {
		bool		 is_there;
		const char	*what, *without, *package;
	} libraries[] = {
		{ strength_is_known(), "zxcvbn", "easily guessed passwords are taken",
		    "libzxcvbn-dev" },
		{ second_factor_is_there(), "liboath", "nobody can use an authenticator app",
		    "liboath-dev" },
		{ qr_is_there(), "libqrencode", "the key of an app has to be typed, and registered "
			"invoices lack their QR code", "libqrencode-dev" },
		{ csv_is_known(), "libcsv", "people are invited one by one, and invoices "
			"issued so or from JSON, not by a list", "libcsv-dev" },
		{ invoice_json_is_known(), "jansson", "invoices are issued from lists (CSV), not "
			"from JSON", "libjansson-dev" },
		{ invoice_draw_is_known(), "Pango", "invoices are pages to print, without a PDF",
		    "libpango1.0-dev" },
		{ archive_is_known(), "libzip", "invoices are downloaded one by one, not as one "
			"file", "libzip-dev" },
		{ passkey_is_there(), "libfido2 and libcbor", "nobody can use a passkey",
		    "libfido2-dev libcbor-dev" },
	};
	size_t i;

	for (i = 0; i < sizeof(libraries) / sizeof(libraries[0]); i++)
		doctor_report(d, libraries[i].is_there ? GRADE_OK : GRADE_WARN,
		    mem_fmt(d->tool->mem, "built with %s", libraries[i].what),
		    "it was missing then: %s; install %s (as Debian calls it) and build again",
		    libraries[i].without, libraries[i].package);
}

static void
check_invoices(struct doctor *d)
{
	const char *problem = invoice_settings_problem(d->tool->mem, &d->tool->config);

	if (problem[0] != '\0' || d->tool->config.seller.name[0] != '\0')
		doctor_report(d, problem[0] == '\0' ? GRADE_OK : GRADE_FAIL,
		    "settings of invoices", "%s", problem);
}

static void
check_logo(struct doctor *d)
{
	const char *path = d->tool->config.seller.logo;
	const char *problem = invoice_logo_problem(d->tool->mem, path);

	if (path[0] != '\0')
		doctor_report(d, problem[0] == '\0' ? GRADE_OK : GRADE_FAIL,
		    mem_fmt(d->tool->mem, "logo on invoices %s", path), "%s", problem);
}

/* English alone is no fault, so it is said and not more. */
static void
check_languages(struct doctor *d)
{
	struct mem *m = d->tool->mem;
	const struct language *list;
	const char *names = "";
	size_t i, count;

	language_open(d->tool->config.translations_folder);
	list = language_list(&count);
	for (i = 0; i < count; i++)
		names = mem_fmt(m, "%s%s%s", names, i == 0 ? "" : ", ", list[i].name);
	doctor_report(d, GRADE_OK, mem_fmt(m, "languages: %s", names), " ");
}

static void
check_folder(struct doctor *d, const char *key, const char *folder, int access_mode,
    const char *verb)
{
	const char *what = mem_fmt(d->tool->mem, "folder %s", folder);
	struct stat st;

	if (stat(folder, &st) != 0)
		doctor_report(d, GRADE_FAIL, what, "%s; make it, or correct %s", strerror(errno),
		    key);
	else if (!S_ISDIR(st.st_mode))
		doctor_report(d, GRADE_FAIL, what, "it is no folder; correct %s", key);
	else if (access(folder, access_mode | X_OK) != 0)
		doctor_report(d, GRADE_FAIL, what, "it cannot be %s; correct its owner and mode",
		    verb);
	else
		doctor_report(d, GRADE_OK, what, " ");
}

static int
is_program(const struct dirent *e)
{
	size_t length = strlen(e->d_name);

	return length > 5 && strcmp(e->d_name + length - 5, ".fcgi") == 0;
}

/* The page programs, and the sockets that are named as they are. */
static void
check_programs(struct doctor *d)
{
	struct mem *m = d->tool->mem;
	const char *folder = d->tool->config.programs_folder;
	const char *what = mem_fmt(m, "programs in %s", folder);
	const char *idle = NULL;
	struct dirent **found = NULL;
	int i, count = scandir(folder, &found, is_program, alphasort);
	const char **pages = mem_array(m, count > 0 ? (size_t)count : 1, sizeof(*pages));

	for (i = 0; i < count; i++) {
		if (access(mem_fmt(m, "%s/%s", folder, found[i]->d_name), X_OK) != 0)
			idle = mem_dup(m, found[i]->d_name);
		pages[i] = mem_fmt(m, "%.*s", (int)strlen(found[i]->d_name) - 5, found[i]->d_name);
		free(found[i]);
	}
	free(found);
	if (count < 0)
		doctor_report(d, GRADE_FAIL, what, "%s; correct paths.programs", strerror(errno));
	else if (count == 0)
		doctor_report(d, GRADE_FAIL, what,
		    "there are none (*.fcgi); correct paths.programs");
	else if (idle != NULL)
		doctor_report(d, GRADE_FAIL, what, "%s cannot be executed; run: chmod 755 %s/%s",
		    idle, folder, idle);
	else
		doctor_report(d, GRADE_OK, what, " ");
	if (count > 0)
		doctor_check_sockets(d, pages, (size_t)count);
}

static void
check_folders(struct doctor *d)
{
	const struct config *c = &d->tool->config;

	check_folder(d, "paths.templates", c->templates_folder, R_OK, "read");
	check_folder(d, "paths.sql", c->sql_folder, R_OK, "read");
	check_folder(d, "paths.run", c->run_folder, W_OK, "written to");
}

static enum tool_exit
run(struct tool *t)
{
	struct doctor d = { .tool = t, .report = print };
	const char *what = mem_fmt(t->mem, "settings file %s", t->settings_file);
	const char *problem;

	if (config_load(t->mem, t->settings_file, &t->config, &problem) != ERR_OK) {
		doctor_report(&d, GRADE_FAIL, what, "correct this:\n%s", problem);
		return TOOL_SETTINGS;
	}
	doctor_report(&d, GRADE_OK, what, " ");
	check_secrets(&d);
	check_site(&d);
	check_mail(&d);
	check_libraries(&d);
	check_invoices(&d);
	check_logo(&d);
	check_folders(&d);
	check_languages(&d);
	check_programs(&d);
	doctor_check_web(&d);
	d.db = tool_application_db(t);
	doctor_check_database(&d);
	db_free(&d.db);
	return d.has_failed ? TOOL_FAILED : TOOL_OK;
}

const struct tool_command tool_doctor = {
	"doctor", "Looks for what keeps the portal from working, and says what to do.",
	NULL, 0, true, run, NULL
};
