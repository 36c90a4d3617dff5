/*
 * test_bounce_read: what a report of a message that did not arrive says, in the forms that mail
 * servers write, and that a forged or broken one says nothing.
 */
#include "base/banned.h"
#include "tools/courier_bounce.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/crypt.h"
#include "base/text.h"
#include "tools/courier_address.h"
#include "tools/courier_mail.h"
#include "tools/courier_status.h"

#define COUNT(list)	(sizeof(list) / sizeof((list)[0]))
#define ID		4711

struct fixture {
	struct mem	*m;
	struct config	 config;
};

static int
set_up(void **state)
{
	struct fixture *f = mem_keep(sizeof(*f));

	f->m = mem_new();
	if (crypt_init() != ERR_OK)
		return -1;
	f->config.mail.from = "portal@portal.example";
	f->config.mail.bounce_domain = "bounces.example";
	memset(f->config.keys.mac, 7, sizeof(f->config.keys.mac));
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	mem_free(&f->m);
	free(f);
	return 0;
}

/* A mail that came back, with this status part, or none where it is NULL. */
static const char *
mail(struct fixture *f, const char *to, const char *status)
{
	return mem_fmt(f->m, "Return-Path: <>\nDelivered-To: %s\nFrom: MAILER-DAEMON@mx.example\n"
	    "To: %s\nSubject: Delivery status\nMIME-Version: 1.0\n"
	    "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n"
	    "--b\nContent-Type: text/plain\n\nIt did not arrive.\n\n"
	    "%s%s%s--b\nContent-Type: text/rfc822-headers\n\nSubject: x\n\n--b--\n", to, to,
	    status == NULL ? "" : "--b\nContent-Type: message/delivery-status\n\n",
	    status == NULL ? "" : status, status == NULL ? "" : "\n\n");
}

static const char *
sender(struct fixture *f)
{
	return courier_sender(f->m, &f->config, ID);
}

static enum err
read_as(struct fixture *f, const char *to, const char *text, struct bounce_report *report)
{
	return courier_bounce_read(f->m, &f->config, to, text, strlen(text), report);
}

static const struct {
	const char		*name;
	const char		*status;
	enum bounce_action	 action;
	const char		*code;
	const char		*words;
} shapes[] = {
	{ "OpenSMTPD",
	    "Reporting-MTA: dns; mx.tests.example\n\n"
	    "Final-Recipient: rfc822; ravi@dead.example\nAction: failed\nStatus: 5.1.1\n",
	    BOUNCE_FAILED, "5.1.1", "there is no such mailbox (5.1.1)" },
	{ "Postfix",
	    "Reporting-MTA: dns; mx.tests.example\nX-Postfix-Queue-ID: 4XqZ0m2h5zz9\n"
	    "Arrival-Date: Wed, 18 Nov 2026 11:06:40 +0000 (UTC)\n\n"
	    "Final-Recipient: rfc822; ravi@dead.example\n"
	    "Original-Recipient: rfc822;ravi@dead.example\nAction: failed\nStatus: 5.1.1\n"
	    "Remote-MTA: dns; mx.dead.example\n"
	    "Diagnostic-Code: smtp; 550 5.1.1 <ravi@dead.example>: Recipient address\n"
	    "    rejected: User unknown\n",
	    BOUNCE_FAILED, "5.1.1", "Recipient address rejected: User unknown (5.1.1)" },
	{ "Exim, whose status says nothing",
	    "Reporting-MTA: dns; mx.tests.example\n\nAction: failed\n"
	    "Final-Recipient: rfc822;ravi@dead.example\nStatus: 5.0.0\n"
	    "Remote-MTA: dns; mx.dead.example\n"
	    "Diagnostic-Code: smtp; 550 5.7.1 Message refused\n",
	    BOUNCE_FAILED, "5.7.1", "Message refused (5.7.1)" },
	{ "Exchange",
	    "Reporting-MTA: dns;MX.TESTS.EXAMPLE\nReceived-From-MTA: dns;portal.example\n\n"
	    "Original-Recipient: rfc822;ravi@dead.example\n"
	    "Final-Recipient: RFC822;ravi@dead.example\nAction: Failed\nStatus: 5.1.10\n"
	    "Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found\n",
	    BOUNCE_FAILED, "5.1.10", "RESOLVER.ADR.RecipientNotFound; not found (5.1.10)" },
	{ "lines that end as in SMTP",
	    "Reporting-MTA: dns; a\r\n\r\nFinal-Recipient: rfc822;a@b.example\r\n"
	    "Action: failed\r\nStatus: 5.2.2 (full)\r\n",
	    BOUNCE_FAILED, "5.2.2", "the mailbox is full (5.2.2)" },
	{ "it is late",
	    "Reporting-MTA: dns; a\n\nFinal-Recipient: rfc822;a@b.example\nAction: delayed\n"
	    "Status: 4.4.1\nWill-Retry-Until: Wed, 18 Nov 2026 11:06:40 +0000\n",
	    BOUNCE_DELAYED, "4.4.1", "the recipient's mail server does not answer (4.4.1)" },
	{ "late is never for good",
	    "Reporting-MTA: dns; a\n\nFinal-Recipient: rfc822;a@b.example\nAction: delayed\n"
	    "Status: 5.1.1\n",
	    BOUNCE_DELAYED, "4.1.1", "there is no such mailbox (4.1.1)" },
	{ "it arrived",
	    "Reporting-MTA: dns; a\n\nFinal-Recipient: rfc822;a@b.example\nAction: delivered\n"
	    "Status: 2.0.0\n",
	    BOUNCE_NOTHING, "", "" },
	{ "it was passed on",
	    "Reporting-MTA: dns; a\n\nFinal-Recipient: rfc822;a@b.example\nAction: relayed\n"
	    "Status: 2.0.0\n",
	    BOUNCE_NOTHING, "", "" },
	{ "no recipient", "Reporting-MTA: dns; a\n\nAction: failed\nStatus: 5.1.1\n",
	    BOUNCE_NOTHING, "", "" },
	{ "no action",
	    "Reporting-MTA: dns; a\n\nFinal-Recipient: rfc822;a@b.example\nStatus: 5.1.1\n",
	    BOUNCE_NOTHING, "", "" },
	{ "no reason",
	    "Reporting-MTA: dns; a\n\nFinal-Recipient: rfc822;a@b.example\nAction: failed\n",
	    BOUNCE_NOTHING, "", "" },
	{ "the reason in the reply alone",
	    "Reporting-MTA: dns; a\n\nFinal-Recipient: rfc822;a@b.example\nAction: failed\n"
	    "Diagnostic-Code: smtp; 550 no such user here\n",
	    BOUNCE_FAILED, "5.0.0", "no such user here (5.0.0)" },
	{ "codes, links and addresses that the server repeats",
	    "Reporting-MTA: dns; a\n\nFinal-Recipient: rfc822;a@b.example\nAction: failed\n"
	    "Status: 5.7.1\nDiagnostic-Code: smtp; 554 seen 482913 at "
	    "https://portal.example/x?k=abc by b@c.example\x1b[1m here\n",
	    BOUNCE_FAILED, "5.7.1", "seen at by [1m here (5.7.1)" },
};

