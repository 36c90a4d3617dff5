/*
 * file: reads a small file whole.
 */
#ifndef POINTPERSON_BASE_FILE_H
#define POINTPERSON_BASE_FILE_H

#include <stddef.h>

/*
 * The contents with a NUL behind them, from malloc(): the caller frees them. *length (may be NULL)
 * is how many bytes there are. NULL, with errno set, where it cannot be read, is no plain file, or
 * is larger than `max` bytes.
 */
char	*file_read(const char *path, size_t max, size_t *length);

#endif
