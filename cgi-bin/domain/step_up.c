#include "base/banned.h"
#include "domain/step_up.h"

#include <string.h>

#include "domain/category.h"
#include "domain/contact_proof.h"
#include "domain/notice.h"

static const char SQL_BEGIN[] =
	"INSERT INTO step_up (session_id, account_id, purpose, way, path, sealed, what, created_at,"
	" expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE"
	" account_id = VALUES(account_id), purpose = VALUES(purpose), way = VALUES(way),"
	" path = VALUES(path), sealed = VALUES(sealed), what = VALUES(what),"
	" created_at = VALUES(created_at), expires_at = VALUES(expires_at)";

static const char SQL_LOAD[] =
	"SELECT s.purpose, s.way, s.path, s.sealed, s.what, p.id, " OTP_STATUS_COLUMNS
	" FROM step_up s"
	" LEFT JOIN one_time_code c ON c.account_id = s.account_id AND c.purpose = ?"
	"  AND c.bound_to = s.session_id"
	" LEFT JOIN contact_person p ON p.account_id = s.account_id AND p.primary_of = s.account_id"
	" WHERE s.session_id = ? AND s.account_id = ? AND s.expires_at > ?";

static const char SQL_GO[] =
	"UPDATE step_up SET way = ? WHERE session_id = ? AND account_id = ?";

static const char SQL_DROP[] =
	"DELETE FROM step_up WHERE session_id = ? AND account_id = ?";

static const char SQL_OWN_ADDRESS[] =
	"SELECT u.email, u.name FROM user u WHERE u.id = ? AND u.email_proven_at IS NOT NULL";

static const char *const ways[STEP_UP_WAY__MAX] = { "primary", "first", "left" };

static enum step_up_way
way_of(const char *word)
{
	enum step_up_way w;

	for (w = STEP_UP_WAY__MAX - 1; w > STEP_UP_PRIMARY; w--)
		if (strcmp(ways[w], word) == 0)
			break;
	return w;
}

enum err
step_up_load(struct context *cx, struct step_up *s)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_load(cx->db, &st, SQL_LOAD, V(STEP_UP_CODE), V(cx->actor.session_id),
		 V(cx->actor.account_id), V(cx->now))) != ERR_OK)
		return rc;
	*s = (struct step_up){
		.purpose = db_str(st, cx->mem, 0),
		.way = way_of(db_str(st, cx->mem, 1)),
		.path = db_str(st, cx->mem, 2),
		.sealed = db_str(st, cx->mem, 3),
		.what = db_str(st, cx->mem, 4),
		.primary_id = db_i64(st, 5),
		.code = otp_read_status(cx, st, 6),
	};
	db_done(&st);
	return ERR_OK;
}

void
step_up_receivers(const struct context *cx, enum step_up_way way,
    const struct contact_person *primary,
    const struct contact_address *receivers[OUTBOX_CHANNEL__MAX], size_t *count)
{
	const struct contact_address *a;
	enum outbox_channel c;

	*count = 0;
	if (way == STEP_UP_LEFT)
		return;
	for (c = OUTBOX_MAIL; c < OUTBOX_CHANNEL__MAX; c++) {
		a = contact_address_receiver(primary->addresses, c);
		if (a == NULL || !contact_address_can_be_checked(cx, a))
			continue;
		if (way == STEP_UP_FIRST ? c == OUTBOX_MAIL : contact_address_is_proven(a))
			receivers[(*count)++] = a;
	}
}

/* Where nobody has ever proven an address of the Primary, a Super Admin's password comes first. */
static enum step_up_way
first_way(const struct contact_person *primary)
{
	const struct contact_address *a;

	for (a = primary->addresses; a != NULL; a = a->next)
		if (a->proven_at != 0)
			return STEP_UP_PRIMARY;
	return primary->withdrawn_at == 0 ? STEP_UP_FIRST : STEP_UP_PRIMARY;
}

static struct otp
otp_of(const struct context *cx, const struct step_up *s)
{
	return (struct otp){ STEP_UP_CODE, cx->actor.session_id,
		s->way == STEP_UP_LEFT ? 0 : s->primary_id,
		mem_fmt(cx->mem, "%s: %s", s->purpose, s->what) };
}

