/*
 * role_grid: what all roles of an account may, as one thing that is saved as one change.
 *
 * The rules, which refuse and never repair: a role that may change something may see it too
 * (role_permission_needs()); nobody gives a right that they lack, and nobody changes what their own
 * role may or one above it.
 */
#ifndef POINTPERSON_DOMAIN_ROLE_GRID_H
#define POINTPERSON_DOMAIN_ROLE_GRID_H

#include "base/problems.h"
#include "domain/context.h"
#include "domain/role.h"

#define ROLE_CUSTOM_MAX	10	/* an account's own roles: held by account_custom_roles */
#define ROLE_LIST_MAX	(ROLE__MAX - 1 + ROLE_CUSTOM_MAX)
#define ROLE_NAME_MAX	60	/* characters: role.name */
#define ROLE_MEMBERS_NAMED 5	/* of those who have a role */
#define ROLE_MEMBERS_COUNTED 1000	/* more are "more than 1,000" */

struct role_grid {
	int64_t		 version;	/* of what all roles may */
	struct role	 roles[ROLE_LIST_MAX];	/* the five, each with its copies behind it */
	size_t		 count;
};

/* Who has a role. */
struct role_members {
	const char	*names[ROLE_MEMBERS_NAMED];	/* of some, as they are sorted */
	size_t		 named;
	int64_t		 count;		/* ROLE_MEMBERS_COUNTED + 1: more than so many */
};

enum err	 role_grid_load(struct context *, struct role_grid *) MUST_CHECK;

/* What a role may where nobody has changed it: that of the one it was copied from. */
uint64_t	 role_grid_default(const struct role *);

/* Can the account say whether this role has the permission? */
bool		 role_grid_is_open(const struct role *, enum permission);

/* How a form calls a role's permission, "6-contact.edit": problems are of "rights-" and this. */
const char	*role_grid_word(struct mem *, int64_t role_id, enum permission);

/*
 * Saves what each role of `wanted` may, all or nothing, with one event, unless nothing differs.
 * ERR_CONFLICT: somebody saved since wanted->version. ERR_INVALID: against a rule, see the
 * problems. ERR_DENIED: a right that the actor lacks, or a role that the actor may not change.
 */
enum err	 role_grid_save(struct context *, const struct role_grid *wanted,
		    struct problems *) MUST_CHECK;

/* The same checks, without saving. *differs: would anything change? */
enum err	 role_grid_check(struct context *, const struct role_grid *wanted, bool *differs,
		    struct problems *) MUST_CHECK;

enum err	 role_members(struct context *, int64_t role_id, struct role_members *) MUST_CHECK;

#endif
