#include "base/banned.h"

#include <stdarg.h>
#include <string.h>

#include "base/language.h"
#include "base/log.h"
#include "base/text.h"
#include "base/valid.h"
#include "domain/audit.h"
#include "domain/user.h"
#include "web/cookie.h"
#include "web/exchange.h"
#include "web/form.h"
#include "web/held.h"
#include "web/page.h"
#include "web/pending.h"
#include "web/tries.h"
#include "web/view.h"

#define CODE_PATH	"/login/code"	/* where a second factor is typed */
#define UNSAVED_PATH	"/login/unsaved"	/* what can be saved no more, to be copied */
#define DEVICE_BYTES 200	/* session.device */

_Static_assert(SIGN_IN_EMAIL_MAX == EMAIL_MAX, "every address fits its field");

const struct field sign_in_fields[] = {
	SIGN_IN_FIELDS,
	{ .name = "next", .kind = FIELD_PATH }, { .name = "held", .kind = FIELD_SEALED },
	{ .name = NULL } };

/* What the person would call the browser: the text it sends, cut to the column. */
static const char *
device(struct exchange *x)
{
	const char *agent = exchange_variable(x, "HTTP_USER_AGENT");
	size_t length = strlen(agent);

	if (!text_is_utf8(agent, length) || text_has_control(agent))
		return "";
	while (length > DEVICE_BYTES ||
	    (length > 0 && ((unsigned char)agent[length] & 0xc0) == 0x80))
		length--;
	return mem_dup_bytes(x->cx.mem, agent, length);
}

/* Only to a page of ours: everything else that came along leads to the first page. */
static const char *
safe_next(const char *next)
{
	return valid_local_path(next) && page_at(next) != NULL ? next : "/";
}

/* "version" is ours, not typed. */
static bool
is_to_be_copied(const struct urlencoded_field *f)
{
	return f->value[0] != '\0' && strcmp(f->name, "version") != 0;
}

/*
 * The values of a form whose account the user does not belong to any more, to be copied: "name:
 * Asha; extension: 204". Its page is not this program's, so they have the names they are sent by.
 */
static const char *
to_be_copied(struct exchange *x, const struct packed_form *form)
{
	const struct urlencoded_field *f = form->typed.fields, *end = f + form->typed.count;
	const char *all = "";

	for (; f < end; f++)
		if (is_to_be_copied(f))
			all = mem_fmt(x->cx.mem, "%s%s%s: %s", all, all[0] == '\0' ? "" : "; ",
			    f->name, f->value);
	return all;
}

static const char not_saved[] =
    N_("What you had typed was not saved, for you do not belong to that account any more. Copy "
    "what you still need: %s");

/* Who belongs to no account is told on the form that is shown again. */
static enum err
tell_to_be_copied(struct exchange *x, int64_t user_id, const char *held)
{
	struct packed_form form;
	const char *sealed;
	enum err rc;

	rc = held[0] == '\0' ? ERR_MISSING : held_open(x, held, user_id, &sealed, &form);
	if (rc == ERR_OK)
		problems_add(&x->problems, "", not_saved, to_be_copied(x, &form));
	return rc == ERR_MISSING || rc == ERR_FORGED ? ERR_OK : rc;
}

/* Keeps values that had waited for this user, and leads to their form; *path is set then. */
static enum err
hold(struct exchange *x, const char *held, const char **path)
{
	struct packed_form form;
	const char *token, *sealed;
	enum err rc;

	if (held[0] == '\0')
		return ERR_OK;
	rc = held_open(x, held, x->cx.actor.user_id, &sealed, &form);
	if (rc == ERR_MISSING)
		x->answer.flash = language_text("What you had typed was kept for a day, and is "
		    "gone now. Nothing of it was saved.");
	if (rc != ERR_OK)
		return rc == ERR_MISSING || rc == ERR_FORGED ? ERR_OK : rc;
	if ((rc = held_drop(x, held)) != ERR_OK)
		return rc;
	if (form.account_id != x->cx.actor.account_id) {
		if ((rc = session_switch(&x->cx, form.account_id, &token)) == ERR_MISSING) {
			*path = UNSAVED_PATH;
			return session_hold_form(&x->cx, UNSAVED_PATH, sealed);
		}
		if (rc != ERR_OK)
			return rc;
		cookie_set(x, COOKIE_SESSION, token, 0);
	}
	*path = form.path;
	return session_hold_form(&x->cx, form.path, sealed);
}

bool
show_unsaved(struct req *rq, struct view *v)
{
	struct exchange *x = rq->x;
	const struct urlencoded_field *f, *end;
	struct packed_form form;
	struct view_row row;

	if (strcmp(x->session.held_path, UNSAVED_PATH) != 0 ||
	    form_unpack(x, x->session.held_sealed, x->cx.actor.user_id, &form) != ERR_OK)
		return false;
	for (f = form.typed.fields, end = f + form.typed.count; f < end; f++)
		if (is_to_be_copied(f)) {
			row = view_row(v, "Data.typed");
			row_text(&row, "label", f->name);
			row_text(&row, "value", f->value);
		}
	return true;
}

