#include "base/banned.h"
#include "domain/contact_link.h"

#include "domain/account.h"
#include "domain/audit.h"
#include "domain/category.h"
#include "domain/contact_proof.h"
#include "domain/notice.h"

#define CONFIRM_SEC	60	/* within so long a second press is the same one */
#define WITHDRAWN_REASON	"The person withdrew the agreement to be contacted."

static const char SQL_ADDRESS[] =
	"SELECT " CONTACT_ADDRESS_COLUMNS ", p.id, p.name, p.withdrawn_at,"
	" (SELECT o.address FROM contact_address o WHERE o.account_id = a.account_id"
	"  AND o.contact_person_id = a.contact_person_id AND o.channel = a.channel"
	"  AND o.stands_in = 1),"
	" (SELECT u.name FROM session s JOIN user u ON u.id = s.user_id"
	"  WHERE s.id = a.asked_session_id)"
	" FROM contact_person p JOIN contact_address a"
	" ON a.account_id = p.account_id AND a.contact_person_id = p.id"
	" WHERE a.account_id = ? AND a.id = ?";

static const char SQL_CONFIRM[] =
	"UPDATE contact_person SET confirmed_at = ?"
	" WHERE account_id = ? AND id = ? AND withdrawn_at IS NULL AND confirmed_at <= ?";

static const char SQL_WITHDRAW[] =
	"UPDATE contact_person SET withdrawn_at = ?, last_form = '', version = version + 1"
	" WHERE account_id = ? AND id = ? AND withdrawn_at IS NULL";

/* The link that proves an address; nothing else of it matters. */
static enum contact_link_state
prove_state(const struct context *cx, const struct contact_address *a, int64_t serial)
{
	if (a->state == ADDRESS_VERIFIED || a->proven_at > a->proof_at)
		return CONTACT_LINK_USED;
	if (a->proof_serial != serial)
		return CONTACT_LINK_SUPERSEDED;
	return cx->now < a->proof_at + cx->config->proof_life_sec ? CONTACT_LINK_OPEN :
								    CONTACT_LINK_EXPIRED;
}

static enum contact_link_state
not_me_state(const struct contact_address *a, const char *stand_in)
{
	if (a->part != ADDRESS_WANTED)
		return CONTACT_LINK_GONE;
	if (contact_address_is_proven(a))
		return CONTACT_LINK_USED;
	return stand_in[0] == '\0' ? CONTACT_LINK_GONE : CONTACT_LINK_OPEN;
}

static enum err
load_address(struct context *cx, const struct link *link, struct contact_link *l)
{
	const unsigned int person = CONTACT_ADDRESS_COLUMN_COUNT;
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_ADDRESS, V(link->account_id), V(link->id))) != ERR_OK)
		return rc;
	l->state = CONTACT_LINK_GONE;
	if (db_step(st)) {
		contact_address_read(cx, st, 0, &l->address);
		l->person_id = db_i64(st, person);
		l->person_name = db_str(st, cx->mem, person + 1);
		l->stand_in = db_str(st, cx->mem, person + 3);
		l->asked_by = db_str(st, cx->mem, person + 4);
		if (!db_is_null(st, person + 2))
			l->state = CONTACT_LINK_WITHDRAWN;
		else if (link->kind == LINK_PROVE)
			l->state = prove_state(cx, &l->address, link->serial);
		else
			l->state = not_me_state(&l->address, l->stand_in);
	}
	db_done(&st);
	return ERR_OK;
}

/*
 * Who reads this address, typed wrongly perhaps, is not the person where another address of the
 * person is proven; nor is who reads one that is not listed any more. Links of before this version
 * name none, 0: whoever was first in the row got them.
 */
static bool
speaks_for(const struct contact_person *p, int64_t address_id)
{
	const struct contact_address *a;
	bool is_listed = false, is_other_proven = false;

	for (a = p->addresses; a != NULL; a = a->next)
		if (a->id == address_id && a->proven_at != 0)
			return true;
		else if (a->id == address_id)
			is_listed = true;
		else if (a->proven_at != 0)
			is_other_proven = true;
	return address_id == 0 ? !p->is_second : is_listed && !is_other_proven;
}

static enum err
load_person(struct context *cx, const struct link *link, struct contact_link *l)
{
	enum err rc;

	if ((rc = contact_person_load(cx, link->id, &l->person)) == ERR_MISSING) {
		l->state = CONTACT_LINK_GONE;
		return ERR_OK;
	}
	if (rc != ERR_OK)
		return rc;
	if (!speaks_for(&l->person, link->serial)) {
		l->state = CONTACT_LINK_GONE;
		return ERR_OK;
	}
	l->person_id = l->person.id;
	l->person_name = l->person.name;
	l->state = l->person.withdrawn_at == 0 ? CONTACT_LINK_OPEN : CONTACT_LINK_WITHDRAWN;
	return ERR_OK;
}

