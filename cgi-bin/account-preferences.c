/*
 * account-preferences: the Account tab: the business, and the reader's own place in it.
 *
 * GET  ""                     the tab; who may change the business has its form there too
 * POST ""                     name and email at once: the name is saved, another email waits for a
 *                             code; 303, 422, 409
 * GET  history                who changed what of the account, and of the company information
 * GET  business-name          the name alone
 * POST business-name          saves it; 303, 422, 409 somebody saved in between
 * GET  business-email         the email, and the one that is to take its place
 * POST business-email         asks for another, after a code to the Primary; 303, 422
 * POST business-email/verify  the code that went to the new address; 303, 422 it is not that
 * POST business-email/send    sends a new code and link; 303, 422 too soon
 * POST business-email/cancel  the email stays as it is; 303
 */
#include "base/banned.h"

#include "domain/account.h"
#include "domain/account_tab.h"
#include "domain/business_email.h"
#include "domain/otp.h"
#include "web/page.h"
#include "web/view.h"

#define HERE	"/billing/preferences/account"	/* the prefix of this page */
#define EMAIL	HERE "/business-email"

#define NAME_FIELD                                                                                 \
	{ .name = "business_name",                                                                 \
	    .label = "Business name",                                                              \
	    .kind = FIELD_TEXT,                                                                    \
	    .need = REQUIRED,                                                                      \
	    .longest = ACCOUNT_NAME_MAX,                                                           \
	    .missing = "Enter the business name.",                                                 \
	    .autocomplete = "organization" }

#define EMAIL_FIELD                                                                                \
	{ .name = "business_email",                                                                \
	    .label = "Business email",                                                             \
	    .kind = FIELD_EMAIL,                                                                   \
	    .need = REQUIRED,                                                                      \
	    .longest = BUSINESS_EMAIL_MAX,                                                         \
	    .missing = "Enter the business email.",                                                \
	    .hint = "Another one is confirmed twice: by a code to the Primary contact, and by its" \
		" reader." }

static const struct field both_fields[] = { NAME_FIELD, EMAIL_FIELD, VERSION_FIELD,
	{ .name = NULL } };
static const struct field name_fields[] = { NAME_FIELD, VERSION_FIELD, { .name = NULL } };
static const struct field email_fields[] = { EMAIL_FIELD, { .name = NULL } };
static const struct field code_fields[] = { CODE_FIELD, { .name = NULL } };

/* As the events of the account, and of its company information, call them. */
static const struct field told_fields[] = { NAME_FIELD, EMAIL_FIELD,
	{ .name = "phone", .label = "Phone", .kind = FIELD_PHONE }, { .name = NULL } };

/* The page of the email has a form for each. */
static const struct field email_page_fields[] = { EMAIL_FIELD, CODE_FIELD, { .name = NULL } };

static void
show_tab(struct req *rq, struct view *v, const struct account_tab *tab)
{
	const struct actor *a = &rq->cx->actor;
	size_t i;

	view_text(v, "Data.pending.email", tab->pending);
	view_date(v, "Data.pending.until", tab->pending_until);
	view_flag(v, "Data.pending.is_open", tab->is_pending_open);
	view_flag(v, "Data.pending.is_sent", tab->is_pending_sent);
	view_text(v, "Data.me.extension", tab->me.extension);
	view_text(v, "Data.me.department", tab->me.department);
	view_flag(v, "Data.me.takes_calls", tab->me.takes_calls);
	view_text(v, "Data.me.work_hours",
	    hours_text(rq->cx->mem, tab->me.hours.days[HOURS_WORK]));
	view_text(v, "Data.me.call_hours",
	    hours_text(rq->cx->mem, tab->me.hours.days[HOURS_CALLS]));
	view_text(v, "Data.me.zone", a->user_zone[0] != '\0' ? a->user_zone : a->account_zone);
	view_text(v, "Data.managers", tab->managers);
	for (i = 0; i < tab->right_count; i++) {
		struct view_row row = view_row(v, "Data.rights");

		row_text(&row, "text", tab->rights[i]);
	}
}

