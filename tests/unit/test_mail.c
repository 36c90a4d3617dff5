/*
 * test_mail: what a mail looks like on the wire: any script intact, no header that a value made, no
 * line too long; and the templates and addresses that go into it.
 */
#include "base/banned.h"
#include "tools/courier_mail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/crypt.h"
#include "base/language.h"
#include "tools/courier.h"
#include "tools/courier_address.h"
#include "tools/courier_letter.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define LONGEST_LINE	998	/* RFC 5322 2.1.1 */
#define NAME_HINDI	"\xe0\xa4\xb8\xe0\xa5\x81\xe0\xa4\xa8\xe0\xa5\x80\xe0\xa4\xa4\xe0\xa4\xbe " \
			"\xe0\xa4\xa6\xe0\xa5\x87\xe0\xa4\xb6\xe0\xa4\xaa\xe0\xa4\xbe\xe0\xa4\x82\xe0\xa4\xa1\xe0\xa5\x87"
#define HINDI_SAVE	"\xe0\xa4\xb8\xe0\xa4\xb9\xe0\xa5\x87\xe0\xa4\x9c\xe0\xa5\x87\xe0\xa4\x82"
#define RUPEE		"\xe2\x82\xb9"

struct fixture {
	struct mem	*m;
	char		 folder[32];	/* templates of a test's own */
	struct config	 config;
};

static int
set_up(void **state)
{
	struct fixture *f = mem_keep(sizeof(*f));

	f->m = mem_new();
	snprintf(f->folder, sizeof(f->folder), "/tmp/test_mail.XXXXXX");
	if (crypt_init() != ERR_OK || mkdtemp(f->folder) == NULL)
		return -1;
	f->config.site_name = "Portal <& Co>";
	f->config.site_url = "https://portal.example";
	f->config.mail.from = "portal@portal.example";
	f->config.mail.bounce_domain = "";
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	static const char *const files[] = { "subject", "text", "html", "sms" };
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(files); i++)
		unlink(mem_fmt(f->m, "%s/mail/note/%s.cs", f->folder, files[i]));
	rmdir(mem_fmt(f->m, "%s/mail/note", f->folder));
	rmdir(mem_fmt(f->m, "%s/mail", f->folder));
	rmdir(f->folder);
	mem_free(&f->m);
	free(f);
	return 0;
}

static struct mail
sample(void)
{
	return (struct mail){ .from_name = "Portal", .from = "portal@portal.example",
		.to_name = "Ravi Iyer", .to = "ravi@example.org", .shown_to = "", .subject = "A note",
		.text = "Hello\n", .html = "<p>Hello</p>\n", .message_id = "7.abc@portal.example",
		.date = 1795000000 };
}

static const char *
build(struct fixture *f, const struct mail *mail, bool has_crlf)
{
	const char *bytes;
	size_t length;

	assert_int_equal(courier_mail_build(f->m, mail, has_crlf, &bytes, &length), ERR_OK);
	assert_int_equal(strlen(bytes), length);
	return bytes;
}

/* The mail as a reader shows it, by the other half of the module. */
static const char *
shown(struct fixture *f, const struct mail *mail)
{
	const char *path = mem_fmt(f->m, "%s/shown", f->folder);
	const char *bytes = build(f, mail, false);
	char *text = NULL, *copy;
	size_t length;
	FILE *to = fopen(path, "we");

	fputs(bytes, to);
	fclose(to);
	to = open_memstream(&text, &length);
	assert_int_equal(courier_mail_show(path, to), ERR_OK);
	fclose(to);
	unlink(path);
	copy = mem_dup(f->m, text);
	free(text);
	return copy;
}

