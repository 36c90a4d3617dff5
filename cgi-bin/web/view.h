/*
 * view: what a template sees: values by name in four roots: Page (the frame's), Form (the fields'),
 * Data (the handler's) and Config (the engine's).
 *
 * Keys are literals. The first failure is remembered and later calls do nothing; the page loop asks
 * once before it renders, so that handlers stay free of it.
 */
#ifndef POINTPERSON_WEB_VIEW_H
#define POINTPERSON_WEB_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/tree.h"

struct view;

/* A row of a list, or another place below which keys are set. */
struct view_row {
	struct view		*view;
	struct tree_node	*node;	/* where; NULL after a failure */
};

/* Another title than the page's: given in English, shown in the language of texts. */
void view_title(struct view *, const char *format, ...) __attribute__((format(printf, 2, 3)));

void		 view_text(struct view *, const char *key, const char *value);
void		 view_id(struct view *, const char *key, int64_t value);
void		 view_count(struct view *, const char *key, int64_t value);

/* Present (as "1") or absent. */
void		 view_flag(struct view *, const char *key, bool value);

/* The time in words, and below the key `iso` for <time datetime>. Nothing for 0. */
void		 view_date(struct view *, const char *key, int64_t utc_sec);

/* A day of the calendar (base/calendar.h): "1 Apr 2026", and `iso` as above. Nothing for 0. */
void		 view_day(struct view *, const char *key, int64_t day);

/* An amount in paise, as "12,34,567.89". */
void		 view_money(struct view *, const char *key, int64_t paise);

/* An E.164 number grouped as people write it, and below the key `raw` as it is stored. */
void		 view_phone(struct view *, const char *key, const char *e164);

/* Begins the next row of a list ("Data.contacts"). */
struct view_row	 view_row(struct view *, const char *list);
void		 row_text(struct view_row *, const char *key, const char *value);
void		 row_id(struct view_row *, const char *key, int64_t value);
void		 row_flag(struct view_row *, const char *key, bool value);
void		 row_date(struct view_row *, const char *key, int64_t utc_sec);
void		 row_day(struct view_row *, const char *key, int64_t day);
void		 row_money(struct view_row *, const char *key, int64_t paise);
void		 row_phone(struct view_row *, const char *key, const char *e164);

/* The next row of a list of links: where each leads, and its text. */
void		 view_link(struct view *, const char *list, const char *link, const char *text);

/* Begins the next row of a list inside this row. */
struct view_row	 row_row(struct view_row *, const char *list);

/* The place of a key ("Form.email"), and of one below a place: for many keys below it. */
struct view_row	 view_place(struct view *, const char *key);
struct view_row	 row_place(struct view_row *, const char *key);

/* For the page loop: a new view, all of it in the arena; its error; what it holds. */
struct view	*view_new(struct mem *);
void		 view_free(struct view **);
enum err	 view_error(const struct view *);
struct tree	*view_tree(struct view *);
const char	*view_get(const struct view *, const char *key);

#endif
