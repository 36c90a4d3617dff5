#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <string.h>

#include "domain/audit_log.h"
#include "domain/category.h"

#define HERE	"/manage/audit-log"
#define OURS	"192.0.2.7"	/* where the events of these tests come from; others are older */
#define OF_ACCOUNT 100	/* refusals told at once (domain/throttle.c) */
#define MANY	1201	/* more than ten pieces of the file */
#define LITTLE	10000	/* bytes, less than a few pieces of it */

/* An event of an account. */
static void
add(struct t *t, int account, const char *actor, const char *action, const char *kind, int64_t id,
    const char *name, int64_t at)
{
	struct audit event = audit_begin(action, kind, id, name);
	int64_t now = t->cx.now;

	audit_changed(&event, "email", "old@example.com", "=new@example.com");
	event.actor_name = actor;
	t->cx.actor.account_id = t->accounts[account].id;
	t->cx.now = at;
	t->cx.client_ip = OURS;
	assert_int_equal(audit_add(&t->cx, &event), ERR_OK);
	t->cx.now = now;
}

static int64_t
at(int day, int hour)
{
	return 1932336000 + INT64_C(86400) * day + INT64_C(3600) * hour; /* 2031-03-27T00:00:00Z */
}

static void
add_some(struct t *t)
{
	add(t, 0, "Asha Rao", "contact.update", "contact_person", 7, "Ila", at(0, 1));
	add(t, 0, "Gone User", "user.password", "user", 8, "Gone User", at(1, 1));
	add(t, 0, "Asha Rao", "invoice.download", "invoice", 9, "INV/2526/000001", at(2, 1));
	add(t, 1, "Theirs", "contact.update", "contact_person", 7, "Ila", at(1, 2));
}

static void
test_audit_log__tells_who_did_what_and_where(void **state)
{
	struct t *t = *state;

	add_some(t);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_get(t, HERE), 200);
	assert_string_equal(t_view(t, "Data.events.0.action"), "invoice.download");
	assert_string_equal(t_view(t, "Data.events.0.word"), "downloaded");
	assert_string_equal(t_view(t, "Data.events.1.actor"), "Gone User");
	assert_string_equal(t_view(t, "Data.events.1.client"), OURS);
	assert_string_equal(t_view(t, "Data.events.2.about"), "Ila");
	assert_string_equal(t_view(t, "Data.events.2.changes.0.before"), "old@example.com");
	assert_string_equal(t_view(t, "Data.events.2.changes.0.after"), "=new@example.com");
	assert_null(strstr(t_page(t), "Theirs"));
	assert_in_range(t->statements, 1, 3);
}

/* As audit erase leaves it: the number says which event it was, kind and number what it was about. */
static void
test_audit_log__names_may_have_been_erased(void **state)
{
	struct t *t = *state;
	int64_t id;

	add(t, 0, "", "user.password", "user", 8, "", at(4, 0));
	id = t_number(t, "SELECT MAX(id) FROM audit_event");
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_get(t, HERE "?kind=user&object=8"), 200);
	assert_non_null(strstr(t_page(t), t_fmt(t, ", event %lld<", (long long)id)));
	assert_non_null(strstr(t_page(t), "Name erased"));
	assert_null(strstr(t_page(t), "?who=\""));
	assert_non_null(strstr(t_page(t), "object=8\">user 8</a>"));
	assert_non_null(strstr(t_page(t), "<b>user 8</b>"));
	assert_int_equal(t_get(t, HERE ".csv?kind=user&object=8"), 200);
	assert_non_null(strstr(t_page(t), t_fmt(t, "\r\n%lld,\"2031-03-31T00:00:00Z\",",
	    (long long)id)));
}

