/*
 * invoice_drawing: the sheet of paper that tools/invoice_draw.c draws an invoice on: texts in
 * boxes, rules, pages. Only the files that draw include it.
 */
#ifndef POINTPERSON_TOOLS_INVOICE_DRAWING_H
#define POINTPERSON_TOOLS_INVOICE_DRAWING_H

#include <pango/pangocairo.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/config.h"
#include "base/mem.h"
#include "domain/invoice.h"

/* A4 in points. */
#define PAGE_WIDTH	595.28
#define PAGE_HEIGHT	841.89
#define MARGIN		42.0	/* 15 mm: what every office printer reaches */
#define WIDTH		(PAGE_WIDTH - 2 * MARGIN)
#define BOTTOM		(PAGE_HEIGHT - MARGIN - 30)	/* the page's number stands below */
#define GAP		12.0	/* between two blocks */
#define PADDING		3.0	/* inside a cell */
#define SMALL		7.5	/* sizes of letters */
#define NORMAL		9.0
#define LARGE		16.0

struct drawing {
	struct mem			*mem;
	const struct config_seller	*seller;
	const struct invoice		*i;
	cairo_surface_t			*logo;		/* NULL none */
	cairo_t				*cr;
	PangoLayout			*layout;
	double				 y;		/* where the next block begins */
	int				 page;		/* from 1 */
	int				 pages;		/* 0 while they are counted */
	int64_t				 carried_paise;	/* taxable value of the lines so far */
};

/* A column of the table of lines. */

/*
 * Lays a text out in a box of that width, all in points, below zero in one without end; returns its
 * height.
 */
double		 draw_lay(struct drawing *, const char *text, double width, double size,
		    bool is_bold);

/* The same, and draws it there, at the right edge where it is a number. */
double		 draw_put(struct drawing *, const char *text, double x, double y, double width,
		    double size, bool is_bold, bool is_number);

/* A line across the page at that height. */
void		 draw_rule(struct drawing *, double y);

/* Ends a page with its number, and begins the next one, which has none yet. */
void		 draw_end_page(struct drawing *);
void		 draw_begin_page(struct drawing *);

/* Does the supply bear two heads of tax? */
bool		 draw_is_within(const struct invoice *);

/* The name of the second one. */
const char	*draw_second_head(const struct drawing *);

/* "-₹ 0.13". In the arena. */
const char	*draw_rupees(struct drawing *, int64_t paise);

/* The table of lines, over as many pages as it needs (tools/invoice_drawing_lines.c). */
void		 draw_lines(struct drawing *);

#endif
