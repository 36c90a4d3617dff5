/*
 * invitation_csv: people to be invited, from a list as a spreadsheet writes it. The first row names
 * the columns; where it does not, they stand in the order of the form.
 */
#ifndef POINTPERSON_DOMAIN_INVITATION_CSV_H
#define POINTPERSON_DOMAIN_INVITATION_CSV_H

#include "domain/context.h"
#include "domain/invitation.h"

#define INVITATION_CSV_BYTES	(60 * 1024)	/* of one list: what a form takes (ARCHITECTURE) */

/* A row as it was read: what is to be invited, and the words that stood there. */
struct invitation_csv_row {
	size_t		 number;	/* of the row in the list, as a spreadsheet counts it */
	const char	*role;		/* as written */
	const char	*calls;		/* as written */
};

struct invitation_csv {
	struct invitation_wish		*wishes;	/* one a row */
	struct invitation_csv_row	*rows;
	size_t				 count;
	size_t				 wrong;		/* rows that have problems */
	const char			*mark;		/* tells this list from others */
};

/* Can lists be read? False where it is built without libcsv. */
bool		 invitation_csv_is_known(void);

/*
 * Reads the list and looks at every row, as invitation_check() and invitation_check_sending() do.
 * ERR_INVALID: `all` says what is wrong with the field "list" as a whole (then there are no rows),
 * which row is the first that has a problem, or that there are more than may be sent.
 */
enum err	 invitation_csv_read(struct context *, const char *list, const struct role *roles,
		    size_t role_count, struct invitation_csv *, struct problems *all) MUST_CHECK;

/* Invites all of a list that was read, or nobody. Errors as above. */
enum err	 invitation_csv_add(struct context *, struct invitation_csv *, const struct role *,
		    size_t role_count, struct problems *all) MUST_CHECK;

#endif