static void
test_audit_log__filters(void **state)
{
	static const struct {
		const char *query, *found;	/* actions of the events found, newest first */
	} cases[] = {
		{ "", "invoice.download user.password contact.update " },
		{ "who=Asha+Rao", "invoice.download contact.update " },
		{ "who=asha+rao", "invoice.download contact.update " },
		{ "who=Asha", "" },
		{ "who=Theirs", "" },
		{ "area=contact", "contact.update " },
		{ "area=user", "user.password " },
		{ "action=user.password", "user.password " },
		{ "action=user", "" },
		{ "about=Ila", "contact.update " },
		{ "kind=contact_person&object=7", "contact.update " },
		{ "kind=contact_person&object=8", "" },
		{ "from=2031-03-28", "invoice.download user.password " },
		{ "until=2031-03-27", "contact.update " },
		{ "from=2031-03-28&until=2031-03-28", "user.password " },
		{ "from=2031-03-30", "" },
		{ "who=Asha+Rao&area=invoice&from=2031-03-29", "invoice.download " },
		{ "who=%25", "" },
	};
	struct t *t = *state;
	const char *found;
	size_t i, row;

	add_some(t);
	t_as(t, 0, ROLE_SUPER_ADMIN);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  %s\n", cases[i].query);
		assert_int_equal(t_get(t, t_fmt(t, HERE "?%s", cases[i].query)), 200);
		found = "";
		for (row = 0; t_view(t, t_fmt(t, "Data.events.%zu.action", row))[0] != '\0'; row++)
			if (strcmp(t_view(t, t_fmt(t, "Data.events.%zu.client", row)), OURS) == 0)
				found = t_fmt(t, "%s%s ", found,
				    t_view(t, t_fmt(t, "Data.events.%zu.action", row)));
		assert_string_equal(found, cases[i].found);
	}
	assert_int_equal(t_get(t, HERE "?from=2031-02-30"), 422);
	assert_non_null(strstr(t_page(t), "2031-02-30"));
	assert_int_equal(t_get(t, HERE ".csv?until=tomorrow"), 404);
	assert_int_equal(t_get(t, HERE "?area=secrets"), 400);
}

/* Whoever narrows the history of one object still sees that of this object alone. */
static void
test_audit_log__the_filter_stays_with_one_object(void **state)
{
	static const char *const queries[] = { "", "&from=2031-03-27", "&from=tomorrow" };
	static const char kind[] = "type=\"hidden\" name=\"kind\" value=\"contact_person\"";
	static const char object[] = "type=\"hidden\" name=\"object\" value=\"7\"";
	struct t *t = *state;
	size_t i;

	add_some(t);
	t_as(t, 0, ROLE_ADMIN);
	for (i = 0; i < sizeof(queries) / sizeof(queries[0]); i++) {
		print_message("  \"%s\"\n", queries[i]);
		t_get(t, t_fmt(t, HERE "?kind=contact_person&object=7%s", queries[i]));
		assert_non_null(strstr(t_page(t), kind));
		assert_non_null(strstr(t_page(t), object));
	}
	t_get(t, HERE);
	assert_null(strstr(t_page(t), "name=\"kind\""));
	assert_null(strstr(t_page(t), "name=\"object\""));
}

/* Events of one second are told apart by their ids. */
static void
test_audit_log__pages_by_key(void **state)
{
	struct t *t = *state;
	int i;

	for (i = 0; i < 120; i++)
		add(t, 0, "Asha Rao", "contact.update", "contact_person", 7, t_fmt(t, "P%d", i),
		    at(0, 0) + i / 40);
	t_as(t, 0, ROLE_ADMIN);
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Data.events.0.about"), "P119");
	assert_string_equal(t_view(t, "Data.events.49.about"), "P70");
	assert_string_equal(t_view(t, "Data.events.50.about"), "");
	for (i = 69; t_view(t, "Data.older.id")[0] != '\0'; i -= 50) {
		t_get(t, t_fmt(t, HERE "?at=%s&before=%s", t_view(t, "Data.older.at"),
		    t_view(t, "Data.older.id")));
		assert_string_equal(t_view(t, "Data.events.0.about"), t_fmt(t, "P%d", i));
	}
	assert_int_equal(i, -31);
}

/* A custom role may see the log without seeing what it is about. */
static void
test_audit_log__values_are_for_who_may_see_them(void **state)
{
	struct t *t = *state;

	add_some(t);
	assert_int_equal(db_run_text(t->cx.db, t_fmt(t, "UPDATE role SET permission_bits ="
	    " permission_bits & ~%llu WHERE account_id = %lld AND id = %d",
	    1ULL << PERM_CONTACT_VIEW | 1ULL << PERM_CONTACT_EDIT,
	    (long long)t->accounts[0].id, ROLE_ADMIN)), ERR_OK);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_get(t, HERE), 200);
	assert_string_equal(t_view(t, "Data.events.2.changes.0.field"), "email");
	assert_string_equal(t_view(t, "Data.events.2.changes.0.before"), "");
	assert_string_equal(t_view(t, "Data.events.1.changes.0.before"), "old@example.com");
	assert_int_equal(t_get(t, HERE ".json?about=Ila"), 200);
	assert_non_null(strstr(t_page(t), "contact.update"));
	assert_null(strstr(t_page(t), "example.com"));
}

