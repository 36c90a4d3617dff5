/*
 * invoice_one: `invoice issue`: issues one invoice from the command line, and prints its number.
 */
#include "base/banned.h"
#include "tools/invoice_single.h"

#include "tools/invoice_file.h"

static const struct tool_option options[] = {
	{ "account", "NUMBER", "whom it is issued to", true },
	{ "reference", "TEXT", "your own key: the same one is never issued twice", true },
	{ "issued-on", "DAY", "like 2026-04-01; today", false },
	{ "due-on", "DAY", "to be paid until; as invoice.due_days says", false },
	{ "from", "DAY", "first day of the period it is for", false },
	{ "to", "DAY", "and its last day", false },
	{ "place-of-supply", "STATE", "as two digits; of the buyer's GSTIN, else of the address",
	    false },
	{ "sez", NULL, "the buyer is in a special economic zone", false },
	{ "reverse-charge", NULL, "the buyer pays the tax", false },
	{ "purchase-order", "TEXT", "as in the billing details", false },
	INVOICE_LINE_OPTIONS,
	{ "lines", "FILE", "several lines, from a list (CSV); - reads it from here", false },
	{ "dry-run", NULL, "checks everything and says what it would come to", false },
	INVOICE_MAILING_OPTION,
};

static const char more[] =
	"An invoice of one line:\n\n"
	"  pointperson invoice issue --account 1 --reference 2026-08/asha \\\n"
	"      --description 'Virtual numbers' --sac 998413 --quantity 3 --unit month \\\n"
	"      --price 450 --rate 18\n\n"
	"Of several lines:\n\n"
	"  pointperson invoice issue --account 1 --reference 2026-08/asha --lines - <<END\n"
	"  description,sac,unit,quantity,price,discount,rate\n"
	"  Virtual numbers,998413,month,3,450,,18\n"
	"  Support,998713,,1,1200,200,18\n"
	"  END\n\n"
	"It prints the number of the invoice; where the reference was issued before, the number\n"
	"it has. Many at once: pointperson invoice import\n\n"
	INVOICE_MAILING_HELP;

static enum err
read_lines(struct tool *t, struct invoice *i)
{
	const char *option = invoice_single_line_option(t);

	if (!tool_has(t, "lines"))
		return invoice_single_line(t, i);
	if (option != NULL) {
		tool_complain("--%s and --lines: give one line by its options, or several by a "
		    "list.", option);
		return ERR_INVALID;
	}
	return invoice_file_read_lines(t->mem, tool_value(t, "lines"), i, invoice_complain);
}

static enum tool_exit
run(struct tool *t)
{
	struct invoice_texts texts = invoice_single_texts(t);
	struct invoice_to_be to;
	struct invoice_issuing w = { .now = &to };

	if (invoice_single_head(t, &texts, &to) != ERR_OK ||
	    read_lines(t, &to.invoice) != ERR_OK)
		return TOOL_USAGE;
	return invoice_single_issue(t, &w);
}

const struct tool_command tool_invoice_issue = {
	"invoice issue", "Issues one invoice, and prints its number.",
	options, sizeof(options) / sizeof(options[0]), false, run, more
};
