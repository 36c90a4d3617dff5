/*
 * contact_receives: what a contact person receives, and whether that person may speak for the
 * account with the provider's support.
 */
#ifndef POINTPERSON_DOMAIN_CONTACT_RECEIVES_H
#define POINTPERSON_DOMAIN_CONTACT_RECEIVES_H

#include "domain/context.h"

struct contact_receives {
	int64_t		 id;		/* of the contact person */
	int64_t		 version;	/* as the form was opened with */
	uint64_t	 category_bits;	/* as ticked; see domain/category.h */
	bool		 is_authorised;	/* to speak for the account */
};

/*
 * Saves it and writes the event. Codes are not for ticking: they stay the Primary's, who keeps
 * critical alerts too. ERR_CONFLICT: somebody else saved the person since `version`. ERR_MISSING:
 * no such person in the actor's account.
 */
enum err contact_receives_save(struct context *, const struct contact_receives *) MUST_CHECK;

#endif
