#include "base/banned.h"
#include "domain/invoice_tax.h"

#include <string.h>

#include "base/money.h"
#include "domain/indian_state.h"

static const char *const words[SUPPLY__MAX] = {
	[SUPPLY_UNSET] = "",
	[SUPPLY_STATE] = "intra",
	[SUPPLY_TERRITORY] = "territory",
	[SUPPLY_INTER] = "inter",
	[SUPPLY_SEZ] = "sez",
	[SUPPLY_EXPORT] = "export",
};

/* Union territories without a legislature (DOMAIN.md 3): UTGST takes the place of SGST. */
static const char *const territories[] = { "04", "26", "31", "35", "38", "97" };

/* A code as it is now; one that is no State's stays, and equals no other. */
static const char *
state_now(const char *code)
{
	const char *now = indian_state_now(code);

	return now == NULL ? code : now;
}

static bool
is_territory(const char *code)
{
	size_t i;

	for (i = 0; i < sizeof(territories) / sizeof(territories[0]); i++)
		if (strcmp(territories[i], code) == 0)
			return true;
	return false;
}

enum invoice_supply
invoice_supply_of(const char *seller_state, const char *place_of_supply, bool is_sez)
{
	const char *from = state_now(seller_state), *to = state_now(place_of_supply);

	if (strcmp(to, INDIAN_STATE_ABROAD) == 0)
		return SUPPLY_EXPORT;
	if (is_sez)
		return SUPPLY_SEZ;
	if (strcmp(from, to) != 0)
		return SUPPLY_INTER;
	return is_territory(to) ? SUPPLY_TERRITORY : SUPPLY_STATE;
}

const char *
invoice_supply_word(enum invoice_supply supply)
{
	return words[supply];
}

enum invoice_supply
invoice_supply_by_word(const char *word)
{
	enum invoice_supply supply;

	for (supply = SUPPLY_UNSET + 1; supply < SUPPLY__MAX; supply++)
		if (strcmp(words[supply], word) == 0)
			return supply;
	return SUPPLY_UNSET;
}

/* a * b / divisor of amounts that are not below zero, half upwards; the bounds keep it in range. */
static int64_t
share(int64_t a, int64_t b, int64_t divisor)
{
	return (a * b + divisor / 2) / divisor;
}

/* Both bounds of every factor, so that no product leaves 64 bits. */
static bool
is_in_bounds(const struct invoice_line *l)
{
	return l->quantity_milli > 0 && l->quantity_milli <= INVOICE_QUANTITY_MAX &&
	    l->price_paise >= 0 && l->price_paise <= INT64_MAX / 2 / l->quantity_milli &&
	    l->discount_paise >= 0 && l->rate_bp >= 0 && l->rate_bp <= INVOICE_RATE_MAX_BP;
}

static enum err
compute_line(struct invoice_line *l, enum invoice_supply supply)
{
	int64_t gross;

	if (!is_in_bounds(l))
		return ERR_INVALID;
	gross = share(l->quantity_milli, l->price_paise, INVOICE_QUANTITY_ONE);
	if (gross > MONEY_MAX || l->discount_paise > gross)
		return ERR_INVALID;
	l->taxable_paise = gross - l->discount_paise;
	l->cgst_paise = l->sgst_paise = l->igst_paise = 0;
	if (supply == SUPPLY_STATE || supply == SUPPLY_TERRITORY)
		l->cgst_paise = l->sgst_paise =
		    share(l->taxable_paise, l->rate_bp, INT64_C(2) * INVOICE_WHOLE_TAX_BP);
	else
		l->igst_paise = share(l->taxable_paise, l->rate_bp, INVOICE_WHOLE_TAX_BP);
	return ERR_OK;
}

/* Each line adds at most twice MONEY_MAX, and the sum is looked at after each. */
static enum err
add_line(struct invoice_totals *t, const struct invoice_line *l)
{
	t->taxable_paise += l->taxable_paise;
	t->cgst_paise += l->cgst_paise;
	t->sgst_paise += l->sgst_paise;
	t->igst_paise += l->igst_paise;
	return t->taxable_paise + t->cgst_paise + t->sgst_paise + t->igst_paise > MONEY_MAX ?
	    ERR_INVALID : ERR_OK;
}

enum err
invoice_tax_compute(struct invoice_line *lines, size_t count, enum invoice_supply supply,
    bool is_reverse_charge, struct invoice_totals *t, size_t *wrong)
{
	int64_t exact;
	size_t i;

	memset(t, 0, sizeof(*t));
	for (i = 0; i < count; i++)
		if (compute_line(&lines[i], supply) != ERR_OK) {
			*wrong = i;
			return ERR_INVALID;
		}
	*wrong = count;
	for (i = 0; i < count; i++)
		if (add_line(t, &lines[i]) != ERR_OK)
			return ERR_INVALID;
	exact = t->taxable_paise;
	if (!is_reverse_charge)
		exact += t->cgst_paise + t->sgst_paise + t->igst_paise;
	t->total_paise = share(exact, 1, MONEY_PAISE) * MONEY_PAISE;
	t->rounding_paise = t->total_paise - exact;
	return ERR_OK;
}
