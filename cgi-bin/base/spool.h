/*
 * spool: a file without a name, for an answer that would be too large for memory: written first,
 * then read from its beginning. It is gone with spool_free(), or with the process.
 *
 * It lies below $TMPDIR where that is set, else in /var/tmp, which is a disk where /tmp may be
 * memory, else in /tmp.
 */
#ifndef POINTPERSON_BASE_SPOOL_H
#define POINTPERSON_BASE_SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct spool;

/* An empty one, to be ended by spool_free(). NULL: no folder takes it; logged. */
struct spool	*spool_new(void);

/* Accepts a pointer to NULL and sets it to NULL. */
void		 spool_free(struct spool **);

/*
 * Writes at the place. What could not be written, for want of room say, is logged, and remembered:
 * spool_end() tells it.
 */
void		 spool_add(struct spool *, const void *bytes, size_t length);

/* The place where the next byte goes, counted from the beginning; and another one. */
int64_t		 spool_place(const struct spool *);
void		 spool_move(struct spool *, int64_t place);

/* How long it is. */
int64_t		 spool_length(const struct spool *);

/* All is written: it is read from the beginning now. ERR_BUG: some of it could not be written. */
enum err	 spool_end(struct spool *) MUST_CHECK;

/* The next bytes, at most `room`; 0: that was all, or it cannot be read, which is logged. */
size_t		 spool_read(struct spool *, void *to, size_t room);

#endif
