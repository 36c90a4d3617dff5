/*
 * addresses: where a contact person is reached, one address at a time: its proof, another one in
 * its place, test messages.
 *
 * GET  ID          the address, what is known of it and what became of the newest message to it
 * POST ID/verify   the code that was sent to it (`code`); 303, 422 it is not that
 * POST ID/send     sends a new code; 303, 422 too soon, or nothing can be sent there
 * GET  ID/use      asks, naming the one in use
 * POST ID/use      takes it into use; 303 to the person, or to the code that the Primary's ask
 *                  for; 422 another person has it
 * POST ID/remove   takes a further address off the list; 303 to the person, 422 it is in use
 * POST ID/test     sends a test message; 303, 422 as for a code
 * GET  new/PERSON  an empty form for a further address
 * POST new/PERSON  lists it; 303 to its page, or to the code; 422 refused, listed already, no room
 * 404  also for every address and person of another account
 */
#include "base/banned.h"

#include <string.h>

#include "domain/contact_listing.h"
#include "domain/contact_person.h"
#include "domain/contact_proof.h"
#include "domain/otp.h"
#include "web/page.h"
#include "web/view.h"

static const struct choice channels[] = {
	{ "mail", "Email" },
	{ "sms", "Phone" },
	{ NULL, NULL }
};

static const struct field code_fields[] = { CODE_FIELD, { .name = NULL } };

static const struct field further_fields[] = {
	{ .name = "channel",
	    .label = "Email or phone",
	    .kind = FIELD_CHOICE,
	    .need = REQUIRED,
	    .missing = "Choose whether it is an email address or a phone number.",
	    .choices = channels },
	{ .name = "label",
	    .label = "What kind it is",
	    .kind = FIELD_CHOICE,
	    .need = REQUIRED,
	    .missing = "Choose what kind of address it is.",
	    .choices = address_labels },
	{ .name = "address",
	    .label = "Address or number",
	    .kind = FIELD_TEXT,
	    .need = REQUIRED,
	    .longest = CONTACT_EMAIL_MAX,
	    .missing = "Enter the email address or phone number.",
	    .hint = "Begin with + and the country code for a number abroad." },
	{ .name = NULL }
};

static const char *
address_path(struct req *rq, int64_t id)
{
	return mem_fmt(rq->cx->mem, CONTACT_ADDRESS_PATH, (long long)id);
}

static const char *
person_path(struct req *rq, int64_t id)
{
	return mem_fmt(rq->cx->mem, CONTACT_PERSON_PATH, (long long)id);
}

static void
show_reach(struct view_row *at, const char *key, enum outbox_channel channel, const char *address)
{
	if (channel == OUTBOX_SMS)
		row_phone(at, key, address);
	else
		row_text(at, key, address);
}

static void
show_newest(struct view_row *at, const struct contact_address *a)
{
	struct view_row newest = row_place(at, "newest");

	row_text(&newest, "state", a->last_state[0] == '\0' ? "" :
	    choice_label(message_states, a->last_state));
	row_date(&newest, "at", a->last_at);
	row_text(&newest, "result", a->last_result);
}

static void
show_address(struct req *rq, struct view *v, const struct contact_listing *l)
{
	const struct contact_address *a = &l->address;
	struct view_row at = view_place(v, "Data.address");

	row_id(&at, "id", a->id);
	row_flag(&at, "is_phone", a->channel == OUTBOX_SMS);
	show_reach(&at, "reach", a->channel, a->address);
	row_text(&at, "label", choice_label(address_labels, a->label));
	row_text(&at, "state", contact_address_state_name(a->state));
	row_text(&at, "state_text", contact_address_state_text(rq->cx, a));
	row_date(&at, "state_at", a->state_at);
	row_text(&at, "reason", a->reason);
	row_flag(&at, "is_verified", a->state == ADDRESS_VERIFIED);
	row_flag(&at, "is_wanted", a->part == ADDRESS_WANTED);
	row_flag(&at, "is_further", a->part == ADDRESS_FURTHER);
	row_flag(&at, "stands_in", a->stands_in);
	row_flag(&at, "can_check", contact_address_can_be_checked(rq->cx, a));
	show_reach(&at, "wanted", a->channel, l->wanted);
	if (l->stand_in[0] != '\0' && !contact_address_is_proven(a))
		show_reach(&at, "stand_in", a->channel, l->stand_in);
	row_date(&at, "proof_at", a->proof_at);
	show_newest(&at, a);
}

