/*
 * overview: what the start page tells of an account: who is reached first, and what is to be paid.
 * In one statement, because every sign-in ends there.
 */
#ifndef POINTPERSON_DOMAIN_OVERVIEW_H
#define POINTPERSON_DOMAIN_OVERVIEW_H

#include "domain/context.h"
#include "domain/invoice_summary.h"

#define OVERVIEW_INVOICES	3	/* named; the others are counted */

/* An invoice that is to be paid. */
struct overview_invoice {
	int64_t		 id;
	const char	*number;
	int64_t		 due_day;	/* a day as in base/calendar.h; 0 none is said */
	int64_t		 balance_paise;
};

struct overview {
	const char		*primary_name;	/* the Primary contact's; "" there is none */
	struct invoice_dues	 dues;
	struct overview_invoice	 invoices[OVERVIEW_INVOICES];	/* those due first */
	size_t			 invoice_count;
};

/* Of the actor's account as of `today`; with_dues: also what is to be paid, else that is zero. */
enum err	 overview_load(struct context *, int64_t today, bool with_dues,
		    struct overview *) MUST_CHECK;

#endif
