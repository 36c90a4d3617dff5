/*
 * session: who is signed in, from a random token whose hash alone is stored. Rights are read anew
 * with every request.
 *
 * A session's row keeps its id when the token is replaced (account switch, step-up), so that what
 * is bound to the session stays bound. An ended session's row is kept for some days: it tells
 * whose late form this is.
 */
#ifndef POINTPERSON_DOMAIN_SESSION_H
#define POINTPERSON_DOMAIN_SESSION_H

#include "domain/context.h"

#define SESSION_SEEN_SEC	60 /* "last seen" is written at most once a minute */
#define SESSION_KEPT_SEC	(30 * 86400)	/* an ended session's row is kept so long */
#define HELD_FORM_SEC		1800	/* typed values wait half an hour to be shown again */
#define KEPT_FORM_SEC		86400	/* and a day for a sign-in */
#define KEPT_FORMS_MAX		10	/* of one session: windows in which a form was open */

/* How a token was recognised. */
enum session_state {
	SESSION_NONE, /* no such token */
	SESSION_OPEN, /* signed in; the context's actor is filled */
	SESSION_ENDED, /* it was one, but it is signed out, too old, or its membership is gone */
	SESSION__MAX
};

/* What session_identify() finds. */
struct session {
	enum session_state	 state;
	int64_t			 id;		/* of the row, also when ended */
	int64_t			 user_id;	/* whose it is or was */
	int64_t			 account_id;	/* where it stands or stood */
	int64_t			 seen_at;	/* UTC seconds */
	const char *held_path; /* a form waits to be shown again at this path; "" none */
	const char		*held_sealed;	/* its sealed values */
};

/*
 * Who is this? One statement: session, user, membership, role, account, the accounts one could
 * switch to, and a form that waits. Fills cx->actor where the session is open. ERR_OK also where
 * it is not: see state.
 */
enum err	 session_identify(struct context *, const char *token, struct session *) MUST_CHECK;

/*
 * Begins a session of the user in the account used last (at first the lowest number) and fills
 * cx->actor's session, user and account. *token goes into the cookie. ERR_DENIED: the user has no
 * account to enter. ERR_SECOND_FACTOR: the user has one, and it was not shown in this request
 * (second_factor_spend, user_passkey_use); the actor's user and account are filled all the same.
 */
enum err session_begin(struct context *, int64_t user_id, const char *device,
    const char **token) MUST_CHECK;

/* Who signs in with an address. */
struct session_owner {
	int64_t		 user_id;	/* 0: nobody */
	const char	*name;		/* "" nobody */
	int64_t account_id; /* where session_begin() would begin the session; 0: nowhere */
};

/* One statement, whether or not there is such a user. */
enum err session_of_address(struct context *, const char *email,
    struct session_owner *) MUST_CHECK;

/* Ends the actor's session. */
enum err	 session_end(struct context *) MUST_CHECK;

/* Ends another session; ERR_OK also where it has ended or gone. */
enum err	 session_end_other(struct context *, int64_t session_id) MUST_CHECK;

/* Ends all sessions of a user but one, which may be 0. */
enum err session_end_all(struct context *, int64_t user_id, int64_t but_id) MUST_CHECK;

/* Ends the sessions of a user that stand in the actor's account, not those in others. */
enum err session_end_in_account(struct context *, int64_t user_id) MUST_CHECK;

/* Replaces the token of the actor's session; its id and all else stay. */
enum err	 session_renew(struct context *, const char **token) MUST_CHECK;

/*
 * Moves the actor's session to another account of the same user, remembers it as the one used
 * last, and replaces the token. ERR_MISSING: the user has no active membership there.
 */
enum err session_switch(struct context *, int64_t account_id, const char **token) MUST_CHECK;

/* Writes "last seen". For the page loop. */
enum err	 session_saw(struct context *) MUST_CHECK;

/* Whose session was it? ERR_MISSING: no such row (any more). */
enum err	 session_owner(struct context *, int64_t session_id, int64_t *user_id) MUST_CHECK;

/*
 * Keeps sealed form values to be shown again to the actor's session at a path of ours; one at a
 * time.
 */
enum err session_hold_form(struct context *, const char *path, const char *sealed) MUST_CHECK;

/* Forgets those of the actor's session. */
enum err	 session_drop_form(struct context *) MUST_CHECK;

/* Values that are kept for a sign-in: the session and account that their form was opened in. */
struct kept_form {
	int64_t		 session_id;	/* it may have ended */
	int64_t		 account_id;
	const char	*name;		/* tells them from others of that session */
};

/*
 * Keeps them for a day, and names them; and gives them back, in the arena. ERR_THROTTLED: as many
 * are kept of that session as may be. ERR_MISSING: there are none of that name (any more).
 */
enum err	 session_keep_form(struct context *, struct kept_form *, const char *path,
		    const char *sealed) MUST_CHECK;
enum err	 session_kept_form(struct context *, const struct kept_form *,
		    const char **sealed) MUST_CHECK;
enum err	 session_forget_form(struct context *, const struct kept_form *) MUST_CHECK;

/* Removes what is too old to matter: ended sessions, held forms, remembered submissions. */
enum err	 session_purge(struct context *) MUST_CHECK;

#endif
