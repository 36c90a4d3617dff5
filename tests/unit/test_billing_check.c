/*
 * test_billing_check: which billing details are refused and about which field, how good ones are
 * stored, what is worth a second look, and what is missing.
 */
#include "base/banned.h"
#include "domain/billing_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena_fixture.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define GOOD "29AABCR1718E1ZL"

static const struct billing_details good = {
	.legal_name = "Asha Traders Private Limited",
	.registration = BILLING_GSTIN,
	.gstin = GOOD,
	.tax_id = "",
	.pan = "",
	.address = { .street = "#12/3, MG Road & 4th Cross", .area = "", .city = "Bengaluru",
	    .state = "29", .pin = "560001", .country = "India" },
	.po_reference = "",
	.has_receiver = true,
};

static const char **
member(struct billing_details *b, const char *name)
{
	const struct { const char *name; const char **at; } members[] = {
		{ "legal_name", &b->legal_name }, { "registration", &b->registration },
		{ "gstin", &b->gstin }, { "tax_id", &b->tax_id }, { "pan", &b->pan },
		{ "street", &b->address.street }, { "area", &b->address.area },
		{ "city", &b->address.city }, { "state", &b->address.state },
		{ "pin", &b->address.pin }, { "country", &b->address.country },
		{ "po_reference", &b->po_reference },
	};
	size_t i;

	for (i = 0; i < COUNT(members); i++)
		if (strcmp(members[i].name, name) == 0)
			return members[i].at;
	fail_msg("no member %s", name);
	return NULL;
}

/* One or two values of good details are replaced: about which field are they refused, and how? */
static const struct {
	const char	*what, *value;
	const char	*other, *other_value;	/* NULL: one alone */
	const char	*field;			/* NULL: not refused */
	const char	*words;
} cases[] = {
	{ "legal_name", "", NULL, NULL, "legal_name", "Enter the legal name." },
	{ "legal_name", "\xff", NULL, NULL, "legal_name", "legal name" },
	{ "legal_name", "आशा ट्रेडर्स & Sons", NULL, NULL, NULL, "" },
	{ "gstin", "29AABCR1718E1ZX", NULL, NULL, "gstin", "last character" },
	{ "gstin", "", NULL, NULL, "gstin", "Enter the GSTIN" },
	{ "gstin", "27PNEA06819B1DE", NULL, NULL, NULL, "" },
	{ "registration", "none", NULL, NULL, "gstin", "or clear it" },
	{ "registration", "abroad", "tax_id", "DE 1", "gstin", "or clear it" },
	{ "registration", "none", "gstin", "", NULL, "" },
	{ "registration", "", "gstin", "", NULL, "" },
	{ "registration", "abroad", "gstin", "", "tax_id", "Enter the tax id" },
	{ "tax_id", "DE123", NULL, NULL, "tax_id", "or clear it" },
	{ "pan", "AAPFU0939", NULL, NULL, "pan", "this has 9" },
	{ "pan", "AABCR1718E", NULL, NULL, NULL, "" },
	{ "street", "#&/'\"<b>; मार्ग, سڑک", NULL, NULL, NULL, "" },
	{ "street", "a\nb", NULL, NULL, "street", "" },
	{ "street", "", NULL, NULL, NULL, "" },
	{ "pin", "56000", NULL, NULL, "pin", "six digits" },
	{ "pin", "060001", NULL, NULL, "pin", "six digits" },
	{ "pin", "SW1A 1AA", NULL, NULL, "pin", "six digits" },
	{ "pin", "", NULL, NULL, NULL, "" },
	{ "country", "Germany", NULL, NULL, "country", "Karnataka is a State of India" },
	{ "state", "96", NULL, NULL, "country", "Enter the country" },
	{ "state", "96", "country", "", "country", "Enter the country" },
	{ "state", "96", "country", "Germany", NULL, "" },
	{ "state", "", "country", "", NULL, "" },
};

