/*
 * pending: a sign-in whose password was right and whose second factor is still to be typed. A
 * sealed cookie of five minutes says whose it is and what waits; there is no session yet. Private
 * to web/.
 */
#ifndef POINTPERSON_WEB_PENDING_H
#define POINTPERSON_WEB_PENDING_H

#include "web/exchange.h"

#define PENDING_SEC	300	/* long enough to find the telephone */

struct pending {
	int64_t		 user_id;	/* 0: none, or too old */
	bool		 has_app;	/* what the user can show: an authenticator app, */
	bool		 has_passkey;	/* a passkey */
	const char	*email;		/* of this user: whose tries are counted */
	const char	*next;		/* where to go */
	const char	*held;		/* a sealed form that had waited; "" none */
};

/* What waits in this browser. */
struct pending	 pending_read(struct exchange *);

/*
 * Lets it wait, with the answer. False: the form that had waited is too long for a cookie and left
 * out.
 */
bool		 pending_keep(struct exchange *, const struct pending *);

/* It waits no longer, with the answer. */
void		 pending_drop(struct exchange *);

#endif
