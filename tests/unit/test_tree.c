/*
 * test_tree: what we rely on of the template engine, as it was measured: where it escapes, where it
 * does not, which templates it reads, and that none of its errors stays in memory.
 */
#include "base/banned.h"
#include "base/tree.h"

#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define EVIL		"<b>'\"&"
#define ESCAPED		"&lt;b&gt;&#39;&quot;&amp;"
#define OUT_MAX		(64 * 1024)

struct fixture {
	struct mem		*m;
	char			 folder[64];	/* of the templates; its parent holds outside.cs */
	struct templates	*templates;
	struct tree		*tree;
	struct str		 out;		/* what was printed */
};

/* The engine loses 32 bytes of its own with every unclosed if; LeakSanitizer is told so. */
extern void __lsan_disable(void) __attribute__((weak));
extern void __lsan_enable(void) __attribute__((weak));

/* With AddressSanitizer mallinfo2() sees nothing, so it is asked instead where it is there. */
extern size_t __sanitizer_get_current_allocated_bytes(void) __attribute__((weak));

static size_t
heap_bytes(void)
{
	if (__sanitizer_get_current_allocated_bytes != NULL)
		return __sanitizer_get_current_allocated_bytes();
	return mallinfo2().uordblks;
}

static const char *
path_of(struct fixture *f, const char *name)
{
	return mem_fmt(f->m, "%s/%s", f->folder, name);
}

static void
write_file(struct fixture *f, const char *name, const char *text)
{
	FILE *file = fopen(path_of(f, name), "we");

	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static int
set_up(void **state)
{
	struct fixture *f = mem_keep(sizeof(*f));
	char parent[] = "/tmp/test_tree.XXXXXX";

	f->m = mem_new();
	if (mkdtemp(parent) == NULL)
		return -1;
	snprintf(f->folder, sizeof(f->folder), "%s/templates", parent);
	if (mkdir(f->folder, 0700) != 0 || mkdir(path_of(f, "layout"), 0700) != 0)
		return -1;
	write_file(f, "../outside.cs", "OUTSIDE");
	f->templates = templates_new(f->folder);
	f->tree = tree_new();
	str_init(&f->out, OUT_MAX);
	tree_set(f->tree, "Data.x", EVIL);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	static const char *const files[] = { "t.cs", "layout/part.cs", "../outside.cs" };
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(files); i++)
		unlink(path_of(f, files[i]));
	rmdir(path_of(f, "layout"));
	rmdir(f->folder);
	rmdir(path_of(f, ".."));
	f->folder[strlen(f->folder) - strlen("/templates")] = '\0';
	rmdir(f->folder);
	templates_free(&f->templates);
	tree_free(&f->tree);
	str_release(&f->out);
	mem_free(&f->m);
	free(f);
	return 0;
}

/* Prints a text as template t.cs, which is read anew. */
static enum err
print(struct fixture *f, const char *text)
{
	write_file(f, "t.cs", text);
	templates_free(&f->templates);
	f->templates = templates_new(f->folder);
	str_reset(&f->out);
	return templates_render(f->templates, "t.cs", f->tree, &f->out);
}

static void
check_prints(struct fixture *f, const char *text, const char *expected)
{
	enum err rc = print(f, text);

	if (rc != ERR_OK || strcmp(f->out.text, expected) != 0)
		fail_msg("%s\nprints \"%s\" (error %d)\nexpected \"%s\"", text, f->out.text,
		    (int)rc, expected);
}

static void
test_tree__sets_and_gets(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(tree_set(f->tree, "Data.a.b", "1"), ERR_OK);
	assert_string_equal(tree_get(f->tree, "Data.a.b"), "1");
	assert_int_equal(tree_set(f->tree, "Data.a.b", ""), ERR_OK);
	assert_string_equal(tree_get(f->tree, "Data.a.b"), "");
	assert_null(tree_get(f->tree, "Data.a"));
	assert_null(tree_get(f->tree, "Data.c"));
}

static void
test_tree__refuses_what_is_no_name(void **state)
{
	static const char *const names[] = { "", ".", "a.", ".a", "a..b", "a b", "a=b", "a\nb",
		"a-b", "a:b", "é", "a.b." };
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(names); i++)
		if (tree_set(f->tree, names[i], "x") != ERR_BUG)
			fail_msg("\"%s\" is taken for a name", names[i]);
}

