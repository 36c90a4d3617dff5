#include "base/banned.h"
#include "tools/courier_address.h"

#include <string.h>

#include "base/crypt.h"
#include "base/text.h"
#include "base/valid.h"

#define BEGINNING	"bounce+"
#define MAC_BYTES	10	/* 80 bits; with a number of 19 digits still within 64 characters */
#define ID_DIGITS	19	/* of INT64_MAX */
#define DIGITS_SHOWN	2	/* of a telephone number */

/* The MAC of a message's number, in a form that survives a change of case. */
static char *
mac_of(struct mem *m, const struct config *c, const char *purpose, int64_t id)
{
	unsigned char bytes[CRYPT_HASH_BYTES];
	char *text = mem_alloc(m, 2 * MAC_BYTES + 1);
	size_t i;

	if (crypt_decode(crypt_mac(m, c->keys.mac, purpose, mem_fmt(m, "%lld", (long long)id)),
		bytes, sizeof(bytes)) != ERR_OK)
		return text;
	for (i = 0; i < MAC_BYTES; i++)
		snprintf(text + 2 * i, 3, "%02x", (unsigned int)bytes[i]);
	return text;
}

/* What stands behind the "@". */
static const char *
domain_of(const char *address)
{
	const char *at = strrchr(address, '@');

	return at == NULL ? "localhost" : at + 1;
}

char *
courier_sender(struct mem *m, const struct config *c, int64_t id)
{
	if (c->mail.bounce_domain[0] == '\0')
		return mem_dup(m, c->mail.from);
	return mem_fmt(m, BEGINNING "%lld.%s@%s", (long long)id,
	    mac_of(m, c, COURIER_BOUNCE_PURPOSE, id), c->mail.bounce_domain);
}

/* What stands behind BEGINNING: "ID.MAC@". */
static int64_t
read_id(struct mem *m, const struct config *c, const char *text)
{
	size_t digits = strspn(text, "0123456789");
	const char *mac = text + digits + 1;
	int64_t id;

	if (digits > ID_DIGITS || text[digits] != '.' || strcspn(mac, "@") != 2 * MAC_BYTES ||
	    mac[2 * MAC_BYTES] != '@' || !valid_id(mem_dup_bytes(m, text, digits), &id))
		return 0;
	return crypt_equal(text_lower(m, mem_dup_bytes(m, mac, 2 * MAC_BYTES)),
		   mac_of(m, c, COURIER_BOUNCE_PURPOSE, id)) ? id : 0;
}

int64_t
courier_sender_id(struct mem *m, const struct config *c, const char *text)
{
	int64_t id = 0;

	while (id == 0 && (text = strcasestr(text, BEGINNING)) != NULL)
		id = read_id(m, c, text += strlen(BEGINNING));
	return id;
}

char *
courier_message_id(struct mem *m, const struct config *c, int64_t id)
{
	return mem_fmt(m, "%lld.%s@%s", (long long)id, mac_of(m, c, "message-id", id),
	    domain_of(c->mail.from));
}

char *
courier_mask(struct mem *m, const char *recipient)
{
	const char *at = strrchr(recipient, '@');
	size_t length = strlen(recipient);

	if (at != NULL)
		return mem_fmt(m, "%.1s...%s", recipient, at);
	return mem_fmt(m, "...%s",
	    length > 2 * DIGITS_SHOWN ? recipient + length - DIGITS_SHOWN : "");
}
