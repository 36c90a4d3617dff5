/*
 * contact_listing: the addresses of a contact person one by one: what is known of each, further
 * ones listed beside those in use, another one taken into use, and test messages.
 */
#ifndef POINTPERSON_DOMAIN_CONTACT_LISTING_H
#define POINTPERSON_DOMAIN_CONTACT_LISTING_H

#include "base/problems.h"
#include "domain/contact_address.h"

#define CONTACT_ADDRESS_PATH	"/manage/business-profile/addresses/%lld" /* an address's page */

/* An address as its page shows it. All text in the arena. */
struct contact_listing {
	struct contact_address	 address;	/* with the newest message to it */
	struct contact_whom	 whom;
	bool			 is_primary;	/* the person is the Primary */
	const char		*wanted;	/* the one in use of its channel; "" none */
	const char		*stand_in;	/* what receives until that is proven; "" none */
};

/* What was typed for a further address. */
struct contact_further {
	int64_t			 person_id;
	enum outbox_channel	 channel;
	const char		*label;		/* one of contact_address_labels */
	const char		*address;	/* as typed; as stored afterwards */
};

/* ERR_MISSING: no such address in this account. */
enum err	 contact_listing_load(struct context *, int64_t address_id,
		    struct contact_listing *) MUST_CHECK;

/*
 * Says that nothing is sent to somebody who does not want to be contacted, and what to do about it:
 * another one for the Primary, whom there must be. Always ERR_INVALID.
 */
enum err	 contact_listing_refuse_withdrawn(const char *name, bool is_primary,
		    struct problems *) MUST_CHECK;

/*
 * Lists a further address, asks for its proof, writes the event. *id is its row. ERR_MISSING: no
 * such person. ERR_INVALID: see the problems, by the names of the members. ERR_STEP_UP: the person
 * is the Primary, and nobody has confirmed it yet.
 */
enum err	 contact_listing_add(struct context *, struct contact_further *, int64_t *id,
		    struct problems *) MUST_CHECK;

/*
 * Takes another listed address into use; the one that was stays listed, and receives until the new
 * one is proven. Nothing is done where it is in use already. ERR_MISSING: no such address.
 * ERR_INVALID: another person has it, see the problems. ERR_STEP_UP as above.
 */
enum err	 contact_listing_use(struct context *, int64_t address_id,
		    struct problems *) MUST_CHECK;

/*
 * Takes a further address off the list, and writes the event. ERR_MISSING as above. ERR_INVALID: it
 * is in use or stands in, see the problems.
 */
enum err	 contact_listing_remove(struct context *, int64_t address_id,
		    struct problems *) MUST_CHECK;

/*
 * Sends a test message. ERR_MISSING as above. ERR_THROTTLED: not before *wait_sec. ERR_INVALID:
 * nothing can be sent to it, see the problems.
 */
enum err	 contact_listing_test(struct context *, int64_t address_id, int64_t *wait_sec,
		    struct problems *) MUST_CHECK;

#endif
