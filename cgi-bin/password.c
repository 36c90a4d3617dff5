/*
 * password: for who has forgotten it. It tells nobody whether an address signs in here, and signs
 * nobody in: that is left to the sign-in page, with whatever else it asks for.
 *
 * GET  forgot       the form for an address
 * POST forgot       sends a link where the address signs in; 303 to the sign-in page in any case,
 *                   429 too many, 503 too many at once
 * GET  reset/TOKEN  moves the token into a cookie and leads to the page without it
 * GET  reset        the form for a new password, or why the link is of no use
 * POST reset        sets it; 303 to the sign-in page, 422 refused; 303 to the page where the link
 *                   is of no use any more
 */
#include "base/banned.h"

#include <string.h>

#include "domain/password.h"
#include "web/page.h"
#include "web/view.h"

#define HERE	"/password"	/* the prefix of this page */
#define RESET	HERE "/reset"
#define EMAIL	254		/* characters; the longest address */

static const struct field forgot_fields[] = {
	{ .name = "email",
	    .label = "Email",
	    .kind = FIELD_EMAIL,
	    .need = REQUIRED,
	    .longest = EMAIL,
	    .missing = "Enter the email address that you sign in with.",
	    .hint = "The one you sign in with.",
	    .autocomplete = "username" },
	{ .name = NULL }
};

static const struct field reset_fields[] = {
	NEW_PASSWORD_FIELDS,
	LINK_FIELD,
	{ .name = NULL }
};

/* As the template calls them, with their headings. */
static const struct {
	const char	*word;
	const char	*title;
} states[PASSWORD_LINK_STATE__MAX] = {
	[PASSWORD_LINK_NONE] = { "none", "Open the link in the mail once more" },
	[PASSWORD_LINK_WRONG] = { "wrong", "This link does not work" },
	[PASSWORD_LINK_OPEN] = { "open", "Choose a new password" },
	[PASSWORD_LINK_USED] = { "used", "This link was used already" },
	[PASSWORD_LINK_EXPIRED] = { "expired", "This link is too old" },
	[PASSWORD_LINK_SUPERSEDED] = { "superseded", "There is a newer link" },
};

static enum err
show_forgot(struct req *rq, struct view *v)
{
	(void)rq;
	view_title(v, "Forgot your password?");
	return ERR_OK;
}

static enum err
forgot(struct req *rq, struct view *v)
{
	enum err rc;

	(void)v;
	if ((rc = password_forgot(rq->cx, form_text(rq, "email"))) != ERR_OK)
		return rc;
	return see_other(rq, "/login",
	    "If somebody signs in with that address, a message with a link is on its way to it. "
	    "The link works once, for half an hour. Is none there after five minutes? Look where "
	    "your mail program puts what it takes for unwanted, then ask again.");
}

static enum err
keep(struct req *rq, struct view *v)
{
	(void)v;
	return keep_link(rq, route_token(rq), RESET);
}

static enum err
show_reset(struct req *rq, struct view *v)
{
	struct password_link l;
	enum err rc;

	if ((rc = password_link_open(rq->cx, kept_link(rq), &l)) != ERR_OK)
		return rc;
	view_title(v, "%s", language_text(states[l.state].title));
	view_text(v, "Data.state", states[l.state].word);
	form_fill(rq, "of", l.mark);
	if (l.state != PASSWORD_LINK_OPEN)
		return ERR_OK;
	view_text(v, "Data.email", l.owner.email);
	show_password_rules(rq, v);
	return ERR_OK;
}

static enum err
reset(struct req *rq, struct view *v)
{
	const struct password_typed typed = {
		.wanted = form_text(rq, "new_password"),
		.again = form_text(rq, "confirm_password"),
	};
	struct password_link l;
	enum err rc;

	(void)v;
	if ((rc = password_link_open(rq->cx, kept_link(rq), &l)) != ERR_OK)
		return rc;
	if (is_other_link(rq, l.mark))
		return tell_other_link(rq, RESET);
	rc = password_reset(rq->cx, kept_link(rq), &typed, form_problems(rq));
	if (rc == ERR_MISSING)
		return go_to(rq, RESET);
	if (rc != ERR_OK)
		return rc;
	return see_other(rq, "/login",
	    "Your new password is set, and you are signed out everywhere. Sign in with it.");
}

static const struct route routes[] = {
	{ GET, "forgot", PERM_PUBLIC, NULL, forgot_fields, "password-forgot.cs",
	    .run = show_forgot },
	{ POST, "forgot", PERM_PUBLIC, forgot_fields, .run = forgot, .again = show_forgot,
	    .throttle = THROTTLE_FORGOTTEN, .throttle_field = "email" },
	{ GET, "reset", PERM_PUBLIC, NULL, reset_fields, "password-reset.cs", .run = show_reset },
	{ POST, "reset", PERM_PUBLIC, reset_fields, .run = reset, .again = show_reset },
	{ GET, "reset/:token", PERM_PUBLIC, NULL, NULL, "password-reset.cs", .run = keep },
	{ METHOD_UNSET }
};

const struct page page = { "password", HERE, "Password", routes };
