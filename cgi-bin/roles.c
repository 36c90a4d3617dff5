/*
 * roles: what each role of the account may, as one grid that is saved as one change; and roles of
 * the account's own.
 *
 * GET  ""         the grid
 * POST ""         shows what would change and for whom; once that is confirmed saves it: 303, 422 a
 *                 tick against a rule, 409 somebody saved in between
 * GET  preview    303 to the grid: what would change is shown only for ticks that were sent
 * GET  edit       the grid
 * POST edit       the grid again with the ticks that were sent
 * GET  reset      what the rights of a new account would change, to be confirmed
 * GET  new        asks for a name and which role to copy
 * POST new        adds the role; 303, 422 the name is taken or there is no room
 * GET  ID         a role: its name, whether it needs a second factor, its history
 * POST ID         saves them; 303, 422, 409
 * GET  ID/remove  asks, or says who has the role
 * POST ID/remove  removes it; 303, 422 somebody has it, 409
 * 404  also for every role of another account, and for removing one of the five
 */
#include "base/banned.h"

#include <string.h>

#include "domain/role_custom.h"
#include "domain/role_grid.h"
#include "domain/second_factor.h"
#include "web/page.h"
#include "web/view.h"

#define HERE		"/manage/roles"	/* the prefix of this page */
#define BIT(permission) (UINT64_C(1) << (permission))

static const struct choice copied_from[] = {
	{ "admin", "Admin" },
	{ "billing", "Billing" },
	{ "manager", "Manager" },
	{ "agent", "Agent" },
	{ "super-admin", "Super Admin, as far as another role may what it may" },
	{ NULL, NULL }
};

static const struct field grid_fields[] = {
	{ .name = "rights",
	    .label = "What roles may",
	    .kind = FIELD_TICKS,
	    .longest = ROLE_LIST_MAX * PERM__MAX },
	{ .name = "confirmed", .kind = FIELD_FLAG },
	VERSION_FIELD,
	{ .name = NULL }
};

#define NAME_FIELD                                                                                 \
	{ .name = "name",                                                                          \
	    .label = "Name",                                                                       \
	    .kind = FIELD_TEXT,                                                                    \
	    .longest = ROLE_NAME_MAX,                                                              \
	    .hint = "What people who have it are called here, like Accountant." }

static const struct field new_fields[] = {
	NAME_FIELD,
	{ .name = "from",
	    .label = "Copy what it may from",
	    .kind = FIELD_CHOICE,
	    .need = REQUIRED,
	    .missing = "Choose the role to begin with.",
	    .choices = copied_from },
	{ .name = NULL }
};

static const struct field role_fields[] = {
	NAME_FIELD,
	{ .name = "needs_second_factor",
	    .label = "Who has this role must use a second factor",
	    .kind = FIELD_FLAG,
	    .hint = "An authenticator app. Who has none yet is asked to set one up with the next"
		" click, and can do nothing else before." },
	VERSION_FIELD,
	{ .name = NULL }
};

/* ---- the grid ---- */

static void
fill_grid(struct req *rq, const struct role_grid *grid)
{
	const char *ticks = "";
	enum permission p;
	size_t i;

	for (i = 0; i < grid->count; i++)
		for (p = PERM_OWN_PROFILE; p < PERM__MAX; p++)
			if (role_grid_is_open(&grid->roles[i], p) &&
			    (grid->roles[i].bits & BIT(p)) != 0)
				ticks = mem_fmt(rq->cx->mem, "%s%s%s", ticks,
				    ticks[0] == '\0' ? "" : " ",
				    role_grid_word(rq->cx->mem, grid->roles[i].id, p));
	form_fill(rq, "rights", ticks);
	form_fill_count(rq, "version", grid->version);
}

