/*
 * invitation: where the link of an invitation's mail leads: to join an account, or to say that one
 * does not know of it. It works for whoever has the link, signed in or not.
 *
 * GET  TOKEN   moves the token into a cookie and leads to the page without it; spends nothing
 * GET  ""      what the link opened last is about, with its buttons, or why it has none; the same
 *              at the addresses of its forms, new and return
 * POST ""      accepts as who is signed in, declines, or signs another one out; 303
 * POST new     somebody new chooses a name and a password, joins, and is signed in; 303, 422
 * POST return  who belongs to no account any more joins with the password; 303, 422, 429
 */
#include "base/banned.h"

#include <string.h>

#include "domain/invitation_link.h"
#include "domain/user.h"
#include "web/page.h"
#include "web/view.h"

#define HERE	"/invitation"	/* the prefix of this page */

static const struct choice acts[] = {
	{ "accept", "Accept" },
	{ "decline", "I do not know this" },
	{ "leave", "Sign out" },
	{ NULL, NULL }
};

#define NAME_FIELD                                                                                 \
	{ .name = "name",                                                                          \
	    .label = "Your name",                                                                  \
	    .kind = FIELD_TEXT,                                                                    \
	    .need = REQUIRED,                                                                      \
	    .longest = USER_NAME_MAX,                                                              \
	    .missing = "Enter your name.",                                                         \
	    .hint = "As your colleagues know you.",                                                \
	    .autocomplete = "name" }

static const struct field act_fields[] = {
	{ .name = "act", .kind = FIELD_CHOICE, .choices = acts }, LINK_FIELD, { .name = NULL }
};
static const struct field new_fields[] = { LINK_FIELD, NAME_FIELD, NEW_PASSWORD_FIELDS,
	{ .name = NULL } };
static const struct field return_fields[] = { LINK_FIELD, SIGN_IN_FIELDS,
	{ .name = NULL } };

/* The page has one of the forms, or none. */
static const struct field all_fields[] = { LINK_FIELD, NAME_FIELD, NEW_PASSWORD_FIELDS,
	SIGN_IN_FIELDS, { .name = NULL } };

/* As the template calls them, with their headings. */
static const struct {
	const char	*word;
	const char	*title;
} states[INVITATION_LINK_STATE__MAX] = {
	[INVITATION_LINK_NONE] = { "none", "Open the link in the mail once more" },
	[INVITATION_LINK_WRONG] = { "wrong", "This link does not work" },
	[INVITATION_LINK_OPEN] = { "open", "" },
	[INVITATION_LINK_MEMBER] = { "member", "You belong to this account already" },
	[INVITATION_LINK_ACCEPTED] = { "accepted", "This invitation was accepted" },
	[INVITATION_LINK_CANCELLED] = { "cancelled", "This invitation was cancelled" },
	[INVITATION_LINK_DECLINED] = { "declined", "This invitation was declined" },
	[INVITATION_LINK_EXPIRED] = { "expired", "This invitation is too old" },
	[INVITATION_LINK_SUPERSEDED] = { "superseded", "There is a newer link" },
	[INVITATION_LINK_GONE] = { "gone", "This invitation is not there any more" },
};
static const char *const reader_words[INVITATION_READER__MAX] = { "new", "out", "homeless", "self",
	"other" };

static enum err
keep(struct req *rq, struct view *v)
{
	(void)v;
	return keep_link(rq, route_token(rq), HERE);
}

static void
show_open(struct req *rq, struct view *v, const struct invitation_link *l)
{
	view_title(v, l->reader == INVITATION_READER_OTHER ? "This invitation is for %s" :
	    "Join %s?", l->reader == INVITATION_READER_OTHER ? l->invitation.email :
	    l->account_name);
	view_text(v, "Data.reader", reader_words[l->reader]);
	view_text(v, "Data.user", l->user_name);
	view_date(v, "Data.expires_at", l->invitation.expires_at);
	form_fill(rq, "name", l->invitation.name);
	form_fill(rq, "email", l->invitation.email);
	if (l->reader == INVITATION_READER_NEW)
		show_password_rules(rq, v);
}

static enum err
show(struct req *rq, struct view *v)
{
	struct invitation_link l;
	enum err rc;

	if ((rc = invitation_link_open(rq->cx, kept_link(rq), &l)) != ERR_OK)
		return rc;
	view_title(v, "%s", states[l.state].title);
	view_text(v, "Data.state", states[l.state].word);
	form_fill(rq, "of", l.mark);
	if (l.account_id == 0)
		return ERR_OK;
	view_text(v, "Data.account", l.account_name);
	view_id(v, "Data.number", l.account_id);
	view_text(v, "Data.email", l.invitation.email);
	view_text(v, "Data.role", l.invitation.role_name);
	view_text(v, "Data.who", l.invitation.invited_by_name);
	if (l.state == INVITATION_LINK_OPEN)
		show_open(rq, v, &l);
	return ERR_OK;
}

/* What was done before, or cannot be done any more, the page itself says. */
static enum err
look_again(struct req *rq, enum err rc)
{
	return rc == ERR_MISSING ? go_to(rq, HERE) : rc;
}

