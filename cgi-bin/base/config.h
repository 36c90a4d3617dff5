/*
 * config: the settings of an installation: pointperson.hdf and, beside it, pointperson.secrets.hdf.
 *
 * Every setting stands in one table (config.c) with its kind, default and bounds;
 * conf/pointperson.hdf explains each. A key that is not in the table, or a value that is not of
 * its kind, is refused with the file, the line and the nearest key: a setting that is silently
 * ignored is worse than none.
 */
#ifndef POINTPERSON_BASE_CONFIG_H
#define POINTPERSON_BASE_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/crypt.h"
#include "base/db.h"
#include "base/err.h"
#include "base/mem.h"

/* How often something may be tried. After `burst` quick tries, one more every `interval_sec`. */
struct config_policy {
	int64_t	burst;		/* tries that need no waiting */
	int64_t	interval_sec;	/* seconds until one more is allowed */
};

struct config {
	bool			 is_demo;		/* demo data may be loaded */

	const char		*site_name;		/* what the portal calls itself */
	const char		*site_url;		/* as people type it, no slash at the end */
	const char		*support_email;		/* whom to write to, may be "" */
	const char		*support_phone;		/* whom to call, may be "" */

	struct db_options	 database;		/* the application's user */
	const char		*migration_user;	/* the one that may change tables */
	const char		*migration_password;	/* from the secrets file */

	const char		*templates_folder;	/* templates/ */
	const char		*sql_folder;		/* sql/ */
	const char *programs_folder; /* the page programs, for `pointperson routes` */
	const char		*run_folder;		/* small lock files */

	int64_t session_idle_sec; /* a session ends after so long without a request */
	int64_t			 session_longest_sec;	/* and after so long in any case */

	struct crypt_cost	 password_cost;		/* of new password hashes */
	int64_t hashes_at_once; /* password hashes on this machine at one time */

	struct config_policy	 sign_in_address;	/* wrong passwords for one address */
	struct config_policy	 sign_in_client;	/* wrong passwords from one client */
	struct config_policy refusals; /* audit events of refused requests of one session */

	int64_t			 body_max;		/* bytes in a form */
	int64_t			 contact_limit;		/* contact persons of a new account */

	struct crypt_keys	 keys;			/* from the secrets file */
	bool			 has_keys;		/* both keys were there */
};

/*
 * Reads the settings and, if it is there, the secrets file beside them. What is not set has its
 * default. ERR_MISSING or ERR_INVALID: *problem is a text for the administrator, one line a
 * problem. Everything is in the arena.
 */
enum err	 config_load(struct mem *, const char *file, struct config *, const char **problem);

/* The file named by POINTPERSON_SETTINGS, or the one of this build. */
const char	*config_file(void);

/* The secrets file that belongs to a settings file, in the arena. */
char		*config_secrets_file(struct mem *, const char *file);

/*
 * Makes the keys that the secrets file lacks and writes it (mode 0640). ERR_DENIED: it cannot be
 * written, and *problem says why. *made tells whether any were made.
 */
enum err	 config_make_keys(struct mem *, const char *file, bool *made, const char **problem);

/* Calls each() for every setting: its key, its default as text, and what it is for. */
void config_each(void (*each)(void *, const char *key, const char *fallback, const char *help),
    void *);

#endif
