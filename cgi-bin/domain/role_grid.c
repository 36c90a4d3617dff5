#include "base/banned.h"
#include "domain/role_grid.h"

#include "domain/audit.h"

#define BIT(permission) (UINT64_C(1) << (permission))

static const char SQL_LOAD[] =
	"SELECT a.roles_version, r.id, r.version, r.copied_from, r.name, r.permission_bits,"
	" r.needs_second_factor"
	" FROM account a JOIN role r ON r.account_id = a.id WHERE a.id = ?"
	" ORDER BY r.copied_from, r.id LIMIT ?";

/* Everyone who changes what roles may waits here. */
static const char SQL_CLAIM[] =
	"UPDATE account SET roles_version = roles_version + 1 WHERE id = ? AND roles_version = ?";

static const char SQL_SET[] =
	"UPDATE role SET permission_bits = ? WHERE account_id = ? AND id = ?";

static const char SQL_MEMBERS[] =
	"SELECT m.user_name, (SELECT COUNT(*) FROM (SELECT n.id FROM membership n"
	"  WHERE n.account_id = ? AND n.role_id = ? LIMIT ?) counted)"
	" FROM membership m"
	" WHERE m.account_id = ? AND m.role_id = ? ORDER BY m.user_name, m.id LIMIT ?";

enum err
role_grid_load(struct context *cx, struct role_grid *grid)
{
	struct db_stmt *st;
	enum err rc;

	grid->version = 0;
	grid->count = 0;
	if ((rc = db_query(cx->db, &st, SQL_LOAD, V(cx->actor.account_id), V(ROLE_LIST_MAX))) !=
	    ERR_OK)
		return rc;
	while (grid->count < ROLE_LIST_MAX && db_step(st)) {
		grid->version = db_i64(st, 0);
		grid->roles[grid->count++] = (struct role){
			.id = db_i64(st, 1),
			.rank = role_default_rank((enum role_id)db_i64(st, 3)),
			.version = db_i64(st, 2),
			.copied_from = (enum role_id)db_i64(st, 3),
			.name = db_str(st, cx->mem, 4),
			.bits = role_effective_bits(db_i64(st, 1), db_i64(st, 5)),
			.needs_second_factor = db_i64(st, 6) != 0,
		};
	}
	db_done(&st);
	return grid->count == 0 ? ERR_MISSING : ERR_OK;
}

uint64_t
role_grid_default(const struct role *r)
{
	return role_default_bits(r->copied_from);
}

bool
role_grid_is_open(const struct role *r, enum permission permission)
{
	return r->id != ROLE_SUPER_ADMIN && role_permission_fixed(permission) == ROLE_FIXED_NOT;
}

const char *
role_grid_word(struct mem *m, int64_t role_id, enum permission permission)
{
	return mem_fmt(m, "%lld-%s", (long long)role_id, role_permission_name(permission));
}

/* A role that may something without what that needs. */
static void
check_needs(const struct role *r, struct problems *p)
{
	enum permission may, needs;

	for (may = PERM_OWN_PROFILE; may < PERM__MAX; may++) {
		needs = role_permission_needs(may);
		if ((r->bits & BIT(may)) == 0 || needs == PERM_UNSET || (r->bits & BIT(needs)) != 0)
			continue;
		problems_add(p, mem_fmt(p->mem, "rights-%s", role_grid_word(p->mem, r->id, may)),
		    "%s: who may %s must be able to %s too. Tick that as well, or neither.",
		    r->name, role_permission_text(may), role_permission_text(needs));
	}
}

/* Only what differs is the actor's doing. */
static enum err
check_role(const struct actor *a, const struct role *old, const struct role *new)
{
	if (old->bits == new->bits)
		return ERR_OK;
	if (a->rank <= old->rank ||
	    (new->bits & ~old->bits & ~a->permission_bits) != 0)
		return ERR_DENIED;
	return ERR_OK;
}

