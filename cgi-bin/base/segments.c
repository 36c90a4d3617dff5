#include "base/banned.h"
#include "base/segments.h"

#include <string.h>

#include "base/segment_signs.h"

#define SEGMENT_BYTES	8192	/* many times the longest of ours */
#define SPACES		" \t\r\n"

static const char *const read_attributes[] = { "alt", "aria-label", "data-label", "placeholder",
	"title", NULL };

struct work {
	struct mem		*m;
	enum markup_kind	 kind;		/* of the text that is being looked at */
	segments_find		*find;
	void			*closure;
	struct str		*out;
};

static void translate(struct work, const char *source, size_t length, enum markup_kind);

static bool
is_space(char c)
{
	return strchr(SPACES, c) != NULL && c != '\0';
}

/* A letter that is not part of an entity: our templates are written in English. */
static bool
has_letter(const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if (text[i] == '&')
			while (i < length && text[i] != ';' && !is_space(text[i]))
				i++;
		else if ((text[i] >= 'a' && text[i] <= 'z') || (text[i] >= 'A' && text[i] <= 'Z'))
			return true;
	return false;
}

/* Without double white space, unless line ends count. */
static void
add_text(struct work *w, struct str *segment, const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++) {
		if (w->kind != MARKUP_PLAIN && is_space(text[i])) {
			if (segment->length > 0 && segment->text[segment->length - 1] != ' ')
				str_add_char(segment, ' ');
		} else {
			str_add_char(segment, text[i]);
		}
	}
}

static const char *
one_line(struct mem *m, const char *text, size_t length)
{
	char *copy = mem_dup_bytes(m, text, length);

	for (text = copy; *copy != '\0'; copy++)
		if (is_space(*copy))
			*copy = ' ';
	return text;
}

static const char *
command_form(struct mem *m, const struct token *t)
{
	const char *argument;
	size_t length;

	argument = markup_argument(t, &length);
	argument = one_line(m, argument, length);
	if (markup_is(t, "var") || markup_is(t, "call"))
		return mem_fmt(m, "{%s}", argument);
	return mem_fmt(m, "{%.*s%s%s}", (int)t->name_length, t->name,
	    argument[0] == '\0' ? "" : ":", argument);
}

static bool
is_same(const struct token *a, const struct token *b)
{
	return a->length == b->length && memcmp(a->at, b->at, a->length) == 0;
}

/* A second <a> with other attributes than the first is <a2>. */
static const char *
tag_form(struct mem *m, const struct token *t, const struct sign *signs, size_t count)
{
	size_t i, number = 1;

	for (i = 0; i < count; i++) {
		if (signs[i].token->kind != TOKEN_OPEN || !markup_is(signs[i].token,
		    mem_dup_bytes(m, t->name, t->name_length)))
			continue;
		if (is_same(signs[i].token, t))
			return signs[i].form;
		number++;
	}
	return number == 1 ? mem_fmt(m, "<%.*s>", (int)t->name_length, t->name) :
	    mem_fmt(m, "<%.*s%zu>", (int)t->name_length, t->name, number);
}

static const char *
close_form(struct mem *m, const struct token *opener, const struct sign *signs, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (signs[i].token == opener)
			return mem_fmt(m, "</%s", signs[i].form + 1);
	return "";
}

/* Attributes that a macro prints into a tag are no text, nor is what looks like a sign. */
static bool
is_text(const struct token *t)
{
	const char *c;

	for (c = t->at; c < t->at + t->length; c++)
		if (*c == '{' || (*c == '=' && c + 1 < t->at + t->length && c[1] == '"'))
			return false;
	return true;
}

