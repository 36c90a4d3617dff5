#include "base/banned.h"
#include "domain/membership.h"

#include <string.h>

#include "base/text.h"
#include "base/valid.h"
#include "domain/account.h"
#include "domain/audit.h"
#include "domain/membership_private.h"

/* Who sees the members of one department sees those, and oneself. */
#define SQL_LOADED                                                                                 \
	"SELECT m.id, m.version, m.account_id, m.user_id, m.role_id, m.state, m.extension,"        \
	" m.department, m.takes_calls, m.is_pro, m.has_panel, m.user_name, m.user_email,"          \
	" u.mobile, u.time_zone, r.name, r.copied_from, r.permission_bits, a.super_admins,"        \
	" m.signed_in_at, m.created_at, m.saved_at, m.saved_by, m.last_form,"                      \
	" (SELECT COUNT(*) FROM session s WHERE s.user_id = m.user_id"                             \
	"  AND s.account_id = m.account_id AND s.ended_at IS NULL"                                 \
	"  AND s.created_at > ? AND s.seen_at > ?), "                                              \
	MEMBERSHIP_HOURS_COLUMN ", p.id, p.name"                                                   \
	" FROM membership m JOIN user u ON u.id = m.user_id JOIN account a ON a.id = m.account_id" \
	" JOIN role r ON r.account_id = m.account_id AND r.id = m.role_id"                         \
	" LEFT JOIN contact_person p ON p.account_id = m.account_id AND p.user_id = m.user_id"     \
	" WHERE m.account_id = ?"                                                                  \
	" AND (? OR (m.department = ? AND m.department <> '') OR m.user_id = ?)"

static const char SQL_LOAD[] =
	SQL_LOADED " AND m.id = ?";

static const char SQL_LOAD_USER[] =
	SQL_LOADED " AND m.user_id = ?";

static const char SQL_ADD[] =
	"INSERT INTO membership (account_id, user_id, user_name, user_email, role_id, state,"
	" extension, department, takes_calls, is_pro, has_panel, created_at)"
	" SELECT ?, id, name, email, ?, ?, NULLIF(?, ''), ?, ?, ?, ?, ? FROM user WHERE id = ?";

static const char SQL_ACTOR[] =
	"SELECT m.role_id, r.copied_from, r.permission_bits, m.department"
	" FROM membership m JOIN role r ON r.account_id = m.account_id AND r.id = m.role_id"
	" WHERE m.account_id = ? AND m.user_id = ? AND m.state = 'active' AND m.has_panel = 1";

static const char SQL_COUNT_OWNERS[] =
	"UPDATE account SET super_admins = super_admins + ? WHERE id = ?";

static const char *const states[MEMBERSHIP_STATE__MAX] = { "", "active", "suspended",
	"invited" };

const char *
membership_state_name(enum membership_state state)
{
	return states[state];
}

enum membership_state
membership_state_by_name(const char *name)
{
	enum membership_state s;

	for (s = MEMBERSHIP_ACTIVE; s < MEMBERSHIP_STATE__MAX; s++)
		if (strcmp(states[s], name) == 0)
			return s;
	return MEMBERSHIP_NONE;
}

/* Is the first below the second, or is the second one whom nobody stands above? */
static bool
is_below(int rank, int actor_rank)
{
	return rank < actor_rank || actor_rank == role_default_rank(ROLE_SUPER_ADMIN);
}

enum membership_bar
membership_bar(const struct actor *actor, const struct membership *m, const struct role *new_role)
{
	if (m->user_id == actor->user_id)
		return MEMBERSHIP_BAR_OWN;
	if (!is_below(m->role.rank, actor->rank))
		return MEMBERSHIP_BAR_RANK;
	if (new_role != NULL && new_role->id != m->role_id &&
	    actor->rank != role_default_rank(ROLE_SUPER_ADMIN) && !role_can_give(actor, new_role))
		return MEMBERSHIP_BAR_GRANT;
	return MEMBERSHIP_BAR_NONE;
}

