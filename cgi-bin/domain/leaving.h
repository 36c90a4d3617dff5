/*
 * leaving: somebody leaves the company. In one step, and one transaction: the membership ends with
 * its sessions, the contact person goes and another one receives in its place, somebody takes over
 * extension and calls, and an invitation that is open is cancelled. All of it is done by the
 * modules that do each of these; here stands only what belongs together.
 *
 * The access half is for who may change users, the contact half for who may change contact persons.
 * Whoever may only one of them does that half; the page says whom to ask for the other.
 */
#ifndef POINTPERSON_DOMAIN_LEAVING_H
#define POINTPERSON_DOMAIN_LEAVING_H

#include "base/problems.h"
#include "domain/contact_person.h"
#include "domain/context.h"
#include "domain/membership.h"

#define LEAVING_EVENT	"person.left"	/* groups the events of its request */

/* What that event is about: where it was begun. */
#define LEAVING_OF_USER		"membership"
#define LEAVING_OF_CONTACT	"contact_person"

/* Who leaves: one of them is set. */
struct leaving_who {
	int64_t	 membership_id;	/* a user of the account; 0: said by the other */
	int64_t	 person_id;	/* a contact person */
};

/* Everything that is tied to the one who leaves. */
struct leaving {
	const char		*name;
	bool			 is_user;	/* of this account, whoever may see that */
	struct membership	 member;	/* id 0: no user, or not the actor's to see */
	struct contact_person	*person;	/* NULL: no contact person */
	/*
	 * The other half, where nobody has said yet whether it is the same person: who is listed
	 * with the address that the user signs in with, NULL nobody; or the user who signs in with
	 * the contact person's address (person->same), id 0: nobody, or not the actor's to end.
	 */
	struct contact_person	*same;
	struct membership	 same_member;
	struct contact_person	*people;	/* the account's, the Primary first */
	size_t			 count;		/* of people */
	int64_t			 invitation_id;	/* pending for the contact person's email; 0 none */
	bool			 may_cancel;	/* and it is the actor's to see */
	bool			 may_access;	/* the actor may end the access */
	bool			 may_contact;	/* and take the contact person off the list */
	const char		*bar;	/* why the actor cannot do it, as a sentence; "" can */
};

/* What was chosen. */
struct leaving_wish {
	int64_t		 version;	/* of the membership, as the form was opened with */
	int64_t		 person_version;	/* the same of the contact person */
	int64_t		 replacement_id;	/* who receives from now on; 0 nobody */
	int64_t		 replacement_version;	/* as it was looked at; 0: it was not yet */
	const char	*taker;	/* signs in with it; takes extension and calls; "" nobody */
	bool		 is_same;	/* the other half is that person: goes too */
};

/*
 * Reads it, in two statements. ERR_MISSING: there is nobody of this id in the actor's account, or
 * nobody the actor may see.
 */
enum err leaving_load(struct context *, const struct leaving_who *, struct leaving *) MUST_CHECK;

/* The other half is the same person: it becomes `person` or `member`, and `bar` what that says. */
void leaving_say_same(struct context *, struct leaving *);

/* Is there a sign-in, or an invitation, that the actor cannot end? */
bool leaving_keeps_access(const struct leaving *);

/* Can this contact person receive in another's place: read, wanted, and not the one who leaves? */
bool leaving_can_replace(const struct leaving *, const struct contact_person *);

/*
 * Carries all of it out; *done is where it says what was done. ERR_INVALID: see the problems ("",
 * "replacement", "taker"). ERR_CONFLICT: somebody saved one of those concerned meanwhile.
 * ERR_MISSING as above: see leaving_find(). ERR_STEP_UP: the Primary is replaced, and nobody has
 * confirmed that yet. ERR_DENIED: the actor's own rights changed meanwhile.
 */
enum err leaving_carry_out(struct context *, const struct leaving_who *,
    const struct leaving_wish *, struct problems *, const char **done) MUST_CHECK;

/* Where it says what was done for one who has left already. ERR_MISSING: that was never so. */
enum err leaving_find(struct context *, const struct leaving_who *, const char **done) MUST_CHECK;

#endif
