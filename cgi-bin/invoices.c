/*
 * invoices: what the provider has billed: the last twelve invoices, the older ones by financial
 * year, month or number, and each as a page for printing and as the PDF it was issued with.
 *
 * GET  ""          the newest, or those that fit; 422 a month that is none
 * GET  ID          one, with its lines
 * GET  ID/history  who issued, sent and downloaded it, and what was paid
 * GET  ID.pdf      its document
 * GET  list.csv    those that fit, for a spreadsheet; 404 a month that is none
 * GET  all.zip     the documents of the newest twelve, or of those that fit, as one file; 404 none
 * GET  ID/copy     a form to have it sent by mail, and to whom
 * POST ID/copy     sends it; 303, 422 nobody is chosen, 429 too many just now
 * 404  also for every invoice of another account
 */
#include "base/banned.h"

#include <string.h>

#include "domain/indian_state.h"
#include "domain/invoice.h"
#include "domain/invoice_csv.h"
#include "domain/invoice_mail.h"
#include "domain/invoice_pdf.h"
#include "domain/invoice_summary.h"
#include "domain/invoice_zip.h"
#include "web/page.h"
#include "web/view.h"

#define HERE		"/billing/invoices"	/* the prefix of this page */
#define MONTH_MAX	7			/* characters of "2026-04" */
#define CHART_HEIGHT	100			/* of the picture, in its own units */
#define CHART_STEP	24			/* from bar to bar */

static const struct field filter_fields[] = {
	{ .name = "year", .kind = FIELD_COUNT },
	{ .name = "month",
	    .label = "Month of issue",
	    .kind = FIELD_TEXT,
	    .longest = MONTH_MAX,
	    .hint = "Year and month, like 2026-04." },
	{ .name = "number",
	    .label = "Number",
	    .kind = FIELD_TEXT,
	    .longest = INVOICE_NUMBER_MAX,
	    .hint = "All of it, or a part." },
	{ .name = "before", .kind = FIELD_COUNT },
	{ .name = "before_day", .kind = FIELD_COUNT },
	{ .name = NULL }
};

#define TO_RECIPIENTS	"recipients"	/* a choice; the other one is the actor */

static const struct choice copy_choices[] = {
	{ "me", "To me" },
	{ TO_RECIPIENTS, "To everyone who receives invoices" },
	{ NULL, NULL }
};

static const struct field copy_fields[] = {
	{ .name = "to",
	    .label = "Send it",
	    .kind = FIELD_CHOICE,
	    .need = REQUIRED,
	    .missing = "Choose to whom it is sent.",
	    .choices = copy_choices },
	{ .name = NULL }
};

/* What was asked for. A month that is none is said beside its field. */
static struct invoice_filter
read_filter(struct req *rq)
{
	struct invoice_filter f = {
		.financial_year = (int)form_count(rq, "year"),
		.number = form_text(rq, "number"),
		.before_id = form_count(rq, "before"),
		.before_day = form_count(rq, "before_day"),
	};
	const char *month = form_text(rq, "month");

	if (month[0] != '\0' &&
	    invoice_month_days(rq->cx, month, &f.from_day, &f.to_day) != ERR_OK)
		problems_add(form_problems(rq), "month", "\"%s\" is no month. Write the year and "
		    "the month like 2026-04.", month);
	return f;
}

static bool
is_narrowed(const struct invoice_filter *f)
{
	return f->financial_year != 0 || f->from_day != 0 || f->number[0] != '\0';
}

static bool
is_open(const struct invoice_filter *f)
{
	return !is_narrowed(f) && f->before_id == 0;
}

static void
show_entry(struct req *rq, struct view *v, const struct invoice *i)
{
	struct view_row row = view_row(v, "Data.invoices");
	enum invoice_state state = invoice_state(i, invoice_today(rq->cx));

	row_id(&row, "id", i->id);
	row_text(&row, "number", i->number);
	row_text(&row, "kind", invoice_name(i));
	row_flag(&row, "is_note", i->kind != INVOICE_TAX);
	row_text(&row, "of_number", i->of_number);
	row_day(&row, "issued_on", i->issued_day);
	row_day(&row, "from", i->from_day);
	row_day(&row, "to", i->to_day);
	row_money(&row, "total", i->totals.total_paise);
	row_money(&row, "tax", i->totals.cgst_paise + i->totals.sgst_paise + i->totals.igst_paise);
	row_text(&row, "state", invoice_state_name(state));
	row_flag(&row, "is_overdue", state == INVOICE_OVERDUE);
	if (state == INVOICE_DUE || state == INVOICE_OVERDUE)
		row_day(&row, "due_on", i->due_day);
	row_flag(&row, "has_pdf", i->has_pdf);
}

