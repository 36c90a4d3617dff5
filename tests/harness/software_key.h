/*
 * software_key: an authenticator and a browser for tests: makes passkeys of P-256 and uses them. A
 * test changes the members of struct ceremony to play a faulty or a wicked one.
 */
#ifndef POINTPERSON_TESTS_SOFTWARE_KEY_H
#define POINTPERSON_TESTS_SOFTWARE_KEY_H

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <string.h>

#include "base/crypt.h"
#include "base/mem.h"

#define KEY_ID_BYTES		16
#define KEY_POINT_BYTES		65	/* 04, x, y */
#define KEY_DATA_BYTES		37	/* hash of the site's id, flags, counter */
#define KEY_MADE_BYTES		(KEY_DATA_BYTES + 16 + 2 + KEY_ID_BYTES + 77)

#define KEY_PRESENT	0x01
#define KEY_RECOGNISED	0x04
#define KEY_HAS_KEY	0x40

struct software_key {
	EVP_PKEY	*pair;
	unsigned char	 id[KEY_ID_BYTES];
	uint32_t	 count;		/* said at its next use, and one more after it */
};

/* How a key is asked; what is left out is as a sound browser says it. */
struct ceremony {
	const char	*challenge;	/* base64url */
	const char	*origin;
	const char	*site_id;
	const char	*type;		/* NULL: the right one */
	const char	*more;		/* of the client data; NULL: "crossOrigin" false */
	unsigned char	 flags;		/* present, and recognised */
	const char	*handle;	/* whose it is; NULL: not said */
};

static inline struct software_key
key_new(void)
{
	struct software_key k = { .pair = EVP_EC_gen("P-256"), .count = 1 };

	assert_non_null(k.pair);
	assert_int_equal(RAND_bytes(k.id, KEY_ID_BYTES), 1);
	return k;
}

static inline void
key_release(struct software_key *k)
{
	EVP_PKEY_free(k->pair);
	k->pair = NULL;
}

/* The credential, as the browser calls it. */
static inline const char *
key_id(struct mem *m, const struct software_key *k)
{
	return crypt_encode(m, k->id, KEY_ID_BYTES);
}

static inline const char *
client_data(struct mem *m, const struct ceremony *c, const char *type)
{
	return mem_fmt(m, "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\"%s}",
	    c->type != NULL ? c->type : type, c->challenge, c->origin,
	    c->more != NULL ? c->more : ",\"crossOrigin\":false");
}

/* The beginning of the authenticator's data. */
static inline void
key_data(struct software_key *k, const struct ceremony *c, unsigned char flags,
    unsigned char data[KEY_DATA_BYTES])
{
	uint32_t count = k->count++;
	int i;

	crypt_sha256(c->site_id, strlen(c->site_id), data);
	data[32] = flags;
	for (i = 0; i < 4; i++)
		data[33 + i] = (unsigned char)(count >> (24 - 8 * i));
}

/* The public key as COSE writes it (RFC 9053, 7.1): {1: 2, 3: -7, -1: 1, -2: x, -3: y}. */
static inline void
key_cose(const struct software_key *k, unsigned char cose[77])
{
	static const unsigned char head[] = { 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58,
		0x20 };
	unsigned char point[KEY_POINT_BYTES];
	size_t length = 0;

	assert_int_equal(EVP_PKEY_get_octet_string_param(k->pair, OSSL_PKEY_PARAM_PUB_KEY, point,
	    sizeof(point), &length), 1);
	assert_int_equal(length, KEY_POINT_BYTES);
	memcpy(cose, head, sizeof(head));
	memcpy(cose + 10, point + 1, 32);
	memcpy(cose + 42, "\x22\x58\x20", 3);
	memcpy(cose + 45, point + 33, 32);
}

/* What a browser sends of a new key: "client data.attestation object". */
static inline const char *
key_make(struct mem *m, struct software_key *k, const struct ceremony *c)
{
	static const unsigned char head[] = "\xa3\x63" "fmt" "\x64" "none" "\x67" "attStmt" "\xa0"
	    "\x68" "authData" "\x58";
	unsigned char object[sizeof(head) + KEY_MADE_BYTES];
	unsigned char *data = object + sizeof(head);
	const char *client = client_data(m, c, "webauthn.create");

	memcpy(object, head, sizeof(head) - 1);
	object[sizeof(head) - 1] = KEY_MADE_BYTES;
	key_data(k, c, c->flags | KEY_HAS_KEY, data);
	memset(data + KEY_DATA_BYTES, 0, 16);
	data[KEY_DATA_BYTES + 16] = 0;
	data[KEY_DATA_BYTES + 17] = KEY_ID_BYTES;
	memcpy(data + KEY_DATA_BYTES + 18, k->id, KEY_ID_BYTES);
	key_cose(k, data + KEY_DATA_BYTES + 18 + KEY_ID_BYTES);
	return mem_fmt(m, "%s.%s", crypt_encode(m, client, strlen(client)),
	    crypt_encode(m, object, sizeof(object)));
}

static inline const char *
key_sign(struct mem *m, const struct software_key *k, const unsigned char *text, size_t length)
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	unsigned char signature[128];
	size_t signature_length = sizeof(signature);

	assert_int_equal(EVP_DigestSignInit(md, NULL, EVP_sha256(), NULL, k->pair), 1);
	assert_int_equal(EVP_DigestSign(md, signature, &signature_length, text, length), 1);
	EVP_MD_CTX_free(md);
	return crypt_encode(m, signature, signature_length);
}

/* What a browser sends of a key's use: "credential.client data.data.signature.handle". */
static inline const char *
key_use(struct mem *m, struct software_key *k, const struct ceremony *c)
{
	const char *client = client_data(m, c, "webauthn.get");
	unsigned char text[KEY_DATA_BYTES + CRYPT_SHA256_BYTES];

	key_data(k, c, c->flags, text);
	crypt_sha256(client, strlen(client), text + KEY_DATA_BYTES);
	return mem_fmt(m, "%s.%s.%s.%s.%s", key_id(m, k), crypt_encode(m, client, strlen(client)),
	    crypt_encode(m, text, KEY_DATA_BYTES), key_sign(m, k, text, sizeof(text)),
	    c->handle != NULL ? c->handle : "");
}

/* The same answer with one bit turned in the middle of one of its parts, counted from 0. */
static inline const char *
flip(struct mem *m, const char *answer, int part)
{
	const char *at = answer, *text;
	unsigned char bytes[1024];
	size_t length;

	for (; part > 0; part--)
		at = strchr(at, '.') + 1;
	text = mem_dup_bytes(m, at, strcspn(at, "."));
	length = strlen(text) * 3 / 4;
	assert_true(length > 0 && length <= sizeof(bytes));
	assert_int_equal(crypt_decode(text, bytes, length), ERR_OK);
	bytes[length / 2] ^= 1;
	return mem_fmt(m, "%.*s%s%s", (int)(at - answer), answer, crypt_encode(m, bytes, length),
	    at + strlen(text));
}

#endif