static void
test_bounce_read__every_shape(void **state)
{
	struct fixture *f = *state;
	struct bounce_report report;

	for (size_t i = 0; i < COUNT(shapes); i++) {
		enum err rc = read_as(f, "", mail(f, sender(f), shapes[i].status), &report);
		const struct bounce_note *n = &report.notes[0];

		if (rc != ERR_OK || report.message_id != ID || report.count != 1 ||
		    n->action != shapes[i].action || strcmp(n->status, shapes[i].code) != 0 ||
		    strcmp(n->words, shapes[i].words) != 0)
			fail_msg("%s: %d, %zu notes, %d \"%s\" \"%s\"", shapes[i].name, (int)rc,
			    report.count, (int)n->action, n->status, n->words);
	}
}

static void
test_bounce_read__several_recipients(void **state)
{
	static const char two[] = "Reporting-MTA: dns; a\n\n"
	    "Final-Recipient: rfc822;<a@b.example>\nAction: failed\nStatus: 5.1.1\n\n"
	    "Original-Recipient: rfc822; c@d.example\nFinal-Recipient: rfc822; e@f.example\n"
	    "Action: delivered\nStatus: 2.0.0\n";
	struct fixture *f = *state;
	struct bounce_report report;
	const char *many = "Reporting-MTA: dns; a\n";

	assert_int_equal(read_as(f, "", mail(f, sender(f), two), &report), ERR_OK);
	assert_int_equal(report.count, 2);
	assert_string_equal(report.notes[0].recipient, "a@b.example");
	assert_string_equal(report.notes[1].original, "c@d.example");
	assert_string_equal(report.notes[1].recipient, "e@f.example");
	assert_int_equal(report.notes[1].action, BOUNCE_NOTHING);
	for (int i = 0; i < 2 * BOUNCE_NOTES_MAX; i++)
		many = mem_fmt(f->m, "%s\nFinal-Recipient: rfc822;a%d@b.example\nAction: failed\n"
		    "Status: 5.1.1\n", many, i);
	assert_int_equal(read_as(f, "", mail(f, sender(f), many), &report), ERR_OK);
	assert_int_equal(report.count, BOUNCE_NOTES_MAX);
}

