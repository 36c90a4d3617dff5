#include "base/banned.h"
#include "web/request.h"

#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "base/proxies.h"
#include "base/text.h"
#include "base/valid.h"
#include "web/cookie.h"
#include "web/urlencoded.h"

#define FIELDS_SENT_MAX	256	/* LIBRARIES 1.1: far more than the widest form has */
#define NAME_SENT_MAX	64	/* bytes of a field's name; ours have up to 20 */
#define QUERY_BYTES	4096	/* web servers allow 8 KiB of address; ours need far less */
#define URI_BYTES	8192	/* what nginx and Apache let through */
#define ID		":id"	/* in a pattern: a row's id, with or without an ending */
#define SEGMENT_BYTES	64	/* the longest piece of a route has 20 */

const char *
exchange_variable(struct exchange *x, const char *name)
{
	return mem_dup(x->cx.mem, x->transport->variable(x->transport, name));
}

static enum method
read_method(struct exchange *x)
{
	const char *method = exchange_variable(x, "REQUEST_METHOD");

	x->is_head = strcmp(method, "HEAD") == 0;
	if (x->is_head || strcmp(method, "GET") == 0)
		return GET;
	return strcmp(method, "POST") == 0 ? POST : METHOD_UNSET;
}

/* The path of the address, decoded once. NULL where it is broken. */
static const char *
decode_path(struct mem *m, const char *uri)
{
	size_t length = strcspn(uri, "?#");
	char *path = mem_alloc(m, length + 1);
	char *to = path;
	size_t i;
	int byte;

	if (uri[0] != '/' || length > URI_BYTES)
		return NULL;
	for (i = 0; i < length; i++) {
		if (uri[i] != '%') {
			*to++ = uri[i];
			continue;
		}
		if (i + 2 >= length || (byte = text_hex_byte(uri + i + 1)) < 0)
			return NULL;
		*to++ = (char)byte;
		i += 2;
	}
	length = (size_t)(to - path);
	if (memchr(path, '\0', length) != NULL || !text_is_utf8(path, length) ||
	    text_has_control(path))
		return NULL;
	return path;
}

/* The web server's id where it gives one, so that its log and ours can be read together. */
static const char *
request_id(struct exchange *x)
{
	const char *id = exchange_variable(x, "REQUEST_ID");
	size_t length = strspn(id, "0123456789abcdefABCDEF-");

	if (length >= 8 && length <= 64 && id[length] == '\0')
		return id;
	return crypt_random_text(x->cx.mem, CRYPT_NONCE_BYTES);
}

/* Who asks, and whether over https: what the web server says, or a proxy that the settings name. */
static void
read_client(struct exchange *x)
{
	const char *proxies = x->worker->config->proxies;
	const char *peer = exchange_variable(x, "REMOTE_ADDR");
	const char *scheme = "", *comma;

	if (proxies_have(proxies, peer))
		scheme = exchange_variable(x, "HTTP_X_FORWARDED_PROTO");
	/* Each proxy writes behind what it was sent. */
	if ((comma = strrchr(scheme, ',')) != NULL)
		scheme = comma + 1 + strspn(comma + 1, " ");
	x->is_tls = scheme[0] != '\0' ? strcasecmp(scheme, "https") == 0 :
	    strcasecmp(exchange_variable(x, "HTTPS"), "on") == 0;
	x->cx.client_ip = proxies_client(x->cx.mem, proxies, peer,
	    exchange_variable(x, "HTTP_X_FORWARDED_FOR"));
}

enum err
request_parse(struct exchange *x)
{
	x->cx.request_id = request_id(x);
	log_request(x->cx.request_id);
	x->method = read_method(x);
	read_client(x);
	x->cookie_header = exchange_variable(x, "HTTP_COOKIE");
	if ((x->path = decode_path(x->cx.mem, exchange_variable(x, "REQUEST_URI"))) == NULL) {
		x->path = "/";
		return ERR_MALFORMED;
	}
	if (exchange_variable(x, "REQUEST_METHOD")[0] == '\0' || strlen(x->cx.client_ip) > 45)
		return ERR_MALFORMED;
	return ERR_OK;
}

/* The whole body, of exactly the announced length. */
static enum err
read_body(struct exchange *x, size_t length, char **body)
{
	size_t got = 0;
	ssize_t n;

	*body = mem_alloc(x->cx.mem, length + 1);
	while (got < length) {
		n = x->transport->read(x->transport, *body + got, length - got);
		if (n <= 0) {
			log_warn("request: %zu of %zu bytes of the body came", got, length);
			return ERR_MALFORMED;
		}
		got += (size_t)n;
	}
	return ERR_OK;
}

