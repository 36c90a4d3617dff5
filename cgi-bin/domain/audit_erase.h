/*
 * audit_erase: takes personal data out of audit events and leaves the events. What was told of an
 * object, and its name, goes; who did what kind of thing to which object and when stays, and so
 * does every seal. For whoever may change tables: the application may not.
 */
#ifndef POINTPERSON_DOMAIN_AUDIT_ERASE_H
#define POINTPERSON_DOMAIN_AUDIT_ERASE_H

#include "domain/context.h"

#define AUDIT_ERASE_REASON_MAX	200	/* characters */

/* What is to be erased, in the actor's account. */
struct audit_erasure {
	const char	*kind;		/* of the object, as in the events: "contact_person" */
	int64_t		 object_id;
	int64_t		 event_id;	/* this event alone; 0: all of the object's */
	const char	*reason;	/* kept in the event that says what was erased */
};

/*
 * Erases in a transaction of the caller, and writes the event "audit.erase", without which the
 * missing values are taken for tampering. *count is of how many events something was erased.
 * ERR_MISSING: there is none that tells something.
 */
enum err	 audit_erase(struct context *, const struct audit_erasure *,
		    int64_t *count) MUST_CHECK;

#endif
