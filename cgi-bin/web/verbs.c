#include "base/banned.h"

#include <stdarg.h>

#include "base/text.h"
#include "web/exchange.h"
#include "web/page.h"

#define FLASH_MAX	480 /* characters: fits submission.flash, and sealed a cookie of 4 KiB */
#define ROW_MAX		40	/* characters: fits submission.flash_row */

int64_t
route_id(const struct req *rq)
{
	return rq->x->ids[0];
}

void
answer_status(struct req *rq, int status)
{
	rq->x->answer.status = status;
}

enum err
go_to(struct req *rq, const char *path)
{
	rq->x->answer.status = 303;
	rq->x->answer.location = mem_dup(rq->cx->mem, path);
	return ERR_OK;
}

enum err
see_other(struct req *rq, const char *path, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	rq->x->answer.flash =
	    text_cut(rq->cx->mem, mem_fmt_list(rq->cx->mem, format, ap), FLASH_MAX);
	va_end(ap);
	return go_to(rq, path);
}

void
mark_row(struct req *rq, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	rq->x->answer.flash_row =
	    text_cut(rq->cx->mem, mem_fmt_list(rq->cx->mem, format, ap), ROW_MAX);
	va_end(ap);
}
