/*
 * test_mail_sms: a text message as the gateway of the settings wants it, and what its answer means;
 * and which settings of mail and text messages cannot work together.
 */
#include "base/banned.h"
#include "tools/courier_sms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "arena_fixture.h"
#include "tools/courier_settings.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static void
test_mail_sms__values_stay_values(void **state)
{
	static const struct sms_values values = { "+919812345678",
		"\"Hi\" & <bye> \xe2\x82\xb9" "5 $to\\", "1107", "PPDEMO", "k=y" };
	static const struct {
		const char	*pattern;
		enum sms_escape	 escape;
		const char	*filled;
	} cases[] = {
		{ "to=$to&text=$text", SMS_ESCAPE_FORM, "to=%2B919812345678&text="
		  "%22Hi%22%20%26%20%3Cbye%3E%20%E2%82%B95%20%24to%5C" },
		{ "{\"to\":\"$to\",\"x\":\"$text\"}", SMS_ESCAPE_JSON, "{\"to\":\"+919812345678\","
		  "\"x\":\"\\\"Hi\\\" & <bye> \xe2\x82\xb9" "5 $to\\\\\"}" },
		{ "<t a='$text'/>", SMS_ESCAPE_XML, "<t a='&#34;Hi&#34; &#38; &#60;bye&#62; "
		  "\xe2\x82\xb9" "5 $to\\'/>" },
		{ "$template_id,$sender,$secret", SMS_ESCAPE_NONE, "1107,PPDEMO,k=y" },
		{ "Authorization: Bearer $secret", SMS_ESCAPE_NONE, "Authorization: Bearer k=y" },
		{ "$", SMS_ESCAPE_NONE, "$" },
		{ "$$to $other $to_ $TO $5", SMS_ESCAPE_NONE, "$+919812345678 $other $to_ $TO $5" },
		{ "", SMS_ESCAPE_NONE, "" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *filled = courier_sms_fill(*state, cases[i].pattern, &values,
		    cases[i].escape);

		if (strcmp(filled, cases[i].filled) != 0)
			fail_msg("%s gives\n%s\nnot\n%s", cases[i].pattern, filled,
			    cases[i].filled);
	}
}

static void
test_mail_sms__control_characters_are_escaped_in_json(void **state)
{
	static const struct sms_values values = { "", "a\nb\t\x01", "", "", "" };

	assert_string_equal(courier_sms_fill(*state, "$text", &values, SMS_ESCAPE_JSON),
	    "a\\u000ab\\u0009\\u0001");
}

static void
test_mail_sms__the_content_type_tells_how(void **state)
{
	static const struct { const char *header; enum sms_escape escape; } cases[] = {
		{ "Content-Type: application/json", SMS_ESCAPE_JSON },
		{ "content-type: Application/JSON; charset=utf-8", SMS_ESCAPE_JSON },
		{ "Content-Type: text/xml", SMS_ESCAPE_XML },
		{ "Content-Type: text/plain", SMS_ESCAPE_NONE },
		{ "Content-Type: application/x-www-form-urlencoded", SMS_ESCAPE_FORM },
		{ "Content-Type: something/else", SMS_ESCAPE_FORM },
		{ "Accept: application/json", SMS_ESCAPE_FORM },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct config_pairs headers = { 2, { "1", "2" }, { "X: y", cases[i].header } };

		if (courier_sms_escape(&headers) != cases[i].escape)
			fail_msg("%s", cases[i].header);
	}
	assert_int_equal(courier_sms_escape(&(struct config_pairs){ 0 }), SMS_ESCAPE_FORM);
}

static void
test_mail_sms__judges_an_answer(void **state)
{
	static const struct { const char *success, *answer; bool is_good; } cases[] = {
		{ "", "", true },
		{ "", "anything", true },
		{ "OK", "status: OK", true },
		{ "OK", "status: ko", false },
		{ "(x", "a (x b", true },
		{ "/", "a/b", true },
		{ "//", "a//b", true },
		{ "/\"status\" *: *\"(queued|sent)\"/", "{\"status\": \"sent\"}", true },
		{ "/\"status\" *: *\"(queued|sent)\"/", "{\"status\": \"failed\"}", false },
		{ "/^1701\\|/", "1701|9198", true },
		{ "/^1701\\|/", "0|1701|9198", false },
		{ "/(/", "(", false },
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		if (courier_sms_is_success(*state, cases[i].success, cases[i].answer) !=
		    cases[i].is_good)
			fail_msg("%s in %s", cases[i].success, cases[i].answer);
}

static void
test_mail_sms__a_template_has_its_own_id_or_the_common_one(void **state)
{
	struct config_sms sms = { .template_id = "9", .templates = { 2, { "code", "test_message" },
		{ "1", "2" } } };

	assert_string_equal(courier_sms_template_id(*state, &sms, "code"), "1");
	assert_string_equal(courier_sms_template_id(*state, &sms, "test-message"), "2");
	assert_string_equal(courier_sms_template_id(*state, &sms, "other"), "9");
}

static void
test_mail_sms__settings_are_read(void **state)
{
	char file[] = "/tmp/test_mail_sms.XXXXXX";
	FILE *f = fdopen(mkstemp(file), "w");
	struct config c;
	const char *problem;

	fputs("mail.transport = maildir\nmail.smtp_tls = opportunistic\nsms.transport = http\n"
	    "sms.method = GET\nsms {\n\theader {\n\t\t1 = Content-Type: application/json\n"
	    "\t\t2 = X-Key: $secret\n\t}\n}\nsms.templates.test_message = 1107\n"
	    "sms.body = {\"to\":\"$to\"}\n", f);
	fclose(f);
	assert_int_equal(config_load(*state, file, &c, &problem), ERR_OK);
	unlink(file);

	assert_int_equal(c.mail.transport, MAIL_MAILDIR);
	assert_int_equal(c.mail.smtp_tls, TLS_OPPORTUNISTIC);
	assert_int_equal(c.sms.transport, SMS_HTTP);
	assert_int_equal(c.sms.method, SMS_GET);
	assert_int_equal(c.sms.headers.count, 2);
	assert_string_equal(c.sms.headers.values[0], "Content-Type: application/json");
	assert_string_equal(c.sms.headers.values[1], "X-Key: $secret");
	assert_string_equal(courier_sms_template_id(*state, &c.sms, "test-message"), "1107");
	assert_string_equal(c.sms.body, "{\"to\":\"$to\"}");
}

static void
test_mail_sms__a_word_that_is_no_choice_is_told(void **state)
{
	static const struct { const char *line, *problem; } cases[] = {
		{ "mail.transport = fax", "mail.transport: write smtp, sendmail or maildir, not "
		  "\"fax\"" },
		{ "mail.smtp_tls = yes", "mail.smtp_tls: write auto, required, opportunistic or "
		  "none, not \"yes\"" },
		{ "sms.method = PUT", "sms.method: write POST or GET, not \"PUT\"" },
		{ "sms.heder.1 = x", "sms.heder.1: there is no such setting" },
		{ "sms.header.a.b = x", "sms.header.a.b: there is no such setting" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		char file[] = "/tmp/test_mail_sms.XXXXXX";
		FILE *f = fdopen(mkstemp(file), "w");
		const char *problem;
		struct config c;
		enum err rc;

		fprintf(f, "%s\n", cases[i].line);
		fclose(f);
		rc = config_load(*state, file, &c, &problem);
		unlink(file);
		if (rc != ERR_INVALID || strstr(problem, cases[i].problem) == NULL)
			fail_msg("%s: %s", cases[i].line, problem);
	}
}

static struct config
good(void)
{
	struct config c = {
		.mail = { .transport = MAIL_SMTP, .from = "portal@portal.example", .from_name = "",
			.bounce_domain = "", .smtp_url = "smtp://127.0.0.1:25", .smtp_ca = "",
			.smtp_user = "", .smtp_password = "", .sendmail_path = "/usr/sbin/sendmail",
			.maildir = "" },
		.site_url = "http://localhost:8080",
		.sms = { .url = "", .folder = "" },
	};

	return c;
}

static void
test_mail_sms__settings_that_cannot_work_are_told(void **state)
{
	struct config c = good();

	assert_string_equal(courier_settings_problem(*state, &c), "");

#define REFUSED(change, word) \
	c = good(); \
	change; \
	if (strstr(courier_settings_problem(*state, &c), word) == NULL) \
		fail_msg("%s is not told: \"%s\"", word, courier_settings_problem(*state, &c))

	REFUSED(c.mail.from = "", "mail.from");
	REFUSED(c.mail.from = "x", "mail.from");
	REFUSED(c.mail.from = "-oQ/tmp", "mail.from");
	REFUSED(c.mail.bounce_domain = "a b", "mail.bounce_domain");
	REFUSED(c.mail.smtp_url = "http://x", "mail.smtp_url");
	REFUSED(c.mail.smtp_url = "smtp://user:word@x", "mail.smtp_url");
	REFUSED((c.mail.smtp_url = "smtp://x:25", c.mail.smtp_user = "u",
	    c.mail.smtp_tls = TLS_OPPORTUNISTIC), "mail.smtp_tls");
	REFUSED((c.mail.smtp_url = "smtp://x:25", c.mail.smtp_user = "u",
	    c.mail.smtp_tls = TLS_NONE), "mail.smtp_tls");
	REFUSED((c.mail.transport = MAIL_SENDMAIL, c.mail.sendmail_path = "sendmail"),
	    "mail.sendmail_path");
	REFUSED(c.mail.transport = MAIL_MAILDIR, "mail.maildir");
	REFUSED(c.sms.transport = SMS_HTTP, "sms.url");
	REFUSED((c.sms.transport = SMS_HTTP, c.sms.url = "file:///etc/passwd"), "sms.url");
	REFUSED(c.sms.transport = SMS_FOLDER, "sms.folder");
#undef REFUSED
}

static void
test_mail_sms__tls_is_left_out_only_within_this_machine(void **state)
{
	static const struct { const char *url; enum smtp_tls tls; } cases[] = {
		{ "smtp://127.0.0.1:25", TLS_NONE },
		{ "smtp://localhost", TLS_NONE },
		{ "smtp://LOCALHOST:25/name.example", TLS_NONE },
		{ "smtp://[::1]:25", TLS_NONE },
		{ "smtp://127.0.0.1.example.org:25", TLS_REQUIRED },
		{ "smtp://localhost.example.org", TLS_REQUIRED },
		{ "smtp://mx.example.org:587", TLS_REQUIRED },
		{ "smtps://mx.example.org", TLS_REQUIRED },
		{ "smtp://10.0.0.1", TLS_REQUIRED },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct config c = good();

		c.mail.smtp_url = cases[i].url;
		if (courier_settings_tls(&c) != cases[i].tls)
			fail_msg("%s", cases[i].url);
		c.mail.smtp_tls = TLS_OPPORTUNISTIC;
		assert_int_equal(courier_settings_tls(&c), TLS_OPPORTUNISTIC);
	}
}

/* Servers refuse a name that is not a full one, and a machine's often is not. */
static void
test_mail_sms__the_server_is_told_a_full_name(void **state)
{
	static const struct { const char *url, *site, *server; } cases[] = {
		{ "smtp://mx.example:25", "https://portal.asha.example:8443",
			"smtp://mx.example:25/portal.asha.example" },
		{ "smtp://mx.example/", "https://portal.asha.example",
			"smtp://mx.example/portal.asha.example" },
		{ "smtps://[::1]:465", "http://portal.asha.example",
			"smtps://[::1]:465/portal.asha.example" },
		/* What the administrator wrote stands. */
		{ "smtp://mx.example/mail.example", "https://portal.asha.example",
			"smtp://mx.example/mail.example" },
		/* No full name: libcurl takes the machine's. */
		{ "smtp://mx.example", "http://localhost:8080", "smtp://mx.example" },
		{ "smtp://mx.example", "http://192.0.2.1", "smtp://mx.example" },
		{ "smtp://mx.example", "http://[2001:db8::192.0.2.1]:80", "smtp://mx.example" },
		{ "smtp://mx.example", "http://portal.", "smtp://mx.example" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct config c = good();

		c.mail.smtp_url = cases[i].url;
		c.site_url = cases[i].site;
		if (strcmp(courier_settings_server(*state, &c), cases[i].server) != 0)
			fail_msg("%s: %s", cases[i].url, courier_settings_server(*state, &c));
	}
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(test_mail_sms__values_stay_values),
		CASE(test_mail_sms__control_characters_are_escaped_in_json),
		CASE(test_mail_sms__the_content_type_tells_how),
		CASE(test_mail_sms__judges_an_answer),
		CASE(test_mail_sms__a_template_has_its_own_id_or_the_common_one),
		CASE(test_mail_sms__settings_are_read),
		CASE(test_mail_sms__a_word_that_is_no_choice_is_told),
		CASE(test_mail_sms__settings_that_cannot_work_are_told),
		CASE(test_mail_sms__tls_is_left_out_only_within_this_machine),
		CASE(test_mail_sms__the_server_is_told_a_full_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
