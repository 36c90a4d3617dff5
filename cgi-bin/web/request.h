/*
 * request: reads what came in, within bounds: method, path, query, body. Private to web/.
 */
#ifndef POINTPERSON_WEB_REQUEST_H
#define POINTPERSON_WEB_REQUEST_H

#include "web/exchange.h"

/*
 * Fills method, path, cookies and the client of the exchange. ERR_MALFORMED: variables missing or a
 * path that is no text.
 */
enum err	 request_parse(struct exchange *) MUST_CHECK;

/*
 * Reads the query (GET) or the body (POST). ERR_TOO_LARGE before anything is read, ERR_MEDIA_TYPE,
 * ERR_MALFORMED.
 */
enum err	 request_read_form(struct exchange *) MUST_CHECK;

/*
 * Finds the route of method and path. ERR_MISSING: no such path. ERR_METHOD: another method is
 * right; answer.allow names it.
 */
enum err	 request_find_route(struct exchange *) MUST_CHECK;

/*
 * ERR_PLAIN_HTTP: where the address of the site is https no page with a form is shown by http, for
 * passwords are typed into them. A POST is taken, since what it holds was sent already.
 */
enum err	 request_check_https(struct exchange *) MUST_CHECK;

/* A path below the page's prefix, for a route without ids. In the arena. */
char		*request_route_path(struct mem *, const struct page *, const char *path);

#endif
