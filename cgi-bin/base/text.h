/*
 * text: what may be asked of, and done with, a piece of text, without knowing what it means.
 *
 * Texts are NUL-terminated UTF-8. Where a text is not UTF-8 after all nothing is read past its end:
 * each wrong byte counts as one character, and as a control character.
 */
#ifndef POINTPERSON_BASE_TEXT_H
#define POINTPERSON_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mem;

#define TEXT_DISTANCE_BYTES	128		/* longest texts compared: keys are shorter */
#define TEXT_DISTANCE_FAR	SIZE_MAX	/* what text_distance() says of a longer one */
#define TEXT_WRONG_POINT	UINT32_MAX	/* text_next() on a byte that is no UTF-8 */

/*
 * Whether the length bytes are UTF-8 to the letter: no overlong form, no surrogate, nothing above
 * U+10FFFF, nothing cut off at the end. No bytes at all are UTF-8; so is a NUL byte.
 */
bool	 text_is_utf8(const char *bytes, size_t length);

/*
 * Steps over one character of a text that has not ended yet. Gives its code point, or
 * TEXT_WRONG_POINT for a byte that is no UTF-8, and returns the place behind it.
 */
const char *text_next(const char *utf8, uint32_t *point);

/*
 * A space in any script: tab, line feed, carriage return, U+0020, U+00A0, U+2000-200A, U+3000 and
 * their like.
 */
bool	 text_is_space_point(uint32_t point);

/*
 * A code point that shows nothing and takes no width, or only pretends to be a letter: U+00AD,
 * U+200B, U+3164...
 */
bool	 text_is_invisible_point(uint32_t point);

/* The number of code points: what a person would call the length, near enough. */
size_t	 text_characters(const char *utf8);

/*
 * Whether it holds a control character: C0 (tab and line ends too), DEL, C1, the line and paragraph
 * separators U+2028 and U+2029, the characters that turn the direction of what follows
 * (U+202A-202E, U+2066-2069), or a wrong byte.
 */
bool	 text_has_control(const char *utf8);

/* Whether it holds a space of any script, anywhere. */
bool	 text_has_space(const char *utf8);

/* Whether a reader would see anything: some character is neither space, invisible nor control. */
bool	 text_has_visible(const char *utf8);

/* A copy in the arena of at most `most` characters: never a part of one. */
char	*text_cut(struct mem *, const char *text, size_t most);

/* A copy in the arena without the spaces (of any script) around it; those within stay. */
char	*text_trim(struct mem *, const char *text);

/*
 * A copy in the arena fit for one path segment or one query value: every byte but A-Z a-z 0-9 - . _
 * ~ becomes %XX with upper-case digits.
 */
char	*text_percent_encode(struct mem *, const char *text);

/* The byte that two hexadecimal digits say, as behind a percent sign; -1: they are none. */
int	 text_hex_byte(const char digits[2]);

/*
 * Whether two texts are the same but for the case of A-Z. Other letters must be alike to the byte.
 */
bool	 text_equal_fold(const char *a, const char *b);

/* A copy in the arena with A-Z made small and all else kept. */
char	*text_lower(struct mem *, const char *text);

/*
 * A number of letters and digits as it is written without ornament: a copy in the arena without
 * spaces of any script, hyphens and dashes, a-z made capital; all else is kept.
 */
char	*text_code(struct mem *, const char *text);

/*
 * How many bytes must be put in, left out, replaced or swapped with their neighbour to turn a into
 * b: for finding the key that somebody meant. TEXT_DISTANCE_FAR where either is longer than
 * TEXT_DISTANCE_BYTES.
 */
size_t	 text_distance(const char *a, const char *b);

#endif
