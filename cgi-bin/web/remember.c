#include "base/banned.h"
#include "web/remember.h"

#include <string.h>

#include "base/log.h"
#include "domain/audit.h"
#include "domain/throttle.h"
#include "web/pending.h"

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

/* Whose events are bounded together: a session's, or a client's before sign-in. */
static const char *
bound_key(struct exchange *x)
{
	if (x->cx.actor.session_id != 0)
		return mem_fmt(x->cx.mem, "session %lld", (long long)x->cx.actor.session_id);
	return mem_fmt(x->cx.mem, "client %s", x->cx.client_ip);
}

static enum err
record_refusal(struct exchange *x)
{
	const char *action = action_of(x);
	const char *typed = "";
	struct audit event;
	int64_t wait_sec;
	enum err rc;

	if (action == NULL)
		return ERR_OK;
	if ((rc = throttle_take(&x->cx, THROTTLE_REFUSALS, bound_key(x), &wait_sec)) != ERR_OK)
		return rc == ERR_THROTTLED ? ERR_OK : rc;
	event = audit_begin(action, "route", 0, x->path);
	if (x->route != NULL && x->route->throttle_field != NULL)
		typed = form_text(&x->req, x->route->throttle_field);
	else if (x->route != NULL && x->route->throttle == THROTTLE_SECOND_FACTOR)
		typed = pending_read(x).email;
	if (x->cx.actor.session_id == 0)
		event.actor_name = mem_fmt(x->cx.mem, "%.200s", typed);
	return audit_add(&x->cx, &event);
}

static enum err
record_download(struct exchange *x)
{
	const struct download *file = x->answer.download;
	struct audit event;

	if (file == NULL)
		return ERR_OK;
	event = audit_begin(x->route->download_event, file->object_type, file->object_id,
	    file->object_name);
	return audit_add(&x->cx, &event);
}

void
remember(struct exchange *x)
{
	struct db *db = x->cx.db;
	enum err rc;

	db_read_only(db, false);
	if ((rc = see(x)) == ERR_OK && (rc = record_refusal(x)) == ERR_OK)
		rc = record_download(x);
	if (rc != ERR_OK)
		log_warn("remember: error %d", (int)rc);
}
