/*
 * test_user_passkey: passkeys of users: added, renamed, removed, used once for a challenge, and by
 * nobody else.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "domain/user_passkey.h"

#include <string.h>

#include "domain/passkey_challenge.h"
#include "domain/second_factor.h"
#include "harness/harness.h"
#include "harness/race.h"
#include "harness/software_key.h"

#define HOST	"portal.example"
#define ROLE	ROLE_AGENT

static struct software_key key;
static struct passkey_challenge challenge;

static void
act_as(struct t *t, enum role_id role)
{
	t->cx.actor = (struct actor){ .user_id = t->accounts[0].users[role],
		.user_email = t_fmt(t, "role%d@asha.example", (int)role), .user_name = "Somebody",
		.account_id = t->accounts[0].id };
}

static int
set_up(void **state)
{
	struct t *t;

	if (t_setup(state) != 0)
		return -1;
	t = *state;
	key = key_new();
	act_as(t, ROLE);
	return 0;
}

static int
tear_down(void **state)
{
	key_release(&key);
	return t_teardown(state);
}

static int64_t
me(const struct t *t)
{
	return t->cx.actor.user_id;
}

/* A sound ceremony for a new challenge. */
static struct ceremony
ask(struct t *t, int64_t user_id)
{
	challenge = passkey_challenge_new(&t->cx, user_id);
	return (struct ceremony){ .challenge = challenge.text, .origin = T_SITE, .site_id = HOST,
		.flags = KEY_PRESENT | KEY_RECOGNISED };
}

static enum err
add_key(struct t *t, struct software_key *k, const char *name, struct problems *p)
{
	struct ceremony c = ask(t, me(t));
	const char *codes;

	problems_init(p, t->mem);
	return user_passkey_add(&t->cx, name, challenge.sealed, key_make(t->mem, k, &c), p, &codes);
}

static void
add(struct t *t)
{
	struct problems p;

	assert_int_equal(add_key(t, &key, "Office laptop", &p), ERR_OK);
}

static enum err
use(struct t *t, int64_t of, const struct ceremony *c, int64_t *who)
{
	return user_passkey_use(&t->cx, of, challenge.sealed, key_use(t->mem, &key, c), who);
}

static int64_t
count(struct t *t, const char *what)
{
	return t_number(t, t_fmt(t, "SELECT COUNT(*) FROM %s", what));
}

static void
test_user_passkey__is_added_with_an_event_a_mail_and_codes(void **state)
{
	struct t *t = *state;
	struct ceremony c = ask(t, me(t));
	struct user_passkey list[USER_PASSKEYS_MAX];
	struct problems p;
	const char *codes;
	size_t found;

	problems_init(&p, t->mem);
	assert_int_equal(user_passkey_add(&t->cx, "Office laptop", challenge.sealed,
	    key_make(t->mem, &key, &c), &p, &codes), ERR_OK);

	assert_int_equal(strlen(codes), 10 * 19 + 9);
	assert_int_equal(user_passkey_list(&t->cx, list, &found), ERR_OK);
	assert_int_equal(found, 1);
	assert_string_equal(list[0].name, "Office laptop");
	assert_string_equal(list[0].credential, key_id(t->mem, &key));
	assert_int_equal(list[0].created_at, t->cx.now);
	assert_int_equal(list[0].used_at, 0);
	assert_int_equal(count(t, T_EVENTS " WHERE action = 'user.passkey_add'"
	    " AND after_json LIKE '%Office laptop%'"), 1);
	assert_string_equal(t_text(t, "SELECT recipient FROM outbox"
	    " WHERE template = 'passkey-added'"), t->cx.actor.user_email);
}

/* Who has a factor keeps the recovery codes that are printed. */
static void
test_user_passkey__a_further_one_leaves_the_codes(void **state)
{
	struct t *t = *state;
	struct software_key other = key_new();
	struct ceremony c;
	struct problems p;
	const char *codes;

	add(t);
	t->cx.actor.has_second_factor = true;
	c = ask(t, me(t));
	problems_init(&p, t->mem);
	assert_int_equal(user_passkey_add(&t->cx, "Phone", challenge.sealed,
	    key_make(t->mem, &other, &c), &p, &codes), ERR_OK);
	assert_string_equal(codes, "");
	assert_int_equal(count(t, "recovery_code"), 10);
	key_release(&other);
}

