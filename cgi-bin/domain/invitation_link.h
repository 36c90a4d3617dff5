/*
 * invitation_link: what the link in an invitation's mail is about, who reads it, and what it does.
 * Reading one spends nothing. Whoever is signed in stays signed in: the page says so where that is
 * somebody else than the one who is invited.
 */
#ifndef POINTPERSON_DOMAIN_INVITATION_LINK_H
#define POINTPERSON_DOMAIN_INVITATION_LINK_H

#include "base/problems.h"
#include "domain/context.h"
#include "domain/invitation.h"
#include "domain/password.h"

enum invitation_link_state {
	INVITATION_LINK_NONE = 0,	/* there is none */
	INVITATION_LINK_WRONG,		/* it is not one of ours, or was damaged on the way */
	INVITATION_LINK_OPEN,		/* it can be accepted and declined */
	INVITATION_LINK_MEMBER,		/* the address is a member's already */
	INVITATION_LINK_ACCEPTED,
	INVITATION_LINK_CANCELLED,
	INVITATION_LINK_DECLINED,
	INVITATION_LINK_EXPIRED,	/* too old */
	INVITATION_LINK_SUPERSEDED,	/* a later message has a newer one */
	INVITATION_LINK_GONE,		/* so old that nothing is known of it any more */
	INVITATION_LINK_STATE__MAX
};

/* Who has the page before them, as far as that can be told. */
enum invitation_reader {
	INVITATION_READER_NEW = 0,	/* nobody is signed in or has the address */
	INVITATION_READER_OUT,		/* a user has the address, and is to sign in */
	INVITATION_READER_HOMELESS,	/* the same, who has no account to sign in to any more */
	INVITATION_READER_SELF,		/* signed in with the address */
	INVITATION_READER_OTHER,	/* signed in with another one */
	INVITATION_READER__MAX
};

struct invitation_link {
	enum invitation_link_state	 state;
	enum invitation_reader		 reader;
	const char *mark; /* tells its form from another link's; no secret, "" none */
	/* The rest unless it is NONE, WRONG or GONE. */
	int64_t				 account_id;
	const char			*account_name;
	struct invitation		 invitation;
	const char *inviter_email; /* "" where the inviter belongs to the account no more */
	int64_t				 user_id;	/* who has the address; 0 nobody */
	const char			*user_name;
};

/*
 * Reads a token, "" none, and what it is about: one statement, none for one that is not ours.
 * ERR_OK also where nothing can be done with it: see state. Times are shown in the account's zone
 * where nobody is signed in.
 */
enum err	 invitation_link_open(struct context *, const char *token,
		    struct invitation_link *) MUST_CHECK;

/* Is this the address that is invited, in whichever case? */
bool		 invitation_link_is_for(const struct invitation_link *, const char *email);

/*
 * Each carries out a link that was opened in this transaction, writes the event, and tells the
 * inviter. ERR_MISSING: it is not open any more, or the reader is another one; nothing was changed,
 * and opening it again tells why.
 */

/*
 * For somebody new: adds the user with this name and password, whose address the link has proven,
 * and the membership. ERR_INVALID: see the problems. ERR_BUSY: no room for a hash.
 */
enum err	 invitation_link_join_new(struct context *, const struct invitation_link *,
		    const char *name, const struct password_typed *, struct problems *,
		    int64_t *user_id) MUST_CHECK;

/* For the user who has the address, who has shown to be that one. */
enum err	 invitation_link_join(struct context *, const struct invitation_link *) MUST_CHECK;

/* "I do not know this." */
enum err	 invitation_link_decline(struct context *,
		    const struct invitation_link *) MUST_CHECK;

#endif
