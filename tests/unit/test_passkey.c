/*
 * test_passkey: which answers of a browser are sound: of the right kind, challenge, origin and
 * site, by a person, signed, and counted on.
 */
#include "base/banned.h"
#include "base/passkey.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena_fixture.h"
#include "harness/software_key.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define CHALLENGE	"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define ORIGIN		"https://portal.example"
#define HOST		"portal.example"

static const struct passkey_site site = { ORIGIN, HOST };
static const struct ceremony sound = { .challenge = CHALLENGE, .origin = ORIGIN, .site_id = HOST,
	.flags = KEY_PRESENT | KEY_RECOGNISED };

static struct software_key key;

static int
make_key(void **state)
{
	key = key_new();
	return set_up(state);
}

static int
drop_key(void **state)
{
	key_release(&key);
	return tear_down(state);
}

/* The key as it is known after it was made. */
static struct passkey_key
known(struct mem *m)
{
	struct passkey_key k = { .algorithm = 0 };

	assert_int_equal(passkey_read_new(m, &site, CHALLENGE, key_make(m, &key, &sound), &k),
	    ERR_OK);
	return k;
}

static enum err
check(struct mem *m, const struct passkey_key *k, const char *answer)
{
	struct passkey_answer a;
	int64_t count;
	enum err rc;

	if ((rc = passkey_split(m, answer, &a)) != ERR_OK)
		return rc;
	return passkey_check(m, &site, CHALLENGE, &a, k, &count);
}

static void
test_passkey__a_site_is_what_browsers_call_it(void **state)
{
	static const struct {
		const char	*url;
		const char	*origin;
		const char	*id;
	} cases[] = {
		{ "https://portal.example", "https://portal.example", "portal.example" },
		{ "https://Portal.Example:443", "https://portal.example", "portal.example" },
		{ "http://localhost:80", "http://localhost", "localhost" },
		{ "http://localhost:8080", "http://localhost:8080", "localhost" },
		{ "http://localhost:443", "http://localhost:443", "localhost" },
		{ "https://portal.example:8443", "https://portal.example:8443", "portal.example" },
	};
	struct passkey_site s;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		print_message("  %s\n", cases[i].url);
		s = passkey_site_of(*state, cases[i].url);
		assert_string_equal(s.origin, cases[i].origin);
		assert_string_equal(s.id, cases[i].id);
	}
}

static void
test_passkey__a_new_key_is_read(void **state)
{
	struct passkey_key k = known(*state);

	assert_int_equal(k.algorithm, -7);
	assert_int_equal(k.id.length, KEY_ID_BYTES);
	assert_memory_equal(k.id.bytes, key.id, KEY_ID_BYTES);
	assert_int_equal(k.key.length, 64);
	assert_int_equal(k.sign_count, 1);
}

static void
test_passkey__its_use_is_right_and_counted(void **state)
{
	struct passkey_key k = known(*state);
	struct passkey_answer a;
	int64_t count;

	key.count = 70000;
	assert_int_equal(passkey_split(*state, key_use(*state, &key, &sound), &a), ERR_OK);
	assert_string_equal(a.credential, key_id(*state, &key));
	assert_int_equal(passkey_check(*state, &site, CHALLENGE, &a, &k, &count), ERR_OK);
	assert_int_equal(count, 70000);
}

/* What is wrong with a ceremony, for a new key and for one that is used. */
static const struct {
	const char	*what;
	struct ceremony	 c;
} wrong[] = {
	{ "another challenge", { "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA", ORIGIN, HOST, NULL,
	    NULL, 5, NULL } },
	{ "another origin", { CHALLENGE, "https://portal.example.evil", HOST, NULL, NULL, 5,
	    NULL } },
	{ "another scheme", { CHALLENGE, "http://portal.example", HOST, NULL, NULL, 5, NULL } },
	{ "another port", { CHALLENGE, ORIGIN ":8443", HOST, NULL, NULL, 5, NULL } },
	{ "another site", { CHALLENGE, ORIGIN, "evil.example", NULL, NULL, 5, NULL } },
	{ "another kind", { CHALLENGE, ORIGIN, HOST, "payment.get", NULL, 5, NULL } },
	{ "inside another page", { CHALLENGE, ORIGIN, HOST, NULL, ",\"crossOrigin\":true", 5,
	    NULL } },
	{ "nobody was there", { CHALLENGE, ORIGIN, HOST, NULL, NULL, KEY_RECOGNISED, NULL } },
	{ "nobody was recognised", { CHALLENGE, ORIGIN, HOST, NULL, NULL, KEY_PRESENT, NULL } },
};

static void
test_passkey__a_new_key_of_an_unsound_ceremony_is_refused(void **state)
{
	struct passkey_key k;
	size_t i;

	for (i = 0; i < COUNT(wrong); i++) {
		print_message("  %s\n", wrong[i].what);
		assert_int_equal(passkey_read_new(*state, &site, CHALLENGE,
		    key_make(*state, &key, &wrong[i].c), &k), ERR_INVALID);
	}
}

static void
test_passkey__an_unsound_use_is_refused(void **state)
{
	struct passkey_key k = known(*state);
	size_t i;

	for (i = 0; i < COUNT(wrong); i++) {
		print_message("  %s\n", wrong[i].what);
		assert_int_equal(check(*state, &k, key_use(*state, &key, &wrong[i].c)),
		    ERR_INVALID);
	}
	assert_int_equal(check(*state, &k, key_use(*state, &key, &sound)), ERR_OK);
}

