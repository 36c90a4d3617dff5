#include "base/banned.h"
#include "domain/billing_recipients.h"

#include "domain/account.h"
#include "domain/audit.h"
#include "domain/contact_receives.h"

static const char SQL_CLEAR[] =
	"UPDATE contact_person SET is_billing_to = 0 WHERE account_id = ? AND is_billing_to = 1";

static const char SQL_SET[] =
	"UPDATE contact_person SET is_billing_to = 1 WHERE account_id = ? AND id = ?";

static bool
is_chosen(const struct contact_person *c)
{
	return (c->category_bits & CATEGORY_BIT(CATEGORY_BILLING)) != 0;
}

enum err
billing_recipients_load(struct context *cx, struct billing_recipients *b)
{
	struct recipients all[CATEGORY__MAX];
	struct contact_person *people;
	size_t i, count;
	enum err rc;

	if ((rc = recipients_load_people(cx, all, &people, &count)) != ERR_OK)
		return rc;
	*b = (struct billing_recipients){ .who = all[CATEGORY_BILLING],
		.others = mem_array(cx->mem, count + 1, sizeof(*b->others)) };
	for (i = 0; i < count; i++)
		if (!is_chosen(&people[i]) && people[i].withdrawn_at == 0)
			b->others[b->other_count++] = &people[i];
	return ERR_OK;
}

/* What else the person receives stays as it is. */
static enum err
choose(struct context *cx, const struct contact_person *c, bool receives)
{
	struct contact_receives r = { .id = c->id, .version = c->version,
		.category_bits = c->category_bits & ~CATEGORY_BIT(CATEGORY_BILLING),
		.is_authorised = c->is_authorised };

	if (is_chosen(c) == receives)
		return ERR_OK;
	if (receives)
		r.category_bits |= CATEGORY_BIT(CATEGORY_BILLING);
	return contact_receives_save(cx, &r);
}

/* The account first: two who choose whom it is addressed to must not wait for each other. */
static enum err
hold(struct context *cx, int64_t person_id, struct contact_person *c, const char **name)
{
	enum err rc;

	if ((rc = account_hold(cx)) != ERR_OK ||
	    (rc = contact_person_hold(cx, person_id, c)) != ERR_OK)
		return rc;
	*name = c->name;
	return ERR_OK;
}

enum err
billing_recipients_choose(struct context *cx, int64_t person_id, bool receives, const char **name)
{
	struct contact_person c;
	enum err rc;

	if ((rc = hold(cx, person_id, &c, name)) != ERR_OK)
		return rc;
	return choose(cx, &c, receives);
}

enum err
billing_recipients_address(struct context *cx, int64_t person_id, const char **name)
{
	struct contact_person c;
	struct audit event;
	enum err rc;

	if ((rc = hold(cx, person_id, &c, name)) != ERR_OK ||
	    (rc = choose(cx, &c, true)) != ERR_OK || c.is_billing_to)
		return rc;
	if ((rc = db_exec(cx->db, NULL, SQL_CLEAR, V(cx->actor.account_id))) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_SET, V(cx->actor.account_id), V(c.id))) != ERR_OK)
		return rc;
	event = audit_begin("contact.billing_to", "contact_person", c.id, c.name);
	audit_changed_flag(&event, "billing_to", false, true);
	return audit_add(cx, &event);
}
