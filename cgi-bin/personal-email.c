/*
 * personal-email: a user's own email is changed. The new one is proven first, by the code in a mail
 * to it or by the link beside it; until then the old one signs in.
 *
 * GET  ""      the email, the change that is pending and what became of its mail, and the form
 * POST ""      asks for another email, by the actor alone; 303, 422, 429 too many tries
 * POST code    the code from the mail: the email is changed; 303, 422
 * POST resend  a new link and code; 303, 422 too early
 * POST cancel  it is wanted no longer; 303
 */
#include "base/banned.h"

#include <string.h>

#include "domain/email_change.h"
#include "domain/otp.h"
#include "domain/second_factor.h"
#include "domain/user.h"
#include "web/page.h"
#include "web/view.h"

#define PERSONAL	"/billing/preferences/personal"	/* the page that leads here */
#define HERE		PERSONAL "/email"		/* the prefix of this page */
#define EMAIL_LONGEST	254	/* characters; the column's width */

#define EMAIL_FIELD                                                                                \
	{ .name = "email",                                                                         \
	    .label = "New email",                                                                  \
	    .kind = FIELD_EMAIL,                                                                   \
	    .need = REQUIRED,                                                                      \
	    .longest = EMAIL_LONGEST,                                                              \
	    .missing = "Enter the email that you want to sign in with.",                           \
	    .hint = "One that you read: a link and a code are sent to it.",                        \
	    .autocomplete = "email" }

static const struct field email_fields[] = { EMAIL_FIELD, ME_FIELDS, { .name = NULL } };
static const struct field code_fields[] = { CODE_FIELD, { .name = NULL } };

/* The page has a form for each. */
static const struct field both_fields[] = { CODE_FIELD, EMAIL_FIELD, ME_FIELDS,
	{ .name = NULL } };

static enum err
show_message(struct req *rq, struct view *v, const struct email_change *c)
{
	struct email_change_message m;
	enum err rc;

	if ((rc = email_change_message(rq->cx, c, &m)) != ERR_OK)
		return rc;
	view_text(v, "Data.message.state",
	    m.state[0] == '\0' ? "" : choice_label(message_states, m.state));
	view_text(v, "Data.message.result", m.result);
	view_date(v, "Data.message.at", m.at);
	return ERR_OK;
}

static enum err
show_pending(struct req *rq, struct view *v, const struct email_change *c)
{
	struct otp_status code;
	int64_t wait_sec;
	enum err rc;

	if ((rc = otp_load(rq->cx, EMAIL_CODE, c->user_id, &code)) != ERR_OK ||
	    (rc = otp_send_wait(rq->cx, c->new_email, OTP_SEND_PROOF, &wait_sec)) != ERR_OK)
		return rc;
	view_flag(v, "Data.is_pending", true);
	view_flag(v, "Data.is_open", email_change_is_open(rq->cx, c));
	view_flag(v, "Data.has_code", email_change_is_open(rq->cx, c) && code.is_open);
	view_text(v, "Data.new", c->new_email);
	view_date(v, "Data.sent_at", c->sent_at);
	view_date(v, "Data.expires_at", c->expires_at);
	if (wait_sec > 0)
		view_text(v, "Data.wait", in_words(rq, wait_sec));
	return show_message(rq, v, c);
}

static enum err
show(struct req *rq, struct view *v)
{
	struct email_change c;
	enum err rc;

	if ((rc = email_change_load(rq->cx, rq->cx->actor.user_id, &c)) != ERR_OK)
		return rc;
	view_title(v, "Your email");
	view_text(v, "Data.email", rq->cx->actor.user_email);
	show_me(rq, v);
	return c.state == EMAIL_CHANGE_PENDING ? show_pending(rq, v, &c) : ERR_OK;
}

/* Nothing is pending any more: it was done or cancelled in another window. */
static enum err
tell_gone(struct req *rq)
{
	return see_other(rq, HERE,
	    "No change of your email is pending any more: it was carried out or cancelled.");
}

static enum err
tell_wait(struct req *rq, const char *field, int64_t wait_sec)
{
	problems_add(form_problems(rq), field,
	    "A mail with a code went there a short time ago, and nothing was sent now. Wait %s, "
	    "then try again.", in_words(rq, wait_sec));
	return ERR_INVALID;
}

static enum err
ask(struct req *rq, struct view *v)
{
	int64_t wait_sec;
	enum err rc;

	(void)v;
	if ((rc = check_me(rq)) != ERR_OK)
		return rc;
	rc = email_change_ask(rq->cx, form_text(rq, "email"), &wait_sec, form_problems(rq));
	if (rc == ERR_THROTTLED)
		return tell_wait(rq, "email", wait_sec);
	if (rc != ERR_OK)
		return rc;
	return see_other(rq, HERE,
	    "A mail with a link and a code is on its way. Until you use one of them, you sign in "
	    "with %s.", rq->cx->actor.user_email);
}

static enum err
confirm(struct req *rq, struct view *v)
{
	enum err rc;

	(void)v;
	rc = email_change_by_code(rq->cx, form_text(rq, "code"));
	if (rc == ERR_INVALID)
		return tell_wrong_code(rq);
	if (rc == ERR_MISSING)
		return tell_gone(rq);
	if (rc == ERR_TAKEN) {
		problems_add(form_problems(rq), "code",
		    "The code is right, but this address signs in somebody already. Your email "
		    "stays as it is: ask for another one below, or cancel.");
		return ERR_INVALID;
	}
	if (rc != ERR_OK)
		return rc;
	mark_row(rq, "email");
	return see_other(rq, PERSONAL,
	    "Your email is changed: sign in with the new one from now on. The old one was told, "
	    "and can take it back for seven days.");
}

static enum err
resend(struct req *rq, struct view *v)
{
	int64_t wait_sec;
	enum err rc;

	(void)v;
	rc = email_change_resend(rq->cx, &wait_sec);
	if (rc == ERR_MISSING)
		return tell_gone(rq);
	if (rc == ERR_THROTTLED)
		return tell_wait(rq, "", wait_sec);
	if (rc != ERR_OK)
		return rc;
	return see_other(rq, HERE,
	    "A new mail is on its way. The link and the code of the ones before are of no use any "
	    "more.");
}

static enum err
cancel(struct req *rq, struct view *v)
{
	enum err rc;

	(void)v;
	if ((rc = email_change_cancel(rq->cx)) == ERR_MISSING)
		return tell_gone(rq);
	if (rc != ERR_OK)
		return rc;
	mark_row(rq, "email");
	return see_other(rq, PERSONAL, "The change is cancelled: your email stays as it is.");
}

static const struct route routes[] = {
	{ GET, "", PERM_OWN_PROFILE, NULL, both_fields, "personal-email.cs", .run = show },
	{ POST, "", PERM_OWN_PROFILE, email_fields, .run = ask, .again = show,
	    .throttle = THROTTLE_SIGN_IN_ADDRESS, .refused_event = "user.email_wrong" },
	{ POST, "code", PERM_OWN_PROFILE, code_fields, .run = confirm, .again = show,
	    .code_purpose = EMAIL_CODE, .code_is_users = true, .refused_event = "code.wrong" },
	{ POST, "resend", PERM_OWN_PROFILE, no_fields, .run = resend, .again = show },
	{ POST, "cancel", PERM_OWN_PROFILE, no_fields, .run = cancel, .again = show },
	{ METHOD_UNSET }
};

const struct page page = { "personal-email", HERE, "Your email", routes };
