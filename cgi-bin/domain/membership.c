#include "base/banned.h"
#include "domain/membership.h"

#include "domain/role.h"

static const char SQL_ADD[] =
	"INSERT INTO membership (account_id, user_id, role_id, extension, department, takes_calls,"
	" created_at)"
	" VALUES (?, ?, ?, NULLIF(?, ''), ?, ?, ?)";

static const char SQL_COUNT_SUPER_ADMIN[] =
	"UPDATE account SET super_admins = super_admins + 1 WHERE id = ?";

enum err
membership_add(struct context *cx, const struct membership *m, bool is_first)
{
	enum err rc;

	if (m->role_id == ROLE_SUPER_ADMIN && !is_first &&
	    (rc = db_exec(cx->db, NULL, SQL_COUNT_SUPER_ADMIN, V(m->account_id))) != ERR_OK)
		return rc;
	return db_exec(cx->db, NULL, SQL_ADD, V(m->account_id), V(m->user_id), V(m->role_id),
	    V(m->extension), V(m->department), V(m->takes_calls), V(cx->now));
}
