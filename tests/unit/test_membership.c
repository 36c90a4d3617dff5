/*
 * test_membership: who may change whom, what a change takes with it, and the last Super Admin.
 */
#include "base/banned.h"
#include "domain/membership.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/account.h"
#include "domain/user.h"
#include "harness/harness.h"
#include "harness/race.h"

#define REVERT "INSERT INTO email_revert (user_id, serial, old_email, new_email, changed_at)" \
	" VALUES (%lld, 1, 'a@b.example', 'c@d.example', 1)"

static int64_t
member(struct t *t, int account, enum role_id role)
{
	return t_number(t, t_fmt(t,
	    "SELECT id FROM membership WHERE account_id = %lld AND user_id = %lld",
	    (long long)t->accounts[account].id, (long long)t->accounts[account].users[role]));
}

/* Acts for the user of a role, with what that role has now. */
static void
act_as(struct t *t, int account, enum role_id role)
{
	struct role r;

	t_as(t, account, role);
	t->cx.actor.account_id = t->accounts[account].id;
	t->cx.actor.user_id = t->accounts[account].users[role];
	t->cx.actor.user_name = role_default_name(role);
	t->cx.actor.session_id = t->session_id;
	t->cx.actor.department = t_text(t, t_fmt(t,
	    "SELECT department FROM membership WHERE id = %lld",
	    (long long)member(t, account, role)));
	assert_int_equal(role_load(&t->cx, role, &r), ERR_OK);
	t->cx.actor.role_id = role;
	t->cx.actor.role_name = r.name;
	t->cx.actor.rank = r.rank;
	t->cx.actor.permission_bits = r.bits;
}

static void
run_sql(struct t *t, const char *sql)
{
	if (db_run_text(t->cx.db, sql) != ERR_OK)
		fail_msg("%s: %s", sql, db_problem(t->cx.db));
}

static struct membership
load(struct t *t, int64_t id)
{
	struct membership m;

	assert_int_equal(membership_load(&t->cx, id, &m), ERR_OK);
	return m;
}

/* What is said of a field, "" nothing. */
static const char *
said(const struct problems *p, const char *field)
{
	const struct problem *found = problems_about(p, field, false);

	return found == NULL ? "" : found->text;
}

static int64_t
owners(struct t *t)
{
	return t_number(t, t_fmt(t, "SELECT super_admins FROM account WHERE id = %lld",
	    (long long)t->accounts[0].id));
}

static void
test_membership__bars_by_rank_and_rights(void **state)
{
	static const struct {
		int rank, actor_rank;
		enum membership_bar expected;
	} cases[] = {
		{ 4, 4, MEMBERSHIP_BAR_NONE }, { 3, 4, MEMBERSHIP_BAR_NONE },
		{ 4, 3, MEMBERSHIP_BAR_RANK }, { 3, 3, MEMBERSHIP_BAR_RANK },
		{ 2, 3, MEMBERSHIP_BAR_NONE }, { 2, 2, MEMBERSHIP_BAR_RANK },
		{ 1, 2, MEMBERSHIP_BAR_NONE }, { 1, 1, MEMBERSHIP_BAR_RANK },
		{ 1, 0, MEMBERSHIP_BAR_RANK },
	};
	struct actor actor = { .user_id = 1, .permission_bits = 6 };
	struct membership m = { .user_id = 2, .role_id = 7 };
	struct role role = { .id = 8, .rank = 1, .bits = 6 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		actor.rank = cases[i].actor_rank;
		m.role.rank = cases[i].rank;
		if (membership_bar(&actor, &m, NULL) != cases[i].expected)
			fail_msg("%d acts on %d", cases[i].actor_rank, cases[i].rank);
	}

	actor.rank = 2;
	m.role.rank = 1;
	assert_int_equal(membership_bar(&actor, &m, &role), MEMBERSHIP_BAR_NONE);
	role.rank = 2;
	assert_int_equal(membership_bar(&actor, &m, &role), MEMBERSHIP_BAR_GRANT);
	role.rank = 1;
	role.bits = 8;
	assert_int_equal(membership_bar(&actor, &m, &role), MEMBERSHIP_BAR_GRANT);
	m.role_id = role.id;
	assert_int_equal(membership_bar(&actor, &m, &role), MEMBERSHIP_BAR_NONE);
	m.user_id = actor.user_id;
	assert_int_equal(membership_bar(&actor, &m, NULL), MEMBERSHIP_BAR_OWN);
}

