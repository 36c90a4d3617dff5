#include "base/banned.h"
#include "domain/outbox.h"

#include <string.h>

#include "base/crypt.h"
#include "base/log.h"
#include "base/text.h"

#define FIRST_PAUSE_SEC	30	/* after the first try that failed; doubled each time */
#define PAUSE_MAX_SEC	3600 /* and no longer than an hour (RFC 5321 4.5.4.1 asks for 30 minutes) */
#define RESULT_MAX	290	/* fits outbox.result */

/* The language is that of the user whose address it is, where the message names none. */
static const char SQL_ADD[] =
	"INSERT INTO outbox (account_id, contact_person_id, event_key, channel, recipient,"
	" recipient_name, category, template, plain, sealed, next_at, created_at, expires_at,"
	" state_at, shown_to, held_secret, language)"
	" VALUES (NULLIF(?, 0), NULLIF(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULLIF(?, ''), ?,"
	" COALESCE(NULLIF(?, ''),"
	"  (SELECT u.language FROM user u WHERE u.email_key = LOWER(?)), ''))"
	" ON DUPLICATE KEY UPDATE id = id";

static const char SQL_DUE[] =
	"SELECT id, account_id, channel, recipient, recipient_name, category, template, tries,"
	" created_at, expires_at, plain, sealed, contact_person_id, language, shown_to FROM outbox"
	" WHERE state = 'waiting' AND next_at <= ? AND lease_until <= ? AND (? = '' OR channel = ?)"
	" ORDER BY next_at, id LIMIT ? FOR UPDATE SKIP LOCKED";

static const char SQL_LEASE[] =
	"UPDATE outbox SET lease_until = ?, tries = tries + 1 WHERE id = ?";

static const char SQL_DONE[] =
	"UPDATE outbox SET state = ?, sealed = '', lease_until = 0, sent_at = IF(? = 'sent', ?,"
	" sent_at),"
	" state_at = ?, result = ? WHERE id = ? AND state = 'waiting'";

/* tries: a courier whose lease ran out must not end the lease of the next one. */
static const char SQL_LATER[] =
	"UPDATE outbox SET lease_until = 0, next_at = ?, state_at = ?, result = ?"
	" WHERE id = ? AND state = 'waiting' AND tries = ?";

static const char SQL_NEXT[] =
	"SELECT MIN(next_at) FROM outbox WHERE state = 'waiting' AND next_at > ?";

static const char SQL_OLDEST[] =
	"SELECT MIN(next_at) FROM outbox WHERE state = 'waiting'";

static const char SQL_STOP[] =
	"UPDATE outbox SET state = 'expired', sealed = '', state_at = ?, result = ?"
	" WHERE account_id = ? AND contact_person_id = ? AND state = 'waiting'";

static const char *const channels[OUTBOX_CHANNEL__MAX] = { "mail", "sms" };
static const char *const states[OUTBOX_STATE__MAX] = { "waiting", "sent", "failed", "bounced",
	"expired" };

const char *
outbox_channel_name(enum outbox_channel channel)
{
	return channels[channel];
}

const char *
outbox_state_name(enum outbox_state state)
{
	return states[state];
}

static const char *
or_empty(const char *text)
{
	return text == NULL ? "" : text;
}

/* "name=value&..." of the plain or of the secret values. */
static char *
pack(struct mem *m, const struct outbox_value *v, bool secret)
{
	char *all = mem_dup(m, "");

	for (; v->name != NULL; v++)
		if (v->is_secret == secret)
			all = mem_fmt(m, "%s%s%s=%s", all, all[0] == '\0' ? "" : "&", v->name,
			    text_percent_encode(m, or_empty(v->value)));
	return all;
}

enum err
outbox_add(struct context *cx, const struct outbox_message *msg)
{
	char *secret = pack(cx->mem, msg->values, true);
	int64_t life_sec = msg->life_sec == 0 ? OUTBOX_DAY_SEC : msg->life_sec;
	bool holds_secret = secret[0] != '\0';

	if (holds_secret)
		secret = crypt_seal(cx->mem, cx->config->keys.seal, OUTBOX_SEAL, secret);
	return db_exec(cx->db, NULL, SQL_ADD, V(cx->actor.account_id), V(msg->contact_person_id),
	    V(msg->event), V(channels[msg->channel]), V(msg->recipient),
	    V(or_empty(msg->recipient_name)), V(msg->category), V(msg->template),
	    V(pack(cx->mem, msg->values, false)), V(secret), V(cx->now), V(cx->now),
	    V(cx->now + life_sec), V(cx->now), V(or_empty(msg->shown_to)),
	    V(holds_secret), V(or_empty(msg->language)), V(msg->recipient));
}

