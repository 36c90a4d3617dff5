/*
 * second_factor: what a user types beside the password: a code of an authenticator app, or one of
 * ten recovery codes. It belongs to the user, in every account. A passkey is a second factor too
 * (domain/user_passkey.h); recovery codes are there as soon as there is one or the other.
 *
 * The app's secret is stored sealed; of a recovery code only a MAC, bound to the user, whose key is
 * not in the database. Both kinds of code are taken once. The tries of a code are counted by who
 * asks for it, before it comes here.
 */
#ifndef POINTPERSON_DOMAIN_SECOND_FACTOR_H
#define POINTPERSON_DOMAIN_SECOND_FACTOR_H

#include "base/problems.h"
#include "domain/context.h"

#define SECOND_FACTOR_CODES	10	/* recovery codes made at a time */
#define SECOND_FACTOR_DIGITS	16	/* of one: 53 bits, typed in groups of four */
#define SECOND_FACTOR_FEW	3	/* with fewer left the person is told to make new ones */
#define SECOND_FACTOR_TYPED_MAX	40	/* characters: its digits, and spaces of any habit */
#define SECOND_FACTOR_SETUP_SEC	900	/* a secret shown longer ago is not confirmed any more */

enum second_factor_way {
	SECOND_FACTOR_NONE = 0,
	SECOND_FACTOR_APP,	/* a code of the authenticator app */
	SECOND_FACTOR_RECOVERY,	/* a recovery code */
	SECOND_FACTOR_PASSKEY,	/* see domain/user_passkey.h */
	SECOND_FACTOR_WAY__MAX
};

struct second_factor {
	int64_t	 since;		/* UTC seconds; 0: no app is set up */
	int64_t	 codes_left;	/* recovery codes that can still be used */
	int64_t	 passkeys;	/* how many the user has */
};

/* A code that was taken. */
struct second_factor_use {
	enum second_factor_way	 way;
	int64_t			 codes_left;	/* after it, for a recovery code */
};

/* Can this installation look at an authenticator app's code? */
bool		 second_factor_is_there(void);

/* A new secret for the actor, sealed: a form carries it until it is confirmed. */
const char	*second_factor_new(struct context *);

/*
 * What an app needs of such a secret: the key as it is typed, in groups, and the address that its
 * QR code says. ERR_FORGED: it is not the actor's, or too old.
 */
enum err	 second_factor_show(struct context *, const char *sealed, const char **key,
		    const char **uri) MUST_CHECK;

/* Is this the app's code of such a secret? ERR_INVALID: no. ERR_FORGED as above. */
enum err	 second_factor_try(struct context *, const char *sealed,
		    const char *typed) MUST_CHECK;

/*
 * Sets the actor's app up, with an event and a mail. *codes: see second_factor_first_codes().
 * ERR_INVALID: not the app's code. ERR_FORGED as above. ERR_CONFLICT: one is set up already.
 */
enum err	 second_factor_turn_on(struct context *, const char *sealed, const char *typed,
		    const char **codes) MUST_CHECK;

/* The actor's own. */
enum err	 second_factor_load(struct context *, struct second_factor *) MUST_CHECK;

/* The same; to the end of the transaction none is added to them, and none of them removed. */
enum err	 second_factor_hold(struct context *, struct second_factor *) MUST_CHECK;

/* Is there no more than one, and the actor's role needs one? Then it stays. */
bool		 second_factor_has_to_stay(const struct context *, const struct second_factor *);

/*
 * May one of them be removed in this transaction? *f: what is there before. ERR_INVALID: it has to
 * stay; see the problems.
 */
enum err	 second_factor_may_go(struct context *, struct second_factor *f,
		    struct problems *) MUST_CHECK;

/*
 * Takes a code of the user's, so that it is never taken again, and lets a session begin in this
 * request. ERR_INVALID: it is none of theirs. ERR_TAKEN: it is, but it was used before.
 */
enum err	 second_factor_spend(struct context *, int64_t user_id, const char *typed,
		    struct second_factor_use *) MUST_CHECK;

/* Tells that the actor used a code, where that is worth telling: a recovery code, with a mail. */
enum err	 second_factor_used(struct context *, const struct second_factor_use *) MUST_CHECK;

/*
 * The recovery codes of who had no second factor until now: one a line, to be shown once. "" where
 * there was one, whose codes stay as they are.
 */
enum err	 second_factor_first_codes(struct context *, const char **codes) MUST_CHECK;

/* Removes the actor's recovery codes where no second factor is left. */
enum err	 second_factor_last_codes(struct context *) MUST_CHECK;

/* Ten new recovery codes for the actor, in place of all others, with an event. */
enum err	 second_factor_renew_codes(struct context *, const char **codes) MUST_CHECK;

/*
 * Removes the actor's app, with an event and a mail. ERR_MISSING: there is none. ERR_INVALID: see
 * second_factor_may_go().
 */
enum err	 second_factor_turn_off(struct context *, struct problems *) MUST_CHECK;

#endif
