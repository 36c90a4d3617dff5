/*
 * config_write: changes single settings in a settings file and leaves the rest of it, with its
 * comments, as an administrator wrote it; and makes the keys of an installation.
 */
#ifndef POINTPERSON_BASE_CONFIG_WRITE_H
#define POINTPERSON_BASE_CONFIG_WRITE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"

struct config_value {
	const char	*key;		/* as in the table of settings */
	const char	*value;		/* as it would be typed */
};

/* Can it stand in a settings file? Not with a line break, or with spaces around it. */
bool		 config_can_write(const char *value);

/*
 * Writes count values into a file, which is replaced whole or not at all and readable by its owner
 * and group only (mode 0640). A value takes the place of the line where its setting stands, or of
 * the one that shows its default ("# name = ..."), else it is added at the end. A file that does
 * not exist is made. ERR_INVALID: a value cannot stand there. ERR_DENIED: the file cannot be read
 * or written, and *problem says why.
 */
enum err	 config_write(struct mem *, const char *file, const struct config_value *,
		    size_t count, const char **problem) MUST_CHECK;

/*
 * Makes the keys that the secrets file lacks and writes it (mode 0640). ERR_DENIED: it cannot be
 * written, and *problem says why. *made tells whether any were made.
 */
enum err	 config_make_keys(struct mem *, const char *file, bool *made, const char **problem);

#endif
