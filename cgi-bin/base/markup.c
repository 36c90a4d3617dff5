#include "base/banned.h"
#include "base/markup.h"

#include <string.h>

#define DEPTH_MAX	64	/* tags and ifs inside each other; ours stand seven deep */
#define SPACES		" \t\r\n"

/* What stands within a sentence. Every other tag, and these with a look of their own, end it. */
static const char *const inline_tags[] = { "a", "abbr", "b", "br", "code", "em", "i", "span",
	"strong", "time", NULL };
static const char *const inline_classes[] = { "plain", "hidden", NULL };

/* Macros that print a value. */
static const char *const inline_macros[] = { "email", "moment", "phone", "reach", "value", NULL };

static bool
is_one_of(const char *word, size_t length, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strlen(*list) == length && memcmp(*list, word, length) == 0)
			return true;
	return false;
}

bool
markup_is(const struct token *t, const char *name)
{
	return t->name_length == strlen(name) && memcmp(t->name, name, t->name_length) == 0;
}

static const char *
skip(const char *at, const char *end, const char *characters)
{
	while (at < end && strchr(characters, *at) != NULL)
		at++;
	return at;
}

static const char *
until(const char *at, const char *end, const char *characters)
{
	while (at < end && strchr(characters, *at) == NULL)
		at++;
	return at;
}

static bool
begins(const char *at, const char *end, const char *with)
{
	size_t length = strlen(with);

	return (size_t)(end - at) >= length && memcmp(at, with, length) == 0;
}

/* Where the text stands next, or the end. */
static const char *
find(const char *at, const char *end, const char *text)
{
	while (at < end && !begins(at, end, text))
		at++;
	return at;
}

/* Behind the text, or the end. */
static const char *
behind(const char *at, const char *end, const char *text)
{
	at = find(at, end, text);
	return at == end ? end : at + strlen(text);
}

static void
name_token(struct token *t, const char *from, const char *stop)
{
	const char *end = t->at + t->length;

	t->name = skip(from, end, SPACES);
	t->name_length = (size_t)(until(t->name, end, stop) - t->name);
}

static const char *
read_command(struct token *t, const char *at, const char *end)
{
	const char *next = behind(at, end, "?>");

	t->kind = TOKEN_COMMAND;
	t->at = at;
	t->length = (size_t)(next - at);
	name_token(t, at + 4, ":!? \t\r\n");
	return next;
}

/* Over quotes and the commands within the tag. */
static const char *
end_of_tag(const char *at, const char *end)
{
	bool is_quoted = false;

	for (; at < end && (is_quoted || *at != '>'); at++)
		if (begins(at, end, "<?cs"))
			at = behind(at, end, "?>") - 1;
		else if (*at == '"')
			is_quoted = !is_quoted;
	return at < end ? at + 1 : end;
}

/* What is not for people, or not to be changed, is one with its tag; and that then is no tag. */
static const char *
swallow_raw(struct token *t, const char *next, const char *end)
{
	static const char *const raw[][2] = { { "script", "</script" }, { "style", "</style" },
		{ "pre", "</pre" } };
	size_t i;

	for (i = 0; i < sizeof(raw) / sizeof(raw[0]); i++)
		if (t->kind == TOKEN_OPEN && markup_is(t, raw[i][0]) &&
		    !begins(next, end, raw[i][1])) {
			t->kind = TOKEN_OTHER;
			next = find(next, end, raw[i][1]);
			t->length = (size_t)(next - t->at);
		}
	return next;
}

static const char *
read_tag(struct token *t, const char *at, const char *end)
{
	const char *next;

	t->at = at;
	if (begins(at, end, "<!")) {
		next = begins(at, end, "<!--") ? behind(at, end, "-->") : behind(at, end, ">");
	} else {
		next = end_of_tag(at, end);
		t->kind = at[1] == '/' ? TOKEN_CLOSE : TOKEN_OPEN;
	}
	t->length = (size_t)(next - at);
	if (t->kind != TOKEN_OTHER)
		name_token(t, at + (t->kind == TOKEN_CLOSE ? 2 : 1), "/>< \t\r\n");
	return swallow_raw(t, next, end);
}

