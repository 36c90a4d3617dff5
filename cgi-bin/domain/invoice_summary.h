/*
 * invoice_summary: the invoices of an account by month: which financial years there are, what the
 * last twelve months came to, and what is still to be paid.
 */
#ifndef POINTPERSON_DOMAIN_INVOICE_SUMMARY_H
#define POINTPERSON_DOMAIN_INVOICE_SUMMARY_H

#include "domain/context.h"

#define INVOICE_MONTHS		12	/* shown side by side */
#define INVOICE_YEARS_MAX	30	/* financial years told */

/* One month; credit notes count against it. */
struct invoice_month {
	int	 year;
	int	 month;		/* 1 to 12 */
	int64_t	 total_paise;	/* of what was issued in it */
	int64_t	 count;		/* documents issued in it */
};

struct invoice_summary {
	struct invoice_month	 months[INVOICE_MONTHS];	/* the oldest first */
	int			 years[INVOICE_YEARS_MAX];	/* the newest first */
	size_t			 year_count;
};

/* The twelve months end with the one that `today` (base/calendar.h) lies in. One statement. */
enum err	 invoice_summary_load(struct context *, int64_t today,
		    struct invoice_summary *) MUST_CHECK;

/* What the actor's account still has to pay. */
struct invoice_dues {
	int64_t	 due_count;		/* invoices not yet paid, overdue ones included */
	int64_t	 due_paise;		/* still to be paid on them */
	int64_t	 overdue_count;		/* of these, past their day */
	int64_t	 overdue_paise;
};

/*
 * For SQL: the invoices of an account that are still to be paid, and how much on each: totals and
 * debit notes, less credit notes and payments. Its three "?" are the account. Notes and payments
 * are added up once for all of them: asked for invoice by invoice, thousands take long.
 */
#define INVOICES_TO_PAY                                                                            \
	"(SELECT i.id, i.number, i.due_on,"                                                        \
	"  i.total_paise + COALESCE(n.noted, 0) - COALESCE(y.paid, 0) AS balance FROM invoice i"   \
	"  LEFT JOIN (SELECT of_invoice_id, SUM(IF(kind = 'debit', total_paise, -total_paise))"    \
	"   AS noted FROM invoice WHERE account_id = ? AND of_invoice_id IS NOT NULL"              \
	"   GROUP BY of_invoice_id) n ON n.of_invoice_id = i.id"                                   \
	"  LEFT JOIN (SELECT invoice_id, SUM(amount_paise) AS paid FROM invoice_payment"           \
	"   WHERE account_id = ? GROUP BY invoice_id) y ON y.invoice_id = i.id"                    \
	"  WHERE i.account_id = ? AND i.kind = 'invoice' HAVING balance > 0)"

/* As of `today`. One statement. */
enum err	 invoice_dues_load(struct context *, int64_t today,
		    struct invoice_dues *) MUST_CHECK;

#endif
