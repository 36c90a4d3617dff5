/*
 * contact_proof: how a contact address is shown to be read: a message with a code, and a link where
 * it is an email. The code is typed in the portal by whoever manages the contact persons; the link
 * leads to a page with a button. Either is enough.
 */
#ifndef POINTPERSON_DOMAIN_CONTACT_PROOF_H
#define POINTPERSON_DOMAIN_CONTACT_PROOF_H

#include "domain/contact_address.h"

#define PROOF_PURPOSE	"address"	/* of its codes; bound to the address's id */

/* An address with what its page says of the person. */
struct contact_proof {
	struct contact_address	 address;
	struct contact_whom	 whom;
	bool			 is_primary;	/* the person is the Primary */
};

/* Loads and holds one. ERR_MISSING: no such address in this account. */
enum err	 contact_proof_load(struct context *, int64_t address_id,
		    struct contact_proof *) MUST_CHECK;

/*
 * Sends a new code, which ends the old one, and writes the event. ERR_THROTTLED: not before
 * *wait_sec. ERR_INVALID: nothing can be sent to it (contact_address_can_be_checked(), or the
 * person has withdrawn).
 */
enum err	 contact_proof_send(struct context *, const struct contact_whom *,
		    const struct contact_address *, int64_t *wait_sec) MUST_CHECK;

/*
 * Asks for the proof of an address that is new or in use anew, where it can be checked. That too
 * many codes went to it lately stops nothing. `stays`, NULL none, is told that another is wanted in
 * its place, with a link to refuse it.
 */
enum err	 contact_proof_ask(struct context *, const struct contact_whom *,
		    const struct contact_address *, const struct contact_address *stays) MUST_CHECK;

/* The code was typed; a try was taken before. ERR_INVALID: it is not the code. */
enum err	 contact_proof_by_code(struct context *, int64_t address_id,
		    const char *typed) MUST_CHECK;

/* Its reader has shown it by other means: the address is proven, and what stood in for it goes. */
enum err	 contact_proof_accept(struct context *, const struct contact_proof *) MUST_CHECK;

/*
 * "This was not me": the wanted address goes, the one that stood in is in use again, and the
 * session that asked is ended. ERR_MISSING: nothing is pending any more.
 */
enum err	 contact_proof_cancel(struct context *, const struct contact_proof *) MUST_CHECK;

#endif
