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

/* What an invoice i waits for: total and debit notes, less credit notes and payments. For SQL. */
#define INVOICE_BALANCE                                                                            \
	"i.total_paise"                                                                            \
	" + COALESCE((SELECT SUM(IF(n.kind = 'debit', n.total_paise, -n.total_paise))"             \
	"  FROM invoice n WHERE n.account_id = i.account_id AND n.of_invoice_id = i.id), 0)"       \
	" - COALESCE((SELECT SUM(p.amount_paise) FROM invoice_payment p"                           \
	"  WHERE p.account_id = i.account_id AND p.invoice_id = i.id), 0)"

/* As of `today`. One statement. */
enum err	 invoice_dues_load(struct context *, int64_t today,
		    struct invoice_dues *) MUST_CHECK;

#endif
