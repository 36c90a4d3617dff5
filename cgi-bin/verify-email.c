/*
 * verify-email: what the links in mail about a user's own email are about, once their token is out
 * of the address bar (cgi-bin/verify.c). It works for whoever has the link, signed in or not, and
 * acts for the link alone.
 *
 * GET  ""  what the link opened last is about, with its button, or why it has none
 * POST ""  carries it out; 303 to the page, which says what is true then
 */
#include "base/banned.h"

#include <string.h>

#include "domain/email_link.h"
#include "web/page.h"
#include "web/view.h"

#define HERE	"/verify/email"	/* the prefix of this page */

static const struct choice acts[] = {
	{ "prove", "This is my email from now on" },
	{ "not-me", "This was not me" },
	{ "revert", "Take it back" },
	{ NULL, NULL }
};

static const struct field link_fields[] = {
	{ .name = "act", .kind = FIELD_CHOICE, .choices = acts },
	LINK_FIELD,
	{ .name = NULL }
};

/* As the template calls them. */
static const char *const kind_words[LINK__MAX] = {
	[LINK_EMAIL] = "prove",
	[LINK_EMAIL_NOT_ME] = "not_me",
	[LINK_EMAIL_REVERT] = "revert",
};
static const char *const state_words[EMAIL_LINK_STATE__MAX] = { "none", "wrong", "open", "used",
	"expired", "superseded", "gone", "taken", "void" };

#define NOTHING_PENDING "No change of email is pending"
#define TAKEN "This address signs in somebody already"

static const char *const titles[LINK__MAX][EMAIL_LINK_STATE__MAX] = {
	[LINK_EMAIL] = {
		[EMAIL_LINK_OPEN] = "Sign in with this email?",
		[EMAIL_LINK_USED] = "Your email is changed",
		[EMAIL_LINK_EXPIRED] = "This link is too old",
		[EMAIL_LINK_SUPERSEDED] = "There is a newer link",
		[EMAIL_LINK_GONE] = NOTHING_PENDING,
		[EMAIL_LINK_TAKEN] = TAKEN,
	},
	[LINK_EMAIL_NOT_ME] = {
		[EMAIL_LINK_OPEN] = "Stop this change?",
		[EMAIL_LINK_USED] = "The change is made already",
		[EMAIL_LINK_GONE] = NOTHING_PENDING,
	},
	[LINK_EMAIL_REVERT] = {
		[EMAIL_LINK_OPEN] = "Take your email back?",
		[EMAIL_LINK_USED] = "Your email is taken back",
		[EMAIL_LINK_EXPIRED] = "This link is too old",
		[EMAIL_LINK_GONE] = "This change was taken back already",
		[EMAIL_LINK_TAKEN] = TAKEN,
		[EMAIL_LINK_VOID] = "This can no longer be taken back",
	},
};

static const char *
title_of(const struct email_link *l)
{
	if (l->state == EMAIL_LINK_NONE)
		return "Open the link in the mail once more";
	return l->state == EMAIL_LINK_WRONG ? "This link does not work" :
					      titles[l->kind][l->state];
}

static enum err
show(struct req *rq, struct view *v)
{
	struct email_link l;
	enum err rc;

	if ((rc = email_link_open(rq->cx, kept_link(rq), &l)) != ERR_OK)
		return rc;
	view_title(v, "%s", language_text(title_of(&l)));
	view_text(v, "Data.state", state_words[l.state]);
	form_fill(rq, "of", l.mark);
	if (l.state == EMAIL_LINK_NONE || l.state == EMAIL_LINK_WRONG)
		return ERR_OK;
	view_text(v, "Data.kind", kind_words[l.kind]);
	view_text(v, "Data.account", rq->cx->actor.account_name);
	view_text(v, "Data.name", l.user_name);
	view_text(v, "Data.old", l.old_email);
	view_text(v, "Data.new", l.new_email);
	return ERR_OK;
}

/* *done: what there is to say when it is carried out. */
static enum err
do_act(struct req *rq, const struct email_link *l, const char **done)
{
	const char *act = form_text(rq, "act");

	if (strcmp(act, "prove") == 0) {
		*done = "Thank you. You sign in with this email from now on.";
		return email_link_prove(rq->cx, l);
	}
	if (strcmp(act, "not-me") == 0) {
		*done = "The change is stopped, and whoever asked for it is signed out.";
		return email_link_not_me(rq->cx, l);
	}
	*done = "Your email is taken back, and everybody is signed out.";
	return strcmp(act, "revert") == 0 ? email_link_revert(rq->cx, l) : ERR_MISSING;
}

/* What was done before, or cannot be done any more, the page itself says. */
static enum err
act(struct req *rq, struct view *v)
{
	const char *done;
	struct email_link l;
	enum err rc;

	(void)v;
	if ((rc = email_link_open(rq->cx, kept_link(rq), &l)) != ERR_OK)
		return rc;
	if (is_other_link(rq, l.mark))
		return tell_other_link(rq, HERE);
	rc = do_act(rq, &l, &done);
	if (rc == ERR_MISSING || rc == ERR_TAKEN)
		return go_to(rq, HERE);
	return rc == ERR_OK ? see_other(rq, HERE, "%s", language_text(done)) : rc;
}

static const struct route routes[] = {
	{ GET, "", PERM_PUBLIC, NULL, link_fields, "verify-email.cs", .run = show },
	{ POST, "", PERM_PUBLIC, link_fields, .run = act, .again = show },
	{ METHOD_UNSET }
};

const struct page page = { "verify-email", HERE, "A link in a mail", routes };
