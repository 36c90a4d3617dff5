/*
 * business-profile: who this account is and whom we reach for it.
 *
 * GET  ""                          company information and the contact persons
 * GET  company                     trade name, phone and website, or why they are locked
 * POST company                     saves them; 303, 422 refused, 409 somebody saved in between
 * GET  contact-persons/new         an empty form
 * POST contact-persons/new         adds; 303 to the list, 422 refused or no room for one more
 * GET  contact-persons/ID          the person with its history, editable or with the reason why not
 * POST contact-persons/ID          saves; 303, 422, 409; a code first for the Primary's addresses
 * GET  contact-persons/ID/primary  asks, naming the old and the new Primary
 * POST contact-persons/ID/primary  makes the person Primary, after a code; 303, 422, 409
 * GET  contact-persons/ID/remove   asks
 * POST contact-persons/ID/remove   removes; 303, 422 it is the Primary, 409
 * 404  also for every person of another account
 */
#include "base/banned.h"

#include "domain/account.h"
#include "domain/category.h"
#include "domain/contact_person.h"
#include "domain/contact_primary.h"
#include "web/page.h"
#include "web/view.h"

#define HERE		"/manage/business-profile"	/* the prefix of this page */

static const struct choice kinds[] = {
	{ "alternate", "Alternate" },
	{ "billing", "Billing" },
	{ "technical", "Technical" },
	{ "compliance", "Compliance" },
	{ NULL, NULL }
};

static const struct field contact_fields[] = {
	{ .name = "name",
	    .label = "Name",
	    .kind = FIELD_TEXT,
	    .need = REQUIRED,
	    .longest = CONTACT_NAME_MAX,
	    .missing = CONTACT_NAME_MISSING,
	    .hint = "As the person writes it, in any script." },
	{ .name = "email",
	    .label = "Email",
	    .kind = FIELD_EMAIL,
	    .need = REQUIRED,
	    .longest = CONTACT_EMAIL_MAX,
	    .missing = "Enter the person's email address.",
	    .hint = "Security codes and notices go here." },
	{ .name = "phone",
	    .label = "Phone",
	    .kind = FIELD_PHONE,
	    .need = REQUIRED,
	    .longest = CONTACT_PHONE_MAX,
	    .missing = "Enter the person's phone number.",
	    .hint = "In any usual form. Begin with + and the country code for a number abroad." },
	{ .name = "designation",
	    .label = "Designation",
	    .kind = FIELD_TEXT,
	    .longest = CONTACT_DESIGNATION_MAX,
	    .hint = "What the person does, like Accounts Manager." },
	{ .name = "kind",
	    .label = "What the person is for",
	    .kind = FIELD_CHOICE,
	    .need = REQUIRED,
	    .missing = CONTACT_KIND_MISSING,
	    .choices = kinds },
	{ .name = "monitored",
	    .label = "This mailbox is monitored",
	    .kind = FIELD_FLAG,
	    .hint =
		"Tick this only for a shared mailbox, like info@, that somebody reads every day." },
	{ .name = "consent",
	    .label = "The person agreed to be listed here and to be contacted",
	    .kind = FIELD_FLAG,
	    .need = REQUIRED,
	    .missing = CONTACT_CONSENT_MISSING },
	{ .name = "version", .kind = FIELD_COUNT },
	{ .name = "next", .kind = FIELD_PATH },
	{ .name = NULL }
};

/* What a page that asks for one more person knows of it, and where it goes on. */
static const struct field new_fields[] = {
	{ .name = "kind", .kind = FIELD_CHOICE, .choices = kinds },
	{ .name = "next", .kind = FIELD_PATH },
	{ .name = NULL }
};

static const struct field company_fields[] = {
	{ .name = "trade_name",
	    .label = "Trade name",
	    .kind = FIELD_TEXT,
	    .longest = ACCOUNT_NAME_MAX,
	    .hint = "The name your customers know, where it is not the business name." },
	{ .name = "phone", .label = "Phone", .kind = FIELD_PHONE, .longest = CONTACT_PHONE_MAX },
	{ .name = "website",
	    .label = "Website",
	    .kind = FIELD_WEBSITE,
	    .longest = ACCOUNT_WEBSITE_MAX },
	VERSION_FIELD, { .name = NULL }
};

static const struct field primary_fields[] = {
	VERSION_FIELD,
	{ .name = "old", .kind = FIELD_COUNT },
	{ .name = NULL }
};

