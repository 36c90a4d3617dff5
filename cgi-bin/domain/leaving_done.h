/*
 * leaving_done: what was done when somebody left, as those may see it who look at it afterwards.
 * What became of the access (the role, the sessions, users, an invitation) is for who sees all
 * users, or those of the department that was left or invited to. What became of the contact person
 * is for everybody who may look at all.
 */
#ifndef POINTPERSON_DOMAIN_LEAVING_DONE_H
#define POINTPERSON_DOMAIN_LEAVING_DONE_H

#include "domain/audit.h"
#include "domain/context.h"

struct leaving_done {
	struct audit_entry	 whole;		/* groups the others */
	const char		*role;		/* that has ended; "" none, or not to be seen */
	const char		*sessions;	/* how many ended with it; "" the same */
	struct audit_entry	*parts;		/* those that may be seen, oldest first */
	size_t			 count;		/* of parts */
};

/*
 * Of the event that groups it, begun from an object of this type (LEAVING_OF_USER, ..._CONTACT).
 * ERR_MISSING: the account has no such event, or it is of a user whom the actor may not see.
 */
enum err leaving_done_load(struct context *, int64_t event_id, const char *object_type,
    struct leaving_done *) MUST_CHECK;

#endif
