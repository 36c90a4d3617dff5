#include "base/banned.h"
#include "domain/invoice.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/money.h"

/* What has become of an invoice i: payments, credit and debit notes; and whether it has a PDF. */
#define SINCE                                                                                      \
	" CAST((SELECT COALESCE(SUM(p.amount_paise), 0) FROM invoice_payment p"                    \
	"  WHERE p.account_id = i.account_id AND p.invoice_id = i.id) AS SIGNED),"                 \
	" CAST((SELECT COALESCE(SUM(n.total_paise), 0) FROM invoice n WHERE"                       \
	"  n.account_id = i.account_id AND n.of_invoice_id = i.id AND n.kind = 'credit')"          \
	"  AS SIGNED),"                                                                            \
	" CAST((SELECT COALESCE(SUM(n.total_paise), 0) FROM invoice n WHERE"                       \
	"  n.account_id = i.account_id AND n.of_invoice_id = i.id AND n.kind = 'debit')"           \
	"  AS SIGNED),"                                                                            \
	" EXISTS (SELECT 1 FROM invoice_pdf f WHERE f.account_id = i.account_id"                   \
	"  AND f.invoice_id = i.id)"

#define FACTS                                                                                      \
	"i.id, i.kind, i.financial_year, i.number, i.reference, i.of_invoice_id, o.number,"        \
	" i.reason, i.issued_on, i.due_on, i.period_from, i.period_to, i.place_of_supply,"         \
	" i.supply, i.is_reverse_charge, i.taxable_paise, i.cgst_paise, i.sgst_paise,"             \
	" i.igst_paise, i.rounding_paise, i.total_paise, i.issued_at, i.issued_by,"                \
	" i.purchase_order, o.issued_on, i.seller_gstin,"
#define FACTS_FROM                                                                                 \
	" FROM invoice i LEFT JOIN invoice o ON o.account_id = i.account_id"                       \
	" AND o.id = i.of_invoice_id"

#define FACT_COLUMNS	30	/* of FACTS and SINCE */

static const char SQL_LIST[] =
	"SELECT " FACTS SINCE FACTS_FROM
	" WHERE i.account_id = ? AND (? = 0 OR i.financial_year = ?)"
	" AND (? = '' OR i.issued_on >= ?) AND (? = '' OR i.issued_on <= ?)"
	" AND (? = '' OR LOCATE(LOWER(?), LOWER(CONVERT(i.number USING utf8mb4))) > 0)"
	" AND (? = 0 OR i.issued_on < ? OR (i.issued_on = ? AND i.id < ?))"
	" ORDER BY i.issued_on DESC, i.id DESC LIMIT ?";

static const char SQL_LOAD[] =
	"SELECT " FACTS SINCE
	", (SELECT COUNT(*) FROM invoice_line l WHERE l.account_id = i.account_id"
	"  AND l.invoice_id = i.id),"
	" i.seller_name, i.seller_address, i.seller_gstin, i.seller_pan, i.seller_state,"
	" i.seller_contact, i.buyer_name, i.buyer_address, i.buyer_tax_id, i.buyer_pan,"
	" i.buyer_state, r.irn, r.ack_number, r.ack_at, r.qr_text,"
	" i.declaration, i.signatory" FACTS_FROM
	" LEFT JOIN invoice_registration r ON r.account_id = i.account_id"
	" AND r.invoice_id = i.id WHERE i.account_id = ? AND i.id = ?";

static const char SQL_LINES[] =
	"SELECT description, sac, unit, quantity_milli, price_paise, discount_paise, rate_bp,"
	" taxable_paise, cgst_paise, sgst_paise, igst_paise FROM invoice_line"
	" WHERE account_id = ? AND invoice_id = ? ORDER BY line_number LIMIT ?";

static const char SQL_FIND[] =
	"SELECT id, financial_year FROM invoice WHERE account_id = ?"
	" AND number = CONVERT(? USING ascii) COLLATE ascii_bin AND (? = 0 OR financial_year = ?)"
	" AND (? OR kind = 'invoice') ORDER BY financial_year DESC LIMIT 5";

