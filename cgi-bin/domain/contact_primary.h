/*
 * contact_primary: who is the Primary contact. Codes and critical alerts go there, so a change is
 * confirmed by a one-time password, and both are told.
 */
#ifndef POINTPERSON_DOMAIN_CONTACT_PRIMARY_H
#define POINTPERSON_DOMAIN_CONTACT_PRIMARY_H

#include "base/problems.h"
#include "domain/contact_person.h"
#include "domain/context.h"

/* Is the person's email verified, so that codes would reach somebody? */
bool contact_primary_can_be(const struct contact_person *);

/*
 * Makes the person the Primary instead of whoever is; both events, and a message to both. Nothing
 * is done where it is the Primary already. ERR_MISSING: no such person. ERR_CONFLICT: the person
 * was changed since `version`, or the Primary is not old_id any more (0: whoever it is).
 * ERR_INVALID: the person's email is not verified, see the problems. ERR_STEP_UP: nobody has
 * confirmed it yet.
 */
enum err contact_primary_make(struct context *, int64_t id, int64_t version, int64_t old_id,
    struct problems *) MUST_CHECK;

#endif
