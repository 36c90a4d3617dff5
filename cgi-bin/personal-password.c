/*
 * personal-password: the password of who is signed in.
 *
 * GET  ""  the rules of a new password, and the form
 * POST ""  changes it; 303, 422 refused, 429 too many wrong ones, 503 too many at once
 */
#include "base/banned.h"

#include "domain/password.h"
#include "domain/user.h"
#include "web/page.h"
#include "web/view.h"

#define PERSONAL "/billing/preferences/personal" /* where its row stands */

static const struct field password_fields[] = {
	{ .name = "current_password",
	    .label = "Current password",
	    .kind = FIELD_PASSWORD,
	    .need = REQUIRED,
	    .longest = USER_PASSWORD_MAX,
	    .missing = "Enter the password you have now.",
	    .autocomplete = "current-password" },
	NEW_PASSWORD_FIELDS,
	{ .name = NULL }
};

static enum err
show(struct req *rq, struct view *v)
{
	show_password_rules(rq, v);
	return ERR_OK;
}

static enum err
save(struct req *rq, struct view *v)
{
	const struct password_typed typed = {
		.current = form_text(rq, "current_password"),
		.wanted = form_text(rq, "new_password"),
		.again = form_text(rq, "confirm_password"),
	};
	bool was_wrong;
	enum err rc;

	(void)v;
	rc = password_change(rq->cx, &typed, form_problems(rq), &was_wrong);
	if (!was_wrong)
		password_was_no_try(rq);
	if (rc != ERR_OK || (rc = password_was_right(rq)) != ERR_OK)
		return rc;
	mark_row(rq, "password");
	return see_other(rq, PERSONAL,
	    "Your password is changed. Wherever else you were signed in, you are signed out.");
}

static const struct route routes[] = {
	{ GET, "", PERM_OWN_PROFILE, NULL, password_fields, "personal-password.cs", .run = show },
	{ POST, "", PERM_OWN_PROFILE, password_fields, .run = save, .again = show,
	    .throttle = THROTTLE_SIGN_IN_ADDRESS, .refused_event = "user.password_refused" },
	{ METHOD_UNSET }
};

const struct page page = { "personal-password", PERSONAL "/password", "Change password", routes };
