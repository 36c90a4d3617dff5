/*
 * invoice_payment: what was paid on an invoice. Payments are only ever added.
 */
#ifndef POINTPERSON_DOMAIN_INVOICE_PAYMENT_H
#define POINTPERSON_DOMAIN_INVOICE_PAYMENT_H

#include "base/problems.h"
#include "domain/context.h"

#define INVOICE_WAY_MAX	60	/* characters; the column's width */

struct invoice_payment {
	int64_t		 invoice_id;
	const char	*reference;	/* the provider's own key: the same one is noted once */
	int64_t		 paid_day;	/* a day as in base/calendar.h */
	int64_t		 amount_paise;	/* above zero */
	bool		 is_rest;	/* all that was left, and nobody said how much that was */
	const char	*way;		/* "NEFT", ...; "" not said */
};

/*
 * Notes a payment on an invoice of the actor's account, and the event. ERR_INVALID: see the
 * problems; also where the reference is noted on another invoice, or over another amount.
 * ERR_TAKEN: this very payment was noted before; nothing is written. ERR_RETRY: its reference was
 * noted meanwhile; again. ERR_REFUSED: no such invoice in the account.
 */
enum err	 invoice_payment_add(struct context *, const struct invoice_payment *,
		    struct problems *) MUST_CHECK;

#endif
