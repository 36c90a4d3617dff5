/*
 * courier: what the parts of the program that sends mail and text messages share. It takes messages
 * from the outbox, gives each to the transport that the settings name, and marks what became of it.
 * Pages and other tools know nothing of it.
 */
#ifndef POINTPERSON_TOOLS_COURIER_H
#define POINTPERSON_TOOLS_COURIER_H

#include "base/config.h"
#include "base/mem.h"
#include "base/tree.h"
#include "domain/outbox.h"

struct courier_net;

enum fate {
	FATE_LATER = 0,	/* not now: tried again */
	FATE_SENT,	/* the next server, or the folder, has it */
	FATE_FAILED	/* refused for good */
};

/* What became of one message. */
struct outcome {
	enum fate	 fate;
	int		 code;	/* the server's reply, or the program's exit status; 0 none */
	const char	*status; /* enhanced code (RFC 3463) of a refusal; NULL or "" none */
	const char	*words;	/* for the list of messages: no code or link of the message in it */
};

/* A file that goes along with a mail. */
struct attachment {
	const char	*name;		/* as it is saved */
	const char	*media_type;	/* "application/pdf" */
	const void	*bytes;		/* NULL: there is none */
	size_t		 length;
};

struct courier {
	struct mem		*mem;		/* of one message, cleared behind it */
	const struct config	*config;	/* the settings */
	struct templates	*html;		/* escaped as HTML */
	struct templates	*text;		/* as they are */
	struct courier_net	*net;		/* connections kept from message to message */
};

/*
 * Builds the message and gives it to its transport; waits for the answer, at most a minute, which
 * is well within its lease. account_name: whom it concerns, "" nobody. The words are in the
 * courier's arena.
 */
struct outcome courier_send(struct courier *, const struct outbox_job *, const char *account_name,
    const struct attachment *, int64_t now);

#endif
