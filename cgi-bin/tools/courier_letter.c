#include "base/banned.h"
#include "tools/courier_letter.h"

#include <string.h>

#include "base/language.h"
#include "base/text.h"
#include "base/valid.h"
#include "tools/courier_settings.h"

#define LETTER_BYTES	(128 * 1024)	/* many times the longest of ours */
#define LINES_ENDING	"_lines"	/* of a value's name: see domain/outbox.h */
#define TIME_ENDING	"_sec"

static enum err
print(struct courier *c, struct templates *ts, const struct outbox_job *job, const char *part,
    struct tree *t, const char **out)
{
	struct str text;
	enum err rc;

	str_init(&text, LETTER_BYTES);
	rc = templates_render(ts, mem_fmt(c->mem, "mail/%s/%s.cs", job->template, part), t, &text);
	*out = mem_dup(c->mem, rc == ERR_OK ? text.text : "");
	str_release(&text);
	return rc;
}

/* No value makes a line of its own, in a header or in a text that people read as ours. */
static enum err
set(struct courier *c, struct tree *t, const char *name, const char *value)
{
	if (text_has_control(value))
		return ERR_INVALID;
	return tree_set(t, mem_fmt(c->mem, "Data.%s", name), value);
}

static char *
tabs_to_spaces(char *text)
{
	char *at;

	for (at = text; (at = strchr(at, '\t')) != NULL;)
		*at = ' ';
	return text;
}

/* Each line for itself: the template says how it stands in the text. */
static enum err
set_lines(struct courier *c, struct tree *t, const char *name, const char *value)
{
	size_t i, length;
	enum err rc;

	for (i = 0;; i++) {
		length = strcspn(value, "\r\n");
		if ((rc = set(c, t, mem_fmt(c->mem, "%s.%zu", name, i),
			 tabs_to_spaces(mem_dup_bytes(c->mem, value, length)))) != ERR_OK)
			return rc;
		if (value[length] == '\0')
			return ERR_OK;
		value += length + (strncmp(value + length, "\r\n", 2) == 0 ? 2 : 1);
	}
}

static bool
ends_in(const char *name, const char *ending)
{
	size_t length = strlen(name), least = strlen(ending);

	return length > least && strcmp(name + length - least, ending) == 0;
}

/* As its name says what it is. */
static enum err
set_value(struct courier *c, struct tree *t, const struct outbox_value *v)
{
	int64_t sec;

	if (ends_in(v->name, LINES_ENDING))
		return set_lines(c, t, v->name, v->value);
	if (ends_in(v->name, TIME_ENDING) && valid_id(v->value, &sec))
		return set(c, t, v->name, language_life(c->mem, sec));
	return set(c, t, v->name, v->value);
}

static enum err
fill(struct courier *c, const struct outbox_job *job, const char *account_name, struct tree *t)
{
	const struct outbox_value *v;
	enum err rc;

	for (v = job->values; v->name != NULL; v++)
		if ((rc = set_value(c, t, v)) != ERR_OK)
			return rc;
	if ((rc = set(c, t, "language", language_html(c->mem))) != ERR_OK ||
	    (rc = set(c, t, "site_name", c->config->site_name)) != ERR_OK ||
	    (rc = set(c, t, "site_url", c->config->site_url)) != ERR_OK ||
	    /* What a text message with a code is bound to, as browsers compare it. */
	    (rc = set(c, t, "site_host", courier_settings_host(c->mem, c->config))) != ERR_OK ||
	    (rc = set(c, t, "account_name", account_name)) != ERR_OK)
		return rc;
	return set(c, t, "recipient_name", job->recipient_name);
}

static enum err
print_all(struct courier *c, const struct outbox_job *job, struct tree *t, struct letter *l)
{
	enum err rc;

	*l = (struct letter){ "", "", "" };
	if (job->channel == OUTBOX_SMS) {
		rc = print(c, c->text, job, "sms", t, &l->text);
		l->text = text_trim(c->mem, l->text);
		return rc;
	}
	if ((rc = print(c, c->text, job, "subject", t, &l->subject)) != ERR_OK ||
	    (rc = print(c, c->text, job, "text", t, &l->text)) != ERR_OK ||
	    (rc = print(c, c->html, job, "html", t, &l->html)) != ERR_OK)
		return rc;
	l->subject = text_trim(c->mem, l->subject);
	return text_has_control(l->subject) ? ERR_INVALID : ERR_OK;
}

enum err
courier_letter(struct courier *c, const struct outbox_job *job, const char *account_name,
    struct letter *l)
{
	struct tree *t = tree_new();
	enum err rc;

	language_use(job->language == NULL ? "" : job->language);
	if ((rc = fill(c, job, account_name, t)) == ERR_OK)
		rc = print_all(c, job, t, l);
	tree_free(&t);
	return rc;
}
