#include "base/banned.h"
#include "domain/billing_check.h"

#include <string.h>

#include "base/text.h"
#include "base/valid.h"
#include "domain/gstin.h"
#include "domain/indian_state.h"
#include "domain/pan.h"

/* Where something that is missing is added. */
#define FIELD(name)	"/billing/details#field-" name
#define RECEIVERS	"/billing/details/recipients"

/* How people write the country that needs a State and a PIN code. */
static const char *const india[] = { BILLING_INDIA, "IN", "Bharat", "भारत", NULL };

static bool
is_india(const char *country)
{
	size_t i;

	for (i = 0; india[i] != NULL; i++)
		if (text_equal_fold(country, india[i]))
			return true;
	return false;
}

static void
check_text(struct mem *m, const char *field, const char *label, const char *value, size_t max,
    struct problems *p)
{
	enum name_problem problem;

	if (value[0] != '\0' && (problem = valid_name(value, max)) != NAME_OK)
		problems_add(p, field, "%s", name_problem_text(m, problem, label, max));
}

static void
check_texts(struct mem *m, const struct billing_details *b, struct problems *p)
{
	const struct billing_address *a = &b->address;

	if (b->legal_name[0] == '\0')
		problems_add(p, "legal_name", "Enter the legal name.");
	check_text(m, "legal_name", "legal name", b->legal_name, BILLING_NAME_MAX, p);
	check_text(m, "tax_id", "tax id", b->tax_id, BILLING_TAX_ID_MAX, p);
	check_text(m, "street", "building and street", a->street, BILLING_STREET_MAX, p);
	check_text(m, "area", "area", a->area, BILLING_AREA_MAX, p);
	check_text(m, "city", "city", a->city, BILLING_CITY_MAX, p);
	check_text(m, "pin", "PIN code", a->pin, BILLING_PIN_MAX, p);
	check_text(m, "country", "country", a->country, BILLING_COUNTRY_MAX, p);
	check_text(m, "po_reference", "purchase order", b->po_reference, BILLING_PO_MAX, p);
}

/* Whoever types a number need not say besides that there is one. */
static void
tell_registration(struct billing_details *b)
{
	if (b->registration[0] != '\0')
		return;
	if (b->gstin[0] != '\0')
		b->registration = BILLING_GSTIN;
	else if (b->tax_id[0] != '\0')
		b->registration = BILLING_ABROAD;
}

static void
check_registration(struct billing_details *b, struct problems *p)
{
	bool has_gstin = strcmp(b->registration, BILLING_GSTIN) == 0;
	bool has_tax_id = strcmp(b->registration, BILLING_ABROAD) == 0;

	if (has_gstin && b->gstin[0] == '\0')
		problems_add(p, "gstin", "Enter the GSTIN, or choose “Not registered for GST”.");
	if (!has_gstin && b->gstin[0] != '\0')
		problems_add(p, "gstin",
		    "A GSTIN is typed here: choose “Registered for GST”, or clear it.");
	if (has_tax_id && b->tax_id[0] == '\0')
		problems_add(p, "tax_id",
		    "Enter the tax id of the other country, or choose “Not registered for GST”.");
	if (!has_tax_id && b->tax_id[0] != '\0')
		problems_add(p, "tax_id",
		    "Another country's tax id is typed here: choose it above, or clear it.");
}

/* *g is empty where there is no right GSTIN. */
static void
check_gstin(struct mem *m, struct billing_details *b, struct gstin *g, struct problems *p)
{
	enum gstin_problem problem;

	*g = (struct gstin){ .state = "", .pan = "" };
	if (b->gstin[0] == '\0')
		return;
	if ((problem = gstin_read(m, b->gstin, g)) != GSTIN_OK)
		problems_add(p, "gstin", "%s", gstin_problem_text(m, problem, g));
	else
		b->gstin = g->text;
}

static void
check_pan(struct mem *m, struct billing_details *b, struct problems *p)
{
	enum pan_problem problem;
	const char *pan;

	if (b->pan[0] == '\0')
		return;
	if ((problem = pan_read(m, b->pan, &pan)) != PAN_OK)
		problems_add(p, "pan", "%s", pan_problem_text(m, problem, pan));
	else
		b->pan = pan;
}

