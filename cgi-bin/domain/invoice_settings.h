/*
 * invoice_settings: what the settings say of the invoices that are issued.
 */
#ifndef POINTPERSON_DOMAIN_INVOICE_SETTINGS_H
#define POINTPERSON_DOMAIN_INVOICE_SETTINGS_H

#include "base/config.h"
#include "domain/invoice.h"

/*
 * "INV/2627/": what the numbers of a kind begin with in the financial year that begins in `year`;
 * digits follow. In the arena.
 */
const char	*invoice_number_begin(struct mem *, const struct config *, enum invoice_kind,
		    int year);

#endif
