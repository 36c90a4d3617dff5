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
#define INVOICE_PURCHASE_ORDER_MAX	60	/* characters; the column's width */

/* Financial years that a day can lie in: the days of base/calendar.h are in 2000 to 2199. */
#define INVOICE_TRIAL_FIRST	1999
#define INVOICE_TRIAL_YEARS	201

/* What a trial has seen so far; all zero at first. */
struct invoice_trial {
	/* Day of the newest of each series; 0 not looked at. */
	int64_t	 last_days[INVOICE_KIND__MAX][INVOICE_TRIAL_YEARS];
};

/* The buyer, as the billing details of the actor's account name it. Text is in the arena. */
struct invoice_party	 invoice_buyer(struct context *, const struct billing_details *);

/*
 * The number of what was issued under that reference to the actor's account, in the arena; ""
 * nothing was.
 */
enum err		 invoice_issued_as(struct context *, const char *reference,
			    const char **number) MUST_CHECK;

/*
 * What is wrong with what is to be issued: the reference, the dates, the places, the lines ("line
 * 3"). Computes lines and totals. `number` "" is to be one of our series; another one was given by
 * another system, and is refused where one of our series would come to it. `place_of_supply` ""
 * becomes the State of the buyer's GSTIN, or without one of the address. `supply` SUPPLY_SEZ stays,
 * every other is worked out from the places. A due day of 0 becomes the one of the settings.
 * ERR_INVALID: see the problems.
 */
enum err		 invoice_check(struct context *, struct invoice *,
			    struct problems *) MUST_CHECK;

/*
 * Checks as above, and issues to the actor's account: number and id are filled in, the event is
 * written. A note comes from invoice_note_of(). Parties, declaration and signatory are kept as
 * given. ERR_TAKEN: this reference was issued before (db_refused_by() "invoice_reference"), or
 * another invoice of the year has that number; nothing is written. ERR_INVALID: see the problems;
 * also where it would be dated before the newest of its series, or where a credit note takes more
 * than its invoice has left.
 */
enum err		 invoice_issue(struct context *, struct invoice *,
			    struct problems *) MUST_CHECK;

/*
 * The same, to see whether it works: for a transaction that is undone in the end. It leaves the
 * series alone, so others can issue while it lasts, and fills in a number that is none.
 */
enum err		 invoice_try(struct context *, struct invoice *, struct invoice_trial *,
			    struct problems *) MUST_CHECK;

#endif
