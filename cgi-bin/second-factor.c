/*
 * second-factor: the actor's own authenticator app and recovery codes, and the way to the passkeys.
 *
 * GET  ""              what there is, and what can be done about it
 * GET  set-up          a new secret, as a QR code and as text, and the form that confirms it
 * POST set-up          takes a code of the app, and what shows that it is the actor; 303, 422, 429
 * GET  recovery-codes  the codes that were just made: shown once
 * GET  new-codes       asks for a second factor first
 * POST new-codes       makes ten new recovery codes; 303, 422 not a factor, 429
 * GET  remove          asks for a second factor first
 * POST remove          removes the app; 303, 422 not a factor or the role needs it, 429
 */
#include "base/banned.h"

#include <string.h>

#include "domain/passkey_challenge.h"
#include "domain/second_factor.h"
#include "domain/user.h"
#include "web/page.h"
#include "web/view.h"

#define HERE	"/billing/preferences/personal/second-factor"	/* the prefix of this page */

/* The secret is made by the page that shows it, and changes nothing before it is confirmed. */
#define SECRET_FIELD	{ .name = "secret", .kind = FIELD_SEALED }

static const struct field secret_fields[] = { SECRET_FIELD, { .name = NULL } };

static const struct field set_up_fields[] = {
	SECRET_FIELD,
	{ .name = "code",
	    .label = "Code",
	    .kind = FIELD_CODE,
	    .need = REQUIRED,
	    .longest = SECOND_FACTOR_TYPED_MAX,
	    .missing = "Enter the code that the app shows.",
	    .hint = "The six digits that the app shows now." },
	ME_FIELDS,
	{ .name = NULL }
};

static const struct field factor_fields[] = { FACTOR_FIELDS, { .name = NULL } };

static enum err
show(struct req *rq, struct view *v)
{
	struct second_factor f;
	enum err rc;

	if ((rc = second_factor_load(rq->cx, &f)) != ERR_OK)
		return rc;
	view_date(v, "Data.since", f.since);
	view_count(v, "Data.left", f.codes_left);
	view_flag(v, "Data.is_few", f.codes_left < SECOND_FACTOR_FEW);
	view_flag(v, "Data.has_factor", rq->cx->actor.has_second_factor);
	view_flag(v, "Data.is_there", second_factor_is_there());
	view_count(v, "Data.passkeys", f.passkeys);
	view_flag(v, "Data.passkeys_are_there", passkey_challenge_is_there());
	return ERR_OK;
}

static enum err
show_set_up(struct req *rq, struct view *v)
{
	const char *sealed = form_text(rq, "secret"), *key, *uri;
	enum err rc;

	if (rq->cx->actor.has_app)
		return go_to(rq, HERE);
	view_title(v, "Set up an authenticator app");
	view_flag(v, "Data.is_there", second_factor_is_there());
	view_flag(v, "Data.is_needed",
	    rq->cx->actor.needs_second_factor && !rq->cx->actor.has_second_factor);
	view_flag(v, "Data.passkeys_are_there", passkey_challenge_is_there());
	show_me(rq, v);
	if ((rc = second_factor_show(rq->cx, sealed, &key, &uri)) != ERR_OK) {
		sealed = second_factor_new(rq->cx);
		rc = second_factor_show(rq->cx, sealed, &key, &uri);
	}
	if (rc != ERR_OK)
		return rc;
	view_text(v, "Data.secret", sealed);
	view_text(v, "Data.key", key);
	return show_qr(rq, v, uri);	/* Where there is none, the key can be typed. */
}

/* The person scanned a secret that is too old, or another person's. */
static enum err
refuse_secret(struct req *rq)
{
	problems_add(form_problems(rq), "",
	    "This page was open for too long, so it shows a new code to scan. Remove the entry "
	    "that you made in the app, and scan this one.");
	return ERR_INVALID;
}

static enum err
check_code(struct req *rq)
{
	enum err rc = second_factor_try(rq->cx, form_text(rq, "secret"), form_text(rq, "code"));

	if (rc == ERR_FORGED)
		return refuse_secret(rq);
	if (rc == ERR_INVALID)
		problems_add(form_problems(rq), "code",
		    "This is not the code that belongs to what is shown here. Type the one that "
		    "the app shows now. If it is refused again, look whether the clock of your "
		    "phone is set by itself.");
	return rc;
}