static void
show_years(struct req *rq, struct view *v, const struct invoice_summary *s, int chosen)
{
	struct view_row row;
	size_t i;

	for (i = 0; i < s->year_count; i++) {
		row = view_row(v, "Data.years");
		row_id(&row, "year", s->years[i]);
		row_text(&row, "name", invoice_year_name(rq->cx, s->years[i]));
		row_flag(&row, "is_chosen", s->years[i] == chosen);
	}
}

/* The bars stand on the line at CHART_HEIGHT; a month that came to nothing, or less, has none. */
static void
show_months(struct req *rq, struct view *v, const struct invoice_summary *s)
{
	const struct invoice_month *m;
	int64_t most = 0, height;
	struct view_row row;

	for (m = s->months; m < s->months + INVOICE_MONTHS; m++)
		most = m->total_paise > most ? m->total_paise : most;
	view_flag(v, "Data.has_months", most > 0);
	for (m = s->months; m < s->months + INVOICE_MONTHS; m++) {
		height = m->total_paise > 0 ?
		    m->total_paise / (most / CHART_HEIGHT + 1) : 0;
		row = view_row(v, "Data.months");
		row_text(&row, "name", invoice_month_name(rq->cx, m->year, m->month));
		row_money(&row, "total", m->total_paise);
		row_id(&row, "count", m->count);
		row_id(&row, "x", (m - s->months) * CHART_STEP);
		row_id(&row, "y", CHART_HEIGHT - height);
		row_id(&row, "height", height);
	}
}

/* A page of older ones alone is no choice of invoices: a file of it would be cut anywhere. */
static void
show_files(struct view *v, const struct invoice_filter *f, const struct invoice *list,
    size_t count)
{
	bool has_pdf = false;
	size_t i;

	for (i = 0; i < count; i++)
		has_pdf = has_pdf || list[i].has_pdf;
	view_flag(v, "Data.is_narrowed", is_narrowed(f));
	view_flag(v, "Data.has_zip", has_pdf && invoice_zip_is_known() &&
	    (is_narrowed(f) || is_open(f)));
}

static enum err
show(struct req *rq, struct view *v)
{
	static const char *const paging[] = { "before", "before_day", NULL };
	struct invoice_filter f = read_filter(rq);
	struct invoice list[INVOICE_PAGE_MAX + 1];
	struct invoice_summary summary;
	size_t most = is_open(&f) ? INVOICE_NEWEST : INVOICE_PAGE_MAX, count = 0, i;
	bool is_refused = problems_has_any(form_problems(rq));
	enum err rc;

	/* Of a month that is none there is no list, and no file. */
	if (!is_refused &&
	    (rc = invoice_list(rq->cx, &f, list, most + 1, &count)) != ERR_OK)
		return rc;
	if ((rc = invoice_summary_load(rq->cx, invoice_today(rq->cx), &summary)) != ERR_OK)
		return rc;
	for (i = 0; i < count && i < most; i++)
		show_entry(rq, v, &list[i]);
	view_flag(v, "Data.is_filtered", is_refused || !is_open(&f));
	show_files(v, &f, list, count < most ? count : most);
	if (count > most) {
		view_id(v, "Data.older.id", list[most - 1].id);
		view_id(v, "Data.older.day", list[most - 1].issued_day);
	}
	view_text(v, "Data.query", form_query(rq, paging));
	view_text(v, "Data.month", form_text(rq, "month"));
	view_text(v, "Data.number", f.number);
	form_fill(rq, "month", form_text(rq, "month"));
	form_fill(rq, "number", f.number);
	show_years(rq, v, &summary, f.financial_year);
	show_months(rq, v, &summary);
	if (is_refused)
		answer_status(rq, 422);
	return ERR_OK;
}

static void
show_party(struct view *v, const char *key, const struct invoice_party *p)
{
	struct view_row at = view_place(v, key);

	row_text(&at, "name", p->name);
	row_text(&at, "address", p->address);
	row_text(&at, "tax_id", p->tax_id);
	row_text(&at, "pan", p->pan);
	row_text(&at, "state", p->state);
	row_text(&at, "state_name", indian_state_name(p->state));
	row_text(&at, "contact", p->contact);
}

static void
show_line(struct req *rq, struct view *v, const struct invoice_line *l, size_t number)
{
	struct view_row row = view_row(v, "Data.lines");

	row_id(&row, "number", (int64_t)number);
	row_text(&row, "description", l->description);
	row_text(&row, "sac", l->sac);
	row_text(&row, "quantity", invoice_quantity_text(rq->cx->mem, l->quantity_milli));
	row_text(&row, "unit", l->unit);
	row_money(&row, "price", l->price_paise);
	if (l->discount_paise != 0)
		row_money(&row, "discount", l->discount_paise);
	row_money(&row, "taxable", l->taxable_paise);
	row_text(&row, "rate", invoice_rate_text(rq->cx->mem, l->rate_bp, 1));
	row_money(&row, "tax", l->cgst_paise + l->sgst_paise + l->igst_paise);
}

