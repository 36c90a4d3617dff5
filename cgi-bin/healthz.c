/*
 * healthz: for the machines that watch over this one.
 *
 * GET  healthz   200 while the program answers at all
 * GET  readyz    200 while the database answers and its tables are those of this program; else 503
 */
#include "base/banned.h"

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

static enum err
show_ready(struct req *rq, struct view *v)
{
	bool is_current = false;
	enum err rc = schema_is_current(rq->cx, &is_current);

	if (rc == ERR_OK && is_current) {
		view_text(v, "Data.state", "ok");
		return ERR_OK;
	}
	view_text(v, "Data.state",
	    rc == ERR_OK ? "the tables are of another version" : "no database");
	answer_status(rq, 503);
	return ERR_OK;
}

static const struct route routes[] = {
	{ GET, "healthz", PERM_PUBLIC, .template = "healthz.cs", .run = show_process },
	{ GET, "readyz", PERM_PUBLIC, .template = "healthz.cs", .run = show_ready },
	{ METHOD_UNSET }
};

const struct page page = { "healthz", "", "Health", routes };