/* Only the recipient of its envelope tells which message a report is about. */
static void
test_bounce_read__forged_ones_say_nothing(void **state)
{
	struct fixture *f = *state;
	const char *good = sender(f), *at = strchr(good, '@');
	const struct { const char *to; enum err rc; } cases[] = {
		{ good, ERR_OK },
		{ mem_fmt(f->m, "<%s>", good), ERR_OK },
		{ mem_fmt(f->m, "BOUNCE%s", text_lower(f->m, good) + 6), ERR_OK },
		{ mem_fmt(f->m, "%.*s@mx.elsewhere.example", (int)(at - good), good), ERR_OK },
		{ mem_fmt(f->m, "a@b.example, %s", good), ERR_OK },
		{ mem_fmt(f->m, "bounce+%d.%s", ID + 1, strchr(good, '.') + 1), ERR_FORGED },
		{ mem_fmt(f->m, "bounce+0%s", good + 7), ERR_FORGED },
		{ mem_fmt(f->m, "bounce+%d.00000000000000000000@bounces.example", ID), ERR_FORGED },
		{ mem_fmt(f->m, "bounce+%d.@bounces.example", ID), ERR_FORGED },
		{ mem_fmt(f->m, "bounce+%d@bounces.example", ID), ERR_FORGED },
		{ mem_fmt(f->m, "%.*s0%s", (int)(at - good), good, at), ERR_FORGED },
		{ mem_fmt(f->m, "bounce+99999999999999999999.%s", strchr(good, '.') + 1),
			ERR_FORGED },
		{ "bounce+.@", ERR_FORGED },
		{ "bounce+", ERR_FORGED },
		{ "portal@portal.example", ERR_FORGED },
	};
	struct bounce_report report;

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *text = mail(f, cases[i].to, shapes[0].status);

		if (read_as(f, "", text, &report) != cases[i].rc)
			fail_msg("in a header: %s", cases[i].to);
		if (read_as(f, cases[i].to, mail(f, "x@y.example", shapes[0].status), &report) !=
		    cases[i].rc)
			fail_msg("of the envelope: %s", cases[i].to);
		assert_int_equal(report.message_id, cases[i].rc == ERR_OK ? ID : 0);
	}
	/* Where the envelope is known, headers are not asked. */
	assert_int_equal(read_as(f, "x@y.example", mail(f, good, shapes[0].status), &report),
	    ERR_FORGED);
	memset(f->config.keys.mac, 8, sizeof(f->config.keys.mac));
	assert_int_equal(read_as(f, "", mail(f, good, shapes[0].status), &report), ERR_FORGED);
}

static void
test_bounce_read__no_report_no_change(void **state)
{
	struct fixture *f = *state;
	const char *to = sender(f), *whole = mail(f, to, shapes[0].status);
	const char *texts[] = {
		"", "\n", "x", ":\n\n", mail(f, to, NULL), mail(f, to, ""),
		mail(f, to, "Reporting-MTA: dns; a\n"),
		mem_fmt(f->m, "To: %s\nSubject: I am away\n\nUntil Monday.\n", to),
		/* A report within a mail that somebody passes on is about another one. */
		mem_fmt(f->m, "To: %s\nContent-Type: message/rfc822\n\n%s", to, whole),
	};
	struct bounce_report report;

	for (size_t i = 0; i < COUNT(texts); i++)
		if (read_as(f, to, texts[i], &report) != ERR_MALFORMED)
			fail_msg("%zu: %s", i, texts[i]);
}

static void
test_bounce_read__nested_and_huge(void **state)
{
	struct fixture *f = *state;
	const char *to = sender(f), *whole = mail(f, to, shapes[0].status);
	char *big = mem_alloc(f->m, 3 * COURIER_BOUNCE_MAX);
	struct bounce_report report;
	size_t length;

	/* A list or an antivirus puts what it got into a part of its own. */
	assert_int_equal(read_as(f, "", mem_fmt(f->m, "To: %s\nMIME-Version: 1.0\n"
	    "Content-Type: multipart/mixed; boundary=\"o\"\n\n--o\n%s\n--o--\n", to,
	    strstr(whole, "Content-Type: multipart")), &report), ERR_OK);
	assert_string_equal(report.notes[0].status, "5.1.1");
	assert_int_equal(read_as(f, "", mem_fmt(f->m, "From mx Mon Nov 23 10:53:29 2026\n%s",
	    whole), &report), ERR_OK);
	memset(big, 'a', 3 * COURIER_BOUNCE_MAX);
	length = strlen(whole);
	memcpy(big, whole, length);
	assert_int_equal(courier_bounce_read(f->m, &f->config, "", big, 3 * COURIER_BOUNCE_MAX,
	    &report), ERR_OK);
	for (length = 0; length + 30 < 3 * COURIER_BOUNCE_MAX; length += 30)
		memcpy(big + length, "Content-Type: message/rfc822\n\n", 30);
	assert_int_equal(courier_bounce_read(f->m, &f->config, to, big, length, &report),
	    ERR_MALFORMED);
}