static void
show_totals(struct req *rq, struct view *v, const struct invoice *i)
{
	const struct invoice_totals *t = &i->totals;

	view_money(v, "Data.taxable", t->taxable_paise);
	view_money(v, "Data.cgst", t->cgst_paise);
	view_money(v, "Data.sgst", t->sgst_paise);
	view_money(v, "Data.igst", t->igst_paise);
	view_flag(v, "Data.is_within", i->supply == SUPPLY_STATE || i->supply == SUPPLY_TERRITORY);
	view_flag(v, "Data.is_territory", i->supply == SUPPLY_TERRITORY);
	if (t->rounding_paise != 0)
		view_money(v, "Data.rounding", t->rounding_paise);
	view_money(v, "Data.total", t->total_paise);
	view_text(v, "Data.words", invoice_total_words(rq->cx, i));
	view_money(v, "Data.paid", i->paid_paise);
	view_money(v, "Data.balance", invoice_balance(i));
	view_text(v, "Data.state", invoice_state_name(invoice_state(i, invoice_today(rq->cx))));
}

static enum err
show_registration(struct req *rq, struct view *v, const struct invoice *i)
{
	if (!i->is_registered)
		return ERR_OK;
	view_text(v, "Data.irn", i->registration.irn);
	view_text(v, "Data.ack.number", i->registration.ack_number);
	view_day(v, "Data.ack.on", invoice_registration_day(&i->registration));
	return i->registration.qr_text[0] == '\0' ? ERR_OK :
	    show_qr(rq, v, i->registration.qr_text);
}

static enum err
show_one(struct req *rq, struct view *v)
{
	struct invoice i;
	enum err rc;
	size_t n;

	if ((rc = invoice_load(rq->cx, route_id(rq), &i)) != ERR_OK)
		return rc;
	view_title(v, "%s %s", invoice_name(&i), i.number);
	view_id(v, "Data.id", i.id);
	view_text(v, "Data.number", i.number);
	view_id(v, "Data.of.id", i.of_id);
	view_text(v, "Data.of.number", i.of_number);
	view_day(v, "Data.of.issued_on", i.of_day);
	view_text(v, "Data.reason", i.reason);
	view_day(v, "Data.issued_on", i.issued_day);
	view_day(v, "Data.due_on", i.due_day);
	view_day(v, "Data.from", i.from_day);
	view_day(v, "Data.to", i.to_day);
	view_text(v, "Data.purchase_order", i.purchase_order);
	view_text(v, "Data.place", i.place_of_supply);
	view_text(v, "Data.place_name", indian_state_name(i.place_of_supply));
	view_flag(v, "Data.is_reverse_charge", i.is_reverse_charge);
	view_text(v, "Data.endorsement", invoice_endorsement(&i));
	view_flag(v, "Data.is_note", i.kind != INVOICE_TAX);
	view_flag(v, "Data.has_pdf", i.has_pdf);
	show_party(v, "Data.seller", &i.seller);
	show_party(v, "Data.buyer", &i.buyer);
	for (n = 0; n < i.line_count; n++)
		show_line(rq, v, &i.lines[n], n + 1);
	show_totals(rq, v, &i);
	view_text(v, "Data.declaration", i.declaration);
	view_text(v, "Data.signatory", i.signatory);
	return show_registration(rq, v, &i);
}

static enum err
history(struct req *rq, struct view *v)
{
	struct invoice i;
	enum err rc;

	if ((rc = invoice_load_head(rq->cx, route_id(rq), &i)) != ERR_OK)
		return rc;
	view_title(v, "%s %s: history", invoice_name(&i), i.number);
	view_id(v, "Data.id", i.id);
	view_text(v, "Data.kind", invoice_name(&i));
	view_text(v, "Data.number", i.number);
	return show_history(rq, v, "invoice", i.id, NULL);
}

static void
show_recipients(struct view *v, const struct recipients *who)
{
	const struct recipient *first = recipients_first(who);
	struct view_row row;
	size_t i;

	for (i = 0; i < who->count; i++) {
		if (who->list[i].lack != LACKS_NOTHING)
			continue;
		row = view_row(v, "Data.recipients");
		row_text(&row, "name", who->list[i].name);
		row_text(&row, "email", who->list[i].email);
		row_flag(&row, "is_to", &who->list[i] == first);
	}
}

