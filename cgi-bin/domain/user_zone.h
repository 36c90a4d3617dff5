/*
 * user_zone: the time zone in which a user reads every time shown; without one it is the account's.
 */
#ifndef POINTPERSON_DOMAIN_USER_ZONE_H
#define POINTPERSON_DOMAIN_USER_ZONE_H

#include "base/problems.h"
#include "domain/context.h"

#define USER_ZONE_MAX	63	/* characters; the longest name of IANA has 32 */

/*
 * Saves the actor's own zone, an IANA name or "" for that of the account, and writes the event.
 * Times are written in it from then on. ERR_INVALID: there is none of that name.
 */
enum err	 user_zone_save(struct context *, const char *zone, struct problems *) MUST_CHECK;

#endif
