/*
 * business_email: the business email of an account is changed by proving the new one: a code and a
 * link go to it, and the old one stays until one of them is used. The code is typed by whoever may
 * change it; the link leads to a page with a button. An account has one change at a time.
 */
#ifndef POINTPERSON_DOMAIN_BUSINESS_EMAIL_H
#define POINTPERSON_DOMAIN_BUSINESS_EMAIL_H

#include "base/problems.h"
#include "domain/contact_link.h"
#include "domain/context.h"

#define BUSINESS_EMAIL_CODE	"business-email" /* purpose of its codes; bound to the account */
#define BUSINESS_EMAIL_MAX	254	/* bytes; the column's width */

/* A change that is pending, also where it is too old by now. All text in the arena. */
struct business_email {
	const char	*new_email;	/* "" none is pending */
	const char	*asked_by;	/* name */
	int64_t		 serial;	/* of the newest code and link */
	int64_t		 asked_at;	/* UTC seconds, as those below */
	int64_t		 sent_at;	/* the newest code and link were written; 0: none yet */
	int64_t		 expires_at;	/* they can be used until then */
	bool		 is_open;	/* they still can, or could be sent */
};

/* Of the actor's account; ERR_OK also where none is pending. */
enum err	 business_email_load(struct context *, struct business_email *) MUST_CHECK;

/* What became of asking for another one. */
struct business_email_asked {
	bool		 is_asked;	/* else it is this one already, or pending already */
	int64_t		 wait_sec;	/* above 0: no code could be sent there before that */
};

/*
 * Asks for another business email, in place of a change that is pending, whose code ends. That too
 * many codes went to the new address lately stops nothing.
 * ERR_INVALID: see the problems, of the field "business_email". ERR_STEP_UP: it must be confirmed
 * first; nothing was written.
 */
enum err	 business_email_ask(struct context *, const char *typed,
		    struct business_email_asked *,
		    struct problems *) MUST_CHECK;

/*
 * Sends a new code and link, which end the ones before and live as long anew. ERR_MISSING: none is
 * pending. ERR_THROTTLED: not before *wait_sec.
 */
enum err	 business_email_send(struct context *, int64_t *wait_sec) MUST_CHECK;

/* It is wanted no longer. ERR_MISSING: none is pending. */
enum err	 business_email_cancel(struct context *) MUST_CHECK;

/*
 * The code was typed; a try was taken before. ERR_INVALID: it is not the code. ERR_MISSING: none is
 * open.
 */
enum err	 business_email_by_code(struct context *, const char *typed) MUST_CHECK;

/*
 * As contact_link_open(), of the links that are sent here: `address` is the new one, `stand_in` the
 * business email as it is. Of other links it says CONTACT_LINK_WRONG.
 */
enum err	 business_email_link_open(struct context *, const char *token,
		    struct contact_link *) MUST_CHECK;

/* The link was followed and its button pressed. ERR_MISSING: it is not open, or of another kind. */
enum err	 business_email_by_link(struct context *, const struct contact_link *) MUST_CHECK;

#endif
