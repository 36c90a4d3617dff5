/*
 * messages: what was sent for this account, to whom, and what became of it.
 *
 * GET  ""          the newest messages, filtered; older ones below the id `before`
 * POST ID/resend   sends one that was given up once more; 303, 409 it is not given up any more
 * 404  also for every message of another account
 */
#include "base/banned.h"

#include <string.h>

#include "domain/message_log.h"
#include "web/page.h"
#include "web/view.h"

#define HERE		"/manage/messages" /* the prefix of this page */
#define RECIPIENT_MAX	120		   /* characters; the longest name */

static const struct choice channels[] = {
	{ "", "All" },
	{ "mail", "Email" },
	{ "sms", "Text message" },
	{ NULL, NULL }
};

/* What a message was about, by its template. A template without a line is shown by its own name. */
static const struct choice subjects[] = {
	{ "access-request", "Somebody asks for access" },
	{ "address-changing", "An address is to be replaced" },
	{ "audit-head", "The daily seal of the audit log" },
	{ "billing-changed", "The billing details have changed" },
	{ "business-email-changed", "The business email has changed" },
	{ "contact-left", "No longer a contact person" },
	{ "email-changed", "A user's email was changed" },
	{ "email-changing", "A user's email is to be changed" },
	{ "email-prove", "A code to prove a user's new email" },
	{ "invitation", "An invitation to become a user" },
	{ "invitation-accepted", "An invitation was accepted" },
	{ "invitation-declined", "An invitation was declined" },
	{ "invoice-copy", "A copy of an invoice" },
	{ "invoice-issued", "An invoice, or a note" },
	{ "membership-removed", "Removed from the users" },
	{ "membership-resumed", "A user's access is back" },
	{ "membership-rights", "A user's role or access has changed" },
	{ "membership-suspended", "A user's access is suspended" },
	{ "not-me", "A change of address was refused" },
	{ "passkey-added", "A passkey was added" },
	{ "passkey-removed", "A passkey was removed" },
	{ "password-changed", "A password was changed" },
	{ "password-reset", "A link to choose a new password" },
	{ "primary-changed", "The Primary contact has changed" },
	{ "primary-left", "Confirmed without the Primary contact" },
	{ "primary-unreachable", "The Primary contact cannot be reached" },
	{ "prove-address", "A code to prove an address" },
	{ "prove-business-email", "A code to prove the business email" },
	{ "recovery-used", "A recovery code was used" },
	{ "second-factor-off", "The authenticator app was removed" },
	{ "second-factor-on", "Signing in asks for a code" },
	{ "step-up", "A code to confirm a change" },
	{ "still-right", "Is what is listed still right?" },
	{ "support-request", "A request to support" },
	{ "test-message", "A test message" },
	{ "took-over", "Took over from somebody who left" },
	{ "withdrawn", "A person does not want to be contacted" },
	{ NULL, NULL }
};

static const struct choice categories[] = {
	{ "", "All" },
	{ "codes", "Security codes" },
	{ "critical", "Critical alerts" },
	{ "account", "Account notices" },
	{ "billing", "Billing and invoices" },
	{ "technical", "Technical notices" },
	{ "compliance", "Compliance" },
	{ "test", "Test messages" },
	{ NULL, NULL }
};

static const struct field filter_fields[] = {
	{ .name = "state", .label = "State", .kind = FIELD_CHOICE, .choices = message_states },
	{ .name = "channel", .label = "Sent by", .kind = FIELD_CHOICE, .choices = channels },
	{ .name = "category", .label = "Category", .kind = FIELD_CHOICE, .choices = categories },
	{ .name = "recipient", .label = "Recipient", .kind = FIELD_TEXT, .longest = RECIPIENT_MAX,
	    .hint = "A part of the name or the address." },
	{ .name = "before", .kind = FIELD_COUNT },
	{ .name = NULL }
};

static void
show_entry(struct view *v, const struct message_entry *e)
{
	struct view_row row = view_row(v, "Data.messages");

	row_id(&row, "id", e->id);
	row_text(&row, "channel", choice_label(channels, outbox_channel_name(e->channel)));
	row_text(&row, "state", choice_label(message_states, outbox_state_name(e->state)));
	row_text(&row, "recipient_name", e->recipient_name);
	if (e->channel == OUTBOX_SMS)
		row_phone(&row, "recipient", e->recipient);
	else
		row_text(&row, "recipient", e->recipient);
	row_text(&row, "subject", choice_label(subjects, e->template));
	row_text(&row, "category", choice_label(categories, e->category));
	row_text(&row, "result", e->result);
	row_date(&row, "created_at", e->created_at);
	row_date(&row, "state_at", e->state_at);
	if (e->state == OUTBOX_WAITING && e->tries > 0)
		row_date(&row, "next_at", e->next_at);
	row_flag(&row, "can_resend", e->can_resend);
	row_flag(&row, "is_erased", e->is_erased);
	row_flag(&row, "is_unwanted", e->is_unwanted);
}

/* What must be let through: the address that people see, and the domains that servers do. */
static void
show_senders(struct view *v, const struct config *config)
{
	const char *at = strrchr(config->mail.from, '@');
	const char *domain = at == NULL ? "" : at + 1;
	const char *bounce = config->mail.bounce_domain;

	view_text(v, "Data.sender", config->mail.from);
	view_text(v, "Data.domain", domain);
	view_text(v, "Data.bounce_domain", strcmp(bounce, domain) == 0 ? "" : bounce);
	view_text(v, "Data.sms_sender", config->sms.sender);
}

/* One more than fits tells whether there is an older page. */
static enum err
show(struct req *rq, struct view *v)
{
	static const char *const paging[] = { "before", NULL };
	struct message_entry *list = mem_array(rq->cx->mem, MESSAGE_LOG_MAX + 1, sizeof(*list));
	const char *query = form_query(rq, paging);
	struct message_filter f = {
		.state = form_text(rq, "state"), .channel = form_text(rq, "channel"),
		.category = form_text(rq, "category"),
		.recipient = form_text(rq, "recipient"), .before = form_count(rq, "before"),
	};
	size_t i, count;
	enum err rc;

	if ((rc = message_log_list(rq->cx, &f, list, MESSAGE_LOG_MAX + 1, &count)) != ERR_OK)
		return rc;
	form_fill(rq, "state", f.state);
	form_fill(rq, "channel", f.channel);
	form_fill(rq, "category", f.category);
	form_fill(rq, "recipient", f.recipient);
	for (i = 0; i < count && i < MESSAGE_LOG_MAX; i++)
		show_entry(v, &list[i]);
	if (count > MESSAGE_LOG_MAX)
		view_id(v, "Data.older", list[MESSAGE_LOG_MAX - 1].id);
	view_text(v, "Data.query", query);
	view_flag(v, "Data.is_filtered", query[0] != '\0' || f.before != 0);
	show_senders(v, rq->cx->config);
	return ERR_OK;
}

static enum err
resend(struct req *rq, struct view *v)
{
	enum err rc;

	(void)v;
	if ((rc = message_log_resend(rq->cx, route_id(rq))) != ERR_OK)
		return rc;
	mark_row(rq, "message-%lld", (long long)route_id(rq));
	return see_other(rq, HERE, "The message will be sent once more.");
}

static const struct route routes[] = {
	{ GET, "", PERM_AUDIT_VIEW, filter_fields, filter_fields, "messages.cs", .run = show },
	{ POST, ":id/resend", PERM_AUDIT_VIEW, no_fields, .run = resend },
	{ METHOD_UNSET }
};

const struct page page = { "messages", HERE, "Messages", routes };
