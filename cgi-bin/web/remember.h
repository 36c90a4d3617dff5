/*
 * remember: the only writes outside a POST's transaction: last seen, the event of a download, and
 * the bounded events of refusals. Each in a transaction of its own, outside a page's statement
 * budget (ARCHITECTURE: GET). Tables: session, throttle, audit_event. Private to web/.
 */
#ifndef POINTPERSON_WEB_REMEMBER_H
#define POINTPERSON_WEB_REMEMBER_H

#include "web/exchange.h"

/* After the answer went out. Failures are logged and change nothing. */
void	 remember(struct exchange *);

#endif