const char *
membership_bar_text(struct context *cx, enum membership_bar bar, const struct membership *m)
{
	switch (bar) {
	case MEMBERSHIP_BAR_OWN:
		if (m->is_last_owner)
			return "You are the last Super Admin of this account, and there has to be "
			    "one. Make somebody else Super Admin first, or hand over ownership.";
		return "This is your own role. Somebody else who may change users, and stands "
		    "above you, can change it.";
	case MEMBERSHIP_BAR_RANK:
		return mem_fmt(cx->mem, "%s is %s here, which is not below your own role. Ask a "
		    "Super Admin to make this change.", m->user_name, m->role.name);
	case MEMBERSHIP_BAR_GRANT:
		return "You cannot give a role that stands as high as your own, or that may do "
		    "what you may not. Ask a Super Admin to give it.";
	default:
		return "";
	}
}

void
membership_check(struct mem *mem, const struct membership *m, struct problems *p)
{
	enum name_problem problem;

	if (strlen(m->extension) > MEMBERSHIP_EXTENSION_MAX ||
	    strspn(m->extension, "0123456789") != strlen(m->extension))
		problems_add(p, "extension", "An extension is at most %d digits, like 204.",
		    MEMBERSHIP_EXTENSION_MAX);
	if (m->department[0] != '\0' &&
	    (problem = valid_name(m->department, MEMBERSHIP_DEPARTMENT_MAX)) != NAME_OK)
		problems_add(p, "department", "%s",
		    name_problem_text(mem, problem, "department", MEMBERSHIP_DEPARTMENT_MAX));
}

static struct role
read_role(struct context *cx, struct db_stmt *st, int64_t id, unsigned int column)
{
	return (struct role){
		.id = id,
		.name = db_str(st, cx->mem, column),
		.rank = role_default_rank((enum role_id)db_i64(st, column + 1)),
		.bits = role_effective_bits(id, db_i64(st, column + 2)),
	};
}

/* Reads the one row of a statement, and ends it. */
static enum err
read_one(struct context *cx, struct db_stmt **st, struct membership *m)
{
	struct mem *mem = cx->mem;
	bool is_there = db_step(*st);

	if (is_there) {
		*m = (struct membership){
			.id = db_i64(*st, 0),
			.version = db_i64(*st, 1),
			.account_id = db_i64(*st, 2),
			.user_id = db_i64(*st, 3),
			.role_id = db_i64(*st, 4),
			.state = membership_state_by_name(db_str(*st, mem, 5)),
			.extension = db_str(*st, mem, 6),
			.department = db_str(*st, mem, 7),
			.takes_calls = db_i64(*st, 8) == 1,
			.is_pro = db_i64(*st, 9) == 1,
			.has_panel = db_i64(*st, 10) == 1,
			.user_name = db_str(*st, mem, 11),
			.user_email = db_str(*st, mem, 12),
			.user_mobile = db_str(*st, mem, 13),
			.user_zone = db_str(*st, mem, 14),
			.role = read_role(cx, *st, db_i64(*st, 4), 15),
			.signed_in_at = db_i64(*st, 19),
			.created_at = db_i64(*st, 20),
			.saved_at = db_i64(*st, 21),
			.saved_by = db_str(*st, mem, 22),
			.last_form = db_str(*st, mem, 23),
			.open_sessions = db_i64(*st, 24),
			.hours = membership_hours_read(db_str(*st, mem, 25)),
			.person_id = db_i64(*st, 26),
			.person_name = db_str(*st, mem, 27),
		};
		m->is_last_owner = membership_is_owner(m) && db_i64(*st, 18) == 1;
	}
	db_done(st);
	return is_there ? ERR_OK : ERR_MISSING;
}

static enum err
load(struct context *cx, const char *sql, int64_t account_id, bool sees_all, int64_t id,
    struct membership *m)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_query(cx->db, &st, sql, V(cx->now - cx->config->session_longest_sec),
		 V(cx->now - cx->config->session_idle_sec), V(account_id), V(sees_all),
		 V(role_may(&cx->actor, PERM_USER_VIEW_DEPARTMENT) ? cx->actor.department : ""),
		 V(cx->actor.user_id), V(id))) != ERR_OK)
		return rc;
	return read_one(cx, &st, m);
}

enum err
membership_load(struct context *cx, int64_t id, struct membership *m)
{
	return load(cx, SQL_LOAD, cx->actor.account_id, role_may(&cx->actor, PERM_USER_VIEW), id,
	    m);
}

