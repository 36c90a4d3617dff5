#include "base/banned.h"
#include "base/proxies.h"

#include <arpa/inet.h>
#include <stddef.h>
#include <string.h>

#include "base/valid.h"

#define SEPARATORS	", \t"
#define ADDRESS_BYTES	16
#define ADDRESS_TEXT	80	/* "[" INET6_ADDRSTRLEN "]:65535", or with "/128" */
#define MAPPED_BYTES	12	/* before an IPv4 address within an IPv6 one: RFC 4291 2.5.5.2 */

static const unsigned char mapped[MAPPED_BYTES] = { [10] = 0xff, [11] = 0xff };

/* IPv4 too is kept as 16 bytes, so that both writings of one address are the same. */
struct address {
	unsigned char	bytes[ADDRESS_BYTES];
};

static bool
is_ip4(const struct address *a)
{
	return memcmp(a->bytes, mapped, MAPPED_BYTES) == 0;
}

static bool
read_plain(const char *text, struct address *a)
{
	if (inet_pton(AF_INET6, text, a->bytes) == 1)
		return true;
	memcpy(a->bytes, mapped, MAPPED_BYTES);
	return inet_pton(AF_INET, text, a->bytes + MAPPED_BYTES) == 1;
}

/* A copy of the next word of a list, and what is behind it; false: none, or one that is long. */
static bool
take_word(const char **rest, char word[ADDRESS_TEXT])
{
	const char *start = *rest + strspn(*rest, SEPARATORS);
	size_t length = strcspn(start, SEPARATORS);

	*rest = start + length;
	if (length == 0 || length >= ADDRESS_TEXT)
		return false;
	memcpy(word, start, length);
	word[length] = '\0';
	return true;
}

/* "192.0.2.1", "2001:db8::/32"; bits counts from the front of the 16 bytes. */
static bool
read_network(char *word, struct address *a, int64_t *bits)
{
	char *slash = strchr(word, '/');
	int64_t most;

	if (slash != NULL)
		*slash = '\0';
	if (!read_plain(word, a))
		return false;
	most = strchr(word, ':') == NULL ? 32 : 128;
	*bits = most;
	if (slash != NULL && (!valid_count(slash + 1, bits) || *bits > most))
		return false;
	*bits += 128 - most;
	return true;
}

static bool
is_within(const struct address *a, const struct address *network, int64_t bits)
{
	size_t whole = (size_t)bits / 8;
	unsigned int rest = (unsigned int)bits % 8;
	unsigned char mask = (unsigned char)(0xff00u >> rest);

	return memcmp(a->bytes, network->bytes, whole) == 0 &&
	    (rest == 0 || ((a->bytes[whole] ^ network->bytes[whole]) & mask) == 0);
}

static bool
has_address(const char *list, const struct address *a)
{
	struct address network;
	char word[ADDRESS_TEXT];
	int64_t bits;

	while (take_word(&list, word))
		if (read_network(word, &network, &bits) && is_within(a, &network, bits))
			return true;
	return false;
}

const char *
proxies_problem(struct mem *m, const char *list)
{
	struct address network;
	char word[ADDRESS_TEXT];
	int64_t bits;

	while (list[strspn(list, SEPARATORS)] != '\0') {
		if (!take_word(&list, word))
			return "write addresses or networks, with commas between them";
		if (!read_network(word, &network, &bits))
			return mem_fmt(m, "write addresses as 192.0.2.10 or 2001:db8::10, or "
			    "networks as 192.0.2.0/24, not \"%s\"", word);
	}
	return NULL;
}

bool
proxies_have(const char *list, const char *address)
{
	struct address a;

	return list[0] != '\0' && read_plain(address, &a) && has_address(list, &a);
}

/* As some write it: with a port behind it, IPv6 then in brackets. */
static bool
read_forwarded(char *word, struct address *a)
{
	char *colon = strchr(word, ':');
	char *end;

	if (word[0] == '[') {
		if ((end = strchr(word, ']')) == NULL || (end[1] != '\0' && end[1] != ':'))
			return false;
		*end = '\0';
		word++;
	} else if (colon != NULL && strchr(colon + 1, ':') == NULL) {
		*colon = '\0';
	}
	return read_plain(word, a);
}

static const char *
show(struct mem *m, const struct address *a)
{
	char text[INET6_ADDRSTRLEN] = "";

	if (is_ip4(a))
		inet_ntop(AF_INET, a->bytes + MAPPED_BYTES, text, sizeof(text));
	else
		inet_ntop(AF_INET6, a->bytes, text, sizeof(text));
	return mem_dup(m, text);
}

/* Takes the last word off the text; false: there is none, or it is long. */
static bool
take_last(char *text, char word[ADDRESS_TEXT])
{
	size_t length = strlen(text);
	char *start;

	while (length > 0 && strchr(SEPARATORS, text[length - 1]) != NULL)
		text[--length] = '\0';
	for (start = text + length; start > text && strchr(SEPARATORS, start[-1]) == NULL; start--)
		;
	length = strlen(start);
	if (length == 0 || length >= ADDRESS_TEXT)
		return false;
	memcpy(word, start, length + 1);
	*start = '\0';
	return true;
}

const char *
proxies_client(struct mem *m, const char *list, const char *peer, const char *forwarded_for)
{
	char *rest, word[ADDRESS_TEXT];
	struct address a;

	if (!proxies_have(list, peer))
		return peer;
	rest = mem_dup(m, forwarded_for);
	while (take_last(rest, word) && read_forwarded(word, &a)) {
		peer = show(m, &a);
		if (!has_address(list, &a))
			break;
	}
	return peer;
}
