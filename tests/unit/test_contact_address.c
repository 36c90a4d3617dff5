/*
 * test_contact_address: which address of a person is in use, which one receives meanwhile, and what
 * is known of one that messages come back from.
 *
 * The rows of a person's email addresses are told in words like "a!replaced+ b?wanted": the address
 * a@test.example, then ! proven, ? not, or x unreachable, its part, and + where it stands in.
 */
#include "base/banned.h"
#include "domain/contact_address.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/contact_person.h"
#include "harness/harness.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define DAY	86400

static int
set_up(void **state)
{
	if (t_setup(state) != 0)
		return -1;
	t_as(*state, 0, ROLE_ADMIN);
	return 0;
}

/* The person of these tests. */
static int64_t
person(struct t *t)
{
	return t->accounts[0].people[1];
}

static void
run_sql(struct t *t, const char *sql)
{
	if (db_run_text(t->cx.db, sql) != ERR_OK)
		fail_msg("%s: %s", sql, db_problem(t->cx.db));
}

static enum err
put_row(struct t *t, int account, int n, const char *values)
{
	return db_exec_values(t->cx.db, NULL, t_fmt(t, "INSERT INTO contact_address (account_id,"
	    " contact_person_id, channel, label, state_at, created_at, part, stands_in, address,"
	    " state, proven_at) VALUES (%lld, %lld, 'mail', 'work', 1, 1, %s)",
	    (long long)t->accounts[account].id, (long long)t->accounts[account].people[n],
	    values), NULL, 0);
}

/* Gives the person these rows and no other email address. */
static void
begin(struct t *t, const char *words)
{
	run_sql(t, t_fmt(t, "DELETE FROM contact_address WHERE contact_person_id = %lld"
	    " AND channel = 'mail'", (long long)person(t)));
	while (*words != '\0') {
		size_t length = strcspn(words, " ");
		bool stands_in = words[length - 1] == '+';
		char mark = words[1];

		assert_int_equal(put_row(t, 0, 1, t_fmt(t, "'%.*s', %d, '%c@test.example', '%s', %s",
		    (int)(length - 2 - stands_in), words + 2, stands_in, words[0],
		    mark == '!' ? "verified" : mark == '?' ? "unverified" : "unreachable",
		    mark == '?' ? "NULL" : "1")), ERR_OK);
		words += length + (words[length] == ' ');
	}
}

static const char *
rows(struct t *t)
{
	return t_text(t, t_fmt(t, "SELECT GROUP_CONCAT(LEFT(address, 1), CASE"
	    " WHEN state = 'unreachable' THEN 'x' WHEN proven_at IS NULL THEN '?' ELSE '!' END,"
	    " part, IF(stands_in, '+', '') ORDER BY address SEPARATOR ' ')"
	    " FROM contact_address WHERE contact_person_id = %lld AND channel = 'mail'",
	    (long long)person(t)));
}

static const struct contact_address *
list(struct t *t)
{
	struct contact_person c;

	assert_int_equal(contact_person_hold(&t->cx, person(t), &c), ERR_OK);
	return c.addresses;
}

struct wish {
	const char	*address;
	bool		 keep;
	bool		 is_vouched;
};

/* What contact_address_want() gave. */
struct outcome {
	struct contact_address		 new;
	const struct contact_address	*stays;
};

static struct outcome
want(struct t *t, struct wish wish)
{
	struct contact_whom whom = { person(t), "Person", wish.is_vouched, false };
	struct outcome a;

	assert_int_equal(contact_address_want(&t->cx, &whom, list(t), OUTBOX_MAIL, wish.address,
	    wish.keep, &a.new, &a.stays), ERR_OK);
	return a;
}

struct transition {
	const char	*before;
	const char	*wanted;	/* its first letter */
	const char	*after;
	const char	*after_keep;	/* where what was in use stays listed */
	const char	*stays;		/* "" none */
	const char	*receives;
};