static void
test_bounce_read__status_of_a_reply(void **state)
{
	static const struct { int code; const char *words, *status; } cases[] = {
		{ 550, "5.1.1 <a@b.example>: no such user", "5.1.1" },
		{ 550, "#5.1.0 rejected", "5.1.0" },
		{ 554, "5.7.26 not authenticated", "5.7.26" },
		{ 550, "no such user", "5.0.0" },
		{ 551, "", "5.0.0" },
		{ 553, "not allowed", "5.0.0" },
		{ 552, "too large", "" },
		{ 554, "no", "" },
		{ 450, "4.2.2 full", "4.2.2" },
		{ 450, "5.1.1 contradicts itself", "" },
		{ 550, "4.2.2 contradicts itself", "5.0.0" },
		{ 550, "Exim 4.94.2 at 5.1.1.1 says 5.9.1", "5.0.0" },
		{ 550, "x5.1.1 5.1.1x 5.1.1234 5.1. 15.1.1", "5.0.0" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *status =
		    courier_status_of_reply(f->m, cases[i].code, cases[i].words);

		if (strcmp(status, cases[i].status) != 0)
			fail_msg("%d %s: %s", cases[i].code, cases[i].words, status);
	}
}

/* Only what puts nothing against the recipient or its mailbox is about us. */
static void
test_bounce_read__refusals_about_us(void **state)
{
	static const struct { int code; const char *words; bool is_about_us; } cases[] = {
		{ 553, "5.7.1 <bounce+7.ab@b.example>: Sender address rejected: not owned by user",
			true },
		{ 553, "5.7.1 not owned by user portal", true },
		{ 550, "5.1.0 <Bounce+7.AB@b.example>: User unknown", true },
		{ 550, "5.1.8 domain does not exist", true },
		{ 550, "5.1.7 malformed", true },
		{ 550, "5.1.1 <x@y.example>: Sender address rejected: User unknown", true },
		{ 554, "5.7.1 <host[192.0.2.1]>: Client host rejected: Access denied", true },
		{ 554, "5.7.1 Service unavailable; Client host [192.0.2.1] blocked", true },
		{ 554, "5.7.1 <ravi@y.example>: Relay access denied", true },
		{ 550, "relay not permitted", true },
		{ 550, "5.7.1 Unable to relay", true },
		{ 530, "5.7.0 Authentication required", true },
		/* Postfix puts off what it has against HELO until RCPT (smtpd_delay_reject). */
		{ 504, "5.5.2 <web1>: Helo command rejected: need fully-qualified hostname", true },
		{ 554, "5.7.1 <web1>: Helo command rejected: Access denied", true },
		{ 550, "5.7.1 <web1>: Helo command rejected: Host not found", true },
		{ 550, "rejected because 192.0.2.1 is in a black list at zen.example", true },
		{ 550, "5.7.1 Your server is blacklisted", true },
		{ 550, "5.7.1 part of your network is on our block list", true },
		{ 554, "5.7.1 Mail from 192.0.2.1 blocked using zen.example", true },
		{ 553, "sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", true },
		{ 550, "5.7.1 not from outside", false },
		{ 550, "5.1.1 <relay@y.example>: no such user", false },
		{ 550, "no mailbox <relay@relay.example> here", false },
		{ 550, "5.1.1 <ravi@y.example>: Recipient address rejected: User unknown in relay "
			"recipient table", false },
		{ 550, "Recipient address rejected: not in the relay table", false },
		{ 550, "5.1.1 no such user, for a mail of bounce+7.ab@b.example", false },
		{ 552, "5.2.2 full; authentication of nobody helps", false },
		{ 550, "5.1.1 <helo@blacklist.example>: no such user", false },
		{ 550, "no mailbox <ravi@blacklist.example> here", false },
		{ 554, "5.7.1 <ravi@y.example>: Recipient address rejected: blocked using a list",
			false },
		{ 552, "5.2.1 this mailbox is blacklisted", false },
		{ 550, "no", false },
		{ 550, "", false },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(cases); i++)
		if (courier_status_is_about_us(f->m, cases[i].code, cases[i].words,
			"bounce+7.ab@b.example") != cases[i].is_about_us)
			fail_msg("%d %s", cases[i].code, cases[i].words);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	static const struct CMUnitTest tests[] = {
		TEST(test_bounce_read__every_shape),
		TEST(test_bounce_read__several_recipients),
		TEST(test_bounce_read__forged_ones_say_nothing),
		TEST(test_bounce_read__no_report_no_change),
		TEST(test_bounce_read__nested_and_huge),
		TEST(test_bounce_read__status_of_a_reply),
		TEST(test_bounce_read__refusals_about_us),
	};
	int failed;

	courier_mail_init();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	courier_mail_release();
	return failed;
}
