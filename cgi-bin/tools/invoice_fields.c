#include "base/banned.h"
#include "tools/invoice_fields.h"

#include <assert.h>
#include <string.h>

#include "base/calendar.h"
#include "base/mem.h"
#include "base/money.h"
#include "base/valid.h"

#define THOUSANDTH	3	/* decimals of a quantity */

const struct invoice_field invoice_fields[INVOICE_FIELDS] = {
	{ "account", "number of the account it is issued to", INVOICE_NUMBER, false, true },
	{ "reference", "your own key: the same one is never issued twice", INVOICE_TEXT, false,
	    true },
	{ "kind", "invoice, credit or debit; empty: invoice", INVOICE_TEXT, false, false },
	{ "corrects", "of a note: number of the invoice it corrects", INVOICE_TEXT, false, false },
	{ "corrects_year", "and the financial year of that one, where two have its number: 2025-26",
	    INVOICE_TEXT, false, false },
	{ "reason", "of a note: why", INVOICE_TEXT, false, false },
	{ "number", "its number in another system; empty: the next of ours", INVOICE_TEXT, false,
	    false },
	{ "issued_on", "day of issue, like 2026-04-01", INVOICE_TEXT, false, true },
	{ "due_on", "to be paid until; empty: as invoice.due_days says", INVOICE_TEXT, false,
	    false },
	{ "from", "first day of the period", INVOICE_TEXT, false, false },
	{ "to", "last day of the period", INVOICE_TEXT, false, false },
	{ "place_of_supply", "State as two digits; empty: of the buyer's GSTIN, else of the "
		"address; of a note the invoice's", INVOICE_TEXT, false, false },
	{ "sez", "yes: the buyer is in a special economic zone", INVOICE_FLAG, false, false },
	{ "reverse_charge", "yes: the buyer pays the tax", INVOICE_FLAG, false, false },
	{ "purchase_order", "empty: as in the billing details", INVOICE_TEXT, false, false },
	{ "pdf", "file with the document that another system made", INVOICE_TEXT, false, false },
	{ "irn", "registered already: its invoice reference number", INVOICE_TEXT, false, false },
	{ "ack_number", "and the number of the acknowledgement", INVOICE_TEXT, false, false },
	{ "ack_on", "and its time in India, like 2026-04-01 16:05:00", INVOICE_TEXT, false,
	    false },
	{ "qr_text", "and the signed text of its QR code", INVOICE_TEXT, false, false },
	{ "description", "what was supplied", INVOICE_TEXT, true, true },
	{ "sac", "SAC or HSN code, 4 to 8 digits", INVOICE_TEXT, true, true },
	{ "unit", "month, user, ...", INVOICE_TEXT, true, false },
	{ "quantity", "up to three decimals; empty: 1", INVOICE_NUMBER, true, false },
	{ "price", "of one, in rupees, without tax", INVOICE_NUMBER, true, true },
	{ "discount", "off the line, in rupees", INVOICE_NUMBER, true, false },
	{ "rate", "of tax in all, in percent: 18", INVOICE_NUMBER, true, true },
};

/* One field being read. */
struct text {
	struct invoice_reader	*reader;
	const char		*name;
	const char		*value;
};

size_t
invoice_field_find(const char *name)
{
	size_t i;

	for (i = 0; i < INVOICE_FIELDS && strcmp(invoice_fields[i].name, name) != 0; i++)
		;
	return i;
}

struct invoice_texts
invoice_texts_none(void)
{
	struct invoice_texts t;
	size_t i;

	for (i = 0; i < INVOICE_FIELDS; i++)
		t.values[i] = "";
	return t;
}

const char *
invoice_texts_get(const struct invoice_texts *t, const char *name)
{
	size_t i = invoice_field_find(name);

	assert(i != INVOICE_FIELDS);
	return t->values[i];
}

void
invoice_texts_set(struct invoice_texts *t, const char *name, const char *value)
{
	size_t i = invoice_field_find(name);

	assert(i != INVOICE_FIELDS);
	t->values[i] = value;
}

