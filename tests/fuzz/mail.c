/*
 * Fuzz target of courier_mail_build(): any bytes as names, subject, address and text, separated by
 * NUL. Whatever is built has the headers that the courier writes, each once, and no other, and two
 * parts; it is ASCII with lines as SMTP wants them.
 */
#include "base/banned.h"
#include "tools/courier_mail.h"

#include <stdint.h>

#include "base/text.h"

#define LONGEST_LINE	998	/* RFC 5322 2.1.1 */

/* Called by libFuzzer, or by standalone.c in builds without it. */
int	LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const char *const headers[] = { "From", "To", "Subject", "Date", "Message-Id",
	"Auto-Submitted", "MIME-Version", "Content-Type", NULL };

static void
expect(bool is_so, const char *what)
{
	if (is_so)
		return;
	fprintf(stderr, "mail: %s\n", what);
	abort();
}

/* The next of the values, "" behind the last. */
static const char *
next_value(const char **at, const char *end)
{
	const char *value = *at;

	if (value >= end)
		return "";
	*at = value + strlen(value) + 1;
	return value;
}

/* Which header a line begins; counts it. */
static void
count_header(const char *line, unsigned int *counts)
{
	size_t name = strcspn(line, ":"), i;

	for (i = 0; headers[i] != NULL; i++)
		if (strlen(headers[i]) == name && strncmp(line, headers[i], name) == 0)
			break;
	expect(headers[i] != NULL, "a header that nobody wrote");
	counts[i]++;
}

/* The lines of headers, to the first that is empty. */
static void
check_headers(const char *mail, const char *line_end)
{
	unsigned int counts[sizeof(headers) / sizeof(headers[0])] = { 0 };
	size_t i;

	while (strncmp(mail, line_end, strlen(line_end)) != 0) {
		if (*mail != ' ' && *mail != '\t')
			count_header(mail, counts);
		mail = strstr(mail, line_end);
		expect(mail != NULL, "headers without an end");
		mail += strlen(line_end);
	}
	for (i = 0; headers[i] != NULL; i++)
		expect(counts[i] == 1, "a header is missing, or there twice");
}

static void
check_lines(const char *mail, bool has_crlf)
{
	size_t length = 0;
	const char *c;

	for (c = mail; *c != '\0'; c++) {
		expect((*c >= ' ' && *c <= '~') || *c == '\t' || *c == '\n' || *c == '\r',
		    "a byte that is not ASCII");
		if (*c == '\r')
			expect(has_crlf && c[1] == '\n', "a CR alone");
		if (*c == '\n')
			expect(!has_crlf || (c > mail && c[-1] == '\r'), "an LF alone");
		length = *c == '\n' ? 0 : length + 1;
		expect(length <= (size_t)LONGEST_LINE + has_crlf, "a line too long");
	}
}

/* Both parts, and the end: no text makes a part of its own. */
static void
check_parts(struct mem *m, const char *mail, const char *line_end)
{
	const char *boundary = strstr(mail, "boundary=\""), *c;
	size_t count = 0;

	expect(boundary != NULL, "no boundary");
	boundary += strlen("boundary=\"");
	boundary = mem_fmt(m, "%s--%.*s", line_end, (int)strcspn(boundary, "\""), boundary);
	for (c = strstr(mail, boundary); c != NULL; c = strstr(c + 1, boundary))
		count++;
	expect(count == 3, "another number of parts");
}

static void
check(struct mem *m, const struct mail *mail, bool has_crlf)
{
	const char *bytes;
	size_t length;

	if (courier_mail_build(m, mail, has_crlf, &bytes, &length) != ERR_OK)
		return;
	expect(!text_has_control(mail->to_name) && !text_has_control(mail->subject) &&
	    !text_has_control(mail->from_name), "control characters were taken");
	expect(strlen(bytes) == length, "another length");
	check_headers(bytes, has_crlf ? "\r\n" : "\n");
	check_lines(bytes, has_crlf);
	check_parts(m, bytes, has_crlf ? "\r\n" : "\n");
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static bool is_begun;
	struct mem *m = mem_new();
	const char *at = mem_dup_bytes(m, bytes, length), *end = at + length;
	struct mail mail = { .from = "portal@portal.example",
		.message_id = "7.abc@portal.example", .date = 1795000000 };

	if (!is_begun) {
		courier_mail_init();
		atexit(courier_mail_release);
		is_begun = true;
	}
	mail.to_name = next_value(&at, end);
	mail.subject = next_value(&at, end);
	mail.text = next_value(&at, end);
	mail.html = next_value(&at, end);
	mail.from_name = next_value(&at, end);
	mail.to = next_value(&at, end);
	if (mail.to[0] == '\0')
		mail.to = "ravi@example.org";
	mail.shown_to = next_value(&at, end);
	check(m, &mail, true);
	check(m, &mail, false);
	mem_free(&m);
	return 0;
}
