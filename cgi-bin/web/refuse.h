/*
 * refuse: turns an error into the page a person sees: what happened, and what to do next.
 * Private to web/.
 */
#ifndef POINTPERSON_WEB_REFUSE_H
#define POINTPERSON_WEB_REFUSE_H

#include "web/exchange.h"

/*
 * Decides status, template and view of the answer. Never fails: what cannot be said is said less.
 */
void		 refuse(struct exchange *, enum err);

/* The GET route that shows what this handler shows; NULL none. */
const struct route	*refuse_route_of(const struct page *, handler *);

#endif
