#include "base/banned.h"
#include "domain/invitation_csv.h"

#include <string.h>

#include "base/crypt.h"
#include "base/csv.h"
#include "base/language.h"
#include "base/text.h"

enum column { COLUMN_NAME, COLUMN_EMAIL, COLUMN_ROLE, COLUMN_DEPARTMENT, COLUMN_EXTENSION,
	COLUMN_CALLS, COLUMN__MAX };

#define COLUMN_NOT_THERE SIZE_MAX

struct columns {
	size_t	 places[COLUMN__MAX];	/* where each one stands */
	size_t	 width;			/* how many cells a row may have */
};

/* As the page says it, and how else people call it; NULL ends. */
static const char *const names[COLUMN__MAX][4] = {
	[COLUMN_NAME] = { "name", "full name", NULL },
	[COLUMN_EMAIL] = { "email", "e-mail", "email address", NULL },
	[COLUMN_ROLE] = { "role", NULL },
	[COLUMN_DEPARTMENT] = { "department", "dept", NULL },
	[COLUMN_EXTENSION] = { "extension", "ext", NULL },
	[COLUMN_CALLS] = { "takes calls", "take-calls", "takes_calls", NULL },
};

/* "" is no. */
static const char *const yes[] = { "yes", "y", "true", "1", NULL };
static const char *const no[] = { "", "no", "n", "false", "0", NULL };

static bool
is_one_of(const char *text, const char *const *words)
{
	for (; *words != NULL; words++)
		if (text_equal_fold(text, *words))
			return true;
	return false;
}

bool
invitation_csv_is_known(void)
{
	return csv_is_known();
}

static enum column
column_of(const char *cell)
{
	enum column c;

	for (c = 0; c < COLUMN__MAX; c++)
		if (is_one_of(cell, names[c]))
			return c;
	return COLUMN__MAX;
}

/* A first row that names a column for the address is a heading. */
static bool
is_heading(const struct csv_row *row)
{
	size_t i;

	for (i = 0; i < row->count; i++)
		if (column_of(row->cells[i]) == COLUMN_EMAIL)
			return true;
	return false;
}

/* Where each column stands. A column that is not known may be a misspelt one, so it is refused. */
static enum err
read_heading(const struct csv_row *row, struct columns *columns, struct problems *all)
{
	size_t *places = columns->places, i;
	enum column c;

	for (c = 0; c < COLUMN__MAX; c++)
		places[c] = COLUMN_NOT_THERE;
	for (i = 0; i < row->count; i++) {
		if (row->cells[i][0] == '\0')
			continue;
		if ((c = column_of(row->cells[i])) == COLUMN__MAX)
			problems_add(all, "list", "There is no column \"%s\". The columns are "
			    "name, email, role, department, extension and takes calls.",
			    text_cut(all->mem, row->cells[i], 60));
		else if (places[c] != COLUMN_NOT_THERE)
			problems_add(all, "list", "The column \"%s\" is there twice. Leave one "
			    "out.", row->cells[i]);
		else
			places[c] = i;
	}
	if (places[COLUMN_NAME] == COLUMN_NOT_THERE || places[COLUMN_ROLE] == COLUMN_NOT_THERE)
		problems_add(all, "list", "The list has no column for the %s. Add one.",
		    places[COLUMN_NAME] == COLUMN_NOT_THERE ? "name" : "role");
	return problems_has_any(all) ? ERR_INVALID : ERR_OK;
}

/* Without a heading the last cells may be left out. Spreadsheets write as many in every row. */
static size_t
width_of(const struct csv_row *first, bool has_heading)
{
	return has_heading || first->count > COLUMN__MAX ? first->count : COLUMN__MAX;
}

static const char *
cell(const struct csv_row *row, const struct columns *columns, enum column c)
{
	size_t place = columns->places[c];

	return place < row->count ? row->cells[place] : "";
}

static const struct role *
role_called(const char *name, const struct role *roles, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (text_equal_fold(roles[i].name, name))
			return &roles[i];
	return NULL;
}

