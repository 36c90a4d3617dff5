#include "base/banned.h"
#include "web/held.h"

#include <string.h>

#include "base/log.h"
#include "base/valid.h"

#define PURPOSE	"kept form"	/* keeps the note from being taken for a form */

static const char *
note_of(struct exchange *x, const struct kept_form *kept)
{
	return crypt_seal(x->cx.mem, x->worker->config->keys.seal, PURPOSE,
	    mem_fmt(x->cx.mem, "%lld %lld %s", (long long)kept->session_id,
		(long long)kept->account_id, kept->name));
}

/* Takes a word off the text, in place; "" at its end. */
static char *
take_word(char **text)
{
	char *word = *text;

	*text += strcspn(word, " ");
	if (**text != '\0')
		*(*text)++ = '\0';
	return word;
}

/* Where it is kept. False: what travelled is no such note. */
static bool
read_note(struct exchange *x, const char *held, struct kept_form *kept)
{
	const char *text;
	char *rest;

	if (crypt_open(x->cx.mem, x->worker->config->keys.seal, PURPOSE, held, &text) != ERR_OK)
		return false;
	rest = mem_dup(x->cx.mem, text);
	if (!valid_id(take_word(&rest), &kept->session_id) ||
	    !valid_id(take_word(&rest), &kept->account_id))
		return false;
	kept->name = take_word(&rest);
	return kept->name[0] != '\0';
}

const char *
held_make(struct exchange *x, int64_t user_id)
{
	struct kept_form kept = { x->form_session_id, x->form_account_id, "" };
	const char *sealed = form_pack(x, user_id, x->form_account_id);
	enum err rc;

	if (strlen(sealed) <= HELD_BYTES)
		return sealed;
	db_read_only(x->cx.db, false);
	rc = session_keep_form(&x->cx, &kept, x->path, sealed);
	db_read_only(x->cx.db, true);
	if (rc == ERR_OK)
		return note_of(x, &kept);
	log_warn("held: the form of %s is not kept: error %d", x->path, (int)rc);
	return sealed;
}

enum err
held_open(struct exchange *x, const char *held, int64_t user_id, const char **sealed,
    struct packed_form *form)
{
	struct kept_form kept;
	enum err rc;

	*sealed = held;
	if (read_note(x, held, &kept) &&
	    (rc = session_kept_form(&x->cx, &kept, sealed)) != ERR_OK)
		return rc;
	return form_unpack(x, *sealed, user_id, form);
}

enum err
held_drop(struct exchange *x, const char *held)
{
	struct kept_form kept;

	return read_note(x, held, &kept) ? session_forget_form(&x->cx, &kept) : ERR_OK;
}
