/*
 * test_segments: what of a template a translator gets, what becomes of it, and which translations
 * are not taken.
 */
#include "base/banned.h"
#include "base/segments.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define OUT_MAX (64 * 1024)

/* Gathers the segments, in brackets, and translates none. */
static const char *
gather(void *closure, const char *segment)
{
	str_add_fmt(closure, "[%s]", segment);
	return NULL;
}

static const struct {
	const char	*source;
	const char	*segments;
} cut[] = {
	{ "", "" },
	{ "  \n ", "" },
	{ "<p>One.</p>\n<p>Two,\n\tthree.</p>", "[One.][Two, three.]" },
	{ "<p>12 · 3 &nbsp; <?cs var:Data.name ?></p>", "" },
	{ "<p>Hello <?cs var:Data.name ?>!</p>", "[Hello {Data.name}!]" },
	{ "<p>Go <a href=\"/x\">there <b>now</b></a>.</p>", "[Go <a>there <b>now</b></a>.]" },
	{ "<p><a href=\"/x\">One</a> or <a href=\"/y\">two</a> or <a href=\"/x\">one</a></p>",
	    "[<a>One</a> or <a2>two</a2> or <a>one</a>]" },
	{ "<p><a href=\"/x\">All of it</a></p>", "[All of it]" },
	{ "<p>A<?cs if:X ?>, b<?cs elif:Y ?> c<?cs else ?>.<?cs /if ?></p>",
	    "[A{if:X}, b{elif:Y} c{else}.{/if}]" },
	{ "<p><?cs if:X ?>Yes<?cs else ?>No<?cs /if ?></p>", "[Yes][No]" },
	{ "<?cs if:X ?><p>Yes</p><?cs /if ?> and <b>no</b>", "[Yes][and <b>no</b>]" },
	{ "<p>Write to <?cs call:email(Page.mail) ?>.</p>", "[Write to {email(Page.mail)}.]" },
	{ "<p>Before<?cs call:form(\"/x\", \"\") ?>after</p>", "[Before][after]" },
	{ "<dd>9 <span class=\"note\">Managed</span></dd>", "[Managed]" },
	{ "<a>Edit<span class=\"hidden\"> it</span></a>", "[Edit<span> it</span>]" },
	{ "One<br>two", "[One<br>two]" },
	{ "<b>never closed <p>and</p>", "[never closed][and]" },
	{ "<?cs if:X ?><b>crossed<?cs /if ?></b>", "[crossed]" },
	{ "<nav aria-label=\"Pages &amp; more\"><img alt=\"\" src=\"x\"></nav>",
	    "[Pages &amp; more]" },
	{ "<td class=\"a\" data-label=\"To <?cs var:X ?>\">1</td>", "[To {X}]" },
	{ "<i <?cs if:a == \"title\" ?>class=\"plain\"<?cs /if ?> title=\"What\">x</i>",
	    "[What][x]" },
	{ "<?cs call:buttons(\"Turn on\", \"/x y\") ?>", "[Turn on]" },
	{ "<?cs call:step(a, \"send\", \"Send it\", \"button--main\") ?>", "[Send it]" },
	{ "<?cs call:edit(\"business-name\", \"business name\") ?>", "[business name]" },
	{ "<?cs if:a == \"Not This\" ?>b<?cs /if ?>", "[b]" },
	{ "<?cs # A comment of ours ?>x", "[x]" },
	{ "<!-- a comment -->x<!DOCTYPE html>", "[x]" },
	{ "<pre>as it <b>is</b></pre><script src=\"x\">code</script>", "" },
	{ "<p>It is { not a sign</p>", "" },
	{ "<?cs def:a(f) ?> name=\"x\"<?cs if:f ?> checked<?cs /if ?><?cs /def ?>", "" },
	{ "<?cs each:r = Rows ?>row <?cs var:r ?><?cs /each ?>", "[row {r}]" },
};

static void
test_segments__are_sentences(void **state)
{
	struct str out, found;
	struct mem *m = mem_new();
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cut); i++) {
		str_init(&out, OUT_MAX);
		str_init(&found, OUT_MAX);
		segments_translate(m, cut[i].source, false, gather, &found, &out);
		assert_string_equal(found.text, cut[i].segments);
		/* What is not translated is as it was, to the byte. */
		assert_string_equal(out.text, cut[i].source);
		str_release(&out);
		str_release(&found);
	}
	mem_free(&m);
}