static void
test_audit_log__goes_along_as_a_file(void **state)
{
	struct t *t = *state;

	add_some(t);
	add(t, 0, "=Formula", "role.update", "role", 0, "A \"quoted\" name, with comma", at(3, 0));
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_get(t, HERE ".csv"), 200);
	assert_non_null(strstr(t_page(t), "\"'=Formula\",\"role.update\",\"role\",,"
	    "\"A \"\"quoted\"\" name, with comma\",\"email\","));
	assert_non_null(strstr(t_page(t), "\"2031-03-27T01:00:00Z\",\"Asha Rao\","));
	assert_null(strstr(t_page(t), "Theirs"));
	assert_int_equal(t_get(t, HERE ".csv?who=Asha+Rao"), 200);
	assert_non_null(strstr(t_page(t), "\r\n\"End of the file. Events: 2\",,,,,,,,,,,\r\n"));
	assert_int_equal(t_get(t, HERE ".json?who=Asha+Rao&area=contact"), 200);
	assert_non_null(strstr(t_page(t), "[\n{\"id\":"));
	assert_non_null(strstr(t_page(t), "\"before\":{\"email\":\"old@example.com\"}"));
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event"
	    " WHERE action = 'audit.download' AND object_name = 'audit-log.json'"), 1);
	assert_int_equal(t_get(t, HERE ".json?who=Nobody"), 200);
	assert_string_equal(t_page(t), "[\n\n]\n");
	/* No file goes along. */
	assert_int_equal(t_raw(t, "HEAD", HERE ".csv", "", "", 0), 200);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event"
	    " WHERE action = 'audit.download' AND object_name = 'audit-log.csv'"), 2);
}

/* Events `from` to `to` of an account of many, one a minute. */
static void
add_many(struct t *t, int from, int to)
{
	assert_int_equal(db_run_text(t->cx.db, "SET SESSION max_recursive_iterations = 100000"),
	    ERR_OK);
	assert_int_equal(db_run_text(t->cx.db, t_fmt(t, "INSERT INTO audit_event (account_id, at,"
	    " action, actor_name, object_type, object_id, object_name, nonce, told_hash, mac)"
	    " WITH RECURSIVE n (i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n WHERE i + 1 < %d)"
	    " SELECT %lld, %lld + 60 * i, IF(i %% 2, 'contact.update', 'user.password'),"
	    " CONCAT('Person ', i %% 10), 'contact_person', i %% 10, CONCAT('Contact ', i %% 10),"
	    " UNHEX(MD5(i)), '', '' FROM n", from, to, (long long)t->accounts[0].id, (long long)at(0, 0))),
	    ERR_OK);
}

/* Events in the file. */
static int
events_in(struct t *t)
{
	const char *at = t_page(t);
	int count = 0;

	for (; (at = strstr(at, "\"contact_person\"")) != NULL; at++)
		count++;
	return count;
}

/* A file of many events takes no more memory than one of few. */
static void
test_audit_log__a_long_file_is_not_held_in_memory(void **state)
{
	struct t *t = *state;
	size_t few, many;
	int i;

	for (i = 0; i < 201; i++)
		add(t, 0, "Ledger Keeper", "contact.update", "contact_person", 7, "Ila",
		    at(0, 0) + i);
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_get(t, HERE ".json?who=Ledger+Keeper"), 200);
	few = mem_peak(t->worker.mem);
	for (; i < MANY; i++)
		add(t, 0, "Ledger Keeper", "contact.update", "contact_person", 7, "Ila",
		    at(0, 0) + i);
	assert_int_equal(t_get(t, HERE ".json?who=Ledger+Keeper"), 200);
	many = mem_peak(t->worker.mem);
	assert_int_equal(events_in(t), MANY);
	assert_in_range(many, 1, few + few / 10);
}

static bool
is_recorded(void *closure, const struct memory_transport *m)
{
	struct t *t = closure;

	(void)m;
	assert_int_equal(t_number(t,
	    "SELECT COUNT(*) FROM audit_event WHERE action = 'audit.download'"), 1);
	return true;
}

