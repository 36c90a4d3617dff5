/*
 * support_request: somebody asks the provider's support for help. The mail says who it is, in which
 * account, on which page and with which request number, so that nobody needs a screenshot; its
 * answer goes to the one who asks.
 */
#ifndef POINTPERSON_DOMAIN_SUPPORT_REQUEST_H
#define POINTPERSON_DOMAIN_SUPPORT_REQUEST_H

#include "domain/context.h"

#define SUPPORT_PAGE_MAX	200	/* characters: the longest path of ours, or a name */
#define SUPPORT_NUMBER_MAX	64	/* characters of a request number; nginx's have 32 */
#define SUPPORT_FIELDS_MAX	200	/* characters: a few names of fields */
#define SUPPORT_MESSAGE_MAX	4096	/* bytes: more than a page of text */

/* What was typed. Text is "" where there is none. */
struct support_request {
	const char	*page;		/* its address or its name */
	const char	*number;	/* of the request that failed */
	const char	*fields;	/* which are concerned */
	const char	*message;	/* any number of lines */
};

/* Is it what a request number is made of? */
bool		 support_is_number(const char *text);

/*
 * Writes the mail to the support address of the settings, with the actor's as the one to answer to,
 * and the event. ERR_MISSING: there is no such address.
 */
enum err	 support_request_add(struct context *, const struct support_request *) MUST_CHECK;

#endif
