/*
 * contact_person: whom we reach for an account. A contact person may or may not be a user, and
 * grants no sign-in.
 *
 * Exactly one person of an account is the Primary, who receives codes and critical alerts; the
 * database holds that by a unique index. The first person becomes Primary; the Primary is
 * replaced, never removed.
 */
#ifndef POINTPERSON_DOMAIN_CONTACT_PERSON_H
#define POINTPERSON_DOMAIN_CONTACT_PERSON_H

#include "base/problems.h"
#include "domain/contact_address.h"
#include "domain/contact_user.h"
#include "domain/context.h"

#define CONTACT_NAME_MAX	120	/* characters (issue and FIELD.md A1) */
#define CONTACT_EMAIL_MAX	254	/* bytes, RFC 5321 4.5.3.1 */
#define CONTACT_PHONE_MAX	40	/* characters typed: 15 digits and any usual separators */
#define CONTACT_DESIGNATION_MAX	80	/* characters (FIELD.md A1: the field uses 50) */
#define CONTACT_LIST_MAX	1000 /* shown at once: the highest limit (account.contact_limit) */
/* Number of the sentence beside the tick; raise it when the words change. */
#define CONTACT_CONSENT_WORDING	1

/* What a form and the command line say of an empty field alike. */
#define CONTACT_NAME_MISSING	"Enter the person's name."
#define CONTACT_KIND_MISSING	"Choose what this person is for."
#define CONTACT_CONSENT_MISSING	"Ask the person, then tick that they agreed to be listed."

/* kind, as stored and as sent by the form. */
extern const char *const contact_person_kinds[];	/* "alternate", ..., ended by NULL */

/* A user of the account, as a contact person's page shows one. */
struct contact_as_user {
	int64_t		 id;	/* of the membership in `user`, of the user in `same`; 0 none */
	const char	*name;
	const char	*email;		/* signs in with it */
	const char	*role;		/* as shown; "" in `same` */
};

struct contact_person {
	int64_t		 id;		/* 0: to be added */
	int64_t		 version;	/* as loaded, or as the form was opened with */
	bool		 is_primary;	/* set by contact_primary_make() only */
	const char	*kind;		/* one of contact_person_kinds */
	const char	*name;
	const char	*email;		/* the one in use */
	const char	*phone;		/* E.164; as typed before contact_person_save() */
	const char	*designation;	/* "" none */
	bool		 is_monitored;	/* somebody reads this shared mailbox */
	bool		 has_consent;	/* the person agreed to be listed */
	const char	*consent_by;	/* who said so */
	int64_t		 consent_at;	/* when, UTC seconds */
	int64_t		 consent_wording;	/* to which words */
	bool is_second;	/* stands in the row of one who withdrew, and agreed later than that one */
	int64_t		 withdrawn_at;	/* when the person withdrew it; 0 never, UTC seconds */
	int64_t		 confirmed_at;	/* when somebody last said that all is right, UTC seconds */
	uint64_t	 category_bits;	/* what the person receives; see domain/category.h */
	bool is_billing_to;	/* billing messages are addressed to the person, others in Cc */
	bool		 is_authorised;	/* may speak for the account with the provider's support */
	bool		 is_vouched;	/* to be added with proven addresses: demo data */
	struct contact_address *addresses; /* in use and others; NULL before it is loaded */
	int64_t		 saved_at;	/* UTC seconds */
	const char	*saved_by;	/* name */
	const char	*last_form;	/* nonce of the form that wrote the row last */
	int64_t		 user_id;	/* the user who this is, see contact_user.h; 0 none */
	const char	*linked_by;	/* who said so; "" none */
	int64_t		 linked_at;	/* UTC seconds */
	int64_t		 not_user_id;	/* who has the same address and is somebody else; 0 none */
	/* Of contact_person_load() alone, and `same` of contact_person_list_same(). */
	struct contact_as_user	 user;	/* that user */
	struct contact_as_user	 same;	/* nobody said yet whether this user is the person */
};

/* The account's people, the Primary first, then by name. At most `most`; *count is how many. */
enum err contact_person_list(struct context *, struct contact_person *, size_t most,
    size_t *count) MUST_CHECK;

/* The same, and of the one with this id the user who it seems to be. */
enum err contact_person_list_same(struct context *, int64_t id, struct contact_person *,
    size_t most, size_t *count) MUST_CHECK;

/*
 * One person of the actor's account, with the newest message to each address, and the user who it
 * is or whose sign-in address it has. ERR_MISSING: no such row here, whether or not elsewhere.
 */
enum err contact_person_load(struct context *, int64_t id, struct contact_person *) MUST_CHECK;

/* Who else has this email in use. ERR_MISSING: nobody. */
enum err	 contact_person_same_email(struct context *, const char *email, int64_t except_id,
		    int64_t *id, const char **name) MUST_CHECK;

/* The Primary. ERR_MISSING: the account has no contact person yet. */
enum err	 contact_person_primary(struct context *, struct contact_person *) MUST_CHECK;

/*
 * Adds (id 0) or changes a person, puts phone and email into the form they are stored in, writes
 * the event. The first person becomes Primary. id and version are the row's afterwards.
 * ERR_INVALID: see the problems (a refused value, an email that another person has, the account's
 * limit, a person who withdrew). ERR_CONFLICT: somebody else saved since `version`. ERR_MISSING:
 * removed, or never there. ERR_STEP_UP: the Primary's email or phone would change, and nobody has
 * confirmed it yet. A new or changed address is asked for its proof; a proven one receives until
 * the new one is. Problems may hold warnings after ERR_OK: another person has the same phone.
 */
enum err contact_person_save(struct context *, struct contact_person *,
    struct problems *) MUST_CHECK;

/* As contact_person_load(), and nobody else changes the row before this transaction ends. */
enum err contact_person_hold(struct context *, int64_t id, struct contact_person *) MUST_CHECK;

/*
 * Removes the person. ERR_INVALID: it is the Primary, see the problems. ERR_CONFLICT as above.
 */
enum err contact_person_remove(struct context *, int64_t id, int64_t version,
    struct problems *) MUST_CHECK;

/*
 * Takes a person off the list who is held by this transaction, the account too; the event is called
 * `action`. ERR_CONFLICT: it is the Primary.
 */
enum err contact_person_take_off(struct context *, const struct contact_person *,
    const char *action) MUST_CHECK;

#endif
