/*
 * passkey_challenge: what a passkey signs to show that it is used now, and here. One is made for
 * each page that asks, waits sealed in its form, and is answered once within half an hour.
 *
 * In a file of its own: pages that only ask are not linked with what checks the answers.
 */
#ifndef POINTPERSON_DOMAIN_PASSKEY_CHALLENGE_H
#define POINTPERSON_DOMAIN_PASSKEY_CHALLENGE_H

#include "domain/context.h"

#define PASSKEY_CHALLENGE_SEC	1800	/* a page may stand open for a while */

/* What an answer is for. */
enum passkey_act {
	PASSKEY_MAKE = 0,
	PASSKEY_USE,
	PASSKEY_ACT__MAX
};

struct passkey_challenge {
	const char	*text;		/* for the browser: base64url */
	const char	*sealed;	/* for the form */
	const char	*site_id;	/* the host that the passkey belongs to */
};

/* Can this installation check an answer? */
bool		 passkey_challenge_is_there(void);

/* A new one, whose answer is this user's; 0: whoever is recognised by it. In the arena. */
struct passkey_challenge passkey_challenge_new(struct context *, int64_t user_id);

/* Opens a form's. ERR_INVALID: made for somebody else, too old, or not by us. */
enum err	 passkey_challenge_open(struct context *, const char *sealed, int64_t user_id,
		    const char **text) MUST_CHECK;

/* It is answered now. ERR_INVALID: it was answered before. */
enum err	 passkey_challenge_spend(struct context *, enum passkey_act,
		    const char *text) MUST_CHECK;

/* Removes what nobody could answer any more. For the courier's housekeeping. */
enum err	 passkey_challenge_purge(struct context *) MUST_CHECK;

#endif
