#include "base/banned.h"
#include "web/held.h"

#include <string.h>

#include "base/log.h"
#include "base/valid.h"

#define PURPOSE	"kept form"	/* keeps the note from being taken for a form */

static const char *
note_of(struct exchange *x)
{
	return crypt_seal(x->cx.mem, x->worker->config->keys.seal, PURPOSE,
	    mem_fmt(x->cx.mem, "%lld %lld", (long long)x->form_session_id,
		(long long)x->form_account_id));
}

/* Where it is kept. False: what travelled is no such note. */
static bool
read_note(struct exchange *x, const char *held, int64_t *session_id, int64_t *account_id)
{
	const char *text;
	char *session, *space;

	if (crypt_open(x->cx.mem, x->worker->config->keys.seal, PURPOSE, held, &text) != ERR_OK)
		return false;
	session = mem_dup(x->cx.mem, text);
	if ((space = strchr(session, ' ')) == NULL)
		return false;
	*space = '\0';
	return valid_id(session, session_id) && valid_id(space + 1, account_id);
}

const char *
held_make(struct exchange *x, int64_t user_id)
{
	const char *sealed = form_pack(x, user_id, x->form_account_id);
	enum err rc;

	if (strlen(sealed) <= HELD_BYTES)
		return sealed;
	db_read_only(x->cx.db, false);
	rc = session_keep_form(&x->cx, x->form_session_id, x->form_account_id, x->path, sealed);
	db_read_only(x->cx.db, true);
	if (rc == ERR_OK)
		return note_of(x);
	log_warn("held: the form of %s is not kept: error %d", x->path, (int)rc);
	return sealed;
}

enum err
held_open(struct exchange *x, const char *held, int64_t user_id, const char **sealed,
    struct packed_form *form)
{
	int64_t session_id, account_id;
	enum err rc;

	*sealed = held;
	if (read_note(x, held, &session_id, &account_id) &&
	    (rc = session_kept_form(&x->cx, session_id, account_id, sealed)) != ERR_OK)
		return rc;
	return form_unpack(x, *sealed, user_id, form);
}

enum err
held_drop(struct exchange *x, const char *held)
{
	int64_t session_id, account_id;

	if (!read_note(x, held, &session_id, &account_id))
		return ERR_OK;
	return session_forget_form(&x->cx, session_id, account_id);
}