static const char *
role_list(struct mem *m, const struct role *roles, size_t count)
{
	const char **called = mem_array(m, count, sizeof(*called));
	size_t i;

	for (i = 0; i < count; i++)
		called[i] = roles[i].name;
	return language_series(m, called, count);
}

/* Whoever opens the list in a spreadsheet would run it. */
static void
refuse_formula(struct invitation_wish *w, const char *field, const char *text)
{
	if (text[0] != '\0' && strchr("=+-@", text[0]) != NULL)
		problems_add(w->problems, field, "\"%s\" begins with %c, which spreadsheets take "
		    "for a formula. Write it without.", text_cut(w->problems->mem, text, 40),
		    text[0]);
}

static void
read_role(struct context *cx, struct invitation_wish *w, const char *typed,
    const struct role *roles, size_t count)
{
	const struct role *role = role_called(typed, roles, count);

	if (role != NULL)
		w->typed.role_id = role->id;
	else if (typed[0] == '\0')
		problems_add(w->problems, "role", "The role is missing. Yours to give: %s.",
		    role_list(cx->mem, roles, count));
	else
		problems_add(w->problems, "role", "\"%s\" is no role that you may give. Yours to "
		    "give: %s.", text_cut(cx->mem, typed, 60), role_list(cx->mem, roles, count));
}

static bool
is_below_column(const struct columns *columns, size_t at)
{
	enum column c;

	for (c = 0; c < COLUMN__MAX; c++)
		if (columns->places[c] == at)
			return true;
	return false;
}

/*
 * Of "Sales, North" without quotes, the second half is a cell of its own and moves those behind it:
 * the last one may be empty and the row wrong all the same.
 */
static void
refuse_others(struct invitation_wish *w, const struct csv_row *row, const struct columns *columns)
{
	struct mem *m = w->problems->mem;
	const char *text;
	size_t i;

	for (i = 0; i < row->count; i++) {
		text = row->cells[i];
		if ((text[0] == '\0' && i < columns->width) || is_below_column(columns, i))
			continue;
		problems_add(w->problems, "list", "%s stands below no column. A cell with a comma "
		    "in it wants quotes around it: \"Sales, North\". Behind the last cell of a "
		    "row there is no comma.", text[0] == '\0' ? "An empty cell" :
		    mem_fmt(m, "\"%s\"", text_cut(m, text, 40)));
		return;
	}
}

static void
read_row(struct context *cx, const struct csv_row *row, const struct columns *columns,
    const struct role *roles, size_t role_count, struct invitation_csv *csv)
{
	struct invitation_wish *w = &csv->wishes[csv->count];
	struct invitation_csv_row *shown = &csv->rows[csv->count++];

	w->problems = mem_alloc(cx->mem, sizeof(*w->problems));
	problems_init(w->problems, cx->mem);
	refuse_others(w, row, columns);
	w->typed = (struct invitation){
		.name = cell(row, columns, COLUMN_NAME),
		.email = cell(row, columns, COLUMN_EMAIL),
		.department = cell(row, columns, COLUMN_DEPARTMENT),
		.extension = cell(row, columns, COLUMN_EXTENSION),
	};
	shown->role = cell(row, columns, COLUMN_ROLE);
	shown->calls = cell(row, columns, COLUMN_CALLS);
	w->typed.takes_calls = is_one_of(shown->calls, yes);
	if (!w->typed.takes_calls && !is_one_of(shown->calls, no))
		problems_add(w->problems, "takes_calls", "\"%s\" says neither yes nor no: does "
		    "this person take calls?", text_cut(cx->mem, shown->calls, 40));
	refuse_formula(w, "name", w->typed.name);
	refuse_formula(w, "department", w->typed.department);
	read_role(cx, w, shown->role, roles, role_count);
}

static enum err
tell_too_many(size_t rows, struct problems *all)
{
	problems_add(all, "list", "This list has %zu rows; %d people are the most at a time. Send "
	    "it in parts.", rows, INVITATION_ROWS_MAX);
	return ERR_INVALID;
}

