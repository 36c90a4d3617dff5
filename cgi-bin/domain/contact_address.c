#include "base/banned.h"
#include "domain/contact_address.h"

#include <string.h>

#include "base/phone.h"
#include "base/text.h"

#define FAILURES_MAX	3		/* of a passing kind, before an address is Bouncing */
#define FAILING_SEC	(7 * 86400)	/* within so long (DOMAIN.md 6) */
#define REASON_MAX	290		/* characters; fits contact_address.reason */

static const char SQL_ADD[] =
	"INSERT INTO contact_address (account_id, contact_person_id, channel, part, label, address,"
	" state, state_at, proven_at, asked_session_id, created_at)"
	" VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULLIF(?, 0), NULLIF(?, 0), ?)";

static const char SQL_MOVE[] =
	"UPDATE contact_address SET part = ?, stands_in = ? WHERE account_id = ? AND id = ?";

static const char SQL_WANT[] =
	"UPDATE contact_address SET part = 'wanted', stands_in = 0, address = ?,"
	" asked_session_id = NULLIF(?, 0) WHERE account_id = ? AND id = ?";

static const char SQL_DELETE[] =
	"DELETE FROM contact_address WHERE account_id = ? AND id = ?";

static const char SQL_REMOVE[] =
	"DELETE FROM contact_address WHERE account_id = ? AND contact_person_id = ? AND id = ?"
	" AND part = 'further' AND stands_in = 0";

static const char SQL_FORGET[] =
	"DELETE FROM contact_address WHERE account_id = ? AND contact_person_id = ?";

/* A run whose first failure lies too far back goes on from the newest one, if that does not. */
static const char SQL_COUNT_FAILURE[] =
	"UPDATE contact_address SET"
	" failures = CASE WHEN failing_since > ? THEN failures + 1 WHEN failed_at > ? THEN 2"
	"  ELSE 1 END,"
	" failing_since = CASE WHEN failing_since > ? THEN failing_since"
	"  WHEN failed_at > ? THEN failed_at ELSE ? END,"
	" failed_at = ?"
	" WHERE account_id = ? AND contact_person_id = ? AND channel = ?"
	" AND address_key = LOWER(?)";

static const char SQL_BOUNCING[] =
	"UPDATE contact_address SET state = 'bouncing', state_at = ?, reason = ?"
	" WHERE account_id = ? AND contact_person_id = ? AND channel = ? AND address_key = LOWER(?)"
	" AND state <> 'unreachable' AND failures >= ?";

static const char SQL_UNREACHABLE[] =
	"UPDATE contact_address SET state = 'unreachable', state_at = ?, reason = ?"
	" WHERE account_id = ? AND contact_person_id = ? AND channel = ?"
	" AND address_key = LOWER(?)";

static const char SQL_STOP[] =
	"UPDATE contact_address SET state = 'unreachable', state_at = ?, reason = ?"
	" WHERE account_id = ? AND contact_person_id = ?";

const char *const contact_address_labels[] = { "work", "personal", "mobile", NULL };

static const char *const states[ADDRESS_STATE__MAX] = { "unverified", "verified", "bouncing",
	"unreachable" };
static const char *const parts[ADDRESS_PART__MAX] = { "wanted", "further", "replaced" };

const char *
contact_address_state_name(enum address_state state)
{
	return states[state];
}

/* The place of a word in a list; 0 where it is not there. */
static int
place_of(const char *const *words, int count, const char *word)
{
	int i;

	for (i = count - 1; i > 0; i--)
		if (strcmp(words[i], word) == 0)
			break;
	return i;
}

void
contact_address_read(struct context *cx, struct db_stmt *st, unsigned int first,
    struct contact_address *a)
{
	struct mem *m = cx->mem;

	*a = (struct contact_address){
		.id = db_i64(st, first),
		.channel = strcmp(db_str(st, m, first + 1), "sms") == 0 ? OUTBOX_SMS : OUTBOX_MAIL,
		.part = (enum address_part)place_of(parts, ADDRESS_PART__MAX,
		    db_str(st, m, first + 2)),
		.label = db_str(st, m, first + 3),
		.address = db_str(st, m, first + 4),
		.stands_in = db_i64(st, first + 5) == 1,
		.state = (enum address_state)place_of(states, ADDRESS_STATE__MAX,
		    db_str(st, m, first + 6)),
		.state_at = db_i64(st, first + 7),
		.reason = db_str(st, m, first + 8),
		.proven_at = db_i64(st, first + 9),
		.asked_session_id = db_i64(st, first + 10),
		.proof_serial = db_i64(st, first + 11),
		.proof_at = db_i64(st, first + 12),
		.last_state = "",
		.last_result = "",
	};
}

