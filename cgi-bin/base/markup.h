/*
 * markup: the source of a template cut into text, tags and commands of the template engine, and
 * which of the tags and commands belong into a sentence. It knows nothing of languages, and runs
 * nothing.
 */
#ifndef POINTPERSON_BASE_MARKUP_H
#define POINTPERSON_BASE_MARKUP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"

/* How a source is to be read. */
enum markup_kind {
	MARKUP_HTML = 0,	/* a page */
	MARKUP_PLAIN,		/* a mail without HTML: no tags, line ends count */
	MARKUP_VALUE,		/* what stands between the quotes of an attribute: no tags */
	MARKUP_LITERAL,		/* what stands between the quotes of a macro's argument */
	MARKUP__MAX
};

enum token_kind {
	TOKEN_OTHER = 0,	/* nothing that is read: a comment, a script, a gap */
	TOKEN_TEXT,
	TOKEN_OPEN,		/* <b>, <a href="...">; also of an element that is never closed */
	TOKEN_CLOSE,		/* </b> */
	TOKEN_COMMAND,		/* <?cs ... ?> */
	TOKEN__MAX
};

#define TOKEN_NONE ((size_t)-1)	/* as a partner: none */

struct token {
	enum token_kind	 kind;
	const char	*at;		/* in the source */
	size_t		 length;	/* bytes */
	const char	*name;	/* of the tag or command, in the source: "b", "/if", "var" */
	size_t		 name_length;	/* bytes */
	size_t partner; /* OPEN: its CLOSE; `if`: its `/if`; the others: the opener */
	bool		 is_break;	/* a sentence ends before it and begins after it */
};

/* Cuts the source into tokens that cover all of it, in its order. In the arena. */
struct token	*markup_read(struct mem *, const char *source, size_t length, enum markup_kind,
		    size_t *count);

/* Is the name of the tag or command this one? */
bool		 markup_is(const struct token *, const char *name);

/* What a command says behind its name and colon: "X" of <?cs var:X ?>. In the source. */
const char	*markup_argument(const struct token *, size_t *length);

/*
 * The attribute of a tag that begins at or behind `from` (at first behind the name): its name and
 * what stands between its double quotes. NULL: no further one; else where to go on.
 */
const char	*markup_attribute(const struct token *, const char *from, const char **name,
		    size_t *name_length, const char **value, size_t *value_length);

#endif
