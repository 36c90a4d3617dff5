/*
 * invoice_json: a list of invoices, each an object with the fields of the whole and a list "lines"
 * of objects with those of a line. It is the one place that knows jansson.
 */
#include "base/banned.h"
#include "tools/invoice_file.h"

#include <string.h>

#include "base/mem.h"
#include "base/text.h"

#ifdef HAVE_JANSSON

#include <jansson.h>

#define MARK		"\xef\xbb\xbf"	/* byte order mark, which some editors put first */
#define LINES		"lines"		/* the key of an invoice's lines */
#define VALUES_MAX	(INVOICE_FILE_LINES_MAX * 2 * INVOICE_FIELDS)	/* all fields, twice over */

/* Names of jansson's types, for messages. */
static const char *const types[] = {
	[JSON_OBJECT] = "an object",
	[JSON_ARRAY] = "a list",
	[JSON_STRING] = "a text",
	[JSON_INTEGER] = "a number",
	[JSON_REAL] = "a number",
	[JSON_TRUE] = "true",
	[JSON_FALSE] = "false",
	[JSON_NULL] = "null",
};

static const char *const wanted[] = {
	[INVOICE_TEXT] = "a text in quotes",
	[INVOICE_NUMBER] = "a number",
	[INVOICE_FLAG] = "true or false",
};

/* The lines of all invoices lie in one array. */
struct list {
	struct invoice_reader	*reader;
	struct invoice_line	*lines;
	size_t			 line_count;
};

bool
invoice_json_is_known(void)
{
	return true;
}

static const char *
refuse(struct invoice_reader *r, const char *name, const json_t *value, const char *instead)
{
	invoice_reader_complain(r, mem_fmt(r->mem, "%s: %s stands where %s is wanted.", name,
	    types[json_typeof(value)], instead));
	return "";
}

/*
 * What the value would be as a cell of a list. A number comes as the nearest binary fraction;
 * fifteen digits bring back what was written, and no amount that is accepted has more.
 */
static const char *
text_of(struct invoice_reader *r, const struct invoice_field *f, const json_t *value)
{
	if (json_is_null(value))
		return "";
	if (json_is_string(value))
		return text_trim(r->mem, json_string_value(value));
	if (json_is_integer(value) && f->kind == INVOICE_NUMBER)
		return mem_fmt(r->mem, "%lld", (long long)json_integer_value(value));
	if (json_is_real(value) && f->kind == INVOICE_NUMBER)
		return mem_fmt(r->mem, "%.15g", json_real_value(value));
	if (json_is_boolean(value) && f->kind == INVOICE_FLAG)
		return json_is_true(value) ? "yes" : "no";
	return refuse(r, f->name, value, wanted[f->kind]);
}

/* A key that is no field here. */
static void
refuse_key(struct invoice_reader *r, const char *key)
{
	size_t field = invoice_field_find(key);

	if (field == INVOICE_FIELDS)
		invoice_reader_complain(r, mem_fmt(r->mem, "nothing is known of \"%s\".", key));
	else if (invoice_fields[field].is_of_line)
		invoice_reader_complain(r, mem_fmt(r->mem, "\"%s\" belongs into each of \"" LINES
		    "\".", key));
	else
		invoice_reader_complain(r, mem_fmt(r->mem, "\"%s\" belongs to the invoice, beside "
		    "\"" LINES "\".", key));
}

static struct invoice_texts
texts_of(struct invoice_reader *r, json_t *object, bool is_of_line)
{
	struct invoice_texts t = invoice_texts_none();
	const char *key;
	json_t *value;
	size_t field;

	json_object_foreach(object, key, value) {
		field = invoice_field_find(key);
		if (field < INVOICE_FIELDS && invoice_fields[field].is_of_line == is_of_line)
			t.values[field] = text_of(r, &invoice_fields[field], value);
		else if (is_of_line || strcmp(key, LINES) != 0)
			refuse_key(r, key);
	}
	return t;
}

static void
read_line(struct list *l, json_t *object, const char *invoice, size_t number)
{
	struct invoice_reader *r = l->reader;
	struct invoice_texts t;

	r->place = mem_fmt(r->mem, "%s, line %zu", invoice, number);
	if (!json_is_object(object)) {
		refuse(r, LINES, object, "an object");
		return;
	}
	t = texts_of(r, object, true);
	invoice_read_line(r, &t, &l->lines[l->line_count++]);
}

