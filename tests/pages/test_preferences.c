#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <string.h>

#define HERE "/billing/preferences"

static void
test_preferences__leads_to_its_first_tab(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_get(t, HERE), 303);
	assert_string_equal(t_header(t, "Location"), HERE "/personal");
}

static void
test_preferences__shows_who_one_is(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_get(t, HERE "/personal"), 200);
	assert_string_equal(t_view(t, "Data.user.name"), "Agent");
	assert_string_equal(t_view(t, "Data.user.email"), "role5@asha.example");
	assert_string_equal(t_view(t, "Data.user.id"),
	    t_fmt(t, "%lld", (long long)t->accounts[0].users[ROLE_AGENT]));
	assert_in_range(t->statements, 1, 4);
}

static void
test_preferences__the_name_is_saved_and_shown_at_once(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_post(t, HERE "/personal/name", "name", "\xe0\xa4\x86 Asha", "version",
			     "1", NULL),
	    303);
	t_get(t, HERE "/personal");
	assert_string_equal(t_view(t, "Page.user.name"), "\xe0\xa4\x86 Asha");
	assert_int_equal(t_post(t, HERE "/personal/name", "name", "Late", "version", "1", NULL),
	    409);
	assert_string_equal(t_view(t, "Form.name.value"), "Late");
	assert_int_equal(t_post(t, HERE "/personal/name", "name", "", "version", "2", NULL), 422);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event"
	    " WHERE action = 'user.update'"), 1);
}

static const char *
zone_of(struct t *t)
{
	return t_text(t, t_fmt(t, "SELECT COALESCE(time_zone, 'none') FROM user WHERE id = %lld",
	    (long long)t->accounts[0].users[ROLE_AGENT]));
}

static void
test_preferences__a_time_zone_is_saved_and_every_time_follows(void **state)
{
	static const char *const at = HERE "/personal/zone";
	struct t *t = *state;

	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_get(t, at), 200);
	assert_string_equal(t_view(t, "Form.choice.value"), "account");
	assert_non_null(strstr(t_view(t, "Data.now"), "IST"));
	assert_in_range(t->statements, 1, 3);

	assert_int_equal(t_post(t, at, "choice", "America/New_York", "time_zone", "", NULL), 303);
	assert_string_equal(zone_of(t), "America/New_York");
	t_get(t, at);
	assert_non_null(strstr(t_view(t, "Data.now"), "EST"));
	assert_string_equal(t_view(t, "Form.choice.value"), "America/New_York");
	t_get(t, HERE "/personal");
	assert_string_equal(t_view(t, "Data.zone"), "America/New_York");

	assert_int_equal(t_post(t, at, "choice", "other", "time_zone", "Asia/Tokyo", NULL), 303);
	t_get(t, at);
	assert_non_null(strstr(t_view(t, "Data.now"), "JST"));
	assert_string_equal(t_view(t, "Form.choice.value"), "other");
	assert_string_equal(t_view(t, "Form.time_zone.value"), "Asia/Tokyo");

	assert_int_equal(t_post(t, at, "choice", "account", "time_zone", "Asia/Tokyo", NULL), 303);
	assert_string_equal(zone_of(t), "none");
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event WHERE action ="
	    " 'user.update' AND fields = 'time_zone'"), 3);
}

static void
test_preferences__a_time_zone_that_is_none_is_refused(void **state)
{
	static const char *const wrong[] = { "Mars/Olympus", "Asia", "../../etc/localtime",
		"asia/kolkata", "IST-5:30", ":Asia/Kolkata" };
	static const char *const at = HERE "/personal/zone";
	struct t *t = *state;
	size_t i;

	t_as(t, 0, ROLE_AGENT);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(t_post(t, at, "choice", "other", "time_zone", wrong[i], NULL),
		    422);
		assert_string_equal(t_view(t, "Form.time_zone.value"), wrong[i]);
	}
	assert_int_equal(t_post(t, at, "choice", "other", "time_zone", "", NULL), 422);
	assert_int_equal(t_post(t, at, "choice", "Asia/Nowhere", "time_zone", "", NULL), 400);
	assert_string_equal(zone_of(t), "none");
	/* Who sends nothing but the zone means it. */
	assert_int_equal(t_post(t, at, "time_zone", "Europe/Paris", NULL), 303);
	assert_string_equal(zone_of(t), "Europe/Paris");
}

