/*
 * invoice_draw: an invoice as a PDF of A4 pages, with every particular of CGST Rule 46 (DOMAIN.md
 * 3) and the customary ones. It and tools/invoice_drawing.h alone know cairo and
 * Pango; it reads no table.
 */
#ifndef POINTPERSON_TOOLS_INVOICE_DRAW_H
#define POINTPERSON_TOOLS_INVOICE_DRAW_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/invoice.h"

/* Can documents be drawn? False where it is built without Pango. */
bool		 invoice_draw_is_known(void);

/* Can these bytes of a PNG file be drawn? True where that cannot be told: built without Pango. */
bool		 invoice_draw_is_picture(const char *bytes, size_t length);

/*
 * Draws the invoice, lines loaded. *bytes, from malloc(), is the caller's to free. The same invoice
 * gives the same bytes on the same machine. ERR_MISSING: built without Pango. ERR_INVALID: the
 * logo cannot be printed, invoice_logo_problem() says why. ERR_BUG: cairo gave up; logged.
 */
enum err	 invoice_draw(struct mem *, const struct config_seller *, const struct invoice *,
		    char **bytes, size_t *length) MUST_CHECK;

#endif