enum err
membership_load_user(struct context *cx, int64_t user_id, struct membership *m)
{
	return load(cx, SQL_LOAD_USER, cx->actor.account_id,
	    role_may(&cx->actor, PERM_USER_VIEW), user_id, m);
}

/* What was asked with the request may have been taken away while this one waited. */
static enum err
check_actor(struct context *cx)
{
	const struct actor *a = &cx->actor;
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_ACTOR, V(a->account_id), V(a->user_id))) != ERR_OK)
		return rc;
	rc = ERR_DENIED;
	if (db_step(st) && db_i64(st, 0) == a->role_id &&
	    role_default_rank((enum role_id)db_i64(st, 1)) == a->rank &&
	    role_effective_bits(a->role_id, db_i64(st, 2)) == a->permission_bits &&
	    strcmp(db_str(st, cx->mem, 3), a->department) == 0)
		rc = ERR_OK;
	db_done(&st);
	return rc;
}

enum err
membership_hold(struct context *cx, int64_t id, struct membership *m)
{
	enum err rc;

	if ((rc = account_hold(cx)) != ERR_OK || (rc = check_actor(cx)) != ERR_OK)
		return rc;
	return membership_load(cx, id, m);
}

bool
membership_is_owner(const struct membership *m)
{
	return m->role_id == ROLE_SUPER_ADMIN && m->state == MEMBERSHIP_ACTIVE;
}

enum err
membership_count_owners(struct context *cx, const struct membership *old, bool is_owner,
    struct problems *p)
{
	int change = (int)is_owner - (int)membership_is_owner(old);
	enum err rc;

	if (change == 0)
		return ERR_OK;
	rc = db_exec(cx->db, NULL, SQL_COUNT_OWNERS, V(change), V(cx->actor.account_id));
	if (rc != ERR_REFUSED || !db_refused_by(cx->db, "account_has_super_admin"))
		return rc;
	problems_add(p, "",
	    "%s is the last Super Admin of this account, and there has to be one. Make somebody "
	    "else Super Admin first, or hand over ownership.", old->user_name);
	return ERR_INVALID;
}

static enum err
add_event(struct context *cx, const struct membership *m)
{
	struct audit event = audit_begin("membership.create", "membership", m->id, m->user_name);

	audit_changed(&event, "email", NULL, m->user_email);
	audit_changed(&event, "role", NULL, m->role.name);
	audit_changed(&event, "state", NULL, membership_state_name(m->state));
	audit_changed(&event, "extension", NULL, m->extension);
	audit_changed(&event, "department", NULL, m->department);
	audit_changed(&event, "takes_calls", NULL, m->takes_calls ? "yes" : "no");
	audit_changed(&event, "pro", NULL, m->is_pro ? "yes" : "no");
	audit_changed(&event, "panel", NULL, m->has_panel ? "yes" : "no");
	return audit_add(cx, &event);
}

enum err
membership_add(struct context *cx, struct membership *m, bool is_first)
{
	static const struct membership nobody = { .state = MEMBERSHIP_NONE, .user_name = "" };
	struct membership added;
	struct problems no_problems;
	int64_t rows;
	enum err rc;

	if (m->state == MEMBERSHIP_NONE)
		m->state = MEMBERSHIP_ACTIVE;
	problems_init(&no_problems, cx->mem);
	if (!is_first && (rc = membership_count_owners(cx, &nobody, membership_is_owner(m),
			      &no_problems)) != ERR_OK)
		return rc;
	if ((rc = db_exec(cx->db, &rows, SQL_ADD, V(m->account_id), V(m->role_id),
		 V(membership_state_name(m->state)), V(m->extension), V(m->department),
		 V(m->takes_calls), V(m->is_pro), V(m->has_panel), V(cx->now), V(m->user_id))) !=
	    ERR_OK)
		return rc;
	if (rows != 1)
		return ERR_MISSING;
	m->id = db_insert_id(cx->db);
	if ((rc = load(cx, SQL_LOAD, m->account_id, true, m->id, &added)) != ERR_OK)
		return rc;
	return add_event(cx, &added);
}
