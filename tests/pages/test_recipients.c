#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <string.h>

#define HERE "/manage/business-profile/recipients"

static char *
path_to(struct t *t, int account, int n)
{
	return t_fmt(t, HERE "/%lld", (long long)t->accounts[account].people[n]);
}

static void
run(struct t *t, const char *sql)
{
	assert_int_equal(db_exec(t->worker.db, NULL, mem_dup(t->mem, sql)), ERR_OK);
}

/* Nobody has shown that they read the email of this contact person. */
static void
unprove(struct t *t, int n, const char *state)
{
	run(t, t_fmt(t, "UPDATE contact_address SET state = '%s', reason = 'no such user',"
	    " proven_at = IF(state = 'unverified', NULL, proven_at)"
	    " WHERE contact_person_id = %lld", state, (long long)t->accounts[0].people[n]));
}

static const char *
row_of(struct t *t, int n)
{
	return t_text(t, t_fmt(t, "SELECT CONCAT_WS(' ', category_bits, is_authorised, version)"
	    " FROM contact_person WHERE id = %lld", (long long)t->accounts[0].people[n]));
}

static void
test_recipients__shows_who_and_why(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(t_get(t, HERE), 200);

	assert_string_equal(t_view(t, "Page.title"), "Who receives this?");
	assert_string_equal(t_view(t, "Data.categories.0.name"), "Security codes");
	assert_string_equal(t_view(t, "Data.categories.0.people.0.name"), "Person 1 of asha");
	assert_string_equal(t_view(t, "Data.categories.0.people.0.email"), "person1@asha.example");
	assert_string_equal(t_view(t, "Data.categories.0.people.0.why"),
	    "The Primary contact always receives this");
	assert_string_equal(t_view(t, "Data.categories.0.people.1.name"), "");
	assert_string_equal(t_view(t, "Data.categories.2.people.2.why"), "Chosen for this");
	assert_non_null(strstr(t_view(t, "Data.categories.3.people.0.why"), "As the Primary"));
	assert_string_equal(t_view(t, "Data.categories.5.name"), "Compliance");
	assert_string_equal(t_view(t, "Data.categories.6.name"), "");
	assert_null(strstr(t_page(t), "Nobody would receive this"));
}

static void
test_recipients__warns_beside_who_receives_nothing(void **state)
{
	struct t *t = *state;
	const char *link = t_fmt(t, "/manage/business-profile/contact-persons/%lld\">Have it verified",
	    (long long)t->accounts[0].people[1]);

	unprove(t, 1, "unverified");
	unprove(t, 2, "unreachable");
	t_as(t, 0, ROLE_ADMIN);
	t_get(t, HERE);

	assert_string_equal(t_view(t, "Data.categories.2.people.0.lack"), "");
	assert_non_null(strstr(t_view(t, "Data.categories.2.people.1.lack"), "not verified"));
	assert_non_null(strstr(t_view(t, "Data.categories.2.people.2.lack"), "do not arrive"));
	assert_string_equal(t_view(t, "Data.categories.2.people.2.reason"), "no such user");
	assert_non_null(strstr(t_page(t), link));
}

static void
test_recipients__warns_of_a_bouncing_address(void **state)
{
	struct t *t = *state;

	unprove(t, 1, "bouncing");
	t_as(t, 0, ROLE_ADMIN);
	t_get(t, HERE);

	assert_string_equal(t_view(t, "Data.categories.2.people.1.is_bouncing"), "1");
	assert_string_equal(t_view(t, "Data.categories.2.people.1.lack"), "");
}

static void
test_recipients__warns_of_a_silent_category(void **state)
{
	struct t *t = *state;

	run(t, "UPDATE contact_address SET state = 'unverified', proven_at = NULL");
	t_as(t, 0, ROLE_ADMIN);
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Data.categories.0.is_silent"), "1");
	assert_string_equal(t_view(t, "Data.categories.3.is_silent"), "");
	assert_string_equal(t_view(t, "Data.categories.3.people.0.name"), "Owner of Asha Traders");
	assert_non_null(strstr(t_view(t, "Data.categories.3.people.0.why"), "As a Super Admin"));

	run(t, "UPDATE user SET email_proven_at = NULL");
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Data.categories.3.is_silent"), "1");
	assert_non_null(strstr(t_page(t), "Nobody would receive this"));
}

