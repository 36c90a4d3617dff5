/*
 * users: who belongs to this account, and what the account has decided about each.
 *
 * GET  ""            the users and who is invited by name, searched and filtered; the next page
 *                    behind `after`
 * GET  ID            a user, editable or with the reason why not
 * POST ID            saves; 303, 422 refused, 409 somebody saved in between; to make a Super Admin
 *                    needs a code
 * GET  ID/history    who changed what of the user here
 * GET  ID/suspend    asks; POST ends the sessions here and locks the user out; 303, 422, 409
 * GET  ID/resume     asks; POST lets the user in again; 303, 422, 409
 * GET  ID/remove     asks; POST takes the user off this account for good; 303, 422, 409
 * 404  also for every user of another account, and of another department for who sees one only
 */
#include "base/banned.h"

#include <string.h>

#include "domain/membership.h"
#include "domain/membership_list.h"
#include "web/page.h"
#include "web/view.h"

#define HERE	"/manage/users"		/* the prefix of this page */

static const struct choice states[] = {
	{ "", "All" },
	{ "active", "Active" },
	{ "invited", "Invited" },
	{ "suspended", "Suspended" },
	{ NULL, NULL }
};

static const struct field filter_fields[] = {
	{ .name = "search", .label = "Find a user", .kind = FIELD_TEXT,
	    .longest = MEMBERSHIP_SEARCH_MAX,
	    .hint = "A part of the name or the email, or the extension." },
	{ .name = "role", .label = "Role", .kind = FIELD_ROW },
	{ .name = "department", .label = "Department", .kind = FIELD_TEXT,
	    .longest = MEMBERSHIP_DEPARTMENT_MAX },
	{ .name = "state", .label = "State", .kind = FIELD_CHOICE, .choices = states },
	{ .name = "after", .label = "After", .kind = FIELD_TEXT,
	    .longest = MEMBERSHIP_SEARCH_MAX },
	{ .name = "after_id", .kind = FIELD_COUNT },
	{ .name = "after_invitation", .kind = FIELD_COUNT },
	{ .name = NULL }
};

static const struct field user_fields[] = {
	{ .name = "role", .label = "Role", .kind = FIELD_ROW, .need = REQUIRED,
	    .missing = "Choose a role.",
	    .hint = "Those that you may give." },
	{ .name = "department", .label = "Department", .kind = FIELD_TEXT,
	    .longest = MEMBERSHIP_DEPARTMENT_MAX,
	    .hint = "As the others write it. Managers see the users of their own department." },
	{ .name = "extension", .label = "Extension", .kind = FIELD_TEXT,
	    .longest = MEMBERSHIP_EXTENSION_MAX,
	    .hint = "Up to ten digits. Each is given once in this account." },
	{ .name = "takes_calls", .label = "Take-Calls: is set to receive calls",
	    .kind = FIELD_FLAG },
	{ .name = "pro", .label = "Uses a Pro licence", .kind = FIELD_FLAG },
	{ .name = "panel", .label = "Panel access: can sign in to this account",
	    .kind = FIELD_FLAG,
	    .hint = "Without it the user is only called. Sessions in this account end at once." },
	VERSION_FIELD,
	{ .name = NULL }
};

/* What a list and a user's page tell alike. */
static void
show_facts(struct view_row *row, const struct membership *m)
{
	row_id(row, "id", m->id);
	row_text(row, "name", m->user_name);
	row_text(row, "email", m->user_email);
	row_text(row, "role", m->role.name);
	row_text(row, "department", m->department);
	row_text(row, "extension", m->extension);
	row_flag(row, "takes_calls", m->takes_calls);
	row_flag(row, "is_pro", m->is_pro);
	row_flag(row, "has_panel", m->has_panel);
	row_text(row, "state", membership_state_name(m->state));
	row_text(row, "state_text", choice_label(states, membership_state_name(m->state)));
	row_date(row, "signed_in_at", m->signed_in_at);
}

