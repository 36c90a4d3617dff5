/*
 * invoice_import: `invoice import`: issues the invoices of a file. Every row is checked before any
 * is issued; each invoice is issued in a transaction of its own, so one is there whole or not at
 * all; what was issued before is passed over, so the same file can be given again.
 */
#include "base/banned.h"
#include "tools/tool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/money.h"
#include "domain/account.h"
#include "domain/billing_details.h"
#include "domain/invoice_pdf.h"
#include "tools/invoice_draw.h"
#include "tools/invoice_file.h"

#define PROGRESS_EVERY	500	/* invoices between two lines that say how far it is */

static const struct tool_option options[] = {
	{ "file", "FILE", "the invoices (CSV); see --columns", false },
	{ "columns", NULL, "says which columns the file has", false },
	{ "dry-run", NULL, "checks everything and says what would be issued", false },
};

/* What one run works on. */
struct import {
	struct tool		*tool;
	struct invoice_file	 file;
	struct invoice_to_be	*now;		/* being checked or issued */
	struct problems		 problems;	/* of that one */
	bool			 is_there;	/* it was issued before */
	bool			 is_rehearsal;	/* all is undone in the end: nothing is drawn */
	size_t			 issued;	/* so far */
	size_t			 passed;	/* over, for it was there */
	int64_t			 total_paise;	/* of what was, or would be, issued */
};

static void
complain(size_t row, const char *text)
{
	if (row == 0)
		tool_complain("%s", text);
	else
		tool_complain("row %zu: %s", row, text);
}

static void
show_column(const char *name, const char *help)
{
	printf("  %-18s%s\n", name, help);
}

static enum err
fill_parties(struct context *cx, struct invoice_to_be *to_be)
{
	struct billing_details b;
	struct invoice *i = &to_be->invoice;
	enum err rc;

	if ((rc = account_enter(cx, to_be->account_id)) != ERR_OK ||
	    (rc = billing_details_load(cx, &b)) != ERR_OK)
		return rc;
	clock_zone(cx->config->seller.zone);
	i->seller = invoice_seller(cx);
	i->buyer = invoice_buyer(cx, &b);
	if (i->purchase_order[0] == '\0')
		i->purchase_order = b.po_reference;
	i->issued_by = cx->actor.user_name;
	return ERR_OK;
}

/* The invoice that a note corrects is the account's own, and issued by now. */
static enum err
find_corrected(struct context *cx, struct import *im)
{
	struct invoice *i = &im->now->invoice;
	enum err rc;

	if (i->kind == INVOICE_TAX)
		return ERR_OK;
	if ((rc = invoice_find(cx, im->now->of_number, &i->of_id)) == ERR_MISSING) {
		problems_add(&im->problems, "corrects", "Account %lld has no invoice \"%s\".",
		    (long long)im->now->account_id, im->now->of_number);
		return ERR_INVALID;
	}
	return rc;
}

/* The document is drawn once, now: whoever downloads it gets these bytes ever after. */
static enum err
draw_document(struct context *cx, struct import *im)
{
	size_t length;
	char *bytes;
	enum err rc;

	if (im->is_rehearsal || !invoice_draw_is_known())
		return ERR_OK;
	if ((rc = invoice_draw(cx->mem, &cx->config->seller, &im->now->invoice, &bytes,
		 &length)) != ERR_OK)
		return rc;
	rc = invoice_pdf_add(cx, im->now->invoice.id, bytes, length, false);
	free(bytes);
	return rc;
}

static enum err
add_document(struct context *cx, struct import *im)
{
	const char *path = im->now->pdf;
	size_t length;
	char *bytes;
	enum err rc;

	if (path[0] == '\0')
		return draw_document(cx, im);
	if ((bytes = file_read(path, INVOICE_PDF_MAX, &length)) == NULL) {
		problems_add(&im->problems, "pdf", "%s cannot be read: %s", path, strerror(errno));
		return ERR_INVALID;
	}
	rc = invoice_pdf_add(cx, im->now->invoice.id, bytes, length, true);
	free(bytes);
	if (rc == ERR_INVALID)
		problems_add(&im->problems, "pdf", "%s is no PDF of at most %d bytes.", path,
		    INVOICE_PDF_MAX);
	return rc;
}

/* In a transaction, which is undone where it was only to be tried. */
static enum err
issue(struct context *cx, void *closure)
{
	struct import *im = closure;
	enum err rc;

	problems_init(&im->problems, cx->mem);
	im->is_there = false;
	if ((rc = fill_parties(cx, im->now)) == ERR_MISSING)
		problems_add(&im->problems, "account", "There is no account %lld.",
		    (long long)im->now->account_id);
	if (rc != ERR_OK)
		return rc;
	if ((rc = invoice_is_issued(cx, im->now->invoice.reference, &im->is_there)) != ERR_OK ||
	    im->is_there)
		return rc;
	if ((rc = find_corrected(cx, im)) != ERR_OK ||
	    (rc = invoice_issue(cx, &im->now->invoice, &im->problems)) != ERR_OK)
		return rc;
	return add_document(cx, im);
}

