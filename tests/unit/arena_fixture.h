/*
 * arena_fixture: an arena for each test, and random numbers that can be drawn, for rules that need
 * nothing else. *state is a struct mem *.
 */
#ifndef POINTPERSON_TESTS_ARENA_FIXTURE_H
#define POINTPERSON_TESTS_ARENA_FIXTURE_H

#include "base/crypt.h"
#include "base/mem.h"

static int
set_up(void **state)
{
	*state = mem_new();
	return crypt_init() == ERR_OK ? 0 : -1;
}

static int
tear_down(void **state)
{
	struct mem *m = *state;

	mem_free(&m);
	return 0;
}

#endif
