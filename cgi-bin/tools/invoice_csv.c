/*
 * invoice_csv: a list of invoices, a row for each line of one. Rows with the same account and
 * reference are one invoice, and stand together: its first row says what it is as a whole. Or a
 * list of the lines of one invoice alone.
 */
#include "base/banned.h"
#include "tools/invoice_file.h"

#include <string.h>

#include "base/csv.h"
#include "base/mem.h"

struct rows {
	struct invoice_reader	*reader;
	struct csv		 csv;
	size_t			 fields[CSV_CELLS_MAX];	/* which field each cell is of */
	size_t			 field_count;		/* cells of the first row */
	struct invoice_file	*file;
	struct invoice_texts	 last;			/* the row before, if any */
};

/*
 * Of 1,200.00 without quotes, the second half is a cell of its own and moves those behind it: the
 * last one may be empty and the row wrong all the same.
 */
static void
refuse_cell(struct invoice_reader *reader, const char *cell)
{
	invoice_reader_complain(reader, mem_fmt(reader->mem, "%s stands below no column. A cell "
	    "with a comma in it wants quotes around it: \"1,200.00\". Behind the last cell of a "
	    "row there is no comma.",
	    cell[0] == '\0' ? "an empty cell" : mem_fmt(reader->mem, "\"%s\"", cell)));
}

static struct invoice_texts
texts_of(struct rows *r, const struct csv_row *row)
{
	struct invoice_texts t = invoice_texts_none();
	size_t i;

	for (i = 0; i < row->count && i < r->field_count; i++)
		t.values[r->fields[i]] = row->cells[i];
	if (i < row->count)
		refuse_cell(r->reader, row->cells[i]);
	return t;
}

static bool
is_same(const struct invoice_texts *a, const struct invoice_texts *b, const char *name)
{
	return strcmp(invoice_texts_get(a, name), invoice_texts_get(b, name)) == 0;
}

static void
read_row(struct rows *r, const struct csv_row *row, struct invoice_line *line)
{
	struct invoice_texts t = texts_of(r, row);
	struct invoice_file *file = r->file;

	if (file->count == 0 || !is_same(&t, &r->last, "account") ||
	    !is_same(&t, &r->last, "reference")) {
		invoice_read_head(r->reader, &t, &file->invoices[file->count]);
		file->invoices[file->count++].invoice.lines = line;
	}
	invoice_read_line(r->reader, &t, line);
	file->invoices[file->count - 1].invoice.line_count++;
	r->last = t;
}

static void
read_rows(struct rows *r)
{
	struct invoice_reader *reader = r->reader;
	struct invoice_line *lines = mem_array(reader->mem, r->csv.count, sizeof(*lines));
	size_t i;

	r->file->invoices =
	    mem_array(reader->mem, r->csv.count, sizeof(*r->file->invoices));
	for (i = 1; i < r->csv.count; i++) {
		/* As a spreadsheet counts. */
		reader->place = mem_fmt(reader->mem, "row %zu", i + 1);
		read_row(r, &r->csv.rows[i], &lines[i]);
	}
}

static bool
has_field(const struct rows *r, size_t field)
{
	size_t i;

	for (i = 0; i < r->field_count; i++)
		if (r->fields[i] == field)
			return true;
	return false;
}

static void
read_heading(struct rows *r, bool has_lines_only)
{
	struct invoice_reader *reader = r->reader;
	const struct csv_row *row = &r->csv.rows[0];
	size_t i;

	reader->place = "row 1";
	for (i = 0; i < row->count; i++) {
		r->fields[i] = invoice_field_find(row->cells[i]);
		if (r->fields[i] == INVOICE_FIELDS ||
		    (has_lines_only && !invoice_fields[r->fields[i]].is_of_line))
			invoice_reader_complain(reader, mem_fmt(reader->mem,
			    "nothing is known of a column \"%s\".", row->cells[i]));
		else if (has_field(r, r->fields[i]))
			invoice_reader_complain(reader, mem_fmt(reader->mem,
			    "the column \"%s\" is there twice.", row->cells[i]));
		r->field_count = i + 1;
	}
	for (i = 0; i < INVOICE_FIELDS; i++)
		if (invoice_fields[i].is_required && !has_field(r, i) &&
		    (invoice_fields[i].is_of_line || !has_lines_only))
			invoice_reader_complain(reader, mem_fmt(reader->mem,
			    "there is no column \"%s\".", invoice_fields[i].name));
}

static void
read_cells(struct rows *r, const char *text)
{
	struct mem *m = r->reader->mem;
	/* The first row names the fields. */
	enum err rc = csv_read(m, text, INVOICE_FILE_LINES_MAX + 1, &r->csv);

	if (rc == ERR_INVALID) {
		r->reader->place = mem_fmt(m, "row %zu", r->csv.bad_line);
		invoice_reader_complain(r->reader, "a quote stands where there can be none, or is "
		    "not closed.");
	} else if (rc == ERR_TOO_LARGE)
		invoice_reader_complain(r->reader, mem_fmt(m, "it has %zu lines of invoices; %d "
		    "are the most. Give the invoices in several files.", r->csv.count - 1,
		    INVOICE_FILE_LINES_MAX));
	else if (rc == ERR_MISSING)
		invoice_reader_complain(r->reader, "this program was built without libcsv, so it "
		    "reads no lists.");
	else if (rc != ERR_OK || r->csv.count < 2)
		invoice_reader_complain(r->reader, "there is no line of an invoice in it: it wants "
		    "a row with the names of the columns, and a row for each line.");
}

void
invoice_csv_read(struct invoice_reader *reader, const char *text, struct invoice_file *file)
{
	struct rows r = { .reader = reader, .file = file };

	read_cells(&r, text);
	if (!reader->has_problem)
		read_heading(&r, false);
	if (!reader->has_problem)
		read_rows(&r);
}

void
invoice_csv_read_lines(struct invoice_reader *reader, const char *text, struct invoice *invoice)
{
	struct rows r = { .reader = reader };
	struct invoice_texts t;
	size_t i;

	read_cells(&r, text);
	if (!reader->has_problem)
		read_heading(&r, true);
	if (reader->has_problem)
		return;
	invoice->line_count = r.csv.count - 1;
	invoice->lines =
	    mem_array(reader->mem, invoice->line_count, sizeof(*invoice->lines));
	for (i = 0; i < invoice->line_count; i++) {
		reader->place = mem_fmt(reader->mem, "row %zu", i + 2);
		t = texts_of(&r, &r.csv.rows[i + 1]);
		invoice_read_line(reader, &t, &invoice->lines[i]);
	}
}
