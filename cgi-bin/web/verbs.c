#include "base/banned.h"

#include <stdarg.h>
#include <string.h>

#include "base/language.h"
#include "base/text.h"
#include "base/valid.h"
#include "web/cookie.h"
#include "web/exchange.h"
#include "web/page.h"

#define FLASH_MAX	480 /* characters: fits submission.flash, and sealed a cookie of 4 KiB */
#define LINK_BYTES	200	/* the longest token has 128 (domain/link.h) */
#define LINK_KEPT_SEC	600	/* long enough to read the page and press its button */
#define ONCE_PURPOSE	"shown once"	/* keeps its sealed text from being taken for another */
#define ONCE_SEC	600	/* to find pen and paper, or the printer */
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

bool
is_other_link(const struct req *rq, const char *mark)
{
	return kept_link(rq)[0] != '\0' && strcmp(form_text(rq, "of"), mark) != 0;
}

enum err
tell_other_link(struct req *rq, const char *path)
{
	return see_other(rq, path,
	    "Nothing was done: another link was opened in this browser meanwhile, and this page is "
	    "about that one. For the first, open it in its mail once more.");
}

void
give_once(struct req *rq, const char *text)
{
	struct exchange *x = rq->x;

	cookie_set(x, COOKIE_ONCE, crypt_seal(x->cx.mem, x->worker->config->keys.seal,
	    ONCE_PURPOSE, mem_fmt(x->cx.mem, "%lld %lld\n%s",
		(long long)x->cx.actor.session_id, (long long)(x->cx.now + ONCE_SEC), text)),
	    ONCE_SEC);
}

const char *
take_once(struct req *rq)
{
	struct exchange *x = rq->x;
	const char *sealed = cookie_get(x, COOKIE_ONCE), *text, *mine;
	int64_t until;

	if (sealed[0] == '\0')
		return "";
	cookie_drop(x, COOKIE_ONCE);
	mine = mem_fmt(x->cx.mem, "%lld ", (long long)x->cx.actor.session_id);
	if (crypt_open(x->cx.mem, x->worker->config->keys.seal, ONCE_PURPOSE, sealed, &text) !=
	    ERR_OK || strncmp(text, mine, strlen(mine)) != 0)
		return "";
	text += strlen(mine);
	if (!valid_count(mem_dup_bytes(x->cx.mem, text, strcspn(text, "\n")), &until) ||
	    until <= x->cx.now)
		return "";
	text += strcspn(text, "\n");
	return *text == '\0' ? "" : text + 1;
}

void
answer_status(struct req *rq, int status)
{
	rq->x->answer.status = status;
}

enum err
send_file(struct req *rq, const struct download *file)
{
	struct download *kept = mem_alloc(rq->cx->mem, sizeof(*kept));

	*kept = *file;
	rq->x->answer.download = kept;
	return ERR_OK;
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
	    text_cut(rq->cx->mem,
		mem_fmt_list(rq->cx->mem, language_format(format), ap), FLASH_MAX);
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

const char *
asked_site(const struct req *rq)
{
	struct exchange *x = rq->x;

	return mem_fmt(x->cx.mem, "%s://%s", x->is_tls ? "https" : "http",
	    exchange_variable(x, "HTTP_HOST"));
}

const char *
document_root(const struct req *rq)
{
	return exchange_variable(rq->x, "DOCUMENT_ROOT");
}