static struct outbox_message
message_of(struct context *cx, const struct step_up *s, const struct otp_code *code)
{
	return (struct outbox_message){
		.contact_person_id = s->way == STEP_UP_LEFT ? 0 : s->primary_id,
		.event = mem_fmt(cx->mem, "step-up %lld %lld", (long long)code->id,
		    (long long)code->serial),
		.category = category_name(CATEGORY_CODES),
		.template = "step-up",
		.life_sec = cx->config->courier_every_sec + cx->config->code_life_sec,
		.values = {
			{ "code_id", mem_fmt(cx->mem, "%lld", (long long)code->id), false },
			{ "code_serial", mem_fmt(cx->mem, "%lld", (long long)code->serial), false },
			{ "who", cx->actor.user_name, false },
			{ "email", cx->actor.user_email, false },
			{ "what", s->what, false },
			{ "own", s->way == STEP_UP_LEFT ? "1" : "", false },
			{ "minutes", mem_fmt(cx->mem, "%lld",
			    (long long)cx->config->code_life_sec / 60), false },
			{ "code", code->digits, true },
		},
	};
}

/* A recipient of one copy. */
struct copy {
	enum outbox_channel	 channel;
	const char		*recipient;
	const char		*name;
};

/* Drops the copies that may not be sent now. *wait_sec is the shortest of their waits. */
static enum err
drop_throttled(struct context *cx, struct copy *copies, size_t *count, int64_t *wait_sec)
{
	size_t i, left = 0;
	int64_t wait;
	enum err rc;

	*wait_sec = 0;
	for (i = 0; i < *count; i++) {
		rc = otp_may_send(cx, copies[i].recipient, OTP_SEND_STEP_UP, &wait);
		if (rc == ERR_OK)
			copies[left++] = copies[i];
		else if (rc != ERR_THROTTLED)
			return rc;
		else if (*wait_sec == 0 || wait < *wait_sec)
			*wait_sec = wait;
	}
	*count = left;
	return left == 0 ? ERR_THROTTLED : ERR_OK;
}

static enum err
send_copies(struct context *cx, const struct step_up *s, struct copy *copies, size_t count,
    int64_t *wait_sec)
{
	struct otp otp = otp_of(cx, s);
	struct outbox_message message;
	struct otp_code code;
	enum err rc;
	size_t i;

	if (count == 0)
		return ERR_INVALID;
	if ((rc = drop_throttled(cx, copies, &count, wait_sec)) != ERR_OK ||
	    (rc = otp_make(cx, &otp, cx->config->code_life_sec, &code)) != ERR_OK)
		return rc;
	message = message_of(cx, s, &code);
	for (i = 0; i < count && rc == ERR_OK; i++) {
		message.channel = copies[i].channel;
		message.recipient = copies[i].recipient;
		message.recipient_name = copies[i].name;
		rc = outbox_add(cx, &message);
	}
	return rc;
}

/* The actor's own address, where it is proven. */
static enum err
find_own_address(struct context *cx, struct copy *copy, size_t *count)
{
	struct db_stmt *st;
	enum err rc;

	*count = 0;
	if ((rc = db_query(cx->db, &st, SQL_OWN_ADDRESS, V(cx->actor.user_id))) != ERR_OK)
		return rc;
	if (db_step(st)) {
		*copy = (struct copy){ OUTBOX_MAIL, db_str(st, cx->mem, 0),
			db_str(st, cx->mem, 1) };
		*count = 1;
	}
	db_done(&st);
	return ERR_OK;
}

enum err
step_up_send(struct context *cx, const struct step_up *s, int64_t *wait_sec)
{
	const struct contact_address *receivers[OUTBOX_CHANNEL__MAX];
	struct copy copies[OUTBOX_CHANNEL__MAX];
	struct contact_person primary;
	size_t i, count;
	enum err rc;

	*wait_sec = 0;
	if (s->way == STEP_UP_LEFT) {
		if ((rc = find_own_address(cx, copies, &count)) != ERR_OK)
			return rc;
		return send_copies(cx, s, copies, count, wait_sec);
	}
	if ((rc = contact_person_primary(cx, &primary)) != ERR_OK)
		return rc == ERR_MISSING ? ERR_INVALID : rc;
	step_up_receivers(cx, s->way, &primary, receivers, &count);
	for (i = 0; i < count; i++)
		copies[i] = (struct copy){ receivers[i]->channel, receivers[i]->address,
			primary.name };
	return send_copies(cx, s, copies, count, wait_sec);
}

