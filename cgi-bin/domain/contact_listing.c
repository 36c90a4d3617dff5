#include "base/banned.h"
#include "domain/contact_listing.h"

#include <string.h>

#include "base/crypt.h"
#include "base/text.h"
#include "base/valid.h"
#include "domain/audit.h"
#include "domain/contact_person.h"
#include "domain/contact_person_check.h"
#include "domain/contact_proof.h"
#include "domain/otp.h"

static const char SQL_LOAD[] =
	"SELECT " CONTACT_ADDRESS_COLUMNS ", p.id, p.name, p.is_primary, p.withdrawn_at,"
	" w.address, s.address, o.state, o.state_at, o.result"
	" FROM contact_address a JOIN contact_person p"
	" ON p.account_id = a.account_id AND p.id = a.contact_person_id"
	" LEFT JOIN contact_address w ON w.account_id = a.account_id"
	"  AND w.wanted_of = a.contact_person_id AND w.channel = a.channel"
	" LEFT JOIN contact_address s ON s.account_id = a.account_id"
	"  AND s.stand_in_of = a.contact_person_id AND s.channel = a.channel"
	" LEFT JOIN outbox o ON o.id = (SELECT MAX(n.id) FROM outbox n FORCE INDEX (outbox_newest)"
	"  WHERE n.account_id = a.account_id AND n.recipient = a.address)"
	" WHERE a.account_id = ? AND a.id = ?";

/* Whoever has the person's form open meets a conflict: another address stands in it. */
static const char SQL_TOUCH_PERSON[] =
	"UPDATE contact_person SET saved_at = ?, saved_by = ?, last_form = '',"
	" version = version + 1 WHERE account_id = ? AND id = ? AND version = ?";

enum err
contact_listing_load(struct context *cx, int64_t address_id, struct contact_listing *l)
{
	const unsigned int person = CONTACT_ADDRESS_COLUMN_COUNT;
	struct mem *m = cx->mem;
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_load(cx->db, &st, SQL_LOAD, V(cx->actor.account_id), V(address_id))) !=
	    ERR_OK)
		return rc;
	contact_address_read(cx, st, 0, &l->address);
	l->whom = (struct contact_whom){ .id = db_i64(st, person),
		.name = db_str(st, m, person + 1),
		.is_withdrawn = !db_is_null(st, person + 3) };
	l->is_primary = db_i64(st, person + 2) == 1;
	l->wanted = db_str(st, m, person + 4);
	l->stand_in = db_str(st, m, person + 5);
	l->address.last_state = db_str(st, m, person + 6);
	l->address.last_at = db_i64(st, person + 7);
	l->address.last_result = db_str(st, m, person + 8);
	db_done(&st);
	return ERR_OK;
}

/* As the field of a person is called, in forms and events. */
static const char *
field_of(enum outbox_channel channel)
{
	return channel == OUTBOX_MAIL ? "email" : "phone";
}

static enum err
add_event(struct context *cx, const char *action, const struct contact_whom *whom,
    enum outbox_channel channel, const char *before, const char *after)
{
	struct audit event = audit_begin(action, "contact_person", whom->id, whom->name);

	audit_changed(&event, field_of(channel), before, after);
	return audit_add(cx, &event);
}

/* A change of the Primary's addresses must be confirmed. */
static enum err
confirm(struct context *cx, bool is_primary, const char *what, const char *name,
    const char *address)
{
	if (!is_primary)
		return ERR_OK;
	return otp_require(cx, mem_fmt(cx->mem, "%s address for %s, the Primary contact: %s", what,
	    name, address));
}

static bool
is_label(const char *label)
{
	size_t i;

	for (i = 0; contact_address_labels[i] != NULL; i++)
		if (strcmp(contact_address_labels[i], label) == 0)
			return true;
	return false;
}

/* Puts the address into the form it is stored in. */
static void
check(struct context *cx, struct contact_further *f, const struct contact_person *c,
    struct problems *p)
{
	const char *stored = f->channel == OUTBOX_MAIL ?
	    contact_person_check_email(cx->mem, f->address, "address", p) :
	    contact_person_check_phone(cx->mem, f->address, cx->actor.account_region, "address",
		p);

