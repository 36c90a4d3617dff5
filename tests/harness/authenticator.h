/*
 * authenticator: an authenticator app for tests: it reads the key that a page shows, and tells the
 * codes of any second.
 */
#ifndef POINTPERSON_TESTS_AUTHENTICATOR_H
#define POINTPERSON_TESTS_AUTHENTICATOR_H

#include <string.h>

#include "base/totp.h"
#include "harness/harness.h"

struct app {
	unsigned char	secret[TOTP_SECRET_BYTES];
};

/* Takes the key over, as typed: base32 with spaces. */
static inline struct app
app_learn(const char *key)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	unsigned int bits = 0, count = 0;
	struct app a;
	size_t n = 0;

	for (; *key != '\0'; key++) {
		if (*key == ' ')
			continue;
		bits = (bits << 5 | (unsigned int)(strchr(letters, *key) - letters)) & 0xffff;
		if ((count += 5) >= 8)
			a.secret[n++] = (unsigned char)(bits >> (count -= 8));
	}
	assert_int_equal(n, TOTP_SECRET_BYTES);
	return a;
}

static inline const char *
app_code(struct t *t, const struct app *a, int64_t at)
{
	char code[TOTP_DIGITS + 1];

	assert_int_equal(totp_code(a->secret, at / TOTP_STEP_SEC, code), ERR_OK);
	return mem_dup(t->mem, code);
}

#endif
