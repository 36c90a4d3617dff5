#include "base/banned.h"
#include "tools/invoice_draw.h"

#include <cairo-pdf.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/money.h"
#include "base/qr.h"
#include "base/str.h"
#include "domain/indian_state.h"
#include "domain/invoice_pdf.h"
#include "tools/invoice_drawing.h"
#include "tools/invoice_logo.h"

#define LOGO_WIDTH	150.0	/* the most that the logo takes, at the upper right */
#define LOGO_HEIGHT	48.0
#define QR_SIDE		110.0	/* nearly 4 cm: a signed text of 1,000 letters has many modules */

/*
 * What cairo and fontconfig keep between documents is left to the end of the process: FcFini() and
 * cairo_debug_reset_static_data() abort where the thread in which Pango looks for fonts has not
 * ended. fontconfig holds it by offsets, which a search for leaks does not follow.
 */
#ifdef __SANITIZE_ADDRESS__
const char	*__lsan_default_suppressions(void);
const char	*__lsan_default_options(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig.so\n";
}

const char *
__lsan_default_options(void)
{
	return "print_suppressions=0";
}
#endif

/* A text as wide as the page, and so much below it. */
static void
put_paragraph(struct drawing *d, const char *text, bool is_bold, double gap)
{
	d->y += draw_put(d, text, MARGIN, d->y, WIDTH, NORMAL, is_bold, false) + gap;
}

/* As large as its box lets it be; returns its height. */
static double
put_logo(struct drawing *d)
{
	double width, height, scale;

	if (d->logo == NULL)
		return 0;
	width = cairo_image_surface_get_width(d->logo);
	height = cairo_image_surface_get_height(d->logo);
	scale = LOGO_WIDTH / width < LOGO_HEIGHT / height ? LOGO_WIDTH / width :
	    LOGO_HEIGHT / height;
	cairo_save(d->cr);
	cairo_translate(d->cr, MARGIN + WIDTH - width * scale, d->y);
	cairo_scale(d->cr, scale, scale);
	cairo_set_source_surface(d->cr, d->logo, 0, 0);
	cairo_paint(d->cr);
	cairo_restore(d->cr);
	return height * scale;
}

static void
put_title(struct drawing *d)
{
	double logo = put_logo(d);
	double text = draw_put(d, invoice_name(d->i), MARGIN, d->y, WIDTH - LOGO_WIDTH, LARGE,
	    true, false);

	d->y += (logo > text ? logo : text) + GAP;
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

	y += draw_put(d, heading, x, y, width, SMALL, false, false);
	y += draw_put(d, p->name, x, y, width, NORMAL + 1, true, false);
	return y + draw_put(d, party_text(d, p), x, y, width, NORMAL, false, false);
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
		left = mem_fmt(m, "%s\nCorrects: %s of %s\nReason: %s", left, i->of_number,
		    calendar_text(m, i->of_day), i->reason);
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
	draw_rule(d, d->y);
	a = draw_put(d, left, MARGIN, d->y + PADDING, WIDTH / 2 - GAP, NORMAL, false, false);
	b = draw_put(d, right, MARGIN + WIDTH / 2, d->y + PADDING, WIDTH / 2, NORMAL, false, false);
	d->y += (a > b ? a : b) + 2 * PADDING + GAP;
}

/* Where a QR code is drawn. */
struct code {
	cairo_t	*cr;
	double	 x, y;		/* its upper left corner */
	int	 size;		/* modules of a side */
};

static void
put_run(void *closure, int x, int y, int count)
{
	const struct code *c = closure;
	double unit = QR_SIDE / c->size;

	cairo_rectangle(c->cr, c->x + x * unit, c->y + y * unit, count * unit, unit);
}

/* At the right edge; returns how high it is, 0 where there is no text or it cannot be drawn. */
static double
put_qr(struct drawing *d, const char *text)
{
	struct code c = { d->cr, MARGIN + WIDTH - QR_SIDE, d->y, 0 };

	if (text[0] == '\0' || qr_runs(text, put_run, &c, &c.size) != ERR_OK)
		return 0;
	cairo_fill(d->cr);
	return QR_SIDE;
}

/* CGST Rules 46(r): the QR code with the reference number of the invoice. */
static void
put_registration(struct drawing *d)
{
	const struct invoice_registration *r = &d->i->registration;
	double text, code;

	if (!d->i->is_registered)
		return;
	text = draw_put(d, mem_fmt(d->mem, "IRN: %s\nAcknowledgement: %s of %s", r->irn,
	    r->ack_number, calendar_text(d->mem, invoice_registration_day(r))), MARGIN, d->y,
	    WIDTH - QR_SIDE - GAP, NORMAL, false, false);
	code = put_qr(d, r->qr_text);
	d->y += (text > code ? text : code) + GAP;
}

static void
put_total(struct drawing *d, const char *name, int64_t paise, bool is_bold)
{
	double left = MARGIN + WIDTH / 2, height;

	draw_put(d, name, left, d->y, WIDTH / 4, NORMAL, is_bold, false);
	height = draw_put(d, draw_rupees(d, paise), left + WIDTH / 4, d->y,
	    WIDTH / 4 - PADDING, NORMAL, is_bold, true);
	d->y += height + PADDING;
}

static void
put_heads(struct drawing *d)
{
	const struct invoice_totals *t = &d->i->totals;

	if (draw_is_within(d->i)) {
		put_total(d, "CGST", t->cgst_paise, false);
		put_total(d, draw_second_head(d), t->sgst_paise, false);
	} else {
		put_total(d, "IGST", t->igst_paise, false);
	}
}