static void
show_person(struct view *v, const struct contact_listing *l)
{
	view_id(v, "Data.person.id", l->whom.id);
	view_text(v, "Data.person.name", l->whom.name);
	view_flag(v, "Data.person.is_primary", l->is_primary);
	view_flag(v, "Data.person.is_withdrawn", l->whom.is_withdrawn);
}

static enum err
show(struct req *rq, struct view *v)
{
	struct contact_listing l;
	enum otp_send kind;
	int64_t wait_sec = 0;
	enum err rc;

	if ((rc = contact_listing_load(rq->cx, route_id(rq), &l)) != ERR_OK)
		return rc;
	kind = l.address.state == ADDRESS_VERIFIED ? OTP_SEND_TEST : OTP_SEND_PROOF;
	if (contact_address_can_be_checked(rq->cx, &l.address) &&
	    (rc = otp_send_wait(rq->cx, l.address.address, kind, &wait_sec)) != ERR_OK)
		return rc;
	view_title(v, "%s of %s", l.address.channel == OUTBOX_MAIL ? "Email" : "Phone",
	    l.whom.name);
	show_person(v, &l);
	show_address(rq, v, &l);
	if (wait_sec > 0)
		view_text(v, "Data.wait", in_words(rq, wait_sec));
	return ERR_OK;
}

/* The address, for a code. ERR_INVALID: the person does not want any, and is said to. */
static enum err
hold(struct req *rq, struct contact_proof *proof)
{
	enum err rc;

	if ((rc = contact_proof_load(rq->cx, route_id(rq), proof)) != ERR_OK)
		return rc;
	if (!proof->whom.is_withdrawn)
		return ERR_OK;
	return contact_listing_refuse_withdrawn(proof->whom.name, proof->is_primary,
	    form_problems(rq));
}

static enum err
verify(struct req *rq, struct view *v)
{
	struct contact_proof proof;
	enum err rc;

	(void)v;
	if ((rc = hold(rq, &proof)) != ERR_OK)
		return rc;
	rc = contact_proof_by_code(rq->cx, route_id(rq), form_text(rq, "code"));
	if (rc == ERR_INVALID)
		return tell_wrong_code(rq);
	if (rc != ERR_OK)
		return rc;
	return see_other(rq, address_path(rq, route_id(rq)),
	    "The code was right: this address is verified.");
}

/* Something was sent there a moment ago, or too often. */
static enum err
tell_wait(struct req *rq, const char *what, int64_t wait_sec)
{
	problems_add(form_problems(rq), "",
	    "%s went there a short time ago, and nothing was sent now. Wait %s, then try again.",
	    what, in_words(rq, wait_sec));
	return ERR_INVALID;
}

static enum err
send_code(struct req *rq, struct view *v)
{
	struct contact_proof proof;
	int64_t wait_sec;
	enum err rc;

	(void)v;
	if ((rc = hold(rq, &proof)) != ERR_OK)
		return rc;
	if (proof.address.state == ADDRESS_VERIFIED)
		return see_other(rq, address_path(rq, route_id(rq)),
		    "This address is verified already, so no code is needed.");
	rc = contact_proof_send(rq->cx, &proof.whom, &proof.address, &wait_sec);
	if (rc == ERR_THROTTLED)
		return tell_wait(rq, "A code", wait_sec);
	if (rc == ERR_INVALID)
		problems_add(form_problems(rq), "",
		    "No text message can be sent to this number from here.");
	if (rc != ERR_OK)
		return rc;
	return see_other(rq, address_path(rq, route_id(rq)),
	    "A code is on its way. An older one is of no use any more.");
}

static enum err
confirm_use(struct req *rq, struct view *v)
{
	struct contact_listing l;
	enum err rc;

	if ((rc = contact_listing_load(rq->cx, route_id(rq), &l)) != ERR_OK)
		return rc;
	view_title(v, "Use another %s for %s?",
	    l.address.channel == OUTBOX_MAIL ? "email" : "phone", l.whom.name);
	show_person(v, &l);
	show_address(rq, v, &l);
	return ERR_OK;
}