const char *
contact_address_state_text(const struct context *cx, const struct contact_address *a)
{
	static const char *const texts[ADDRESS_STATE__MAX] = { "Unverified", "Verified",
		"Bouncing", "Unreachable" };

	if (a->state == ADDRESS_UNVERIFIED && !contact_address_can_be_checked(cx, a))
		return "Not checked here";
	return texts[a->state];
}

bool
contact_address_is_proven(const struct contact_address *a)
{
	return a->proven_at != 0 && a->state != ADDRESS_UNREACHABLE;
}

bool
contact_address_can_be_checked(const struct context *cx, const struct contact_address *a)
{
	return a->channel == OUTBOX_MAIL ||
	    (cx->config->sms.transport != SMS_NONE && phone_is_mobile(a->address));
}

const struct contact_address *
contact_address_wanted(const struct contact_address *list, enum outbox_channel channel)
{
	for (; list != NULL; list = list->next)
		if (list->channel == channel && list->part == ADDRESS_WANTED)
			break;
	return list;
}

static const struct contact_address *
stand_in(const struct contact_address *list, enum outbox_channel channel)
{
	for (; list != NULL; list = list->next)
		if (list->channel == channel && list->stands_in)
			break;
	return list;
}

const struct contact_address *
contact_address_receiver(const struct contact_address *list, enum outbox_channel channel)
{
	const struct contact_address *wanted = contact_address_wanted(list, channel);
	const struct contact_address *other = stand_in(list, channel);

	if (wanted != NULL && !contact_address_is_proven(wanted) && other != NULL &&
	    contact_address_is_proven(other))
		return other;
	return wanted;
}

static const struct contact_address *
find(const struct contact_address *list, enum outbox_channel channel, const char *address)
{
	for (; list != NULL; list = list->next)
		if (list->channel == channel && text_equal_fold(list->address, address))
			break;
	return list;
}

static enum err
add(struct context *cx, const struct contact_whom *whom, enum outbox_channel channel,
    enum address_part part, const char *label, const char *address, struct contact_address *a)
{
	bool is_proven = whom->is_vouched;
	enum err rc;

	*a = (struct contact_address){
		.channel = channel, .part = part, .label = label, .address = address,
		.state = is_proven ? ADDRESS_VERIFIED : ADDRESS_UNVERIFIED, .state_at = cx->now,
		.reason = "", .proven_at = is_proven ? cx->now : 0,
		.asked_session_id = cx->actor.session_id, .last_state = "", .last_result = "",
	};
	if ((rc = db_exec(cx->db, NULL, SQL_ADD, V(cx->actor.account_id), V(whom->id),
		 V(outbox_channel_name(channel)), V(parts[part]), V(label), V(address),
		 V(states[a->state]), V(cx->now), V(a->proven_at), V(a->asked_session_id),
		 V(cx->now))) == ERR_OK)
		a->id = db_insert_id(cx->db);
	return rc;
}

static enum err
move(struct context *cx, const struct contact_address *a, enum address_part part, bool stands_in)
{
	return db_exec(cx->db, NULL, SQL_MOVE, V(parts[part]), V(stands_in),
	    V(cx->actor.account_id), V(a->id));
}

static enum err
delete(struct context *cx, const struct contact_address *a)
{
	return db_exec(cx->db, NULL, SQL_DELETE, V(cx->actor.account_id), V(a->id));
}

/* What stood in does so no longer: it is listed still, or gone. */
static enum err
stand_down(struct context *cx, const struct contact_address *a)
{
	return a->part == ADDRESS_FURTHER ? move(cx, a, ADDRESS_FURTHER, false) : delete(cx, a);
}

/* The one in use makes room. *stays: what is proven and receives until the next one is. */
static enum err
make_room(struct context *cx, const struct contact_address *old, bool keep, bool needs_stand_in,
    const struct contact_address **stays)
{
	bool is_proven = contact_address_is_proven(old);

	if (is_proven && needs_stand_in)
		*stays = old;
	if (is_proven && (needs_stand_in || keep))
		return move(cx, old, keep ? ADDRESS_FURTHER : ADDRESS_REPLACED, needs_stand_in);
	return keep ? move(cx, old, ADDRESS_FURTHER, false) : delete(cx, old);
}

