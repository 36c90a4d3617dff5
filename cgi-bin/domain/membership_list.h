/*
 * membership_list: the users of an account and who is invited to become one, together by name, a
 * page at a time. A page costs the same however many there are: it begins behind the last row of
 * the one before, by an index of each. Only a search that few names fit reads on through them, and
 * among who is invited a filter; of those an account adds so many a day (invitation.a_day).
 */
#ifndef POINTPERSON_DOMAIN_MEMBERSHIP_LIST_H
#define POINTPERSON_DOMAIN_MEMBERSHIP_LIST_H

#include "domain/context.h"
#include "domain/membership.h"

#define MEMBERSHIP_LIST_MAX	50	/* users on one page */
#define MEMBERSHIP_COUNT_MAX	1000	/* counted no further: "more than 1,000" */
#define MEMBERSHIP_ROLES_MAX	60	/* roles to choose from: fits a form */
#define MEMBERSHIP_SEARCH_MAX	120	/* characters; the longest name */

/* Which users; "" and 0 ask for nothing. */
struct membership_filter {
	const char	*search;	/* a part of the name or email, or the whole extension */
	int64_t		 role_id;	/* 0: any */
	const char	*department;
	enum membership_state state;	/* MEMBERSHIP_NONE: any */
	const char	*after_name;	/* of the last row of the page before */
	int64_t		 after_id;	/* its membership; 0: none, or the first page */
	int64_t		 after_invitation;	/* its invitation; 0: none, or the first page */
};

/* A row of the list. */
struct membership_listed {
	struct membership member;	/* not filled in: mobile, zone and hours */

	/* Of who is invited; the member is then what the invitation makes of that person. */
	int64_t		 invitation_id;	/* 0: it is a user */
	int64_t		 expires_at;	/* UTC seconds */
	bool		 is_open;	/* can still be accepted */
};

/* What there is to choose from, and how many the filter lets through. */
struct membership_choices {
	struct role	 roles[MEMBERSHIP_ROLES_MAX];	/* by rank */
	size_t		 role_count;
	int64_t		 users;		/* MEMBERSHIP_COUNT_MAX + 1: more than that many */
	int64_t		 invited;	/* the same of who has not answered yet */
};

/*
 * Whom the actor may see and the filter lets through, by name, of one name the users first; at most
 * `most`, *count is how many. With only the permission to see the own department that is so for
 * who is invited as well.
 */
enum err		 membership_list(struct context *, const struct membership_filter *,
			    struct membership_listed *, size_t most, size_t *count) MUST_CHECK;

/* Roles; and the users and who is invited, as the filter lets them through, counted. */
enum err		 membership_list_choices(struct context *, const struct membership_filter *,
			    struct membership_choices *) MUST_CHECK;

#endif