void
invoice_reader_complain(struct invoice_reader *r, const char *text)
{
	r->has_problem = true;
	r->tell(r->place, text);
}

static struct text
get(struct invoice_reader *r, const struct invoice_texts *t, const char *name)
{
	return (struct text){ r, name, invoice_texts_get(t, name) };
}

static void
refuse(struct text t, const char *wanted)
{
	/* What is missing altogether is told once, by need(). */
	if (t.value[0] != '\0' || !invoice_fields[invoice_field_find(t.name)].is_required)
		invoice_reader_complain(t.reader, mem_fmt(t.reader->mem, "%s: \"%s\" is not %s.",
		    t.name, t.value, wanted));
}

/* Each required field of the invoice, or of a line. */
static void
need(struct invoice_reader *r, const struct invoice_texts *t, bool is_of_line)
{
	const struct invoice_field *f = invoice_fields;

	for (; f < invoice_fields + INVOICE_FIELDS; f++)
		if (f->is_required && f->is_of_line == is_of_line &&
		    t->values[f - invoice_fields][0] == '\0')
			invoice_reader_complain(r, mem_fmt(r->mem, "%s is missing: %s.", f->name,
			    f->help));
}

static int64_t
read_day(struct text t)
{
	int64_t day = 0;

	if (t.value[0] != '\0' && calendar_read(t.value, &day) != ERR_OK)
		refuse(t, "a day like 2026-04-01");
	return day;
}

static int
read_year(struct text t)
{
	int year = 0;

	if (t.value[0] != '\0' &&
	    calendar_financial_year_read(t.reader->mem, t.value, &year) != ERR_OK)
		refuse(t, "a financial year like 2024-25");
	return year;
}

static int64_t
read_money(struct text t)
{
	int64_t paise = 0;

	if (t.value[0] != '\0' && money_read(t.value, &paise) != ERR_OK)
		refuse(t, "an amount of rupees like 1180.50");
	return paise;
}

static bool
read_flag(struct text t)
{
	if (t.value[0] != '\0' && strcmp(t.value, "yes") != 0 && strcmp(t.value, "no") != 0)
		refuse(t, "yes or no");
	return strcmp(t.value, "yes") == 0;
}

/* A number with at most three decimals, in thousandths. */
static int64_t
read_thousandths(struct text t, const char *wanted)
{
	struct mem *m = t.reader->mem;
	const char *point = strchr(t.value, '.');
	size_t whole_length = strcspn(t.value, "."), behind = point == NULL ? 0 : strlen(point + 1);
	const char *fraction = mem_fmt(m, "1%s%.*s", point == NULL ? "" : point + 1,
	    behind > THOUSANDTH ? 0 : (int)(THOUSANDTH - behind), "000");
	int64_t whole, thousandths;

	if (behind > THOUSANDTH || (point != NULL && behind == 0) ||
	    !valid_count(mem_fmt(m, "%.*s", (int)whole_length, t.value), &whole) ||
	    !valid_count(fraction, &thousandths) || whole > INVOICE_QUANTITY_MAX) {
		refuse(t, wanted);
		return 0;
	}
	/* The digit in front kept the zeros that a count may not begin with. */
	return whole * INVOICE_QUANTITY_ONE + thousandths - INVOICE_QUANTITY_ONE;
}

/* A percentage, in basis points. */
static int64_t
read_rate(struct text t)
{
	static const char wanted[] = "a rate in percent like 18 or 0.25, with at most two decimals";
	int64_t thousandths = read_thousandths(t, wanted);

	if (thousandths % 10 != 0)
		refuse(t, wanted);
	return thousandths / 10;
}

static enum invoice_kind
read_kind(struct text t)
{
	enum invoice_kind kind;

	if (t.value[0] == '\0')
		return INVOICE_TAX;
	if ((kind = invoice_kind_by_word(t.value)) == INVOICE_KIND_UNSET)
		refuse(t, "invoice, credit or debit");
	return kind;
}

