#include "base/banned.h"
#include "base/passkey.h"

#include <string.h>

#include "base/crypt.h"

#ifdef HAVE_FIDO
#include <cbor.h>
#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>
#endif

/* Of the authenticator's data (WebAuthn 6.1): the hash of the site's id, flags, a counter. */
#define FLAGS_AT	32
#define COUNTER_BYTES	4
#define IS_PRESENT	0x01
#define IS_RECOGNISED	0x04

enum err
passkey_decode(struct mem *m, const char *text, size_t most, struct passkey_bytes *out)
{
	size_t length = strlen(text) / 4 * 3 + (strlen(text) % 4 * 3) / 4;
	unsigned char *bytes;

	if (length == 0 || length > most)
		return ERR_MALFORMED;
	bytes = mem_alloc(m, length);
	*out = (struct passkey_bytes){ bytes, length };
	return crypt_decode(text, bytes, length);
}

/* Takes the text up to the next dot off. */
static const char *
take_part(struct mem *m, const char **text)
{
	size_t length = strcspn(*text, ".");
	const char *part = mem_dup_bytes(m, *text, length);

	*text += length + ((*text)[length] == '.');
	return part;
}

enum err
passkey_split(struct mem *m, const char *answer, struct passkey_answer *a)
{
	*a = (struct passkey_answer){ .credential = take_part(m, &answer) };
	a->client_data = take_part(m, &answer);
	a->key_data = take_part(m, &answer);
	a->signature = take_part(m, &answer);
	a->handle = take_part(m, &answer);
	return a->signature[0] == '\0' || answer[0] != '\0' ? ERR_INVALID : ERR_OK;
}

#ifdef HAVE_FIDO

/*
 * The beginning of what the browser signs is the same in all of them, letter by letter (WebAuthn
 * 5.8.1.2, "limited verification algorithm"), so it is compared and not parsed.
 */
static bool
is_client_data(struct mem *m, const struct passkey_site *site, const char *type,
    const char *challenge, struct passkey_bytes data)
{
	const char *start = mem_fmt(m, "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\"",
	    type, challenge, site->origin);
	const char *text = mem_dup_bytes(m, data.bytes, data.length);
	static const char elsewhere[] = ",\"crossOrigin\":true";

	if (strlen(text) != data.length || strncmp(text, start, strlen(start)) != 0)
		return false;
	text += strlen(start);
	return (text[0] == ',' || text[0] == '}') &&
	    strncmp(text, elsewhere, strlen(elsewhere)) != 0;
}

/* Of this site, by a person who was there and was recognised. */
static bool
is_of_site(const struct passkey_site *site, struct passkey_bytes data)
{
	unsigned char hash[CRYPT_SHA256_BYTES];

	crypt_sha256(site->id, strlen(site->id), hash);
	return data.length > FLAGS_AT + COUNTER_BYTES &&
	    memcmp(data.bytes, hash, sizeof(hash)) == 0 &&
	    (data.bytes[FLAGS_AT] & IS_PRESENT) != 0 &&
	    (data.bytes[FLAGS_AT] & IS_RECOGNISED) != 0;
}

static struct passkey_bytes
copy(struct mem *m, const unsigned char *bytes, size_t length)
{
	return (struct passkey_bytes){ (unsigned char *)mem_dup_bytes(m, bytes, length), length };
}

static bool
is_word(const cbor_item_t *item, const char *word)
{
	return cbor_isa_string(item) && cbor_string_is_definite(item) &&
	    cbor_string_length(item) == strlen(word) &&
	    memcmp(cbor_string_handle(item), word, strlen(word)) == 0;
}

/* The authenticator's data in an attestation object (WebAuthn 6.5.4), a map of three. */
static bool
find_key_data(struct mem *m, const cbor_item_t *object, struct passkey_bytes *data)
{
	const struct cbor_pair *pairs;
	const cbor_item_t *value;
	size_t i;

	if (object == NULL || !cbor_isa_map(object))
		return false;
	pairs = cbor_map_handle(object);
	for (i = 0; i < cbor_map_size(object); i++) {
		value = pairs[i].value;
		if (!is_word(pairs[i].key, "authData") || !cbor_isa_bytestring(value) ||
		    !cbor_bytestring_is_definite(value))
			continue;
		*data = copy(m, cbor_bytestring_handle(value), cbor_bytestring_length(value));
		return true;
	}
	return false;
}

static bool
open_object(struct mem *m, const char *text, struct passkey_bytes *data)
{
	struct cbor_load_result result;
	struct passkey_bytes raw;
	cbor_item_t *object;
	bool is_found;

	if (passkey_decode(m, text, PASSKEY_DATA_MAX, &raw) != ERR_OK)
		return false;
	object = cbor_load(raw.bytes, raw.length, &result);
	is_found = find_key_data(m, object, data);
	if (object != NULL)
		cbor_decref(&object);
	return is_found;
}

/* libfido2 wants to know the algorithm before it reads the key: the one that fits is it. */
static const int algorithms[] = { COSE_ES256, COSE_EDDSA, COSE_RS256 };