static void
test_recipients__costs_three_statements(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	t_get(t, HERE);
	assert_in_range(t->statements, 1, 3);
	t_get(t, path_to(t, 0, 1));
	assert_in_range(t->statements, 1, 2);
}

static void
test_recipients__form_shows_what_is_chosen(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_get(t, path_to(t, 0, 1)), 200);

	assert_string_equal(t_view(t, "Page.title"), "What Person 2 of asha receives");
	assert_string_equal(t_view(t, "Form.account.value"), "yes");
	assert_string_equal(t_view(t, "Form.billing.value"), "");
	assert_string_equal(t_view(t, "Form.version.value"), "1");
	assert_non_null(strstr(t_page(t), "name=\"critical\""));
}

static void
test_recipients__form_of_the_primary_offers_no_critical(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_BILLING);
	t_get(t, path_to(t, 0, 0));

	assert_string_equal(t_view(t, "Data.person.is_primary"), "1");
	assert_null(strstr(t_page(t), "name=\"critical\""));
	assert_non_null(strstr(t_page(t), "always receives these"));
}

static void
test_recipients__saves_and_leads_to_the_person(void **state)
{
	struct t *t = *state;
	const char *event = t_fmt(t, "FROM " T_EVENTS " WHERE action = 'contact.update'"
	    " AND object_id = %lld", (long long)t->accounts[0].people[1]);

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_post(t, path_to(t, 0, 1), "critical", "yes", "billing", "yes",
			     "authorised", "yes", "version", "1", NULL), 303);

	assert_string_equal(t_header(t, "Location"),
	    t_fmt(t, "/manage/business-profile/contact-persons/%lld",
		(long long)t->accounts[0].people[1]));
	assert_string_equal(row_of(t, 1), "10 1 2");
	assert_string_equal(t_text(t, t_fmt(t, "SELECT before_json %s", event)),
	    "{\"critical\":\"no\",\"account\":\"yes\",\"billing\":\"no\",\"authorised\":\"no\"}");
	assert_string_equal(t_text(t, t_fmt(t, "SELECT after_json %s", event)),
	    "{\"critical\":\"yes\",\"account\":\"no\",\"billing\":\"yes\",\"authorised\":\"yes\"}");
}

static void
test_recipients__the_primary_keeps_codes_and_critical(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_post(t, path_to(t, 0, 0), "version", "1", NULL), 303);

	assert_string_equal(row_of(t, 0), "3 0 2");
}

static void
test_recipients__conflict_shows_both(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_BILLING);
	assert_int_equal(t_post(t, path_to(t, 0, 1), "billing", "yes", "version", "1", NULL), 303);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_post(t, path_to(t, 0, 1), "technical", "yes", "version", "1", NULL), 409);

	assert_string_equal(t_view(t, "Form.technical.value"), "yes");
	assert_string_equal(t_view(t, "Form.billing.stored"), "yes");
	assert_string_equal(t_view(t, "Form.version.value"), "2");
	assert_string_equal(row_of(t, 1), "8 0 2");
}

static void
test_recipients__own_correction_is_no_conflict(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_BILLING);
	t->nonce = "AAAAAAAAAAAAAAAAAAAAAA";
	assert_int_equal(t_post(t, path_to(t, 0, 1), "billing", "yes", "version", "1", NULL), 303);
	assert_int_equal(t_post(t, path_to(t, 0, 1), "technical", "yes", "version", "1", NULL), 303);

	assert_string_equal(row_of(t, 1), "16 0 3");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(test_recipients__shows_who_and_why),
		CASE(test_recipients__warns_beside_who_receives_nothing),
		CASE(test_recipients__warns_of_a_bouncing_address),
		CASE(test_recipients__warns_of_a_silent_category),
		CASE(test_recipients__costs_three_statements),
		CASE(test_recipients__form_shows_what_is_chosen),
		CASE(test_recipients__form_of_the_primary_offers_no_critical),
		CASE(test_recipients__saves_and_leads_to_the_person),
		CASE(test_recipients__the_primary_keeps_codes_and_critical),
		CASE(test_recipients__conflict_shows_both),
		CASE(test_recipients__own_correction_is_no_conflict),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