static enum err
show(struct req *rq, struct view *v)
{
	struct account_tab tab;
	struct account a;
	enum err rc;

	if ((rc = account_load(rq->cx, &a)) != ERR_OK ||
	    (rc = account_tab_load(rq->cx, &tab)) != ERR_OK)
		return rc;
	view_text(v, "Data.tab", "account");
	view_text(v, "Data.business_name", a.business_name);
	view_text(v, "Data.business_email", a.business_email);
	view_text(v, "Data.super_admins", a.super_admins);
	show_tab(rq, v, &tab);
	form_fill(rq, "business_name", a.business_name);
	form_fill(rq, "business_email", a.business_email);
	form_fill_count(rq, "version", a.version);
	return ERR_OK;
}

static enum err
history(struct req *rq, struct view *v)
{
	view_title(v, "%s: history", rq->cx->actor.account_name);
	return show_history(rq, v, "account", rq->cx->actor.account_id, told_fields);
}

static enum err
edit_name(struct req *rq, struct view *v)
{
	struct account a;
	enum err rc;

	if ((rc = account_load(rq->cx, &a)) != ERR_OK)
		return rc;
	view_title(v, "Business name");
	form_fill(rq, "business_name", a.business_name);
	form_fill_count(rq, "version", a.version);
	return ERR_OK;
}

static enum err
save_typed_name(struct req *rq)
{
	struct account a = { .version = form_count(rq, "version"),
		.business_name = form_text(rq, "business_name") };

	return account_save_name(rq->cx, &a, form_problems(rq));
}

static enum err
save_name(struct req *rq, struct view *v)
{
	enum err rc;

	(void)v;
	if ((rc = save_typed_name(rq)) != ERR_OK)
		return rc;
	mark_row(rq, "business-name");
	return see_other(rq, HERE, "The business name is saved: %s.",
	    form_text(rq, "business_name"));
}

static enum err
edit_email(struct req *rq, struct view *v)
{
	struct business_email e;
	struct account a;
	enum err rc;

	if ((rc = account_load(rq->cx, &a)) != ERR_OK ||
	    (rc = business_email_load(rq->cx, &e)) != ERR_OK)
		return rc;
	view_title(v, "Business email");
	view_text(v, "Data.business_email", a.business_email);
	view_text(v, "Data.pending.email", e.new_email);
	view_text(v, "Data.pending.who", e.asked_by);
	view_date(v, "Data.pending.sent_at", e.sent_at);
	view_date(v, "Data.pending.until", e.expires_at);
	view_flag(v, "Data.pending.is_open", e.is_open);
	view_flag(v, "Data.pending.is_sent", e.sent_at != 0);
	form_fill(rq, "business_email", e.new_email[0] == '\0' ? a.business_email : "");
	return ERR_OK;
}

static enum err
tell_asked(struct req *rq, const struct business_email_asked *asked)
{
	if (!asked->is_asked)
		return see_other(rq, EMAIL,
		    "Nothing was changed: it is this one already, or is waiting for its code.");
	if (asked->wait_sec > 0)
		return see_other(rq, EMAIL, "The business email stays as it is until %s is "
		    "confirmed. No code was sent: too many went there lately. Wait %s, then send "
		    "a new code below.", form_text(rq, "business_email"),
		    in_words(rq, asked->wait_sec));
	return see_other(rq, EMAIL, "A code and a link are on their way to %s. Until one of them is"
	    " used, the business email stays as it is.", form_text(rq, "business_email"));
}

static enum err
ask_email(struct req *rq, struct view *v)
{
	struct business_email_asked asked;
	enum err rc;

	(void)v;
	if ((rc = business_email_ask(rq->cx, form_text(rq, "business_email"), &asked,
		 form_problems(rq))) != ERR_OK)
		return rc;
	return tell_asked(rq, &asked);
}