	if (!is_label(f->label))
		problems_add(p, "label", "Choose what kind of address it is.");
	if (stored == NULL)
		return;
	f->address = stored;
	if (f->channel == OUTBOX_MAIL && email_is_shared_mailbox(stored) && !c->is_monitored)
		problems_add_link(p, "address",
		    mem_fmt(cx->mem, CONTACT_PERSON_PATH, (long long)c->id),
		    mem_fmt(cx->mem, "Open %s", c->name),
		    "%s looks like a shared mailbox. Enter the person's own address, or first tick "
		    "\"This mailbox is monitored\" on the person's page, if somebody reads it "
		    "every day.", stored);
}

static int
count_further(const struct contact_address *a)
{
	int count = 0;

	for (; a != NULL; a = a->next)
		count += a->part == ADDRESS_FURTHER;
	return count;
}

/* Is it listed already, and is there room for one more? */
static void
check_list(struct context *cx, const struct contact_further *f, const struct contact_person *c,
    struct problems *p)
{
	const struct contact_address *a;

	for (a = c->addresses; a != NULL; a = a->next)
		if (a->channel == f->channel && text_equal_fold(a->address, f->address))
			problems_add_link(p, "address",
			    mem_fmt(cx->mem, CONTACT_ADDRESS_PATH, (long long)a->id), "Open it",
			    "%s is listed for %s already.", f->address, c->name);
	if (count_further(c->addresses) >= CONTACT_FURTHER_MAX)
		problems_add(p, "", "%s has %d further addresses already, which is the most. "
		    "Remove one of them first.", c->name, CONTACT_FURTHER_MAX);
}

enum err
contact_listing_refuse_withdrawn(const char *name, bool is_primary, struct problems *p)
{
	if (is_primary)
		problems_add(p, "", "%s does not want to be contacted any more, so nothing is sent "
		    "there. Make somebody else Primary; then this person can be removed.", name);
	else
		problems_add(p, "", "%s does not want to be contacted any more, so nothing is sent "
		    "there. Remove this person; who agrees again is added anew.", name);
	return ERR_INVALID;
}

enum err
contact_listing_add(struct context *cx, struct contact_further *f, int64_t *id, struct problems *p)
{
	struct contact_address new;
	struct contact_person c;
	struct contact_whom whom;
	enum err rc;

	if ((rc = contact_person_hold(cx, f->person_id, &c)) != ERR_OK)
		return rc;
	if (c.withdrawn_at != 0)
		return contact_listing_refuse_withdrawn(c.name, c.is_primary, p);
	check(cx, f, &c, p);
	check_list(cx, f, &c, p);
	if (problems_has_any(p))
		return ERR_INVALID;
	whom = (struct contact_whom){ .id = c.id, .name = c.name };
	if ((rc = contact_address_add(cx, &whom, f->channel, f->label, f->address, &new)) !=
	    ERR_OK)
		return rc == ERR_TAKEN ? ERR_RETRY : rc; /* added meanwhile: told the next time */
	*id = new.id;
	if ((rc = contact_proof_ask(cx, &whom, &new, NULL)) != ERR_OK ||
	    (rc = add_event(cx, "contact.add_address", &whom, f->channel, NULL, f->address)) !=
		ERR_OK)
		return rc;
	return confirm(cx, c.is_primary, "add one more", c.name, f->address);
}

/* Says who has the email in use: ERR_INVALID. */
static enum err
explain_taken(struct context *cx, const struct contact_proof *proof, struct problems *p)
{
	const char *name;
	int64_t id;
	enum err rc;

	rc = contact_person_same_email(cx, proof->address.address, proof->whom.id, &id, &name);
	if (rc != ERR_OK)
		return rc == ERR_MISSING ? ERR_RETRY : rc; /* removed meanwhile: now it would fit */
	problems_add_link(p, "", mem_fmt(cx->mem, CONTACT_PERSON_PATH, (long long)id),
	    mem_fmt(cx->mem, "Open %s", name),
	    "%s already uses this email address. Change that person first, or use another one.",
	    name);
	return ERR_INVALID;
}

