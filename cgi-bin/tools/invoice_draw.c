#include "base/banned.h"
#include "tools/invoice_draw.h"

#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/money.h"
#include "base/str.h"
#include "domain/indian_state.h"
#include "domain/invoice_pdf.h"

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

/*
 * Named one by one: left to itself, the font system mixes families within one script (LIBRARIES.md
 * 1.7).
 */
#define FONTS                                                                                      \
	"Noto Sans, Noto Sans Devanagari, Noto Sans Tamil, Noto Sans Telugu, Noto Sans Kannada, "  \
	"Noto Sans Malayalam, Noto Sans Bengali, Noto Sans Gujarati, Noto Sans Gurmukhi, "         \
	"Noto Sans Oriya, DejaVu Sans"

/* One drawing of the document: the first counts its pages, the second is kept. */
struct drawing {
	struct mem			*mem;
	const struct config_seller	*seller;
	const struct invoice		*i;
	cairo_t				*cr;
	PangoLayout			*layout;
	double				 y;		/* where the next block begins */
	int				 page;		/* from 1 */
	int				 pages;		/* 0 while they are counted */
	int64_t				 carried_paise;	/* taxable value of the lines so far */
};

/* A column of the table of lines. */
struct column {
	const char	*heading;
	double		 width;		/* points; all of them are WIDTH */
	bool		 is_number;	/* stands at its right edge */
};

enum { COLUMNS_MAX = 8 };

static const struct column within[] = { { "Description", 136, false }, { "SAC/HSN", 44, false },
	{ "Quantity", 54, true }, { "Price", 62, true }, { "Taxable value", 69, true },
	{ "CGST", 73, true }, { "SGST", 73.28, true } };

static const struct column between[] = { { "Description", 190, false }, { "SAC/HSN", 50, false },
	{ "Quantity", 60, true }, { "Price", 66, true }, { "Taxable value", 72, true },
	{ "IGST", 73.28, true } };

static bool
is_within(const struct invoice *i)
{
	return i->supply == SUPPLY_STATE || i->supply == SUPPLY_TERRITORY;
}

static const struct column *
columns_of(const struct drawing *d, size_t *count)
{
	*count = is_within(d->i) ? sizeof(within) / sizeof(within[0]) :
	    sizeof(between) / sizeof(between[0]);
	return is_within(d->i) ? within : between;
}

/* Lays a text out in a box of that width; returns how high it is. */
static double
lay(struct drawing *d, const char *text, double width, double size, bool is_bold)
{
	PangoFontDescription *font = pango_font_description_from_string(FONTS);
	int height;

	pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
	if (is_bold)
		pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
	pango_layout_set_font_description(d->layout, font);
	pango_font_description_free(font);
	pango_layout_set_width(d->layout, (int)(width * PANGO_SCALE));
	pango_layout_set_text(d->layout, text, -1);
	pango_layout_get_size(d->layout, NULL, &height);
	return (double)height / PANGO_SCALE;
}

