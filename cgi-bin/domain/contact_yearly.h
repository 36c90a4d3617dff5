/*
 * contact_yearly: once a year each contact person is asked whether what is listed is still right.
 * The answer is a link in that mail: see contact_link.
 */
#ifndef POINTPERSON_DOMAIN_CONTACT_YEARLY_H
#define POINTPERSON_DOMAIN_CONTACT_YEARLY_H

#include "domain/context.h"

/*
 * Asks at most `most` persons of all accounts who neither said so nor were asked for as long as the
 * settings say, and whose address is proven; those who waited longest first. In a transaction of
 * its own; several couriers at once ask nobody twice. *asked is how many. For the courier's
 * housekeeping.
 */
enum err	 contact_yearly_ask(struct context *, size_t most, size_t *asked) MUST_CHECK;

#endif
