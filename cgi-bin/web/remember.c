#include "base/banned.h"
#include "web/remember.h"

#include <string.h>

#include "base/log.h"
#include "base/spool.h"
#include "domain/audit.h"
#include "domain/throttle.h"
#include "web/tries.h"

static enum err
see(struct exchange *x)
{
	/* A page of a one-use link acts for nobody's session. */
	if (x->session.state != SESSION_OPEN || x->cx.actor.session_id == 0 ||
	    x->cx.now - x->session.seen_at < SESSION_SEEN_SEC)
		return ERR_OK;
	return session_saw(&x->cx);
}

/* What a refusal is called in the audit log; NULL: it is not an event. */
static const char *
action_of(const struct exchange *x)
{
	switch (x->refusal) {
	case ERR_DENIED:
		return "access.denied";
	case ERR_FORGED:
		return "form.forged";
	case ERR_INVALID:
		return x->route == NULL ? NULL : x->route->refused_event;
	default:
		return NULL;
	}
}

/*
 * Whose events are bounded together: of one address that is tried, whoever tries it; of a session;
 * or of a client.
 */
static const char *
bound_key(struct exchange *x, const char *tried)
{
	if (tried[0] != '\0')
		return mem_fmt(x->cx.mem, "address %s", tried);
	if (x->cx.actor.session_id != 0)
		return mem_fmt(x->cx.mem, "session %lld", (long long)x->cx.actor.session_id);
	return mem_fmt(x->cx.mem, "client %s", x->cx.client_ip);
}

/*
 * A sign-in that failed stands in the account that it would have led to, whoever tried: those who
 * look after the user see it there. Nobody's address is asked for by the same statements.
 */
static enum err
find_owner(struct context *cx, const char *tried, struct audit *event)
{
	struct session_owner owner;
	enum err rc;

	if ((rc = session_of_address(cx, tried, &owner)) != ERR_OK)
		return rc;
	cx->actor.user_id = 0;
	cx->actor.account_id = owner.account_id;
	if (owner.user_id != 0) {
		event->object_type = "user";
		event->object_id = owner.user_id;
		event->object_name = owner.name;
	}
	return ERR_OK;
}

static enum err
record_refusal(struct exchange *x)
{
	struct context cx = x->cx;
	const char *action = action_of(x), *typed, *tried;
	struct audit event;
	int64_t wait_sec;
	enum err rc;

	if (action == NULL)
		return ERR_OK;
	event = audit_begin(action, "route", 0, x->path);
	typed = tries_address(x);
	tried = x->took_first || x->took_address ? typed : "";
	if (tried[0] != '\0' || x->cx.actor.session_id == 0)
		event.actor_name = mem_fmt(x->cx.mem, "%.200s", typed);
	if ((rc = throttle_take(&cx, THROTTLE_REFUSALS, bound_key(x, tried), &wait_sec)) ==
		ERR_OK && tried[0] != '\0')
		rc = find_owner(&cx, tried, &event);
	if (rc == ERR_OK)
		rc = throttle_take(&cx, THROTTLE_REFUSALS_OF_ACCOUNT,
		    mem_fmt(cx.mem, "%lld", (long long)cx.actor.account_id), &wait_sec);
	if (rc != ERR_OK)
		return rc == ERR_THROTTLED ? ERR_OK : rc;
	return audit_add(&cx, &event);
}

enum err
remember_download(struct exchange *x)
{
	struct download *file = x->answer.download;
	struct audit event;
	enum err rc;

	if (file == NULL || x->is_head)
		return ERR_OK;
	event = audit_begin(x->route->download_event, file->object_type, file->object_id,
	    file->object_name);
	db_read_only(x->cx.db, false);
	rc = audit_add(&x->cx, &event);
	db_read_only(x->cx.db, true);
	if (rc == ERR_OK)
		return ERR_OK;
	spool_free(&file->spool);
	x->answer.download = NULL;
	return rc;
}

void
remember(struct exchange *x)
{
	struct db *db = x->cx.db;
	enum err rc;

	db_read_only(db, false);
	if ((rc = see(x)) == ERR_OK)
		rc = record_refusal(x);
	if (rc != ERR_OK)
		log_warn("remember: error %d", (int)rc);
}
