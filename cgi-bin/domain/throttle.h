/*
 * throttle: how often something may be tried, agreed between all workers and web nodes by one row
 * in the database.
 *
 * A leaky bucket: after `burst` quick tries one more is allowed every interval. A try is taken in
 * one statement, before what it pays for is looked at, so that parallel tries are all counted.
 */
#ifndef POINTPERSON_DOMAIN_THROTTLE_H
#define POINTPERSON_DOMAIN_THROTTLE_H

#include "domain/context.h"

/* The named policies; their limits stand in the settings. */
enum throttle_policy {
	THROTTLE_NONE = 0,
	THROTTLE_SIGN_IN_ADDRESS,	/* wrong passwords for one address */
	THROTTLE_SIGN_IN_FIRST,		/* one client's first try for one address in a while */
	THROTTLE_SIGN_IN_CLIENT,	/* wrong passwords from one client */
	THROTTLE_SECOND_FACTOR,		/* wrong codes of one user's second factor */
	THROTTLE_FORGOTTEN,		/* links asked for by who has forgotten the password */
	THROTTLE_REFUSALS,		/* audit events of one session's or client's refusals */
	THROTTLE_REFUSALS_OF_ACCOUNT,	/* the same of one account, whoever it was */
	THROTTLE_REQUESTS_FOR_ACCESS,	/* of one user for one right */
	THROTTLE_CODES,			/* messages of one category to one recipient */
	THROTTLE_SUPPORT,		/* requests to support of one user */
	THROTTLE_COPIES,		/* copies of invoices that one user has sent by mail */
	THROTTLE__MAX
};

/*
 * Takes one try for the key (an address, a client: hashed before it is stored). To be committed on
 * its own, where others may guess; with the change, where only changes count. ERR_THROTTLED: there
 * is none; *wait_sec is how long until there is.
 */
enum err throttle_take(struct context *, enum throttle_policy, const char *key,
    int64_t *wait_sec) MUST_CHECK;

/* Gives one try back: it turned out to be no failure. */
enum err throttle_give_back(struct context *, enum throttle_policy, const char *key) MUST_CHECK;

/* Forgets the key: everything was right in the end. */
enum err throttle_forget(struct context *, enum throttle_policy, const char *key) MUST_CHECK;

/*
 * Removes the rows that say nothing any more. For the courier's and the command line's
 * housekeeping.
 */
enum err	 throttle_purge(struct context *) MUST_CHECK;

#endif