/* The signs of a run of tokens, and the segment with them. False: it cannot be written so. */
static bool
write_segment(struct work *w, const struct token *all, size_t from, size_t to, struct sign *signs,
    size_t *count, struct str *segment)
{
	const struct token *t;
	struct sign *s;
	size_t i;

	for (*count = 0, i = from; i < to; i++) {
		t = &all[i];
		if (t->kind == TOKEN_TEXT) {
			if (!is_text(t))
				return false;
			add_text(w, segment, t->at, t->length);
			continue;
		}
		s = &signs[*count];
		*s = (struct sign){ .token = t };
		s->form = t->kind == TOKEN_COMMAND ? command_form(w->m, t) :
		    t->kind == TOKEN_OPEN ? tag_form(w->m, t, signs, *count) :
		    close_form(w->m, &all[t->partner], signs, *count);
		if (s->form[0] == '\0' || strchr(s->form + 1, '{') != NULL)
			return false;
		str_add(segment, s->form);
		(*count)++;
	}
	return !segment->is_full;
}

/* A text given to a macro: not a path, a class or a word that the macro compares. */
static bool
is_read(const char *text, size_t length)
{
	const char *copy_end = text + length, *c;

	if (length == 0 || !has_letter(text, length))
		return false;
	if (text[0] >= 'A' && text[0] <= 'Z')
		return true;
	for (c = text; c < copy_end; c++)
		if (*c == '-' || *c == '/')
			return false;
	return memchr(text, ' ', length) != NULL;
}

/* Literals in the order they come; what is compared stands in if:, not in call:. */
static void
emit_call(struct work *w, const struct token *t)
{
	const char *at = t->at, *end = t->at + t->length, *quote, *close;

	while ((quote = memchr(at, '"', (size_t)(end - at))) != NULL &&
	    (close = memchr(quote + 1, '"', (size_t)(end - quote - 1))) != NULL) {
		quote++;
		str_add_bytes(w->out, at, (size_t)(quote - at));
		if (is_read(quote, (size_t)(close - quote)))
			translate(*w, quote, (size_t)(close - quote), MARKUP_LITERAL);
		else
			str_add_bytes(w->out, quote, (size_t)(close - quote));
		str_add_char(w->out, '"');
		at = close + 1;
	}
	str_add_bytes(w->out, at, (size_t)(end - at));
}

static bool
is_read_attribute(const char *name, size_t length)
{
	const char *const *a;

	for (a = read_attributes; *a != NULL; a++)
		if (strlen(*a) == length && memcmp(*a, name, length) == 0)
			return true;
	return false;
}

static void
emit_tag(struct work *w, const struct token *t)
{
	const char *at = t->at, *end = t->at + t->length, *next = t->name + t->name_length;
	const char *name, *value;
	size_t name_length, value_length;

	while ((next = markup_attribute(t, next, &name, &name_length, &value, &value_length)) !=
	    NULL) {
		if (!is_read_attribute(name, name_length))
			continue;
		str_add_bytes(w->out, at, (size_t)(value - at));
		translate(*w, value, value_length, MARKUP_VALUE);
		at = value + value_length;
	}
	str_add_bytes(w->out, at, (size_t)(end - at));
}

static void
emit(struct work *w, const struct token *t)
{
	if (t->kind == TOKEN_OPEN)
		emit_tag(w, t);
	else if (t->kind == TOKEN_COMMAND && markup_is(t, "call"))
		emit_call(w, t);
	else
		str_add_bytes(w->out, t->at, t->length);
}

/* A quote must not end the value or the literal that the text stands in. */
static void
emit_character(struct work *w, char c)
{
	if (c == '"' && w->kind == MARKUP_VALUE)
		str_add(w->out, "&quot;");
	else
		str_add_char(w->out, c == '"' && w->kind == MARKUP_LITERAL ? '\'' : c);
}

static void
emit_translation(struct work *w, struct sign *signs, size_t count, const char *translation)
{
	size_t i, length;

	for (i = 0; i < count; i++)
		signs[i].is_used = false;
	for (; *translation != '\0'; translation += length) {
		length = signs_length(translation, w->kind);
		if (length > 0)
			emit(w, signs_take(signs, count, translation, length)->token);
		else
			emit_character(w, translation[length++]);
	}
}

static size_t
leading_spaces(const struct token *t)
{
	size_t length = 0;

	while (t->kind == TOKEN_TEXT && length < t->length && is_space(t->at[length]))
		length++;
	return length;
}

