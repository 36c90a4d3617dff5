/*
 * bounce: what a message that did not arrive changes: what became of it, and what is known of the
 * address it went to. It knows neither mail servers nor the form of a report.
 */
#ifndef POINTPERSON_DOMAIN_BOUNCE_H
#define POINTPERSON_DOMAIN_BOUNCE_H

#include "domain/context.h"
#include "domain/outbox.h"

#define BOUNCE_NOTES_MAX 16 /* recipients of a report: a message has one, a list behind it few */

enum bounce_action {
	BOUNCE_NOTHING = 0,	/* delivered, passed on, or not said so that it counts */
	BOUNCE_FAILED,		/* given up */
	BOUNCE_DELAYED		/* still being tried */
};

/* What a report says of one recipient. Text is "" where it says nothing. */
struct bounce_note {
	const char	*recipient;	/* address that was tried in the end */
	const char	*original;	/* address as it was first given to a server */
	enum bounce_action action;
	const char	*status;	/* an enhanced code (RFC 3463) like "5.1.1" */
	const char	*words;		/* for the list of messages: no code or link in it */
};

/* One report. Who made it has proved that it is about this message. */
struct bounce_report {
	int64_t			 message_id;
	struct bounce_note	 notes[BOUNCE_NOTES_MAX];
	size_t			 count;		/* of the notes */
};

/*
 * Records what a report says of its message: BOUNCED where it failed, a note beside it where it is
 * late, and the same at the contact person's address. A report of one recipient is about ours,
 * whatever address it names: the mailbox may pass its mail on. Of several the one that names ours
 * counts. The same report again changes nothing. In the caller's transaction.
 *
 * ERR_MISSING: no such message is on its way or came back. ERR_INVALID: the report says nothing of
 * its recipient that counts.
 */
enum err	 bounce_record(struct context *, const struct bounce_report *) MUST_CHECK;

/*
 * Records that a server refused a message for good while it was being handed over: outbox_failed(),
 * and the same at the contact person's address. status: as in a note, "" where the refusal says
 * nothing of the address. In the caller's transaction.
 */
enum err	 bounce_refused(struct context *, const struct outbox_job *, const char *status,
		    const char *words) MUST_CHECK;

#endif
