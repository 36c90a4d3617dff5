/*
 * courier_net: gives a mail to a mail server and a request to an SMS gateway: the one place that
 * knows libcurl.
 */
#ifndef POINTPERSON_TOOLS_COURIER_NET_H
#define POINTPERSON_TOOLS_COURIER_NET_H

#include "tools/courier.h"

#define NET_HEADERS_MAX	CONFIG_PAIRS_MAX

struct net_request {
	const char	*url;			/* http or https */
	bool		 is_post;		/* else GET, without a body */
	const char	*headers[NET_HEADERS_MAX];	/* "Name: value" */
	size_t		 header_count;		/* how many of them */
	const char	*body;			/* of a POST */
};

struct net_answer {
	int		 status;	/* 0: there was none */
	const char	*body;		/* what was read of it, at most 64 KiB */
	const char	*problem;	/* why there was no answer, "" if there was one */
};

/* Never NULL. Ended by courier_net_free(), which sets the pointer to NULL. */
struct courier_net *courier_net_new(void);
void		 courier_net_free(struct courier_net **);

/* Closes the connections: before waiting, so that a server need not wait with us. */
void		 courier_net_rest(struct courier_net *);

/* One mail, lines ended by CRLF, to one recipient. At most a minute. */
struct outcome	 courier_net_mail(struct courier_net *, struct mem *, const struct config *,
		    const char *sender, const char *recipient, const char *bytes, size_t length);

/* One request. At most 10 seconds, no redirects. The answer is in the arena. */
struct net_answer courier_net_ask(struct courier_net *, struct mem *, const struct net_request *);

#endif
