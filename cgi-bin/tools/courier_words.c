#include "base/banned.h"
#include "tools/courier_words.h"

#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "base/text.h"

#define WORD_BYTES	40	/* no word is longer: what is, was made by a machine */
#define DIGITS_MAX	3	/* in one word: what has more may be a code */

static bool
is_word(const char *word, size_t length)
{
	size_t i, digits = 0, letters = 0, dots = 0, slashes = 0;

	for (i = 0; i < length; i++) {
		if (word[i] == '@')
			return false;
		digits += word[i] >= '0' && word[i] <= '9';
		letters += ((word[i] | 0x20) >= 'a' && (word[i] | 0x20) <= 'z') ||
		    (unsigned char)word[i] > '~';
		dots += word[i] == '.' || word[i] == ':' || word[i] == '%';
		slashes += word[i] == '/' || word[i] == '=' || word[i] == '?';
	}
	return length > 0 && length <= WORD_BYTES && letters > 0 && digits <= DIGITS_MAX &&
	    (slashes == 0 || dots == 0) && !(length >= 4 && strncasecmp(word, "www.", 4) == 0);
}

/* Each control character, invisible character and wrong byte becomes a space. */
static char *
plain(struct mem *m, const char *said)
{
	char *copy = mem_dup(m, said), *to = copy;

	while (*said != '\0') {
		uint32_t point;
		const char *next = text_next(said, &point);
		char one[5] = "";

		memcpy(one, said, (size_t)(next - said));
		if (point == TEXT_WRONG_POINT || text_is_space_point(point) ||
		    text_is_invisible_point(point) || text_has_control(one)) {
			*to++ = ' ';
		} else {
			memcpy(to, said, (size_t)(next - said));
			to += next - said;
		}
		said = next;
	}
	*to = '\0';
	return copy;
}

const char *
courier_words(struct mem *m, const char *said)
{
	struct str kept;
	const char *words;
	size_t length;

	said = plain(m, said);
	str_init(&kept, strlen(said) + 1);
	for (said += strspn(said, " "); *said != '\0'; said += strspn(said, " ")) {
		length = strcspn(said, " ");
		if (is_word(said, length)) {
			if (kept.length > 0)
				str_add_char(&kept, ' ');
			str_add_bytes(&kept, said, length);
		}
		said += length;
	}
	words = mem_dup(m, kept.text);
	str_release(&kept);
	return words;
}