static void
test_billing_check__refuses(void **state)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct billing_details b = good;
		const struct problem *found;
		struct problems p;

		problems_init(&p, *state);
		*member(&b, cases[i].what) = cases[i].value;
		if (cases[i].other != NULL)
			*member(&b, cases[i].other) = cases[i].other_value;
		billing_check(*state, &b, &p);
		if (p.count != (cases[i].field == NULL ? 0 : 1))
			fail_msg("%s \"%s\": %zu problems: %s", cases[i].what, cases[i].value,
			    p.count, p.count == 0 ? "" : p.list[0].text);
		if (cases[i].field == NULL)
			continue;
		found = problems_about(&p, cases[i].field, false);
		if (found == NULL || strstr(found->text, cases[i].words) == NULL)
			fail_msg("%s \"%s\": about %s: %s", cases[i].what, cases[i].value,
			    p.list[0].field, p.list[0].text);
	}
}

/* What was typed, and what becomes of it, perhaps in another field. */
static const struct { const char *what, *typed, *other, *other_typed, *where, *stored; } stored[] = {
	{ "gstin", " 29-aabcr 1718e 1zl", NULL, NULL, "gstin", GOOD },
	{ "pan", "aabcr 1718 e", NULL, NULL, "pan", "AABCR1718E" },
	{ "pin", "560 001", NULL, NULL, "pin", "560001" },
	{ "country", "", NULL, NULL, "country", "India" },
	{ "country", "in", NULL, NULL, "country", "India" },
	{ "country", "भारत", NULL, NULL, "country", "India" },
	{ "registration", "", NULL, NULL, "registration", "gstin" },
	{ "state", "", NULL, NULL, "state", "29" },
	{ "state", "27", NULL, NULL, "state", "27" },
	{ "state", "", "country", "Germany", "state", "96" },
	{ "state", "96", "country", "Germany", "country", "Germany" },
};

static void
test_billing_check__puts_values_as_they_are_stored(void **state)
{
	for (size_t i = 0; i < COUNT(stored); i++) {
		struct billing_details b = good;
		struct problems p;

		problems_init(&p, *state);
		*member(&b, stored[i].what) = stored[i].typed;
		if (stored[i].other != NULL)
			*member(&b, stored[i].other) = stored[i].other_typed;
		billing_check(*state, &b, &p);
		if (p.count > 0 || strcmp(*member(&b, stored[i].where), stored[i].stored) != 0)
			fail_msg("%s \"%s\" becomes \"%s\"", stored[i].what, stored[i].typed,
			    *member(&b, stored[i].where));
	}
}

static void
test_billing_check__longest(void **state)
{
	static const struct { const char *what; size_t max; } limits[] = {
		{ "legal_name", BILLING_NAME_MAX }, { "street", BILLING_STREET_MAX },
		{ "area", BILLING_AREA_MAX }, { "city", BILLING_CITY_MAX },
		{ "country", BILLING_COUNTRY_MAX }, { "po_reference", BILLING_PO_MAX },
	};

	for (size_t i = 0; i < COUNT(limits); i++)
		for (size_t over = 0; over < 2; over++) {
			char *text = mem_alloc(*state, limits[i].max + 2);
			struct billing_details b = good;
			struct problems p;

			memset(text, 'x', limits[i].max + over);
			b.address.state = strcmp(limits[i].what, "country") == 0 ? "96" : "29";
			*member(&b, limits[i].what) = text;
			problems_init(&p, *state);
			billing_check(*state, &b, &p);
			if ((problems_about(&p, limits[i].what, false) != NULL) != (over == 1))
				fail_msg("%s of %zu", limits[i].what, limits[i].max + over);
		}
}

/* What does not fit together, and the field it is said of. */
static const struct { const char *what, *value, *field, *words; } looks[] = {
	{ "legal_name", "Other", NULL, "" },
	{ "gstin", "27AAPFU0939F1AA", "gstin", "unusual" },
	{ "gstin", "27AAPFU0939F1ZV", "state", "The GSTIN is of Maharashtra" },
	{ "gstin", "27AAPFU0939F1ZV", "state", "Tax goes by the State of the GSTIN" },
	{ "gstin", "0717UNO00157UNO", "state", "Tax goes by the State of the address" },
	{ "gstin", "9917SGP29001OST", NULL, "" },
	{ "gstin", "", NULL, "" },
	{ "pan", "AAPFU0939F", "pan", "AABCR1718E" },
	{ "pan", "AABCR1718E", NULL, "" },
	{ "pin", "400001", "pin", "400 are not of Karnataka" },
	{ "pin", "", NULL, "" },
	{ "state", "27", "pin", "Maharashtra" },
	{ "state", "", NULL, "" },
	{ "state", "96", NULL, "" },
	{ "state", "97", NULL, "" },
};

