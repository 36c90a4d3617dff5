/*
 * contact_link: what the links in mail to contact persons are about, and what they do. Whoever
 * follows one is not signed in: the link itself says for which account and person it acts.
 *
 * Reading one spends nothing. Carrying out twice does nothing the second time.
 */
#ifndef POINTPERSON_DOMAIN_CONTACT_LINK_H
#define POINTPERSON_DOMAIN_CONTACT_LINK_H

#include "domain/contact_address.h"
#include "domain/contact_person.h"
#include "domain/context.h"
#include "domain/link.h"

enum contact_link_state {
	CONTACT_LINK_NONE = 0,		/* there is none */
	CONTACT_LINK_WRONG,		/* it is not one of ours, or was damaged on the way */
	CONTACT_LINK_OPEN,		/* it can be carried out */
	CONTACT_LINK_USED, /* the address is proven: nothing to do, or too late to refuse it */
	CONTACT_LINK_EXPIRED,		/* too old */
	CONTACT_LINK_SUPERSEDED,	/* a later message has a newer one */
	CONTACT_LINK_GONE,		/* what it is about is not there any more */
	CONTACT_LINK_WITHDRAWN,		/* the person does not want to be contacted */
	CONTACT_LINK_STATE__MAX
};

struct contact_link {
	enum contact_link_state	 state;
	enum link_kind		 kind;		/* not of NONE and WRONG */
	const char *mark; /* tells its form from another link's; no secret, "" none */
	/* The rest unless it is NONE, WRONG or GONE. */
	int64_t			 person_id;
	const char		*person_name;
	struct contact_person	 person;	/* of LINK_AGREEMENT */
	struct contact_address	 address;	/* of LINK_PROVE and LINK_NOT_ME */
	const char *stand_in; /* of LINK_NOT_ME: the address that receives until then */
	const char *asked_by; /* of LINK_NOT_ME: who wants the other one, "" not known */
};

/*
 * Reads a token, "" none, and what it is about. The actor is whom the link was sent to from now on,
 * nobody where that is not known, whoever else is signed in; times are shown in the zone of the
 * link's account. ERR_OK also where nothing can be done with it: see state.
 */
enum err	 contact_link_open(struct context *, const char *token,
		    struct contact_link *) MUST_CHECK;

/*
 * Each carries out a link that was opened in this transaction. ERR_MISSING: it is not open any
 * more, or is of another kind; opening it again tells why.
 */

/* The address is proven. */
enum err	 contact_link_prove(struct context *, const struct contact_link *) MUST_CHECK;

/* "This was not me": the change is cancelled, its session ended, the Super Admins are told. */
enum err	 contact_link_not_me(struct context *, const struct contact_link *) MUST_CHECK;

/* "Still right." */
enum err	 contact_link_confirm(struct context *, const struct contact_link *) MUST_CHECK;

/*
 * The person withdraws the agreement: is taken off the list or, the Primary, whom there must be,
 * stays there and is sent nothing any more. Super Admins and Admins are told.
 */
enum err	 contact_link_withdraw(struct context *, const struct contact_link *) MUST_CHECK;

#endif
