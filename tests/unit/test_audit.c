/*
 * test_audit: what is told of a change comes back to the letter, nothing is told twice, and no
 * event can be changed.
 */
#include "base/banned.h"
#include "domain/audit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "harness/harness.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define ENTRIES	10	/* more than a test writes */

static size_t
list(struct t *t, int64_t object_id, struct audit_entry *entries)
{
	size_t count;

	assert_int_equal(audit_list(&t->cx, "contact_person", object_id, entries, ENTRIES, &count),
	    ERR_OK);
	return count;
}

static void
test_audit__text_comes_back_to_the_letter(void **state)
{
	static const char *const texts[] = { "", "Asha", "say \"no\"", "back\\slash", "\\", "\"",
		"a\nb\tc\r\x01\x1f", "\x7f", "आशा राव", "\\u0041", "{\"name\":\"x\"}", "</script>",
		"'", "a,b:c", "\",\"email\":\"", "trailing \\" };
	struct t *t = *state;
	struct audit_entry e[ENTRIES];
	char *longest = mem_alloc(t->mem, 501);

	t_as(t, 0, ROLE_ADMIN);
	memset(longest, '\x01', 500);
	for (size_t i = 0; i <= COUNT(texts); i++) {
		const char *text = i < COUNT(texts) ? texts[i] : longest;
		int64_t id = 1000000 + (int64_t)i;
		struct audit a = audit_begin("contact.update", "contact_person", id, "x");

		audit_changed(&a, "first", "before", "after");
		audit_changed(&a, "name", text, "new");
		audit_changed(&a, "email", "old", text);
		assert_int_equal(audit_add(&t->cx, &a), ERR_OK);
		assert_int_equal(list(t, id, e), 1);
		if (strcmp(audit_value(t->mem, e[0].before_json, "name"), text) != 0 ||
		    strcmp(audit_value(t->mem, e[0].after_json, "email"), text) != 0 ||
		    strcmp(audit_value(t->mem, e[0].before_json, "email"), "old") != 0)
			fail_msg("case %zu: %s", i, e[0].before_json);
		assert_string_equal(e[0].fields, "first,name,email");
		assert_null(audit_value(t->mem, e[0].before_json, "none"));
	}
}

static void
test_audit__unchanged_fields_are_not_told(void **state)
{
	struct t *t = *state;
	struct audit a = audit_begin("contact.update", "contact_person", 7000001, "Asha");
	struct audit_entry e[ENTRIES];

	t_as(t, 0, ROLE_ADMIN);
	audit_changed(&a, "name", "Asha", "Asha");
	audit_changed(&a, "phone", "", "");
	assert_int_equal(audit_add(&t->cx, &a), ERR_OK);
	assert_int_equal(list(t, 7000001, e), 0);

	audit_changed(&a, "email", "a@b.in", "A@b.in");
	assert_int_equal(audit_add(&t->cx, &a), ERR_OK);
	assert_int_equal(list(t, 7000001, e), 1);
	assert_string_equal(e[0].fields, "email");
	assert_string_equal(e[0].before_json, "{\"email\":\"a@b.in\"}");
	assert_string_equal(e[0].after_json, "{\"email\":\"A@b.in\"}");
}

static void
test_audit__added_and_removed(void **state)
{
	struct t *t = *state;
	struct audit added = audit_begin("contact.create", "contact_person", 7000002, "Asha");
	struct audit removed = audit_begin("contact.delete", "contact_person", 7000002, "Asha");
	struct audit_entry e[ENTRIES];

	t_as(t, 0, ROLE_ADMIN);
	audit_changed(&added, "name", NULL, "Asha");
	audit_changed(&removed, "name", "Asha", NULL);
	assert_int_equal(audit_add(&t->cx, &added), ERR_OK);
	assert_int_equal(audit_add(&t->cx, &removed), ERR_OK);

	assert_int_equal(list(t, 7000002, e), 2);
	assert_string_equal(e[0].action, "contact.delete");
	assert_string_equal(e[0].before_json, "{\"name\":\"Asha\"}");
	assert_string_equal(e[0].after_json, "{}");
	assert_null(audit_value(t->mem, e[0].after_json, "name"));
	assert_string_equal(e[1].action, "contact.create");
	assert_string_equal(e[1].before_json, "{}");
	assert_true(e[0].id > e[1].id);
}

