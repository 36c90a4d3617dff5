/*
 * archive: several files as one, a ZIP: the one place that knows libzip. They are stored as they
 * are, one in memory at a time.
 */
#ifndef POINTPERSON_BASE_ARCHIVE_H
#define POINTPERSON_BASE_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct spool;

struct archive_entry {
	const char	*name;	/* UTF-8, without folders; each once */
	int		 year;	/* the day that its file is dated, at noon: 1980 or later */
	int		 month;	/* 1 to 12 */
	int		 day;	/* 1 to 31 */
};

/* The bytes of an entry, counted from 0. They stay until it is called again. */
typedef enum err archive_read(void *closure, size_t entry, const void **bytes, size_t *length);

/* Can archives be made? False where it is built without libzip. */
bool		 archive_is_known(void);

/*
 * Writes them into the spool, in their order. Ends with read()'s error, where it has one. ERR_BUG:
 * libzip, or the spool, gave up; logged. ERR_MISSING: built without libzip.
 */
enum err	 archive_write(struct spool *, const struct archive_entry *, size_t count,
		    archive_read *read, void *closure) MUST_CHECK;

#endif
