/*
 * harness: runs the page of a test program against the test database, without a web server. Each
 * test stands in one transaction that is rolled back at its end.
 *
 * Two accounts are made: "Asha Traders" with a user of each role, and "Binary Mills" with an owner,
 * to which the admin of the first belongs too. Each has three contact persons and an invitation.
 */
#ifndef POINTPERSON_TESTS_HARNESS_H
#define POINTPERSON_TESTS_HARNESS_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/context.h"
#include "domain/role.h"
#include "harness/memory_transport.h"
#include "harness/witness.h"
#include "web/loop.h"

#define T_PASSWORD	"Lotus-Harbour-7"
#define T_SITE		"http://portal.example"
#define T_PEOPLE	3	/* contact persons an account is made with */

/* The tables of audit events with what they tell; NULL where an event tells nothing. */
#define T_EVENTS	"audit_event LEFT JOIN audit_values ON event_id = id"

struct t_account {
	int64_t	 id;
	int64_t	 users[ROLE__MAX];	/* by role */
	int64_t	 people[T_PEOPLE];	/* contact persons; the first is Primary */
	int64_t	 addresses[T_PEOPLE];	/* the email of each that is in use */
	int64_t	 invitation;	/* pending: an Agent to be, whom the owner has invited */
};

struct t {
	struct mem		*mem;		/* the test's, lives until t_end() */
	struct mem		*settings;	/* of the configuration */
	struct config		 config;
	struct worker		 worker;
	struct memory_transport	 transport;
	struct context		 cx;		/* for arranging by the domain's own functions */
	struct t_account	 accounts[2];
	const char		*cookies;	/* sent with the next requests */
	int64_t			 session_id;	/* signed in, 0 nobody */
	int64_t			 account_id;	/* where */
	struct tree		*view;		/* what the last template saw */
	int64_t			 statements;	/* of the last request */
	struct witness		 witness;	/* of what it writes */
	bool			 is_forged;	/* the next POST carries no token */
	unsigned int		 nonces;	/* made so far */
	const char		*nonce;		/* of the next POST; NULL: a new one */
	const char		*client;	/* address of the next requests; NULL: 192.0.2.1 */
	const char		*origin;	/* of the next POST; NULL: ours */
	const char		*accept_language;	/* as a browser asks; NULL: it does not */
	bool			 is_tls;	/* the next requests come by https */
};

/* cmocka's setup and teardown: *state is a struct t *. */
int		 t_setup(void **state);
int		 t_teardown(void **state);

/* Signs in as the user of that role of an account (0 or 1), or as nobody (ROLE_NONE). */
void		 t_as(struct t *, int account, enum role_id);

/* A role of an account may no longer do something, as by the grid of its roles. */
void		 t_untick(struct t *, int account, enum role_id, enum permission);

/* One request; returns the status. */
int		 t_get(struct t *, const char *path);

/* Names and values by turns, ended by NULL. Adds csrf, nonce and origin. */
int		 t_post(struct t *, const char *path, ...);

/* Any request as given: no token, no origin. */
int t_raw(struct t *, const char *method, const char *path, const char *type, const char *body,
    size_t length);

/* A value the last template saw, "" where there is none. */
const char	*t_view(const struct t *, const char *key);

/* A header of the last answer, and its body. */
const char	*t_header(struct t *, const char *name);
const char	*t_page(const struct t *);

/* The number that a SELECT answers; %lld for ids is filled in by the caller with mem_fmt(). */
int64_t		 t_number(struct t *, const char *sql);

/* How many rows the server reads for a page, which answers 200. */
int64_t		 t_rows_read(struct t *, const char *path);

/* The text that a SELECT answers. */
const char	*t_text(struct t *, const char *sql);

/* The code in the newest message to this recipient that is not sent yet. */
const char	*t_code(struct t *, const char *recipient);

/* An invoice of an account (0 or 1), with a PDF that is none but begins like one; made once. */
int64_t		 t_invoice(struct t *, int account);

/* Text in the test's arena. */
char		*t_fmt(struct t *, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Takes the cookies that the last answer set, as a browser would. */
void		 t_keep_cookies(struct t *);

#endif