static void
join(void *closure, const char *name, const char *value)
{
	str_add_fmt(closure, "%s=%s;", name, value);
}

static void
test_tree__walks_over_all_values(void **state)
{
	struct fixture *f = *state;

	tree_set(f->tree, "Data.rows.0.name", "a");
	tree_set(f->tree, "Data.rows.1.name", "b");
	tree_set(f->tree, "Data.rows.1", "one");
	tree_walk(f->tree, join, &f->out);

	assert_string_equal(f->out.text,
	    "Data.x=" EVIL ";Data.rows.0.name=a;Data.rows.1=one;Data.rows.1.name=b;");
}

static void
test_tree__escapes_in_every_place_we_use(void **state)
{
	static const struct { const char *template, *expected; } cases[] = {
		{ "<?cs var:Data.x ?>", ESCAPED },
		{ "<a title=\"<?cs var:Data.x ?>\">", "<a title=\"" ESCAPED "\">" },
		{ "<?cs if:Data.x ?><?cs var:Data.x ?><?cs /if ?>", ESCAPED },
		{ "<?cs if:Data.none ?>a<?cs else ?><?cs var:Data.x ?><?cs /if ?>", ESCAPED },
		{ "<?cs each:r = Data.rows ?><?cs var:r.v ?>,<?cs /each ?>",
		    ESCAPED "," ESCAPED "," },
		{ "<?cs with:r = Data.rows.0 ?><?cs var:r.v ?><?cs /with ?>", ESCAPED },
		{ "<?cs def:show(v) ?>[<?cs var:v ?>]<?cs /def ?><?cs call:show(Data.x) ?>",
		    "[" ESCAPED "]" },
		{ "<?cs def:show(v) ?><?cs if:v ?><?cs var:v ?><?cs /if ?><?cs /def ?>"
		  "<?cs each:r = Data.rows ?><?cs call:show(r.v) ?><?cs /each ?>",
		    ESCAPED ESCAPED },
		{ "<?cs include:\"layout/part.cs\" ?>", "part " ESCAPED },
		{ "<?cs var:html_escape(Data.x) ?>", ESCAPED },
		{ "<?cs var:url_escape(Data.x) ?>", "%3Cb%3E%27%22%26" },
		{ "<?cs var:Data.none ?>.", "." },
		{ "<?cs if:Data.zero ?>true<?cs else ?>false<?cs /if ?>", "false" },
		{ "<?cs if:?Data.zero ?>there<?cs /if ?>", "there" },
		{ "<?cs if:?Data.none ?>there<?cs /if ?>", "" },
	};
	struct fixture *f = *state;

	write_file(f, "layout/part.cs", "part <?cs var:Data.x ?>");
	tree_set(f->tree, "Data.rows.0.v", EVIL);
	tree_set(f->tree, "Data.rows.1.v", EVIL);
	tree_set(f->tree, "Data.zero", "0");
	for (size_t i = 0; i < COUNT(cases); i++)
		check_prints(f, cases[i].template, cases[i].expected);
}

/* Where it does not escape: the template lint refuses these words, and this is why. */
static void
test_tree__prints_raw_where_the_lint_forbids_it(void **state)
{
	static const struct { const char *template, *expected; } cases[] = {
		{ "<?cs uvar:Data.x ?>", EVIL },
		{ "<?cs alt:Data.x ?>none<?cs /alt ?>", EVIL },
		{ "<?cs var:html_escape(\"a\") + Data.x ?>", "a" EVIL },
		{ "<?cs lvar:Data.template ?>", EVIL },
		{ "<a href=\"<?cs var:Data.link ?>\">", "<a href=\"javascript:alert(1)\">" },
		{ "<?cs var:#Data.big + #1 ?>", "-2147483647" },
	};
	struct fixture *f = *state;

	tree_set(f->tree, "Data.big", "2147483648");
	tree_set(f->tree, "Data.template", "<?cs var:Data.x ?>");
	tree_set(f->tree, "Data.link", "javascript:alert(1)");
	for (size_t i = 0; i < COUNT(cases); i++)
		check_prints(f, cases[i].template, cases[i].expected);
}