static void
test_audit__says_who_where_and_when(void **state)
{
	struct t *t = *state;
	struct audit a = audit_begin("sign_in.refused", "user", 0, "");

	t_as(t, 0, ROLE_BILLING);
	t->cx.request_id = "the-request";
	a.actor_name = "somebody@else.example";
	assert_int_equal(audit_add(&t->cx, &a), ERR_OK);

#define EVENT(column) t_text(t, "SELECT CAST(" column " AS CHAR) FROM " T_EVENTS " WHERE" \
	" request_id = 'the-request'")
	assert_string_equal(EVENT("actor_name"), "somebody@else.example");
	assert_string_equal(EVENT("actor_id"), t_fmt(t, "%lld",
	    (long long)t->accounts[0].users[ROLE_BILLING]));
	assert_string_equal(EVENT("account_id"), t_fmt(t, "%lld", (long long)t->accounts[0].id));
	assert_string_equal(EVENT("at"), t_fmt(t, "%lld", (long long)t->cx.now));
	assert_string_equal(EVENT("client_ip"), "192.0.2.1");
	assert_string_equal(EVENT("IFNULL(object_id, 'none')"), "none");
	assert_string_equal(EVENT("IFNULL(before_json, 'none')"), "none");
}

static void
test_audit__lists_the_newest_of_this_account_only(void **state)
{
	struct t *t = *state;
	struct audit_entry e[ENTRIES];
	size_t count;

	t_as(t, 0, ROLE_ADMIN);
	for (int i = 0; i < 3; i++) {
		struct audit a = audit_begin("contact.create", "contact_person", 7000003, "x");

		audit_changed(&a, "name", NULL, t_fmt(t, "name %d", i));
		assert_int_equal(audit_add(&t->cx, &a), ERR_OK);
	}
	assert_int_equal(audit_list(&t->cx, "contact_person", 7000003, e, 2, &count), ERR_OK);
	assert_int_equal(count, 2);
	assert_string_equal(audit_value(t->mem, e[0].after_json, "name"), "name 2");
	assert_string_equal(audit_value(t->mem, e[1].after_json, "name"), "name 1");
	assert_string_equal(e[0].actor_name, "Admin");
	assert_int_equal(audit_list(&t->cx, "account", 7000003, e, 2, &count), ERR_OK);
	assert_int_equal(count, 0);

	t->cx.actor.account_id = t->accounts[1].id;
	assert_int_equal(list(t, 7000003, e), 0);
}

/*
 * The database itself refuses, whatever the program tries. On a connection of its own: a refused
 * DROP has ended the transaction before it.
 */
static void
test_audit__no_event_can_be_changed_or_removed(void **state)
{
	static const char *const statements[] = {
		"UPDATE audit_event SET actor_name = 'x'",
		"UPDATE audit_event SET at = 0 WHERE id = -1",
		"DELETE FROM audit_event",
		"DELETE FROM audit_event WHERE id = -1",
		"REPLACE INTO audit_event (id, at, action, actor_name, nonce, told_hash, mac)"
		" VALUES (1, 1, 'x', 'x', '', '', '')",
		"TRUNCATE audit_event",
		"UPDATE audit_values SET after_json = '{}'",
		"DELETE FROM audit_values",
		"UPDATE audit_seal SET sealed_at = 0",
		"DELETE FROM audit_seal",
		"INSERT INTO audit_start (chain, position, hash, made_at, mac) VALUES (0, 1, '', 0, '')",
		"DELETE FROM audit_head",
		"DROP TABLE audit_event",
		"ALTER TABLE audit_event ADD x INT",
	};
	struct t *t = *state;
	struct db *db = db_new(&t->config.database);

	assert_int_equal(db_run_text(db, "DO (SELECT COUNT(*) FROM audit_event)"), ERR_OK);
	for (size_t i = 0; i < COUNT(statements); i++) {
		enum err rc = db_run_text(db, statements[i]);

		if (rc != ERR_BUG || strstr(db_problem(db), "1142") == NULL)
			fail_msg("%s: error %d, %s", statements[i], (int)rc, db_problem(db));
	}
	db_free(&db);
}

static void
test_audit__words_of_actions(void **state)
{
	(void)state;
	assert_string_equal(audit_word("contact.update"), "changed");
	assert_string_equal(audit_word("contact.primary"), "made Primary");
	assert_string_equal(audit_word("something.else"), "something.else");
}

/* Only what audit_add() wrote is there to be read, but a cut text must not be read past its end. */
static void
test_audit__reads_no_further_than_the_text(void **state)
{
	const char *whole = "{\"name\":\"a\\u0001\\\"b\",\"email\":\"x\"}";
	struct t *t = *state;

	for (size_t cut = 0; cut <= strlen(whole); cut++) {
		char *text = mem_keep(cut + 1);

		memcpy(text, whole, cut);
		audit_value(t->mem, text, "email");
		audit_value(t->mem, text, "none");
		free(text);
	}
	assert_string_equal(audit_value(t->mem, whole, "email"), "x");
	assert_string_equal(audit_value(t->mem, whole, "name"), "a\x01\"b");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_audit__text_comes_back_to_the_letter),
		TEST(test_audit__unchanged_fields_are_not_told),
		TEST(test_audit__added_and_removed),
		TEST(test_audit__says_who_where_and_when),
		TEST(test_audit__lists_the_newest_of_this_account_only),
		TEST(test_audit__no_event_can_be_changed_or_removed),
		TEST(test_audit__words_of_actions),
		TEST(test_audit__reads_no_further_than_the_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
