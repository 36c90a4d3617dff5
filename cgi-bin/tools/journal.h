/*
 * journal: what the database remembers of migrations (table schema_migration), and the row that
 * lets only one `pointperson migrate` work at a time (table schema_lock). Knows the two tables and
 * nothing of files on disk.
 *
 * The server ends a transaction with every statement that changes a table, so the row is locked by
 * a connection of its own. A lock by name would hold on one node of a cluster only.
 */
#ifndef POINTPERSON_TOOLS_JOURNAL_H
#define POINTPERSON_TOOLS_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/db.h"
#include "base/err.h"
#include "base/mem.h"
#include "tools/migrations.h"

/* Is the journal's table there? It is not before the first migration. */
enum err journal_exists(struct db *, bool *exists) MUST_CHECK;

/*
 * Makes the two tables and the row to lock, as far as they are missing. ERR_RETRY: another one
 * holds the row.
 */
enum err journal_prepare(struct db *) MUST_CHECK;

/*
 * Begins a transaction on the connection and locks the row in it; a rollback gives it back. Waits
 * five seconds at most, then ERR_RETRY.
 */
enum err journal_lock(struct db *lock) MUST_CHECK;

/*
 * Is the row still ours? Anything but ERR_OK says that the connection was lost, and the lock with
 * it.
 */
enum err journal_is_locked(struct db *lock) MUST_CHECK;

/* All rows in the order of their numbers; none where the table is missing. */
enum err journal_load(struct db *, struct mem *, struct applied **rows, size_t *count) MUST_CHECK;

/* A file is begun, nothing of it is done. */
enum err journal_begin(struct db *, const struct migration *, int64_t now) MUST_CHECK;

/* A file that was begun has been corrected since. */
enum err journal_correct(struct db *, const struct migration *) MUST_CHECK;

/*
 * The statement with this number, from 1, is about to run; 0: the last one was refused, so nothing
 * is in doubt.
 */
enum err journal_running(struct db *, int64_t migration, int64_t statement) MUST_CHECK;

/* So many statements are done. */
enum err journal_done(struct db *, int64_t migration, int64_t done,
    const char *checksum) MUST_CHECK;

/* The file is done. */
enum err journal_finish(struct db *, int64_t migration, int64_t now) MUST_CHECK;

#endif
