/*
 * role_custom: one role: what it is called, whether it needs a second factor, and the roles of an
 * account's own, which are copied from one of the five and have its rank.
 */
#ifndef POINTPERSON_DOMAIN_ROLE_CUSTOM_H
#define POINTPERSON_DOMAIN_ROLE_CUSTOM_H

#include "domain/role_grid.h"

#define ROLE_NAME_MISSING	"Enter a name for the role."

/* Is it one of the account's own? The five can be neither renamed nor removed. */
bool		 role_is_custom(const struct role *);

/*
 * Adds a role that may what one of the five may in this account now; of the Super Admin what others
 * can have, with the rank of an Admin. *id is its number. ERR_INVALID: the name is missing or
 * taken, or there is no room for one more, see the problems.
 */
enum err	 role_copy(struct context *, enum role_id from, const char *name, int64_t *id,
		    struct problems *) MUST_CHECK;

/*
 * Saves name, where the role is custom, and needs_second_factor. ERR_MISSING: no such role.
 * ERR_CONFLICT: somebody saved since its version. ERR_INVALID: the name is missing or taken.
 */
enum err	 role_save(struct context *, const struct role *, struct problems *) MUST_CHECK;

/*
 * Removes a role that nobody has. ERR_MISSING: no such role, or one of the five. ERR_CONFLICT: it
 * was changed since `version`. ERR_INVALID: somebody has it, see the problems.
 */
enum err	 role_remove(struct context *, int64_t id, int64_t version,
		    struct problems *) MUST_CHECK;

#endif
