#include "base/banned.h"
#include "domain/invitation.h"

#include <string.h>

#include "domain/account.h"
#include "domain/audit.h"
#include "domain/category.h"
#include "domain/link.h"
#include "domain/otp.h"
#include "domain/outbox.h"

#define DAY_SEC 86400

/* The event key is the one that message_event() makes. */
#define COLUMNS                                                                                    \
	"SELECT i.id, i.state, i.email, i.name, i.role_id, r.name, i.department, i.extension,"     \
	" i.takes_calls, i.serial, i.invited_by, b.name, i.asked_at, i.sent_at, i.expires_at,"     \
	" r.copied_from, r.permission_bits, o.state, o.result, o.state_at"                         \
	" FROM invitation i"                                                                       \
	" JOIN role r ON r.account_id = i.account_id AND r.id = i.role_id"                         \
	" JOIN user b ON b.id = i.invited_by"                                                      \
	" LEFT JOIN outbox o ON o.event_key = CONCAT('invitation ', i.id, ' ', i.serial)"          \
	"  AND o.channel = 'mail' AND o.recipient = i.email COLLATE utf8mb4_bin"

/* Who sees the users of one department sees who is invited into it, and nobody with none. */
#define IN_SIGHT "(? OR (i.department = ? AND i.department <> ''))"

static const char SQL_LIST[] =
	COLUMNS " WHERE i.account_id = ? AND " IN_SIGHT " AND i.state = 'pending'"
	" AND (? = 0 OR i.id < ?) ORDER BY i.id DESC LIMIT ?";

static const char SQL_LOAD[] =
	COLUMNS " WHERE i.account_id = ? AND i.id = ?";

static const char SQL_IS_IN_SIGHT[] =
	"SELECT 1 FROM invitation i WHERE i.account_id = ? AND i.id = ? AND " IN_SIGHT;

/* Alone, so that one row is held and two who wait for it meet nowhere else. */
static const char SQL_HOLD[] =
	"SELECT serial FROM invitation WHERE account_id = ? AND id = ? FOR UPDATE";

static const char SQL_ROLES[] =
	"SELECT id, name, copied_from, permission_bits FROM role WHERE account_id = ?"
	" ORDER BY id LIMIT ?";

/* Each sending has its event; a row knows only its newest. */
static const char SQL_SENT[] =
	"SELECT COUNT(*), MIN(at) FROM audit_event WHERE account_id = ?"
	" AND action IN ('invitation.create', 'invitation.resend') AND at > ?";

static const char SQL_FIND[] =
	"SELECT i.id, " IN_SIGHT " FROM invitation i"
	" WHERE i.account_id = ? AND i.pending_email = LOWER(?)";

/* One that is too old gives its place, and the extension that was kept, to a new one. */
static const char SQL_GIVE_WAY[] =
	"UPDATE invitation SET state = 'expired', ended_at = expires_at"
	" WHERE account_id = ? AND state = 'pending' AND expires_at <= ?"
	" AND (email_key = LOWER(?) OR extension = NULLIF(?, ''))";

static const char SQL_ADD[] =
	"INSERT INTO invitation (account_id, email, name, role_id, department, extension,"
	" takes_calls, invited_by, asked_at, sent_at, expires_at)"
	" VALUES (?, ?, ?, ?, ?, NULLIF(?, ''), ?, ?, ?, ?, ?)";

static const char SQL_RESEND[] =
	"UPDATE invitation SET serial = serial + 1, sent_at = ?, expires_at = ?"
	" WHERE account_id = ? AND id = ? AND state = 'pending'";

static const char SQL_END[] =
	"UPDATE invitation SET state = ?, ended_at = ?, user_id = NULLIF(?, 0)"
	" WHERE account_id = ? AND id = ? AND state = 'pending'";

static const char SQL_PURGE[] =
	"DELETE FROM invitation WHERE expires_at < ?";

static const char *const states[INVITATION__MAX] = { "", "pending", "accepted", "cancelled",
	"declined", "expired" };

static enum invitation_state
read_state(const char *name)
{
	enum invitation_state s;

	for (s = INVITATION_PENDING; s < INVITATION__MAX; s++)
		if (strcmp(states[s], name) == 0)
			return s;
	return INVITATION_NONE;
}

