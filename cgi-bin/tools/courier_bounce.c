#include "base/banned.h"
#include "tools/courier_bounce.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "tools/courier_address.h"
#include "tools/courier_mail.h"
#include "tools/courier_status.h"
#include "tools/courier_words.h"

#define WORDS_MAX	200	/* characters, of which a note fits into the result of a message */
#define SAID_MAX	140	/* of them the server's own */

/* The fields of one recipient as they stand in the report, NULL where missing. */
struct group {
	const char	*final;
	const char	*original;
	const char	*action;
	const char	*status;
	const char	*diagnostic;
};

/* What a status means where the server has no words of its own. */
static const struct { const char *ending, *words; } meanings[] = {
	{ ".1.1", "there is no such mailbox" },
	{ ".1.2", "there is no such mail domain" },
	{ ".1.3", "the address is not valid" },
	{ ".1.6", "the mailbox has moved" },
	{ ".2.1", "the mailbox is disabled" },
	{ ".2.2", "the mailbox is full" },
	{ ".4.1", "the recipient's mail server does not answer" },
	{ ".4.7", "not delivered in time" },
};

/* Lines that go on are joined, in place (RFC 5322 2.2.3). */
static void
unfold(char *text)
{
	char *to = text;

	for (; *text != '\0'; text++)
		if (*text == '\n' && (text[1] == ' ' || text[1] == '\t'))
			*to++ = ' ';
		else if (*text != '\r')
			*to++ = *text;
	*to = '\0';
}

/* The first of a name counts. */
static void
read_field(struct group *g, const char *line)
{
	const struct { const char *name; const char **value; } fields[] = {
		{ "Final-Recipient:", &g->final },
		{ "Original-Recipient:", &g->original },
		{ "Action:", &g->action },
		{ "Status:", &g->status },
		{ "Diagnostic-Code:", &g->diagnostic },
	};
	size_t i;

	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		size_t length = strlen(fields[i].name);

		if (*fields[i].value == NULL && strncasecmp(line, fields[i].name, length) == 0)
			*fields[i].value = line + length;
	}
}

/* What stands behind "rfc822;" or "smtp;". */
static const char *
behind_type(const char *value)
{
	size_t type;

	if (value == NULL)
		return "";
	value += strspn(value, " \t");
	type = strcspn(value, "; \t<@");
	return value[type] == ';' ? value + type + 1 : value;
}

static const char *
address_of(struct mem *m, const char *value)
{
	char *address = text_trim(m, behind_type(value));
	size_t length = strlen(address);

	if (address[0] != '<' || address[length - 1] != '>')
		return address;
	return mem_dup_bytes(m, address + 1, length - 2);
}

static enum bounce_action
action_of(struct mem *m, const char *value)
{
	const char *word;

	if (value == NULL)
		return BOUNCE_NOTHING;
	value += strspn(value, " \t");
	word = mem_dup_bytes(m, value, strcspn(value, " \t;("));
	if (text_equal_fold(word, "failed"))
		return BOUNCE_FAILED;
	return text_equal_fold(word, "delayed") ? BOUNCE_DELAYED : BOUNCE_NOTHING;
}

/* The three digits that a server's reply begins with, 0 where it does not. */
static int
reply_code(const char *said)
{
	said += strspn(said, " \t");
	if (strspn(said, "0123456789") != 3 || (said[0] != '4' && said[0] != '5'))
		return 0;
	return (said[0] - '0') * 100 + (said[1] - '0') * 10 + (said[2] - '0');
}

/*
 * x.0.0 says no more than its class: then the reply is asked, and where that has no code either it
 * says the class. "": nothing says why. What is only late is never for good.
 */
static const char *
status_of(struct mem *m, const struct group *g, enum bounce_action action)
{
	const char *said = behind_type(g->diagnostic);
	const char *status = courier_status_in(m, g->status == NULL ? "" : g->status);

	if (status[0] == '\0' || strcmp(status + 1, ".0.0") == 0) {
		const char *better = courier_status_in(m, said);

		if (better[0] != '\0')
			status = better;
		else if (status[0] == '\0' && reply_code(said) > 0)
			status = mem_fmt(m, "%d.0.0", reply_code(said) / 100);
	}
	if (action == BOUNCE_DELAYED && status[0] != '\0')
		return mem_fmt(m, "4%s", status + 1);
	return status;
}

static const char *
meaning(const char *status)
{
	size_t i;

	for (i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
		if (strcmp(status + 1, meanings[i].ending) == 0)
			return meanings[i].words;
	return "the recipient's mail server did not take it";
}

/* "no such user (5.1.1)". */
static const char *
words_of(struct mem *m, const char *diagnostic, const char *status)
{
	const char *words = text_cut(m, courier_words(m, behind_type(diagnostic)), SAID_MAX);

	if (words[0] == '\0')
		words = meaning(status);
	return text_cut(m, mem_fmt(m, "%s (%s)", words, status), WORDS_MAX);
}

static struct bounce_note
note_of(struct mem *m, const struct group *g)
{
	struct bounce_note n = { address_of(m, g->final), address_of(m, g->original),
		action_of(m, g->action), "", "" };

	/* A report without a recipient, or without a reason, is none (RFC 3464 2.3). */
	if (n.recipient[0] == '\0' && n.original[0] == '\0')
		n.action = BOUNCE_NOTHING;
	if (n.action != BOUNCE_NOTHING) {
		n.status = status_of(m, g, n.action);
		if (n.status[0] == '\0')
			n.action = BOUNCE_NOTHING;
		else
			n.words = words_of(m, g->diagnostic, n.status);
	}
	return n;
}

/* Groups of fields, empty lines between them; the first, of the message, names no recipient. */
static void
read_groups(struct mem *m, char *text, struct bounce_report *report)
{
	struct group g = { 0 };
	bool is_last;

	unfold(text);
	do {
		size_t length = strcspn(text, "\n");

		is_last = text[length] == '\0';
		text[length] = '\0';
		read_field(&g, text);
		if (is_last || length == 0) {
			if (g.final != NULL || g.original != NULL || g.action != NULL)
				report->notes[report->count++] = note_of(m, &g);
			g = (struct group){ 0 };
		}
		text += length + 1;
	} while (!is_last && report->count < BOUNCE_NOTES_MAX);
}

enum err
courier_bounce_read(struct mem *m, const struct config *c, const char *to, const char *bytes,
    size_t length, struct bounce_report *report)
{
	struct mail_report mail;
	const char *line;
	enum err rc;

	*report = (struct bounce_report){ 0 };
	if (length > COURIER_BOUNCE_MAX)
		length = COURIER_BOUNCE_MAX;
	/* A pipe may get the first line of a mailbox in front. */
	if (length >= 5 && memcmp(bytes, "From ", 5) == 0 &&
	    (line = memchr(bytes, '\n', length)) != NULL) {
		length -= (size_t)(line + 1 - bytes);
		bytes = line + 1;
	}
	if ((rc = courier_mail_report(m, bytes, length, &mail)) != ERR_OK)
		return rc;
	report->message_id = courier_sender_id(m, c, to[0] != '\0' ? to : mail.recipients);
	if (report->message_id == 0)
		return ERR_FORGED;
	read_groups(m, mem_dup(m, mail.status), report);
	return report->count > 0 ? ERR_OK : ERR_MALFORMED;
}
