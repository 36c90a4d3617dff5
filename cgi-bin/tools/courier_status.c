#include "base/banned.h"
#include "tools/courier_status.h"

#include <string.h>

#include "base/text.h"

#define SUBJECT_MAX	'7'	/* RFC 3463 2: so that "Exim 4.94.2" is not taken for a code */
#define DETAIL_DIGITS	3	/* RFC 3463 2 */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* The length of the code that begins here, 0 where none does: part of a network address is none. */
static size_t
length_of(const char *text)
{
	size_t length;

	if ((text[0] != '4' && text[0] != '5') || text[1] != '.' || text[2] < '0' ||
	    text[2] > SUBJECT_MAX || text[3] != '.')
		return 0;
	for (length = 4; length < 4 + DETAIL_DIGITS && is_digit(text[length]);)
		length++;
	if (length == 4 || is_digit(text[length]) || is_letter(text[length]) ||
	    (text[length] == '.' && is_digit(text[length + 1])))
		return 0;
	return length;
}

const char *
courier_status_in(struct mem *m, const char *text)
{
	const char *c;
	char before = ' ';

	for (c = text; *c != '\0'; before = *c++) {
		size_t length = is_digit(before) || is_letter(before) || before == '.' ? 0 :
		    length_of(c);

		if (length > 0)
			return mem_dup_bytes(m, c, length);
	}
	return "";
}

const char *
courier_status_of_reply(struct mem *m, int code, const char *words)
{
	const char *status = courier_status_in(m, words);

	if (status[0] != '\0' && status[0] - '0' == code / 100)
		return status;
	return code == 550 || code == 551 || code == 553 ? "5.0.0" : "";
}

/* A reason that only the recipient's mailbox gives; 5.1.7 and 5.1.8 are about the sender. */
static bool
is_of_mailbox(const char *status)
{
	static const char *const mailbox[] = { "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10" };
	size_t i;

	for (i = 0; i < sizeof(mailbox) / sizeof(mailbox[0]); i++)
		if (strcmp(status, mailbox[i]) == 0)
			return true;
	return strncmp(status, "5.2.", 4) == 0;
}

/* In small letters, and without addresses: somebody may be called relay@. */
static char *
without_addresses(struct mem *m, const char *words)
{
	char *all = text_lower(m, words), *to = all;
	const char *word;
	size_t length;

	for (word = all; *word != '\0'; word += length) {
		length = strcspn(word, " ");
		length += strspn(word + length, " ");
		if (memchr(word, '@', length) == NULL) {
			memmove(to, word, length);
			to += length;
		}
	}
	*to = '\0';
	return all;
}

bool
courier_status_is_about_us(struct mem *m, int code, const char *words, const char *sender)
{
	static const char *const ours[] = { "relay", "rcpthosts", "not owned by", "client host",
		"helo command", "blocked using", "black list", "blacklist", "block list",
		"blocklist", "authentication" };
	const char *status = courier_status_of_reply(m, code, words);
	const char *said = without_addresses(m, words);
	size_t i;

	if (strcmp(status, "5.1.7") == 0 || strcmp(status, "5.1.8") == 0 ||
	    strstr(said, "sender address") != NULL)
		return true;
	/* "Recipient address rejected: User unknown in relay recipient table" */
	if (is_of_mailbox(status) || strstr(said, "recipient address") != NULL)
		return false;
	for (i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (strstr(said, ours[i]) != NULL)
			return true;
	return strstr(text_lower(m, words), text_lower(m, sender)) != NULL;
}
