/*
 * test_invoice_files: documents, the list for a spreadsheet, and several documents as one file.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#ifdef HAVE_ZIP
#include <zip.h>
#endif

#include "domain/invoice_pdf.h"
#include "domain/invoice_zip.h"
#include "pages/invoice_fixture.h"

#define LARGE_PDF	(512 * 1024)	/* bytes */

static void
test_invoice_files__the_document_is_sent_as_a_file(void **state)
{
	struct t *t = *state;
	int64_t id = t_invoice(t, 0);

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, t_fmt(t, HERE "/%lld.pdf", (long long)id)), 200);

	assert_string_equal(t_header(t, "Content-Type"), "application/pdf");
	assert_string_equal(t_header(t, "Content-Disposition"),
	    "attachment; filename=\"T-0.pdf\"");
	assert_string_equal(t_page(t), "%PDF-none%%EOF");
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event WHERE action ="
	    " 'invoice.download' AND object_name = 'T/0'"), 1);
	/* Who asks, the document, and the event of it. */
	assert_int_equal(t->statements, 3);
}

static void
test_invoice_files__what_is_no_document_is_not_there(void **state)
{
	struct t *t = *state;
	int64_t id = issue(t, "without", invoice_today(&t->cx), INVOICE_TAX, 0);

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, t_fmt(t, HERE "/%lld.pdf", (long long)id)), 404);
	assert_int_equal(t_get(t, t_fmt(t, HERE "/%lld.pd", (long long)id)), 404);
	assert_int_equal(t_get(t, t_fmt(t, HERE "/0%lld.pdf", (long long)id)), 404);
	assert_int_equal(t_get(t, HERE "/.pdf"), 404);
	assert_int_equal(t_get(t, HERE "/1.pdf.pdf"), 404);
}

static void
test_invoice_files__the_spreadsheet_has_every_one_that_fits(void **state)
{
	struct t *t = *state;
	const char *row;

	t_invoice(t, 0);
	t_invoice(t, 1);
	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, HERE "/list.csv?year=2026"), 200);

	assert_string_equal(t_header(t, "Content-Type"), "text/csv; charset=utf-8");
	row = strstr(t_page(t), "\r\n");
	assert_non_null(row);
	assert_string_equal(row + 2, "\"T/0\",\"Tax invoice\",\"\",2026-10-01,2026-10-16,,,\"29\","
	    "1000.00,0.00,0.00,180.00,0.00,1180.00,0.00,1180.00,\"Overdue\"\r\n");
	assert_int_equal(t_get(t, HERE "/list.csv?year=2019"), 200);
	assert_string_equal(strstr(t_page(t), "\r\n"), "\r\n");
}

static size_t
count_of(const char *text, const char *part)
{
	size_t count = 0;

	for (; (text = strstr(text, part)) != NULL; text += strlen(part))
		count++;
	return count;
}

/* The number that the next file to be opened gets: the same again where nothing was left open. */
static int
next_file(void)
{
	int fd = open("/dev/null", O_RDONLY);

	assert_true(fd >= 0);
	close(fd);
	return fd;
}

/* However many there are, a few of them are in memory at once, and each is in the file once. */
static void
test_invoice_files__the_spreadsheet_is_as_long_as_it_has_to_be(void **state)
{
	struct t *t = *state;
	int i, file = next_file();
	size_t peak;

	copy_invoices(t, 1, 2 * INVOICE_BATCH);
	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, HERE "/list.csv"), 200);
	peak = mem_peak(t->worker.mem);
	for (i = 1; i < 6; i++)
		copy_invoices(t, 1000 * i, 1000);
	assert_int_equal(t_get(t, HERE "/list.csv"), 200);

	assert_int_equal(count_of(t_page(t), "\r\n"), 1 + 1 + 2 * INVOICE_BATCH + 5000);
	assert_int_equal(count_of(t_page(t), "\"C/000001\""), 1);
	assert_int_equal(count_of(t_page(t), "\"C/005999\""), 1);
	assert_string_equal(t_header(t, "Content-Length"),
	    t_fmt(t, "%zu", strlen(t_page(t))));
	assert_in_range(mem_peak(t->worker.mem), peak, peak + 4096);
	assert_in_range(peak, 1, 512 * 1024);
	assert_int_equal(next_file(), file);
}

