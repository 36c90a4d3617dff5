#include "base/banned.h"
#include "tools/setup.h"

#include <string.h>
#include <unistd.h>

#include "base/install_token.h"
#include "domain/account.h"
#include "domain/schema.h"
#include "tools/doctor.h"
#include "tools/setup_private.h"

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

enum err
setup_write(struct context *cx, const struct config_value *settings, size_t count,
    const struct config_value *secret, struct problems *p)
{
	const char *file = config_file(cx->mem), *problem = "";
	enum err rc = ERR_OK;

	if (secret != NULL)
		rc = config_write(cx->mem, config_secrets_file(cx->mem, file), secret, 1,
		    &problem);
	if (rc == ERR_OK && config_write(cx->mem, file, settings, count, &problem) == ERR_OK)
		return ERR_OK;
	problems_add(p, "", "The settings cannot be written: %s. Let this program write into that "
	    "folder, then press the button again.", problem);
	return ERR_INVALID;
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
	bool is_within = length > 1 && strncmp(file, document_root, length) == 0 &&
	    (file[length] == '/' || document_root[length - 1] == '/');

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

/* The courier of an archive that was unpacked stands beside the settings. */
const char *
setup_cron_line(struct context *cx)
{
	const char *file = config_file(cx->mem);
	const char *courier = config_path(cx->mem, file, "bin/courier");

	if (access(courier, X_OK) != 0)
		courier = POINTPERSON_TOOLS_FOLDER "/courier";
	return mem_fmt(cx->mem, "* * * * * POINTPERSON_SETTINGS=%s %s --once", file, courier);
}
