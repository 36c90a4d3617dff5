/*
 * otp: a change waits for a one-time password, which is typed here. It carries out the changes of
 * the pages that are linked in, so that code and change are one transaction.
 *
 * GET  ""        what waits, whom the code went to, and the form for it
 * POST ""        carries the change out; 303 where it leads, 422 not the code, or the change's own
 * POST new       sends a new code; 303, 422 too early or nobody to send it to
 * POST password  a Super Admin shows who it is, before the Primary's first code is sent; 303, 422
 * GET  left      the Primary cannot answer: asks a Super Admin to show who it is
 * POST left      sends the code to the Super Admin instead; 303, 422
 * POST cancel    nothing is done; 303 to the form, filled as it was
 */
#include "base/banned.h"

#include "domain/contact_person.h"
#include "domain/second_factor.h"
#include "domain/step_up.h"
#include "domain/user.h"
#include "web/page.h"
#include "web/view.h"

#define HERE	"/otp"	/* the prefix of this page */

extern const struct page account_preferences_page, addresses_page, billing_details_page,
    business_profile_page, hand_over_page, leaving_page, users_page;

/* The pages whose routes name a step-up. */
static const struct page *const pages[] = { &account_preferences_page, &addresses_page,
	&billing_details_page, &business_profile_page, &hand_over_page, &leaving_page,
	&users_page, NULL };

static const struct field code_fields[] = { CODE_FIELD, { .name = NULL } };

static const struct field me_fields[] = { ME_FIELDS, { .name = NULL } };

/* The page has a form for each. */
static const struct field both_fields[] = { CODE_FIELD, ME_FIELDS, { .name = NULL } };

/* Where a copy went, and what became of it. */
static void
show_copy(struct view *v, const struct contact_address *a)
{
	struct view_row row = view_row(v, "Data.copies");

	if (a->channel == OUTBOX_SMS)
		row_phone(&row, "address", a->address);
	else
		row_text(&row, "address", a->address);
	row_flag(&row, "is_sms", a->channel == OUTBOX_SMS);
	row_text(&row, "state", a->last_state);
	row_text(&row, "result", a->last_result);
	row_date(&row, "at", a->last_at);
}

static void
show_code(struct req *rq, struct view *v, const struct step_up *s)
{
	const struct config *config = rq->cx->config;

	view_flag(v, "Data.is_open", s->code.is_open);
	view_flag(v, "Data.was_made", s->code.made_at != 0);
	view_date(v, "Data.made_at", s->code.made_at);
	view_date(v, "Data.expires_at", s->code.expires_at);
	view_count(v, "Data.tries_left", s->code.tries_left);
	view_count(v, "Data.minutes", config->code_life_sec / 60);
	if (config->courier_every_sec > 0)
		view_count(v, "Data.wait_minutes", (config->courier_every_sec + 59) / 60);
	view_text(v, "Data.sender", config->mail.from);
}

static enum err
show_primary(struct req *rq, struct view *v, const struct step_up *s)
{
	const struct contact_address *receivers[OUTBOX_CHANNEL__MAX];
	struct contact_person primary;
	size_t i, count;
	enum err rc;

	if ((rc = contact_person_load(rq->cx, s->primary_id, &primary)) != ERR_OK)
		return rc;
	view_text(v, "Data.primary", primary.name);
	step_up_receivers(rq->cx, s->way, &primary, receivers, &count);
	for (i = 0; i < count; i++)
		show_copy(v, receivers[i]);
	return ERR_OK;
}

static enum err
show(struct req *rq, struct view *v)
{
	struct step_up s;
	enum err rc;

	view_title(v, "Confirm with a code");
	if ((rc = step_up_load(rq->cx, &s)) != ERR_OK)
		return rc == ERR_MISSING ? ERR_OK : rc;
	view_flag(v, "Data.is_waiting", true);
	view_text(v, "Data.what", s.what);
	view_flag(v, "Data.is_first", s.way == STEP_UP_FIRST);
	view_flag(v, "Data.is_left", s.way == STEP_UP_LEFT);
	show_code(rq, v, &s);
	show_me(rq, v);
	return show_primary(rq, v, &s);
}

static enum err
show_left(struct req *rq, struct view *v)
{
	struct step_up s;
	enum err rc;

	view_title(v, "The Primary has left or cannot answer");
	if ((rc = step_up_load(rq->cx, &s)) != ERR_OK)
		return rc == ERR_MISSING ? ERR_OK : rc;
	view_flag(v, "Data.is_waiting", true);
	show_me(rq, v);
	return show_primary(rq, v, &s);
}

/* Nothing waits: said by the page itself. */
static enum err
load(struct req *rq, struct step_up *s)
{
	enum err rc = step_up_load(rq->cx, s);

	if (rc != ERR_MISSING)
		return rc;
	problems_add(form_problems(rq), "",
	    "No change waits for a code any more: it was confirmed, cancelled, or waited too "
	    "long. Nothing was changed now. Open its form again.");
	return ERR_INVALID;
}

