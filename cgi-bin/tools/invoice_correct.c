/*
 * invoice_correct: `invoice credit` and `invoice debit`: issue a note that corrects an invoice, and
 * print its number. Its lines are those of the invoice, whole or with another amount, or one of its
 * own.
 */
#include "base/banned.h"
#include "tools/invoice_single.h"

#include <string.h>

#include "base/money.h"
#include "base/valid.h"
#include "tools/invoice_which.h"

#define NOTE_OPTIONS                                                                               \
	{ "account", "NUMBER", "whose invoice it is", true },                                      \
	{ "invoice", "NUMBER", "the invoice's number, as printed", true },                         \
	INVOICE_YEAR_OPTION,                                                                       \
	{ "reference", "TEXT", "your own key: the same one is never issued twice", true },         \
	{ "reason", "TEXT", "why", true },                                                         \
	{ "issued-on", "DAY", "like 2026-04-01; today", false },                                   \
	{ "line", "NUMBERS", "lines of the invoice, like 2 or 1,3", false },                       \
	{ "amount", "RUPEES", "of that one line, without tax; all of it", false },                 \
	INVOICE_LINE_OPTIONS,                                                                      \
	{ "dry-run", NULL, "checks everything and says what it would come to", false },           \
	INVOICE_MAILING_OPTION

static const struct tool_option credit_options[] = {
	NOTE_OPTIONS,
	{ "all", NULL, "every line of the invoice", false },
};

static const struct tool_option debit_options[] = {
	NOTE_OPTIONS,
};

static const char credit_more[] =
	"Say what is credited in one of three ways: all of the invoice,\n\n"
	"  pointperson invoice credit --account 1 --invoice INV/2627/000123 \\\n"
	"      --reference cancel-123 --reason 'Order cancelled' --all\n\n"
	"lines of it, or an amount of one line, taxed as that line is,\n\n"
	"  ... --reason 'Two days without service' --line 1 --amount 250\n\n"
	"or a line of its own:\n\n"
	"  ... --description 'Refund of setup' --sac 998713 --price 100 --rate 18\n\n"
	"A note that would take more than the invoice has left is refused. It prints the number\n"
	"of the note; where the reference was issued before, the number it has.\n\n"
	INVOICE_MAILING_HELP;

static const char debit_more[] =
	"Say what is added in one of two ways: by an amount of a line of the invoice, taxed as\n"
	"that line is,\n\n"
	"  pointperson invoice debit --account 1 --invoice INV/2627/000123 \\\n"
	"      --reference more-123 --reason 'One number more' --line 1 --amount 450\n\n"
	"or by a line of its own:\n\n"
	"  ... --description 'Set-up' --sac 998713 --price 100 --rate 18\n\n"
	"It prints the number of the note; where the reference was issued before, the number it\n"
	"has.\n\n"
	INVOICE_MAILING_HELP;

/* Which lines of the invoice. */
struct choice {
	const char	*lines;		/* "1,3"; NULL: all */
	bool		 has_amount;	/* else all of each line */
	int64_t		 amount_paise;
};

/* The next number of "1,3"; false where it is none. *text moves behind it. */
static bool
next_number(struct mem *m, const char **text, int64_t *number)
{
	size_t length = strcspn(*text, ",");
	bool is_one = valid_id(mem_fmt(m, "%.*s", (int)length, *text), number);

	*text += length;
	if (**text == ',')
		(*text)++;
	return is_one;
}

static struct invoice_line
with_amount(struct invoice_line line, int64_t paise)
{
	line.unit = "";
	line.quantity_milli = INVOICE_QUANTITY_ONE;
	line.price_paise = paise;
	line.discount_paise = 0;
	return line;
}

