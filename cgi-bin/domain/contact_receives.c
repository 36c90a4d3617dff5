#include "base/banned.h"
#include "domain/contact_receives.h"

#include "domain/audit.h"
#include "domain/category.h"
#include "domain/contact_person.h"

static const char SQL_SAVE[] =
	"UPDATE contact_person SET category_bits = ?, is_authorised = ?, last_form = ?,"
	" is_billing_to = IF(? = 1, is_billing_to, 0),"
	" saved_at = ?, saved_by = ?, version = version + 1"
	" WHERE account_id = ? AND id = ? AND version = ?";

/* Other than for a change of the Primary, anybody may be ticked for critical alerts. */
static uint64_t
bits_of(const struct contact_receives *r, bool is_primary)
{
	return is_primary ? category_bits_as(r->category_bits, true) :
			    r->category_bits & ~CATEGORY_BIT(CATEGORY_CODES);
}

static enum err
add_event(struct context *cx, const struct contact_person *old, uint64_t bits, bool is_authorised)
{
	struct audit event = audit_begin("contact.update", "contact_person", old->id, old->name);
	enum category c;

	for (c = 0; c < CATEGORY__MAX; c++)
		audit_changed_flag(&event, category_name(c),
		    (old->category_bits & CATEGORY_BIT(c)) != 0, (bits & CATEGORY_BIT(c)) != 0);
	audit_changed_flag(&event, "authorised", old->is_authorised, is_authorised);
	audit_changed_flag(&event, "billing_to", old->is_billing_to,
	    old->is_billing_to && (bits & CATEGORY_BIT(CATEGORY_BILLING)) != 0);
	return audit_add(cx, &event);
}

enum err
contact_receives_save(struct context *cx, const struct contact_receives *r)
{
	struct contact_person old;
	uint64_t bits;
	int64_t rows;
	enum err rc;

	if ((rc = contact_person_hold(cx, r->id, &old)) != ERR_OK)
		return rc;
	if (context_is_outdated(cx, old.version, r->version, old.last_form))
		return ERR_CONFLICT;
	bits = bits_of(r, old.is_primary);
	if ((rc = db_exec(cx->db, &rows, SQL_SAVE, V((int64_t)bits), V(r->is_authorised),
		 V(cx->form_nonce), V((bits & CATEGORY_BIT(CATEGORY_BILLING)) != 0), V(cx->now),
		 V(cx->actor.user_name), V(cx->actor.account_id), V(r->id), V(old.version))) !=
	    ERR_OK)
		return rc;
	if (rows != 1)
		return ERR_CONFLICT;
	return add_event(cx, &old, bits, r->is_authorised);
}