static const char *
counted(struct req *rq, int64_t number, const char *what)
{
	return number > MEMBERSHIP_COUNT_MAX ? mem_fmt(rq->cx->mem, "1,000+ %s", what) :
	    mem_fmt(rq->cx->mem, "%lld %s", (long long)number, what);
}

static void
show_count(struct req *rq, struct view *v, const struct membership_choices *c)
{
	const char *users = counted(rq, c->users, c->users == 1 ? "user" : "users");
	const char *invited = counted(rq, c->invited, "invited");

	view_text(v, "Data.count", c->invited == 0 ? users : c->users == 0 ? invited :
	    mem_fmt(rq->cx->mem, "%s and %s", users, invited));
}

/* An invitation is shown where it is sent again or cancelled, with the newer ones left out. */
static void
show_listed(struct view *v, const struct membership_listed *l)
{
	struct view_row row = view_row(v, "Data.users");

	show_facts(&row, &l->member);
	if (l->invitation_id == 0)
		return;
	row_id(&row, "invitation", l->invitation_id);
	row_id(&row, "invitation.newer", l->invitation_id + 1);
	row_date(&row, "invitation.expires_at", l->expires_at);
	row_flag(&row, "invitation.is_open", l->is_open);
}

static void
show_next(struct view *v, const struct membership_listed *last)
{
	view_text(v, "Data.next.name", last->member.user_name);
	view_id(v, "Data.next.id", last->member.id);
	view_id(v, "Data.next.invitation", last->invitation_id);
}

static void
show_filter(struct req *rq, struct view *v, const struct membership_filter *f)
{
	static const char *const paging[] = { "after", "after_id", "after_invitation", NULL };
	const char *state = membership_state_name(f->state);

	form_fill(rq, "search", f->search);
	form_fill(rq, "role", f->role_id == 0 ? "" :
	    mem_fmt(rq->cx->mem, "%lld", (long long)f->role_id));
	form_fill(rq, "department", f->department);
	form_fill(rq, "state", state);
	view_text(v, "Data.search", f->search);
	view_text(v, "Data.query", form_query(rq, paging));
	view_flag(v, "Data.is_filtered",
	    f->role_id != 0 || f->department[0] != '\0' || state[0] != '\0');
	view_flag(v, "Data.is_later", f->after_id != 0 || f->after_invitation != 0);
	view_text(v, "Data.own_department", rq->cx->actor.department);
}

/* One more than fits tells whether there is a next page. */
static enum err
list(struct req *rq, struct view *v)
{
	struct membership_listed *rows =
	    mem_array(rq->cx->mem, MEMBERSHIP_LIST_MAX + 1, sizeof(*rows));
	struct membership_filter f = {
		.search = form_text(rq, "search"), .role_id = form_count(rq, "role"),
		.department = form_text(rq, "department"),
		.state = membership_state_by_name(form_text(rq, "state")),
		.after_name = form_text(rq, "after"), .after_id = form_count(rq, "after_id"),
		.after_invitation = form_count(rq, "after_invitation"),
	};
	struct membership_choices choices;
	size_t i, count;
	enum err rc;

	if ((rc = membership_list(rq->cx, &f, rows, MEMBERSHIP_LIST_MAX + 1, &count)) != ERR_OK ||
	    (rc = membership_list_choices(rq->cx, &f, &choices)) != ERR_OK)
		return rc;
	for (i = 0; i < count && i < MEMBERSHIP_LIST_MAX; i++)
		show_listed(v, &rows[i]);
	if (count > MEMBERSHIP_LIST_MAX)
		show_next(v, &rows[MEMBERSHIP_LIST_MAX - 1]);
	show_count(rq, v, &choices);
	for (i = 0; i < choices.role_count; i++)
		form_offer(rq, "role", choices.roles[i].id, choices.roles[i].name);
	show_filter(rq, v, &f);
	return ERR_OK;
}

