/*
 * phone_match: matches digits with the patterns of phone_table.h. For base/phone.c only.
 *
 * A pattern is a POSIX extended regular expression of digits, "#" for any digit, "[2-57]", "(a|b)",
 * "?", "{n}" and "{n,m}"; it ends at the NUL or at a colon. It is matched here rather than by
 * regcomp(3) because compiled patterns of one country cost 0.4 ms and 370 KB, so that they would
 * have to be kept from request to request. With ten characters and counted loops it is enough to
 * carry the set of places a match can have reached: no backtracking, no memory.
 */
#ifndef POINTPERSON_BASE_PHONE_MATCH_H
#define POINTPERSON_BASE_PHONE_MATCH_H

#include <stdint.h>

#define PHONE_MATCH_MAX	30	/* most digits: each has a bit in the result */

/*
 * Where a match that begins at the first digit can end: bit n is set if it can take exactly n
 * digits. 0 if it does not match. An empty pattern gives bit 0. digits are ASCII, at most
 * PHONE_MATCH_MAX of them; the pattern is trusted.
 */
uint32_t	 phone_match(const char *pattern, const char *digits);

#endif
