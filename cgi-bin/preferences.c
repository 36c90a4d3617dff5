/*
 * preferences: what a user keeps right alone. Each value has a small form of its own, so that one
 * that is refused loses nothing of the others.
 *
 * GET  ""             303 to the first tab
 * GET  personal       User ID, name, email, password, and what else is the user's own
 * GET  personal/name  the name
 * POST personal/name  saves it; 303, 422, 409
 */
#include "base/banned.h"

#include "domain/user.h"
#include "web/page.h"
#include "web/view.h"

#define HERE		"/billing/preferences"	/* the prefix of this page */
#define PERSONAL	HERE "/personal"	/* the first tab */

static const struct field name_fields[] = {
	{ .name = "name",
	    .label = "Name",
	    .kind = FIELD_TEXT,
	    .need = REQUIRED,
	    .longest = USER_NAME_MAX,
	    .missing = "Enter your name.",
	    .hint = "As you write it, in any script.",
	    .autocomplete = "name" },
	{ .name = "version", .kind = FIELD_COUNT, .need = REQUIRED },
	{ .name = NULL }
};

static enum err
show_first(struct req *rq, struct view *v)
{
	(void)v;
	return go_to(rq, PERSONAL);
}

static void
show_user(struct view *v, const struct user *u)
{
	view_id(v, "Data.user.id", u->id);
	view_text(v, "Data.user.name", u->name);
	view_text(v, "Data.user.email", u->email);
	view_date(v, "Data.user.password_changed_at", u->password_changed_at);
	view_date(v, "Data.user.totp_since", u->totp_since);
}

static enum err
show_personal(struct req *rq, struct view *v)
{
	struct user u;
	enum err rc;

	if ((rc = user_load(rq->cx, &u)) != ERR_OK)
		return rc;
	view_text(v, "Data.tab", "personal");
	show_user(v, &u);
	return ERR_OK;
}

static enum err
edit_name(struct req *rq, struct view *v)
{
	struct user u;
	enum err rc;

	if ((rc = user_load(rq->cx, &u)) != ERR_OK)
		return rc;
	view_title(v, "Your name");
	form_fill(rq, "name", u.name);
	form_fill_count(rq, "version", u.version);
	return ERR_OK;
}

static enum err
save_name(struct req *rq, struct view *v)
{
	struct user u = { .version = form_count(rq, "version"), .name = form_text(rq, "name") };
	enum err rc;

	(void)v;
	if ((rc = user_save_name(rq->cx, &u, form_problems(rq))) != ERR_OK)
		return rc;
	mark_row(rq, "name");
	return see_other(rq, PERSONAL, "Your name is saved: %s.", u.name);
}

static const struct route routes[] = {
	{ GET, "", PERM_OWN_PROFILE, .template = "preferences.cs", .run = show_first },
	{ GET, "personal", PERM_OWN_PROFILE, .template = "preferences.cs", .run = show_personal },
	{ GET, "personal/name", PERM_OWN_PROFILE, NULL, name_fields, "preferences-name.cs",
	    .run = edit_name },
	{ POST, "personal/name", PERM_OWN_PROFILE, name_fields, .run = save_name,
	    .again = edit_name },
	{ METHOD_UNSET }
};

const struct page page = { "preferences", HERE, "Preferences", routes };
