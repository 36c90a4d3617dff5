#include "base/banned.h"
#include "base/strength.h"

#ifdef HAVE_ZXCVBN
#include <zxcvbn.h>
#endif

#include "base/text.h"

#define LOOKED_AT	100	/* characters: the work grows with the square of them, 3 ms then */
#define WORD_LEAST	3	/* characters: shorter ones are in every password by chance */
#define ASCII_MAX	0x7f
#define LETTERS		26

/*
 * One small letter for each character that is not ASCII: zxcvbn counts bytes, which would make
 * three of a Devanagari letter. A row of them stays a row.
 */
static char *
fold(struct mem *m, const char *text)
{
	char *folded = mem_alloc(m, LOOKED_AT + 1);
	uint32_t point;
	size_t i;

	for (i = 0; i < LOOKED_AT && *text != '\0'; i++) {
		text = text_next(text, &point);
		folded[i] = (char)(point <= ASCII_MAX ? point : 'a' + point % LETTERS);
	}
	return folded;
}

static void
add_word(struct strength_words *words, const char *word)
{
	if (text_characters(word) >= WORD_LEAST && words->count < STRENGTH_WORDS_MAX)
		words->list[words->count++] = word;
}

static bool
is_between(char c)
{
	return c != '\0' && (c < '0' || c > '9') && (c < 'a' || c > 'z');
}

void
strength_words_add(struct strength_words *words, struct mem *m, const char *text)
{
	const char *at = text_lower(m, fold(m, text)), *end;

	add_word(words, at);
	for (; *at != '\0'; at = end) {
		while (is_between(*at))
			at++;
		for (end = at; *end != '\0' && !is_between(*end); end++)
			continue;
		add_word(words, mem_dup_bytes(m, at, (size_t)(end - at)));
	}
}

#ifdef HAVE_ZXCVBN

#define BITS_LEAST	33.2	/* 10^10 guesses: the highest score of zxcvbn */

static enum strength
why(ZxcTypeMatch_t type)
{
	switch ((int)type & ~MULTIPLE_MATCH) {
	case USER_MATCH:
	case USER_LEET_MATCH:
		return STRENGTH_OWN_WORD;
	case DICTIONARY_MATCH:
	case DICT_LEET_MATCH:
		return STRENGTH_COMMON;
	case REPEATS_MATCH:
	case SEQUENCE_MATCH:
	case SPATIAL_MATCH:
		return STRENGTH_PATTERN;
	case DATE_MATCH:
	case YEAR_MATCH:
		return STRENGTH_DATE;
	default:
		return STRENGTH_SHORT;
	}
}

/* The longest part tells why; of two alike the first. */
static enum strength
reason(const ZxcMatch_t *part)
{
	enum strength found = STRENGTH_SHORT;
	int longest = 0;

	for (; part != NULL; part = part->Next)
		if (part->Length > longest) {
			longest = part->Length;
			found = (part->Type & MULTIPLE_MATCH) != 0 ? STRENGTH_PATTERN :
								     why(part->Type);
		}
	return found;
}

bool
strength_is_known(void)
{
	return true;
}

enum strength
strength_of(struct mem *m, const char *password, const struct strength_words *words)
{
	const char *list[STRENGTH_WORDS_MAX + 1] = { NULL };
	ZxcMatch_t *parts = NULL;
	enum strength found;
	double bits;
	size_t i;

	for (i = 0; i < words->count; i++)
		list[i] = words->list[i];
	bits = ZxcvbnMatch(fold(m, password), list, &parts);
	found = bits >= BITS_LEAST ? STRENGTH_OK : reason(parts);
	ZxcvbnFreeInfo(parts);
	return found;
}

#else

bool
strength_is_known(void)
{
	return false;
}

enum strength
strength_of(struct mem *m, const char *password, const struct strength_words *words)
{
	(void)m;
	(void)password;
	(void)words;
	return STRENGTH_OK;
}

#endif
