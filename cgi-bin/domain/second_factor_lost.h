/*
 * second_factor_lost: what support does for a user who has lost every second factor, phone and keys
 * and codes, and has shown in another way who it is. Nothing that a page does.
 */
#ifndef POINTPERSON_DOMAIN_SECOND_FACTOR_LOST_H
#define POINTPERSON_DOMAIN_SECOND_FACTOR_LOST_H

#include "domain/context.h"

/*
 * Removes all second factors of who signs in with the address: the app, passkeys, recovery codes.
 * Ends every session, writes the event, which names the actor, and tells the user by mail. *name is
 * the user's. ERR_MISSING: nobody signs in with it. ERR_CONFLICT: there is no second factor.
 */
enum err	 second_factor_lost(struct context *, const char *email,
		    const char **name) MUST_CHECK;

#endif