static void
read_invoice(struct list *l, json_t *object, size_t number, struct invoice_to_be *to)
{
	struct invoice_reader *r = l->reader;
	const char *place = mem_fmt(r->mem, "invoice %zu", number);
	json_t *lines = json_object_get(object, LINES);
	struct invoice_texts t;
	size_t i;

	r->place = place;
	if (!json_is_object(object)) {
		refuse(r, "the list", object, "an object");
		return;
	}
	t = texts_of(r, object, false);
	invoice_read_head(r, &t, to);
	if (!json_is_array(lines)) {
		invoice_reader_complain(r, "\"" LINES "\" is missing: a list of objects.");
		return;
	}
	to->invoice.lines = l->lines + l->line_count;
	to->invoice.line_count = json_array_size(lines);
	for (i = 0; i < to->invoice.line_count; i++)
		read_line(l, json_array_get(lines, i), place, i + 1);
}

static size_t
count_lines(const json_t *invoices)
{
	size_t i, count = 0;

	for (i = 0; i < json_array_size(invoices); i++)
		count += json_array_size(json_object_get(json_array_get(invoices, i), LINES));
	return count;
}

static void
read_list(struct invoice_reader *r, json_t *invoices, struct invoice_file *file)
{
	struct list l = { .reader = r };
	size_t i, line_count = count_lines(invoices);

	if (!json_is_array(invoices) || json_array_size(invoices) == 0) {
		invoice_reader_complain(r, "there is no invoice in it: it wants a list, [ ... ], "
		    "of objects.");
		return;
	}
	if (line_count > INVOICE_FILE_LINES_MAX) {
		invoice_reader_complain(r, mem_fmt(r->mem, "it has %zu lines of invoices; %d are "
		    "the most. Give the invoices in several files.", line_count,
		    INVOICE_FILE_LINES_MAX));
		return;
	}
	l.lines = mem_array(r->mem, line_count + 1, sizeof(*l.lines));
	file->count = json_array_size(invoices);
	file->invoices = mem_array(r->mem, file->count, sizeof(*file->invoices));
	for (i = 0; i < file->count; i++)
		read_invoice(&l, json_array_get(invoices, i), i + 1, &file->invoices[i]);
}

/*
 * How many values there can be, so that a file of millions of them is refused before each gets
 * memory of its own.
 */
static size_t
count_values(const char *text, size_t length)
{
	size_t i, count = 1;
	bool is_quoted = false;

	for (i = 0; i < length; i++) {
		if (is_quoted && text[i] == '\\')
			i++;
		else if (text[i] == '"')
			is_quoted = !is_quoted;
		else if (!is_quoted && (text[i] == ',' || text[i] == '[' || text[i] == '{'))
			count++;
	}
	return count;
}

void
invoice_json_read(struct invoice_reader *r, const char *text, size_t length,
    struct invoice_file *file)
{
	json_error_t problem;
	json_t *invoices;

	if (strncmp(text, MARK, strlen(MARK)) == 0) {
		text += strlen(MARK);
		length -= strlen(MARK);
	}
	if (count_values(text, length) > VALUES_MAX) {
		invoice_reader_complain(r, mem_fmt(r->mem, "it has more values than %d lines of "
		    "invoices can have. Give the invoices in several files.",
		    INVOICE_FILE_LINES_MAX));
		return;
	}
	if ((invoices = json_loadb(text, length, JSON_REJECT_DUPLICATES, &problem)) == NULL) {
		invoice_reader_complain(r, mem_fmt(r->mem, "line %d, column %d: this is no JSON: "
		    "%s.", problem.line, problem.column, problem.text));
		return;
	}
	read_list(r, invoices, file);
	json_decref(invoices);
}

#else

bool
invoice_json_is_known(void)
{
	return false;
}

void
invoice_json_read(struct invoice_reader *r, const char *text, size_t length,
    struct invoice_file *file)
{
	(void)text;
	(void)length;
	(void)file;
	invoice_reader_complain(r, "this program was built without jansson, so it reads no JSON: "
	    "give a list (CSV).");
}

#endif