static const struct transition transitions[] = {
	{ "a?wanted", "b", "b?wanted", "a?further b?wanted", "", "b" },
	{ "a!wanted", "b", "a!replaced+ b?wanted", "a!further+ b?wanted", "a", "a" },
	{ "axwanted", "b", "b?wanted", "axfurther b?wanted", "", "b" },
	/* another one while the first is not proven yet */
	{ "a!replaced+ b?wanted", "c", "a!replaced+ c?wanted", "a!replaced+ b?further c?wanted",
	    "a", "a" },
	{ "a!further+ b?wanted", "c", "a!further+ c?wanted", "a!further+ b?further c?wanted", "a",
	    "a" },
	/* back to the old one */
	{ "a!replaced+ b?wanted", "a", "a!wanted", "a!wanted b?further", "", "a" },
	{ "a!further+ b?wanted", "a", "a!wanted", "a!wanted b?further", "", "a" },
	/* to a further one */
	{ "a!wanted b!further", "b", "b!wanted", "a!further b!wanted", "", "b" },
	{ "a!wanted b?further", "b", "a!replaced+ b?wanted", "a!further+ b?wanted", "a", "a" },
	{ "a?wanted b!further", "b", "b!wanted", "a?further b!wanted", "", "b" },
	{ "a?wanted b?further", "b", "b?wanted", "a?further b?wanted", "", "b" },
	{ "a!wanted bxfurther", "b", "a!replaced+ bxwanted", "a!further+ bxwanted", "a", "a" },
	{ "a!replaced+ b?wanted c!further", "c", "c!wanted", "b?further c!wanted", "", "c" },
	{ "a!further+ b?wanted c!further", "c", "a!further c!wanted",
	    "a!further b?further c!wanted", "", "c" },
	{ "a!replaced+ b?wanted c?further", "c", "a!replaced+ c?wanted",
	    "a!replaced+ b?further c?wanted", "a", "a" },
	/* what stood in does not work any more */
	{ "axreplaced+ b?wanted", "c", "axreplaced+ c?wanted", "axreplaced+ b?further c?wanted",
	    "", "c" },
	{ "axreplaced+ b?wanted", "a", "axwanted", "axwanted b?further", "", "a" },
};

static void
check_transition(struct t *t, const struct transition *c, bool keep)
{
	const char *address = t_fmt(t, "%s@test.example", c->wanted);
	const char *after = keep ? c->after_keep : c->after;
	const char *stays, *receives;
	struct outcome a;

	begin(t, c->before);
	a = want(t, (struct wish){ address, keep, false });
	stays = a.stays == NULL ? "" : t_fmt(t, "%.1s", a.stays->address);
	receives = t_fmt(t, "%.1s", contact_address_receiver(list(t), OUTBOX_MAIL)->address);

	if (strcmp(rows(t), after) != 0 || strcmp(stays, c->stays) != 0 ||
	    strcmp(receives, c->receives) != 0)
		fail_msg("%s, %s%s: %s, %s stays, %s receives", c->before, c->wanted,
		    keep ? " and keep" : "", rows(t), stays, receives);
	if (a.new.id != contact_address_wanted(list(t), OUTBOX_MAIL)->id ||
	    strcmp(a.new.address, address) != 0 || a.new.part != ADDRESS_WANTED ||
	    a.new.stands_in || a.new.asked_session_id != t->session_id)
		fail_msg("%s, %s%s: what was given is not the row", c->before, c->wanted,
		    keep ? " and keep" : "");
}

static void
test_contact_address__goes_from_one_to_another(void **state)
{
	struct t *t = *state;

	for (size_t i = 0; i < COUNT(transitions); i++) {
		check_transition(t, &transitions[i], false);
		check_transition(t, &transitions[i], true);
	}
}

static void
test_contact_address__another_spelling_is_the_same_address(void **state)
{
	static const char *const states[] = { "a!wanted", "a?wanted", "a?wanted b!replaced+" };
	struct t *t = *state;

	for (size_t i = 0; i < COUNT(states); i++) {
		int64_t id;
		struct outcome a;

		begin(t, states[i]);
		id = contact_address_wanted(list(t), OUTBOX_MAIL)->id;
		a = want(t, (struct wish){ "A@Test.example", i == 0, false });
		if (strcmp(t_text(t, t_fmt(t, "SELECT address FROM contact_address WHERE id = %lld",
			(long long)id)), "A@Test.example") != 0 ||
		    strcmp(a.new.address, "A@Test.example") != 0 || a.new.id != id)
			fail_msg("%s: %s", states[i], a.new.address);
		run_sql(t, t_fmt(t, "UPDATE contact_address SET address = LOWER(address)"
		    " WHERE id = %lld", (long long)id));
		assert_string_equal(rows(t), states[i]);
	}
}