static const struct {
	const char	*word;
	const char	*name;
} kinds[INVOICE_KIND__MAX] = {
	[INVOICE_KIND_UNSET] = { "", "" },
	[INVOICE_TAX] = { "invoice", "Tax invoice" },
	[INVOICE_CREDIT] = { "credit", "Credit note" },
	[INVOICE_DEBIT] = { "debit", "Debit note" },
};

static const char *const states[INVOICE_STATE__MAX] = {
	[INVOICE_STATE_NONE] = "",
	[INVOICE_DUE] = "Due",
	[INVOICE_OVERDUE] = "Overdue",
	[INVOICE_PAID] = "Paid",
	[INVOICE_CREDITED] = "Credited",
};

const char *
invoice_kind_word(enum invoice_kind kind)
{
	return kinds[kind].word;
}

enum invoice_kind
invoice_kind_by_word(const char *word)
{
	enum invoice_kind kind;

	for (kind = INVOICE_TAX; kind < INVOICE_KIND__MAX; kind++)
		if (strcmp(kinds[kind].word, word) == 0)
			return kind;
	return INVOICE_KIND_UNSET;
}

bool
invoice_is_untaxed(const struct invoice *i)
{
	return i->kind == INVOICE_TAX && i->seller.tax_id[0] == '\0';
}

const char *
invoice_name(const struct invoice *i)
{
	return invoice_is_untaxed(i) ? "Invoice" : kinds[i->kind].name;
}

const char *
invoice_state_name(enum invoice_state state)
{
	return states[state];
}

/* Each year numbers anew, so it may be the number of several. */
static enum err
find(struct context *cx, const char *number, int year, bool is_any, int64_t *id,
    struct problems *p)
{
	const char *years = "";
	int64_t found = 0;
	struct db_stmt *st;
	size_t count = 0;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_FIND, V(cx->actor.account_id), V(number), V(year),
		 V(year), V(is_any))) != ERR_OK)
		return rc;
	for (; db_step(st); count++) {
		found = db_i64(st, 0);
		years = mem_fmt(cx->mem, "%s%sof %s", years, count == 0 ? "" : " and ",
		    invoice_year_name(cx, (int)db_i64(st, 1)));
	}
	db_done(&st);
	if (count == 1)
		*id = found;
	if (count < 2)
		return count == 1 ? ERR_OK : ERR_MISSING;
	problems_add(p, "", "%s is a number %s. Give the financial year too: --year 2024-25, or in "
	    "a file corrects_year.", number, years);
	return ERR_INVALID;
}

enum err
invoice_find(struct context *cx, const char *number, int year, int64_t *id, struct problems *p)
{
	return find(cx, number, year, false, id, p);
}

enum err
invoice_find_any(struct context *cx, const char *number, int year, int64_t *id,
    struct problems *p)
{
	return find(cx, number, year, true, id, p);
}

int64_t
invoice_today(const struct context *cx)
{
	return clock_day_in(cx->config->seller.zone, cx->now);
}

const char *
invoice_year_name(struct context *cx, int year)
{
	return calendar_financial_year_text(cx->mem, year);
}

enum err
invoice_month_days(struct context *cx, const char *month, int64_t *first, int64_t *last)
{
	int year, number;
	enum err rc;

	if ((rc = calendar_read(mem_fmt(cx->mem, "%.16s-01", month), first)) != ERR_OK)
		return rc;
	calendar_month(*first, &year, &number);
	*last = calendar_month_ends(year, number);
	return ERR_OK;
}

const char *
invoice_month_name(struct context *cx, int year, int month)
{
	return calendar_month_text(cx->mem, year, month);
}

/* Thousandths as a number, without the zeros behind the last digit that counts. */
static const char *
decimal(struct mem *m, int64_t thousandths)
{
	char *text = mem_fmt(m, "%lld.%03lld", (long long)(thousandths / 1000),
	    (long long)(thousandths % 1000));
	size_t length = strlen(text);

	while (text[length - 1] == '0')
		text[--length] = '\0';
	if (text[length - 1] == '.')
		text[--length] = '\0';
	return text;
}

const char *
invoice_quantity_text(struct mem *m, int64_t quantity_milli)
{
	return decimal(m, quantity_milli);
}

const char *
invoice_rate_text(struct mem *m, int64_t rate_bp, int parts)
{
	return decimal(m, rate_bp * 10 / parts);
}