static enum err
set_up(struct req *rq, struct view *v)
{
	const char *codes;
	enum err rc;

	(void)v;
	if (rq->cx->actor.has_app)
		return see_other(rq, HERE, "An authenticator app is set up already.");
	if ((rc = check_code(rq)) != ERR_OK ||
	    (rc = check_me(rq)) != ERR_OK ||
	    (rc = second_factor_turn_on(rq->cx, form_text(rq, "secret"), form_text(rq, "code"),
		 &codes)) != ERR_OK)
		return rc;
	if (codes[0] == '\0')
		return see_other(rq, HERE, "The app is set up. Its codes do as a second factor, "
		    "beside your passkeys. Your recovery codes stay as they are.");
	give_once(rq, codes);
	return see_other(rq, HERE "/recovery-codes",
	    "The app is set up. From now on, signing in asks for a code of it.");
}

/* One a line. */
static enum err
show_codes(struct req *rq, struct view *v)
{
	const char *line = take_once(rq);
	struct view_row row;
	size_t length;

	view_title(v, "Recovery codes");
	for (; *line != '\0'; line += length + (line[length] == '\n')) {
		length = strcspn(line, "\n");
		row = view_row(v, "Data.codes");
		row_text(&row, "code", mem_dup_bytes(rq->cx->mem, line, length));
	}
	return ERR_OK;
}

static enum err
ask_new_codes(struct req *rq, struct view *v)
{
	view_title(v, "New recovery codes");
	show_me(rq, v);
	return rq->cx->actor.has_second_factor ? ERR_OK : go_to(rq, HERE);
}

static enum err
ask_remove(struct req *rq, struct view *v)
{
	struct second_factor f;
	enum err rc;

	if ((rc = second_factor_load(rq->cx, &f)) != ERR_OK)
		return rc;
	view_title(v, "Remove the authenticator app");
	view_flag(v, "Data.is_removal", true);
	view_flag(v, "Data.has_to_stay", second_factor_has_to_stay(rq->cx, &f));
	view_text(v, "Data.role", rq->cx->actor.role_name);
	show_me(rq, v);
	return rq->cx->actor.has_app ? ERR_OK : go_to(rq, HERE);
}

static enum err
make_codes(struct req *rq, struct view *v)
{
	const char *codes;
	enum err rc;

	(void)v;
	if (!rq->cx->actor.has_second_factor)
		return go_to(rq, HERE);
	if ((rc = check_factor(rq)) != ERR_OK ||
	    (rc = second_factor_renew_codes(rq->cx, &codes)) != ERR_OK)
		return rc;
	give_once(rq, codes);
	return see_other(rq, HERE "/recovery-codes",
	    "There are ten new recovery codes. The ones before them are of no use any more.");
}

static enum err
take_off(struct req *rq, struct view *v)
{
	const struct actor *a = &rq->cx->actor;
	enum err rc;

	(void)v;
	if (!a->has_app)
		return go_to(rq, HERE);
	if ((rc = check_factor(rq)) != ERR_OK)
		return rc;
	rc = second_factor_turn_off(rq->cx, form_problems(rq));
	if (rc == ERR_INVALID)
		password_was_no_try(rq);
	if (rc != ERR_OK)
		return rc;
	if (a->has_passkey)
		return see_other(rq, HERE, "The authenticator app is removed. Signing in asks for "
		    "a passkey or a recovery code.");
	return see_other(rq, HERE, "The authenticator app is removed. Signing in asks for your "
	    "password alone.");
}

static const struct route routes[] = {
	{ GET, "", PERM_OWN_PROFILE, .template = "second-factor.cs", .run = show },
	{ GET, "set-up", PERM_OWN_PROFILE, secret_fields, set_up_fields, "second-factor-set-up.cs",
	    .run = show_set_up, .before_second_factor = true },
	{ POST, "set-up", PERM_OWN_PROFILE, set_up_fields, .run = set_up, .again = show_set_up,
	    .throttle = THROTTLE_SIGN_IN_ADDRESS, .refused_event = "user.second_factor_refused",
	    .before_second_factor = true },
	{ GET, "recovery-codes", PERM_OWN_PROFILE, .template = "second-factor-codes.cs",
	    .run = show_codes },
	{ GET, "new-codes", PERM_OWN_PROFILE, NULL, factor_fields, "second-factor-ask.cs",
	    .run = ask_new_codes },
	{ POST, "new-codes", PERM_OWN_PROFILE, factor_fields, .run = make_codes,
	    .again = ask_new_codes, .throttle = THROTTLE_SECOND_FACTOR,
	    .refused_event = "user.second_factor_refused" },
	{ GET, "remove", PERM_OWN_PROFILE, NULL, factor_fields, "second-factor-ask.cs",
	    .run = ask_remove },
	{ POST, "remove", PERM_OWN_PROFILE, factor_fields, .run = take_off, .again = ask_remove,
	    .throttle = THROTTLE_SECOND_FACTOR, .refused_event = "user.second_factor_refused" },
	{ METHOD_UNSET }
};

const struct page page = { "second-factor", HERE, "Second factor", routes };
