/*
 * Fuzz target of tools/invoice_file: any bytes as a file of invoices, as JSON and as a list. Beside
 * what the sanitizers see, it checks what is relied on: a file that nothing was told of has invoices
 * whose fields can be checked and computed with.
 */
#include "base/banned.h"
#include "tools/invoice_file.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/money.h"
#include "base/text.h"

/* Called by libFuzzer, or by standalone.c in builds without it. */
int	LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void
expect(bool is_so, const char *what)
{
	if (is_so)
		return;
	fprintf(stderr, "invoices: %s\n", what);
	abort();
}

static void
ignore(const char *place, const char *text)
{
	expect(text_is_utf8(place, strlen(place)) && text[0] != '\0', "nothing is told");
}

static void
check_line(const struct invoice_line *l)
{
	expect(l->description[0] != '\0' && l->sac[0] != '\0', "a line without what it needs");
	expect(l->quantity_milli >= 0 && l->quantity_milli <= 2 * INVOICE_QUANTITY_MAX,
	    "a quantity out of its bounds");
	expect(l->price_paise >= -MONEY_MAX && l->price_paise <= MONEY_MAX, "a price beyond all");
}

static void
check_file(const struct invoice_reader *r, const struct invoice_file *file)
{
	size_t i, n;

	if (r->has_problem)
		return;
	expect(file->count > 0, "no invoice, and nothing told of it");
	for (i = 0; i < file->count; i++) {
		expect(file->invoices[i].account_id > 0, "an invoice to nobody");
		expect(file->invoices[i].invoice.reference[0] != '\0', "one without a reference");
		expect(file->invoices[i].invoice.issued_day != 0, "one of no day");
		for (n = 0; n < file->invoices[i].invoice.line_count; n++)
			check_line(&file->invoices[i].invoice.lines[n]);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct mem *m = mem_new();
	char *text = mem_dup_bytes(m, bytes, length);
	struct invoice_reader json = { .mem = m, .place = "", .tell = ignore }, list = json;
	struct invoice_file file = { .count = 0 };
	struct invoice alone = { .line_count = 0 };

	/* As invoice_file_read() does. */
	if (strlen(text) == length && text_is_utf8(text, length)) {
		invoice_json_read(&json, text, length, &file);
		check_file(&json, &file);
		file.count = 0;
		invoice_csv_read(&list, text, &file);
		check_file(&list, &file);
		invoice_csv_read_lines(&list, text, &alone);
	}
	mem_free(&m);
	return 0;
}