#ifdef HAVE_ZIP
/* What an archive is made of, read from its end: the names, with " " behind each. */
static const char *
names_in(struct t *t, struct zip *zip)
{
	const char *names = "";
	zip_int64_t i;

	for (i = 0; i < zip_get_num_entries(zip, 0); i++)
		names = t_fmt(t, "%s%s ", names, zip_get_name(zip, (zip_uint64_t)i, 0));
	return names;
}

/* The archive that was sent; the caller closes it. */
static struct zip *
sent_zip(struct t *t)
{
	size_t head = (size_t)(t_page(t) - t->transport.out.text);
	zip_source_t *source = zip_source_buffer_create(t_page(t), t->transport.out.length - head,
	    0, NULL);
	struct zip *zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, NULL);

	assert_non_null(zip);
	assert_string_equal(t_header(t, "Content-Type"), "application/zip");
	assert_string_equal(t_header(t, "Content-Length"),
	    t_fmt(t, "%zu", t->transport.out.length - head));
	return zip;
}

/* What stands in an entry: its text, stored as it is. */
static const char *
text_in(struct t *t, struct zip *zip, const char *name)
{
	zip_stat_t st;
	zip_file_t *file;
	char *text;

	assert_int_equal(zip_stat(zip, name, 0, &st), 0);
	assert_int_equal(st.comp_method, ZIP_CM_STORE);
	assert_non_null(file = zip_fopen(zip, name, 0));
	text = mem_alloc(t->mem, st.size + 1);
	assert_int_equal(zip_fread(file, text, st.size), st.size);
	zip_fclose(file);
	return text;
}

/* The same document for every invoice of the first account that has none. */
static void
add_copies(struct t *t, const char *pdf)
{
	unsigned char hash[CRYPT_SHA256_BYTES];

	crypt_sha256(pdf, LARGE_PDF, hash);
	assert_int_equal(db_exec(t->cx.db, NULL, "INSERT INTO invoice_pdf (account_id, invoice_id,"
	    " content, content_hash, is_imported, made_at) SELECT i.account_id, i.id, ?, ?, 1, 0"
	    " FROM invoice i LEFT JOIN invoice_pdf f ON f.account_id = i.account_id"
	    " AND f.invoice_id = i.id WHERE i.account_id = ? AND f.invoice_id IS NULL",
	    db_blob(pdf, LARGE_PDF), db_blob(hash, sizeof(hash)), V(t->accounts[0].id)), ERR_OK);
}

static void
add_pdf(struct t *t, int64_t id, const char *text)
{
	t->cx.actor.account_id = t->accounts[0].id;
	assert_int_equal(invoice_pdf_add(&t->cx, id, text, strlen(text), false), ERR_OK);
}

static void
test_invoice_files__the_newest_twelve_are_one_file(void **state)
{
	struct t *t = *state;
	struct zip *zip;
	int64_t ids[14];
	int i;

	issue_many(t, ids);
	for (i = 0; i < 14; i++)
		add_pdf(t, ids[i], t_fmt(t, "%%PDF-%d%%%%EOF", i));
	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, HERE), 200);
	assert_string_equal(t_view(t, "Data.has_zip"), "1");
	assert_int_equal(t_get(t, HERE "/all.zip"), 200);

	assert_string_equal(t_header(t, "Content-Disposition"),
	    "attachment; filename=\"invoices-newest.zip\"");
	zip = sent_zip(t);
	assert_string_equal(names_in(t, zip), "INV-2627-000014.pdf INV-2627-000013.pdf"
	    " INV-2627-000012.pdf INV-2627-000011.pdf INV-2627-000010.pdf INV-2627-000009.pdf"
	    " INV-2627-000008.pdf INV-2627-000007.pdf INV-2627-000006.pdf INV-2627-000005.pdf"
	    " INV-2627-000004.pdf INV-2627-000003.pdf ");
	assert_string_equal(text_in(t, zip, "INV-2627-000014.pdf"), "%PDF-13%%EOF");
	assert_string_equal(text_in(t, zip, "INV-2627-000003.pdf"), "%PDF-2%%EOF");
	zip_close(zip);
	/* The day of issue, 15 January 2027, at noon, as the first local header has it. */
	assert_memory_equal(t_page(t) + 10, "\x00\x60\x2f\x5e", 4);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event WHERE action ="
	    " 'invoice.download' AND object_name = 'invoices-newest.zip: 12'"), 1);
}