static bool
read_key(struct mem *m, struct passkey_bytes data, int algorithm, struct passkey_key *k)
{
	fido_cred_t *cred = fido_cred_new();
	bool is_read = cred != NULL && fido_cred_set_type(cred, algorithm) == FIDO_OK &&
	    fido_cred_set_authdata_raw(cred, data.bytes, data.length) == FIDO_OK &&
	    fido_cred_pubkey_ptr(cred) != NULL && fido_cred_id_ptr(cred) != NULL &&
	    fido_cred_id_len(cred) <= PASSKEY_ID_MAX;

	if (is_read)
		*k = (struct passkey_key){
			.id = copy(m, fido_cred_id_ptr(cred), fido_cred_id_len(cred)),
			.algorithm = algorithm,
			.key = copy(m, fido_cred_pubkey_ptr(cred), fido_cred_pubkey_len(cred)),
			.sign_count = fido_cred_sigcount(cred),
		};
	fido_cred_free(&cred);
	return is_read;
}

enum err
passkey_read_new(struct mem *m, const struct passkey_site *site, const char *challenge,
    const char *answer, struct passkey_key *k)
{
	struct passkey_bytes client, data;
	size_t i;

	if (passkey_decode(m, take_part(m, &answer), PASSKEY_DATA_MAX, &client) != ERR_OK ||
	    !is_client_data(m, site, "webauthn.create", challenge, client) ||
	    !open_object(m, answer, &data) || !is_of_site(site, data))
		return ERR_INVALID;
	for (i = 0; i < sizeof(algorithms) / sizeof(algorithms[0]); i++)
		if (read_key(m, data, algorithms[i], k))
			return ERR_OK;
	return ERR_INVALID;
}

static bool
is_signed(fido_assert_t *assertion, const struct passkey_key *known)
{
	es256_pk_t *es256 = es256_pk_new();
	rs256_pk_t *rs256 = rs256_pk_new();
	eddsa_pk_t *eddsa = eddsa_pk_new();
	const void *key = NULL;
	bool is_right;

	if (known->algorithm == COSE_ES256 && es256 != NULL &&
	    es256_pk_from_ptr(es256, known->key.bytes, known->key.length) == FIDO_OK)
		key = es256;
	if (known->algorithm == COSE_RS256 && rs256 != NULL &&
	    rs256_pk_from_ptr(rs256, known->key.bytes, known->key.length) == FIDO_OK)
		key = rs256;
	if (known->algorithm == COSE_EDDSA && eddsa != NULL &&
	    eddsa_pk_from_ptr(eddsa, known->key.bytes, known->key.length) == FIDO_OK)
		key = eddsa;
	is_right = key != NULL &&
	    fido_assert_verify(assertion, 0, known->algorithm, key) == FIDO_OK;
	es256_pk_free(&es256);
	rs256_pk_free(&rs256);
	eddsa_pk_free(&eddsa);
	return is_right;
}

static bool
verify(const struct passkey_site *site, struct passkey_bytes client, struct passkey_bytes data,
    struct passkey_bytes signature, const struct passkey_key *known, int64_t *sign_count)
{
	fido_assert_t *assertion = fido_assert_new();
	bool is_right = assertion != NULL &&
	    fido_assert_set_clientdata(assertion, client.bytes, client.length) == FIDO_OK &&
	    fido_assert_set_rp(assertion, site->id) == FIDO_OK &&
	    fido_assert_set_count(assertion, 1) == FIDO_OK &&
	    fido_assert_set_authdata_raw(assertion, 0, data.bytes, data.length) == FIDO_OK &&
	    fido_assert_set_sig(assertion, 0, signature.bytes, signature.length) == FIDO_OK &&
	    fido_assert_set_up(assertion, FIDO_OPT_TRUE) == FIDO_OK &&
	    fido_assert_set_uv(assertion, FIDO_OPT_TRUE) == FIDO_OK && is_signed(assertion, known);

	*sign_count = is_right ? fido_assert_sigcount(assertion, 0) : 0;
	fido_assert_free(&assertion);
	return is_right;
}

/* A key that counts must count on; one that does not says 0 for ever (WebAuthn 6.1.1). */
static bool
counts_on(int64_t before, int64_t now)
{
	return now > before || (now == 0 && before == 0);
}

enum err
passkey_check(struct mem *m, const struct passkey_site *site, const char *challenge,
    const struct passkey_answer *a, const struct passkey_key *known, int64_t *sign_count)
{
	struct passkey_bytes client, data, signature;

	*sign_count = 0;
	if (passkey_decode(m, a->client_data, PASSKEY_DATA_MAX, &client) != ERR_OK ||
	    passkey_decode(m, a->key_data, PASSKEY_DATA_MAX, &data) != ERR_OK ||
	    passkey_decode(m, a->signature, PASSKEY_DATA_MAX, &signature) != ERR_OK ||
	    !is_client_data(m, site, "webauthn.get", challenge, client) ||
	    !is_of_site(site, data) ||
	    !verify(site, client, data, signature, known, sign_count))
		return ERR_INVALID;
	return counts_on(known->sign_count, *sign_count) ? ERR_OK : ERR_CONFLICT;
}

#else

enum err
passkey_read_new(struct mem *m, const struct passkey_site *site, const char *challenge,
    const char *answer, struct passkey_key *k)
{
	(void)m, (void)site, (void)challenge, (void)answer, (void)k;
	return ERR_INVALID;
}

enum err
passkey_check(struct mem *m, const struct passkey_site *site, const char *challenge,
    const struct passkey_answer *a, const struct passkey_key *known, int64_t *sign_count)
{
	(void)m, (void)site, (void)challenge, (void)a, (void)known;
	*sign_count = 0;
	return ERR_INVALID;
}

#endif
