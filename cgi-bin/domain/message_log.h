/*
 * message_log: what was sent to whom and what became of it, for the people of an account. Never
 * what a secret value was.
 */
#ifndef POINTPERSON_DOMAIN_MESSAGE_LOG_H
#define POINTPERSON_DOMAIN_MESSAGE_LOG_H

#include "domain/context.h"
#include "domain/outbox.h"

#define MESSAGE_LOG_MAX 50	/* messages of one page */

/* Which messages; "" and 0 leave a column open. */
struct message_filter {
	const char	*state;		/* as outbox_state_name() */
	const char	*channel;	/* as outbox_channel_name() */
	const char	*category;	/* as category_name(), or "test" */
	const char	*recipient;	/* a part of the address or name */
	int64_t		 before;	/* only ids below this one: the next page */
};

/* One message. All text in the arena. */
struct message_entry {
	int64_t			 id;
	enum outbox_channel	 channel;
	enum outbox_state	 state;
	const char		*recipient;
	const char		*recipient_name;
	const char		*category;
	const char		*template;
	const char		*result;	/* what the server said last */
	int64_t			 tries;
	int64_t			 created_at;	/* UTC seconds */
	int64_t			 state_at;	/* UTC seconds */
	int64_t			 next_at;	/* UTC seconds: the next try of a waiting one */
	bool			 can_resend;	/* given up, and it held no secret */
	bool			 is_erased;	/* given up, and it held a code or a link */
	bool is_unwanted;	/* could be, but who it went to is not to be contacted any more */
};

/* The account's newest messages that fit, newest first, at most `most`; *count is how many. */
enum err message_log_list(struct context *, const struct message_filter *, struct message_entry *,
    size_t most, size_t *count) MUST_CHECK;

/*
 * Sends a message that was given up once more, and writes the event. ERR_MISSING: no such message
 * in this account. ERR_CONFLICT: it was not given up, or held a secret, which is gone, or went to a
 * contact person who is not to be contacted any more.
 */
enum err	 message_log_resend(struct context *, int64_t id) MUST_CHECK;

/*
 * The states and channels by their stored names; OUTBOX_STATE__MAX and OUTBOX_CHANNEL__MAX: none.
 */
enum outbox_state	 message_log_state(const char *name);
enum outbox_channel	 message_log_channel(const char *name);

#endif
