/*
 * test_contact_person_check: which values of a contact person are refused, about which field, and
 * what becomes of the good ones.
 */
#include "base/banned.h"
#include "domain/contact_person_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "arena_fixture.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const struct contact_person good = { .kind = "alternate", .name = "Asha Rao",
	.email = "asha@example.com", .phone = "98765 43210", .designation = "",
	.has_consent = true };

static void
test_contact_person_check__puts_values_as_they_are_stored(void **state)
{
	static const struct { const char *email, *stored; } emails[] = {
		{ "asha@example.com", "asha@example.com" },
		{ "Asha.Rao@EXAMPLE.Com", "Asha.Rao@example.com" },
		{ "asha@bücher.example", "asha@xn--bcher-kva.example" },
	};
	static const struct { const char *phone, *region, *stored; } phones[] = {
		{ "98765 43210", "IN", "+919876543210" },
		{ "+91-98765-43210", "US", "+919876543210" },
		{ "09876543210", "IN", "+919876543210" },
		{ "(212) 555-2368", "US", "+12125552368" },
	};

	for (size_t i = 0; i < COUNT(emails); i++) {
		struct contact_person c = good;
		struct problems p;

		problems_init(&p, *state);
		c.email = emails[i].email;
		contact_person_check(*state, &c, "IN", &p);
		if (p.count > 0 || strcmp(c.email, emails[i].stored) != 0)
			fail_msg("%s becomes %s", emails[i].email, c.email);
	}
	for (size_t i = 0; i < COUNT(phones); i++) {
		struct contact_person c = good;
		struct problems p;

		problems_init(&p, *state);
		c.phone = phones[i].phone;
		contact_person_check(*state, &c, phones[i].region, &p);
		if (p.count > 0 || strcmp(c.phone, phones[i].stored) != 0)
			fail_msg("%s in %s becomes %s", phones[i].phone, phones[i].region, c.phone);
	}
}

/* One value of a good person is replaced: by which sentence, about which field, is it refused? */
static const struct {
	const char	*what;		/* the member that is replaced */
	const char	*value;
	const char	*field;		/* the one that is complained of; NULL none */
	const char	*words;		/* in the sentence */
} cases[] = {
	{ "name", "", "name", "Enter the person's name." },
	{ "name", " \xe2\x80\x8b", "name", "Enter the person's name." },
	{ "name", "a\nb", "name", "name" },
	{ "name", "\xff", "name", "name" },
	{ "name", "आशा राव", NULL, "" },
	{ "name", "<script>", NULL, "" },
	{ "email", "", "email", "Enter" },
	{ "email", "asha", "email", "@" },
	{ "email", "a@b.in, c@d.in", "email", "" },
	{ "email", "asha@example", "email", "" },
	{ "email", "noreply@example.com", "email", "Nobody reads noreply@example.com" },
	{ "email", "do-not-reply@example.com", "email", "Nobody reads" },
	{ "email", "info@example.com", "monitored", "info@example.com looks like a shared" },
	{ "email", "Accounts@example.com", "monitored", "looks like a shared mailbox" },
	{ "email", "infos@example.com", NULL, "" },
	{ "phone", "", "phone", "" },
	{ "phone", "12345", "phone", "" },
	{ "phone", "987654321O", "phone", "" },
	{ "phone", "+14155552671", NULL, "" },
	{ "designation", "", NULL, "" },
	{ "designation", "Head of Accounts", NULL, "" },
	{ "designation", "a\tb", "designation", "designation" },
	{ "designation", "   ", "designation", "designation" },
	{ "kind", "", "kind", "Choose" },
	{ "kind", "primary", "kind", "Choose" },
	{ "kind", "Billing", "kind", "Choose" },
	{ "kind", "billing", NULL, "" },
	{ "kind", "technical", NULL, "" },
	{ "kind", "compliance", NULL, "" },
	{ "consent", "", "consent", "agreed" },
};

static void
replace(struct contact_person *c, const char *what, const char *value)
{
	if (strcmp(what, "consent") == 0)
		c->has_consent = value[0] != '\0';
	else
		*(strcmp(what, "name") == 0 ? &c->name :
		    strcmp(what, "email") == 0 ? &c->email :
		    strcmp(what, "phone") == 0 ? &c->phone :
		    strcmp(what, "kind") == 0 ? &c->kind : &c->designation) = value;
}

static void
test_contact_person_check__table(void **state)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct contact_person c = good;
		const struct problem *found;
		struct problems p;

		problems_init(&p, *state);
		replace(&c, cases[i].what, cases[i].value);
		contact_person_check(*state, &c, "IN", &p);
		if (p.count != (cases[i].field == NULL ? 0 : 1))
			fail_msg("%s \"%s\": %zu problems", cases[i].what, cases[i].value, p.count);
		if (cases[i].field == NULL)
			continue;
		found = problems_about(&p, cases[i].field, false);
		if (found == NULL || strstr(found->text, cases[i].words) == NULL)
			fail_msg("%s \"%s\": about %s: %s", cases[i].what, cases[i].value,
			    p.list[0].field, p.list[0].text);
	}
}

static void
test_contact_person_check__shared_mailbox_that_is_read(void **state)
{
	struct contact_person c = good;
	struct problems p;

	problems_init(&p, *state);
	c.email = "info@example.com";
	c.is_monitored = true;
	contact_person_check(*state, &c, "IN", &p);
	assert_int_equal(p.count, 0);

	c.email = "no-reply@example.com";
	contact_person_check(*state, &c, "IN", &p);
	assert_non_null(problems_about(&p, "email", false));
}

/* The longest and one more, in characters, not bytes. */
static void
test_contact_person_check__lengths(void **state)
{
	static const struct { const char *what, *letter; size_t longest; } limits[] = {
		{ "name", "a", CONTACT_NAME_MAX }, { "name", "आ", CONTACT_NAME_MAX },
		{ "designation", "a", CONTACT_DESIGNATION_MAX },
		{ "designation", "\xf0\x9f\x98\x80", CONTACT_DESIGNATION_MAX },
	};

	for (size_t i = 0; i < COUNT(limits); i++)
		for (size_t over = 0; over < 2; over++) {
			struct contact_person c = good;
			const char *text = "";
			struct problems p;

			for (size_t n = 0; n < limits[i].longest + over; n++)
				text = mem_fmt(*state, "%s%s", text, limits[i].letter);
			problems_init(&p, *state);
			replace(&c, limits[i].what, text);
			contact_person_check(*state, &c, "IN", &p);
			if (p.count != over)
				fail_msg("%s of %zu and %zu characters: %zu problems",
				    limits[i].what, limits[i].longest, over, p.count);
		}
}

static void
test_contact_person_check__tells_all_at_once(void **state)
{
	struct contact_person c = { .kind = "", .name = "", .email = "", .phone = "",
		.designation = "\x01" };
	static const char *const fields[] = { "name", "email", "phone", "designation", "kind",
		"consent" };
	struct problems p;

	problems_init(&p, *state);
	contact_person_check(*state, &c, "IN", &p);
	assert_int_equal(p.count, COUNT(fields));
	for (size_t i = 0; i < COUNT(fields); i++)
		assert_string_equal(p.list[i].field, fields[i]);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	static const struct CMUnitTest tests[] = {
		TEST(test_contact_person_check__puts_values_as_they_are_stored),
		TEST(test_contact_person_check__table),
		TEST(test_contact_person_check__shared_mailbox_that_is_read),
		TEST(test_contact_person_check__lengths),
		TEST(test_contact_person_check__tells_all_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