/* What stands below the lines is kept together: so much, and the declaration. */
#define TOTALS_HEIGHT	230.0

static void
put_totals(struct drawing *d)
{
	const struct invoice_totals *t = &d->i->totals;

	if (d->y + TOTALS_HEIGHT +
	    draw_lay(d, d->i->declaration, WIDTH, NORMAL, false) > BOTTOM) {
		draw_end_page(d);
		draw_begin_page(d);
	}
	d->y += GAP;
	put_total(d, "Taxable value", t->taxable_paise, false);
	if (!d->i->is_reverse_charge)
		put_heads(d);
	if (t->rounding_paise != 0)
		put_total(d, "Round off", t->rounding_paise, false);
	put_total(d, "Total", t->total_paise, true);
	d->y += PADDING;
	put_paragraph(d, money_words(d->mem, t->total_paise), true, GAP);
}

/* The tax by its heads, which is no part of the total then. */
static void
put_reverse_charge(struct drawing *d)
{
	const struct invoice_totals *t = &d->i->totals;
	const char *tax = draw_is_within(d->i) ? mem_fmt(d->mem, "CGST %s, %s %s",
	    draw_rupees(d, t->cgst_paise), draw_second_head(d), draw_rupees(d, t->sgst_paise)) :
	    mem_fmt(d->mem, "IGST %s", draw_rupees(d, t->igst_paise));

	put_paragraph(d, mem_fmt(d->mem, "Tax is payable by the recipient under reverse charge: "
	    "%s.", tax), false, GAP);
}

static void
put_end(struct drawing *d)
{
	const char *endorsement = invoice_endorsement(d->i);

	if (d->i->is_reverse_charge)
		put_reverse_charge(d);
	if (endorsement[0] != '\0')
		put_paragraph(d, endorsement, false, GAP);
	if (d->i->declaration[0] != '\0')
		put_paragraph(d, d->i->declaration, false, GAP);
	if (d->i->signatory[0] != '\0')
		d->y += draw_put(d, mem_fmt(d->mem, "For %s\n%s\nAuthorised signatory",
		    d->i->seller.name, d->i->signatory), MARGIN + WIDTH / 2, d->y, WIDTH / 2,
		    NORMAL, false, true) + PADDING;
}

static void
draw_pages(struct drawing *d)
{
	d->page = 0;
	d->carried_paise = 0;
	draw_begin_page(d);
	put_title(d);
	put_parties(d);
	put_facts(d);
	put_registration(d);
	draw_lines(d);
	put_totals(d);
	put_end(d);
	draw_end_page(d);
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
	const char *title = mem_fmt(d->mem, "%s %s", invoice_name(d->i), d->i->number);

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
	/* Paper has no pixels that letters would have to begin at. */
	pango_context_set_round_glyph_positions(pango_layout_get_context(d->layout), FALSE);
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

bool
invoice_draw_is_known(void)
{
	return true;
}

/* What is left of the bytes of a picture. */
struct picture {
	const char	*bytes;
	size_t		 length;
};

static cairo_status_t
give(void *closure, unsigned char *bytes, unsigned int length)
{
	struct picture *from = closure;

	if (length > from->length)
		return CAIRO_STATUS_READ_ERROR;
	memcpy(bytes, from->bytes, length);
	from->bytes += length;
	from->length -= length;
	return CAIRO_STATUS_SUCCESS;
}

/* NULL where it is none. */
static cairo_surface_t *
unpack(const char *bytes, size_t length)
{
	struct picture from = { bytes, length };
	cairo_surface_t *picture = cairo_image_surface_create_from_png_stream(give, &from);

	if (cairo_surface_status(picture) == CAIRO_STATUS_SUCCESS)
		return picture;
	cairo_surface_destroy(picture);
	return NULL;
}

bool
invoice_draw_is_picture(const char *bytes, size_t length)
{
	cairo_surface_t *picture = unpack(bytes, length);

	cairo_surface_destroy(picture);
	return picture != NULL;
}

static enum err
open_logo(struct drawing *d)
{
	size_t length = 0;
	char *bytes;

	if (d->seller->logo[0] == '\0')
		return ERR_OK;
	if ((bytes = invoice_logo_read(d->seller->logo, &length)) != NULL)
		d->logo = unpack(bytes, length);
	free(bytes);
	return d->logo != NULL ? ERR_OK : ERR_INVALID;
}

/* Twice: the first counts the pages. */
static enum err
draw_twice(struct drawing *d, char **bytes, size_t *length)
{
	struct str out;
	enum err rc;

	str_init(&out, INVOICE_PDF_MAX);
	rc = draw(d, &out);
	d->pages = d->page;
	str_reset(&out);
	if (rc == ERR_OK && (rc = draw(d, &out)) == ERR_OK) {
		*bytes = mem_keep(out.length);
		memcpy(*bytes, out.text, out.length);
		*length = out.length;
	}
	str_release(&out);
	return rc;
}

enum err
invoice_draw(struct mem *m, const struct config_seller *seller, const struct invoice *i,
    char **bytes, size_t *length)
{
	struct drawing d = { .mem = m, .seller = seller, .i = i };
	enum err rc;

	if ((rc = open_logo(&d)) == ERR_OK)
		rc = draw_twice(&d, bytes, length);
	cairo_surface_destroy(d.logo);
	return rc;
}
