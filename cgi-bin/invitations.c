/*
 * invitations: who is asked to become a user of the account and has not answered yet.
 *
 * GET  ""         those that are pending, newest first, below the id `before`, and what became of
 *                 the mail of each
 * GET  new        an empty form
 * POST new        invites somebody; 303 to the list, 422 refused
 * POST ID/resend  a new mail with a new link; 303, with how long to wait where it is too early
 * POST ID/cancel  the link is of no use any more; 303
 * 403  also for an invitation to a role that the actor may not give
 * 404  also for every invitation of another account, and one that is not pending
 */
#include "base/banned.h"

#include <string.h>

#include "domain/invitation.h"
#include "domain/invitation_csv.h"
#include "domain/membership.h"
#include "domain/user.h"
#include "web/page.h"
#include "web/view.h"

#define HERE		"/manage/users/invitations"	/* the prefix of this page */
#define ROWS		50	/* of one page */
#define EMAIL_LONGEST	254	/* characters; the column's width */

static const struct field list_fields[] = {
	{ .name = "before", .kind = FIELD_COUNT },
	{ .name = NULL }
};

static const struct field new_fields[] = {
	{ .name = "name",
	    .label = "Name",
	    .kind = FIELD_TEXT,
	    .need = REQUIRED,
	    .longest = USER_NAME_MAX,
	    .missing = "Enter the name of the person.",
	    .hint = "The person can put it right when joining." },
	{ .name = "email",
	    .label = "Email",
	    .kind = FIELD_EMAIL,
	    .need = REQUIRED,
	    .longest = EMAIL_LONGEST,
	    .missing = "Enter the person's own email address.",
	    .hint = "The person's own. Only this address can accept, and it signs in then." },
	{ .name = "role",
	    .label = "Role",
	    .kind = FIELD_ROW,
	    .need = REQUIRED,
	    .missing = "Choose the role that the person is to have.",
	    .hint = "Roles below yours, with no right that you lack." },
	{ .name = "department",
	    .label = "Department",
	    .kind = FIELD_TEXT,
	    .longest = MEMBERSHIP_DEPARTMENT_MAX },
	{ .name = "extension",
	    .label = "Extension",
	    .kind = FIELD_TEXT,
	    .longest = MEMBERSHIP_EXTENSION_MAX,
	    .hint = "Digits. It is kept for the person until the invitation ends." },
	{ .name = "takes_calls", .label = "Takes calls", .kind = FIELD_FLAG },
	{ .name = NULL }
};

/* What its mail is worth to whoever waits for an answer. */
static void
show_mail(struct view_row *row, const struct invitation *i)
{
	row_text(row, "mail_state",
	    i->mail_state[0] == '\0' ? "" : choice_label(message_states, i->mail_state));
	row_text(row, "mail_result", i->mail_result);
	row_date(row, "mail_at", i->mail_at);
	row_flag(row, "is_lost",
	    strcmp(i->mail_state, "bounced") == 0 || strcmp(i->mail_state, "failed") == 0);
}

static void
show_row(struct req *rq, struct view *v, const struct invitation *i)
{
	struct view_row row = view_row(v, "Data.invitations");
	int64_t wait_sec = invitation_wait(rq->cx, i);

	row_id(&row, "id", i->id);
	row_text(&row, "name", i->name);
	row_text(&row, "email", i->email);
	row_text(&row, "role", i->role_name);
	row_text(&row, "department", i->department);
	row_text(&row, "extension", i->extension);
	row_text(&row, "who", i->invited_by_name);
	row_date(&row, "asked_at", i->asked_at);
	row_date(&row, "expires_at", i->expires_at);
	row_flag(&row, "is_open", invitation_is_open(rq->cx, i));
	row_flag(&row, "may_change", i->may_change);
	if (wait_sec > 0)
		row_text(&row, "wait", in_words(rq, wait_sec));
	show_mail(&row, i);
}

