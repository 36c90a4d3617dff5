/*
 * contact_address: where a contact person is reached. One email and one phone are in use; further
 * ones may be listed. An address that was proven goes on receiving until the one wanted in its
 * place is proven too.
 */
#ifndef POINTPERSON_DOMAIN_CONTACT_ADDRESS_H
#define POINTPERSON_DOMAIN_CONTACT_ADDRESS_H

#include "base/problems.h"
#include "domain/context.h"
#include "domain/outbox.h"

#define CONTACT_FURTHER_MAX	4 /* listed beside those in use: one of each label, and one more */
/* Rows of one person: in use and stand-in of each channel, and the further ones. */
#define CONTACT_ADDRESSES_MAX	(2 * OUTBOX_CHANNEL__MAX + CONTACT_FURTHER_MAX)

/* The rows' columns, read by contact_address_read(). */
#define CONTACT_ADDRESS_COLUMNS \
	"a.id, a.channel, a.part, a.label, a.address, a.stands_in, a.state, a.state_at," \
	" a.reason, a.proven_at, a.asked_session_id, a.proof_serial, a.proof_at"
#define CONTACT_ADDRESS_COLUMN_COUNT	13

/* Why, where the address works but the server behind it wants nothing of us. */
#define CONTACT_ADDRESS_POLICY	"blocked by the recipient's policy"

enum address_state {
	ADDRESS_UNVERIFIED = 0,	/* nobody has shown that it is read */
	ADDRESS_VERIFIED,	/* its reader has */
	ADDRESS_BOUNCING,	/* messages come back, perhaps for now */
	ADDRESS_UNREACHABLE,	/* there is nobody at it, or who is wants nothing */
	ADDRESS_STATE__MAX
};

enum address_part {
	ADDRESS_WANTED = 0,	/* the one in use */
	ADDRESS_FURTHER,	/* listed beside it */
	ADDRESS_REPLACED, /* not the person's any more; stands in until the wanted one is proven */
	ADDRESS_PART__MAX
};

struct contact_address {
	int64_t			 id;
	enum outbox_channel	 channel;
	enum address_part	 part;
	const char		*label;		/* "work", "personal" or "mobile" */
	const char		*address;	/* as shown, or E.164 */
	bool			 stands_in;	/* receives until the wanted one is proven */
	enum address_state	 state;
	int64_t			 state_at;	/* UTC seconds */
	const char		*reason;	/* why it bounces or is unreachable */
	int64_t			 proven_at;	/* UTC seconds; 0 never */
	int64_t asked_session_id; /* the session that wanted it; 0 none */
	int64_t			 proof_serial;	/* of the newest message with a code; 0 none */
	int64_t			 proof_at;	/* when that was written, UTC seconds */
	const char *last_state; /* of the newest message to it; "" none, or not loaded */
	int64_t			 last_at;	/* UTC seconds */
	const char		*last_result;	/* in words */
	struct contact_address	*next;		/* of the same person; NULL ends */
};

/* Whose addresses. */
struct contact_whom {
	int64_t		 id;		/* of the contact person */
	const char	*name;		/* as messages call the person */
	bool		 is_vouched;	/* the address is known to be read: no proof is asked */
	bool		 is_withdrawn;	/* does not want to be contacted: nothing is sent */
};

extern const char *const contact_address_labels[];	/* "work", ..., ended by NULL */

/* Reads the columns above, the first of which is column `first`. */
void		 contact_address_read(struct context *, struct db_stmt *, unsigned int first,
		    struct contact_address *);

/* "verified", ... as stored. */
const char	*contact_address_state_name(enum address_state);

/* The state as people read it: "Verified", ..., "Not checked here" where no code can reach it. */
const char	*contact_address_state_text(const struct context *, const struct contact_address *);

/* Has its reader proven it, and does it still work as far as is known? */
bool		 contact_address_is_proven(const struct contact_address *);

/* Can a code be sent to it at all? Not to a landline, and not where no gateway is set. */
bool		 contact_address_can_be_checked(const struct context *,
		    const struct contact_address *);

/* The one in use, NULL none. */
const struct contact_address *contact_address_wanted(const struct contact_address *list,
    enum outbox_channel);

/* The one that receives now: in use and proven, else what stands in for it, else in use. */
const struct contact_address *contact_address_receiver(const struct contact_address *list,
    enum outbox_channel);

/*
 * Makes an address the one in use, new or listed before. keep: what was in use stays listed.
 * `list` is what the person has, held by this transaction. *new is the address as it stands then;
 * *stays the proven one that receives until the new one is proven too, NULL none. Its proof is
 * asked for by contact_proof_ask(). ERR_TAKEN: another person of the account has it
 * (db_refused_by() "contact_address_email").
 */
enum err	 contact_address_want(struct context *, const struct contact_whom *,
		    const struct contact_address *list, enum outbox_channel, const char *address,
		    bool keep, struct contact_address *new,
		    const struct contact_address **stays) MUST_CHECK;

/* Lists a further address. ERR_TAKEN: the person has it already. */
enum err	 contact_address_add(struct context *, const struct contact_whom *,
		    enum outbox_channel, const char *label, const char *address,
		    struct contact_address *new) MUST_CHECK;

/* Takes a further address off the list. ERR_MISSING: there is no such further one. */
enum err	 contact_address_remove(struct context *, int64_t person_id, int64_t id) MUST_CHECK;

/* Takes every address off the list: another person stands in the row now. */
enum err	 contact_address_forget(struct context *, int64_t person_id) MUST_CHECK;

/* All addresses of the person are Unreachable from now on; reason: why, for people. */
enum err	 contact_address_stop(struct context *, int64_t person_id,
		    const char *reason) MUST_CHECK;

/*
 * A message to this address did not arrive. status: an enhanced code (RFC 3463) like "5.1.1": 5.1.x
 * and 5.2.1 mean Unreachable at once, but 5.1.7 and 5.1.8, which are about the sender; 5.7.x
 * Bouncing, blocked by the recipient's policy; other 5.x Bouncing; 4.x Bouncing after three in
 * seven days. words: why, for people. An address that is not listed any more: ERR_OK, nothing.
 */
enum err	 contact_address_failed(struct context *, int64_t person_id, enum outbox_channel,
		    const char *address, const char *status, const char *words) MUST_CHECK;

#endif
