#include "base/banned.h"
#include "domain/access_request.h"

#include "domain/audit.h"

static const char SQL_ADD[] =
	"INSERT INTO access_request (account_id, user_id, permission, path, asked_at) VALUES (?, ?,"
	" ?, ?, ?)"
	" ON DUPLICATE KEY UPDATE times = times + 1, asked_at = ?, path = ?";

enum err
access_request_add(struct context *cx, enum permission permission, const char *path)
{
	const char *name = role_permission_name(permission);
	struct audit event =
	    audit_begin("access.request", "user", cx->actor.user_id, cx->actor.user_name);
	enum err rc;

	audit_changed(&event, "permission", NULL, name);
	audit_changed(&event, "path", NULL, path);
	if ((rc = db_exec(cx->db, NULL, SQL_ADD, V(cx->actor.account_id), V(cx->actor.user_id),
		 V(name), V(path), V(cx->now), V(cx->now), V(path))) != ERR_OK)
		return rc;
	return audit_add(cx, &event);
}
