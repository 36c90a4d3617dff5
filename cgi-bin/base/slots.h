/*
 * slots: how many processes of this machine may do an expensive thing at one time: a lock file for
 * each slot. A process that dies gives its slot back.
 */
#ifndef POINTPERSON_BASE_SLOTS_H
#define POINTPERSON_BASE_SLOTS_H

#include <stdint.h>

#include "base/err.h"

/*
 * Takes one of `count` slots below the folder, waiting up to wait_ms. *slot goes to slots_leave().
 * ERR_BUSY: all were taken the whole time. ERR_BUG: the folder cannot be written, logged.
 */
enum err slots_enter(const char *folder, int64_t count, int64_t wait_ms, int *slot) MUST_CHECK;

/* Gives it back; accepts -1. */
void		 slots_leave(int *slot);

#endif
