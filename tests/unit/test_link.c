/*
 * test_link: a link in a mail opens what it was made for, and nothing else.
 */
#include "base/banned.h"
#include "domain/link.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/crypt.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define SITE	"https://portal.example"

struct fixture {
	struct config	 config;
	struct context	 cx;
};

static int
set_up(void **state)
{
	struct fixture *f = mem_keep(sizeof(*f));

	if (crypt_init() != ERR_OK)
		return -1;
	f->config.site_url = SITE;
	crypt_random(f->config.keys.mac, sizeof(f->config.keys.mac));
	f->cx = (struct context){ .mem = mem_new(), .config = &f->config,
		.actor = { .account_id = 12 } };
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	mem_free(&f->cx.mem);
	free(f);
	return 0;
}

/* What stands behind /verify/, /password/reset/ or /invitation/. */
static const char *
token(struct fixture *f, enum link_kind kind, int64_t id, int64_t serial)
{
	const char *address = link_make(&f->cx, kind, id, serial);

	const char *place = kind == LINK_PASSWORD ? SITE "/password/reset/" :
	    kind == LINK_INVITATION ? SITE "/invitation/" : SITE "/verify/";

	assert_memory_equal(address, place, strlen(place));
	return address + strlen(place);
}

static bool
opens(struct fixture *f, const char *text)
{
	struct link l;
	enum err rc = link_read(&f->cx, text, &l);

	assert_true(rc == ERR_OK || rc == ERR_MISSING);
	return rc == ERR_OK;
}

/* A text with the MAC that is right for it. */
static const char *
with_mac(struct fixture *f, const char *text)
{
	return mem_fmt(f->cx.mem, "%s.%s", text,
	    crypt_mac(f->cx.mem, f->config.keys.mac, "link", text));
}

static void
test_link__reads_what_it_made(void **state)
{
	static const struct {
		enum link_kind	 kind;
		int64_t		 account_id;
		int64_t		 id;
		int64_t		 serial;
	} cases[] = {
		{ LINK_PROVE, 12, 34, 5 },
		{ LINK_NOT_ME, 12, 34, 0 },
		{ LINK_AGREEMENT, 1, 1, 0 },
		{ LINK_PROVE, INT64_MAX, INT64_MAX, INT64_MAX },
		{ LINK_NOT_ME, INT64_MAX, INT64_MAX, INT64_MAX },
		{ LINK_AGREEMENT, INT64_MAX, INT64_MAX, INT64_MAX },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *text;
		struct link l;

		f->cx.actor.account_id = cases[i].account_id;
		text = token(f, cases[i].kind, cases[i].id, cases[i].serial);
		f->cx.actor.account_id = 0;	/* whoever follows it need not be signed in */
		if (link_read(&f->cx, text, &l) != ERR_OK || l.kind != cases[i].kind ||
		    l.account_id != cases[i].account_id || l.id != cases[i].id ||
		    l.serial != cases[i].serial || strlen(text) > LINK_TOKEN_MAX)
			fail_msg("%s", text);
	}
}

static void
test_link__has_only_what_an_address_may_have(void **state)
{
	struct fixture *f = *state;
	const char *text = token(f, LINK_PROVE, 34, 5);

	assert_int_equal(strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "0123456789-_."), strlen(text));
}

static void
test_link__refuses_any_changed_character(void **state)
{
	static const char others[] = "aA0.-_ 9";
	struct fixture *f = *state;

	for (enum link_kind kind = 0; kind < LINK__MAX; kind++) {
		char *text = mem_dup(f->cx.mem, token(f, kind, 34, 5));

		for (size_t i = 0; text[i] != '\0'; i++) {
			char was = text[i];

			for (const char *c = others; *c != '\0'; c++) {
				text[i] = *c;
				if (*c != was && opens(f, text))
					fail_msg("character %zu: %s", i, text);
			}
			text[i] = (char)(was ^ 1);
			if (opens(f, text))
				fail_msg("character %zu: %s", i, text);
			text[i] = was;
		}
		assert_true(opens(f, text));
	}
}

