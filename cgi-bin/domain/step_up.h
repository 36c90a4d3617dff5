/*
 * step_up: a change that waits for a one-time password. What was typed is kept sealed, bound to the
 * session; the code goes to the Primary contact's proven addresses. One code confirms one act.
 *
 * Until the Primary's address is proven, a Super Admin's password stands in for that proof: the
 * code goes to the address all the same, and proves it. A Super Admin can always say that the
 * Primary has left or cannot answer: then the code goes to the Super Admin's own proven address.
 */
#ifndef POINTPERSON_DOMAIN_STEP_UP_H
#define POINTPERSON_DOMAIN_STEP_UP_H

#include "domain/contact_person.h"
#include "domain/context.h"
#include "domain/otp.h"

#define STEP_UP_CODE	"step-up"	/* purpose of its codes; bound to the session */
#define STEP_UP_SEC	3600		/* a change waits no longer */

/* Whom the code goes to. */
enum step_up_way {
	STEP_UP_PRIMARY = 0,	/* the Primary's proven addresses */
	STEP_UP_FIRST,		/* the Primary's email address, which the code proves */
	STEP_UP_LEFT,		/* the Super Admin's own address */
	STEP_UP_WAY__MAX
};

struct step_up {
	const char		*purpose;	/* the route's: "contact.primary" */
	enum step_up_way	 way;
	const char		*path;		/* where the form was sent */
	const char		*sealed;	/* what was typed */
	const char		*what;		/* "make Asha Rao the Primary contact" */
	int64_t			 primary_id;	/* the Primary now */
	struct otp_status	 code;		/* of the newest code */
};

/*
 * Keeps a change of the actor's session until it is confirmed, in place of one that waited before,
 * and sends the code where nothing else is asked first. A code that still confirms this very act is
 * not sent again. purpose, path, sealed and what are read, and whether the way is STEP_UP_LEFT:
 * then the Primary is known to have left, and nothing is sent until step_up_go(). To be committed
 * even though the change is not made.
 */
enum err	 step_up_begin(struct context *, const struct step_up *) MUST_CHECK;

/* What waits in the actor's session and account. ERR_MISSING: nothing, or no longer. */
enum err	 step_up_load(struct context *, struct step_up *) MUST_CHECK;

/*
 * Sends a new code. ERR_THROTTLED: not before *wait_sec. ERR_INVALID: there is no proven address to
 * send it to.
 */
enum err	 step_up_send(struct context *, const struct step_up *,
		    int64_t *wait_sec) MUST_CHECK;

/* Goes another way from now on, and sends the code there; errors as step_up_send(). */
enum err	 step_up_go(struct context *, struct step_up *, enum step_up_way,
		    int64_t *wait_sec) MUST_CHECK;

/*
 * Spends the code and lets the act pass: cx->proof says who confirmed it. It waits no longer. A try
 * was taken before. ERR_INVALID: it is not the code, or somebody else is Primary now.
 */
enum err	 step_up_confirm(struct context *, const struct step_up *,
		    const char *typed) MUST_CHECK;

/* It waits no longer. */
enum err	 step_up_drop(struct context *) MUST_CHECK;

/* Who receives the code this way, at most OUTBOX_CHANNEL__MAX. *count 0: nobody can. */
void		 step_up_receivers(const struct context *, enum step_up_way,
		    const struct contact_person *primary,
		    const struct contact_address *receivers[OUTBOX_CHANNEL__MAX], size_t *count);

#endif
