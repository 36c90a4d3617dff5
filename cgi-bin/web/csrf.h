/*
 * csrf: did this form come from our page, of this session, in this account? Private to web/.
 *
 * A token names session and account and carries a MAC over both and the page. Before sign-in it is
 * bound to a cookie of the browser instead. Where the browser tells the origin of a request it must
 * be ours as well.
 */
#ifndef POINTPERSON_WEB_CSRF_H
#define POINTPERSON_WEB_CSRF_H

#include "web/exchange.h"

/* The token for the forms of a page, in the arena. */
char		*csrf_token(struct exchange *, const char *page_name);

/* The same for a form that is filled in before sign-in; sets the cookie where there is none. */
char		*csrf_visit_token(struct exchange *, const char *page_name);

/*
 * Checks the form of a POST. ERR_FORGED: not ours. ERR_SWITCHED: ours, opened in another account
 * (form_account_id). ERR_STALE: ours, opened in an earlier session of the same user. ERR_SIGN_IN:
 * ours, and the session has ended meanwhile.
 */
enum err	 csrf_check(struct exchange *) MUST_CHECK;

#endif