static void
test_membership__save_changes_and_tells(void **state)
{
	struct t *t = *state;
	struct membership m;
	struct problems p;

	act_as(t, 0, ROLE_ADMIN);
	problems_init(&p, t->mem);
	m = load(t, member(t, 0, ROLE_AGENT));
	m.role_id = ROLE_MANAGER;
	m.extension = "204";
	m.takes_calls = m.is_pro = true;

	assert_int_equal(membership_save(&t->cx, &m, &p), ERR_OK);

	m = load(t, m.id);
	assert_int_equal(m.role_id, ROLE_MANAGER);
	assert_int_equal(m.version, 2);
	assert_string_equal(m.saved_by, "Admin");
	assert_string_equal(t_text(t, "SELECT CONCAT(fields, ' ', after_json) FROM " T_EVENTS
	    " WHERE action = 'membership.update'"), "role,extension,takes_calls,pro "
	    "{\"role\":\"Manager\",\"extension\":\"204\",\"takes_calls\":\"yes\",\"pro\":\"yes\"}");
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox"
	    " WHERE template = 'membership-rights' AND recipient = 'role5@asha.example'"), 1);
	m.version = 1;
	assert_int_equal(membership_save(&t->cx, &m, &p), ERR_CONFLICT);
}

static void
test_membership__save_says_whose_an_extension_is(void **state)
{
	struct t *t = *state;
	struct membership m;
	struct problems p;

	act_as(t, 0, ROLE_SUPER_ADMIN);
	problems_init(&p, t->mem);
	m = load(t, member(t, 0, ROLE_AGENT));
	m.extension = "204";
	assert_int_equal(membership_save(&t->cx, &m, &p), ERR_OK);
	m = load(t, member(t, 0, ROLE_BILLING));
	m.extension = "204";

	assert_int_equal(membership_save(&t->cx, &m, &p), ERR_INVALID);

	assert_string_equal(said(&p, "extension"), "Agent has the extension 204. Choose another "
	    "one, or change it there first.");
}

static void
test_membership__an_extension_is_kept_for_whom_one_invites(void **state)
{
	struct t *t = *state;
	struct membership m;
	struct problems p;

	act_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE invitation SET extension = '301'"
	    " WHERE id = ?", V(t->accounts[0].invitation)), ERR_OK);
	problems_init(&p, t->mem);
	m = load(t, member(t, 0, ROLE_AGENT));
	m.extension = "301";
	assert_int_equal(membership_save(&t->cx, &m, &p), ERR_INVALID);
	assert_non_null(strstr(said(&p, "extension"), "kept for somebody who is invited"));

	t->cx.now += 73 * 3600;	/* an invitation lives 72 hours */
	problems_init(&p, t->mem);
	assert_int_equal(membership_save(&t->cx, &m, &p), ERR_OK);
}

/* What each may not, whatever the form held. */
static void
test_membership__save_refuses_what_rank_forbids(void **state)
{
	struct t *t = *state;
	struct membership m;
	struct problems p;

	act_as(t, 0, ROLE_ADMIN);
	problems_init(&p, t->mem);
	m = load(t, member(t, 0, ROLE_SUPER_ADMIN));
	m.extension = "1";
	assert_int_equal(membership_save(&t->cx, &m, &p), ERR_INVALID);
	assert_non_null(strstr(said(&p, ""), "not below your own role"));

	problems_init(&p, t->mem);
	m = load(t, member(t, 0, ROLE_AGENT));
	m.role_id = ROLE_ADMIN;
	assert_int_equal(membership_save(&t->cx, &m, &p), ERR_INVALID);
	assert_non_null(strstr(said(&p, "role"), "as high as your own"));

	problems_init(&p, t->mem);
	m = load(t, member(t, 0, ROLE_ADMIN));
	m.role_id = ROLE_AGENT;
	m.has_panel = false;
	assert_int_equal(membership_save(&t->cx, &m, &p), ERR_INVALID);
	assert_non_null(strstr(said(&p, "role"), "your own role"));
	assert_non_null(strstr(said(&p, "panel"), "your own sign-in"));

	problems_init(&p, t->mem);
	m = load(t, member(t, 0, ROLE_ADMIN));
	m.extension = "77";
	assert_int_equal(membership_save(&t->cx, &m, &p), ERR_OK);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM audit_event"
	    " WHERE action = 'membership.update'"), 1);
}