/* Notes belong to the year, another account's invoices never, and what has no PDF is named. */
static void
test_invoice_files__a_year_is_one_file(void **state)
{
	struct t *t = *state;
	struct zip *zip;
	int64_t id, note;

	t_invoice(t, 1);
	id = issue(t, "year", invoice_today(&t->cx) - 300, INVOICE_TAX, 0);
	add_pdf(t, id, "%PDF-old%%EOF");
	id = issue(t, "this", invoice_today(&t->cx) - 20, INVOICE_TAX, 0);
	add_pdf(t, id, "%PDF-invoice%%EOF");
	note = issue(t, "note", invoice_today(&t->cx) - 10, INVOICE_CREDIT, id);
	add_pdf(t, note, "%PDF-note%%EOF");
	id = issue(t, "without", invoice_today(&t->cx), INVOICE_TAX, 0);
	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, HERE "/all.zip?year=2026"), 200);

	assert_string_equal(t_header(t, "Content-Disposition"),
	    "attachment; filename=\"invoices-2026-27.zip\"");
	zip = sent_zip(t);
	assert_string_equal(names_in(t, zip), "CN-2627-000001.pdf INV-2627-000001.pdf READ-ME.txt ");
	assert_string_equal(text_in(t, zip, "CN-2627-000001.pdf"), "%PDF-note%%EOF");
	assert_non_null(strstr(text_in(t, zip, "READ-ME.txt"),
	    t_fmt(t, "INV/2627/000002  " T_SITE HERE "/%lld\r\n", (long long)id)));
	zip_close(zip);
	assert_int_equal(t_get(t, HERE "/all.zip?year=2025"), 200);
	zip = sent_zip(t);
	assert_string_equal(names_in(t, zip), "INV-2526-000001.pdf ");
	zip_close(zip);
	assert_int_equal(t_get(t, HERE "/all.zip?month=2027-01&number=CN"), 200);
	zip = sent_zip(t);
	assert_string_equal(names_in(t, zip), "CN-2627-000001.pdf ");
	zip_close(zip);
}

/* Two systems, or two years, may give the same number; "A/1" and "a-1" are one file to some. */
static void
test_invoice_files__files_of_one_name_are_told_apart(void **state)
{
	static const char *const numbers[] = { "A/1", "a-1", "A/1" };
	struct t *t = *state;
	struct zip *zip;
	int64_t id;
	size_t i;

	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		id = issue_as(t, numbers[i], t_fmt(t, "same %zu", i),
		    invoice_today(&t->cx) - 400 * (i == 2), INVOICE_TAX, 0);
		add_pdf(t, id, "%PDF-%%EOF");
	}
	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, HERE "/all.zip"), 200);

	zip = sent_zip(t);
	assert_string_equal(names_in(t, zip), "a-1.pdf A-1 (2).pdf A-1 (3).pdf ");
	zip_close(zip);
}

/* Hundreds of documents of half a MiB: no more than one of them is in memory. */
static void
test_invoice_files__a_long_year_is_one_document_in_memory(void **state)
{
	struct t *t = *state;
	char *pdf = mem_alloc(t->mem, LARGE_PDF);
	size_t peak, twelve;
	int file = next_file();

	copy_invoices(t, 1, 12);
	memset(pdf, ' ', LARGE_PDF);
	memcpy(pdf, "%PDF-", 5);
	add_copies(t, pdf);
	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, HERE "/all.zip"), 200);
	twelve = mem_peak(t->worker.mem);
	copy_invoices(t, 13, 50);
	add_copies(t, pdf);
	assert_int_equal(t_raw(t, "HEAD", HERE "/all.zip?year=2026", "", "", 0), 200);
	peak = mem_peak(t->worker.mem);

	assert_true(strtol(t_header(t, "Content-Length"), NULL, 10) > 62 * LARGE_PDF);
	assert_in_range(twelve, LARGE_PDF, LARGE_PDF + 512 * 1024);
	assert_in_range(peak, twelve, twelve + 128 * 1024);
	assert_int_equal(next_file(), file);
}

