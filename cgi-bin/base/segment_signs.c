#include "base/banned.h"
#include "base/segment_signs.h"

#include <string.h>

#define NEST_MAX	64	/* signs open inside each other: as markup counts them */

size_t
signs_length(const char *at, enum markup_kind kind)
{
	const char *end;

	if (*at == '{')
		end = strchr(at, '}');
	else if (kind == MARKUP_HTML && *at == '<' &&
	    (at[1] == '/' || (at[1] >= 'a' && at[1] <= 'z')))
		end = strchr(at, '>');
	else
		return 0;
	return end == NULL ? 0 : (size_t)(end - at) + 1;
}

struct sign *
signs_take(struct sign *signs, size_t count, const char *form, size_t length)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (!signs[i].is_used && strlen(signs[i].form) == length &&
		    memcmp(signs[i].form, form, length) == 0) {
			signs[i].is_used = true;
			return &signs[i];
		}
	return NULL;
}

/* What is open at a place of a translation. */
struct nest {
	const char	*open[NEST_MAX];	/* forms; an `if` that had its else is "else" */
	size_t		 depth;			/* how many */
};

static bool
starts(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

/* Follows one sign; false: it closes or parts what is not open. */
static bool
nest_sign(struct nest *n, const char *form)
{
	const char *top = n->depth == 0 ? "" : n->open[n->depth - 1];

	if (starts(form, "{elif:"))
		return starts(top, "{if:");
	if (starts(form, "{else")) {
		if (n->depth > 0)
			n->open[n->depth - 1] = "else";
		return starts(top, "{if:");
	}
	if (starts(form, "{/if")) {
		n->depth -= n->depth > 0;
		return starts(top, "{if:") || strcmp(top, "else") == 0;
	}
	if (starts(form, "</")) {
		n->depth -= n->depth > 0;
		return top[0] == '<' && strcmp(top + 1, form + 2) == 0;
	}
	if ((starts(form, "{if:") || form[0] == '<') && strcmp(form, "<br>") != 0) {
		if (n->depth == NEST_MAX)
			return false;
		n->open[n->depth++] = form;
	}
	return true;
}

/* Is this place of a translation fit to be text? */
static bool
is_plain_text(const char *at, enum markup_kind kind)
{
	if (*at == '{' || *at == '}' || starts(at, "<?") || starts(at, "?>"))
		return false;
	if (*at == '<' && kind != MARKUP_PLAIN && kind != MARKUP_LITERAL)
		return false;
	return (unsigned char)*at >= ' ' || *at == '\n';
}

bool
signs_fit(struct sign *signs, size_t count, const char *translation, enum markup_kind kind)
{
	struct nest n = { .depth = 0 };
	struct sign *s;
	size_t i, length;

	for (; *translation != '\0'; translation += length) {
		length = signs_length(translation, kind);
		if (length == 0) {
			if (!is_plain_text(translation, kind))
				return false;
			length = 1;
			continue;
		}
		s = signs_take(signs, count, translation, length);
		if (s == NULL || !nest_sign(&n, s->form))
			return false;
	}
	for (i = 0; i < count; i++)
		if (!signs[i].is_used)
			return false;
	return n.depth == 0;
}
