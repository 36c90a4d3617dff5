#include "base/banned.h"
#include "web/form.h"

#include <assert.h>
#include <string.h>

#include "base/language.h"
#include "base/phone.h"
#include "web/view.h"

void
form_fill(struct req *rq, const char *name, const char *value)
{
	struct exchange *x = rq->x;

	assert(form_field(x->shown, name) != NULL);
	assert(x->filled_count < FILLED_MAX);
	x->filled[x->filled_count++] = (struct filled){ name, value };
}

void
form_fill_flag(struct req *rq, const char *name, bool value)
{
	form_fill(rq, name, value ? "yes" : "");
}

void
form_fill_count(struct req *rq, const char *name, int64_t value)
{
	form_fill(rq, name, mem_fmt(rq->cx->mem, "%lld", (long long)value));
}

void
form_offer(struct req *rq, const char *name, int64_t id, const char *label)
{
	struct exchange *x = rq->x;

	assert(form_field(x->shown, name) != NULL);
	assert(x->offered_count < OFFERED_MAX);
	x->offered[x->offered_count++] = (struct offered){ name,
		{ mem_fmt(x->cx.mem, "%lld", (long long)id), label } };
}

void
form_fill_phone(struct req *rq, const char *name, const char *e164)
{
	char shown[PHONE_SHOWN_BYTES];

	phone_show(e164, shown, sizeof(shown));
	form_fill(rq, name, mem_dup(rq->cx->mem, shown));
}

const char *
form_filled(const struct exchange *x, const char *name)
{
	size_t i;

	for (i = 0; i < x->filled_count; i++)
		if (strcmp(x->filled[i].name, name) == 0)
			return x->filled[i].value;
	return "";
}

static bool
is_hidden(const struct field *f)
{
	return f->label == NULL;
}

/* Two spellings of one phone number do not differ. */
static bool
means_same(struct exchange *x, const struct field *f, const char *a, const char *b)
{
	const char *region = x->cx.actor.account_region;
	char one[PHONE_E164_BYTES], other[PHONE_E164_BYTES];

	if (f->kind == FIELD_PHONE && phone_parse(a, region, one) == PHONE_OK &&
	    phone_parse(b, region, other) == PHONE_OK)
		return strcmp(one, other) == 0;
	return strcmp(a, b) == 0;
}

/* What was typed; NULL where the field did not come. No tick at all does not come either. */
static const char *
typed_value(struct exchange *x, const struct field *f)
{
	const struct urlencoded_field *typed = urlencoded_find(&x->typed, f->name, NULL);

	if (f->kind == FIELD_TICKS)
		return form_ticks(x->cx.mem, &x->typed, f->name);
	return typed == NULL ? NULL : typed->value;
}

/* Did the person leave the field as it was when the form was opened? */
static bool
is_untouched(struct exchange *x, const struct field *f, const char *typed)
{
	const struct urlencoded_field *opened = urlencoded_find(&x->opened, f->name, NULL);

	return opened != NULL && means_same(x, f, opened->value, typed);
}

/*
 * What stands in the field: what was typed, where the form is shown again. After a conflict the
 * hidden version is the newest, so that another press of Save means it, and a field that was not
 * touched shows what is saved now.
 */
static const char *
shown_value(struct exchange *x, const struct field *f)
{
	const char *typed = typed_value(x, f);

	if (form_is_secret(f))
		return "";
	if ((!x->is_again && !x->is_held) || (is_hidden(f) && (x->is_conflict || typed == NULL)))
		return form_filled(x, f->name);
	if (x->is_conflict && is_untouched(x, f, typed == NULL ? "" : typed))
		return form_filled(x, f->name);
	return typed == NULL ? "" : typed;
}

struct kind_attributes {
	const char	*type;		/* of the <input> */
	const char	*inputmode;	/* which keyboard a phone shows */
	bool		 is_literal;	/* nothing is corrected or capitalised */
};

static const struct kind_attributes attributes[FIELD__MAX] = {
	[FIELD_TEXT] = { "text", "text", false },
	[FIELD_LINES] = { "lines", "text", false },
	[FIELD_EMAIL] = { "email", "email", true },
	[FIELD_PHONE] = { "tel", "tel", true },
	[FIELD_WEBSITE] = { "text", "url", true },
	[FIELD_IDENTIFIER] = { "text", "text", true },
	[FIELD_PASSWORD] = { "password", "text", true },
	[FIELD_CODE] = { "text", "numeric", true },
	[FIELD_COUNT] = { "hidden", "", true },
	[FIELD_FLAG] = { "checkbox", "", true },
	[FIELD_CHOICE] = { "radio", "", true },
	[FIELD_ROW] = { "radio", "", true },
	[FIELD_LIST] = { "select", "", true },
	[FIELD_LANGUAGE] = { "radio", "", true },
	[FIELD_TICKS] = { "ticks", "", true },
	[FIELD_PATH] = { "hidden", "", true },
	[FIELD_SEALED] = { "hidden", "", true },
};

static void
put(struct view_row *shown, const char *what, const char *value)
{
	if (value != NULL && value[0] != '\0')
		row_text(shown, what, value);
}

static struct view_row
show_choice(struct view_row *shown, const char *choice, const char *label, const char *value)
{
	struct view_row row = row_row(shown, "choices");

	row_text(&row, "value", choice);
	row_text(&row, "label", label);
	row_flag(&row, "chosen", strcmp(choice, value) == 0);
	return row;
}

/* Each by its own name, and said to be in it, for who hears the page. */
static void
show_languages(struct view_row *shown, const char *value)
{
	const struct language *list;
	struct view_row row;
	size_t i, count;

	list = language_list(&count);
	show_choice(shown, LANGUAGE_OF_BROWSER, language_text("The one that my browser asks for"),
	    value);
	for (i = 0; i < count; i++) {
		row = show_choice(shown, list[i].tag, list[i].name, value);
		row_text(&row, "lang", list[i].tag);
	}
}