static void
test_mail__has_the_headers_of_an_automatic_mail(void **state)
{
	static const char *const lines[] = { "From: Portal <portal@portal.example>\r\n",
		"To: Ravi Iyer <ravi@example.org>\r\n", "Subject: A note\r\n",
		"Date: Wed, 18 Nov 2026 11:06:40 +0000\r\n",
		"Message-Id: <7.abc@portal.example>\r\n", "Auto-Submitted: auto-generated\r\n",
		"MIME-Version: 1.0\r\n", "Content-Type: multipart/alternative; ",
		"Content-Type: text/plain; charset=us-ascii\r\n",
		"Content-Type: text/html; charset=us-ascii\r\n" };
	struct mail mail = sample();
	const char *bytes = build(*state, &mail, true);

	for (size_t i = 0; i < COUNT(lines); i++)
		if (strstr(bytes, lines[i]) == NULL)
			fail_msg("\"%s\" is missing in:\n%s", lines[i], bytes);
}

/* A file goes along as it is, whatever bytes it has, and the text stands where it did. */
static void
test_mail__a_file_goes_along(void **state)
{
	static const char *const lines[] = { "Content-Type: multipart/mixed; ",
		"Content-Type: multipart/alternative; ", "Content-Type: application/pdf; ",
		"Content-Transfer-Encoding: base64\r\n",
		"Content-Disposition: attachment; filename=INV-1.pdf\r\n",
		"\r\nJVBERi0A/wo=\r\n" };
	const struct attachment file = { "INV-1.pdf", "application/pdf", "%PDF-\0\xff\n", 8 };
	struct mail mail = sample();
	const char *bytes;

	mail.attached = &file;
	bytes = build(*state, &mail, true);
	for (size_t i = 0; i < COUNT(lines); i++)
		if (strstr(bytes, lines[i]) == NULL)
			fail_msg("\"%s\" is missing in:\n%s", lines[i], bytes);
	assert_non_null(strstr(shown(*state, &mail), "With:    INV-1.pdf\n\nHello\n"));
}

/* Whoever gets the same mail stands in it; the envelope is the sender's business. */
static void
test_mail__names_all_who_get_it(void **state)
{
	static const char *const broken[] = { "none", "a@b.example X\r\nBcc: c@d.example",
		"a@b.example A\nno address", "a@b.example A\n\nb@b.example B" };
	struct mail mail = sample();
	const char *text;
	size_t i;

	mail.shown_to = "bina@example.org Bina Shah\nravi@example.org Ravi Iyer\n"
	    "accounts@example.org " NAME_HINDI;
	text = shown(*state, &mail);
	assert_non_null(strstr(text, "To:      Bina Shah <bina@example.org>\n"));
	assert_non_null(strstr(text, "Cc:      Ravi Iyer <ravi@example.org>, " NAME_HINDI
	    " <accounts@example.org>\n"));

	mail.shown_to = "bina@example.org";
	text = shown(*state, &mail);
	assert_non_null(strstr(text, "To:      bina@example.org\n"));
	assert_null(strstr(text, "Cc:"));

	for (i = 0; i < COUNT(broken); i++) {
		struct fixture *f = *state;
		const char *bytes;
		size_t length;

		mail.shown_to = broken[i];
		if (courier_mail_build(f->m, &mail, true, &bytes, &length) != ERR_INVALID)
			fail_msg("taken: %s", broken[i]);
	}
}

static void
test_mail__keeps_any_script(void **state)
{
	struct mail mail = sample();
	const char *text;

	mail.to_name = NAME_HINDI;
	mail.from_name = "Zo\xc3\xab \"Z\" O'Neil, Ltd.";
	mail.subject = NAME_HINDI ": " RUPEE "12,500 ";
	mail.text = "Dear " NAME_HINDI ",\n" RUPEE "12,500 = due\n.\nFrom here\n";
	text = shown(*state, &mail);

	for (const char *c = build(*state, &mail, true); *c != '\0'; c++)
		assert_in_range(*c, 1, 126);
	assert_non_null(strstr(text, "To:      " NAME_HINDI " <ravi@example.org>\n"));
	assert_non_null(strstr(text, "Subject: " NAME_HINDI ": " RUPEE "12,500"));
	assert_non_null(strstr(text, "Zo\xc3\xab"));
	assert_non_null(strstr(text, mail.text));
}

