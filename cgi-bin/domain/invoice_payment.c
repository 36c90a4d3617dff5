#include "base/banned.h"
#include "domain/invoice_payment.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/money.h"
#include "base/valid.h"
#include "domain/audit.h"
#include "domain/invoice_issue.h"

static const char SQL_ADD[] =
	"INSERT INTO invoice_payment (account_id, invoice_id, reference, paid_on, amount_paise,"
	" way, noted_at, noted_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

static const char SQL_NOTED[] =
	"SELECT p.invoice_id, p.amount_paise, i.number, i.issued_on FROM invoice_payment p"
	" JOIN invoice i ON i.account_id = p.account_id AND i.id = p.invoice_id"
	" WHERE p.account_id = ? AND p.reference = ?";

static void
check(struct context *cx, const struct invoice_payment *pay, struct problems *p)
{
	enum name_problem problem = valid_name(pay->reference, INVOICE_REFERENCE_MAX);

	if (problem != NAME_OK)
		problems_add(p, "reference", "%s", name_problem_text(cx->mem, problem, "reference",
		    INVOICE_REFERENCE_MAX));
	if (pay->way[0] != '\0' &&
	    (problem = valid_name(pay->way, INVOICE_WAY_MAX)) != NAME_OK)
		problems_add(p, "way", "%s",
		    name_problem_text(cx->mem, problem, "way", INVOICE_WAY_MAX));
	if (pay->amount_paise <= 0 || pay->amount_paise > MONEY_MAX)
		problems_add(p, "amount", "Give an amount above zero, in rupees.");
	if (pay->paid_day > clock_day(cx->now))
		problems_add(p, "on", "It cannot have been paid in the future. Today is %s.",
		    calendar_text(cx->mem, clock_day(cx->now)));
}

/* One transfer may pay two invoices, and is known by one reference of the bank. */
static void
refuse_reference(struct context *cx, const struct invoice_payment *pay, struct db_stmt *st,
    struct problems *p)
{
	int64_t issued_day = 0;

	if (calendar_read(db_str(st, cx->mem, 3), &issued_day) != ERR_OK)
		log_err("invoice_payment: a day that is none");
	problems_add(p, "reference", "%s is %s rupees on %s of %s, noted before. Give this payment "
	    "a reference of its own, like %s/2.", pay->reference,
	    money_text(cx->mem, db_i64(st, 1)), db_str(st, cx->mem, 2),
	    calendar_text(cx->mem, issued_day), pay->reference);
}

/*
 * ERR_TAKEN: it was noted before. Asked first: of what is noted already, nothing may be left.
 * ERR_INVALID: its reference is another payment's.
 */
static enum err
is_new(struct context *cx, const struct invoice_payment *pay, struct problems *p)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_NOTED, V(cx->actor.account_id), V(pay->reference))) !=
	    ERR_OK)
		return rc;
	if (db_step(st)) {
		rc = ERR_TAKEN;
		if (db_i64(st, 0) != pay->invoice_id ||
		    (!pay->is_rest && db_i64(st, 1) != pay->amount_paise)) {
			refuse_reference(cx, pay, st, p);
			rc = ERR_INVALID;
		}
	}
	db_done(&st);
	return rc;
}

enum err
invoice_payment_add(struct context *cx, const struct invoice_payment *pay, struct problems *p)
{
	struct audit event = audit_begin("invoice.payment", "invoice", pay->invoice_id,
	    pay->reference);
	enum err rc;

	if ((rc = is_new(cx, pay, p)) != ERR_OK)
		return rc;
	check(cx, pay, p);
	if (problems_has_any(p))
		return ERR_INVALID;
	/* Taken meanwhile: by what, is_new() says when it is run again. */
	if ((rc = db_exec(cx->db, NULL, SQL_ADD, V(cx->actor.account_id), V(pay->invoice_id),
		 V(pay->reference), V(calendar_iso(cx->mem, pay->paid_day)),
		 V(pay->amount_paise), V(pay->way), V(cx->now), V(cx->actor.user_name))) != ERR_OK)
		return rc == ERR_TAKEN ? ERR_RETRY : rc;
	audit_changed(&event, "amount", NULL, money_plain(cx->mem, pay->amount_paise));
	return audit_add(cx, &event);
}