static void
test_link__refuses_other_parts_with_its_mac(void **state)
{
	static const char *const others[] = { "notme.12.34.5", "agree.12.34.5", "prove.13.34.5",
		"prove.12.35.5", "prove.12.34.6", "prove.12.34.4", "prove.1.234.5",
		"prove.12.34.05", "PROVE.12.34.5", "prove.12.34" };
	struct fixture *f = *state;
	const char *mac = strrchr(token(f, LINK_PROVE, 34, 5), '.');

	assert_true(opens(f, mem_fmt(f->cx.mem, "prove.12.34.5%s", mac)));
	for (size_t i = 0; i < COUNT(others); i++)
		if (opens(f, mem_fmt(f->cx.mem, "%s%s", others[i], mac)))
			fail_msg("%s", others[i]);
}

static void
test_link__refuses_another_installation(void **state)
{
	struct fixture *f = *state;
	const char *text = token(f, LINK_PROVE, 34, 5);

	f->config.keys.mac[0] ^= 1;

	assert_false(opens(f, text));
}

/* Whatever has our MAC is ours, and still nothing but three numbers is read out of it. */
static void
test_link__refuses_another_shape(void **state)
{
	static const char *const shapes[] = { "", ".", "...", "prove", "prove.12", "prove.12.34",
		"prove.12.34.5.6", "prove.12.34.", "prove..34.5", ".12.34.5", "prov.12.34.5",
		"proven.12.34.5", "prove.12.34.-5", "prove.12.34.+5", "prove.12. 34.5",
		"prove.012.34.5", "prove.12.34.9223372036854775808", "prove.12.0x22.5" };
	struct fixture *f = *state;

	assert_true(opens(f, with_mac(f, "prove.12.34.5")));
	for (size_t i = 0; i < COUNT(shapes); i++)
		if (opens(f, with_mac(f, shapes[i])))
			fail_msg("\"%s\"", shapes[i]);
}

static void
test_link__refuses_what_is_no_token(void **state)
{
	struct fixture *f = *state;
	const char *text = token(f, LINK_PROVE, 34, 5);
	char longer[LINK_TOKEN_MAX + 2];
	size_t i;

	memset(longer, 'a', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	longer[5] = '.';
	assert_false(opens(f, longer));
	assert_false(opens(f, ""));
	assert_false(opens(f, "."));
	assert_false(opens(f, "prove.12.34.5"));
	assert_false(opens(f, "prove.12.34.5."));
	assert_false(opens(f, "\xff\xfe.\xff"));
	assert_false(opens(f, mem_fmt(f->cx.mem, "%s.", text)));
	assert_false(opens(f, mem_fmt(f->cx.mem, "%s ", text)));
	assert_false(opens(f, mem_fmt(f->cx.mem, " %s", text)));
	for (i = 0; text[i] != '\0'; i++)
		if (opens(f, mem_dup_bytes(f->cx.mem, text, i)))
			fail_msg("its first %zu characters", i);
}

/* The numbers run into each other differently, the token never does. */
static void
test_link__is_of_one_account_only(void **state)
{
	static const struct {
		int64_t	account_id;
		int64_t	id;
		int64_t	serial;
	} cases[] = { { 1, 23, 4 }, { 12, 3, 4 }, { 1, 2, 34 }, { 2, 23, 4 }, { 1, 23, 0 } };
	struct fixture *f = *state;
	const char *tokens[COUNT(cases)];

	for (size_t i = 0; i < COUNT(cases); i++) {
		f->cx.actor.account_id = cases[i].account_id;
		tokens[i] = token(f, LINK_PROVE, cases[i].id, cases[i].serial);
		for (size_t j = 0; j < i; j++)
			if (strcmp(strrchr(tokens[i], '.'), strrchr(tokens[j], '.')) == 0)
				fail_msg("%s and %s", tokens[i], tokens[j]);
	}
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	static const struct CMUnitTest tests[] = {
		TEST(test_link__reads_what_it_made),
		TEST(test_link__has_only_what_an_address_may_have),
		TEST(test_link__refuses_any_changed_character),
		TEST(test_link__refuses_other_parts_with_its_mac),
		TEST(test_link__refuses_another_installation),
		TEST(test_link__refuses_another_shape),
		TEST(test_link__refuses_what_is_no_token),
		TEST(test_link__is_of_one_account_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