/* Each number once: a line is corrected as a whole, or by one amount. */
static enum err
choose_lines(struct context *cx, struct invoice_issuing *w, const struct invoice *of,
    const struct choice *c)
{
	struct invoice *note = &w->invoice;
	bool *is_chosen = mem_array(cx->mem, of->line_count, sizeof(*is_chosen));
	const char *text = c->lines;
	int64_t number;

	while (text[0] != '\0') {
		if (!next_number(cx->mem, &text, &number) || number > (int64_t)of->line_count ||
		    is_chosen[number - 1]) {
			problems_add(&w->problems, "line", "\"%s\": %s has lines 1 to %zu; name "
			    "each that you mean once, like 1,3.", c->lines, of->number,
			    of->line_count);
			return ERR_INVALID;
		}
		is_chosen[number - 1] = true;
		note->lines[note->line_count++] = of->lines[number - 1];
	}
	return ERR_OK;
}

static enum err
choose(struct context *cx, struct invoice_issuing *w, const struct invoice *of)
{
	const struct choice *c = w->choice;
	struct invoice *note = &w->invoice;
	enum err rc;

	note->lines = mem_array(cx->mem, of->line_count, sizeof(*note->lines));
	note->line_count = 0;
	if (c->lines == NULL) {
		memcpy(note->lines, of->lines, of->line_count * sizeof(*note->lines));
		note->line_count = of->line_count;
	} else if ((rc = choose_lines(cx, w, of, c)) != ERR_OK) {
		return rc;
	}
	if (c->has_amount && note->line_count == 1)
		note->lines[0] = with_amount(note->lines[0], c->amount_paise);
	else if (c->has_amount) {
		problems_add(&w->problems, "amount", "Give it for one line.");
		return ERR_INVALID;
	}
	return ERR_OK;
}

/* Which of the ways was taken; each excludes the others. */
static enum err
read_choice(struct tool *t, bool has_all, struct choice *c)
{
	const char *own = invoice_single_line_option(t);

	c->lines = tool_value(t, "line");
	c->has_amount = tool_has(t, "amount");
	if (own != NULL && (has_all || c->lines != NULL))
		tool_complain("--%s and --%s: a line of the invoice is corrected whole or by an "
		    "--amount, and --%s is of a line of its own.", own, has_all ? "all" : "line",
		    own);
	else if (has_all + (c->lines != NULL) + (own != NULL) != 1)
		tool_complain("say what is corrected in one way: see pointperson %s --help",
		    t->command->name);
	else if (c->has_amount && c->lines == NULL)
		tool_complain("--amount: say of which line, with --line.");
	else if (c->has_amount && money_read(tool_value(t, "amount"), &c->amount_paise) != ERR_OK)
		tool_complain("--amount: give rupees, like 1180.50.");
	else
		return ERR_OK;
	return ERR_INVALID;
}

static enum tool_exit
issue_note(struct tool *t, enum invoice_kind kind, bool has_all)
{
	struct invoice_texts texts = invoice_single_texts(t);
	struct choice c = { .lines = NULL };
	struct invoice_to_be to;
	struct invoice_issuing w = { .now = &to, .choice = &c };

	invoice_texts_set(&texts, "kind", invoice_kind_word(kind));
	invoice_texts_set(&texts, "corrects", tool_value(t, "invoice"));
	if (invoice_single_head(t, &texts, &to) != ERR_OK ||
	    invoice_which_year(t, &to.invoice.of_year) != ERR_OK ||
	    read_choice(t, has_all, &c) != ERR_OK)
		return TOOL_USAGE;
	if (has_all || c.lines != NULL)
		w.choose = choose;
	else if (invoice_single_line(t, &to.invoice) != ERR_OK)
		return TOOL_USAGE;
	return invoice_single_issue(t, &w);
}

static enum tool_exit
run_credit(struct tool *t)
{
	return issue_note(t, INVOICE_CREDIT, tool_has(t, "all"));
}

static enum tool_exit
run_debit(struct tool *t)
{
	return issue_note(t, INVOICE_DEBIT, false);
}

const struct tool_command tool_invoice_credit = {
	"invoice credit", "Issues a credit note: takes from an invoice what was too much.",
	credit_options, sizeof(credit_options) / sizeof(credit_options[0]), false, run_credit,
	credit_more
};

const struct tool_command tool_invoice_debit = {
	"invoice debit", "Issues a debit note: adds to an invoice what was too little.",
	debit_options, sizeof(debit_options) / sizeof(debit_options[0]), false, run_debit,
	debit_more
};
