/*
 * invoice_settings: what the settings say of the invoices that are issued.
 */
#ifndef POINTPERSON_DOMAIN_INVOICE_SETTINGS_H
#define POINTPERSON_DOMAIN_INVOICE_SETTINGS_H

#include "base/config.h"
#include "domain/invoice.h"

#define INVOICE_PREFIX_MAX	4	/* "INV" and "/2627/000123" are 15 of the 16 characters */

/* Characters of what is printed of the seller; the columns' widths. */
#define INVOICE_SELLER_NAME_MAX		120
#define INVOICE_SELLER_ADDRESS_MAX	500	/* with a line feed between two lines */
#define INVOICE_SELLER_CONTACT_MAX	254
#define INVOICE_DECLARATION_MAX		500
#define INVOICE_SIGNATORY_MAX		120

/*
 * What is wrong with the settings, so that nothing may be issued by them, and what to do: GSTIN,
 * PAN, State and time zone of the seller, what is printed of it, and how numbers begin. In the
 * arena; "" nothing, also where no seller is named.
 */
const char	*invoice_settings_problem(struct mem *, const struct config *);

/*
 * The seller, as the settings name it, by settings that nothing is wrong with: numbers as they are
 * stored, the State as it is now. Text is in the arena or the settings'.
 */
struct invoice_party	 invoice_seller(struct mem *, const struct config_seller *);

/*
 * "INV/2627/": what the numbers of a kind begin with in the financial year that begins in `year`;
 * digits follow. In the arena.
 */
const char	*invoice_number_begin(struct mem *, const struct config *, enum invoice_kind,
		    int year);

#endif