static void
show_company(struct view *v, const struct account *a)
{
	view_text(v, "Data.company.business_name", a->business_name);
	view_text(v, "Data.company.business_email", a->business_email);
	view_text(v, "Data.company.trade_name", a->trade_name);
	view_phone(v, "Data.company.phone", a->phone);
	view_text(v, "Data.company.website", a->website);
	view_text(v, "Data.company.legal_name", a->legal_name);
	view_text(v, "Data.company.address", a->address);
	view_date(v, "Data.company.saved_at", a->saved_at);
	view_text(v, "Data.company.saved_by", a->saved_by);
	view_text(v, "Data.super_admins", a->super_admins);
}

static void
show_facts(struct view_row *at, const struct contact_person *c)
{
	row_id(at, "id", c->id);
	row_text(at, "name", c->name);
	row_text(at, "email", c->email);
	row_phone(at, "phone", c->phone);
	row_text(at, "designation", c->designation);
	row_text(at, "kind", choice_label(kinds, c->kind));
	row_flag(at, "is_primary", c->is_primary);
}

static void
show_state(struct req *rq, struct view_row *at, const struct contact_address *a)
{
	if (a == NULL)
		return;
	row_text(at, "state", contact_address_state_name(a->state));
	row_text(at, "state_text", contact_address_state_text(rq->cx, a));
}

/* Each address of a person, as its own page tells more of it. */
static void
show_addresses(struct req *rq, struct view *v, const struct contact_address *a)
{
	struct view_row row;

	for (; a != NULL; a = a->next) {
		row = view_row(v, "Data.addresses");
		row_id(&row, "id", a->id);
		row_flag(&row, "is_phone", a->channel == OUTBOX_SMS);
		if (a->channel == OUTBOX_SMS)
			row_phone(&row, "reach", a->address);
		else
			row_text(&row, "reach", a->address);
		row_text(&row, "label", choice_label(address_labels, a->label));
		row_date(&row, "state_at", a->state_at);
		row_flag(&row, "is_verified", a->state == ADDRESS_VERIFIED);
		row_flag(&row, "can_check", contact_address_can_be_checked(rq->cx, a));
		row_flag(&row, "is_wanted", a->part == ADDRESS_WANTED);
		row_flag(&row, "stands_in", a->stands_in);
		show_state(rq, &row, a);
	}
}

static void
show_receives(struct view_row *person, const struct contact_person *c)
{
	enum category i;

	for (i = 0; i < CATEGORY__MAX; i++) {
		struct view_row row;

		if ((c->category_bits & CATEGORY_BIT(i)) == 0)
			continue;
		row = row_row(person, "receives");
		row_text(&row, "name", category_text(i));
	}
	row_flag(person, "is_authorised", c->is_authorised);
}

/* Who the person is as a user, or whether somebody who signs in seems to be it. */
static void
show_user(struct view_row *person, const struct contact_person *c)
{
	if (c->user_id != 0) {
		row_id(person, "user", c->user.id);
		row_text(person, "user.name", c->user.name);
		row_text(person, "user.email", c->user.email);
		row_text(person, "user.role", c->user.role);
		row_text(person, "user.linked_by", c->linked_by);
		row_date(person, "user.linked_at", c->linked_at);
	}
	if (c->same.id != 0) {
		row_text(person, "same.name", c->same.name);
		row_text(person, "same.email", c->same.email);
	}
}

static void
show_person(struct view *v, const struct contact_person *c)
{
	struct view_row person = view_place(v, "Data.person");

	show_facts(&person, c);
	row_flag(&person, "is_monitored", c->is_monitored);
	row_text(&person, "consent_by", c->consent_by);
	row_date(&person, "consent_at", c->consent_at);
	row_id(&person, "consent_wording", c->consent_wording);
	row_date(&person, "withdrawn_at", c->withdrawn_at);
	show_user(&person, c);
	show_receives(&person, c);
}

static void
fill_person(struct req *rq, const struct contact_person *c)
{
	form_fill(rq, "name", c->name);
	form_fill(rq, "email", c->email);
	form_fill_phone(rq, "phone", c->phone);
	form_fill(rq, "designation", c->designation);
	form_fill(rq, "kind", c->kind);
	form_fill_flag(rq, "monitored", c->is_monitored);
	form_fill_flag(rq, "consent", c->has_consent);
	form_fill_count(rq, "version", c->version);
}

static void
show_row(struct req *rq, struct view *v, const struct contact_person *c)
{
	struct view_row row = view_row(v, "Data.contacts");
	struct view_row email, phone;

	show_facts(&row, c);
	email = row_place(&row, "email");
	show_state(rq, &email, contact_address_wanted(c->addresses, OUTBOX_MAIL));
	phone = row_place(&row, "phone");
	show_state(rq, &phone, contact_address_wanted(c->addresses, OUTBOX_SMS));
}

