/*
 * leaving_notice: who is told by mail that somebody has left. A user is told by
 * membership_remove(), a new Primary by contact_primary_make(); here the others are.
 */
#ifndef POINTPERSON_DOMAIN_LEAVING_NOTICE_H
#define POINTPERSON_DOMAIN_LEAVING_NOTICE_H

#include "domain/contact_person.h"
#include "domain/context.h"
#include "domain/membership.h"

struct leaving_notice {
	const char			*name;		/* who has left */
	const struct contact_person	*person;	/* taken off the list; NULL nobody */
	bool				 is_user;	/* is told as a user, not as a contact */
	const struct contact_person	*replacement;	/* receives more; NULL nobody */
	uint64_t			 moved_bits;	/* which categories those are */
	const struct membership		*taker;		/* is called; NULL nobody */
};

/* Writes the mails. Who does not want to be contacted is not told even this. */
enum err leaving_notice(struct context *, const struct leaving_notice *) MUST_CHECK;

#endif