static void
test_billing_look__table(void **state)
{
	for (size_t i = 0; i < COUNT(looks); i++) {
		struct billing_details b = good;
		const struct problem *found;
		struct problems p;

		problems_init(&p, *state);
		*member(&b, looks[i].what) = looks[i].value;
		billing_look(*state, &b, &p);
		if (problems_has_any(&p) || (p.count > 0) != (looks[i].field != NULL))
			fail_msg("%s \"%s\": %zu warnings", looks[i].what, looks[i].value, p.count);
		if (looks[i].field == NULL)
			continue;
		found = problems_about(&p, looks[i].field, true);
		if (found == NULL || strstr(found->text, looks[i].words) == NULL)
			fail_msg("%s \"%s\": about %s: %s", looks[i].what, looks[i].value,
			    p.list[0].field, p.list[0].text);
	}
}

static void
test_billing_look__holder_of_the_pan(void **state)
{
	struct billing_details b = good;
	struct problems p;

	problems_init(&p, *state);
	b.registration = BILLING_UNREGISTERED;
	b.gstin = "";
	b.pan = "AAAXA1234A";
	billing_look(*state, &b, &p);
	assert_non_null(problems_about(&p, "pan", true));
}

static void
test_billing_missing__names_each(void **state)
{
	static const char *const whats[] = { "legal_name", "registration", "street", "city",
		"state", "pin" };
	struct billing_lack lacks[BILLING_LACKS_MAX];
	struct billing_details b = good, none = { .legal_name = "", .registration = "",
		.address = { .street = "", .city = "", .state = "", .pin = "" } };

	(void)state;
	assert_int_equal(billing_missing(&good, lacks), 0);
	assert_int_equal(billing_missing(&none, lacks), BILLING_LACKS_MAX);
	for (size_t i = 0; i < COUNT(whats); i++) {
		b = good;
		*member(&b, whats[i]) = "";
		if (billing_missing(&b, lacks) != 1 || strstr(lacks[0].link, whats[i]) == NULL)
			fail_msg("%s is not missed", whats[i]);
	}
	b = good;
	b.address.state = "96";
	b.address.pin = "";
	assert_int_equal(billing_missing(&b, lacks), 0);
	b.has_receiver = false;
	assert_int_equal(billing_missing(&b, lacks), 1);
}

static void
test_billing_details__read_on_one_line(void **state)
{
	struct billing_details b = good;

	assert_string_equal(billing_address_line(*state, &b.address),
	    "#12/3, MG Road & 4th Cross, Bengaluru 560001, Karnataka");
	assert_string_equal(billing_pan(*state, &b), "AABCR1718E");
	b.address = (struct billing_address){ .street = "Am Markt 1", .area = "Altstadt",
		.city = "Jena", .state = "96", .pin = "", .country = "Germany" };
	assert_string_equal(billing_address_line(*state, &b.address),
	    "Am Markt 1, Altstadt, Jena, Germany");
	b.address = (struct billing_address){ .street = "", .area = "", .city = "", .state = "",
		.pin = "", .country = "India" };
	assert_string_equal(billing_address_line(*state, &b.address), "");
	b.gstin = "0717UNO00157UNO";
	assert_string_equal(billing_pan(*state, &b), "");
	b.pan = "AAPFU0939F";
	assert_string_equal(billing_pan(*state, &b), "AAPFU0939F");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(test_billing_check__refuses),
		CASE(test_billing_check__puts_values_as_they_are_stored),
		CASE(test_billing_check__longest),
		CASE(test_billing_look__table),
		CASE(test_billing_look__holder_of_the_pan),
		CASE(test_billing_missing__names_each),
		CASE(test_billing_details__read_on_one_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
