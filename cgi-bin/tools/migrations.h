/*
 * migrations: the numbered files of sql/: their names, their statements, and where to go on with
 * them. It looks at files and at what the journal says, and runs nothing; it knows no database.
 *
 * A file is called 0001-what-it-does.sql. Its statements end with ";" at the end of a line; lines
 * that begin with "--" are comments.
 */
#ifndef POINTPERSON_TOOLS_MIGRATIONS_H
#define POINTPERSON_TOOLS_MIGRATIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/crypt.h"
#include "base/err.h"
#include "base/mem.h"

#define MIGRATIONS_MAX		1000			/* ten years at two a week */
#define CHECKSUM_TEXT		(2 * CRYPT_HASH_BYTES)	/* hexadecimal digits */

/* One file. All text in the arena. */
struct migration {
	int64_t		  number;	/* from its name, 1 for the first */
	const char	 *name;		/* with its number and ending */
	const char	 *checksum;	/* of the whole file, CHECKSUM_TEXT digits */
	const char	**statements;	/* without comments and their last ";" */
	size_t		  count;	/* how many statements */
};

/* All files, in the order of their numbers. */
struct migrations {
	struct migration	*files;	/* NULL where there are none */
	size_t			 count;
};

/* What the journal says of one file. */
struct applied {
	int64_t		 number;
	const char	*name;			/* as it was called when it was begun */
	const char	*checksum;		/* of the file as it was then */
	const char	*done_checksum;		/* see migrations_done_checksum() */
	int64_t		 statements;		/* in the file then */
	int64_t		 done;			/* statements from the start that are done */
	int64_t		 running;		/* the one whose end is not known, 0 none */
	bool		 is_finished;		/* all of it is done */
};

/* Where to go on. */
struct resume {
	size_t	 file;			/* the first with something to do, else their count */
	size_t	 statement;		/* the first of that file to run */
	bool	 is_begun;		/* the journal has a row for that file */
	bool	 is_corrected;		/* the file was changed behind what is done of it */
	bool	 is_unknown;		/* that statement may have been done: the process died */
};

/* "0012-roles.sql" gives 12. False for any other name. */
bool migrations_number(const char *name, int64_t *number);

/*
 * Cuts a text into statements. ERR_INVALID, with a sentence in *problem: the last one does not end,
 * one is empty, or the text is not UTF-8.
 */
enum err migrations_split(struct mem *, const char *text, size_t length, const char ***statements,
    size_t *count, const char **problem);

/*
 * Reads every file of a folder; grants.sql is left out. ERR_INVALID or ERR_MISSING, with a sentence
 * in *problem: a number is missing or there twice, an *.sql file has another kind of name, or one
 * cannot be read or cut.
 */
enum err migrations_read(struct mem *, const char *folder, struct migrations *,
    const char **problem);

/* Reads and cuts one file. As above. */
enum err migrations_read_file(struct mem *, const char *folder, const char *name,
    struct migration *, const char **problem);

/*
 * ERR_INVALID: the files are not numbered 1, 2, 3..., *problem says which is missing or twice
 * there.
 */
enum err migrations_check_order(struct mem *, const struct migrations *, const char **problem);

/* The checksum of the first `done` statements of a file. */
char *migrations_done_checksum(struct mem *, const struct migration *, size_t done);

/*
 * Compares the files with the journal's rows (in the order of their numbers) and says where to go
 * on.
 * ERR_INVALID, with a sentence in *problem: a file was changed after it was applied, the database
 * is newer than the files, or the journal has a gap.
 */
enum err migrations_resume(struct mem *, const struct migrations *, const struct applied *,
    size_t count, struct resume *, const char **problem);

/* Does this statement only touch rows, so that it can share a transaction with the journal? */
bool migrations_is_data(const char *statement);

/*
 * Does this error say that the statement had been done before: the table, column, key is there, or
 * gone, already?
 */
bool migrations_is_done_before(unsigned long error);

#endif
