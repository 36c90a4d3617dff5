/*
 * membership_private: what the files of membership share with one another.
 */
#ifndef POINTPERSON_DOMAIN_MEMBERSHIP_PRIVATE_H
#define POINTPERSON_DOMAIN_MEMBERSHIP_PRIVATE_H

#include "domain/membership.h"

/* Does it count as a Super Admin of its account? */
bool		 membership_is_owner(const struct membership *);

/*
 * Counts one Super Admin more, less, or as many. ERR_INVALID: it was the last one's going, see the
 * problems.
 */
enum err	 membership_count_owners(struct context *, const struct membership *old,
		    bool is_owner, struct problems *) MUST_CHECK;

/*
 * Holds the account, looks once more whether the actor is who the request began with, and loads
 * the membership as it is now. ERR_DENIED: the actor's role has changed or is gone.
 */
enum err	 membership_hold(struct context *, int64_t id, struct membership *) MUST_CHECK;

#endif
