/*
 * verify: where the one-use links in mail lead, and what those to contact persons are about. It
 * works for whoever has the link, signed in or not, and acts for the link alone.
 *
 * GET  TOKEN  moves the token into a cookie and leads to the page of its kind; spends nothing
 * GET  ""     what the link opened last is about, with its buttons, or why it has none
 * POST ""     carries it out; 303 to the page, which says what is true then
 */
#include "base/banned.h"

#include <string.h>

#include "domain/business_email.h"
#include "domain/contact_link.h"
#include "web/page.h"
#include "web/view.h"

#define HERE	"/verify"	/* the prefix of this page */

static const struct choice acts[] = {
	{ "prove", "I read this address" },
	{ "not-me", "This was not me" },
	{ "confirm", "Yes, this is right" },
	{ "withdraw", "Take me off the list" },
	{ NULL, NULL }
};

static const struct field link_fields[] = {
	{ .name = "act", .kind = FIELD_CHOICE, .choices = acts },
	LINK_FIELD,
	{ .name = NULL }
};

/* As the template calls them. */
static const char *const kind_words[LINK__MAX] = {
	[LINK_PROVE] = "prove",
	[LINK_NOT_ME] = "not_me",
	[LINK_AGREEMENT] = "agreement",
	[LINK_BUSINESS_EMAIL] = "business",
};
static const char *const state_words[CONTACT_LINK_STATE__MAX] = { "none", "wrong", "open", "used",
	"expired", "superseded", "gone", "withdrawn" };

#define NOT_CONTACTED "You are not contacted any more"

static const char *const titles[LINK__MAX][CONTACT_LINK_STATE__MAX] = {
	[LINK_PROVE] = {
		[CONTACT_LINK_OPEN] = "Do you read this address?",
		[CONTACT_LINK_USED] = "This address is proven",
		[CONTACT_LINK_EXPIRED] = "This link is too old",
		[CONTACT_LINK_SUPERSEDED] = "There is a newer link",
		[CONTACT_LINK_GONE] = "This address is not listed any more",
		[CONTACT_LINK_WITHDRAWN] = NOT_CONTACTED,
	},
	[LINK_NOT_ME] = {
		[CONTACT_LINK_OPEN] = "Stop this change?",
		[CONTACT_LINK_USED] = "The change is made already",
		[CONTACT_LINK_GONE] = "There is nothing to stop",
		[CONTACT_LINK_WITHDRAWN] = NOT_CONTACTED,
	},
	[LINK_AGREEMENT] = {
		[CONTACT_LINK_OPEN] = "Is this right?",
		[CONTACT_LINK_GONE] = "You are not on the list",
		[CONTACT_LINK_WITHDRAWN] = NOT_CONTACTED,
	},
	[LINK_BUSINESS_EMAIL] = {
		[CONTACT_LINK_OPEN] = "Do you read this address?",
		[CONTACT_LINK_USED] = "This is the business email",
		[CONTACT_LINK_EXPIRED] = "This link is too old",
		[CONTACT_LINK_SUPERSEDED] = "There is a newer link",
		[CONTACT_LINK_GONE] = "This address is not wanted any more",
	},
};

static const char *
title_of(const struct contact_link *l)
{
	if (l->state == CONTACT_LINK_NONE)
		return "Open the link in the mail once more";
	return l->state == CONTACT_LINK_WRONG ? "This link does not work" :
						titles[l->kind][l->state];
}

static void
show_address(struct view *v, const char *key, enum outbox_channel channel, const char *address)
{
	if (channel == OUTBOX_SMS)
		view_phone(v, key, address);
	else
		view_text(v, key, address);
}

/*
 * The first message of an address carries this link too, and may have gone astray: until the
 * address is proven, its reader learns nothing about the person.
 */
