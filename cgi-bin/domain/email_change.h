/*
 * email_change: a user's own email is changed by proving the new one: a link and a code go to it,
 * and the old one signs in until then and is told. Afterwards the old one can take it back for some
 * days (domain/email_link.h).
 *
 * A user has one change at a time. Nothing here tells whether somebody else signs in with the new
 * address before it is proven.
 */
#ifndef POINTPERSON_DOMAIN_EMAIL_CHANGE_H
#define POINTPERSON_DOMAIN_EMAIL_CHANGE_H

#include "base/problems.h"
#include "domain/context.h"

#define EMAIL_CODE "email"	/* purpose of its codes; bound to the user's id */
#define EMAIL_REVERT_SEC	(7 * 86400)	/* so long the old address can take it back */

enum email_change_state {
	EMAIL_CHANGE_NONE = 0,		/* none was asked for */
	EMAIL_CHANGE_PENDING,		/* also where it is too old by now */
	EMAIL_CHANGE_CHANGED,
	EMAIL_CHANGE_CANCELLED,
	EMAIL_CHANGE_REVERTED,
	EMAIL_CHANGE__MAX
};

/* The newest change of a user's email. All text in the arena. */
struct email_change {
	enum email_change_state	 state;
	int64_t			 user_id;	/* whose */
	const char		*user_name;
	const char		*email;		/* that signs in now */
	const char		*old_email;	/* that signed in when it was asked for */
	const char		*new_email;
	int64_t			 serial;	/* of the newest link and code */
	int64_t			 first_serial;	/* since the email last changed hands */
	int64_t			 asked_session_id;	/* 0 not known */
	int64_t			 asked_at;	/* UTC seconds, as those below */
	int64_t			 sent_at;	/* the newest link and code were written */
	int64_t			 expires_at;	/* they can be used until then */
	bool			 is_taken;	/* somebody else has it: for who proved it */
};

/* What became of the newest message to the new address. */
struct email_change_message {
	const char	*state;		/* as domain/outbox.h calls it, "" there is none */
	const char	*result;	/* what the server said, "" nothing */
	int64_t		 at;		/* UTC seconds */
};

/* Of one user; EMAIL_CHANGE_NONE and ids of zero where there is none. */
enum err	 email_change_load(struct context *, int64_t user_id,
		    struct email_change *) MUST_CHECK;

/* The same, and holds it to the end of the transaction. */
enum err	 email_change_hold(struct context *, int64_t user_id,
		    struct email_change *) MUST_CHECK;

/* Can its newest link and code still be used? */
bool		 email_change_is_open(const struct context *, const struct email_change *);

enum err	 email_change_message(struct context *, const struct email_change *,
		    struct email_change_message *) MUST_CHECK;

/*
 * Asks for another email for the actor, whose password was checked: writes to both addresses. It
 * takes the place of a change that is pending. ERR_INVALID: see the problems, of the field "email".
 * ERR_THROTTLED: something was sent to the new address lately; not before *wait_sec.
 */
enum err	 email_change_ask(struct context *, const char *typed, int64_t *wait_sec,
		    struct problems *) MUST_CHECK;

/*
 * Sends a new link and code, which end the ones before, and live as long anew. ERR_THROTTLED as
 * above. ERR_MISSING: the actor has no change pending.
 */
enum err	 email_change_resend(struct context *, int64_t *wait_sec) MUST_CHECK;

/* The actor wants it no longer. ERR_MISSING: nothing is pending. */
enum err	 email_change_cancel(struct context *) MUST_CHECK;

/*
 * The actor typed the code; a try was taken before. ERR_INVALID: it is not the code. ERR_MISSING:
 * nothing is open. ERR_TAKEN: somebody else signs in with the address by now; nothing is changed.
 */
enum err	 email_change_by_code(struct context *, const char *typed) MUST_CHECK;

/*
 * Its new address is proven: it signs in from now on, and the old one is told how to take it back.
 * The change is held and open. ERR_TAKEN as above. ERR_MISSING: the email was changed otherwise.
 */
enum err	 email_change_accept(struct context *, const struct email_change *) MUST_CHECK;

/*
 * The old address refuses it: the change is cancelled, and the session that asked is ended. The
 * change is held and pending.
 */
enum err	 email_change_refuse(struct context *, const struct email_change *) MUST_CHECK;

/* Removes what the old addresses can take back no longer. For the courier's housekeeping. */
enum err	 email_change_purge(struct context *) MUST_CHECK;

#endif
