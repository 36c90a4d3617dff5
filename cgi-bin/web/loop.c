#include "base/banned.h"
#include "web/loop.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/language.h"
#include "base/log.h"
#include "base/spool.h"
#include "web/cookie.h"
#include "web/csrf.h"
#include "web/form.h"
#include "web/refuse.h"
#include "web/remember.h"
#include "web/request.h"
#include "web/respond.h"
#include "web/tries.h"

#define TRIES_MAX	5 /* of one transaction that the database asks for again (ARCHITECTURE) */

struct step {
	const char	*name;
	enum err	(*run)(struct exchange *);
};

static enum err
parse(struct exchange *x)
{
	enum err rc;

	language_use(language_negotiate(exchange_variable(x, "HTTP_ACCEPT_LANGUAGE")));
	if ((rc = request_parse(x)) == ERR_OK && x->method != METHOD_UNSET)
		x->read_error = request_read_form(x);
	return rc;
}

/* Times and texts are written as the user reads them. */
static void
follow_user(const struct actor *a)
{
	clock_zone(a->user_zone[0] != '\0' ? a->user_zone : a->account_zone);
	if (a->user_language[0] != '\0')
		language_use(a->user_language);
}

/* Who is this? No statement is spent where no token came along. */
static enum err
session(struct exchange *x)
{
	const char *token = cookie_get(x, COOKIE_SESSION);
	enum err rc;

	x->visit = cookie_get(x, COOKIE_VISIT);
	clock_zone("UTC");
	if (token[0] == '\0' || x->route->is_installing)
		return ERR_OK;
	if ((rc = session_identify(&x->cx, token, &x->session)) == ERR_OK &&
	    x->session.state == SESSION_OPEN)
		follow_user(&x->cx.actor);
	return rc;
}

static enum err
permission(struct exchange *x)
{
	enum permission p = x->route->permission;

	if (p == PERM_PUBLIC)
		return ERR_OK;
	if (x->session.state != SESSION_OPEN)
		return ERR_SIGN_IN;
	return role_may(&x->cx.actor, p) ? ERR_OK : ERR_DENIED;
}

/* Whose role asks for a second factor sets one up before anything else. */
static enum err
second_factor(struct exchange *x)
{
	const struct actor *a = &x->cx.actor;

	if (x->route->permission == PERM_PUBLIC || x->route->before_second_factor)
		return ERR_OK;
	return a->needs_second_factor && !a->has_second_factor ? ERR_SECOND_FACTOR : ERR_OK;
}

static enum err
csrf(struct exchange *x)
{
	enum err rc;

	if (x->read_error != ERR_OK || x->method != POST)
		return x->read_error;
	rc = csrf_check(x);
	return rc == ERR_SWITCHED && x->route->any_account ? ERR_OK : rc;
}

/* Do values wait for the form at this very address? Those of another one wait on. */
static bool
has_held(const struct exchange *x)
{
	return x->session.held_path != NULL && x->session.held_path[0] != '\0' &&
	    strcmp(x->session.held_path, x->path) == 0;
}

/* A form whose values had waited for this very page is shown with them. */
static void
take_held(struct exchange *x)
{
	struct packed_form held;

	x->is_held = has_held(x) && x->shown != NULL &&
	    form_unpack(x, x->session.held_sealed, x->cx.actor.user_id, &held) == ERR_OK;
	if (x->is_held)
		x->typed = held.typed;
}

static enum err
form(struct exchange *x)
{
	enum err rc;

	if ((rc = form_check(x)) != ERR_OK)
		return rc;
	if (x->method == POST) {
		form_make_key(x);
		return ERR_OK;
	}
	x->shown = x->route->form;
	x->answer.template = x->route->template;
	if (x->route->permission == PERM_PUBLIC && x->shown != NULL)
		x->visit_form = x->page->name;
	take_held(x);
	return ERR_OK;
}

/*
 * What can be guessed at is counted before it is looked at, and not looked at while the form has
 * gaps.
 */
static enum err
throttle(struct exchange *x)
{
	enum err (*take)(struct exchange *) =
	    x->route->code_purpose == NULL ? tries_take : tries_take_code;
	enum err rc;

	if (x->method != POST ||
	    (x->route->throttle == THROTTLE_NONE && x->route->code_purpose == NULL))
		return ERR_OK;
	if (problems_has_any(&x->problems))
		return ERR_INVALID;
	/* Outside a transaction nobody else asks again, after a restart of the database say. */
	if ((rc = take(x)) == ERR_RETRY)
		rc = take(x);
	return rc;
}

static bool
has_transaction(const struct exchange *x)
{
	return x->method == POST && !x->route->is_installing;
}

static enum err
begin(struct exchange *x)
{
	db_read_only(x->cx.db, x->method != POST);
	return has_transaction(x) ? db_begin(x->cx.db) : ERR_OK;
}

/* The answer of a change that was carried out before stands for this request too. */
static enum err
repeat_answer(struct exchange *x, const struct submission *first)
{
	x->answer.status = 303;
	x->answer.location = first->location;
	x->answer.flash = first->flash;
	x->answer.flash_row = first->flash_row;
	return ERR_OK;
}

