#include "base/banned.h"
#include "domain/audit_head.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

char *
audit_head_text(struct mem *m, const struct audit_told *t)
{
	return mem_fmt(m, "%lld:%lld:%s", (long long)t->chain, (long long)t->place.position,
	    crypt_encode(m, t->place.hash, sizeof(t->place.hash)));
}

/* Reads one that stands at the beginning of the text. */
static bool
read_head(const char *at, struct audit_told *t)
{
	char text[CRYPT_TOKEN_TEXT + 1];
	char *end;

	t->chain = strtoll(at, &end, 10);
	if (end == at || *end != ':' || !isdigit((unsigned char)end[1]))
		return false;
	t->place.position = strtoll(end + 1, &end, 10);
	if (*end != ':' || strspn(end + 1, LETTERS) != CRYPT_TOKEN_TEXT)
		return false;
	memcpy(text, end + 1, CRYPT_TOKEN_TEXT);
	text[CRYPT_TOKEN_TEXT] = '\0';
	return crypt_decode(text, t->place.hash, sizeof(t->place.hash)) == ERR_OK;
}

/* A soft line break, or a sign by its number: how many bytes it is long, 0: neither. */
static size_t
quoted_length(const char *at)
{
	if (strncmp(at, "=\n", 2) == 0)
		return 2;
	if (strncmp(at, "=\r\n", 3) == 0)
		return 3;
	return at[0] == '=' && isxdigit((unsigned char)at[1]) && isxdigit((unsigned char)at[2]) &&
	    strncmp(at, "=00", 3) != 0 ? 3 : 0;
}

static void
undo_quoted(char *text)
{
	const char *from = text;
	char digits[3] = "";
	size_t length;

	while (*from != '\0') {
		if ((length = quoted_length(from)) == 0) {
			*text++ = *from++;
			continue;
		}
		if (isxdigit((unsigned char)from[1])) {
			memcpy(digits, from + 1, 2);
			*text++ = (char)strtol(digits, NULL, 16);
		}
		from += length;
	}
	*text = '\0';
}

size_t
audit_head_find(char *text, struct audit_told *told, size_t most)
{
	size_t count = 0;
	const char *at;

	undo_quoted(text);
	for (at = text; count < most && *(at += strcspn(at, "0123456789")) != '\0';) {
		if (read_head(at, &told[count]))
			count++;
		at += strspn(at, "0123456789");
	}
	return count;
}