static void
test_user_passkey__is_not_added_twice(void **state)
{
	struct t *t = *state;
	struct problems p;

	add(t);
	assert_int_equal(add_key(t, &key, "Again", &p), ERR_INVALID);
	assert_non_null(strstr(p.list[0].text, "here already"));
	act_as(t, ROLE_MANAGER);
	assert_int_equal(add_key(t, &key, "Another's", &p), ERR_INVALID);
	assert_int_equal(count(t, "passkey"), 1);
}

static void
test_user_passkey__needs_a_name(void **state)
{
	struct t *t = *state;
	struct problems p;

	assert_int_equal(add_key(t, &key, "", &p), ERR_INVALID);
	assert_string_equal(p.list[0].field, "name");
	assert_int_equal(add_key(t, &key, t_fmt(t, "%061d", 1), &p), ERR_INVALID);
	assert_string_equal(p.list[0].field, "name");
	assert_int_equal(add_key(t, &key, t_fmt(t, "%060d", 1), &p), ERR_OK);
}

static void
test_user_passkey__there_are_ten_at_most(void **state)
{
	struct software_key other;
	struct t *t = *state;
	struct problems p;
	int i;

	for (i = 0; i < USER_PASSKEYS_MAX; i++) {
		other = key_new();
		assert_int_equal(add_key(t, &other, t_fmt(t, "Key %d", i), &p), ERR_OK);
		key_release(&other);
	}
	assert_int_equal(add_key(t, &key, "One more", &p), ERR_INVALID);
	assert_non_null(strstr(p.list[0].text, "which is the most"));
}

static void
test_user_passkey__a_new_one_answers_its_own_challenge_once(void **state)
{
	struct t *t = *state;
	struct ceremony c = ask(t, me(t));
	const char *made = key_make(t->mem, &key, &c), *codes;
	struct problems p;

	problems_init(&p, t->mem);
	t->cx.now += PASSKEY_CHALLENGE_SEC;
	assert_int_equal(user_passkey_add(&t->cx, "Late", challenge.sealed, made, &p, &codes),
	    ERR_INVALID);
	t->cx.now--;
	act_as(t, ROLE_MANAGER);
	assert_int_equal(user_passkey_add(&t->cx, "Another's", challenge.sealed, made, &p, &codes),
	    ERR_INVALID);
	act_as(t, ROLE);
	assert_int_equal(user_passkey_add(&t->cx, "Mine", challenge.sealed, made, &p, &codes),
	    ERR_OK);
	assert_int_equal(db_exec(t->cx.db, NULL, "DELETE FROM passkey"), ERR_OK);
	assert_int_equal(user_passkey_add(&t->cx, "Again", challenge.sealed, made, &p, &codes),
	    ERR_INVALID);
	assert_int_equal(count(t, "passkey"), 0);
}

static void
test_user_passkey__is_used_by_who_is_known(void **state)
{
	struct ceremony c;
	struct t *t = *state;
	int64_t who = 0;

	add(t);
	c = ask(t, me(t));
	t->cx.now += 10;
	assert_int_equal(use(t, me(t), &c, &who), ERR_OK);
	assert_int_equal(who, me(t));
	assert_int_equal(t->cx.code_of, me(t));
	assert_int_equal(t_number(t, "SELECT sign_count FROM passkey"), 2);
	assert_int_equal(t_number(t, "SELECT used_at FROM passkey"), t->cx.now);
}

/* Whom nobody knows yet is recognised by the key, which has to say whose it is. */
static void
test_user_passkey__recognises_its_owner(void **state)
{
	struct t *t = *state;
	int64_t owner = me(t), who = 0;
	struct ceremony c;

	add(t);
	t->cx.actor = (struct actor){ .user_id = 0, .user_email = "" };
	c = ask(t, 0);
	assert_int_equal(use(t, 0, &c, &who), ERR_INVALID);
	c.handle = user_passkey_handle(&t->cx, t->accounts[0].users[ROLE_MANAGER]);
	assert_int_equal(use(t, 0, &c, &who), ERR_INVALID);
	c.handle = user_passkey_handle(&t->cx, owner);
	assert_int_equal(use(t, 0, &c, &who), ERR_OK);
	assert_int_equal(who, owner);
}