static void
show_choices(struct exchange *x, struct view_row *shown, const struct field *f, const char *value)
{
	const struct choice *c;
	size_t i;

	if (f->kind == FIELD_LANGUAGE)
		show_languages(shown, value);
	for (c = f->choices; c != NULL && c->value != NULL; c++)
		show_choice(shown, c->value, language_text(c->label), value);
	for (i = 0; i < x->offered_count; i++)
		if (strcmp(x->offered[i].name, f->name) == 0)
			show_choice(shown, x->offered[i].choice.value, x->offered[i].choice.label,
			    value);
}

static void
show_problem(struct view_row *shown, const char *what, const struct problem *p)
{
	struct view_row problem;

	if (p == NULL)
		return;
	put(shown, what, p->text);
	problem = row_place(shown, what);
	put(&problem, "link", p->link);
	put(&problem, "link_text", p->link_text);
}

/* What helps to fill the field in, with its limit: no browser cuts what is pasted. */
static const char *
hint(struct mem *m, const struct field *f)
{
	const char *words = f->hint == NULL ? "" : language_text(f->hint);
	const char *limit;

	if (f->kind != FIELD_TEXT || is_hidden(f))
		return words;
	limit = mem_fmt(m, language_format("At most %zu characters."), f->longest);
	return mem_fmt(m, "%s%s%s", words, words[0] == '\0' ? "" : " ", limit);
}

/* The ids of the texts that belong to the field, for who hears the page. */
static const char *
described(struct exchange *x, const struct field *f, bool has_other)
{
	struct mem *m = x->cx.mem;
	const char *ids = "";

	if (hint(m, f)[0] != '\0')
		ids = mem_fmt(m, "hint-%s", f->name);
	if (problems_about(&x->problems, f->name, false) != NULL)
		ids = mem_fmt(m, "%s error-%s", ids, f->name);
	if (problems_about(&x->problems, f->name, true) != NULL)
		ids = mem_fmt(m, "%s warning-%s", ids, f->name);
	return has_other ? mem_fmt(m, "%s stored-%s", ids, f->name) : ids;
}

/*
 * After a conflict, the other value beside the one that stands in the field: what is saved now
 * where the person typed something else, or what the form had shown where the newer value was
 * taken over. Returns whether there is one.
 */
static bool
show_other(struct exchange *x, struct view_row *shown, const struct field *f, const char *value)
{
	const char *stored = form_filled(x, f->name);
	const struct urlencoded_field *opened = urlencoded_find(&x->opened, f->name, NULL);

	if (!x->is_conflict || is_hidden(f))
		return false;
	if (!means_same(x, f, stored, value)) {
		put(shown, "differs", "1");
		put(shown, "stored", stored);
		return true;
	}
	if (opened == NULL || means_same(x, f, opened->value, stored))
		return false;
	put(shown, "taken", "1");
	put(shown, "stored", opened->value);
	return true;
}

static const char *
autocomplete(const struct field *f)
{
	if (f->autocomplete != NULL)
		return f->autocomplete;
	return f->kind == FIELD_CODE ? "one-time-code" : "off";
}

static void
show_field(struct exchange *x, struct view_row *fields, const struct field *f)
{
	struct view_row shown = row_place(fields, f->name);
	const char *value = shown_value(x, f);

	put(&shown, "name", f->name);
	put(&shown, "label", f->label == NULL ? "" : language_text(f->label));
	put(&shown, "type", attributes[f->kind].type);
	put(&shown, "inputmode", attributes[f->kind].inputmode);
	put(&shown, "literal", attributes[f->kind].is_literal ? "1" : "");
	put(&shown, "autocomplete", autocomplete(f));
	put(&shown, "required", f->need == REQUIRED ? "1" : "");
	put(&shown, "one_of", f->need == ONE_OF ? "1" : "");
	put(&shown, "hint", hint(x->cx.mem, f));
	put(&shown, "value", value);
	show_choices(x, &shown, f, value);
	show_problem(&shown, "error", problems_about(&x->problems, f->name, false));
	show_problem(&shown, "warning", problems_about(&x->problems, f->name, true));
	put(&shown, "described", described(x, f, show_other(x, &shown, f, value)));
}

/* The summary on top: in the order of the fields, the form's own problems first. */
static void
show_summary(struct exchange *x)
{
	struct view_row row;
	size_t i;

	for (i = 0; i < x->problems.count; i++) {
		if (x->problems.list[i].is_warning)
			continue;
		row = view_row(x->view, "Page.problems");
		row_text(&row, "field", x->problems.list[i].field);
		row_text(&row, "text", x->problems.list[i].text);
		row_text(&row, "link", x->problems.list[i].link);
		row_text(&row, "link_text", x->problems.list[i].link_text);
	}
}

static void
show_opened(struct exchange *x)
{
	const struct urlencoded_field *sent = urlencoded_find(&x->sent, "opened", NULL);

	if (form_field(x->shown, "version") == NULL || x->is_held)
		return;
	if (x->is_again && !x->is_conflict)
		view_text(x->view, "Page.opened", sent == NULL ? "" : sent->value);
	else
		view_text(x->view, "Page.opened", form_seal_opened(x));
}

void
form_show(struct exchange *x)
{
	struct view_row fields = view_place(x->view, "Form");
	const struct field *f;

	for (f = x->shown; f != NULL && f->name != NULL; f++)
		show_field(x, &fields, f);
	show_summary(x);
	show_opened(x);
	view_flag(x->view, "Page.conflict", x->is_conflict);
	view_flag(x->view, "Page.held", x->is_held);
}
