#include "base/banned.h"
#include "base/language.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/printf_format.h"

#define ENGLISH		"en"
#define LANGUAGES_MAX	64	/* more than anybody translates into */
#define MINUTE_SEC	60
#define HOUR_SEC	3600
#define DAY_SEC		86400

/* Each catalogue says this in its language's own name. */
#define OWN_NAME	N_("(the name of this language)")

static struct language known[LANGUAGES_MAX] = { { ENGLISH, "English" } };
static size_t known_count;		/* 0: not looked for yet */
static char *folder;			/* of the catalogues; NULL: there are none */
static const char *used = ENGLISH;	/* a tag of `known` */

#ifdef HAVE_GETTEXT

#include <libintl.h>
#include <locale.h>

#define DOMAIN		"pointperson"
#define CONTEXT_BYTES	256	/* a context and a word */

/* Raised, the library forgets which catalogue it had found (gettext manual, 11.2.7). */
extern int _nl_msg_cat_cntr;

/*
 * Any locale but "C" makes the library look; the language is its variable. Only while it looks:
 * the C library's own messages, in our log, stay English.
 */
static locale_t asking;

static bool
is_ready(void)
{
	if (asking == (locale_t)0)
		asking = newlocale(LC_MESSAGES_MASK, "C.UTF-8", (locale_t)0);
	return asking != (locale_t)0;
}

static void
open_domain(void)
{
	if (folder != NULL) {
		bindtextdomain(DOMAIN, folder);
		bind_textdomain_codeset(DOMAIN, "UTF-8");
	}
	_nl_msg_cat_cntr++;
}

static void
choose(const char *tag)
{
	setenv("LANGUAGE", tag, 1);
	_nl_msg_cat_cntr++;
}

/* many is NULL where the text has one form. */
static const char *
look_up(const char *one, const char *many, unsigned long n)
{
	locale_t before;
	const char *found;

	if (!is_ready())
		return one;
	before = uselocale(asking);
	found = many == NULL ? dgettext(DOMAIN, one) : dngettext(DOMAIN, one, many, n);
	uselocale(before);
	return found;
}

static const char *
look_up_in(const char *context, const char *word)
{
	char key[CONTEXT_BYTES];
	const char *found;

	if (snprintf(key, sizeof(key), "%s\004%s", context, word) >= (int)sizeof(key))
		return word;
	found = look_up(key, NULL, 0);
	return found == key ? word : found;
}

#else

static bool
is_ready(void)
{
	return false;
}

static void
open_domain(void)
{
}

static void
choose(const char *tag)
{
	(void)tag;
}

static const char *
look_up(const char *one, const char *many, unsigned long n)
{
	return many == NULL || n == 1 ? one : many;
}

static const char *
look_up_in(const char *context, const char *word)
{
	(void)context;
	return word;
}

#endif

void
language_open(const char *where)
{
	size_t i;

	for (i = 1; i < known_count; i++) {
		free((char *)known[i].tag);
		free((char *)known[i].name);
	}
	known_count = 0;
	used = ENGLISH;
	free(folder);
	folder = mem_keep_text(where);
	open_domain();
}

