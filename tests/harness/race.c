#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/race.h"

#include <sys/wait.h>
#include <unistd.h>

#define TRIES_MAX	50	/* of one process that meets the others' locks: as many as they are */

/* Waits until nobody holds the other end of `start` any more. */
static void
run(const struct config *c, enum err (*step)(struct db *, int, void *), int number, void *what,
    int start)
{
	struct db *db = db_new(&c->database);
	enum err rc;
	char go;
	int tries = 0;

	if (db_ping(db) != ERR_OK || read(start, &go, 1) != 0)
		_exit(ERR__MAX);
	do {
		rc = step(db, number, what);
		while (db_depth(db) > 0)
			db_rollback(db);
	} while (rc == ERR_RETRY && ++tries < TRIES_MAX);
	_exit((int)rc);
}

void
race(const struct config *c, int processes, enum err (*step)(struct db *, int, void *), void *what,
    int answers[ERR__MAX + 1])
{
	int start[2], status, i;

	assert_int_equal(pipe(start), 0);
	for (i = 0; i < processes; i++)
		if (fork() == 0) {
			close(start[1]);
			run(c, step, i, what, start[0]);
		}
	close(start[0]);
	close(start[1]);
	for (i = 0; i < processes; i++) {
		assert_true(wait(&status) > 0);
		answers[WIFEXITED(status) ? WEXITSTATUS(status) : ERR__MAX]++;
	}
}

struct db *
race_owner(const struct config *c)
{
	struct db_options owner = c->database;

	owner.user = c->migration_user;
	owner.password = c->migration_password;
	return db_new(&owner);
}