/* An account that may have one contact person sees the form where others see the list. */
static void
show_single(struct req *rq, struct view *v, const struct contact_person *only)
{
	static const struct contact_person nobody = { .kind = "alternate", .name = "", .email = "",
		.phone = "", .designation = "" };

	view_flag(v, "Data.is_single", true);
	fill_person(rq, only == NULL ? &nobody : only);
	if (only != NULL)
		show_person(v, only);
}

static enum err
show(struct req *rq, struct view *v)
{
	struct contact_person *list = mem_array(rq->cx->mem, CONTACT_LIST_MAX, sizeof(*list));
	struct account a;
	size_t i, count;
	enum err rc;

	if ((rc = account_load(rq->cx, &a)) != ERR_OK ||
	    (rc = contact_person_list(rq->cx, list, CONTACT_LIST_MAX, &count)) != ERR_OK)
		return rc;
	show_company(v, &a);
	for (i = 0; i < count; i++)
		show_row(rq, v, &list[i]);
	view_count(v, "Data.contact_limit", a.contact_limit);
	view_count(v, "Data.contact_count", a.contact_count);
	view_flag(v, "Data.has_room", a.contact_count < a.contact_limit);
	if (a.contact_limit == 1)
		show_single(rq, v, count == 0 ? NULL : &list[0]);
	return ERR_OK;
}

static enum err
edit_company(struct req *rq, struct view *v)
{
	struct account a;
	enum err rc;

	if ((rc = account_load(rq->cx, &a)) != ERR_OK)
		return rc;
	view_title(v, "Company information");
	show_company(v, &a);
	form_fill(rq, "trade_name", a.trade_name);
	form_fill_phone(rq, "phone", a.phone);
	form_fill(rq, "website", a.website);
	form_fill_count(rq, "version", a.version);
	return ERR_OK;
}

static enum err
save_company(struct req *rq, struct view *v)
{
	struct account a = {
		.version = form_count(rq, "version"), .trade_name = form_text(rq, "trade_name"),
		.phone = form_text(rq, "phone"), .website = form_text(rq, "website"),
	};
	enum err rc;

	(void)v;
	if ((rc = account_save_company(rq->cx, &a, form_problems(rq))) != ERR_OK)
		return rc;
	mark_row(rq, "company");
	return see_other(rq, HERE, "Company information saved.");
}

static enum err
add_form(struct req *rq, struct view *v)
{
	const char *kind = form_text(rq, "kind");
	struct account a;
	enum err rc;

	if ((rc = account_load(rq->cx, &a)) != ERR_OK)
		return rc;
	view_title(v, "Add a contact person");
	view_flag(v, "Data.is_new", true);
	view_flag(v, "Data.has_room", a.contact_count < a.contact_limit);
	view_count(v, "Data.contact_limit", a.contact_limit);
	view_flag(v, "Data.is_first", a.contact_count == 0);
	form_fill(rq, "kind", kind[0] == '\0' ? "alternate" : kind);
	form_fill(rq, "next", form_text(rq, "next"));
	return ERR_OK;
}

static enum err
edit(struct req *rq, struct view *v)
{
	struct contact_person c;
	enum err rc;

	if ((rc = contact_person_load(rq->cx, route_id(rq), &c)) != ERR_OK)
		return rc;
	view_title(v, "%s", c.name);
	show_person(v, &c);
	show_addresses(rq, v, c.addresses);
	fill_person(rq, &c);
	return show_history(rq, v, "contact_person", c.id, contact_fields);
}

static void
read_person(struct req *rq, struct contact_person *c)
{
	c->name = form_text(rq, "name");
	c->email = form_text(rq, "email");
	c->phone = form_text(rq, "phone");
	c->designation = form_text(rq, "designation");
	c->kind = form_text(rq, "kind");
	c->is_monitored = form_flag(rq, "monitored");
	c->has_consent = form_flag(rq, "consent");
	c->version = form_count(rq, "version");
}

/* Saved, with what else there is to know about it. */
static enum err
tell_saved(struct req *rq, const struct contact_person *c, const char *what)
{
	const struct problem *same = problems_about(form_problems(rq), "phone", true);
	const char *next = form_text(rq, "next");

	mark_row(rq, "contact-%lld", (long long)c->id);
	return see_other(rq, next[0] == '\0' ? HERE : next, "%s: %s.%s%s", what, c->name,
	    same == NULL ? "" : " Please check: ", same == NULL ? "" : same->text);
}

