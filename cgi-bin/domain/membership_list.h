/*
 * membership_list: the users of an account, by name, a page at a time. A page costs the same
 * however many there are: it begins behind the last user of the one before, by an index. Only a
 * search that few names fit reads on through that index.
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
	const char	*after_name;	/* the last user of the page before */
	int64_t		 after_id;	/* its membership; 0: the first page */
};

/* What there is to choose from, and how many users the filter lets through. */
struct membership_choices {
	struct role	 roles[MEMBERSHIP_ROLES_MAX];	/* by rank */
	size_t		 role_count;
	int64_t		 users;		/* MEMBERSHIP_COUNT_MAX + 1: more than that many */
	int64_t		 invited;	/* the same of invitations that are not answered yet */
};

/*
 * The users whom the actor may see and the filter lets through, by name; at most `most`, *count is
 * how many. Filled in is what a list shows: not mobile, zone and hours.
 */
enum err	 membership_list(struct context *, const struct membership_filter *,
		    struct membership *, size_t most, size_t *count) MUST_CHECK;

/* Roles; the users that the filter lets through, and who is invited, counted. */
enum err	 membership_list_choices(struct context *, const struct membership_filter *,
		    struct membership_choices *) MUST_CHECK;

#endif
