#include "base/banned.h"
#include "domain/access_request.h"

#include "domain/audit.h"
#include "domain/notice.h"
#include "domain/throttle.h"

#define DAY_SEC			86400

static const char SQL_ADD[] =
	"INSERT INTO access_request (account_id, user_id, permission, path, asked_at) VALUES (?, ?,"
	" ?, ?, ?)"
	" ON DUPLICATE KEY UPDATE times = times + 1, asked_at = ?, path = ?";

/* Each form is another submission, so nothing else bounds how many events somebody can write. */
static enum err
take_turn(struct context *cx, const char *permission)
{
	int64_t wait_sec;

	return throttle_take(cx, THROTTLE_REQUESTS_FOR_ACCESS, mem_fmt(cx->mem, "%lld %lld %s",
	    (long long)cx->actor.account_id, (long long)cx->actor.user_id, permission), &wait_sec);
}

/* Once a day for one person and right, however often it is asked. */
static enum err
tell_super_admins(struct context *cx, enum permission permission)
{
	struct outbox_message message = {
		.event = mem_fmt(cx->mem, "access.request %lld %lld %s %lld",
		    (long long)cx->actor.account_id, (long long)cx->actor.user_id,
		    role_permission_name(permission), (long long)(cx->now / DAY_SEC)),
		.category = "account",
		.template = "access-request",
		.values = {
			{ "who", cx->actor.user_name, false },
			{ "email", cx->actor.user_email, false },
			{ "role", cx->actor.role_name, false },
			{ "right", role_permission_text(permission), false },
		},
	};

	return notice_to_members(cx, &message, ROLE_SUPER_ADMIN);
}

enum err
access_request_add(struct context *cx, enum permission permission, const char *path)
{
	const char *name = role_permission_name(permission);
	struct audit event =
	    audit_begin("access.request", "user", cx->actor.user_id, cx->actor.user_name);
	enum err rc;

	audit_changed(&event, "permission", NULL, name);
	audit_changed(&event, "path", NULL, path);
	if ((rc = take_turn(cx, name)) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_ADD, V(cx->actor.account_id), V(cx->actor.user_id),
		 V(name), V(path), V(cx->now), V(cx->now), V(path))) != ERR_OK ||
	    (rc = tell_super_admins(cx, permission)) != ERR_OK)
		return rc;
	return audit_add(cx, &event);
}
