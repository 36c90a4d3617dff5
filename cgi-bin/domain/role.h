/*
 * role: what each role may do, and the names of permissions and roles. The table of defaults is
 * the one of ARCHITECTURE.md; what an account has changed stands in the table `role` and is read
 * with every request.
 */
#ifndef POINTPERSON_DOMAIN_ROLE_H
#define POINTPERSON_DOMAIN_ROLE_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/context.h"

/* The numbers are kept in the database (role.permission_bits): add at the end, never renumber. */
enum permission {
	PERM_UNSET = 0,		/* a route that forgot: its program refuses to start */
	PERM_PUBLIC,		/* anybody, signed in or not */
	PERM_SIGNED_IN,		/* anybody who is signed in */
	PERM_OWN_PROFILE,
	PERM_ACCOUNT_VIEW,
	PERM_ACCOUNT_EDIT,
	PERM_CONTACT_VIEW,
	PERM_CONTACT_EDIT,
	PERM_BILLING_VIEW,
	PERM_BILLING_EDIT,
	PERM_USER_VIEW_DEPARTMENT,
	PERM_USER_VIEW,
	PERM_USER_EDIT,
	PERM_ROLE_EDIT,
	PERM_AUDIT_VIEW,
	PERM_PRIMARY_REPLACE, /* confirm for a Primary who has left: the Super Admin's alone */
	PERM__MAX
};

/* The five roles every account has; also their ids in the table `role`. */
enum role_id {
	ROLE_NONE = 0,
	ROLE_SUPER_ADMIN,
	ROLE_ADMIN,
	ROLE_BILLING,
	ROLE_MANAGER,
	ROLE_AGENT,
	ROLE__MAX
};

/* A role of an account, as it is stored. */
struct role {
	int64_t		 id;		/* 1 to 5, or a copy */
	const char	*name;		/* as shown */
	int		 rank;		/* 4 Super Admin to 1 Agent; a copy's is its original's */
	uint64_t	 bits;		/* what it may in truth */

	/* Not read with a membership. */
	enum role_id	 copied_from;	/* one of the five; itself, where it is one */
	int64_t		 version;	/* of its name and second factor */
	bool		 needs_second_factor;
};

/* May the actor do this? True for PERM_PUBLIC always, for PERM_SIGNED_IN with a session. */
bool		 role_may(const struct actor *, enum permission);

/* "contact.edit": for --routes, requests and logs. "unset" for PERM_UNSET. */
const char	*role_permission_name(enum permission);

/* "change contact persons and company information": for sentences. */
const char	*role_permission_text(enum permission);

/* A role that has this one must have that one too; PERM_UNSET: it needs none. */
enum permission	 role_permission_needs(enum permission);

/* Who has a permission, whatever an account wants. */
enum role_fixed {
	ROLE_FIXED_NOT = 0,	/* each account says which roles have it */
	ROLE_FIXED_EVERYONE,	/* nobody can be kept from it */
	ROLE_FIXED_SUPER_ADMIN	/* no other role can have it */
};
enum role_fixed	 role_permission_fixed(enum permission);

/* The permission of that name, PERM_UNSET where there is none. */
enum permission	 role_permission_by_name(const char *name);

/* The default name, rank and rights of one of the five roles. */
const char	*role_default_name(enum role_id);
int		 role_default_rank(enum role_id);
uint64_t	 role_default_bits(enum role_id);

/*
 * What a role may in truth, when these rights are stored: the Super Admin has all of them, everyone
 * keeps the own profile, and what only the Super Admin may is nobody else's.
 */
uint64_t	 role_effective_bits(int64_t role_id, int64_t stored);

/*
 * May the actor invite somebody to this role? Only where it ranks below the actor's own and holds
 * no right that the actor lacks.
 */
bool		 role_can_give(const struct actor *, const struct role *);

/* "super-admin", "admin", ... as the command line writes it; ROLE_NONE where it is none. */
enum role_id	 role_by_word(const char *word);

/* Gives a new account its five roles. Inside a transaction. */
enum err	 role_add_defaults(struct context *, int64_t account_id) MUST_CHECK;

/* A role of the actor's account. ERR_MISSING: there is none of this id. */
enum err	 role_load(struct context *, int64_t role_id, struct role *) MUST_CHECK;

/*
 * Whether who has this role of the account must use a second factor. To be committed by the caller;
 * writes the event. ERR_MISSING: no such account, or no such role in it.
 */
enum err	 role_require_second_factor(struct context *, int64_t role_id,
		    bool is_needed) MUST_CHECK;

/* The names of this account's roles that have the permission, "Super Admin, Admin and Billing". */
enum err	 role_names_with(struct context *, enum permission, const char **names) MUST_CHECK;

#endif
