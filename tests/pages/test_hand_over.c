/*
 * test_hand_over: who owns the account, with the page that takes the code: the change is carried
 * out there.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <string.h>

#include "base/clock.h"

#define HERE	"/manage/users/hand-over"
#define OTP	"/otp"

extern const struct page hand_over_page;

static int64_t
membership_of(struct t *t, int account, enum role_id user)
{
	return t_number(t, t_fmt(t, "SELECT id FROM membership WHERE account_id = %lld"
	    " AND user_id = %lld", (long long)t->accounts[account].id,
	    (long long)t->accounts[account].users[user]));
}

static char *
path_to(struct t *t, int account, enum role_id user)
{
	return t_fmt(t, HERE "/%lld", (long long)membership_of(t, account, user));
}

static int
get(struct t *t, const char *path)
{
	const struct page *own = t->worker.page;
	int status;

	t->worker.page = &hand_over_page;
	status = t_get(t, path);
	t->worker.page = own;
	return status;
}

static int
ask(struct t *t, enum role_id user, const char *version)
{
	const struct page *own = t->worker.page;
	int status;

	t->worker.page = &hand_over_page;
	status = t_post(t, path_to(t, 0, user), "version", version, NULL);
	t->worker.page = own;
	return status;
}

static int
give_code(struct t *t)
{
	return t_post(t, OTP, "code", t_code(t, "person1@asha.example"), NULL);
}

static int64_t
role_of(struct t *t, enum role_id user)
{
	return t_number(t, t_fmt(t, "SELECT role_id FROM membership WHERE id = %lld",
	    (long long)membership_of(t, 0, user)));
}

static int64_t
owners(struct t *t)
{
	return t_number(t, t_fmt(t, "SELECT super_admins FROM account WHERE id = %lld",
	    (long long)t->accounts[0].id));
}

static void
run(struct t *t, const char *sql)
{
	assert_int_equal(db_run_text(t->cx.db, sql), ERR_OK);
}

static void
set_role(struct t *t, enum role_id user, const char *what)
{
	run(t, t_fmt(t, "UPDATE membership SET %s WHERE id = %lld", what,
	    (long long)membership_of(t, 0, user)));
}

static void
test_hand_over__lists_who_it_could_be(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(get(t, HERE), 200);
	assert_in_range(t->statements, 1, 3);
	assert_string_equal(t_view(t, "Data.people.0.email"), "role2@asha.example");
	assert_string_equal(t_view(t, "Data.people.1.email"), "");

	/* A copy of Admin is one of those whom it could be. */
	assert_int_equal(db_run_text(t->cx.db, t_fmt(t, "INSERT INTO role (account_id, id,"
	    " copied_from, name, permission_bits) VALUES (%lld, 77, %d, 'Deputy', 0)",
	    (long long)t->accounts[0].id, ROLE_ADMIN)), ERR_OK);
	assert_int_equal(db_run_text(t->cx.db, t_fmt(t, "UPDATE membership SET role_id = 77"
	    " WHERE id = %lld", (long long)membership_of(t, 0, ROLE_MANAGER))), ERR_OK);
	assert_int_equal(get(t, HERE), 200);
	assert_string_equal(t_view(t, "Data.people.1.email"), "role4@asha.example");

	assert_int_equal(get(t, HERE "?email=Role5%40asha.example"), 200);
	assert_in_range(t->statements, 1, 3);
	assert_string_equal(t_view(t, "Data.found"),
	    t_fmt(t, "%lld", (long long)membership_of(t, 0, ROLE_AGENT)));
	get(t, HERE "?email=owner%40binary.example");
	assert_string_equal(t_view(t, "Data.found"), "");
	assert_non_null(strstr(t_page(t), "Nobody with the address owner@binary.example"));
}

static void
test_hand_over__says_what_it_means(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(get(t, path_to(t, 0, ROLE_AGENT)), 200);
	assert_in_range(t->statements, 1, 3);
	assert_string_equal(t_view(t, "Page.title"), "Hand over to Agent?");
	assert_string_equal(t_view(t, "Data.to.email"), "role5@asha.example");
	assert_string_equal(t_view(t, "Data.why"), "");
	assert_non_null(strstr(t_page(t), "become Admin at once"));
	assert_int_equal(get(t, path_to(t, 1, ROLE_SUPER_ADMIN)), 404);
}

static void
test_hand_over__is_the_super_admins_alone(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(get(t, HERE), 403);
	assert_int_equal(ask(t, ROLE_AGENT, "1"), 403);
	assert_non_null(strstr(t_page(t), "hand over ownership"));
}

