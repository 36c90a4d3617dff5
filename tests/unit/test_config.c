/*
 * test_config: what is wrong in a settings file is named with its file, line and nearest key; keys
 * are made once.
 */
#include "base/banned.h"
#include "base/config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/config_write.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define KEY "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"	/* 32 zero bytes */

struct fixture {
	struct mem	*m;
	char		 folder[32];
	const char	*file;		/* the settings */
	const char	*secrets;	/* the secrets file beside them */
	struct config	 config;	/* as loaded last */
	const char	*problem;	/* told last */
};

static int
set_up(void **state)
{
	struct fixture *f = mem_keep(sizeof(*f));

	f->m = mem_new();
	snprintf(f->folder, sizeof(f->folder), "/tmp/test_config.XXXXXX");
	if (crypt_init() != ERR_OK || mkdtemp(f->folder) == NULL)
		return -1;
	f->file = mem_fmt(f->m, "%s/portal.hdf", f->folder);
	f->secrets = mem_fmt(f->m, "%s/pointperson.secrets.hdf", f->folder);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	unlink(f->file);
	unlink(f->secrets);
	rmdir(f->folder);
	mem_free(&f->m);
	free(f);
	return 0;
}

static void
write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static const char *
read_file(struct fixture *f, const char *path)
{
	char text[4096];
	FILE *file = fopen(path, "re");
	size_t length;

	assert_non_null(file);
	length = fread(text, 1, sizeof(text), file);
	fclose(file);
	return mem_dup_bytes(f->m, text, length);
}

static enum err
load(struct fixture *f, const char *text)
{
	write_file(f->file, text);
	return config_load(f->m, f->file, &f->config, &f->problem);
}

/* The problems expected are one a line, without the name of the file in front. */
static void
expect_problems(struct fixture *f, const char *text, const char *problems)
{
	enum err rc = load(f, text);
	const char *expected = "", *end;

	for (; (end = strchr(problems, '\n')) != NULL; problems = end + 1)
		expected = mem_fmt(f->m, "%s%s:%.*s", expected, f->file,
		    (int)(end + 1 - problems), problems);
	if (rc != ERR_INVALID || strcmp(f->problem, expected) != 0)
		fail_msg("%s\nerror %d: %s\nexpected: %s", text, (int)rc, f->problem, expected);
}

static void
test_config__what_is_not_set_has_its_default(void **state)
{
	struct fixture *f = *state;
	const struct config *c = &f->config;

	assert_int_equal(load(f, "site.name = Portal\n"), ERR_OK);
	assert_string_equal(f->problem, "");
	assert_string_equal(c->site_name, "Portal");
	assert_false(c->is_demo);
	assert_false(c->has_keys);
	assert_string_equal(c->support_email, "");
	assert_string_equal(c->database.password, "");
	assert_int_equal(c->database.port, 3306);
	assert_int_equal(c->session_idle_sec, 1800);
	assert_int_equal(c->session_longest_sec, 43200);
	assert_int_equal(c->password_cost.memory_kib, 19456);
	assert_int_equal(c->password_cost.passes, 2);
	assert_int_equal(c->sign_in_address.burst, 5);
	assert_int_equal(c->sign_in_address.interval_sec, 30);
	assert_int_equal(c->body_max, 65536);
	assert_int_equal(c->contact_limit, 5);
}

static void
test_config__reads_values_in_both_ways_of_writing(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(load(f, "demo = yes\n"
	    "session {\n\tidle_sec = 60\n\tlongest_sec = 2592000\n}\n"
	    "throttle.sign_in_client {\n\tburst = 10000\n}\n"
	    "database.socket =\n"), ERR_OK);
	assert_true(f->config.is_demo);
	assert_int_equal(f->config.session_idle_sec, 60);
	assert_int_equal(f->config.session_longest_sec, 2592000);
	assert_int_equal(f->config.sign_in_client.burst, 10000);
	assert_string_equal(f->config.database.socket, "");
}

