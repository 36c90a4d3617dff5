#include "base/banned.h"
#include "domain/support_request.h"

#include <string.h>

#include "base/clock.h"
#include "domain/audit.h"
#include "domain/category.h"
#include "domain/outbox.h"

#define LETTERS "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"

bool
support_is_number(const char *text)
{
	return strlen(text) <= SUPPORT_NUMBER_MAX && strspn(text, LETTERS) == strlen(text);
}

static enum err
send_mail(struct context *cx, const struct support_request *r)
{
	const struct actor *me = &cx->actor;
	struct outbox_message message = {
		.event = mem_fmt(cx->mem, "support.request %lld %s %s", (long long)me->user_id,
		    cx->request_id, cx->form_nonce),
		.recipient = cx->config->support_email,
		.category = category_name(CATEGORY_ACCOUNT),
		.template = "support-request",
		.values = {
			{ "reply_to", me->user_email, false },
			{ "who", me->user_name, false },
			{ "role", me->role_name, false },
			{ "account", mem_fmt(cx->mem, "%lld", (long long)me->account_id), false },
			{ "page", r->page, false },
			{ "number", r->number, false },
			{ "fields", r->fields, false },
			{ "at", clock_iso(cx->mem, cx->now), false },
			{ "this", cx->request_id, false },
			{ "message_lines", r->message, false },
		},
	};

	return outbox_add(cx, &message);
}

enum err
support_request_add(struct context *cx, const struct support_request *r)
{
	struct audit event =
	    audit_begin("support.request", "user", cx->actor.user_id, cx->actor.user_name);
	enum err rc;

	if (cx->config->support_email[0] == '\0')
		return ERR_MISSING;
	if ((rc = send_mail(cx, r)) != ERR_OK)
		return rc;
	audit_changed(&event, "page", NULL, r->page);
	audit_changed(&event, "number", NULL, r->number);
	audit_changed(&event, "fields", NULL, r->fields);
	return audit_add(cx, &event);
}
