/*
 * recipients: who receives what, and why; and what one contact person is to receive.
 *
 * GET  ""   for each category the people who receive it, with a warning where nobody would
 * GET  ID   what this contact person receives, as a form
 * POST ID   saves it; 303 to the person's page, 409 somebody saved in between
 * 404  also for every person of another account
 */
#include "base/banned.h"

#include "domain/contact_receives.h"
#include "domain/recipients.h"
#include "web/page.h"
#include "web/view.h"

#define HERE	"/manage/business-profile/recipients"	/* the prefix of this page */

static const char *const purposes[CATEGORY__MAX] = {
	[CATEGORY_CODES] = "One-time passwords that confirm a change of this account. They go to"
	    " the Primary contact alone, so that nobody else can confirm one.",
	[CATEGORY_CRITICAL] = "What cannot wait: somebody changed whom we reach, or service is"
	    " about to stop.",
	[CATEGORY_ACCOUNT] = "Changes of the account and what comes with them.",
	[CATEGORY_BILLING] = "Invoices, payments and reminders.",
	[CATEGORY_TECHNICAL] = "Maintenance, faults and changes of the service.",
	[CATEGORY_COMPLIANCE] = "Requests of authorities, terms, and what the law wants"
	    " told; also the daily seal of the audit log, which goes to nobody in their stead.",
};

static const char *const whys[RECIPIENT_WHY__MAX] = {
	[RECEIVES_CHOSEN] = "Chosen for this",
	[RECEIVES_ALWAYS] = "The Primary contact always receives this",
	[RECEIVES_AS_PRIMARY] = "As the Primary contact, because nobody chosen for this has a"
	    " verified email address",
	[RECEIVES_AS_SUPER_ADMIN] = "As a Super Admin, because neither anybody chosen for this nor"
	    " the Primary contact has a verified email address",
};

static const char *const lacks[RECIPIENT_LACK__MAX] = {
	[LACKS_NOTHING] = "",
	[LACKS_PROOF] = "Receives nothing yet: the email address is not verified.",
	[LACKS_READER] = "Receives nothing: messages to this address do not arrive.",
	[LACKS_CONSENT] = "Receives nothing: this person does not want to be contacted any more.",
};

static const char *const fixes[RECIPIENT_LACK__MAX] = {
	[LACKS_NOTHING] = "",
	[LACKS_PROOF] = "Have it verified",
	[LACKS_READER] = "Correct the address",
	[LACKS_CONSENT] = "Open this person",
};

static const struct field receives_fields[] = {
	{ .name = "critical", .label = "Critical alerts", .kind = FIELD_FLAG },
	{ .name = "account", .label = "Account notices", .kind = FIELD_FLAG },
	{ .name = "billing", .label = "Billing and invoices", .kind = FIELD_FLAG },
	{ .name = "technical", .label = "Technical notices", .kind = FIELD_FLAG },
	{ .name = "compliance", .label = "Compliance", .kind = FIELD_FLAG },
	{ .name = "authorised",
	    .label = "Authorised to speak for the account",
	    .kind = FIELD_FLAG,
	    .hint = "Our support looks for this tick when somebody asks for something in the"
		" name of this account." },
	VERSION_FIELD,
	{ .name = NULL }
};

static void
show_recipient(struct view_row *category, const struct recipient *who)
{
	struct view_row row = row_row(category, "people");

	row_text(&row, "name", who->name);
	row_text(&row, "email", who->email);
	row_text(&row, "why", whys[who->why]);
	row_text(&row, "lack", lacks[who->lack]);
	row_text(&row, "fix", fixes[who->lack]);
	if (who->person == NULL)
		return;
	row_id(&row, "id", who->person->id);
	row_flag(&row, "is_primary", who->person->is_primary);
	row_flag(&row, "stands_in", who->address != NULL && who->address->stands_in);
	row_flag(&row, "is_bouncing", who->lack == LACKS_NOTHING && who->address != NULL &&
	    who->address->state == ADDRESS_BOUNCING);
	if (who->lack == LACKS_READER)
		row_text(&row, "reason", who->address->reason);
}

static enum err
show(struct req *rq, struct view *v)
{
	struct recipients all[CATEGORY__MAX];
	enum category c;
	enum err rc;
	size_t i;

	if ((rc = recipients_load(rq->cx, all)) != ERR_OK)
		return rc;
	for (c = 0; c < CATEGORY__MAX; c++) {
		struct view_row row = view_row(v, "Data.categories");

		row_text(&row, "id", category_name(c));
		row_text(&row, "name", category_text(c));
		row_text(&row, "purpose", purposes[c]);
		row_flag(&row, "is_silent", all[c].is_silent);
		row_flag(&row, "is_codes", c == CATEGORY_CODES);
		for (i = 0; i < all[c].count; i++)
			show_recipient(&row, &all[c].list[i]);
	}
	return ERR_OK;
}

static enum err
edit(struct req *rq, struct view *v)
{
	struct contact_person p;
	enum category c;
	enum err rc;

	if ((rc = contact_person_load(rq->cx, route_id(rq), &p)) != ERR_OK)
		return rc;
	view_title(v, "What %s receives", p.name);
	view_id(v, "Data.person.id", p.id);
	view_text(v, "Data.person.name", p.name);
	view_flag(v, "Data.person.is_primary", p.is_primary);
	for (c = CATEGORY_CRITICAL; c < CATEGORY__MAX; c++)
		form_fill_flag(rq, category_name(c), (p.category_bits & CATEGORY_BIT(c)) != 0);
	form_fill_flag(rq, "authorised", p.is_authorised);
	form_fill_count(rq, "version", p.version);
	return ERR_OK;
}

static enum err
save(struct req *rq, struct view *v)
{
	struct contact_receives r = {
		.id = route_id(rq), .version = form_count(rq, "version"),
		.is_authorised = form_flag(rq, "authorised"),
	};
	enum category c;
	enum err rc;

	(void)v;
	for (c = CATEGORY_CRITICAL; c < CATEGORY__MAX; c++)
		if (form_flag(rq, category_name(c)))
			r.category_bits |= CATEGORY_BIT(c);
	if ((rc = contact_receives_save(rq->cx, &r)) != ERR_OK)
		return rc;
	return see_other(rq, mem_fmt(rq->cx->mem, CONTACT_PERSON_PATH, (long long)r.id),
	    "What this person receives was saved.");
}

static const struct route routes[] = {
	{ GET, "", PERM_CONTACT_VIEW, NULL, NULL, "recipients.cs", .run = show },
	{ GET, ":id", PERM_CONTACT_EDIT, NULL, receives_fields, "contact-receives.cs",
	    .run = edit },
	{ POST, ":id", PERM_CONTACT_EDIT, receives_fields, .run = save, .again = edit },
	{ METHOD_UNSET }
};

const struct page page = { "recipients", HERE, "Who receives this?", routes };
