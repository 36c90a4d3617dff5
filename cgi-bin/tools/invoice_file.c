#include "base/banned.h"
#include "tools/invoice_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/csv.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/money.h"
#include "base/valid.h"

#define THOUSANDTH	3	/* decimals of a quantity */

enum column {
	ACCOUNT,
	REFERENCE,
	KIND,
	CORRECTS,
	REASON,
	NUMBER,
	ISSUED,
	DUE,
	FROM,
	TO,
	PLACE,
	SEZ,
	REVERSE_CHARGE,
	PURCHASE_ORDER,
	PDF,
	DESCRIPTION,
	SAC,
	UNIT,
	QUANTITY,
	PRICE,
	DISCOUNT,
	RATE,
	COLUMN__MAX
};

static const struct {
	const char	*name;
	const char	*help;
	bool		 is_required;	/* the file cannot do without the column */
} columns[COLUMN__MAX] = {
	[ACCOUNT] = { "account", "number of the account it is issued to", true },
	[REFERENCE] = { "reference", "your own key: the same one is never issued twice", true },
	[KIND] = { "kind", "invoice, credit or debit; empty: invoice", false },
	[CORRECTS] = { "corrects", "of a note: number of the invoice it corrects", false },
	[REASON] = { "reason", "of a note: why", false },
	[NUMBER] = { "number", "its number in another system; empty: the next of ours", false },
	[ISSUED] = { "issued_on", "day of issue, like 2026-04-01", true },
	[DUE] = { "due_on", "to be paid until; empty: as invoice.due_days says", false },
	[FROM] = { "from", "first day of the period", false },
	[TO] = { "to", "last day of the period", false },
	[PLACE] = { "place_of_supply", "State as two digits; empty: the buyer's", false },
	[SEZ] = { "sez", "yes: the buyer is in a special economic zone", false },
	[REVERSE_CHARGE] = { "reverse_charge", "yes: the buyer pays the tax", false },
	[PURCHASE_ORDER] = { "purchase_order", "empty: as in the billing details", false },
	[PDF] = { "pdf", "file with the document that another system made", false },
	[DESCRIPTION] = { "description", "what was supplied", true },
	[SAC] = { "sac", "SAC or HSN code, 4 to 8 digits", true },
	[UNIT] = { "unit", "month, user, ...", false },
	[QUANTITY] = { "quantity", "up to three decimals; empty: 1", false },
	[PRICE] = { "price", "of one, in rupees, without tax", true },
	[DISCOUNT] = { "discount", "off the line, in rupees", false },
	[RATE] = { "rate", "of tax in all, in percent: 18", true },
};

struct reader {
	struct mem		*mem;
	struct csv		 csv;
	int			 places[COLUMN__MAX];	/* which cell it is; -1: not in the file */
	size_t			 row;			/* being read, as a spreadsheet counts */
	const struct csv_row	*cells;			/* of that row */
	void			(*complain)(size_t, const char *);
	bool			 has_problem;
};

void
invoice_file_columns(void (*each)(const char *, const char *))
{
	size_t i;

	for (i = 0; i < COLUMN__MAX; i++)
		each(columns[i].name, columns[i].help);
}

static void
complain(struct reader *r, const char *text)
{
	r->has_problem = true;
	r->complain(r->row, text);
}

/* "" where the file has no such column, or the row ends before it. */
static const char *
cell(const struct reader *r, enum column c)
{
	int at = r->places[c];

	return at >= 0 && (size_t)at < r->cells->count ? r->cells->cells[at] : "";
}

static void
refuse(struct reader *r, enum column c, const char *wanted)
{
	complain(r, mem_fmt(r->mem, "%s: \"%s\" is not %s.", columns[c].name, cell(r, c), wanted));
}

static int64_t
read_day(struct reader *r, enum column c)
{
	int64_t day = 0;

	if (cell(r, c)[0] != '\0' && calendar_read(cell(r, c), &day) != ERR_OK)
		refuse(r, c, "a day like 2026-04-01");
	return day;
}

static int64_t
read_money(struct reader *r, enum column c)
{
	int64_t paise = 0;

	if (cell(r, c)[0] != '\0' && money_read(cell(r, c), &paise) != ERR_OK)
		refuse(r, c, "an amount of rupees like 1180.50");
	return paise;
}