static enum err
accept(struct req *rq, const struct invitation_link *l)
{
	enum err rc;

	if ((rc = invitation_link_join(rq->cx, l)) != ERR_OK)
		return look_again(rq, rc);
	if ((rc = switch_account(rq, l->account_id, "/", "")) != ERR_OK)
		return rc;
	return see_other(rq, "/", "You belong to %s now, and see it here. Your other accounts are "
	    "where you switch accounts.", l->account_name);
}

static enum err
decline(struct req *rq, const struct invitation_link *l)
{
	enum err rc;

	if ((rc = invitation_link_decline(rq->cx, l)) != ERR_OK)
		return look_again(rq, rc);
	return see_other(rq, HERE, "The invitation is declined, and whoever sent it is told.");
}

static enum err
leave(struct req *rq, const struct invitation_link *l)
{
	enum err rc;

	if (l->reader != INVITATION_READER_OTHER || (rc = sign_out(rq)) == ERR_OK)
		return see_other(rq, HERE, "You are signed out. The invitation is still here.");
	return rc;
}

static enum err
act(struct req *rq, struct view *v)
{
	const char *what = form_text(rq, "act");
	struct invitation_link l;
	enum err rc;

	(void)v;
	if ((rc = invitation_link_open(rq->cx, kept_link(rq), &l)) != ERR_OK)
		return rc;
	if (is_other_link(rq, l.mark))
		return tell_other_link(rq, HERE);
	if (strcmp(what, "leave") == 0)
		return leave(rq, &l);
	if (strcmp(what, "decline") == 0)
		return decline(rq, &l);
	/* Joining takes a user who has shown to be one: others have a form of their own. */
	if (strcmp(what, "accept") != 0 || l.reader != INVITATION_READER_SELF)
		return go_to(rq, HERE);
	return accept(rq, &l);
}

static enum err
join_new(struct req *rq, struct view *v)
{
	const struct password_typed typed = {
		.wanted = form_text(rq, "new_password"),
		.again = form_text(rq, "confirm_password"),
	};
	struct invitation_link l;
	int64_t user_id;
	enum err rc;

	(void)v;
	if ((rc = invitation_link_open(rq->cx, kept_link(rq), &l)) != ERR_OK)
		return rc;
	if (is_other_link(rq, l.mark))
		return tell_other_link(rq, HERE);
	rc = invitation_link_join_new(rq->cx, &l, form_text(rq, "name"), &typed,
	    form_problems(rq), &user_id);
	if (rc != ERR_OK)
		return look_again(rq, rc);
	if ((rc = sign_in(rq, user_id, "/", "")) != ERR_OK)
		return rc;
	return see_other(rq, "/", "Welcome to %s. From now on you sign in with %s and the password "
	    "you have just chosen.", l.account_name, l.invitation.email);
}

/* Compares only where it is the invited user's address: nobody else's password is asked here. */
static enum err
check_password(struct req *rq, const struct invitation_link *l)
{
	const char *email = form_text(rq, "email");
	bool is_outdated;
	int64_t user_id;
	enum err rc;

	if (!invitation_link_is_for(l, email)) {
		problems_add(form_problems(rq), "email", "The invitation is for %s. Sign in with "
		    "that address.", l->invitation.email);
		return ERR_INVALID;
	}
	rc = user_check_password(rq->cx, email, form_text(rq, "password"), &user_id, &is_outdated);
	if (rc == ERR_INVALID)
		problems_add(form_problems(rq), "password",
		    "This is not the password of this address. Check whether Caps Lock is on.");
	return rc;
}

static enum err
join_again(struct req *rq, struct view *v)
{
	struct invitation_link l;
	enum err rc;

	(void)v;
	if ((rc = invitation_link_open(rq->cx, kept_link(rq), &l)) != ERR_OK)
		return rc;
	if (is_other_link(rq, l.mark))
		return tell_other_link(rq, HERE);
	if (l.state != INVITATION_LINK_OPEN || l.reader != INVITATION_READER_HOMELESS)
		return go_to(rq, HERE);
	if ((rc = check_password(rq, &l)) != ERR_OK)
		return rc;
	if ((rc = invitation_link_join(rq->cx, &l)) != ERR_OK)
		return look_again(rq, rc);
	return sign_in(rq, l.user_id, "/", "");
}

static const struct route routes[] = {
	{ GET, "", PERM_PUBLIC, NULL, all_fields, "invitation.cs", .run = show },
	{ POST, "", PERM_PUBLIC, act_fields, .run = act, .again = show },
	{ POST, "new", PERM_PUBLIC, new_fields, .run = join_new, .again = show },
	{ POST, "return", PERM_PUBLIC, return_fields, .run = join_again, .again = show,
	    .throttle = THROTTLE_SIGN_IN_ADDRESS, .throttle_field = "email",
	    .refused_event = "sign_in.failed" },
	/* Where a refused form stands: a reload of the address leads back to its link. */
	{ GET, "new", PERM_PUBLIC, NULL, all_fields, "invitation.cs", .run = show },
	{ GET, "return", PERM_PUBLIC, NULL, all_fields, "invitation.cs", .run = show },
	{ GET, ":token", PERM_PUBLIC, NULL, NULL, "invitation.cs", .run = keep },
	{ METHOD_UNSET }
};

const struct page page = { "invitation", HERE, "Invitation", routes };
