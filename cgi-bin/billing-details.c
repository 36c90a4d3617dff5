/*
 * billing-details: whom invoices are made out to: legal name, tax registration, address.
 *
 * GET  ""  the details, as a form for who may change them, what is missing or does not fit
 *          together, and who changed what
 * POST ""  saves them, after a code where legal name or registration would become another one;
 *          303, 422, 409 somebody saved in between
 */
#include "base/banned.h"

#include <string.h>

#include "domain/billing_change.h"
#include "domain/billing_check.h"
#include "domain/gstin.h"
#include "domain/indian_state.h"
#include "domain/pan.h"
#include "web/page.h"
#include "web/view.h"

#define HERE	"/billing/details"	/* the prefix of this page */
#define CODE_TYPED_MAX	40	/* characters of a GSTIN or PAN with any separators */

static const struct choice registrations[] = {
	{ BILLING_GSTIN, "Registered for GST" },
	{ BILLING_UNREGISTERED, "Not registered for GST" },
	{ BILLING_ABROAD, "Registered for tax in another country" },
	{ NULL, NULL }
};

#define STATE_CHOICE(code, name) { code, name },
static const struct choice states[] = {
	{ "", "Choose the State" },
	INDIAN_STATES(STATE_CHOICE)
	{ NULL, NULL }
};
#undef STATE_CHOICE

static const struct field details_fields[] = {
	{ .name = "legal_name",
	    .label = "Legal name",
	    .kind = FIELD_TEXT,
	    .need = REQUIRED,
	    .longest = BILLING_NAME_MAX,
	    .missing = "Enter the legal name.",
	    .hint = "As it stands on the registration certificate." },
	{ .name = "registration",
	    .label = "Tax registration",
	    .kind = FIELD_CHOICE,
	    .choices = registrations },
	{ .name = "gstin",
	    .label = "GSTIN",
	    .kind = FIELD_IDENTIFIER,
	    .longest = CODE_TYPED_MAX,
	    .hint = "15 characters, like 27AAPFU0939F1ZV. A UIN is fine too." },
	{ .name = "tax_id",
	    .label = "Tax id of another country",
	    .kind = FIELD_TEXT,
	    .longest = BILLING_TAX_ID_MAX },
	{ .name = "pan",
	    .label = "PAN",
	    .kind = FIELD_IDENTIFIER,
	    .longest = CODE_TYPED_MAX,
	    .hint = "Leave it empty where it is the one within the GSTIN." },
	{ .name = "street",
	    .label = "Building and street",
	    .kind = FIELD_TEXT,
	    .longest = BILLING_STREET_MAX,
	    .hint = "Any script, and signs like #, & and / as they are.",
	    .autocomplete = "address-line1" },
	{ .name = "area",
	    .label = "Area or landmark",
	    .kind = FIELD_TEXT,
	    .longest = BILLING_AREA_MAX,
	    .autocomplete = "address-line2" },
	{ .name = "city",
	    .label = "City or district",
	    .kind = FIELD_TEXT,
	    .longest = BILLING_CITY_MAX,
	    .autocomplete = "address-level2" },
	{ .name = "state", .label = "State", .kind = FIELD_LIST, .choices = states },
	{ .name = "pin",
	    .label = "PIN code",
	    .kind = FIELD_IDENTIFIER,
	    .longest = BILLING_PIN_MAX,
	    .hint = "Six digits; the postal code of an address outside India.",
	    .autocomplete = "postal-code" },
	{ .name = "country",
	    .label = "Country",
	    .kind = FIELD_TEXT,
	    .longest = BILLING_COUNTRY_MAX,
	    .autocomplete = "country-name" },
	{ .name = "po_reference",
	    .label = "Purchase order reference",
	    .kind = FIELD_TEXT,
	    .longest = BILLING_PO_MAX,
	    .hint = "Your own number, where each invoice has to carry one." },
	VERSION_FIELD,
	{ .name = NULL }
};

static void
fill(struct req *rq, const struct billing_details *b)
{
	form_fill(rq, "legal_name", b->legal_name);
	form_fill(rq, "registration", b->registration);
	form_fill(rq, "gstin", b->gstin);
	form_fill(rq, "tax_id", b->tax_id);
	form_fill(rq, "pan", b->pan);
	form_fill(rq, "street", b->address.street);
	form_fill(rq, "area", b->address.area);
	form_fill(rq, "city", b->address.city);
	form_fill(rq, "state", b->address.state);
	form_fill(rq, "pin", b->address.pin);
	form_fill(rq, "country", b->address.country);
	form_fill(rq, "po_reference", b->po_reference);
	form_fill_count(rq, "version", b->version);
}

