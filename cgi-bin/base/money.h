/*
 * money: amounts as whole paise, as people in India write and speak them. Nothing here is a
 * floating point number, so nothing is rounded.
 */
#ifndef POINTPERSON_BASE_MONEY_H
#define POINTPERSON_BASE_MONEY_H

#include <stdint.h>

#include "base/err.h"

struct mem;

#define MONEY_PAISE	100	/* in a rupee */
/*
 * The largest amount that is read or computed with, in paise: 99,999 crore rupees, more than any
 * invoice, and small enough that a tax rate times it stays far inside 64 bits.
 */
#define MONEY_MAX	(INT64_C(999990000000) * MONEY_PAISE)

/* "12,34,567.89", "-0.05": groups of two above the thousand, always two decimals. In the arena. */
const char	*money_text(struct mem *, int64_t paise);

/* The same without groups, "1234567.89": for files that programs read. In the arena. */
const char	*money_plain(struct mem *, int64_t paise);

/*
 * "Rupees Twelve Lakh Thirty-Four Thousand Five Hundred Sixty-Seven and Eighty-Nine Paise Only", as
 * printed below the total of an invoice. An amount below zero begins with "Minus". In the arena.
 */
const char	*money_words(struct mem *, int64_t paise);

/*
 * Reads an amount of rupees as a person or a program writes it: "1234567.8", "12,34,567.80",
 * "1,234,567", "-5"; spaces and a rupee sign around it are dropped. ERR_INVALID: it is none, it has
 * more than two decimals, or it is beyond MONEY_MAX; *paise is untouched then.
 */
enum err	 money_read(const char *typed, int64_t *paise) MUST_CHECK;

#endif