/* Every byte that is signed, and every byte of the signature. */
static void
test_passkey__one_turned_bit_is_enough(void **state)
{
	struct passkey_key k = known(*state);
	const char *answer = key_use(*state, &key, &sound);
	struct passkey_answer a;
	struct passkey_bytes part;
	const char **const parts[] = { &a.client_data, &a.key_data, &a.signature };
	const char *whole;
	int64_t count;
	size_t i, at;

	for (i = 0; i < COUNT(parts); i++) {
		assert_int_equal(passkey_split(*state, answer, &a), ERR_OK);
		whole = *parts[i];
		assert_int_equal(passkey_decode(*state, whole, PASSKEY_DATA_MAX, &part), ERR_OK);
		for (at = 0; at < part.length; at++) {
			unsigned char *turned = mem_alloc(*state, part.length);

			memcpy(turned, part.bytes, part.length);
			turned[at] ^= 1;
			*parts[i] = crypt_encode(*state, turned, part.length);
			if (passkey_check(*state, &site, CHALLENGE, &a, &k, &count) != ERR_INVALID)
				fail_msg("part %zu, byte %zu", i, at);
		}
	}
	assert_int_equal(check(*state, &k, answer), ERR_OK);
}

static void
test_passkey__another_key_is_refused(void **state)
{
	struct passkey_key k = known(*state);
	struct software_key other = key_new();

	memcpy(other.id, key.id, KEY_ID_BYTES);
	other.count = 100;
	assert_int_equal(check(*state, &k, key_use(*state, &other, &sound)), ERR_INVALID);
	key_release(&other);
}

static void
test_passkey__a_counter_goes_on(void **state)
{
	static const struct {
		int64_t		 before;
		uint32_t	 now;
		enum err	 rc;
	} cases[] = {
		{ 5, 6, ERR_OK }, { 5, 4000000000U, ERR_OK }, { 5, 5, ERR_CONFLICT },
		{ 5, 4, ERR_CONFLICT }, { 5, 0, ERR_CONFLICT }, { 0, 0, ERR_OK }, { 0, 1, ERR_OK },
	};
	struct passkey_key k = known(*state);
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		print_message("  %lld, then %lld\n", (long long)cases[i].before,
		    (long long)cases[i].now);
		k.sign_count = cases[i].before;
		key.count = cases[i].now;
		assert_int_equal(check(*state, &k, key_use(*state, &key, &sound)), cases[i].rc);
	}
}

/* A browser may say more, behind what it has to say. */
static void
test_passkey__client_data_may_say_more(void **state)
{
	struct passkey_key k = known(*state);
	struct ceremony c = sound;

	c.more = ",\"crossOrigin\":false,\"other_keys_can_be_added_here\":\"x\"";
	assert_int_equal(check(*state, &k, key_use(*state, &key, &c)), ERR_OK);
	c.more = "";
	assert_int_equal(check(*state, &k, key_use(*state, &key, &c)), ERR_OK);
	c.more = ".evil.example\"";
	assert_int_equal(check(*state, &k, key_use(*state, &key, &c)), ERR_INVALID);
}

static void
test_passkey__what_is_no_answer_is_refused(void **state)
{
	static const char *const cases[] = { "", ".", "....", "a.b.c.d.e", "a.b.c.d", "a.b.c",
		"AAAA.AAAA.AAAA.AAAA.AAAA.AAAA", "AAAA.====.AAAA.AAAA.", "no dots at all" };
	struct passkey_key k = known(*state), made;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		print_message("  %s\n", cases[i]);
		assert_int_equal(check(*state, &k, cases[i]), ERR_INVALID);
		assert_int_equal(passkey_read_new(*state, &site, CHALLENGE, cases[i], &made),
		    ERR_INVALID);
	}
}

/* Whatever is cut off or turned in what an authenticator makes: an answer, and no fault. */
static void
test_passkey__broken_objects_do_no_harm(void **state)
{
	const char *answer = key_make(*state, &key, &sound);
	const char *object = strchr(answer, '.') + 1;
	int client_length = (int)(object - answer);
	struct passkey_bytes whole;
	struct passkey_key k;
	unsigned char *turned;
	const char *text;
	size_t at;

	assert_int_equal(passkey_decode(*state, object, PASSKEY_DATA_MAX, &whole), ERR_OK);
	for (at = 1; at < whole.length; at++) {
		text = crypt_encode(*state, whole.bytes, at);
		assert_int_equal(passkey_read_new(*state, &site, CHALLENGE,
		    mem_fmt(*state, "%.*s%s", client_length, answer, text), &k), ERR_INVALID);
		turned = mem_alloc(*state, whole.length);
		memcpy(turned, whole.bytes, whole.length);
		turned[at] ^= 0x41;
		text = crypt_encode(*state, turned, whole.length);
		(void)!passkey_read_new(*state, &site, CHALLENGE,
		    mem_fmt(*state, "%.*s%s", client_length, answer, text), &k);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_key, drop_key)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(test_passkey__a_site_is_what_browsers_call_it),
		TEST(test_passkey__a_new_key_is_read),
		TEST(test_passkey__its_use_is_right_and_counted),
		TEST(test_passkey__a_new_key_of_an_unsound_ceremony_is_refused),
		TEST(test_passkey__an_unsound_use_is_refused),
		TEST(test_passkey__one_turned_bit_is_enough),
		TEST(test_passkey__another_key_is_refused),
		TEST(test_passkey__a_counter_goes_on),
		TEST(test_passkey__client_data_may_say_more),
		TEST(test_passkey__what_is_no_answer_is_refused),
		TEST(test_passkey__broken_objects_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
