/*
 * outbox: mail and text messages to be sent: written in the transaction of their cause, sent by
 * `courier`. Nothing else of the portal sends anything.
 *
 * One cause never makes two messages for one recipient. Secret values (a code, a link) are sealed
 * and erased once sent or expired.
 */
#ifndef POINTPERSON_DOMAIN_OUTBOX_H
#define POINTPERSON_DOMAIN_OUTBOX_H

#include "domain/context.h"

#define OUTBOX_VALUES_MAX	16		/* values of one template */
#define OUTBOX_DAY_SEC		86400 /* a message that could not be sent for a day is given up */
#define OUTBOX_LEASE_SEC	120 /* a courier that died gives its messages back after this */
#define OUTBOX_ATTACHED		"attached_invoice"	/* a value: see struct outbox_value */
#define OUTBOX_SEAL		"outbox"	/* purpose its secrets are sealed for */

enum outbox_channel { OUTBOX_MAIL = 0, OUTBOX_SMS, OUTBOX_CHANNEL__MAX };

/* What happened to a message. */
enum outbox_state {
	OUTBOX_WAITING = 0,	/* to be sent, or sent again later */
	OUTBOX_SENT,		/* the next mail server, or the gateway, has taken it */
	OUTBOX_FAILED,		/* given up: refused for good, or a day of trying */
	OUTBOX_BOUNCED,		/* taken, and came back */
	OUTBOX_EXPIRED,		/* what it says was no longer true when it could have been sent */
	OUTBOX_STATE__MAX
};

/*
 * Of a name that ends in "_lines" the value may have several, which the template finds below it,
 * numbered; no other value may. One that ends in "_sec" is a length of time, in seconds, which the
 * template finds in words. "reply_to" is the address that an answer goes to. OUTBOX_ATTACHED
 * is the id of an invoice of the account, whose document goes along with a mail; until then it
 * stays where it is kept.
 */
struct outbox_value {
	const char	*name;		/* as the template calls it below Data. */
	const char	*value;
	bool		 is_secret;	/* kept sealed, erased once sent */
};

/*
 * shown_to: one a line, the address, a space and the name. The first stands in To, the others in
 * Cc, so that each of several who get the same mail sees the others. It is sent to `recipient`
 * alone: each of them gets one of their own, in an envelope of its own.
 */

/* A message to be. Set what differs from zero; text may be NULL for "". */
struct outbox_message {
	int64_t contact_person_id; /* whom it is for, 0: not a contact person */
	const char *event; /* the cause, unique: "access.request 7 3" */
	enum outbox_channel	 channel;
	const char		*recipient;		/* address or E.164 number */
	const char		*recipient_name;
	const char *shown_to; /* whom a mail names in To and Cc, see below; NULL: the recipient */
	const char		*category;		/* "account", "codes", ... */
	const char *template; /* below templates/mail/: "access-request" */
	/* In which it is written; NULL: as the user reads whose address it is, else English. */
	const char		*language;
	int64_t			 life_sec;		/* not sent later than this; 0: a day */
	struct outbox_value	 values[OUTBOX_VALUES_MAX];	/* ended by a NULL name */
};

/* A message taken to be sent. All text in the arena. */
struct outbox_job {
	int64_t			 id;
	int64_t			 account_id;	/* 0 none */
	int64_t			 contact_person_id;	/* 0: not to a contact person */
	enum outbox_channel	 channel;
	const char		*recipient;
	const char		*recipient_name;
	const char		*shown_to;	/* as above, "" the recipient alone */
	const char		*category;
	const char		*template;
	const char		*language;	/* in which it is written; "" English */
	int64_t			 tries;		/* before this one */
	int64_t			 created_at;	/* UTC seconds */
	int64_t			 expires_at;	/* UTC seconds */
	struct outbox_value	 values[OUTBOX_VALUES_MAX];	/* ended by a NULL name */
};

/*
 * Writes a message for the actor's account. The same cause and recipient again: ERR_OK, nothing
 * new.
 */
enum err	 outbox_add(struct context *, const struct outbox_message *) MUST_CHECK;

/*
 * Takes up to `most` due messages of one channel, or of any (OUTBOX_CHANNEL__MAX), for
 * OUTBOX_LEASE_SEC; several couriers share the work. *count 0: none is due, or others have them. In
 * a transaction of its own (begins and commits). A message past its life becomes OUTBOX_EXPIRED
 * instead, one whose secrets do not open OUTBOX_FAILED.
 */
enum err	 outbox_take(struct context *, enum outbox_channel, struct outbox_job *,
		    size_t most, size_t *count) MUST_CHECK;

/* A value of the message; "" it has none of that name. */
const char	*outbox_value(const struct outbox_job *, const char *name);

/* It was sent: secrets are erased. result: what the server said, without secrets. */
enum err outbox_sent(struct context *, const struct outbox_job *, const char *result) MUST_CHECK;

/* It was refused for good: secrets are erased. */
enum err outbox_failed(struct context *, const struct outbox_job *, const char *result) MUST_CHECK;

/*
 * It could not be sent now: tried again later, longer each time; after its life given up as
 * failed.
 */
enum err outbox_later(struct context *, const struct outbox_job *, const char *result) MUST_CHECK;

/*
 * Seconds until a message becomes due that is not yet, at most `most`. Asked where outbox_take()
 * gave none: what is due then is another courier's.
 */
enum err	 outbox_next(struct context *, int64_t most, int64_t *wait_sec) MUST_CHECK;

/* Age in seconds of the oldest message that is due and not sent; 0 none. For doctor and /readyz. */
enum err	 outbox_age(struct context *, int64_t *age_sec) MUST_CHECK;

/* Sends a contact person nothing of what still waits: OUTBOX_EXPIRED, with why as the result. */
enum err	 outbox_stop(struct context *, int64_t contact_person_id,
		    const char *why) MUST_CHECK;

const char	*outbox_channel_name(enum outbox_channel);
const char	*outbox_state_name(enum outbox_state);

#endif
