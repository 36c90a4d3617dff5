/*
 * test_recipients: who receives a category and why, by the rule alone and from the database, and
 * what is saved of a person.
 */
#include "base/banned.h"
#include "domain/recipients.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/contact_receives.h"
#include "harness/harness.h"

#define COUNT(list)	(sizeof(list) / sizeof((list)[0]))
#define BILLING		CATEGORY_BIT(CATEGORY_BILLING)
#define PEOPLE_MAX	4

/* A contact person as the rule sees one. */
struct made {
	char	 name;		/* 0 ends */
	bool	 is_primary;
	uint64_t bits;
	char	 address;	/* see address_of() */
};

/* v verified, n not, b verified and bouncing, u unreachable, s a verified one stands in, w withdrawn. */
static void
address_of(char what, struct contact_person *c, struct contact_address *a)
{
	a[0] = (struct contact_address){ .channel = OUTBOX_MAIL, .part = ADDRESS_WANTED,
		.address = "wanted", .proven_at = what == 'n' || what == 's' ? 0 : 1,
		.state = what == 'b' ? ADDRESS_BOUNCING : what == 'u' ? ADDRESS_UNREACHABLE :
		    what == 'n' || what == 's' ? ADDRESS_UNVERIFIED : ADDRESS_VERIFIED };
	a[1] = (struct contact_address){ .channel = OUTBOX_MAIL, .part = ADDRESS_REPLACED,
		.address = "before", .stands_in = true, .proven_at = 1, .state = ADDRESS_VERIFIED };
	if (what == 's')
		a[0].next = &a[1];
	c->addresses = a;
	c->withdrawn_at = what == 'w' ? 1 : 0;
}

/* The list of one category in letters: who, by why (c a p s), and by what is lacking (- p r w). */
static const char *
told(struct mem *m, const struct recipients *r)
{
	const char *text = "";
	size_t i;

	for (i = 0; i < r->count; i++)
		text = mem_fmt(m, "%s%s%s:%c%c", text, i == 0 ? "" : " ", r->list[i].name,
		    "caps"[r->list[i].why], "-prw"[r->list[i].lack]);
	return mem_fmt(m, "%s%s", text, r->is_silent ? "!" : "");
}

static const struct {
	const char	*what;
	struct made	 people[PEOPLE_MAX];
	bool		 has_admin;
	const char	*billing, *codes;
} rules[] = {
	{ "nobody at all", { { 0 } }, false, "!", "!" },
	{ "the Super Admin where there is nobody", { { 0 } }, true, "S:s-", "!" },
	{ "chosen and proven", { { 'P', true, 3, 'v' }, { 'B', false, BILLING, 'v' } }, true,
	    "B:c-", "P:a-" },
	{ "nobody chosen: the Primary", { { 'P', true, 3, 'v' }, { 'B', false, 0, 'v' } }, true,
	    "P:p-", "P:a-" },
	{ "chosen, not proven: the Primary", { { 'P', true, 3, 'v' }, { 'B', false, BILLING, 'n' } },
	    true, "B:cp P:p-", "P:a-" },
	{ "chosen, unreachable: the Primary", { { 'P', true, 3, 'v' }, { 'B', false, BILLING, 'u' } },
	    true, "B:cr P:p-", "P:a-" },
	{ "withdrawn: the Primary", { { 'P', true, 3, 'v' }, { 'B', false, BILLING, 'w' } }, true,
	    "B:cw P:p-", "P:a-" },
	{ "one of two is enough", { { 'P', true, 3, 'v' }, { 'A', false, BILLING, 'n' },
	    { 'B', false, BILLING, 'v' } }, true, "A:cp B:c-", "P:a-" },
	{ "bouncing still receives", { { 'P', true, 3, 'v' }, { 'B', false, BILLING, 'b' } }, true,
	    "B:c-", "P:a-" },
	{ "a stand-in receives", { { 'P', true, 3, 'v' }, { 'B', false, BILLING, 's' } }, true,
	    "B:c-", "P:a-" },
	{ "nor the Primary: the Super Admin", { { 'P', true, 3, 'n' }, { 'B', false, BILLING, 'n' } },
	    true, "B:cp S:s-", "P:ap!" },
	{ "the Primary chosen, not proven", { { 'P', true, 3 | BILLING, 'n' } }, true, "P:cp S:s-",
	    "P:ap!" },
	{ "the Primary chosen stands there once", { { 'P', true, 3 | BILLING, 'v' } }, true, "P:c-",
	    "P:a-" },
	{ "nobody proven", { { 'P', true, 3, 'u' }, { 'B', false, BILLING, 'n' } }, false, "B:cp!",
	    "P:ar!" },
};

