#include "base/banned.h"
#include "tools/invoice_drawing.h"

#include "base/money.h"

/*
 * Named one by one: left to itself, the font system mixes families within one script (LIBRARIES.md
 * 1.7).
 */
#define FONTS                                                                                      \
	"Noto Sans, Noto Sans Devanagari, Noto Sans Tamil, Noto Sans Telugu, Noto Sans Kannada, "  \
	"Noto Sans Malayalam, Noto Sans Bengali, Noto Sans Gujarati, Noto Sans Gurmukhi, "         \
	"Noto Sans Oriya, DejaVu Sans"

/* One drawing of the document: the first counts its pages, the second is kept. */

double
draw_lay(struct drawing *d, const char *text, double width, double size, bool is_bold)
{
	PangoFontDescription *font = pango_font_description_from_string(FONTS);
	int height;

	pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
	if (is_bold)
		pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
	pango_layout_set_font_description(d->layout, font);
	pango_font_description_free(font);
	pango_layout_set_width(d->layout, width < 0 ? -1 : (int)(width * PANGO_SCALE));
	pango_layout_set_text(d->layout, text, -1);
	pango_layout_get_size(d->layout, NULL, &height);
	return (double)height / PANGO_SCALE;
}

double
draw_put(struct drawing *d, const char *text, double x, double y, double width, double size,
    bool is_bold, bool is_number)
{
	double height;

	pango_layout_set_alignment(d->layout, is_number ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
	height = draw_lay(d, text, width, size, is_bold);
	cairo_move_to(d->cr, x, y);
	pango_cairo_show_layout(d->cr, d->layout);
	return height;
}

void
draw_rule(struct drawing *d, double y)
{
	cairo_set_line_width(d->cr, 0.5);
	cairo_move_to(d->cr, MARGIN, y);
	cairo_line_to(d->cr, MARGIN + WIDTH, y);
	cairo_stroke(d->cr);
}

static void
put_page_number(struct drawing *d)
{
	draw_put(d, mem_fmt(d->mem, "%s %s", invoice_name(d->i), d->i->number), MARGIN,
	    PAGE_HEIGHT - MARGIN - 10, WIDTH / 2, SMALL, false, false);
	draw_put(d, mem_fmt(d->mem, "Page %d of %d", d->page, d->pages), MARGIN + WIDTH / 2,
	    PAGE_HEIGHT - MARGIN - 10, WIDTH / 2, SMALL, false, true);
}

void
draw_end_page(struct drawing *d)
{
	put_page_number(d);
	cairo_show_page(d->cr);
}

void
draw_begin_page(struct drawing *d)
{
	d->page++;
	d->y = MARGIN;
}

bool
draw_is_within(const struct invoice *i)
{
	return i->supply == SUPPLY_STATE || i->supply == SUPPLY_TERRITORY;
}

const char *
draw_second_head(const struct drawing *d)
{
	return d->i->supply == SUPPLY_TERRITORY ? "UTGST" : "SGST";
}

const char *
draw_rupees(struct drawing *d, int64_t paise)
{
	return mem_fmt(d->mem, "%s\xe2\x82\xb9 %s", paise < 0 ? "-" : "",
	    money_text(d->mem, paise < 0 ? -paise : paise));
}
