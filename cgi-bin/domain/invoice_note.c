#include "base/banned.h"
#include "domain/invoice_note.h"

#include <string.h>

#include "base/calendar.h"
#include "base/money.h"

static const char SQL_BEGIN[] =
	"INSERT INTO invoice_left (account_id, invoice_id, taxable_paise, tax_paise)"
	" VALUES (?, ?, ?, ?)";

static const char SQL_CHANGE[] =
	"UPDATE invoice_left SET taxable_paise = taxable_paise + ?, tax_paise = tax_paise + ?"
	" WHERE account_id = ? AND invoice_id = ?";

static const char SQL_LOAD[] =
	"SELECT taxable_paise, tax_paise FROM invoice_left"
	" WHERE account_id = ? AND invoice_id = ? FOR UPDATE";

static int64_t
tax_of(const struct invoice *i)
{
	return i->totals.cgst_paise + i->totals.sgst_paise + i->totals.igst_paise;
}

enum err
invoice_left_begin(struct context *cx, const struct invoice *i)
{
	return db_exec(cx->db, NULL, SQL_BEGIN, V(cx->actor.account_id), V(i->id),
	    V(i->totals.taxable_paise), V(tax_of(i)));
}

enum err
invoice_left_hold(struct context *cx, int64_t invoice_id, struct invoice_left *left)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_load(cx->db, &st, SQL_LOAD, V(cx->actor.account_id), V(invoice_id))) !=
	    ERR_OK)
		return rc;
	*left = (struct invoice_left){ db_i64(st, 0), db_i64(st, 1) };
	db_done(&st);
	return ERR_OK;
}

static enum err
refuse(struct context *cx, const struct invoice *note, struct problems *p)
{
	struct invoice_left left;
	enum err rc;

	if ((rc = invoice_left_hold(cx, note->of_id, &left)) != ERR_OK)
		return rc;
	problems_add(p, "", "Invoice %s has %s rupees left to be credited and %s of tax; this note "
	    "would take %s and %s. Credit less, or issue a debit note first.", note->of_number,
	    money_text(cx->mem, left.taxable_paise), money_text(cx->mem, left.tax_paise),
	    money_text(cx->mem, note->totals.taxable_paise), money_text(cx->mem, tax_of(note)));
	return ERR_INVALID;
}

enum err
invoice_left_change(struct context *cx, const struct invoice *note, struct problems *p)
{
	int64_t sign = note->kind == INVOICE_CREDIT ? -1 : 1, rows = 0;
	enum err rc = db_exec(cx->db, &rows, SQL_CHANGE, V(sign * note->totals.taxable_paise),
	    V(sign * tax_of(note)), V(cx->actor.account_id), V(note->of_id));

	if (rc == ERR_REFUSED)
		return refuse(cx, note, p);
	/* A note of nothing changes no row, and its foreign key is still to be asked. */
	if (rc == ERR_OK && rows == 0 && note->totals.taxable_paise + tax_of(note) != 0)
		return ERR_REFUSED;
	return rc;
}

/* What a note says of itself has to be what its invoice says. */
static void
compare(struct context *cx, const struct invoice *note, const struct invoice *of,
    struct problems *p)
{
	if (note->place_of_supply[0] != '\0' &&
	    strcmp(note->place_of_supply, of->place_of_supply) != 0)
		problems_add(p, "place_of_supply", "A note has the place of supply of its invoice: "
		    "%s. Leave it out.", of->place_of_supply);
	if (note->supply == SUPPLY_SEZ && of->supply != SUPPLY_SEZ)
		problems_add(p, "sez", "Invoice %s was not one to a special economic zone.",
		    of->number);
	if (note->is_reverse_charge && !of->is_reverse_charge)
		problems_add(p, "reverse_charge", "Invoice %s was not under reverse charge.",
		    of->number);
	if (note->issued_day < of->issued_day)
		problems_add(p, "issued_on", "A note cannot be older than its invoice, which is of "
		    "%s.", calendar_text(cx->mem, of->issued_day));
}

enum err
invoice_note_of(struct context *cx, struct invoice *note, struct invoice *of, struct problems *p)
{
	int64_t id;
	enum err rc;

	rc = invoice_find(cx, note->of_number, note->of_year, &id, p);
	if (rc == ERR_MISSING) {
		problems_add(p, "corrects", "Account %lld has no invoice \"%s\"%s%s.",
		    (long long)cx->actor.account_id, note->of_number,
		    note->of_year == 0 ? "" : " of ",
		    note->of_year == 0 ? "" : invoice_year_name(cx, note->of_year));
		return ERR_INVALID;
	}
	if (rc != ERR_OK || (rc = invoice_load(cx, id, of)) != ERR_OK)
		return rc;
	compare(cx, note, of, p);
	note->of_id = id;
	note->of_number = of->number;
	note->of_day = of->issued_day;
	note->seller = of->seller;
	note->buyer = of->buyer;
	note->purchase_order = of->purchase_order;
	note->place_of_supply = of->place_of_supply;
	note->supply = of->supply;
	note->is_reverse_charge = of->is_reverse_charge;
	return problems_has_any(p) ? ERR_INVALID : ERR_OK;
}