/* One more than fits tells whether there is an older page. */
static enum err
show_list(struct req *rq, struct view *v)
{
	struct invitation *list = mem_array(rq->cx->mem, ROWS + 1, sizeof(*list));
	int64_t before = form_count(rq, "before");
	size_t i, count;
	enum err rc;

	if ((rc = invitation_list(rq->cx, before, list, ROWS + 1, &count)) != ERR_OK)
		return rc;
	for (i = 0; i < count && i < ROWS; i++)
		show_row(rq, v, &list[i]);
	if (count > ROWS)
		view_id(v, "Data.older", list[ROWS - 1].id);
	view_flag(v, "Data.is_later_page", before != 0);
	view_flag(v, "Data.has_csv", invitation_csv_is_known());
	return ERR_OK;
}

static enum err
show_new(struct req *rq, struct view *v)
{
	struct role roles[INVITATION_ROLES_MAX];
	size_t i, count;
	enum err rc;

	if ((rc = invitation_roles(rq->cx, roles, INVITATION_ROLES_MAX, &count)) != ERR_OK)
		return rc;
	view_title(v, "Invite somebody");
	view_flag(v, "Data.has_roles", count > 0);
	if (!role_may(&rq->cx->actor, PERM_USER_VIEW))
		form_fill(rq, "department", rq->cx->actor.department);
	for (i = 0; i < count; i++)
		form_offer(rq, "role", roles[i].id, roles[i].name);
	return ERR_OK;
}

static enum err
invite(struct req *rq, struct view *v)
{
	struct role roles[INVITATION_ROLES_MAX];
	struct invitation_wish wish = {
		.typed = { .name = form_text(rq, "name"), .email = form_text(rq, "email"),
		    .role_id = form_count(rq, "role"), .department = form_text(rq, "department"),
		    .extension = form_text(rq, "extension"),
		    .takes_calls = form_flag(rq, "takes_calls") },
		.problems = form_problems(rq),
	};
	size_t count;
	enum err rc;

	(void)v;
	if ((rc = invitation_roles(rq->cx, roles, INVITATION_ROLES_MAX, &count)) != ERR_OK ||
	    (rc = invitation_add(rq->cx, &wish, 1, roles, count, form_problems(rq))) != ERR_OK)
		return rc;
	mark_row(rq, "invitation-%lld", (long long)wish.typed.id);
	return see_other(rq, HERE, "An invitation is on its way to %s. It can be accepted for 72 "
	    "hours.", wish.typed.email);
}

static enum err
resend(struct req *rq, struct view *v)
{
	const char *email;
	int64_t wait_sec;
	enum err rc;

	(void)v;
	rc = invitation_resend(rq->cx, route_id(rq), &email, &wait_sec);
	if (rc != ERR_OK && rc != ERR_THROTTLED && rc != ERR_REFUSED)
		return rc;
	mark_row(rq, "invitation-%lld", (long long)route_id(rq));
	if (rc == ERR_THROTTLED)
		return see_other(rq, HERE, "A mail went to %s a short time ago, and nothing was "
		    "sent now. Wait %s, then try again.", email, in_words(rq, wait_sec));
	if (rc == ERR_REFUSED)
		return see_other(rq, HERE, "This account may send %lld invitations in a day and "
		    "has sent them, so nothing was sent to %s now. Wait %s, then try again.",
		    (long long)rq->cx->config->invitations_day, email, in_words(rq, wait_sec));
	return see_other(rq, HERE, "A new invitation is on its way to %s, and can be accepted for "
	    "72 hours. The link in the mails before is of no use any more.", email);
}

static enum err
cancel(struct req *rq, struct view *v)
{
	const char *email;
	enum err rc;

	(void)v;
	if ((rc = invitation_cancel(rq->cx, route_id(rq), &email)) != ERR_OK)
		return rc;
	return see_other(rq, HERE, "The invitation of %s is cancelled: its link is of no use any "
	    "more. Was the address wrong? Invite the right one.", email);
}

static const struct route routes[] = {
	{ GET, "", PERM_USER_EDIT, list_fields, NULL, "invitations.cs", .run = show_list },
	{ GET, "new", PERM_USER_EDIT, NULL, new_fields, "invitation-new.cs", .run = show_new },
	{ POST, "new", PERM_USER_EDIT, new_fields, .run = invite, .again = show_new },
	{ POST, ":id/resend", PERM_USER_EDIT, no_fields, .run = resend },
	{ POST, ":id/cancel", PERM_USER_EDIT, no_fields, .run = cancel },
	{ METHOD_UNSET }
};

const struct page page = { "invitations", HERE, "Invitations", routes };
