#include "base/banned.h"
#include "domain/role_custom.h"

#include "domain/account.h"
#include "domain/audit.h"
#include "domain/second_factor.h"

/* Whoever shows the grid meanwhile has another set of roles before them. */
static const char SQL_COUNT[] =
	"UPDATE account SET custom_roles = custom_roles + ?, last_role_id = last_role_id + ?,"
	" roles_version = roles_version + 1 WHERE id = ?";

static const char SQL_LAST_ID[] =
	"SELECT last_role_id FROM account WHERE id = ?";

static const char SQL_ADD[] =
	"INSERT INTO role (account_id, id, copied_from, name, permission_bits,"
	" needs_second_factor) VALUES (?, ?, ?, ?, ?, ?)";

static const char SQL_SAVE[] =
	"UPDATE role SET name = ?, needs_second_factor = ?, version = version + 1"
	" WHERE account_id = ? AND id = ? AND version = ?";

/* An invitation that is over keeps no role from going: it is told as the one copied from. */
static const char SQL_LEAVE_INVITATIONS[] =
	"UPDATE invitation SET role_id = ? WHERE account_id = ? AND role_id = ?"
	" AND state <> 'pending'";

static const char SQL_REMOVE[] =
	"DELETE FROM role WHERE account_id = ? AND id = ? AND version = ?";

bool
role_is_custom(const struct role *r)
{
	return r->id >= ROLE__MAX;
}

static enum err
refuse_name(struct problems *p, const char *name)
{
	problems_add(p, "name", "There is a role called \"%s\" already. Choose another name.",
	    name);
	return ERR_INVALID;
}

/* Takes room for one more, and the next number. */
static enum err
take_number(struct context *cx, int64_t *id, struct problems *p)
{
	struct db_stmt *st;
	enum err rc;

	rc = db_exec(cx->db, NULL, SQL_COUNT, V(1), V(1), V(cx->actor.account_id));
	if (rc == ERR_REFUSED && db_refused_by(cx->db, "account_custom_roles")) {
		problems_add(p, "", "An account can have %d roles of its own, and this one has them"
		    " all. Remove one that nobody has any more.", ROLE_CUSTOM_MAX);
		return ERR_INVALID;
	}
	if (rc != ERR_OK ||
	    (rc = db_query(cx->db, &st, SQL_LAST_ID, V(cx->actor.account_id))) != ERR_OK)
		return rc;
	*id = db_step(st) ? db_i64(st, 0) : 0;
	db_done(&st);
	return *id == 0 ? ERR_MISSING : ERR_OK;
}

enum err
role_copy(struct context *cx, enum role_id from, const char *name, int64_t *id, struct problems *p)
{
	enum role_id rank_of = from == ROLE_SUPER_ADMIN ? ROLE_ADMIN : from;
	struct audit event;
	struct role r;
	enum err rc;

	if (name[0] == '\0')
		problems_add(p, "name", ROLE_NAME_MISSING);
	if (problems_has_any(p))
		return ERR_INVALID;
	if ((rc = role_load(cx, (int64_t)from, &r)) != ERR_OK ||
	    (rc = take_number(cx, id, p)) != ERR_OK)
		return rc;
	rc = db_exec(cx->db, NULL, SQL_ADD, V(cx->actor.account_id), V(*id), V((int)rank_of),
	    V(name), V((int64_t)role_effective_bits(*id, (int64_t)r.bits)),
	    V((int)r.needs_second_factor));
	if (rc == ERR_TAKEN)
		return refuse_name(p, name);
	if (rc != ERR_OK)
		return rc;
	event = audit_begin("role.create", "role", *id, name);
	audit_changed(&event, "name", NULL, name);
	audit_changed(&event, "copied_from", NULL, r.name);
	return audit_add(cx, &event);
}

enum err
role_save(struct context *cx, const struct role *typed, struct problems *p)
{
	struct audit event;
	struct role old;
	const char *name;
	int64_t rows;
	enum err rc;

	if ((rc = role_load(cx, typed->id, &old)) != ERR_OK)
		return rc;
	name = role_is_custom(&old) ? typed->name : old.name;
	if (name[0] == '\0')
		problems_add(p, "name", ROLE_NAME_MISSING);
	/* Nobody could set one up, and so nobody with this role could do anything any more. */
	if (typed->needs_second_factor && !second_factor_is_there())
		problems_add(p, "needs_second_factor", "These programs were built without liboath,"
		    " so nobody can set a second factor up. Leave this out.");
	if (problems_has_any(p))
		return ERR_INVALID;
	rc = db_exec(cx->db, &rows, SQL_SAVE, V(name), V((int)typed->needs_second_factor),
	    V(cx->actor.account_id), V(old.id), V(typed->version));
	if (rc == ERR_TAKEN)
		return refuse_name(p, name);
	if (rc != ERR_OK)
		return rc;
	if (rows != 1)
		return ERR_CONFLICT;
	event = audit_begin("role.update", "role", old.id, name);
	audit_changed(&event, "name", old.name, name);
	audit_changed_flag(&event, "needs_second_factor", old.needs_second_factor,
	    typed->needs_second_factor);
	return audit_add(cx, &event);
}

/* Who stands in the way, by name. */
static enum err
check_unused(struct context *cx, const struct role *r, struct problems *p)
{
	struct role_members m;
	const char *names = "";
	enum err rc;
	size_t i;

	if ((rc = role_members(cx, r->id, &m)) != ERR_OK || m.count == 0)
		return rc;
	for (i = 0; i < m.named; i++)
		names = mem_fmt(cx->mem, "%s%s%s", names, i == 0 ? "" : ", ", m.names[i]);
	problems_add(p, "", "This role was not removed: %s%s %s it. Give everyone who has it"
	    " another role first.", names, m.count > (int64_t)m.named ? " and others" : "",
	    m.count == 1 ? "has" : "have");
	return ERR_INVALID;
}

enum err
role_remove(struct context *cx, int64_t id, int64_t version, struct problems *p)
{
	struct audit event;
	struct role r;
	int64_t rows;
	enum err rc;

	/* Whoever copies or saves the grid waits here too: none holds one row of the two. */
	if ((rc = account_hold(cx)) != ERR_OK || (rc = role_load(cx, id, &r)) != ERR_OK)
		return rc;
	if (!role_is_custom(&r))
		return ERR_MISSING;
	if ((rc = check_unused(cx, &r, p)) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_LEAVE_INVITATIONS, V((int)r.copied_from),
		 V(cx->actor.account_id), V(id))) != ERR_OK)
		return rc;
	rc = db_exec(cx->db, &rows, SQL_REMOVE, V(cx->actor.account_id), V(id), V(version));
	if (rc == ERR_REFUSED) {
		problems_add_link(p, "", "/manage/users/invitations", "Open the invitations",
		    "Somebody is invited with this role, so it was not removed. Cancel that "
		    "invitation first, or wait for its answer.");
		return ERR_INVALID;
	}
	if (rc != ERR_OK)
		return rc;
	if (rows != 1)
		return ERR_CONFLICT;
	if ((rc = db_exec(cx->db, NULL, SQL_COUNT, V(-1), V(0), V(cx->actor.account_id))) != ERR_OK)
		return rc;
	event = audit_begin("role.delete", "role", id, r.name);
	audit_changed(&event, "name", r.name, NULL);
	return audit_add(cx, &event);
}
