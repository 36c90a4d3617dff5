/*
 * phone: telephone numbers, typed in any usual form, kept as E.164 ("+919876543210"), shown
 * grouped.
 *
 * A region is an ISO 3166 code of two capital letters. Which numbers exist comes from
 * phone_table.h, made by cgi-bin/base/phone_table.mjs; a newly opened range of numbers is refused
 * until that file is made anew. Knows nothing of accounts, forms or the database, keeps no state
 * and takes no memory but for phone_problem_text().
 */
#ifndef POINTPERSON_BASE_PHONE_H
#define POINTPERSON_BASE_PHONE_H

#include <stdbool.h>
#include <stddef.h>

struct mem;

#define PHONE_E164_BYTES	17	/* plus sign, 15 digits (ITU-T E.164), NUL */
#define PHONE_SHOWN_BYTES	32	/* plus sign, 15 digits, separators, NUL */

enum phone_problem {
	PHONE_OK = 0,
	PHONE_EMPTY,		/* nothing, or only spaces and punctuation */
	PHONE_CHARACTERS,	/* letters, an extension, a plus sign in the middle, broken UTF-8 */
	PHONE_UNKNOWN_COUNTRY,	/* no such calling code, or none typed and the region is unknown */
	PHONE_TOO_SHORT,	/* fewer digits than any mobile or fixed number there */
	PHONE_TOO_LONG,		/* more digits than any mobile or fixed number there */
	PHONE_NOT_VALID,	/* a likely length, but nobody has such a number */
	PHONE__MAX
};

/*
 * Reads a number as people type or paste it: with or without country code ("+91", "0091", "91" or
 * what the region dials for abroad), with or without the prefix dialled inside the country ("0"),
 * with spaces, dashes, dots, slashes and brackets, in the digits of any common script. Without a
 * country code it is taken as a number of the region, or of any other region of the same calling
 * code.
 *
 * region may be NULL or "": then the number must begin with + or 00.
 * Returns PHONE_OK with the number in e164, else what is wrong, with e164 empty.
 */
enum phone_problem	 phone_parse(const char *typed, const char *region,
			     char e164[PHONE_E164_BYTES]);

/*
 * A sentence that says what to do about the problem, with an example number of the region where
 * there is one: in the arena, plain text for a person. PHONE_OK gives "".
 */
const char		*phone_problem_text(struct mem *, enum phone_problem, const char *region);

/*
 * Writes the number as it is written from abroad, "+91 98765 43210", into out of size bytes
 * (PHONE_SHOWN_BYTES holds any). Where no official grouping is known the digits come in even
 * groups. Text that is not E.164 is copied as it is.
 */
void			 phone_show(const char *e164, char *out, size_t size);

/*
 * Whether a text message can be tried: a mobile number, or one of a plan that does not tell mobile
 * from fixed.
 */
bool			 phone_is_mobile(const char *e164);

/* Whether the region has a numbering plan. NULL, "" and small letters have none. */
bool			 phone_region_exists(const char *region);

#endif
