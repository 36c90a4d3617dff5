#include "base/banned.h"
#include "base/money.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

#define CRORE	10000000
#define LAKH	100000

#define RUPEE_SIGN	"\xe2\x82\xb9"	/* U+20B9 */
/* 99,999 crore in the longest words stays below 130 characters; twice that for paise and frame. */
#define WORDS_MAX	260

static const char *const small[] = { "Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven",
	"Eight", "Nine", "Ten", "Eleven", "Twelve", "Thirteen", "Fourteen", "Fifteen", "Sixteen",
	"Seventeen", "Eighteen", "Nineteen" };

static const char *const tens[] = { "", "", "Twenty", "Thirty", "Forty", "Fifty", "Sixty",
	"Seventy", "Eighty", "Ninety" };

static uint64_t
without_sign(int64_t paise)
{
	return paise < 0 ? -(uint64_t)paise : (uint64_t)paise;
}

const char *
money_plain(struct mem *m, int64_t paise)
{
	uint64_t amount = without_sign(paise);

	return mem_fmt(m, "%s%" PRIu64 ".%02" PRIu64, paise < 0 ? "-" : "", amount / MONEY_PAISE,
	    amount % MONEY_PAISE);
}

/* Whether a comma stands before the digit that has `left` digits behind it, itself included. */
static bool
begins_group(size_t left)
{
	return left == 3 || (left > 3 && left % 2 == 1);
}

const char *
money_text(struct mem *m, int64_t paise)
{
	const char *plain = money_plain(m, paise), *digit = plain + (paise < 0);
	size_t rupees = strcspn(digit, "."), i, length = 0;
	char grouped[64];

	for (i = 0; i < rupees; i++) {
		if (i > 0 && begins_group(rupees - i))
			grouped[length++] = ',';
		grouped[length++] = digit[i];
	}
	grouped[length] = '\0';
	return mem_fmt(m, "%s%s%s", paise < 0 ? "-" : "", grouped, digit + rupees);
}

/* Text that grows inside a buffer which is large enough for every amount. */
struct words {
	char		 text[WORDS_MAX];
	size_t		 length;
};

static void
say(struct words *w, const char *word, const char *before)
{
	int wrote = snprintf(w->text + w->length, sizeof(w->text) - w->length, "%s%s",
	    w->length > 0 ? before : "", word);

	w->length += wrote > 0 ? (size_t)wrote : 0;
}

/* 1 to 99: "Forty-Two". */
static void
say_below_hundred(struct words *w, uint64_t number)
{
	if (number < 20) {
		say(w, small[number], " ");
		return;
	}
	say(w, tens[number / 10], " ");
	if (number % 10 != 0)
		say(w, small[number % 10], "-");
}

/* 0 says nothing; below a crore. */
static void
say_below_crore(struct words *w, uint64_t number)
{
	static const struct {
		uint64_t	 unit;
		const char	*name;
	} units[] = { { LAKH, "Lakh" }, { 1000, "Thousand" }, { 100, "Hundred" } };
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (number >= units[i].unit) {
			say_below_hundred(w, number / units[i].unit);
			say(w, units[i].name, " ");
		}
		number %= units[i].unit;
	}
	if (number > 0)
		say_below_hundred(w, number);
}

const char *
money_words(struct mem *m, int64_t paise)
{
	uint64_t amount = without_sign(paise), rupees = amount / MONEY_PAISE;
	struct words w = { .length = 0 };

	say(&w, paise < 0 ? "Minus Rupees" : "Rupees", " ");
	if (rupees == 0)
		say(&w, small[0], " ");
	/* Crores are counted like rupees: "One Thousand Two Hundred Crore". */
	say_below_crore(&w, rupees / CRORE);
	if (rupees >= CRORE)
		say(&w, "Crore", " ");
	say_below_crore(&w, rupees % CRORE);
	if (amount % MONEY_PAISE != 0) {
		say(&w, "and", " ");
		say_below_hundred(&w, amount % MONEY_PAISE);
		say(&w, "Paise", " ");
	}
	say(&w, "Only", " ");
	return mem_dup(m, w.text);
}

/* Behind the spaces, the sign and the rupee sign that may stand before the digits. */
static const char *
skip_front(const char *typed, bool *is_negative)
{
	*is_negative = false;
	for (;; typed++) {
		if (*typed == '-' && !*is_negative)
			*is_negative = true;
		else if (strncmp(typed, RUPEE_SIGN, strlen(RUPEE_SIGN)) == 0)
			typed += strlen(RUPEE_SIGN) - 1;
		else if (*typed != ' ')
			return typed;
	}
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Digits with commas between them; a comma has a digit on both sides, and three digits behind. */
static const char *
read_rupees(const char *typed, int64_t *rupees)
{
	size_t since_comma = 0;
	bool has_comma = false;

	for (*rupees = 0; is_digit(*typed) || (*typed == ',' && is_digit(typed[1])); typed++) {
		if (*typed == ',') {
			if (since_comma == 0 || since_comma > 3 || (has_comma && since_comma < 2))
				return NULL;
			has_comma = true;
			since_comma = 0;
			continue;
		}
		if (*rupees > MONEY_MAX / MONEY_PAISE)
			return NULL;
		*rupees = *rupees * 10 + (*typed - '0');
		since_comma++;
	}
	return has_comma && since_comma != 3 ? NULL : typed;
}

enum err
money_read(const char *typed, int64_t *paise)
{
	const char *at, *digits;
	int64_t rupees, rest = 0;
	bool is_negative;

	digits = skip_front(typed, &is_negative);
	if (!is_digit(*digits) || (at = read_rupees(digits, &rupees)) == NULL)
		return ERR_INVALID;
	if (*at == '.' && is_digit(at[1])) {
		rest = (at[1] - '0') * 10;
		at += 2;
		if (is_digit(*at))
			rest += *at++ - '0';
	}
	at += strspn(at, " ");
	if (*at != '\0' || rupees > MONEY_MAX / MONEY_PAISE ||
	    rupees * MONEY_PAISE + rest > MONEY_MAX)
		return ERR_INVALID;
	*paise = rupees * MONEY_PAISE + rest;
	if (is_negative)
		*paise = -*paise;
	return ERR_OK;
}
