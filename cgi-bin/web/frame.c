#include "base/banned.h"
#include "web/frame.h"

#include <string.h>

#include "base/language.h"
#include "base/text.h"
#include "base/valid.h"
#include "web/cookie.h"
#include "web/csrf.h"

/*
 * Where one can go, in the order of the sidebar. A new page is one line. PERM_UNSET: signing in may
 * lead there, but it is in no list.
 */
static const struct {
	const char		*group;		/* heading in the sidebar; "" none */
	const char		*href;		/* where it stands */
	const char		*name;		/* as shown */
	const char		*also;		/* an older name that people look for; "" none */
	const char		*purpose;	/* one phrase for the list on the first page */
	const char		*words;		/* more that people look for, not shown; "" none */
	enum permission		 permission;	/* shown to whom it opens */
} places[] = {
	{ "", "/", "Home", "", "where you are now", "", PERM_SIGNED_IN },
	{ "Manage", "/manage/business-profile", "Business Profile", "Company Info",
	    "contact persons and company information",
	    "Primary contact, who receives this, security codes, trade name, phone, website",
	    PERM_CONTACT_VIEW },
	{ "Manage", "/manage/users", "Users", "",
	    "who belongs to this account, with which role, extension and hours",
	    "hand over ownership, somebody leaves, department, licence, work schedule",
	    PERM_USER_VIEW_DEPARTMENT },
	{ "Manage", "/manage/users/invitations", "Invitations", "",
	    "ask somebody to become a user, and see who has not answered", "new user, add a user",
	    PERM_USER_EDIT },
	{ "Manage", "/manage/roles", "Roles", "Permission",
	    "what each role may, and roles of your own", "rights, access", PERM_ROLE_EDIT },
	{ "Manage", "/manage/messages", "Messages", "", "what was sent, and what became of it",
	    "emails, text messages", PERM_AUDIT_VIEW },
	{ "Manage", "/manage/audit-log", "Audit log", "History",
	    "who changed what and when, to read and to export", "events, who did what",
	    PERM_AUDIT_VIEW },
	{ "Billing", "/billing/details", "Details", "",
	    "legal name, GSTIN and address that your invoices carry",
	    "PAN, tax, purchase order, who receives invoices, recipients, company address",
	    PERM_BILLING_VIEW },
	{ "Billing", "/billing/invoices", "Invoices", "", "what was billed, as pages and PDF",
	    "bills, payments, credit notes, to be paid, overdue", PERM_BILLING_VIEW },
	{ "Billing", "/billing/preferences", "Preferences", "",
	    "your name, email, password, and what your role here is",
	    "time zone, language, second factor, authenticator app, recovery codes, passkeys,"
	    " sessions, signed in places, business name, business email", PERM_SIGNED_IN },
	{ "", "/invitation", "Invitation", "", "", "", PERM_UNSET },
	{ "Help", "/support", "Support", "", "ask for help, or see whom to ask", "",
	    PERM_SIGNED_IN },
};

#define PLACES (sizeof(places) / sizeof(places[0]))

static bool
is_below(const char *href, const char *path)
{
	size_t length = strlen(href);

	if (strcmp(href, "/") == 0)
		return strcspn(path, "?") == length;
	return strncmp(path, href, length) == 0 && strchr("/?", path[length]) != NULL;
}

/* Which place the path belongs to: one that stands below another is the nearer. PLACES: none. */
static size_t
place_of(const char *path)
{
	size_t i, found = PLACES;

	for (i = 0; i < PLACES; i++)
		if (is_below(places[i].href, path) &&
		    (found == PLACES || strlen(places[i].href) > strlen(places[found].href)))
			found = i;
	return found;
}

const char *
page_at(const char *path)
{
	size_t i = place_of(path);

	return i == PLACES ? NULL : language_text(places[i].name);
}

/* By what it is called here, or in English: people ask each other. */
static bool
fits(struct mem *m, const char *text, const char *query)
{
	return strstr(text_lower(m, text), query) != NULL ||
	    strstr(text_lower(m, language_text(text)), query) != NULL;
}

void
find_pages(const struct req *rq, const char *query,
    void (*each)(void *, const char *, const char *, const char *, const char *), void *closure)
{
	struct mem *m = rq->cx->mem;
	size_t i;

	query = text_lower(m, query);
	for (i = 0; i < PLACES; i++)
		if (role_may(&rq->cx->actor, places[i].permission) &&
		    (fits(m, places[i].name, query) || fits(m, places[i].also, query) ||
			fits(m, places[i].purpose, query) || fits(m, places[i].words, query)))
			each(closure, places[i].href, language_text(places[i].name),
			    language_text(places[i].also), language_text(places[i].purpose));
}