/* Only where there is an IRN; the domain looks at what it says. */
static void
read_registration(struct invoice_reader *r, const struct invoice_texts *t,
    struct invoice_registration *to)
{
	struct text at = get(r, t, "ack_on");

	to->irn = invoice_texts_get(t, "irn");
	to->ack_number = invoice_texts_get(t, "ack_number");
	to->qr_text = invoice_texts_get(t, "qr_text");
	if (to->irn[0] != '\0' && invoice_registration_time(at.value, &to->ack_at) != ERR_OK)
		refuse(at, "a time like 2026-04-01 16:05:00");
	if (to->irn[0] == '\0' &&
	    (at.value[0] != '\0' || to->ack_number[0] != '\0' || to->qr_text[0] != '\0'))
		invoice_reader_complain(r, "irn is missing: an acknowledgement or a QR code is "
		    "that of a registered invoice.");
}

static void
read_correction(struct invoice_reader *r, const struct invoice *i)
{
	if (i->kind == INVOICE_TAX &&
	    (i->of_number[0] != '\0' || i->of_year != 0 || i->reason[0] != '\0'))
		invoice_reader_complain(r, "only a note corrects an invoice, for a reason: set "
		    "kind to credit or debit, or leave corrects, its year and reason out.");
	if (i->kind != INVOICE_TAX && i->of_number[0] == '\0')
		invoice_reader_complain(r, "corrects is missing: a note wants the number of an "
		    "invoice.");
}

void
invoice_read_head(struct invoice_reader *r, const struct invoice_texts *t, struct invoice_to_be *to)
{
	*to = (struct invoice_to_be){
		.pdf = invoice_texts_get(t, "pdf"),
		.place = r->place,
		.invoice = { .kind = read_kind(get(r, t, "kind")),
		    .number = invoice_texts_get(t, "number"),
		    .reference = invoice_texts_get(t, "reference"),
		    .of_number = invoice_texts_get(t, "corrects"),
		    .of_year = read_year(get(r, t, "corrects_year")),
		    .reason = invoice_texts_get(t, "reason"),
		    .issued_day = read_day(get(r, t, "issued_on")),
		    .due_day = read_day(get(r, t, "due_on")),
		    .from_day = read_day(get(r, t, "from")),
		    .to_day = read_day(get(r, t, "to")),
		    .purchase_order = invoice_texts_get(t, "purchase_order"),
		    .place_of_supply = invoice_texts_get(t, "place_of_supply"),
		    .supply = read_flag(get(r, t, "sez")) ? SUPPLY_SEZ : SUPPLY_UNSET,
		    .is_reverse_charge = read_flag(get(r, t, "reverse_charge")) },
	};
	need(r, t, false);
	if (!valid_id(invoice_texts_get(t, "account"), &to->account_id))
		refuse(get(r, t, "account"), "the number of an account");
	read_correction(r, &to->invoice);
	read_registration(r, t, &to->invoice.registration);
	to->invoice.is_registered = to->invoice.registration.irn[0] != '\0';
}

void
invoice_read_line(struct invoice_reader *r, const struct invoice_texts *t, struct invoice_line *l)
{
	need(r, t, true);
	*l = (struct invoice_line){
		.description = invoice_texts_get(t, "description"),
		.sac = invoice_texts_get(t, "sac"),
		.unit = invoice_texts_get(t, "unit"),
		.quantity_milli = INVOICE_QUANTITY_ONE,
		.price_paise = read_money(get(r, t, "price")),
		.discount_paise = read_money(get(r, t, "discount")),
		.rate_bp = read_rate(get(r, t, "rate")),
	};
	if (invoice_texts_get(t, "quantity")[0] != '\0')
		l->quantity_milli = read_thousandths(get(r, t, "quantity"),
		    "a quantity like 3 or 2.5, with at most three decimals");
}
