/*
 * invoice_logo: the seller's logo, a PNG file that the settings name (seller.logo), looked at
 * before it is printed on an invoice.
 */
#ifndef POINTPERSON_TOOLS_INVOICE_LOGO_H
#define POINTPERSON_TOOLS_INVOICE_LOGO_H

#include <stddef.h>

#include "base/mem.h"

#define INVOICE_LOGO_MAX	(256 * 1024)	/* bytes: it is in every document */
#define INVOICE_LOGO_SIDE_MAX	1200		/* pixels; 5 cm at 600 dots an inch */

/* The file, from malloc(); NULL where invoice_logo_problem() says something. */
char		*invoice_logo_read(const char *path, size_t *length);

/* What is wrong with it and what to do, in the arena; "" nothing, or none is named. */
const char	*invoice_logo_problem(struct mem *, const char *path);

#endif