/* What the numbers tell besides. */
static void
show_derived(struct req *rq, struct view *v, const struct billing_details *b)
{
	const char *pan = billing_pan(rq->cx->mem, b);
	struct gstin g;

	view_text(v, "Data.pan.number", pan);
	view_text(v, "Data.pan.holder", pan_holder(pan));
	if (gstin_read(rq->cx->mem, b->gstin, &g) != GSTIN_OK)
		return;
	view_text(v, "Data.gstin.kind", gstin_kind_text(g.kind));
	view_text(v, "Data.gstin.state", indian_state_name(g.state));
	view_flag(v, "Data.pan.is_derived", b->pan[0] == '\0' && g.pan[0] != '\0');
}

static void
show_facts(struct view *v, const struct billing_details *b)
{
	view_text(v, "Data.legal_name", b->legal_name);
	view_text(v, "Data.registration", choice_label(registrations, b->registration));
	view_text(v, "Data.gstin.number", b->gstin);
	view_text(v, "Data.tax_id", b->tax_id);
	view_text(v, "Data.street", b->address.street);
	view_text(v, "Data.area", b->address.area);
	view_text(v, "Data.city", b->address.city);
	if (b->address.state[0] != '\0')
		view_text(v, "Data.state", choice_label(states, b->address.state));
	view_text(v, "Data.pin", b->address.pin);
	view_text(v, "Data.country", b->address.country);
	view_text(v, "Data.po_reference", b->po_reference);
	view_date(v, "Data.saved_at", b->saved_at);
	view_text(v, "Data.saved_by", b->saved_by);
}

static void
show_missing(struct view *v, const struct billing_details *b)
{
	struct billing_lack lacks[BILLING_LACKS_MAX];
	size_t i, count = billing_missing(b, lacks);

	for (i = 0; i < count; i++)
		view_link(v, "Data.missing", lacks[i].link, lacks[i].text);
}

/* What is saved but does not fit together. */
static void
show_warnings(struct req *rq, struct view *v, const struct billing_details *b)
{
	struct problems p;
	size_t i;

	problems_init(&p, rq->cx->mem);
	billing_look(rq->cx->mem, b, &p);
	for (i = 0; i < p.count; i++)
		view_link(v, "Data.warnings", mem_fmt(rq->cx->mem, "#field-%s", p.list[i].field),
		    p.list[i].text);
}

static enum err
show(struct req *rq, struct view *v)
{
	struct billing_details b;
	enum err rc;

	if ((rc = billing_details_load(rq->cx, &b)) != ERR_OK)
		return rc;
	show_facts(v, &b);
	show_derived(rq, v, &b);
	show_missing(v, &b);
	show_warnings(rq, v, &b);
	fill(rq, &b);
	return show_history(rq, v, "billing_details", rq->cx->actor.account_id, details_fields);
}

static struct billing_details
read_form(struct req *rq)
{
	return (struct billing_details){
		.version = form_count(rq, "version"),
		.legal_name = form_text(rq, "legal_name"),
		.registration = form_text(rq, "registration"),
		.gstin = form_text(rq, "gstin"),
		.tax_id = form_text(rq, "tax_id"),
		.pan = form_text(rq, "pan"),
		.address = {
			.street = form_text(rq, "street"),
			.area = form_text(rq, "area"),
			.city = form_text(rq, "city"),
			.state = form_text(rq, "state"),
			.pin = form_text(rq, "pin"),
			.country = form_text(rq, "country"),
		},
		.po_reference = form_text(rq, "po_reference"),
	};
}

static enum err
save(struct req *rq, struct view *v)
{
	struct billing_details b = read_form(rq);
	struct problems *p = form_problems(rq);
	enum err rc;

	(void)v;
	if ((rc = billing_change_save(rq->cx, &b, p)) != ERR_OK)
		return rc;
	mark_row(rq, "details");
	return see_other(rq, HERE, "Billing details saved. The next invoice carries them; those "
	    "that were issued stay as they are.%s",
	    p->count == 0 ? "" : " Please look at what does not fit together.");
}

static const struct route routes[] = {
	{ GET, "", PERM_BILLING_VIEW, NULL, details_fields, "billing-details.cs", .run = show },
	{ POST, "", PERM_BILLING_EDIT, details_fields, .run = save, .again = show,
	    .step_up = "billing.details" },
	{ METHOD_UNSET }
};

const struct page PAGE = { "billing-details", HERE, "Billing Details", routes };
