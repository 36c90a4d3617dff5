#include "base/banned.h"
#include "web/refuse.h"

#include <string.h>

#include "base/language.h"
#include "base/log.h"
#include "base/text.h"
#include "base/valid.h"
#include "domain/user.h"
#include "web/cookie.h"
#include "web/csrf.h"
#include "web/form.h"
#include "web/frame.h"
#include "web/held.h"
#include "web/request.h"
#include "web/step_up.h"

#define BUSY_RETRY_SEC	5	/* a burst of sign-ins is over by then */
#define SET_UP_PATH	"/billing/preferences/personal/second-factor/set-up"
#define DOWN_RETRY_SEC	15	/* a database restart takes about so long */

/* What each error says. `again`: the form is shown again where there is one. */
static const struct {
	int		 status;	/* of the answer */
	bool		 again;		/* nothing typed is lost */
	const char	*title;		/* heading */
	const char	*text;		/* what happened and what to do next */
} pages[ERR__MAX] = {
	[ERR_INVALID] = { 422, true, "This cannot be saved yet",
	    "Go back, correct it and try again." },
	[ERR_UNCONFIRMED] = { 200, true, "Nothing is saved yet",
	    "Go back, look at what would change, and confirm it." },
	[ERR_CONFLICT] = { 409, true, "Somebody saved in between",
	    "Go back, look at what is there now, and try again." },
	[ERR_MISSING] = { 404, false, "Page not found",
	    "There is nothing at this address. It may have been removed, or there is a typing "
	    "error in the address." },
	[ERR_DENIED] = { 403, false, "Access Denied", "" },
	[ERR_FORGED] = { 403, false, "This form could not be accepted",
	    "It belongs to another sign-in, or did not come from a page of this site. Nothing was "
	    "changed. Open the page again, and press the button there." },
	[ERR_SWITCHED] = { 409, false, "This form belongs to another account", "" },
	[ERR_STALE] = { 403, true, "This form was opened before you signed in again",
	    "Open the page again and repeat the change." },
	[ERR_MALFORMED] = { 400, false, "This request could not be read",
	    "It was damaged on the way, or made by something other than this site. Nothing was "
	    "changed. "
	    "Go back, reload the page and try again." },
	[ERR_METHOD] = { 405, false, "This address does not work that way",
	    "Nothing was changed. Start from the first page." },
	[ERR_TOO_LARGE] = { 413, false, "That was too much text at once",
	    "Nothing was changed. Go back, shorten what you typed and try again." },
	[ERR_MEDIA_TYPE] = { 415, false, "This request could not be read",
	    "Only forms of this site are understood here. Nothing was changed." },
	[ERR_THROTTLED] = { 429, true, "Too many tries", "Wait a little, then try again." },
	[ERR_BUSY] = { 503, true, "Very busy right now",
	    "Nothing was changed. Try again in a few seconds." },
	[ERR_RETRY] = { 503, true, "The database is busy",
	    "Nothing was changed. Go back and try again in a few seconds." },
	[ERR_DB] = { 503, false, "The database cannot be reached",
	    "Nothing was changed. Try again in a minute; if it stays like this, tell support "
	    "the request "
	    "number below." },
	[ERR_BUG] = { 500, false, "Something went wrong on our side",
	    "Nothing was changed. Tell support the request number below." },
};

const struct route *
refuse_route_of(const struct page *p, handler *run)
{
	const struct route *r;

	for (r = p->routes; r->method != METHOD_UNSET; r++)
		if (r->method == GET && r->run == run)
			return r;
	return NULL;
}

static void
new_view(struct exchange *x)
{
	view_free(&x->view);
	x->view = view_new(x->cx.mem);
	x->filled_count = 0;
	x->offered_count = 0;
}

/* Does the form hold anything that a person types? */
static bool
has_values(const struct field *fields)
{
	for (; fields != NULL && fields->name != NULL; fields++)
		if (fields->label != NULL)
			return true;
	return false;
}

static void
explain_wait(struct exchange *x)
{
	const char *wait = in_words(&x->req, x->wait_sec);

	if (x->route->rate == THROTTLE_NONE)
		problems_add(&x->problems, "",
		    "There were too many tries. Wait %s, then try again.", wait);
	else
		problems_add(&x->problems, "",
		    "You have done this several times just now, and it was not done again. Wait "
		    "%s, then press the button once more.", wait);
}