/* More than one file takes: it says so inside. */
static void
test_invoice_files__too_many_for_one_file_is_said_in_it(void **state)
{
	struct t *t = *state;
	struct zip *zip;

	copy_invoices(t, 1, 600);
	copy_invoices(t, 601, INVOICE_ZIP_MAX - 600);
	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, HERE "/all.zip?year=2026"), 200);

	zip = sent_zip(t);
	assert_string_equal(names_in(t, zip), "READ-ME.txt ");
	assert_non_null(strstr(text_in(t, zip, "READ-ME.txt"), "Only the newest 1000 are in"));
	assert_int_equal(count_of(text_in(t, zip, "READ-ME.txt"), "  " T_SITE HERE "/"),
	    INVOICE_ZIP_MAX);
	zip_close(zip);
}

/* Nothing is sent of what was changed behind our back, and nothing is recorded. */
static void
test_invoice_files__a_document_that_changed_is_not_sent(void **state)
{
	struct t *t = *state;

	int64_t id = issue(t, "changed", invoice_today(&t->cx), INVOICE_TAX, 0);

	assert_int_equal(db_exec(t->cx.db, NULL, "INSERT INTO invoice_pdf (account_id, invoice_id,"
	    " content, content_hash, made_at) VALUES (?, ?, '%PDF-', REPEAT('x', 32), 0)",
	    V(t->accounts[0].id), V(id)), ERR_OK);
	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, HERE "/all.zip"), 500);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event WHERE action ="
	    " 'invoice.download'"), 0);
}
#endif

/* No invoice, no file: neither of a year without any, nor of a new account, nor of no month. */
static void
test_invoice_files__no_file_of_nothing(void **state)
{
	static const char *const paths[] = { "/all.zip", "/all.zip?year=2026",
		"/all.zip?month=2026-13", "/list.csv?month=2026-13", "/all.zip?number=T%2F1" };
	struct t *t = *state;
	size_t i;

	t_invoice(t, 1);
	t_as(t, 0, ROLE_BILLING);
	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		print_message("  %s\n", paths[i]);
		assert_int_equal(t_get(t, t_fmt(t, HERE "%s", paths[i])), 404);
	}
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Data.has_zip"), "");
}

/* A page of older ones is cut anywhere, so it is offered as no file; without a PDF there is none. */
static void
test_invoice_files__a_file_is_offered_of_a_choice(void **state)
{
	static const struct {
		const char *query, *has_zip;
	} cases[] = {
		{ "", "1" }, { "?year=2026", "1" }, { "?number=T", "1" },
		{ "?before=999999999&before_day=30000", "" },
		{ "?year=2026&before=999999999&before_day=30000", "1" },
		{ "?number=C/", "" },
	};
	struct t *t = *state;
	size_t i;

	copy_invoices(t, 1, 2);
	t_as(t, 0, ROLE_BILLING);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  %s\n", cases[i].query);
		t_get(t, t_fmt(t, HERE "%s", cases[i].query));
		assert_string_equal(t_view(t, "Data.has_zip"),
		    invoice_zip_is_known() ? cases[i].has_zip : "");
	}
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(test_invoice_files__the_document_is_sent_as_a_file),
		CASE(test_invoice_files__what_is_no_document_is_not_there),
		CASE(test_invoice_files__the_spreadsheet_has_every_one_that_fits),
		CASE(test_invoice_files__the_spreadsheet_is_as_long_as_it_has_to_be),
#ifdef HAVE_ZIP
		CASE(test_invoice_files__the_newest_twelve_are_one_file),
		CASE(test_invoice_files__a_year_is_one_file),
		CASE(test_invoice_files__files_of_one_name_are_told_apart),
		CASE(test_invoice_files__a_long_year_is_one_document_in_memory),
		CASE(test_invoice_files__too_many_for_one_file_is_said_in_it),
		CASE(test_invoice_files__a_document_that_changed_is_not_sent),
#endif
		CASE(test_invoice_files__no_file_of_nothing),
		CASE(test_invoice_files__a_file_is_offered_of_a_choice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