static void
test_tree__url_validate(void **state)
{
	static const struct { const char *link, *expected; } cases[] = {
		{ "/a?b=1&c=2", "/a?b=1&amp;c=2" }, { "https://a.in/\"x", "https://a.in/&quot;x" },
		{ "tel:+911", "tel:+911" }, { "mailto:a@b.in", "mailto:a@b.in" },
		{ "javascript:alert(1)", "#" }, { "\tjavascript:alert(1)", "#" },
		{ "//evil.example", "#" }, { "\\\\evil.example", "#" }, { "data:text/html,x", "#" },
		{ "", "#" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		tree_set(f->tree, "Data.link", cases[i].link);
		check_prints(f, "<a href=\"<?cs var:url_validate(Data.link) ?>\">",
		    mem_fmt(f->m, "<a href=\"%s\">", cases[i].expected));
	}
}

static void
test_tree__templates_stay_in_their_folder(void **state)
{
	static const char *const names[] = { "../outside.cs", "layout/../../outside.cs",
		"/etc/passwd", "/etc/passwd.cs", "", ".cs", "t", "T.cs", "t.cs.cs", "./t.cs",
		"t_.cs", "none.cs", "layout", "t\n.cs", "//t.cs",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.cs" };
	struct fixture *f = *state;

	write_file(f, "t.cs", "inside");
	for (size_t i = 0; i < COUNT(names); i++)
		if (templates_render(f->templates, names[i], f->tree, &f->out) != ERR_MISSING)
			fail_msg("\"%s\" is rendered: \"%s\"", names[i], f->out.text);
	assert_string_equal(f->out.text, "");
}

static void
test_tree__includes_stay_in_the_folder(void **state)
{
	static const char *const templates[] = {
		"<?cs include:\"../outside.cs\" ?>", "<?cs linclude:\"../outside.cs\" ?>",
		"<?cs include:\"/etc/passwd\" ?>", "<?cs linclude:\"/etc/hostname\" ?>",
		"<?cs linclude:Data.path ?>", "<?cs include:\"layout/none.cs\" ?>",
	};
	struct fixture *f = *state;

	tree_set(f->tree, "Data.path", "../outside.cs");
	for (size_t i = 0; i < COUNT(templates); i++) {
		enum err rc = print(f, templates[i]);

		if (rc != ERR_BUG || f->out.length > 0)
			fail_msg("%s: error %d, prints \"%.60s\"", templates[i], (int)rc,
			    f->out.text);
	}
}

static void
test_tree__broken_template_is_a_bug(void **state)
{
	static const char *const templates[] = { "<?cs if:Data.x ?>", "<?cs nonsense:Data.x ?>",
		"<?cs call:nobody(Data.x) ?>", "<?cs var:Data.x", "<?cs /if ?>" };
	struct fixture *f = *state;

	if (__lsan_disable != NULL)
		__lsan_disable();
	for (size_t i = 0; i < COUNT(templates); i++)
		if (print(f, templates[i]) != ERR_BUG)
			fail_msg("%s is taken: \"%s\"", templates[i], f->out.text);
	if (__lsan_enable != NULL)
		__lsan_enable();
}

static void
test_tree__kept_template_prints_new_values(void **state)
{
	struct fixture *f = *state;
	struct tree *other = tree_new();

	check_prints(f, "<?cs var:Data.x ?>|<?cs var:Data.only ?>", ESCAPED "|");
	tree_set(other, "Data.only", "other");
	write_file(f, "t.cs", "changed since");

	str_reset(&f->out);
	assert_int_equal(templates_render(f->templates, "t.cs", other, &f->out), ERR_OK);
	assert_string_equal(f->out.text, "|other");

	tree_free(&other);
	tree_set(f->tree, "Data.x", "new");
	str_reset(&f->out);
	assert_int_equal(templates_render(f->templates, "t.cs", f->tree, &f->out), ERR_OK);
	assert_string_equal(f->out.text, "new|");
}

static void
test_tree__prints_behind_what_is_there(void **state)
{
	struct fixture *f = *state;

	write_file(f, "t.cs", "b");
	str_add(&f->out, "a");
	assert_int_equal(templates_render(f->templates, "t.cs", f->tree, &f->out), ERR_OK);
	assert_string_equal(f->out.text, "ab");
}

static void
test_tree__too_long_a_page_is_a_bug(void **state)
{
	struct fixture *f = *state;
	struct str small;

	str_init(&small, 4);
	write_file(f, "t.cs", "12345");
	assert_int_equal(templates_render(f->templates, "t.cs", f->tree, &small), ERR_BUG);
	str_release(&small);
}

/* One round of everything that makes the engine complain, and one that renders. */
static void
complain(struct fixture *f)
{
	struct tree *other = tree_new();
	const char *problem;

	tree_set(f->tree, "a..b", "x");
	templates_render(f->templates, "broken.cs", f->tree, &f->out);
	print(f, "<?cs nonsense:Data.x ?>");
	print(f, "<?cs call:nobody(Data.x) ?>");
	print(f, "<?cs linclude:\"../outside.cs\" ?>");
	print(f, "<?cs var:Data.x ?>");
	write_file(f, "layout/part.cs", "a {\n b = 1\n}\nnonsense\n");
	tree_read(other, f->m, path_of(f, "layout/part.cs"), &problem);
	tree_read(other, f->m, path_of(f, "layout/none.cs"), &problem);
	tree_free(&other);
	str_release(&f->out);
	mem_clear(f->m);
}

static void
test_tree__errors_leave_nothing_in_memory(void **state)
{
	struct fixture *f = *state;
	FILE *errors = stderr;
	size_t before, after;

	stderr = fopen("/dev/null", "we");
	for (int i = 0; i < 20; i++)
		complain(f);
	before = heap_bytes();
	for (int i = 0; i < 300; i++)
		complain(f);
	after = heap_bytes();
	fclose(stderr);
	stderr = errors;

	if (after > before + 4096)
		fail_msg("%zu bytes more after 300 rounds", after - before);
}

static void
test_tree__reads_a_settings_file(void **state)
{
	struct fixture *f = *state;
	const char *problem;

	write_file(f, "t.cs", "# why\na = 1\nb {\n\tc = two words \n\td.e = #x\n}\nf =\n");
	assert_int_equal(tree_read(f->tree, f->m, path_of(f, "t.cs"), &problem), ERR_OK);

	assert_string_equal(problem, "");
	assert_string_equal(tree_get(f->tree, "a"), "1");
	assert_string_equal(tree_get(f->tree, "b.c"), "two words");
	assert_string_equal(tree_get(f->tree, "b.d.e"), "#x");
}

static void
test_tree__says_what_is_wrong_with_a_settings_file(void **state)
{
	struct fixture *f = *state;
	const char *problem;

	assert_int_equal(tree_read(f->tree, f->m, path_of(f, "none.hdf"), &problem), ERR_MISSING);
	assert_non_null(strstr(problem, "none.hdf: No such file"));

	write_file(f, "t.cs", "a = 1\nnonsense\n");
	assert_int_equal(tree_read(f->tree, f->m, path_of(f, "t.cs"), &problem), ERR_INVALID);
	assert_non_null(strstr(problem, "t.cs"));
	assert_non_null(strstr(problem, "2"));
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	static const struct CMUnitTest tests[] = {
		TEST(test_tree__sets_and_gets),
		TEST(test_tree__refuses_what_is_no_name),
		TEST(test_tree__walks_over_all_values),
		TEST(test_tree__escapes_in_every_place_we_use),
		TEST(test_tree__prints_raw_where_the_lint_forbids_it),
		TEST(test_tree__url_validate),
		TEST(test_tree__templates_stay_in_their_folder),
		TEST(test_tree__includes_stay_in_the_folder),
		TEST(test_tree__broken_template_is_a_bug),
		TEST(test_tree__kept_template_prints_new_values),
		TEST(test_tree__prints_behind_what_is_there),
		TEST(test_tree__too_long_a_page_is_a_bug),
		TEST(test_tree__errors_leave_nothing_in_memory),
		TEST(test_tree__reads_a_settings_file),
		TEST(test_tree__says_what_is_wrong_with_a_settings_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