static double
put(struct drawing *d, const char *text, double x, double y, double width, double size,
    bool is_bold, bool is_number)
{
	double height;

	pango_layout_set_alignment(d->layout, is_number ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
	height = lay(d, text, width, size, is_bold);
	cairo_move_to(d->cr, x, y);
	pango_cairo_show_layout(d->cr, d->layout);
	return height;
}

static void
rule(struct drawing *d, double y)
{
	cairo_set_line_width(d->cr, 0.5);
	cairo_move_to(d->cr, MARGIN, y);
	cairo_line_to(d->cr, MARGIN + WIDTH, y);
	cairo_stroke(d->cr);
}

static void
put_page_number(struct drawing *d)
{
	put(d, mem_fmt(d->mem, "%s %s", invoice_kind_name(d->i->kind), d->i->number), MARGIN,
	    PAGE_HEIGHT - MARGIN - 10, WIDTH / 2, SMALL, false, false);
	put(d, mem_fmt(d->mem, "Page %d of %d", d->page, d->pages), MARGIN + WIDTH / 2,
	    PAGE_HEIGHT - MARGIN - 10, WIDTH / 2, SMALL, false, true);
}

static void
end_page(struct drawing *d)
{
	put_page_number(d);
	cairo_show_page(d->cr);
}

static void
begin_page(struct drawing *d)
{
	d->page++;
	d->y = MARGIN;
}

static void
put_title(struct drawing *d)
{
	const char *title = d->i->kind == INVOICE_TAX && d->i->seller.tax_id[0] == '\0' ?
	    "Invoice" : invoice_kind_name(d->i->kind);

	d->y += put(d, title, MARGIN, d->y, WIDTH, LARGE, true, false) + GAP;
}

static const char *
party_text(struct drawing *d, const struct invoice_party *p)
{
	struct mem *m = d->mem;
	const char *text = mem_fmt(m, "%s\nState: %s (%s)", p->address, indian_state_name(p->state),
	    p->state);

	text = mem_fmt(m, "%s\nGSTIN: %s", text,
	    p->tax_id[0] == '\0' ? "not registered" : p->tax_id);
	if (p->pan[0] != '\0')
		text = mem_fmt(m, "%s\nPAN: %s", text, p->pan);
	if (p->contact[0] != '\0')
		text = mem_fmt(m, "%s\n%s", text, p->contact);
	return text;
}

static double
put_party(struct drawing *d, const char *heading, const struct invoice_party *p, double x)
{
	double width = WIDTH / 2 - GAP, y = d->y;

	y += put(d, heading, x, y, width, SMALL, false, false);
	y += put(d, p->name, x, y, width, NORMAL + 1, true, false);
	return y + put(d, party_text(d, p), x, y, width, NORMAL, false, false);
}

static void
put_parties(struct drawing *d)
{
	double left = put_party(d, "Supplier", &d->i->seller, MARGIN);
	double right = put_party(d, "Recipient", &d->i->buyer, MARGIN + WIDTH / 2);

	d->y = (left > right ? left : right) + GAP;
}

/* "Name: value" of what is there, in two columns of lines. */
static void
put_facts(struct drawing *d)
{
	const struct invoice *i = d->i;
	struct mem *m = d->mem;
	const char *left, *right;
	double a, b;

	left = mem_fmt(m, "Number: %s\nDate: %s", i->number, calendar_text(m, i->issued_day));
	if (i->of_id != 0)
		left = mem_fmt(m, "%s\nCorrects: %s\nReason: %s", left, i->of_number, i->reason);
	if (i->due_day != 0)
		left = mem_fmt(m, "%s\nTo be paid until: %s", left, calendar_text(m, i->due_day));
	right = mem_fmt(m, "Place of supply: %s (%s)\nReverse charge: %s",
	    indian_state_name(i->place_of_supply), i->place_of_supply,
	    i->is_reverse_charge ? "yes" : "no");
	if (i->from_day != 0)
		right = mem_fmt(m, "%s\nPeriod: %s to %s", right, calendar_text(m, i->from_day),
		    calendar_text(m, i->to_day));
	if (i->purchase_order[0] != '\0')
		right = mem_fmt(m, "%s\nPurchase order: %s", right, i->purchase_order);
	rule(d, d->y);
	a = put(d, left, MARGIN, d->y + PADDING, WIDTH / 2 - GAP, NORMAL, false, false);
	b = put(d, right, MARGIN + WIDTH / 2, d->y + PADDING, WIDTH / 2, NORMAL, false, false);
	d->y += (a > b ? a : b) + 2 * PADDING + GAP;
}

/* How high a row of the table is, without drawing it. */
static double
row_height(struct drawing *d, const char *const *cells, bool is_bold)
{
	size_t count, c;
	const struct column *columns = columns_of(d, &count);
	double most = 0, height;

	for (c = 0; c < count; c++) {
		height = lay(d, cells[c], columns[c].width - 2 * PADDING, NORMAL, is_bold);
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
		put(d, cells[c], x + PADDING, d->y + PADDING, columns[c].width - 2 * PADDING,
		    NORMAL, is_bold, columns[c].is_number);
		x += columns[c].width;
	}
	d->y += height;
	rule(d, d->y);
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
	rule(d, d->y);
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
	if (is_within(d->i)) {
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
	end_page(d);
	begin_page(d);
	put_headings(d);
	put_carried(d, "Brought forward");
}

static void
put_lines(struct drawing *d)
{
	const char *cells[COLUMNS_MAX];
	double carried = lay(d, "0", WIDTH, NORMAL, true) + 2 * PADDING;
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

static void
put_total(struct drawing *d, const char *name, int64_t paise, bool is_bold)
{
	double left = MARGIN + WIDTH / 2, height;

	put(d, name, left, d->y, WIDTH / 4, NORMAL, is_bold, false);
	height = put(d, mem_fmt(d->mem, "\xe2\x82\xb9 %s", money_text(d->mem, paise)),
	    left + WIDTH / 4, d->y, WIDTH / 4 - PADDING, NORMAL, is_bold, true);
	d->y += height + PADDING;
}

/* What stands below the lines is kept together. */
#define TOTALS_HEIGHT	190.0

static void
put_totals(struct drawing *d)
{
	const struct invoice_totals *t = &d->i->totals;

	if (d->y + TOTALS_HEIGHT > BOTTOM) {
		end_page(d);
		begin_page(d);
	}
	d->y += GAP;
	put_total(d, "Taxable value", t->taxable_paise, false);
	if (is_within(d->i)) {
		put_total(d, "CGST", t->cgst_paise, false);
		put_total(d, d->i->supply == SUPPLY_TERRITORY ? "UTGST" : "SGST", t->sgst_paise,
		    false);
	} else {
		put_total(d, "IGST", t->igst_paise, false);
	}
	if (t->rounding_paise != 0)
		put_total(d, "Round off", t->rounding_paise, false);
	put_total(d, "Total", t->total_paise, true);
	d->y += put(d, money_words(d->mem, t->total_paise), MARGIN, d->y, WIDTH, NORMAL, true,
	    false) + GAP;
}

static void
put_end(struct drawing *d)
{
	if (d->i->is_reverse_charge)
		d->y += put(d, "Tax is payable by the recipient under reverse charge.", MARGIN,
		    d->y, WIDTH, NORMAL, false, false) + PADDING;
	if (d->seller->declaration[0] != '\0')
		d->y += put(d, d->seller->declaration, MARGIN, d->y, WIDTH, NORMAL, false, false) +
		    GAP;
	if (d->seller->signatory[0] != '\0')
		d->y += put(d, mem_fmt(d->mem, "For %s\n%s\nAuthorised signatory",
		    d->i->seller.name, d->seller->signatory), MARGIN + WIDTH / 2, d->y, WIDTH / 2,
		    NORMAL, false, true) + PADDING;
}

static void
draw_pages(struct drawing *d)
{
	d->page = 0;
	d->carried_paise = 0;
	begin_page(d);
	put_title(d);
	put_parties(d);
	put_facts(d);
	put_lines(d);
	put_totals(d);
	put_end(d);
	end_page(d);
}

static cairo_status_t
take(void *closure, const unsigned char *bytes, unsigned int length)
{
	struct str *out = closure;

	if (out->length + length > INVOICE_PDF_MAX)
		return CAIRO_STATUS_WRITE_ERROR;
	str_add_bytes(out, (const char *)bytes, length);
	return CAIRO_STATUS_SUCCESS;
}

/* The title is what a window shows; the date is the invoice's, so that the bytes are the same. */
static void
describe(cairo_surface_t *surface, struct drawing *d)
{
	const char *title =
	    mem_fmt(d->mem, "%s %s", invoice_kind_name(d->i->kind), d->i->number);

	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, d->i->seller.name);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE,
	    clock_iso(d->mem, d->i->issued_at));
}

static enum err
draw(struct drawing *d, struct str *out)
{
	cairo_surface_t *surface =
	    cairo_pdf_surface_create_for_stream(take, out, PAGE_WIDTH, PAGE_HEIGHT);
	cairo_status_t status;

	describe(surface, d);
	d->cr = cairo_create(surface);
	d->layout = pango_cairo_create_layout(d->cr);
	pango_layout_set_wrap(d->layout, PANGO_WRAP_WORD_CHAR);
	draw_pages(d);
	g_object_unref(d->layout);
	cairo_destroy(d->cr);
	cairo_surface_finish(surface);
	status = cairo_surface_status(surface);
	cairo_surface_destroy(surface);
	if (status == CAIRO_STATUS_SUCCESS)
		return ERR_OK;
	log_err("invoice_draw: %s: %s", d->i->number, cairo_status_to_string(status));
	return ERR_BUG;
}

void
invoice_draw_end(void)
{
	pango_cairo_font_map_set_default(NULL);
	cairo_debug_reset_static_data();
	FcFini();
}

bool
invoice_draw_is_known(void)
{
	return true;
}

enum err
invoice_draw(struct mem *m, const struct config_seller *seller, const struct invoice *i,
    char **bytes, size_t *length)
{
	struct drawing d = { .mem = m, .seller = seller, .i = i };
	struct str out;
	enum err rc;

	str_init(&out, INVOICE_PDF_MAX);
	rc = draw(&d, &out);
	d.pages = d.page;
	str_release(&out);
	str_init(&out, INVOICE_PDF_MAX);
	if (rc == ERR_OK && (rc = draw(&d, &out)) == ERR_OK) {
		*bytes = mem_keep(out.length);
		memcpy(*bytes, out.text, out.length);
		*length = out.length;
	}
	str_release(&out);
	return rc;
}