enum err
contact_link_open(struct context *cx, const char *token, struct contact_link *l)
{
	struct link link;
	enum err rc;

	*l = (struct contact_link){ .mark = "", .person_name = "", .stand_in = "",
		.asked_by = "" };
	account_leave(cx);
	if (token[0] == '\0')
		return ERR_OK;
	l->state = CONTACT_LINK_WRONG;
	if (link_read(cx, token, &link) != ERR_OK || link.kind > LINK_AGREEMENT)
		return ERR_OK;
	if ((rc = account_enter(cx, link.account_id)) != ERR_OK)
		return rc == ERR_MISSING ? ERR_OK : rc;
	l->kind = link.kind;
	l->mark = link_mark(cx, token);
	rc = link.kind == LINK_AGREEMENT ? load_person(cx, &link, l) : load_address(cx, &link, l);
	cx->actor.user_name = l->person_name;
	return rc;
}

static bool
is_open(const struct contact_link *l, enum link_kind kind)
{
	return l->state == CONTACT_LINK_OPEN && l->kind == kind;
}

enum err
contact_link_prove(struct context *cx, const struct contact_link *l)
{
	struct contact_proof proof;
	enum err rc;

	if (!is_open(l, LINK_PROVE))
		return ERR_MISSING;
	if ((rc = contact_proof_load(cx, l->address.id, &proof)) != ERR_OK)
		return rc;
	/* Somebody may have asked for a newer message in between. */
	if (prove_state(cx, &proof.address, l->address.proof_serial) != CONTACT_LINK_OPEN)
		return ERR_MISSING;
	return contact_proof_accept(cx, &proof);
}

enum err
contact_link_not_me(struct context *cx, const struct contact_link *l)
{
	struct outbox_message message = {
		.event = mem_fmt(cx->mem, "contact.not_me %lld", (long long)l->address.id),
		.category = category_name(CATEGORY_CRITICAL),
		.template = "not-me",
		.values = {
			{ "person", l->person_name, false },
			{ "old", l->stand_in, false },
			{ "new", l->address.address, false },
			{ "who", l->asked_by, false },
		},
	};
	struct contact_proof proof;
	enum err rc;

	if (!is_open(l, LINK_NOT_ME))
		return ERR_MISSING;
	if ((rc = contact_proof_load(cx, l->address.id, &proof)) != ERR_OK ||
	    (rc = contact_proof_cancel(cx, &proof)) != ERR_OK)
		return rc;
	return notice_to_members(cx, &message, ROLE_SUPER_ADMIN);
}

enum err
contact_link_confirm(struct context *cx, const struct contact_link *l)
{
	struct audit event =
	    audit_begin("contact.confirm", "contact_person", l->person_id, l->person_name);
	int64_t rows;
	enum err rc;

	if (!is_open(l, LINK_AGREEMENT))
		return ERR_MISSING;
	if ((rc = db_exec(cx->db, &rows, SQL_CONFIRM, V(cx->now), V(cx->actor.account_id),
		 V(l->person_id), V(cx->now - CONFIRM_SEC))) != ERR_OK)
		return rc;
	return rows == 1 ? audit_add(cx, &event) : ERR_OK;
}

/* There is no account without a Primary, so that one stays listed until replaced. */
static enum err
stop_primary(struct context *cx, const struct contact_person *c)
{
	struct audit event = audit_begin("contact.withdraw", "contact_person", c->id, c->name);
	enum err rc;

	if ((rc = db_exec(cx->db, NULL, SQL_WITHDRAW, V(cx->now), V(cx->actor.account_id),
		 V(c->id))) != ERR_OK ||
	    (rc = contact_address_stop(cx, c->id, WITHDRAWN_REASON)) != ERR_OK)
		return rc;
	audit_changed(&event, "agreement", "given", "withdrawn");
	return audit_add(cx, &event);
}

enum err
contact_link_withdraw(struct context *cx, const struct contact_link *l)
{
	struct outbox_message message = {
		.category = category_name(CATEGORY_CRITICAL),
		.template = "withdrawn",
	};
	struct contact_person c;
	enum err rc;

	if (!is_open(l, LINK_AGREEMENT))
		return ERR_MISSING;
	/* The account first, as everyone who adds, removes or makes Primary does. */
	if ((rc = account_hold(cx)) != ERR_OK ||
	    (rc = contact_person_hold(cx, l->person_id, &c)) != ERR_OK)
		return rc;
	if (c.withdrawn_at != 0)
		return ERR_MISSING;
	if ((rc = outbox_stop(cx, c.id, WITHDRAWN_REASON)) != ERR_OK)
		return rc;
	rc = c.is_primary ? stop_primary(cx, &c) :
			    contact_person_take_off(cx, &c, "contact.withdraw");
	if (rc != ERR_OK)
		return rc;
	/* With the version, since another person can stand in the Primary's row by then. */
	message.event = mem_fmt(cx->mem, "contact.withdraw %lld %lld", (long long)c.id,
	    (long long)c.version);
	message.values[0] = (struct outbox_value){ "person", c.name, false };
	message.values[1] = (struct outbox_value){ "primary", c.is_primary ? "1" : "", false };
	return notice_to_members(cx, &message, ROLE_ADMIN);
}
