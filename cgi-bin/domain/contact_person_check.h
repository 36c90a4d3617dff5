/*
 * contact_person_check: the rules for the values of a contact person, without the database.
 */
#ifndef POINTPERSON_DOMAIN_CONTACT_PERSON_CHECK_H
#define POINTPERSON_DOMAIN_CONTACT_PERSON_CHECK_H

#include "domain/contact_person.h"

/*
 * Checks what was typed and puts email and phone into the form they are stored in. Refused: an
 * empty or overlong name, an address nobody reads (no-reply), a shared mailbox that is not said to
 * be monitored, a person who has not agreed. region: how a phone number without a country is read.
 */
void contact_person_check(struct mem *, struct contact_person *, const char *region,
    struct problems *);

/*
 * The rules for one address, used for further ones alike. Returns it as it is stored, NULL where it
 * was refused, with a sentence about `field`.
 */
const char	*contact_person_check_email(struct mem *, const char *typed, const char *field,
		    struct problems *);
const char	*contact_person_check_phone(struct mem *, const char *typed, const char *region,
		    const char *field, struct problems *);

#endif
