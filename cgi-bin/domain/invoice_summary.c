#include "base/banned.h"
#include "domain/invoice_summary.h"

#include <string.h>

#include "base/calendar.h"

#define MONTHS_MAX	(INVOICE_YEARS_MAX * INVOICE_MONTHS)

static const char SQL_MONTHS[] =
	"SELECT financial_year, EXTRACT(YEAR_MONTH FROM issued_on),"
	" CAST(SUM(IF(kind = 'credit', -total_paise, total_paise)) AS SIGNED), COUNT(*)"
	" FROM invoice WHERE account_id = ?"
	" GROUP BY financial_year, EXTRACT(YEAR_MONTH FROM issued_on)"
	" ORDER BY EXTRACT(YEAR_MONTH FROM issued_on) DESC LIMIT ?";

static const char SQL_DUES[] =
	"SELECT COUNT(*), CAST(COALESCE(SUM(d.balance), 0) AS SIGNED),"
	" COUNT(CASE WHEN d.due_on < ? THEN 1 END),"
	" CAST(COALESCE(SUM(IF(d.due_on < ?, d.balance, 0)), 0) AS SIGNED)"
	" FROM " INVOICES_TO_PAY " d";

/* Months since the year 0, so that they can be counted across years. */
static int
months_of(int year, int month)
{
	return year * INVOICE_MONTHS + month - 1;
}

static void
begin_months(int64_t today, struct invoice_summary *s)
{
	int year, month, at, i;

	calendar_month(today, &year, &month);
	for (i = 0; i < INVOICE_MONTHS; i++) {
		at = months_of(year, month) - (INVOICE_MONTHS - 1) + i;
		s->months[i] = (struct invoice_month){ .year = at / INVOICE_MONTHS,
			.month = at % INVOICE_MONTHS + 1 };
	}
}

static void
read_month(struct db_stmt *st, struct invoice_summary *s)
{
	int year = (int)db_i64(st, 0), of_month = (int)db_i64(st, 1);
	const struct invoice_month *first = &s->months[0];
	int place = months_of(of_month / 100, of_month % 100) -
	    months_of(first->year, first->month);

	if (s->year_count == 0 || s->years[s->year_count - 1] != year)
		if (s->year_count < INVOICE_YEARS_MAX)
			s->years[s->year_count++] = year;
	if (place < 0 || place >= INVOICE_MONTHS)
		return;
	s->months[place].total_paise += db_i64(st, 2);
	s->months[place].count += db_i64(st, 3);
}

enum err
invoice_summary_load(struct context *cx, int64_t today, struct invoice_summary *s)
{
	struct db_stmt *st;
	enum err rc;

	memset(s, 0, sizeof(*s));
	begin_months(today, s);
	if ((rc = db_query(cx->db, &st, SQL_MONTHS, V(cx->actor.account_id), V(MONTHS_MAX))) !=
	    ERR_OK)
		return rc;
	while (db_step(st))
		read_month(st, s);
	db_done(&st);
	return ERR_OK;
}

enum err
invoice_dues_load(struct context *cx, int64_t today, struct invoice_dues *d)
{
	const char *day = calendar_iso(cx->mem, today);
	struct db_stmt *st;
	enum err rc;

	memset(d, 0, sizeof(*d));
	if ((rc = db_query(cx->db, &st, SQL_DUES, V(day), V(day), V(cx->actor.account_id),
		 V(cx->actor.account_id), V(cx->actor.account_id))) != ERR_OK)
		return rc;
	if (db_step(st))
		*d = (struct invoice_dues){ db_i64(st, 0), db_i64(st, 1), db_i64(st, 2),
			db_i64(st, 3) };
	db_done(&st);
	return ERR_OK;
}
