#include "base/banned.h"
#include "web/form.h"

#include <assert.h>
#include <string.h>

#include "base/language.h"
#include "base/log.h"
#include "base/text.h"
#include "base/valid.h"
#include "web/request.h"

/* What a tick may be sent as: "yes" by our forms, the others by scripts. */
static const char *const ticked[] = { "yes", "on", "1", "true", NULL };
static const char *const unticked[] = { "", "no", "off", "0", "false", NULL };

const struct field no_fields[] = {
	{ .name = NULL }
};

const struct field version_fields[] = {
	VERSION_FIELD,
	{ .name = NULL }
};

const char *
choice_label(const struct choice *choices, const char *value)
{
	for (; choices->value != NULL; choices++)
		if (strcmp(choices->value, value) == 0)
			return language_text(choices->label);
	return value;
}

const struct field *
form_field(const struct field *fields, const char *name)
{
	for (; fields != NULL && fields->name != NULL; fields++)
		if (strcmp(fields->name, name) == 0)
			return fields;
	return NULL;
}

bool
form_is_secret(const struct field *f)
{
	return f->kind == FIELD_PASSWORD || f->kind == FIELD_CODE;
}

/*
 * Outer spaces are nobody's intention; a password is taken exactly as typed; a path that is none of
 * ours is dropped.
 */
static const char *
clean(struct exchange *x, const struct field *f, const char *value)
{
	if (f->kind == FIELD_PATH)
		return valid_local_path(value) ? value : "";
	return f->kind == FIELD_PASSWORD ? value : text_trim(x->cx.mem, value);
}

const char *
form_text(const struct req *rq, const char *name)
{
	const struct field *f = form_field(rq->x->route->fields, name);
	const struct urlencoded_field *sent = urlencoded_find(&rq->x->sent, name, NULL);

	if (f == NULL) {
		log_err("form: %s is not a field of %s", name, rq->x->route->path);
		assert(f != NULL);
	}
	if (f->kind == FIELD_TICKS)
		return form_ticks(rq->cx->mem, &rq->x->sent, name);
	return sent == NULL ? "" : clean(rq->x, f, sent->value);
}

static bool
is_word(const char *value, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strcmp(value, *words) == 0)
			return true;
	return false;
}

bool
form_flag(const struct req *rq, const char *name)
{
	return is_word(form_text(rq, name), ticked);
}

int64_t
form_count(const struct req *rq, const char *name)
{
	int64_t value;

	return valid_count(form_text(rq, name), &value) ? value : 0;
}

const char *
form_query(const struct req *rq, const char *const *paging)
{
	const struct field *f;
	const char *query = "", *value;

	for (f = rq->x->route->fields; f->name != NULL; f++) {
		value = form_text(rq, f->name);
		if (value[0] != '\0' && !is_word(f->name, paging))
			query = mem_fmt(rq->cx->mem, "%s&%s=%s", query, f->name,
			    text_percent_encode(rq->cx->mem, value));
	}
	return query;
}

struct problems *
form_problems(struct req *rq)
{
	return &rq->x->problems;
}

bool
form_was_sent(const struct req *rq)
{
	return rq->x->is_again;
}

static bool
is_choice(const struct field *f, const char *value)
{
	const struct choice *c;

	for (c = f->choices; c->value != NULL; c++)
		if (strcmp(c->value, value) == 0)
			return true;
	return false;
}

static void
check_missing(struct exchange *x, const struct field *f)
{
	if (f->missing != NULL)
		problems_add(&x->problems, f->name, "%s", language_text(f->missing));
	else
		problems_add(&x->problems, f->name, "Enter %s.", language_text(f->label));
}

static void
check_text(struct exchange *x, const struct field *f, const char *value)
{
	size_t length = f->kind == FIELD_PASSWORD ? strlen(value) : text_characters(value);

	if (length > f->longest)
		problems_add(&x->problems, f->name,
		    "%s must be at most %zu characters; this has %zu.",
		    language_text(f->label), f->longest, length);
	else if (f->kind != FIELD_PASSWORD && text_has_control(value))
		problems_add(&x->problems, f->name,
		    "%s holds a line break or another invisible character. "
		    "Type it without.",
		    language_text(f->label));
}

/* Line ends and tabs are what such a field is for. */
static bool
has_hidden_character(struct mem *m, const char *lines)
{
	char *text = mem_dup(m, lines), *at;

	for (at = text; (at = strpbrk(at, "\r\n\t")) != NULL;)
		*at = ' ';
	return text_has_control(text);
}