static void
test_segments__of_plain_mail_are_paragraphs(void **state)
{
	static const char source[] = "Dear <?cs var:X ?>,\n\nto prove it <b>open\nthis:\n\n"
	    "    <?cs var:Link ?>\n\n<?cs if:Y ?>One.\n\n<?cs /if ?>-- \nTwo\n";
	struct str out, found;
	struct mem *m = mem_new();

	(void)state;
	str_init(&out, OUT_MAX);
	str_init(&found, OUT_MAX);
	segments_translate(m, source, true, gather, &found, &out);
	assert_string_equal(found.text,
	    "[Dear {X},][to prove it <b>open\nthis:][One.][-- \nTwo]");
	assert_string_equal(out.text, source);
	str_release(&out);
	str_release(&found);
	mem_free(&m);
}

static const char *
answer(void *closure, const char *segment)
{
	(void)segment;
	return closure;
}

/* NULL: the translation is not taken. */
static const struct {
	const char	*source;
	const char	*translation;
	const char	*result;
} translated[] = {
	{ "<p> Hello\n<?cs var:X ?>! </p>", "{X}, namaste", "<p> <?cs var:X ?>, namaste </p>" },
	{ "Go <a href=\"/x\">there</a> or <a href=\"/y\">here</a>", "<a2>yahan</a2> <a>vahan</a>",
	    "<a href=\"/y\">yahan</a> <a href=\"/x\">vahan</a>" },
	{ "A<?cs if:X ?> b<?cs else ?> c<?cs /if ?>.", "{if:X}B{else}C{/if} A",
	    "<?cs if:X ?>B<?cs else ?>C<?cs /if ?> A" },
	{ "<b>x</b> and <b>y</b>", "<b>1</b><b>2</b>", "<b>1</b><b>2</b>" },
	{ "<img title=\"One\">", "\"1\" &amp; {", NULL },
	{ "<img title=\"One\">", "\"1\"", "<img title=\"&quot;1&quot;\">" },
	{ "<img title=\"One\">", "<b>", NULL },
	{ "<?cs call:b(\"One\") ?>", "say \"1\" > 0", "<?cs call:b(\"say '1' > 0\") ?>" },
	{ "<?cs call:b(\"One\") ?>", "1 ?><?cs var:Secret ?>", NULL },
	{ "<p>One</p>", "", "<p></p>" },
	{ "<p>One</p>", "<?cs var:Secret ?>", NULL },
	{ "<p>One</p>", "<script>alert(1)</script>", NULL },
	{ "<p>One</p>", "{Secret}", NULL },
	{ "<p>One</p>", "a } b", NULL },
	{ "<p>One</p>", "a < b", NULL },
	{ "<p>One</p>", "a\001b", NULL },
	{ "<p>One <?cs var:X ?></p>", "none", NULL },
	{ "<p>One <?cs var:X ?></p>", "{X} {X}", NULL },
	{ "<p>One <?cs var:X ?></p>", "{X", NULL },
	{ "<p>One <?cs var:X ?></p>", "{Y}", NULL },
	{ "<p>One <b>x</b></p>", "</b>x<b>", NULL },
	{ "<p>One <b>x</b> <i>y</i></p>", "<b>x<i></b>y</i>", NULL },
	{ "<p>One <b onclick=\"x\">x</b></p>", "<b onclick=\"y\">x</b>", NULL },
	{ "A<?cs if:X ?> b<?cs else ?> c<?cs /if ?>.", "{else}{if:X}{/if}", NULL },
	{ "A<?cs if:X ?> b<?cs else ?> c<?cs /if ?>.", "{/if}{else}{if:X}", NULL },
	{ "A<?cs if:X ?>b<?cs else ?>c<?cs /if ?><?cs if:Y ?>b<?cs else ?>c<?cs /if ?>.",
	    "{if:X}1{else}2{else}3{/if}{if:Y}4{/if}", NULL },
	{ "A<?cs if:X ?> <b>b</b><?cs else ?> c<?cs /if ?>.", "{if:X}<b>1{else}2</b>{/if}", NULL },
};

static void
test_segments__take_translations_with_the_same_signs(void **state)
{
	struct mem *m = mem_new();
	struct str out;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(translated); i++) {
		str_init(&out, OUT_MAX);
		segments_translate(m, translated[i].source, false, answer,
		    (void *)(uintptr_t)translated[i].translation, &out);
		assert_string_equal(out.text, translated[i].result == NULL ?
		    translated[i].source : translated[i].result);
		str_release(&out);
	}
	mem_free(&m);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_segments__are_sentences),
		cmocka_unit_test(test_segments__of_plain_mail_are_paragraphs),
		cmocka_unit_test(test_segments__take_translations_with_the_same_signs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
