/*
 * test_audit_seal: whatever is done to audit events in the database is found, and named; what this
 * portal does is not.
 *
 * All on one connection of the user who may change tables, as somebody who broke in would have it,
 * and undone at the end.
 */
#include "base/banned.h"
#include "domain/audit_verify.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/audit.h"
#include "domain/audit_erase.h"
#include "domain/audit_head.h"
#include "domain/audit_retention.h"
#include "harness/harness.h"
#include "harness/race.h"

#include "base/str.h"

#define COUNT(list)	(sizeof(list) / sizeof((list)[0]))
#define MANY		600	/* events, more than are read at once */
#define EVENTS		6	/* in the chain that is tampered with */
#define STATEMENTS	4	/* of one tampering, at most */

#define WRITERS		8
#define SEALERS		2
#define WRITTEN		50	/* events of each writer */
#define REFUSED_MAX	50	/* times in a row that one sealer gives way to the other */

/* A sealed chain of EVENTS. */
struct chain {
	struct t	*t;
	struct context	 cx;			/* on the connection of the owner */
	int64_t		 events[EVENTS + 1];	/* their ids, counted from 1; [0] is 0 */
};

static void
run(struct chain *c, const char *sql)
{
	if (db_run_text(c->cx.db, sql) != ERR_OK)
		fail_msg("%s: %s", sql, db_problem(c->cx.db));
}

static int64_t
add_event(struct chain *c, const char *action, int64_t object_id, const char *value)
{
	struct audit a = audit_begin(action, "contact_person", object_id, "Asha");
	int64_t id;

	if (value != NULL)
		audit_changed(&a, "name", "before", value);
	assert_int_equal(audit_add_known(&c->cx, &a, &id), ERR_OK);
	assert_true(id > 0);
	return id;
}

static size_t
seal(struct chain *c)
{
	struct audit_sealing from_the_first = { .settled = 0 };
	size_t count;

	assert_int_equal(audit_seal_all(&c->cx, &from_the_first, &count), ERR_OK);
	return count;
}

/* The third event tells nothing; the others are of two contact persons. */
static struct chain *
begin(struct t *t)
{
	struct chain *c = mem_alloc(t->mem, sizeof(*c));
	int i;

	*c = (struct chain){ .t = t, .cx = t->cx };
	/* What the harness has begun would be in the way. */
	db_rollback(t->cx.db);
	c->cx.db = race_owner(&t->config);
	assert_int_equal(db_begin(c->cx.db), ERR_OK);
	assert_int_equal(db_exec(c->cx.db, NULL, "INSERT INTO account (business_name,"
	    " business_email, super_admins, contact_limit, saved_at, created_at)"
	    " VALUES ('Sealed', '', 1, 1, 1, 1)"), ERR_OK);
	c->cx.actor.account_id = db_insert_id(c->cx.db);
	run(c, "DELETE FROM audit_seal");
	run(c, "DELETE FROM audit_event");
	for (i = 1; i <= EVENTS; i++)
		c->events[i] = add_event(c, i == 3 ? "sign_out" : "contact.update", 7 + i % 2,
		    i == 3 ? NULL : t_fmt(t, "value %d", i));
	assert_int_equal(seal(c), EVENTS);
	return c;
}

static void
end(struct chain *c)
{
	db_rollback(c->cx.db);
	db_free(&c->cx.db);
	assert_int_equal(db_begin(c->t->cx.db), ERR_OK);
}

static struct audit_finding
verify_told(struct chain *c, const struct audit_told *told, size_t count)
{
	struct audit_finding f;

	assert_int_equal(audit_verify_chain(&c->cx, c->cx.actor.account_id, told, count, &f),
	    ERR_OK);
	return f;
}

static struct audit_finding
verify(struct chain *c)
{
	return verify_told(c, NULL, 0);
}

static struct audit_finding
verify_unsealed(struct chain *c)
{
	struct audit_finding f;

	assert_int_equal(audit_verify_unsealed(&c->cx, c->cx.actor.account_id, &f), ERR_OK);
	return f;
}

static void
test_seal__what_was_written_is_whole(void **state)
{
	struct chain *c = begin(*state);
	struct audit_finding f = verify(c);
	int64_t chain = AUDIT_VERIFY_NO_CHAIN;

	assert_int_equal(f.fault, AUDIT_WHOLE);
	assert_int_equal(f.count, EVENTS);
	assert_int_equal(f.erased, 0);
	assert_int_equal(f.newest_at, c->cx.now);
	assert_int_equal(f.last.position, EVENTS);
	assert_int_equal(seal(c), 0);
	add_event(c, "contact.update", 9, "one more");
	assert_int_equal(seal(c), 1);
	assert_int_equal(verify(c).count, EVENTS + 1);
	assert_int_equal(audit_verify_next(&c->cx, NULL, 0, &chain), ERR_OK);
	assert_int_equal(chain, c->cx.actor.account_id);
	assert_int_equal(audit_verify_next(&c->cx, NULL, 0, &chain), ERR_OK);
	assert_int_equal(chain, AUDIT_VERIFY_NO_CHAIN);
	end(c);
}

