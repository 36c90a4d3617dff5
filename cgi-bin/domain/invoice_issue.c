#include "base/banned.h"
#include "domain/invoice_issue.h"

#include <assert.h>
#include <string.h>

#include "base/calendar.h"
#include "base/crypt.h"
#include "base/money.h"
#include "domain/audit.h"
#include "domain/invoice_note.h"
#include "domain/invoice_settings.h"

#define TRIAL_BYTES	9	/* twelve letters behind the hyphen of a number of a trial */

/* Locks the series to the end of the transaction; the first invoice of a year begins it. */
static const char SQL_NEXT_NUMBER[] =
	"INSERT INTO invoice_series (kind, financial_year, last_number, last_issued_on)"
	" VALUES (?, ?, 1, ?) ON DUPLICATE KEY UPDATE last_number = last_number + 1";

static const char SQL_SERIES[] =
	"SELECT last_number, last_issued_on FROM invoice_series"
	" WHERE kind = ? AND financial_year = ?";

static const char SQL_SERIES_DAY[] =
	"UPDATE invoice_series SET last_issued_on = ? WHERE kind = ? AND financial_year = ?";

static const char SQL_INSERT[] =
	"INSERT INTO invoice (account_id, kind, financial_year, series_number, number, reference,"
	" of_invoice_id, reason, issued_on, due_on, period_from, period_to,"
	" seller_name, seller_address, seller_gstin, seller_pan, seller_state, seller_contact,"
	" buyer_name, buyer_address, buyer_tax_id, buyer_pan, buyer_state, purchase_order,"
	" place_of_supply, supply, is_reverse_charge, taxable_paise, cgst_paise, sgst_paise,"
	" igst_paise, rounding_paise, total_paise, issued_at, issued_by, declaration, signatory)"
	" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
	" ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

static const char SQL_LINE[] =
	"INSERT INTO invoice_line (account_id, invoice_id, line_number, description, sac, unit,"
	" quantity_milli, price_paise, discount_paise, rate_bp, taxable_paise, cgst_paise,"
	" sgst_paise, igst_paise) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

static const char SQL_ISSUED_AS[] =
	"SELECT number FROM invoice WHERE account_id = ? AND reference = ?";

enum err
invoice_issued_as(struct context *cx, const char *reference, const char **number)
{
	struct db_stmt *st;
	enum err rc;

	*number = "";
	if ((rc = db_query(cx->db, &st, SQL_ISSUED_AS, V(cx->actor.account_id), V(reference))) !=
	    ERR_OK)
		return rc;
	if (db_step(st))
		*number = db_str(st, cx->mem, 0);
	db_done(&st);
	return ERR_OK;
}

static enum err
refuse_day(struct context *cx, int64_t last, struct problems *p)
{
	problems_add(p, "issued_on", "The newest of its series is dated %s, and numbers and dates "
	    "go up together: give that day or a later one.", calendar_text(cx->mem, last));
	return ERR_INVALID;
}

/* The last number of the series, and its day. ERR_MISSING: it has not begun. */
static enum err
read_series(struct context *cx, const struct invoice *i, int64_t *number, int64_t *last)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_load(cx->db, &st, SQL_SERIES, V(invoice_kind_word(i->kind)),
		 V(i->financial_year))) != ERR_OK)
		return rc;
	rc = calendar_read(db_str(st, cx->mem, 1), last);
	*number = db_i64(st, 0);
	db_done(&st);
	return rc;
}

/* "INV/2627/000123": unique in its year, and read without knowing which year it was. */
static enum err
take_number(struct context *cx, struct invoice *i, int64_t *number, struct problems *p)
{
	const char *kind = invoice_kind_word(i->kind), *day = calendar_iso(cx->mem, i->issued_day);
	int64_t last;
	enum err rc;

	if ((rc = db_exec(cx->db, NULL, SQL_NEXT_NUMBER, V(kind), V(i->financial_year), V(day))) !=
		ERR_OK ||
	    (rc = read_series(cx, i, number, &last)) != ERR_OK)
		return rc;
	if (i->issued_day < last)
		return refuse_day(cx, last, p);
	i->number = mem_fmt(cx->mem, "%s%06lld",
	    invoice_number_begin(cx->mem, cx->config, i->kind, i->financial_year),
	    (long long)*number);
	return db_exec(cx->db, NULL, SQL_SERIES_DAY, V(day), V(kind), V(i->financial_year));
}

/*
 * A number that nothing else has and nothing is issued under. The series is looked at once and not
 * held, so that others issue meanwhile.
 */
