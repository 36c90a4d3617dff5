/*
 * home: the first page after sign-in, the support page, and "Request access".
 *
 * GET  ""                what one can do here; with q, the pages that fit
 * GET  support           whom to ask, and a form to write; page and number say what it is about
 * POST support           sends it to the provider's support; 303, 404 nobody is named, 429 too soon
 * POST access-requests   records that somebody asks for a right, and mails the Super Admins; 303,
 *                        also once it was asked too often to be recorded again
 */
#include "base/banned.h"

#include <string.h>

#include "domain/access_request.h"
#include "domain/account.h"
#include "domain/billing_check.h"
#include "domain/invoice.h"
#include "domain/overview.h"
#include "domain/support_request.h"
#include "web/page.h"
#include "web/view.h"

#define QUERY_MAX	60	/* characters; the longest name of a page has 30 */
#define PERMISSION_MAX	40	/* characters; the column's width */

static void
show_page(void *closure, const char *href, const char *name, const char *also, const char *purpose)
{
	struct view_row row;

	if (strcmp(href, "/") == 0)
		return;
	row = view_row(closure, "Data.pages");
	row_text(&row, "href", href);
	row_text(&row, "name", name);
	row_text(&row, "also", also);
	row_text(&row, "purpose", purpose);
}

/* What is missing of the billing details, for who can add it. */
static enum err
show_billing(struct req *rq, struct view *v)
{
	struct billing_lack lacks[BILLING_LACKS_MAX];
	struct billing_details b;
	size_t i, count;
	enum err rc;

	if (!role_may(&rq->cx->actor, PERM_BILLING_EDIT))
		return ERR_OK;
	if ((rc = billing_details_load(rq->cx, &b)) != ERR_OK)
		return rc;
	count = billing_missing(&b, lacks);
	for (i = 0; i < count; i++)
		view_link(v, "Data.missing", lacks[i].link, lacks[i].text);
	return ERR_OK;
}

static const char *
count_text(struct req *rq, int64_t count)
{
	return mem_fmt(rq->cx->mem, language_count("%lld invoice", "%lld invoices", count),
	    (long long)count);
}

/* What is to be paid, for who may see invoices. */
static void
show_dues(struct req *rq, struct view *v, const struct overview *o, int64_t today)
{
	const struct overview_invoice *i;
	struct view_row row;

	if (o->dues.due_count == 0)
		return;
	view_money(v, "Data.dues.due", o->dues.due_paise);
	view_text(v, "Data.dues.due_of", count_text(rq, o->dues.due_count));
	if (o->dues.overdue_count > 0) {
		view_money(v, "Data.dues.overdue", o->dues.overdue_paise);
		view_text(v, "Data.dues.overdue_of", count_text(rq, o->dues.overdue_count));
	}
	for (i = o->invoices; i < o->invoices + o->invoice_count; i++) {
		row = view_row(v, "Data.dues.invoices");
		row_id(&row, "id", i->id);
		row_text(&row, "number", i->number);
		row_money(&row, "balance", i->balance_paise);
		row_day(&row, "due_on", i->due_day);
		row_flag(&row, "is_overdue", i->due_day != 0 && i->due_day < today);
	}
}

static enum err
show(struct req *rq, struct view *v)
{
	const char *query = form_text(rq, "q");
	int64_t today = invoice_today(rq->cx);
	struct overview o;
	enum err rc;

	find_pages(rq, query, show_page, v);
	form_fill(rq, "q", query);
	view_text(v, "Data.query", query);
	if ((rc = overview_load(rq->cx, today, role_may(&rq->cx->actor, PERM_BILLING_VIEW), &o)) !=
	    ERR_OK)
		return rc;
	view_flag(v, "Data.has_no_primary", o.primary_name[0] == '\0');
	if (role_may(&rq->cx->actor, PERM_CONTACT_VIEW))
		view_text(v, "Data.primary.name", o.primary_name);
	show_dues(rq, v, &o, today);
	return show_billing(rq, v);
}