static void
test_seal__what_was_sealed_late_is_counted(void **state)
{
	struct chain *c = begin(*state);

	assert_int_equal(verify(c).late, 0);
	run(c, "DELETE FROM audit_seal");
	c->cx.now += AUDIT_LATE_SEC;
	add_event(c, "contact.update", 9, "in time");
	assert_int_equal(seal(c), EVENTS + 1);
	assert_int_equal(verify(c).late, 0);
	run(c, "DELETE FROM audit_seal");
	c->cx.now++;
	assert_int_equal(seal(c), EVENTS + 1);
	assert_int_equal(verify(c).fault, AUDIT_WHOLE);
	assert_int_equal(verify(c).late, EVENTS);
	end(c);
}

static void
test_seal__events_of_no_account_have_a_chain(void **state)
{
	struct chain *c = begin(*state);
	int64_t account = c->cx.actor.account_id;

	c->cx.actor.account_id = 0;
	add_event(c, "sign_in.failed", 0, NULL);
	assert_int_equal(seal(c), 1);
	assert_int_equal(verify(c).count, 1);
	run(c, "UPDATE audit_event SET client_ip = '192.0.2.9' WHERE account_id IS NULL");
	assert_int_equal(verify(c).fault, AUDIT_CHANGED);
	c->cx.actor.account_id = account;
	assert_int_equal(verify(c).fault, AUDIT_WHOLE);
	end(c);
}

/* In a statement, {3} is the id of the third event, {a} the account. */
static const char *
filled(struct chain *c, const char *sql)
{
	struct str out;
	char *text;

	str_init(&out, 4096);
	for (; *sql != '\0'; sql++) {
		if (sql[0] != '{' || sql[1] == '\0' || sql[2] != '}') {
			str_add_char(&out, *sql);
			continue;
		}
		str_add_fmt(&out, "%lld", (long long)(sql[1] == 'a' ? c->cx.actor.account_id :
		    c->events[sql[1] - '0']));
		sql += 2;
	}
	text = mem_dup(c->t->mem, out.text);
	str_release(&out);
	return text;
}

static int64_t
number(struct chain *c, const char *sql)
{
	struct db_stmt *st;
	int64_t n;

	assert_int_equal(db_load(c->cx.db, &st, mem_dup(c->t->mem, filled(c, sql))), ERR_OK);
	n = db_i64(st, 0);
	db_done(&st);
	return n;
}

#define NO_KEYS	"SET foreign_key_checks = 0"

static const struct {
	const char		*what;
	const char		*sql[STATEMENTS];
	enum audit_fault	 fault;
	int			 position;
	int			 event;		/* counted from 1; 0 not known */
} tamperings[] = {
	{ "an action", { "UPDATE audit_event SET action = 'contact.delete' WHERE id = {2}" },
	    AUDIT_CHANGED, 2, 2 },
	{ "a time", { "UPDATE audit_event SET at = at + 1 WHERE id = {5}" }, AUDIT_CHANGED, 5, 5 },
	{ "an actor", { "UPDATE audit_event SET actor_id = 1 WHERE id = {4}" },
	    AUDIT_CHANGED, 4, 4 },
	{ "an actor's name", { "UPDATE audit_event SET actor_name = 'x' WHERE id = {4}" },
	    AUDIT_CHANGED, 4, 4 },
	{ "an object", { "UPDATE audit_event SET object_id = 8 WHERE id = {2}" },
	    AUDIT_CHANGED, 2, 2 },
	{ "a kind of object", { "UPDATE audit_event SET object_type = 'user' WHERE id = {2}" },
	    AUDIT_CHANGED, 2, 2 },
	{ "an object's name", { "UPDATE audit_event SET object_name = 'x' WHERE id = {2}" },
	    AUDIT_VALUES_CHANGED, 2, 2 },
	{ "fields", { "UPDATE audit_event SET fields = 'email' WHERE id = {2}" },
	    AUDIT_CHANGED, 2, 2 },
	{ "from where", { "UPDATE audit_event SET client_ip = '' WHERE id = {6}" },
	    AUDIT_CHANGED, 6, 6 },
	{ "a request", { "UPDATE audit_event SET request_id = 'x' WHERE id = {1}" },
	    AUDIT_CHANGED, 1, 1 },
	{ "moved out of the account", { "UPDATE audit_event SET account_id = NULL WHERE id = {3}" },
	    AUDIT_CHANGED, 3, 3 },
	{ "a signature", { "UPDATE audit_event SET mac = REPEAT('x', 32) WHERE id = {3}" },
	    AUDIT_CHANGED, 3, 3 },
	{ "the hash of values", { "UPDATE audit_event SET told_hash = REPEAT('x', 32)"
	    " WHERE id = {3}" }, AUDIT_CHANGED, 3, 3 },
	{ "values", { "UPDATE audit_values SET after_json = '{\"name\":\"x\"}'"
	    " WHERE event_id = {4}" }, AUDIT_VALUES_CHANGED, 4, 4 },
	{ "values before", { "UPDATE audit_values SET before_json = '{}' WHERE event_id = {4}" },
	    AUDIT_VALUES_CHANGED, 4, 4 },
	{ "values taken out", { "DELETE FROM audit_values WHERE event_id = {4}" },
	    AUDIT_VALUES_CHANGED, 4, 4 },
	{ "values and name taken out", { "DELETE FROM audit_values WHERE event_id = {4}",
	    "UPDATE audit_event SET object_name = '' WHERE id = {4}" }, AUDIT_VALUES_GONE, 4, 4 },
	{ "values put in", { "INSERT INTO audit_values (event_id, before_json, after_json)"
	    " VALUES ({3}, '{}', '{\"name\":\"x\"}')" }, AUDIT_VALUES_CHANGED, 3, 3 },
	{ "values of two swapped", { "UPDATE audit_values SET event_id = 0 WHERE event_id = {4}",
	    "UPDATE audit_values SET event_id = {4} WHERE event_id = {5}",
	    "UPDATE audit_values SET event_id = {5} WHERE event_id = 0" },
	    AUDIT_VALUES_CHANGED, 4, 4 },
	{ "an event", { "DELETE FROM audit_event WHERE id = {3}" }, AUDIT_EVENT_GONE, 3, 3 },
	{ "an event with its seal", { "DELETE FROM audit_seal WHERE event_id = {3}",
	    "DELETE FROM audit_event WHERE id = {3}" }, AUDIT_SEAL_GONE, 3, 0 },
	{ "the first with its seal", { "DELETE FROM audit_seal WHERE event_id = {1}",
	    "DELETE FROM audit_event WHERE id = {1}" }, AUDIT_SEAL_GONE, 1, 0 },
	{ "the gap closed", { "DELETE FROM audit_seal WHERE event_id = {3}",
	    "DELETE FROM audit_event WHERE id = {3}",
	    "UPDATE audit_seal SET position = position - 1 WHERE chain = {a} AND position > 3"
	    " ORDER BY position" }, AUDIT_OUT_OF_PLACE, 3, 4 },
	{ "two events swapped", { "UPDATE audit_event SET id = 0 WHERE id = {2}",
	    "UPDATE audit_event SET id = {2} WHERE id = {4}",
	    "UPDATE audit_event SET id = {4} WHERE id = 0" }, AUDIT_VALUES_CHANGED, 2, 2 },
	{ "two seals swapped", { "UPDATE audit_seal SET event_id = 0 WHERE event_id = {2}",
	    "UPDATE audit_seal SET event_id = {2} WHERE event_id = {4}",
	    "UPDATE audit_seal SET event_id = {4} WHERE event_id = 0" },
	    AUDIT_OUT_OF_PLACE, 2, 4 },
	{ "a seal", { "UPDATE audit_seal SET hash = REPEAT('x', 32) WHERE event_id = {5}" },
	    AUDIT_OUT_OF_PLACE, 5, 5 },
	{ "the time of a seal", { "UPDATE audit_seal SET sealed_at = 1 WHERE event_id = {5}" },
	    AUDIT_OUT_OF_PLACE, 5, 5 },
	{ "a chain that begins later", { "DELETE FROM audit_seal WHERE event_id IN ({1}, {2})",
	    "DELETE FROM audit_event WHERE id IN ({1}, {2})",
	    "INSERT INTO audit_start (chain, position, hash, made_at, mac)"
	    " SELECT {a}, 2, hash, 1, hash FROM audit_seal WHERE event_id = {3}" },
	    AUDIT_START_FORGED, 2, 0 },
};