static bool
read_flag(struct reader *r, enum column c)
{
	const char *text = cell(r, c);

	if (text[0] != '\0' && strcmp(text, "yes") != 0 && strcmp(text, "no") != 0)
		refuse(r, c, "yes or no");
	return strcmp(text, "yes") == 0;
}

/* A number with at most three decimals, in thousandths. */
static int64_t
read_thousandths(struct reader *r, enum column c, const char *wanted)
{
	const char *text = cell(r, c), *point = strchr(text, '.');
	size_t whole_length = strcspn(text, "."), behind = point == NULL ? 0 : strlen(point + 1);
	const char *fraction = mem_fmt(r->mem, "1%s%.*s", point == NULL ? "" : point + 1,
	    behind > THOUSANDTH ? 0 : (int)(THOUSANDTH - behind), "000");
	int64_t whole, thousandths;

	if (behind > THOUSANDTH || (point != NULL && behind == 0) ||
	    !valid_count(mem_fmt(r->mem, "%.*s", (int)whole_length, text), &whole) ||
	    !valid_count(fraction, &thousandths) || whole > INVOICE_QUANTITY_MAX) {
		refuse(r, c, wanted);
		return 0;
	}
	/* The digit in front kept the zeros that a count may not begin with. */
	return whole * INVOICE_QUANTITY_ONE + thousandths - INVOICE_QUANTITY_ONE;
}

/* A percentage, in basis points. */
static int64_t
read_rate(struct reader *r)
{
	static const char wanted[] = "a rate in percent like 18 or 0.25, with at most two decimals";
	int64_t thousandths = read_thousandths(r, RATE, wanted);

	if (thousandths % 10 != 0)
		refuse(r, RATE, wanted);
	return thousandths / 10;
}

static void
read_line(struct reader *r, struct invoice_line *l)
{
	*l = (struct invoice_line){
		.description = cell(r, DESCRIPTION),
		.sac = cell(r, SAC),
		.unit = cell(r, UNIT),
		.quantity_milli = INVOICE_QUANTITY_ONE,
		.price_paise = read_money(r, PRICE),
		.discount_paise = read_money(r, DISCOUNT),
		.rate_bp = read_rate(r),
	};
	if (cell(r, QUANTITY)[0] != '\0')
		l->quantity_milli = read_thousandths(r, QUANTITY,
		    "a quantity like 3 or 2.5, with at most three decimals");
}

static enum invoice_kind
read_kind(struct reader *r)
{
	enum invoice_kind kind;

	if (cell(r, KIND)[0] == '\0')
		return INVOICE_TAX;
	if ((kind = invoice_kind_by_word(cell(r, KIND))) == INVOICE_KIND_UNSET)
		refuse(r, KIND, "invoice, credit or debit");
	return kind;
}

static void
read_head(struct reader *r, struct invoice_to_be *to_be)
{
	*to_be = (struct invoice_to_be){
		.row = r->row,
		.of_number = cell(r, CORRECTS),
		.pdf = cell(r, PDF),
		.invoice = { .kind = read_kind(r),
		    .number = cell(r, NUMBER),
		    .reference = cell(r, REFERENCE),
		    .of_number = cell(r, CORRECTS),
		    .reason = cell(r, REASON),
		    .issued_day = read_day(r, ISSUED),
		    .due_day = read_day(r, DUE),
		    .from_day = read_day(r, FROM),
		    .to_day = read_day(r, TO),
		    .purchase_order = cell(r, PURCHASE_ORDER),
		    .place_of_supply = cell(r, PLACE),
		    .supply = read_flag(r, SEZ) ? SUPPLY_SEZ : SUPPLY_UNSET,
		    .is_reverse_charge = read_flag(r, REVERSE_CHARGE) },
	};
	if (!valid_id(cell(r, ACCOUNT), &to_be->account_id))
		refuse(r, ACCOUNT, "the number of an account");
	if (cell(r, ISSUED)[0] == '\0')
		refuse(r, ISSUED, "a day like 2026-04-01");
	if (to_be->invoice.kind != INVOICE_TAX && to_be->of_number[0] == '\0')
		refuse(r, CORRECTS, "the number of an invoice, which a note needs");
}

