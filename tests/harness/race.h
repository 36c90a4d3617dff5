/*
 * race: processes of a test that do the same at the same moment, each with a connection of its own.
 * What they do is committed, so a test takes it away again as the owner of the tables.
 */
#ifndef POINTPERSON_TESTS_RACE_H
#define POINTPERSON_TESTS_RACE_H

#include "base/config.h"
#include "base/db.h"

/*
 * Starts so many processes, lets them go at once, and counts in answers what `step` answered in
 * each; ERR__MAX: it did not come to an answer. `number` tells them apart, from 0 on. A step ends
 * its transaction itself, where it is carried out; it is done again while it answers ERR_RETRY.
 */
void		 race(const struct config *, int processes,
		    enum err (*step)(struct db *, int number, void *what), void *what,
		    int answers[ERR__MAX + 1]);

/* A connection that may delete every row, as the pages' user may not. Ended by db_free(). */
struct db	*race_owner(const struct config *);

#endif