static void
test_mail__no_value_makes_a_header(void **state)
{
	static const char *const values[] = { "A\r\nBcc: all@example.org", "A\nBcc: all@example.org",
		"A\rBcc: all@example.org", "A\xe2\x80\xa8""Bcc: x", "A\xc2\x85""Bcc: x", "A\x7f",
		"A\t\xff", "A\xe2\x80\xae" "B" };
	struct fixture *f = *state;
	const char *bytes;
	size_t length;

	for (size_t i = 0; i < COUNT(values); i++)
		for (int field = 0; field < 7; field++) {
			struct mail mail = sample();
			const char **fields[] = { &mail.from_name, &mail.from, &mail.to_name,
				&mail.to, &mail.subject, &mail.message_id, &mail.reply_to };

			*fields[field] = values[i];
			if (courier_mail_build(f->m, &mail, true, &bytes, &length) != ERR_INVALID)
				fail_msg("value %zu in field %d is taken:\n%s", i, field, bytes);
		}
}

/* What stands in a name as text must not become a second recipient. */
static void
test_mail__a_name_is_no_address(void **state)
{
	static const char *const names[] = { "a@b.example, c@d.example", "<x@y.example>",
		"\"quoted\" <x@y.example>", "back\\slash", "(comment)", "group: x@y.example;",
		"=?utf-8?q?Bcc:_x?=", "x, =?utf-8?b?QmNjOiB4?=" };
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(names); i++) {
		struct mail mail = sample();
		const char *to, *end;

		mail.to_name = names[i];
		to = strstr(build(f, &mail, true), "To: ");
		assert_non_null(to);
		end = strstr(to, "\r\n");
		while (end[2] == ' ' || end[2] == '\t')
			end = strstr(end + 2, "\r\n");
		to = mem_dup_bytes(f->m, to, (size_t)(end - to));
		if (strcmp(to + strlen(to) - 18, "<ravi@example.org>") != 0)
			fail_msg("%s gives %s", names[i], to);
		if (strstr(to, "example>,") != NULL || strstr(to, "d.example <") == to + 4)
			fail_msg("%s gives %s", names[i], to);
	}
}

static void
test_mail__refuses_what_is_no_address(void **state)
{
	static const char *const addresses[] = { "", "ravi", "ravi@", "@example.org",
		"ravi@example.org,all@example.org", "ravi@example.org all@example.org",
		"<ravi@example.org>", " ravi@example.org", "ravi@example.org>", "ravi@EXAMPLE.org",
		"\"a b\"@example.org" };
	struct fixture *f = *state;
	const char *bytes;
	size_t length;

	for (size_t i = 0; i < COUNT(addresses); i++) {
		struct mail mail = sample();

		mail.to = addresses[i];
		if (courier_mail_build(f->m, &mail, true, &bytes, &length) != ERR_INVALID)
			fail_msg("\"%s\" is taken", addresses[i]);
		mail.to = "ravi@example.org";
		mail.reply_to = addresses[i];
		if (mail.reply_to[0] != '\0' &&
		    courier_mail_build(f->m, &mail, true, &bytes, &length) != ERR_INVALID)
			fail_msg("\"%s\" is taken to answer to", addresses[i]);
	}
}

static void
test_mail__no_line_is_too_long(void **state)
{
	struct fixture *f = *state;
	struct mail mail = sample();
	char *many = mem_alloc(f->m, 30001);
	const char *bytes, *end;

	memset(many, 'x', 30000);
	mail.text = mem_fmt(f->m, "%s\n", many);
	mail.html = mem_fmt(f->m, "<p>%s</p>\n", many);
	mail.subject = mem_fmt(f->m, NAME_HINDI " %.900s", many);
	mail.to_name = mem_fmt(f->m, NAME_HINDI " %.900s", many);
	for (bytes = build(f, &mail, true); *bytes != '\0'; bytes = end + 2) {
		end = strstr(bytes, "\r\n");
		assert_non_null(end);
		if (end - bytes > LONGEST_LINE)
			fail_msg("a line of %ld bytes: %.60s", (long)(end - bytes), bytes);
	}
	assert_non_null(strstr(shown(f, &mail), mail.text));
}