static void
test_user_passkey__answers_a_challenge_once(void **state)
{
	struct t *t = *state;
	struct ceremony c;
	int64_t who;

	add(t);
	c = ask(t, me(t));
	assert_int_equal(use(t, me(t), &c, &who), ERR_OK);
	assert_int_equal(use(t, me(t), &c, &who), ERR_INVALID);
	assert_int_equal(count(t, "passkey_answered"), 2);
}

static void
test_user_passkey__answers_in_time(void **state)
{
	struct t *t = *state;
	struct ceremony c;
	int64_t who;

	add(t);
	c = ask(t, me(t));
	t->cx.now += PASSKEY_CHALLENGE_SEC;
	assert_int_equal(use(t, me(t), &c, &who), ERR_INVALID);
	t->cx.now--;
	assert_int_equal(use(t, me(t), &c, &who), ERR_OK);
}

static void
test_user_passkey__of_another_user_is_refused(void **state)
{
	struct t *t = *state;
	int64_t other = t->accounts[0].users[ROLE_MANAGER], who;
	struct ceremony c;

	add(t);
	c = ask(t, other);	/* another's challenge, and another who asks */
	assert_int_equal(use(t, me(t), &c, &who), ERR_INVALID);
	assert_int_equal(use(t, other, &c, &who), ERR_INVALID);
	c = ask(t, 0);
	assert_int_equal(use(t, me(t), &c, &who), ERR_INVALID);
	assert_int_equal(t->cx.code_of, 0);
	assert_int_equal(count(t, "passkey WHERE used_at IS NOT NULL"), 0);
}

static void
test_user_passkey__a_made_up_challenge_is_refused(void **state)
{
	struct t *t = *state;
	struct ceremony c;
	int64_t who;

	add(t);
	c = ask(t, me(t));
	challenge.sealed = flip(t->mem, challenge.sealed, 0);
	assert_int_equal(use(t, me(t), &c, &who), ERR_INVALID);
	challenge.sealed = "";
	assert_int_equal(use(t, me(t), &c, &who), ERR_INVALID);
}

static void
test_user_passkey__one_turned_bit_is_refused(void **state)
{
	struct t *t = *state;
	const char *answer;
	struct ceremony c;
	int64_t who;
	int part;

	add(t);
	c = ask(t, me(t));
	c.handle = user_passkey_handle(&t->cx, me(t));
	answer = key_use(t->mem, &key, &c);
	for (part = 0; part < 5; part++) {
		print_message("  part %d\n", part);
		assert_int_equal(user_passkey_use(&t->cx, me(t), challenge.sealed,
		    flip(t->mem, answer, part), &who), ERR_INVALID);
	}
	assert_int_equal(user_passkey_use(&t->cx, me(t), challenge.sealed, answer, &who), ERR_OK);
}

static void
test_user_passkey__a_copy_is_refused(void **state)
{
	struct t *t = *state;
	struct ceremony c;
	int64_t who;

	add(t);
	key.count = 40;
	c = ask(t, me(t));
	assert_int_equal(use(t, me(t), &c, &who), ERR_OK);
	key.count = 40;		/* the copy was taken before */
	c = ask(t, me(t));
	assert_int_equal(use(t, me(t), &c, &who), ERR_INVALID);
	assert_int_equal(t_number(t, "SELECT sign_count FROM passkey"), 40);
}

