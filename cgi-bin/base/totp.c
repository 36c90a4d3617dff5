#include "base/banned.h"
#include "base/totp.h"

#include "base/crypt.h"
#include "base/log.h"

#ifdef HAVE_OATH

#include <liboath/oath.h>

bool
totp_is_there(void)
{
	return true;
}

enum err
totp_code(const unsigned char secret[TOTP_SECRET_BYTES], int64_t step, char code[TOTP_DIGITS + 1])
{
	int rc = oath_hotp_generate((const char *)secret, TOTP_SECRET_BYTES, (uint64_t)step,
	    TOTP_DIGITS, false, OATH_HOTP_DYNAMIC_TRUNCATION, code);

	if (rc == OATH_OK)
		return ERR_OK;
	log_err("totp: %s", oath_strerror(rc));
	return ERR_BUG;
}

#else

bool
totp_is_there(void)
{
	return false;
}

enum err
totp_code(const unsigned char secret[TOTP_SECRET_BYTES], int64_t step, char code[TOTP_DIGITS + 1])
{
	(void)secret;
	(void)step;
	code[0] = '\0';
	log_err("totp: this program was built without liboath");
	return ERR_BUG;
}

#endif

char *
totp_secret_text(struct mem *m, const unsigned char secret[TOTP_SECRET_BYTES])
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	char *text = mem_alloc(m, TOTP_SECRET_TEXT + 1);
	unsigned int bits = 0, count = 0;
	size_t i, length = 0;

	for (i = 0; i < TOTP_SECRET_BYTES; i++) {
		bits = (bits << 8 | secret[i]) & 0xffff;
		for (count += 8; count >= 5; count -= 5)
			text[length++] = letters[bits >> (count - 5) & 31];
	}
	return text;
}

enum err
totp_find(const unsigned char secret[TOTP_SECRET_BYTES], const char *code, int64_t now,
    int64_t *step)
{
	int64_t middle = now / TOTP_STEP_SEC, at;
	char right[TOTP_DIGITS + 1];
	enum err rc, found = ERR_INVALID;

	*step = 0;
	if (!totp_is_there())
		return ERR_INVALID;
	for (at = middle - TOTP_DRIFT_STEPS; at <= middle + TOTP_DRIFT_STEPS; at++) {
		if ((rc = totp_code(secret, at, right)) != ERR_OK)
			return rc;
		if (crypt_equal(code, right)) {
			*step = at;
			found = ERR_OK;
		}
	}
	crypt_wipe(right, sizeof(right));
	return found;
}
