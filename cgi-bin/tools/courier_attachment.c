#include "base/banned.h"
#include "tools/courier_attachment.h"

#include "base/valid.h"
#include "domain/invoice_pdf.h"

enum err
courier_attachment(struct context *cx, const struct outbox_job *job, struct attachment *file)
{
	const char *named = outbox_value(job, OUTBOX_ATTACHED), *number;
	int64_t invoice_id;
	enum err rc;

	*file = (struct attachment){ .bytes = NULL };
	if (named[0] == '\0')
		return ERR_OK;
	cx->actor.account_id = job->account_id;
	if (!valid_id(named, &invoice_id))
		return ERR_MISSING;
	if ((rc = invoice_pdf_load(cx, invoice_id, &file->bytes, &file->length, &number)) != ERR_OK)
		return rc;
	file->media_type = "application/pdf";
	file->name = invoice_file_name(cx, number, ".pdf");
	return ERR_OK;
}
