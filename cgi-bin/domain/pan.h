/*
 * pan: the permanent account number of the Indian income tax: five letters, four digits and a
 * letter, the fourth of which says what kind of holder it is (DOMAIN.md 1).
 */
#ifndef POINTPERSON_DOMAIN_PAN_H
#define POINTPERSON_DOMAIN_PAN_H

#include "base/err.h"
#include "base/mem.h"

#define PAN_LENGTH	10

enum pan_problem {
	PAN_OK = 0,
	PAN_LENGTH_WRONG,	/* not ten characters */
	PAN_LETTERS,		/* the first five are not letters */
	PAN_DIGITS,		/* the next four are not digits */
	PAN_LAST,		/* the last is not a letter */
	PAN__MAX
};

/*
 * Reads what was typed: spaces and hyphens are dropped, small letters made capital. *pan gets it as
 * it is stored, in the arena, also where there is a problem.
 */
enum pan_problem pan_read(struct mem *, const char *typed, const char **pan) MUST_CHECK;

/* The sentence for a problem, "" for PAN_OK. In the arena. */
const char	*pan_problem_text(struct mem *, enum pan_problem, const char *pan);

/* "a company", ...: whose it is by its fourth letter; "" where that letter stands for nobody. */
const char	*pan_holder(const char *pan);

#endif