/* The roles that the actor may give, and the one that the user has. */
static void
offer_roles(struct req *rq, const struct membership *m, const struct membership_choices *c)
{
	size_t i;

	form_offer(rq, "role", m->role_id, m->role.name);
	for (i = 0; i < c->role_count; i++)
		if (c->roles[i].id != m->role_id &&
		    membership_bar(&rq->cx->actor, m, &c->roles[i]) == MEMBERSHIP_BAR_NONE)
			form_offer(rq, "role", c->roles[i].id, c->roles[i].name);
}

static void
show_user(struct req *rq, struct view *v, const struct membership *m)
{
	const struct actor *a = &rq->cx->actor;
	enum membership_bar bar = membership_bar(a, m, NULL);
	bool may = role_may(a, PERM_USER_EDIT);
	struct view_row row = view_place(v, "Data.user");

	show_facts(&row, m);
	row_id(&row, "user_id", m->user_id);
	row_phone(&row, "mobile", m->user_mobile);
	if (m->person_id != 0) {
		row_id(&row, "person", m->person_id);
		row_text(&row, "person.name", m->person_name);
	}
	row_text(&row, "zone", m->user_zone[0] != '\0' ? m->user_zone : a->account_zone);
	row_date(&row, "created_at", m->created_at);
	row_date(&row, "saved_at", m->saved_at);
	row_text(&row, "saved_by", m->saved_by);
	row_text(&row, "work_hours", hours_text(rq->cx->mem, m->hours.days[HOURS_WORK]));
	row_text(&row, "call_hours", hours_text(rq->cx->mem, m->hours.days[HOURS_CALLS]));
	row_flag(&row, "is_own", bar == MEMBERSHIP_BAR_OWN);
	row_flag(&row, "is_last_owner", m->is_last_owner);
	row_flag(&row, "can_edit",
	    may && (bar == MEMBERSHIP_BAR_NONE || bar == MEMBERSHIP_BAR_OWN));
	row_flag(&row, "can_act", may && bar == MEMBERSHIP_BAR_NONE);
	row_flag(&row, "can_move", role_may(a, PERM_USER_VIEW));
	row_text(&row, "why", may ? membership_bar_text(rq->cx, bar, m) : "");
}

static enum err
edit(struct req *rq, struct view *v)
{
	static const struct membership_filter everybody = { .search = "",
		.department = "", .after_name = "" };
	struct membership_choices choices;
	struct membership m;
	enum err rc;

	if ((rc = membership_load(rq->cx, route_id(rq), &m)) != ERR_OK ||
	    (rc = membership_list_choices(rq->cx, &everybody, &choices)) != ERR_OK)
		return rc;
	view_title(v, "%s", m.user_name);
	show_user(rq, v, &m);
	offer_roles(rq, &m, &choices);
	form_fill_count(rq, "role", m.role_id);
	form_fill(rq, "department", m.department);
	form_fill(rq, "extension", m.extension);
	form_fill_flag(rq, "takes_calls", m.takes_calls);
	form_fill_flag(rq, "pro", m.is_pro);
	form_fill_flag(rq, "panel", m.has_panel);
	form_fill_count(rq, "version", m.version);
	return ERR_OK;
}

static enum err
save(struct req *rq, struct view *v)
{
	struct membership m = {
		.id = route_id(rq),
		.version = form_count(rq, "version"),
		.role_id = form_count(rq, "role"),
		.department = form_text(rq, "department"),
		.extension = form_text(rq, "extension"),
		.takes_calls = form_flag(rq, "takes_calls"),
		.is_pro = form_flag(rq, "pro"),
		.has_panel = form_flag(rq, "panel"),
	};
	enum err rc;

	(void)v;
	if ((rc = membership_save(rq->cx, &m, form_problems(rq))) != ERR_OK ||
	    (rc = membership_load(rq->cx, m.id, &m)) != ERR_OK)
		return rc;
	mark_row(rq, "user-%lld", (long long)m.id);
	return see_other(rq, HERE, "User saved: %s.", m.user_name);
}

static enum err
history(struct req *rq, struct view *v)
{
	struct membership m;
	enum err rc;

	if ((rc = membership_load(rq->cx, route_id(rq), &m)) != ERR_OK)
		return rc;
	view_title(v, "%s: history", m.user_name);
	show_user(rq, v, &m);
	return show_history(rq, v, "membership", m.id, user_fields);
}

