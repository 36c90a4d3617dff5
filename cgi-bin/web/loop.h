/*
 * loop: answers one request by the table of steps. Private to web/; the tests drive it with a
 * transport of their own.
 */
#ifndef POINTPERSON_WEB_LOOP_H
#define POINTPERSON_WEB_LOOP_H

#include "web/exchange.h"

/* Answers the request that the transport has accepted. */
void		 loop_answer(struct worker *, struct transport *);

/* The name of a step, in their order from 0; NULL behind the last. */
const char	*loop_step(size_t);

/*
 * What a route table must have: a permission on every route, a template on every GET, the form's
 * GET route for every `again`. false: logged, and the program must not start.
 */
bool		 loop_page_is_sound(const struct page *);

#endif
