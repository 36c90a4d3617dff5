/*
 * test_crypt: sealed values open only here and only for their purpose; a password is right, wrong
 * or outdated. What happens without memory is in test_crypt_memory.c.
 */
#include "base/banned.h"
#include "base/crypt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "arena_fixture.h"
#include "base/valid.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const struct crypt_keys keys = { .mac = "0123456789abcdef0123456789abcde",
	.seal = "another key of thirty-two bytes" };
static const struct crypt_cost cheap = { 8192, 1 };

static void
test_crypt__opens_what_it_sealed(void **state)
{
	static const char *const texts[] = { "", "a", "name=Asha&email=asha%40example.com", "आशा" };
	const char *opened, *sealed;

	for (size_t i = 0; i < COUNT(texts); i++) {
		sealed = crypt_seal(*state, keys.seal, "form", texts[i]);
		if (crypt_open(*state, keys.seal, "form", sealed, &opened) != ERR_OK ||
		    strcmp(opened, texts[i]) != 0)
			fail_msg("\"%s\" does not come back", texts[i]);
		if (strlen(texts[i]) > 1 && strstr(sealed, texts[i]) != NULL)
			fail_msg("\"%s\" can be read", texts[i]);
	}
	assert_string_not_equal(crypt_seal(*state, keys.seal, "form", "a"),
	    crypt_seal(*state, keys.seal, "form", "a"));
}

static void
test_crypt__refuses_another_key_or_purpose(void **state)
{
	const char *sealed = crypt_seal(*state, keys.seal, "form", "secret");
	const char *opened = "untouched";

	assert_int_equal(crypt_open(*state, keys.mac, "form", sealed, &opened), ERR_FORGED);
	assert_int_equal(crypt_open(*state, keys.seal, "code", sealed, &opened), ERR_FORGED);
	assert_int_equal(crypt_open(*state, keys.seal, "for", sealed, &opened), ERR_FORGED);
	assert_int_equal(crypt_open(*state, keys.seal, "", sealed, &opened), ERR_FORGED);
	assert_string_equal(opened, "untouched");
}

/* Each character of a sealed text in turn. */
static void
test_crypt__refuses_what_was_changed(void **state)
{
	const char *sealed = crypt_seal(*state, keys.seal, "form", "secret");
	const char *opened;

	for (size_t i = 0; sealed[i] != '\0'; i++) {
		char *changed = mem_dup(*state, sealed);

		changed[i] = changed[i] == 'A' ? 'B' : 'A';
		if (crypt_open(*state, keys.seal, "form", changed, &opened) != ERR_FORGED)
			fail_msg("character %zu changed, and it opens", i);
		changed[i] = '\0';
		if (crypt_open(*state, keys.seal, "form", changed, &opened) != ERR_FORGED)
			fail_msg("cut at character %zu, and it opens", i);
	}
}

