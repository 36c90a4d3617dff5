/*
 * invoice_csv: a list of invoices as a file for spreadsheets: comma separated (RFC 4180), UTF-8
 * with the mark that Excel wants, days as 2026-04-01, amounts as 1234567.89.
 */
#ifndef POINTPERSON_DOMAIN_INVOICE_CSV_H
#define POINTPERSON_DOMAIN_INVOICE_CSV_H

#include "domain/invoice.h"

struct spool;

/*
 * Writes the invoices that fit into *spool, the caller's to free, a few of them in memory at once.
 * A cell that a spreadsheet would take for a formula begins with an apostrophe. ERR_BUG: there is
 * no room for it; logged.
 */
enum err	 invoice_csv(struct context *, const struct invoice_filter *,
		    struct spool **) MUST_CHECK;

#endif
