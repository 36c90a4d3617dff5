/*
 * frame: what every page shows around its own part: who one is, where, and where one can go.
 * Private to web/.
 */
#ifndef POINTPERSON_WEB_FRAME_H
#define POINTPERSON_WEB_FRAME_H

#include "web/exchange.h"

/* Puts Page.* into the view. */
void	 frame_show(struct exchange *);

/*
 * The business name of one of the actor's other accounts; "" where it is none of them. In the
 * arena.
 */
const char	*frame_account_name(struct exchange *, int64_t account_id);

#endif