static void
check_lines(struct exchange *x, const struct field *f, const char *value)
{
	if (strlen(value) > f->longest)
		problems_add(&x->problems, f->name,
		    "%s must be at most %zu KB; this has %zu. Send it in parts.", f->label,
		    f->longest / 1024, (strlen(value) + 1023) / 1024);
	else if (has_hidden_character(x->cx.mem, value))
		problems_add(&x->problems, f->name,
		    "%s holds an invisible character that is no line end. Type it without.",
		    f->label);
}

/*
 * One field's value. A hidden one is made by our own page, so a broken one was made by somebody
 * else.
 */
static enum err
check_value(struct exchange *x, const struct field *f, const char *value)
{
	int64_t number;

	switch (f->kind) {
	case FIELD_COUNT:
		return valid_count(value, &number) || (value[0] == '\0' && f->need == OPTIONAL) ?
		    ERR_OK : ERR_MALFORMED;
	case FIELD_CHOICE:
	case FIELD_LIST:
		if (value[0] != '\0' && !is_choice(f, value))
			return ERR_MALFORMED;
		if (value[0] == '\0' && f->need == REQUIRED)
			check_missing(x, f);
		return ERR_OK;
	case FIELD_ROW:
		if (value[0] != '\0' && !valid_id(value, &number))
			return ERR_MALFORMED;
		if (value[0] == '\0' && f->need == REQUIRED)
			check_missing(x, f);
		return ERR_OK;
	case FIELD_LANGUAGE:
		if (value[0] == '\0' && f->need == REQUIRED)
			check_missing(x, f);
		return value[0] == '\0' || strcmp(value, LANGUAGE_OF_BROWSER) == 0 ||
		    language_find(value) != NULL ? ERR_OK : ERR_MALFORMED;
	case FIELD_FLAG:
		if (is_word(value, unticked) && f->need == REQUIRED)
			check_missing(x, f);
		return is_word(value, ticked) || is_word(value, unticked) ? ERR_OK : ERR_MALFORMED;
	case FIELD_TICKS:
		return form_ticks_are_sound(value, f->longest) ? ERR_OK : ERR_MALFORMED;
	case FIELD_PATH:
	case FIELD_SEALED:
		return ERR_OK;
	default:
		if (value[0] == '\0' && f->need == REQUIRED)
			check_missing(x, f);
		else if (f->kind == FIELD_LINES)
			check_lines(x, f, value);
		else
			check_text(x, f, value);
		return ERR_OK;
	}
}

static enum err
check_field(struct exchange *x, const struct field *f)
{
	const struct urlencoded_field *sent;
	size_t times;

	if (f->kind == FIELD_TICKS)
		return check_value(x, f, form_text(&x->req, f->name));
	sent = urlencoded_find(&x->sent, f->name, &times);
	if (times > 1) {
		log_warn("form: %s was sent %zu times", f->name, times);
		return ERR_MALFORMED;
	}
	return check_value(x, f, sent == NULL ? "" : clean(x, f, sent->value));
}

static bool
is_repeated(struct exchange *x, const char *name)
{
	size_t times;

	urlencoded_find(&x->sent, name, &times);
	return times > 1;
}

enum err
form_check(struct exchange *x)
{
	const struct field *f;
	enum err rc;

	if (is_repeated(x, "csrf") || is_repeated(x, "nonce"))
		return ERR_MALFORMED;
	for (f = x->route->fields; f != NULL && f->name != NULL; f++)
		if ((rc = check_field(x, f)) != ERR_OK)
			return rc;
	return ERR_OK;
}

void
form_make_key(struct exchange *x)
{
	const struct urlencoded_field *nonce = urlencoded_find(&x->sent, "nonce", NULL);
	const struct field *f;
	const char *all;

	x->nonce =
	    nonce != NULL && valid_token(nonce->value, CRYPT_NONCE_BYTES) ? nonce->value : "";
	x->cx.form_nonce = x->nonce;
	all =
	    mem_fmt(x->cx.mem, "%lld %s %s", (long long)x->cx.actor.session_id, x->path, x->nonce);
	for (f = x->route->fields; f != NULL && f->name != NULL; f++)
		all = mem_fmt(x->cx.mem, "%s\n%s=%s", all, f->name,
		    text_percent_encode(x->cx.mem, form_text(&x->req, f->name)));
	crypt_hash(all, strlen(all), x->key_hash);
}
