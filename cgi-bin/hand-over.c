/*
 * hand-over: the owner of the account makes another user its Super Admin and becomes an Admin.
 *
 * GET  ""  what it means, and who it could be: the other Super Admins and Admins, or an email
 * GET  ID  asks, naming what changes for both
 * POST ID  hands over, after a code; 303, 422 that user cannot own it, 409
 * 404  also for every user of another account
 */
#include "base/banned.h"

#include "domain/hand_over.h"
#include "web/page.h"
#include "web/view.h"

#define HERE	"/manage/users/hand-over"	/* the prefix of this page */
#define EMAIL_LONGEST	254	/* characters; the column's width */

static const struct field find_fields[] = {
	{ .name = "email",
	    .label = "Email of another user",
	    .kind = FIELD_EMAIL,
	    .longest = EMAIL_LONGEST,
	    .autocomplete = "off" },
	{ .name = NULL }
};

static enum err
show_found(struct req *rq, struct view *v)
{
	const char *email = form_text(rq, "email");
	int64_t id;
	enum err rc;

	form_fill(rq, "email", email);
	if (email[0] == '\0')
		return ERR_OK;
	if ((rc = hand_over_find(rq->cx, email, &id)) != ERR_OK)
		return rc;
	view_text(v, "Data.sought", email);
	if (id != 0)
		view_id(v, "Data.found", id);
	return ERR_OK;
}

static enum err
show(struct req *rq, struct view *v)
{
	struct membership list[HAND_OVER_LISTED];
	struct view_row row;
	size_t i, count;
	enum err rc;

	if ((rc = hand_over_list(rq->cx, list, &count)) != ERR_OK ||
	    (rc = show_found(rq, v)) != ERR_OK)
		return rc;
	for (i = 0; i < count; i++) {
		row = view_row(v, "Data.people");
		row_id(&row, "id", list[i].id);
		row_text(&row, "name", list[i].user_name);
		row_text(&row, "email", list[i].user_email);
		row_text(&row, "role", list[i].role.name);
	}
	return ERR_OK;
}

static enum err
show_dues(struct req *rq, struct view *v)
{
	struct invoice_dues dues;
	bool is_barred;
	enum err rc;

	if ((rc = hand_over_dues(rq->cx, &dues, &is_barred)) != ERR_OK)
		return rc;
	view_flag(v, "Data.owes", dues.due_count > 0);
	view_money(v, "Data.due", dues.due_paise);
	view_flag(v, "Data.is_barred", is_barred);
	return ERR_OK;
}

static enum err
confirm(struct req *rq, struct view *v)
{
	struct membership to;
	struct problems why;
	enum err rc;

	if ((rc = membership_load(rq->cx, route_id(rq), &to)) != ERR_OK)
		return rc;
	view_title(v, "Hand over to %s?", to.user_name);
	problems_init(&why, rq->cx->mem);
	if (!hand_over_can(rq->cx, &to, &why))
		view_text(v, "Data.why", why.list[0].text);
	view_id(v, "Data.to.id", to.id);
	view_text(v, "Data.to.name", to.user_name);
	view_text(v, "Data.to.email", to.user_email);
	view_text(v, "Data.to.role", to.role.name);
	view_flag(v, "Data.to.is_super_admin", to.role_id == ROLE_SUPER_ADMIN);
	view_flag(v, "Data.to.has_panel", to.has_panel);
	form_fill_count(rq, "version", to.version);
	return show_dues(rq, v);
}

static enum err
carry(struct req *rq, struct view *v)
{
	struct membership to;
	enum err rc;

	(void)v;
	if ((rc = membership_load(rq->cx, route_id(rq), &to)) != ERR_OK ||
	    (rc = hand_over(rq->cx, to.id, form_count(rq, "version"), form_problems(rq))) !=
		ERR_OK)
		return rc;
	return see_other(rq, "/", "%s owns this account now, and you are an Admin. Both of you are"
	    " told by mail.", to.user_name);
}

static const struct route routes[] = {
	{ GET, "", PERM_ROLE_EDIT, find_fields, find_fields, "hand-over.cs", .run = show },
	{ GET, ":id", PERM_ROLE_EDIT, NULL, version_fields, "hand-over-confirm.cs",
	    .run = confirm },
	{ POST, ":id", PERM_ROLE_EDIT, version_fields, .run = carry, .again = confirm,
	    .step_up = "account.hand_over" },
	{ METHOD_UNSET }
};

const struct page PAGE = { "hand-over", HERE, "Hand over ownership", routes };
