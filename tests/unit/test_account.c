/*
 * test_account: company information is saved once, counted, and never over somebody else's change.
 */
#include "base/banned.h"
#include "domain/account.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/audit.h"
#include "harness/harness.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static struct account
load(struct t *t)
{
	struct account a;

	assert_int_equal(account_load(&t->cx, &a), ERR_OK);
	return a;
}

static enum err
save(struct t *t, const struct account *a, struct problems *p)
{
	problems_init(p, t->mem);
	return account_save_company(&t->cx, a, p);
}

static void
test_account__loads_its_own(void **state)
{
	struct t *t = *state;
	struct account a;

	t_as(t, 1, ROLE_ADMIN);
	a = load(t);
	assert_int_equal(a.id, t->accounts[1].id);
	assert_string_equal(a.business_name, "Binary Mills");
	assert_string_equal(a.business_email, "office@binary.example");
	assert_string_equal(a.address, "12, MG Road");
	assert_string_equal(a.region, "IN");
	assert_int_equal(a.contact_limit, 5);
	assert_int_equal(a.contact_count, 3);
	assert_int_equal(a.version, 1);

	t->cx.actor.account_id = -1;
	assert_int_equal(account_load(&t->cx, &a), ERR_MISSING);
	assert_int_equal(account_hold(&t->cx), ERR_MISSING);
}

static void
test_account__saves_company_as_it_is_stored(void **state)
{
	struct t *t = *state;
	struct account a;
	struct audit_entry e[5];
	struct problems p;
	size_t count;

	t_as(t, 0, ROLE_BILLING);
	t->cx.now++;
	a = load(t);
	a.trade_name = "Asha's \"Best\"";
	a.phone = "98765 43210";
	a.website = "Asha.Example/About";
	assert_int_equal(save(t, &a, &p), ERR_OK);

	a = load(t);
	assert_string_equal(a.trade_name, "Asha's \"Best\"");
	assert_string_equal(a.phone, "+919876543210");
	assert_string_equal(a.website, "https://asha.example/About");
	assert_int_equal(a.version, 2);
	assert_int_equal(a.saved_at, t->cx.now);
	assert_string_equal(a.saved_by, "Billing");
	assert_int_equal(audit_list(&t->cx, "account", a.id, e, COUNT(e), &count), ERR_OK);
	assert_int_equal(count, 1);
	assert_string_equal(e[0].fields, "trade_name,phone,website");
	assert_string_equal(audit_value(t->mem, e[0].after_json, "phone"), "+919876543210");
}

static void
test_account__refuses_wrong_values(void **state)
{
	static const struct { const char *trade_name, *phone, *website, *field; } cases[] = {
		{ "x", "123", "", "phone" }, { "x", "nonsense", "", "phone" },
		{ "x", "", "ftp://a.in", "website" }, { "x", "", "javascript:alert(1)", "website" },
		{ " \t", "", "", "trade_name" }, { "a\nb", "", "", "trade_name" },
	};
	struct t *t = *state;
	char *long_name = mem_alloc(t->mem, ACCOUNT_NAME_MAX + 2);
	struct problems p;
	struct account a;

	t_as(t, 0, ROLE_ADMIN);
	for (size_t i = 0; i < COUNT(cases); i++) {
		a = load(t);
		a.trade_name = cases[i].trade_name;
		a.phone = cases[i].phone;
		a.website = cases[i].website;
		if (save(t, &a, &p) != ERR_INVALID ||
		    problems_about(&p, cases[i].field, false) == NULL)
			fail_msg("case %zu: %s", i, p.count == 0 ? "taken" : p.list[0].text);
	}
	memset(long_name, 'x', ACCOUNT_NAME_MAX + 1);
	a = load(t);
	a.trade_name = long_name;
	assert_int_equal(save(t, &a, &p), ERR_INVALID);
	long_name[ACCOUNT_NAME_MAX] = '\0';
	assert_int_equal(save(t, &a, &p), ERR_OK);
	a = load(t);
	a.website = t_fmt(t, "https://a.in/%0243d", 1);	/* 256 bytes, one more than the column */
	assert_int_equal(save(t, &a, &p), ERR_INVALID);
	assert_non_null(problems_about(&p, "website", false));
	assert_int_equal(load(t).version, 2);
}

static void
test_account__all_may_be_empty(void **state)
{
	struct t *t = *state;
	struct problems p;
	struct account a;

	t_as(t, 0, ROLE_ADMIN);
	a = load(t);
	a.trade_name = a.phone = a.website = "";
	assert_int_equal(save(t, &a, &p), ERR_OK);
}

