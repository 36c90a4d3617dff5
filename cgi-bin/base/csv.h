/*
 * csv: a pasted list as rows of cells: the one place that knows libcsv. It takes what spreadsheets
 * write: cells between commas, semicolons or tabs, quotes, any line ends, a byte order mark.
 */
#ifndef POINTPERSON_BASE_CSV_H
#define POINTPERSON_BASE_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"

#define CSV_CELLS_MAX	32	/* of one row; what follows is counted, not kept */

struct csv_row {
	const char	**cells;	/* trimmed; "" for an empty one */
	size_t		 count;		/* how many, at most CSV_CELLS_MAX */
};

struct csv {
	struct csv_row	*rows;		/* without empty lines */
	size_t		 count;		/* how many there are; at most rows_max are kept */
	size_t		 bad_line;	/* with ERR_INVALID: counted from 1 */
};

/* Can lists be read? False where it is built without libcsv. */
bool		 csv_is_known(void);

/*
 * Reads the whole text into rows in the arena. What stands between cells is what the first line has
 * most of. ERR_INVALID: a quote where there can be none, or one that is not closed: see bad_line.
 * ERR_TOO_LARGE: more than rows_max rows; count says how many. ERR_MISSING: no libcsv.
 */
enum err	 csv_read(struct mem *, const char *text, size_t rows_max, struct csv *) MUST_CHECK;

#endif
