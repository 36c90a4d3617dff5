#include "base/banned.h"
#include "web/form.h"

#include <string.h>

#include "base/text.h"
#include "base/valid.h"

#define OPENED_PURPOSE	"opened form"	/* keeps its sealed text from being taken for another */

/* Of what we packed ourselves: escapes make it up to four times as long as a body may be. */
static const struct urlencoded_limits packed_limits = { 4 * 131072, 256, 64, 131072 };

char *
form_pack(struct exchange *x, int64_t user_id, int64_t account_id)
{
	struct mem *m = x->cx.mem;
	const struct field *f;
	char *all;

	all = mem_fmt(m, "user=%lld&account=%lld&path=%s&nonce=%s", (long long)user_id,
	    (long long)account_id, text_percent_encode(m, x->path),
	    text_percent_encode(m, x->nonce));
	for (f = x->route->fields; f != NULL && f->name != NULL; f++)
		if (!form_is_secret(f) && f->kind != FIELD_PATH && f->kind != FIELD_SEALED)
			all = mem_fmt(m, "%s&.%s=%s", all, f->name,
			    text_percent_encode(m, form_text(&x->req, f->name)));
	return crypt_seal(m, x->worker->config->keys.seal, "held form", all);
}

/* The fields of a packed form stand behind a dot; the others say whose it is. */
static void
take_fields(struct mem *m, const struct urlencoded *all, struct urlencoded *typed)
{
	struct urlencoded_field *fields = mem_array(m, all->count + 1, sizeof(*fields));
	size_t i;

	typed->fields = fields;
	typed->count = 0;
	for (i = 0; i < all->count; i++)
		if (all->fields[i].name[0] == '.') {
			fields[typed->count] = all->fields[i];
			fields[typed->count++].name++;
		}
}

/* A value of its own, not one of the fields; "" where it is missing. */
static const char *
value_of(const struct urlencoded *all, const char *name)
{
	const struct urlencoded_field *f = urlencoded_find(all, name, NULL);

	return f == NULL ? "" : f->value;
}

enum err
form_unpack(struct exchange *x, const char *sealed, int64_t user_id, struct packed_form *form)
{
	struct urlencoded all;
	const char *text;
	int64_t owner;

	if (crypt_open(x->cx.mem, x->worker->config->keys.seal, "held form", sealed, &text) !=
		ERR_OK ||
	    urlencoded_read(x->cx.mem, text, strlen(text), &packed_limits, &all) != ERR_OK ||
	    !valid_id(value_of(&all, "user"), &owner) || owner != user_id ||
	    !valid_id(value_of(&all, "account"), &form->account_id) ||
	    !valid_local_path(value_of(&all, "path")))
		return ERR_FORGED;
	form->path = value_of(&all, "path");
	form->nonce = value_of(&all, "nonce");
	take_fields(x->cx.mem, &all, &form->typed);
	return ERR_OK;
}

char *
form_seal_opened(struct exchange *x)
{
	struct mem *m = x->cx.mem;
	char *all = mem_dup(m, "");
	size_t i;

	for (i = 0; i < x->filled_count; i++)
		all = mem_fmt(m, "%s%s%s=%s", all, i == 0 ? "" : "&", x->filled[i].name,
		    text_percent_encode(m, x->filled[i].value));
	return crypt_seal(m, x->worker->config->keys.seal, OPENED_PURPOSE, all);
}

void
form_read_opened(struct exchange *x)
{
	const struct urlencoded_field *sent = urlencoded_find(&x->sent, "opened", NULL);
	const char *text;

	if (sent == NULL || crypt_open(x->cx.mem, x->worker->config->keys.seal, OPENED_PURPOSE,
	    sent->value, &text) != ERR_OK ||
	    urlencoded_read(x->cx.mem, text, strlen(text), &packed_limits, &x->opened) != ERR_OK)
		x->opened = (struct urlencoded){ 0 };
}
