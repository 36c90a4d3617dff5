/*
 * setup: what the installer's page does: the work of `pointperson migrate`, `account add` and the
 * database half of `doctor`, with what was typed into a form in the place of options. The one
 * header of tools/ that a page includes: the page install alone.
 */
#ifndef POINTPERSON_TOOLS_SETUP_H
#define POINTPERSON_TOOLS_SETUP_H

#include "base/err.h"
#include "base/problems.h"
#include "domain/context.h"

/* How far an installation is. */
enum setup_state {
	SETUP_CLOSED,		/* it was installed, and no token asks for more */
	SETUP_NO_TOKEN,		/* nothing is installed; somebody has to write the token */
	SETUP_WEAK_TOKEN,	/* it is shorter than INSTALL_TOKEN_MIN */
	SETUP_DATABASE,		/* the database is to be named, or its tables are of before */
	SETUP_ACCOUNT,		/* the tables are there, and no account */
	SETUP_DONE,		/* all is there; the token is still there too */
	SETUP_STATE__MAX
};

/* The database, as typed; "" what was left empty. */
struct setup_database {
	const char	*server;	/* "localhost", a socket's path, or host:port */
	const char	*name;
	const char	*user;		/* who the pages are */
	const char	*password;
	const char	*tables_user;	/* who may change tables; "": the same user */
	const char	*tables_password;	/* used now and kept nowhere */
};

/* The site and its first account, as typed. */
struct setup_account {
	const char	*site_name;
	const char	*site_url;
	const char	*support_email;
	const char	*mail_transport;	/* "sendmail" or "smtp" */
	const char	*mail_from;
	const char	*smtp_url;	/* the last three are read for "smtp" only */
	const char	*smtp_user;
	const char	*smtp_password;
	const char	*business_name;
	const char	*business_email;
	const char	*name;		/* of the first Super Admin */
	const char	*email;
	const char	*new_password;
	const char	*confirm_password;
};

/* Something that was looked at. */
struct setup_finding {
	const char	*what;
	const char	*how;		/* what to do; "" it is well */
	bool		 has_failed;	/* the portal does not work like this */
};

/*
 * How far it is. Asks the database where there is one to ask; one that does not answer is one to be
 * named anew.
 */
enum setup_state setup_state(struct context *);

/* Where the token has to be written. In the arena. */
const char	*setup_token_file(struct context *);

/* Is it the token? Says so about the field "token" where it is not. */
bool		 setup_token_is(struct context *, const char *typed, struct problems *);

/*
 * Tries the database, writes it into the settings, and brings its tables to this version.
 * *has_account: it is an installation of before.
 * ERR_INVALID: see the problems, which are named as the members above; the settings may be written
 * all the same.
 */
enum err	 setup_database(struct context *, const struct setup_database *,
		    bool *has_account, struct problems *) MUST_CHECK;

/*
 * Writes the settings of site and mail, adds the account with its Super Admin, and takes the token
 * away: of two at once one adds. ERR_INVALID: see the problems. ERR_TAKEN: another request was
 * first. Another error: the database's, and nothing was added.
 */
enum err	 setup_account(struct context *, const struct setup_account *,
		    struct problems *) MUST_CHECK;

/* Takes the token away. ERR_DENIED: it is there still, or was not. */
enum err	 setup_close(struct context *) MUST_CHECK;

/*
 * Looks at database, clock, mail and places, and calls each() for what it finds. document_root:
 * the folder that the web server gives out, "" not known.
 */
void		 setup_examine(struct context *, const char *document_root,
		    void (*each)(void *, const struct setup_finding *), void *closure);

/* The line for cron that sends the mail. In the arena. */
const char	*setup_cron_line(struct context *);

#endif