static void
test_recipients__resolves_by_the_rule(void **state)
{
	struct t *t = *state;
	static const struct recipients_admin admin = { "S", "s@example.com" };
	struct contact_address addresses[PEOPLE_MAX][2];
	size_t i, n;

	for (i = 0; i < COUNT(rules); i++) {
		struct contact_person people[PEOPLE_MAX] = { { 0 } };
		struct recipients all[CATEGORY__MAX];

		for (n = 0; n < PEOPLE_MAX && rules[i].people[n].name != 0; n++) {
			const struct made *made = &rules[i].people[n];

			people[n] = (struct contact_person){ .name = t_fmt(t, "%c", made->name),
				.is_primary = made->is_primary, .category_bits = made->bits };
			address_of(made->address, &people[n], addresses[n]);
		}
		recipients_resolve(t->mem, people, n, &admin, rules[i].has_admin ? 1 : 0, all);
		print_message("  %s\n", rules[i].what);
		assert_string_equal(told(t->mem, &all[CATEGORY_BILLING]), rules[i].billing);
		assert_string_equal(told(t->mem, &all[CATEGORY_CODES]), rules[i].codes);
	}
}

static void
test_recipients__sends_to_the_proven_stand_in(void **state)
{
	struct t *t = *state;
	struct contact_person p = { .name = "B", .category_bits = BILLING };
	struct contact_address addresses[2];
	struct recipients all[CATEGORY__MAX];

	address_of('s', &p, addresses);
	recipients_resolve(t->mem, &p, 1, NULL, 0, all);

	assert_string_equal(all[CATEGORY_BILLING].list[0].email, "before");
}

static int
as_command(void **state)
{
	struct t *t;

	if (t_setup(state) != 0)
		return -1;
	t = *state;
	t->cx.actor.account_id = t->accounts[0].id;
	return 0;
}

static void
run(struct t *t, const char *sql)
{
	assert_int_equal(db_exec(t->worker.db, NULL, mem_dup(t->mem, sql)), ERR_OK);
}

static void
test_recipients__loads_in_two_statements(void **state)
{
	struct t *t = *state;
	struct recipients all[CATEGORY__MAX];
	int64_t before = db_statements(t->worker.db);

	assert_int_equal(recipients_load(&t->cx, all), ERR_OK);

	assert_int_equal(db_statements(t->worker.db) - before, 2);
	assert_string_equal(told(t->mem, &all[CATEGORY_CODES]), "Person 1 of asha:a-");
	assert_string_equal(told(t->mem, &all[CATEGORY_ACCOUNT]),
	    "Person 1 of asha:c- Person 2 of asha:c- Person 3 of asha:c-");
	assert_string_equal(told(t->mem, &all[CATEGORY_BILLING]), "Person 1 of asha:p-");
}

/* Only active Super Admins of this account, and only at proven addresses. */
static void
test_recipients__falls_back_to_proven_super_admins(void **state)
{
	struct t *t = *state;
	struct recipients all[CATEGORY__MAX];

	run(t, "UPDATE contact_address SET proven_at = NULL, state = 'unverified'");
	assert_int_equal(recipients_load(&t->cx, all), ERR_OK);
	assert_string_equal(told(t->mem, &all[CATEGORY_BILLING]), "Owner of Asha Traders:s-");
	assert_string_equal(all[CATEGORY_BILLING].list[0].email, "owner@asha.example");

	run(t, "UPDATE user SET email_proven_at = NULL");
	assert_int_equal(recipients_load(&t->cx, all), ERR_OK);
	assert_string_equal(told(t->mem, &all[CATEGORY_BILLING]), "!");
}

static int64_t
written(struct t *t, const char *event)
{
	return t_number(t, t_fmt(t, "SELECT COUNT(*) FROM outbox WHERE event_key = '%s'", event));
}

static void
test_recipients__notice_goes_to_whoever_receives(void **state)
{
	struct t *t = *state;
	struct outbox_message m = { .event = "test notice", .template = "primary-changed" };

	run(t, t_fmt(t, "UPDATE contact_address SET proven_at = NULL, state = 'unverified'"
	    " WHERE contact_person_id = %lld", (long long)t->accounts[0].people[2]));
	assert_int_equal(recipients_notice(&t->cx, &m, CATEGORY_ACCOUNT), ERR_OK);

	assert_string_equal(t_text(t, "SELECT GROUP_CONCAT(CONCAT_WS(' ', recipient, recipient_name,"
	    " category, channel) ORDER BY id SEPARATOR ', ') FROM outbox"
	    " WHERE event_key = 'test notice'"),
	    "person1@asha.example Person 1 of asha account mail,"
	    " person2@asha.example Person 2 of asha account mail");
}

