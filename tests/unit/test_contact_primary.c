/*
 * test_contact_primary: the Primary changes hands: both rows, both events, and both are told.
 */
#include "base/banned.h"
#include "domain/contact_primary.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/category.h"
#include "domain/contact_person.h"
#include "harness/harness.h"

static int
set_up(void **state)
{
	struct t *t;

	if (t_setup(state) != 0)
		return -1;
	t = *state;
	t_as(t, 0, ROLE_ADMIN);
	t->cx.proof = PROOF_PRIMARY;
	return 0;
}

static int64_t
person(struct t *t, int n)
{
	return t->accounts[0].people[n];
}

static struct contact_person
load(struct t *t, int n)
{
	struct contact_person c;

	assert_int_equal(contact_person_load(&t->cx, person(t, n), &c), ERR_OK);
	return c;
}

static enum err
make(struct t *t, int64_t id, int64_t version, int64_t old_id)
{
	struct problems p;

	problems_init(&p, t->mem);
	return contact_primary_make(&t->cx, id, version, old_id, &p);
}

/* Who was told, in the order of their addresses. */
static const char *
told(struct t *t)
{
	return t_text(t, t_fmt(t, "SELECT IFNULL(GROUP_CONCAT(recipient ORDER BY recipient), '')"
	    " FROM outbox WHERE account_id = %lld AND template = 'primary-changed'"
	    " AND category = 'critical'", (long long)t->accounts[0].id));
}

static int64_t
events(struct t *t, const char *action, int n)
{
	return t_number(t, t_fmt(t, "SELECT COUNT(*) FROM audit_event WHERE account_id = %lld"
	    " AND action = '%s' AND object_id = %lld", (long long)t->accounts[0].id, action,
	    (long long)person(t, n)));
}

static void
test_contact_primary__changes_both_and_tells_both(void **state)
{
	struct t *t = *state;
	struct contact_person old, new;

	assert_int_equal(make(t, person(t, 1), 1, person(t, 0)), ERR_OK);

	old = load(t, 0);
	new = load(t, 1);
	assert_false(old.is_primary);
	assert_true(new.is_primary);
	assert_true(old.category_bits == CATEGORY_BIT(CATEGORY_ACCOUNT));
	assert_true(new.category_bits == (CATEGORY_BIT(CATEGORY_ACCOUNT) | CATEGORY_OF_PRIMARY));
	assert_int_equal(old.version, 2);
	assert_int_equal(new.version, 2);
	assert_string_equal(new.saved_by, "Admin");
	assert_string_equal(told(t), "person1@asha.example,person2@asha.example");
	assert_int_equal(events(t, "contact.replaced", 0), 1);
	assert_int_equal(events(t, "contact.primary", 1), 1);
	assert_int_equal(events(t, "contact.primary", 0) + events(t, "contact.replaced", 1), 0);
}

/* Each keeps what it receives besides. */
static void
test_contact_primary__keeps_the_other_categories(void **state)
{
	struct t *t = *state;

	assert_int_equal(db_run_text(t->cx.db, t_fmt(t, "UPDATE contact_person"
	    " SET category_bits = category_bits + 48 WHERE account_id = %lld",
	    (long long)t->accounts[0].id)), ERR_OK);
	assert_int_equal(make(t, person(t, 1), 1, 0), ERR_OK);

	assert_int_equal(load(t, 0).category_bits, 52);
	assert_int_equal(load(t, 1).category_bits, 55);
	assert_int_equal(load(t, 2).category_bits, 52);
}

static void
test_contact_primary__again_does_nothing(void **state)
{
	struct t *t = *state;

	assert_int_equal(make(t, person(t, 0), 1, 0), ERR_OK);
	assert_string_equal(told(t), "");
	assert_int_equal(load(t, 0).version, 1);

	assert_int_equal(make(t, person(t, 1), 1, person(t, 0)), ERR_OK);
	assert_int_equal(make(t, person(t, 1), 1, person(t, 0)), ERR_OK);
	assert_int_equal(events(t, "contact.primary", 1), 1);
	assert_int_equal(load(t, 1).version, 2);
}

/* There and back are two changes, and told as two. */
static void
test_contact_primary__back_is_told_again(void **state)
{
	struct t *t = *state;

	assert_int_equal(make(t, person(t, 1), 1, 0), ERR_OK);
	assert_int_equal(make(t, person(t, 0), 2, 0), ERR_OK);
	assert_int_equal(make(t, person(t, 1), 3, 0), ERR_OK);

	assert_int_equal(t_number(t, t_fmt(t, "SELECT COUNT(*) FROM outbox WHERE account_id = %lld"
	    " AND template = 'primary-changed'", (long long)t->accounts[0].id)), 6);
}