static void
test_mail__lines_end_as_asked(void **state)
{
	struct mail mail = sample();
	const char *bytes = build(*state, &mail, true);

	for (const char *c = bytes; *c != '\0'; c++)
		if (*c == '\n')
			assert_true(c > bytes && c[-1] == '\r');
	assert_null(strchr(build(*state, &mail, false), '\r'));
}

static void
test_mail__shows_only_mail(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(courier_mail_show(mem_fmt(f->m, "%s/none", f->folder), stdout),
	    ERR_MISSING);
}

static void
write_part(struct fixture *f, const char *part, const char *text)
{
	FILE *file;

	mkdir(mem_fmt(f->m, "%s/mail", f->folder), 0700);
	mkdir(mem_fmt(f->m, "%s/mail/note", f->folder), 0700);
	file = fopen(mem_fmt(f->m, "%s/mail/note/%s.cs", f->folder, part), "we");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static enum err
print_from(struct fixture *f, const char *folder, const struct outbox_job *job, struct letter *l)
{
	struct courier c = { .mem = f->m, .config = &f->config,
		.html = templates_new(folder), .text = templates_new_text(folder) };
	enum err rc = courier_letter(&c, job, "Asha & Sons", l);

	templates_free(&c.html);
	templates_free(&c.text);
	return rc;
}

static enum err
print(struct fixture *f, const struct outbox_job *job, struct letter *l)
{
	return print_from(f, f->folder, job, l);
}

static struct outbox_job
job_with(const char *value)
{
	return (struct outbox_job){ .id = 7, .recipient = "ravi@example.org",
		.recipient_name = "Ravi", .template = "note", .values = { { "what", value, false } } };
}

static void
test_mail__an_answer_goes_where_the_message_says(void **state)
{
	struct mail mail = sample();

	assert_null(strstr(build(*state, &mail, true), "Reply-To"));
	mail.reply_to = "asha@example.org";
	assert_non_null(strstr(build(*state, &mail, true), "\r\nReply-To: asha@example.org\r\n"));
}

/* Each stands where the template puts it, so none looks like a line of ours. */
static void
test_mail__a_value_of_several_lines_is_told_line_by_line(void **state)
{
	struct fixture *f = *state;
	struct outbox_job job = job_with("x");
	struct letter l;

	write_part(f, "subject", "S\n");
	write_part(f, "html", "H\n");
	write_part(f, "text", "<?cs each:l = Data.what_lines ?>> <?cs var:l ?>\n<?cs /each ?>");
	job.values[0].name = "what_lines";
	job.values[0].value = "one\r\n\r\n-- \rPortal\tsays <b>";
	assert_int_equal(print(f, &job, &l), ERR_OK);
	assert_string_equal(l.text, "> one\n> \n> -- \n> Portal says <b>\n");
	job.values[0].value = "alone";
	assert_int_equal(print(f, &job, &l), ERR_OK);
	assert_string_equal(l.text, "> alone\n");
	job.values[0].value = "one\n\x1btwo";
	assert_int_equal(print(f, &job, &l), ERR_INVALID);
	job.values[0].name = "_lines";
	job.values[0].value = "one\ntwo";
	assert_int_equal(print(f, &job, &l), ERR_INVALID);
}

/* Never more than there is; in the language of who reads it. */
static void
test_mail__a_length_of_time_is_told_in_words(void **state)
{
	static const struct { const char *sec, *words; } cases[] = {
		{ "90", "90 seconds" }, { "600", "10 minutes" }, { "5459", "90 minutes" },
		{ "86400", "24 hours" }, { "604800", "7 days" }, { "262800", "3 days" },
	};
	static const char *const templates[] = { "prove-address", "email-prove",
		"prove-business-email" };
	struct fixture *f = *state;
	const char *shipped = mem_fmt(f->m, "%s/templates", getenv("POINTPERSON_SOURCE"));
	struct outbox_job job = job_with("x");
	struct letter l;

	write_part(f, "subject", "S\n");
	write_part(f, "html", "H\n");
	write_part(f, "text", "<?cs var:Data.what_sec ?>");
	job.values[0].name = "what_sec";
	for (size_t i = 0; i < COUNT(cases); i++) {
		job.values[0].value = cases[i].sec;
		assert_int_equal(print(f, &job, &l), ERR_OK);
		assert_string_equal(l.text, cases[i].words);
	}
	job.values[0] = (struct outbox_value){ "life_sec", "3600", false };
	for (size_t i = 0; i < COUNT(templates); i++) {
		job.template = templates[i];
		assert_int_equal(print_from(f, shipped, &job, &l), ERR_OK);
		assert_non_null(strstr(l.text, "Both can be used for 60 minutes.\n"));
		assert_non_null(strstr(l.html, "Both can be used for 60 minutes. "));
	}
	/* What was put into the outbox before an upgrade does not say it. */
	job.values[0].name = "what";
	for (size_t i = 0; i < COUNT(templates); i++) {
		job.template = templates[i];
		assert_int_equal(print_from(f, shipped, &job, &l), ERR_OK);
		assert_non_null(strstr(l.text, "Both can be used for a limited time.\n"));
		assert_non_null(strstr(l.html, "Both can be used for a limited time. "));
	}
}

static void
test_mail__values_are_escaped_for_their_part(void **state)
{
	struct fixture *f = *state;
	struct outbox_job job = job_with("<b>'\"& " RUPEE);
	struct letter l;

	write_part(f, "subject", "S <?cs var:Data.what ?>\n");
	write_part(f, "text", "T <?cs var:Data.what ?> <?cs var:Data.account_name ?>\n");
	write_part(f, "html", "H <?cs var:Data.what ?> <?cs var:Data.site_name ?> "
	    "<?cs var:Data.recipient_name ?>\n");
	assert_int_equal(print(f, &job, &l), ERR_OK);

	assert_string_equal(l.subject, "S <b>'\"& " RUPEE);
	assert_string_equal(l.text, "T <b>'\"& " RUPEE " Asha & Sons\n");
	assert_string_equal(l.html, "H &lt;b&gt;&#39;&quot;&amp; " RUPEE
	    " Portal &lt;&amp; Co&gt; Ravi\n");
}

static void
test_mail__is_written_in_its_language(void **state)
{
	struct fixture *f = *state;
	struct outbox_job job = job_with("Save");
	struct letter l;

	language_open(mem_fmt(f->m, "%s/locale", getenv("POINTPERSON_BUILD")));
	write_part(f, "subject", "Save\n");
	write_part(f, "text", "Save\n\n<?cs var:Data.what ?>\n");
	write_part(f, "html", "<p lang=\"<?cs var:Data.language ?>\">Save</p>");
	assert_int_equal(print(f, &job, &l), ERR_OK);
	assert_string_equal(l.subject, "Save");
	job.language = "hi";
	assert_int_equal(print(f, &job, &l), ERR_OK);
	assert_string_equal(l.subject, HINDI_SAVE);
	/* A value is what somebody typed, not a text of ours. */
	assert_string_equal(l.text, HINDI_SAVE "\n\nSave\n");
	assert_string_equal(l.html, "<p lang=\"hi\">" HINDI_SAVE "</p>");
	job.language = "";
	assert_int_equal(print(f, &job, &l), ERR_OK);
	assert_string_equal(l.subject, "Save");
	language_open("/nowhere");
}

static void
test_mail__refuses_values_with_control_characters(void **state)
{
	static const char *const values[] = { "a\nb", "a\r\nBcc: x", "a\xe2\x80\xae" "b", "\x1b[2J",
		"\xff" };
	struct fixture *f = *state;
	struct letter l;

	write_part(f, "subject", "S\n");
	write_part(f, "text", "T\n");
	write_part(f, "html", "H\n");
	for (size_t i = 0; i < COUNT(values); i++) {
		struct outbox_job job = job_with(values[i]);

		if (print(f, &job, &l) != ERR_INVALID)
			fail_msg("value %zu is taken", i);
	}
}

static void
test_mail__a_template_that_is_missing_is_told(void **state)
{
	struct fixture *f = *state;
	struct outbox_job job = job_with("x");
	struct letter l;

	assert_int_equal(print(f, &job, &l), ERR_MISSING);
	write_part(f, "subject", "S\n");
	write_part(f, "text", "T\n");
	assert_int_equal(print(f, &job, &l), ERR_MISSING);
	job.template = "../note";
	assert_int_equal(print(f, &job, &l), ERR_MISSING);
}

static void
test_mail__a_text_message_has_one_part(void **state)
{
	struct fixture *f = *state;
	struct outbox_job job = job_with("482 913");
	struct letter l;

	job.channel = OUTBOX_SMS;
	write_part(f, "sms", "\n<?cs var:Data.what ?> is your code\n\n");
	assert_int_equal(print(f, &job, &l), ERR_OK);

	assert_string_equal(l.text, "482 913 is your code");
	assert_string_equal(l.subject, "");
}

static void
test_mail__its_sender_names_the_message(void **state)
{
	struct fixture *f = *state;
	const char *first, *second;

	assert_string_equal(courier_sender(f->m, &f->config, 7), "portal@portal.example");
	f->config.mail.bounce_domain = "bounces.example";
	first = courier_sender(f->m, &f->config, 7);
	assert_int_equal(strncmp(first, "bounce+7.", 9), 0);
	assert_string_equal(strchr(first, '@'), "@bounces.example");
	assert_string_equal(first, courier_sender(f->m, &f->config, 7));
	second = courier_sender(f->m, &f->config, 8);
	assert_string_not_equal(strchr(first, '.'), strchr(second, '.'));
	assert_true(strcspn(courier_sender(f->m, &f->config, INT64_MAX), "@") <= 64);
	f->config.keys.mac[0] ^= 1;
	assert_string_not_equal(courier_sender(f->m, &f->config, 7), first);
}

static void
test_mail__a_log_shows_no_address(void **state)
{
	static const struct { const char *recipient, *shown; } cases[] = {
		{ "ravi@example.org", "r...@example.org" },
		{ "r@example.org", "r...@example.org" },
		{ "+919812345678", "...78" },
		{ "12", "..." },
		{ "", "..." },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(courier_mask(f->m, cases[i].recipient), cases[i].shown);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(test_mail__has_the_headers_of_an_automatic_mail),
		CASE(test_mail__a_file_goes_along),
		CASE(test_mail__names_all_who_get_it),
		CASE(test_mail__keeps_any_script),
		CASE(test_mail__no_value_makes_a_header),
		CASE(test_mail__a_name_is_no_address),
		CASE(test_mail__refuses_what_is_no_address),
		CASE(test_mail__no_line_is_too_long),
		CASE(test_mail__lines_end_as_asked),
		CASE(test_mail__shows_only_mail),
		CASE(test_mail__an_answer_goes_where_the_message_says),
		CASE(test_mail__a_value_of_several_lines_is_told_line_by_line),
		CASE(test_mail__a_length_of_time_is_told_in_words),
		CASE(test_mail__values_are_escaped_for_their_part),
		CASE(test_mail__is_written_in_its_language),
		CASE(test_mail__refuses_values_with_control_characters),
		CASE(test_mail__a_template_that_is_missing_is_told),
		CASE(test_mail__a_text_message_has_one_part),
		CASE(test_mail__its_sender_names_the_message),
		CASE(test_mail__a_log_shows_no_address),
	};
	int failed;

	courier_mail_init();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	courier_mail_release();
	return failed;
}
