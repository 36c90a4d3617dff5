/*
 * sessions: where one is signed in. Another user's session is 404, as a missing one.
 *
 * GET  ""      the sessions: device, network address, when last seen
 * POST ID/end  signs out there; 303. This very session: as the button in the header
 * POST others  signs out everywhere else; 303
 */
#include "base/banned.h"

#include "domain/session_list.h"
#include "web/page.h"
#include "web/view.h"

#define HERE	"/billing/preferences/personal/sessions"	/* the prefix of this page */

static enum err
show(struct req *rq, struct view *v)
{
	struct session_entry list[SESSION_LIST_MAX];
	size_t i, count;
	enum err rc;

	if ((rc = session_list(rq->cx, list, &count)) != ERR_OK)
		return rc;
	for (i = 0; i < count; i++) {
		struct view_row row = view_row(v, "Data.sessions");

		row_id(&row, "id", list[i].id);
		row_text(&row, "device", list[i].device);
		row_text(&row, "client_ip", list[i].client_ip);
		row_text(&row, "account", list[i].account_name);
		row_date(&row, "created_at", list[i].created_at);
		row_date(&row, "seen_at", list[i].seen_at);
		row_flag(&row, "is_this", list[i].is_this);
	}
	view_flag(v, "Data.has_others", count > 1);
	return ERR_OK;
}

static enum err
end(struct req *rq, struct view *v)
{
	enum err rc;

	(void)v;
	if (route_id(rq) == rq->cx->actor.session_id)
		return sign_out(rq);
	if ((rc = session_list_end(rq->cx, route_id(rq))) != ERR_OK)
		return rc;
	return see_other(rq, HERE, "You are signed out there.");
}

static enum err
end_others(struct req *rq, struct view *v)
{
	int64_t count;
	enum err rc;

	(void)v;
	if ((rc = session_list_end_others(rq->cx, &count)) != ERR_OK)
		return rc;
	if (count == 0)
		return see_other(rq, HERE, "You were signed in nowhere else.");
	return see_other(rq, HERE, "%s", mem_fmt(rq->cx->mem, language_count(
	    "You are signed out in %lld other place. Only this one is left.",
	    "You are signed out in %lld other places. Only this one is left.", count),
	    (long long)count));
}

static const struct route routes[] = {
	{ GET, "", PERM_OWN_PROFILE, NULL, no_fields, "sessions.cs", .run = show },
	{ POST, ":id/end", PERM_OWN_PROFILE, no_fields, .run = end },
	{ POST, "others", PERM_OWN_PROFILE, no_fields, .run = end_others },
	{ METHOD_UNSET }
};

const struct page page = { "sessions", HERE, "Where you are signed in", routes };