static void
show_person(struct view *v, const struct contact_person *c)
{
	bool is_known =
	    contact_address_is_proven(contact_address_wanted(c->addresses, OUTBOX_MAIL));

	view_flag(v, "Data.is_primary", c->is_primary);
	view_flag(v, "Data.is_known", is_known);
	if (!is_known)
		return;
	view_text(v, "Data.email", c->email);
	view_phone(v, "Data.phone", c->phone);
	view_text(v, "Data.designation", c->designation);
	view_text(v, "Data.purpose", c->kind);
}

static enum err
keep(struct req *rq, struct view *v)
{
	(void)v;
	return keep_link(rq, route_token(rq), link_page(rq->cx, route_token(rq)));
}

/* What the link that was opened last is about. */
static enum err
open_link(struct req *rq, struct contact_link *l)
{
	const char *token = kept_link(rq);
	enum err rc = contact_link_open(rq->cx, token, l);

	if (rc != ERR_OK || l->state != CONTACT_LINK_WRONG)
		return rc;
	return business_email_link_open(rq->cx, token, l);
}

static enum err
show(struct req *rq, struct view *v)
{
	struct contact_link l;
	enum err rc;

	if ((rc = open_link(rq, &l)) != ERR_OK)
		return rc;
	view_title(v, "%s", language_text(title_of(&l)));
	view_text(v, "Data.state", state_words[l.state]);
	form_fill(rq, "of", l.mark);
	if (l.state == CONTACT_LINK_NONE || l.state == CONTACT_LINK_WRONG)
		return ERR_OK;
	view_text(v, "Data.kind", kind_words[l.kind]);
	view_text(v, "Data.account", rq->cx->actor.account_name);
	view_text(v, "Data.name", l.person_name);
	if (l.state == CONTACT_LINK_GONE)
		return ERR_OK;
	if (l.kind == LINK_AGREEMENT) {
		show_person(v, &l.person);
		return ERR_OK;
	}
	show_address(v, "Data.address", l.address.channel, l.address.address);
	show_address(v, "Data.old", l.address.channel, l.stand_in);
	view_text(v, "Data.who", l.asked_by);
	return ERR_OK;
}

/* *done: what there is to say when it is carried out. */
static enum err
do_act(struct req *rq, const struct contact_link *l, const char **done)
{
	const char *act = form_text(rq, "act");

	if (strcmp(act, "prove") == 0 && l->kind == LINK_BUSINESS_EMAIL) {
		*done = "Thank you. The business email is changed.";
		return business_email_by_link(rq->cx, l);
	}
	if (strcmp(act, "prove") == 0) {
		*done = "Thank you. This address is proven.";
		return contact_link_prove(rq->cx, l);
	}
	if (strcmp(act, "not-me") == 0) {
		*done = "The change is stopped. The Super Admins of the account are told.";
		return contact_link_not_me(rq->cx, l);
	}
	if (strcmp(act, "confirm") == 0) {
		*done = "Thank you. It is noted that this is right.";
		return contact_link_confirm(rq->cx, l);
	}
	*done = "It is noted that you do not want to be contacted. The account's admins are told.";
	return strcmp(act, "withdraw") == 0 ? contact_link_withdraw(rq->cx, l) : ERR_MISSING;
}

/* What was done before, or cannot be done any more, the page itself says. */
static enum err
act(struct req *rq, struct view *v)
{
	const char *done;
	struct contact_link l;
	enum err rc;

	(void)v;
	if ((rc = open_link(rq, &l)) != ERR_OK)
		return rc;
	if (is_other_link(rq, l.mark))
		return tell_other_link(rq, HERE);
	if ((rc = do_act(rq, &l, &done)) == ERR_MISSING)
		return go_to(rq, HERE);
	return rc == ERR_OK ? see_other(rq, HERE, "%s", language_text(done)) : rc;
}

static const struct route routes[] = {
	{ GET, "", PERM_PUBLIC, NULL, link_fields, "verify.cs", .run = show },
	{ POST, "", PERM_PUBLIC, link_fields, .run = act, .again = show },
	{ GET, ":token", PERM_PUBLIC, NULL, NULL, "verify.cs", .run = keep },
	{ METHOD_UNSET }
};

const struct page page = { "verify", HERE, "A link in a mail", routes };
