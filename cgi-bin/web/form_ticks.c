/*
 * form_ticks: a field that is a set of ticks. Each tick is sent as one more value of the same name;
 * the field's value is all of them in one text, with a space between two.
 */
#include "base/banned.h"
#include "web/form.h"

#include <assert.h>
#include <string.h>

#include "web/view.h"

#define WORD_MAX	40	/* bytes of one tick: a row's id and a permission's name fit */

char *
form_ticks(struct mem *m, const struct urlencoded *sent, const char *name)
{
	size_t i, length = 0, bytes = 1;
	char *all;

	for (i = 0; i < sent->count; i++)
		if (strcmp(sent->fields[i].name, name) == 0)
			bytes += sent->fields[i].value_length + 1;
	all = mem_alloc(m, bytes);
	for (i = 0; i < sent->count; i++) {
		if (strcmp(sent->fields[i].name, name) != 0)
			continue;
		if (length > 0 && sent->fields[i].value_length > 0)
			all[length++] = ' ';
		memcpy(all + length, sent->fields[i].value, sent->fields[i].value_length);
		length += sent->fields[i].value_length;
	}
	return all;
}

/* Is this word in the text, the first `length` bytes of it? */
static bool
is_among(const char *ticks, size_t length, const char *word, size_t word_length)
{
	const char *at, *end = ticks + length;
	size_t n;

	for (at = ticks; at < end; at += n + 1) {
		n = strcspn(at, " ");
		if (n == word_length && memcmp(at, word, n) == 0)
			return true;
	}
	return false;
}

bool
ticks_have(const char *ticks, const char *word)
{
	return is_among(ticks, strlen(ticks), word, strlen(word));
}

bool
form_ticks_are_sound(const char *ticks, size_t most)
{
	const char *at = ticks;
	size_t n, count = 0;

	for (; *at != '\0'; at += n + (at[n] == ' ')) {
		n = strspn(at, "abcdefghijklmnopqrstuvwxyz0123456789._-");
		if (n == 0 || n > WORD_MAX || (at[n] != ' ' && at[n] != '\0') || ++count > most ||
		    is_among(ticks, (size_t)(at - ticks), at, n))
			return false;
	}
	return true;
}

/* What a tick shows. */
struct shown {
	bool	 is_ticked;
	bool	 differs;	/* saved now is the other way round */
	bool	 is_taken;	/* somebody changed it, whom the person had not contradicted */
};

/* As with every field: what was typed prevails, and after a conflict only where it was touched. */
static struct shown
shown_tick(struct exchange *x, const char *name, const char *word)
{
	const struct urlencoded_field *opened = urlencoded_find(&x->opened, name, NULL);
	bool stored = ticks_have(form_filled(x, name), word), typed, before;

	if (!x->is_again && !x->is_held)
		return (struct shown){ .is_ticked = stored };
	typed = ticks_have(form_ticks(x->cx.mem, &x->typed, name), word);
	if (!x->is_conflict || typed == stored)
		return (struct shown){ .is_ticked = typed };
	before = opened == NULL ? !typed : ticks_have(opened->value, word);
	if (before == typed)
		return (struct shown){ .is_ticked = stored, .is_taken = true };
	return (struct shown){ .is_ticked = typed, .differs = true };
}

void
form_row_tick(struct req *rq, struct view_row *row, const char *name, const char *word)
{
	struct exchange *x = rq->x;
	struct shown shown = shown_tick(x, name, word);
	const char *id = mem_fmt(x->cx.mem, "%s-%s", name, word);

	assert(form_field(x->shown, name) != NULL);
	row_text(row, "name", name);
	row_text(row, "value", word);
	row_flag(row, "ticked", shown.is_ticked);
	row_flag(row, "differs", shown.differs);
	row_flag(row, "taken", shown.is_taken);
	row_flag(row, "wrong", problems_about(&x->problems, id, false) != NULL);
}
