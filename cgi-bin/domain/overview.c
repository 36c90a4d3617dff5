#include "base/banned.h"
#include "domain/overview.h"

#include "base/calendar.h"

/*
 * The Primary's name, on a row for each invoice that is to be paid, or on one where there is none;
 * what all of them come to stands on every row.
 */
static const char SQL_LOAD[] =
	"SELECT p.name, d.id, d.number, d.due_on, CAST(d.balance AS SIGNED), COUNT(d.id) OVER (),"
	" CAST(COALESCE(SUM(d.balance) OVER (), 0) AS SIGNED),"
	" COUNT(CASE WHEN d.due_on < ? THEN 1 END) OVER (),"
	" CAST(COALESCE(SUM(IF(d.due_on < ?, d.balance, 0)) OVER (), 0) AS SIGNED)"
	" FROM account a LEFT JOIN contact_person p"
	" ON p.account_id = a.id AND p.primary_of = a.id"
	" LEFT JOIN " INVOICES_TO_PAY " d ON 1 = 1"
	" WHERE a.id = ? ORDER BY d.due_on IS NULL, d.due_on, d.id LIMIT ?";

static void
read_invoice(struct context *cx, struct db_stmt *st, struct overview_invoice *i)
{
	*i = (struct overview_invoice){ .id = db_i64(st, 1), .number = db_str(st, cx->mem, 2),
		.balance_paise = db_i64(st, 4) };
	if (calendar_read(db_str(st, cx->mem, 3), &i->due_day) != ERR_OK)
		i->due_day = 0;
}

enum err
overview_load(struct context *cx, int64_t today, bool with_dues, struct overview *o)
{
	const char *day = calendar_iso(cx->mem, today);
	int64_t of_account = with_dues ? cx->actor.account_id : 0;
	struct db_stmt *st;
	enum err rc;

	*o = (struct overview){ .primary_name = "" };
	if ((rc = db_query(cx->db, &st, SQL_LOAD, V(day), V(day), V(of_account), V(of_account),
		 V(of_account), V(cx->actor.account_id), V(OVERVIEW_INVOICES))) != ERR_OK)
		return rc;
	while (o->invoice_count < OVERVIEW_INVOICES && db_step(st)) {
		o->primary_name = db_str(st, cx->mem, 0);
		o->dues = (struct invoice_dues){ db_i64(st, 5), db_i64(st, 6), db_i64(st, 7),
			db_i64(st, 8) };
		if (!db_is_null(st, 1))
			read_invoice(cx, st, &o->invoices[o->invoice_count++]);
	}
	db_done(&st);
	return ERR_OK;
}
