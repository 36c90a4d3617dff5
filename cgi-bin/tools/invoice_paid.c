/*
 * invoice_paid: `invoice mark-paid`: notes what was paid on an invoice.
 */
#include "base/banned.h"
#include "tools/tool.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "base/money.h"
#include "base/valid.h"
#include "domain/invoice.h"
#include "domain/invoice_payment.h"
#include "tools/invoice_which.h"

static const struct tool_option options[] = {
	{ "account", "NUMBER", "whose invoice it is", true },
	{ "invoice", "NUMBER", "the invoice's number, as printed", true },
	INVOICE_YEAR_OPTION,
	{ "reference", "TEXT", "your own key of the payment: the same one is noted once", true },
	{ "amount", "RUPEES", "what was paid; all that is still to be paid", false },
	{ "on", "DAY", "when, like 2026-04-01; today", false },
	{ "way", "TEXT", "how: NEFT, UPI, cheque", false },
};

struct paying {
	struct invoice_payment	 payment;
	struct problems		 problems;
	int64_t			 account_id;
	const char		*number;	/* of the invoice */
	int			 year;		/* the financial one it is of begins in; 0 any */
	struct invoice		 invoice;	/* before this payment */
	bool			 has_day;	/* else today */
};

static enum err
work(struct context *cx, void *closure)
{
	struct paying *p = closure;
	enum err rc;

	problems_init(&p->problems, cx->mem);
	if ((rc = tool_enter(cx, p->account_id)) != ERR_OK ||
	    (rc = invoice_find(cx, p->number, p->year, &p->payment.invoice_id, &p->problems)) !=
		ERR_OK ||
	    (rc = invoice_load(cx, p->payment.invoice_id, &p->invoice)) != ERR_OK)
		return rc;
	clock_zone(cx->config->seller.zone);
	if (p->payment.is_rest)
		p->payment.amount_paise = invoice_balance(&p->invoice);
	if (!p->has_day)
		p->payment.paid_day = clock_day(cx->now);
	return invoice_payment_add(cx, &p->payment, &p->problems);
}

/* What a problem is of is called as its option; that of no option speaks for itself. */
static void
tell_problems(const struct problems *p)
{
	size_t i;

	for (i = 0; i < p->count; i++)
		if (p->list[i].field[0] == '\0')
			tool_complain("%s", p->list[i].text);
		else
			tool_complain("--%s: %s", p->list[i].field, p->list[i].text);
}

static enum tool_exit
tell(struct tool *t, struct context *cx, const struct paying *p, enum err rc)
{
	const char *name = invoice_which_name(t, p->number);

	if (rc == ERR_OK) {
		tool_say("%s rupees are noted on %s; still to be paid: %s.",
		    money_text(t->mem, p->payment.amount_paise), name,
		    money_text(t->mem, invoice_balance(&p->invoice) - p->payment.amount_paise));
		return TOOL_OK;
	}
	if (rc == ERR_TAKEN) {
		tool_say("%s was noted before; nothing was added.", p->payment.reference);
		return TOOL_OK;
	}
	if (rc == ERR_INVALID && p->payment.is_rest &&
	    problems_about(&p->problems, "amount", false) != NULL)
		tool_complain("nothing was noted: nothing is left to be paid on %s. What was paid "
		    "beyond that takes an --amount.", name);
	else if (rc == ERR_INVALID)
		tell_problems(&p->problems);
	else if (rc == ERR_MISSING)
		tool_complain("account %lld has no invoice %s.", (long long)p->account_id, name);
	else
		tool_complain("nothing was noted: %s", db_problem(cx->db));
	return TOOL_FAILED;
}

static enum tool_exit
read_options(struct tool *t, struct paying *p)
{
	p->number = tool_value(t, "invoice");
	p->payment.reference = tool_value(t, "reference");
	p->payment.way = tool_value_or(t, "way", "");
	p->payment.is_rest = !tool_has(t, "amount");
	p->has_day = tool_has(t, "on");
	if (!valid_id(tool_value(t, "account"), &p->account_id))
		tool_complain("--account: give the number of the account.");
	else if (!p->payment.is_rest &&
	    money_read(tool_value(t, "amount"), &p->payment.amount_paise) != ERR_OK)
		tool_complain("--amount: give rupees, like 1180.50.");
	else if (p->has_day && calendar_read(tool_value(t, "on"), &p->payment.paid_day) != ERR_OK)
		tool_complain("--on: give a day like 2026-04-01.");
	else if (invoice_which_year(t, &p->year) == ERR_OK)
		return TOOL_OK;
	return TOOL_USAGE;
}

static enum tool_exit
run(struct tool *t)
{
	struct paying p = { .account_id = 0 };
	enum tool_exit status = read_options(t, &p);
	struct db *db;
	struct context cx;

	if (status != TOOL_OK)
		return status;
	db = tool_application_db(t);
	cx = tool_context(t, db);
	status = tell(t, &cx, &p, tool_transaction(&cx, work, &p));
	db_free(&db);
	return status;
}

const struct tool_command tool_invoice_paid = {
	"invoice mark-paid", "Notes what was paid on an invoice.",
	options, sizeof(options) / sizeof(options[0]), false, run, NULL
};
