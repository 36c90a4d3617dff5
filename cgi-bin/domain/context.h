/*
 * context: what every domain function needs to know about the request or command it works for: the
 * database, the settings, the time, and who acts. It is the lowest of the domain and knows no
 * other module of it.
 */
#ifndef POINTPERSON_DOMAIN_CONTEXT_H
#define POINTPERSON_DOMAIN_CONTEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/config.h"
#include "base/db.h"
#include "base/err.h"
#include "base/mem.h"

/* Who acts, and in which account. All text is in the arena, "" where there is none. */
struct actor {
	int64_t		 session_id;		/* 0: nobody is signed in, or a command acts */
	int64_t		 user_id;		/* 0 for a command */
	const char	*user_name;		/* as shown */
	const char	*user_email;		/* as shown */
	int64_t		 account_id;		/* the account the session stands in */
	const char	*account_name;		/* its business name */
	const char *account_region; /* two letters: how a phone number without a country is read */
	const char	*account_zone;		/* its IANA time zone */
	const char	*user_zone;	/* the user's own, which goes before it; "" none */
	const char	*user_language;	/* in which texts are read; "" as the browser asks */
	const char *other_accounts; /* lines of "id TAB name": where the user could switch to */
	const char	*department;		/* the user's in this account */
	int64_t		 role_id;		/* 1 to 5, or a copy */
	const char	*role_name;		/* as shown */
	int		 rank;			/* 4 Super Admin to 1 Agent */
	uint64_t permission_bits; /* what the role may, by the numbers of enum permission */
	bool		 has_second_factor;	/* an app, or a passkey */
	bool		 has_app;		/* an authenticator app is set up */
	bool		 has_passkey;		/* one at least */
	bool		 needs_second_factor;	/* the role asks for one */
	int64_t unreachable_id; /* the Primary contact whose email is unreachable; 0: it is not */
};

/* Who has confirmed this very change by a one-time password. */
enum proof {
	PROOF_NONE = 0,
	PROOF_PRIMARY,		/* the Primary contact */
	PROOF_FIRST,		/* a Super Admin's password, and the Primary's first code */
	PROOF_LEFT,		/* a Super Admin: the Primary has left or cannot answer */
	PROOF__MAX
};

struct context {
	struct mem		*mem;		/* lives as long as the request */
	struct db		*db;		/* one connection */
	const struct config	*config;	/* the settings */
	int64_t			 now;		/* UTC seconds when the request began */
	struct actor		 actor;		/* who acts */
	const char		*client_ip;	/* from where, "" for a command */
	const char		*request_id;	/* in logs and error pages */
	const char *form_nonce; /* of the form being carried out, "" where there is none */
	enum proof		 proof;		/* of the change being carried out */
	int64_t code_of; /* the user whose second factor was shown in this request; 0 nobody's */
	const char *change; /* with ERR_STEP_UP: what is to be confirmed, in words; NULL before */
};

/*
 * Has somebody else saved a row since the form that is carried out was opened? version: the row's
 * now; last_form: the nonce of the form that saved it last. What the same form has saved is no
 * conflict: somebody corrects what was just saved.
 */
bool		 context_is_outdated(const struct context *, int64_t version, int64_t opened_with,
		    const char *last_form);

#endif