static enum err
add_event(struct context *cx, const char *action)
{
	struct audit event = audit_begin(action, "user", cx->actor.user_id, cx->actor.user_name);

	return audit_add(cx, &event);
}

/* The password was right; the session begins when a code is. */
static enum err
wait_for_code(struct req *rq, const char *next, const char *held)
{
	struct exchange *x = rq->x;
	const struct actor *a = &x->cx.actor;
	struct pending p = { .user_id = a->user_id, .has_app = a->has_app,
		.has_passkey = a->has_passkey, .email = a->user_email, .next = safe_next(next),
		.held = held };
	enum err rc;

	if ((rc = tries_were_half_right(x)) != ERR_OK)
		return rc;
	cookie_drop(x, COOKIE_SESSION);
	if (!pending_keep(x, &p))
		return see_other(rq, CODE_PATH, "What you had typed before is too long to be kept "
		    "until you have signed in. Copy it from its page, if that is still open.");
	return go_to(rq, CODE_PATH);
}

enum err
sign_in(struct req *rq, int64_t user_id, const char *next, const char *held)
{
	struct exchange *x = rq->x;
	const char *token, *path = safe_next(next);
	enum err rc;

	if (x->cx.actor.session_id != 0 && (rc = session_end(&x->cx)) != ERR_OK)
		return rc;
	rc = session_begin(&x->cx, user_id, device(x), &token);
	if (rc == ERR_DENIED && (rc = tell_to_be_copied(x, user_id, held)) == ERR_OK)
		rc = ERR_DENIED;
	if (rc == ERR_SECOND_FACTOR)
		return wait_for_code(rq, next, held);
	if (rc != ERR_OK)
		return rc;
	/* COOKIE_VISIT stays: another window may ask for a sign-in as well, with what was typed. */
	cookie_set(x, COOKIE_SESSION, token, 0);
	if ((x->route->throttle != THROTTLE_NONE && (rc = tries_were_right(x)) != ERR_OK) ||
	    (rc = add_event(&x->cx, "sign_in")) != ERR_OK ||
	    (rc = hold(x, held, &path)) != ERR_OK)
		return rc;
	return go_to(rq, path);
}

struct signing_in
signing_in(struct req *rq)
{
	struct pending p = pending_read(rq->x);

	return (struct signing_in){ p.user_id, p.has_app, p.has_passkey };
}

enum err
sign_in_with_code(struct req *rq, const char *said)
{
	struct pending p = pending_read(rq->x);
	enum err rc;

	if ((rc = sign_in(rq, p.user_id, p.next, p.held)) != ERR_OK)
		return rc;
	pending_drop(rq->x);
	if (said[0] != '\0')
		rq->x->answer.flash = said;
	return ERR_OK;
}

enum err
password_was_right(struct req *rq)
{
	return tries_were_right(rq->x);
}

enum err
check_own_password(struct req *rq, const char *field)
{
	bool is_outdated;
	int64_t user_id;
	enum err rc;

	rc = user_check_password(rq->cx, rq->cx->actor.user_email, form_text(rq, field), &user_id,
	    &is_outdated);
	if (rc == ERR_INVALID)
		problems_add(form_problems(rq), field,
		    "This is not your password. Check whether Caps Lock is on.");
	return rc == ERR_OK ? password_was_right(rq) : rc;
}

void
password_was_no_try(struct req *rq)
{
	rq->x->is_no_try = true;
}

enum err
sign_out(struct req *rq)
{
	struct exchange *x = rq->x;
	enum err rc;

	if ((rc = add_event(&x->cx, "sign_out")) != ERR_OK || (rc = session_end(&x->cx)) != ERR_OK)
		return rc;
	x->cx.actor.session_id = 0;
	x->answer.ends_storage = true;
	cookie_drop(x, COOKIE_SESSION);
	return see_other(rq, "/login", "You are signed out.");
}

enum err
switch_account(struct req *rq, int64_t account_id, const char *next, const char *held)
{
	struct exchange *x = rq->x;
	const char *token, *path = safe_next(next);
	enum err rc;

	if (account_id != x->cx.actor.account_id) {
		if ((rc = session_switch(&x->cx, account_id, &token)) != ERR_OK)
			return rc;
		cookie_set(x, COOKIE_SESSION, token, 0);
		if ((rc = add_event(&x->cx, "account.switch")) != ERR_OK)
			return rc;
	}
	if ((rc = hold(x, held, &path)) != ERR_OK)
		return rc;
	return go_to(rq, path);
}