static void
test_seal__what_is_done_in_the_database_is_found(void **state)
{
	struct t *t = *state;

	for (size_t i = 0; i < COUNT(tamperings); i++) {
		struct chain *c = begin(t);
		struct audit_finding f;

		run(c, NO_KEYS);
		for (size_t n = 0; n < STATEMENTS && tamperings[i].sql[n] != NULL; n++)
			run(c, filled(c, tamperings[i].sql[n]));
		f = verify(c);
		if (f.fault != tamperings[i].fault || f.position != tamperings[i].position ||
		    f.event_id != c->events[tamperings[i].event])
			fail_msg("%s: fault %d at %lld, event %lld", tamperings[i].what, f.fault,
			    (long long)f.position, (long long)(f.event_id - c->events[1] + 1));
		assert_int_equal(f.count, f.position - 1 - (f.fault == AUDIT_START_FORGED));
		end(c);
	}
}

/* Events that nobody but the owner of the tables can write. */
static const char *const put_in[] = {
	"INSERT INTO audit_event (account_id, at, action, actor_name, nonce, told_hash, mac)"
	" VALUES ({a}, 1, 'contact.update', 'x', REPEAT('x', 16), '', '')",
	/* With the signature of another, which a second nonce does not fit. */
	"INSERT INTO audit_event (account_id, at, action, actor_id, actor_name, object_type,"
	" object_id, object_name, fields, client_ip, request_id, nonce, told_hash, mac)"
	" SELECT account_id, at, action, actor_id, actor_name, object_type, object_id,"
	" object_name, fields, client_ip, request_id, REPEAT('x', 16), told_hash, mac"
	" FROM audit_event WHERE id = {3}",
};

static void
test_seal__an_event_put_in_is_not_sealed(void **state)
{
	struct t *t = *state;

	for (size_t i = 0; i < COUNT(put_in); i++) {
		struct chain *c = begin(t);
		struct audit_finding f;

		run(c, filled(c, put_in[i]));
		assert_int_equal(seal(c), 0);
		assert_int_equal(verify(c).fault, AUDIT_WHOLE);
		f = verify_unsealed(c);
		assert_int_equal(f.fault, AUDIT_PUT_IN);
		assert_int_equal(f.chain, c->cx.actor.account_id);
		assert_true(f.event_id > c->events[EVENTS]);
		/* One that is genuine is sealed all the same. */
		add_event(c, "contact.update", 8, "later");
		assert_int_equal(seal(c), 1);
		end(c);
	}
}