static bool
belongs_to(const struct reader *r, const struct invoice_to_be *before)
{
	int64_t account_id;

	return before != NULL && valid_id(cell(r, ACCOUNT), &account_id) &&
	    account_id == before->account_id &&
	    strcmp(cell(r, REFERENCE), before->invoice.reference) == 0;
}

/* Rows of one invoice stand together, so a reference that comes again is a mistake of the file. */
static void
refuse_repeated(struct reader *r, const struct invoice_file *file)
{
	size_t i;

	for (i = 0; i + 1 < file->count; i++)
		if (belongs_to(r, &file->invoices[i])) {
			complain(r, mem_fmt(r->mem, "reference: \"%s\" was in row %zu already. "
			    "Put the rows of one invoice together.", cell(r, REFERENCE),
			    file->invoices[i].row));
			return;
		}
}

static void
read_row(struct reader *r, struct invoice_file *file, struct invoice_line *line)
{
	struct invoice_to_be *last =
	    file->count == 0 ? NULL : &file->invoices[file->count - 1];

	if (!belongs_to(r, last)) {
		last = &file->invoices[file->count++];
		read_head(r, last);
		last->invoice.lines = line;
		refuse_repeated(r, file);
	}
	read_line(r, line);
	last->invoice.line_count++;
}

static void
find_columns(struct reader *r)
{
	size_t c, i;

	r->row = 1;
	for (c = 0; c < COLUMN__MAX; c++) {
		r->places[c] = -1;
		for (i = 0; i < r->cells->count; i++)
			if (strcmp(r->cells->cells[i], columns[c].name) == 0)
				r->places[c] = (int)i;
		if (r->places[c] < 0 && columns[c].is_required)
			complain(r, mem_fmt(r->mem, "there is no column \"%s\".",
			    columns[c].name));
	}
	for (i = 0; i < r->cells->count; i++) {
		for (c = 0; c < COLUMN__MAX && strcmp(r->cells->cells[i], columns[c].name) != 0; )
			c++;
		if (c == COLUMN__MAX)
			complain(r, mem_fmt(r->mem, "nothing is known of a column \"%s\".",
			    r->cells->cells[i]));
	}
}

static void
read_rows(struct reader *r, struct invoice_file *file)
{
	struct invoice_line *lines = mem_alloc(r->mem, r->csv.count * sizeof(*lines));
	size_t i;

	file->invoices = mem_alloc(r->mem, r->csv.count * sizeof(*file->invoices));
	for (i = 1; i < r->csv.count; i++) {
		r->row = i + 1;
		r->cells = &r->csv.rows[i];
		read_row(r, file, &lines[i]);
	}
}

static enum err
read_cells(struct reader *r, const char *path)
{
	char *text = file_read(path, INVOICE_FILE_MAX, NULL);
	enum err rc;

	if (text == NULL) {
		complain(r, mem_fmt(r->mem, "%s cannot be read: %s", path, strerror(errno)));
		return ERR_INVALID;
	}
	rc = csv_read(r->mem, text, INVOICE_FILE_ROWS_MAX, &r->csv);
	free(text);
	r->row = rc == ERR_INVALID ? r->csv.bad_line : 0;
	if (rc == ERR_INVALID)
		complain(r, "a quote stands where there can be none, or is not closed.");
	else if (rc == ERR_TOO_LARGE)
		complain(r, mem_fmt(r->mem, "it has %zu rows; %d are the most.", r->csv.count,
		    INVOICE_FILE_ROWS_MAX));
	else if (rc == ERR_MISSING)
		complain(r, "this program was built without libcsv, so it reads no lists.");
	else if (r->csv.count < 2)
		complain(r, "there is no invoice in it: it wants a row with the names of the "
		    "columns, and a row for each line of an invoice.");
	return r->has_problem ? ERR_INVALID : ERR_OK;
}

enum err
invoice_file_read(struct mem *m, const char *path, struct invoice_file *file,
    void (*tell)(size_t, const char *))
{
	struct reader r = { .mem = m, .complain = tell };

	*file = (struct invoice_file){ .count = 0 };
	if (read_cells(&r, path) != ERR_OK)
		return ERR_INVALID;
	r.cells = &r.csv.rows[0];
	find_columns(&r);
	if (!r.has_problem)
		read_rows(&r, file);
	return r.has_problem ? ERR_INVALID : ERR_OK;
}
