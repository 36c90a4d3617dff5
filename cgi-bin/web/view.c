#include "base/banned.h"
#include "web/view.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/language.h"
#include "base/money.h"
#include "base/phone.h"

struct view {
	struct mem	*mem;			/* texts made here */
	struct tree	*tree;			/* what the template sees */
	enum err	 error;			/* the first failure */
};

struct view *
view_new(struct mem *m)
{
	struct view *v = mem_alloc(m, sizeof(*v));

	v->mem = m;
	v->tree = tree_new_in(m);
	return v;
}

void
view_free(struct view **v)
{
	if (*v == NULL)
		return;
	tree_free(&(*v)->tree);
	*v = NULL;
}

enum err
view_error(const struct view *v)
{
	return v->error;
}

struct tree *
view_tree(struct view *v)
{
	return v->tree;
}

const char *
view_get(const struct view *v, const char *key)
{
	return tree_get(v->tree, key);
}

static struct view_row
root(struct view *v)
{
	return (struct view_row){ v, tree_root(v->tree) };
}

void
row_text(struct view_row *row, const char *key, const char *value)
{
	if (row->view->error == ERR_OK)
		row->view->error = tree_put(row->view->tree, row->node, key, value);
}

void
row_id(struct view_row *row, const char *key, int64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", (long long)value);
	row_text(row, key, text);
}

void
row_flag(struct view_row *row, const char *key, bool value)
{
	if (value)
		row_text(row, key, "1");
}

struct view_row
row_place(struct view_row *row, const char *key)
{
	struct view_row place = { .view = row->view };

	if (row->view->error == ERR_OK)
		row->view->error = tree_below(row->view->tree, row->node, key, &place.node);
	return place;
}

void
view_link(struct view *v, const char *list, const char *link, const char *text)
{
	struct view_row row = view_row(v, list);

	row_text(&row, "link", link);
	row_text(&row, "text", text);
}

struct view_row
row_row(struct view_row *row, const char *list)
{
	struct view_row next = { .view = row->view };

	if (row->view->error == ERR_OK)
		row->view->error = tree_append(row->view->tree, row->node, list, &next.node);
	return next;
}

/* A value and one below it, which says the same for machines. */
static void
set_pair(struct view_row *row, const char *key, const char *below, const char *value,
    const char *raw)
{
	struct view_row place;

	row_text(row, key, value);
	place = row_place(row, key);
	row_text(&place, below, raw);
}

void
row_date(struct view_row *row, const char *key, int64_t utc_sec)
{
	struct mem *m = row->view->mem;

	if (utc_sec != 0)
		set_pair(row, key, "iso", clock_words(m, utc_sec), clock_iso(m, utc_sec));
}

void
row_day(struct view_row *row, const char *key, int64_t day)
{
	struct mem *m = row->view->mem;

	if (day != 0)
		set_pair(row, key, "iso", calendar_words(m, day), calendar_iso(m, day));
}

void
row_money(struct view_row *row, const char *key, int64_t paise)
{
	row_text(row, key, money_text(row->view->mem, paise));
}

void
row_phone(struct view_row *row, const char *key, const char *e164)
{
	char shown[PHONE_SHOWN_BYTES];

	if (e164[0] == '\0')
		return;
	phone_show(e164, shown, sizeof(shown));
	set_pair(row, key, "raw", shown, e164);
}

void
view_text(struct view *v, const char *key, const char *value)
{
	struct view_row top = root(v);

	row_text(&top, key, value);
}

void
view_title(struct view *v, const char *format, ...)
{
	char title[512];
	va_list ap;

	va_start(ap, format);
	vsnprintf(title, sizeof(title), language_format(format), ap);
	va_end(ap);
	view_text(v, "Page.title", title);
}

void
view_id(struct view *v, const char *key, int64_t value)
{
	struct view_row top = root(v);

	row_id(&top, key, value);
}

void
view_count(struct view *v, const char *key, int64_t value)
{
	view_id(v, key, value);
}

void
view_flag(struct view *v, const char *key, bool value)
{
	struct view_row top = root(v);

	row_flag(&top, key, value);
}

void
view_date(struct view *v, const char *key, int64_t utc_sec)
{
	struct view_row top = root(v);

	row_date(&top, key, utc_sec);
}

void
view_day(struct view *v, const char *key, int64_t day)
{
	struct view_row top = root(v);

	row_day(&top, key, day);
}

void
view_money(struct view *v, const char *key, int64_t paise)
{
	struct view_row top = root(v);

	row_money(&top, key, paise);
}

void
view_phone(struct view *v, const char *key, const char *e164)
{
	struct view_row top = root(v);

	row_phone(&top, key, e164);
}

struct view_row
view_place(struct view *v, const char *key)
{
	struct view_row top = root(v);

	return row_place(&top, key);
}

struct view_row
view_row(struct view *v, const char *list)
{
	struct view_row top = root(v);

	return row_row(&top, list);
}