static size_t
trailing_spaces(const struct token *t)
{
	size_t length = 0;

	while (t->kind == TOKEN_TEXT && length < t->length &&
	    is_space(t->at[t->length - 1 - length]))
		length++;
	return length;
}

static bool
run_has_letter(const struct token *all, size_t from, size_t to)
{
	for (; from < to; from++)
		if (all[from].kind == TOKEN_TEXT && has_letter(all[from].at, all[from].length))
			return true;
	return false;
}

static void
emit_all(struct work *w, const struct token *all, size_t from, size_t to)
{
	for (; from < to; from++)
		emit(w, &all[from]);
}

/* One sentence, that begins and ends with its first and last character. */
static void
translate_segment(struct work *w, const struct token *all, size_t from, size_t to)
{
	struct sign *signs = mem_array(w->m, to - from, sizeof(*signs));
	const char *translation = NULL;
	struct str segment;
	size_t count;

	str_init(&segment, SEGMENT_BYTES);
	if (write_segment(w, all, from, to, signs, &count, &segment))
		translation = w->find(w->closure, segment.text);
	if (translation != NULL && signs_fit(signs, count, translation, w->kind))
		emit_translation(w, signs, count, translation);
	else
		emit_all(w, all, from, to);
	str_release(&segment);
}

static void translate_run(struct work *, struct token *all, size_t from, size_t to);

/* The branches of an `if` that is the whole run are sentences of their own. */
static void
translate_branches(struct work *w, struct token *all, size_t from, size_t to)
{
	size_t i, begun = from + 1;

	emit(w, &all[from]);
	for (i = from + 1; i < to; i++)
		if (all[i].partner == from) {
			translate_run(w, all, begun, i);
			emit(w, &all[i]);
			begun = i + 1;
		}
}

/* A run between two breaks: spaces around it, and a tag or an `if` around all of it, stay. */
static void
translate_run(struct work *w, struct token *all, size_t from, size_t to)
{
	size_t spaces;

	while (from < to && all[from].kind == TOKEN_TEXT &&
	    leading_spaces(&all[from]) == all[from].length)
		emit(w, &all[from++]);
	if (!run_has_letter(all, from, to)) {
		emit_all(w, all, from, to);
		return;
	}
	spaces = leading_spaces(&all[from]);
	str_add_bytes(w->out, all[from].at, spaces);
	all[from].at += spaces;
	all[from].length -= spaces;
	if (all[to - 1].kind == TOKEN_TEXT &&
	    trailing_spaces(&all[to - 1]) == all[to - 1].length) {
		translate_run(w, all, from, to - 1);
		emit(w, &all[to - 1]);
		return;
	}
	spaces = trailing_spaces(&all[to - 1]);
	all[to - 1].length -= spaces;
	if (all[from].partner != to - 1) {
		translate_segment(w, all, from, to);
	} else if (all[from].kind == TOKEN_COMMAND) {
		translate_branches(w, all, from, to);
	} else {
		emit(w, &all[from]);
		translate_run(w, all, from + 1, to - 1);
		emit(w, &all[to - 1]);
	}
	str_add_bytes(w->out, all[to - 1].at + all[to - 1].length, spaces);
}

static void
translate(struct work w, const char *source, size_t length, enum markup_kind kind)
{
	size_t count, from, to;
	struct token *all = markup_read(w.m, source, length, kind, &count);

	w.kind = kind;
	for (from = 0; from < count; from = to) {
		for (to = from; to < count && !all[to].is_break; to++)
			;
		translate_run(&w, all, from, to);
		if (to < count)
			emit(&w, &all[to++]);
	}
}

void
segments_translate(struct mem *m, const char *source, bool is_plain, segments_find *found,
    void *closure, struct str *out)
{
	struct work w = { .m = m, .find = found, .closure = closure, .out = out };

	translate(w, source, strlen(source), is_plain ? MARKUP_PLAIN : MARKUP_HTML);
}
