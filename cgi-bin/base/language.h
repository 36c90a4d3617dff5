/*
 * language: in which language texts are written for whoever is being answered, and what they are in
 * it. Texts stand in English in templates and in C; their translations in catalogues of gettext,
 * one file a language: FOLDER/TAG/LC_MESSAGES/pointperson.mo.
 *
 * A language is called by a tag as in "hi" or "pt_BR"; "en" is always there. English is chosen
 * until language_use() chose another, and asks no catalogue. Texts that are not translated are
 * English. What is returned lives as long as the process.
 *
 * In a table a text is marked for those who gather texts (po/gather.sh) by N_("..."), where neither
 * a member's name (.label) nor the function it is given to says that it is one.
 */
#ifndef POINTPERSON_BASE_LANGUAGE_H
#define POINTPERSON_BASE_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

#define N_(text)		text		/* translated where it is shown */
#define NC_(context, text)	text		/* the same; asked for by language_word() */
#define LANGUAGE_MAX		16	/* bytes of a tag, with its NUL: "zh_Hant_TW" has 11 */

struct language {
	const char	*tag;	/* "hi" */
	const char	*name;	/* as its readers call it: "हिन्दी" */
};

/* Where the catalogues stand (copied). English is chosen. */
void		 language_open(const char *folder);

/* The languages there are, English first, then by tag; looked for once. */
const struct language *language_list(size_t *count);

/* The one of this tag, also written with "-"; NULL: there is none. */
const struct language *language_find(const char *tag);

/* Chooses a language; English where there is none of this tag. */
void		 language_use(const char *tag);

bool		 language_is_english(void);

/* The tag of the one chosen, and as <html lang> is to say it: "pt-BR". */
const char	*language_used(void);
const char	*language_html(struct mem *);

/* The first of those that a browser asks for (RFC 9110 12.5.4) that there is; else "en". */
const char	*language_negotiate(const char *accept_language);

/* The text in the language chosen. */
const char	*language_text(const char *text) __attribute__((format_arg(1)));

/* The same of a word that has several meanings, or that people may have typed: in its context. */
const char	*language_word(const char *context, const char *word);

/* The one of two texts that fits the number: "%lld minute", "%lld minutes". */
const char	*language_count(const char *one, const char *many, int64_t n)
		    __attribute__((format_arg(1), format_arg(2)));

/*
 * A length of time: "45 seconds", "12 minutes", "3 hours". For who waits it is rounded up, so that
 * nobody comes too early; of what ends it is rounded down, and may be "7 days". In the arena.
 */
const char	*language_wait(struct mem *, int64_t sec);
const char	*language_life(struct mem *, int64_t sec);

/* "Asha", "Asha and Ravi", "Asha, Ravi and Meena"; "" of none. In the arena. */
const char	*language_series(struct mem *, const char *const *items, size_t count);

/*
 * The same as language_text() of a printf format. A translation that asks for other values than
 * the format is not taken.
 */
const char	*language_format(const char *format) __attribute__((format_arg(1)));

#endif