const char *
invoice_total_words(struct context *cx, const struct invoice *i)
{
	return money_words(cx->mem, i->totals.total_paise);
}

const char *
invoice_endorsement(const struct invoice *i)
{
	bool is_taxed = i->totals.igst_paise > 0;

	if (i->supply == SUPPLY_EXPORT)
		return is_taxed ? "Supply meant for export on payment of integrated tax." :
		    "Supply meant for export under bond or letter of undertaking without payment "
		    "of integrated tax.";
	if (i->supply == SUPPLY_SEZ)
		return is_taxed ? "Supply to SEZ unit or SEZ developer for authorised operations "
		    "on payment of integrated tax." :
		    "Supply to SEZ unit or SEZ developer for authorised operations under bond or "
		    "letter of undertaking without payment of integrated tax.";
	return "";
}

int64_t
invoice_balance(const struct invoice *i)
{
	if (i->kind != INVOICE_TAX)
		return 0;
	return i->totals.total_paise + i->debited_paise - i->credited_paise - i->paid_paise;
}

enum invoice_state
invoice_state(const struct invoice *i, int64_t today)
{
	if (i->kind != INVOICE_TAX)
		return INVOICE_STATE_NONE;
	if (invoice_balance(i) > 0)
		return i->due_day != 0 && i->due_day < today ? INVOICE_OVERDUE : INVOICE_DUE;
	return i->credited_paise > 0 && i->paid_paise == 0 ? INVOICE_CREDITED : INVOICE_PAID;
}

/* A day of the database; 0 where there is none. */
static int64_t
day_at(struct context *cx, struct db_stmt *st, unsigned int column)
{
	int64_t day;

	return calendar_read(db_str(st, cx->mem, column), &day) == ERR_OK ? day : 0;
}

static struct invoice
read_facts(struct context *cx, struct db_stmt *st)
{
	struct mem *m = cx->mem;

	return (struct invoice){
		.id = db_i64(st, 0),
		.kind = invoice_kind_by_word(db_str(st, m, 1)),
		.financial_year = (int)db_i64(st, 2),
		.number = db_str(st, m, 3),
		.reference = db_str(st, m, 4),
		.of_id = db_i64(st, 5),
		.of_number = db_str(st, m, 6),
		.reason = db_str(st, m, 7),
		.issued_day = day_at(cx, st, 8),
		.due_day = day_at(cx, st, 9),
		.from_day = day_at(cx, st, 10),
		.to_day = day_at(cx, st, 11),
		.place_of_supply = db_str(st, m, 12),
		.supply = invoice_supply_by_word(db_str(st, m, 13)),
		.is_reverse_charge = db_i64(st, 14) == 1,
		.totals = { db_i64(st, 15), db_i64(st, 16), db_i64(st, 17), db_i64(st, 18),
		    db_i64(st, 19), db_i64(st, 20) },
		.issued_at = db_i64(st, 21),
		.issued_by = db_str(st, m, 22),
		.purchase_order = db_str(st, m, 23),
		.of_day = day_at(cx, st, 24),
		.seller = { .tax_id = db_str(st, m, 25) },
		.paid_paise = db_i64(st, 26),
		.credited_paise = db_i64(st, 27),
		.debited_paise = db_i64(st, 28),
		.has_pdf = db_i64(st, 29) == 1,
	};
}

static struct invoice_party
read_party(struct context *cx, struct db_stmt *st, unsigned int first)
{
	struct mem *m = cx->mem;

	return (struct invoice_party){
		.name = db_str(st, m, first),
		.address = db_str(st, m, first + 1),
		.tax_id = db_str(st, m, first + 2),
		.pan = db_str(st, m, first + 3),
		.state = db_str(st, m, first + 4),
		.contact = "",
	};
}

/* "" for no day: the database compares it with nothing then. */
static const char *
text_of(struct context *cx, int64_t day)
{
	return day == 0 ? "" : calendar_iso(cx->mem, day);
}

