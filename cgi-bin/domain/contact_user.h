/*
 * contact_user: which contact person is also a user of the account. Somebody says so: the user, or
 * who may change contact persons; equal addresses only suggest it. A link grants nothing: no
 * sign-in, no right, no message. It ends with the contact person and with the membership.
 *
 * A link is no value of the person's form, so the row's version stays as it is.
 */
#ifndef POINTPERSON_DOMAIN_CONTACT_USER_H
#define POINTPERSON_DOMAIN_CONTACT_USER_H

#include "base/problems.h"
#include "domain/context.h"

/* A contact person's page: where a message links to. */
#define CONTACT_PERSON_PATH	"/manage/business-profile/contact-persons/%lld"

/*
 * Links the person with the user of the account who signs in with this email. Nothing is done where
 * that is so already. ERR_INVALID: no user here has this email, or is another contact person; see
 * the problems ("email"). ERR_CONFLICT: the person was linked with another user meanwhile.
 * ERR_MISSING: no such person in the actor's account.
 */
enum err contact_user_link(struct context *, int64_t person_id, const char *email,
    struct problems *) MUST_CHECK;

/*
 * This user, who has the same address, is somebody else: it is not suggested again. Nothing is done
 * where the person is linked. ERR_MISSING: no such person, or no such user, in the actor's account.
 */
enum err contact_user_is_other(struct context *, int64_t person_id, int64_t user_id) MUST_CHECK;

/*
 * Ends the link with this user. Nothing is done where there is none. ERR_CONFLICT: the person was
 * linked with another user meanwhile. ERR_MISSING: no such person in the actor's account.
 */
enum err contact_user_unlink(struct context *, int64_t person_id, int64_t user_id) MUST_CHECK;

/* Ends the link of a user whose membership of the account is about to end, if there is one. */
enum err contact_user_leave(struct context *, int64_t user_id) MUST_CHECK;

#endif