/* The sentence above a form that is shown again, where no field is to blame. */
static void
explain(struct exchange *x, enum err why)
{
	static const char values_differ[] =
	    "Somebody else saved this while you were typing. Where the two differ both values are "
	    "shown: keep or correct yours and save, or keep what is saved.";
	static const char row_differs[] =
	    "Somebody else changed this in the meantime, so nothing was done yet. Look at it "
	    "again, and press the button once more.";

	switch (why) {
	case ERR_CONFLICT:
		problems_add(&x->problems, "", "%s", language_text(
		    has_values(x->route->fields) ? values_differ : row_differs));
		break;
	case ERR_STALE:
		problems_add(&x->problems, "",
		    "You have signed in again since you opened this form, so nothing "
		    "was saved yet. Look it over and press the button once more.");
		break;
	case ERR_THROTTLED:
		explain_wait(x);
		x->answer.retry_sec = x->wait_sec;
		break;
	case ERR_BUSY:
	case ERR_RETRY:
		problems_add(&x->problems, "",
		    "This could not be done just now, and nothing was changed. What you typed is "
		    "still here: try again in a few seconds.");
		x->answer.retry_sec = BUSY_RETRY_SEC;
		break;
	default:
		break;
	}
}

/* The handler that shows the form after this; NULL none. */
static handler *
shown_by(const struct route *r, enum err why)
{
	if (r == NULL || !pages[why].again)
		return NULL;
	return why == ERR_UNCONFIRMED ? r->confirm : r->again;
}

/* Runs the handler that shows the form; what was typed stands in it. */
static enum err
show_again(struct exchange *x, enum err why)
{
	const struct route *r = refuse_route_of(x->page, shown_by(x->route, why));
	enum err rc;

	new_view(x);
	explain(x, why);
	x->is_again = true;
	x->is_conflict = why == ERR_CONFLICT;
	x->typed = x->sent;
	if (x->is_conflict)
		form_read_opened(x);
	x->shown = r->form;
	x->answer.template = r->template;
	if (x->route->permission == PERM_PUBLIC)
		x->visit_form = x->page->name;
	db_read_only(x->cx.db, true);
	if ((rc = r->run(&x->req, x->view)) != ERR_OK)
		return rc;
	x->answer.location = NULL;
	x->answer.status = pages[why].status;
	return ERR_OK;
}

/* Can the values wait? Where the page that shows them stands at the address they were sent to. */
static bool
can_wait(const struct exchange *x)
{
	const struct route *r = x->route->again == NULL ? NULL :
	    refuse_route_of(x->page, x->route->again);

	return r != NULL && strcmp(r->path, x->route->path) == 0;
}

/* A form that came after its session had ended: its values wait in the sign-in form. */
static const char *
held_values(struct exchange *x)
{
	if (x->method != POST || !can_wait(x) || x->read_error != ERR_OK ||
	    csrf_check(x) != ERR_SIGN_IN || form_check(x) != ERR_OK)
		return "";
	return held_make(x, x->session.user_id);
}

static const char *
typed_text(struct exchange *x, const struct field *f, const char *value)
{
	if (f->kind == FIELD_CHOICE || f->kind == FIELD_LIST)
		return choice_label(f->choices, value);
	if (f->kind == FIELD_TICKS)
		return form_ticks(x->cx.mem, &x->sent, f->name);
	return f->kind == FIELD_FLAG ? language_text("ticked") : value;
}

/* What was typed is shown to be copied, where its form cannot be shown again. */
static void
show_typed(struct exchange *x)
{
	const struct field *f = x->route == NULL || x->method != POST ? NULL : x->route->fields;
	const struct urlencoded_field *sent;
	struct view_row row;

	for (; f != NULL && f->name != NULL; f++) {
		sent = urlencoded_find(&x->sent, f->name, NULL);
		if (f->label == NULL || f->kind == FIELD_ROW || form_is_secret(f) || sent == NULL ||
		    sent->value[0] == '\0')
			continue;
		row = view_row(x->view, "Data.typed");
		row_text(&row, "label", language_text(f->label));
		row_text(&row, "value", typed_text(x, f, sent->value));
	}
}

/*
 * Where a GET wanted to go, with its filters. Of a page whose path or query has a secret the path
 * alone: that page asks anew.
 */
static const char *
wanted(struct exchange *x)
{
	const char *query = exchange_variable(x, "QUERY_STRING"), *whole;
	const struct field *f;

	for (f = x->route->fields; f != NULL && f->name != NULL; f++)
		if (form_is_secret(f))
			return x->path;
	if (query[0] == '\0' || x->token[0] != '\0')
		return x->path;
	whole = mem_fmt(x->cx.mem, "%s?%s", x->path, query);
	return valid_local_path(whole) ? whole : x->path;
}

static void
ask_to_sign_in(struct exchange *x)
{
	const char *held = held_values(x);
	const char *back = text_percent_encode(x->cx.mem, wanted(x));

	if (x->session.state != SESSION_NONE)
		cookie_drop(x, COOKIE_SESSION);
	if (held[0] == '\0') {
		x->answer.status = 303;
		x->answer.location = strcmp(x->path, "/") == 0 || x->route->method == POST ?
		    "/login" :
		    mem_fmt(x->cx.mem, "/login?next=%s", back);
		return;
	}
	problems_init(&x->problems, x->cx.mem);
	new_view(x);
	x->shown = sign_in_fields;
	form_fill(&x->req, "held", held);
	view_title(x->view, "Sign in");
	view_flag(x->view, "Data.has_held", true);
	ask_passkey(&x->req, x->view, 0);
	x->visit_form = "login";
	x->answer.template = "login.cs";
	x->answer.status = 403;
}

