/*
 * crypt: random tokens, message authentication, sealing and password hashes: the one place that
 * knows libsodium.
 */
#ifndef POINTPERSON_BASE_CRYPT_H
#define POINTPERSON_BASE_CRYPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"

#define CRYPT_KEY_BYTES		32 /* crypto_generichash_KEYBYTES and crypto_secretbox_KEYBYTES */
#define CRYPT_HASH_BYTES	32	/* BLAKE2b, 256 bits (ASVS 11.4.3) */
#define CRYPT_TOKEN_BYTES	32	/* random bytes in a token (ARCHITECTURE: session token) */
#define CRYPT_TOKEN_TEXT	43	/* base64url of 32 bytes, without padding */
#define CRYPT_NONCE_BYTES	16	/* a form's nonce: unique, not secret */
#define CRYPT_NONCE_TEXT	22	/* base64url of 16 bytes */
#define CRYPT_PASSWORD_TEXT	128	/* crypto_pwhash_STRBYTES */

/* The two keys of an installation. */
struct crypt_keys {
	unsigned char	mac[CRYPT_KEY_BYTES];	/* authenticates tokens and cookies */
	unsigned char	seal[CRYPT_KEY_BYTES];	/* seals what must wait where others can read it */
};

/* Once per process, before anything else here. ERR_BUG: the library does not start. */
enum err	 crypt_init(void);

void		 crypt_random(void *bytes, size_t length);

/* length random bytes as base64url. */
char		*crypt_random_text(struct mem *, size_t length);

/* Unkeyed BLAKE2b of the text: how tokens are stored. */
void		 crypt_hash(const void *bytes, size_t length, unsigned char hash[CRYPT_HASH_BYTES]);

/* SHA-256, where another's format asks for it. */
#define CRYPT_SHA256_BYTES	32
void crypt_sha256(const void *bytes, size_t length, unsigned char hash[CRYPT_SHA256_BYTES]);

/*
 * A keyed MAC over purpose and text, as base64url (43 characters). The purpose keeps a MAC made
 * for one thing from being taken for another.
 */
char *crypt_mac(struct mem *, const unsigned char key[CRYPT_KEY_BYTES], const char *purpose,
    const char *text);

/* The same over bytes, as bytes. */
void crypt_keyed_hash(const unsigned char key[CRYPT_KEY_BYTES], const char *purpose,
    const void *bytes, size_t length, unsigned char hash[CRYPT_HASH_BYTES]);

/* Compares in constant time; false for different lengths. */
bool		 crypt_equal(const char *a, const char *b);

/*
 * Seals text so that only this installation can read it, and only for the same purpose. Result in
 * base64url. crypt_open(): ERR_FORGED where it was not sealed with this key and purpose, or was
 * changed.
 */
char *crypt_seal(struct mem *, const unsigned char key[CRYPT_KEY_BYTES], const char *purpose,
    const char *text);
enum err crypt_open(struct mem *, const unsigned char key[CRYPT_KEY_BYTES], const char *purpose,
    const char *sealed, const char **text);

/*
 * base64url without padding, both ways. crypt_decode(): ERR_MALFORMED for other characters or
 * another length.
 */
char		*crypt_encode(struct mem *, const void *bytes, size_t length);
enum err	 crypt_decode(const char *text, void *bytes, size_t length);

/* What a password hash costs (RFC 9106; OWASP: 19 MiB and two passes). */
struct crypt_cost {
	int64_t	memory_kib;	/* memory per hash */
	int64_t	passes;		/* how often the memory is gone over */
};

/* Hashes a password with argon2id. ERR_BUSY: there was no memory for it. */
enum err crypt_password_hash(struct mem *, const char *password, struct crypt_cost,
    const char **hash);

/*
 * Compares a password with a stored hash. ERR_INVALID: another password. ERR_BUSY: there was no
 * memory, nothing was compared (libsodium answers the same for both, so the memory is asked for
 * first). ERR_BUG: not a hash.
 */
enum err	 crypt_password_check(const char *password, const char *hash);

/*
 * A text that takes as long to compare with as a hash of this cost, and that no password fits: for
 * addresses that nobody has.
 */
const char	*crypt_password_decoy(struct mem *, struct crypt_cost);

/* Was the hash made with another cost than this one? */
bool		 crypt_password_is_outdated(const char *hash, struct crypt_cost);

/* Overwrites a secret so that the compiler cannot leave it out. */
void		 crypt_wipe(void *bytes, size_t length);

#endif