/* A plain name, so that it leaves no folder, with a catalogue in it. */
static int
has_catalogue(const struct dirent *e)
{
	size_t length = strspn(e->d_name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_");
	char path[1024];

	if (length < 2 || length >= LANGUAGE_MAX || e->d_name[length] != '\0' ||
	    strcmp(e->d_name, ENGLISH) == 0)
		return 0;
	return snprintf(path, sizeof(path), "%s/%s/LC_MESSAGES/pointperson.mo", folder,
	    e->d_name) < (int)sizeof(path) && access(path, R_OK) == 0;
}

static void
add_language(const char *tag)
{
	const char *name;

	choose(tag);
	name = look_up(OWN_NAME, NULL, 0);
	known[known_count++] = (struct language){ mem_keep_text(tag),
		mem_keep_text(strcmp(name, OWN_NAME) == 0 ? tag : name) };
}

const struct language *
language_list(size_t *count)
{
	struct dirent **found = NULL;
	int i, all;

	if (known_count == 0) {
		known_count = 1;
		all = folder == NULL || !is_ready() ? 0 :
		    scandir(folder, &found, has_catalogue, alphasort);
		for (i = 0; i < all; i++) {
			if (known_count < LANGUAGES_MAX)
				add_language(found[i]->d_name);
			free(found[i]);
		}
		free(found);
		choose(used);
	}
	*count = known_count;
	return known;
}

static bool
is_tag(const char *tag, const char *asked, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if ((tag[i] | 0x20) != ((asked[i] == '-' ? '_' : asked[i]) | 0x20))
			return false;
	return tag[length] == '\0';
}

bool
language_is_english(void)
{
	return strcmp(used, ENGLISH) == 0;
}

static const struct language *
find(const char *asked, size_t length)
{
	const struct language *list;
	size_t i, count;

	if (length == strlen(ENGLISH) && is_tag(ENGLISH, asked, length))
		return &known[0];
	list = language_list(&count);
	for (i = 0; i < count; i++)
		if (strlen(list[i].tag) == length && is_tag(list[i].tag, asked, length))
			return &list[i];
	return NULL;
}

const struct language *
language_find(const char *tag)
{
	return find(tag, strlen(tag));
}

void
language_use(const char *tag)
{
	const struct language *l = tag[0] == '\0' ? NULL : language_find(tag);
	const char *before = used;

	used = l == NULL ? ENGLISH : l->tag;
	if (strcmp(used, before) != 0)
		choose(used);
}

const char *
language_used(void)
{
	return used;
}

const char *
language_html(struct mem *m)
{
	char *tag = mem_dup(m, used), *c;

	for (c = tag; *c != '\0'; c++)
		if (*c == '_')
			*c = '-';
	return tag;
}

/* What stands behind ";q=", in thousandths: 1 where there is nothing. */
static int
weight(const char *at, const char *end)
{
	int value, scale = 1000;

	while (at < end && *at != '=')
		at++;
	if (at++ >= end)
		return 1000;
	for (value = 0; at < end && scale > 0 && (*at == '.' || (*at >= '0' && *at <= '9')); at++)
		if (*at != '.') {
			value += (*at - '0') * scale;
			scale /= 10;
		}
	return value;
}

/* The language asked for, or the one it is a kind of: "hi" for "hi-IN". */
static const struct language *
closest(const char *asked, size_t length)
{
	const struct language *l = find(asked, length);

	while (l == NULL && length > 0) {
		for (length--; length > 0 && asked[length] != '-'; length--)
			;
		l = length == 0 ? NULL : find(asked, length);
	}
	return l;
}

const char *
language_negotiate(const char *accept)
{
	const struct language *l, *best = &known[0];
	int most = 0, q;
	size_t length, tag;

	for (; *accept != '\0'; accept += length + (accept[length] == ',')) {
		accept += strspn(accept, " \t");
		length = strcspn(accept, ",");
		tag = strcspn(accept, ",; \t");
		q = weight(accept + tag, accept + length);
		if (q > most && tag < LANGUAGE_MAX && (l = closest(accept, tag)) != NULL) {
			best = l;
			most = q;
		}
	}
	return best->tag;
}

const char *
language_text(const char *text)
{
	return language_is_english() || text[0] == '\0' ? text : look_up(text, NULL, 0);
}

const char *
language_word(const char *context, const char *word)
{
	return language_is_english() || word[0] == '\0' ? word : look_up_in(context, word);
}

const char *
language_count(const char *one, const char *many, int64_t n)
{
	const char *own = n == 1 ? one : many, *found;

	if (language_is_english())
		return own;
	found = look_up(one, many, (unsigned long)n);
	return printf_format_is_same(own, found) ? found : own;
}

const char *
language_format(const char *format)
{
	const char *found = language_text(format);

	return found == format || printf_format_is_same(format, found) ? found : format;
}

/* Two of a unit at least, so that little is lost by rounding. */
static int64_t
unit_of(int64_t sec)
{
	return sec >= 2 * HOUR_SEC ? HOUR_SEC : sec >= 2 * MINUTE_SEC ? MINUTE_SEC : 1;
}

static const char *
count_of(struct mem *m, int64_t n, int64_t unit_sec)
{
	switch (unit_sec) {
	case DAY_SEC:
		return mem_fmt(m, language_count("%lld day", "%lld days", n), (long long)n);
	case HOUR_SEC:
		return mem_fmt(m, language_count("%lld hour", "%lld hours", n), (long long)n);
	case MINUTE_SEC:
		return mem_fmt(m, language_count("%lld minute", "%lld minutes", n), (long long)n);
	default:
		return mem_fmt(m, language_count("%lld second", "%lld seconds", n), (long long)n);
	}
}

const char *
language_wait(struct mem *m, int64_t sec)
{
	int64_t unit = unit_of(sec);

	return count_of(m, (sec + unit - 1) / unit, unit);
}

const char *
language_life(struct mem *m, int64_t sec)
{
	int64_t unit = sec >= 2 * DAY_SEC ? DAY_SEC : unit_of(sec);

	return count_of(m, sec / unit, unit);
}

const char *
language_series(struct mem *m, const char *const *items, size_t count)
{
	const char *series = "";
	size_t i;

	for (i = 0; i < count; i++)
		series = mem_fmt(m, "%s%s%s", series, i == 0 ? "" :
		    i + 1 == count ? language_text(" and ") : ", ", items[i]);
	return series;
}
