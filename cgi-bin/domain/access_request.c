#include "base/banned.h"
#include "domain/access_request.h"

#include "domain/audit.h"
#include "domain/outbox.h"

#define SUPER_ADMINS_MAX	20	/* who are told; more than an account has in earnest */
#define DAY_SEC			86400

static const char SQL_ADD[] =
	"INSERT INTO access_request (account_id, user_id, permission, path, asked_at) VALUES (?, ?,"
	" ?, ?, ?)"
	" ON DUPLICATE KEY UPDATE times = times + 1, asked_at = ?, path = ?";

static const char SQL_SUPER_ADMINS[] =
	"SELECT u.email, u.name FROM membership m JOIN user u ON u.id = m.user_id"
	" WHERE m.account_id = ? AND m.role_id = ? AND m.state = 'active'"
	" ORDER BY u.id LIMIT ?";

/* Once a day for one person and right, however often it is asked. */
static enum err
tell(struct context *cx, enum permission permission, const char *email, const char *name)
{
	struct outbox_message message = {
		.event = mem_fmt(cx->mem, "access.request %lld %lld %s %lld",
		    (long long)cx->actor.account_id, (long long)cx->actor.user_id,
		    role_permission_name(permission), (long long)(cx->now / DAY_SEC)),
		.channel = OUTBOX_MAIL,
		.recipient = email,
		.recipient_name = name,
		.category = "account",
		.template = "access-request",
		.values = {
			{ "who", cx->actor.user_name, false },
			{ "email", cx->actor.user_email, false },
			{ "role", cx->actor.role_name, false },
			{ "right", role_permission_text(permission), false },
		},
	};

	return outbox_add(cx, &message);
}

static enum err
tell_super_admins(struct context *cx, enum permission permission)
{
	const char *emails[SUPER_ADMINS_MAX], *names[SUPER_ADMINS_MAX];
	struct db_stmt *st;
	size_t i, count = 0;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_SUPER_ADMINS, V(cx->actor.account_id),
		 V((int)ROLE_SUPER_ADMIN), V(SUPER_ADMINS_MAX))) != ERR_OK)
		return rc;
	while (count < SUPER_ADMINS_MAX && db_step(st)) {
		emails[count] = db_str(st, cx->mem, 0);
		names[count++] = db_str(st, cx->mem, 1);
	}
	db_done(&st);
	for (i = 0; i < count; i++)
		if ((rc = tell(cx, permission, emails[i], names[i])) != ERR_OK)
			return rc;
	return ERR_OK;
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
	if ((rc = db_exec(cx->db, NULL, SQL_ADD, V(cx->actor.account_id), V(cx->actor.user_id),
		 V(name), V(path), V(cx->now), V(cx->now), V(path))) != ERR_OK ||
	    (rc = tell_super_admins(cx, permission)) != ERR_OK)
		return rc;
	return audit_add(cx, &event);
}