static int
hex(char c)
{
	return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}

/* Reads what pack() wrote: names are plain, values percent-encoded. */
static size_t
unpack(struct mem *m, const char *all, struct outbox_value *values, size_t count)
{
	while (*all != '\0' && count + 1 < OUTBOX_VALUES_MAX) {
		size_t name = strcspn(all, "="), length = strcspn(all, "&");
		char *to;
		size_t i;

		if (name >= length)
			break;
		values[count].name = mem_dup_bytes(m, all, name);
		values[count].value = to = mem_alloc(m, length - name);
		for (i = name + 1; i < length; i++)
			if (all[i] == '%' && i + 2 < length) {
				*to++ = (char)(hex(all[i + 1]) * 16 + hex(all[i + 2]));
				i += 2;
			} else {
				*to++ = all[i];
			}
		count++;
		all += length + (all[length] == '&');
	}
	values[count].name = NULL;
	return count;
}

/* False where its secrets do not open: then it must not be sent without them. */
static bool
read_job(struct context *cx, struct db_stmt *st, struct outbox_job *job)
{
	struct mem *m = cx->mem;
	const char *sealed = db_str(st, m, 11);
	const char *secret = "";
	bool is_open = true;
	size_t count;

	*job = (struct outbox_job){
		.id = db_i64(st, 0),
		.account_id = db_i64(st, 1),
		.channel = strcmp(db_str(st, m, 2), "sms") == 0 ? OUTBOX_SMS : OUTBOX_MAIL,
		.recipient = db_str(st, m, 3),
		.recipient_name = db_str(st, m, 4),
		.category = db_str(st, m, 5),
		.template = db_str(st, m, 6),
		.tries = db_i64(st, 7),
		.created_at = db_i64(st, 8),
		.expires_at = db_i64(st, 9),
		.contact_person_id = db_i64(st, 12),
		.language = db_str(st, m, 13),
		.shown_to = db_str(st, m, 14),
	};
	count = unpack(m, db_str(st, m, 10), job->values, 0);
	if (sealed[0] != '\0')
		is_open = crypt_open(m, cx->config->keys.seal, OUTBOX_SEAL, sealed, &secret) ==
		    ERR_OK;
	unpack(m, secret, job->values, count);
	return is_open;
}

const char *
outbox_value(const struct outbox_job *job, const char *name)
{
	const struct outbox_value *v;

	for (v = job->values; v->name != NULL; v++)
		if (strcmp(v->name, name) == 0)
			return v->value;
	return "";
}

static enum err
done(struct context *cx, const struct outbox_job *job, enum outbox_state state, const char *result)
{
	return db_exec(cx->db, NULL, SQL_DONE, V(states[state]), V(states[state]), V(cx->now),
	    V(cx->now), V(text_cut(cx->mem, result, RESULT_MAX)), V(job->id));
}

/* Leases one message, or ends it where it can no longer be sent: then it is not counted. */
static enum err
lease(struct context *cx, const struct outbox_job *job, bool is_open, size_t *count)
{
	if (job->expires_at <= cx->now)
		return done(cx, job, OUTBOX_EXPIRED, "not sent in time");
	if (!is_open) {
		log_err("outbox: the secrets of message %lld do not open", (long long)job->id);
		return done(cx, job, OUTBOX_FAILED, "its sealed values could not be opened");
	}
	(*count)++;
	return db_exec(cx->db, NULL, SQL_LEASE, V(cx->now + OUTBOX_LEASE_SEC), V(job->id));
}

/*
 * *found is how many were due, the ended ones included. A message is past its life only when it is
 * due, so no search of its own is made for those.
 */
