/*
 * tries: counts the tries of a route that can be guessed at, before it runs: by the key it names
 * (an address) and by client. Private to web/.
 *
 * A browser that signed in as this address before has tries of its own. A client that has not
 * tried an address for a while gets one try even where all of the address are used up: so nobody
 * who guesses from elsewhere keeps the owner out for longer than the delay.
 */
#ifndef POINTPERSON_WEB_TRIES_H
#define POINTPERSON_WEB_TRIES_H

#include "web/exchange.h"

/* Takes a try, committed on its own. ERR_THROTTLED: wait_sec says how long to wait. */
enum err	 tries_take(struct exchange *) MUST_CHECK;

/* It was right: forgets the key's tries, gives the client's back, and remembers the browser. */
enum err	 tries_were_right(struct exchange *) MUST_CHECK;

/* Nothing was compared (no memory, no slot): gives both back, committed on their own. */
enum err	 tries_give_back(struct exchange *) MUST_CHECK;

#endif
