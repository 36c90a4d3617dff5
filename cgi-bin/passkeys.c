/*
 * passkeys: the actor's own passkeys. The browser makes and uses them with static/passkey.js; the
 * page says so where there is no JavaScript. Another user's passkey is 404, as a missing one.
 *
 * GET  ""         the list: name, since when, last used
 * GET  new        the name, and what shows that it is the actor
 * POST new        adds the passkey that the browser made; 303, 422, 429
 * GET  ID         the name
 * POST ID         saves it; 303, 422, 409
 * GET  ID/remove  asks for a second factor first
 * POST ID/remove  removes it; 303, 422 not a factor or the role needs it, 429
 */
#include "base/banned.h"

#include "domain/passkey_challenge.h"
#include "domain/second_factor.h"
#include "domain/user.h"
#include "domain/user_passkey.h"
#include "web/page.h"
#include "web/view.h"

#define HERE	"/billing/preferences/personal/passkeys"	/* the prefix of this page */
#define CODES	"/billing/preferences/personal/second-factor/recovery-codes"

#define NAME_FIELD                                                                                 \
	{ .name = "name",                                                                          \
	    .label = "Name",                                                                       \
	    .kind = FIELD_TEXT,                                                                    \
	    .need = REQUIRED,                                                                      \
	    .longest = USER_PASSKEY_NAME_MAX,                                                      \
	    .missing = "Enter a name.",                                                            \
	    .hint = "By which you know the device or the key again, like Office laptop." }

/* made: what the browser made, by static/passkey.js. */
static const struct field new_fields[] = { NAME_FIELD, { .name = "made", .kind = FIELD_SEALED },
	ME_FIELDS, { .name = NULL } };

static const struct field name_fields[] = { NAME_FIELD,
	VERSION_FIELD, { .name = NULL } };

static const struct field factor_fields[] = { FACTOR_FIELDS, { .name = NULL } };

static enum err
show(struct req *rq, struct view *v)
{
	struct user_passkey list[USER_PASSKEYS_MAX];
	size_t i, count;
	enum err rc;

	if ((rc = user_passkey_list(rq->cx, list, &count)) != ERR_OK)
		return rc;
	for (i = 0; i < count; i++) {
		struct view_row row = view_row(v, "Data.passkeys");

		row_id(&row, "id", list[i].id);
		row_text(&row, "name", list[i].name);
		row_date(&row, "created_at", list[i].created_at);
		row_date(&row, "used_at", list[i].used_at);
	}
	view_flag(v, "Data.is_there", passkey_challenge_is_there());
	view_flag(v, "Data.is_full", count == USER_PASSKEYS_MAX);
	view_count(v, "Data.most", USER_PASSKEYS_MAX);
	return ERR_OK;
}

/* What the browser has to know to make a passkey: whose it is, and which are there already. */
static enum err
show_new(struct req *rq, struct view *v)
{
	struct user_passkey list[USER_PASSKEYS_MAX];
	size_t i, count;
	enum err rc;

	if ((rc = user_passkey_list(rq->cx, list, &count)) != ERR_OK)
		return rc;
	view_title(v, "Add a passkey");
	for (i = 0; i < count; i++) {
		struct view_row row = view_row(v, "Data.known");

		row_text(&row, "credential", list[i].credential);
	}
	view_text(v, "Data.handle", user_passkey_handle(rq->cx, rq->cx->actor.user_id));
	view_flag(v, "Data.is_there", passkey_challenge_is_there());
	view_flag(v, "Data.is_needed",
	    rq->cx->actor.needs_second_factor && !rq->cx->actor.has_second_factor);
	show_me(rq, v);
	ask_passkey(rq, v, rq->cx->actor.user_id);
	return ERR_OK;
}

