/*
 * invoice_import: `invoice import`: issues the invoices of a file. All of it is tried before any is
 * issued; each invoice is issued in a transaction of its own, so one is there whole or not at all;
 * what was issued before is passed over, so the same file can be given again.
 */
#include "base/banned.h"
#include "tools/tool.h"

#include <libgen.h>
#include <string.h>

#include "base/money.h"
#include "tools/invoice_draw.h"
#include "tools/invoice_file.h"
#include "tools/invoice_issuing.h"

#define PROGRESS_EVERY	500	/* invoices between two lines that say how far it is */

static const struct tool_option options[] = {
	{ "file", "FILE", "the invoices", false },
	{ "format", "csv|json", "how it is written; else json where its name ends so", false },
	{ "columns", NULL, "says which columns or keys the file has", false },
	{ "dry-run", NULL, "checks everything and says what would be issued", false },
	INVOICE_MAILING_OPTION,
};

static const char more[] =
	"A list (CSV) has a row for each line of an invoice, and a first row that names the\n"
	"columns. Rows of one invoice stand together:\n\n"
	"  account,reference,issued_on,description,sac,quantity,price,rate\n"
	"  1,july/asha,2026-08-01,Virtual numbers,998413,3,450.00,18\n"
	"  1,july/asha,2026-08-01,Support,998713,1,1200.00,18\n\n"
	"A JSON file is a list of invoices with the same names as keys:\n\n"
	"  [ { \"account\": 1, \"reference\": \"july/asha\", \"issued_on\": \"2026-08-01\",\n"
	"      \"lines\": [\n"
	"        { \"description\": \"Virtual numbers\", \"sac\": \"998413\", \"quantity\": 3,\n"
	"          \"price\": 450.00, \"rate\": 18 },\n"
	"        { \"description\": \"Support\", \"sac\": \"998713\", \"price\": 1200.00,\n"
	"          \"rate\": 18 } ] } ]\n\n"
	"All that can stand there: pointperson invoice import --columns\n\n"
	"Everything is checked before the first invoice is issued. What was issued before, by\n"
	"its account and reference, is passed over: an interrupted file can be given again.\n"
	"The path of a document (pdf) begins at the folder of the file.\n\n"
	INVOICE_MAILING_HELP;

/* What one run works on. */
struct import {
	struct invoice_file	 file;
	struct invoice_issuing	 issuing;
	struct invoice_trial	 trial;
	size_t			 issued;	/* so far */
	size_t			 passed;	/* over, for it was there */
	int64_t			 total_paise;	/* of what was, or would be, issued */
};

static void
show_fields(const char *title, bool is_of_line)
{
	const struct invoice_field *f = invoice_fields;

	printf("%s\n", title);
	for (; f < invoice_fields + INVOICE_FIELDS; f++)
		if (f->is_of_line == is_of_line)
			printf("  %-18s%s%s\n", f->name, f->help,
			    f->is_required ? " (required)" : "");
}

static void
show_columns(void)
{
	show_fields("Of an invoice:", false);
	show_fields("Of each of its lines; in JSON, of the objects in \"lines\":", true);
}

static void
count(struct import *im, size_t number, const char *done)
{
	if (im->issuing.was_issued_as[0] != '\0') {
		im->passed++;
	} else {
		im->issued++;
		invoice_mailing_count(&im->issuing.mailing);
		im->total_paise += im->issuing.invoice.totals.total_paise;
	}
	if (number % PROGRESS_EVERY == 0)
		tool_say("%s: %zu of %zu", done, number, im->file.count);
}

/*
 * Issues all of them, to see whether that works, and is undone: ERR_UNCONFIRMED, it would. So
 * whatever is wrong is known before the first of them is there.
 */
static enum err
rehearse(struct context *cx, void *closure)
{
	struct import *im = closure;
	struct invoice_issuing *w = &im->issuing;
	bool is_wrong = false;
	enum err rc;
	size_t n;

	im->issued = im->passed = w->mailing.mailed = 0;
	im->total_paise = 0;
	im->trial = (struct invoice_trial){ .last_days = { { 0 } } };
	w->trial = &im->trial;
	for (n = 0; n < im->file.count; n++) {
		struct mem_mark mark = mem_mark(cx->mem);

		w->now = &im->file.invoices[n];
		if ((rc = invoice_issuing_run(cx, w)) == ERR_INVALID) {
			is_wrong = true;
			invoice_issuing_tell(w, cx->mem);
		} else if (rc != ERR_OK) {
			return rc;
		} else {
			count(im, n + 1, "Checked");
		}
		mem_rewind(cx->mem, mark);
	}
	return is_wrong ? ERR_INVALID : ERR_UNCONFIRMED;
}

