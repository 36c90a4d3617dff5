#include "base/banned.h"
#include "domain/audit_daily.h"

#include "domain/audit_head.h"
#include "domain/recipients.h"

#define LIFE_SEC	(7 * AUDIT_DAILY_SEC)	/* a mail server may be away for some days */

/*
 * The primary keys skip from chain to chain for the newest seal, and to the newest note of each:
 * how many of both there are does not count.
 */
static const char SQL_DUE[] =
	"SELECT n.chain, n.position, s.hash, COALESCE(h.position, 0)"
	" FROM (SELECT chain, MAX(position) AS position FROM audit_seal GROUP BY chain) n"
	" JOIN audit_seal s ON s.chain = n.chain AND s.position = n.position"
	" LEFT JOIN audit_head h ON h.chain = n.chain AND h.position ="
	"  (SELECT l.position FROM audit_head l FORCE INDEX (PRIMARY) WHERE l.chain = n.chain"
	"  ORDER BY l.position DESC LIMIT 1)"
	" WHERE h.position IS NULL OR (h.position < n.position AND h.made_at <= ?)"
	" ORDER BY n.chain LIMIT ?";

static const char SQL_NOTE[] =
	"INSERT INTO audit_head (chain, position, hash, made_at, previous) VALUES (?, ?, ?, ?, ?)";

struct due {
	struct audit_told	 told;
	int64_t			 previous;	/* place that was noted last; 0 none */
};

static struct outbox_message
message_of(struct context *cx, const struct due *d)
{
	int64_t place = d->told.place.position;

	return (struct outbox_message){
		.event = mem_fmt(cx->mem, "audit.head %lld %lld", (long long)d->told.chain,
		    (long long)place),
		.channel = OUTBOX_MAIL,
		.category = category_name(CATEGORY_COMPLIANCE),
		.template = "audit-head",
		.life_sec = LIFE_SEC,
		.values = {
			{ "seal", audit_head_text(cx->mem, &d->told), false },
			{ "place", mem_fmt(cx->mem, "%lld", (long long)place), false },
			{ "count", mem_fmt(cx->mem, "%lld", (long long)(place - d->previous)),
			    false },
		},
	};
}

static enum err
send(struct context *cx, const struct due *d)
{
	struct outbox_message message = message_of(cx, d);
	struct recipients chosen;
	enum err rc;

	if (d->told.chain != 0) {
		if ((rc = recipients_load_chosen(cx, CATEGORY_COMPLIANCE, &chosen)) != ERR_OK ||
		    chosen.is_silent)
			return rc;
		return recipients_send(cx, &message, CATEGORY_COMPLIANCE, &chosen);
	}
	message.recipient = cx->config->support_email;
	return message.recipient[0] == '\0' ? ERR_OK : outbox_add(cx, &message);
}

static enum err
note(struct context *cx, const struct due *d)
{
	const struct audit_place *place = &d->told.place;

	return db_exec(cx->db, NULL, SQL_NOTE, V(d->told.chain), V(place->position),
	    db_blob(place->hash, sizeof(place->hash)), V(cx->now), V(d->previous));
}

/* Where another courier was faster, it has told this one too. */
static enum err
tell(struct context *cx, const struct due *d)
{
	enum err rc;

	cx->actor.account_id = d->told.chain;
	if ((rc = db_begin(cx->db)) != ERR_OK)
		return rc;
	if ((rc = note(cx, d)) == ERR_OK && (rc = send(cx, d)) == ERR_OK)
		rc = db_commit(cx->db);
	if (rc != ERR_OK)
		db_rollback(cx->db);
	return rc == ERR_TAKEN ? ERR_OK : rc;
}

static enum err
list_due(struct context *cx, struct due *due, size_t most, size_t *count)
{
	struct db_stmt *st;
	enum err rc;

	*count = 0;
	if ((rc = db_query(cx->db, &st, SQL_DUE, V(cx->now - AUDIT_DAILY_SEC),
		 V((int64_t)most))) != ERR_OK)
		return rc;
	for (; *count < most && db_step(st); (*count)++) {
		struct due *d = &due[*count];

		d->told.chain = db_i64(st, 0);
		d->told.place.position = db_i64(st, 1);
		audit_sign_read_bytes(cx, st, 2, d->told.place.hash, sizeof(d->told.place.hash));
		d->previous = db_i64(st, 3);
	}
	db_done(&st);
	return ERR_OK;
}

enum err
audit_daily_tell(struct context *cx, size_t most, size_t *count)
{
	struct due *due = mem_array(cx->mem, most, sizeof(*due));
	int64_t account_id = cx->actor.account_id;
	size_t i;
	enum err rc;

	rc = list_due(cx, due, most, count);
	for (i = 0; i < *count && rc == ERR_OK; i++) {
		struct mem_mark mark = mem_mark(cx->mem);

		rc = tell(cx, &due[i]);
		mem_rewind(cx->mem, mark);
	}
	cx->actor.account_id = account_id;
	return rc;
}