static void
test_seal__no_event_is_written_twice(void **state)
{
	struct chain *c = begin(*state);

	assert_int_equal(db_run_text(c->cx.db, filled(c, "INSERT INTO audit_event (account_id, at,"
	    " action, actor_name, nonce, told_hash, mac) SELECT account_id, at, action, actor_name,"
	    " nonce, told_hash, mac FROM audit_event WHERE id = {3}")), ERR_TAKEN);
	end(c);
}

static void
test_seal__what_waits_is_counted_and_what_waits_too_long_is_told(void **state)
{
	struct chain *c = begin(*state);
	struct audit_finding f;
	int64_t id = add_event(c, "contact.update", 8, "later");

	f = verify_unsealed(c);
	assert_int_equal(f.fault, AUDIT_WHOLE);
	assert_int_equal(f.count, 1);
	c->cx.now += AUDIT_SETTLED_SEC + 1;
	f = verify_unsealed(c);
	assert_int_equal(f.fault, AUDIT_UNSEALED);
	assert_int_equal(f.event_id, id);
	end(c);
}

/* What courier mends hides nothing: not in its own chain, not in another, and not from doctor. */
static void
test_seal__an_event_put_in_is_found_behind_those_that_wait(void **state)
{
	struct chain *c = begin(*state);
	int64_t account = c->cx.actor.account_id;
	struct audit_finding f;

	add_event(c, "contact.update", 8, "waits");
	c->cx.actor.account_id = 0;
	add_event(c, "sign_in.failed", 0, NULL);
	c->cx.actor.account_id = account;
	run(c, filled(c, put_in[0]));
	run(c, t_fmt(c->t, "UPDATE audit_event SET at = %lld WHERE actor_name = 'x'",
	    (long long)c->cx.now));
	add_event(c, "contact.update", 8, "waits as well");
	c->cx.now += AUDIT_SETTLED_SEC + 1;

	f = verify_unsealed(c);
	assert_int_equal(f.fault, AUDIT_PUT_IN);
	assert_int_equal(f.chain, account);
	assert_int_equal(f.event_id, number(c, "SELECT id FROM audit_event WHERE actor_name = 'x'"));
	assert_int_equal(audit_verify_newest(&c->cx, &f), ERR_OK);
	assert_int_equal(f.fault, AUDIT_PUT_IN);
	c->cx.actor.account_id = 0;
	assert_int_equal(verify_unsealed(c).fault, AUDIT_UNSEALED);
	end(c);
}

static void
test_seal__many_that_wait_are_all_looked_at(void **state)
{
	struct chain *c = begin(*state);

	/* As many in one second as are read at once, and some more. */
	for (int i = 0; i < MANY; i++)
		add_event(c, "contact.update", 8, t_fmt(c->t, "waits %d", i));
	assert_int_equal(verify_unsealed(c).fault, AUDIT_WHOLE);
	assert_int_equal(verify_unsealed(c).count, MANY);
	end(c);
}

/* A chain that has lost its seals is one that waits. */
static void
test_seal__events_without_any_seal_have_a_chain(void **state)
{
	struct chain *c = begin(*state);
	int64_t account = c->cx.actor.account_id, chain = AUDIT_VERIFY_NO_CHAIN;

	c->cx.actor.account_id = 0;
	add_event(c, "sign_in.failed", 0, NULL);
	run(c, "DELETE FROM audit_seal");
	c->cx.actor.account_id = account;
	c->cx.now += AUDIT_SETTLED_SEC + 1;
	assert_int_equal(audit_verify_next(&c->cx, NULL, 0, &chain), ERR_OK);
	assert_int_equal(chain, 0);
	assert_int_equal(audit_verify_next(&c->cx, NULL, 0, &chain), ERR_OK);
	assert_int_equal(chain, account);
	assert_int_equal(verify_unsealed(c).fault, AUDIT_UNSEALED);
	assert_int_equal(verify_unsealed(c).event_id, c->events[1]);
	end(c);
}

/* Doctor looks no further back, and finds there what the whole walk finds. */
static void
test_seal__a_quick_look_is_at_the_newest(void **state)
{
	struct chain *c = begin(*state);
	struct audit_finding f;

	assert_int_equal(audit_verify_newest(&c->cx, &f), ERR_OK);
	assert_int_equal(f.fault, AUDIT_WHOLE);
	add_event(c, "contact.update", 8, "later");
	c->cx.now += AUDIT_SETTLED_SEC + 1;
	assert_int_equal(audit_verify_newest(&c->cx, &f), ERR_OK);
	assert_int_equal(f.fault, AUDIT_UNSEALED);
	assert_int_equal(seal(c), 1);
	assert_int_equal(audit_verify_newest(&c->cx, &f), ERR_OK);
	assert_int_equal(f.fault, AUDIT_WHOLE);
	/* What is sealed is not looked at again: that is the whole walk's. */
	run(c, filled(c, "UPDATE audit_event SET at = at + 1 WHERE id = {5}"));
	assert_int_equal(audit_verify_newest(&c->cx, &f), ERR_OK);
	assert_int_equal(f.fault, AUDIT_WHOLE);
	run(c, filled(c, put_in[0]));
	assert_int_equal(audit_verify_newest(&c->cx, &f), ERR_OK);
	assert_int_equal(f.fault, AUDIT_PUT_IN);
	end(c);
}