static void
test_user_passkey__is_renamed(void **state)
{
	struct user_passkey list[USER_PASSKEYS_MAX];
	struct t *t = *state;
	struct problems p;
	size_t found;

	add(t);
	problems_init(&p, t->mem);
	assert_int_equal(user_passkey_list(&t->cx, list, &found), ERR_OK);
	assert_int_equal(user_passkey_rename(&t->cx, &list[0], "", &p), ERR_INVALID);
	assert_int_equal(user_passkey_rename(&t->cx, &list[0], "Old laptop", &p), ERR_OK);
	assert_string_equal(t_text(t, "SELECT name FROM passkey"), "Old laptop");
	assert_int_equal(count(t, "audit_event WHERE action = 'user.passkey_rename'"), 1);
	assert_int_equal(user_passkey_rename(&t->cx, &list[0], "Too late", &p), ERR_CONFLICT);
	list[0].version++;
	act_as(t, ROLE_MANAGER);
	assert_int_equal(user_passkey_rename(&t->cx, &list[0], "Another's", &p), ERR_CONFLICT);
	assert_string_equal(t_text(t, "SELECT name FROM passkey"), "Old laptop");
}

static void
test_user_passkey__is_removed_with_the_last_codes(void **state)
{
	struct t *t = *state;
	struct problems problems;
	struct user_passkey p;
	struct ceremony c;
	int64_t who;

	problems_init(&problems, t->mem);
	add(t);
	assert_int_equal(user_passkey_load(&t->cx, t_number(t, "SELECT id FROM passkey"), &p),
	    ERR_OK);
	act_as(t, ROLE_MANAGER);
	assert_int_equal(user_passkey_load(&t->cx, p.id, &p), ERR_MISSING);
	assert_int_equal(user_passkey_remove(&t->cx, &p, &problems), ERR_MISSING);
	act_as(t, ROLE);
	assert_int_equal(user_passkey_remove(&t->cx, &p, &problems), ERR_OK);
	assert_int_equal(count(t, "passkey"), 0);
	assert_int_equal(count(t, "recovery_code"), 0);
	assert_int_equal(count(t, "audit_event WHERE action = 'user.passkey_remove'"), 1);
	assert_int_equal(count(t, "outbox WHERE template = 'passkey-removed'"), 1);
	c = ask(t, me(t));
	assert_int_equal(use(t, me(t), &c, &who), ERR_INVALID);
	assert_int_equal(user_passkey_remove(&t->cx, &p, &problems), ERR_MISSING);
}

static void
test_user_passkey__codes_stay_while_an_app_is_there(void **state)
{
	struct t *t = *state;
	struct problems problems;
	struct user_passkey p;

	problems_init(&problems, t->mem);
	add(t);
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE user SET totp_since = 1 WHERE id = ?",
	    V(me(t))), ERR_OK);
	assert_int_equal(user_passkey_load(&t->cx, t_number(t, "SELECT id FROM passkey"), &p),
	    ERR_OK);
	assert_int_equal(user_passkey_remove(&t->cx, &p, &problems), ERR_OK);
	assert_int_equal(count(t, "recovery_code"), 10);
}

#define PROCESSES 20

/* A committed user with an app and one passkey, whose role asks for a second factor. */
static struct db *
begin_race(struct t *t)
{
	struct db *owner = race_owner(&t->config);

	db_rollback(t->cx.db);
	assert_int_equal(db_run_text(owner, "INSERT INTO account (business_name, business_email,"
	    " super_admins, contact_limit, saved_at, created_at) VALUES ('', '', 1, 1, 1, 1)"),
	    ERR_OK);
	assert_int_equal(db_run_text(owner, "INSERT INTO user (name, email, totp_sealed,"
	    " totp_since, created_at) VALUES ('Racer', 'factor@race.example', 'x', 1, 1)"),
	    ERR_OK);
	t->cx.actor.account_id = t_number(t, "SELECT MAX(id) FROM account");
	t->cx.actor.user_id = t_number(t, "SELECT MAX(id) FROM user");
	t->cx.actor.needs_second_factor = true;
	t->cx.actor.role_name = "Agent";
	assert_int_equal(db_run_text(owner, t_fmt(t, "INSERT INTO passkey (user_id,"
	    " credential_hash, credential, public_key, algorithm, name, created_at)"
	    " VALUES (%lld, 'race', 'c', 'k', -7, 'Laptop', 1)", (long long)me(t))), ERR_OK);
	return owner;
}

