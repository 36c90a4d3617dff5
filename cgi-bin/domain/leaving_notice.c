#include "base/banned.h"
#include "domain/leaving_notice.h"

#include "domain/category.h"
#include "domain/outbox.h"

/* "Billing and invoices, Technical notices" */
static const char *
categories(struct context *cx, uint64_t bits)
{
	const char *all = "";
	enum category c;

	for (c = 0; c < CATEGORY__MAX; c++)
		if ((bits & CATEGORY_BIT(c)) != 0)
			all = mem_fmt(cx->mem, "%s%s%s", all, all[0] == '\0' ? "" : ", ",
			    category_text(c));
	return all;
}

static enum err
tell_person(struct context *cx, const struct leaving_notice *n)
{
	const struct contact_person *c = n->person;
	const struct contact_address *to = contact_address_receiver(c->addresses, OUTBOX_MAIL);
	struct outbox_message message = {
		.contact_person_id = c->id,
		.event = mem_fmt(cx->mem, "contact.left %lld", (long long)c->id),
		.channel = OUTBOX_MAIL,
		.recipient = to->address,
		.recipient_name = c->name,
		.category = category_name(CATEGORY_ACCOUNT),
		.template = "contact-left",
		.values = { { "actor", cx->actor.user_name, false } },
	};

	return outbox_add(cx, &message);
}

/* To whom something passes. */
static struct outbox_message
message_of(struct context *cx, const struct leaving_notice *n, const char *what, int64_t id)
{
	return (struct outbox_message){
		.event = mem_fmt(cx->mem, "person.left %s %lld %lld", what, (long long)id,
		    (long long)cx->now),
		.channel = OUTBOX_MAIL,
		.category = category_name(CATEGORY_ACCOUNT),
		.template = "took-over",
		.values = {
			{ "who", n->name, false },
			{ "actor", cx->actor.user_name, false },
		},
	};
}

static enum err
tell_replacement(struct context *cx, const struct leaving_notice *n)
{
	const struct contact_person *c = n->replacement;
	struct outbox_message message = message_of(cx, n, "contact", c->id);

	message.contact_person_id = c->id;
	message.recipient = contact_address_receiver(c->addresses, OUTBOX_MAIL)->address;
	message.recipient_name = c->name;
	message.values[2] =
	    (struct outbox_value){ "receives", categories(cx, n->moved_bits), false };
	return outbox_add(cx, &message);
}

static enum err
tell_taker(struct context *cx, const struct leaving_notice *n)
{
	const struct membership *m = n->taker;
	struct outbox_message message = message_of(cx, n, "calls", m->id);

	message.recipient = m->user_email;
	message.recipient_name = m->user_name;
	message.values[2] = (struct outbox_value){ "calls", "1", false };
	message.values[3] = (struct outbox_value){ "extension", m->extension, false };
	return outbox_add(cx, &message);
}

enum err
leaving_notice(struct context *cx, const struct leaving_notice *n)
{
	enum err rc = ERR_OK;

	if (n->person != NULL && !n->is_user && n->person->withdrawn_at == 0)
		rc = tell_person(cx, n);
	if (rc == ERR_OK && n->replacement != NULL)
		rc = tell_replacement(cx, n);
	if (rc == ERR_OK && n->taker != NULL)
		rc = tell_taker(cx, n);
	return rc;
}
