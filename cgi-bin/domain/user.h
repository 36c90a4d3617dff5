/*
 * user: somebody who signs in. Name, email, mobile and password belong to the user, not to an
 * account.
 */
#ifndef POINTPERSON_DOMAIN_USER_H
#define POINTPERSON_DOMAIN_USER_H

#include "base/problems.h"
#include "domain/context.h"

#define USER_NAME_MAX 120 /* characters; as contact persons' (issue and FIELD.md A1) */
/* Bytes; argon2id takes any length, this bounds the work and the form. */
#define USER_PASSWORD_MAX	256

/*
 * Looks a user up by email and compares the password. Takes the same time whether or not there is
 * such a user: an unknown address is compared with a hash of the same cost. ERR_INVALID: not this
 * address with this password. ERR_BUSY: no memory for a hash; nothing was compared. *is_outdated:
 * the stored hash was made at another cost than the settings now say. *user_id is whose address it
 * is, also where the password is wrong; 0 nobody's.
 */
enum err user_check_password(struct context *, const char *email, const char *password,
    int64_t *user_id, bool *is_outdated) MUST_CHECK;

/* Stores a new hash of the password, at the cost of the settings. */
enum err user_set_password(struct context *, int64_t user_id, const char *password) MUST_CHECK;

/*
 * Stores a hash of the cost that the settings now say, for a password that was right. Where there
 * is no room for a hash just now the old one stays: the next sign-in asks again.
 */
enum err user_renew_hash(struct context *, int64_t user_id, const char *password) MUST_CHECK;

/* The user's own row. */
struct user {
	int64_t		 id;		/* also the User ID shown */
	int64_t		 version;	/* as loaded, or as the form was opened with */
	const char	*name;
	const char	*email;		/* signs in */
	const char	*mobile;	/* E.164 or "" */
	int64_t		 password_changed_at;	/* UTC seconds; 0: as it was first set */
	int64_t		 totp_since;	/* an authenticator app is set up since; 0 none */
	int64_t		 person_id;	/* the account's contact person who this is; 0 none */
	int64_t		 listed_id;	/* one with the user's proven email, who might be; 0 none */
};

/* The actor's own user. */
enum err	 user_load(struct context *, struct user *) MUST_CHECK;

/*
 * Saves the actor's own name, and the event. ERR_INVALID: see the problems. ERR_CONFLICT: it was
 * saved elsewhere since `version`.
 */
enum err	 user_save_name(struct context *, const struct user *,
		    struct problems *) MUST_CHECK;

/* The user with this email; ERR_MISSING where there is none. */
enum err user_find(struct context *, const char *email, int64_t *user_id,
    const char **name) MUST_CHECK;

/*
 * Adds a user without a password, whose email counts as proven. ERR_TAKEN: there is one with this
 * email.
 */
enum err	 user_add(struct context *, const char *name, const char *email, const char *mobile,
		    int64_t *user_id) MUST_CHECK;

/* The names of this account's active Super Admins, "Asha Rao and Ravi Iyer". */
enum err	 user_super_admins(struct context *, const char **names) MUST_CHECK;

#endif