static enum err
add(struct req *rq, struct view *v)
{
	const char *codes;
	enum err rc;

	(void)v;
	if ((rc = check_me(rq)) != ERR_OK ||
	    (rc = user_passkey_add(rq->cx, form_text(rq, "name"), form_text(rq, "challenge"),
		 form_text(rq, "made"), form_problems(rq), &codes)) != ERR_OK)
		return rc;
	if (codes[0] == '\0')
		return see_other(rq, HERE, "The passkey is added: %s", form_text(rq, "name"));
	give_once(rq, codes);
	return see_other(rq, CODES, "The passkey is added. From now on, your password alone does "
	    "not sign in any more.");
}

static enum err
show_name(struct req *rq, struct view *v)
{
	struct user_passkey p;
	enum err rc;

	if ((rc = user_passkey_load(rq->cx, route_id(rq), &p)) != ERR_OK)
		return rc;
	view_title(v, "Name of a passkey");
	view_id(v, "Data.id", p.id);
	form_fill(rq, "name", p.name);
	form_fill_count(rq, "version", p.version);
	return ERR_OK;
}

static enum err
save_name(struct req *rq, struct view *v)
{
	struct user_passkey p;
	enum err rc;

	(void)v;
	if ((rc = user_passkey_load(rq->cx, route_id(rq), &p)) != ERR_OK)
		return rc;
	p.version = form_count(rq, "version");
	if ((rc = user_passkey_rename(rq->cx, &p, form_text(rq, "name"), form_problems(rq))) !=
	    ERR_OK)
		return rc;
	mark_row(rq, "passkey-%lld", (long long)p.id);
	return see_other(rq, HERE, "The name is saved: %s", form_text(rq, "name"));
}

static enum err
ask_remove(struct req *rq, struct view *v)
{
	struct user_passkey p;
	enum err rc;

	if ((rc = user_passkey_load(rq->cx, route_id(rq), &p)) != ERR_OK)
		return rc;
	view_title(v, "Remove %s", p.name);
	view_id(v, "Data.id", p.id);
	show_me(rq, v);
	return ERR_OK;
}

static enum err
take_off(struct req *rq, struct view *v)
{
	struct user_passkey p;
	enum err rc;

	(void)v;
	if ((rc = user_passkey_load(rq->cx, route_id(rq), &p)) != ERR_OK ||
	    (rc = check_factor(rq)) != ERR_OK)
		return rc;
	rc = user_passkey_remove(rq->cx, &p, form_problems(rq));
	if (rc == ERR_INVALID)
		password_was_no_try(rq);
	if (rc != ERR_OK)
		return rc;
	return see_other(rq, HERE, "The passkey is removed: %s. Your device may still list it: "
	    "remove it there as well.", p.name);
}

static const struct route routes[] = {
	{ GET, "", PERM_OWN_PROFILE, .template = "passkeys.cs", .run = show },
	{ GET, "new", PERM_OWN_PROFILE, NULL, new_fields, "passkey-new.cs", .run = show_new,
	    .before_second_factor = true },
	{ POST, "new", PERM_OWN_PROFILE, new_fields, .run = add, .again = show_new,
	    .throttle = THROTTLE_SIGN_IN_ADDRESS, .refused_event = "user.second_factor_refused",
	    .before_second_factor = true },
	{ GET, ":id", PERM_OWN_PROFILE, NULL, name_fields, "passkey-name.cs", .run = show_name },
	{ POST, ":id", PERM_OWN_PROFILE, name_fields, .run = save_name, .again = show_name },
	{ GET, ":id/remove", PERM_OWN_PROFILE, NULL, factor_fields, "passkey-remove.cs",
	    .run = ask_remove },
	{ POST, ":id/remove", PERM_OWN_PROFILE, factor_fields, .run = take_off, .again = ask_remove,
	    .throttle = THROTTLE_SECOND_FACTOR, .refused_event = "user.second_factor_refused" },
	{ METHOD_UNSET }
};

const struct page page = { "passkeys", HERE, "Passkeys", routes };
