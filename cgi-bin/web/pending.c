#include "base/banned.h"
#include "web/pending.h"

#include <string.h>

#include "base/valid.h"
#include "web/cookie.h"

#define PURPOSE		"pending sign-in"	/* keeps it from being taken for another value */
#define APP		'a'	/* letters for what the user has */
#define PASSKEY		'p'
#define COOKIE_BYTES	3800	/* browsers keep 4096 of one cookie, name and all */

/* Takes the text up to the next line end off. */
static const char *
take_line(struct mem *m, const char **text)
{
	size_t length = strcspn(*text, "\n");
	const char *line = mem_dup_bytes(m, *text, length);

	*text += length + ((*text)[length] == '\n');
	return line;
}

struct pending
pending_read(struct exchange *x)
{
	const char *sealed = cookie_get(x, COOKIE_PENDING);
	struct pending p = { .email = "", .next = "", .held = "" };
	int64_t until, user_id;
	const char *text, *has;

	if (sealed[0] == '\0' || crypt_open(x->cx.mem, x->worker->config->keys.seal, PURPOSE,
	    sealed, &text) != ERR_OK ||
	    !valid_count(take_line(x->cx.mem, &text), &until) || until <= x->cx.now ||
	    !valid_id(take_line(x->cx.mem, &text), &user_id))
		return p;
	p.user_id = user_id;
	has = take_line(x->cx.mem, &text);
	p.has_app = strchr(has, APP) != NULL;
	p.has_passkey = strchr(has, PASSKEY) != NULL;
	p.email = take_line(x->cx.mem, &text);
	p.next = take_line(x->cx.mem, &text);
	p.held = text;
	return p;
}

static const char *
seal(struct exchange *x, const struct pending *p, const char *held)
{
	return crypt_seal(x->cx.mem, x->worker->config->keys.seal, PURPOSE,
	    mem_fmt(x->cx.mem, "%lld\n%lld\n%c%c\n%s\n%s\n%s",
		(long long)(x->cx.now + PENDING_SEC), (long long)p->user_id,
		p->has_app ? APP : '-', p->has_passkey ? PASSKEY : '-', p->email, p->next, held));
}

bool
pending_keep(struct exchange *x, const struct pending *p)
{
	const char *sealed = seal(x, p, p->held);
	bool fits = strlen(sealed) <= COOKIE_BYTES;

	cookie_set(x, COOKIE_PENDING, fits ? sealed : seal(x, p, ""), PENDING_SEC);
	return fits;
}

void
pending_drop(struct exchange *x)
{
	cookie_drop(x, COOKIE_PENDING);
}
