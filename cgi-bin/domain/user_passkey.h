/*
 * user_passkey: the passkeys of a user, who may have several, each with a name. A passkey asks for
 * the person (a fingerprint, a PIN), so it is two factors in one: it signs in alone, and it is a
 * second factor beside the password.
 *
 * What a browser's script sends of one, "answer", is described in base/passkey.h; "sealed" is the
 * challenge that it answers, as the form carried it (domain/passkey_challenge.h).
 */
#ifndef POINTPERSON_DOMAIN_USER_PASSKEY_H
#define POINTPERSON_DOMAIN_USER_PASSKEY_H

#include "base/problems.h"
#include "domain/context.h"

#define USER_PASSKEYS_MAX	10	/* of one user: more devices than a person signs in from */
#define USER_PASSKEY_NAME_MAX	60	/* characters; the column's width */

struct user_passkey {
	int64_t		 id;
	int64_t		 version;	/* as loaded, or as the form was opened with */
	const char	*name;		/* "Office laptop" */
	const char	*credential;	/* what its authenticator calls it, as base64url */
	int64_t		 created_at;	/* UTC seconds */
	int64_t		 used_at;	/* UTC seconds; 0 never */
};

/* How an authenticator knows whose a key is: says nothing to others. In the arena. */
const char	*user_passkey_handle(struct context *, int64_t user_id);

/* The actor's, oldest first; at most USER_PASSKEYS_MAX. */
enum err	 user_passkey_list(struct context *, struct user_passkey *,
		    size_t *count) MUST_CHECK;

/* One of the actor's. ERR_MISSING: it is not there. */
enum err	 user_passkey_load(struct context *, int64_t id, struct user_passkey *) MUST_CHECK;

/*
 * Adds one to the actor's, with an event and a mail. *codes: see second_factor_first_codes().
 * ERR_INVALID: see the problems.
 */
enum err	 user_passkey_add(struct context *, const char *name, const char *sealed,
		    const char *answer, struct problems *, const char **codes) MUST_CHECK;

/*
 * Gives one of the actor's another name, with an event. ERR_INVALID: see the problems.
 * ERR_CONFLICT: it was saved elsewhere since `version`, or has gone.
 */
enum err	 user_passkey_rename(struct context *, const struct user_passkey *before,
		    const char *name, struct problems *) MUST_CHECK;

/*
 * Removes one of the actor's, with an event and a mail. ERR_MISSING: it has gone. ERR_INVALID: see
 * second_factor_may_go().
 */
enum err	 user_passkey_remove(struct context *, const struct user_passkey *,
		    struct problems *) MUST_CHECK;

/*
 * Whose passkey is used? It is noted as used, and lets a session begin in this request. of: the
 * user that the challenge was made for, who has to be the owner; 0: whoever is recognised by it.
 * ERR_INVALID: unknown, another's, too late, answered before, or not sound; which of these is
 * nobody's business.
 */
enum err	 user_passkey_use(struct context *, int64_t of, const char *sealed,
		    const char *answer, int64_t *user_id) MUST_CHECK;

#endif
