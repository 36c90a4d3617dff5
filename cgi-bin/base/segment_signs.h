/*
 * segment_signs: what stands for the tags and commands of a segment (segments.h) in its
 * translation, and whether a translation has put them together again.
 */
#ifndef POINTPERSON_BASE_SEGMENT_SIGNS_H
#define POINTPERSON_BASE_SEGMENT_SIGNS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/markup.h"

/* A tag or command within a segment. */
struct sign {
	const char		*form;	/* as the translator sees it */
	const struct token	*token;	/* what it stands for; NULL where only forms are compared */
	bool			 is_used;	/* the translation has it */
};

/* How long the sign at this place of a text is; 0: it is text. */
size_t		 signs_length(const char *at, enum markup_kind);

/* The next sign of this form that is not used yet, used from now on; NULL: there is none. */
struct sign	*signs_take(struct sign *, size_t count, const char *form, size_t length);

/*
 * Has the translation every sign once, closed in order, and no other? None may be used before; all
 * are afterwards.
 */
bool		 signs_fit(struct sign *, size_t count, const char *translation, enum markup_kind);

#endif
