/*
 * file: reads a small file, or a stream, whole.
 */
#ifndef POINTPERSON_BASE_FILE_H
#define POINTPERSON_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

/*
 * The contents with a NUL behind them, from malloc(): the caller frees them. *length (may be NULL)
 * is how many bytes there are. NULL, with errno set, where it cannot be read, is no plain file, or
 * is larger than `max` bytes.
 */
char	*file_read(const char *path, size_t max, size_t *length);

/*
 * Adds what can be read from an open file, pipe or terminal, to its end, so that who writes into a
 * pipe can; what does not fit is dropped (is_full). False, with errno set, where reading fails.
 */
bool	 file_read_stream(int fd, struct str *) MUST_CHECK;

#endif
