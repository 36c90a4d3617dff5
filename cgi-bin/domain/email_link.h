/*
 * email_link: what the links in mail about a user's own email are about, and what they do. Whoever
 * follows one need not be signed in: the link itself says whose email it is about.
 *
 * Reading one spends nothing. Carrying out twice does nothing the second time.
 */
#ifndef POINTPERSON_DOMAIN_EMAIL_LINK_H
#define POINTPERSON_DOMAIN_EMAIL_LINK_H

#include "domain/context.h"
#include "domain/email_change.h"
#include "domain/link.h"

enum email_link_state {
	EMAIL_LINK_NONE = 0,		/* there is none */
	EMAIL_LINK_WRONG,		/* it is not one of ours, or was damaged on the way */
	EMAIL_LINK_OPEN,		/* it can be carried out */
	EMAIL_LINK_USED,		/* it was, or it is too late to refuse it */
	EMAIL_LINK_EXPIRED,		/* too old */
	EMAIL_LINK_SUPERSEDED,		/* a later message has a newer one */
	EMAIL_LINK_GONE,		/* the change was cancelled, refused or taken back */
	EMAIL_LINK_TAKEN,		/* somebody else signs in with the address */
	EMAIL_LINK_VOID,		/* the user belongs to no account any more */
	EMAIL_LINK_STATE__MAX
};

struct email_link {
	enum email_link_state	 state;
	enum link_kind		 kind;		/* not of NONE and WRONG */
	const char *mark; /* tells its form from another link's; no secret, "" none */
	int64_t			 user_id;	/* whose email; 0: of NONE and WRONG */
	int64_t			 serial;	/* of the change */
	const char		*user_name;
	const char		*old_email;	/* "" not known any more, as new_email */
	const char		*new_email;
	int64_t			 changed_at;	/* of LINK_EMAIL_REVERT: UTC seconds */
};

/*
 * Reads a token, "" none, and what it is about. The actor is whose email it is from now on, whoever
 * else is signed in, in the account where the change was asked for; times are shown in its zone.
 * ERR_OK also where nothing can be done with it: see state.
 */
enum err	 email_link_open(struct context *, const char *token,
		    struct email_link *) MUST_CHECK;

/*
 * Each carries out a link that was opened in this transaction. ERR_MISSING: it is not open any
 * more, or is of another kind; opening it again tells why. ERR_TAKEN: somebody else got the address
 * just now; nothing is changed.
 */

/* The new address is read: it signs in from now on. */
enum err	 email_link_prove(struct context *, const struct email_link *) MUST_CHECK;

/* "This was not me": the change is cancelled, and the session that asked is ended. */
enum err	 email_link_not_me(struct context *, const struct email_link *) MUST_CHECK;

/*
 * The old address signs in again. Whoever changed it knew the password, so that signs in no more,
 * and a link for a new one goes to the old address; every session is ended, an authenticator app
 * set up since is removed, and what could be taken back of later changes is void.
 */
enum err	 email_link_revert(struct context *, const struct email_link *) MUST_CHECK;

#endif
