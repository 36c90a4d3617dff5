/*
 * urls: text made safe for a place in HTML. These are what the templates call as html_escape(),
 * url_escape() and url_validate(); the page loop's own values need none of them, since templates
 * escape by themselves.
 *
 * Each returns text from malloc() that the caller frees (ClearSilver does). Never NULL.
 */
#ifndef POINTPERSON_BASE_URLS_H
#define POINTPERSON_BASE_URLS_H

/* & < > " ' as entities. */
char	*urls_escape_html(const char *text);

/* Everything but letters, digits and "-._~" as %XX (RFC 3986, 2.3). */
char	*urls_escape_component(const char *text);

/*
 * A link as it may stand in a quoted attribute: a path of ours ("/x", not "//x" or "/\x"), a
 * fragment, a query, or http, https, mailto or tel; HTML-escaped. Everything else becomes "#".
 */
char	*urls_safe_link(const char *text);

#endif