static enum err
run_post(struct exchange *x)
{
	bool is_change = x->cx.actor.session_id != 0 && x->route->permission != PERM_PUBLIC;
	struct submission first = { "", "", "" };
	enum err rc;

	if (is_change && (rc = submission_claim(&x->cx, x->key_hash, &first)) != ERR_OK)
		return rc == ERR_TAKEN ? repeat_answer(x, &first) : rc;
	if ((rc = tries_check_code(x)) != ERR_OK || (rc = tries_take_turn(x)) != ERR_OK ||
	    (rc = x->route->run(&x->req, x->view)) != ERR_OK)
		return rc;
	if (problems_has_any(&x->problems))
		return ERR_INVALID;
	if (has_held(x) && (rc = session_drop_form(&x->cx)) != ERR_OK)
		return rc;
	if (!is_change)
		return ERR_OK;
	first = (struct submission){ x->answer.location,
		x->answer.flash == NULL ? "" : x->answer.flash,
		x->answer.flash_row == NULL ? "" : x->answer.flash_row };
	return submission_answer(&x->cx, x->key_hash, &first);
}

static enum err
run_handler(struct exchange *x)
{
	enum err rc;

	if (x->method == POST) {
		rc = run_post(x);
		if (rc == ERR_OK && x->answer.location == NULL) {
			log_err("loop: POST %s led nowhere", x->route->path);
			return ERR_BUG;
		}
		return rc;
	}
	if ((rc = x->route->run(&x->req, x->view)) == ERR_OK && x->answer.status == 0)
		x->answer.status = 200;
	return rc;
}

static enum err
commit(struct exchange *x)
{
	return has_transaction(x) ? db_commit(x->cx.db) : ERR_OK;
}

static enum err
render(struct exchange *x)
{
	enum err rc;

	if ((rc = respond_render(x)) == ERR_OK)
		return ERR_OK;
	/* The change is made, or nothing was to be changed: the page alone is missing. */
	str_release(&x->answer.body);
	refuse(x, ERR_BUG);
	if (respond_render(x) != ERR_OK)
		str_add(&x->answer.body,
		    "Something went wrong on our side. Please tell support.\n");
	return ERR_OK;
}

static enum err
respond(struct exchange *x)
{
	enum err rc;

	if (x->worker->watch != NULL)
		x->worker->watch(x->worker->watch_closure, x);
	if ((rc = respond_write(x)) == ERR_OK)
		x->transport->finish(x->transport);
	else
		x->transport->give_up(x->transport);
	return rc;
}

/* A transaction or result still open is a bug of ours; the next request must not meet it. */
static void
end_what_is_open(struct exchange *x)
{
	struct db *db = x->cx.db;

	if (db_open_results(db) > 0)
		log_err("loop: %s left a result open", x->path);
	db_end_results(db);
	for (; db_depth(db) > x->depth; db_rollback(db))
		log_err("loop: %s left a transaction open", x->path);
}

static enum err
reset(struct exchange *x)
{
	end_what_is_open(x);
	if (x->route == NULL || !x->route->is_installing)
		remember(x);
	if (x->answer.download != NULL)
		spool_free(&x->answer.download->spool);
	view_free(&x->view);
	str_release(&x->answer.body);
	db_read_only(x->cx.db, false);
	log_request("");
	return ERR_OK;
}

enum {
	STEP_PARSE,
	STEP_ROUTE,
	STEP_HTTPS,
	STEP_SESSION,
	STEP_PERMISSION,
	STEP_SECOND_FACTOR,
	STEP_CSRF,
	STEP_FORM,
	STEP_THROTTLE,
	STEP_BEGIN,
	STEP_HANDLER,
	STEP_COMMIT,
	STEP_RECORD,
	STEP_RENDER,
	STEP_RESPOND,
	STEP_RESET,
	STEP__MAX
};

static const struct step steps[STEP__MAX] = {
	[STEP_PARSE] = { "parse", parse },
	[STEP_ROUTE] = { "route", request_find_route },
	[STEP_HTTPS] = { "https", request_check_https },
	[STEP_SESSION] = { "session", session },
	[STEP_PERMISSION] = { "permission", permission },
	[STEP_SECOND_FACTOR] = { "second factor", second_factor },
	[STEP_CSRF] = { "csrf", csrf },
	[STEP_FORM] = { "form", form },
	[STEP_THROTTLE] = { "throttle", throttle },
	[STEP_BEGIN] = { "begin", begin },
	[STEP_HANDLER] = { "handler", run_handler },
	[STEP_COMMIT] = { "commit", commit },
	[STEP_RECORD] = { "record", remember_download },
	[STEP_RENDER] = { "render", render },
	[STEP_RESPOND] = { "respond", respond },
	[STEP_RESET] = { "reset", reset },
};

const char *
loop_step(size_t i)
{
	return i < STEP__MAX ? steps[i].name : NULL;
}

