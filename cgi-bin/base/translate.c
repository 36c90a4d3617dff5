#include "base/banned.h"
#include "base/translate.h"

#include <stdlib.h>

#include "base/language.h"
#include "base/segments.h"

/* Twice the largest template: other scripts take more bytes. */
#define TRANSLATED_BYTES	(512 * 1024)

static const char *
find_text(void *closure, const char *segment)
{
	const char *text = language_text(segment);

	(void)closure;
	return text == segment ? NULL : text;
}

char *
translate_template(char *source, bool is_plain)
{
	struct mem *m;
	struct str out;
	char *text = source;

	if (language_is_english())
		return source;
	m = mem_new();
	str_init(&out, TRANSLATED_BYTES);
	segments_translate(m, source, is_plain, find_text, NULL, &out);
	if (!out.is_full) {
		text = mem_keep_text(out.text);
		free(source);
	}
	str_release(&out);
	mem_free(&m);
	return text;
}