static void
show_places(struct exchange *x)
{
	const char *group = NULL;
	size_t i, here = place_of(x->path);
	struct view_row in_group, row;

	for (i = 0; i < PLACES; i++) {
		if (!role_may(&x->cx.actor, places[i].permission))
			continue;
		if (group == NULL || strcmp(group, places[i].group) != 0) {
			group = places[i].group;
			in_group = view_row(x->view, "Page.nav");
			row_text(&in_group, "name", language_text(group));
		}
		row = row_row(&in_group, "links");
		row_text(&row, "href", places[i].href);
		row_text(&row, "name", language_text(places[i].name));
		row_text(&row, "also", language_text(places[i].also));
		row_flag(&row, "current", i == here);
	}
}

/* Calls each() for every line "id TAB name" of the accounts one could switch to. */
static void
each_account(struct exchange *x, void (*each)(void *, const char *id, const char *name),
    void *closure)
{
	const char *line = x->cx.actor.other_accounts;
	size_t length, tab;

	for (; *line != '\0'; line += length + (line[length] == '\n')) {
		length = strcspn(line, "\n");
		tab = strcspn(line, "\t");
		if (tab < length)
			each(closure, mem_dup_bytes(x->cx.mem, line, tab),
			    mem_dup_bytes(x->cx.mem, line + tab + 1, length - tab - 1));
	}
}

static void
show_account(void *closure, const char *id, const char *name)
{
	struct exchange *x = closure;
	struct view_row row = view_row(x->view, "Page.accounts");

	row_text(&row, "id", id);
	row_text(&row, "name", name);
}

struct search {
	int64_t		 id;	/* looked for */
	const char	*name;	/* found */
};

static void
compare_account(void *closure, const char *id, const char *name)
{
	struct search *s = closure;
	int64_t number;

	if (valid_id(id, &number) && number == s->id)
		s->name = name;
}

const char *
frame_account_name(struct exchange *x, int64_t account_id)
{
	struct search s = { account_id, "" };

	each_account(x, compare_account, &s);
	return s.name;
}

/* "contact.edit" as Page.may.contact_edit: what a template asks, so that no page does. */
static void
show_rights(struct exchange *x)
{
	struct view_row may = view_place(x->view, "Page.may");
	enum permission p;
	char *name, *dot;

	for (p = PERM_SIGNED_IN + 1; p < PERM__MAX; p++)
		if (role_may(&x->cx.actor, p)) {
			name = mem_dup(x->cx.mem, role_permission_name(p));
			while ((dot = strchr(name, '.')) != NULL)
				*dot = '_';
			row_flag(&may, name, true);
		}
}

static void
show_actor(struct exchange *x)
{
	const struct actor *a = &x->cx.actor;

	view_flag(x->view, "Page.signed_in", true);
	view_text(x->view, "Page.user.name", a->user_name);
	view_text(x->view, "Page.user.email", a->user_email);
	view_text(x->view, "Page.account.name", a->account_name);
	view_id(x->view, "Page.account.number", a->account_id);
	view_text(x->view, "Page.role", language_word("role", a->role_name));
	if (a->unreachable_id != 0)
		view_id(x->view, "Page.unreachable", a->unreachable_id);
	view_text(x->view, "Page.csrf", csrf_token(x, x->page->name));
	view_text(x->view, "Page.csrf_login", csrf_token(x, "login"));
	show_rights(x);
	show_places(x);
	each_account(x, show_account, x);
}

static void
show_flash(struct exchange *x)
{
	const char *text, *row;

	if (x->method != GET || x->answer.status != 200 || !cookie_take_flash(x, &text, &row))
		return;
	view_text(x->view, "Page.flash.text", text);
	view_text(x->view, "Page.flash.row", row);
}

void
frame_show(struct exchange *x)
{
	const struct config *c = x->worker->config;

	if (view_get(x->view, "Page.title") == NULL)
		view_text(x->view, "Page.title", language_text(x->page->title));
	view_text(x->view, "Page.language", language_html(x->cx.mem));
	view_text(x->view, "Page.name", x->page->name);
	view_text(x->view, "Page.path", x->path);
	view_text(x->view, "Page.site", c->site_name);
	view_text(x->view, "Page.version", x->worker->static_version);
	view_text(x->view, "Page.request_id", x->cx.request_id);
	view_text(x->view, "Page.nonce", crypt_random_text(x->cx.mem, CRYPT_NONCE_BYTES));
	view_text(x->view, "Page.support_email", c->support_email);
	view_text(x->view, "Page.support_phone", c->support_phone);
	if (x->cx.actor.session_id != 0)
		show_actor(x);
	if (x->visit_form != NULL)
		view_text(x->view, "Page.csrf", csrf_visit_token(x, x->visit_form));
	show_flash(x);
}