/* Those who get the same bill see each other, each in a mail of their own. */
static void
test_recipients__billing_names_all_who_receive(void **state)
{
	struct t *t = *state;
	struct outbox_message m = { .event = "test bill", .template = "primary-changed" };
	int i;

	run(t, t_fmt(t, "UPDATE contact_person SET category_bits = category_bits | 8"
	    " WHERE account_id = %lld", (long long)t->accounts[0].id));
	run(t, t_fmt(t, "UPDATE contact_person SET is_billing_to = 1 WHERE id = %lld",
	    (long long)t->accounts[0].people[2]));
	assert_int_equal(recipients_notice(&t->cx, &m, CATEGORY_BILLING), ERR_OK);
	assert_int_equal(written(t, "test bill"), 3);
	for (i = 1; i <= T_PEOPLE; i++)
		assert_string_equal(t_text(t, t_fmt(t, "SELECT shown_to FROM outbox WHERE"
		    " event_key = 'test bill' AND recipient = 'person%d@asha.example'", i)),
		    "person3@asha.example Person 3 of asha\n"
		    "person1@asha.example Person 1 of asha\n"
		    "person2@asha.example Person 2 of asha");

	/* Whom it is addressed to and cannot be reached is not named; one alone sees nobody else. */
	run(t, t_fmt(t, "UPDATE contact_address SET proven_at = NULL, state = 'unverified'"
	    " WHERE contact_person_id = %lld", (long long)t->accounts[0].people[2]));
	m.event = "test bill 2";
	assert_int_equal(recipients_notice(&t->cx, &m, CATEGORY_BILLING), ERR_OK);
	assert_string_equal(t_text(t, "SELECT MAX(shown_to) FROM outbox WHERE"
	    " event_key = 'test bill 2'"), "person1@asha.example Person 1 of asha\n"
	    "person2@asha.example Person 2 of asha");
	run(t, t_fmt(t, "UPDATE contact_address SET proven_at = NULL, state = 'unverified'"
	    " WHERE contact_person_id = %lld", (long long)t->accounts[0].people[1]));
	m.event = "test bill 3";
	assert_int_equal(recipients_notice(&t->cx, &m, CATEGORY_BILLING), ERR_OK);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox WHERE shown_to IS NULL AND"
	    " event_key = 'test bill 3' AND recipient = 'person1@asha.example'"), 1);
}

static void
test_recipients__notice_that_nobody_receives_is_not_written(void **state)
{
	struct t *t = *state;
	struct outbox_message m = { .event = "test silent", .template = "primary-changed" };

	run(t, "UPDATE contact_address SET proven_at = NULL, state = 'unverified'");
	run(t, "UPDATE user SET email_proven_at = NULL");
	assert_int_equal(recipients_notice(&t->cx, &m, CATEGORY_BILLING), ERR_OK);

	assert_int_equal(written(t, "test silent"), 0);
}

/* What the database holds of codes and critical alerts cannot be ticked away or into being. */
static void
test_contact_receives__keeps_what_is_the_primarys(void **state)
{
	static const struct {
		int person;
		uint64_t ticked, saved;
	} cases[] = {
		{ 0, 0, CATEGORY_OF_PRIMARY },
		{ 0, BILLING, CATEGORY_OF_PRIMARY | BILLING },
		{ 1, 0, 0 },
		{ 1, CATEGORY_OF_PRIMARY | BILLING, CATEGORY_BIT(CATEGORY_CRITICAL) | BILLING },
	};
	struct t *t = *state;
	size_t i;

	t->cx.form_nonce = "the same form";
	for (i = 0; i < COUNT(cases); i++) {
		struct contact_receives r = { .id = t->accounts[0].people[cases[i].person],
			.version = 1, .category_bits = cases[i].ticked };

		print_message("  case %zu\n", i);
		assert_int_equal(contact_receives_save(&t->cx, &r), ERR_OK);
		assert_int_equal(t_number(t, t_fmt(t,
				     "SELECT category_bits FROM contact_person WHERE id = %lld",
				     (long long)r.id)), cases[i].saved);
	}
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, as_command, t_teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(test_recipients__resolves_by_the_rule),
		CASE(test_recipients__sends_to_the_proven_stand_in),
		CASE(test_recipients__loads_in_two_statements),
		CASE(test_recipients__falls_back_to_proven_super_admins),
		CASE(test_recipients__notice_goes_to_whoever_receives),
		CASE(test_recipients__billing_names_all_who_receive),
		CASE(test_recipients__notice_that_nobody_receives_is_not_written),
		CASE(test_contact_receives__keeps_what_is_the_primarys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
