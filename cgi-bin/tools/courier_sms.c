#include "base/banned.h"
#include "tools/courier_sms.h"

#include <regex.h>
#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "base/str.h"
#include "base/text.h"
#include "tools/courier_net.h"

#define FILLED_BYTES (64 * 1024) /* a message of 1600 characters, each escaped, fits many times */

static void
add_json(struct str *out, const char *text)
{
	for (; *text != '\0'; text++)
		if (*text == '"' || *text == '\\')
			str_add_fmt(out, "\\%c", *text);
		else if ((unsigned char)*text < ' ')
			str_add_fmt(out, "\\u%04x", (unsigned int)*text);
		else
			str_add_char(out, *text);
}

static void
add_xml(struct str *out, const char *text)
{
	for (; *text != '\0'; text++)
		if (strchr("<>&\"'", *text) != NULL)
			str_add_fmt(out, "&#%d;", *text);
		else
			str_add_char(out, *text);
}

static void
add_value(struct mem *m, struct str *out, const char *text, enum sms_escape escape)
{
	switch (escape) {
	case SMS_ESCAPE_FORM:
		str_add(out, text_percent_encode(m, text));
		break;
	case SMS_ESCAPE_JSON:
		add_json(out, text);
		break;
	case SMS_ESCAPE_XML:
		add_xml(out, text);
		break;
	default:
		str_add(out, text);
	}
}

/* The value that a word behind "$" stands for, NULL where it is none of ours. */
static const char *
value_of(const struct sms_values *v, const char *word, size_t length)
{
	const struct { const char *word, *value; } words[] = {
		{ "to", v->to }, { "text", v->text }, { "template_id", v->template_id },
		{ "sender", v->sender }, { "secret", v->secret },
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i].word) == length && memcmp(words[i].word, word, length) == 0)
			return words[i].value;
	return NULL;
}

const char *
courier_sms_fill(struct mem *m, const char *pattern, const struct sms_values *v,
    enum sms_escape escape)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz_";
	const char *value, *filled;
	struct str out;

	str_init(&out, FILLED_BYTES);
	while (*pattern != '\0') {
		size_t length = *pattern == '$' ? strspn(pattern + 1, letters) : 0;

		value = length > 0 ? value_of(v, pattern + 1, length) : NULL;
		if (value != NULL)
			add_value(m, &out, value, escape);
		else
			str_add_bytes(&out, pattern, length + 1);
		pattern += length + 1;
	}
	filled = mem_dup(m, out.text);
	str_release(&out);
	return filled;
}

enum sms_escape
courier_sms_escape(const struct config_pairs *headers)
{
	size_t i;

	for (i = 0; i < headers->count; i++) {
		if (strncasecmp(headers->values[i], "Content-Type:", 13) != 0)
			continue;
		if (strcasestr(headers->values[i], "json") != NULL)
			return SMS_ESCAPE_JSON;
		if (strcasestr(headers->values[i], "xml") != NULL)
			return SMS_ESCAPE_XML;
		if (strcasestr(headers->values[i], "text/plain") != NULL)
			return SMS_ESCAPE_NONE;
	}
	return SMS_ESCAPE_FORM;
}

bool
courier_sms_is_success(struct mem *m, const char *success, const char *answer)
{
	size_t length = strlen(success);
	regex_t pattern;
	bool is_found;

	if (length < 3 || success[0] != '/' || success[length - 1] != '/')
		return strstr(answer, success) != NULL;
	if (regcomp(&pattern, mem_dup_bytes(m, success + 1, length - 2),
		REG_EXTENDED | REG_NOSUB) != 0) {
		log_err("sms.success is not a pattern that can be used");
		return false;
	}
	is_found = regexec(&pattern, answer, 0, NULL, 0) == 0;
	regfree(&pattern);
	return is_found;
}

const char *
courier_sms_template_id(struct mem *m, const struct config_sms *sms, const char *template)
{
	char *name = mem_dup(m, template), *c;
	size_t i;

	/* A setting's name has no "-". */
	for (c = name; *c != '\0'; c++)
		if (*c == '-')
			*c = '_';
	for (i = 0; i < sms->templates.count; i++)
		if (strcmp(sms->templates.names[i], name) == 0)
			return sms->templates.values[i];
	return sms->template_id;
}

/*
 * 4xx about our key, address or pace can be put right, and then the message goes. An answer that
 * does not say it was taken is asked again: two messages are better than none.
 */
static struct outcome
judge(struct mem *m, const struct config_sms *sms, const struct net_answer *a)
{
	static const int ours[] = { 401, 402, 403, 404, 405, 407, 408, 425, 429 };
	struct outcome out = { .fate = FATE_LATER, .code = a->status };
	bool is_ours = false;
	size_t i;

	for (i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		is_ours |= a->status == ours[i];
	if (a->status == 0) {
		out.words = mem_fmt(m, "no answer from the SMS gateway: %s", a->problem);
	} else if (a->status >= 200 && a->status < 300) {
		bool is_taken = courier_sms_is_success(m, sms->success, a->body);

		out.fate = is_taken ? FATE_SENT : FATE_LATER;
		out.words = is_taken ? "accepted by the SMS gateway" :
		    "the SMS gateway answered, but not what sms.success says";
	} else {
		out.fate = a->status >= 400 && a->status < 500 && !is_ours ? FATE_FAILED :
		    FATE_LATER;
		out.words = mem_fmt(m, "%s by the SMS gateway: %d",
		    out.fate == FATE_FAILED ? "refused" : "not taken now", a->status);
	}
	return out;
}

struct outcome
courier_sms(struct courier *c, const struct outbox_job *job, const char *text)
{
	const struct config_sms *sms = &c->config->sms;
	struct sms_values values = { job->recipient, text,
		courier_sms_template_id(c->mem, sms, job->template), sms->sender, sms->secret };
	struct net_request request = {
		.url = courier_sms_fill(c->mem, sms->url, &values, SMS_ESCAPE_FORM),
		.is_post = sms->method == SMS_POST,
		.body = courier_sms_fill(c->mem, sms->body, &values,
		    courier_sms_escape(&sms->headers)),
		.header_count = sms->headers.count,
	};
	struct net_answer answer;
	size_t i;

	for (i = 0; i < sms->headers.count; i++) {
		request.headers[i] = courier_sms_fill(c->mem, sms->headers.values[i], &values,
		    SMS_ESCAPE_NONE);
		if (text_has_control(request.headers[i]))
			return (struct outcome){ .fate = FATE_FAILED,
				.words = "a header of the SMS gateway would hold a line end" };
	}
	answer = courier_net_ask(c->net, c->mem, &request);
	return judge(c->mem, sms, &answer);
}
