/*
 * contact_self: a user says of a contact person who has the user's own proven address, or is linked
 * with the user: that is me, or not. See contact_user.h.
 */
#ifndef POINTPERSON_DOMAIN_CONTACT_SELF_H
#define POINTPERSON_DOMAIN_CONTACT_SELF_H

#include "domain/context.h"

/*
 * "Yes, that is me" links; "not me" ends the link or the suggestion. ERR_MISSING: the actor neither
 * is nor seems to be this person, see user_load().
 */
enum err contact_self_agree(struct context *, int64_t person_id) MUST_CHECK;
enum err contact_self_deny(struct context *, int64_t person_id) MUST_CHECK;

#endif