static void
test_preferences__says_who_is_listed_and_takes_the_answer(void **state)
{
	static const char *const at = HERE "/personal/contact";
	struct t *t = *state;
	const char *id = t_fmt(t, "%lld", (long long)t->accounts[0].people[1]);

	t_as(t, 0, ROLE_AGENT);
	t_get(t, HERE "/personal");
	assert_string_equal(t_view(t, "Data.user.is_listed"), "");
	t_get(t, at);
	assert_string_equal(t_view(t, "Data.person"), "");
	assert_int_equal(t_post(t, at, "person", id, NULL), 303);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM contact_person WHERE user_id > 0"), 0);

	assert_int_equal(db_exec(t->worker.db, NULL,
	    "UPDATE user SET email = 'person2@asha.example' WHERE id = ?",
	    V(t->accounts[0].users[ROLE_AGENT])), ERR_OK);
	t_get(t, HERE "/personal");
	assert_in_range(t->statements, 1, 3);
	assert_string_equal(t_view(t, "Data.user.is_listed"), "1");
	t_get(t, at);
	assert_in_range(t->statements, 1, 3);
	assert_string_equal(t_view(t, "Data.person"), id);
	assert_int_equal(t_post(t, at, "person", id, NULL), 303);
	t_get(t, HERE "/personal");
	assert_string_equal(t_view(t, "Data.user.is_person"), "1");
	assert_string_equal(t_view(t, "Data.user.is_listed"), "");

	assert_int_equal(t_post(t, HERE "/personal/contact/not-me", "person", id, NULL), 303);
	t_get(t, HERE "/personal");
	assert_string_equal(t_view(t, "Data.user.is_person"), "");
	assert_string_equal(t_view(t, "Data.user.is_listed"), "");
}

static const char *
language_of(struct t *t)
{
	return t_text(t, t_fmt(t, "SELECT COALESCE(language, 'none') FROM user WHERE id = %lld",
	    (long long)t->accounts[0].users[ROLE_AGENT]));
}

#define HINDI "\xe0\xa4\xb9\xe0\xa4\xbf\xe0\xa4\xa8\xe0\xa5\x8d\xe0\xa4\xa6\xe0\xa5\x80"

static void
test_preferences__a_language_is_saved_and_every_page_follows(void **state)
{
	static const char *const at = HERE "/personal/language";
	struct t *t = *state;
	int64_t before;

	t_as(t, 0, ROLE_AGENT);
	t_get(t, HERE "/personal");
	before = t->statements;
	assert_non_null(strstr(t_page(t), "<html lang=\"en\">"));
	assert_string_equal(t_view(t, "Data.language"), "English");
	assert_int_equal(t_get(t, at), 200);
	assert_string_equal(t_view(t, "Form.language.value"), "browser");
	assert_string_equal(t_view(t, "Form.language.choices.1.label"), "English");
	assert_string_equal(t_view(t, "Form.language.choices.2.label"), HINDI);
	assert_int_equal(t->statements, 1);

	assert_int_equal(t_post(t, at, "language", "hi", NULL), 303);
	assert_string_equal(language_of(t), "hi");
	t_get(t, HERE "/personal");
	assert_int_equal(t->statements, before);
	assert_non_null(strstr(t_page(t), "<html lang=\"hi\">"));
	assert_string_equal(t_view(t, "Data.language"), HINDI);
	t_get(t, at);
	assert_string_equal(t_view(t, "Form.language.value"), "hi");

	assert_int_equal(t_post(t, at, "language", "browser", NULL), 303);
	assert_string_equal(language_of(t), "none");
	t_get(t, HERE "/personal");
	assert_non_null(strstr(t_page(t), "<html lang=\"en\">"));
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event WHERE action ="
	    " 'user.update' AND fields = 'language'"), 2);
}