/* A listed one, perhaps spelled otherwise, becomes the one in use. */
static enum err
use(struct context *cx, const struct contact_address *listed, const char *address,
    int64_t session_id, struct contact_address *new)
{
	*new = *listed;
	new->part = ADDRESS_WANTED;
	new->stands_in = false;
	new->address = address;
	new->asked_session_id = session_id;
	return db_exec(cx->db, NULL, SQL_WANT, V(address), V(session_id),
	    V(cx->actor.account_id), V(listed->id));
}

enum err
contact_address_want(struct context *cx, const struct contact_whom *whom,
    const struct contact_address *list, enum outbox_channel channel, const char *address, bool keep,
    struct contact_address *new, const struct contact_address **stays)
{
	const struct contact_address *old = contact_address_wanted(list, channel);
	const struct contact_address *before = stand_in(list, channel);
	const struct contact_address *listed = find(list, channel, address);
	bool needs_stand_in = listed == NULL ? !whom->is_vouched :
					       !contact_address_is_proven(listed);
	enum err rc = ERR_OK;

	*stays = NULL;
	if (listed != NULL && listed == old)
		return use(cx, old, address, old->asked_session_id, new);
	if (old != NULL && (contact_address_is_proven(old) || !needs_stand_in) && before != NULL &&
	    before != listed)
		rc = stand_down(cx, before);
	else if (needs_stand_in && before != NULL && contact_address_is_proven(before))
		*stays = before;
	if (rc == ERR_OK && old != NULL)
		rc = make_room(cx, old, keep, needs_stand_in, stays);
	if (rc != ERR_OK)
		return rc;
	if (listed != NULL)
		return use(cx, listed, address, cx->actor.session_id, new);
	return add(cx, whom, channel, ADDRESS_WANTED, old == NULL ? "work" : old->label, address,
	    new);
}

enum err
contact_address_add(struct context *cx, const struct contact_whom *whom,
    enum outbox_channel channel, const char *label, const char *address,
    struct contact_address *new)
{
	return add(cx, whom, channel, ADDRESS_FURTHER, label, address, new);
}

enum err
contact_address_remove(struct context *cx, int64_t person_id, int64_t id)
{
	int64_t rows;
	enum err rc;

	if ((rc = db_exec(cx->db, &rows, SQL_REMOVE, V(cx->actor.account_id), V(person_id),
		 V(id))) != ERR_OK)
		return rc;
	return rows == 1 ? ERR_OK : ERR_MISSING;
}

enum err
contact_address_forget(struct context *cx, int64_t person_id)
{
	return db_exec(cx->db, NULL, SQL_FORGET, V(cx->actor.account_id), V(person_id));
}

enum err
contact_address_stop(struct context *cx, int64_t person_id, const char *reason)
{
	return db_exec(cx->db, NULL, SQL_STOP, V(cx->now), V(reason), V(cx->actor.account_id),
	    V(person_id));
}

static enum err
count_failure(struct context *cx, int64_t person_id, const char *channel, const char *address)
{
	int64_t since = cx->now - FAILING_SEC;

	return db_exec(cx->db, NULL, SQL_COUNT_FAILURE, V(since), V(since), V(since), V(since),
	    V(cx->now), V(cx->now), V(cx->actor.account_id), V(person_id), V(channel), V(address));
}

/* There is nobody at it. 5.1.7 and 5.1.8 are about the sender's address, which is ours. */
static bool
is_nobody(const char *status)
{
	return strcmp(status, "5.2.1") == 0 || (strncmp(status, "5.1.", 4) == 0 &&
	    strcmp(status, "5.1.7") != 0 && strcmp(status, "5.1.8") != 0);
}

enum err
contact_address_failed(struct context *cx, int64_t person_id, enum outbox_channel way,
    const char *address, const char *status, const char *words)
{
	const char *channel = outbox_channel_name(way);
	bool is_passing = status[0] == '4';
	bool is_policy = strncmp(status, "5.7.", 4) == 0;
	const char *reason = text_cut(cx->mem, is_policy ?
	    mem_fmt(cx->mem, CONTACT_ADDRESS_POLICY ": %s", words) : words, REASON_MAX);
	enum err rc;

	if (is_nobody(status))
		return db_exec(cx->db, NULL, SQL_UNREACHABLE, V(cx->now), V(reason),
		    V(cx->actor.account_id), V(person_id), V(channel), V(address));
	if (is_passing && (rc = count_failure(cx, person_id, channel, address)) != ERR_OK)
		return rc;
	return db_exec(cx->db, NULL, SQL_BOUNCING, V(cx->now), V(reason), V(cx->actor.account_id),
	    V(person_id), V(channel), V(address), V(is_passing ? FAILURES_MAX : 0));
}
