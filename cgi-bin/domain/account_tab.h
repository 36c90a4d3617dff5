/*
 * account_tab: what the Account tab shows beside the account itself: the actor's own place in it,
 * whom to ask, and a change of the business email that is pending.
 */
#ifndef POINTPERSON_DOMAIN_ACCOUNT_TAB_H
#define POINTPERSON_DOMAIN_ACCOUNT_TAB_H

#include "domain/context.h"
#include "domain/membership.h"
#include "domain/role.h"

struct account_tab {
	struct membership	 me;		/* the actor's */
	const char *managers;	/* who may change the actor's membership, by name */
	const char		*pending;	/* business email that is asked for, "" none */
	int64_t			 pending_until;	/* UTC seconds */
	bool			 is_pending_open;	/* not too old yet */
	bool			 is_pending_sent;	/* a code and a link were written to it */
	const char *rights[PERM__MAX];	/* what the actor's role may, in words */
	size_t			 right_count;	/* of them */
};

/* All of it in one statement. ERR_MISSING: the actor is no member any more. */
enum err	 account_tab_load(struct context *, struct account_tab *) MUST_CHECK;

#endif
