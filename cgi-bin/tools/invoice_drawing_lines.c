/*
 * invoice_drawing_lines: the table of an invoice's lines, with the sum carried from page to page.
 */
#include "base/banned.h"
#include "tools/invoice_drawing.h"

#include "base/money.h"

#define SMALLEST	5.0	/* letters of the largest amounts */
#define STEP		0.25	/* by which they are made smaller until they fit */

/* A column of the table of lines. */
struct column {
	const char	*heading;
	double		 width;		/* points; all of them are WIDTH */
	bool		 is_number;	/* stands at its right edge */
	bool		 is_amount;	/* and is not broken */
};

enum { COLUMNS_MAX = 8 };

static const struct column within[] = {
	{ "Description", 134, false, false }, { "SAC/HSN", 50, false, false },
	{ "Quantity", 56, true, false }, { "Price", 62, true, true },
	{ "Taxable value", 73, true, true },
	{ "CGST", 68, true, true },
	{ "SGST", 68.28, true, true },
};

static const struct column between[] = {
	{ "Description", 190, false, false }, { "SAC/HSN", 50, false, false },
	{ "Quantity", 60, true, false }, { "Price", 66, true, true },
	{ "Taxable value", 72, true, true },
	{ "IGST", 73.28, true, true },
};

static const struct column *
columns_of(const struct drawing *d, size_t *count)
{
	*count = draw_is_within(d->i) ? sizeof(within) / sizeof(within[0]) :
	    sizeof(between) / sizeof(between[0]);
	return draw_is_within(d->i) ? within : between;
}

/* A size at which no amount is broken in the middle: crores are wider than their column. */
static double
fitting(struct drawing *d, const char *text, double width, bool is_bold)
{
	double size = NORMAL + STEP;
	int natural;

	do {
		size -= STEP;
		draw_lay(d, text, -1, size, is_bold);
		pango_layout_get_size(d->layout, &natural, NULL);
	} while (natural > width * PANGO_SCALE && size > SMALLEST);
	return size;
}

/* How large a cell is written: words are broken into lines, amounts made smaller. */
static double
cell_size(struct drawing *d, const struct column *c, const char *text, bool is_bold)
{
	return c->is_amount ? fitting(d, text, c->width - 2 * PADDING, is_bold) : NORMAL;
}

/* How high a row of the table is, without drawing it. */
static double
row_height(struct drawing *d, const char *const *cells, bool is_bold)
{
	size_t count, c;
	const struct column *columns = columns_of(d, &count);
	double most = 0, height;

	for (c = 0; c < count; c++) {
		height = draw_lay(d, cells[c], columns[c].width - 2 * PADDING,
		    cell_size(d, &columns[c], cells[c], is_bold), is_bold);
		most = height > most ? height : most;
	}
	return most + 2 * PADDING;
}

static void
put_row(struct drawing *d, const char *const *cells, bool is_bold)
{
	size_t count, c;
	const struct column *columns = columns_of(d, &count);
	double x = MARGIN, height = row_height(d, cells, is_bold);

	for (c = 0; c < count; c++) {
		draw_put(d, cells[c], x + PADDING, d->y + PADDING, columns[c].width - 2 * PADDING,
		    cell_size(d, &columns[c], cells[c], is_bold), is_bold,
		    columns[c].is_number);
		x += columns[c].width;
	}
	d->y += height;
	draw_rule(d, d->y);
}

static void
put_headings(struct drawing *d)
{
	const char *cells[COLUMNS_MAX];
	size_t count, c;
	const struct column *columns = columns_of(d, &count);

	for (c = 0; c < count; c++)
		cells[c] = columns[c].heading;
	if (d->i->supply == SUPPLY_TERRITORY)
		cells[count - 1] = "UTGST";
	draw_rule(d, d->y);
	put_row(d, cells, true);
}

/* The sum so far, at the foot of a page and again at the head of the next. */
static void
put_carried(struct drawing *d, const char *words)
{
	const char *cells[COLUMNS_MAX] = { words, "", "", "",
		money_text(d->mem, d->carried_paise), "", "", "" };

	put_row(d, cells, true);
}

/* An amount of tax, with the rate below it: of all of it, or of one of two heads. */
static const char *
tax_text(struct drawing *d, int64_t paise, int64_t rate_bp, int heads)
{
	return mem_fmt(d->mem, "%s\n%s %%", money_text(d->mem, paise),
	    invoice_rate_text(d->mem, rate_bp, heads));
}

static const char *
quantity_text(struct drawing *d, const struct invoice_line *l)
{
	const char *quantity = invoice_quantity_text(d->mem, l->quantity_milli);

	return l->unit[0] == '\0' ? quantity : mem_fmt(d->mem, "%s %s", quantity, l->unit);
}

static void
fill_cells(struct drawing *d, const struct invoice_line *l, const char **cells)
{
	struct mem *m = d->mem;

	cells[0] = l->description;
	cells[1] = l->sac;
	cells[2] = quantity_text(d, l);
	cells[3] = l->discount_paise == 0 ? money_text(m, l->price_paise) :
	    mem_fmt(m, "%s\nless %s", money_text(m, l->price_paise),
		money_text(m, l->discount_paise));
	cells[4] = money_text(m, l->taxable_paise);
	if (draw_is_within(d->i)) {
		cells[5] = tax_text(d, l->cgst_paise, l->rate_bp, 2);
		cells[6] = tax_text(d, l->sgst_paise, l->rate_bp, 2);
	} else {
		cells[5] = tax_text(d, l->igst_paise, l->rate_bp, 1);
	}
}

static void
turn_page(struct drawing *d)
{
	put_carried(d, "Carried forward");
	draw_end_page(d);
	draw_begin_page(d);
	put_headings(d);
	put_carried(d, "Brought forward");
}

void
draw_lines(struct drawing *d)
{
	const char *cells[COLUMNS_MAX];
	double carried = draw_lay(d, "0", WIDTH, NORMAL, true) + 2 * PADDING;
	size_t n;

	put_headings(d);
	for (n = 0; n < d->i->line_count; n++) {
		fill_cells(d, &d->i->lines[n], cells);
		if (d->y + row_height(d, cells, false) + carried > BOTTOM)
			turn_page(d);
		put_row(d, cells, false);
		d->carried_paise += d->i->lines[n].taxable_paise;
	}
}
