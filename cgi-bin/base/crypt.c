#include "base/banned.h"
#include "base/crypt.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/log.h"

#define BASE64		sodium_base64_VARIANT_URLSAFE_NO_PADDING
#define ZEROS	"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" /* 32 bytes, base64 */
/* Libsodium's own blocks beside the matrix stay far below 1 MiB. */
#define PROBE_EXTRA	(1024 * 1024)

_Static_assert(CRYPT_PASSWORD_TEXT == crypto_pwhash_STRBYTES, "the size of a stored hash");
_Static_assert(CRYPT_KEY_BYTES == crypto_generichash_KEYBYTES, "the size of a MAC key");
_Static_assert(CRYPT_KEY_BYTES == crypto_secretbox_KEYBYTES, "the size of a sealing key");

enum err
crypt_init(void)
{
	if (sodium_init() >= 0)
		return ERR_OK;
	log_err("crypt: libsodium does not start");
	return ERR_BUG;
}

void
crypt_random(void *bytes, size_t length)
{
	randombytes_buf(bytes, length);
}

char *
crypt_encode(struct mem *m, const void *bytes, size_t length)
{
	size_t size = sodium_base64_encoded_len(length, BASE64);
	char *text = mem_alloc(m, size);

	return sodium_bin2base64(text, size, bytes, length, BASE64);
}

enum err
crypt_decode(const char *text, void *bytes, size_t length)
{
	size_t got;

	if (sodium_base642bin(bytes, length, text, strlen(text), NULL, &got, NULL, BASE64) != 0 ||
	    got != length)
		return ERR_MALFORMED;
	return ERR_OK;
}

char *
crypt_random_text(struct mem *m, size_t length)
{
	unsigned char *bytes = mem_alloc(m, length);

	randombytes_buf(bytes, length);
	return crypt_encode(m, bytes, length);
}

void
crypt_hash(const void *bytes, size_t length, unsigned char hash[CRYPT_HASH_BYTES])
{
	crypto_generichash(hash, CRYPT_HASH_BYTES, bytes, length, NULL, 0);
}

void
crypt_sha256(const void *bytes, size_t length, unsigned char hash[CRYPT_SHA256_BYTES])
{
	crypto_hash_sha256(hash, bytes, length);
}

void
crypt_keyed_hash(const unsigned char key[CRYPT_KEY_BYTES], const char *purpose, const void *bytes,
    size_t length, unsigned char hash[CRYPT_HASH_BYTES])
{
	crypto_generichash_state state;

	/* The NUL behind the purpose keeps "ab" + "c" apart from "a" + "bc". */
	crypto_generichash_init(&state, key, CRYPT_KEY_BYTES, CRYPT_HASH_BYTES);
	crypto_generichash_update(&state, (const unsigned char *)purpose, strlen(purpose) + 1);
	crypto_generichash_update(&state, bytes, length);
	crypto_generichash_final(&state, hash, CRYPT_HASH_BYTES);
}

char *
crypt_mac(struct mem *m, const unsigned char key[CRYPT_KEY_BYTES], const char *purpose,
    const char *text)
{
	unsigned char mac[CRYPT_HASH_BYTES];

	crypt_keyed_hash(key, purpose, text, strlen(text), mac);
	return crypt_encode(m, mac, sizeof(mac));
}

bool
crypt_equal(const char *a, const char *b)
{
	size_t length = strlen(a);

	return length == strlen(b) && sodium_memcmp(a, b, length) == 0;
}

/*
 * A key of its own for each purpose, so that a sealed value cannot be opened as another kind of
 * thing.
 */
static void
purpose_key(const unsigned char key[CRYPT_KEY_BYTES], const char *purpose,
    unsigned char out[CRYPT_KEY_BYTES])
{
	crypto_generichash(out, CRYPT_KEY_BYTES, (const unsigned char *)purpose, strlen(purpose),
	    key, CRYPT_KEY_BYTES);
}

