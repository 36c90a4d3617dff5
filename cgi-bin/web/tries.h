/*
 * tries: counts the tries of a route that can be guessed at, before it runs: by the key it names
 * (an address) and by client. Private to web/.
 *
 * A browser that signed in as this address before has tries of its own. A client that has not
 * tried an address for a while gets one try even where all of the address are used up: so nobody
 * who guesses from elsewhere keeps the owner out for longer than the delay.
 *
 * Codes of a second factor have the user's and the known browser's tries only: another client gets
 * none, or whoever knows the password could guess from many at once.
 *
 * The tries of a one-time password stand with the password itself (domain/otp.h).
 */
#ifndef POINTPERSON_WEB_TRIES_H
#define POINTPERSON_WEB_TRIES_H

#include "web/exchange.h"

/*
 * The address that somebody tries to sign in as, in lower case: as typed, or of whose second factor
 * is to be shown. "" where the route is for no such try.
 */
const char	*tries_address(struct exchange *);

/* Takes a try, committed on its own. ERR_THROTTLED: wait_sec says how long to wait. */
enum err	 tries_take(struct exchange *) MUST_CHECK;

/*
 * Takes one of the turns that the route's rate gives the actor, where it has one; the same error.
 * In the transaction of the change: what is refused, or was done before, takes none.
 */
enum err	 tries_take_turn(struct exchange *) MUST_CHECK;

/* It was right: forgets the key's tries, gives the client's back, and remembers the browser. */
enum err	 tries_were_right(struct exchange *) MUST_CHECK;

/*
 * The password was right, and a second factor is still to be typed: the same, but the browser stays
 * a stranger.
 */
enum err	 tries_were_half_right(struct exchange *) MUST_CHECK;

/* Nothing was compared (no memory, no slot): gives both back, committed on their own. */
enum err	 tries_give_back(struct exchange *) MUST_CHECK;

/*
 * Takes a try of the route's one-time password, committed on its own. That none is left is no error
 * yet, but stands in code_refusal: the same form sent twice still gets its first answer.
 */
enum err	 tries_take_code(struct exchange *) MUST_CHECK;

/* Was a try left for the code typed? If not: ERR_INVALID, with a sentence beside its field. */
enum err	 tries_check_code(struct exchange *) MUST_CHECK;

/* The field of a table that the one-time password is typed into; NULL none. */
const struct field	*tries_code_field(const struct field *);

#endif
