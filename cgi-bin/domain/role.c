#include "base/banned.h"
#include "domain/role.h"

#include <string.h>

#include "base/language.h"
#include "domain/audit.h"

#define NAMES_MAX 32	/* roles named in one sentence; an account with more has them cut */

#define BIT(permission) (UINT64_C(1) << (permission))

/* Kept by the database as the columns of `role`, except where a right is fixed. */
#define OWN	BIT(PERM_OWN_PROFILE)
#define VIEW	(BIT(PERM_ACCOUNT_VIEW) | BIT(PERM_CONTACT_VIEW))
#define BILLING	(BIT(PERM_CONTACT_EDIT) | BIT(PERM_BILLING_VIEW) | BIT(PERM_BILLING_EDIT))
#define ADMIN                                                                                      \
	(BIT(PERM_USER_VIEW_DEPARTMENT) | BIT(PERM_USER_VIEW) | BIT(PERM_USER_EDIT) |              \
	    BIT(PERM_AUDIT_VIEW))
#define OWNER	(BIT(PERM_ACCOUNT_EDIT) | BIT(PERM_ROLE_EDIT) | BIT(PERM_PRIMARY_REPLACE))

static const struct {
	const char	*name;		/* as shown */
	const char	*word;		/* on the command line */
	int		 rank;		/* one acts only on lower ranks */
	uint64_t	 bits;		/* rights of a new account's role */
} roles[ROLE__MAX] = {
	[ROLE_NONE] = { "", "", 0, 0 },
	[ROLE_SUPER_ADMIN] = { "Super Admin", "super-admin", 4,
	    OWN | VIEW | BILLING | ADMIN | OWNER },
	[ROLE_ADMIN] = { "Admin", "admin", 3, OWN | VIEW | BILLING | ADMIN },
	[ROLE_BILLING] = { "Billing", "billing", 2, OWN | VIEW | BILLING },
	[ROLE_MANAGER] = { "Manager", "manager", 2, OWN | VIEW | BIT(PERM_USER_VIEW_DEPARTMENT) },
	[ROLE_AGENT] = { "Agent", "agent", 1, OWN | VIEW },
};

static const struct {
	const char	*name;		/* in --routes and requests */
	const char	*text;		/* behind "may" */
	enum permission	 needs;		/* is of no use without that one */
} permissions[PERM__MAX] = {
	[PERM_UNSET] = { "unset", "" },
	[PERM_PUBLIC] = { "public", "see this page" },
	[PERM_SIGNED_IN] = { "signed_in", "see this page" },
	[PERM_OWN_PROFILE] = { "own_profile", "change one's own profile" },
	[PERM_ACCOUNT_VIEW] = { "account.view", "see the Account tab" },
	[PERM_ACCOUNT_EDIT] = { "account.edit", "change the Account tab" },
	[PERM_CONTACT_VIEW] = { "contact.view", "see contact persons and company information" },
	[PERM_CONTACT_EDIT] = { "contact.edit", "change contact persons and company information",
	    PERM_CONTACT_VIEW },
	[PERM_BILLING_VIEW] = { "billing.view", "see billing details and invoices" },
	[PERM_BILLING_EDIT] = { "billing.edit", "change billing details", PERM_BILLING_VIEW },
	[PERM_USER_VIEW_DEPARTMENT] = { "user.view_department",
	    "see the users of one's own department" },
	[PERM_USER_VIEW] = { "user.view", "see users", PERM_USER_VIEW_DEPARTMENT },
	[PERM_USER_EDIT] = { "user.edit", "change users", PERM_USER_VIEW_DEPARTMENT },
	[PERM_ROLE_EDIT] = { "role.edit",
	    "change what roles may do, and hand over ownership" },
	[PERM_AUDIT_VIEW] = { "audit.view", "see the audit log and messages" },
	[PERM_PRIMARY_REPLACE] = { "primary.replace",
	    "confirm a change when the Primary contact has left or cannot answer" },
};

static const char SQL_SECOND_FACTOR[] =
	"SELECT name, needs_second_factor FROM role WHERE account_id = ? AND id = ? FOR UPDATE";

static const char SQL_NEED_SECOND_FACTOR[] =
	"UPDATE role SET needs_second_factor = ? WHERE account_id = ? AND id = ?";

static const char SQL_ADD[] =
	"INSERT INTO role (account_id, id, copied_from, name, permission_bits)"
	" VALUES (?, ?, ?, ?, ?)";

static const char SQL_LOAD[] =
	"SELECT name, copied_from, permission_bits, version, needs_second_factor FROM role"
	" WHERE account_id = ? AND id = ?";

static const char SQL_NAMES[] =
	"SELECT id, name, permission_bits FROM role WHERE account_id = ? ORDER BY id LIMIT ?";

