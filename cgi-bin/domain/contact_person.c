#include "base/banned.h"
#include "domain/contact_person.h"

#include <string.h>

#include "base/text.h"
#include "domain/account.h"
#include "domain/audit.h"
#include "domain/category.h"
#include "domain/contact_person_check.h"
#include "domain/contact_proof.h"
#include "domain/otp.h"

#define REMOVED_REASON	"The person was taken off the list."

static const char SQL_ADD[] =
	"INSERT INTO contact_person (account_id, is_primary, kind, name, designation,"
	" is_monitored, category_bits, confirmed_at,"
	" consent_by, consent_at, consent_wording, last_form, saved_at, saved_by, created_at)"
	" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

static const char SQL_UPDATE[] =
	"UPDATE contact_person SET kind = ?, name = ?, designation = ?, is_monitored = ?,"
	" last_form = ?, saved_at = ?, saved_by = ?, version = version + 1"
	" WHERE account_id = ? AND id = ? AND version = ?";

static const char SQL_AGREE[] =
	"UPDATE contact_person SET consent_by = ?, consent_at = ?, consent_wording = ?,"
	" confirmed_at = ?, withdrawn_at = NULL, is_authorised = 0, not_user_id = NULL"
	" WHERE account_id = ? AND id = ?";

static const char SQL_REMOVE[] =
	"DELETE FROM contact_person"
	" WHERE account_id = ? AND id = ? AND version = ? AND is_primary = 0";

#define FROM_PERSON \
	" FROM contact_person p JOIN contact_address a" \
	" ON a.account_id = p.account_id AND a.contact_person_id = p.id"

static const char SQL_SAME_EMAIL[] =
	"SELECT p.id, p.name" FROM_PERSON " WHERE a.account_id = ? AND a.wanted_email = LOWER(?)"
	" AND p.id <> ?";

static const char SQL_SAME_PHONE[] =
	"SELECT p.id, p.name" FROM_PERSON " WHERE a.account_id = ? AND a.address_key = LOWER(?)"
	" AND p.id <> ? AND a.part = 'wanted' AND a.channel = 'sms' ORDER BY p.id LIMIT 1";

/* Finds another person with the same email or phone. ERR_MISSING: nobody. */
static enum err
find_same(struct context *cx, const char *sql, const char *value, int64_t id, int64_t *other_id,
    const char **name)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_load(cx->db, &st, sql, V(cx->actor.account_id), V(value), V(id))) != ERR_OK)
		return rc;
	*other_id = db_i64(st, 0);
	*name = db_str(st, cx->mem, 1);
	db_done(&st);
	return ERR_OK;
}

enum err
contact_person_same_email(struct context *cx, const char *email, int64_t except_id, int64_t *id,
    const char **name)
{
	return find_same(cx, SQL_SAME_EMAIL, email, except_id, id, name);
}

/* Says whose the email is: ERR_INVALID. ERR_MISSING: nobody else's. */
static enum err
tell_same_email(struct context *cx, const struct contact_person *c, struct problems *p)
{
	const char *name;
	int64_t id;
	enum err rc;

	if ((rc = contact_person_same_email(cx, c->email, c->id, &id, &name)) != ERR_OK)
		return rc;
	problems_add_link(p, "email", mem_fmt(cx->mem, CONTACT_PERSON_PATH, (long long)id),
	    mem_fmt(cx->mem, "Open %s", name),
	    "%s already has this email address. Change that person instead, or enter another "
	    "address.",
	    name);
	return ERR_INVALID;
}

/* The unique index refused the row. */
static enum err
explain_taken(struct context *cx, const struct contact_person *c, struct problems *p)
{
	enum err rc = tell_same_email(cx, c, p);

	return rc == ERR_MISSING ? ERR_RETRY : rc; /* removed meanwhile, so now it would fit */
}

static enum err
warn_same_phone(struct context *cx, const struct contact_person *c, struct problems *p)
{
	const char *name;
	int64_t id;
	enum err rc;

	if ((rc = find_same(cx, SQL_SAME_PHONE, c->phone, c->id, &id, &name)) == ERR_MISSING)
		return ERR_OK;
	if (rc == ERR_OK)
		problems_warn(p, "phone", mem_fmt(cx->mem, CONTACT_PERSON_PATH, (long long)id),
		    mem_fmt(cx->mem, "Open %s", name), "%s has the same phone number.", name);
	return rc;
}

static const char *
yes_no(bool is)
{
	return is ? "yes" : "no";
}

