/*
 * remember: the only writes outside a POST's transaction: the event of a download, last seen, and
 * the bounded events of refusals. Each in a transaction of its own, outside a page's statement
 * budget (ARCHITECTURE: GET). Tables: session, throttle, audit_event. Private to web/.
 */
#ifndef POINTPERSON_WEB_REMEMBER_H
#define POINTPERSON_WEB_REMEMBER_H

#include "web/exchange.h"

/* The event of the file that is the answer, if one is. No file is sent without it. */
enum err remember_download(struct exchange *) MUST_CHECK;

/* The others, after the answer went out. Failures are logged and change nothing. */
void	 remember(struct exchange *);

#endif