static enum err
read_post(struct exchange *x, const struct urlencoded_limits *limits)
{
	const char *announced = exchange_variable(x, "CONTENT_LENGTH");
	int64_t length;
	char *body;
	enum err rc;

	if (!valid_count(announced, &length))
		return ERR_MALFORMED;
	if ((uint64_t)length > limits->bytes_max)
		return ERR_TOO_LARGE;
	if (!urlencoded_is_form(exchange_variable(x, "CONTENT_TYPE")))
		return ERR_MEDIA_TYPE;
	if ((rc = read_body(x, (size_t)length, &body)) != ERR_OK)
		return rc;
	return urlencoded_read(x->cx.mem, body, (size_t)length, limits, &x->sent);
}

enum err
request_read_form(struct exchange *x)
{
	struct urlencoded_limits limits = {
		.bytes_max = x->method == POST ? (size_t)x->worker->config->body_max : QUERY_BYTES,
		.fields_max = FIELDS_SENT_MAX,
		.name_max = NAME_SENT_MAX,
		.value_max = (size_t)x->worker->config->body_max,
	};
	const char *query;

	if (x->method == POST)
		return read_post(x, &limits);
	query = exchange_variable(x, "QUERY_STRING");
	return urlencoded_read(x->cx.mem, query, strlen(query), &limits, &x->sent);
}

static bool
is_segment(const char *pattern, size_t length, const char *name)
{
	return length == strlen(name) && strncmp(pattern, name, length) == 0;
}

/* An id in the path. */
static bool
read_id(const char *path, size_t length, int64_t *id)
{
	char segment[SEGMENT_BYTES];

	if (length >= sizeof(segment))
		return false;
	memcpy(segment, path, length);
	segment[length] = '\0';
	return valid_id(segment, id);
}

/* An id in the path, with what the pattern has behind it: ":id.pdf". */
static bool
matches_id(struct exchange *x, const char *pattern, size_t want, const char *path, size_t have,
    size_t *n)
{
	size_t ending = want - (sizeof(ID) - 1);

	if (*n == ROUTE_IDS_MAX || have < ending ||
	    strncmp(pattern + sizeof(ID) - 1, path + have - ending, ending) != 0)
		return false;
	return read_id(path, have - ending, &x->ids[(*n)++]);
}

/* Does the path match the pattern? Fills ids for each ":id", and token for a ":token". */
static bool
matches(struct exchange *x, const char *pattern, const char *path)
{
	size_t want, have, n = 0;

	for (;;) {
		want = strcspn(pattern, "/");
		have = strcspn(path, "/");
		if (strncmp(pattern, ID, sizeof(ID) - 1) == 0) {
			if (!matches_id(x, pattern, want, path, have, &n))
				return false;
		} else if (is_segment(pattern, want, ":token")) {
			if (have == 0)
				return false;
			x->token = mem_dup_bytes(x->cx.mem, path, have);
		} else if (want != have || strncmp(pattern, path, want) != 0) {
			return false;
		}
		pattern += want;
		path += have;
		if (*pattern != *path)
			return false;
		if (*pattern == '\0')
			return true;
		pattern++;
		path++;
	}
}

/* The part of the path below the page's prefix; NULL where it is not below it. */
static const char *
below(const char *prefix, const char *path)
{
	size_t length = strlen(prefix);

	if (strncmp(path, prefix, length) != 0)
		return NULL;
	path += length;
	if (*path == '\0')
		return path;
	return *path == '/' ? path + 1 : NULL;
}

/* A secret in the path is for its handler alone: no page and no log shows it. */
static void
mask_path(struct exchange *x, const struct route *r)
{
	if (strstr(r->path, ":token") != NULL)
		x->path = request_route_path(x->cx.mem, x->page, r->path);
}

enum err
request_find_route(struct exchange *x)
{
	const char *rest = below(x->page->prefix, x->path);
	const struct route *r;
	bool has_path = false;

	if (rest == NULL)
		return ERR_MISSING;
	for (r = x->page->routes; r->method != METHOD_UNSET; r++) {
		if (!matches(x, r->path, rest))
			continue;
		mask_path(x, r);
		if (r->method == x->method) {
			x->route = r;
			return ERR_OK;
		}
		x->answer.allow =
		    !has_path ? (r->method == GET ? "GET, HEAD" : "POST") : "GET, HEAD, POST";
		has_path = true;
	}
	return has_path ? ERR_METHOD : ERR_MISSING;
}

enum err
request_check_https(struct exchange *x)
{
	const struct route *r = x->route;
	bool is_https = x->is_tls || strncmp(x->worker->config->site_url, "https://", 8) != 0;

	if (is_https || x->method != GET || r->over_http || r->is_installing)
		return ERR_OK;
	/* A proxy that the settings do not name may hide that it was https: no going in circles. */
	return cookie_shows_https(x) ? ERR_OK : ERR_PLAIN_HTTP;
}

char *
request_route_path(struct mem *m, const struct page *p, const char *path)
{
	return mem_fmt(m, "%s%s%s", p->prefix, path[0] == '\0' && p->prefix[0] != '\0' ? "" : "/",
	    path);
}
