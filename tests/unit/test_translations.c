/*
 * test_translations: every template in a language of brackets (po/pseudo.awk): it still parses, and
 * no text of it stands without them; and every catalogue that we ship: its signs are right.
 */
#include "base/banned.h"
#include "base/language.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/markup.h"
#include "base/segment_signs.h"
#include "base/translate.h"
#include "base/tree.h"

#define OPENS		"\xe2\x9f\xa6"	/* the brackets of po/pseudo.awk */
#define CLOSES		"\xe2\x9f\xa7"
#define BYTES_MAX	(1024 * 1024)
#define DESCRIPTORS	8		/* of nftw(); the folders of templates stand three deep */

static struct mem *m;
static struct templates *pages, *plain;
static size_t rendered;

static const char *
folder(const char *variable, const char *below)
{
	const char *where = getenv(variable);

	assert_non_null(where);
	return mem_fmt(m, "%s/%s", where, below);
}

static int
set_up(void **state)
{
	(void)state;
	m = mem_new();
	pages = templates_new(folder("POINTPERSON_SOURCE", "templates"));
	plain = templates_new_text(folder("POINTPERSON_SOURCE", "templates"));
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	language_open("/nowhere");
	templates_free(&pages);
	templates_free(&plain);
	mem_free(&m);
	return 0;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The first letter of a text that stands in no brackets; NULL: there is none. */
static const char *
bare(const char *at, const char *end, size_t *depth)
{
	for (; at < end; at++) {
		if (strncmp(at, OPENS, 3) == 0)
			(*depth)++;
		else if (strncmp(at, CLOSES, 3) == 0)
			(*depth)--;
		else if (*at == '&')
			at += strcspn(at, "; ");
		else if (*depth == 0 && is_letter(*at))
			return at;
	}
	return NULL;
}

/* Attributes that a macro prints into a tag are no text. */
static bool
is_attributes(const struct token *t)
{
	const char *c;

	for (c = t->at; c + 1 < t->at + t->length; c++)
		if (c[0] == '=' && c[1] == '"')
			return true;
	return strncmp(t->at, " checked", 8) == 0 || strncmp(t->at, " data-", 6) == 0;
}

static void
look_for_bare(const char *name, const char *source, enum markup_kind kind)
{
	size_t i, count, depth = 0;
	struct token *all = markup_read(m, source, strlen(source), kind, &count);
	const char *found;

	for (i = 0; i < count; i++)
		if (all[i].kind == TOKEN_TEXT && !is_attributes(&all[i]) &&
		    (found = bare(all[i].at, all[i].at + all[i].length, &depth)) != NULL)
			fail_msg("%s: not translated: %.60s", name, found);
}

static bool
ends_with(const char *name, const char *end)
{
	size_t length = strlen(name), tail = strlen(end);

	return length >= tail && strcmp(name + length - tail, end) == 0;
}

static bool
is_plain(const char *name)
{
	return strncmp(name, "mail/", 5) == 0 && !ends_with(name, "/html.cs") &&
	    (strstr(name, "/layout/") == NULL || strstr(name, "/text-") != NULL);
}

static void
render(const char *name)
{
	struct tree *t = tree_new();
	struct str out;

	str_init(&out, BYTES_MAX);
	if (strstr(name, "layout/") == NULL) {
		assert_int_equal(templates_render(is_plain(name) ? plain : pages, name, t, &out),
		    ERR_OK);
		rendered++;
	}
	str_release(&out);
	tree_free(&t);
}

static int
look_at(const char *path, const struct stat *st, int type, struct FTW *place)
{
	const char *name = path + strlen(folder("POINTPERSON_SOURCE", "templates/"));
	char *source;

	(void)st;
	(void)place;
	if (type != FTW_F || !ends_with(path, ".cs"))
		return 0;
	source = translate_template(file_read(path, BYTES_MAX, NULL), is_plain(name));
	look_for_bare(name, source, is_plain(name) ? MARKUP_PLAIN : MARKUP_HTML);
	free(source);
	render(name);
	return 0;
}

static void
test_translations__reach_every_text_of_every_template(void **state)
{
	(void)state;
	language_open(folder("POINTPERSON_BUILD", "po/pseudo"));
	language_use("zxx");
	assert_string_equal(language_used(), "zxx");
	rendered = 0;
	assert_int_equal(nftw(folder("POINTPERSON_SOURCE", "templates"), look_at, DESCRIPTORS, 0),
	    0);
	assert_true(rendered > 40);
}

static uint32_t
number(const char *catalogue, size_t at)
{
	uint32_t n;

	memcpy(&n, catalogue + at, sizeof(n));
	return n;
}

/* Has the translation the signs of the text, and nothing that could be more than text? */
static bool
has_its_signs(const char *text, const char *translation)
{
	struct sign *signs = mem_array(m, strlen(text) + 1, sizeof(*signs));
	size_t length, count = 0;

	for (; *text != '\0'; text += length) {
		if ((length = signs_length(text, MARKUP_HTML)) > 0)
			signs[count++].form = mem_dup_bytes(m, text, length);
		else
			length = 1;
	}
	return signs_fit(signs, count, translation, MARKUP_HTML);
}

/* The format of .mo files (gettext manual, 10.3): two tables of lengths and places. */
static void
look_at_catalogue(const char *tag)
{
	const char *path = folder("POINTPERSON_BUILD",
	    mem_fmt(m, "locale/%s/LC_MESSAGES/pointperson.mo", tag));
	FILE *file = fopen(path, "re");
	char *all = mem_alloc(m, BYTES_MAX);
	uint32_t i, texts, translations;
	const char *text, *translation;

	assert_non_null(file);
	assert_in_range(fread(all, 1, BYTES_MAX, file), 28, BYTES_MAX - 1);
	fclose(file);
	texts = number(all, 12);
	translations = number(all, 16);
	for (i = 1; i < number(all, 8); i++) {
		text = all + number(all, texts + 8 * i + 4);
		translation = all + number(all, translations + 8 * i + 4);
		if (strchr(text, '%') == NULL && !has_its_signs(text, translation))
			fail_msg("%s: the signs of \"%s\" are not those of \"%s\"", tag,
			    translation, text);
	}
	assert_true(i > 100);
}

static void
test_translations__have_the_signs_of_their_texts(void **state)
{
	const struct language *list;
	size_t i, count;

	(void)state;
	language_open(folder("POINTPERSON_BUILD", "locale"));
	list = language_list(&count);
	assert_true(count > 1);
	for (i = 1; i < count; i++)
		look_at_catalogue(list[i].tag);
}

#define HINDI_MINUTES "3 \xe0\xa4\xae\xe0\xa4\xbf\xe0\xa4\xa8\xe0\xa4\x9f"

static void
test_translations__are_found_in_the_language_chosen(void **state)
{
	(void)state;
	language_open(folder("POINTPERSON_BUILD", "locale"));
	assert_true(language_is_english());
	assert_string_equal(language_text("Save"), "Save");

	language_use("hi");
	assert_string_not_equal(language_text("Save"), "Save");
	assert_string_equal(language_text("No text of ours"), "No text of ours");
	assert_string_equal(language_text(""), "");
	assert_string_not_equal(language_word("month", "May"), "May");
	assert_string_equal(language_word("nowhere", "May"), "May");
	assert_string_equal(mem_fmt(m, language_count("%lld minute", "%lld minutes", 3), 3LL),
	    HINDI_MINUTES);
	/* What the C library says in our log stays English. */
	assert_string_equal(strerror(2), "No such file or directory");

	language_use("xx");
	assert_true(language_is_english());
	assert_string_equal(language_count("%lld minute", "%lld minutes", 1), "%lld minute");
}

static void
test_translations__without_catalogues_there_is_english(void **state)
{
	size_t count;

	(void)state;
	language_open("/nowhere");
	language_use("hi");
	assert_string_equal(language_used(), "en");
	assert_string_equal(language_list(&count)[0].name, "English");
	assert_int_equal(count, 1);
	assert_string_equal(language_negotiate("hi"), "en");
	assert_non_null(language_find("EN"));
	assert_null(language_find("en x"));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_translations__reach_every_text_of_every_template),
		cmocka_unit_test(test_translations__have_the_signs_of_their_texts),
		cmocka_unit_test(test_translations__are_found_in_the_language_chosen),
		cmocka_unit_test(test_translations__without_catalogues_there_is_english),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