/* Who is known to read the new address needs nobody to stand in. */
static void
test_contact_address__a_vouched_one_leaves_no_stand_in(void **state)
{
	struct t *t = *state;
	struct outcome a;

	begin(t, "a!wanted");
	a = want(t, (struct wish){ "b@test.example", false, true });
	assert_null(a.stays);
	assert_string_equal(rows(t), "b!wanted");

	a = want(t, (struct wish){ "c@test.example", true, true });
	assert_null(a.stays);
	assert_int_equal(a.new.state, ADDRESS_VERIFIED);
	assert_string_equal(rows(t), "b!further c!wanted");
}

static void
test_contact_address__channels_are_apart(void **state)
{
	struct t *t = *state;
	const char *phone = contact_address_wanted(list(t), OUTBOX_SMS)->address;

	begin(t, "a!wanted");
	want(t, (struct wish){ "b@test.example", false, false });

	assert_string_equal(contact_address_receiver(list(t), OUTBOX_SMS)->address, phone);
	assert_null(contact_address_wanted(NULL, OUTBOX_MAIL));
	assert_null(contact_address_receiver(NULL, OUTBOX_MAIL));
}

static void
test_contact_address__who_receives(void **state)
{
	static const struct {
		const char	*rows;
		const char	*receives;
	} cases[] = {
		{ "a!wanted", "a" },
		{ "a?wanted", "a" },
		{ "axwanted", "a" },
		{ "a?wanted b!further", "a" },
		{ "a?wanted b!replaced+", "b" },
		{ "a?wanted b!further+", "b" },
		{ "a?wanted bxreplaced+", "a" },
		{ "a?wanted b?replaced+", "a" },
		{ "axwanted b!replaced+", "b" },
		{ "a!wanted b!replaced+", "a" },
	};
	struct t *t = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		begin(t, cases[i].rows);
		if (contact_address_receiver(list(t), OUTBOX_MAIL)->address[0] !=
		    cases[i].receives[0])
			fail_msg("%s", cases[i].rows);
	}
}

static void
test_contact_address__the_database_keeps_one_of_each(void **state)
{
	static const struct {
		const char	*values;
		const char	*index;
	} cases[] = {
		{ "'wanted', 0, 'c@test.example', 'verified', 1", "contact_address_wanted" },
		{ "'further', 1, 'c@test.example', 'verified', 1", "contact_address_stand_in" },
		{ "'further', 0, 'A@Test.example', 'verified', 1", "contact_address_once" },
	};
	struct t *t = *state;

	begin(t, "a!replaced+ b?wanted");
	for (size_t i = 0; i < COUNT(cases); i++)
		if (put_row(t, 0, 1, cases[i].values) != ERR_TAKEN ||
		    !db_refused_by(t->cx.db, cases[i].index))
			fail_msg("%s: %s", cases[i].index, db_problem(t->cx.db));
	assert_int_equal(put_row(t, 0, 1, "'wanted', 1, 'd@test.example', 'verified', 1"),
	    ERR_REFUSED);
	assert_true(db_refused_by(t->cx.db, "contact_address_stands_in"));
}

static void
test_contact_address__is_of_one_person_of_an_account(void **state)
{
	struct contact_address new;
	const struct contact_address *stays;
	struct t *t = *state;
	struct contact_whom whom = { person(t), "Person", false, false };

	assert_int_equal(contact_address_want(&t->cx, &whom, list(t), OUTBOX_MAIL,
	    "Person1@asha.example", false, &new, &stays), ERR_TAKEN);
	assert_true(db_refused_by(t->cx.db, "contact_address_email"));
	begin(t, "a?wanted");
	want(t, (struct wish){ "person1@binary.example", false, false });
}

static void
test_contact_address__further_ones_come_and_go(void **state)
{
	struct t *t = *state;
	struct contact_whom whom = { person(t), "Person", false, false };
	const struct contact_address *a;
	struct contact_address new;

	begin(t, "a!wanted b!further+");
	assert_int_equal(contact_address_add(&t->cx, &whom, OUTBOX_MAIL, "personal",
	    "c@test.example", &new), ERR_OK);
	assert_int_equal(contact_address_add(&t->cx, &whom, OUTBOX_MAIL, "work", "C@test.example",
	    &new), ERR_TAKEN);
	assert_string_equal(rows(t), "a!wanted b!further+ c?further");

	for (a = list(t); a != NULL; a = a->next) {
		bool goes = strcmp(a->address, "c@test.example") == 0;

		t->cx.actor.account_id = t->accounts[1].id;
		assert_int_equal(contact_address_remove(&t->cx, person(t), a->id), ERR_MISSING);
		t->cx.actor.account_id = t->accounts[0].id;
		assert_int_equal(contact_address_remove(&t->cx, t->accounts[0].people[2], a->id),
		    ERR_MISSING);
		if (contact_address_remove(&t->cx, person(t), a->id) !=
		    (goes ? ERR_OK : ERR_MISSING))
			fail_msg("%s", a->address);
	}
	assert_string_equal(rows(t), "a!wanted b!further+");
}