/* The columns of its id and its name, and the first of the two that say what it may. */
static struct role
read_role(struct context *cx, struct db_stmt *st, unsigned int id, unsigned int name,
    unsigned int rights)
{
	return (struct role){
		.id = db_i64(st, id),
		.name = db_str(st, cx->mem, name),
		.rank = role_default_rank((enum role_id)db_i64(st, rights)),
		.bits = role_effective_bits(db_i64(st, id), db_i64(st, rights + 1)),
	};
}

static void
read_row(struct context *cx, struct db_stmt *st, struct invitation *i)
{
	struct mem *m = cx->mem;
	struct role role = read_role(cx, st, 4, 5, 15);

	*i = (struct invitation){
		.id = db_i64(st, 0),
		.state = read_state(db_str(st, m, 1)),
		.email = db_str(st, m, 2),
		.name = db_str(st, m, 3),
		.role_id = role.id,
		.role_name = role.name,
		.department = db_str(st, m, 6),
		.extension = db_str(st, m, 7),
		.takes_calls = db_i64(st, 8) != 0,
		.serial = db_i64(st, 9),
		.invited_by = db_i64(st, 10),
		.invited_by_name = db_str(st, m, 11),
		.asked_at = db_i64(st, 12),
		.sent_at = db_i64(st, 13),
		.expires_at = db_i64(st, 14),
		.may_change = role_can_give(&cx->actor, &role),
		.mail_state = db_str(st, m, 17),
		.mail_result = db_str(st, m, 18),
		.mail_at = db_i64(st, 19),
	};
}

enum err
invitation_roles(struct context *cx, struct role *roles, size_t most, size_t *count)
{
	struct db_stmt *st;
	struct role r;
	enum err rc;

	*count = 0;
	if ((rc = db_query(cx->db, &st, SQL_ROLES, V(cx->actor.account_id), V((int64_t)most))) !=
	    ERR_OK)
		return rc;
	while (*count < most && db_step(st)) {
		r = read_role(cx, st, 0, 1, 2);
		if (role_can_give(&cx->actor, &r))
			roles[(*count)++] = r;
	}
	db_done(&st);
	return ERR_OK;
}

/* The cause of the message with the link of this serial. */
static char *
message_event(struct context *cx, const struct invitation *i)
{
	return mem_fmt(cx->mem, "invitation %lld %lld", (long long)i->id, (long long)i->serial);
}

static enum err
send_message(struct context *cx, const struct invitation *i)
{
	struct outbox_message message = {
		.event = message_event(cx, i),
		.recipient = i->email,
		.recipient_name = i->name,
		.category = category_name(CATEGORY_CODES),
		.template = "invitation",
		.values = {
			{ "who", cx->actor.user_name, false },
			{ "role", i->role_name, false },
			{ "link", link_make(cx, LINK_INVITATION, i->id, i->serial), true },
		},
	};

	return outbox_add(cx, &message);
}

static enum err
add_event(struct context *cx, const struct invitation *i, const char *action)
{
	struct audit event = audit_begin(action, "invitation", i->id, i->email);

	audit_changed(&event, "name", NULL, i->name);
	audit_changed(&event, "email", NULL, i->email);
	audit_changed(&event, "role", NULL, i->role_name);
	if (i->department[0] != '\0')
		audit_changed(&event, "department", NULL, i->department);
	if (i->extension[0] != '\0')
		audit_changed(&event, "extension", NULL, i->extension);
	audit_changed(&event, "takes_calls", NULL, i->takes_calls ? "yes" : "no");
	return audit_add(cx, &event);
}

/* The address was written to just now, by whichever account. */
static enum err
tell_wait(struct invitation_wish *w, int64_t wait_sec)
{
	problems_add(w->problems, "email",
	    "An invitation went to this address a short time ago. Try again in "
	    "%lld minutes.", (long long)(wait_sec + 59) / 60);
	return ERR_INVALID;
}

static enum err
may_send(struct context *cx, struct invitation_wish *w)
{
	int64_t wait_sec = 0;
	enum err rc = otp_may_send(cx, w->typed.email, OTP_SEND_INVITATION, &wait_sec);

	return rc == ERR_THROTTLED ? tell_wait(w, wait_sec) : rc;
}

