#include "base/banned.h"

#include <stdarg.h>
#include <string.h>

#include "base/text.h"
#include "web/cookie.h"
#include "web/exchange.h"
#include "web/page.h"

#define FLASH_MAX	480 /* characters: fits submission.flash, and sealed a cookie of 4 KiB */
#define LINK_BYTES	200	/* the longest token has 128 (domain/link.h) */
#define LINK_KEPT_SEC	600	/* long enough to read the page and press its button */
#define ROW_MAX		40	/* characters: fits submission.flash_row */

int64_t
route_id(const struct req *rq)
{
	return rq->x->ids[0];
}

const char *
route_token(const struct req *rq)
{
	return rq->x->token;
}

/* What is no token of ours is kept as one that is wrong, so that the page can say so. */
static const char *
cookie_value(const char *token)
{
	size_t length = strspn(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	    "0123456789._-");

	return token[length] == '\0' && length > 0 && length <= LINK_BYTES ? token : "-";
}

enum err
keep_link(struct req *rq, const char *token, const char *path)
{
	cookie_set(rq->x, COOKIE_LINK, cookie_value(token), LINK_KEPT_SEC);
	return go_to(rq, path);
}

const char *
kept_link(const struct req *rq)
{
	return cookie_get(rq->x, COOKIE_LINK);
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