enum err
invoice_list(struct context *cx, const struct invoice_filter *f, struct invoice *list, size_t most,
    size_t *count)
{
	const char *from = text_of(cx, f->from_day), *to = text_of(cx, f->to_day);
	const char *before = calendar_iso(cx->mem, f->before_day);
	struct db_stmt *st;
	enum err rc;

	*count = 0;
	if ((rc = db_query(cx->db, &st, SQL_LIST, V(cx->actor.account_id), V(f->financial_year),
		 V(f->financial_year), V(from), V(from), V(to), V(to), V(f->number), V(f->number),
		 V(f->before_id), V(before), V(before), V(f->before_id), V((int64_t)most))) !=
	    ERR_OK)
		return rc;
	while (*count < most && db_step(st))
		list[(*count)++] = read_facts(cx, st);
	db_done(&st);
	return ERR_OK;
}

enum err
invoice_each(struct context *cx, const struct invoice_filter *filter, size_t most,
    invoice_taker *each, void *closure)
{
	struct invoice list[INVOICE_BATCH];
	struct invoice_filter f = *filter;
	struct mem_mark mark = mem_mark(cx->mem);
	size_t count, i;
	enum err rc;

	do {
		rc = invoice_list(cx, &f, list, most < INVOICE_BATCH ? most : INVOICE_BATCH,
		    &count);
		for (i = 0; rc == ERR_OK && i < count; i++) {
			f.before_day = list[i].issued_day;
			f.before_id = list[i].id;
			rc = each(cx, &list[i], closure);
		}
		most -= count;
		mem_rewind(cx->mem, mark);
	} while (rc == ERR_OK && count == INVOICE_BATCH && most > 0);
	return rc;
}

static void
read_line(struct context *cx, struct db_stmt *st, struct invoice_line *l)
{
	*l = (struct invoice_line){
		.description = db_str(st, cx->mem, 0),
		.sac = db_str(st, cx->mem, 1),
		.unit = db_str(st, cx->mem, 2),
		.quantity_milli = db_i64(st, 3),
		.price_paise = db_i64(st, 4),
		.discount_paise = db_i64(st, 5),
		.rate_bp = db_i64(st, 6),
		.taxable_paise = db_i64(st, 7),
		.cgst_paise = db_i64(st, 8),
		.sgst_paise = db_i64(st, 9),
		.igst_paise = db_i64(st, 10),
	};
}

static enum err
load_lines(struct context *cx, struct invoice *i)
{
	struct db_stmt *st;
	enum err rc;
	size_t n;

	if ((rc = db_query(cx->db, &st, SQL_LINES, V(cx->actor.account_id), V(i->id),
		 V((int64_t)i->line_count))) != ERR_OK)
		return rc;
	i->lines = mem_alloc(cx->mem, i->line_count * sizeof(*i->lines));
	for (n = 0; n < i->line_count && db_step(st); n++)
		read_line(cx, st, &i->lines[n]);
	db_done(&st);
	return ERR_OK;
}

enum err
invoice_load_head(struct context *cx, int64_t id, struct invoice *i)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_load(cx->db, &st, SQL_LOAD, V(cx->actor.account_id), V(id))) != ERR_OK)
		return rc;
	*i = read_facts(cx, st);
	i->line_count = (size_t)db_i64(st, FACT_COLUMNS);
	i->seller = read_party(cx, st, FACT_COLUMNS + 1);
	i->seller.contact = db_str(st, cx->mem, FACT_COLUMNS + 6);
	i->buyer = read_party(cx, st, FACT_COLUMNS + 7);
	i->is_registered = !db_is_null(st, FACT_COLUMNS + 12);
	i->registration = (struct invoice_registration){
		.irn = db_str(st, cx->mem, FACT_COLUMNS + 12),
		.ack_number = db_str(st, cx->mem, FACT_COLUMNS + 13),
		.ack_at = db_i64(st, FACT_COLUMNS + 14),
		.qr_text = db_str(st, cx->mem, FACT_COLUMNS + 15),
	};
	i->declaration = db_str(st, cx->mem, FACT_COLUMNS + 16);
	i->signatory = db_str(st, cx->mem, FACT_COLUMNS + 17);
	db_done(&st);
	return ERR_OK;
}

enum err
invoice_load(struct context *cx, int64_t id, struct invoice *i)
{
	enum err rc;

	if ((rc = invoice_load_head(cx, id, i)) != ERR_OK)
		return rc;
	return load_lines(cx, i);
}
