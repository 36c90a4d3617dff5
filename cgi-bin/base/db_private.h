/*
 * db_private: what the files of db share; nobody else includes it but their test.
 */
#ifndef POINTPERSON_BASE_DB_PRIVATE_H
#define POINTPERSON_BASE_DB_PRIVATE_H

#include "base/db.h"

struct db {
	struct db_options	 options;	/* our own copies */
	struct st_mysql		*handle;	/* the client library's; NULL while closed */
	struct db_stmt		*stmts;		/* kept statements, filled from the front */
	size_t			 stmt_count;	/* how many */
	unsigned int		 depth;		/* transactions begun and not ended */
	bool is_lost; /* the connection is unusable and waits to be replaced */
	bool			 is_read_only;	/* nothing may be written */
	db_watcher		*watch;		/* told of what is written; NULL in a program */
	void			*watch_closure;	/* given to watch */
	int64_t			 statements;	/* executed, for db_statements() */
	int64_t			 round_trips;	/* as well as prepares, for db_round_trips() */
	int64_t			 open_results;	/* results not ended */
	char			 problem[512];	/* the last error's text */
};

/*
 * A usable connection, opened where it must be; ERR_RETRY where that would replace one inside a
 * transaction, or take away a statement whose result is being read.
 */
enum err db_need_connection(struct db *) MUST_CHECK;

/*
 * Remembers an error of the client library and says what it means for the caller. Refusals by an
 * index or a CHECK are the caller's to explain, so they are not logged.
 */
enum err db_fail(struct db *, unsigned int number, const char *text, const char *sql);

#endif
