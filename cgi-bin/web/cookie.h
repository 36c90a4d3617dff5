/*
 * cookie: the small values that a browser keeps for us. Private to web/. All are HttpOnly and
 * SameSite=Lax, and over TLS Secure with the name prefix "__Host-"; one is Secure in any case.
 */
#ifndef POINTPERSON_WEB_COOKIE_H
#define POINTPERSON_WEB_COOKIE_H

#include "web/exchange.h"

#define COOKIE_SESSION	"pp_session"	/* the session's token */
#define COOKIE_VISIT	"pp_visit"	/* binds the sign-in form to this browser */
#define COOKIE_FLASH	"pp_flash"	/* the message of the change that led here */
#define COOKIE_LINK	"pp_link"	/* the token of a one-use link that was opened */
#define COOKIE_DEVICE	"pp_device"	/* who signed in here before: tries of their own */
#define COOKIE_PENDING	"pp_pending"	/* a sign-in that waits for its second factor */
#define COOKIE_ONCE	"pp_once"	/* a secret to be shown on the next page, once */

/* The value of a cookie in the arena, "" where it was not sent. */
const char	*cookie_get(struct exchange *, const char *name);

/* Sets a cookie with the answer; life_sec 0: until the browser is closed. */
void cookie_set(struct exchange *, const char *name, const char *value, int64_t life_sec);

/* Removes a cookie with the answer. */
void		 cookie_drop(struct exchange *, const char *name);

/*
 * Sets the cookie by which a browser shows that it is on https, whatever the web server says: by
 * http it keeps none that is Secure. And whether it came back.
 */
void		 cookie_ask_https(struct exchange *);
bool		 cookie_shows_https(struct exchange *);

/* Sets the flash cookie of the answer's message, if it has one. */
void		 cookie_set_flash(struct exchange *);

/* The message that came with the request; false where there is none or it is not ours. */
bool		 cookie_take_flash(struct exchange *, const char **text, const char **row);

#endif
