#include "base/banned.h"
#include "domain/indian_state.h"

#include <stddef.h>
#include <string.h>

#define PIN_DIGITS	6
#define STATE_DIGITS	2

struct state {
	const char	*code;
	const char	*name;
};

#define ROW(code, name) { code, name },
static const struct state states[] = { INDIAN_STATES(ROW) };
#undef ROW

/* Read in GSTINs, never offered for an address. */
static const struct { const char *code, *name, *now; } others[] = {
	{ "25", "Daman and Diu, until 2020", "26" },
	{ "28", "Andhra Pradesh, before 2014", "37" },
	{ "99", "Centre jurisdiction", "99" },
};

/* First three digits, from and to. Telangana shares those of Andhra Pradesh; Ladakh has none. */
static const struct { const char *code; struct { int from, to; } runs[INDIAN_STATE_PINS]; }
pins[] = {
	{ "01", { { 180, 194 } } }, { "02", { { 171, 177 } } }, { "03", { { 140, 160 } } },
	{ "04", { { 160, 160 } } }, { "05", { { 244, 263 } } }, { "06", { { 121, 136 } } },
	{ "07", { { 110, 110 } } }, { "08", { { 301, 345 } } }, { "09", { { 201, 285 } } },
	{ "10", { { 800, 855 } } }, { "11", { { 737, 737 } } }, { "12", { { 790, 792 } } },
	{ "13", { { 797, 798 } } }, { "14", { { 795, 795 } } }, { "15", { { 796, 796 } } },
	{ "16", { { 799, 799 } } }, { "17", { { 793, 794 } } }, { "18", { { 781, 788 } } },
	{ "19", { { 700, 743 } } }, { "20", { { 813, 835 } } }, { "21", { { 751, 770 } } },
	{ "22", { { 490, 497 } } }, { "23", { { 450, 488 } } }, { "24", { { 360, 396 } } },
	{ "26", { { 362, 362 }, { 396, 396 } } }, { "27", { { 400, 445 } } },
	{ "29", { { 560, 591 } } }, { "30", { { 403, 403 } } }, { "31", { { 682, 682 } } },
	{ "32", { { 670, 695 } } }, { "33", { { 600, 643 } } },
	{ "34", { { 533, 533 }, { 605, 605 }, { 607, 609 }, { 673, 673 } } },
	{ "35", { { 744, 744 } } }, { "36", { { 500, 535 } } }, { "37", { { 500, 535 } } },
};

#define COUNT(list)	(sizeof(list) / sizeof((list)[0]))

static bool
is_code(const char *code, const char *other)
{
	return strncmp(code, other, STATE_DIGITS) == 0 && code[STATE_DIGITS] == '\0';
}

const char *
indian_state_now(const char *code)
{
	size_t i;

	for (i = 0; i < COUNT(others); i++)
		if (is_code(code, others[i].code))
			return others[i].now;
	for (i = 0; i < COUNT(states); i++)
		if (is_code(code, states[i].code))
			return states[i].code;
	return NULL;
}

const char *
indian_state_name(const char *code)
{
	size_t i;

	for (i = 0; i < COUNT(others); i++)
		if (is_code(code, others[i].code))
			return others[i].name;
	for (i = 0; i < COUNT(states); i++)
		if (is_code(code, states[i].code))
			return states[i].name;
	return "";
}

bool
indian_state_is_place(const char *code)
{
	const char *now = indian_state_now(code);

	return now != NULL && strcmp(now, code) == 0 && now[0] != '9';
}

bool
indian_pin_is_well_formed(const char *pin)
{
	return strlen(pin) == PIN_DIGITS && strspn(pin, "0123456789") == PIN_DIGITS &&
	    pin[0] != '0';
}

bool
indian_state_has_pin(const char *code, const char *pin)
{
	int begin = (pin[0] - '0') * 100 + (pin[1] - '0') * 10 + (pin[2] - '0');
	size_t i, run;

	for (i = 0; i < COUNT(pins); i++) {
		if (!is_code(code, pins[i].code))
			continue;
		for (run = 0; run < INDIAN_STATE_PINS; run++)
			if (begin >= pins[i].runs[run].from && begin <= pins[i].runs[run].to)
				return true;
		return false;
	}
	return true;
}