/* An event with every field of a person. old NULL: added; new NULL: removed. */
static enum err
add_event(struct context *cx, const char *action, const struct contact_person *old,
    const struct contact_person *new)
{
	const struct contact_person *c = new != NULL ? new : old;
	struct audit event = audit_begin(action, "contact_person", c->id, c->name);

#define FIELD(name)                                                                                \
	audit_changed(&event, #name, old == NULL ? NULL : old->name, new == NULL ? NULL : new->name)
	FIELD(name);
	FIELD(email);
	FIELD(phone);
	FIELD(designation);
	FIELD(kind);
#undef FIELD
	audit_changed(&event, "primary", old == NULL ? NULL : yes_no(old->is_primary),
	    new == NULL ? NULL : yes_no(new->is_primary));
	audit_changed(&event, "monitored", old == NULL ? NULL : yes_no(old->is_monitored),
	    new == NULL ? NULL : yes_no(new->is_monitored));
	audit_changed(&event, "consent_by", old == NULL ? NULL : old->consent_by,
	    new == NULL ? NULL : new->consent_by);
	if (old != NULL && new != NULL)
		audit_changed_flag(&event, "authorised", old->is_authorised, new->is_authorised);
	return audit_add(cx, &event);
}

static void
record_consent(struct context *cx, struct contact_person *c)
{
	c->consent_by = cx->actor.user_name;
	c->consent_at = cx->now;
	c->consent_wording = CONTACT_CONSENT_WORDING;
}

static struct contact_whom
whom_of(const struct contact_person *c)
{
	return (struct contact_whom){ c->id, c->name, c->is_vouched, false };
}

/* Makes an address the one in use, and asks for its proof. */
static enum err
want(struct context *cx, const struct contact_person *c, const struct contact_address *list,
    enum outbox_channel channel, const char *address)
{
	struct contact_whom whom = whom_of(c);
	const struct contact_address *stays;
	struct contact_address new;
	enum err rc;

	if ((rc = contact_address_want(cx, &whom, list, channel, address, false, &new, &stays)) !=
	    ERR_OK)
		return rc;
	return contact_proof_ask(cx, &whom, &new, stays);
}

/* Makes what the person has now in email and phone the addresses in use. */
static enum err
want_addresses(struct context *cx, const struct contact_person *c, const struct contact_person *old,
    struct problems *p)
{
	const struct contact_address *list = old == NULL ? NULL : old->addresses;
	enum err rc = ERR_OK;

	if (list == NULL || strcmp(old->email, c->email) != 0)
		rc = want(cx, c, list, OUTBOX_MAIL, c->email);
	if (rc == ERR_TAKEN && db_refused_by(cx->db, "contact_address_email"))
		return explain_taken(cx, c, p);
	if (rc == ERR_OK && (list == NULL || strcmp(old->phone, c->phone) != 0))
		rc = want(cx, c, list, OUTBOX_SMS, c->phone);
	return rc;
}

static enum err
add(struct context *cx, struct contact_person *c, struct problems *p)
{
	int64_t count;
	enum err rc;

	rc = account_count_contacts(cx, 1, &count);
	if (rc == ERR_REFUSED && db_refused_by(cx->db, "account_contact_limit")) {
		problems_add_link(p, "", "/support", "Ask support for more",
		    "This account already has as many contact persons as it may have. "
		    "Remove one, or change an existing one instead.");
		return ERR_INVALID;
	}
	if (rc != ERR_OK)
		return rc;
	record_consent(cx, c);
	c->is_primary = count == 1;
	c->category_bits = category_first_bits(c->kind, c->is_primary);
	rc = db_exec(cx->db, NULL, SQL_ADD, V(cx->actor.account_id), V(c->is_primary), V(c->kind),
	    V(c->name), V(c->designation), V(c->is_monitored), V((int64_t)c->category_bits),
	    V(cx->now), V(c->consent_by), V(c->consent_at), V(c->consent_wording),
	    V(cx->form_nonce), V(cx->now), V(cx->actor.user_name), V(cx->now));
	if (rc != ERR_OK)
		return rc;
	c->id = db_insert_id(cx->db);
	c->version = 1;
	if ((rc = want_addresses(cx, c, NULL, p)) != ERR_OK)
		return rc;
	return add_event(cx, "contact.create", NULL, c);
}

/* Would messages to the person go elsewhere? */
static bool
moves(const struct contact_person *old, const struct contact_person *new)
{
	return !text_equal_fold(old->email, new->email) || strcmp(old->phone, new->phone) != 0;
}

/*
 * Another person stands in the row of one who withdrew, and has agreed: whose sign-in was the old
 * one's, whom support may speak with, and what was known of addresses, is not said of the new one.
 * Those typed are listed as new ones, so that no link sent to the old one speaks for the new one.
 */
static enum err
agree_anew(struct context *cx, struct contact_person *old, struct contact_person *c)
{
	enum err rc;

	if ((rc = contact_address_forget(cx, old->id)) != ERR_OK)
		return rc;
	old->addresses = NULL;
	if (old->user_id != 0 && (rc = contact_user_unlink(cx, old->id, old->user_id)) != ERR_OK)
		return rc;
	c->is_authorised = false;
	record_consent(cx, c);
	return db_exec(cx->db, NULL, SQL_AGREE, V(c->consent_by), V(c->consent_at),
	    V(c->consent_wording), V(cx->now), V(cx->actor.account_id), V(c->id));
}

static enum err
update(struct context *cx, struct contact_person *c, struct problems *p)
{
	struct contact_person old;
	int64_t rows;
	enum err rc;

	if ((rc = contact_person_hold(cx, c->id, &old)) != ERR_OK)
		return rc;
	if (old.withdrawn_at != 0 && text_equal_fold(old.email, c->email)) {
		problems_add(p, "",
		    "%s does not want to be contacted any more. Make another person Primary, then "
		    "remove this one; or enter another person's name and address here.", old.name);
		return ERR_INVALID;
	}
	if (context_is_outdated(cx, old.version, c->version, old.last_form))
		return ERR_CONFLICT;
	c->is_primary = old.is_primary;
	c->is_authorised = old.is_authorised;
	if (old.withdrawn_at != 0 && (rc = agree_anew(cx, &old, c)) != ERR_OK)
		return rc;
	c->consent_by = old.withdrawn_at != 0 ? c->consent_by : old.consent_by;
	if ((rc = db_exec(cx->db, &rows, SQL_UPDATE, V(c->kind), V(c->name), V(c->designation),
		 V(c->is_monitored), V(cx->form_nonce), V(cx->now), V(cx->actor.user_name),
		 V(cx->actor.account_id), V(c->id), V(old.version))) != ERR_OK)
		return rc;
	if (rows != 1)
		return ERR_CONFLICT;
	if ((rc = want_addresses(cx, c, &old, p)) != ERR_OK ||
	    (rc = add_event(cx, "contact.update", &old, c)) != ERR_OK)
		return rc;
	c->version = old.version + 1;
	if (!old.is_primary || !moves(&old, c))
		return ERR_OK;
	return otp_require(cx, mem_fmt(cx->mem,
	    "have %s, the Primary contact, reached at %s and %s", old.name, c->email, c->phone));
}

/*
 * Values were refused; whose the email is belongs on the same page, so that nobody corrects twice.
 */
static enum err
refuse_all(struct context *cx, const struct contact_person *c, struct problems *p)
{
	enum err rc;

	if (problems_about(p, "email", false) != NULL)
		return ERR_INVALID;
	rc = tell_same_email(cx, c, p);
	return rc == ERR_MISSING ? ERR_INVALID : rc;
}

enum err
contact_person_save(struct context *cx, struct contact_person *c, struct problems *p)
{
	enum err rc;

	contact_person_check(cx->mem, c, cx->actor.account_region, p);
	if (problems_has_any(p))
		return refuse_all(cx, c, p);
	if ((rc = c->id == 0 ? add(cx, c, p) : update(cx, c, p)) != ERR_OK)
		return rc;
	return warn_same_phone(cx, c, p);
}

enum err
contact_person_take_off(struct context *cx, const struct contact_person *c, const char *action)
{
	int64_t rows, count;
	enum err rc;

	if (c->user_id != 0 && (rc = contact_user_unlink(cx, c->id, c->user_id)) != ERR_OK)
		return rc;
	if ((rc = db_exec(cx->db, &rows, SQL_REMOVE, V(cx->actor.account_id), V(c->id),
		 V(c->version))) != ERR_OK)
		return rc;
	if (rows != 1)
		return ERR_CONFLICT;
	if ((rc = account_count_contacts(cx, -1, &count)) != ERR_OK)
		return rc;
	return add_event(cx, action, c, NULL);
}

enum err
contact_person_remove(struct context *cx, int64_t id, int64_t version, struct problems *p)
{
	struct contact_person old;
	enum err rc;

	if ((rc = account_hold(cx)) != ERR_OK || (rc = contact_person_hold(cx, id, &old)) != ERR_OK)
		return rc;
	if (old.is_primary) {
		problems_add(p, "", "%s is the Primary contact, who cannot be removed. "
		    "Make another person Primary first.", old.name);
		return ERR_INVALID;
	}
	if (old.version != version)
		return ERR_CONFLICT;
	if ((rc = outbox_stop(cx, id, REMOVED_REASON)) != ERR_OK)
		return rc;
	return contact_person_take_off(cx, &old, "contact.delete");
}