/* The empty line at `at`, with the line end before it; `at` where there is none. */
static const char *
gap(const char *at, const char *end)
{
	const char *next;

	if (*at != '\n')
		return at;
	next = skip(at + 1, end, " \t\r");
	return next < end && *next == '\n' ? skip(next, end, "\n") : at;
}

static bool
is_tag(const char *at, const char *end, enum markup_kind kind)
{
	char c = '\0';

	if (kind != MARKUP_HTML || *at != '<')
		return false;
	if (at + 1 < end)
		c = at[1] == '/' && at + 2 < end ? at[2] : at[1];
	return c == '!' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
ends_text(const char *at, const char *end, enum markup_kind kind)
{
	return begins(at, end, "<?cs") || is_tag(at, end, kind) ||
	    (kind == MARKUP_PLAIN && gap(at, end) != at);
}

static const char *
read_text(struct token *t, const char *at, const char *end, enum markup_kind kind)
{
	const char *next = at + 1;

	while (next < end && !ends_text(next, end, kind))
		next++;
	t->kind = TOKEN_TEXT;
	t->at = at;
	t->length = (size_t)(next - at);
	return next;
}

static const char *
read_token(struct token *t, const char *at, const char *end, enum markup_kind kind)
{
	*t = (struct token){ .kind = TOKEN_OTHER, .at = at, .partner = TOKEN_NONE };
	if (kind != MARKUP_LITERAL && begins(at, end, "<?cs"))
		return read_command(t, at, end);
	if (is_tag(at, end, kind))
		return read_tag(t, at, end);
	if (kind == MARKUP_PLAIN && gap(at, end) != at) {
		t->length = (size_t)(gap(at, end) - at);
		return at + t->length;
	}
	return read_text(t, at, end, kind);
}

const char *
markup_argument(const struct token *t, size_t *length)
{
	const char *end = t->at + t->length - 2;
	const char *at = t->name + t->name_length;

	*length = 0;
	if (at >= end)
		return at;
	if (*at == ':')
		at++;
	at = skip(at, end, SPACES);
	while (end > at && strchr(SPACES, end[-1]) != NULL)
		end--;
	*length = (size_t)(end - at);
	return at;
}

const char *
markup_attribute(const struct token *t, const char *from, const char **name, size_t *name_length,
    const char **value, size_t *value_length)
{
	const char *end = t->at + t->length - 1;

	while ((from = skip(from, end, " \t\r\n/>")) < end) {
		if (begins(from, end, "<?cs")) {
			from = behind(from, end, "?>");
			continue;
		}
		*name = from;
		from = until(from, end, "=< \t\r\n/>");
		*name_length = (size_t)(from - *name);
		if (!begins(from, end, "=\"")) {
			from += *name_length == 0;
			continue;
		}
		*value = from += 2;
		while (from < end && *from != '"')
			from = begins(from, end, "<?cs") ? behind(from, end, "?>") : from + 1;
		*value_length = (size_t)(from - *value);
		return from < end ? from + 1 : end;
	}
	return NULL;
}

/* A class makes a piece of its own, set apart by its look. */
static bool
stands_apart(const struct token *t)
{
	const char *from = t->name + t->name_length, *name, *value;
	size_t name_length, value_length;

	while ((from = markup_attribute(t, from, &name, &name_length, &value, &value_length)) !=
	    NULL)
		if (name_length == 5 && memcmp(name, "class", 5) == 0)
			return !is_one_of(value, value_length, inline_classes);
	return false;
}

static bool
is_inline_command(const struct token *t)
{
	const char *argument;
	size_t length;

	if (markup_is(t, "var") || markup_is(t, "if") || markup_is(t, "elif") ||
	    markup_is(t, "else") || markup_is(t, "/if"))
		return true;
	if (!markup_is(t, "call"))
		return false;
	argument = markup_argument(t, &length);
	return is_one_of(argument,
	    (size_t)(until(argument, argument + length, "( ") - argument), inline_macros);
}

static bool
is_inline_tag(const struct token *t)
{
	return is_one_of(t->name, t->name_length, inline_tags);
}

/* What is open where a token stands. */
struct nest {
	struct token	*tokens;
	size_t		 open[DEPTH_MAX];	/* inline tags and ifs, outermost first */
	size_t		 depth;			/* how many */
};

/* Whatever is open here holds an end of a sentence, so it is none of its parts. */
static void
break_here(struct nest *n, size_t i)
{
	size_t d;

	n->tokens[i].is_break = true;
	for (d = 0; d < n->depth; d++)
		n->tokens[n->open[d]].is_break = true;
}

static void
push(struct nest *n, size_t i)
{
	if (n->depth < DEPTH_MAX)
		n->open[n->depth++] = i;
	else
		break_here(n, i);
}

/* What is open above the newest `if` (or tag, where name is set) was never closed. */
static bool
drop_to(struct nest *n, const struct token *closing)
{
	size_t d = n->depth, top;

	for (; d > 0; d--) {
		top = n->open[d - 1];
		if (closing->kind == TOKEN_COMMAND ? n->tokens[top].kind == TOKEN_COMMAND :
		    n->tokens[top].kind == TOKEN_COMMAND ||
		    (n->tokens[top].name_length == closing->name_length &&
			memcmp(n->tokens[top].name, closing->name, closing->name_length) == 0))
			break;
	}
	if (d == 0 || n->tokens[n->open[d - 1]].kind != (closing->kind == TOKEN_COMMAND ?
	    TOKEN_COMMAND : TOKEN_OPEN))
		return false;
	for (; n->depth > d; n->depth--)
		break_here(n, n->open[n->depth - 1]);
	return true;
}

/* Finds the opener of a closing token, or of an else; is_end: it is open no longer. */
static void
match(struct nest *n, size_t i, bool is_end)
{
	size_t opener;

	if (!drop_to(n, &n->tokens[i])) {
		break_here(n, i);
		return;
	}
	opener = n->open[n->depth - 1];
	n->tokens[i].partner = opener;
	if (is_end) {
		n->tokens[opener].partner = i;
		n->depth--;
	}
}

static void
nest_token(struct nest *n, size_t i)
{
	struct token *t = &n->tokens[i];

	if (t->kind == TOKEN_TEXT)
		return;
	if (t->kind == TOKEN_COMMAND && is_inline_command(t)) {
		if (markup_is(t, "if"))
			push(n, i);
		else if (t->name[0] == '/' || t->name[0] == 'e')
			match(n, i, t->name[0] == '/');
	} else if (t->kind == TOKEN_OPEN && is_inline_tag(t)) {
		if (stands_apart(t))
			break_here(n, i);
		if (!markup_is(t, "br"))
			push(n, i);
	} else if (t->kind == TOKEN_CLOSE && is_inline_tag(t)) {
		match(n, i, true);
	} else {
		break_here(n, i);
	}
}

/* Which tokens end a sentence: known only when all that is open has been closed. */
static void
nest_all(struct token *tokens, size_t count)
{
	struct nest n = { .tokens = tokens };
	size_t i;

	for (i = 0; i < count; i++)
		nest_token(&n, i);
	while (n.depth > 0)
		break_here(&n, n.open[--n.depth]);
	for (i = 0; i < count; i++)
		if (tokens[i].partner != TOKEN_NONE && tokens[tokens[i].partner].is_break)
			tokens[i].is_break = true;
}

struct token *
markup_read(struct mem *m, const char *source, size_t length, enum markup_kind kind, size_t *count)
{
	const char *end = source + length, *at;
	struct token *tokens, one;

	*count = 0;
	for (at = source; at < end; (*count)++)
		at = read_token(&one, at, end, kind);
	tokens = mem_array(m, *count + 1, sizeof(*tokens));
	*count = 0;
	for (at = source; at < end; (*count)++)
		at = read_token(&tokens[*count], at, end, kind);
	nest_all(tokens, *count);
	return tokens;
}
