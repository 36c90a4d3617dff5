/*
 * problems: what is wrong with the values of a form, by field name, each with a sentence that says
 * what to do. A rule of the domain adds to it; the form shows it. A warning stands beside its
 * field too but stops nothing. Sentences and the words of links are given in English and kept in
 * the language of texts (language.h).
 */
#ifndef POINTPERSON_BASE_PROBLEMS_H
#define POINTPERSON_BASE_PROBLEMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"

#define PROBLEMS_MAX 40		/* more than the fields of the widest form */

struct problem {
	const char	*field;		/* name of the field, "" for the form as a whole */
	const char	*text;		/* a sentence */
	const char	*link;		/* a path of ours that helps, "" none */
	const char	*link_text;	/* its words */
	bool		 is_warning;	/* stops nothing */
};

struct problems {
	struct mem	*mem;			/* where the sentences are */
	struct problem	 list[PROBLEMS_MAX];	/* in the order they were found */
	size_t		 count;			/* how many */
};

/* Sets up an empty list. */
void		 problems_init(struct problems *, struct mem *);

/* Adds a sentence about a field. The first one about a field stays; later ones are dropped. */
void		 problems_add(struct problems *, const char *field, const char *format, ...)
		    __attribute__((format(printf, 3, 4)));

/* The same with a link that helps. */
void problems_add_link(struct problems *, const char *field, const char *link,
    const char *link_text, const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Adds a sentence that stops nothing. */
void problems_warn(struct problems *, const char *field, const char *link, const char *link_text,
    const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Is there anything that stops? */
bool		 problems_has_any(const struct problems *);

/* What is said about a field (warnings only, or stops only); NULL nothing. */
const struct problem *problems_about(const struct problems *, const char *field, bool is_warning);

#endif
