/*
 * invoice_csv: a list of invoices as a file for spreadsheets: comma separated (RFC 4180), UTF-8
 * with the mark that Excel wants, days as 2026-04-01, amounts as 1234567.89.
 */
#ifndef POINTPERSON_DOMAIN_INVOICE_CSV_H
#define POINTPERSON_DOMAIN_INVOICE_CSV_H

#include "domain/invoice.h"

#define INVOICE_CSV_MAX	5000	/* invoices in one file: twenty years of twenty a month */

/*
 * Writes the invoices. *text is in the arena, *length bytes. A cell that a spreadsheet would take
 * for a formula begins with an apostrophe.
 */
void	 invoice_csv(struct context *, const struct invoice *, size_t count, const char **text,
	    size_t *length);

#endif