static void
test_crypt__refuses_what_was_never_sealed(void **state)
{
	static const char *const texts[] = { "", "A", "AAAA", "not base64!", "====", "é",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" };
	const char *sealed = crypt_seal(*state, keys.seal, "form", "secret");
	const char *opened;

	for (size_t i = 0; i < COUNT(texts); i++)
		if (crypt_open(*state, keys.seal, "form", texts[i], &opened) != ERR_FORGED)
			fail_msg("\"%s\" opens", texts[i]);
	assert_int_equal(crypt_open(*state, keys.seal, "form", mem_fmt(*state, "%sA", sealed),
	    &opened), ERR_FORGED);
	assert_int_equal(crypt_open(*state, keys.seal, "form", mem_fmt(*state, " %s", sealed),
	    &opened), ERR_FORGED);
}

static void
test_crypt__mac_is_of_key_purpose_and_text(void **state)
{
	const char *mac = crypt_mac(*state, keys.mac, "form", "7.1");

	assert_int_equal(strlen(mac), CRYPT_TOKEN_TEXT);
	assert_string_equal(mac, crypt_mac(*state, keys.mac, "form", "7.1"));
	assert_string_not_equal(mac, crypt_mac(*state, keys.seal, "form", "7.1"));
	assert_string_not_equal(mac, crypt_mac(*state, keys.mac, "flash", "7.1"));
	assert_string_not_equal(mac, crypt_mac(*state, keys.mac, "form", "7.2"));
	assert_string_not_equal(mac, crypt_mac(*state, keys.mac, "form7", ".1"));
	assert_string_not_equal(mac, crypt_mac(*state, keys.mac, "for", "m7.1"));
}

static void
test_crypt__compares_text(void **state)
{
	(void)state;
	assert_true(crypt_equal("", ""));
	assert_true(crypt_equal("abc", "abc"));
	assert_false(crypt_equal("abc", "abd"));
	assert_false(crypt_equal("abc", "ab"));
	assert_false(crypt_equal("ab", "abc"));
	assert_false(crypt_equal("", "a"));
}

static void
test_crypt__encodes_both_ways(void **state)
{
	static const unsigned char bytes[] = { 0, 0xff, 0xfe, 0x3e, 0x3f };
	unsigned char back[sizeof(bytes) + 1];
	const char *text = crypt_encode(*state, bytes, sizeof(bytes));

	assert_string_equal(text, "AP_-Pj8");
	assert_int_equal(crypt_decode(text, back, sizeof(bytes)), ERR_OK);
	assert_memory_equal(back, bytes, sizeof(bytes));
	assert_int_equal(crypt_decode(text, back, sizeof(bytes) - 1), ERR_MALFORMED);
	assert_int_equal(crypt_decode(text, back, sizeof(bytes) + 1), ERR_MALFORMED);
	assert_int_equal(crypt_decode("AP/+Pj8", back, sizeof(bytes)), ERR_MALFORMED);
	assert_int_equal(crypt_decode("AP_-Pj8=", back, sizeof(bytes)), ERR_MALFORMED);
	assert_int_equal(crypt_decode("AP_-Pj8 ", back, sizeof(bytes)), ERR_MALFORMED);
	assert_int_equal(crypt_decode("", back, sizeof(bytes)), ERR_MALFORMED);
}

static void
test_crypt__random_text_is_a_token(void **state)
{
	const char *a = crypt_random_text(*state, CRYPT_TOKEN_BYTES);
	const char *b = crypt_random_text(*state, CRYPT_TOKEN_BYTES);

	assert_string_not_equal(a, b);
	assert_int_equal(strlen(a), CRYPT_TOKEN_TEXT);
	assert_true(valid_token(a, CRYPT_TOKEN_BYTES));
	assert_int_equal(strlen(crypt_random_text(*state, CRYPT_NONCE_BYTES)), CRYPT_NONCE_TEXT);
}

static void
test_crypt__hash_is_of_all_bytes(void **state)
{
	unsigned char a[CRYPT_HASH_BYTES], b[CRYPT_HASH_BYTES];

	(void)state;
	crypt_hash("a\0b", 3, a);
	crypt_hash("a\0b", 3, b);
	assert_memory_equal(a, b, sizeof(a));
	crypt_hash("a\0c", 3, b);
	assert_memory_not_equal(a, b, sizeof(a));
	crypt_hash("a", 1, b);
	assert_memory_not_equal(a, b, sizeof(a));
}

static void
test_crypt__password_is_right_or_wrong(void **state)
{
	static const char *const wrong[] = { "", "lotus-Harbour-7", "Lotus-Harbour-",
		"Lotus-Harbour-7 ", " Lotus-Harbour-7" };
	const char *hash, *other;

	assert_int_equal(crypt_password_hash(*state, "Lotus-Harbour-7", cheap, &hash), ERR_OK);
	assert_true(strncmp(hash, "$argon2id$", 10) == 0);
	assert_int_equal(crypt_password_check("Lotus-Harbour-7", hash), ERR_OK);
	for (size_t i = 0; i < COUNT(wrong); i++)
		if (crypt_password_check(wrong[i], hash) != ERR_INVALID)
			fail_msg("\"%s\" is taken", wrong[i]);
	assert_int_equal(crypt_password_hash(*state, "Lotus-Harbour-7", cheap, &other), ERR_OK);
	assert_string_not_equal(hash, other);
}

/* Nothing is cut: bcrypt would stop at 72 bytes. */
static void
test_crypt__password_counts_to_its_end(void **state)
{
	char *longer = mem_fmt(*state, "%0256d", 1);
	const char *hash;

	assert_int_equal(crypt_password_hash(*state, longer, cheap, &hash), ERR_OK);
	assert_int_equal(crypt_password_check(longer, hash), ERR_OK);
	longer[255] = '2';
	assert_int_equal(crypt_password_check(longer, hash), ERR_INVALID);
}

static void
test_crypt__hash_of_another_cost_is_outdated(void **state)
{
	static const struct crypt_cost costs[] = { { 8192, 2 }, { 16384, 1 }, { 9216, 1 } };
	const char *hash;

	assert_int_equal(crypt_password_hash(*state, "Lotus-Harbour-7", cheap, &hash), ERR_OK);
	assert_false(crypt_password_is_outdated(hash, cheap));
	for (size_t i = 0; i < COUNT(costs); i++)
		if (!crypt_password_is_outdated(hash, costs[i]))
			fail_msg("case %zu counts as the same cost", i);
}

/* It must read as a hash of that cost: what does not is refused at once, and time would tell. */
static void
test_crypt__decoy_is_a_hash_that_nothing_fits(void **state)
{
	static const struct crypt_cost costs[] = { { 8192, 1 }, { 9216, 2 } };
	static const char *const passwords[] = { "", "Lotus-Harbour-7", "AAAA" };

	for (size_t i = 0; i < COUNT(costs); i++) {
		const char *decoy = crypt_password_decoy(*state, costs[i]);

		if (crypt_password_is_outdated(decoy, costs[i]))
			fail_msg("%s does not read as a hash of its cost", decoy);
		for (size_t n = 0; n < COUNT(passwords); n++)
			if (crypt_password_check(passwords[n], decoy) != ERR_INVALID)
				fail_msg("\"%s\" fits %s", passwords[n], decoy);
	}
}

static void
test_crypt__what_is_no_hash_is_a_bug(void **state)
{
	static const char *const hashes[] = { "", "plain text", "$argon2id$v=19$m=0,t=1,p=1$x$y",
		"$argon2id$v=19$m=99999999999,t=1,p=1$x$y" };

	(void)state;
	for (size_t i = 0; i < COUNT(hashes); i++)
		if (crypt_password_check("x", hashes[i]) != ERR_BUG)
			fail_msg("\"%s\" is taken for a hash", hashes[i]);
}

static void
test_crypt__wipes(void **state)
{
	char secret[] = "secret";

	(void)state;
	crypt_wipe(secret, sizeof(secret));
	assert_memory_equal(secret, "\0\0\0\0\0\0", 7);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	static const struct CMUnitTest tests[] = {
		TEST(test_crypt__opens_what_it_sealed),
		TEST(test_crypt__refuses_another_key_or_purpose),
		TEST(test_crypt__refuses_what_was_changed),
		TEST(test_crypt__refuses_what_was_never_sealed),
		TEST(test_crypt__mac_is_of_key_purpose_and_text),
		TEST(test_crypt__compares_text),
		TEST(test_crypt__encodes_both_ways),
		TEST(test_crypt__random_text_is_a_token),
		TEST(test_crypt__hash_is_of_all_bytes),
		TEST(test_crypt__password_is_right_or_wrong),
		TEST(test_crypt__password_counts_to_its_end),
		TEST(test_crypt__hash_of_another_cost_is_outdated),
		TEST(test_crypt__decoy_is_a_hash_that_nothing_fits),
		TEST(test_crypt__what_is_no_hash_is_a_bug),
		TEST(test_crypt__wipes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
