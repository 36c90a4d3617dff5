#include "base/banned.h"
#include "tools/invoice_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/text.h"

static bool
is_json(struct mem *m, const char *path, const char *format)
{
	static const char ending[] = ".json";
	size_t length = strlen(path);

	if (format[0] != '\0')
		return strcmp(format, "json") == 0;
	return length >= strlen(ending) &&
	    strcmp(text_lower(m, path + length - strlen(ending)), ending) == 0;
}

/* By account and reference; what is alike stays in the order of the file. */
static int
compare(const void *a, const void *b)
{
	const struct invoice_to_be *x = *(const struct invoice_to_be *const *)a;
	const struct invoice_to_be *y = *(const struct invoice_to_be *const *)b;
	int by_reference;

	if (x->account_id != y->account_id)
		return x->account_id < y->account_id ? -1 : 1;
	if ((by_reference = strcmp(x->invoice.reference, y->invoice.reference)) != 0)
		return by_reference;
	return x < y ? -1 : x > y;
}

/* Rows of one invoice stand together, so a reference that comes again is a mistake of the file. */
static void
refuse_repeated(struct invoice_reader *r, const struct invoice_file *file)
{
	const struct invoice_to_be **sorted = mem_array(r->mem, file->count, sizeof(*sorted));
	size_t i, count = 0;

	/* Without what could not be read, or has none: that was told. */
	for (i = 0; i < file->count; i++)
		if (file->invoices[i].place != NULL &&
		    file->invoices[i].invoice.reference[0] != '\0')
			sorted[count++] = &file->invoices[i];
	qsort(sorted, count, sizeof(*sorted), compare);
	for (i = 1; i < count; i++) {
		const struct invoice_to_be *before = sorted[i - 1], *now = sorted[i];

		if (before->account_id != now->account_id ||
		    strcmp(before->invoice.reference, now->invoice.reference) != 0)
			continue;
		r->place = now->place;
		invoice_reader_complain(r, mem_fmt(r->mem, "reference: \"%s\" was in %s already. "
		    "Each invoice has a reference of its own; the rows of one in a list stand "
		    "together.", now->invoice.reference, before->place));
	}
}

/* As file_read(). */
static char *
read_input(size_t *length)
{
	struct str in;
	char *text = NULL;

	str_init(&in, INVOICE_FILE_MAX);
	if (file_read_stream(STDIN_FILENO, &in) && !in.is_full) {
		text = mem_keep(in.length + 1);
		memcpy(text, in.text, in.length);
		text[in.length] = '\0';
		*length = in.length;
	} else if (in.is_full) {
		errno = EFBIG;
	}
	str_release(&in);
	return text;
}

/* The bytes of the file, from malloc(); NULL: it was told why not. */
static char *
read_text(struct invoice_reader *r, const char *path, size_t *length)
{
	char *text = strcmp(path, "-") == 0 ? read_input(length) :
	    file_read(path, INVOICE_FILE_MAX, length);

	if (text == NULL && errno == EFBIG)
		invoice_reader_complain(r, mem_fmt(r->mem, "%s is no file, or has more than %d "
		    "bytes. Give the invoices in several files.", path, INVOICE_FILE_MAX));
	else if (text == NULL)
		invoice_reader_complain(r, mem_fmt(r->mem, "%s cannot be read: %s", path,
		    strerror(errno)));
	else if (strlen(text) != *length || !text_is_utf8(text, *length))
		invoice_reader_complain(r, mem_fmt(r->mem, "%s is not written in UTF-8. Save it "
		    "so from the program it comes from.", path));
	if (!r->has_problem)
		return text;
	free(text);
	return NULL;
}

enum err
invoice_file_read(struct mem *m, const char *path, const char *format, struct invoice_file *file,
    void (*tell)(const char *, const char *))
{
	struct invoice_reader r = { .mem = m, .place = "", .tell = tell };
	size_t length = 0;
	char *text = read_text(&r, path, &length);

	*file = (struct invoice_file){ .count = 0 };
	if (text == NULL)
		return ERR_INVALID;
	if (is_json(m, path, format))
		invoice_json_read(&r, text, length, file);
	else
		invoice_csv_read(&r, text, file);
	free(text);
	refuse_repeated(&r, file);
	return r.has_problem ? ERR_INVALID : ERR_OK;
}

enum err
invoice_file_read_lines(struct mem *m, const char *path, struct invoice *i,
    void (*tell)(const char *, const char *))
{
	struct invoice_reader r = { .mem = m, .place = "", .tell = tell };
	size_t length = 0;
	char *text = read_text(&r, path, &length);

	if (text != NULL)
		invoice_csv_read_lines(&r, text, i);
	free(text);
	return r.has_problem ? ERR_INVALID : ERR_OK;
}
