#include "base/banned.h"
#include "web/view.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/phone.h"

#define LISTS_MAX 64	/* lists of one page, those inside rows included; the widest has 25 */

struct list {
	char	name[VIEW_KEY_BYTES];	/* its key */
	int	rows;			/* begun so far */
};

struct view {
	struct mem	*mem;			/* texts made here */
	struct tree	*tree;			/* what the template sees */
	enum err	 error;			/* the first failure */
	struct list	 lists[LISTS_MAX];	/* filled from the front */
	size_t		 list_count;		/* how many */
};

struct view *
view_new(struct mem *m)
{
	struct view *v = mem_keep(sizeof(*v));

	v->mem = m;
	v->tree = tree_new();
	return v;
}

void
view_free(struct view **v)
{
	if (*v == NULL)
		return;
	tree_free(&(*v)->tree);
	free(*v);
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

struct mem *
view_mem(struct view *v)
{
	return v->mem;
}

const char *
view_get(const struct view *v, const char *key)
{
	return tree_get(v->tree, key);
}

void
view_text(struct view *v, const char *key, const char *value)
{
	if (v->error == ERR_OK)
		v->error = tree_set(v->tree, key, value);
}

void
view_title(struct view *v, const char *format, ...)
{
	char title[512];
	va_list ap;

	va_start(ap, format);
	vsnprintf(title, sizeof(title), format, ap);
	va_end(ap);
	view_text(v, "Page.title", title);
}

void
view_id(struct view *v, const char *key, int64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", (long long)value);
	view_text(v, key, text);
}

void
view_count(struct view *v, const char *key, int64_t value)
{
	view_id(v, key, value);
}

void
view_flag(struct view *v, const char *key, bool value)
{
	if (value)
		view_text(v, key, "1");
}

/* A value and one below it, which says the same for machines. */
static void
set_pair(struct view *v, const char *key, const char *below, const char *value, const char *raw)
{
	char name[VIEW_KEY_BYTES + 8];

	view_text(v, key, value);
	snprintf(name, sizeof(name), "%s.%s", key, below);
	view_text(v, name, raw);
}

void
view_date(struct view *v, const char *key, int64_t utc_sec)
{
	if (utc_sec != 0)
		set_pair(v, key, "iso", clock_text(v->mem, utc_sec), clock_iso(v->mem, utc_sec));
}

void
view_phone(struct view *v, const char *key, const char *e164)
{
	char shown[PHONE_SHOWN_BYTES];

	if (e164[0] == '\0')
		return;
	phone_show(e164, shown, sizeof(shown));
	set_pair(v, key, "raw", shown, e164);
}

static int
next_number(struct view *v, const char *list)
{
	size_t i;

	for (i = 0; i < v->list_count; i++)
		if (strcmp(v->lists[i].name, list) == 0)
			return v->lists[i].rows++;
	if (v->list_count == LISTS_MAX) {
		/* Lists inside rows fill the table; the oldest names are not asked for again. */
		memmove(&v->lists[0], &v->lists[1], (LISTS_MAX - 1) * sizeof(v->lists[0]));
		v->list_count--;
	}
	snprintf(v->lists[v->list_count].name, VIEW_KEY_BYTES, "%s", list);
	v->lists[v->list_count++].rows = 1;
	return 0;
}

struct view_row
view_row(struct view *v, const char *list)
{
	struct view_row row = { .view = v };

	if ((size_t)snprintf(row.prefix, sizeof(row.prefix), "%s.%d", list, next_number(v, list)) >=
	    sizeof(row.prefix)) {
		log_err("view: the key of %s is too long", list);
		v->error = ERR_BUG;
	}
	return row;
}

/* The key of a value in a row. */
static const char *
key_in(struct view_row *row, const char *key)
{
	return mem_fmt(row->view->mem, "%s.%s", row->prefix, key);
}

void
row_text(struct view_row *row, const char *key, const char *value)
{
	view_text(row->view, key_in(row, key), value);
}

void
row_id(struct view_row *row, const char *key, int64_t value)
{
	view_id(row->view, key_in(row, key), value);
}

void
row_flag(struct view_row *row, const char *key, bool value)
{
	view_flag(row->view, key_in(row, key), value);
}

void
row_date(struct view_row *row, const char *key, int64_t utc_sec)
{
	view_date(row->view, key_in(row, key), utc_sec);
}

void
row_phone(struct view_row *row, const char *key, const char *e164)
{
	view_phone(row->view, key_in(row, key), e164);
}

struct view_row
row_row(struct view_row *row, const char *list)
{
	return view_row(row->view, key_in(row, list));
}