/* The two that an error page's link carries are its own, but anybody can make such a link. */
static enum err
show_support(struct req *rq, struct view *v)
{
	const char *number = form_text(rq, "number");

	view_title(v, "Support");
	view_text(v, "Data.role", language_word("role", rq->cx->actor.role_name));
	form_fill(rq, "page", form_text(rq, "page"));
	form_fill(rq, "number", support_is_number(number) ? number : "");
	return ERR_OK;
}

static enum err
send_support(struct req *rq, struct view *v)
{
	const struct support_request r = { form_text(rq, "page"), form_text(rq, "number"),
		form_text(rq, "fields"), form_text(rq, "message") };
	enum err rc;

	(void)v;
	if ((rc = support_request_add(rq->cx, &r)) != ERR_OK)
		return rc;
	return see_other(rq, "/support", "Your message is on its way to support, as %s%s%s. The"
	    " answer comes to %s. The number of your message is %s.", rq->cx->actor.account_name,
	    r.page[0] == '\0' ? "" : ", about ", r.page, rq->cx->actor.user_email,
	    rq->cx->request_id);
}

static enum err
ask(struct req *rq, struct view *v)
{
	enum permission permission = role_permission_by_name(form_text(rq, "permission"));
	enum err rc;

	(void)v;
	if (permission <= PERM_SIGNED_IN)
		return ERR_MALFORMED;
	if (role_may(&rq->cx->actor, permission))
		return see_other(rq, "/", "You may do that already: %s.",
		    language_text(role_permission_text(permission)));
	rc = access_request_add(rq->cx, permission, form_text(rq, "path"));
	/* However often it was asked, it is recorded. */
	if (rc != ERR_OK && rc != ERR_THROTTLED)
		return rc;
	return see_other(rq, "/", "Your request is recorded and goes to the Super Admins: to %s.",
	    language_text(role_permission_text(permission)));
}

static const struct field search_fields[] = {
	{ .name = "q", .label = "Find a page", .kind = FIELD_TEXT, .longest = QUERY_MAX },
	{ .name = NULL }
};

static const struct field request_fields[] = {
	{ .name = "permission", .kind = FIELD_TEXT, .longest = PERMISSION_MAX },
	{ .name = "path", .kind = FIELD_PATH },
	{ .name = NULL }
};

/* Only names: the form has the rules. */
static const struct field support_query[] = {
	{ .name = "page", .kind = FIELD_PATH },
	{ .name = "number", .label = "Request number", .kind = FIELD_TEXT,
	    .longest = SUPPORT_NUMBER_MAX },
	{ .name = NULL }
};

static const struct field support_fields[] = {
	{ .name = "message",
	    .label = "What you wanted to do, and what happened",
	    .kind = FIELD_LINES,
	    .need = REQUIRED,
	    .longest = SUPPORT_MESSAGE_MAX,
	    .missing = "Write what you wanted to do, and what happened.",
	    .hint = "A few sentences. At most 4 KB, which is a page of text." },
	{ .name = "page",
	    .label = "Page",
	    .kind = FIELD_TEXT,
	    .longest = SUPPORT_PAGE_MAX,
	    .hint = "Its address or its name." },
	{ .name = "fields",
	    .label = "Fields",
	    .kind = FIELD_TEXT,
	    .longest = SUPPORT_FIELDS_MAX,
	    .hint = "Which ones it is about, as they are called there." },
	{ .name = "number",
	    .label = "Request number",
	    .kind = FIELD_TEXT,
	    .longest = SUPPORT_NUMBER_MAX,
	    .hint = "From the page that reported a fault, if there was one." },
	{ .name = NULL }
};

static const struct route routes[] = {
	{ GET, "", PERM_SIGNED_IN, search_fields, search_fields, "home.cs", .run = show },
	{ GET, "support", PERM_SIGNED_IN, support_query, support_fields, "support.cs",
	    .run = show_support, .before_second_factor = true },
	{ POST, "support", PERM_SIGNED_IN, support_fields, .run = send_support,
	    .again = show_support, .rate = THROTTLE_SUPPORT, .before_second_factor = true },
	{ POST, "access-requests", PERM_SIGNED_IN, request_fields, .run = ask },
	{ METHOD_UNSET }
};

const struct page page = { "home", "", "Home", routes };
