/*
 * login: signing in and out, and moving between accounts.
 *
 * GET  login     the form; 303 to the first page for whom is signed in
 * POST login     303 onward; 422 wrong email or password, 429 too many tries, 503 too many at once
 * POST logout    303 to the form
 * POST account   303 onward in the other account; 404 not one of the user's
 */
#include "base/banned.h"

#include "domain/user.h"
#include "web/page.h"
#include "web/view.h"

static enum err
show(struct req *rq, struct view *v)
{
	const char *next = form_text(rq, "next");

	if (rq->cx->actor.session_id != 0 && !problems_has_any(form_problems(rq)))
		return go_to(rq, page_at(next) == NULL ? "/" : next);
	view_title(v, "Sign in");
	form_fill(rq, "next", next);
	return ERR_OK;
}

static enum err
enter(struct req *rq, struct view *v)
{
	const char *password = form_text(rq, "password");
	bool is_outdated;
	int64_t user_id;
	enum err rc;

	(void)v;
	rc = user_check_password(rq->cx, form_text(rq, "email"), password, &user_id, &is_outdated);
	if (rc == ERR_INVALID)
		problems_add(form_problems(rq), "password",
		    "This email address and password do not belong "
		    "together. Check both, and whether Caps Lock is on.");
	if (rc == ERR_OK && is_outdated)
		rc = user_renew_hash(rq->cx, user_id, password);
	if (rc != ERR_OK)
		return rc;
	rc = sign_in(rq, user_id, form_text(rq, "next"), form_text(rq, "held"));
	if (rc == ERR_DENIED) {
		problems_add(form_problems(rq), "email",
		    "This sign-in belongs to no account any more. "
		    "Ask a Super Admin of your account to invite you again.");
		return ERR_INVALID;
	}
	return rc;
}

static enum err
leave(struct req *rq, struct view *v)
{
	(void)v;
	return sign_out(rq);
}

static enum err
change_account(struct req *rq, struct view *v)
{
	(void)v;
	return switch_account(rq, form_count(rq, "account"), form_text(rq, "next"),
	    form_text(rq, "held"));
}

static const struct field next_fields[] = {
	{ .name = "next", .kind = FIELD_PATH },
	{ .name = NULL }
};

static const struct field account_fields[] = {
	{ .name = "account", .kind = FIELD_COUNT, .need = REQUIRED },
	{ .name = "next", .kind = FIELD_PATH },
	{ .name = "held", .kind = FIELD_SEALED },
	{ .name = NULL }
};

static const struct route routes[] = {
	{ GET, "login", PERM_PUBLIC, next_fields, sign_in_fields, "login.cs", .run = show },
	{ POST, "login", PERM_PUBLIC, sign_in_fields, .run = enter, .again = show,
	    .throttle = THROTTLE_SIGN_IN_ADDRESS, .throttle_field = "email",
	    .refused_event = "sign_in.failed" },
	{ POST, "logout", PERM_SIGNED_IN, no_fields, .run = leave, .any_account = true },
	{ POST, "account", PERM_SIGNED_IN, account_fields, .run = change_account,
	    .any_account = true },
	{ METHOD_UNSET }
};

const struct page page = { "login", "", "Sign in", routes };