static enum err
write(struct context *cx, const struct step_up *s)
{
	return db_exec(cx->db, NULL, SQL_BEGIN, V(cx->actor.session_id), V(cx->actor.account_id),
	    V(s->purpose), V(ways[s->way]), V(s->path), V(s->sealed), V(s->what), V(cx->now),
	    V(cx->now + STEP_UP_SEC));
}

enum err
step_up_begin(struct context *cx, const struct step_up *wanted)
{
	struct step_up s = *wanted, before;
	struct contact_person primary;
	int64_t wait_sec;
	enum err rc;

	if ((rc = contact_person_primary(cx, &primary)) != ERR_OK)
		return rc;
	s.primary_id = primary.id;
	s.way = first_way(&primary);
	rc = step_up_load(cx, &before);
	if (rc == ERR_OK && before.code.is_open && strcmp(before.purpose, s.purpose) == 0 &&
	    strcmp(before.what, s.what) == 0) {
		s.way = before.way;
		return write(cx, &s);
	}
	if (rc != ERR_OK && rc != ERR_MISSING)
		return rc;
	if ((rc = otp_end(cx, STEP_UP_CODE, cx->actor.session_id)) != ERR_OK ||
	    (rc = write(cx, &s)) != ERR_OK || s.way == STEP_UP_FIRST ||
	    wanted->way == STEP_UP_LEFT)
		return rc;
	/* That none can be sent now is told by the page that asks for it. */
	rc = step_up_send(cx, &s, &wait_sec);
	return rc == ERR_THROTTLED || rc == ERR_INVALID ? ERR_OK : rc;
}

enum err
step_up_go(struct context *cx, struct step_up *s, enum step_up_way way, int64_t *wait_sec)
{
	enum err rc;

	if ((rc = otp_end(cx, STEP_UP_CODE, cx->actor.session_id)) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_GO, V(ways[way]), V(cx->actor.session_id),
		 V(cx->actor.account_id))) != ERR_OK)
		return rc;
	s->way = way;
	return step_up_send(cx, s, wait_sec);
}

/* All Super Admins learn that the Primary was passed by. */
static enum err
tell_left(struct context *cx, const struct step_up *s)
{
	struct outbox_message message = {
		.event = mem_fmt(cx->mem, "step-up.left %lld %lld",
		    (long long)cx->actor.session_id, (long long)cx->now),
		.category = category_name(CATEGORY_CRITICAL),
		.template = "primary-left",
		.values = {
			{ "who", cx->actor.user_name, false },
			{ "email", cx->actor.user_email, false },
			{ "what", s->what, false },
		},
	};

	return notice_to_members(cx, &message, ROLE_SUPER_ADMIN);
}

/* The code that came back proves the Primary's email address as well. */
static enum err
prove_first(struct context *cx)
{
	struct contact_person primary;
	struct contact_proof proof;
	enum err rc;

	if ((rc = contact_person_primary(cx, &primary)) != ERR_OK ||
	    (rc = contact_proof_load(cx,
		 contact_address_wanted(primary.addresses, OUTBOX_MAIL)->id, &proof)) != ERR_OK)
		return rc;
	return contact_proof_accept(cx, &proof);
}

enum err
step_up_confirm(struct context *cx, const struct step_up *s, const char *typed)
{
	static const enum proof proofs[STEP_UP_WAY__MAX] = {
		[STEP_UP_PRIMARY] = PROOF_PRIMARY,
		[STEP_UP_FIRST] = PROOF_FIRST,
		[STEP_UP_LEFT] = PROOF_LEFT,
	};
	struct otp otp = otp_of(cx, s);
	enum err rc;

	if ((rc = otp_spend(cx, &otp, typed)) != ERR_OK || (rc = step_up_drop(cx)) != ERR_OK)
		return rc;
	cx->proof = proofs[s->way];
	if (s->way == STEP_UP_FIRST)
		return prove_first(cx);
	return s->way == STEP_UP_LEFT ? tell_left(cx, s) : ERR_OK;
}

enum err
step_up_drop(struct context *cx)
{
	return db_exec(cx->db, NULL, SQL_DROP, V(cx->actor.session_id), V(cx->actor.account_id));
}
