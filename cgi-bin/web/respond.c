#include "base/banned.h"
#include "web/respond.h"

#include <string.h>

#include "base/log.h"
#include "base/spool.h"
#include "base/tree.h"
#include "web/cookie.h"
#include "web/form.h"
#include "web/frame.h"

#define PAGE_BYTES	16000	/* most pages are 6 to 12 KiB, so they are made in one piece */
#define SPOOL_BYTES	16384	/* of a spool, in memory at once */
#define HEADER_BYTES	16384	/* all headers; eight cookies of at most 1 KiB are the most of it */

/*
 * On every answer. The policy allows nothing inline, so a value that slipped through runs nothing.
 */
static const char headers[] =
    "Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'; img-src "
    "'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: same-origin\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), geolocation=(), microphone=()\r\n"
    "Cache-Control: no-store\r\n";

static const struct {
	int		 status;
	const char	*phrase;
} phrases[] = {
	{ 200, "OK" }, { 303, "See Other" }, { 400, "Bad Request" }, { 403, "Forbidden" },
	{ 404, "Not Found" }, { 405, "Method Not Allowed" }, { 409, "Conflict" },
	{ 413, "Content Too Large" }, { 415, "Unsupported Media Type" },
	{ 422, "Unprocessable Content" }, { 429, "Too Many Requests" },
	{ 500, "Internal Server Error" }, { 503, "Service Unavailable" },
};

static const char *
phrase(int status)
{
	size_t i;

	for (i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++)
		if (phrases[i].status == status)
			return phrases[i].phrase;
	return "Error";
}

enum err
respond_render(struct exchange *x)
{
	struct answer *a = &x->answer;
	enum err rc;

	str_init(&a->body, ANSWER_BYTES);
	if (a->location != NULL) {
		cookie_set_flash(x);
		return ERR_OK;
	}
	if (a->download != NULL)
		return ERR_OK;
	frame_show(x);
	form_show(x);
	if ((rc = view_error(x->view)) != ERR_OK)
		return rc;
	str_reserve(&a->body, PAGE_BYTES);
	return templates_render(x->worker->templates, a->template, view_tree(x->view), &a->body);
}

/*
 * No CR or LF reaches a header: everything here is ours or was checked, and this is the last look.
 */
static void
add_header(struct str *out, const char *name, const char *value)
{
	if (strpbrk(value, "\r\n") != NULL) {
		log_err("respond: a line end in the header %s", name);
		return;
	}
	str_add_fmt(out, "%s: %s\r\n", name, value);
}

static void
add_own_headers(struct exchange *x, struct str *out)
{
	const struct answer *a = &x->answer;
	size_t i;

	if (a->location != NULL)
		add_header(out, "Location", a->location);
	if (a->allow != NULL && a->status == 405)
		add_header(out, "Allow", a->allow);
	if (a->retry_sec > 0)
		str_add_fmt(out, "Retry-After: %lld\r\n", (long long)a->retry_sec);
	for (i = 0; i < a->cookie_count; i++)
		add_header(out, "Set-Cookie", a->cookies[i]);
	if (a->ends_storage)
		add_header(out, "Clear-Site-Data", "\"cache\", \"storage\"");
	if (x->is_tls)
		add_header(out, "Strict-Transport-Security", "max-age=31536000; includeSubDomains");
	add_header(out, "X-Request-Id", x->cx.request_id);
}

static size_t
length_of(const struct answer *a)
{
	const struct download *file = a->download;

	if (file == NULL)
		return a->body.length;
	return file->spool == NULL ? file->length : (size_t)spool_length(file->spool);
}

/*
 * What the body is. A file is saved under its name, never shown inside the site. Of one that is
 * made while it is sent nobody knows the length: the web server sends it in chunks.
 */
static void
add_content_headers(const struct answer *a, struct str *out)
{
	add_header(out, "Content-Type",
	    a->download == NULL ? "text/html; charset=utf-8" : a->download->media_type);
	if (a->download != NULL)
		str_add_fmt(out, "Content-Disposition: attachment; filename=\"%s\"\r\n",
		    a->download->name);
	if (a->download == NULL || a->download->next == NULL)
		str_add_fmt(out, "Content-Length: %zu\r\n", length_of(a));
	str_add(out, "\r\n");
}

static void
write_spool(struct transport *t, struct spool *spool)
{
	char piece[SPOOL_BYTES];
	size_t length;
	bool is_read = true;

	while (is_read && (length = spool_read(spool, piece, sizeof(piece))) > 0)
		is_read = t->write(t, piece, length);
}

/* Each piece is made once the one before it is sent, and none for a client that went away. */
static enum err
write_pieces(struct exchange *x)
{
	const struct download *file = x->answer.download;
	struct transport *t = x->transport;
	bool is_last = false, is_read = true;
	struct str piece;
	enum err rc = ERR_OK;

	str_init(&piece, PIECE_MAX);
	while (rc == ERR_OK && is_read && !is_last) {
		struct mem_mark mark = mem_mark(x->cx.mem);

		str_reset(&piece);
		rc = file->next(&x->cx, file->closure, &piece, &is_last);
		if (rc == ERR_OK && piece.is_full)
			rc = ERR_BUG;
		is_read = t->write(t, piece.text, piece.length);
		mem_rewind(x->cx.mem, mark);
	}
	str_release(&piece);
	if (rc != ERR_OK)
		log_err("respond: %s ends before its end: error %d", file->name, (int)rc);
	return rc;
}

static enum err
write_body(struct exchange *x)
{
	const struct answer *a = &x->answer;
	struct transport *t = x->transport;

	if (a->download == NULL)
		t->write(t, a->body.text, a->body.length);
	else if (a->download->next != NULL)
		return write_pieces(x);
	else if (a->download->spool == NULL)
		t->write(t, a->download->bytes, a->download->length);
	else
		write_spool(t, a->download->spool);
	return ERR_OK;
}

enum err
respond_write(struct exchange *x)
{
	const struct answer *a = &x->answer;
	enum err rc = ERR_OK;
	struct str out;

	str_init(&out, HEADER_BYTES);
	str_add_fmt(&out, "Status: %d %s\r\n", a->status, phrase(a->status));
	str_add(&out, headers);
	add_own_headers(x, &out);
	add_content_headers(a, &out);
	x->transport->write(x->transport, out.text, out.length);
	if (!x->is_head)
		rc = write_body(x);
	str_release(&out);
	return rc;
}
