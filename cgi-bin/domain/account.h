/*
 * account: a customer business. Business name and email belong to the Account tab, trade name,
 * phone and website to the company information here, legal name and address to the billing details
 * (ARCHITECTURE: one fact has one owner).
 */
#ifndef POINTPERSON_DOMAIN_ACCOUNT_H
#define POINTPERSON_DOMAIN_ACCOUNT_H

#include "base/problems.h"
#include "domain/context.h"

#define ACCOUNT_NAME_MAX	120	/* characters; the columns' width */
#define ACCOUNT_WEBSITE_MAX	255	/* bytes; the column's width */

struct account {
	int64_t		 id;		/* also the number shown */
	int64_t		 version;	/* as loaded, or as the form was opened with */
	const char	*business_name;
	const char	*business_email;
	const char	*trade_name;	/* changed by account_save_company() */
	const char	*phone;		/* E.164 or ""; changed by account_save_company() */
	const char	*website;	/* changed by account_save_company() */
	const char *legal_name; /* of the billing details, as the next one; "" none */
	const char *address; /* on one line; account_add() takes it as building and street */
	const char	*region;	/* two letters */
	const char	*time_zone;	/* IANA name */
	int64_t		 contact_limit;	/* how many contact persons it may have */
	int64_t		 contact_count;	/* how many it has */
	int64_t		 saved_at;	/* UTC seconds */
	const char	*saved_by;	/* name, "" where nobody has yet */
	const char	*super_admins;	/* names of those to ask, "" where not loaded */
};

/* The actor's account. ERR_MISSING: there is none. */
enum err	 account_load(struct context *, struct account *) MUST_CHECK;

/* The actor is nobody, in no account: whoever is signed in, another acts from now on. */
void		 account_leave(struct context *);

/*
 * The actor is nobody, but in this account; times are shown in its zone. ERR_MISSING: there is no
 * such account.
 */
enum err	 account_enter(struct context *, int64_t account_id) MUST_CHECK;

/*
 * Saves trade name, phone and website, and writes the event. ERR_INVALID: see the problems.
 * ERR_CONFLICT: somebody else saved since `version`.
 */
enum err account_save_company(struct context *, const struct account *,
    struct problems *) MUST_CHECK;

/*
 * Saves the business name, and writes the event; errors as above. A name that is saved already is
 * right whatever the version.
 */
enum err account_save_name(struct context *, const struct account *, struct problems *) MUST_CHECK;

/*
 * Adds an account with its five roles, counting one Super Admin: the caller adds that membership
 * in the same transaction. version, counts and times are not read. ERR_INVALID: see the problems.
 */
enum err account_add(struct context *, const struct account *, struct problems *,
    int64_t *id) MUST_CHECK;

/*
 * Waits until no other transaction holds the actor's account, and holds it to the end of this one.
 */
enum err	 account_hold(struct context *) MUST_CHECK;

/*
 * Counts one contact person more or less. *count is how many there are then. ERR_REFUSED: the
 * account's limit.
 */
enum err	 account_count_contacts(struct context *, int change, int64_t *count) MUST_CHECK;

/* How many accounts there are: for the demo data, which wants none. */
enum err	 account_total(struct context *, int64_t *total) MUST_CHECK;

#endif