/* The name is not confirmed by anybody, so it does not wait for the code of the email. */
static enum err
save_both(struct req *rq, struct view *v)
{
	struct business_email_asked asked;
	enum err rc;

	(void)v;
	if ((rc = save_typed_name(rq)) != ERR_OK)
		return rc;
	rc = business_email_ask(rq->cx, form_text(rq, "business_email"), &asked,
	    form_problems(rq));
	if (rc == ERR_STEP_UP)
		return let_wait(rq);
	if (rc != ERR_OK)
		return rc;
	if (asked.is_asked)
		return tell_asked(rq, &asked);
	mark_row(rq, "business-name");
	return see_other(rq, HERE, "The business name is saved: %s.",
	    form_text(rq, "business_name"));
}

static enum err
none_pending(struct req *rq)
{
	return see_other(rq, EMAIL,
	    "No other business email is waiting any more: it was confirmed, cancelled, or waited "
	    "too long.");
}

static enum err
verify(struct req *rq, struct view *v)
{
	enum err rc = business_email_by_code(rq->cx, form_text(rq, "code"));

	(void)v;
	if (rc == ERR_INVALID)
		return tell_wrong_code(rq);
	if (rc == ERR_MISSING)
		return none_pending(rq);
	if (rc != ERR_OK)
		return rc;
	mark_row(rq, "business-email");
	return see_other(rq, HERE, "The code was right: the business email is changed.");
}

static enum err
send_code(struct req *rq, struct view *v)
{
	int64_t wait_sec;
	enum err rc = business_email_send(rq->cx, &wait_sec);

	(void)v;
	if (rc == ERR_MISSING)
		return none_pending(rq);
	if (rc == ERR_THROTTLED) {
		problems_add(form_problems(rq), "",
		    "A code went there a short time ago, and nothing was sent now. A new one can be"
		    " sent in %s.", in_words(rq, wait_sec));
		return ERR_INVALID;
	}
	if (rc != ERR_OK)
		return rc;
	return see_other(rq, EMAIL,
	    "A new code and link are on their way. The ones before are of no use any more.");
}

static enum err
cancel(struct req *rq, struct view *v)
{
	enum err rc = business_email_cancel(rq->cx);

	(void)v;
	if (rc == ERR_MISSING)
		return none_pending(rq);
	if (rc != ERR_OK)
		return rc;
	return see_other(rq, HERE, "The business email stays as it is.");
}

static const struct route routes[] = {
	{ GET, "", PERM_ACCOUNT_VIEW, NULL, both_fields, "account-preferences.cs", .run = show },
	{ POST, "", PERM_ACCOUNT_EDIT, both_fields, .run = save_both, .again = show,
	    .step_up = "account.business_email" },
	{ GET, "history", PERM_ACCOUNT_VIEW, .template = "account-history.cs", .run = history },
	{ GET, "business-name", PERM_ACCOUNT_EDIT, NULL, name_fields, "business-name.cs",
	    .run = edit_name },
	{ POST, "business-name", PERM_ACCOUNT_EDIT, name_fields, .run = save_name,
	    .again = edit_name },
	{ GET, "business-email", PERM_ACCOUNT_EDIT, NULL, email_page_fields, "business-email.cs",
	    .run = edit_email },
	{ POST, "business-email", PERM_ACCOUNT_EDIT, email_fields, .run = ask_email,
	    .again = edit_email, .step_up = "account.business_email" },
	{ POST, "business-email/verify", PERM_ACCOUNT_EDIT, code_fields, .run = verify,
	    .again = edit_email, .code_purpose = BUSINESS_EMAIL_CODE, .code_is_accounts = true },
	{ POST, "business-email/send", PERM_ACCOUNT_EDIT, no_fields, .run = send_code,
	    .again = edit_email },
	{ POST, "business-email/cancel", PERM_ACCOUNT_EDIT, no_fields, .run = cancel,
	    .again = edit_email },
	{ METHOD_UNSET }
};

const struct page PAGE = { "account-preferences", HERE, "Preferences", routes };