static void
test_seal__the_newest_that_are_missing_are_known_from_what_was_told(void **state)
{
	struct chain *c = begin(*state);
	struct audit_told told = { c->cx.actor.account_id, verify(c).last };
	struct audit_told found[3];
	char *text = t_fmt(c->t, "Dear Asha,\n 12:30 %s, and 5:5:short\n",
	    audit_head_text(c->t->mem, &told));
	struct audit_finding f;

	assert_int_equal(audit_head_find(text, found, COUNT(found)), 1);
	assert_memory_equal(&found[0], &told, sizeof(told));
	assert_int_equal(verify_told(c, found, 1).fault, AUDIT_WHOLE);

	run(c, filled(c, "DELETE FROM audit_seal WHERE event_id >= {5}"));
	run(c, filled(c, "DELETE FROM audit_event WHERE id >= {5}"));
	assert_int_equal(verify(c).fault, AUDIT_WHOLE);
	f = verify_told(c, found, 1);
	assert_int_equal(f.fault, AUDIT_END_GONE);
	assert_int_equal(f.position, EVENTS);
	assert_int_equal(f.last.position, 4);

	/* Others in their place are other events. */
	add_event(c, "contact.update", 8, "instead");
	add_event(c, "contact.update", 8, "instead of the last");
	assert_int_equal(seal(c), 2);
	assert_int_equal(verify(c).count, EVENTS);
	assert_int_equal(verify_told(c, found, 1).fault, AUDIT_END_GONE);

	/* So it is where the database itself knows. */
	assert_int_equal(db_exec(c->cx.db, NULL, "INSERT INTO audit_head (chain, position, hash,"
	    " made_at) VALUES (?, ?, ?, 1)", V(told.chain), V(told.place.position),
	    db_blob(told.place.hash, sizeof(told.place.hash))), ERR_OK);
	f = verify(c);
	assert_int_equal(f.fault, AUDIT_END_GONE);
	assert_int_equal(f.position, EVENTS);
	end(c);
}

/* What is told of a chain is looked for where the database knows nothing of it any more. */
static void
test_seal__a_chain_that_is_gone_altogether_is_known_from_what_was_told(void **state)
{
	struct chain *c = begin(*state);
	int64_t account = c->cx.actor.account_id, chain = AUDIT_VERIFY_NO_CHAIN;
	struct audit_told told[] = { { account + 1, verify(c).last }, { 0, verify(c).last },
		{ account, verify(c).last }, { account, verify(c).last } };
	int64_t chains[] = { 0, account, account + 1, AUDIT_VERIFY_NO_CHAIN };
	struct audit_finding f;

	run(c, "DELETE FROM audit_seal");
	run(c, "DELETE FROM audit_event");
	for (size_t i = 0; i < COUNT(chains); i++) {
		assert_int_equal(audit_verify_next(&c->cx, told, COUNT(told), &chain), ERR_OK);
		assert_int_equal(chain, chains[i]);
	}
	f = verify_told(c, told, COUNT(told));
	assert_int_equal(f.fault, AUDIT_END_GONE);
	assert_int_equal(f.position, EVENTS);
	assert_int_equal(f.count, 0);
	end(c);
}

/* Each way in which a mail server or a reader may have written the word. */
static void
test_seal__a_told_seal_is_found_in_a_mail_as_it_travels(void **state)
{
	static const char *const words[] = {
		"7:31:AAAAAAAAAAAAAAAAAAAA-AAAAAAAAAAAAAAAAAAAA_8",
		"7:31:AAAAAAAAAAAA=\nAAAAAAAA-AAAAAAAAAAAAAAAAAAAA_8",
		"7:3=\r\n1:AAAAAAAAAAAAAAAAAAAA-=\r\nAAAAAAAAAAAAAAAAAAAA_8",
		"=37=3A31=3aAAAAAAAAAAAAAAAAAAAA=2DAAAAAAAAAAAAAAAAAAAA=5F8",
		"> 7:31:AAAAAAAAAAAAAAAAAAAA-AAAAAAAAAAAAAAAAAAAA_8=20\r\n",
		"<code>7:31:AAAAAAAAAAAAAAAAAAAA-AAAAAAAAAAAAAAAAAAAA_8</code>",
		"a=00 = =3 =\t7:31:AAAAAAAAAAAAAAAAAAAA-AAAAAAAAAAAAAAAAAAAA_8=",
	};
	struct t *t = *state;
	struct audit_told told[2];
	size_t i;

	for (i = 0; i < COUNT(words); i++) {
		print_message("  %s\n", words[i]);
		assert_int_equal(audit_head_find(mem_dup(t->mem, words[i]), told, 2), 1);
		assert_string_equal(audit_head_text(t->mem, &told[0]), words[0]);
	}
	/* Cut off, or with one letter too many. */
	assert_int_equal(audit_head_find(t_fmt(t, "%.47s %sA", words[0], words[0]), told, 2), 0);
}

static void
test_seal__many_are_sealed_some_at_a_time(void **state)
{
	struct chain *c = begin(*state);
	struct audit_sealing s = { .settled = 0 };
	size_t count;

	/* Twice as many each time. Nobody signed them: they are looked at all the same. */
	for (int many = EVENTS; many <= AUDIT_SEAL_MOST; many *= 2)
		run(c, t_fmt(c->t, "INSERT INTO audit_event (at, action, actor_name, nonce,"
		    " told_hash, mac) SELECT 1, 'x', 'x', UNHEX(MD5(CONCAT(id, ' %d'))), '', ''"
		    " FROM audit_event", many));
	add_event(c, "contact.update", 8, "behind them");
	assert_int_equal(audit_seal_some(&c->cx, &s, &count), ERR_OK);
	assert_int_equal(count, 0);
	assert_true(s.after > 0);
	assert_int_equal(audit_seal_some(&c->cx, &s, &count), ERR_OK);
	assert_int_equal(count, 1);
	assert_int_equal(s.after, 0);
	end(c);
}

