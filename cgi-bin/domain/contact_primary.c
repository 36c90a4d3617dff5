#include "base/banned.h"
#include "domain/contact_primary.h"

#include "domain/account.h"
#include "domain/audit.h"
#include "domain/category.h"
#include "domain/otp.h"
#include "domain/outbox.h"

static const char SQL_SET[] =
	"UPDATE contact_person SET is_primary = ?, category_bits = ?, saved_at = ?, saved_by = ?,"
	" last_form = '', version = version + 1"
	" WHERE account_id = ? AND id = ? AND version = ?";

static enum err
set(struct context *cx, const struct contact_person *c, bool is_primary)
{
	struct audit event = audit_begin(is_primary ? "contact.primary" : "contact.replaced",
	    "contact_person", c->id, c->name);
	int64_t rows;
	enum err rc;

	if ((rc = db_exec(cx->db, &rows, SQL_SET, V(is_primary),
		 V((int64_t)category_bits_as(c->category_bits, is_primary)), V(cx->now),
		 V(cx->actor.user_name), V(cx->actor.account_id), V(c->id), V(c->version))) !=
	    ERR_OK)
		return rc;
	if (rows != 1)
		return ERR_CONFLICT;
	audit_changed_flag(&event, "primary", !is_primary, is_primary);
	return audit_add(cx, &event);
}

/* One cause has one key: the version that the new Primary had before. */
static struct outbox_message
message_of(struct context *cx, const struct contact_person *old, const struct contact_person *new)
{
	return (struct outbox_message){
		.event = mem_fmt(cx->mem, "contact.primary %lld %lld", (long long)new->id,
		    (long long)new->version),
		.channel = OUTBOX_MAIL,
		.category = category_name(CATEGORY_CRITICAL),
		.template = "primary-changed",
		.values = {
			{ "old", old->name, false },
			{ "new", new->name, false },
			{ "who", cx->actor.user_name, false },
			{ "left", cx->proof == PROOF_LEFT ? "1" : "", false },
		},
	};
}

/* Who does not want to be contacted is not told even this. */
static enum err
tell_person(struct context *cx, struct outbox_message message, const struct contact_person *c)
{
	const struct contact_address *to = contact_address_receiver(c->addresses, OUTBOX_MAIL);

	if (c->withdrawn_at != 0)
		return ERR_OK;
	message.contact_person_id = c->id;
	message.recipient = to->address;
	message.recipient_name = c->name;
	return outbox_add(cx, &message);
}

static enum err
tell(struct context *cx, const struct contact_person *old, const struct contact_person *new)
{
	struct outbox_message message = message_of(cx, old, new);
	enum err rc;

	if ((rc = tell_person(cx, message, old)) != ERR_OK)
		return rc;
	return tell_person(cx, message, new);
}

bool
contact_primary_can_be(const struct contact_person *c)
{
	const struct contact_address *wanted = contact_address_wanted(c->addresses, OUTBOX_MAIL);

	return wanted != NULL && contact_address_is_proven(wanted);
}

static enum err
check_email(struct context *cx, const struct contact_person *c, struct problems *p)
{
	if (contact_primary_can_be(c))
		return ERR_OK;
	problems_add_link(p, "", mem_fmt(cx->mem, CONTACT_PERSON_PATH, (long long)c->id),
	    mem_fmt(cx->mem, "Verify %s's email address", c->name),
	    "%s's email address is not verified yet, so security codes might reach nobody. "
	    "Verify it first, then make %s Primary.", c->name, c->name);
	return ERR_INVALID;
}

enum err
contact_primary_make(struct context *cx, int64_t id, int64_t version, int64_t old_id,
    struct problems *p)
{
	struct contact_person old, new;
	enum err rc;

	/* Everyone who changes the Primary waits here, so two of them never hold one row each. */
	if ((rc = account_hold(cx)) != ERR_OK || (rc = contact_person_hold(cx, id, &new)) != ERR_OK)
		return rc;
	if (new.is_primary)
		return ERR_OK;
	if (new.version != version)
		return ERR_CONFLICT;
	if ((rc = contact_person_primary(cx, &old)) != ERR_OK)
		return rc;
	if (old_id != 0 && old.id != old_id)
		return ERR_CONFLICT;
	if ((rc = check_email(cx, &new, p)) != ERR_OK || (rc = set(cx, &old, false)) != ERR_OK ||
	    (rc = set(cx, &new, true)) != ERR_OK || (rc = tell(cx, &old, &new)) != ERR_OK)
		return rc;
	return otp_require(cx, mem_fmt(cx->mem, "make %s (%s) the Primary contact", new.name,
	    contact_address_receiver(new.addresses, OUTBOX_MAIL)->address));
}
