/*
 * gstin: the number of a registration for India's goods and services tax: fifteen characters, of
 * which the first two are the State's, most of the middle a PAN, and the last is computed from the
 * others (Luhn mod 36). Kinds and patterns: DOMAIN.md 1.
 */
#ifndef POINTPERSON_DOMAIN_GSTIN_H
#define POINTPERSON_DOMAIN_GSTIN_H

#include <stdbool.h>

#include "base/err.h"
#include "base/mem.h"

#define GSTIN_LENGTH	15

enum gstin_kind {
	GSTIN_NO_KIND = 0,
	GSTIN_NORMAL,		/* regular, composition, SEZ, deemed export, input distributor */
	GSTIN_GOVERNMENT,	/* of a department */
	GSTIN_TDS,		/* deducts tax at source */
	GSTIN_TCS,		/* collects tax at source: an e-commerce operator */
	GSTIN_UN_BODY,		/* a body of the United Nations, an embassy (UIN) */
	GSTIN_NON_RESIDENT,	/* a taxable person from abroad */
	GSTIN_OIDAR,		/* online services from abroad */
	GSTIN_KIND__MAX
};

/* The part that is wrong. */
enum gstin_problem {
	GSTIN_OK = 0,
	GSTIN_CHARACTERS,	/* something besides digits and A to Z */
	GSTIN_LENGTH_WRONG,	/* not fifteen characters */
	GSTIN_STATE,		/* the first two are no State's code */
	GSTIN_TRANSPORTER,	/* begins with 88: the number of a transporter, not a GSTIN */
	GSTIN_HOLDER,		/* characters 3 to 12: a PAN, or what stands in its place */
	GSTIN_ENTITY,		/* character 13, which counts the registrations of a PAN */
	GSTIN_MARK,		/* character 14, by which kinds differ */
	GSTIN_CHECK,		/* the last: one of the fifteen was mistyped */
	GSTIN_PROBLEM__MAX
};

/* All text in the arena. */
struct gstin {
	const char	*text;		/* as stored: capitals, without spaces and hyphens */
	enum gstin_kind	 kind;
	const char	*state;		/* code of the State as it is now; also "97" and "99" */
	const char	*pan;		/* "" where it holds none */
	bool		 is_unusual;	/* allowed, but hardly ever issued: look at it again */
};

/*
 * Reads what was typed: spaces and hyphens are dropped, small letters made capital. Kind, state
 * and PAN are told only where there is no problem.
 */
enum gstin_problem gstin_read(struct mem *, const char *typed, struct gstin *) MUST_CHECK;

/* The sentence for a problem, which names the part that is wrong; "" for GSTIN_OK. In the arena. */
const char	*gstin_problem_text(struct mem *, enum gstin_problem, const struct gstin *);

/* "Regular registration", ... */
const char	*gstin_kind_text(enum gstin_kind);

#endif