static void
test_contact_address__knows_what_can_be_checked(void **state)
{
	static const struct {
		enum outbox_channel	 channel;
		const char		*address;
		bool			 without_gateway;
		bool			 with_gateway;
	} cases[] = {
		{ OUTBOX_MAIL, "a@test.example", true, true },
		{ OUTBOX_SMS, "+919876543210", false, true },
		{ OUTBOX_SMS, "+911123456789", false, false },
	};
	struct t *t = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct contact_address a = { .channel = cases[i].channel,
			.address = cases[i].address };

		t->config.sms.transport = SMS_NONE;
		if (contact_address_can_be_checked(&t->cx, &a) != cases[i].without_gateway)
			fail_msg("%s without a gateway", a.address);
		t->config.sms.transport = SMS_FOLDER;
		if (contact_address_can_be_checked(&t->cx, &a) != cases[i].with_gateway)
			fail_msg("%s with a gateway", a.address);
	}
}

/* A message to a@test.example came back with this status. */
static void
fail_with(struct t *t, const char *status)
{
	assert_int_equal(contact_address_failed(&t->cx, person(t), OUTBOX_MAIL, "A@test.example",
	    status, "no such user"), ERR_OK);
}

static const char *
known(struct t *t)
{
	return t_text(t, t_fmt(t, "SELECT CONCAT(state, '|', reason, '|', state_at)"
	    " FROM contact_address WHERE contact_person_id = %lld"
	    " AND address = 'a@test.example'", (long long)person(t)));
}

static void
test_contact_address__one_failure_tells(void **state)
{
	static const char policy[] = "blocked by the recipient's policy: no such user";
	static const struct {
		const char	*status;
		const char	*state;
		const char	*reason;
	} cases[] = {
		{ "5.1.0", "unreachable", "no such user" },
		{ "5.1.1", "unreachable", "no such user" },
		{ "5.1.2", "unreachable", "no such user" },
		{ "5.1.3", "unreachable", "no such user" },
		{ "5.1.6", "unreachable", "no such user" },
		{ "5.1.10", "unreachable", "no such user" },
		{ "5.2.1", "unreachable", "no such user" },
		/* About our own address, not about this one. */
		{ "5.1.7", "bouncing", "no such user" },
		{ "5.1.8", "bouncing", "no such user" },
		{ "5.7.1", "bouncing", policy },
		{ "5.7.26", "bouncing", policy },
		{ "5.0.0", "bouncing", "no such user" },
		{ "5.2.10", "bouncing", "no such user" },
		{ "5.2.2", "bouncing", "no such user" },
		{ "5.3.4", "bouncing", "no such user" },
		{ "4.2.2", "verified", "" },
		{ "4.1.1", "verified", "" },
		{ "4.7.1", "verified", "" },
	};
	struct t *t = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		bool is_changed = strcmp(cases[i].state, "verified") != 0;
		const char *expected = t_fmt(t, "%s|%s|%lld", cases[i].state, cases[i].reason,
		    is_changed ? (long long)t->cx.now : 1);

		begin(t, "a!wanted b!further");
		fail_with(t, cases[i].status);
		if (strcmp(known(t), expected) != 0)
			fail_msg("%s: %s", cases[i].status, known(t));
		assert_int_equal(t_number(t, t_fmt(t, "SELECT COUNT(*) FROM contact_address"
		    " WHERE account_id = %lld AND state <> 'verified'",
		    (long long)t->accounts[0].id)), is_changed);
	}
}