static enum err
confirm(struct req *rq, struct view *v)
{
	struct step_up s;
	enum err rc;

	if ((rc = load(rq, &s)) != ERR_OK)
		return rc;
	if ((rc = step_up_confirm(rq->cx, &s, form_text(rq, "code"))) != ERR_INVALID)
		return rc == ERR_OK ? carry_out(rq, v, pages, s.sealed) : rc;
	if (s.code.tries_left > 0)
		problems_add(form_problems(rq), "code",
		    "This is not the code. Compare it with the newest message: a new code ends "
		    "the ones before it.");
	else	/* the form for it has gone */
		problems_add(form_problems(rq), "",
		    "This is not the code, and it was typed wrongly too often. Have a new one "
		    "sent.");
	return ERR_INVALID;
}

/* What to tell after a code was to be sent. */
static enum err
tell_sent(struct req *rq, enum err rc, int64_t wait_sec, const char *sent)
{
	if (rc == ERR_OK)
		return see_other(rq, HERE, "%s", language_text(sent));
	if (rc == ERR_THROTTLED)
		problems_add(form_problems(rq), "",
		    "A code was sent there only just now. A new one can be sent in %s; look "
		    "for the last one until then.", in_words(rq, wait_sec));
	else if (rc == ERR_INVALID)
		problems_add(form_problems(rq), "",
		    "There is no proven address that a code could be sent to.");
	else
		return rc;
	return ERR_INVALID;
}

static enum err
send_new(struct req *rq, struct view *v)
{
	struct step_up s;
	int64_t wait_sec = 0;
	enum err rc;

	(void)v;
	if ((rc = load(rq, &s)) != ERR_OK)
		return rc;
	/* The first code of a Primary that nobody has proven asks for the password each time. */
	if (s.way == STEP_UP_FIRST)
		return go_to(rq, HERE);
	rc = step_up_send(rq->cx, &s, &wait_sec);
	return tell_sent(rq, rc, wait_sec,
	    "A new code is on its way. The ones before it are of no use any more.");
}

/* Sends the code another way, once the reader has shown to be who is signed in. */
static enum err
go(struct req *rq, enum step_up_way way, const char *sent)
{
	struct step_up s;
	int64_t wait_sec = 0;
	enum err rc;

	if ((rc = load(rq, &s)) != ERR_OK)
		return rc;
	if (way == STEP_UP_FIRST && s.way != STEP_UP_FIRST)
		return go_to(rq, HERE);
	if ((rc = check_me(rq)) != ERR_OK)
		return rc;
	rc = step_up_go(rq->cx, &s, way, &wait_sec);
	return tell_sent(rq, rc, wait_sec, sent);
}

static enum err
check_password(struct req *rq, struct view *v)
{
	(void)v;
	return go(rq, STEP_UP_FIRST, "A code is on its way to the Primary contact.");
}

static enum err
go_left(struct req *rq, struct view *v)
{
	(void)v;
	return go(rq, STEP_UP_LEFT,
	    "A code is on its way to your own email address. All Super Admins will be told.");
}

static enum err
cancel(struct req *rq, struct view *v)
{
	struct step_up s;
	enum err rc;

	(void)v;
	if ((rc = step_up_load(rq->cx, &s)) == ERR_MISSING)
		return go_to(rq, "/");
	if (rc != ERR_OK || (rc = step_up_drop(rq->cx)) != ERR_OK)
		return rc;
	rc = show_waiting(rq, s.sealed);
	return rc == ERR_MISSING ? go_to(rq, "/") : rc;
}

static const struct route routes[] = {
	{ GET, "", PERM_SIGNED_IN, NULL, both_fields, "otp.cs", .run = show },
	{ POST, "", PERM_SIGNED_IN, code_fields, .run = confirm, .again = show,
	    .code_purpose = STEP_UP_CODE, .refused_event = "code.wrong" },
	{ POST, "new", PERM_SIGNED_IN, no_fields, .run = send_new, .again = show },
	{ POST, "password", PERM_PRIMARY_REPLACE, me_fields, .run = check_password,
	    .again = show, .throttle = THROTTLE_SIGN_IN_ADDRESS,
	    .refused_event = "password.wrong" },
	{ GET, "left", PERM_PRIMARY_REPLACE, NULL, me_fields, "otp-left.cs", .run = show_left },
	{ POST, "left", PERM_PRIMARY_REPLACE, me_fields, .run = go_left, .again = show_left,
	    .throttle = THROTTLE_SIGN_IN_ADDRESS, .refused_event = "password.wrong" },
	{ POST, "cancel", PERM_SIGNED_IN, no_fields, .run = cancel },
	{ METHOD_UNSET }
};

const struct page page = { "otp", HERE, "Confirm with a code", routes };