static void
check_place(struct mem *m, struct billing_address *a, const struct gstin *g, struct problems *p)
{
	bool is_abroad = strcmp(a->state, INDIAN_STATE_ABROAD) == 0;

	if (a->country[0] != '\0' && !is_india(a->country)) {
		if (a->state[0] != '\0' && !is_abroad)
			problems_add(p, "country", "%s is a State of India: clear the country, or "
			    "choose “Outside India” as the State.", indian_state_name(a->state));
		a->state = INDIAN_STATE_ABROAD;
		return;
	}
	if (is_abroad) {
		problems_add(p, "country",
		    "Enter the country, or choose the State where it is India.");
		return;
	}
	a->country = BILLING_INDIA;
	a->pin = text_code(m, a->pin);
	if (a->pin[0] != '\0' && !indian_pin_is_well_formed(a->pin))
		problems_add(p, "pin", "A PIN code has six digits, the first of them not 0, like "
		    "560001; this is “%s”.", a->pin);
	if (a->state[0] == '\0' && indian_state_is_place(g->state))
		a->state = g->state;
}

void
billing_check(struct mem *m, struct billing_details *b, struct problems *p)
{
	struct gstin g;

	check_texts(m, b, p);
	tell_registration(b);
	check_registration(b, p);
	check_gstin(m, b, &g, p);
	check_pan(m, b, p);
	check_place(m, &b->address, &g, p);
}

/* Which of the two counts: IGST Act s. 12(2), as invoice_check.c applies it. */
static void
look_at_state(const struct gstin *g, const char *state, struct problems *p)
{
	const char *name = indian_state_name(state), *of = indian_state_name(g->state);

	if (g->kind == GSTIN_UN_BODY)
		problems_warn(p, "state", "", "",
		    "The GSTIN is of %s, but the address is in %s. Tax goes by the State of the "
		    "address, since this GSTIN is a UIN: see whether it is right.", of, name);
	else
		problems_warn(p, "state", "", "",
		    "The GSTIN is of %s, but the address is in %s. Tax goes by the State of the "
		    "GSTIN; the address is printed as it is. See whether both are right.", of,
		    name);
}

static void
look_at_gstin(const struct billing_details *b, const struct gstin *g, struct problems *p)
{
	const char *state = b->address.state;

	if (g->is_unusual)
		problems_warn(p, "gstin", "", "",
		    "The GSTIN is possible but unusual: its character 14 is nearly always Z. "
		    "Compare it with the registration certificate.");
	if (indian_state_is_place(g->state) && indian_state_is_place(state) &&
	    strcmp(g->state, state) != 0)
		look_at_state(g, state, p);
}

static void
look_at_pan(struct mem *m, const struct billing_details *b, const struct gstin *g,
    struct problems *p)
{
	const char *pan = billing_pan(m, b);

	if (b->pan[0] != '\0' && g->pan[0] != '\0' && strcmp(b->pan, g->pan) != 0)
		problems_warn(p, "pan", "", "",
		    "The PAN is %s, but the one within the GSTIN is %s. They should be the same.",
		    b->pan, g->pan);
	else if (pan[0] != '\0' && pan_holder(pan)[0] == '\0')
		problems_warn(p, "pan", "", "",
		    "The PAN %s has a fourth letter that stands for no kind of holder: compare it "
		    "with the card.", pan);
}

void
billing_look(struct mem *m, const struct billing_details *b, struct problems *p)
{
	const struct billing_address *a = &b->address;
	struct gstin g;

	if (gstin_read(m, b->gstin, &g) == GSTIN_OK)
		look_at_gstin(b, &g, p);
	look_at_pan(m, b, &g, p);
	if (indian_state_is_place(a->state) && indian_pin_is_well_formed(a->pin) &&
	    !indian_state_has_pin(a->state, a->pin))
		problems_warn(p, "pin", "", "",
		    "PIN codes that begin with %.3s are not of %s. Is one of them mistyped?",
		    a->pin, indian_state_name(a->state));
}

size_t
billing_missing(const struct billing_details *b, struct billing_lack lacks[BILLING_LACKS_MAX])
{
	const struct billing_address *a = &b->address;
	bool is_abroad = strcmp(a->state, INDIAN_STATE_ABROAD) == 0;
	const struct { bool is_missing; struct billing_lack lack; } all[BILLING_LACKS_MAX] = {
		{ b->legal_name[0] == '\0', { FIELD("legal_name"), "the legal name" } },
		{ b->registration[0] == '\0',
		    { FIELD("registration"), "the GSTIN, or that there is none" } },
		{ a->street[0] == '\0', { FIELD("street"), "the building and street" } },
		{ a->city[0] == '\0', { FIELD("city"), "the city" } },
		{ a->state[0] == '\0', { FIELD("state"), "the State" } },
		{ a->pin[0] == '\0' && !is_abroad, { FIELD("pin"), "the PIN code" } },
		{ !b->has_receiver, { RECEIVERS, "who receives invoices, with a verified email" } },
	};
	size_t i, count = 0;

	for (i = 0; i < BILLING_LACKS_MAX; i++)
		if (all[i].is_missing)
			lacks[count++] = all[i].lack;
	return count;
}
