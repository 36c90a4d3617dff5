/*
 * test_contact_yearly: who is asked whether what is listed is still right, how often, and that
 * several couriers at once ask nobody twice. The last leaves no rows behind.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"
#include "harness/race.h"

#include <string.h>

#include "domain/account.h"
#include "domain/contact_person.h"
#include "domain/contact_yearly.h"
#include "domain/outbox.h"

#define NOW	1800000000	/* the harness's second */
#define DAY	86400
#define ALL	100		/* more than there are */

static size_t
ask_at(struct t *t, int64_t now, size_t most)
{
	size_t asked;

	t->cx.now = now;
	assert_int_equal(contact_yearly_ask(&t->cx, most, &asked), ERR_OK);
	return asked;
}

static void
change(struct t *t, const char *sql)
{
	assert_int_equal(db_exec(t->worker.db, NULL, mem_dup(t->mem, sql)), ERR_OK);
}

static int64_t
messages(struct t *t)
{
	return t_number(t, "SELECT COUNT(*) FROM outbox WHERE template = 'still-right'");
}

static void
test_yearly__asks_each_once_a_year(void **state)
{
	struct t *t = *state;
	int64_t year = t->config.ask_after_days * DAY;

	assert_int_equal(ask_at(t, NOW + year - 1, ALL), 0);
	assert_int_equal(ask_at(t, NOW + year, ALL), 2 * T_PEOPLE);
	assert_int_equal(messages(t), 2 * T_PEOPLE);
	assert_int_equal(ask_at(t, NOW + year, ALL), 0);
	assert_int_equal(ask_at(t, NOW + 2 * year - 1, ALL), 0);
	/* Who answered is asked a year after the answer. */
	change(t, t_fmt(t, "UPDATE contact_person SET confirmed_at = %lld WHERE id = %lld",
	    (long long)(NOW + year + DAY), (long long)t->accounts[0].people[1]));
	assert_int_equal(ask_at(t, NOW + 2 * year, ALL), 2 * T_PEOPLE - 1);
	assert_int_equal(ask_at(t, NOW + 2 * year + DAY, ALL), 1);
	assert_int_equal(messages(t), 4 * T_PEOPLE);
	assert_int_equal(t->cx.actor.account_id, 0);
}

static void
test_yearly__asks_no_more_than_told(void **state)
{
	struct t *t = *state;
	int64_t year = t->config.ask_after_days * DAY;

	change(t, t_fmt(t, "UPDATE contact_person SET confirmed_at = 1 WHERE id = %lld",
	    (long long)t->accounts[1].people[2]));
	assert_int_equal(ask_at(t, NOW + year, 1), 1);
	assert_string_equal(t_text(t,
	    "SELECT recipient FROM outbox WHERE template = 'still-right'"),
	    "person3@binary.example");
	assert_int_equal(ask_at(t, NOW + year, 2), 2);
	assert_int_equal(ask_at(t, NOW + year, ALL), 2 * T_PEOPLE - 3);
	assert_int_equal(ask_at(t, NOW + year, 0), 0);
}

/* Each leaves out one of the people, or asks at another address. */
static void
test_yearly__asks_only_whom_it_reaches(void **state)
{
	static const struct {
		const char	*set;		/* of the second person's email */
		size_t		 asked;		/* of all */
	} cases[] = {
		{ "state = 'bouncing'", 2 * T_PEOPLE },
		{ "state = 'unreachable'", 2 * T_PEOPLE - 1 },
		{ "state = 'unverified', proven_at = NULL", 2 * T_PEOPLE - 1 },
		{ "part = 'further'", 2 * T_PEOPLE - 1 },
		{ "part = 'replaced', stands_in = 1", 2 * T_PEOPLE },
	};
	struct t *t = *state;
	int64_t now = NOW;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  %s\n", cases[i].set);
		now += t->config.ask_after_days * DAY;
		change(t, t_fmt(t, "UPDATE contact_address SET state = 'verified', proven_at = 1,"
		    " part = 'wanted', stands_in = 0 WHERE address = 'person2@asha.example'"));
		change(t, t_fmt(t, "UPDATE contact_address SET %s"
		    " WHERE address = 'person2@asha.example'", cases[i].set));
		assert_int_equal(ask_at(t, now, ALL), cases[i].asked);
	}
	change(t, "UPDATE contact_person SET withdrawn_at = 1");
	assert_int_equal(ask_at(t, now + t->config.ask_after_days * DAY, ALL), 0);
}

