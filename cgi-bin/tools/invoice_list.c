/*
 * invoice_list: `invoice list`: the newest invoices of an account, a line each, for scripts and for
 * support.
 */
#include "base/banned.h"
#include "tools/tool.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "base/money.h"
#include "base/valid.h"
#include "domain/account.h"
#include "domain/invoice.h"

static const struct tool_option options[] = {
	{ "account", "NUMBER", "whose invoices", true },
};

static void
show(struct context *cx, const struct invoice *i)
{
	enum invoice_state state = invoice_state(i, clock_day(cx->now));

	printf("%-16s %s %14s  %s\n", i->number, calendar_iso(cx->mem, i->issued_day),
	    money_text(cx->mem, i->totals.total_paise),
	    i->kind == INVOICE_TAX ? invoice_state_name(state) :
	    mem_fmt(cx->mem, "%s for %s", invoice_name(i), i->of_number));
}

static enum tool_exit
list(struct context *cx, int64_t account_id)
{
	struct invoice_filter all = { .number = "" };
	struct invoice newest[INVOICE_PAGE_MAX];
	size_t count, n;
	enum err rc;

	if ((rc = account_enter(cx, account_id)) != ERR_OK ||
	    (rc = invoice_list(cx, &all, newest, INVOICE_PAGE_MAX, &count)) != ERR_OK) {
		tool_complain(rc == ERR_MISSING ? "there is no account %lld." :
		    "the invoices of account %lld cannot be read.", (long long)account_id);
		return TOOL_FAILED;
	}
	clock_zone(cx->config->seller.zone);
	for (n = 0; n < count; n++)
		show(cx, &newest[n]);
	return TOOL_OK;
}

static enum tool_exit
run(struct tool *t)
{
	enum tool_exit status;
	struct context cx;
	int64_t account_id;
	struct db *db;

	if (!valid_id(tool_value(t, "account"), &account_id)) {
		tool_complain("--account: give the number of the account.");
		return TOOL_USAGE;
	}
	db = tool_application_db(t);
	cx = tool_context(t, db);
	status = list(&cx, account_id);
	db_free(&db);
	return status;
}

const struct tool_command tool_invoice_list = {
	"invoice list", "Lists the newest invoices of an account, with what became of them.",
	options, sizeof(options) / sizeof(options[0]), false, run, NULL
};
