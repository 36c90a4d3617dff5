/*
 * segments: the texts of a template, each replaced by its translation. It knows the template's
 * source, not where translations come from.
 *
 * A segment is what a translator gets in one piece: a sentence with the tags and commands that
 * stand within it, as signs that can be moved but not changed:
 *
 *	<?cs var:X ?>				{X}
 *	<?cs call:email(X) ?>			{email(X)}
 *	<?cs if:X ?>..<?cs else ?>..<?cs /if ?>	{if:X}..{else}..{/if}
 *	<a href="...">..</a>			<a>..</a>, a second one <a2>..</a2>
 *
 * White space counts once, except in mail without HTML. Block tags, commands that print no value,
 * and inline tags with a class (but "plain" and "hidden") end a segment. Segments of their own are
 * the attributes that are read (aria-label, alt, title, placeholder, data-label), and literals
 * given to a macro that begin with a capital letter or hold a space ("Save", "business name").
 *
 * A translation must hold the same signs, as often, and closed in order; else the template's own
 * text stands. So no translation brings in a tag or a command: what is put into the template in
 * the place of a sign was there before.
 */
#ifndef POINTPERSON_BASE_SEGMENTS_H
#define POINTPERSON_BASE_SEGMENTS_H

#include <stdbool.h>

#include "base/mem.h"
#include "base/str.h"

/* The translation of a segment; NULL: there is none. */
typedef const char *segments_find(void *closure, const char *segment);

/*
 * Adds the template's source to `out`, each segment with a translation replaced by it. is_plain: a
 * mail without HTML. What it needs meanwhile is taken from the arena.
 */
void	 segments_translate(struct mem *, const char *source, bool is_plain, segments_find *,
	    void *closure, struct str *out);

#endif