static void
test_yearly__says_what_is_listed_and_seals_the_link(void **state)
{
	struct t *t = *state;
	struct outbox_job jobs[2 * T_PEOPLE];
	const struct outbox_value *v;
	const char *link = "", *phone = "";
	size_t count;

	ask_at(t, NOW + t->config.ask_after_days * DAY, ALL);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM outbox WHERE plain LIKE '%verify%'"),
	    0);
	assert_int_equal(outbox_take(&t->cx, OUTBOX_CHANNEL__MAX, jobs, 2 * T_PEOPLE, &count),
	    ERR_OK);
	assert_int_equal(count, 2 * T_PEOPLE);
	assert_string_equal(jobs[0].category, "account");
	assert_int_equal(jobs[0].expires_at, t->cx.now + 7 * DAY);
	for (v = jobs[0].values; v->name != NULL; v++) {
		if (strcmp(v->name, "link") == 0)
			link = v->value;
		if (strcmp(v->name, "phone") == 0)
			phone = v->value;
	}
	assert_string_equal(phone, "+91 98765 41000");
	assert_non_null(strstr(link, T_SITE "/verify/agree."));
}

/*
 * ---- two couriers, each with a connection of its own: their rows are written for all to see ----
 */

struct pair {
	struct mem	*m;
	struct config	 config;
	struct db	*owner;	/* may delete rows, which the application may not */
	struct context	 cx[2];
};

static void
add_one(struct pair *f)
{
	struct account a = { .business_name = "Two Couriers", .trade_name = "", .phone = "",
		.business_email = "office@couriers.example", .website = "", .legal_name = "",
		.address = "", .region = "IN", .time_zone = "UTC", .contact_limit = 5 };
	struct contact_person c = { .name = "Only One", .email = "one@couriers.example",
		.phone = "98765 43210", .designation = "", .kind = "alternate",
		.has_consent = true, .is_vouched = true };
	struct context *cx = &f->cx[0];
	struct problems p;

	problems_init(&p, f->m);
	assert_int_equal(account_add(cx, &a, &p, &cx->actor.account_id), ERR_OK);
	cx->actor.account_region = "IN";
	assert_int_equal(contact_person_save(cx, &c, &p), ERR_OK);
	cx->actor.account_id = 0;
}

static void
clear(struct pair *f)
{
	static const char *const tables[] = { "outbox", "audit_event", "contact_address",
		"contact_person", "role", "billing_details", "account" };
	size_t i;

	for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		assert_int_equal(db_run_text(f->owner, mem_fmt(f->m, "DELETE FROM %s", tables[i])),
		    ERR_OK);
}

static void
open_pair(struct pair *f)
{
	const char *problem;
	size_t i;

	*f = (struct pair){ .m = mem_new() };
	assert_int_equal(crypt_init(), ERR_OK);
	assert_int_equal(config_load(f->m, config_file(f->m), &f->config, &problem), ERR_OK);
	f->owner = race_owner(&f->config);
	for (i = 0; i < 2; i++)
		f->cx[i] = (struct context){ .mem = f->m, .db = db_new(&f->config.database),
			.config = &f->config, .now = NOW, .actor = { .user_name = "courier" },
			.client_ip = "", .request_id = "", .form_nonce = "" };
}

static void
close_pair(struct pair *f)
{
	db_free(&f->cx[0].db);
	db_free(&f->cx[1].db);
	db_free(&f->owner);
	mem_free(&f->m);
}

static void
test_yearly__two_couriers_ask_once(void **state)
{
	struct pair f;
	size_t asked;
	int i;

	(void)state;
	open_pair(&f);
	clear(&f);
	add_one(&f);
	for (i = 0; i < 2; i++)
		f.cx[i].now += f.config.ask_after_days * DAY;
	/* The first has written its question, but not yet for all to see. */
	assert_int_equal(db_begin(f.cx[0].db), ERR_OK);
	assert_int_equal(contact_yearly_ask(&f.cx[0], ALL, &asked), ERR_OK);
	assert_int_equal(asked, 1);
	assert_int_equal(contact_yearly_ask(&f.cx[1], ALL, &asked), ERR_OK);
	assert_int_equal(asked, 0);
	/* It dies: the question is asked by the other. */
	db_rollback(f.cx[0].db);
	assert_int_equal(contact_yearly_ask(&f.cx[1], ALL, &asked), ERR_OK);
	assert_int_equal(asked, 1);
	assert_int_equal(contact_yearly_ask(&f.cx[0], ALL, &asked), ERR_OK);
	assert_int_equal(asked, 0);
	clear(&f);
	close_pair(&f);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(test_yearly__asks_each_once_a_year),
		CASE(test_yearly__asks_no_more_than_told),
		CASE(test_yearly__asks_only_whom_it_reaches),
		CASE(test_yearly__says_what_is_listed_and_seals_the_link),
		cmocka_unit_test(test_yearly__two_couriers_ask_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
