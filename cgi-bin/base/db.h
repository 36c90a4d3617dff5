/*
 * db: one connection to MariaDB or MySQL, its prepared statements and its transactions: the one
 * place that knows the client library.
 *
 * Statements are string literals with "?", prepared on first use and kept for the life of the
 * connection (by the literal's address). Values are made by V(), which refuses at compile time
 * what has no column type here.
 *
 * A connection is opened by the first statement and replaced only between transactions; the
 * client's own reconnect stays off, for it drops a transaction without a word.
 */
#ifndef POINTPERSON_BASE_DB_H
#define POINTPERSON_BASE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"

struct db;
struct db_stmt;

/* Where the database is. Text is copied by db_new(); "" where there is none. */
struct db_options {
	const char *socket; /* path of the unix socket; then host and port are not used */
	const char
	    *host; /* over TCP, always TLS with the certificate verified unless it is this host */
	int64_t		 port;		/* TCP port */
	const char	*name;		/* the database */
	const char	*user;		/* who we are there */
	const char	*password;	/* and how we prove it */
	const char	*tls_ca;	/* file with the certificate authority, for TCP */
	const char	*plugins;	/* folder of the client's plugins; "" or NULL: its own */
	bool is_patient; /* waits for a statement however long it takes, as the migrations do */
};

enum db_kind { DB_NULL, DB_INTEGER, DB_TEXT, DB_BLOB };

/* One value of a statement. Made by V(), db_null() or db_blob(). */
struct db_val {
	enum db_kind	 kind;		/* which of the following counts */
	int64_t		 integer;	/* DB_INTEGER */
	const void *bytes; /* DB_TEXT, DB_BLOB: not copied, valid until the call returns */
	size_t		 length;	/* bytes in it */
};

static inline struct db_val
db_integer(int64_t i)
{
	return (struct db_val){ .kind = DB_INTEGER, .integer = i };
}

struct db_val	 db_text(const char *text);
struct db_val	 db_blob(const void *bytes, size_t length);
struct db_val	 db_null(void);

#define V(x) _Generic((x),				\
	bool: db_integer, int: db_integer,		\
	unsigned int: db_integer,			\
	long: db_integer, long long: db_integer,	\
	char *: db_text, const char *: db_text)(x)

/*
 * A connection to be; nothing is opened yet. Never NULL. Ended by db_free(), which sets the
 * pointer to NULL.
 */
struct db	*db_new(const struct db_options *);
void		 db_free(struct db **);

/*
 * Runs a statement that answers rows and keeps its result; db_done() ends it. ERR_RETRY: deadlock,
 * lock wait or lost connection, run the transaction again. ERR_DB: anything else, logged.
 */
#define db_query(db, stmt, ...) DB_CALL(db_query_values, (db), (stmt), __VA_ARGS__)

/*
 * Runs a statement that answers one row at most, and stands on it: as db_query() and db_step().
 * ERR_MISSING: there is none, and nothing to end.
 */
#define db_load(db, stmt, ...) DB_CALL(db_load_values, (db), (stmt), __VA_ARGS__)

/*
 * Runs a statement that writes; *rows (may be NULL) is how many it touched. As db_query(), and
 * ERR_TAKEN (unique index), ERR_REFUSED (CHECK or foreign key), ERR_BUG while only reading is
 * allowed.
 */
#define db_exec(db, rows, ...) DB_CALL(db_exec_values, (db), (rows), __VA_ARGS__)

#define DB_CALL(f, db, out, ...) f((db), (out), DB_FIRST(__VA_ARGS__, 0), DB_REST(__VA_ARGS__))
#define DB_FIRST(first, ...) first
#define DB_REST(sql, ...)                                                                          \
	(const struct db_val[]){ __VA_ARGS__ __VA_OPT__(, ){ .kind = DB_NULL } },                  \
	    sizeof((const struct db_val[]){ __VA_ARGS__ __VA_OPT__(, ){ .kind = DB_NULL } }) /     \
		sizeof(struct db_val) -                                                            \
	    1

enum err db_query_values(struct db *, struct db_stmt **, const char *sql, const struct db_val *,
    size_t count) MUST_CHECK;
enum err db_load_values(struct db *, struct db_stmt **, const char *sql, const struct db_val *,
    size_t count) MUST_CHECK;
enum err db_exec_values(struct db *, int64_t *rows, const char *sql, const struct db_val *,
    size_t count) MUST_CHECK;

/* The next row: true, or false at the end. */
bool		 db_step(struct db_stmt *);

/* Columns of the current row, counted from 0. db_i64() gives 0 and db_str() "" for NULL. */
int64_t		 db_i64(struct db_stmt *, unsigned int column);
const char	*db_str(struct db_stmt *, struct mem *, unsigned int column);
/* The same for bytes, which may hold NUL; *length is how many. */
const void	*db_bytes(struct db_stmt *, struct mem *, unsigned int column, size_t *length);
bool		 db_is_null(struct db_stmt *, unsigned int column);

/* Ends a statement's result. Accepts a pointer to NULL and sets it to NULL. */
void		 db_done(struct db_stmt **);

/* Ends whatever result is still open: a lost connection is not replaced while there is one. */
void		 db_end_results(struct db *);

/* The id that the last insert was given. */
int64_t		 db_insert_id(struct db *);

/* After ERR_TAKEN or ERR_REFUSED: was it this index or constraint? */
bool		 db_refused_by(struct db *, const char *constraint);

/*
 * Transactions: begun and ended by the page loop, the tools and tests only. A begin inside a
 * transaction makes a savepoint, so that a test can undo a whole request. db_commit(): ERR_RETRY
 * as above; then nothing or, after a lost connection, everything may have been saved.
 */
enum err	 db_begin(struct db *) MUST_CHECK;
enum err	 db_commit(struct db *) MUST_CHECK;
void		 db_rollback(struct db *);

/*
 * Begins a transaction that reads everything as it is now, whatever others commit meanwhile; else a
 * statement reads what is committed when it runs. ERR_BUG inside a transaction, besides those of
 * db_begin().
 */
enum err	 db_begin_snapshot(struct db *) MUST_CHECK;

/*
 * Waits before a transaction is tried again that was tried so many times: longer each time, by
 * chance, so that two that met do not meet again.
 */
void		 db_pause(int tries);

/* How many are begun and not ended. */
unsigned int	 db_depth(const struct db *);

/* While true, db_exec() and whatever begins a transaction answer ERR_BUG: a GET changes nothing. */
void		 db_read_only(struct db *, bool);

/*
 * Tells a test of every statement that writes, by db_exec(): rows is -1 before it runs, and then
 * how many it touched; one that fails has the first alone. NULL: nobody is told.
 */
typedef void	 db_watcher(void *closure, const char *sql, int64_t rows);
void		 db_watch(struct db *, db_watcher *, void *closure);

/* Is the connection usable? Asks the server; opens it where it is not. For tools and /readyz. */
enum err	 db_ping(struct db *) MUST_CHECK;

/*
 * Runs one statement as it is, unprepared: for migrations, which hold statements that cannot be
 * prepared.
 */
enum err	 db_run_text(struct db *, const char *sql) MUST_CHECK;

/* The server's text for the last error: for tools and logs, never for a page. */
const char	*db_problem(struct db *);

/* Round trips made since db_new(): statements, prepares and transaction verbs. */
int64_t		 db_statements(const struct db *);
int64_t		 db_round_trips(const struct db *);

/*
 * Statements whose result was not ended by db_done(): a bug, counted for the reset step and tests.
 */
int64_t		 db_open_results(const struct db *);

#endif
