#include "base/banned.h"
#include "domain/invoice_csv.h"

#include <string.h>

#include "base/calendar.h"
#include "base/csv_write.h"
#include "base/money.h"
#include "base/spool.h"
#include "base/str.h"

#define ROW_BYTES	1024	/* more than the longest row */

static const char HEADING[] =
	CSV_BYTE_ORDER_MARK "Number,Kind,Corrects,Issued,Due,Period from,Period to,"
	"Place of supply,Taxable value,CGST,SGST or UTGST,IGST,Rounding,Total,Paid,Balance,State"
	"\r\n";

/* Amounts are ours: a minus before one is no formula. */
static void
add_money(struct context *cx, struct str *out, int64_t paise)
{
	str_add_fmt(out, "%s,", money_plain(cx->mem, paise));
}

static void
add_day(struct context *cx, struct str *out, int64_t day)
{
	str_add_fmt(out, "%s,", day == 0 ? "" : calendar_iso(cx->mem, day));
}

static void
add_row(struct context *cx, struct str *out, const struct invoice *i)
{
	const struct invoice_totals *t = &i->totals;

	csv_cell(out, i->number, ",");
	csv_cell(out, invoice_name(i), ",");
	csv_cell(out, i->of_number, ",");
	add_day(cx, out, i->issued_day);
	add_day(cx, out, i->due_day);
	add_day(cx, out, i->from_day);
	add_day(cx, out, i->to_day);
	csv_cell(out, i->place_of_supply, ",");
	add_money(cx, out, t->taxable_paise);
	add_money(cx, out, t->cgst_paise);
	add_money(cx, out, t->sgst_paise);
	add_money(cx, out, t->igst_paise);
	add_money(cx, out, t->rounding_paise);
	add_money(cx, out, t->total_paise);
	add_money(cx, out, i->paid_paise);
	add_money(cx, out, invoice_balance(i));
	csv_cell(out, invoice_state_name(invoice_state(i, invoice_today(cx))), "\r\n");
}

/* Where the rows go. */
struct file {
	struct str	 row;		/* being written */
	struct spool	*spool;		/* all of them */
};

static enum err
take_row(struct context *cx, const struct invoice *i, void *closure)
{
	struct file *f = closure;

	str_reset(&f->row);
	add_row(cx, &f->row, i);
	spool_add(f->spool, f->row.text, f->row.length);
	return ERR_OK;
}

enum err
invoice_csv(struct context *cx, const struct invoice_filter *filter, struct spool **spool)
{
	struct file f = { .spool = spool_new() };
	enum err rc;

	*spool = NULL;
	if (f.spool == NULL)
		return ERR_BUG;
	str_init(&f.row, ROW_BYTES);
	spool_add(f.spool, HEADING, strlen(HEADING));
	if ((rc = invoice_each(cx, filter, SIZE_MAX, take_row, &f)) == ERR_OK)
		rc = spool_end(f.spool);
	str_release(&f.row);
	if (rc == ERR_OK)
		*spool = f.spool;
	else
		spool_free(&f.spool);
	return rc;
}
