/*
 * step_up: what the page loop does with a change that must be confirmed by a one-time password
 * first: it waits, sealed, and the person is led to /otp. Private to web/.
 */
#ifndef POINTPERSON_WEB_STEP_UP_H
#define POINTPERSON_WEB_STEP_UP_H

#include "web/exchange.h"

#define STEP_UP_PATH	"/otp"	/* where the code is typed */
#define STEP_UP_LEFT_PATH STEP_UP_PATH "/left"	/* where a Super Admin asks for an own one */

/*
 * After ERR_STEP_UP, when the transaction is undone: keeps the form, sends the code, and leads to
 * where it is typed. Committed on its own. Errors as of the domain's functions.
 */
enum err	 step_up_ask(struct exchange *) MUST_CHECK;

#endif
