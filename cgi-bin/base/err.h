/*
 * err: what every function that can fail returns.
 *
 * A code says what the caller can do about it, never what exactly went wrong: the cause is logged
 * once, where it is known. web/refuse.c turns each code into the page a person sees.
 */
#ifndef POINTPERSON_BASE_ERR_H
#define POINTPERSON_BASE_ERR_H

#define MUST_CHECK __attribute__((warn_unused_result))

enum err {
	ERR_OK = 0,
	ERR_INVALID, /* typed values were refused; each message stands beside its field */
	ERR_UNCONFIRMED, /* all is right, but the person is to see first what it does */
	ERR_CONFLICT, /* somebody saved the same row in between */
	ERR_MISSING, /* no such row in this account, whether or not one exists in another */
	ERR_DENIED, /* the role may not do this */
	ERR_PLAIN_HTTP, /* the request came by http, and the site is https */
	ERR_SIGN_IN, /* nobody is signed in */
	ERR_STEP_UP, /* all is right, but a one-time password must be typed first */
	ERR_SECOND_FACTOR, /* a second factor must be typed, or set up, before anything else */
	ERR_FORGED, /* the form did not come from our page of this session */
	ERR_SWITCHED, /* the form was opened in another account of the same user */
	ERR_STALE, /* the form was opened in an earlier session of the same user */
	ERR_MALFORMED, /* the request itself is broken: bytes, repeated fields, missing variables */
	ERR_METHOD, /* the path exists, the method does not */
	ERR_TOO_LARGE, /* the body is larger than the settings allow */
	ERR_MEDIA_TYPE, /* the body is not an urlencoded form */
	ERR_THROTTLED, /* too many tries; the throttle says when the next one counts */
	ERR_BUSY, /* no memory or no free slot for a password hash right now */
	ERR_RETRY, /* the database asks for the whole transaction again */
	ERR_TAKEN, /* a unique index refused the row; db_refused_by() tells which */
	ERR_REFUSED, /* a CHECK or foreign key refused the row; db_refused_by() tells which */
	ERR_DB, /* the database is gone or refused a statement */
	ERR_BUG, /* a programmer lied: logged, answered as 500 */
	ERR__MAX
};

#endif