static enum err
add(struct req *rq, struct view *v)
{
	struct contact_person c = { .id = 0 };
	enum err rc;

	(void)v;
	read_person(rq, &c);
	if ((rc = contact_person_save(rq->cx, &c, form_problems(rq))) != ERR_OK)
		return rc;
	return tell_saved(rq, &c, c.is_primary ? "Contact saved as Primary" : "Contact saved");
}

static enum err
save(struct req *rq, struct view *v)
{
	struct contact_person c = { .id = route_id(rq) };
	enum err rc;

	(void)v;
	read_person(rq, &c);
	if ((rc = contact_person_save(rq->cx, &c, form_problems(rq))) != ERR_OK)
		return rc;
	return tell_saved(rq, &c, "Contact saved");
}

static enum err
confirm_primary(struct req *rq, struct view *v)
{
	struct contact_person c, old;
	struct view_row before;
	enum err rc;

	if ((rc = contact_person_load(rq->cx, route_id(rq), &c)) != ERR_OK)
		return rc;
	view_title(v, "Make %s the Primary contact?", c.name);
	show_person(v, &c);
	view_flag(v, "Data.is_unproven", !contact_primary_can_be(&c));
	form_fill_count(rq, "version", c.version);
	if ((rc = contact_person_primary(rq->cx, &old)) != ERR_OK)
		return rc == ERR_MISSING ? ERR_OK : rc;
	form_fill_count(rq, "old", old.id);
	before = view_place(v, "Data.old");
	show_facts(&before, &old);
	return ERR_OK;
}

static enum err
make_primary(struct req *rq, struct view *v)
{
	struct contact_person c;
	enum err rc;

	(void)v;
	rc = contact_primary_make(rq->cx, route_id(rq), form_count(rq, "version"),
	    form_count(rq, "old"), form_problems(rq));
	if (rc != ERR_OK || (rc = contact_person_load(rq->cx, route_id(rq), &c)) != ERR_OK)
		return rc;
	mark_row(rq, "contact-%lld", (long long)c.id);
	return see_other(rq, HERE, "%s is the Primary contact now.", c.name);
}

static enum err
confirm_remove(struct req *rq, struct view *v)
{
	struct contact_person c;
	enum err rc;

	if ((rc = contact_person_load(rq->cx, route_id(rq), &c)) != ERR_OK)
		return rc;
	view_title(v, "Remove %s?", c.name);
	show_person(v, &c);
	form_fill_count(rq, "version", c.version);
	return ERR_OK;
}

static enum err
remove_person(struct req *rq, struct view *v)
{
	struct contact_person c;
	enum err rc;

	(void)v;
	if ((rc = contact_person_load(rq->cx, route_id(rq), &c)) != ERR_OK ||
	    (rc = contact_person_remove(rq->cx, c.id, form_count(rq, "version"),
		 form_problems(rq))) != ERR_OK)
		return rc;
	return see_other(rq, HERE, "Contact removed: %s.", c.name);
}

static const struct route routes[] = {
	{ GET, "", PERM_CONTACT_VIEW, NULL, contact_fields, "business-profile.cs", .run = show },
	{ GET, "company", PERM_CONTACT_VIEW, NULL, company_fields, "company.cs",
	    .run = edit_company },
	{ POST, "company", PERM_CONTACT_EDIT, company_fields, .run = save_company,
	    .again = edit_company },
	{ GET, "contact-persons/new", PERM_CONTACT_EDIT, new_fields, contact_fields,
	    "contact-person.cs", .run = add_form },
	{ POST, "contact-persons/new", PERM_CONTACT_EDIT, contact_fields, .run = add,
	    .again = add_form },
	{ GET, "contact-persons/:id", PERM_CONTACT_VIEW, NULL, contact_fields, "contact-person.cs",
	    .run = edit },
	{ POST, "contact-persons/:id", PERM_CONTACT_EDIT, contact_fields, .run = save,
	    .again = edit, .step_up = "contact.address" },
	{ GET, "contact-persons/:id/primary", PERM_CONTACT_EDIT, NULL, primary_fields,
	    "contact-person-primary.cs", .run = confirm_primary },
	{ POST, "contact-persons/:id/primary", PERM_CONTACT_EDIT, primary_fields,
	    .run = make_primary, .again = confirm_primary, .step_up = "contact.primary" },
	{ GET, "contact-persons/:id/remove", PERM_CONTACT_EDIT, NULL, version_fields,
	    "contact-person-remove.cs", .run = confirm_remove },
	{ POST, "contact-persons/:id/remove", PERM_CONTACT_EDIT, version_fields,
	    .run = remove_person, .again = confirm_remove },
	{ METHOD_UNSET }
};

const struct page PAGE = { "business-profile", HERE, "Business Profile", routes };