static void
test_contact_primary__refuses_what_changed_meanwhile(void **state)
{
	struct t *t = *state;

	assert_int_equal(make(t, person(t, 1), 2, 0), ERR_CONFLICT);
	assert_int_equal(make(t, person(t, 1), 0, 0), ERR_CONFLICT);
	assert_int_equal(make(t, person(t, 1), 1, person(t, 2)), ERR_CONFLICT);

	assert_true(load(t, 0).is_primary);
	assert_string_equal(told(t), "");
}

static void
test_contact_primary__knows_no_person_of_another_account(void **state)
{
	struct t *t = *state;

	assert_int_equal(make(t, t->accounts[1].people[1], 1, 0), ERR_MISSING);
	assert_int_equal(make(t, -1, 1, 0), ERR_MISSING);
	assert_int_equal(make(t, person(t, 1), 1, t->accounts[1].people[0]), ERR_CONFLICT);
	assert_int_equal(t_number(t, t_fmt(t, "SELECT is_primary FROM contact_person"
	    " WHERE id = %lld", (long long)t->accounts[1].people[0])), 1);
}

/* All is done and checked before it is asked for; who asks rolls back. */
static void
test_contact_primary__waits_for_a_code(void **state)
{
	struct t *t = *state;

	t->cx.proof = PROOF_NONE;
	assert_int_equal(make(t, person(t, 1), 2, 0), ERR_CONFLICT);
	assert_null(t->cx.change);
	assert_int_equal(make(t, person(t, 1), 1, 0), ERR_STEP_UP);
	assert_string_equal(t->cx.change, "make Person 2 of asha (person2@asha.example) the Primary contact");
}

static void
test_contact_primary__needs_a_proven_email(void **state)
{
	static const char *const changes[] = { "state = 'unverified', proven_at = NULL",
		"state = 'unreachable', proven_at = 1" };
	struct t *t = *state;
	struct problems p;

	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		assert_int_equal(db_run_text(t->cx.db, t_fmt(t, "UPDATE contact_address SET %s"
		    " WHERE contact_person_id = %lld AND channel = 'mail'", changes[i],
		    (long long)person(t, 1))), ERR_OK);
		problems_init(&p, t->mem);
		if (contact_primary_make(&t->cx, person(t, 1), 1, 0, &p) != ERR_INVALID ||
		    p.count != 1)
			fail_msg("%s", changes[i]);
	}
	assert_true(load(t, 0).is_primary);
	assert_string_equal(told(t), "");
}

/* The proven address is told, not the one that is only wanted. */
static void
test_contact_primary__tells_what_receives(void **state)
{
	struct t *t = *state;

	assert_int_equal(db_run_text(t->cx.db, t_fmt(t, "UPDATE contact_address"
	    " SET part = 'replaced', stands_in = 1 WHERE contact_person_id = %lld"
	    " AND channel = 'mail'", (long long)person(t, 0))), ERR_OK);
	assert_int_equal(db_run_text(t->cx.db, t_fmt(t, "INSERT INTO contact_address (account_id,"
	    " contact_person_id, channel, part, label, address, state_at, created_at) VALUES"
	    " (%lld, %lld, 'mail', 'wanted', 'work', 'wanted@asha.example', 1, 1)",
	    (long long)t->accounts[0].id, (long long)person(t, 0))), ERR_OK);
	assert_int_equal(make(t, person(t, 1), 1, 0), ERR_OK);

	assert_string_equal(told(t), "person1@asha.example,person2@asha.example");
}

/* No row can be left with the codes of somebody else, or a Primary without them. */
static void
test_contact_primary__the_database_holds_the_codes(void **state)
{
	static const char *const changes[] = { "category_bits = 4", "category_bits = 5",
		"category_bits = 6", "is_primary = 0" };
	struct t *t = *state;

	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
		if (db_exec_values(t->cx.db, NULL, t_fmt(t, "UPDATE contact_person SET %s"
			" WHERE id = %lld", changes[i], (long long)person(t, 0)), NULL, 0) !=
			ERR_REFUSED ||
		    !db_refused_by(t->cx.db, "contact_person_primary_receives"))
			fail_msg("%s", changes[i]);
	assert_int_equal(db_exec_values(t->cx.db, NULL, t_fmt(t, "UPDATE contact_person"
	    " SET category_bits = 5 WHERE id = %lld", (long long)person(t, 1)), NULL, 0),
	    ERR_REFUSED);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, t_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_contact_primary__changes_both_and_tells_both),
		TEST(test_contact_primary__keeps_the_other_categories),
		TEST(test_contact_primary__again_does_nothing),
		TEST(test_contact_primary__back_is_told_again),
		TEST(test_contact_primary__refuses_what_changed_meanwhile),
		TEST(test_contact_primary__knows_no_person_of_another_account),
		TEST(test_contact_primary__waits_for_a_code),
		TEST(test_contact_primary__needs_a_proven_email),
		TEST(test_contact_primary__tells_what_receives),
		TEST(test_contact_primary__the_database_holds_the_codes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