static enum err
add_one(struct context *cx, struct invitation_wish *w)
{
	struct invitation *i = &w->typed;
	enum err rc;

	if ((rc = may_send(cx, w)) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_GIVE_WAY, V(cx->actor.account_id), V(cx->now),
		 V(i->email), V(i->extension))) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_ADD, V(cx->actor.account_id), V(i->email), V(i->name),
		 V(i->role_id), V(i->department), V(i->extension), V((int)i->takes_calls),
		 V(cx->actor.user_id), V(cx->now), V(cx->now),
		 V(cx->now + INVITATION_LIFE_SEC))) != ERR_OK)
		return rc;
	i->id = db_insert_id(cx->db);
	i->serial = 1;
	if ((rc = send_message(cx, i)) != ERR_OK)
		return rc;
	return add_event(cx, i, "invitation.create");
}

/*
 * An account sends so many a day, new ones and those sent again together. *sent: how many it has in
 * the last one; *wait_sec: until that is one less.
 */
static enum err
count_day(struct context *cx, int64_t *sent, int64_t *wait_sec)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_load(cx->db, &st, SQL_SENT, V(cx->actor.account_id), V(cx->now - DAY_SEC))) !=
	    ERR_OK)
		return rc;
	*sent = db_i64(st, 0);
	*wait_sec = db_i64(st, 1) + DAY_SEC - cx->now;
	db_done(&st);
	return ERR_OK;
}

static enum err
check_day(struct context *cx, size_t count, struct problems *all)
{
	int64_t sent, wait_sec, most = cx->config->invitations_day;
	enum err rc;

	if ((rc = count_day(cx, &sent, &wait_sec)) != ERR_OK || sent + (int64_t)count <= most)
		return rc;
	problems_add(all, "", "Nobody was invited: this account may send %lld invitations in a "
	    "day, and has sent %lld in the last 24 hours. Try again later%s.", (long long)most,
	    (long long)sent, count > 1 ? ", or with fewer rows" : "");
	return ERR_INVALID;
}

enum err
invitation_check_sending(struct context *cx, struct invitation_wish *wishes, size_t count,
    struct problems *all)
{
	int64_t wait_sec;
	size_t n;
	enum err rc, result = check_day(cx, count, all);

	if (result != ERR_OK && result != ERR_INVALID)
		return result;
	for (n = 0; n < count; n++) {
		if (problems_about(wishes[n].problems, "email", false) != NULL)
			continue;
		if ((rc = otp_send_wait(cx, wishes[n].typed.email, OTP_SEND_INVITATION,
			 &wait_sec)) != ERR_OK)
			return rc;
		if (wait_sec > 0)
			result = tell_wait(&wishes[n], wait_sec);
	}
	return result;
}

enum err
invitation_add(struct context *cx, struct invitation_wish *wishes, size_t count,
    const struct role *roles, size_t role_count, struct problems *all)
{
	bool has_problem = false;
	size_t n;
	enum err rc;

	/* Two who invite at once are judged one after the other. */
	if ((rc = account_hold(cx)) != ERR_OK ||
	    (rc = invitation_check(cx, wishes, count, roles, role_count)) != ERR_OK ||
	    (rc = check_day(cx, count, all)) != ERR_OK)
		return rc;
	for (n = 0; n < count; n++) {
		if ((rc = add_one(cx, &wishes[n])) != ERR_OK && rc != ERR_INVALID)
			return rc;
		has_problem = has_problem || rc == ERR_INVALID;
	}
	return has_problem ? ERR_INVALID : ERR_OK;
}

enum err
invitation_list(struct context *cx, int64_t before, struct invitation *list, size_t most,
    size_t *count)
{
	struct db_stmt *st;
	enum err rc;

	*count = 0;
	if ((rc = db_query(cx->db, &st, SQL_LIST, V(cx->actor.account_id),
		 V(role_may(&cx->actor, PERM_USER_VIEW)), V(cx->actor.department), V(before),
		 V(before), V((int64_t)most))) != ERR_OK)
		return rc;
	while (*count < most && db_step(st))
		read_row(cx, st, &list[(*count)++]);
	db_done(&st);
	return ERR_OK;
}

enum err
invitation_load(struct context *cx, int64_t id, struct invitation *i)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_load(cx->db, &st, SQL_LOAD, V(cx->actor.account_id), V(id))) != ERR_OK)
		return rc;
	read_row(cx, st, i);
	db_done(&st);
	return ERR_OK;
}

