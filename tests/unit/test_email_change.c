/*
 * test_email_change: two who change at once. Each test commits an account and two users of its own,
 * and removes them again.
 */
#include "base/banned.h"
#include "domain/email_change.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/email_link.h"
#include "domain/link.h"
#include "harness/harness.h"
#include "harness/race.h"

#define PROCESSES 8
#define NEW	"race-new@email-change.example"

static const char SQL_USER[] =
	"INSERT INTO user (name, email, created_at) VALUES ('Race', ?, 1)";
static const char SQL_PENDING[] =
	"INSERT INTO email_change (user_id, old_email, new_email, asked_at, sent_at, expires_at)"
	" VALUES (?, ?, ?, 1, 1, 4000000000)";

struct pair {
	struct t	*t;
	int64_t		 account_id;
	int64_t		 users[2];
	const char	*tokens[2];	/* of their links */
	int		 links;		/* how many of the two are opened */
	struct db	*owner;		/* the migrations' user, who may remove what was made */
};

/* Two users who both want the same address. */
static void
begin(struct t *t, struct pair *r)
{
	int i;

	db_rollback(t->cx.db);
	r->t = t;
	r->owner = race_owner(&t->config);
	assert_int_equal(db_run_text(r->owner, "INSERT INTO account (business_name,"
	    " business_email, super_admins, contact_limit, saved_at, created_at)"
	    " VALUES ('Race', '', 1, 1, 1, 1)"), ERR_OK);
	r->account_id = t_number(t, "SELECT MAX(id) FROM account");
	t->cx.actor.account_id = r->account_id;
	for (i = 0; i < 2; i++) {
		const char *old = t_fmt(t, "race-%d@email-change.example", i);

		assert_int_equal(db_exec(t->cx.db, NULL, SQL_USER, V(old)), ERR_OK);
		r->users[i] = db_insert_id(t->cx.db);
		assert_int_equal(db_exec(t->cx.db, NULL, SQL_PENDING, V(r->users[i]), V(old),
				     V(NEW)), ERR_OK);
		r->tokens[i] = strstr(link_make(&t->cx, LINK_EMAIL, r->users[i], 1), "email.");
	}
}

static void
end(struct t *t, struct pair *r)
{
	static const char *const users[] = { "DELETE FROM email_revert WHERE user_id",
		"DELETE FROM email_change WHERE user_id", "DELETE FROM user WHERE id" };
	static const char *const account[] = { "DELETE FROM outbox WHERE account_id",
		"DELETE FROM audit_event WHERE account_id", "DELETE FROM account WHERE id" };
	size_t i;

	for (i = 0; i < sizeof(users) / sizeof(users[0]); i++)
		assert_int_equal(db_run_text(r->owner, t_fmt(t, "%s IN (%lld, %lld)", users[i],
		    (long long)r->users[0], (long long)r->users[1])), ERR_OK);
	for (i = 0; i < sizeof(account) / sizeof(account[0]); i++)
		assert_int_equal(db_run_text(r->owner, t_fmt(t, "%s = %lld", account[i],
		    (long long)r->account_id)), ERR_OK);
	db_free(&r->owner);
	assert_int_equal(db_begin(t->cx.db), ERR_OK);
}

/* Opens the link of one of the two, by turns. */
static enum err
prove(struct db *db, int number, void *what)
{
	const struct pair *r = what;
	struct context cx = r->t->cx;
	struct email_link l;
	enum err rc;

	cx.db = db;
	if ((rc = db_begin(db)) != ERR_OK ||
	    (rc = email_link_open(&cx, r->tokens[number % r->links], &l)) != ERR_OK ||
	    (rc = email_link_prove(&cx, &l)) != ERR_OK)
		return rc;
	return db_commit(db);
}

static void
test_email_change__one_link_is_carried_out_once(void **state)
{
	struct t *t = *state;
	int answers[ERR__MAX + 1] = { 0 };
	int64_t changed, told;
	struct pair r;

	begin(t, &r);

	r.links = 1;
	race(&t->config, PROCESSES, prove, &r, answers);

	changed = t_number(t, "SELECT COUNT(*) FROM user WHERE email = '" NEW "'");
	told = t_number(t, t_fmt(t, "SELECT COUNT(*) FROM outbox WHERE account_id = %lld",
	    (long long)r.account_id));
	end(t, &r);
	assert_int_equal(answers[ERR_OK], 1);
	assert_int_equal(answers[ERR_MISSING], PROCESSES - 1);
	assert_int_equal(changed, 1);
	assert_int_equal(told, 1);
}

static void
test_email_change__one_of_two_users_gets_the_address(void **state)
{
	struct t *t = *state;
	int answers[ERR__MAX + 1] = { 0 };
	struct email_change first, second;
	struct pair r;

	begin(t, &r);

	r.links = 2;
	race(&t->config, PROCESSES, prove, &r, answers);

	assert_int_equal(email_change_load(&t->cx, r.users[0], &first), ERR_OK);
	assert_int_equal(email_change_load(&t->cx, r.users[1], &second), ERR_OK);
	end(t, &r);
	assert_int_equal(answers[ERR_OK], 1);
	assert_int_equal(answers[ERR_OK] + answers[ERR_MISSING] + answers[ERR_TAKEN], PROCESSES);
	assert_int_equal((first.state == EMAIL_CHANGE_CHANGED) +
	    (second.state == EMAIL_CHANGE_CHANGED), 1);
	assert_true(first.is_taken != second.is_taken);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_email_change__one_link_is_carried_out_once),
		TEST(test_email_change__one_of_two_users_gets_the_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