/* A GET has begun none, and one that a test began around the request is not ours. */
static void
undo_transaction(struct exchange *x)
{
	while (db_depth(x->cx.db) > x->depth)
		db_rollback(x->cx.db);
}

/* Forgets what a try left, so that the handler runs as if for the first time. */
static void
undo_answer(struct exchange *x)
{
	struct answer fresh = { .allow = x->answer.allow, .template = x->answer.template };

	view_free(&x->view);
	x->view = view_new(x->cx.mem);
	x->filled_count = 0;
	x->offered_count = 0;
	x->answer = fresh;
}

/* From begin to commit, again from the start where the database asks for it. */
static enum err
run_transaction(struct exchange *x)
{
	struct problems before = x->problems;
	struct actor actor = x->cx.actor;
	enum err rc;
	int tries, i;

	for (tries = 1;; tries++) {
		for (rc = ERR_OK, i = STEP_BEGIN; rc == ERR_OK && i <= STEP_COMMIT; i++)
			rc = steps[i].run(x);
		if (rc == ERR_OK)
			return ERR_OK;
		undo_transaction(x);
		if (rc != ERR_RETRY || tries == TRIES_MAX) {
			x->cx.actor = actor;
			return rc;
		}
		undo_answer(x);
		x->cx.actor = actor;
		x->problems = before;
		db_pause(tries);
	}
}

static enum err
run_steps(struct exchange *x)
{
	enum err rc;
	int i;

	for (i = STEP_PARSE; i < STEP_BEGIN; i++)
		if ((rc = steps[i].run(x)) != ERR_OK)
			return rc;
	return (rc = run_transaction(x)) == ERR_OK ? steps[STEP_RECORD].run(x) : rc;
}

static void
start(struct exchange *x, struct worker *w, struct transport *t)
{
	*x = (struct exchange){
		.worker = w,
		.transport = t,
		.page = w->page,
		.cx = { .mem = w->mem,
		    .db = w->db,
		    .config = w->config,
		    .now = clock_now(),
		    .client_ip = "",
		    .request_id = "",
		    .form_nonce = "",
		    .actor = { .user_name = "",
			.user_email = "",
			.account_name = "",
			.account_region = "",
			.account_zone = "",
			.user_zone = "",
			.user_language = "",
			.other_accounts = "",
			.department = "",
			.role_name = "" } },
		.visit = "",
		.token = "",
		.nonce = "",
		.path = "/",
		.cookie_header = "",
		.session = { .held_path = "", .held_sealed = "" },
	};
	x->req = (struct req){ &x->cx, x };
	x->depth = db_depth(w->db);
	x->view = view_new(w->mem);
	problems_init(&x->problems, w->mem);
	str_init(&x->answer.body, ANSWER_BYTES);
}

void
loop_answer(struct worker *w, struct transport *t)
{
	struct exchange x;
	enum err rc;
	int i;

	start(&x, w, t);
	if ((rc = run_steps(&x)) != ERR_OK) {
		/* Nothing was compared, or what was right, so it was no try. */
		if ((rc == ERR_BUSY || x.is_no_try) && x.route != NULL &&
		    x.route->throttle != THROTTLE_NONE && tries_give_back(&x) != ERR_OK)
			log_warn("loop: a try that was none could not be given back");
		refuse(&x, rc);
	}
	for (i = STEP_RENDER; i < STEP__MAX; i++)
		if (steps[i].run(&x) != ERR_OK)
			log_err("loop: %s failed", steps[i].name);
	mem_clear(w->mem);
}

static bool
is_sound(const struct page *p, const struct route *r)
{
	if (r->permission == PERM_UNSET || r->run == NULL) {
		log_err("%s: the route \"%s\" has no permission or no handler", p->name, r->path);
		return false;
	}
	if (r->method == GET && (r->template == NULL) == (r->download_event == NULL)) {
		log_err("%s: GET \"%s\" has no template, or is a download too", p->name, r->path);
		return false;
	}
	if (r->again != NULL && refuse_route_of(p, r->again) == NULL) {
		log_err("%s: POST \"%s\" cannot be shown again", p->name, r->path);
		return false;
	}
	if (r->confirm != NULL && refuse_route_of(p, r->confirm) == NULL) {
		log_err("%s: POST \"%s\" cannot show what it would do", p->name, r->path);
		return false;
	}
	if (r->rate != THROTTLE_NONE && (r->method != POST || r->again == NULL)) {
		log_err("%s: \"%s\" has a rate, and is no POST shown again", p->name, r->path);
		return false;
	}
	if (r->code_purpose != NULL && (r->method != POST || r->throttle != THROTTLE_NONE ||
	    r->again == NULL || tries_code_field(r->fields) == NULL)) {
		log_err("%s: \"%s\" takes a code without a field for it, or not as a POST "
		    "shown again", p->name, r->path);
		return false;
	}
	return true;
}

bool
loop_page_is_sound(const struct page *p)
{
	const struct route *r;

	for (r = p->routes; r->method != METHOD_UNSET; r++)
		if (!is_sound(p, r))
			return false;
	return true;
}