static enum err
show_copy(struct req *rq, struct view *v)
{
	struct invoice_copy copy;
	enum err rc;

	if ((rc = invoice_mail_load(rq->cx, route_id(rq), &copy)) != ERR_OK)
		return rc;
	view_title(v, "Email a copy of %s", copy.number);
	view_id(v, "Data.id", copy.id);
	view_text(v, "Data.number", copy.number);
	view_text(v, "Data.kind", copy.name);
	view_flag(v, "Data.has_pdf", copy.has_pdf);
	show_recipients(v, &copy.who);
	form_fill(rq, "to", copy_choices[0].value);
	return ERR_OK;
}

static enum err
send_copy(struct req *rq, struct view *v)
{
	bool to_recipients = strcmp(form_text(rq, "to"), TO_RECIPIENTS) == 0;
	const char *whom;
	enum err rc;

	(void)v;
	rc = invoice_mail_copy(rq->cx, route_id(rq), to_recipients, &whom);
	if (rc == ERR_REFUSED) {
		problems_add(form_problems(rq), "", "It was not sent: what is said below has "
		    "changed since you opened the page.");
		return ERR_INVALID;
	}
	if (rc != ERR_OK)
		return rc;
	return see_other(rq, mem_fmt(rq->cx->mem, HERE "/%lld", (long long)route_id(rq)),
	    "A copy is on its way to %s.", whom);
}

static enum err
send_pdf(struct req *rq, struct view *v)
{
	struct download file = { .media_type = "application/pdf", .object_type = "invoice",
		.object_id = route_id(rq) };
	enum err rc;

	(void)v;
	if ((rc = invoice_pdf_load(rq->cx, file.object_id, &file.bytes, &file.length,
		 &file.object_name)) != ERR_OK)
		return rc;
	file.name = invoice_file_name(rq->cx, file.object_name, ".pdf");
	return send_file(rq, &file);
}

static enum err
send_csv(struct req *rq, struct view *v)
{
	struct download file = { .media_type = "text/csv; charset=utf-8", .name = "invoices.csv",
		.object_type = "invoice", .object_name = "list" };
	struct invoice_filter f = read_filter(rq);
	enum err rc;

	(void)v;
	if (problems_has_any(form_problems(rq)))
		return ERR_MISSING;
	if ((rc = invoice_csv(rq->cx, &f, &file.spool)) != ERR_OK)
		return rc;
	return send_file(rq, &file);
}

/* "invoices-2026-27.zip" */
static const char *
zip_name(struct req *rq, const struct invoice_filter *f)
{
	const char *what = is_open(f) ? "newest" : form_text(rq, "month");

	if (what[0] == '\0')
		what = f->financial_year == 0 ? "found" :
		    invoice_year_name(rq->cx, f->financial_year);
	return mem_fmt(rq->cx->mem, "invoices-%s.zip", what);
}

static enum err
send_zip(struct req *rq, struct view *v)
{
	struct download file = { .media_type = "application/zip", .object_type = "invoice" };
	struct invoice_filter f = read_filter(rq);
	size_t count;
	enum err rc;

	(void)v;
	if (problems_has_any(form_problems(rq)))
		return ERR_MISSING;
	if ((rc = invoice_zip(rq->cx, &f, is_open(&f) ? INVOICE_NEWEST : INVOICE_ZIP_MAX,
		 &file.spool, &count)) != ERR_OK)
		return rc;
	file.name = zip_name(rq, &f);
	file.object_name = mem_fmt(rq->cx->mem, "%s: %zu", file.name, count);
	return send_file(rq, &file);
}

static const struct route routes[] = {
	{ GET, "", PERM_BILLING_VIEW, filter_fields, filter_fields, "invoices.cs", .run = show },
	{ GET, "list.csv", PERM_BILLING_VIEW, filter_fields, .run = send_csv,
	    .download_event = "invoice.download_list" },
	{ GET, "all.zip", PERM_BILLING_VIEW, filter_fields, .run = send_zip,
	    .download_event = "invoice.download" },
	{ GET, ":id", PERM_BILLING_VIEW, .template = "invoice.cs", .run = show_one },
	{ GET, ":id/history", PERM_BILLING_VIEW, .template = "invoice-history.cs",
	    .run = history },
	{ GET, ":id.pdf", PERM_BILLING_VIEW, .run = send_pdf,
	    .download_event = "invoice.download" },
	{ GET, ":id/copy", PERM_BILLING_VIEW, NULL, copy_fields, "invoice-copy.cs",
	    .run = show_copy },
	{ POST, ":id/copy", PERM_BILLING_VIEW, copy_fields, .run = send_copy, .again = show_copy,
	    .rate = THROTTLE_COPIES },
	{ METHOD_UNSET }
};

const struct page page = { "invoices", HERE, "Invoices", routes };
