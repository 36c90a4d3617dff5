/*
 * test_config_write: one setting is changed, and everything else in the file stays.
 */
#include "base/banned.h"
#include "base/config_write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/config.h"
#include "base/file.h"
#include "base/install_token.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

struct fixture {
	struct mem	*m;
	char		 folder[40];
	const char	*file;
	const char	*problem;	/* told last */
};

static int
set_up(void **state)
{
	struct fixture *f = mem_keep(sizeof(*f));

	f->m = mem_new();
	snprintf(f->folder, sizeof(f->folder), "/tmp/test_config_write.XXXXXX");
	if (crypt_init() != ERR_OK || mkdtemp(f->folder) == NULL)
		return -1;
	f->file = mem_fmt(f->m, "%s/pointperson.hdf", f->folder);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	unlink(f->file);
	unlink(install_token_file(f->m, f->file));
	rmdir(f->folder);
	mem_free(&f->m);
	free(f);
	return 0;
}

static void
put(const char *path, const char *text)
{
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static const char *
get(struct fixture *f)
{
	char *text = file_read(f->file, 10000, NULL);
	const char *kept = mem_dup(f->m, text == NULL ? "(none)" : text);

	free(text);
	return kept;
}

static enum err
write_name(struct fixture *f, const char *value)
{
	const struct config_value v = { "site.name", value };

	return config_write(f->m, f->file, &v, 1, &f->problem);
}

static void
test_config_write__takes_the_place_of_its_line(void **state)
{
	static const struct { const char *before, *after; } cases[] = {
		{ "site.name = Old\nsite.url = http://a\n", "site.name = New\nsite.url = http://a\n" },
		{ "  site.name=Old", "site.name = New" },
		{ "# Its name.\n# site.name = Old\n\n# End.\n",
		    "# Its name.\nsite.name = New\n\n# End.\n" },
		{ "# site.name = Old\nsite.name = Older\n", "# site.name = Old\nsite.name = New\n" },
		/* An example, another name, and what only begins alike, are not it. */
		{ "#\tsite.name = Old\nsite.named = Old\n",
		    "#\tsite.name = Old\nsite.named = Old\nsite.name = New\n" },
		{ "site.url = http://a", "site.url = http://a\nsite.name = New\n" },
		{ "", "site.name = New\n" },
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		put(f->file, cases[i].before);
		assert_int_equal(write_name(f, "New"), ERR_OK);
		assert_string_equal(get(f), cases[i].after);
		assert_int_equal(write_name(f, "New"), ERR_OK);
		assert_string_equal(get(f), cases[i].after);
	}
}

static void
test_config_write__what_was_written_is_read(void **state)
{
	static const char *const values[] = { "New", "A = B", "# not a comment", "{ } << END",
		"नया \"quoted\" 'name' \\ %s", "x;y" };
	struct fixture *f = *state;
	struct config c;
	size_t i;

	for (i = 0; i < COUNT(values); i++) {
		assert_int_equal(write_name(f, values[i]), ERR_OK);
		if (config_load(f->m, f->file, &c, &f->problem) != ERR_OK)
			fail_msg("%s: %s", values[i], f->problem);
		assert_string_equal(c.site_name, values[i]);
	}
}

static void
test_config_write__what_a_line_cannot_hold_is_refused(void **state)
{
	static const char *const values[] = { " New", "New ", "New\nsite.url = x", "New\r", "\tNew" };
	struct fixture *f = *state;
	size_t i;

	put(f->file, "site.name = Old\n");
	for (i = 0; i < COUNT(values); i++) {
		assert_false(config_can_write(values[i]));
		assert_int_equal(write_name(f, values[i]), ERR_INVALID);
		assert_non_null(strstr(f->problem, "site.name"));
		assert_string_equal(get(f), "site.name = Old\n");
	}
	assert_true(config_can_write(""));
}

/* Who could read it can read it afterwards, nobody else; a link stays one. */
static void
test_config_write__keeps_mode_and_link(void **state)
{
	struct fixture *f = *state;
	const char *target = mem_fmt(f->m, "%s/elsewhere", f->folder);
	struct stat st;

	assert_int_equal(write_name(f, "New"), ERR_OK);
	assert_int_equal(stat(f->file, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	assert_int_equal(chmod(f->file, 0600), 0);
	assert_int_equal(write_name(f, "Newer"), ERR_OK);
	assert_int_equal(stat(f->file, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);

	assert_int_equal(rename(f->file, target), 0);
	assert_int_equal(symlink(target, f->file), 0);
	assert_int_equal(write_name(f, "Newest"), ERR_OK);
	assert_int_equal(lstat(f->file, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_string_equal(get(f), "site.name = Newest\n");
	unlink(target);
}

static void
test_config_write__a_folder_that_is_not_there(void **state)
{
	const struct config_value v = { "site.name", "New" };
	struct fixture *f = *state;

	assert_int_equal(config_write(f->m, "/nowhere/x.hdf", &v, 1, &f->problem), ERR_DENIED);
	assert_non_null(strstr(f->problem, "/nowhere/x.hdf: No such file"));
}

static void
test_config_problem__says_what_is_wrong(void **state)
{
	static const struct { const char *key, *value; bool is_wrong; } cases[] = {
		{ "site.url", "https://portal.example.com", false },
		{ "site.url", "portal.example.com", true },
		{ "site.name", "", true },
		{ "mail.transport", "sendmail", false },
		{ "mail.transport", "pigeon", true },
		{ "courier.every_sec", "60", false },
		{ "courier.every_sec", "often", true },
		{ "site.nmae", "Any", true },
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < COUNT(cases); i++)
		assert_int_equal(config_problem(f->m, cases[i].key, cases[i].value) != NULL,
		    cases[i].is_wrong);
}

static void
test_install_token__is_its_line_without_spaces(void **state)
{
	static const struct { const char *text, *token; } cases[] = {
		{ "a long enough line\n", "a long enough line" },
		{ "\r\n  windows \r\n", "windows" },
		{ " \n", "" },
		{ "", "" },
	};
	struct fixture *f = *state;
	size_t i;

	assert_null(install_token_read(f->m, f->file));
	for (i = 0; i < COUNT(cases); i++) {
		put(install_token_file(f->m, f->file), cases[i].text);
		assert_string_equal(install_token_read(f->m, f->file), cases[i].token);
	}
}

/* Every process of the installer signs alike, and unlike one with another token or purpose. */
static void
test_install_token__makes_keys(void **state)
{
	struct crypt_keys a, b;

	(void)state;
	install_token_keys("one", &a);
	install_token_keys("one", &b);
	assert_memory_equal(&a, &b, sizeof(a));
	assert_memory_not_equal(a.mac, a.seal, CRYPT_KEY_BYTES);
	install_token_keys("two", &b);
	assert_memory_not_equal(a.mac, b.mac, CRYPT_KEY_BYTES);
	install_token_keys(NULL, &a);
	install_token_keys(NULL, &b);
	assert_memory_not_equal(a.mac, b.mac, CRYPT_KEY_BYTES);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(test_config_write__takes_the_place_of_its_line),
		CASE(test_config_write__what_was_written_is_read),
		CASE(test_config_write__what_a_line_cannot_hold_is_refused),
		CASE(test_config_write__keeps_mode_and_link),
		CASE(test_config_write__a_folder_that_is_not_there),
		CASE(test_config_problem__says_what_is_wrong),
		CASE(test_install_token__is_its_line_without_spaces),
		CASE(test_install_token__makes_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
