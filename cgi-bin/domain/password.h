/*
 * password: the rules of a new password, its change by who is signed in, and the link for who has
 * forgotten it. Nothing here signs anybody in, and no second factor is touched.
 */
#ifndef POINTPERSON_DOMAIN_PASSWORD_H
#define POINTPERSON_DOMAIN_PASSWORD_H

#include "base/problems.h"
#include "domain/context.h"

#define PASSWORD_RULES_MAX	5	/* of any profile */
#define PASSWORD_LINK_SEC	1800	/* a link is of use for half an hour (issue) */

/* One line of the list that is shown up front. */
struct password_rule {
	const char	*text;		/* "one number" */
	const char	*pattern;	/* a regular expression that fits once it is met; "" none */
};

/* The words that somebody who knows the person would try; all may be "". */
struct password_owner {
	const char	*name;
	const char	*email;
	const char	*account;	/* name of an account */
};

/* A new password, typed twice. */
struct password_typed {
	const char	*current;	/* the one until now; NULL: not asked for */
	const char	*wanted;	/* exactly as typed */
	const char	*again;		/* the same, or a slip */
};

/* What a link for who has forgotten the password is worth now. */
enum password_link_state {
	PASSWORD_LINK_NONE,	/* none was opened in this browser lately */
	PASSWORD_LINK_WRONG,	/* it is not one of ours */
	PASSWORD_LINK_OPEN,
	PASSWORD_LINK_USED,	/* a password was set since */
	PASSWORD_LINK_EXPIRED,
	PASSWORD_LINK_SUPERSEDED,	/* a newer one was sent when this one was nearly too old */
	PASSWORD_LINK_STATE__MAX
};

struct password_link {
	enum password_link_state	 state;
	const char			*mark;	/* tells this link from others; not the token */
	int64_t				 user_id;
	struct password_owner		 owner;
};

/* The rules that the settings ask for, in their order; returns how many. */
size_t		 password_rules(struct mem *, const struct config *,
		    struct password_rule rules[PASSWORD_RULES_MAX]);

/*
 * Is it fit to be a password of this person? Adds one sentence about "new_password", the first rule
 * that is not met, or about "confirm_password". ERR_INVALID: something was added.
 */
enum err	 password_check(struct mem *, const struct config *, const struct password_owner *,
		    const struct password_typed *, struct problems *) MUST_CHECK;

/*
 * Stores the password, checked before, of a user who has none yet. ERR_BUSY: no room for a hash.
 * Writes no event.
 */
enum err	 password_set_first(struct context *, int64_t user_id,
		    const char *password) MUST_CHECK;

/*
 * Changes the actor's password: the current one must be right. Ends the user's other sessions and
 * every link, tells the user by mail, and writes the event. ERR_INVALID: see the problems;
 * *was_wrong says whether a wrong current password was typed. ERR_BUSY: no room for a hash.
 */
enum err	 password_change(struct context *, const struct password_typed *,
		    struct problems *, bool *was_wrong) MUST_CHECK;

/*
 * Somebody has forgotten the password of this address: sends a link where it signs in. Does the
 * same work, with the same statements and one hash, where it does not, and says nothing about it.
 * The actor is nobody afterwards. ERR_BUSY as above.
 */
enum err	 password_forgot(struct context *, const char *email) MUST_CHECK;

/*
 * The user's password is void: sends a link for a new one to the address that signs in, and ends
 * the links before. The actor is nobody afterwards. ERR_MISSING: there is no such user.
 */
enum err	 password_send_link(struct context *, int64_t user_id) MUST_CHECK;

/*
 * What a token means: one statement, none for a token that is not ours. The actor is nobody
 * afterwards, in an account of the user where there is one.
 */
enum err	 password_link_open(struct context *, const char *token,
		    struct password_link *) MUST_CHECK;

/*
 * Sets the password that was forgotten: ends all sessions of the user and the link, tells the user
 * by mail, and writes the event. ERR_MISSING: the link is of no use (any more), see
 * password_link_open(). ERR_INVALID and ERR_BUSY as above.
 */
enum err	 password_reset(struct context *, const char *token,
		    const struct password_typed *, struct problems *) MUST_CHECK;

#endif
