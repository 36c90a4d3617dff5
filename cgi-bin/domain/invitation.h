/*
 * invitation: somebody is asked, by mail, to become a member of an account. It is bound to one
 * address, can be used once, and for 72 hours. A new message makes the links of the ones before
 * void. Accepting and declining: see domain/invitation_link.h.
 *
 * One invites only to a role that ranks below one's own and holds no right that one lacks. Who sees
 * the users of the own department only sees, changes and invites nobody of another.
 */
#ifndef POINTPERSON_DOMAIN_INVITATION_H
#define POINTPERSON_DOMAIN_INVITATION_H

#include "base/problems.h"
#include "domain/context.h"
#include "domain/role.h"

#define INVITATION_LIFE_SEC	(72 * 3600)	/* from its newest message (issue) */
#define INVITATION_KEPT_SEC	(30 * 86400)	/* its row says why the link is void for so long */
#define INVITATION_ROWS_MAX	500		/* of one list: what fits a form of 60 KiB */
#define INVITATION_ROLES_MAX	64		/* roles to choose from */

enum invitation_state {
	INVITATION_NONE = 0,
	INVITATION_PENDING,	/* open, or too old: see invitation_is_open() */
	INVITATION_ACCEPTED,
	INVITATION_CANCELLED,
	INVITATION_DECLINED,
	INVITATION_EXPIRED,	/* too old, and its place is a newer one's */
	INVITATION__MAX
};

struct invitation {
	int64_t			 id;
	enum invitation_state	 state;
	const char		*email;
	const char		*name;		/* as the inviter calls the person */
	int64_t			 role_id;
	const char		*role_name;
	const char		*department;	/* "" none */
	const char		*extension;	/* kept for the person; "" none */
	bool			 takes_calls;
	int64_t			 serial;	/* of the newest message */
	int64_t			 invited_by;	/* the user */
	const char		*invited_by_name;
	int64_t			 asked_at;	/* UTC seconds, as the next two */
	int64_t			 sent_at;	/* the newest message was written */
	int64_t			 expires_at;
	bool			 may_change;	/* the actor may send it again and cancel it */
	const char *mail_state; /* of the newest message, as outbox_state_name(); "" not there */
	const char		*mail_result;	/* what the mail server said */
	int64_t			 mail_at;	/* UTC seconds */
};

/* Somebody to be invited, and what is wrong with it. */
struct invitation_wish {
	struct invitation	 typed;	/* name, email, role_id, department, extension, calls */
	struct problems		*problems;	/* by the fields' names, and "role" */
};

/* The roles that the actor may give, at most `most`; *count is how many. */
enum err	 invitation_roles(struct context *, struct role *, size_t most,
		    size_t *count) MUST_CHECK;

/*
 * May they be invited? Puts name and address into the form they are stored in, and adds to the
 * problems of each what is wrong: with itself, with another of the same list, or with what there
 * is. roles: those that the actor may give. ERR_INVALID: something was added.
 */
enum err	 invitation_check(struct context *, struct invitation_wish *, size_t count,
		    const struct role *roles, size_t role_count) MUST_CHECK;

/*
 * Could all of them be sent just now? ERR_INVALID: `all` says that the account has sent as many as
 * it may in a day, or the problems of each that its address was written to a short time ago.
 * Counts nothing: invitation_add() asks again.
 */
enum err	 invitation_check_sending(struct context *, struct invitation_wish *, size_t count,
		    struct problems *all) MUST_CHECK;

/*
 * Invites them all, or nobody: writes rows, events and messages. ERR_INVALID: see the problems of
 * each and `all`, which is about the list as a whole.
 */
enum err	 invitation_add(struct context *, struct invitation_wish *, size_t count,
		    const struct role *roles, size_t role_count,
		    struct problems *all) MUST_CHECK;

/*
 * Those of the account that are pending and in the actor's sight, newest first, with ids below
 * `before` (0: from the first), at most `most`; *count is how many.
 */
enum err	 invitation_list(struct context *, int64_t before, struct invitation *, size_t most,
		    size_t *count) MUST_CHECK;

/* Can it still be accepted, or is it too old? */
bool		 invitation_is_open(const struct context *, const struct invitation *);

/* How long until invitation_resend() may send another message, by the gap between two; 0: not. */
int64_t		 invitation_wait(const struct context *, const struct invitation *);

/*
 * Sends a new message with a new link, good for another 72 hours. ERR_MISSING: none of that number
 * is pending in this account, or none in the actor's sight. ERR_DENIED: the role is not the actor's
 * to give. ERR_THROTTLED: not to this address before *wait_sec. ERR_REFUSED: the account has sent
 * as many as it may in a day, until *wait_sec. *email is set unless it is missing.
 */
enum err	 invitation_resend(struct context *, int64_t id, const char **email,
		    int64_t *wait_sec) MUST_CHECK;

/* It cannot be accepted any more. Errors as above. */
enum err	 invitation_cancel(struct context *, int64_t id, const char **email) MUST_CHECK;

/*
 * The pending one to this address in the actor's account, and whether the actor sees its
 * department. ERR_MISSING: none.
 */
enum err	 invitation_find(struct context *, const char *email, int64_t *id,
		    bool *is_in_sight) MUST_CHECK;

/* One of the actor's account. ERR_MISSING: there is none of that number. */
enum err	 invitation_load(struct context *, int64_t id, struct invitation *) MUST_CHECK;

/* The same, held until the end of the transaction. */
enum err	 invitation_hold(struct context *, int64_t id, struct invitation *) MUST_CHECK;

/* It is pending no longer. user_id: who has accepted it, 0 nobody. Writes no event. */
enum err	 invitation_end(struct context *, const struct invitation *,
		    enum invitation_state, int64_t user_id) MUST_CHECK;

/* Removes what has been of no use for INVITATION_KEPT_SEC. For the courier's housekeeping. */
enum err	 invitation_purge(struct context *) MUST_CHECK;

#endif