static void
test_membership__save_asks_for_a_code_to_make_a_super_admin(void **state)
{
	struct t *t = *state;
	struct membership m;
	struct problems p;

	act_as(t, 0, ROLE_SUPER_ADMIN);
	problems_init(&p, t->mem);
	m = load(t, member(t, 0, ROLE_ADMIN));
	m.role_id = ROLE_SUPER_ADMIN;

	assert_int_equal(membership_save(&t->cx, &m, &p), ERR_STEP_UP);
	assert_string_equal(t->cx.change, "make Admin (role2@asha.example) a Super Admin");
	m = load(t, m.id);
	m.role_id = ROLE_ADMIN;
	assert_int_equal(membership_save(&t->cx, &m, &p), ERR_OK);
	m = load(t, m.id);
	m.role_id = ROLE_SUPER_ADMIN;
	t->cx.proof = PROOF_PRIMARY;
	assert_int_equal(membership_save(&t->cx, &m, &p), ERR_OK);

	assert_int_equal(owners(t), 2);
	t->cx.proof = PROOF_NONE;
}

static void
test_membership__a_manager_sees_one_department(void **state)
{
	struct t *t = *state;
	struct membership m;

	act_as(t, 0, ROLE_MANAGER);
	assert_int_equal(membership_load(&t->cx, member(t, 0, ROLE_AGENT), &m), ERR_OK);
	run_sql(t, t_fmt(t, "UPDATE membership SET department = 'Support' WHERE id = %lld",
	    (long long)member(t, 0, ROLE_AGENT)));
	assert_int_equal(membership_load(&t->cx, member(t, 0, ROLE_AGENT), &m), ERR_MISSING);
	assert_int_equal(membership_load(&t->cx, member(t, 1, ROLE_SUPER_ADMIN), &m), ERR_MISSING);
	run_sql(t, "UPDATE membership SET department = ''");
	t->cx.actor.department = "";
	assert_int_equal(membership_load(&t->cx, member(t, 0, ROLE_AGENT), &m), ERR_MISSING);
	assert_int_equal(membership_load(&t->cx, member(t, 0, ROLE_MANAGER), &m), ERR_OK);
}

static void
test_membership__suspended_and_resumed(void **state)
{
	struct t *t = *state;
	int64_t id = member(t, 0, ROLE_AGENT);
	struct problems p;

	t_as(t, 0, ROLE_AGENT);
	act_as(t, 0, ROLE_ADMIN);
	problems_init(&p, t->mem);

	assert_int_equal(membership_suspend(&t->cx, id, 1, &p), ERR_OK);
	assert_int_equal(load(t, id).state, MEMBERSHIP_SUSPENDED);
	assert_int_equal(t_number(t, t_fmt(t, "SELECT COUNT(*) FROM session"
	    " WHERE user_id = %lld AND ended_at IS NULL", (long long)t->accounts[0].users[ROLE_AGENT])),
	    0);
	assert_int_equal(membership_suspend(&t->cx, id, 1, &p), ERR_CONFLICT);
	assert_int_equal(membership_suspend(&t->cx, id, 2, &p), ERR_CONFLICT);
	assert_int_equal(membership_resume(&t->cx, id, 2, &p), ERR_OK);

	assert_int_equal(load(t, id).state, MEMBERSHIP_ACTIVE);
	assert_string_equal(t_text(t, "SELECT GROUP_CONCAT(action ORDER BY id) FROM audit_event"
	    " WHERE action IN ('membership.suspend', 'membership.resume')"),
	    "membership.suspend,membership.resume");
	assert_string_equal(t_text(t, "SELECT GROUP_CONCAT(template ORDER BY id) FROM outbox"
	    " WHERE template LIKE 'membership-%'"),
	    "membership-suspended,membership-resumed");
}

