/*
 * passkey: what a browser answers when it makes or uses a passkey (WebAuthn level 2), read with
 * libcbor and checked with libfido2: the one place that knows them. It knows no users: whose a key
 * is, the domain knows.
 *
 * No attestation is asked for: whoever is signed in may bring any key. Of an answer we check the
 * kind, the challenge, the origin, the site, that a person was there and was recognised, and the
 * signature; and that a counter goes on, which a copied key's does not.
 *
 * Built without these libraries, passkey_is_there() is false and no answer is sound.
 */
#ifndef POINTPERSON_BASE_PASSKEY_H
#define POINTPERSON_BASE_PASSKEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"

#define PASSKEY_ID_MAX		1023	/* of a credential's id (WebAuthn 4) */
#define PASSKEY_DATA_MAX	4096	/* bytes of one part of an answer */

/* The site that a passkey belongs to. */
struct passkey_site {
	const char	*origin;	/* "https://portal.example", as browsers write it */
	const char	*id;		/* its host: "portal.example" */
};

struct passkey_bytes {
	const unsigned char	*bytes;
	size_t			 length;
};

/* What an authenticator shows of a key. All in the arena. */
struct passkey_key {
	struct passkey_bytes	 id;		/* of the credential */
	int			 algorithm;	/* COSE: -7, -8 or -257 */
	struct passkey_bytes	 key;		/* the public key, as libfido2 gives it */
	int64_t			 sign_count;	/* 0: this key does not count */
};

/* The parts of the answer that a key's use gives, as base64url. */
struct passkey_answer {
	const char	*credential;	/* the id of the key */
	const char	*client_data;	/* what the browser says of the page */
	const char	*key_data;	/* what the authenticator says */
	const char	*signature;	/* over both */
	const char	*handle;	/* whose the key is, as it was made for; "" not said */
};

/* Was this program built with the libraries? */
bool		 passkey_is_there(void);

/* The site at an address, "https://Portal.Example:443". In the arena. */
struct passkey_site passkey_site_of(struct mem *, const char *url);

/* base64url of any length: ERR_MALFORMED, or longer than `most`. In the arena. */
enum err	 passkey_decode(struct mem *, const char *text, size_t most,
		    struct passkey_bytes *) MUST_CHECK;

/*
 * Reads the answer to the making of a key: "client data.attestation object", each as base64url.
 * challenge: the base64url text that was asked with. ERR_INVALID: it is no sound answer to that,
 * of that site.
 */
enum err	 passkey_read_new(struct mem *, const struct passkey_site *, const char *challenge,
		    const char *answer, struct passkey_key *) MUST_CHECK;

/*
 * Takes the answer to the use of a key apart: "credential.client data.authenticator data.
 * signature.handle". ERR_INVALID: it has not these parts. In the arena.
 */
enum err	 passkey_split(struct mem *, const char *answer,
		    struct passkey_answer *) MUST_CHECK;

/*
 * Checks the answer to the use of a known key. *sign_count is what it says now. ERR_INVALID as
 * above, or the signature is wrong. ERR_CONFLICT: all of it is right, but the counter does not go
 * on: there is a copy of the key.
 */
enum err	 passkey_check(struct mem *, const struct passkey_site *, const char *challenge,
		    const struct passkey_answer *, const struct passkey_key *known,
		    int64_t *sign_count) MUST_CHECK;

#endif