static void
test_account__saves_nothing_over_another_change(void **state)
{
	struct t *t = *state;
	struct account mine, theirs;
	struct problems p;

	t_as(t, 0, ROLE_ADMIN);
	mine = theirs = load(t);
	theirs.trade_name = "Theirs";
	assert_int_equal(save(t, &theirs, &p), ERR_OK);
	mine.trade_name = "Mine";
	assert_int_equal(save(t, &mine, &p), ERR_CONFLICT);
	assert_string_equal(load(t).trade_name, "Theirs");
	mine.version = 99;
	assert_int_equal(save(t, &mine, &p), ERR_CONFLICT);
}

/* The form that saved the row last may correct itself: that is no conflict. */
static void
test_account__same_form_may_correct_itself(void **state)
{
	struct t *t = *state;
	struct account a;
	struct problems p;

	t_as(t, 0, ROLE_ADMIN);
	t->cx.form_nonce = "AAAAAAAAAAAAAAAAAAAAAA";
	a = load(t);
	a.trade_name = "First";
	assert_int_equal(save(t, &a, &p), ERR_OK);
	a.trade_name = "Corrected";
	assert_int_equal(save(t, &a, &p), ERR_OK);
	assert_string_equal(load(t).trade_name, "Corrected");
	t->cx.form_nonce = "BBBBBBBBBBBBBBBBBBBBBA";
	assert_int_equal(save(t, &a, &p), ERR_CONFLICT);
	t->cx.form_nonce = "";
	assert_int_equal(save(t, &a, &p), ERR_CONFLICT);
}

static void
test_account__counts_contacts_within_the_limit(void **state)
{
	struct t *t = *state;
	int64_t count;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(account_count_contacts(&t->cx, 1, &count), ERR_OK);
	assert_int_equal(count, 4);
	assert_int_equal(account_count_contacts(&t->cx, 1, &count), ERR_OK);
	assert_int_equal(account_count_contacts(&t->cx, 1, &count), ERR_REFUSED);
	assert_true(db_refused_by(t->cx.db, "account_contact_limit"));
	assert_int_equal(account_count_contacts(&t->cx, -5, &count), ERR_OK);
	assert_int_equal(count, 0);
	assert_int_equal(account_count_contacts(&t->cx, -1, &count), ERR_REFUSED);
	t->cx.actor.account_id = t->accounts[1].id;
	assert_int_equal(load(t).contact_count, 3);
}

static void
test_account__new_one_is_checked(void **state)
{
	static const struct account good = { .business_name = "New", .business_email = "a@b.in",
		.trade_name = "", .phone = "", .website = "", .legal_name = "", .address = "",
		.region = "IN", .time_zone = "Asia/Kolkata", .contact_limit = 5 };
	struct t *t = *state;
	struct problems p;
	struct account a;
	int64_t id = 0, before, after;

	assert_int_equal(account_total(&t->cx, &before), ERR_OK);
	problems_init(&p, t->mem);
	assert_int_equal(account_add(&t->cx, &good, &p, &id), ERR_OK);
	assert_true(id > 0);
	assert_int_equal(account_total(&t->cx, &after), ERR_OK);
	assert_int_equal(after, before + 1);

	for (int i = 0; i < 5; i++) {
		static const char *const fields[] = { "business_name", "business_email", "region",
			"phone", "legal_name" };

		a = good;
		*(i == 0 ? &a.business_name : i == 1 ? &a.business_email : i == 2 ? &a.region :
		    i == 3 ? &a.phone : &a.legal_name) = i == 0 ? "" : "\x01";
		problems_init(&p, t->mem);
		if (account_add(&t->cx, &a, &p, &id) != ERR_INVALID ||
		    problems_about(&p, fields[i], false) == NULL)
			fail_msg("%s is taken", fields[i]);
	}
	assert_int_equal(account_total(&t->cx, &after), ERR_OK);
	assert_int_equal(after, before + 1);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_account__loads_its_own),
		TEST(test_account__saves_company_as_it_is_stored),
		TEST(test_account__refuses_wrong_values),
		TEST(test_account__all_may_be_empty),
		TEST(test_account__saves_nothing_over_another_change),
		TEST(test_account__same_form_may_correct_itself),
		TEST(test_account__counts_contacts_within_the_limit),
		TEST(test_account__new_one_is_checked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