static void
test_hand_over__waits_for_the_code(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(ask(t, ROLE_AGENT, "1"), 303);
	assert_string_equal(t_header(t, "Location"), OTP);
	assert_int_equal(role_of(t, ROLE_AGENT), ROLE_AGENT);
	assert_int_equal(role_of(t, ROLE_SUPER_ADMIN), ROLE_SUPER_ADMIN);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox WHERE template ="
	    " 'ownership-changed'"), 0);
	t_get(t, OTP);
	assert_string_equal(t_view(t, "Data.what"), "hand Asha Traders over to Agent"
	    " (role5@asha.example), who becomes its Super Admin, while Owner of Asha Traders"
	    " becomes Admin");
}

static void
test_hand_over__makes_one_and_demotes_oneself(void **state)
{
	struct t *t = *state;
	const char *of_account = t_fmt(t, "FROM " T_EVENTS " WHERE account_id = %lld AND action =",
	    (long long)t->accounts[0].id);

	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(ask(t, ROLE_AGENT, "1"), 303);
	assert_int_equal(give_code(t), 303);

	assert_string_equal(t_header(t, "Location"), "/");
	assert_int_equal(role_of(t, ROLE_AGENT), ROLE_SUPER_ADMIN);
	assert_int_equal(role_of(t, ROLE_SUPER_ADMIN), ROLE_ADMIN);
	assert_int_equal(owners(t), 1);
	assert_int_equal(t_number(t, t_fmt(t, "SELECT COUNT(*) %s 'account.hand_over'",
	    of_account)), 1);
	assert_string_equal(t_text(t, t_fmt(t, "SELECT after_json %s 'account.hand_over'",
	    of_account)), "{\"owner\":\"Agent\",\"confirmed_by\":\"a code to the Primary contact\"}");
	assert_int_equal(t_number(t, t_fmt(t, "SELECT COUNT(*) %s 'membership.role'", of_account)),
	    2);
	assert_string_equal(t_text(t, "SELECT GROUP_CONCAT(recipient ORDER BY recipient) FROM"
	    " outbox WHERE template = 'ownership-changed'"),
	    "owner@asha.example,role5@asha.example");

	/* In force with the next request of both. */
	assert_int_equal(get(t, HERE), 403);
	t_as(t, 0, ROLE_AGENT);
	assert_int_equal(get(t, HERE), 200);
}

/* Who shares it steps down: nobody above could do it for them. */
static void
test_hand_over__to_another_super_admin_is_stepping_down(void **state)
{
	struct t *t = *state;

	set_role(t, ROLE_ADMIN, "role_id = 1");
	run(t, "UPDATE account SET super_admins = 2 WHERE business_name = 'Asha Traders'");
	t_as(t, 0, ROLE_SUPER_ADMIN);
	get(t, path_to(t, 0, ROLE_ADMIN));
	assert_non_null(strstr(t_page(t), "you step down"));
	assert_int_equal(ask(t, ROLE_ADMIN, "1"), 303);
	assert_int_equal(give_code(t), 303);

	assert_int_equal(role_of(t, ROLE_ADMIN), ROLE_SUPER_ADMIN);
	assert_int_equal(role_of(t, ROLE_SUPER_ADMIN), ROLE_ADMIN);
	assert_int_equal(owners(t), 1);
}

/* A second time, to the same one, whose membership the first has not changed. */
static void
test_hand_over__each_time_tells_both(void **state)
{
	static const char messages[] = "SELECT COUNT(*) FROM outbox"
		" WHERE template = 'ownership-changed'";
	struct t *t = *state;
	int i;

	for (i = 1; i <= 2; i++) {
		set_role(t, ROLE_ADMIN, "role_id = 1");
		set_role(t, ROLE_SUPER_ADMIN, "role_id = 1");
		run(t, "UPDATE account SET super_admins = 2 WHERE business_name = 'Asha Traders'");
		clock_fix(t->cx.now + 600 * i);
		t_as(t, 0, ROLE_SUPER_ADMIN);
		assert_int_equal(ask(t, ROLE_ADMIN, "1"), 303);
		assert_int_equal(give_code(t), 303);
		assert_int_equal(t_number(t, messages), 2 * i);
	}
}