char *
crypt_seal(struct mem *m, const unsigned char key[CRYPT_KEY_BYTES], const char *purpose,
    const char *text)
{
	unsigned char own[CRYPT_KEY_BYTES];
	size_t length = strlen(text);
	size_t size = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + length;
	unsigned char *box = mem_alloc(m, size);

	purpose_key(key, purpose, own);
	randombytes_buf(box, crypto_secretbox_NONCEBYTES);
	crypto_secretbox_easy(box + crypto_secretbox_NONCEBYTES, (const unsigned char *)text,
	    length, box, own);
	sodium_memzero(own, sizeof(own));
	return crypt_encode(m, box, size);
}

enum err
crypt_open(struct mem *m, const unsigned char key[CRYPT_KEY_BYTES], const char *purpose,
    const char *sealed, const char **text)
{
	unsigned char own[CRYPT_KEY_BYTES];
	size_t overhead = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
	size_t size = strlen(sealed);
	unsigned char *box = mem_alloc(m, size + 1);
	unsigned char *plain;
	int rc;

	if (sodium_base642bin(box, size, sealed, size, NULL, &size, NULL, BASE64) != 0 ||
	    size < overhead)
		return ERR_FORGED;
	plain = mem_alloc(m, size - overhead + 1);
	purpose_key(key, purpose, own);
	rc = crypto_secretbox_open_easy(plain, box + crypto_secretbox_NONCEBYTES,
	    size - crypto_secretbox_NONCEBYTES, box, own);
	sodium_memzero(own, sizeof(own));
	if (rc != 0 || memchr(plain, '\0', size - overhead) != NULL)
		return ERR_FORGED;
	*text = (char *)plain;
	return ERR_OK;
}

/*
 * Is there memory for a hash right now? libsodium tells a lack of it in no other way than a wrong
 * password.
 */
static bool
has_memory(size_t bytes)
{
	void *p;

	p = mmap(NULL, bytes + PROBE_EXTRA, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
	    0);
	if (p == MAP_FAILED)
		return false;
	munmap(p, bytes + PROBE_EXTRA);
	return true;
}

/* The memory a stored hash asks for, from its "$m=19456,"; 0 where it does not say. */
static size_t
memory_of(const char *hash)
{
	const char *m = strstr(hash, "$m=");
	unsigned long kib = m == NULL ? 0 : strtoul(m + 3, NULL, 10);

	return kib > 4UL * 1024 * 1024 ? 0 : (size_t)kib * 1024;
}

enum err
crypt_password_hash(struct mem *m, const char *password, struct crypt_cost cost, const char **hash)
{
	char *text = mem_alloc(m, CRYPT_PASSWORD_TEXT);
	size_t memory = (size_t)cost.memory_kib * 1024;

	if (crypto_pwhash_str_alg(text, password, strlen(password), (unsigned long long)cost.passes,
		memory, crypto_pwhash_ALG_ARGON2ID13) != 0) {
		log_warn("crypt: no memory for a password hash of %zu bytes", memory);
		return ERR_BUSY;
	}
	*hash = text;
	return ERR_OK;
}

enum err
crypt_password_check(const char *password, const char *hash)
{
	size_t memory = memory_of(hash);

	if (memory == 0) {
		log_err("crypt: a stored password hash is not one");
		return ERR_BUG;
	}
	if (!has_memory(memory)) {
		log_warn("crypt: no memory to check a password, %zu bytes", memory);
		return ERR_BUSY;
	}
	if (crypto_pwhash_str_verify(hash, password, strlen(password)) == 0)
		return ERR_OK;
	/* Asked again: the memory may have gone between the question and the hash. */
	return has_memory(memory) ? ERR_INVALID : ERR_BUSY;
}

/* Salt and hash are zeros: nobody knows a password that gives them, and nobody can find one. */
const char *
crypt_password_decoy(struct mem *m, struct crypt_cost cost)
{
	return mem_fmt(m, "$argon2id$v=19$m=%lld,t=%lld,p=1$%.22s$%.43s",
	    (long long)cost.memory_kib, (long long)cost.passes, ZEROS, ZEROS);
}

bool
crypt_password_is_outdated(const char *hash, struct crypt_cost cost)
{
	return crypto_pwhash_str_needs_rehash(hash, (unsigned long long)cost.passes,
	    (size_t)cost.memory_kib * 1024) != 0;
}

void
crypt_wipe(void *bytes, size_t length)
{
	sodium_memzero(bytes, length);
}