static enum err
use(struct req *rq, struct view *v)
{
	struct contact_listing l;
	enum err rc;

	(void)v;
	if ((rc = contact_listing_use(rq->cx, route_id(rq), form_problems(rq))) != ERR_OK ||
	    (rc = contact_listing_load(rq->cx, route_id(rq), &l)) != ERR_OK)
		return rc;
	mark_row(rq, "address-%lld", (long long)l.address.id);
	return see_other(rq, person_path(rq, l.whom.id), "Another address is in use.%s",
	    l.stand_in[0] == '\0' ? "" :
	    " Until it is verified, messages go to the one that was in use before.");
}

static enum err
remove_address(struct req *rq, struct view *v)
{
	struct contact_listing l;
	enum err rc;

	(void)v;
	if ((rc = contact_listing_load(rq->cx, route_id(rq), &l)) != ERR_OK ||
	    (rc = contact_listing_remove(rq->cx, route_id(rq), form_problems(rq))) != ERR_OK)
		return rc;
	return see_other(rq, person_path(rq, l.whom.id), "The address is off the list.");
}

static enum err
send_test(struct req *rq, struct view *v)
{
	int64_t wait_sec;
	enum err rc;

	(void)v;
	rc = contact_listing_test(rq->cx, route_id(rq), &wait_sec, form_problems(rq));
	if (rc == ERR_THROTTLED)
		return tell_wait(rq, "A test message", wait_sec);
	if (rc != ERR_OK)
		return rc;
	return see_other(rq, address_path(rq, route_id(rq)),
	    "A test message is on its way. Reload this page in a minute to see what became of it.");
}

static enum err
add_form(struct req *rq, struct view *v)
{
	struct contact_person c;
	enum err rc;

	if ((rc = contact_person_load(rq->cx, route_id(rq), &c)) != ERR_OK)
		return rc;
	view_title(v, "Add an address for %s", c.name);
	view_id(v, "Data.person.id", c.id);
	view_text(v, "Data.person.name", c.name);
	view_flag(v, "Data.person.is_primary", c.is_primary);
	form_fill(rq, "channel", "mail");
	form_fill(rq, "label", "personal");
	return ERR_OK;
}

static enum err
add(struct req *rq, struct view *v)
{
	struct contact_further f = {
		.person_id = route_id(rq),
		.channel = strcmp(form_text(rq, "channel"), "sms") == 0 ? OUTBOX_SMS : OUTBOX_MAIL,
		.label = form_text(rq, "label"), .address = form_text(rq, "address"),
	};
	struct contact_listing l;
	int64_t id;
	enum err rc;

	(void)v;
	if ((rc = contact_listing_add(rq->cx, &f, &id, form_problems(rq))) != ERR_OK ||
	    (rc = contact_listing_load(rq->cx, id, &l)) != ERR_OK)
		return rc;
	return see_other(rq, address_path(rq, id), "The address is listed.%s",
	    l.address.proof_at == 0 ? "" :
	    " A code is on its way to it: ask the person for it, and type it here.");
}

static const struct route routes[] = {
	{ GET, "new/:id", PERM_CONTACT_EDIT, NULL, further_fields, "address-new.cs",
	    .run = add_form },
	{ POST, "new/:id", PERM_CONTACT_EDIT, further_fields, .run = add, .again = add_form,
	    .step_up = "contact.address" },
	{ GET, ":id", PERM_CONTACT_VIEW, NULL, code_fields, "address.cs", .run = show },
	{ POST, ":id/verify", PERM_CONTACT_EDIT, code_fields, .run = verify, .again = show,
	    .code_purpose = PROOF_PURPOSE },
	{ POST, ":id/send", PERM_CONTACT_EDIT, no_fields, .run = send_code, .again = show },
	{ GET, ":id/use", PERM_CONTACT_EDIT, NULL, no_fields, "address-use.cs",
	    .run = confirm_use },
	{ POST, ":id/use", PERM_CONTACT_EDIT, no_fields, .run = use, .again = confirm_use,
	    .step_up = "contact.address" },
	{ POST, ":id/remove", PERM_CONTACT_EDIT, no_fields, .run = remove_address, .again = show },
	{ POST, ":id/test", PERM_CONTACT_EDIT, no_fields, .run = send_test, .again = show },
	{ METHOD_UNSET }
};

const struct page PAGE = { "addresses", "/manage/business-profile/addresses", "Address", routes };
