#include "base/banned.h"
#include "domain/message_log.h"

#include <string.h>

#include "domain/audit.h"

/* A contact person who has gone, or withdrawn, is sent nothing more, whoever is in the row now. */
#define IS_WANTED \
	"(o.contact_person_id IS NULL OR EXISTS (SELECT 1 FROM contact_person p" \
	" WHERE p.account_id = o.account_id AND p.id = o.contact_person_id" \
	" AND p.withdrawn_at IS NULL AND p.consent_at <= o.created_at))"

static const char SQL_LIST[] =
	"SELECT id, channel, state, recipient, recipient_name, category, template, result, tries,"
	" created_at, state_at, next_at, " IS_WANTED ", held_secret FROM outbox o"
	" WHERE account_id = ? AND (? = 0 OR id < ?) AND (? = '' OR state = ?)"
	" AND (? = '' OR channel = ?) AND (? = '' OR category = ?)"
	" AND (? = '' OR LOCATE(LOWER(?), LOWER(CONCAT(recipient_name, ' ', recipient))) > 0)"
	" ORDER BY id DESC LIMIT ?";

static const char SQL_FIND[] =
	"SELECT state, held_secret, recipient FROM outbox"
	" WHERE account_id = ? AND id = ? FOR UPDATE";

static const char SQL_RESEND[] =
	"UPDATE outbox o SET state = 'waiting', tries = 0, next_at = ?, expires_at = ?,"
	" state_at = ?, result = ''"
	" WHERE account_id = ? AND id = ? AND state IN ('failed', 'bounced')"
	" AND held_secret = 0 AND " IS_WANTED;

enum outbox_state
message_log_state(const char *name)
{
	enum outbox_state s;

	for (s = OUTBOX_WAITING; s < OUTBOX_STATE__MAX; s++)
		if (strcmp(outbox_state_name(s), name) == 0)
			break;
	return s;
}

enum outbox_channel
message_log_channel(const char *name)
{
	enum outbox_channel c;

	for (c = OUTBOX_MAIL; c < OUTBOX_CHANNEL__MAX; c++)
		if (strcmp(outbox_channel_name(c), name) == 0)
			break;
	return c;
}

static bool
is_given_up(enum outbox_state state)
{
	return state == OUTBOX_FAILED || state == OUTBOX_BOUNCED;
}

/* A code or a link is erased once a message ends, so it would be sent without it. */
static bool
is_whole_and_given_up(enum outbox_state state, bool held_secret)
{
	return is_given_up(state) && !held_secret;
}

static void
read_entry(struct context *cx, struct db_stmt *st, struct message_entry *e)
{
	struct mem *m = cx->mem;

	*e = (struct message_entry){
		.id = db_i64(st, 0),
		.channel = message_log_channel(db_str(st, m, 1)),
		.state = message_log_state(db_str(st, m, 2)),
		.recipient = db_str(st, m, 3),
		.recipient_name = db_str(st, m, 4),
		.category = db_str(st, m, 5),
		.template = db_str(st, m, 6),
		.result = db_str(st, m, 7),
		.tries = db_i64(st, 8),
		.created_at = db_i64(st, 9),
		.state_at = db_i64(st, 10),
		.next_at = db_i64(st, 11),
	};
	e->can_resend = is_whole_and_given_up(e->state, db_i64(st, 13) == 1);
	e->is_erased = is_given_up(e->state) && !e->can_resend;
	e->is_unwanted = e->can_resend && db_i64(st, 12) == 0;
	if (e->is_unwanted)
		e->can_resend = false;
}

enum err
message_log_list(struct context *cx, const struct message_filter *f, struct message_entry *list,
    size_t most, size_t *count)
{
	struct db_stmt *st;
	enum err rc;

	*count = 0;
	if ((rc = db_query(cx->db, &st, SQL_LIST, V(cx->actor.account_id), V(f->before),
		 V(f->before), V(f->state), V(f->state), V(f->channel), V(f->channel),
		 V(f->category), V(f->category), V(f->recipient), V(f->recipient),
		 V((int64_t)most))) != ERR_OK)
		return rc;
	while (*count < most && db_step(st))
		read_entry(cx, st, &list[(*count)++]);
	db_done(&st);
	return ERR_OK;
}

enum err
message_log_resend(struct context *cx, int64_t id)
{
	struct audit event;
	struct db_stmt *st;
	const char *recipient;
	int64_t rows;
	bool may;
	enum err rc;

	if ((rc = db_load(cx->db, &st, SQL_FIND, V(cx->actor.account_id), V(id))) != ERR_OK)
		return rc;
	may = is_whole_and_given_up(message_log_state(db_str(st, cx->mem, 0)), db_i64(st, 1) == 1);
	recipient = db_str(st, cx->mem, 2);
	db_done(&st);
	if (!may)
		return ERR_CONFLICT;
	if ((rc = db_exec(cx->db, &rows, SQL_RESEND, V(cx->now), V(cx->now + OUTBOX_DAY_SEC),
		 V(cx->now), V(cx->actor.account_id), V(id))) != ERR_OK)
		return rc;
	if (rows != 1)
		return ERR_CONFLICT;
	event = audit_begin("message.resend", "message", id, recipient);
	return audit_add(cx, &event);
}
