/*
 * random_grid: whether the answers of a page follow what the roles may, whatever an account ticked.
 */
#ifndef POINTPERSON_TESTS_RANDOM_GRID_H
#define POINTPERSON_TESTS_RANDOM_GRID_H

#include "harness/harness.h"

/*
 * Gives every role of the first account rights by chance, so many times, and asks every route of
 * the page each time as somebody who has one of them, or a copy of it. Fails where an answer is not
 * what the rights say. Prints its seed; POINTPERSON_SEED repeats one.
 */
void	 random_grid_follow(struct t *, int times);

#endif