/* Its event is there before its first byte, when its length is not known yet. */
static void
test_audit_log__a_file_is_made_while_it_is_sent(void **state)
{
	struct t *t = *state;
	const char *sent;

	add_many(t, 0, MANY);
	t_as(t, 0, ROLE_ADMIN);
	t->transport.reader = is_recorded;
	t->transport.reader_closure = t;
	assert_int_equal(t_get(t, HERE ".json?from=2031-03-27"), 200);
	sent = t_page(t);
	assert_string_equal(t_header(t, "Content-Length"), "");
	assert_int_equal(events_in(t), MANY);
	assert_memory_equal(sent, "[\n{\"id\":", 8);
	assert_string_equal(sent + strlen(sent) - 4, "}\n]\n");
	assert_false(t->transport.is_given_up);
}

static bool
reads_little(void *closure, const struct memory_transport *m)
{
	(void)closure;
	return m->out.length < LITTLE;
}

static void
test_audit_log__nothing_is_read_for_who_went_away(void **state)
{
	struct t *t = *state;

	add_many(t, 0, MANY);
	t_as(t, 0, ROLE_ADMIN);
	t->transport.reader = reads_little;
	assert_int_equal(t_get(t, HERE ".csv"), 200);
	assert_in_range(events_in(t), 1, MANY / 4);
	assert_in_range(t->statements, 1, 6);
	assert_false(t->transport.is_given_up);
}

static bool
ends_database(void *closure, const struct memory_transport *m)
{
	struct t *t = closure;

	if (m->out.length >= LITTLE)
		assert_int_equal(db_run_text(t->cx.db,
		    "SET SESSION sql_big_selects = 0, max_join_size = 20"), ERR_OK);
	return true;
}

/* What could not be read to its end does not look as if it were all. */
static void
test_audit_log__a_file_that_is_not_complete_says_so(void **state)
{
	static const struct {
		const char *path;
		const char *end;
	} files[] = {
		{ HERE ".json", "}\nThis file is not complete: it could not be read to its end."
		    " Download it again.\n" },
		{ HERE ".csv", "\r\n\"This file is not complete: it could not be read to its end."
		    " Download it again.\",,,,,,,,,,,\r\n" },
	};
	struct t *t = *state;
	const char *sent;
	size_t i;

	add_many(t, 0, MANY);
	t_as(t, 0, ROLE_ADMIN);
	t->transport.reader = ends_database;
	t->transport.reader_closure = t;
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		print_message("  %s\n", files[i].path);
		assert_int_equal(t_get(t, files[i].path), 200);
		assert_int_equal(db_run_text(t->cx.db, "SET SESSION sql_big_selects = 1"), ERR_OK);
		sent = t_page(t);
		assert_in_range(events_in(t), 1, MANY / 4);
		assert_string_equal(sent + strlen(sent) - strlen(files[i].end), files[i].end);
		assert_true(t->transport.is_given_up);
	}
}

static void
test_audit_log__a_file_that_cannot_be_recorded_is_not_sent(void **state)
{
	struct t *t = *state;

	add_some(t);
	t_as(t, 0, ROLE_ADMIN);
	/* The next event would get the number of one that is there. */
	assert_int_equal(db_run_text(t->cx.db, t_fmt(t, "SET SESSION insert_id = %lld",
	    (long long)t_number(t, "SELECT MAX(id) FROM audit_event"))), ERR_OK);
	assert_int_equal(t_get(t, HERE ".csv"), 500);
	assert_null(strstr(t_page(t), "Ila"));
	assert_string_equal(t_header(t, "Content-Disposition"), "");
}

static void
test_audit_log__many_cost_no_more(void **state)
{
	static const char *const queries[] = { "", "?at=1932936000&before=99999999",
		"?who=Person+3", "?who=Person+3&at=1932936000&before=99999999", "?area=contact",
		"?action=user.password", "?about=Contact+4", "?kind=contact_person&object=4",
		"?from=2031-03-27&until=2031-03-27", "?area=user&until=2031-03-27" };
	struct t *t = *state;
	int64_t few[sizeof(queries) / sizeof(queries[0])], many;
	size_t i, count = sizeof(queries) / sizeof(queries[0]);

	add_many(t, 0, 1000);
	t_as(t, 0, ROLE_ADMIN);
	for (i = 0; i < count; i++)
		few[i] = t_rows_read(t, t_fmt(t, HERE "%s", queries[i]));
	add_many(t, 1000, 20000);
	for (i = 0; i < count; i++) {
		many = t_rows_read(t, t_fmt(t, HERE "%s", queries[i]));
		if (many > few[i] + 60)
			fail_msg("\"%s\": %lld rows read, %lld with a twentieth of the events",
			    queries[i], (long long)many, (long long)few[i]);
	}
}