/* Sessions of the same user in another account stay. */
static void
test_membership__removed(void **state)
{
	struct t *t = *state;
	int64_t id = member(t, 0, ROLE_ADMIN), user = t->accounts[0].users[ROLE_ADMIN];
	struct membership m;
	struct problems p;

	t_as(t, 1, ROLE_ADMIN);
	t_as(t, 0, ROLE_ADMIN);
	act_as(t, 0, ROLE_SUPER_ADMIN);
	problems_init(&p, t->mem);
	run_sql(t, t_fmt(t, REVERT, (long long)user));

	assert_int_equal(membership_remove(&t->cx, id, 1, &p), ERR_OK);

	assert_int_equal(membership_load(&t->cx, id, &m), ERR_MISSING);
	assert_int_equal(t_number(t, t_fmt(t, "SELECT account_id FROM session WHERE user_id = %lld"
	    " AND ended_at IS NULL", (long long)user)), t->accounts[1].id);
	assert_string_equal(t_text(t, "SELECT state FROM email_revert"), "open");
	assert_string_equal(t_text(t, "SELECT object_name FROM audit_event"
	    " WHERE action = 'membership.remove'"), "Admin");

	act_as(t, 1, ROLE_SUPER_ADMIN);
	assert_int_equal(membership_remove(&t->cx, member(t, 1, ROLE_ADMIN), 1, &p), ERR_OK);
	assert_string_equal(t_text(t, "SELECT state FROM email_revert"), "void");
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox"
	    " WHERE template = 'membership-removed' AND recipient = 'role2@asha.example'"), 2);
}

/* Whatever asks: it is the database that counts. */
static void
test_membership__the_last_super_admin_stays(void **state)
{
	struct t *t = *state;
	int64_t id = member(t, 0, ROLE_SUPER_ADMIN);
	struct membership m;
	struct problems p;
	struct role agent;

	act_as(t, 0, ROLE_SUPER_ADMIN);
	m = load(t, id);
	assert_true(m.is_last_owner);
	problems_init(&p, t->mem);
	assert_int_equal(role_load(&t->cx, ROLE_AGENT, &agent), ERR_OK);
	assert_int_equal(membership_make_role(&t->cx, &m, &agent, &p), ERR_INVALID);
	assert_non_null(strstr(said(&p, ""), "is the last Super Admin"));

	problems_init(&p, t->mem);
	assert_int_equal(membership_suspend(&t->cx, id, 1, &p), ERR_INVALID);
	assert_non_null(strstr(said(&p, ""), "You are the last Super Admin"));
	problems_init(&p, t->mem);
	assert_int_equal(membership_remove(&t->cx, id, 1, &p), ERR_INVALID);
	assert_int_equal(owners(t), 1);
}

static void
test_membership__only_who_is_active_counts_as_super_admin(void **state)
{
	struct t *t = *state;
	int64_t id = member(t, 0, ROLE_ADMIN);
	struct role owner;
	struct problems p;
	struct membership m;

	act_as(t, 0, ROLE_SUPER_ADMIN);
	problems_init(&p, t->mem);
	m = load(t, id);
	assert_int_equal(role_load(&t->cx, ROLE_SUPER_ADMIN, &owner), ERR_OK);
	assert_int_equal(membership_make_role(&t->cx, &m, &owner, &p), ERR_OK);
	assert_int_equal(owners(t), 2);
	assert_false(load(t, id).is_last_owner);

	assert_int_equal(membership_suspend(&t->cx, id, 2, &p), ERR_OK);
	assert_int_equal(owners(t), 1);
	assert_int_equal(membership_resume(&t->cx, id, 3, &p), ERR_OK);
	assert_int_equal(owners(t), 2);
	assert_int_equal(membership_remove(&t->cx, id, 4, &p), ERR_OK);
	assert_int_equal(owners(t), 1);
}

/* The request began with rights that were taken away before it could hold the account. */
static void
test_membership__rights_that_are_gone_change_nothing(void **state)
{
	struct t *t = *state;
	struct problems p;

	act_as(t, 0, ROLE_ADMIN);
	problems_init(&p, t->mem);
	run_sql(t, t_fmt(t, "UPDATE membership SET role_id = 5 WHERE id = %lld",
	    (long long)member(t, 0, ROLE_ADMIN)));
	assert_int_equal(membership_suspend(&t->cx, member(t, 0, ROLE_AGENT), 1, &p), ERR_DENIED);
	run_sql(t, t_fmt(t, "UPDATE membership SET role_id = 2, state = 'suspended' WHERE id = %lld",
	    (long long)member(t, 0, ROLE_ADMIN)));
	assert_int_equal(membership_remove(&t->cx, member(t, 0, ROLE_AGENT), 1, &p), ERR_DENIED);
}

