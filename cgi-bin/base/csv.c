#include "base/banned.h"
#include "base/csv.h"

#ifdef HAVE_CSV

#include <csv.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"

#define MARK		"\xef\xbb\xbf"	/* byte order mark, which spreadsheets put first */

/* What is known while the text is read. */
struct reader {
	struct mem	*mem;
	struct csv	*csv;
	size_t		 rows_max;
	const char	*cells[CSV_CELLS_MAX];	/* of the row that is read */
	size_t		 count;
	bool		 has_text;		/* some cell of it is not empty */
};

bool
csv_is_known(void)
{
	return true;
}

static void
add_cell(void *cell, size_t length, void *closure)
{
	struct reader *r = closure;
	const char *text = text_trim(r->mem, mem_dup_bytes(r->mem, cell, length));

	r->has_text = r->has_text || text[0] != '\0';
	if (r->count < CSV_CELLS_MAX)
		r->cells[r->count++] = text;
}

/* Spreadsheets save rows of nothing but commas below a list. */
static void
end_row(int end, void *closure)
{
	struct reader *r = closure;
	struct csv_row *row;

	(void)end;
	if (r->has_text && r->csv->count++ < r->rows_max) {
		row = &r->csv->rows[r->csv->count - 1];
		row->count = r->count;
		row->cells = mem_array(r->mem, r->count, sizeof(*row->cells));
		memcpy(row->cells, r->cells, r->count * sizeof(*row->cells));
	}
	r->count = 0;
	r->has_text = false;
}

/* The sign that the first line has most of, a comma where it has none; quoted ones do not count. */
static unsigned char
delimiter(const char *text)
{
	static const char signs[] = ",;\t";
	size_t counts[sizeof(signs)] = { 0 };
	size_t i, best = 0;
	bool is_quoted = false;
	const char *sign;

	for (; *text != '\0' && (is_quoted || (*text != '\n' && *text != '\r')); text++) {
		if (*text == '"')
			is_quoted = !is_quoted;
		else if (!is_quoted && (sign = strchr(signs, *text)) != NULL)
			counts[sign - signs]++;
	}
	for (i = 1; i < sizeof(signs) - 1; i++)
		if (counts[i] > counts[best])
			best = i;
	return (unsigned char)signs[best];
}

/* Lines up to here; CR LF is one line end. */
static size_t
line_at(const char *text, size_t length)
{
	size_t i, line = 1;

	for (i = 0; i < length; i++)
		line += text[i] == '\n' || (text[i] == '\r' && text[i + 1] != '\n');
	return line;
}

/* A tab between cells is no space around one. */
static int
is_space(unsigned char c)
{
	return c == ' ';
}

static enum err
parse(struct csv_parser *p, const char *text, struct reader *r)
{
	size_t length = strlen(text), done;

	csv_set_delim(p, delimiter(text));
	csv_set_space_func(p, is_space);
	done = csv_parse(p, text, length, add_cell, end_row, r);
	if (done == length && csv_fini(p, add_cell, end_row, r) == 0)
		return r->csv->count > r->rows_max ? ERR_TOO_LARGE : ERR_OK;
	if (csv_error(p) == CSV_ENOMEM)
		log_err("csv: no memory");
	r->csv->bad_line = line_at(text, done);
	return ERR_INVALID;
}

enum err
csv_read(struct mem *m, const char *text, size_t rows_max, struct csv *csv)
{
	struct reader r = { .mem = m, .csv = csv, .rows_max = rows_max };
	struct csv_parser p;
	enum err rc;

	*csv = (struct csv){ .rows = mem_array(m, rows_max, sizeof(*csv->rows)) };
	if (strncmp(text, MARK, strlen(MARK)) == 0)
		text += strlen(MARK);
	if (csv_init(&p, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0) {
		log_err("csv: libcsv did not start");
		return ERR_BUG;
	}
	rc = parse(&p, text, &r);
	csv_free(&p);
	return rc;
}

#else

bool
csv_is_known(void)
{
	return false;
}

enum err
csv_read(struct mem *m, const char *text, size_t rows_max, struct csv *csv)
{
	(void)m;
	(void)text;
	(void)rows_max;
	*csv = (struct csv){ .rows = NULL };
	return ERR_MISSING;
}

#endif