/* Nobody stands in for those who are chosen, and names are for those who see contact persons. */
static void
test_audit_log__says_who_keeps_the_seals(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_get(t, HERE), 200);
	assert_string_equal(t_view(t, "Data.is_told_to_nobody"), "1");
	assert_non_null(strstr(t_page(t), "Nobody receives the daily seal"));
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE contact_person SET category_bits ="
	    " category_bits | ? WHERE account_id = ?", V((int64_t)CATEGORY_BIT(
	    CATEGORY_COMPLIANCE)), V(t->accounts[0].id)), ERR_OK);
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE contact_address SET proven_at = NULL"
	    " WHERE address = 'person2@asha.example'"), ERR_OK);
	assert_int_equal(t_get(t, HERE "?area=contact"), 200);
	assert_in_range(t->statements, 1, 3);
	assert_string_equal(t_view(t, "Data.keepers"), "Person 1 of asha, Person 3 of asha");
	assert_string_equal(t_view(t, "Data.is_told_to_nobody"), "");
	assert_non_null(strstr(t_page(t), "goes by mail to Person 1 of asha, Person 3 of asha."));
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE role SET permission_bits ="
	    " permission_bits & ~? WHERE account_id = ? AND id = ?", V(1 << PERM_CONTACT_VIEW),
	    V(t->accounts[0].id), V((int)ROLE_ADMIN)), ERR_OK);
	assert_int_equal(t_get(t, HERE), 200);
	assert_null(strstr(t_page(t), "daily seal"));
	t_as(t, 1, ROLE_SUPER_ADMIN);
	assert_int_equal(t_get(t, HERE), 200);
	assert_string_equal(t_view(t, "Data.is_told_to_nobody"), "1");
}

static void
test_audit_log__is_closed_to_the_others(void **state)
{
	static const enum role_id roles[] = { ROLE_BILLING, ROLE_MANAGER, ROLE_AGENT };
	static const char *const formats[] = { "", ".csv", ".json" };
	struct t *t = *state;
	size_t i, k;

	for (i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		t_as(t, 0, roles[i]);
		for (k = 0; k < 3; k++) {
			assert_int_equal(t_get(t, t_fmt(t, HERE "%s", formats[k])), 403);
			assert_non_null(strstr(t_page(t), "Access Denied"));
		}
	}
}

/* Who may not see the log fills it no further than this, signing in anew and anew. */
static void
test_audit_log__refused_requests_are_bounded(void **state)
{
	const char *denied = "SELECT COUNT(*) FROM audit_event WHERE action = 'access.denied'";
	struct t *t = *state;
	int session, i;

	for (session = 0; session < 10; session++) {
		t_as(t, 0, ROLE_AGENT);
		for (i = 0; i < 30; i++)
			assert_int_equal(t_get(t, HERE), 403);
		if (session == 0)
			assert_int_equal(t_number(t, denied), t->config.refusals.burst);
	}
	assert_int_equal(t_number(t, denied), OF_ACCOUNT);
	t_as(t, 1, ROLE_ADMIN);
	assert_int_equal(t_get(t, HERE), 200);
	assert_null(strstr(t_page(t), "Access Denied"));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(test_audit_log__tells_who_did_what_and_where),
		CASE(test_audit_log__names_may_have_been_erased),
		CASE(test_audit_log__filters),
		CASE(test_audit_log__the_filter_stays_with_one_object),
		CASE(test_audit_log__refused_requests_are_bounded),
		CASE(test_audit_log__pages_by_key),
		CASE(test_audit_log__values_are_for_who_may_see_them),
		CASE(test_audit_log__goes_along_as_a_file),
		CASE(test_audit_log__a_long_file_is_not_held_in_memory),
		CASE(test_audit_log__a_file_is_made_while_it_is_sent),
		CASE(test_audit_log__nothing_is_read_for_who_went_away),
		CASE(test_audit_log__a_file_that_is_not_complete_says_so),
		CASE(test_audit_log__a_file_that_cannot_be_recorded_is_not_sent),
		CASE(test_audit_log__many_cost_no_more),
		CASE(test_audit_log__says_who_keeps_the_seals),
		CASE(test_audit_log__is_closed_to_the_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
