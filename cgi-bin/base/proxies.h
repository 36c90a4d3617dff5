/*
 * proxies: the machines in front of the web server that are believed when they say who asks. A
 * list names them: addresses of IPv4 or IPv6, or networks as 192.0.2.0/24, with commas or spaces
 * between. What anybody else says of itself is not read.
 */
#ifndef POINTPERSON_BASE_PROXIES_H
#define POINTPERSON_BASE_PROXIES_H

#include <stdbool.h>

#include "base/mem.h"

/* What is wrong with a list, in the arena; NULL: nothing. The empty list names nobody. */
const char	*proxies_problem(struct mem *, const char *list);

/* Is this address of a peer in the list? */
bool		 proxies_have(const char *list, const char *address);

/*
 * The address of who asks, in the arena: the peer, unless it is in the list. Then it is the last
 * one of "X-Forwarded-For" that is not in the list, for each proxy writes behind what it was sent
 * whom it got it from, and what stands further in front may be made up. Where that header ends or
 * is broken before, it is the last proxy that was still believed.
 */
const char	*proxies_client(struct mem *, const char *list, const char *peer,
    const char *forwarded_for);

#endif
