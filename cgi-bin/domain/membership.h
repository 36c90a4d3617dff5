/*
 * membership: a user in an account, with a role. An account changes only this, never the user.
 *
 * Who may change whom is asked in one place, membership_bar(). Every change holds the account's
 * row until its transaction ends, so changes of one account come one after another. An account has
 * at least one Super Admin who is active: it is counted in account.super_admins, where a CHECK of
 * the database refuses the last one's going.
 */
#ifndef POINTPERSON_DOMAIN_MEMBERSHIP_H
#define POINTPERSON_DOMAIN_MEMBERSHIP_H

#include "base/problems.h"
#include "domain/context.h"
#include "domain/membership_hours.h"
#include "domain/role.h"

#define MEMBERSHIP_EXTENSION_MAX	10	/* characters of a telephone extension */
#define MEMBERSHIP_DEPARTMENT_MAX	60	/* characters */

/* A user's page: where a message links to. */
#define MEMBERSHIP_PATH	"/manage/users/%lld"

enum membership_state {
	MEMBERSHIP_NONE = 0,	/* only of one to be added: it is active then */
	MEMBERSHIP_ACTIVE,
	MEMBERSHIP_SUSPENDED,	/* enters nothing until resumed */
	MEMBERSHIP_INVITED,	/* in a list only: is asked to become one, see invitation.h */
	MEMBERSHIP_STATE__MAX
};

struct membership {
	int64_t		 id;
	int64_t		 version;	/* as loaded, or as the form was opened with */
	int64_t		 account_id;	/* in this account */
	int64_t		 user_id;	/* this user */
	int64_t		 role_id;	/* with this role */
	enum membership_state state;
	const char	*extension;	/* unique in the account; "" none */
	const char	*department;	/* "" none */
	bool		 takes_calls;	/* is called */
	bool		 is_pro;	/* uses one of the account's Pro licences */
	bool		 has_panel;	/* can sign in to this account; not: is only called */

	/* Read by membership_load(), and not changed here. */
	const char	*user_name;	/* the user's own, like the next three */
	const char	*user_email;
	const char	*user_mobile;	/* E.164 or "" */
	const char	*user_zone;	/* IANA name; "" that of the account */
	struct role	 role;		/* which role_id names */
	struct membership_hours hours;	/* set by membership_hours_save() */
	bool		 is_last_owner;	/* the only active Super Admin */
	int64_t		 person_id;	/* the contact person who this is; 0 none is known */
	const char	*person_name;	/* "" none */
	int64_t		 open_sessions;	/* of the user, that stand in this account */
	int64_t		 signed_in_at;	/* entered this account last; 0 never. UTC seconds */
	int64_t		 created_at;	/* UTC seconds */
	int64_t		 saved_at;	/* UTC seconds; 0: not since it was added */
	const char	*saved_by;	/* name */
	const char	*last_form;	/* nonce of the form that wrote the row last */
};

/* Why the actor may not change a membership. */
enum membership_bar {
	MEMBERSHIP_BAR_NONE = 0,	/* may */
	MEMBERSHIP_BAR_OWN,	/* it is the actor's own role, state or access */
	MEMBERSHIP_BAR_RANK,	/* its role is not below the actor's */
	MEMBERSHIP_BAR_GRANT,	/* the new role has a rank or rights that the actor lacks */
	MEMBERSHIP_BAR__MAX
};

/* "active", ... as stored; and the state of that name, MEMBERSHIP_NONE where there is none. */
const char		*membership_state_name(enum membership_state);
enum membership_state	 membership_state_by_name(const char *name);

/*
 * May the actor act on this membership, and give it the new role (NULL: it keeps its own)? One acts
 * on lower ranks, never on one's own role, and grants nothing that one lacks. Above a Super Admin
 * there is nobody, so a Super Admin acts on others: else who has left could not be removed.
 */
enum membership_bar	 membership_bar(const struct actor *, const struct membership *,
			    const struct role *new_role);

/* The bar as a sentence that says what to do; "" where there is none. In the arena. */
const char		*membership_bar_text(struct context *, enum membership_bar,
			    const struct membership *);

/* Looks at extension and department, and says what is wrong. */
void			 membership_check(struct mem *, const struct membership *,
			    struct problems *);

/*
 * Adds a membership (account_id, user_id, role_id, state, and what an account decides), writes the
 * event, and counts the account's Super Admins where it is an active one (unless is_first: the
 * account was added with its first one counted). Checks no rank: the caller has. Sets id.
 * ERR_TAKEN: the user is a member (membership_user), or the extension is somebody's
 * (membership_extension). ERR_MISSING: there is no such user.
 */
enum err		 membership_add(struct context *, struct membership *,
			    bool is_first) MUST_CHECK;

/*
 * A membership of the actor's account whose page the actor may see: all, with only the permission
 * to see the own department those of it, and one's own. ERR_MISSING: none of this id, or not for
 * this actor.
 */
enum err		 membership_load(struct context *, int64_t id,
			    struct membership *) MUST_CHECK;

/* The membership of a user in the actor's account, seen as above. */
enum err		 membership_load_user(struct context *, int64_t user_id,
			    struct membership *) MUST_CHECK;

/*
 * Saves role, extension, department, takes_calls, is_pro and has_panel of id; writes the event.
 * Another role, or no more panel access, bites on the member's next request. ERR_INVALID: see the
 * problems (a bar, an extension that is taken, the last Super Admin). ERR_CONFLICT: saved elsewhere
 * since `version`. ERR_MISSING as above. ERR_DENIED: the actor's own rights changed meanwhile.
 * ERR_STEP_UP: it makes a Super Admin, and nobody has confirmed that yet.
 */
enum err		 membership_save(struct context *, const struct membership *,
			    struct problems *) MUST_CHECK;

/*
 * Ends the sessions in this account, writes the event and tells the person by mail: suspends who is
 * active, resumes who is suspended, or takes away the membership for good. What else points at a
 * membership goes with it; the events stay, and a contact person who was the user stays without
 * that link. Errors as above, but ERR_STEP_UP. membership_remove() also makes void what could
 * still take back the user's email, where it was the last membership.
 */
enum err		 membership_suspend(struct context *, int64_t id, int64_t version,
			    struct problems *) MUST_CHECK;
enum err		 membership_resume(struct context *, int64_t id, int64_t version,
			    struct problems *) MUST_CHECK;
enum err		 membership_remove(struct context *, int64_t id, int64_t version,
			    struct problems *) MUST_CHECK;

/*
 * Gives a loaded membership another role, writes the event, and counts the Super Admins. Asks no
 * bar and no confirmation: for handing over, whose caller has asked and holds the account
 * (account_hold); the new owner first. ERR_INVALID: the last Super Admin, see the problems.
 */
enum err		 membership_make_role(struct context *, const struct membership *,
			    const struct role *, struct problems *) MUST_CHECK;

#endif
