#include "base/banned.h"
#include "web/cookie.h"

#include <string.h>

#include "base/log.h"

#define FLASH_PURPOSE	"flash"	/* keeps its sealed text from being taken for another */
#define HOST_PREFIX	"__Host-"
#define ON_HTTPS	"__Secure-pp_https"

static const char *
full_name(struct exchange *x, const char *name)
{
	return x->is_tls ? mem_fmt(x->cx.mem, HOST_PREFIX "%s", name) : name;
}

/* "" where it was not sent. */
static const char *
find(struct exchange *x, const char *wanted)
{
	size_t length = strlen(wanted);
	const char *at = x->cookie_header;

	while (*at != '\0') {
		at += strspn(at, " ;");
		if (strncmp(at, wanted, length) == 0 && at[length] == '=')
			return mem_dup_bytes(x->cx.mem, at + length + 1,
			    strcspn(at + length + 1, ";"));
		at += strcspn(at, ";");
	}
	return "";
}

const char *
cookie_get(struct exchange *x, const char *name)
{
	return find(x, full_name(x, name));
}

static void
add_line(struct exchange *x, const char *name, const char *value, const char *life, bool is_secure)
{
	struct answer *a = &x->answer;

	if (a->cookie_count == COOKIES_MAX) {
		log_err("cookie: more than %d in one answer", COOKIES_MAX);
		return;
	}
	a->cookies[a->cookie_count++] = mem_fmt(x->cx.mem,
	    "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s", name, value, life,
	    is_secure ? "; Secure" : "");
}

static void
add(struct exchange *x, const char *name, const char *value, const char *life)
{
	add_line(x, full_name(x, name), value, life, x->is_tls);
}

void
cookie_set(struct exchange *x, const char *name, const char *value, int64_t life_sec)
{
	add(x, name, value, life_sec == 0 ? "" :
	    mem_fmt(x->cx.mem, "; Max-Age=%lld", (long long)life_sec));
}

void
cookie_drop(struct exchange *x, const char *name)
{
	add(x, name, "", "; Max-Age=0");
}

void
cookie_ask_https(struct exchange *x)
{
	add_line(x, ON_HTTPS, "1", "", true);
}

bool
cookie_shows_https(struct exchange *x)
{
	return find(x, ON_HTTPS)[0] != '\0';
}

void
cookie_set_flash(struct exchange *x)
{
	const struct answer *a = &x->answer;

	if (a->flash == NULL || a->flash[0] == '\0')
		return;
	cookie_set(x, COOKIE_FLASH,
	    crypt_seal(x->cx.mem, x->worker->config->keys.seal, FLASH_PURPOSE,
		mem_fmt(x->cx.mem, "%lld\n%s\n%s", (long long)x->cx.actor.session_id,
		    a->flash_row == NULL ? "" : a->flash_row, a->flash)),
	    60);
}

bool
cookie_take_flash(struct exchange *x, const char **text, const char **row)
{
	const char *sealed = cookie_get(x, COOKIE_FLASH);
	const char *plain, *line;
	char *mine;

	if (sealed[0] == '\0')
		return false;
	cookie_drop(x, COOKIE_FLASH);
	if (crypt_open(x->cx.mem, x->worker->config->keys.seal, FLASH_PURPOSE, sealed, &plain) !=
	    ERR_OK)
		return false;
	/* A message of another session, left over in the browser, is nobody's business now. */
	mine = mem_fmt(x->cx.mem, "%lld\n", (long long)x->cx.actor.session_id);
	if (strncmp(plain, mine, strlen(mine)) != 0)
		return false;
	line = plain + strlen(mine);
	*row = mem_dup_bytes(x->cx.mem, line, strcspn(line, "\n"));
	*text = line + strlen(*row) + (line[strlen(*row)] == '\n');
	return true;
}