static void
test_membership__panel_off_ends_sessions_and_sign_in(void **state)
{
	struct t *t = *state;
	struct membership m;
	struct problems p;

	t_as(t, 0, ROLE_AGENT);
	act_as(t, 0, ROLE_ADMIN);
	problems_init(&p, t->mem);
	m = load(t, member(t, 0, ROLE_AGENT));
	m.has_panel = false;

	assert_int_equal(membership_save(&t->cx, &m, &p), ERR_OK);

	assert_int_equal(t_number(t, t_fmt(t, "SELECT COUNT(*) FROM session WHERE user_id = %lld"
	    " AND ended_at IS NULL", (long long)m.user_id)), 0);
	m = load(t, member(t, 0, ROLE_AGENT));
	assert_false(m.has_panel);
}

/* A user's own name is sorted and searched here, so it follows; the case of a letter too. */
static void
test_membership__follows_the_users_own_name(void **state)
{
	struct t *t = *state;
	int64_t id = member(t, 0, ROLE_AGENT);

	act_as(t, 0, ROLE_ADMIN);
	run_sql(t, t_fmt(t, "UPDATE user SET name = 'Zoe', email = 'zoe@asha.example'"
	    " WHERE id = %lld", (long long)t->accounts[0].users[ROLE_AGENT]));
	assert_string_equal(load(t, id).user_name, "Zoe");
	assert_string_equal(load(t, id).user_email, "zoe@asha.example");
	run_sql(t, t_fmt(t, "UPDATE user SET name = 'ZO\303\211' WHERE id = %lld",
	    (long long)t->accounts[0].users[ROLE_AGENT]));
	assert_string_equal(load(t, id).user_name, "ZO\303\211");
}

#define PROCESSES 50

/* An account of its own, committed, with two Super Admins. */
struct rivals {
	struct t	*t;
	bool		 is_extension;	/* they take one; else they end each other */
	int64_t		 account_id;
	int64_t		 members[2];
	struct actor	 actors[2];
	struct db	*owner;		/* the migrations' user, who may remove what was made */
};

static void
begin_race(struct t *t, struct rivals *r)
{
	struct account a = { .business_name = "Race", .business_email = "race@race.example",
		.trade_name = "", .phone = "", .website = "", .legal_name = "", .address = "",
		.region = "IN", .time_zone = "Asia/Kolkata", .contact_limit = 5 };
	struct problems p;
	int i;

	r->t = t;
	r->owner = race_owner(&t->config);
	db_rollback(t->cx.db);
	problems_init(&p, t->mem);
	t->cx.actor.department = "";
	assert_int_equal(account_add(&t->cx, &a, &p, &r->account_id), ERR_OK);
	t->cx.actor.account_id = r->account_id;
	for (i = 0; i < 2; i++) {
		struct membership m = { .account_id = r->account_id, .role_id = ROLE_SUPER_ADMIN,
			.extension = "", .department = "", .has_panel = true };
		struct role role;

		assert_int_equal(user_add(&t->cx, "Racer", t_fmt(t, "racer%d@race.example", i), "",
				     &m.user_id), ERR_OK);
		assert_int_equal(membership_add(&t->cx, &m, i == 0), ERR_OK);
		assert_int_equal(role_load(&t->cx, ROLE_SUPER_ADMIN, &role), ERR_OK);
		r->members[i] = m.id;
		r->actors[i] = (struct actor){ .session_id = 1, .user_id = m.user_id,
			.user_name = "Racer", .user_email = "", .account_id = r->account_id,
			.account_name = "Race", .account_region = "IN", .account_zone = "UTC",
			.user_zone = "", .other_accounts = "", .department = "",
			.role_id = role.id, .role_name = role.name, .rank = role.rank,
			.permission_bits = role.bits };
	}
}

