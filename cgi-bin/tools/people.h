/*
 * people: adds accounts and the people who sign in to them, with their audit events, for the
 * commands that do. Every function here runs inside a transaction of its caller.
 */
#ifndef POINTPERSON_TOOLS_PEOPLE_H
#define POINTPERSON_TOOLS_PEOPLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/problems.h"
#include "domain/account.h"
#include "domain/context.h"
#include "domain/role.h"

/* Somebody who is to sign in to an account. Text is "" where there is none. */
struct person {
	const char	*name;		/* read for a new user only */
	const char	*email;		/* finds the user */
	const char	*password;	/* of a new user; read for no other */
	enum role_id	 role;		/* in the account */
	const char	*extension;
	const char	*department;
	bool		 takes_calls;
};

/* Checks a person's values and puts the email into the form it is stored in. */
void people_check(struct mem *, struct person *, struct problems *);

/* Checks what account_add() takes as it comes: time zone, address. */
void people_check_account(const struct account *, struct problems *);

/*
 * Adds the account with its roles and the person as its Super Admin. *id is its number.
 * ERR_INVALID: see the problems.
 */
enum err people_add_account(struct context *, const struct account *, const struct person *,
    struct problems *, int64_t *id) MUST_CHECK;

/*
 * Makes the person a user, unless there is one with that email, and a member of the account.
 * ERR_INVALID: see the problems. ERR_MISSING: there is no such account.
 */
enum err people_add_member(struct context *, int64_t account_id, const struct person *,
    struct problems *) MUST_CHECK;

#endif
