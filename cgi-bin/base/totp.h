/*
 * totp: the changing codes of an authenticator app (RFC 6238): the one place that knows liboath.
 *
 * HMAC-SHA1 is what every app understands; it is the one use of SHA-1 here, and not weakened by
 * what is wrong with SHA-1 itself. Built without liboath, totp_is_there() is false and no code is
 * ever right.
 */
#ifndef POINTPERSON_BASE_TOTP_H
#define POINTPERSON_BASE_TOTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"

#define TOTP_SECRET_BYTES	20	/* RFC 4226: as long as the hash */
#define TOTP_SECRET_TEXT	32	/* base32 of them, without padding */
#define TOTP_DIGITS		6	/* what every app shows */
#define TOTP_STEP_SEC		30	/* how long a code is shown (RFC 6238) */
#define TOTP_DRIFT_STEPS	1	/* a clock may be off by so many, either way */

/* Was this program built with liboath? */
bool		 totp_is_there(void);

/* The secret as an app takes it when it is typed: base32, upper case. */
char		*totp_secret_text(struct mem *, const unsigned char secret[TOTP_SECRET_BYTES]);

/* The code of a time step, with its NUL. ERR_BUG: built without liboath. */
enum err	 totp_code(const unsigned char secret[TOTP_SECRET_BYTES], int64_t step,
		    char code[TOTP_DIGITS + 1]) MUST_CHECK;

/*
 * The time step whose code this is, among now's and those a clock may be off by. ERR_INVALID: it is
 * none of theirs. All are compared, in constant time.
 */
enum err	 totp_find(const unsigned char secret[TOTP_SECRET_BYTES], const char *code,
		    int64_t now, int64_t *step) MUST_CHECK;

#endif