static void
test_seal__sealing_goes_on_behind_what_is_settled(void **state)
{
	struct chain *c = begin(*state);
	struct audit_sealing s;
	size_t count;

	assert_int_equal(audit_seal_begin(&c->cx, &s), ERR_OK);
	for (int i = 1; i <= 3; i++) {
		int64_t id = add_event(c, "contact.update", 8, t_fmt(c->t, "later %d", i));

		assert_int_equal(audit_seal_all(&c->cx, &s, &count), ERR_OK);
		assert_int_equal(count, 1);
		/* One that was begun before may be committed after: it is looked for. */
		assert_true(s.settled < id);
		c->cx.now += AUDIT_SETTLED_SEC;
	}
	assert_true(s.settled > c->events[EVENTS]);
	assert_int_equal(verify(c).count, EVENTS + 3);
	end(c);
}

/* What another transaction wrote before and committed after is sealed, however long nobody sealed. */
static void
test_seal__sealing_begins_where_everything_is_sealed(void **state)
{
	struct chain *c = begin(*state);
	struct audit_sealing s;
	size_t count;
	int64_t late;

	c->cx.now += AUDIT_SETTLED_SEC + 1;
	late = add_event(c, "contact.update", 8, "committed later");
	add_event(c, "contact.update", 8, "sealed before");
	assert_int_equal(seal(c), 2);
	run(c, t_fmt(c->t, "DELETE FROM audit_seal WHERE event_id = %lld", (long long)late));
	c->cx.now += 2 * AUDIT_SETTLED_SEC;

	assert_int_equal(audit_seal_begin(&c->cx, &s), ERR_OK);
	assert_int_equal(s.settled, c->events[EVENTS]);
	assert_int_equal(audit_seal_all(&c->cx, &s, &count), ERR_OK);
	assert_int_equal(count, 1);
	end(c);
}

static void
test_seal__what_is_erased_leaves_the_chain_whole(void **state)
{
	struct chain *c = begin(*state);
	struct audit_erasure e = { .kind = "contact_person", .object_id = 7, .reason = "asked" };
	int64_t count;

	/* Events 2, 4 and 6 are of person 7; the person acts by a link in one more. */
	c->cx.actor.user_id = 0;
	c->cx.actor.user_name = "Asha";
	add_event(c, "contact.confirm", 7, "by a link");
	assert_int_equal(audit_erase(&c->cx, &e, &count), ERR_OK);
	assert_int_equal(count, 4);
	assert_int_equal(number(c, "SELECT COUNT(*) FROM audit_event LEFT JOIN audit_values"
	    " ON event_id = id WHERE object_id = 7 AND action <> 'audit.erase' AND"
	    " (object_name <> '' OR event_id IS NOT NULL OR actor_name = 'Asha')"), 0);
	assert_int_equal(number(c, "SELECT COUNT(*) FROM audit_event JOIN audit_values"
	    " ON event_id = id WHERE object_id = 8 AND object_name = 'Asha'"), 2);
	assert_int_equal(verify(c).fault, AUDIT_WHOLE);
	assert_int_equal(verify(c).erased, 3);
	assert_int_equal(seal(c), 2);
	assert_int_equal(verify(c).fault, AUDIT_WHOLE);
	assert_int_equal(verify(c).erased, 4);
	assert_int_equal(audit_erase(&c->cx, &e, &count), ERR_MISSING);

	/* What is told afterwards is not covered by it. */
	c->cx.actor.user_name = "courier";
	c->events[0] = add_event(c, "contact.update", 7, "again");
	assert_int_equal(seal(c), 1);
	run(c, filled(c, "DELETE FROM audit_values WHERE event_id = {0}"));
	run(c, filled(c, "UPDATE audit_event SET object_name = '' WHERE id = {0}"));
	assert_int_equal(verify(c).fault, AUDIT_VALUES_GONE);
	end(c);
}

static void
test_seal__one_event_is_erased(void **state)
{
	struct chain *c = begin(*state);
	struct audit_erasure e = { .kind = "", .event_id = c->events[5], .reason = "asked" };
	int64_t count, account_id = c->cx.actor.account_id;

	c->cx.actor.account_id = account_id + 1;
	assert_int_equal(audit_erase(&c->cx, &e, &count), ERR_MISSING);
	c->cx.actor.account_id = account_id;
	assert_int_equal(audit_erase(&c->cx, &e, &count), ERR_OK);
	assert_int_equal(count, 1);
	assert_int_equal(verify(c).fault, AUDIT_WHOLE);
	assert_int_equal(verify(c).erased, 1);
	/* But no other. */
	run(c, filled(c, "DELETE FROM audit_values WHERE event_id = {6}"));
	run(c, filled(c, "UPDATE audit_event SET object_name = '' WHERE id = {6}"));
	assert_int_equal(verify(c).fault, AUDIT_VALUES_GONE);
	assert_int_equal(verify(c).position, 6);
	end(c);
}

