/*
 * invoice_note: what a credit note or a debit note takes over from the invoice that it corrects,
 * and how much credit notes may still take off that one. The database holds the sum
 * (sql/0025-invoice-left.sql).
 *
 * Source: CGST Act s. 34, CGST Rules 53(1A).
 */
#ifndef POINTPERSON_DOMAIN_INVOICE_NOTE_H
#define POINTPERSON_DOMAIN_INVOICE_NOTE_H

#include "base/problems.h"
#include "domain/invoice.h"

/* What credit notes may still take off an invoice. */
struct invoice_left {
	int64_t		 taxable_paise;
	int64_t		 tax_paise;
};

/*
 * Makes *note one of the actor's account's invoice of the number note->of_number, and of the year
 * note->of_year where that is not 0, which is loaded into *invoice, lines included: its number and
 * day are those that the note names, and seller, buyer, purchase order, place and kind of supply
 * and reverse charge become that one's. ERR_INVALID: there is none, or the note says something
 * else of them, or is dated before it; see the problems.
 */
enum err	 invoice_note_of(struct context *, struct invoice *note, struct invoice *invoice,
		    struct problems *) MUST_CHECK;

/*
 * What is left of an invoice of the actor's account, which nobody changes until the transaction
 * ends. ERR_MISSING: there is none.
 */
enum err	 invoice_left_hold(struct context *, int64_t invoice_id,
		    struct invoice_left *) MUST_CHECK;

/* For invoice_issue() alone: an invoice was issued, all of which can be credited. */
enum err	 invoice_left_begin(struct context *, const struct invoice *) MUST_CHECK;

/*
 * For invoice_issue() alone: a note takes its amounts off what is left, or adds them; the row is
 * held until the transaction ends. ERR_INVALID: less is left; see the problems. ERR_REFUSED: it
 * names no invoice of the account.
 */
enum err	 invoice_left_change(struct context *, const struct invoice *note,
		    struct problems *) MUST_CHECK;

#endif
