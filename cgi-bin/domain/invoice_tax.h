/*
 * invoice_tax: what an invoice's lines come to: taxable values, tax by head, and the rounding line.
 * Whole paise throughout. It knows neither the database nor who the parties are.
 *
 * Sources: IGST Act s. 7, 8, 12 and 16 (which heads), CGST Act s. 170 (to the rupee, 50 paise
 * upwards; kept as a line of its own, so that the heads stay exact), DOMAIN.md 3.
 */
#ifndef POINTPERSON_DOMAIN_INVOICE_TAX_H
#define POINTPERSON_DOMAIN_INVOICE_TAX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define INVOICE_QUANTITY_ONE	1000	/* quantities are in thousandths: 2.5 hours are 2500 */
#define INVOICE_QUANTITY_MAX	INT64_C(1000000000) /* a million of anything */
#define INVOICE_RATE_MAX_BP	10000	/* basis points: 18 % are 1800, 100 % the most */
#define INVOICE_WHOLE_TAX_BP	10000	/* basis points in the whole */

/* Which heads of tax a supply bears. */
enum invoice_supply {
	SUPPLY_UNSET = 0,
	SUPPLY_STATE,		/* within one State: CGST and SGST, half the rate each */
	SUPPLY_TERRITORY,	/* within one Union territory without legislature: CGST and UTGST */
	SUPPLY_INTER,		/* between States: IGST */
	SUPPLY_SEZ,		/* to a special economic zone: IGST, wherever it lies */
	SUPPLY_EXPORT,		/* abroad: IGST */
	SUPPLY__MAX
};

struct invoice_line {
	const char	*description;
	const char	*sac;		/* SAC or HSN */
	const char	*unit;		/* "month", "user"; "" none */
	int64_t		 quantity_milli;	/* thousandths, above zero */
	int64_t		 price_paise;	/* of one */
	int64_t		 discount_paise;	/* off the line, before tax */
	int64_t		 rate_bp;	/* of tax in all, basis points */
	/* Filled in by invoice_tax_compute(): */
	int64_t		 taxable_paise;	/* quantity times price, less the discount */
	int64_t		 cgst_paise;
	int64_t		 sgst_paise;	/* or UTGST; always as much as cgst_paise */
	int64_t		 igst_paise;
};

struct invoice_totals {
	int64_t		 taxable_paise;
	int64_t		 cgst_paise;
	int64_t		 sgst_paise;	/* or UTGST */
	int64_t		 igst_paise;
	int64_t		 rounding_paise;	/* -49 to 50 */
	int64_t		 total_paise;	/* whole rupees: what is to be paid */
};

/*
 * Which supply it is, by the two-digit State codes of the seller and of the place of supply. A code
 * that was replaced by another (25 by 26, 28 by 37) counts as that one. Place "96" is abroad.
 */
enum invoice_supply	 invoice_supply_of(const char *seller_state, const char *place_of_supply,
			    bool is_sez);

/* "intra", "territory", "inter", "sez", "export": as stored; "" for SUPPLY_UNSET. */
const char		*invoice_supply_word(enum invoice_supply);

/* The supply of that word, SUPPLY_UNSET where there is none. */
enum invoice_supply	 invoice_supply_by_word(const char *word);

/*
 * Fills in what each line and all of them come to. Each head of each line is rounded to the paisa,
 * half a paisa upwards. Under reverse charge the tax is told but not part of the total: the buyer
 * pays it to the government (CGST Act s. 9(3)). ERR_INVALID: a quantity, price, discount or rate is
 * outside its bounds, a discount is more than its line, or an amount is beyond MONEY_MAX; *wrong is
 * the index of the line then, `count` where the sum is too large.
 */
enum err	 invoice_tax_compute(struct invoice_line *, size_t count, enum invoice_supply,
		    bool is_reverse_charge, struct invoice_totals *, size_t *wrong) MUST_CHECK;

#endif
