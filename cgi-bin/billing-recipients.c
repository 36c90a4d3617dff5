/*
 * billing-recipients: who receives invoices: contact persons, one of whom a mail is addressed to.
 *
 * GET  ""         who receives them and why, and who could besides
 * POST ID/add     the person receives them from now on; 303
 * POST ID/remove  no longer; 303
 * POST ID/to      mail is addressed to the person, and goes to the others in Cc; 303
 * 404  also for every person of another account
 */
#include "base/banned.h"

#include "domain/billing_recipients.h"
#include "web/page.h"
#include "web/view.h"

#define HERE	"/billing/details/recipients"	/* the prefix of this page */

static const char *const whys[RECIPIENT_WHY__MAX] = {
	[RECEIVES_CHOSEN] = "",
	[RECEIVES_ALWAYS] = "",
	[RECEIVES_AS_PRIMARY] = "As the Primary contact, because nobody chosen has a verified email"
	    " address",
	[RECEIVES_AS_SUPER_ADMIN] = "As a Super Admin, because neither anybody chosen nor the"
	    " Primary contact has a verified email address",
};

static const char *const lacks[RECIPIENT_LACK__MAX] = {
	[LACKS_NOTHING] = "",
	[LACKS_PROOF] = "Receives nothing yet",
	[LACKS_READER] = "Receives nothing: messages do not arrive",
	[LACKS_CONSENT] = "Receives nothing: does not want to be contacted",
};

static void
show_address(struct req *rq, struct view_row *row, const struct recipient *who)
{
	const struct contact_address *a = who->address;

	if (a == NULL)
		return;
	row_id(row, "address_id", a->id);
	row_text(row, "state", contact_address_state_name(a->state));
	row_text(row, "state_text", contact_address_state_text(rq->cx, a));
	row_flag(row, "is_verified", a->state == ADDRESS_VERIFIED);
	row_flag(row, "is_withdrawn", who->lack == LACKS_CONSENT);
}

static void
show_recipient(struct req *rq, struct view *v, const struct recipient *who, bool is_to)
{
	struct view_row row = view_row(v, "Data.people");

	row_text(&row, "name", who->name);
	row_text(&row, "email", who->email);
	row_text(&row, "why", whys[who->why]);
	row_text(&row, "lack", lacks[who->lack]);
	row_flag(&row, "is_to", is_to);
	row_flag(&row, "is_cc", !is_to && who->lack == LACKS_NOTHING);
	show_address(rq, &row, who);
	if (who->person == NULL)
		return;
	row_id(&row, "id", who->person->id);
	row_flag(&row, "is_chosen", who->why == RECEIVES_CHOSEN);
	row_flag(&row, "is_fixed_to", who->person->is_billing_to);
}

/* Who could receive: the state of the email tells whether anything would arrive. */
static void
show_other(struct req *rq, struct view *v, const struct contact_person *c)
{
	struct recipient who = recipients_chosen(c);
	struct view_row row = view_row(v, "Data.others");

	row_id(&row, "id", c->id);
	row_text(&row, "name", who.name);
	row_text(&row, "email", who.email);
	show_address(rq, &row, &who);
}

static enum err
show(struct req *rq, struct view *v)
{
	const struct recipient *first;
	struct billing_recipients b;
	enum err rc;
	size_t i;

	if ((rc = billing_recipients_load(rq->cx, &b)) != ERR_OK)
		return rc;
	first = recipients_first(&b.who);
	for (i = 0; i < b.who.count; i++)
		show_recipient(rq, v, &b.who.list[i], &b.who.list[i] == first);
	view_flag(v, "Data.is_silent", b.who.is_silent);
	for (i = 0; i < b.other_count; i++)
		show_other(rq, v, b.others[i]);
	return ERR_OK;
}

static bool
is_reached(const struct contact_person *c)
{
	return recipients_chosen(c).lack == LACKS_NOTHING;
}

/* Somebody is chosen to whom nothing can be sent now. */
static enum err
tell_lack(struct req *rq, const struct contact_person *c)
{
	if (recipients_chosen(c).lack == LACKS_CONSENT)
		return see_other(rq, HERE, "%s is chosen, but does not want to be contacted, and "
		    "receives nothing.", c->name);
	return see_other(rq, HERE, "%s is chosen, and receives invoices once the email is "
	    "verified.", c->name);
}

static enum err
add(struct req *rq, struct view *v)
{
	struct contact_person c;
	enum err rc;

	(void)v;
	if ((rc = billing_recipients_choose(rq->cx, route_id(rq), true, &c)) != ERR_OK)
		return rc;
	mark_row(rq, "contact-%lld", (long long)c.id);
	if (!is_reached(&c))
		return tell_lack(rq, &c);
	return see_other(rq, HERE, "Invoices go to %s from now on.", c.name);
}

static enum err
take_off(struct req *rq, struct view *v)
{
	struct contact_person c;
	enum err rc;

	(void)v;
	if ((rc = billing_recipients_choose(rq->cx, route_id(rq), false, &c)) != ERR_OK)
		return rc;
	/* Not that none go there: the Primary stands in where nobody chosen receives. */
	return see_other(rq, HERE, "%s is not chosen for invoices any more.", c.name);
}

static enum err
address(struct req *rq, struct view *v)
{
	struct contact_person c;
	enum err rc;

	(void)v;
	if ((rc = billing_recipients_address(rq->cx, route_id(rq), &c)) != ERR_OK)
		return rc;
	mark_row(rq, "contact-%lld", (long long)c.id);
	if (!is_reached(&c))
		return tell_lack(rq, &c);
	return see_other(rq, HERE, "Invoices are addressed to %s from now on.", c.name);
}

static const struct route routes[] = {
	{ GET, "", PERM_BILLING_VIEW, NULL, NULL, "billing-recipients.cs", .run = show },
	{ POST, ":id/add", PERM_BILLING_EDIT, no_fields, .run = add },
	{ POST, ":id/remove", PERM_BILLING_EDIT, no_fields, .run = take_off },
	{ POST, ":id/to", PERM_BILLING_EDIT, no_fields, .run = address },
	{ METHOD_UNSET }
};

const struct page page = { "billing-recipients", HERE, "Who receives invoices", routes };
