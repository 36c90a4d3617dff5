/*
 * translate: the source of a template in the language chosen (language.h), before it is parsed.
 */
#ifndef POINTPERSON_BASE_TRANSLATE_H
#define POINTPERSON_BASE_TRANSLATE_H

#include <stdbool.h>

/*
 * The source with its segments translated; is_plain: a mail without HTML. Where that is another
 * text than the one given, that one is freed; the result is the caller's to free.
 */
char	*translate_template(char *source, bool is_plain);

#endif
