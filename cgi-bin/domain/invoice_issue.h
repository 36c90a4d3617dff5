/*
 * invoice_issue: makes an invoice, a credit note or a debit note: checked, computed, numbered and
 * written in one transaction, once and for all. It is the provider's act, never a page's.
 *
 * Numbers of a kind are consecutive through a financial year, without gaps: who issues holds the
 * series until the transaction ends (CGST Rules 46(b)).
 */
#ifndef POINTPERSON_DOMAIN_INVOICE_ISSUE_H
#define POINTPERSON_DOMAIN_INVOICE_ISSUE_H

#include "base/problems.h"
#include "domain/billing_details.h"
#include "domain/invoice.h"

#define INVOICE_REFERENCE_MAX	80	/* characters; the column's width */
#define INVOICE_REASON_MAX	200	/* characters; the column's width */
#define INVOICE_DESCRIPTION_MAX	300	/* characters; the column's width */
#define INVOICE_PREFIX_MAX	4	/* "INV" and "/2627/000123" are 15 of the 16 characters */

/* The seller, as the settings name it. Text is in the arena or the settings'. */
struct invoice_party	 invoice_seller(struct context *);

/* The buyer, as the billing details of the actor's account name it. Text is in the arena. */
struct invoice_party	 invoice_buyer(struct context *, const struct billing_details *);

/* Was something issued under that reference to the actor's account? */
enum err		 invoice_is_issued(struct context *, const char *reference,
			    bool *is_issued) MUST_CHECK;

/*
 * What is wrong with what is to be issued: the reference, the dates, the places, the lines ("line
 * 3"). Computes lines and totals. `number` "" is to be one of our series; another one was given by
 * another system. `supply` SUPPLY_SEZ stays, every other is worked out from the places. A due day
 * of 0 becomes the one of the settings. ERR_INVALID: see the problems.
 */
enum err		 invoice_check(struct context *, struct invoice *,
			    struct problems *) MUST_CHECK;

/*
 * Checks as above, and issues to the actor's account: number and id are filled in, the event is
 * written. ERR_TAKEN: this reference was issued before, or another invoice of the year has that
 * number; nothing is written. ERR_INVALID: see the problems; also where it would be dated before
 * the newest of its series.
 */
enum err		 invoice_issue(struct context *, struct invoice *,
			    struct problems *) MUST_CHECK;

#endif
