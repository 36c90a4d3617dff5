/*
 * link: the links in mail that lead to /verify/TOKEN, /password/reset/TOKEN or /invitation/TOKEN. A
 * token says what it is for and carries a MAC, so nothing about it is stored; what it means now
 * stands in the rows it names.
 */
#ifndef POINTPERSON_DOMAIN_LINK_H
#define POINTPERSON_DOMAIN_LINK_H

#include "domain/context.h"

#define LINK_TOKEN_MAX	128	/* bytes; three numbers of 19 digits, a MAC of 43, kind and dots */

enum link_kind {
	LINK_PROVE = 0,		/* id, serial: of a contact address whose reader follows it */
	LINK_NOT_ME,		/* id: of a contact address that somebody wants instead */
	/* id: of a contact person, who confirms or withdraws; serial: of the address it went to */
	LINK_AGREEMENT,
	LINK_EMAIL,		/* id: of a user, serial: of the change of email that is proven */
	LINK_EMAIL_NOT_ME,	/* the same, which the old address refuses */
	LINK_EMAIL_REVERT,	/* the same, which the old address takes back */
	LINK_BUSINESS_EMAIL,	/* id: of an account, serial: of the change of its email */
	LINK_PASSWORD,		/* id: of a user, serial: of the asking for a new password */
	LINK_INVITATION,	/* id: of an invitation, serial: of its newest message */
	LINK__MAX
};

struct link {
	enum link_kind	 kind;
	int64_t		 account_id;
	int64_t		 id;		/* of what the kind says */
	int64_t		 serial;	/* a later one ends this one; 0 where there is none */
};

/* The whole address of a link of the actor's account, in the arena. A secret: see outbox. */
char		*link_make(struct context *, enum link_kind, int64_t id, int64_t serial);

/*
 * Where what the link is about is shown, once its token is out of the address bar; of a token that
 * is none of ours as well.
 */
const char	*link_page(struct context *, const char *token);

/* Tells a link's form from another's; no secret. In the arena. */
char		*link_mark(struct context *, const char *token);

/* Reads a token. ERR_MISSING: it is not one of ours. */
enum err	 link_read(struct context *, const char *token, struct link *) MUST_CHECK;

#endif