/* The grid as it was sent; a tick of a role that has gone meanwhile is dropped with the role. */
static enum err
read_grid(struct req *rq, struct role_grid *grid)
{
	const char *ticks = form_text(rq, "rights");
	enum permission p;
	enum err rc;
	size_t i;

	if ((rc = role_grid_load(rq->cx, grid)) != ERR_OK)
		return rc;
	grid->version = form_count(rq, "version");
	for (i = 0; i < grid->count; i++)
		for (p = PERM_OWN_PROFILE; p < PERM__MAX; p++) {
			struct role *r = &grid->roles[i];

			if (!role_grid_is_open(r, p))
				continue;
			r->bits &= ~BIT(p);
			if (ticks_have(ticks, role_grid_word(rq->cx->mem, r->id, p)))
				r->bits |= BIT(p);
		}
	return ERR_OK;
}

static void
show_column(struct view *v, const struct role *r)
{
	struct view_row row = view_row(v, "Data.roles");

	row_id(&row, "id", r->id);
	row_text(&row, "name", r->name);
	row_flag(&row, "needs_second_factor", r->needs_second_factor);
	if (role_is_custom(r))
		row_text(&row, "copied_from", role_default_name(r->copied_from));
}

static void
show_cell(struct req *rq, struct view_row *right, const struct role *r, enum permission p)
{
	struct view_row cell = row_row(right, "cells");

	row_text(&cell, "role", r->name);
	if (role_grid_is_open(r, p)) {
		row_flag(&cell, "is_open", true);
		form_row_tick(rq, &cell, "rights", role_grid_word(rq->cx->mem, r->id, p));
	} else {
		row_flag(&cell, "may", (r->bits & BIT(p)) != 0);
	}
}

static void
show_right(struct req *rq, struct view *v, const struct role_grid *grid, enum permission p)
{
	struct view_row right = view_row(v, "Data.rights");
	size_t i;

	row_text(&right, "text", role_permission_text(p));
	row_text(&right, "needs", role_permission_text(role_permission_needs(p)));
	row_flag(&right, "is_everyones", role_permission_fixed(p) == ROLE_FIXED_EVERYONE);
	row_flag(&right, "is_super_admins", role_permission_fixed(p) == ROLE_FIXED_SUPER_ADMIN);
	for (i = 0; i < grid->count; i++)
		show_cell(rq, &right, &grid->roles[i], p);
}

static enum err
show(struct req *rq, struct view *v)
{
	struct role_grid grid;
	enum permission p;
	enum err rc;
	size_t i;

	if ((rc = role_grid_load(rq->cx, &grid)) != ERR_OK)
		return rc;
	fill_grid(rq, &grid);
	for (i = 0; i < grid.count; i++)
		show_column(v, &grid.roles[i]);
	for (p = PERM_OWN_PROFILE; p < PERM__MAX; p++)
		show_right(rq, v, &grid, p);
	view_flag(v, "Data.has_room", grid.count < ROLE_LIST_MAX);
	view_count(v, "Data.custom_max", ROLE_CUSTOM_MAX);
	return show_history(rq, v, "roles", rq->cx->actor.account_id, NULL);
}

/* A page of its own for the ticks that were sent, so that they wait at its address. */
static enum err
edit(struct req *rq, struct view *v)
{
	return show(rq, v);
}

static enum err
look_again(struct req *rq, struct view *v)
{
	(void)rq;
	(void)v;
	return ERR_UNCONFIRMED;
}

/* ---- what would change, and for whom ---- */

static void
list_rights(struct view_row *row, const char *key, uint64_t bits)
{
	enum permission p;

	for (p = PERM_OWN_PROFILE; p < PERM__MAX; p++)
		if ((bits & BIT(p)) != 0) {
			struct view_row right = row_row(row, key);

			row_text(&right, "text", role_permission_text(p));
		}
}

/* "Ravi Iyer, Meena Rao and 3 more". */
static const char *
names_of(struct mem *m, const struct role_members *who)
{
	int64_t more = who->count - (int64_t)who->named;
	const char *names[ROLE_MEMBERS_NAMED + 1];
	size_t count = who->named;

	memcpy(names, who->names, count * sizeof(names[0]));
	if (who->count > ROLE_MEMBERS_COUNTED)
		names[count++] = mem_fmt(m, "more than %d others", ROLE_MEMBERS_COUNTED);
	else if (more > 0)
		names[count++] = mem_fmt(m, "%lld more", (long long)more);
	return language_series(m, names, count);
}