static enum err
check(struct context *cx, const struct role_grid *old, const struct role_grid *new, bool *differs,
    struct problems *p)
{
	enum err rc;
	size_t i;

	*differs = false;
	/* With the same version they are the same roles in the same order. */
	if (old->version != new->version || old->count != new->count)
		return ERR_CONFLICT;
	for (i = 0; i < new->count; i++) {
		if ((rc = check_role(&cx->actor, &old->roles[i], &new->roles[i])) != ERR_OK)
			return rc;
		check_needs(&new->roles[i], p);
		*differs = *differs || old->roles[i].bits != new->roles[i].bits;
	}
	return problems_has_any(p) ? ERR_INVALID : ERR_OK;
}

enum err
role_grid_check(struct context *cx, const struct role_grid *wanted, bool *differs,
    struct problems *p)
{
	struct role_grid old;
	enum err rc;

	if ((rc = role_grid_load(cx, &old)) != ERR_OK)
		return rc;
	return check(cx, &old, wanted, differs, p);
}

/* What a role may by the account's word, as the event tells it. */
static const char *
rights(struct mem *m, const struct role *r)
{
	const char *all = "";
	enum permission p;

	for (p = PERM_OWN_PROFILE; p < PERM__MAX; p++)
		if (role_grid_is_open(r, p) && (r->bits & BIT(p)) != 0)
			all = mem_fmt(m, "%s%s%s", all, all[0] == '\0' ? "" : ", ",
			    role_permission_name(p));
	return all;
}

static enum err
set(struct context *cx, struct audit *event, const struct role *old, const struct role *new)
{
	if (old->bits == new->bits)
		return ERR_OK;
	/* A field's name is ASCII; a role's need not be. */
	audit_changed(event, mem_fmt(cx->mem, "role_%lld", (long long)new->id),
	    mem_fmt(cx->mem, "%s: %s", new->name, rights(cx->mem, old)),
	    mem_fmt(cx->mem, "%s: %s", new->name, rights(cx->mem, new)));
	return db_exec(cx->db, NULL, SQL_SET, V((int64_t)new->bits), V(cx->actor.account_id),
	    V(new->id));
}

enum err
role_grid_save(struct context *cx, const struct role_grid *wanted, struct problems *p)
{
	struct audit event = audit_begin("role.rights", "roles", cx->actor.account_id, "Roles");
	struct role_grid old;
	int64_t rows;
	bool differs;
	enum err rc;
	size_t i;

	if ((rc = db_exec(cx->db, &rows, SQL_CLAIM, V(cx->actor.account_id),
		 V(wanted->version))) != ERR_OK)
		return rc;
	if (rows != 1)
		return ERR_CONFLICT;
	if ((rc = role_grid_load(cx, &old)) != ERR_OK)
		return rc;
	old.version = wanted->version;
	if ((rc = check(cx, &old, wanted, &differs, p)) != ERR_OK || !differs)
		return rc;
	for (i = 0; i < wanted->count && rc == ERR_OK; i++)
		rc = set(cx, &event, &old.roles[i], &wanted->roles[i]);
	return rc == ERR_OK ? audit_add(cx, &event) : rc;
}

enum err
role_members(struct context *cx, int64_t role_id, struct role_members *m)
{
	int64_t account = cx->actor.account_id;
	struct db_stmt *st;
	enum err rc;

	*m = (struct role_members){ .named = 0 };
	if ((rc = db_query(cx->db, &st, SQL_MEMBERS, V(account), V(role_id),
		 V(ROLE_MEMBERS_COUNTED + 1), V(account), V(role_id), V(ROLE_MEMBERS_NAMED))) !=
	    ERR_OK)
		return rc;
	while (m->named < ROLE_MEMBERS_NAMED && db_step(st)) {
		m->names[m->named++] = db_str(st, cx->mem, 0);
		m->count = db_i64(st, 1);
	}
	db_done(&st);
	return ERR_OK;
}
