/*
 * exchange: everything about the request that is being answered. Private to web/.
 */
#ifndef POINTPERSON_WEB_EXCHANGE_H
#define POINTPERSON_WEB_EXCHANGE_H

#include "base/config.h"
#include "base/str.h"
#include "domain/session.h"
#include "domain/submission.h"
#include "web/page.h"
#include "web/transport.h"
#include "web/urlencoded.h"
#include "web/view.h"

#define ROUTE_IDS_MAX	2	/* ":id" in one path; ours have one */
#define COOKIES_MAX	8	/* cookies set by one answer */
#define ANSWER_BYTES	(4 * 1024 * 1024)	/* most bytes of one page */
#define FILLED_MAX	40	/* values that a handler gives to its form */
#define OFFERED_MAX	64	/* rows that it gives the choice of: the roles of an account fit */

struct exchange;

/* What lives as long as the process. */
struct worker {
	const struct config	*config;	/* the settings */
	struct db		*db;		/* one connection */
	struct mem		*mem;		/* one arena, cleared after each request */
	struct templates	*templates;	/* kept parsed */
	const struct page	*page;		/* what this program is */
	const char		*static_version;	/* changes with their contents */
	/* Tests look at the view before it ends; NULL in a program. */
	void			(*watch)(void *closure, const struct exchange *);
	void			*watch_closure;	/* given to watch */
};

/* A value that a handler gave to its form. */
struct filled {
	const char	*name;
	const char	*value;
};

/* A row that a handler gave the choice of. */
struct offered {
	const char	*name;		/* of the field */
	struct choice	 choice;
};

struct answer {
	int		 status;	/* 0 until something decided it */
	const char	*location;	/* where to go, NULL nowhere */
	const char	*flash;		/* message shown there, "" none */
	const char	*flash_row;	/* row marked there, "" none */
	const char	*allow;		/* methods that would have been right, NULL: do not say */
	int64_t		 retry_sec;	/* when to try again, 0: do not say */
	const char	*cookies[COOKIES_MAX];	/* complete Set-Cookie values */
	size_t		 cookie_count;	/* how many */
	bool		 ends_storage;	/* the browser shall forget what it kept of us */
	const char	*template;	/* what prints the body, NULL none */
	struct download *download;	/* what is sent in its place, NULL a page */
	struct str	 body;		/* rendered */
};

struct exchange {
	struct worker		*worker;	/* what stays */
	struct transport	*transport;	/* where it came from */
	struct context		 cx;		/* for the domain */
	struct req		 req;		/* for the handlers */
	struct view		*view;		/* for the template */

	enum method		 method;	/* METHOD_UNSET for one we do not know */
	bool			 is_head;	/* a GET whose body is not sent */
	bool			 is_tls;	/* came over https */
	const char		*path;		/* decoded, as in the address bar */
	const char		*cookie_header;	/* "" none */
	struct urlencoded	 sent;		/* query of a GET, body of a POST */
	enum err read_error; /* why it could not be read; told when it is needed */

	const struct page *page; /* whose route it is: this program's, or a linked one */
	const struct route	*route;		/* NULL until found */
	/* Of a form that had waited and was carried out: what its page is, and its route. */
	const struct page	*carried_page;
	const struct route	*carried;	/* NULL none */
	int64_t			 ids[ROUTE_IDS_MAX];	/* in the path */
	const char		*token;		/* in the path, a secret; "" none */
	struct session		 session;	/* who, as recognised */
	const char		*visit;		/* value of the cookie before sign-in, "" none */
	const char		*visit_form;	/* page whose form needs that cookie, NULL none */

	struct problems		 problems;	/* of the form */
	bool			 is_again;	/* the form is shown again with what was typed */
	bool			 is_held;	/* the form shows values that had waited */
	bool			 is_conflict;	/* somebody saved in between */
	const struct field	*shown;		/* fields of the form that is shown */
	struct urlencoded	 typed;		/* what it shows as typed */
	struct urlencoded	 opened;	/* what it showed when it was opened */
	struct filled		 filled[FILLED_MAX];	/* what the handler gave it */
	size_t			 filled_count;	/* how many */
	struct offered		 offered[OFFERED_MAX];	/* what its form gives the choice of */
	size_t			 offered_count;	/* how many */
	const char		*nonce;		/* of the form that came; "" none */
	unsigned char		 key_hash[CRYPT_HASH_BYTES];	/* of the submission */
	int64_t form_session_id; /* where the form was opened, once csrf_check() read it */
	int64_t			 form_account_id;

	unsigned int		 depth;		/* of transactions when the request began */
	bool			 took_first;	/* which tries were taken, to be given back */
	bool			 took_address;
	bool			 took_client;
	bool			 is_no_try;	/* where it is refused, nothing wrong was typed */
	int64_t			 wait_sec;	/* after ERR_THROTTLED */
	enum err code_refusal; /* why no try was left for the code typed; ERR_OK: one was taken */
	enum err		 refusal;	/* why, when the answer is a refusal */
	struct answer		 answer;	/* what goes out */
};

/* A name that a log, a link and a cookie agree on: is the request for this scheme and host? */
bool		 exchange_is_ours(const struct exchange *, const char *origin);

/* A variable of the request in the arena, "" where it is not set. */
const char	*exchange_variable(struct exchange *, const char *name);

#endif