static enum err
show_change(struct req *rq, struct view *v, const struct role *old, const struct role *new)
{
	struct role_members who;
	struct view_row row;
	enum err rc;

	if (old->bits == new->bits)
		return ERR_OK;
	if ((rc = role_members(rq->cx, new->id, &who)) != ERR_OK)
		return rc;
	row = view_row(v, "Data.changes");
	row_text(&row, "name", new->name);
	row_text(&row, "who", names_of(rq->cx->mem, &who));
	list_rights(&row, "losses", old->bits & ~new->bits);
	list_rights(&row, "gains", new->bits & ~old->bits);
	return ERR_OK;
}

static enum err
show_changes(struct req *rq, struct view *v, const struct role_grid *old,
    const struct role_grid *new)
{
	enum err rc = ERR_OK;
	size_t i;

	for (i = 0; i < new->count && rc == ERR_OK; i++)
		rc = show_change(rq, v, &old->roles[i], &new->roles[i]);
	return rc;
}

static enum err
preview(struct req *rq, struct view *v)
{
	struct role_grid old, new;
	enum err rc;

	if (!form_was_sent(rq))
		return go_to(rq, HERE);
	if ((rc = role_grid_load(rq->cx, &old)) != ERR_OK || (rc = read_grid(rq, &new)) != ERR_OK)
		return rc;
	view_title(v, "What would change");
	return show_changes(rq, v, &old, &new);
}

static enum err
confirm_reset(struct req *rq, struct view *v)
{
	struct role_grid old, new;
	enum err rc;
	size_t i;

	if ((rc = role_grid_load(rq->cx, &old)) != ERR_OK)
		return rc;
	new = old;
	for (i = 0; i < new.count; i++)
		new.roles[i].bits = role_grid_default(&new.roles[i]);
	fill_grid(rq, &new);
	view_title(v, "Reset to defaults");
	view_flag(v, "Data.is_reset", true);
	return show_changes(rq, v, &old, &new);
}

static enum err
save(struct req *rq, struct view *v)
{
	struct role_grid grid;
	bool differs;
	enum err rc;

	(void)v;
	if ((rc = read_grid(rq, &grid)) != ERR_OK ||
	    (rc = role_grid_check(rq->cx, &grid, &differs, form_problems(rq))) != ERR_OK)
		return rc;
	if (!differs)
		return see_other(rq, HERE, "There was nothing to save: the ticks are as before.");
	if (!form_flag(rq, "confirmed"))
		return ERR_UNCONFIRMED;
	if ((rc = role_grid_save(rq->cx, &grid, form_problems(rq))) != ERR_OK)
		return rc;
	return see_other(rq, HERE, "What roles may is saved. It counts from the next click.");
}

/* ---- one role ---- */

static enum err
add_form(struct req *rq, struct view *v)
{
	(void)rq;
	view_title(v, "Add a role");
	return ERR_OK;
}

static enum err
add(struct req *rq, struct view *v)
{
	int64_t id;
	enum err rc;

	(void)v;
	if ((rc = role_copy(rq->cx, role_by_word(form_text(rq, "from")), form_text(rq, "name"),
		 &id, form_problems(rq))) != ERR_OK)
		return rc;
	mark_row(rq, "role-%lld", (long long)id);
	return see_other(rq, HERE, "Role added: %s. Tick below what it may.",
	    form_text(rq, "name"));
}

static void
show_role(struct view *v, const struct role *r)
{
	view_id(v, "Data.role.id", r->id);
	view_text(v, "Data.role.name", r->name);
	view_text(v, "Data.role.copied_from", role_default_name(r->copied_from));
	view_flag(v, "Data.role.is_custom", role_is_custom(r));
	view_flag(v, "Data.role.is_super_admin", r->id == ROLE_SUPER_ADMIN);
}