bool
role_may(const struct actor *actor, enum permission permission)
{
	if (permission == PERM_PUBLIC)
		return true;
	if (actor->session_id == 0 || permission == PERM_UNSET)
		return false;
	return permission == PERM_SIGNED_IN || (actor->permission_bits & BIT(permission)) != 0;
}

const char *
role_permission_name(enum permission permission)
{
	return permissions[permission].name;
}

const char *
role_permission_text(enum permission permission)
{
	return permissions[permission].text;
}

enum permission
role_permission_needs(enum permission permission)
{
	return permissions[permission].needs;
}

enum role_fixed
role_permission_fixed(enum permission permission)
{
	if ((OWNER & BIT(permission)) != 0)
		return ROLE_FIXED_SUPER_ADMIN;
	return (OWN & BIT(permission)) != 0 ? ROLE_FIXED_EVERYONE : ROLE_FIXED_NOT;
}

enum permission
role_permission_by_name(const char *name)
{
	enum permission p;

	for (p = PERM_UNSET + 1; p < PERM__MAX; p++)
		if (strcmp(permissions[p].name, name) == 0)
			return p;
	return PERM_UNSET;
}

const char *
role_default_name(enum role_id id)
{
	return roles[id].name;
}

int
role_default_rank(enum role_id id)
{
	return roles[id].rank;
}

uint64_t
role_default_bits(enum role_id id)
{
	return roles[id].bits;
}

uint64_t
role_effective_bits(int64_t role_id, int64_t stored)
{
	if (role_id == ROLE_SUPER_ADMIN)
		return roles[ROLE_SUPER_ADMIN].bits;
	return ((uint64_t)stored & ~OWNER) | OWN;
}

bool
role_can_give(const struct actor *actor, const struct role *r)
{
	return r->rank < actor->rank && (r->bits & ~actor->permission_bits) == 0;
}

enum role_id
role_by_word(const char *word)
{
	enum role_id id;

	for (id = ROLE_SUPER_ADMIN; id < ROLE__MAX; id++)
		if (strcmp(roles[id].word, word) == 0)
			return id;
	return ROLE_NONE;
}

enum err
role_add_defaults(struct context *cx, int64_t account_id)
{
	enum role_id id;
	enum err rc;

	for (id = ROLE_SUPER_ADMIN; id < ROLE__MAX; id++)
		if ((rc = db_exec(cx->db, NULL, SQL_ADD, V(account_id), V((int)id), V((int)id),
			 V(roles[id].name), V((int64_t)roles[id].bits))) != ERR_OK)
			return rc;
	return ERR_OK;
}

enum err
role_load(struct context *cx, int64_t role_id, struct role *r)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_load(cx->db, &st, SQL_LOAD, V(cx->actor.account_id), V(role_id))) != ERR_OK)
		return rc;
	*r = (struct role){
		.id = role_id,
		.name = db_str(st, cx->mem, 0),
		.rank = roles[db_i64(st, 1)].rank,
		.bits = role_effective_bits(role_id, db_i64(st, 2)),
		.copied_from = (enum role_id)db_i64(st, 1),
		.version = db_i64(st, 3),
		.needs_second_factor = db_i64(st, 4) != 0,
	};
	db_done(&st);
	return ERR_OK;
}

enum err
role_require_second_factor(struct context *cx, int64_t role_id, bool is_needed)
{
	struct audit event = audit_begin("role.second_factor", "role", role_id, "");
	struct db_stmt *st;
	bool before = false;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_SECOND_FACTOR, V(cx->actor.account_id),
		 V(role_id))) != ERR_OK)
		return rc;
	if (db_step(st)) {
		event.object_name = db_str(st, cx->mem, 0);
		before = db_i64(st, 1) != 0;
	} else {
		rc = ERR_MISSING;
	}
	db_done(&st);
	if (rc != ERR_OK || before == is_needed)
		return rc;
	audit_changed_flag(&event, "needs_second_factor", before, is_needed);
	if ((rc = db_exec(cx->db, NULL, SQL_NEED_SECOND_FACTOR, V((int)is_needed),
		 V(cx->actor.account_id), V(role_id))) != ERR_OK)
		return rc;
	return audit_add(cx, &event);
}

enum err
role_names_with(struct context *cx, enum permission permission, const char **names)
{
	const char *found[NAMES_MAX];
	struct db_stmt *st;
	size_t count = 0;
	enum err rc;

	*names = "";
	if ((rc = db_query(cx->db, &st, SQL_NAMES, V(cx->actor.account_id), V(NAMES_MAX))) !=
	    ERR_OK)
		return rc;
	while (count < NAMES_MAX && db_step(st))
		if ((role_effective_bits(db_i64(st, 0), db_i64(st, 2)) & BIT(permission)) != 0)
			found[count++] = language_word("role", db_str(st, cx->mem, 1));
	db_done(&st);
	*names = language_series(cx->mem, found, count);
	return ERR_OK;
}