static enum err
touch_person(struct context *cx, const struct contact_person *c)
{
	int64_t rows;
	enum err rc;

	if ((rc = db_exec(cx->db, &rows, SQL_TOUCH_PERSON, V(cx->now), V(cx->actor.user_name),
		 V(cx->actor.account_id), V(c->id), V(c->version))) != ERR_OK)
		return rc;
	return rows == 1 ? ERR_OK : ERR_CONFLICT;
}

enum err
contact_listing_use(struct context *cx, int64_t address_id, struct problems *p)
{
	const struct contact_address *stays;
	struct contact_address new;
	struct contact_person c;
	struct contact_proof proof;
	const struct contact_address *a = &proof.address;
	const char *before;
	bool keep;
	enum err rc;

	if ((rc = contact_proof_load(cx, address_id, &proof)) != ERR_OK ||
	    (rc = contact_person_hold(cx, proof.whom.id, &c)) != ERR_OK)
		return rc;
	if (a->part == ADDRESS_WANTED)
		return ERR_OK;
	if (proof.whom.is_withdrawn)
		return contact_listing_refuse_withdrawn(proof.whom.name, proof.is_primary, p);
	before = a->channel == OUTBOX_MAIL ? c.email : c.phone;
	/* One that only stands in takes no room; the one that was in use would. */
	keep = a->part == ADDRESS_FURTHER || count_further(c.addresses) < CONTACT_FURTHER_MAX;
	rc = contact_address_want(cx, &proof.whom, c.addresses, a->channel, a->address, keep, &new,
	    &stays);
	if (rc == ERR_TAKEN && db_refused_by(cx->db, "contact_address_email"))
		return explain_taken(cx, &proof, p);
	if (rc != ERR_OK || (rc = contact_proof_ask(cx, &proof.whom, &new, stays)) != ERR_OK ||
	    (rc = touch_person(cx, &c)) != ERR_OK ||
	    (rc = add_event(cx, "contact.use_address", &proof.whom, a->channel, before,
		 a->address)) != ERR_OK)
		return rc;
	return confirm(cx, c.is_primary, "use another", c.name, a->address);
}

enum err
contact_listing_remove(struct context *cx, int64_t address_id, struct problems *p)
{
	struct contact_proof proof;
	const struct contact_address *a = &proof.address;
	enum err rc;

	if ((rc = contact_proof_load(cx, address_id, &proof)) != ERR_OK)
		return rc;
	if (a->part == ADDRESS_WANTED)
		problems_add(p, "", "This is the address in use. Take another one into use first.");
	else if (a->stands_in)
		problems_add(p, "", "Messages still go here until the address in use is verified. "
		    "Verify that one first.");
	if (problems_has_any(p))
		return ERR_INVALID;
	if ((rc = contact_address_remove(cx, proof.whom.id, address_id)) != ERR_OK)
		return rc;
	return add_event(cx, "contact.remove_address", &proof.whom, a->channel, a->address, NULL);
}

enum err
contact_listing_test(struct context *cx, int64_t address_id, int64_t *wait_sec, struct problems *p)
{
	struct outbox_message message;
	struct contact_proof proof;
	const struct contact_address *a = &proof.address;
	enum err rc;

	*wait_sec = 0;
	if ((rc = contact_proof_load(cx, address_id, &proof)) != ERR_OK)
		return rc;
	if (proof.whom.is_withdrawn)
		return contact_listing_refuse_withdrawn(proof.whom.name, proof.is_primary, p);
	if (!contact_address_can_be_checked(cx, a)) {
		problems_add(p, "", "No text message can be sent to this number from here.");
		return ERR_INVALID;
	}
	if ((rc = otp_may_send(cx, a->address, OTP_SEND_TEST, wait_sec)) != ERR_OK)
		return rc;
	message = (struct outbox_message){
		.contact_person_id = proof.whom.id,
		.event = mem_fmt(cx->mem, "address.test %lld %s", (long long)a->id,
		    crypt_random_text(cx->mem, CRYPT_NONCE_BYTES)),
		.channel = a->channel,
		.recipient = a->address,
		.recipient_name = proof.whom.name,
		.category = "test",
		.template = "test-message",
		.values = { { "who", cx->actor.user_name, false } },
	};
	if ((rc = outbox_add(cx, &message)) != ERR_OK)
		return rc;
	return add_event(cx, "contact.test_address", &proof.whom, a->channel, NULL, a->address);
}
