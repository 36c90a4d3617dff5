/*
 * invoice_zip: the documents of several invoices as one file, as they were issued. What has no
 * document, and what did not find room, is named in a text beside them.
 */
#ifndef POINTPERSON_DOMAIN_INVOICE_ZIP_H
#define POINTPERSON_DOMAIN_INVOICE_ZIP_H

#include "domain/invoice.h"

#define INVOICE_ZIP_MAX	1000	/* documents in one file: three a day for a year */

struct spool;

/* Can it be made? False where the portal is built without libzip. */
bool		 invoice_zip_is_known(void);

/*
 * Writes those of the actor's account that fit, the newest first and at most `most`, into *spool,
 * the caller's to free; one document is in memory at a time. *count is how many invoices and notes
 * it is about. ERR_MISSING: none fits, or it is not known how. ERR_BUG: a document is not what was
 * kept, or there is no room for the file; logged.
 */
enum err	 invoice_zip(struct context *, const struct invoice_filter *, size_t most,
		    struct spool **, size_t *count) MUST_CHECK;

#endif
