/*
 * otp: one-time passwords of six digits, that prove an address or confirm an act. Only a MAC over
 * the code and what it is bound to is kept; a try is taken before anything is compared, and a code
 * is spent by one statement (DOMAIN.md 5; ASVS 6.5, 6.6).
 */
#ifndef POINTPERSON_DOMAIN_OTP_H
#define POINTPERSON_DOMAIN_OTP_H

#include "domain/context.h"

#define OTP_TYPED_MAX	40	/* characters: six digits, and room for spaces of any habit */

/* What a code is for. Purpose and bound_to together have one code at a time. */
struct otp {
	const char	*purpose;		/* "address", "step-up" or "email" */
	int64_t		 bound_to;		/* a contact address, a session, or a user */
	int64_t		 contact_person_id;	/* whom it is sent to; 0: the actor */
	const char	*act;			/* what it confirms, and nothing else; "" none */
};

/* A code just made. */
struct otp_code {
	int64_t		 id;		/* of its row; told to the courier */
	int64_t		 serial;	/* how many there have been */
	const char	*digits;	/* in the arena: a secret */
};

/* What is known of the newest code. */
struct otp_status {
	bool		 is_open;	/* it can still be typed */
	int64_t		 contact_person_id;	/* whom it was sent to */
	int64_t		 made_at;	/* UTC seconds; 0: there never was one */
	int64_t		 expires_at;	/* UTC seconds */
	int64_t		 spent_at;	/* UTC seconds; 0: it was not */
	int64_t		 tries_left;
};

/*
 * Lets a change stand that somebody confirmed by a one-time password, or that no session asks for
 * (the command line). Called last, when all else is done and checked. ERR_STEP_UP: it must be
 * confirmed first; `change` says what it is, after "to": "make Asha Rao (asha@example.in) the
 * Primary contact". It names all that the code is to confirm: the code is bound to these words.
 */
enum err	 otp_require(struct context *, const char *change) MUST_CHECK;

/* Makes a code that lives so long from its sending, and ends the old one. */
enum err	 otp_make(struct context *, const struct otp *, int64_t life_sec,
		    struct otp_code *) MUST_CHECK;

/*
 * The courier has sent it just now: its life begins. Of several copies the first one counts; a code
 * that a newer one has replaced is left alone.
 */
enum err	 otp_was_sent(struct context *, int64_t id, int64_t serial) MUST_CHECK;

/*
 * Takes one try; to be committed on its own, before otp_spend(). ERR_MISSING: there is no code, or
 * it was spent or is too old. ERR_THROTTLED: only its tries are used up.
 */
enum err	 otp_take_try(struct context *, const char *purpose, int64_t bound_to) MUST_CHECK;

/* Spends the code, if it is the one typed; spaces do not matter. ERR_INVALID: it is not. */
enum err	 otp_spend(struct context *, const struct otp *, const char *typed) MUST_CHECK;

/* What is known of the newest code. */
enum err	 otp_load(struct context *, const char *purpose, int64_t bound_to,
		    struct otp_status *) MUST_CHECK;

/* The same where a statement has joined the code as `c`: its columns begin with this one. */
#define OTP_STATUS_COLUMNS "c.contact_person_id, c.made_at, c.expires_at, c.tries, c.spent_at"
#define OTP_STATUS_COLUMN_COUNT	5
struct otp_status otp_read_status(const struct context *, struct db_stmt *, unsigned int first);

/* Ends the code, if there is one: it confirms nothing any more. */
enum err	 otp_end(struct context *, const char *purpose, int64_t bound_to) MUST_CHECK;

/*
 * What is limited, each kind by itself: what strangers can have sent to an address (invitations,
 * codes that are to prove it as theirs, links for a forgotten password) holds up no code that
 * confirms a change of its own account (ASVS 6.1.1).
 */
enum otp_send {
	OTP_SEND_STEP_UP,	/* a code that confirms a change */
	OTP_SEND_PROOF,		/* a code or link that proves an address */
	OTP_SEND_INVITATION,
	OTP_SEND_TEST		/* a message that tries an address out */
};

/*
 * May one more message of the kind go to this recipient now? Then it counts as about to be sent.
 * ERR_THROTTLED: not before *wait_sec seconds have passed (the limits stand in the settings).
 */
enum err	 otp_may_send(struct context *, const char *recipient, enum otp_send,
		    int64_t *wait_sec) MUST_CHECK;

/* How long otp_may_send() would ask to wait; 0: not at all. Counts nothing. */
enum err	 otp_send_wait(struct context *, const char *recipient, enum otp_send,
		    int64_t *wait_sec) MUST_CHECK;

/* Removes codes that say nothing any more. For the courier's housekeeping. */
enum err	 otp_purge(struct context *) MUST_CHECK;

#endif
