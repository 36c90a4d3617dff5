/*
 * invoice_settings: what the settings say of the invoices that are issued.
 */
#ifndef POINTPERSON_DOMAIN_INVOICE_SETTINGS_H
#define POINTPERSON_DOMAIN_INVOICE_SETTINGS_H

#include "base/config.h"
#include "domain/invoice.h"

#define INVOICE_PREFIX_MAX	4	/* "INV" and "/2627/000123" are 15 of the 16 characters */

/*
 * What is wrong with the settings, so that nothing may be issued by them, and what to do: GSTIN,
 * PAN and State of the seller, and how numbers begin. In the arena; "" nothing, also where no
 * seller is named.
 */
const char	*invoice_settings_problem(struct mem *, const struct config *);

/*
 * "INV/2627/": what the numbers of a kind begin with in the financial year that begins in `year`;
 * digits follow. In the arena.
 */
const char	*invoice_number_begin(struct mem *, const struct config *, enum invoice_kind,
		    int year);

#endif
