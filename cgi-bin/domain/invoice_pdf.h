/*
 * invoice_pdf: the document of an invoice, made once when it is issued, or brought along by it.
 * Whoever downloads it gets the same bytes each time.
 */
#ifndef POINTPERSON_DOMAIN_INVOICE_PDF_H
#define POINTPERSON_DOMAIN_INVOICE_PDF_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/context.h"

#define INVOICE_PDF_MAX	(4 * 1024 * 1024)	/* bytes: one of a hundred pages has 2 MiB */

/* Does it look like all of a PDF, of at most INVOICE_PDF_MAX bytes? */
bool		 invoice_pdf_is_one(const void *bytes, size_t length) MUST_CHECK;

/*
 * Keeps the document of an invoice of the actor's account. is_imported: another system made it.
 * ERR_TAKEN: it has one. ERR_INVALID: invoice_pdf_is_one() says no.
 */
enum err	 invoice_pdf_add(struct context *, int64_t invoice_id, const void *bytes,
		    size_t length, bool is_imported) MUST_CHECK;

/*
 * The document, in the arena, and the number of its invoice. ERR_MISSING: no such invoice in the
 * actor's account, or it has none. ERR_BUG: it is not what was kept; logged.
 */
enum err	 invoice_pdf_load(struct context *, int64_t invoice_id, const void **bytes,
		    size_t *length, const char **number) MUST_CHECK;

/* "INV-2627-000123.pdf": what it is saved as. In the arena. */
const char	*invoice_file_name(struct context *, const char *number, const char *ending);

#endif