/*
 * The database takes names for equal that are not: of other case, with a space at the end, or empty
 * but for letters that are not seen. Names are signed as bytes.
 */
static void
test_seal__what_is_erased_is_compared_as_bytes(void **state)
{
	static const struct {
		const char *who;
		const char *object;
	} names[] = { { "asha@traders.example", "Asha@Traders.example" }, { "Asha ", "Asha" },
		{ "Asha", "Asha" }, { "", "\xe2\x80\x8b" }, { "courier", " " } };
	struct chain *c = begin(*state);
	struct audit_erasure e = { .kind = "user", .object_id = 7, .reason = "asked" };
	int64_t count;

	c->cx.actor.user_id = 0;
	for (size_t i = 0; i < COUNT(names); i++) {
		struct audit a = audit_begin("sign_in.failed", "user", 7, names[i].object);

		a.actor_name = names[i].who;
		assert_int_equal(audit_add(&c->cx, &a), ERR_OK);
	}
	assert_int_equal(seal(c), COUNT(names));
	assert_int_equal(audit_erase(&c->cx, &e, &count), ERR_OK);
	assert_int_equal(count, COUNT(names));
	assert_int_equal(verify(c).fault, AUDIT_WHOLE);
	assert_int_equal(verify(c).erased, COUNT(names));
	assert_int_equal(number(c, "SELECT COUNT(*) FROM audit_event WHERE object_type = 'user'"
	    " AND action <> 'audit.erase' AND LENGTH(object_name) > 0"), 0);
	end(c);
}

/* Nobody who has no key can say that something was erased. */
static void
test_seal__an_erasure_put_in_erases_nothing(void **state)
{
	struct chain *c = begin(*state);
	struct audit_erasure e = { .kind = "contact_person", .object_id = 7, .reason = "asked" };
	int64_t count;

	run(c, filled(c, "DELETE FROM audit_values WHERE event_id IN ({2}, {4}, {6})"));
	run(c, filled(c, "UPDATE audit_event SET object_name = '' WHERE id IN ({2}, {4}, {6})"));
	run(c, filled(c, "INSERT INTO audit_event (account_id, at, action, actor_name, object_type,"
	    " object_id, nonce, told_hash, mac) VALUES ({a}, 1, 'audit.erase', 'x',"
	    " 'contact_person', 7, REPEAT('x', 16), '', ''), ({a}, 1, 'audit.erase', 'x',"
	    " 'audit_event', {2}, REPEAT('y', 16), '', '')"));
	assert_int_equal(verify(c).fault, AUDIT_VALUES_GONE);
	assert_int_equal(verify(c).event_id, c->events[2]);
	/* One by this portal stands behind them. */
	run(c, filled(c, "UPDATE audit_event SET object_name = 'Asha' WHERE id = {6}"));
	assert_int_equal(audit_erase(&c->cx, &e, &count), ERR_OK);
	assert_int_equal(verify(c).fault, AUDIT_WHOLE);
	assert_int_equal(verify(c).erased, 3);
	end(c);
}

static void
test_seal__what_is_old_is_put_away_and_the_chain_goes_on(void **state)
{
	struct chain *c = begin(*state);
	struct audit_told told = { c->cx.actor.account_id, verify(c).last };
	int64_t old = c->cx.now, chain = c->cx.actor.account_id;
	struct audit_place last;
	size_t count;

	c->cx.now += 1000;
	add_event(c, "contact.update", 7, "young");
	assert_int_equal(seal(c), 1);
	assert_int_equal(audit_retention_find(&c->cx, chain, old, &last), ERR_OK);
	assert_int_equal(last.position, 0);
	assert_int_equal(audit_retention_find(&c->cx, chain, old + 1, &last), ERR_OK);
	assert_int_equal(last.position, EVENTS);
	assert_memory_equal(last.hash, told.place.hash, sizeof(last.hash));

	assert_int_equal(audit_retention_some(&c->cx, chain, &last, 4, &count), ERR_OK);
	assert_int_equal(count, 4);
	assert_int_equal(verify(c).fault, AUDIT_WHOLE);
	assert_int_equal(audit_retention_some(&c->cx, chain, &last, 4, &count), ERR_OK);
	assert_int_equal(count, 2);
	assert_int_equal(number(c, "SELECT COUNT(*) FROM audit_event WHERE id <= {6}"), 0);
	assert_int_equal(number(c, "SELECT COUNT(*) FROM audit_values WHERE event_id <= {6}"), 0);
	assert_int_equal(number(c, "SELECT COUNT(*) FROM audit_start WHERE chain = {a}"), 1);

	/* Each of the two said so; that seal is still known, and what is older is passed over. */
	assert_int_equal(seal(c), 2);
	assert_int_equal(verify_told(c, &told, 1).fault, AUDIT_WHOLE);
	assert_int_equal(verify(c).count, 3);
	assert_int_equal(verify(c).last.position, EVENTS + 3);
	told.place.hash[0] ^= 1;
	assert_int_equal(verify_told(c, &told, 1).fault, AUDIT_END_GONE);

	/* All of it may be old; the next one is sealed behind it. */
	c->cx.now += 1000;
	assert_int_equal(audit_retention_find(&c->cx, chain, c->cx.now, &last), ERR_OK);
	assert_int_equal(audit_retention_some(&c->cx, chain, &last, 10, &count), ERR_OK);
	assert_int_equal(count, 3);
	assert_int_equal(seal(c), 1);
	assert_int_equal(verify(c).last.position, EVENTS + 4);
	run(c, filled(c, "UPDATE audit_start SET position = position + 1 WHERE chain = {a}"));
	assert_int_equal(verify(c).fault, AUDIT_START_FORGED);
	end(c);
}