static enum tool_exit
fail(const struct import *im, struct context *cx, enum err rc)
{
	if (rc == ERR_INVALID && im->issued == 0)
		tool_complain("no invoice was issued. Put right what is named above, and give the "
		    "file again.");
	else
		tool_complain("stopped%s%s. %zu were issued; give the same file again, and the "
		    "others are issued.", rc == ERR_INVALID ? "" : ": ",
		    rc == ERR_INVALID ? "" : db_problem(cx->db), im->issued);
	return TOOL_FAILED;
}

static enum tool_exit
issue_all(struct context *cx, struct import *im)
{
	struct invoice_issuing *w = &im->issuing;
	enum err rc;
	size_t n;

	im->issued = im->passed = w->mailing.mailed = 0;
	w->trial = NULL;
	for (n = 0; n < im->file.count; n++) {
		struct mem_mark mark = mem_mark(cx->mem);

		w->now = &im->file.invoices[n];
		if ((rc = tool_transaction(cx, invoice_issuing_run, w)) != ERR_OK) {
			invoice_issuing_tell(w, cx->mem);
			return fail(im, cx, rc);
		}
		count(im, n + 1, "Issued");
		mem_rewind(cx->mem, mark);
	}
	tool_say("%zu issued, %zu were there before.", im->issued, im->passed);
	if (w->mailing.mailed > 0)
		tool_say("%zu mailed to who receives them.", w->mailing.mailed);
	if (w->mailing.silent > 0)
		tool_say("%zu not mailed: nobody of the account has a verified email address.",
		    w->mailing.silent);
	return TOOL_OK;
}

/* The path of a document begins where the file is. */
static void
place_documents(struct mem *m, const char *path, struct invoice_file *file)
{
	const char *folder = dirname(mem_dup(m, path));
	size_t i;

	for (i = 0; i < file->count; i++)
		if (file->invoices[i].pdf[0] != '\0' && file->invoices[i].pdf[0] != '/')
			file->invoices[i].pdf =
			    mem_fmt(m, "%s/%s", folder, file->invoices[i].pdf);
}

static enum tool_exit
import(struct tool *t, struct context *cx)
{
	struct import im = { .issued = 0 };
	const char *path = tool_value(t, "file");
	enum err rc;

	if (invoice_mailing_read(t, &im.issuing.mailing) != ERR_OK)
		return TOOL_USAGE;
	if (invoice_file_read(t->mem, path, tool_value_or(t, "format", ""), &im.file,
		invoice_complain) != ERR_OK)
		return fail(&im, cx, ERR_INVALID);
	place_documents(t->mem, path, &im.file);
	rc = tool_transaction(cx, rehearse, &im);
	if (rc != ERR_UNCONFIRMED) {
		im.issued = 0;
		return fail(&im, cx, rc);
	}
	if (!tool_has(t, "dry-run"))
		return issue_all(cx, &im);
	tool_say("Nothing was issued. It would be: %zu, of %s rupees in all; %zu are there "
	    "already. %zu would be mailed.", im.issued, money_text(t->mem, im.total_paise),
	    im.passed, im.issuing.mailing.mailed);
	return TOOL_OK;
}

/* TOOL_OK: it can be worked on. */
static enum tool_exit
check_options(const struct tool *t)
{
	const char *format = tool_value_or(t, "format", "csv");

	if (!tool_has(t, "file"))
		tool_complain("which file? Add --file FILE; --columns says what stands in it.");
	else if (strcmp(format, "csv") != 0 && strcmp(format, "json") != 0)
		tool_complain("--format: give csv or json.");
	else
		return TOOL_OK;
	return TOOL_USAGE;
}

static enum tool_exit
run(struct tool *t)
{
	struct db *db;
	struct context cx;
	enum tool_exit status;

	if (tool_has(t, "columns")) {
		show_columns();
		return TOOL_OK;
	}
	if ((status = check_options(t)) != TOOL_OK)
		return status;
	if (!invoice_issuing_is_ready(t))
		return TOOL_SETTINGS;
	db = tool_application_db(t);
	cx = tool_context(t, db);
	status = import(t, &cx);
	db_free(&db);
	return status;
}

const struct tool_command tool_invoice_import = {
	"invoice import", "Issues the invoices of a file, each of them once.",
	options, sizeof(options) / sizeof(options[0]), false, run, more
};