static void
test_config__names_what_is_wrong(void **state)
{
	static const struct { const char *text, *problem; } cases[] = {
		{ "demo = maybe\n", "1: demo: write yes or no, not \"maybe\"\n" },
		{ "demo = YES\n", "1: demo: write yes or no, not \"YES\"\n" },
		{ "# why\n\ndatabase.port = 0\n",
		    "3: database.port: write a whole number from 1 to 65535, not \"0\"\n" },
		{ "database.port = 65536\n",
		    "1: database.port: write a whole number from 1 to 65535, not \"65536\"\n" },
		{ "database.port = -1\n",
		    "1: database.port: write a whole number from 1 to 65535, not \"-1\"\n" },
		{ "database.port = 3306x\n",
		    "1: database.port: write a whole number from 1 to 65535, not \"3306x\"\n" },
		{ "form.body_max = 64k\n",
		    "1: form.body_max: write a whole number from 4096 to 131072, not \"64k\"\n" },
		{ "password.passes = 99999999999999999999\n", "1: password.passes: write a whole "
		  "number from 1 to 20, not \"99999999999999999999\"\n" },
		{ "session {\n\tidle_sec = 59\n}\n", "2: session.idle_sec: write a whole number "
		  "from 60 to 86400, not \"59\"\n" },
		{ "sesion.idle_sec = 60\n", "1: sesion.idle_sec: there is no such setting; the "
		  "nearest is session.idle_sec\n" },
		{ "\nsite.nam = x\n", "2: site.nam: there is no such setting; the nearest is "
		  "site.name\n" },
		{ "database {\n\tpasword = x\n}\n", "2: database.pasword: there is no such "
		  "setting; the nearest is database.password\n" },
		{ "keys.mac = abc\n", "1: keys.mac: not a key; take it out, and `pointperson "
		  "migrate` makes one\n" },
		{ "keys.seal = " KEY "A\n", "1: keys.seal: not a key; take it out, and "
		  "`pointperson migrate` makes one\n" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(cases); i++)
		expect_problems(f, cases[i].text, cases[i].problem);
}

/*
 * What the reader of the library goes over in silence: the rest of a line behind a brace, braces
 * that are never closed, and all that stands behind one too many.
 */
static void
test_config__refuses_what_would_be_ignored(void **state)
{
#define CROWDED "write what belongs between { and } on lines of its own\n"
	static const struct { const char *text, *problem; } cases[] = {
		{ "sesion { idle_sec = 4 }\n", "1: sesion: " CROWDED },
		{ "demo = no\nsession { idle_sec = 60\n}\n", "2: session: " CROWDED },
		{ "session { # why\n}\n", "1: session: " CROWDED },
		{ "session {\n\tidle_sec = 60\n", "1: session: its { is closed by no }\n" },
		{ "a {\nb {\n}\n", "1: a: its { is closed by no }\n" },
		{ "a.b {\n\n  c{\n", "1: a.b: its { is closed by no }\n3: a.b.c: its { is closed "
		  "by no }\n" },
		{ "site.name = x\n}\ndemo = maybe\n", "2: this } closes no {\n" },
		{ "session {\n}\n\t}\nsesion { }\n", "3: this } closes no {\n4: sesion: "
		  CROWDED },
		{ "sms.body << END\n ENDE\nx = y\n", "1: no line END ends this text\n" },
		{ "a{\na{\na{\na{\na{\na{\na{\na{\na{\n", "9: a.a.a.a.a.a.a.a.a: no setting "
		  "stands that deep\n" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(cases); i++)
		expect_problems(f, cases[i].text, cases[i].problem);
}

static void
test_config__takes_braces_and_texts_of_many_lines(void **state)
{
	static const char *const cases[] = {
		"session\t{ \t\r\n\tidle_sec = 61\n } \n",
		"sms.body = {\"to\":\"$to\"}\nsession.idle_sec = 61\n",
		"sms.body << END\n}\n{ x\nunfinished {\nEND\nsession.idle_sec = 61\n",
		"sms {\nbody <<END\n  END\n}\nEND\n}\nsession.idle_sec = 61\n",
		"# session {\n#}\nsession.idle_sec = 61",
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(cases); i++)
		if (load(f, cases[i]) != ERR_OK || f->config.session_idle_sec != 61)
			fail_msg("%s\nidle_sec is %lld: %s", cases[i],
			    (long long)f->config.session_idle_sec, f->problem);
}

/* What stands in a line that is too long for a buffer must not move the lines behind it. */
static void
test_config__counts_long_lines_once(void **state)
{
	struct fixture *f = *state;

	expect_problems(f, mem_fmt(f->m, "# %9999d\nsms.body = %09999d\ndemo = maybe\n", 1, 2),
	    "3: demo: write yes or no, not \"maybe\"\n");
}

static void
test_config__the_site_has_an_address_and_a_name(void **state)
{
	static const char *const wrong[] = {
		"javascript:1", "", "portal.example.com", "https://", "http://:8080", "https://x/",
		"https://x/portal", "ftp://x", "https://asha@x", "https://x?y", "https://x#y",
		"https://x y", "https://x:", "https://x:0", "https://x:65536", "https://x:80a",
		"HTTPS://x", "https://[::1", "https://[]", "https://.", "//portal.example.com",
	};
	static const char *const right[] = {
		"https://portal.example.com", "http://localhost:8080", "http://192.0.2.1:65535",
		"https://[2001:db8::1]:8443", "http://[::1]", "https://xn--p1b6ci4b4b3a.example",
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(wrong); i++)
		expect_problems(f, mem_fmt(f->m, "\nsite.url = %s\n", wrong[i]), mem_fmt(f->m,
		    "2: site.url: write http:// or https:// and a host, without a slash or anything "
		    "else behind it, not \"%s\"\n", wrong[i]));
	for (size_t i = 0; i < COUNT(right); i++)
		if (load(f, mem_fmt(f->m, "site.url = %s\n", right[i])) != ERR_OK ||
		    strcmp(f->config.site_url, right[i]) != 0)
			fail_msg("%s: %s", right[i], f->problem);
	expect_problems(f, "site.name =  \n", "1: site.name: it cannot be empty\n");
}

/* The same last word stands under other names too: the line must be the wrong one's. */
static void
test_config__names_the_line_of_that_very_key(void **state)
{
	static const struct { const char *text; int line; const char *key; } cases[] = {
		{ "throttle.sign_in_address.burst = 5\nthrottle.sign_in_client.burst = 0\n", 2,
		    "throttle.sign_in_client.burst" },
		{ "throttle {\n\tsign_in_address {\n\t\tburst = 5\n\t}\n\trefusals {\n"
		  "\t\tburst = 0\n\t}\n}\n", 6, "throttle.refusals.burst" },
		{ "database {\n\tname = x\n}\nsite.nme = y\nsite {\n\tnme = z\n}\n", 4,
		    "site.nme" },
		{ "throttle.refusals {\n\tburst=5\n}\nthrottle.refusals.interval_sec=0\n", 4,
		    "throttle.refusals.interval_sec" },
		{ "# demo = maybe\n  demo = maybe\n", 2, "demo" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *expected = mem_fmt(f->m, "%s:%d: %s: ", f->file, cases[i].line,
		    cases[i].key);

		assert_int_equal(load(f, cases[i].text), ERR_INVALID);
		if (strncmp(f->problem, expected, strlen(expected)) != 0)
			fail_msg("%s\ntells: %s\nexpected: %s", cases[i].text, f->problem,
			    expected);
	}
}

static void
test_config__tells_all_problems_at_once(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(load(f, "demo = 1\nnonsense = 2\nsite.name = x\nform.body_max = 3\n"),
	    ERR_INVALID);
	assert_non_null(strstr(f->problem, ":1: demo: "));
	assert_non_null(strstr(f->problem, ":2: nonsense: "));
	assert_non_null(strstr(f->problem, ":4: form.body_max: "));
	assert_null(strstr(f->problem, "site.name: "));
}

static void
test_config__file_that_is_missing_or_broken(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(config_load(f->m, f->file, &f->config, &f->problem), ERR_MISSING);
	assert_string_equal(f->problem, mem_fmt(f->m, "%s: No such file or directory\n", f->file));
	assert_int_equal(load(f, "site.name = x\nwhat is this\n"), ERR_INVALID);
	assert_non_null(strstr(f->problem, f->file));
}

static void
test_config__secrets_stand_beside_the_settings(void **state)
{
	struct fixture *f = *state;

	write_file(f->secrets, "database.password = Lotus 7\nkeys.mac = " KEY "\nkeys.seal = " KEY
	    "\n");
	assert_int_equal(load(f, "site.name = x\n"), ERR_OK);
	assert_string_equal(f->config.database.password, "Lotus 7");
	assert_true(f->config.has_keys);
	write_file(f->secrets, "keys.mac = " KEY "\n");
	assert_int_equal(load(f, "site.name = x\n"), ERR_OK);
	assert_false(f->config.has_keys);
	write_file(f->secrets, "keys.mac = " KEY "\nkeys.seal = abc\n");
	assert_int_equal(load(f, "site.name = x\n"), ERR_INVALID);
	assert_non_null(strstr(f->problem, mem_fmt(f->m, "%s:2: keys.seal: ", f->secrets)));
	assert_null(strstr(f->problem, "abc"));
	assert_false(f->config.has_keys);
}

static void
test_config__secrets_file_of_a_plain_name(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(config_secrets_file(f->m, "x.hdf"), "pointperson.secrets.hdf");
	assert_string_equal(config_secrets_file(f->m, "/etc/p/x.hdf"),
	    "/etc/p/pointperson.secrets.hdf");
}

static void
make_keys(struct fixture *f, bool expected)
{
	bool made;

	assert_int_equal(config_make_keys(f->m, f->file, &made, &f->problem), ERR_OK);
	assert_string_equal(f->problem, "");
	assert_int_equal(made, expected);
}

static void
test_config__keys_are_made_once(void **state)
{
	struct fixture *f = *state;
	const char *first;
	struct stat st;

	make_keys(f, true);
	first = read_file(f, f->secrets);
	assert_int_equal(load(f, ""), ERR_OK);
	assert_true(f->config.has_keys);
	assert_memory_not_equal(f->config.keys.mac, f->config.keys.seal, CRYPT_KEY_BYTES);
	assert_int_equal(stat(f->secrets, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);

	make_keys(f, false);
	assert_string_equal(read_file(f, f->secrets), first);
}

static void
test_config__keys_are_readable_by_the_group_under_any_umask(void **state)
{
	static const mode_t masks[] = { 0, 022, 077 };
	struct fixture *f = *state;
	struct stat st;

	for (size_t i = 0; i < COUNT(masks); i++) {
		mode_t mask = umask(masks[i]);

		make_keys(f, true);
		umask(mask);
		assert_int_equal(stat(f->secrets, &st), 0);
		if ((st.st_mode & 07777) != 0640)
			fail_msg("umask %o makes mode %o", masks[i], st.st_mode & 07777);
		unlink(f->secrets);
	}
}

/* What an administrator wrote there stays, also where the last line has no end. */
static void
test_config__keys_are_added_to_what_is_there(void **state)
{
	static const char *const texts[] = { "database.password = Lotus\n",
		"database.password = Lotus", "" };
	struct fixture *f = *state;
	struct stat st;

	for (size_t i = 0; i < COUNT(texts); i++) {
		write_file(f->secrets, texts[i]);
		assert_int_equal(chmod(f->secrets, 0600), 0);
		make_keys(f, true);
		if (load(f, "") != ERR_OK || !f->config.has_keys ||
		    strcmp(f->config.database.password, i == 2 ? "" : "Lotus") != 0)
			fail_msg("case %zu: %s\n%s", i, f->problem, read_file(f, f->secrets));
		assert_int_equal(stat(f->secrets, &st), 0);
		assert_int_equal(st.st_mode & 07777, 0600);
	}
	write_file(f->secrets, "keys.mac = " KEY "\n");
	make_keys(f, true);
	assert_int_equal(load(f, ""), ERR_OK);
	assert_true(f->config.has_keys);
	assert_int_equal(f->config.keys.mac[0], 0);
}

static void
test_config__keys_that_cannot_be_written(void **state)
{
	struct fixture *f = *state;
	bool made = true;

	assert_int_equal(config_make_keys(f->m, "/nowhere/x.hdf", &made, &f->problem), ERR_DENIED);
	assert_false(made);
	assert_non_null(strstr(f->problem, "/nowhere/pointperson.secrets.hdf: No such file"));
}

static void
test_config__file_comes_from_the_environment(void **state)
{
	const char *kept = getenv("POINTPERSON_SETTINGS");
	struct fixture *f = *state;

	kept = kept == NULL ? NULL : mem_keep_text(kept);
	setenv("POINTPERSON_SETTINGS", "/etc/other.hdf", 1);
	assert_string_equal(config_file(f->m), "/etc/other.hdf");
	setenv("POINTPERSON_SETTINGS", "", 1);
	assert_string_not_equal(config_file(f->m), "");
	unsetenv("POINTPERSON_SETTINGS");
	assert_string_not_equal(config_file(f->m), "");
	if (kept != NULL)
		setenv("POINTPERSON_SETTINGS", kept, 1);
	free((char *)kept);
}

/* What the programs of one folder are told by a note in it; no other test lives in this one's. */
static void
test_config__file_comes_from_a_note_beside_the_program(void **state)
{
	const char *kept = getenv("POINTPERSON_SETTINGS");
	struct fixture *f = *state;
	char program[512] = "";
	char *folder, *note;

	assert_true(readlink("/proc/self/exe", program, sizeof(program) - 1) > 0);
	folder = mem_fmt(f->m, "%.*s", (int)(strrchr(program, '/') - program), program);
	note = mem_fmt(f->m, "%s/settings.path", folder);
	kept = kept == NULL ? NULL : mem_keep_text(kept);
	unsetenv("POINTPERSON_SETTINGS");

	write_file(note, "/home/asha/pointperson/pointperson.hdf\r\nmore\n");
	assert_string_equal(config_file(f->m), "/home/asha/pointperson/pointperson.hdf");
	write_file(note, "../nowhere/pointperson.hdf");
	assert_string_equal(config_file(f->m),
	    mem_fmt(f->m, "%s/../nowhere/pointperson.hdf", folder));
	write_file(note, "./../pointperson.hdf");
	assert_string_equal(config_file(f->m), mem_fmt(f->m, "%.*s/pointperson.hdf",
	    (int)(strrchr(folder, '/') - folder), folder));
	write_file(note, "\n");
	assert_string_equal(strrchr(config_file(f->m), '/'), "/pointperson.hdf");
	write_file(note, "/noted.hdf");
	setenv("POINTPERSON_SETTINGS", "/etc/other.hdf", 1);
	assert_string_equal(config_file(f->m), "/etc/other.hdf");

	unlink(note);
	unsetenv("POINTPERSON_SETTINGS");
	if (kept != NULL)
		setenv("POINTPERSON_SETTINGS", kept, 1);
	free((char *)kept);
}

static void
test_config__paths_are_from_the_folder_of_the_file(void **state)
{
	struct fixture *f = *state;

	write_file(f->secrets, "keys.mac = " KEY "\nkeys.seal = " KEY "\n");
	assert_int_equal(load(f, "paths.templates = templates\npaths.run = ../run\n"
	    "paths.sql = /srv/sql\ndatabase.socket =\nmail.maildir = mail/new\n"), ERR_OK);

	assert_string_equal(f->config.templates_folder, mem_fmt(f->m, "%s/templates", f->folder));
	assert_string_equal(f->config.run_folder, mem_fmt(f->m, "%s/../run", f->folder));
	assert_string_equal(f->config.sql_folder, "/srv/sql");
	assert_string_equal(f->config.database.socket, "");
	assert_string_equal(f->config.mail.maildir, mem_fmt(f->m, "%s/mail/new", f->folder));
	assert_string_equal(config_path(f->m, "portal.hdf", "run"), "run");
}

static void
test_config__an_archive_brings_defaults_along(void **state)
{
	struct fixture *f = *state;
	char *defaults = mem_fmt(f->m, "%s/pointperson.defaults.hdf", f->folder);

	write_file(defaults, "paths.run = run\nsite.name = Unpacked\n");
	assert_int_equal(load(f, "site.name = Asha\n"), ERR_OK);
	assert_string_equal(f->config.site_name, "Asha");
	assert_string_equal(f->config.run_folder, mem_fmt(f->m, "%s/run", f->folder));
	unlink(f->file);
	assert_int_equal(config_load(f->m, f->file, &f->config, &f->problem), ERR_MISSING);
	assert_string_equal(f->config.site_name, "Unpacked");
	write_file(defaults, "paths.runn = run\n");
	assert_int_equal(load(f, "site.name = Asha\n"), ERR_INVALID);
	assert_non_null(strstr(f->problem, "pointperson.defaults.hdf:1: paths.runn"));
	unlink(defaults);
}

struct seen {
	size_t	 count;		/* settings told */
	bool	 has_secret;	/* one of them is a secret */
};

static void
see(void *closure, const char *key, const char *fallback, const char *help)
{
	struct seen *seen = closure;

	seen->count++;
	if (strstr(key, "password") == key + strlen(key) - 8 || strncmp(key, "keys.", 5) == 0)
		seen->has_secret = true;
	if (fallback == NULL || help[0] == '\0')
		fail_msg("%s is not explained", key);
}

static void
test_config__each_setting_is_explained_but_no_secret(void **state)
{
	struct seen seen = { 0, false };

	(void)state;
	config_each(see, &seen);
	assert_true(seen.count > 20);
	assert_false(seen.has_secret);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	static const struct CMUnitTest tests[] = {
		TEST(test_config__what_is_not_set_has_its_default),
		TEST(test_config__reads_values_in_both_ways_of_writing),
		TEST(test_config__names_what_is_wrong),
		TEST(test_config__refuses_what_would_be_ignored),
		TEST(test_config__takes_braces_and_texts_of_many_lines),
		TEST(test_config__counts_long_lines_once),
		TEST(test_config__the_site_has_an_address_and_a_name),
		TEST(test_config__names_the_line_of_that_very_key),
		TEST(test_config__tells_all_problems_at_once),
		TEST(test_config__file_that_is_missing_or_broken),
		TEST(test_config__secrets_stand_beside_the_settings),
		TEST(test_config__secrets_file_of_a_plain_name),
		TEST(test_config__keys_are_made_once),
		TEST(test_config__keys_are_readable_by_the_group_under_any_umask),
		TEST(test_config__keys_are_added_to_what_is_there),
		TEST(test_config__keys_that_cannot_be_written),
		TEST(test_config__file_comes_from_the_environment),
		TEST(test_config__file_comes_from_a_note_beside_the_program),
		TEST(test_config__an_archive_brings_defaults_along),
		TEST(test_config__paths_are_from_the_folder_of_the_file),
		TEST(test_config__each_setting_is_explained_but_no_secret),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