static void
test_hand_over__gives_panel_access(void **state)
{
	struct t *t = *state;

	set_role(t, ROLE_AGENT, "has_panel = 0");
	t_as(t, 0, ROLE_SUPER_ADMIN);
	get(t, path_to(t, 0, ROLE_AGENT));
	assert_non_null(strstr(t_page(t), "could not sign in"));
	ask(t, ROLE_AGENT, "1");
	assert_int_equal(give_code(t), 303);
	assert_int_equal(t_number(t, t_fmt(t, "SELECT has_panel FROM membership WHERE id = %lld",
	    (long long)membership_of(t, 0, ROLE_AGENT))), 1);
}

static void
test_hand_over__not_to_oneself_nor_who_cannot_enter(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(ask(t, ROLE_SUPER_ADMIN, "1"), 422);
	assert_non_null(strstr(t_view(t, "Page.problems.0.text"), "You own this account already"));
	set_role(t, ROLE_AGENT, "state = 'suspended'");
	get(t, path_to(t, 0, ROLE_AGENT));
	assert_non_null(strstr(t_view(t, "Data.why"), "Agent is suspended"));
	assert_int_equal(ask(t, ROLE_AGENT, "1"), 422);
	set_role(t, ROLE_AGENT, "state = 'invited'");
	assert_int_equal(ask(t, ROLE_AGENT, "1"), 422);
	assert_non_null(strstr(t_view(t, "Page.problems.0.text"), "has not accepted yet"));
}

static void
test_hand_over__conflict_where_the_user_was_changed(void **state)
{
	struct t *t = *state;

	set_role(t, ROLE_AGENT, "version = 2");
	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(ask(t, ROLE_AGENT, "1"), 409);
	assert_string_equal(t_view(t, "Form.version.value"), "2");
	assert_string_equal(t_view(t, "Data.why"), "");
}

/* Suspended while the code was on its way. */
static void
test_hand_over__looks_again_when_the_code_comes(void **state)
{
	struct t *t = *state;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(ask(t, ROLE_AGENT, "1"), 303);
	set_role(t, ROLE_AGENT, "state = 'suspended'");
	assert_int_equal(give_code(t), 422);
	assert_int_equal(role_of(t, ROLE_SUPER_ADMIN), ROLE_SUPER_ADMIN);
}

/* One of 1,180 rupees that nobody has paid. */
static void
test_hand_over__says_what_is_unpaid(void **state)
{
	struct t *t = *state;

	t_invoice(t, 0);
	t_as(t, 0, ROLE_SUPER_ADMIN);
	assert_int_equal(get(t, path_to(t, 0, ROLE_ADMIN)), 200);

	assert_string_equal(t_view(t, "Data.due"), "1,180.00");
	assert_string_equal(t_view(t, "Data.is_barred"), "");
	assert_non_null(strstr(t_page(t), "the new owner takes that over"));
	assert_in_range(t->statements, 1, 3);
}

static void
test_hand_over__waits_for_payment_where_the_settings_want_it(void **state)
{
	struct t *t = *state;

	t_invoice(t, 0);
	t->config.invoice.unpaid_blocks_hand_over = true;
	t_as(t, 0, ROLE_SUPER_ADMIN);
	get(t, path_to(t, 0, ROLE_ADMIN));
	assert_string_equal(t_view(t, "Data.is_barred"), "1");

	assert_int_equal(ask(t, ROLE_ADMIN, "1"), 422);
	assert_int_equal(role_of(t, ROLE_ADMIN), ROLE_ADMIN);

	assert_int_equal(db_exec(t->cx.db, NULL, "INSERT INTO invoice_payment (account_id,"
	    " invoice_id, reference, paid_on, amount_paise, noted_at, noted_by)"
	    " VALUES (?, ?, 'all', '2026-10-02', 118000, 0, '')", V(t->accounts[0].id),
	    V(t_invoice(t, 0))), ERR_OK);
	assert_int_equal(ask(t, ROLE_ADMIN, "1"), 303);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(test_hand_over__lists_who_it_could_be),
		CASE(test_hand_over__says_what_it_means),
		CASE(test_hand_over__is_the_super_admins_alone),
		CASE(test_hand_over__waits_for_the_code),
		CASE(test_hand_over__makes_one_and_demotes_oneself),
		CASE(test_hand_over__to_another_super_admin_is_stepping_down),
		CASE(test_hand_over__each_time_tells_both),
		CASE(test_hand_over__gives_panel_access),
		CASE(test_hand_over__not_to_oneself_nor_who_cannot_enter),
		CASE(test_hand_over__conflict_where_the_user_was_changed),
		CASE(test_hand_over__looks_again_when_the_code_comes),
		CASE(test_hand_over__says_what_is_unpaid),
		CASE(test_hand_over__waits_for_payment_where_the_settings_want_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
