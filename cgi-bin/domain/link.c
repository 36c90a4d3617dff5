#include "base/banned.h"
#include "domain/link.h"

#include <string.h>

#include "base/crypt.h"
#include "base/valid.h"

#define NUMBERS 3	/* account, id and serial */

static const struct {
	const char	*word;	/* begins the token */
	const char	*path;	/* where the link leads */
	const char	*page;	/* and from there, without the token */
} kinds[LINK__MAX] = {
	[LINK_PROVE] = { "prove", "/verify", "/verify" },
	[LINK_NOT_ME] = { "notme", "/verify", "/verify" },
	[LINK_AGREEMENT] = { "agree", "/verify", "/verify" },
	[LINK_EMAIL] = { "email", "/verify", "/verify/email" },
	[LINK_EMAIL_NOT_ME] = { "emailnotme", "/verify", "/verify/email" },
	[LINK_EMAIL_REVERT] = { "emailback", "/verify", "/verify/email" },
	[LINK_BUSINESS_EMAIL] = { "business", "/verify", "/verify" },
	[LINK_PASSWORD] = { "password", "/password/reset", "/password/reset" },
	[LINK_INVITATION] = { "invitation", "/invitation", "/invitation" },
};

/* "kind.account.id.serial": what the MAC is over. */
static char *
body(struct mem *m, const struct link *l)
{
	return mem_fmt(m, "%s.%lld.%lld.%lld", kinds[l->kind].word, (long long)l->account_id,
	    (long long)l->id, (long long)l->serial);
}

static char *
mac(struct context *cx, const char *text)
{
	return crypt_mac(cx->mem, cx->config->keys.mac, "link", text);
}

char *
link_make(struct context *cx, enum link_kind kind, int64_t id, int64_t serial)
{
	struct link l = { kind, cx->actor.account_id, id, serial };
	char *text = body(cx->mem, &l);

	return mem_fmt(cx->mem, "%s%s/%s.%s", cx->config->site_url, kinds[kind].path, text,
	    mac(cx, text));
}

static bool
read_kind(const char *word, size_t length, enum link_kind *kind)
{
	enum link_kind k;

	for (k = 0; k < LINK__MAX; k++)
		if (strlen(kinds[k].word) == length && memcmp(kinds[k].word, word, length) == 0) {
			*kind = k;
			return true;
		}
	return false;
}

enum err
link_read(struct context *cx, const char *token, struct link *l)
{
	const char *end = strrchr(token, '.');
	int64_t numbers[NUMBERS];
	char *text, *at;
	size_t i, length;

	if (end == NULL || strlen(token) > LINK_TOKEN_MAX)
		return ERR_MISSING;
	text = mem_dup_bytes(cx->mem, token, (size_t)(end - token));
	if (!crypt_equal(end + 1, mac(cx, text)) ||
	    !read_kind(text, strcspn(text, "."), &l->kind))
		return ERR_MISSING;
	at = text + strcspn(text, ".");
	for (i = 0; i < NUMBERS; i++) {
		if (*at != '.')
			return ERR_MISSING;
		length = strcspn(++at, ".");
		if (!valid_count(mem_dup_bytes(cx->mem, at, length), &numbers[i]))
			return ERR_MISSING;
		at += length;
	}
	l->account_id = numbers[0];
	l->id = numbers[1];
	l->serial = numbers[2];
	return *at == '\0' ? ERR_OK : ERR_MISSING;
}

const char *
link_page(struct context *cx, const char *token)
{
	struct link l;

	return kinds[link_read(cx, token, &l) == ERR_OK ? l.kind : LINK_PROVE].page;
}

char *
link_mark(struct context *cx, const char *token)
{
	return crypt_mac(cx->mem, cx->config->keys.mac, "link mark", token);
}
