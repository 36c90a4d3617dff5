#include "base/banned.h"

#include <string.h>

#include "base/passkey.h"
#include "base/text.h"

/* In a file of its own: who only asks for a passkey is not linked with what checks the answer. */

/* A port that is the scheme's own is not part of an origin (RFC 6454, 6.2). */
static const char *
own_port(const char *url)
{
	return strncmp(url, "https://", 8) == 0 ? ":443" : ":80";
}

static size_t
origin_length(const char *url)
{
	size_t length = strlen(url), port = strlen(own_port(url));

	if (length > port && strcmp(url + length - port, own_port(url)) == 0)
		return length - port;
	return length;
}

struct passkey_site
passkey_site_of(struct mem *m, const char *url)
{
	const char *lower = text_lower(m, url);
	const char *origin = mem_dup_bytes(m, lower, origin_length(lower));
	const char *host = strstr(origin, "://");

	host = host == NULL ? origin : host + 3;
	return (struct passkey_site){ origin, mem_dup_bytes(m, host, strcspn(host, ":/")) };
}

bool
passkey_is_there(void)
{
#ifdef HAVE_FIDO
	return true;
#else
	return false;
#endif
}
