/*
 * login: signing in and out, and moving between accounts.
 *
 * GET  login       the form; 303 to the first page for whom is signed in
 * POST login       303 onward; 422 wrong email or password, 429 too many tries, 503 too many at
 *                  once
 * POST login/passkey  with a passkey alone: 303 onward; 422 not known, 429 too many tries
 * GET  login/code  where a second factor is shown; 303 to the form where nobody's is waited for
 * POST login/code  303 onward; 422 not a factor, or used before, 429 too many tries
 * GET  login/unsaved  what had been typed in an account that one has left; 303 where nothing had
 * POST logout      303 to the form
 * POST account     303 onward in the other account; 404 not one of the user's
 */
#include "base/banned.h"

#include "domain/second_factor.h"
#include "domain/user.h"
#include "domain/user_passkey.h"
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
	ask_passkey(rq, v, 0);
	return ERR_OK;
}

static enum err
refuse_homeless(struct req *rq, const char *field)
{
	problems_add(form_problems(rq), field,
	    "This sign-in belongs to no account any more. "
	    "Ask a Super Admin of your account to invite you again.");
	return ERR_INVALID;
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
	return rc == ERR_DENIED ? refuse_homeless(rq, "email") : rc;
}

static enum err
enter_by_passkey(struct req *rq, struct view *v)
{
	int64_t user_id;
	enum err rc;

	(void)v;
	rc = user_passkey_use(rq->cx, 0, form_text(rq, "challenge"), form_text(rq, "passkey"),
	    &user_id);
	if (rc == ERR_INVALID)
		problems_add(form_problems(rq), "",
		    "This passkey is not known here, or its answer did not fit or came too late. "
		    "Try again, or sign in with your email and password.");
	if (rc != ERR_OK)
		return rc;
	rc = sign_in(rq, user_id, form_text(rq, "next"), form_text(rq, "held"));
	return rc == ERR_DENIED ? refuse_homeless(rq, "") : rc;
}

static enum err
begin_again(struct req *rq)
{
	return see_other(rq, "/login", "That took longer than five minutes, so sign in again: "
	    "your password first, then the second factor.");
}

static enum err
show_code(struct req *rq, struct view *v)
{
	struct signing_in who = signing_in(rq);

	if (who.has_passkey && !who.has_app)
		view_title(v, "Use your passkey");
	else
		view_title(v, "Enter the code");
	view_flag(v, "Data.has_app", who.has_app);
	view_flag(v, "Data.has_passkey", who.has_passkey);
	if (who.has_passkey)
		ask_passkey(rq, v, who.user_id);
	return who.user_id == 0 ? begin_again(rq) : ERR_OK;
}

/* What to tell who used a recovery code. */
static const char *
left_over(struct req *rq, const struct second_factor_use *use)
{
	if (use->way != SECOND_FACTOR_RECOVERY)
		return "";
	return mem_fmt(rq->cx->mem, "You used a recovery code; %lld %s left.%s",
	    (long long)use->codes_left, use->codes_left == 1 ? "is" : "are",
	    use->codes_left >= SECOND_FACTOR_FEW ? "" :
	    " Make new ones soon, under Billing > Preferences.");
}

static enum err
enter_code(struct req *rq, struct view *v)
{
	int64_t user_id = signing_in(rq).user_id;
	struct second_factor_use use;
	enum err rc;

	(void)v;
	if (user_id == 0)
		return begin_again(rq);
	if ((rc = take_factor(rq, user_id, "code", &use)) != ERR_OK)
		return rc;
	if ((rc = sign_in_with_code(rq, left_over(rq, &use))) != ERR_OK)
		return rc == ERR_DENIED ? refuse_homeless(rq, "code") : rc;
	return second_factor_used(rq->cx, &use);
}

static enum err
show_left_over(struct req *rq, struct view *v)
{
	view_title(v, "Not saved");
	return show_unsaved(rq, v) ? ERR_OK : go_to(rq, "/");
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

static const struct field factor_fields[] = { FACTOR_FIELDS, { .name = NULL } };

static const struct field passkey_fields[] = {
	PASSKEY_FIELDS,
	{ .name = "next", .kind = FIELD_PATH },
	{ .name = "held", .kind = FIELD_SEALED },
	{ .name = NULL }
};

static const struct route routes[] = {
	{ GET, "login", PERM_PUBLIC, next_fields, sign_in_fields, "login.cs", .run = show },
	{ POST, "login", PERM_PUBLIC, sign_in_fields, .run = enter, .again = show,
	    .throttle = THROTTLE_SIGN_IN_ADDRESS, .throttle_field = "email",
	    .refused_event = "sign_in.failed" },
	{ POST, "login/passkey", PERM_PUBLIC, passkey_fields, .run = enter_by_passkey,
	    .again = show, .throttle = THROTTLE_SECOND_FACTOR,
	    .refused_event = "sign_in.passkey_failed" },
	{ GET, "login/code", PERM_PUBLIC, NULL, factor_fields, "login-code.cs", .run = show_code },
	{ POST, "login/code", PERM_PUBLIC, factor_fields, .run = enter_code, .again = show_code,
	    .throttle = THROTTLE_SECOND_FACTOR, .throttle_pending = true,
	    .refused_event = "sign_in.second_factor_failed" },
	{ GET, "login/unsaved", PERM_SIGNED_IN, NULL, .template = "unsaved.cs",
	    .run = show_left_over, .before_second_factor = true },
	{ POST, "logout", PERM_SIGNED_IN, no_fields, .run = leave, .any_account = true,
	    .before_second_factor = true },
	{ POST, "account", PERM_SIGNED_IN, account_fields, .run = change_account,
	    .any_account = true, .before_second_factor = true },
	{ METHOD_UNSET }
};

const struct page page = { "login", "", "Sign in", routes };