static enum err
write_all(struct context *cx, int number)
{
	enum err rc;
	int i;

	for (i = 0; i < WRITTEN; i++) {
		struct audit a = audit_begin("contact.update", "contact_person", number + 1, "x");

		audit_changed(&a, "name", "before", mem_fmt(cx->mem, "after %d", i));
		if ((rc = db_begin(cx->db)) != ERR_OK || (rc = audit_add(cx, &a)) != ERR_OK ||
		    (rc = db_commit(cx->db)) != ERR_OK)
			return rc;
	}
	return ERR_OK;
}

/*
 * Until everything that will be written is sealed, by whichever of them, or one is in the way of the
 * other for too long.
 */
static enum err
seal_all(struct context *cx)
{
	struct audit_sealing s = { .settled = 0 };
	struct audit_place place = { .position = 0 };
	int refused = 0;
	size_t count;
	enum err rc;

	while (place.position < WRITERS * WRITTEN && refused < REFUSED_MAX) {
		rc = audit_seal_all(cx, &s, &count);
		if (rc != ERR_OK && rc != ERR_RETRY)
			return rc;
		refused = rc == ERR_OK ? 0 : refused + 1;
		if ((rc = audit_seal_last(cx, cx->actor.account_id, &place)) != ERR_OK)
			return rc;
	}
	return refused < REFUSED_MAX ? ERR_OK : ERR_BUSY;
}

static enum err
write_or_seal(struct db *db, int number, void *what)
{
	struct context cx = *(struct context *)what;

	cx.db = db;
	return number < WRITERS ? write_all(&cx, number) : seal_all(&cx);
}

static void
test_seal__many_write_while_two_seal(void **state)
{
	struct t *t = *state;
	struct db *owner = race_owner(&t->config);
	int answers[ERR__MAX + 1] = { 0 };
	struct audit_finding f, waiting;

	db_rollback(t->cx.db);
	assert_int_equal(db_exec(owner, NULL, "INSERT INTO account (business_name,"
	    " business_email, super_admins, contact_limit, saved_at, created_at)"
	    " VALUES ('Sealed', '', 1, 1, 1, 1)"), ERR_OK);
	t->cx.actor.account_id = db_insert_id(owner);
	race(&t->config, WRITERS + SEALERS, write_or_seal, &t->cx, answers);

	assert_int_equal(audit_verify_chain(&t->cx, t->cx.actor.account_id, NULL, 0, &f), ERR_OK);
	assert_int_equal(audit_verify_unsealed(&t->cx, t->cx.actor.account_id, &waiting), ERR_OK);
	assert_int_equal(db_exec(owner, NULL, "DELETE FROM audit_seal WHERE chain = ?",
	    V(t->cx.actor.account_id)), ERR_OK);
	assert_int_equal(db_exec(owner, NULL, "DELETE FROM audit_event WHERE account_id = ?",
	    V(t->cx.actor.account_id)), ERR_OK);
	assert_int_equal(db_exec(owner, NULL, "DELETE FROM account WHERE id = ?",
	    V(t->cx.actor.account_id)), ERR_OK);
	db_free(&owner);
	assert_int_equal(db_begin(t->cx.db), ERR_OK);
	assert_int_equal(answers[ERR_OK], WRITERS + SEALERS);
	assert_int_equal(f.fault, AUDIT_WHOLE);
	assert_int_equal(f.count, WRITERS * WRITTEN);
	assert_int_equal(waiting.fault, AUDIT_WHOLE);
	assert_int_equal(waiting.count, 0);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_seal__what_was_written_is_whole),
		TEST(test_seal__what_was_sealed_late_is_counted),
		TEST(test_seal__events_of_no_account_have_a_chain),
		TEST(test_seal__what_is_done_in_the_database_is_found),
		TEST(test_seal__an_event_put_in_is_not_sealed),
		TEST(test_seal__no_event_is_written_twice),
		TEST(test_seal__what_waits_is_counted_and_what_waits_too_long_is_told),
		TEST(test_seal__an_event_put_in_is_found_behind_those_that_wait),
		TEST(test_seal__many_that_wait_are_all_looked_at),
		TEST(test_seal__events_without_any_seal_have_a_chain),
		TEST(test_seal__a_quick_look_is_at_the_newest),
		TEST(test_seal__the_newest_that_are_missing_are_known_from_what_was_told),
		TEST(test_seal__a_chain_that_is_gone_altogether_is_known_from_what_was_told),
		TEST(test_seal__a_told_seal_is_found_in_a_mail_as_it_travels),
		TEST(test_seal__many_are_sealed_some_at_a_time),
		TEST(test_seal__sealing_goes_on_behind_what_is_settled),
		TEST(test_seal__sealing_begins_where_everything_is_sealed),
		TEST(test_seal__what_is_erased_leaves_the_chain_whole),
		TEST(test_seal__one_event_is_erased),
		TEST(test_seal__what_is_erased_is_compared_as_bytes),
		TEST(test_seal__an_erasure_put_in_erases_nothing),
		TEST(test_seal__what_is_old_is_put_away_and_the_chain_goes_on),
		TEST(test_seal__many_write_while_two_seal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
