#include "base/banned.h"
#include "web/step_up.h"

#include "base/log.h"
#include "domain/step_up.h"
#include "web/form.h"
#include "web/request.h"

#define TRIES_MAX	3	/* where the database asks for the whole transaction again */

/* Does this leave the Primary out from the first, and may the actor? */
static bool
is_left(const struct exchange *x)
{
	return x->route->step_up_is_left && role_may(&x->cx.actor, PERM_PRIMARY_REPLACE);
}

/* Lets the form that came wait, and leads to where its code is typed, or asked for. */
static enum err
keep(struct exchange *x)
{
	struct step_up s = {
		.purpose = x->route->step_up,
		.way = is_left(x) ? STEP_UP_LEFT : STEP_UP_PRIMARY,
		.path = x->path,
		.sealed = form_pack(x, x->cx.actor.user_id, x->cx.actor.account_id),
		.what = x->cx.change,
	};
	enum err rc;

	if ((rc = step_up_begin(&x->cx, &s)) != ERR_OK ||
	    (rc = step_up_load(&x->cx, &s)) != ERR_OK ||
	    (rc = session_drop_form(&x->cx)) != ERR_OK)
		return rc;
	x->answer.location = is_left(x) && !s.code.is_open ? STEP_UP_LEFT_PATH : STEP_UP_PATH;
	x->answer.status = 303;
	return ERR_OK;
}

static enum err
begin(struct exchange *x)
{
	enum err rc;

	if ((rc = db_begin(x->cx.db)) != ERR_OK)
		return rc;
	if ((rc = keep(x)) == ERR_OK)
		rc = db_commit(x->cx.db);
	while (db_depth(x->cx.db) > x->depth)
		db_rollback(x->cx.db);
	return rc;
}

enum err
step_up_ask(struct exchange *x)
{
	enum err rc = ERR_RETRY;
	int tries;

	if (x->route->step_up == NULL || x->cx.change == NULL) {
		log_err("step_up: POST %s needs a code that its route does not name",
		    x->route->path);
		return ERR_BUG;
	}
	for (tries = 0; rc == ERR_RETRY && tries < TRIES_MAX; tries++)
		rc = begin(x);
	return rc;
}

enum err
let_wait(struct req *rq)
{
	if (rq->x->route->step_up == NULL || rq->cx->change == NULL)
		return ERR_BUG;
	return keep(rq->x);
}

/* The route that answers this path, among these pages. */
static enum err
find_route(struct exchange *x, const struct page *const *pages)
{
	for (; *pages != NULL; pages++) {
		x->page = *pages;
		if (request_find_route(x) == ERR_OK)
			return ERR_OK;
	}
	return ERR_MISSING;
}

/* What makes an exchange the one of its route: to be put back where all of it is done again. */
struct target {
	const struct page	*page;
	const struct route	*route;
	const char		*path;
	int64_t			 ids[ROUTE_IDS_MAX];
	struct urlencoded	 sent;
	const char		*form_nonce;
};

static struct target
target_of(const struct exchange *x)
{
	struct target t = { .page = x->page, .route = x->route, .path = x->path, .sent = x->sent,
		.form_nonce = x->cx.form_nonce };
	size_t i;

	for (i = 0; i < ROUTE_IDS_MAX; i++)
		t.ids[i] = x->ids[i];
	return t;
}

static void
aim(struct exchange *x, const struct target *t)
{
	size_t i;

	x->page = t->page;
	x->route = t->route;
	x->path = t->path;
	x->sent = t->sent;
	x->cx.form_nonce = t->form_nonce;
	for (i = 0; i < ROUTE_IDS_MAX; i++)
		x->ids[i] = t->ids[i];
}

enum err
carry_out(struct req *rq, struct view *v, const struct page *const *pages, const char *sealed)
{
	struct exchange *x = rq->x;
	struct target before = target_of(x);
	struct packed_form form;
	enum err rc;

	if (form_unpack(x, sealed, x->cx.actor.user_id, &form) != ERR_OK ||
	    form.account_id != x->cx.actor.account_id)
		return ERR_MISSING;
	x->path = form.path;
	if ((rc = find_route(x, pages)) != ERR_OK) {
		aim(x, &before);
		return rc;
	}
	x->sent = form.typed;
	x->cx.form_nonce = form.nonce;
	if (!role_may(&x->cx.actor, x->route->permission))
		return ERR_DENIED;
	if ((rc = form_check(x)) == ERR_OK && problems_has_any(&x->problems))
		rc = ERR_INVALID;
	if (rc == ERR_OK && (rc = x->route->run(&x->req, v)) == ERR_OK) {
		x->carried_page = x->page;
		x->carried = x->route;
	}
	if (rc == ERR_OK || rc == ERR_RETRY)
		aim(x, &before);
	return rc;
}

enum err
show_waiting(struct req *rq, const char *sealed)
{
	struct exchange *x = rq->x;
	struct packed_form form;
	enum err rc;

	if (form_unpack(x, sealed, x->cx.actor.user_id, &form) != ERR_OK)
		return ERR_MISSING;
	if ((rc = session_hold_form(&x->cx, form.path, sealed)) != ERR_OK)
		return rc;
	return go_to(rq, form.path);
}