/* The page that asks before something is done. */
static enum err
confirm(struct req *rq, struct view *v, const char *what)
{
	struct membership m;
	enum err rc;

	if ((rc = membership_load(rq->cx, route_id(rq), &m)) != ERR_OK)
		return rc;
	view_title(v, "%s %s?", what, m.user_name);
	show_user(rq, v, &m);
	form_fill_count(rq, "version", m.version);
	return ERR_OK;
}

static enum err
confirm_suspend(struct req *rq, struct view *v)
{
	return confirm(rq, v, "Suspend");
}

static enum err
confirm_resume(struct req *rq, struct view *v)
{
	return confirm(rq, v, "Resume");
}

static enum err
confirm_remove(struct req *rq, struct view *v)
{
	return confirm(rq, v, "Remove");
}

static enum err
suspend(struct req *rq, struct view *v)
{
	struct membership m;
	enum err rc;

	(void)v;
	if ((rc = membership_load(rq->cx, route_id(rq), &m)) != ERR_OK ||
	    (rc = membership_suspend(rq->cx, m.id, form_count(rq, "version"),
		 form_problems(rq))) != ERR_OK)
		return rc;
	mark_row(rq, "user-%lld", (long long)m.id);
	return see_other(rq, HERE, "%s is suspended, and signed out of this account everywhere.",
	    m.user_name);
}

static enum err
resume(struct req *rq, struct view *v)
{
	struct membership m;
	enum err rc;

	(void)v;
	if ((rc = membership_load(rq->cx, route_id(rq), &m)) != ERR_OK ||
	    (rc = membership_resume(rq->cx, m.id, form_count(rq, "version"),
		 form_problems(rq))) != ERR_OK)
		return rc;
	mark_row(rq, "user-%lld", (long long)m.id);
	return see_other(rq, HERE, "%s is active again.", m.user_name);
}

static enum err
remove_user(struct req *rq, struct view *v)
{
	struct membership m;
	enum err rc;

	(void)v;
	if ((rc = membership_load(rq->cx, route_id(rq), &m)) != ERR_OK ||
	    (rc = membership_remove(rq->cx, m.id, form_count(rq, "version"),
		 form_problems(rq))) != ERR_OK)
		return rc;
	return see_other(rq, HERE, "%s is no longer a user of this account.", m.user_name);
}

static const struct route routes[] = {
	{ GET, "", PERM_USER_VIEW_DEPARTMENT, filter_fields, filter_fields, "users.cs",
	    .run = list },
	{ GET, ":id", PERM_USER_VIEW_DEPARTMENT, NULL, user_fields, "user.cs", .run = edit },
	{ POST, ":id", PERM_USER_EDIT, user_fields, .run = save, .again = edit,
	    .step_up = "membership.owner" },
	{ GET, ":id/history", PERM_USER_VIEW_DEPARTMENT, NULL, NULL, "user-history.cs",
	    .run = history },
	{ GET, ":id/suspend", PERM_USER_EDIT, NULL, version_fields, "user-suspend.cs",
	    .run = confirm_suspend },
	{ POST, ":id/suspend", PERM_USER_EDIT, version_fields, .run = suspend,
	    .again = confirm_suspend },
	{ GET, ":id/resume", PERM_USER_EDIT, NULL, version_fields, "user-resume.cs",
	    .run = confirm_resume },
	{ POST, ":id/resume", PERM_USER_EDIT, version_fields, .run = resume,
	    .again = confirm_resume },
	{ GET, ":id/remove", PERM_USER_EDIT, NULL, version_fields, "user-remove.cs",
	    .run = confirm_remove },
	{ POST, ":id/remove", PERM_USER_EDIT, version_fields, .run = remove_user,
	    .again = confirm_remove },
	{ METHOD_UNSET }
};

const struct page PAGE = { "users", HERE, "Users", routes };