static void
end_race(struct t *t, struct db *owner)
{
	static const char *const tables[] = { "outbox", "audit_event" };
	size_t i;

	for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		assert_int_equal(db_run_text(owner, t_fmt(t, "DELETE FROM %s WHERE account_id ="
		    " %lld", tables[i], (long long)t->cx.actor.account_id)), ERR_OK);
	assert_int_equal(db_run_text(owner, t_fmt(t, "DELETE FROM passkey WHERE user_id = %lld",
	    (long long)me(t))), ERR_OK);
	assert_int_equal(db_run_text(owner, t_fmt(t, "DELETE FROM user WHERE id = %lld",
	    (long long)me(t))), ERR_OK);
	assert_int_equal(db_run_text(owner, t_fmt(t, "DELETE FROM account WHERE id = %lld",
	    (long long)t->cx.actor.account_id)), ERR_OK);
	db_free(&owner);
	assert_int_equal(db_begin(t->cx.db), ERR_OK);
}

/* Every other process removes the app, and the others the passkey. */
static enum err
remove_one(struct db *db, int number, void *what)
{
	struct context cx = ((struct t *)what)->cx;
	struct user_passkey list[USER_PASSKEYS_MAX];
	struct problems problems;
	size_t found;
	enum err rc;

	cx.db = db;
	problems_init(&problems, cx.mem);
	if ((rc = db_begin(db)) != ERR_OK || (rc = user_passkey_list(&cx, list, &found)) != ERR_OK)
		return rc;
	if (number % 2 == 0)
		rc = second_factor_turn_off(&cx, &problems);
	else
		rc = found == 0 ? ERR_MISSING : user_passkey_remove(&cx, &list[0], &problems);
	return rc == ERR_OK ? db_commit(db) : rc;
}

static void
test_user_passkey__of_the_last_two_factors_one_stays(void **state)
{
	struct t *t = *state;
	struct db *owner = begin_race(t);
	int answers[ERR__MAX + 1] = { 0 };
	int64_t left;

	race(&t->config, PROCESSES, remove_one, t, answers);

	left = t_number(t, t_fmt(t, "SELECT (SELECT COUNT(*) FROM user WHERE id = %lld AND"
	    " totp_since IS NOT NULL) + (SELECT COUNT(*) FROM passkey WHERE user_id = %lld)",
	    (long long)me(t), (long long)me(t)));
	end_race(t, owner);
	assert_int_equal(left, 1);
	assert_int_equal(answers[ERR_OK], 1);
	assert_int_equal(answers[ERR_INVALID] + answers[ERR_MISSING], PROCESSES - 1);
}

static void
test_user_passkey__answered_challenges_are_put_away(void **state)
{
	struct t *t = *state;

	add(t);
	assert_int_equal(passkey_challenge_purge(&t->cx), ERR_OK);
	assert_int_equal(count(t, "passkey_answered"), 1);
	t->cx.now += PASSKEY_CHALLENGE_SEC + 1;
	assert_int_equal(passkey_challenge_purge(&t->cx), ERR_OK);
	assert_int_equal(count(t, "passkey_answered"), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(test_user_passkey__is_added_with_an_event_a_mail_and_codes),
		TEST(test_user_passkey__a_further_one_leaves_the_codes),
		TEST(test_user_passkey__is_not_added_twice),
		TEST(test_user_passkey__needs_a_name),
		TEST(test_user_passkey__there_are_ten_at_most),
		TEST(test_user_passkey__a_new_one_answers_its_own_challenge_once),
		TEST(test_user_passkey__is_used_by_who_is_known),
		TEST(test_user_passkey__recognises_its_owner),
		TEST(test_user_passkey__answers_a_challenge_once),
		TEST(test_user_passkey__answers_in_time),
		TEST(test_user_passkey__of_another_user_is_refused),
		TEST(test_user_passkey__a_made_up_challenge_is_refused),
		TEST(test_user_passkey__one_turned_bit_is_refused),
		TEST(test_user_passkey__a_copy_is_refused),
		TEST(test_user_passkey__is_renamed),
		TEST(test_user_passkey__is_removed_with_the_last_codes),
		TEST(test_user_passkey__codes_stay_while_an_app_is_there),
		TEST(test_user_passkey__of_the_last_two_factors_one_stays),
		TEST(test_user_passkey__answered_challenges_are_put_away),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
