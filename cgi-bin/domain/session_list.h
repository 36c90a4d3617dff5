/*
 * session_list: where a user is signed in, and signing out there. Only the actor's own sessions.
 */
#ifndef POINTPERSON_DOMAIN_SESSION_LIST_H
#define POINTPERSON_DOMAIN_SESSION_LIST_H

#include "domain/context.h"

#define SESSION_LIST_MAX	50	/* sessions shown; the newest of more */

struct session_entry {
	int64_t		 id;
	const char	*device;	/* in words: "Firefox on Windows" */
	const char	*client_ip;	/* where it was begun from */
	const char	*account_name;	/* where it stands */
	int64_t		 created_at;	/* UTC seconds */
	int64_t		 seen_at;	/* UTC seconds */
	bool		 is_this;	/* the actor's own */
};

/* The actor's open sessions, this one first, then the newest; at most SESSION_LIST_MAX. */
enum err	 session_list(struct context *, struct session_entry *, size_t *count) MUST_CHECK;

/*
 * Ends one of the actor's sessions, and writes the event. ERR_OK also where it has ended already.
 * ERR_MISSING: it is not there, or another user's.
 */
enum err	 session_list_end(struct context *, int64_t session_id) MUST_CHECK;

/* Ends all of the actor's sessions but this one; *count is how many those were. */
enum err	 session_list_end_others(struct context *, int64_t *count) MUST_CHECK;

/* What a person would call a browser that sends this text. In the arena, or a literal. */
const char	*session_device(struct mem *, const char *agent);

#endif