static enum err
try_number(struct context *cx, struct invoice_trial *trial, struct invoice *i, struct problems *p)
{
	size_t year = (size_t)(i->financial_year - INVOICE_TRIAL_FIRST);
	int64_t *last, number;
	enum err rc;

	assert(year < INVOICE_TRIAL_YEARS);
	last = &trial->last_days[i->kind][year];
	if (*last == 0 && (rc = read_series(cx, i, &number, last)) != ERR_OK && rc != ERR_MISSING)
		return rc;
	if (i->issued_day < *last)
		return refuse_day(cx, *last, p);
	*last = i->issued_day;
	i->number = mem_fmt(cx->mem, "-%s", crypt_random_text(cx->mem, TRIAL_BYTES));
	return ERR_OK;
}

static struct db_val
day_or_null(struct context *cx, int64_t day)
{
	return day == 0 ? db_null() : db_text(calendar_iso(cx->mem, day));
}

static struct db_val
count_or_null(int64_t count)
{
	return count == 0 ? db_null() : db_integer(count);
}

static enum err
insert(struct context *cx, struct invoice *i, int64_t series_number)
{
	const struct invoice_party *seller = &i->seller, *buyer = &i->buyer;
	const struct invoice_totals *t = &i->totals;
	enum err rc;

	rc = db_exec(cx->db, NULL, SQL_INSERT, V(cx->actor.account_id),
	    V(invoice_kind_word(i->kind)), V(i->financial_year), count_or_null(series_number),
	    V(i->number), V(i->reference), count_or_null(i->of_id), V(i->reason),
	    day_or_null(cx, i->issued_day), day_or_null(cx, i->due_day),
	    day_or_null(cx, i->from_day), day_or_null(cx, i->to_day), V(seller->name),
	    V(seller->address), V(seller->tax_id), V(seller->pan), V(seller->state),
	    V(seller->contact), V(buyer->name), V(buyer->address), V(buyer->tax_id), V(buyer->pan),
	    V(buyer->state), V(i->purchase_order), V(i->place_of_supply),
	    V(invoice_supply_word(i->supply)), V(i->is_reverse_charge), V(t->taxable_paise),
	    V(t->cgst_paise), V(t->sgst_paise), V(t->igst_paise), V(t->rounding_paise),
	    V(t->total_paise), V(cx->now), V(i->issued_by), V(i->declaration),
	    V(i->signatory));
	i->id = db_insert_id(cx->db);
	return rc;
}

static enum err
insert_lines(struct context *cx, const struct invoice *i)
{
	const struct invoice_line *l;
	enum err rc = ERR_OK;
	size_t n;

	for (n = 0; rc == ERR_OK && n < i->line_count; n++) {
		l = &i->lines[n];
		rc = db_exec(cx->db, NULL, SQL_LINE, V(cx->actor.account_id), V(i->id),
		    V((int64_t)n + 1), V(l->description), V(l->sac), V(l->unit),
		    V(l->quantity_milli), V(l->price_paise), V(l->discount_paise), V(l->rate_bp),
		    V(l->taxable_paise), V(l->cgst_paise), V(l->sgst_paise), V(l->igst_paise));
	}
	return rc;
}

static enum err
record(struct context *cx, const struct invoice *i)
{
	struct audit event = audit_begin("invoice.issue", "invoice", i->id, i->number);

	audit_changed(&event, "number", NULL, i->number);
	audit_changed(&event, "total", NULL, money_plain(cx->mem, i->totals.total_paise));
	return audit_add(cx, &event);
}

/* The number comes late: from then on nobody else issues until the transaction ends. */
static enum err
issue(struct context *cx, struct invoice *i, struct invoice_trial *trial, struct problems *p)
{
	int64_t series_number = 0;
	enum err rc;

	if ((rc = invoice_check(cx, i, p)) != ERR_OK ||
	    (i->kind != INVOICE_TAX && (rc = invoice_left_change(cx, i, p)) != ERR_OK))
		return rc;
	i->financial_year = calendar_financial_year(i->issued_day);
	if (i->number[0] == '\0' &&
	    (rc = trial != NULL ? try_number(cx, trial, i, p) :
		take_number(cx, i, &series_number, p)) != ERR_OK)
		return rc;
	if ((rc = insert(cx, i, series_number)) != ERR_OK ||
	    (i->kind == INVOICE_TAX && (rc = invoice_left_begin(cx, i)) != ERR_OK) ||
	    (rc = insert_lines(cx, i)) != ERR_OK)
		return rc;
	return record(cx, i);
}

enum err
invoice_issue(struct context *cx, struct invoice *i, struct problems *p)
{
	return issue(cx, i, NULL, p);
}

enum err
invoice_try(struct context *cx, struct invoice *i, struct invoice_trial *trial, struct problems *p)
{
	return issue(cx, i, trial, p);
}
