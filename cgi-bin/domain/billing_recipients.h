/*
 * billing_recipients: who receives invoices. They are contact persons, chosen for the category
 * "billing": so there is one list of who receives what, and one way to prove an address, to see it
 * bounce and to take it off. What is kept besides is whom a message is addressed to.
 */
#ifndef POINTPERSON_DOMAIN_BILLING_RECIPIENTS_H
#define POINTPERSON_DOMAIN_BILLING_RECIPIENTS_H

#include "domain/context.h"
#include "domain/recipients.h"

/* Those who receive, and the contact persons who could. */
struct billing_recipients {
	struct recipients		 who;
	const struct contact_person	**others;	/* not chosen, and not withdrawn */
	size_t				 other_count;
};

/* Of the actor's account, in two statements. */
enum err	 billing_recipients_load(struct context *, struct billing_recipients *) MUST_CHECK;

/*
 * A contact person receives billing messages from now on, or no longer. Writes the event.
 * ERR_MISSING: no such person in the actor's account. *c is the person, in the arena.
 */
enum err	 billing_recipients_choose(struct context *, int64_t person_id, bool receives,
		    struct contact_person *c) MUST_CHECK;

/* Billing messages are addressed to this person, and go to the others in Cc. Errors as above. */
enum err	 billing_recipients_address(struct context *, int64_t person_id,
		    struct contact_person *c) MUST_CHECK;

#endif