static void
test_preferences__a_language_that_is_none_is_refused(void **state)
{
	static const char *const wrong[] = { "xx", "../hi", "hi/LC_MESSAGES", "hi:en", "C" };
	static const char *const at = HERE "/personal/language";
	struct t *t = *state;
	size_t i;

	t_as(t, 0, ROLE_AGENT);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(t_post(t, at, "language", wrong[i], NULL), 400);
	assert_int_equal(t_post(t, at, "language", "", NULL), 422);
	assert_string_equal(language_of(t), "none");
}

/* The person's choice goes before the browser's, which goes before English. */
static void
test_preferences__without_a_choice_the_browser_is_asked(void **state)
{
	static const struct {
		const char	*accept;
		const char	*lang;
	} asked[] = {
		{ "hi", "hi" }, { "hi-IN", "hi" }, { "HI-in;q=0.3", "hi" },
		{ "en-IN,en;q=0.9,hi;q=0.8", "en" }, { "hi;q=0.4, en;q=0.5", "en" },
		{ "fr, hi;q=0.9, en;q=0.8", "hi" }, { "hi;q=0, en;q=0", "en" }, { "*", "en" },
		{ "", "en" }, { ",,;q=,hi;q=x", "en" }, { "fr-CA-x-private", "en" },
	};
	struct t *t = *state;
	size_t i;

	t_as(t, 0, ROLE_AGENT);
	for (i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
		t->accept_language = asked[i].accept;
		t_get(t, HERE "/personal");
		if (strcmp(t_view(t, "Page.language"), asked[i].lang) != 0)
			fail_msg("\"%s\" gives %s", asked[i].accept, t_view(t, "Page.language"));
	}
	t->accept_language = "hi";
	assert_int_equal(t_post(t, HERE "/personal/language", "language", "en", NULL), 303);
	t_get(t, HERE "/personal");
	assert_string_equal(t_view(t, "Page.language"), "en");
}

static void
test_preferences__a_passkey_is_a_second_factor(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_AGENT);
	t_get(t, HERE "/personal");
	assert_non_null(strstr(t_page(t), "signing in asks for your password alone"));
	assert_int_equal(db_exec(t->cx.db, NULL, "INSERT INTO passkey (user_id, credential_hash,"
	    " credential, public_key, algorithm, name, created_at)"
	    " VALUES (?, 'x', '', '', -7, 'Laptop', 1)", V(t->accounts[0].users[ROLE_AGENT])),
	    ERR_OK);
	t_get(t, HERE "/personal");
	assert_null(strstr(t_page(t), "signing in asks for your password alone"));
	assert_non_null(strstr(t_page(t), ">Manage<"));
}

static void
test_preferences__has_the_account_tab_for_who_may_see_it(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_AGENT);
	t_get(t, HERE "/personal");
	assert_non_null(strstr(t_page(t), HERE "/account\""));
	t_untick(t, 0, ROLE_AGENT, PERM_ACCOUNT_VIEW);
	t_get(t, HERE "/personal");
	assert_null(strstr(t_page(t), HERE "/account\""));
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_preferences__leads_to_its_first_tab),
		TEST(test_preferences__shows_who_one_is),
		TEST(test_preferences__the_name_is_saved_and_shown_at_once),
		TEST(test_preferences__a_time_zone_is_saved_and_every_time_follows),
		TEST(test_preferences__a_time_zone_that_is_none_is_refused),
		TEST(test_preferences__a_language_is_saved_and_every_page_follows),
		TEST(test_preferences__a_language_that_is_none_is_refused),
		TEST(test_preferences__without_a_choice_the_browser_is_asked),
		TEST(test_preferences__says_who_is_listed_and_takes_the_answer),
		TEST(test_preferences__a_passkey_is_a_second_factor),
		TEST(test_preferences__has_the_account_tab_for_who_may_see_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
