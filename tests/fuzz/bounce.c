/*
 * Fuzz target of tools/courier_bounce: any bytes as a mail that came back, with the recipient of its
 * envelope known and not. Beside what the sanitizers see, it checks what is relied on: no message
 * but one whose MAC is right, and words that may be shown and stored.
 */
#include "base/banned.h"
#include "tools/courier_bounce.h"

#include <stdint.h>

#include "base/crypt.h"
#include "base/text.h"
#include "tools/courier_address.h"
#include "tools/courier_mail.h"

#define ID		4711	/* of the message that the right MAC in the corpus is for */
#define WORDS_BYTES	(4 * 200)	/* of as many characters, which fit beside "delayed: " */

/* Called by libFuzzer, or by standalone.c in builds without it. */
int	LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void
expect(bool is_so, const char *what)
{
	if (is_so)
		return;
	fprintf(stderr, "bounce: %s\n", what);
	abort();
}

static const struct config *
settings(void)
{
	static struct config config;

	if (config.mail.from == NULL) {
		expect(crypt_init() == ERR_OK, "libsodium does not start");
		courier_mail_init();
		atexit(courier_mail_release);
		config.mail.from = "portal@portal.example";
		config.mail.bounce_domain = "bounces.example";
		memset(config.keys.mac, 7, sizeof(config.keys.mac));
	}
	return &config;
}

static void
check_note(const struct bounce_note *n)
{
	size_t length = strlen(n->words);

	expect(text_is_utf8(n->words, length) && !text_has_control(n->words), "words not plain");
	expect(length <= WORDS_BYTES && strchr(n->words, '@') == NULL, "words not fit to be shown");
	if (n->action == BOUNCE_NOTHING) {
		expect(n->status[0] == '\0' && n->words[0] == '\0', "a reason for nothing");
		return;
	}
	expect(length > 0, "no words");
	expect(n->recipient[0] != '\0' || n->original[0] != '\0', "no recipient");
	expect(n->status[0] == '4' || (n->status[0] == '5' && n->action == BOUNCE_FAILED),
	    "a status of another class");
	expect(n->status[1] == '.' && n->status[3] == '.' && n->status[4] != '\0' &&
	    strlen(n->status) <= 7, "a status of another form");
}

static enum err
read_one(struct mem *m, const char *to, const char *bytes, size_t length)
{
	struct bounce_report report;
	enum err rc = courier_bounce_read(m, settings(), to, bytes, length, &report);

	expect(rc == ERR_OK || rc == ERR_FORGED || rc == ERR_MALFORMED, "another error");
	expect(report.message_id == ID || report.message_id == 0, "a MAC was made up");
	expect(rc != ERR_OK || (report.message_id == ID && report.count > 0), "nothing read");
	expect(report.count <= BOUNCE_NOTES_MAX, "too many notes");
	for (size_t i = 0; i < report.count; i++)
		check_note(&report.notes[i]);
	return rc;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct mem *m = mem_new();
	const char *mail = (const char *)bytes;

	read_one(m, "", mail, length);
	expect(read_one(m, courier_sender(m, settings(), ID), mail, length) != ERR_FORGED,
	    "our own sender is not known");
	expect(read_one(m, "bounce+4711.00000000000000000000@bounces.example", mail, length) !=
	    ERR_OK, "a forged sender is known");
	mem_free(&m);
	return 0;
}
