/*
 * membership: a user in an account, with a role. An account changes only this, never the user.
 */
#ifndef POINTPERSON_DOMAIN_MEMBERSHIP_H
#define POINTPERSON_DOMAIN_MEMBERSHIP_H

#include "domain/context.h"

#define MEMBERSHIP_EXTENSION_MAX	10	/* characters of a telephone extension */
#define MEMBERSHIP_DEPARTMENT_MAX	60	/* characters */

struct membership {
	int64_t		 account_id;	/* in this account */
	int64_t		 user_id;	/* this user */
	int64_t		 role_id;	/* with this role */
	const char	*extension;	/* unique in the account; "" none */
	const char	*department;	/* "" none */
	bool		 takes_calls;	/* is called */
};

/*
 * Adds a membership, and counts the account's Super Admins where it is one (unless is_first: the
 * account was added with its first one counted). ERR_TAKEN: the user is a member, or the extension
 * is somebody's.
 */
enum err membership_add(struct context *, const struct membership *, bool is_first) MUST_CHECK;

#endif
