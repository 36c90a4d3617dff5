/*
 * healthz: for the machines that watch over this one.
 *
 * GET  healthz   200 while the program answers at all
 * GET  readyz    200 while the database answers and its tables are those of this program; else 503.
 *                Says as well how long a message has been due, and when courier looked: the portal
 *                is of use without them, so they make it no less ready.
 */
#include "base/banned.h"

#include "domain/courier_run.h"
#include "domain/outbox.h"
#include "domain/schema.h"
#include "web/page.h"
#include "web/view.h"

static enum err
show_process(struct req *rq, struct view *v)
{
	(void)rq;
	view_text(v, "Data.state", "ok");
	return ERR_OK;
}

static void
show_messages(struct req *rq, struct view *v)
{
	int64_t age_sec;

	if (outbox_age(rq->cx, &age_sec) == ERR_OK)
		view_count(v, "Data.outbox_sec", age_sec);
	if (courier_run_age(rq->cx, &age_sec) == ERR_OK && age_sec != COURIER_RUN_NEVER)
		view_count(v, "Data.courier_sec", age_sec);
}

static enum err
show_ready(struct req *rq, struct view *v)
{
	bool is_current = false;
	enum err rc = schema_is_current(rq->cx, &is_current);

	if (rc == ERR_OK && is_current) {
		view_text(v, "Data.state", "ok");
		view_flag(v, "Data.has_outbox", true);
		show_messages(rq, v);
		return ERR_OK;
	}
	view_text(v, "Data.state",
	    rc == ERR_OK ? "the tables are of another version" : "no database");
	answer_status(rq, 503);
	return ERR_OK;
}

static const struct route routes[] = {
	{ GET, "healthz", PERM_PUBLIC, .template = "healthz.cs", .run = show_process,
	    .over_http = true },
	{ GET, "readyz", PERM_PUBLIC, .template = "healthz.cs", .run = show_ready,
	    .over_http = true },
	{ METHOD_UNSET }
};

const struct page page = { "healthz", "", "Health", routes };