static enum err
read_rows(struct context *cx, const struct csv *table, const struct role *roles,
    size_t role_count, struct invitation_csv *csv, struct problems *all)
{
	struct columns columns = { .places = { 0, 1, 2, 3, 4, 5 } };
	bool has_heading = table->count > 0 && is_heading(&table->rows[0]);
	enum err rc;
	size_t i;

	if (has_heading && (rc = read_heading(&table->rows[0], &columns, all)) != ERR_OK)
		return rc;
	if (table->count == (has_heading ? 1U : 0U)) {
		problems_add(all, "list", "There is nobody in this list. Paste one row for each "
		    "person.");
		return ERR_INVALID;
	}
	if (table->count - (has_heading ? 1 : 0) > INVITATION_ROWS_MAX)
		return tell_too_many(table->count, all);
	columns.width = width_of(&table->rows[0], has_heading);
	csv->wishes = mem_array(cx->mem, table->count, sizeof(*csv->wishes));
	csv->rows = mem_array(cx->mem, table->count, sizeof(*csv->rows));
	for (i = has_heading ? 1 : 0; i < table->count; i++) {
		csv->rows[csv->count].number = i + 1;
		read_row(cx, &table->rows[i], &columns, roles, role_count, csv);
	}
	return ERR_OK;
}

/* Says in one sentence where to begin: the rows themselves are shown with all of it. */
static enum err
tell_wrong(struct invitation_csv *csv, struct problems *all)
{
	const struct problem *first = NULL;
	size_t i, number = 0;

	for (csv->wrong = 0, i = 0; i < csv->count; i++) {
		if (!problems_has_any(csv->wishes[i].problems))
			continue;
		if (csv->wrong++ == 0) {
			first = &csv->wishes[i].problems->list[0];
			number = csv->rows[i].number;
		}
	}
	if (first == NULL)
		return problems_has_any(all) ? ERR_INVALID : ERR_OK;
	problems_add(all, "list",
	    "Nobody was invited: %zu of %zu rows %s a problem. Row %zu: %s%s%s", csv->wrong,
	    csv->count, csv->wrong == 1 ? "has" : "have", number, first->text,
	    first->link_text[0] == '\0' ? "" : " ", first->link_text);
	return ERR_INVALID;
}

enum err
invitation_csv_read(struct context *cx, const char *list, const struct role *roles,
    size_t role_count, struct invitation_csv *csv, struct problems *all)
{
	struct csv table;
	enum err rc;

	*csv = (struct invitation_csv){ .mark = crypt_mac(cx->mem, cx->config->keys.mac,
	    "invitation list", list) };
	/* One more for the heading. */
	if ((rc = csv_read(cx->mem, list, INVITATION_ROWS_MAX + 1, &table)) == ERR_TOO_LARGE)
		return tell_too_many(table.count, all);
	if (rc == ERR_INVALID)
		problems_add(all, "list", "Line %zu has a quote where there can be none, or one "
		    "that is never closed. Write a quote within quotes twice, or leave it out.",
		    table.bad_line);
	if (rc != ERR_OK || (rc = read_rows(cx, &table, roles, role_count, csv, all)) != ERR_OK)
		return rc;
	rc = invitation_check(cx, csv->wishes, csv->count, roles, role_count);
	if (rc == ERR_OK || rc == ERR_INVALID)
		rc = invitation_check_sending(cx, csv->wishes, csv->count, all);
	return rc == ERR_OK || rc == ERR_INVALID ? tell_wrong(csv, all) : rc;
}

enum err
invitation_csv_add(struct context *cx, struct invitation_csv *csv, const struct role *roles,
    size_t role_count, struct problems *all)
{
	enum err rc = invitation_add(cx, csv->wishes, csv->count, roles, role_count, all);

	return rc == ERR_INVALID ? tell_wrong(csv, all) : rc;
}