static void
test_contact_address__passing_failures_are_counted(void **state)
{
	static const struct {
		int64_t	at_day[4];
		bool	is_bouncing;
	} cases[] = {
		{ { 0, 0, 0, -1 }, true },
		{ { 0, 3, 6, -1 }, true },
		{ { 0, 6, -1, -1 }, false },
		{ { 0, 4, 8, -1 }, false },
		{ { 0, 7, 14, 21 }, false },
		{ { 0, 6, 12, 18 }, false },
		{ { 0, 4, 8, 9 }, true },
		{ { 0, 6, 8, 12 }, true },
	};
	struct t *t = *state;
	int64_t began = t->cx.now;

	for (size_t i = 0; i < COUNT(cases); i++) {
		begin(t, "a!wanted");
		for (size_t n = 0; n < 4 && cases[i].at_day[n] >= 0; n++) {
			t->cx.now = began + cases[i].at_day[n] * DAY;
			fail_with(t, "4.2.2");
		}
		if ((strncmp(known(t), "bouncing", 8) == 0) != cases[i].is_bouncing)
			fail_msg("case %zu: %s", i, known(t));
	}
}

static void
test_contact_address__unreachable_stays_so(void **state)
{
	static const char *const later[] = { "5.7.1", "5.0.0", "4.2.2" };
	struct t *t = *state;

	begin(t, "a!wanted");
	fail_with(t, "5.1.1");
	for (size_t i = 0; i < COUNT(later); i++)
		for (int n = 0; n < 3; n++)
			fail_with(t, later[i]);

	assert_string_equal(known(t), t_fmt(t, "unreachable|no such user|%lld",
	    (long long)t->cx.now));
	assert_false(contact_address_is_proven(contact_address_wanted(list(t), OUTBOX_MAIL)));
}

/* Bouncing may pass: it still is the one that was proven. */
static void
test_contact_address__bouncing_is_still_proven(void **state)
{
	struct t *t = *state;

	begin(t, "a!wanted");
	fail_with(t, "5.7.1");
	assert_true(contact_address_is_proven(contact_address_wanted(list(t), OUTBOX_MAIL)));
}

static void
test_contact_address__a_failure_elsewhere_says_nothing(void **state)
{
	struct t *t = *state;
	const char *before;

	begin(t, "a!wanted");
	before = known(t);
	assert_int_equal(contact_address_failed(&t->cx, person(t), OUTBOX_MAIL, "z@test.example",
	    "5.1.1", "x"), ERR_OK);
	assert_int_equal(contact_address_failed(&t->cx, person(t), OUTBOX_SMS, "a@test.example",
	    "5.1.1", "x"), ERR_OK);
	assert_int_equal(contact_address_failed(&t->cx, t->accounts[0].people[2], OUTBOX_MAIL,
	    "a@test.example", "5.1.1", "x"), ERR_OK);
	t->cx.actor.account_id = t->accounts[1].id;
	fail_with(t, "5.1.1");

	assert_string_equal(known(t), before);
}

static void
test_contact_address__a_long_reason_is_cut(void **state)
{
	struct t *t = *state;
	char words[1000];

	memset(words, 'x', sizeof(words) - 1);
	words[sizeof(words) - 1] = '\0';
	begin(t, "a!wanted");
	assert_int_equal(contact_address_failed(&t->cx, person(t), OUTBOX_MAIL, "a@test.example",
	    "5.7.1", words), ERR_OK);
	assert_int_equal(t_number(t, t_fmt(t, "SELECT MAX(CHAR_LENGTH(reason)) FROM"
	    " contact_address WHERE contact_person_id = %lld", (long long)person(t))), 290);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, t_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_contact_address__goes_from_one_to_another),
		TEST(test_contact_address__another_spelling_is_the_same_address),
		TEST(test_contact_address__a_vouched_one_leaves_no_stand_in),
		TEST(test_contact_address__channels_are_apart),
		TEST(test_contact_address__who_receives),
		TEST(test_contact_address__the_database_keeps_one_of_each),
		TEST(test_contact_address__is_of_one_person_of_an_account),
		TEST(test_contact_address__further_ones_come_and_go),
		TEST(test_contact_address__knows_what_can_be_checked),
		TEST(test_contact_address__one_failure_tells),
		TEST(test_contact_address__passing_failures_are_counted),
		TEST(test_contact_address__unreachable_stays_so),
		TEST(test_contact_address__bouncing_is_still_proven),
		TEST(test_contact_address__a_failure_elsewhere_says_nothing),
		TEST(test_contact_address__a_long_reason_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
