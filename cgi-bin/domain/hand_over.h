/*
 * hand_over: the ownership of an account passes to another user, in one step: that one becomes a
 * Super Admin, and the actor an Admin. Other Super Admins stay. The account has one at any moment:
 * its row is held, and a CHECK of the database refuses the last one's going.
 */
#ifndef POINTPERSON_DOMAIN_HAND_OVER_H
#define POINTPERSON_DOMAIN_HAND_OVER_H

#include "domain/invoice_summary.h"
#include "domain/membership.h"

#define HAND_OVER_LISTED 20	/* of those who are likely to own next; others are found by email */

/*
 * The other Super Admins and Admins of the actor's account who can own it, at most
 * HAND_OVER_LISTED. Of each membership id, user_name, user_email, role_id and role.name are read.
 */
enum err	 hand_over_list(struct context *, struct membership *, size_t *count) MUST_CHECK;

/* The membership of the user with this email. *id 0: nobody of this account has it. */
enum err	 hand_over_find(struct context *, const char *email, int64_t *id) MUST_CHECK;

/* Can this one own the account? Says why not. */
bool		 hand_over_can(struct context *, const struct membership *, struct problems *);

/*
 * What the account still has to pay, which the new owner takes over. *is_barred: the settings want
 * it paid first.
 */
enum err	 hand_over_dues(struct context *, struct invoice_dues *,
		    bool *is_barred) MUST_CHECK;

/*
 * Hands over to this membership; three events, and a message to both. ERR_MISSING: no such
 * membership. ERR_CONFLICT: it was changed since `version`. ERR_INVALID: see hand_over_can() and
 * hand_over_dues(). ERR_DENIED: the actor owns the account no longer. ERR_STEP_UP: nobody has
 * confirmed it yet.
 */
enum err	 hand_over(struct context *, int64_t id, int64_t version,
		    struct problems *) MUST_CHECK;

#endif
