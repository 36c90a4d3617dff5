#include "base/banned.h"
#include "domain/billing_change.h"

#include <string.h>

#include "domain/audit.h"
#include "domain/billing_check.h"
#include "domain/otp.h"
#include "domain/recipients.h"

static enum err
add_event(struct context *cx, const struct billing_details *old, const struct billing_details *new)
{
	struct audit event = audit_begin("billing.update", "billing_details",
	    cx->actor.account_id, new->legal_name);

	audit_changed(&event, "legal_name", old->legal_name, new->legal_name);
	audit_changed(&event, "registration", old->registration, new->registration);
	audit_changed(&event, "gstin", old->gstin, new->gstin);
	audit_changed(&event, "tax_id", old->tax_id, new->tax_id);
	audit_changed(&event, "pan", old->pan, new->pan);
	audit_changed(&event, "street", old->address.street, new->address.street);
	audit_changed(&event, "area", old->address.area, new->address.area);
	audit_changed(&event, "city", old->address.city, new->address.city);
	audit_changed(&event, "pin", old->address.pin, new->address.pin);
	audit_changed(&event, "state", old->address.state, new->address.state);
	audit_changed(&event, "country", old->address.country, new->address.country);
	audit_changed(&event, "po_reference", old->po_reference, new->po_reference);
	return audit_add(cx, &event);
}

/* "GSTIN 27...", as it stands behind "to". */
static const char *
registration_words(struct mem *m, const struct billing_details *b)
{
	if (strcmp(b->registration, BILLING_GSTIN) == 0)
		return mem_fmt(m, "GSTIN %s", b->gstin);
	if (strcmp(b->registration, BILLING_ABROAD) == 0)
		return mem_fmt(m, "tax id %s", b->tax_id);
	return strcmp(b->registration, BILLING_UNREGISTERED) == 0 ? "not registered for GST" :
								    "not said";
}

/* Whoever gets the next invoice learns beforehand what it will carry. */
static enum err
tell(struct context *cx, const struct billing_details *new)
{
	struct outbox_message message = {
		.event = mem_fmt(cx->mem, "billing.changed %lld %lld",
		    (long long)cx->actor.account_id, (long long)new->version),
		.template = "billing-changed",
		.values = {
			{ "who", cx->actor.user_name, false },
			{ "legal_name", new->legal_name, false },
			{ "registration", registration_words(cx->mem, new), false },
		},
	};

	return recipients_notice(cx, &message, CATEGORY_BILLING);
}

/*
 * Tells of another legal name or registration, and has it confirmed. What is said for the first
 * time needs neither: nothing is taken from anybody.
 */
static enum err
confirm(struct context *cx, const struct billing_details *old, const struct billing_details *new)
{
	bool has_name = old->legal_name[0] != '\0' &&
	    strcmp(old->legal_name, new->legal_name) != 0;
	bool has_number = old->registration[0] != '\0' &&
	    (strcmp(old->registration, new->registration) != 0 ||
		strcmp(old->gstin, new->gstin) != 0 || strcmp(old->tax_id, new->tax_id) != 0);
	const char *name = mem_fmt(cx->mem, "the legal name on invoices to %s", new->legal_name);
	const char *number = mem_fmt(cx->mem, "the tax registration on invoices to %s",
	    registration_words(cx->mem, new));

	enum err rc;

	if (!has_name && !has_number)
		return ERR_OK;
	if ((rc = tell(cx, new)) != ERR_OK)
		return rc;
	return otp_require(cx, mem_fmt(cx->mem, "change %s%s%s", has_name ? name : "",
	    has_name && has_number ? ", and " : "", has_number ? number : ""));
}

enum err
billing_change_save(struct context *cx, const struct billing_details *typed, struct problems *p)
{
	struct billing_details old, new = *typed;
	enum err rc;

	if ((rc = billing_details_hold(cx, &old)) != ERR_OK)
		return rc;
	billing_check(cx->mem, &new, p);
	if (problems_has_any(p))
		return ERR_INVALID;
	if (context_is_outdated(cx, old.version, typed->version, old.last_form))
		return ERR_CONFLICT;
	new.version = old.version;
	if ((rc = billing_details_write(cx, &new)) != ERR_OK ||
	    (rc = add_event(cx, &old, &new)) != ERR_OK || (rc = confirm(cx, &old, &new)) != ERR_OK)
		return rc;
	billing_look(cx->mem, &new, p);
	return ERR_OK;
}
