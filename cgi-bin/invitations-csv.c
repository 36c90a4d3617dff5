/*
 * invitations-csv: several people are invited at once, by a list as a spreadsheet writes it.
 *
 * GET  ""  an empty form, with what a list looks like
 * POST ""  shows every row and what is wrong with it, and invites nobody; 200 where all are right,
 *          else 422. With `confirm`, of a list that was shown so: invites all, or nobody; 303
 * 404  where it is built without libcsv
 */
#include "base/banned.h"

#include <string.h>

#include "domain/invitation_csv.h"
#include "web/page.h"
#include "web/view.h"

#define LIST	"/manage/users/invitations"	/* the page that leads here */
#define HERE	LIST "/csv"			/* the prefix of this page */

static const struct field csv_fields[] = {
	{ .name = "list",
	    .label = "The list",
	    .kind = FIELD_LINES,
	    .need = REQUIRED,
	    .longest = INVITATION_CSV_BYTES,
	    .missing = "Paste the list, one row for each person.",
	    .hint = "At most 60 KB and 500 people at a time." },
	{ .name = "confirm", .kind = FIELD_SEALED },
	{ .name = NULL }
};

/* The roles that the actor may give, and the list as it was sent. */
static enum err
read(struct req *rq, struct role *roles, size_t *count, struct invitation_csv *csv,
    struct problems *all)
{
	enum err rc;

	if ((rc = invitation_roles(rq->cx, roles, INVITATION_ROLES_MAX, count)) != ERR_OK)
		return rc;
	return invitation_csv_read(rq->cx, form_text(rq, "list"), roles, *count, csv, all);
}

static void
show_row(struct view *v, const struct invitation_csv_row *r, const struct invitation_wish *w)
{
	struct view_row row = view_row(v, "Data.rows"), problem;
	size_t i;

	row_id(&row, "number", (int64_t)r->number);
	row_text(&row, "name", w->typed.name);
	row_text(&row, "email", w->typed.email);
	row_text(&row, "role", r->role);
	row_text(&row, "department", w->typed.department);
	row_text(&row, "extension", w->typed.extension);
	row_flag(&row, "takes_calls", w->typed.takes_calls);
	for (i = 0; i < w->problems->count; i++) {
		problem = row_row(&row, "problems");
		row_text(&problem, "text", w->problems->list[i].text);
		row_text(&problem, "link", w->problems->list[i].link);
		row_text(&problem, "link_text", w->problems->list[i].link_text);
	}
}

/* What was sent, row by row: as it stands now, for the page is shown after nothing was done. */
static enum err
show_rows(struct req *rq, struct view *v)
{
	struct role roles[INVITATION_ROLES_MAX];
	struct invitation_csv csv;
	struct problems again;
	size_t i, count;
	enum err rc;

	problems_init(&again, rq->cx->mem);
	if ((rc = read(rq, roles, &count, &csv, &again)) != ERR_OK && rc != ERR_INVALID)
		return rc;
	for (i = 0; i < csv.count; i++)
		show_row(v, &csv.rows[i], &csv.wishes[i]);
	view_count(v, "Data.count", (int64_t)csv.count);
	view_count(v, "Data.wrong", (int64_t)csv.wrong);
	if (rc == ERR_OK)
		view_text(v, "Data.mark", csv.mark);
	return ERR_OK;
}

static void
show_roles(struct view *v, const struct role *roles, size_t count)
{
	struct view_row row;
	size_t i;

	for (i = 0; i < count; i++) {
		row = view_row(v, "Data.roles");
		row_text(&row, "name", roles[i].name);
	}
}

static enum err
show(struct req *rq, struct view *v)
{
	struct role roles[INVITATION_ROLES_MAX];
	size_t count;
	enum err rc;

	if (!invitation_csv_is_known())
		return ERR_MISSING;
	view_title(v, "Invite from a list");
	if (form_was_sent(rq))
		return show_rows(rq, v);
	if ((rc = invitation_roles(rq->cx, roles, INVITATION_ROLES_MAX, &count)) != ERR_OK)
		return rc;
	show_roles(v, roles, count);
	return ERR_OK;
}

static enum err
invite(struct req *rq, struct view *v)
{
	struct role roles[INVITATION_ROLES_MAX];
	struct invitation_csv csv;
	size_t count;
	enum err rc;

	(void)v;
	if ((rc = read(rq, roles, &count, &csv, form_problems(rq))) != ERR_OK)
		return rc;
	/* A list that was changed after it was shown is shown again. */
	if (strcmp(form_text(rq, "confirm"), csv.mark) != 0)
		return ERR_UNCONFIRMED;
	if ((rc = invitation_csv_add(rq->cx, &csv, roles, count, form_problems(rq))) != ERR_OK)
		return rc;
	return see_other(rq, LIST, "Invitations on their way: %zu. Each can be accepted for 72 "
	    "hours.", csv.count);
}

static const struct route routes[] = {
	{ GET, "", PERM_USER_EDIT, NULL, csv_fields, "invitations-csv.cs", .run = show },
	{ POST, "", PERM_USER_EDIT, csv_fields, .run = invite, .again = show, .confirm = show },
	{ METHOD_UNSET }
};

const struct page page = { "invitations-csv", HERE, "Invite from a list", routes };