static void
tell_problems(const struct import *im)
{
	const struct problem *p;

	for (p = im->problems.list; p < im->problems.list + im->problems.count; p++)
		complain(im->now->row, p->field[0] == '\0' ? p->text :
		    mem_fmt(im->tool->mem, "%s: %s", p->field, p->text));
}

/* ERR_TAKEN: another system's number that some other invoice of the year has. */
static void
tell_taken(struct import *im)
{
	problems_add(&im->problems, "number", "\"%s\" is the number of another invoice of that "
	    "financial year.", im->now->invoice.number);
	tell_problems(im);
}

static void
count(struct import *im)
{
	if (im->is_there) {
		im->passed++;
		return;
	}
	im->issued++;
	im->total_paise += im->now->invoice.totals.total_paise;
}

/* One invoice of the rehearsal. ERR_INVALID was told; the next one is looked at all the same. */
static enum err
rehearse(struct context *cx, struct import *im)
{
	struct invoice as_read = im->now->invoice;
	enum err rc = issue(cx, im);

	if (rc == ERR_OK)
		count(im);
	else if (rc == ERR_TAKEN)
		tell_taken(im);
	else if (rc == ERR_INVALID || rc == ERR_MISSING)
		tell_problems(im);
	else
		return rc;
	im->now->invoice = as_read;
	return rc == ERR_OK ? ERR_OK : ERR_INVALID;
}

/*
 * Issues all of them, to see whether that works, and is undone: ERR_UNCONFIRMED, it would. So
 * whatever is wrong is known before the first of them is there.
 */
static enum err
rehearse_all(struct context *cx, void *closure)
{
	struct import *im = closure;
	bool is_wrong = false;
	enum err rc;
	size_t n;

	im->issued = im->passed = 0;
	im->total_paise = 0;
	for (n = 0; n < im->file.count; n++) {
		im->now = &im->file.invoices[n];
		if ((rc = rehearse(cx, im)) == ERR_INVALID)
			is_wrong = true;
		else if (rc != ERR_OK)
			return rc;
	}
	return is_wrong ? ERR_INVALID : ERR_UNCONFIRMED;
}

static enum tool_exit
fail(const struct import *im, struct context *cx, enum err rc)
{
	if (rc == ERR_INVALID || rc == ERR_TAKEN) {
		tool_complain("no invoice was issued. Put right what is named above, and give the "
		    "file again.");
		return TOOL_FAILED;
	}
	tool_complain("stopped: %s. %zu were issued; give the same file again, and the others are "
	    "issued.", db_problem(cx->db), im->issued);
	return TOOL_FAILED;
}

static enum tool_exit
issue_all(struct context *cx, struct import *im)
{
	enum err rc;
	size_t n;

	im->issued = im->passed = 0;
	for (n = 0; n < im->file.count; n++) {
		im->now = &im->file.invoices[n];
		if ((rc = tool_transaction(cx, issue, im)) != ERR_OK) {
			tell_problems(im);
			return fail(im, cx, rc == ERR_INVALID ? ERR_BUG : rc);
		}
		if (im->is_there)
			im->passed++;
		else
			im->issued++;
		if ((n + 1) % PROGRESS_EVERY == 0)
			tool_say("%zu of %zu", n + 1, im->file.count);
	}
	tool_say("%zu issued, %zu were there before.", im->issued, im->passed);
	return TOOL_OK;
}

static enum tool_exit
import(struct tool *t, struct context *cx)
{
	struct import im = { .tool = t };
	enum err rc;

	if (invoice_file_read(t->mem, tool_value(t, "file"), &im.file, complain) != ERR_OK)
		return fail(&im, cx, ERR_INVALID);
	im.is_rehearsal = true;
	if ((rc = tool_transaction(cx, rehearse_all, &im)) != ERR_UNCONFIRMED)
		return fail(&im, cx, rc);
	im.is_rehearsal = false;
	if (!tool_has(t, "dry-run"))
		return issue_all(cx, &im);
	tool_say("Nothing was issued. It would be: %zu, of %s rupees in all; %zu are there "
	    "already.", im.issued, money_text(t->mem, im.total_paise), im.passed);
	return TOOL_OK;
}

static enum tool_exit
run(struct tool *t)
{
	struct db *db;
	struct context cx;
	enum tool_exit status;

	if (tool_has(t, "columns")) {
		invoice_file_columns(show_column);
		return TOOL_OK;
	}
	if (!tool_has(t, "file")) {
		tool_complain("which file? Add --file FILE; --columns says what stands in it.");
		return TOOL_USAGE;
	}
	db = tool_application_db(t);
	cx = tool_context(t, db);
	status = import(t, &cx);
	invoice_draw_end();
	db_free(&db);
	return status;
}

const struct tool_command tool_invoice_import = {
	"invoice import", "Issues the invoices of a file, each of them once.",
	options, sizeof(options) / sizeof(options[0]), false, run
};