static void
end_race(struct t *t, struct rivals *r)
{
	static const char *const tables[] = { "outbox", "audit_event", "membership", "role",
		"billing_details" };
	size_t i;

	for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		assert_int_equal(db_run_text(r->owner, t_fmt(t, "DELETE FROM %s"
		    " WHERE account_id = %lld", tables[i], (long long)r->account_id)), ERR_OK);
	assert_int_equal(db_run_text(r->owner, "DELETE FROM user WHERE email LIKE"
	    " 'racer%@race.example'"), ERR_OK);
	assert_int_equal(db_run_text(r->owner, t_fmt(t, "DELETE FROM account WHERE id = %lld",
	    (long long)r->account_id)), ERR_OK);
	db_free(&r->owner);
	assert_int_equal(db_begin(t->cx.db), ERR_OK);
}

/* What process number tries on the other Super Admin. */
static enum err
end_other(struct context *cx, struct membership *m, int number, struct problems *p)
{
	if (number % 3 == 0)
		return membership_remove(cx, m->id, m->version, p);
	if (number % 3 == 1)
		return membership_suspend(cx, m->id, m->version, p);
	m->role_id = ROLE_AGENT;
	return membership_save(cx, m, p);
}

static enum err
change_other(struct db *db, int number, void *what)
{
	const struct rivals *r = what;
	struct context cx = r->t->cx;
	struct membership m;
	struct problems p;
	enum err rc;

	cx.db = db;
	cx.actor = r->actors[number % 2];
	problems_init(&p, cx.mem);
	if ((rc = db_begin(db)) != ERR_OK ||
	    (rc = membership_load(&cx, r->members[1 - number % 2], &m)) != ERR_OK)
		return rc;
	if (r->is_extension)
		m.extension = "100";
	rc = r->is_extension ? membership_save(&cx, &m, &p) : end_other(&cx, &m, number, &p);
	return rc == ERR_OK ? db_commit(db) : rc;
}

static void
test_membership__of_two_super_admins_one_remains(void **state)
{
	struct t *t = *state;
	int answers[ERR__MAX + 1] = { 0 };
	int64_t active, counted;
	struct rivals r;

	begin_race(t, &r);

	r.is_extension = false;
	race(&t->config, PROCESSES, change_other, &r, answers);

	active = t_number(t, t_fmt(t, "SELECT COUNT(*) FROM membership WHERE account_id = %lld"
	    " AND role_id = 1 AND state = 'active'", (long long)r.account_id));
	counted = t_number(t, t_fmt(t, "SELECT super_admins FROM account WHERE id = %lld",
	    (long long)r.account_id));
	end_race(t, &r);
	assert_int_equal(active, 1);
	assert_int_equal(counted, 1);
	assert_true(answers[ERR_OK] >= 1);
	assert_int_equal(answers[ERR_RETRY] + answers[ERR_DB] + answers[ERR_BUG] + answers[ERR__MAX],
	    0);
}

static void
test_membership__an_extension_is_given_once(void **state)
{
	struct t *t = *state;
	int answers[ERR__MAX + 1] = { 0 };
	int64_t holders;
	struct rivals r;

	begin_race(t, &r);

	r.is_extension = true;
	race(&t->config, PROCESSES, change_other, &r, answers);

	holders = t_number(t, t_fmt(t, "SELECT COUNT(*) FROM membership WHERE account_id = %lld"
	    " AND extension = '100'", (long long)r.account_id));
	end_race(t, &r);
	assert_int_equal(holders, 1);
	assert_true(answers[ERR_INVALID] >= 1);
	assert_int_equal(answers[ERR_RETRY] + answers[ERR_DB] + answers[ERR_BUG] + answers[ERR__MAX],
	    0);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_membership__bars_by_rank_and_rights),
		TEST(test_membership__save_changes_and_tells),
		TEST(test_membership__save_says_whose_an_extension_is),
		TEST(test_membership__an_extension_is_kept_for_whom_one_invites),
		TEST(test_membership__save_refuses_what_rank_forbids),
		TEST(test_membership__save_asks_for_a_code_to_make_a_super_admin),
		TEST(test_membership__a_manager_sees_one_department),
		TEST(test_membership__suspended_and_resumed),
		TEST(test_membership__removed),
		TEST(test_membership__the_last_super_admin_stays),
		TEST(test_membership__only_who_is_active_counts_as_super_admin),
		TEST(test_membership__rights_that_are_gone_change_nothing),
		TEST(test_membership__panel_off_ends_sessions_and_sign_in),
		TEST(test_membership__follows_the_users_own_name),
		TEST(test_membership__of_two_super_admins_one_remains),
		TEST(test_membership__an_extension_is_given_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