static enum err
take(struct context *cx, enum outbox_channel way, struct outbox_job *jobs, size_t most,
    size_t *count, size_t *found)
{
	const char *channel = way == OUTBOX_CHANNEL__MAX ? "" : channels[way];
	bool *is_open = mem_array(cx->mem, most, sizeof(*is_open));
	struct outbox_job *due = mem_array(cx->mem, most, sizeof(*due));
	struct db_stmt *st;
	enum err rc;
	size_t i;

	if ((rc = db_query(cx->db, &st, SQL_DUE, V(cx->now), V(cx->now), V(channel), V(channel),
		 V((int64_t)most))) != ERR_OK)
		return rc;
	for (*found = 0; *found < most && db_step(st); (*found)++)
		is_open[*found] = read_job(cx, st, &due[*found]);
	db_done(&st);
	for (i = 0; i < *found; i++) {
		jobs[*count] = due[i];
		if ((rc = lease(cx, &due[i], is_open[i], count)) != ERR_OK)
			return rc;
	}
	return ERR_OK;
}

static enum err
take_once(struct context *cx, enum outbox_channel way, struct outbox_job *jobs, size_t most,
    size_t *count, size_t *found)
{
	enum err rc;

	*count = *found = 0;
	if ((rc = db_begin(cx->db)) != ERR_OK)
		return rc;
	if ((rc = take(cx, way, jobs, most, count, found)) == ERR_OK)
		rc = db_commit(cx->db);
	if (rc != ERR_OK) {
		db_rollback(cx->db);
		*count = 0;
	}
	return rc;
}

enum err
outbox_take(struct context *cx, enum outbox_channel way, struct outbox_job *jobs, size_t most,
    size_t *count)
{
	size_t found;
	enum err rc;

	do
		rc = take_once(cx, way, jobs, most, count, &found);
	while (rc == ERR_OK && *count == 0 && found > 0);
	return rc;
}

enum err
outbox_sent(struct context *cx, const struct outbox_job *job, const char *result)
{
	return done(cx, job, OUTBOX_SENT, result);
}

enum err
outbox_failed(struct context *cx, const struct outbox_job *job, const char *result)
{
	return done(cx, job, OUTBOX_FAILED, result);
}

enum err
outbox_later(struct context *cx, const struct outbox_job *job, const char *result)
{
	int64_t pause_sec = FIRST_PAUSE_SEC;
	int64_t i;

	for (i = 0; i < job->tries && pause_sec < PAUSE_MAX_SEC; i++)
		pause_sec *= 2;
	if (pause_sec > PAUSE_MAX_SEC)
		pause_sec = PAUSE_MAX_SEC;
	if (cx->now + pause_sec >= job->expires_at)
		return done(cx, job, OUTBOX_FAILED, result);
	return db_exec(cx->db, NULL, SQL_LATER, V(cx->now + pause_sec), V(cx->now),
	    V(text_cut(cx->mem, result, RESULT_MAX)), V(job->id), V(job->tries + 1));
}

enum err
outbox_next(struct context *cx, int64_t most, int64_t *wait_sec)
{
	struct db_stmt *st;
	enum err rc;

	*wait_sec = most;
	if ((rc = db_query(cx->db, &st, SQL_NEXT, V(cx->now))) != ERR_OK)
		return rc;
	if (db_step(st) && !db_is_null(st, 0) && db_i64(st, 0) - cx->now < most)
		*wait_sec = db_i64(st, 0) - cx->now;
	db_done(&st);
	return ERR_OK;
}

enum err
outbox_age(struct context *cx, int64_t *age_sec)
{
	struct db_stmt *st;
	enum err rc;

	*age_sec = 0;
	if ((rc = db_query(cx->db, &st, SQL_OLDEST)) != ERR_OK)
		return rc;
	if (db_step(st) && !db_is_null(st, 0) && db_i64(st, 0) < cx->now)
		*age_sec = cx->now - db_i64(st, 0);
	db_done(&st);
	return ERR_OK;
}

enum err
outbox_stop(struct context *cx, int64_t contact_person_id, const char *why)
{
	return db_exec(cx->db, NULL, SQL_STOP, V(cx->now), V(text_cut(cx->mem, why, RESULT_MAX)),
	    V(cx->actor.account_id), V(contact_person_id));
}
