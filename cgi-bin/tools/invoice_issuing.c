#include "base/banned.h"
#include "tools/invoice_issuing.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "domain/billing_details.h"
#include "domain/invoice_note.h"
#include "domain/invoice_pdf.h"
#include "domain/invoice_settings.h"
#include "tools/invoice_draw.h"
#include "tools/invoice_logo.h"

void
invoice_complain(const char *place, const char *text)
{
	if (place[0] == '\0')
		tool_complain("%s", text);
	else
		tool_complain("%s: %s", place, text);
}

bool
invoice_issuing_is_ready(struct tool *t)
{
	const char *problem = invoice_settings_problem(t->mem, &t->config);

	if (problem[0] != '\0') {
		tool_complain("nothing is issued by these settings: %s", problem);
		return false;
	}
	problem = invoice_logo_problem(t->mem, t->config.seller.logo);
	if (!invoice_draw_is_known() || problem[0] == '\0')
		return true;
	tool_complain("the logo %s cannot be printed: %s.", t->config.seller.logo, problem);
	return false;
}

void
invoice_issuing_tell(const struct invoice_issuing *w, struct mem *m)
{
	const struct problem *p;

	for (p = w->problems.list; p < w->problems.list + w->problems.count; p++)
		invoice_complain(w->now->place, p->field[0] == '\0' ? p->text :
		    mem_fmt(m, "%s: %s", p->field, p->text));
}

static enum err
enter(struct context *cx, struct invoice_issuing *w)
{
	enum err rc = tool_enter(cx, w->now->account_id);

	clock_zone(cx->config->seller.zone);
	if (rc != ERR_MISSING)
		return rc;
	problems_add(&w->problems, "account", "There is no account %lld.",
	    (long long)w->now->account_id);
	return ERR_INVALID;
}

/* Of an invoice by the settings and the billing details of today, of a note by its invoice. */
static enum err
fill_parties(struct context *cx, struct invoice_issuing *w)
{
	struct invoice *i = &w->invoice, corrected;
	struct billing_details b;
	enum err rc;

	i->issued_by = cx->actor.user_name;
	if (i->kind != INVOICE_TAX) {
		rc = invoice_note_of(cx, i, &corrected, &w->problems);
		return rc == ERR_OK && w->choose != NULL ? w->choose(cx, w, &corrected) : rc;
	}
	if ((rc = billing_details_load(cx, &b)) != ERR_OK)
		return rc;
	i->seller = invoice_seller(cx->mem, &cx->config->seller);
	i->buyer = invoice_buyer(cx, &b);
	if (i->purchase_order[0] == '\0')
		i->purchase_order = b.po_reference;
	return ERR_OK;
}

/*
 * Who declares and signs, by the settings of today. A document that comes along says so itself:
 * nothing that is kept of it may say otherwise.
 */
static void
sign(const struct config_seller *seller, struct invoice_issuing *w)
{
	bool is_ours = w->now->pdf[0] == '\0';

	w->invoice.declaration = is_ours ? seller->declaration : "";
	w->invoice.signatory = is_ours ? seller->signatory : "";
}

/* The number of another system, or the reference under which somebody was faster. */
static enum err
explain_taken(struct context *cx, struct invoice_issuing *w)
{
	if (db_refused_by(cx->db, "invoice_reference"))
		return ERR_RETRY;
	if (db_refused_by(cx->db, "invoice_registration_irn"))
		problems_add(&w->problems, "irn", "Another invoice has this reference number.");
	else if (w->now->invoice.number[0] != '\0')
		problems_add(&w->problems, "number", "\"%s\" is the number of another invoice of "
		    "that financial year.", w->invoice.number);
	else
		problems_add(&w->problems, "number", "The next one, \"%s\", has come from another "
		    "system. Let ours begin otherwise: invoice.prefix, invoice.credit_prefix and "
		    "invoice.debit_prefix in the settings.", w->invoice.number);
	return ERR_INVALID;
}

/* The document is drawn once, now: whoever downloads it gets these bytes ever after. */
static enum err
draw_document(struct context *cx, struct invoice_issuing *w)
{
	size_t length;
	char *bytes;
	enum err rc;

	if (w->trial != NULL || !invoice_draw_is_known())
		return ERR_OK;
	rc = invoice_draw(cx->mem, &cx->config->seller, &w->invoice, &bytes, &length);
	if (rc == ERR_INVALID)
		problems_add(&w->problems, "seller.logo", "It cannot be printed any more: %s.",
		    invoice_logo_problem(cx->mem, cx->config->seller.logo));
	if (rc != ERR_OK)
		return rc;
	rc = invoice_pdf_add(cx, w->invoice.id, bytes, length, false);
	free(bytes);
	return rc;
}

static enum err
bring_document(struct context *cx, struct invoice_issuing *w)
{
	const char *path = w->now->pdf;
	size_t length = 0;
	char *bytes = file_read(path, INVOICE_PDF_MAX, &length);
	enum err rc = ERR_INVALID;

	if (bytes == NULL)
		problems_add(&w->problems, "pdf", "%s cannot be read: %s", path,
		    errno == EFBIG ? "it is no file, or has more than 4 MiB" : strerror(errno));
	else if (!invoice_pdf_is_one(bytes, length))
		problems_add(&w->problems, "pdf", "%s is no PDF, or not all of one.", path);
	else
		rc = w->trial != NULL ? ERR_OK :
		    invoice_pdf_add(cx, w->invoice.id, bytes, length, true);
	free(bytes);
	return rc;
}

static enum err
issue(struct context *cx, struct invoice_issuing *w)
{
	struct invoice *i = &w->invoice;
	enum err rc;

	rc = w->trial != NULL ? invoice_try(cx, i, w->trial, &w->problems) :
	    invoice_issue(cx, i, &w->problems);
	if (rc == ERR_OK && i->is_registered)
		rc = invoice_registration_add(cx, i->id, &i->registration, &w->problems);
	if (rc == ERR_TAKEN)
		return explain_taken(cx, w);
	if (rc != ERR_OK)
		return rc;
	rc = w->now->pdf[0] == '\0' ? draw_document(cx, w) : bring_document(cx, w);
	return rc == ERR_OK ? invoice_mailing_send(cx, &w->mailing, i->id, w->trial != NULL) : rc;
}

enum err
invoice_issuing_run(struct context *cx, void *closure)
{
	struct invoice_issuing *w = closure;
	const struct invoice *as_read = &w->now->invoice;
	enum err rc;

	/* It may have run before and not been committed: nothing of that is left. */
	w->invoice = *as_read;
	problems_init(&w->problems, cx->mem);
	w->was_issued_as = "";
	if ((rc = enter(cx, w)) != ERR_OK ||
	    (rc = invoice_issued_as(cx, as_read->reference, &w->was_issued_as)) != ERR_OK ||
	    w->was_issued_as[0] != '\0')
		return rc;
	invoice_mailing_begin(cx, &w->mailing, as_read);
	if ((rc = fill_parties(cx, w)) != ERR_OK)
		return rc;
	sign(&cx->config->seller, w);
	return issue(cx, w);
}
