/*
 * download: a file that a handler answers with in place of a page: all of it at once, or piece by
 * piece.
 */
#ifndef POINTPERSON_WEB_DOWNLOAD_H
#define POINTPERSON_WEB_DOWNLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "domain/context.h"

struct spool;
struct str;

/*
 * Gives the next piece of a file: adds it to `piece`, which is empty; *is_last: none is behind it.
 * What it takes of the arena is given back after each. An error ends the file there, and it is
 * sent as one that is not complete; `piece` may then hold a last line that says so.
 */
typedef enum err next_piece(struct context *, void *closure, struct str *piece, bool *is_last);

#define PIECE_MAX (32 * 1024 * 1024)	/* bytes of one piece; what is longer is an error */

/* A file in place of a page. Its event is written before its first byte is sent. */
struct download {
	const char	*media_type;	/* "application/pdf" */
	const char *name; /* as the browser saves it: letters, digits, "-", "_" and "." */
	const void	*bytes;		/* in the arena, or of the program */
	size_t		 length;	/* of them */
	struct spool	*spool;		/* NULL; or read to its end in their place, then freed */
	next_piece *next; /* NULL; or asked for piece after piece in their place */
	void		*closure;	/* given to next, and kept until the end */
	const char	*object_type;	/* whose download the event tells: "invoice" */
	int64_t		 object_id;	/* 0: of several */
	const char	*object_name;	/* its number, or how many they are */
};

#endif
