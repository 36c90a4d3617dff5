/*
 * invoice_register: `invoice register`: notes what the invoice registration portal has answered
 * about an invoice or a note that was issued before.
 */
#include "base/banned.h"
#include "tools/tool.h"

#include "base/valid.h"
#include "domain/invoice.h"
#include "domain/invoice_registration.h"
#include "tools/invoice_which.h"

static const struct tool_option options[] = {
	{ "account", "NUMBER", "whose invoice it is", true },
	{ "invoice", "NUMBER", "number of the invoice or note, as printed", true },
	INVOICE_YEAR_OPTION,
	{ "irn", "DIGITS", "the invoice reference number: 64 hexadecimal digits", true },
	{ "ack-number", "NUMBER", "number of the acknowledgement", true },
	{ "ack-on", "TIME", "and its time in India, like '2026-04-01 16:05:00'", true },
	{ "qr-text", "TEXT", "the signed text of the QR code", false },
};

struct registering {
	struct invoice_registration	 registration;
	struct problems			 problems;
	int64_t				 account_id;
	const char			*number;	/* of the invoice */
	int				 year;		/* the financial one it is of; 0 any */
};

static enum err
work(struct context *cx, void *closure)
{
	struct registering *w = closure;
	int64_t id;
	enum err rc;

	problems_init(&w->problems, cx->mem);
	if ((rc = tool_enter(cx, w->account_id)) != ERR_OK ||
	    (rc = invoice_find_any(cx, w->number, w->year, &id, &w->problems)) != ERR_OK)
		return rc;
	return invoice_registration_add(cx, id, &w->registration, &w->problems);
}

static enum tool_exit
tell(struct tool *t, struct context *cx, const struct registering *w, enum err rc)
{
	const char *name = invoice_which_name(t, w->number);
	size_t i;

	if (rc == ERR_OK) {
		tool_say("%s is registered.", name);
		return TOOL_OK;
	}
	for (i = 0; rc == ERR_INVALID && i < w->problems.count; i++)
		tool_complain("%s", w->problems.list[i].text);
	if (rc == ERR_MISSING)
		tool_complain("account %lld has no invoice and no note %s.",
		    (long long)w->account_id, name);
	else if (rc == ERR_TAKEN && db_refused_by(cx->db, "invoice_registration_irn"))
		tool_complain("another invoice has this reference number. Nothing was changed.");
	else if (rc == ERR_TAKEN)
		tool_complain("%s is registered already, and that cannot be changed.", name);
	else if (rc != ERR_INVALID)
		tool_complain("nothing was changed: %s", db_problem(cx->db));
	return TOOL_FAILED;
}

static enum tool_exit
run(struct tool *t)
{
	struct registering w = { .number = tool_value(t, "invoice"),
		.registration = { .irn = tool_value(t, "irn"),
		    .ack_number = tool_value(t, "ack-number"),
		    .qr_text = tool_value_or(t, "qr-text", "") } };
	enum tool_exit status;
	struct context cx;
	struct db *db;

	if (!valid_id(tool_value(t, "account"), &w.account_id)) {
		tool_complain("--account: give the number of the account.");
		return TOOL_USAGE;
	}
	if (invoice_which_year(t, &w.year) != ERR_OK)
		return TOOL_USAGE;
	if (invoice_registration_time(tool_value(t, "ack-on"), &w.registration.ack_at) != ERR_OK) {
		tool_complain("--ack-on: give a time like '2026-04-01 16:05:00'.");
		return TOOL_USAGE;
	}
	db = tool_application_db(t);
	cx = tool_context(t, db);
	status = tell(t, &cx, &w, tool_transaction(&cx, work, &w));
	db_free(&db);
	return status;
}

const struct tool_command tool_invoice_register = {
	"invoice register", "Notes the registration (IRN) of an invoice or a note.",
	options, sizeof(options) / sizeof(options[0]), false, run, NULL
};
