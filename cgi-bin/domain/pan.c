#include "base/banned.h"
#include "domain/pan.h"

#include <string.h>

#include "base/text.h"

#define LETTERS		"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS		"0123456789"
#define FIRST_LETTERS	5
#define MIDDLE_DIGITS	4
#define HOLDER_AT	3

static const struct { char letter; const char *holder; } holders[] = {
	{ 'A', "an association of persons" },
	{ 'B', "a body of individuals" },
	{ 'C', "a company" },
	{ 'F', "a firm or LLP" },
	{ 'G', "the government" },
	{ 'H', "a Hindu undivided family" },
	{ 'J', "an artificial juridical person" },
	{ 'K', "a Krish trust" },
	{ 'L', "a local authority" },
	{ 'P', "an individual" },
	{ 'T', "a trust" },
};

enum pan_problem
pan_read(struct mem *m, const char *typed, const char **pan)
{
	*pan = text_code(m, typed);
	if (text_characters(*pan) != PAN_LENGTH)
		return PAN_LENGTH_WRONG;
	if (strspn(*pan, LETTERS) < FIRST_LETTERS)
		return PAN_LETTERS;
	if (strspn(*pan + FIRST_LETTERS, DIGITS) < MIDDLE_DIGITS)
		return PAN_DIGITS;
	return strspn(*pan + FIRST_LETTERS + MIDDLE_DIGITS, LETTERS) == 1 ? PAN_OK : PAN_LAST;
}

const char *
pan_problem_text(struct mem *m, enum pan_problem problem, const char *pan)
{
	switch (problem) {
	case PAN_LENGTH_WRONG:
		return mem_fmt(m, "A PAN has %d characters, like AAPFU0939F; this has %zu.",
		    PAN_LENGTH, text_characters(pan));
	case PAN_LETTERS:
		return mem_fmt(m, "A PAN begins with five letters; this begins with “%s”.",
		    text_cut(m, pan, FIRST_LETTERS));
	case PAN_DIGITS:
		return mem_fmt(m, "Characters 6 to 9 of a PAN are digits; here they are “%s”.",
		    text_cut(m, pan + FIRST_LETTERS, MIDDLE_DIGITS));
	case PAN_LAST:
		return mem_fmt(m, "The last character of a PAN is a letter; here it is “%s”.",
		    pan + FIRST_LETTERS + MIDDLE_DIGITS);
	default:
		return "";
	}
}

const char *
pan_holder(const char *pan)
{
	size_t i;

	for (i = 0; i < sizeof(holders) / sizeof(holders[0]); i++)
		if (strlen(pan) == PAN_LENGTH && pan[HOLDER_AT] == holders[i].letter)
			return holders[i].holder;
	return "";
}
