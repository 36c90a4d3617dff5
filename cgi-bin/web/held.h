/*
 * held: a form that waits until somebody has signed in, or has gone back to the account it was
 * opened in. What is short travels sealed in the form that is shown in its place; what would be too
 * long for that form, or for the cookie of a sign-in whose second factor is awaited, is kept in the
 * database, and a sealed note of where travels. Private to web/.
 */
#ifndef POINTPERSON_WEB_HELD_H
#define POINTPERSON_WEB_HELD_H

#include "web/form.h"

#define HELD_BYTES	1500	/* of a sealed form that travels whole */

/*
 * What travels for the form that was sent, of this user; csrf_check() has read whose session it was
 * opened in. Text in the arena. Where the database keeps nothing, or no more of that session, it is
 * the whole form, however long.
 */
const char	*held_make(struct exchange *, int64_t user_id);

/*
 * The sealed form back, from what travelled. ERR_FORGED: it is none of ours, or not this user's.
 * ERR_MISSING: it was kept for a day, which is over.
 */
enum err	 held_open(struct exchange *, const char *held, int64_t user_id,
		    const char **sealed, struct packed_form *) MUST_CHECK;

/* Forgets what is kept for it; nothing where all of it travelled. */
enum err	 held_drop(struct exchange *, const char *held) MUST_CHECK;

#endif
