/*
 * strength: how hard a password is to guess, and why: the one place that knows zxcvbn, which may be
 * missing in a build.
 */
#ifndef POINTPERSON_BASE_STRENGTH_H
#define POINTPERSON_BASE_STRENGTH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"

#define STRENGTH_WORDS_MAX	48	/* words of one's own; more are left out */

/* What an attacker would try first. */
enum strength {
	STRENGTH_OK = 0,	/* hard to guess, or nobody can say: see strength_is_known() */
	STRENGTH_OWN_WORD,	/* a word of one's own: a name, an address */
	STRENGTH_COMMON,	/* a common word or password, with digits or signs in it or not */
	STRENGTH_PATTERN,	/* repeated, counted, or in a row on the keyboard */
	STRENGTH_DATE,		/* a date or a year */
	STRENGTH_SHORT,		/* nothing of these: there is too little of it */
	STRENGTH__MAX
};

/* Words that somebody who knows the person would try. Filled by strength_words_add(). */
struct strength_words {
	size_t		 count;					/* in use */
	const char	*list[STRENGTH_WORDS_MAX + 1];		/* as compared; ended by NULL */
};

/* Was the portal built with zxcvbn? */
bool	 strength_is_known(void);

/* Adds a text as a whole and each of its words of three characters and more. */
void	 strength_words_add(struct strength_words *, struct mem *, const char *text);

/*
 * Looks at the first 100 characters; whatever comes behind only adds to them. A letter of any
 * script counts as one letter, not as the bytes it is made of.
 */
enum strength	 strength_of(struct mem *, const char *password, const struct strength_words *);

#endif