/* The same page. Its address as it came: in x->path the secret of a one-use link is masked. */
static void
lead_to_https(struct exchange *x)
{
	x->answer.status = 303;
	x->answer.location = mem_fmt(x->cx.mem, "%s%s", x->worker->config->site_url,
	    exchange_variable(x, "REQUEST_URI"));
	cookie_ask_https(x);
}

/* Who may, and whom to ask. What cannot be read from the database is left out. */
static void
show_denied(struct exchange *x)
{
	const char *names;
	enum permission p = x->route->permission;

	view_text(x->view, "Page.csrf_home", csrf_token(x, "home"));
	view_text(x->view, "Data.permission", role_permission_name(p));
	view_text(x->view, "Data.permission_text", language_text(role_permission_text(p)));
	view_text(x->view, "Data.role", language_word("role", x->cx.actor.role_name));
	if (role_names_with(&x->cx, p, &names) == ERR_OK)
		view_text(x->view, "Data.roles", names);
	if (user_super_admins(&x->cx, &names) == ERR_OK)
		view_text(x->view, "Data.super_admins", names);
	/* A right that was taken meanwhile; another site's form shows nothing here. */
	if (x->method == POST && x->read_error == ERR_OK && csrf_check(x) == ERR_OK)
		show_typed(x);
}

static void
show_switched(struct exchange *x)
{
	view_text(x->view, "Data.form_account.name", frame_account_name(x, x->form_account_id));
	view_id(x->view, "Data.form_account.number", x->form_account_id);
	if (can_wait(x) && form_check(x) == ERR_OK)
		view_text(x->view, "Data.held", held_make(x, x->cx.actor.user_id));
}

/* Has the page links whose secret stands in a path of its own? */
static bool
has_secret_paths(const struct page *p)
{
	const struct route *r;

	for (r = p->routes; r->method != METHOD_UNSET; r++)
		if (strstr(r->path, ":token") != NULL)
			return true;
	return false;
}

/* Support's form, with what it needs of this request: where it went, and its number. */
static const char *
support_path(struct exchange *x)
{
	const char *path = has_secret_paths(x->page) ? x->page->prefix : x->path;

	return mem_fmt(x->cx.mem, "/support?page=%s&number=%s",
	    text_percent_encode(x->cx.mem, path),
	    text_percent_encode(x->cx.mem, x->cx.request_id));
}

static const char *
template_of(enum err why)
{
	if (why == ERR_DENIED)
		return "denied.cs";
	return why == ERR_SWITCHED ? "switched.cs" : "refused.cs";
}

static void
show_plain(struct exchange *x, enum err why)
{
	new_view(x);
	x->shown = NULL;
	x->answer.location = NULL;
	x->answer.status = pages[why].status;
	x->answer.template = template_of(why);
	if (why == ERR_DB || why == ERR_RETRY || why == ERR_BUSY)
		x->answer.retry_sec = DOWN_RETRY_SEC;
	view_title(x->view, "%s", language_text(pages[why].title));
	view_text(x->view, "Data.text", language_text(pages[why].text));
	view_text(x->view, "Data.support", support_path(x));
	if (why == ERR_DENIED)
		show_denied(x);
	if (why == ERR_SWITCHED)
		show_switched(x);
	if (why == ERR_MISSING || why == ERR_DB || why == ERR_RETRY || why == ERR_BUG)
		show_typed(x);
}

void
refuse(struct exchange *x, enum err why)
{
	enum err rc;

	x->refusal = why;
	x->answer.status = 0;
	x->answer.cookie_count = 0;
	if (why == ERR_PLAIN_HTTP) {
		lead_to_https(x);
		return;
	}
	if (why == ERR_SIGN_IN) {
		ask_to_sign_in(x);
		return;
	}
	if (why == ERR_SECOND_FACTOR) {
		x->answer.status = 303;
		x->answer.location = SET_UP_PATH;
		return;
	}
	if (why == ERR_STEP_UP) {
		if ((rc = step_up_ask(x)) == ERR_OK)
			return;
		why = rc;
	}
	if (pages[why].status == 0)
		why = ERR_BUG;
	if (shown_by(x->route, why) != NULL) {
		if ((rc = show_again(x, why)) == ERR_OK)
			return;
		why = pages[rc].status == 0 ? ERR_BUG : rc;
	}
	db_read_only(x->cx.db, true);
	show_plain(x, why);
}