static enum err
edit_role(struct req *rq, struct view *v)
{
	struct role r;
	enum err rc;

	if ((rc = role_load(rq->cx, route_id(rq), &r)) != ERR_OK)
		return rc;
	view_title(v, "%s", r.name);
	show_role(v, &r);
	view_flag(v, "Data.has_second_factor", second_factor_is_there());
	form_fill(rq, "name", r.name);
	form_fill_flag(rq, "needs_second_factor", r.needs_second_factor);
	form_fill_count(rq, "version", r.version);
	return show_history(rq, v, "role", r.id, role_fields);
}

static enum err
save_role(struct req *rq, struct view *v)
{
	struct role r = {
		.id = route_id(rq), .version = form_count(rq, "version"),
		.name = form_text(rq, "name"),
		.needs_second_factor = form_flag(rq, "needs_second_factor"),
	};
	enum err rc;

	(void)v;
	if ((rc = role_save(rq->cx, &r, form_problems(rq))) != ERR_OK)
		return rc;
	mark_row(rq, "role-%lld", (long long)r.id);
	return see_other(rq, HERE, "The role is saved.");
}

static enum err
confirm_remove(struct req *rq, struct view *v)
{
	struct role_members who;
	struct role r;
	enum err rc;

	if ((rc = role_load(rq->cx, route_id(rq), &r)) != ERR_OK ||
	    (rc = role_members(rq->cx, r.id, &who)) != ERR_OK)
		return rc;
	if (!role_is_custom(&r))
		return ERR_MISSING;
	view_title(v, "Remove %s?", r.name);
	show_role(v, &r);
	view_text(v, "Data.who", names_of(rq->cx->mem, &who));
	view_flag(v, "Data.is_one", who.count == 1);
	form_fill_count(rq, "version", r.version);
	return ERR_OK;
}

static enum err
remove_role(struct req *rq, struct view *v)
{
	struct role r;
	enum err rc;

	(void)v;
	if ((rc = role_load(rq->cx, route_id(rq), &r)) != ERR_OK ||
	    (rc = role_remove(rq->cx, r.id, form_count(rq, "version"), form_problems(rq))) !=
		ERR_OK)
		return rc;
	return see_other(rq, HERE, "Role removed: %s.", r.name);
}

static const struct route routes[] = {
	{ GET, "", PERM_ROLE_EDIT, NULL, grid_fields, "roles.cs", .run = show },
	{ POST, "", PERM_ROLE_EDIT, grid_fields, .run = save, .again = show, .confirm = preview },
	{ GET, "preview", PERM_ROLE_EDIT, NULL, grid_fields, "roles-preview.cs", .run = preview },
	{ GET, "edit", PERM_ROLE_EDIT, NULL, grid_fields, "roles.cs", .run = edit },
	{ POST, "edit", PERM_ROLE_EDIT, grid_fields, .run = look_again, .again = edit,
	    .confirm = edit },
	{ GET, "reset", PERM_ROLE_EDIT, NULL, grid_fields, "roles-preview.cs",
	    .run = confirm_reset },
	{ GET, "new", PERM_ROLE_EDIT, NULL, new_fields, "role-new.cs", .run = add_form },
	{ POST, "new", PERM_ROLE_EDIT, new_fields, .run = add, .again = add_form },
	{ GET, ":id", PERM_ROLE_EDIT, NULL, role_fields, "role.cs", .run = edit_role },
	{ POST, ":id", PERM_ROLE_EDIT, role_fields, .run = save_role, .again = edit_role },
	{ GET, ":id/remove", PERM_ROLE_EDIT, NULL, version_fields, "role-remove.cs",
	    .run = confirm_remove },
	{ POST, ":id/remove", PERM_ROLE_EDIT, version_fields, .run = remove_role,
	    .again = confirm_remove },
	{ METHOD_UNSET }
};

const struct page page = { "roles", HERE, "Roles", routes };
