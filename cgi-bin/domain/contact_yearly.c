#include "base/banned.h"
#include "domain/contact_yearly.h"

#include "base/phone.h"
#include "domain/category.h"
#include "domain/contact_person.h"
#include "domain/link.h"
#include "domain/outbox.h"

#define DAY_SEC		86400
#define LIFE_SEC	(7 * DAY_SEC)	/* a mail server may be away for some days */

/*
 * Each row is held until its question is written; another courier passes it over. The receiver is
 * the address in use or, while that is not proven, what stands in for it.
 */
static const char SQL_DUE[] =
	"SELECT p.account_id, p.id FROM contact_person p"
	" WHERE p.confirmed_at <= ? AND p.asked_at <= ? AND p.withdrawn_at IS NULL"
	" AND EXISTS (SELECT 1 FROM contact_address a WHERE a.account_id = p.account_id"
	"  AND a.contact_person_id = p.id AND a.channel = 'mail' AND a.proven_at IS NOT NULL"
	"  AND a.state <> 'unreachable' AND (a.part = 'wanted' OR a.stands_in = 1))"
	" ORDER BY p.confirmed_at, p.id LIMIT ? FOR UPDATE SKIP LOCKED";

static const char SQL_ASKED[] =
	"UPDATE contact_person SET asked_at = ? WHERE account_id = ? AND id = ?";

struct due {
	int64_t	 account_id;
	int64_t	 id;	/* of the person */
};

static const char *
shown_phone(struct mem *m, const char *e164)
{
	char shown[PHONE_SHOWN_BYTES];

	phone_show(e164, shown, sizeof(shown));
	return mem_dup(m, shown);
}

static enum err
send(struct context *cx, const struct contact_person *c, const struct contact_address *to)
{
	struct outbox_message message = {
		.contact_person_id = c->id,
		.event = mem_fmt(cx->mem, "contact.still_right %lld %lld", (long long)c->id,
		    (long long)cx->now),
		.channel = OUTBOX_MAIL,
		.recipient = to->address,
		.recipient_name = c->name,
		.category = category_name(CATEGORY_ACCOUNT),
		.template = "still-right",
		.life_sec = LIFE_SEC,
		.values = {
			{ "name", c->name, false },
			{ "email", c->email, false },
			{ "phone", shown_phone(cx->mem, c->phone), false },
			{ "designation", c->designation, false },
			{ "purpose", c->kind, false },
			{ "primary", c->is_primary ? "1" : "", false },
			{ "link", link_make(cx, LINK_AGREEMENT, c->id, to->id), true },
		},
	};

	return outbox_add(cx, &message);
}

static enum err
ask(struct context *cx, const struct due *due)
{
	const struct contact_address *to;
	struct contact_person c;
	enum err rc;

	cx->actor.account_id = due->account_id;
	if ((rc = contact_person_hold(cx, due->id, &c)) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_ASKED, V(cx->now), V(due->account_id),
		 V(due->id))) != ERR_OK)
		return rc;
	to = contact_address_receiver(c.addresses, OUTBOX_MAIL);
	return to == NULL ? ERR_OK : send(cx, &c, to);
}

static enum err
ask_all(struct context *cx, size_t most, size_t *asked)
{
	int64_t before = cx->now - cx->config->ask_after_days * DAY_SEC;
	struct due *due = mem_array(cx->mem, most, sizeof(*due));
	struct db_stmt *st;
	size_t count = 0;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_DUE, V(before), V(before), V((int64_t)most))) !=
	    ERR_OK)
		return rc;
	for (; count < most && db_step(st); count++)
		due[count] = (struct due){ db_i64(st, 0), db_i64(st, 1) };
	db_done(&st);
	for (*asked = 0; *asked < count; (*asked)++)
		if ((rc = ask(cx, &due[*asked])) != ERR_OK)
			return rc;
	return ERR_OK;
}

enum err
contact_yearly_ask(struct context *cx, size_t most, size_t *asked)
{
	int64_t account_id = cx->actor.account_id;
	enum err rc;

	*asked = 0;
	if ((rc = db_begin(cx->db)) != ERR_OK)
		return rc;
	if ((rc = ask_all(cx, most, asked)) == ERR_OK)
		rc = db_commit(cx->db);
	if (rc != ERR_OK) {
		db_rollback(cx->db);
		*asked = 0;
	}
	cx->actor.account_id = account_id;
	return rc;
}
