/*
 * urlencoded: reads application/x-www-form-urlencoded, the body of a form or a query string, within
 * limits.
 *
 * It must not know of requests, pages or fields tables: bytes in, names and values out, so that it
 * can be fuzzed alone. Nothing is decoded twice and the time taken grows with the length, not with
 * its square.
 */
#ifndef POINTPERSON_WEB_URLENCODED_H
#define POINTPERSON_WEB_URLENCODED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct mem;

struct urlencoded_limits {
	size_t	 bytes_max;	/* of the whole, still encoded */
	size_t	 fields_max;	/* number of name=value pairs */
	size_t	 name_max;	/* bytes of a decoded name */
	size_t	 value_max;	/* bytes of a decoded value */
};

struct urlencoded_field {
	const char	*name;		/* decoded UTF-8 without NUL, may be "" */
	const char	*value;		/* decoded UTF-8 without NUL, "" where there was none */
	size_t		 value_length;	/* bytes of value */
};

struct urlencoded {
	const struct urlencoded_field	*fields;	/* as they came, or NULL */
	size_t				 count;		/* number of fields */
};

/*
 * Reads length bytes into fields that live in the arena; bytes is not kept and may be NULL when
 * length is 0. "+" is a space, "%XX" a byte, empty pieces ("a=1&&b=2") are skipped, a piece without
 * "=" is a name with an empty value. Repeated names are all kept: what to do with them is the
 * caller's decision.
 *
 * ERR_TOO_LARGE: more than bytes_max bytes, or a value longer than value_max.
 * ERR_MALFORMED: a broken escape, a NUL (raw or escaped), bytes that are no UTF-8, more than
 * fields_max fields, or a name longer than name_max.
 * The leftmost of these decides, but bytes_max comes before all. On an error there are no fields.
 */
MUST_CHECK enum err	 urlencoded_read(struct mem *, const char *bytes, size_t length,
			    const struct urlencoded_limits *, struct urlencoded *);

/* The first field of this name, or NULL; count (unless NULL) gets how many fields bear the name. */
const struct urlencoded_field	*urlencoded_find(const struct urlencoded *, const char *name,
				    size_t *count);

/*
 * Whether a Content-Type names this form, in any case and with any parameters: browsers add ";
 * charset=UTF-8". NULL and "" do not.
 */
bool			 urlencoded_is_form(const char *content_type);

#endif
