/*
 * invoice_registration: what the government's invoice registration portal has answered about an
 * invoice: its reference number (IRN), the acknowledgement, and the signed text of the QR code. It
 * is known when the invoice is issued, or comes later, and is written once.
 *
 * Source: CGST Rules 46(r) and 48(4) (DOMAIN.md 3).
 */
#ifndef POINTPERSON_DOMAIN_INVOICE_REGISTRATION_H
#define POINTPERSON_DOMAIN_INVOICE_REGISTRATION_H

#include "base/problems.h"
#include "domain/context.h"

#define INVOICE_IRN_LENGTH	64	/* hexadecimal digits: a SHA-256 */
#define INVOICE_ACK_MAX		20	/* digits; the column's width, 15 are usual */
#define INVOICE_QR_MAX		2000	/* characters; the column's width, about 1,000 are usual */

struct invoice_registration {
	const char	*irn;		/* INVOICE_IRN_LENGTH hexadecimal digits */
	const char	*ack_number;
	int64_t		 ack_at;	/* UTC seconds */
	const char	*qr_text;	/* "" not given */
};

/*
 * Reads a time as the registration portal writes it, "2026-04-01 16:05:00", in India. ERR_INVALID:
 * it is none; *utc_sec is untouched then.
 */
enum err	 invoice_registration_time(const char *text, int64_t *utc_sec) MUST_CHECK;

/* The calendar day of the acknowledgement, in India. */
int64_t		 invoice_registration_day(const struct invoice_registration *);

/*
 * Keeps the registration of an invoice of the actor's account, and the event. ERR_INVALID: see the
 * problems. ERR_TAKEN: the invoice is registered, or another one has this IRN (db_refused_by()
 * "invoice_registration_irn"). ERR_REFUSED: no such invoice in the account.
 */
enum err	 invoice_registration_add(struct context *, int64_t invoice_id,
		    const struct invoice_registration *, struct problems *) MUST_CHECK;

#endif