enum err
invitation_hold(struct context *cx, int64_t id, struct invitation *i)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_HOLD, V(cx->actor.account_id), V(id))) != ERR_OK)
		return rc;
	(void)db_step(st);
	db_done(&st);
	return invitation_load(cx, id, i);
}

bool
invitation_is_open(const struct context *cx, const struct invitation *i)
{
	return i->state == INVITATION_PENDING && cx->now < i->expires_at;
}

int64_t
invitation_wait(const struct context *cx, const struct invitation *i)
{
	int64_t wait_sec = i->sent_at + cx->config->code_gap_sec - cx->now;

	return wait_sec > 0 ? wait_sec : 0;
}

static enum err
is_in_sight(struct context *cx, int64_t id)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_load(cx->db, &st, SQL_IS_IN_SIGHT, V(cx->actor.account_id), V(id),
		 V(role_may(&cx->actor, PERM_USER_VIEW)), V(cx->actor.department))) != ERR_OK)
		return rc;
	db_done(&st);
	return ERR_OK;
}

/* To be changed by the actor. */
static enum err
hold_own(struct context *cx, int64_t id, const char **email, struct invitation *i)
{
	enum err rc;

	*email = "";
	if ((rc = invitation_hold(cx, id, i)) != ERR_OK || (rc = is_in_sight(cx, id)) != ERR_OK)
		return rc;
	if (i->state != INVITATION_PENDING)
		return ERR_MISSING;
	*email = i->email;
	return i->may_change ? ERR_OK : ERR_DENIED;
}

/* One more today? Asked while the account is held, like check_day(). */
static enum err
may_resend(struct context *cx, int64_t *wait_sec)
{
	int64_t sent;
	enum err rc;

	if ((rc = count_day(cx, &sent, wait_sec)) != ERR_OK)
		return rc;
	return sent < cx->config->invitations_day ? ERR_OK : ERR_REFUSED;
}

enum err
invitation_resend(struct context *cx, int64_t id, const char **email, int64_t *wait_sec)
{
	struct invitation i;
	struct audit event;
	enum err rc;

	*wait_sec = 0;
	*email = "";
	if ((rc = account_hold(cx)) != ERR_OK || (rc = hold_own(cx, id, email, &i)) != ERR_OK ||
	    (rc = may_resend(cx, wait_sec)) != ERR_OK ||
	    (rc = otp_may_send(cx, i.email, OTP_SEND_INVITATION, wait_sec)) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_RESEND, V(cx->now), V(cx->now + INVITATION_LIFE_SEC),
		 V(cx->actor.account_id), V(id))) != ERR_OK)
		return rc;
	i.serial++;
	if ((rc = send_message(cx, &i)) != ERR_OK)
		return rc;
	event = audit_begin("invitation.resend", "invitation", id, i.email);
	return audit_add(cx, &event);
}

enum err
invitation_cancel(struct context *cx, int64_t id, const char **email)
{
	struct invitation i;
	struct audit event;
	enum err rc;

	if ((rc = hold_own(cx, id, email, &i)) != ERR_OK ||
	    (rc = invitation_end(cx, &i, INVITATION_CANCELLED, 0)) != ERR_OK)
		return rc;
	event = audit_begin("invitation.cancel", "invitation", id, i.email);
	if (i.department[0] != '\0')
		audit_changed(&event, "department", i.department, NULL);
	return audit_add(cx, &event);
}

enum err
invitation_find(struct context *cx, const char *email, int64_t *id, bool *is_in_sight)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_load(cx->db, &st, SQL_FIND, V(role_may(&cx->actor, PERM_USER_VIEW)),
		 V(cx->actor.department), V(cx->actor.account_id), V(email))) != ERR_OK)
		return rc;
	*id = db_i64(st, 0);
	*is_in_sight = db_i64(st, 1) == 1;
	db_done(&st);
	return ERR_OK;
}

enum err
invitation_end(struct context *cx, const struct invitation *i, enum invitation_state state,
    int64_t user_id)
{
	int64_t rows;
	enum err rc;

	if ((rc = db_exec(cx->db, &rows, SQL_END, V(states[state]), V(cx->now), V(user_id),
		 V(cx->actor.account_id), V(i->id))) != ERR_OK)
		return rc;
	return rows == 1 ? ERR_OK : ERR_MISSING;
}

enum err
invitation_purge(struct context *cx)
{
	return db_exec(cx->db, NULL, SQL_PURGE, V(cx->now - INVITATION_KEPT_SEC));
}
