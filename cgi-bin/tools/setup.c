#include "base/banned.h"
#include "tools/setup.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/config_write.h"
#include "base/install_token.h"
#include "base/log.h"
#include "domain/account.h"
#include "domain/schema.h"
#include "tools/courier_settings.h"
#include "tools/doctor.h"

#define PATH_BYTES	4096	/* PATH_MAX of Linux */

#ifndef POINTPERSON_TOOLS_FOLDER
#define POINTPERSON_TOOLS_FOLDER "/usr/sbin"
#endif

const char *
setup_token_file(struct context *cx)
{
	return install_token_file(cx->mem, config_file(cx->mem));
}

static enum setup_state
state_of_database(struct context *cx)
{
	bool is_current = false;
	int64_t total = 0;

	if (!cx->config->has_keys || schema_is_current(cx, &is_current) != ERR_OK || !is_current ||
	    account_total(cx, &total) != ERR_OK)
		return SETUP_DATABASE;
	return total == 0 ? SETUP_ACCOUNT : SETUP_DONE;
}

enum setup_state
setup_state(struct context *cx)
{
	const char *token = install_token_read(cx->mem, config_file(cx->mem));

	if (token == NULL)
		return cx->config->has_keys ? SETUP_CLOSED : SETUP_NO_TOKEN;
	return strlen(token) < INSTALL_TOKEN_MIN ? SETUP_WEAK_TOKEN : state_of_database(cx);
}

bool
setup_token_is(struct context *cx, const char *typed, struct problems *p)
{
	const char *token = install_token_read(cx->mem, config_file(cx->mem));

	if (token != NULL && strlen(token) >= INSTALL_TOKEN_MIN && crypt_equal(token, typed))
		return true;
	problems_add(p, "token", "This is not what %s holds. Open that file, and copy its line.",
	    setup_token_file(cx));
	return false;
}

enum err
setup_close(struct context *cx)
{
	return unlink(setup_token_file(cx)) == 0 ? ERR_OK : ERR_DENIED;
}

/* ---- what is there ---- */

struct examination {
	void	(*each)(void *, const struct setup_finding *);
	void	*closure;
};

static void
tell(void *closure, enum grade grade, const char *what, const char *how)
{
	const struct examination *e = closure;

	e->each(e->closure, &(struct setup_finding){ what, how, grade == GRADE_FAIL });
}

/* Settings and keys within what the web server gives out are one mistake away from everybody. */
static void
examine_place(struct doctor *d, const char *document_root)
{
	const char *file = d->tool->settings_file;
	size_t length = strlen(document_root);
	bool is_within = length > 1 && strncmp(file, document_root, length) == 0;

	doctor_report(d, is_within ? GRADE_WARN : GRADE_OK,
	    "settings and keys lie outside what the web server gives out",
	    "%s is within %s. The .htaccess that came along refuses them; better move the folder "
	    "out of it", file, document_root);
}

void
setup_examine(struct context *cx, const char *document_root,
    void (*each)(void *, const struct setup_finding *), void *closure)
{
	struct examination e = { each, closure };
	struct tool t = { .mem = cx->mem, .settings_file = config_file(cx->mem),
		.config = *cx->config };
	struct doctor d = { .tool = &t, .db = cx->db, .report = tell, .closure = &e };

	examine_place(&d, document_root);
	doctor_check_database(&d);
}

/* The courier of an archive that was unpacked stands beside the pages, or beside the settings. */
const char *
setup_cron_line(struct context *cx)
{
	static const char *const places[] = { "courier", "../bin/courier", "tools/courier" };
	char folder[PATH_BYTES];
	ssize_t length = readlink("/proc/self/exe", folder, sizeof(folder) - 1);
	const char *courier = POINTPERSON_TOOLS_FOLDER "/courier";
	const char *file = config_file(cx->mem);
	const char *found = config_path(cx->mem, file, "bin/courier");
	size_t i;

	folder[length < 0 ? 0 : length] = '\0';
	if (strrchr(folder, '/') != NULL)
		*strrchr(folder, '/') = '\0';
	if (access(found, X_OK) == 0)
		courier = found;
	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		found = mem_fmt(cx->mem, "%s/%s", folder, places[i]);
		if (access(found, X_OK) == 0)
			courier = found;
	}
	return mem_fmt(cx->mem, "* * * * * POINTPERSON_SETTINGS=%s %s --once", file, courier);
}
