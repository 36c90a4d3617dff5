/*
 * audit-log: who did what to what and when, in this account.
 *
 * GET  audit-log        the newest events, or those that fit; older ones below `before`; 422 a day
 *                       that is none
 * GET  audit-log.csv    those that fit, for a spreadsheet; 404 a day that is none
 * GET  audit-log.json   the same for programs
 */
#include "base/banned.h"

#include <string.h>

#include "domain/audit_log.h"
#include "domain/recipients.h"
#include "web/page.h"
#include "web/view.h"

#define HERE	"/manage/audit-log"	/* where the first of them stands */
#define NAME	254			/* characters; audit_event.actor_name and object_name */
#define ACTION	60			/* characters; audit_event.action */
#define DAY	10			/* characters of 2026-04-01 */

/* The first words of actions. */
static const struct choice areas[] = {
	{ "", "Everything" },
	{ "access", "Access refused or asked for" },
	{ "account", "Account" },
	{ "audit", "Audit log" },
	{ "billing", "Billing details" },
	{ "code", "One-time passwords" },
	{ "company", "Company information" },
	{ "contact", "Contact persons" },
	{ "form", "Forms of another site" },
	{ "invitation", "Invitations" },
	{ "invoice", "Invoices" },
	{ "membership", "Users: role and access" },
	{ "message", "Messages" },
	{ "person", "Somebody left" },
	{ "role", "Roles" },
	{ "session", "Sessions" },
	{ "sign_in", "Signing in" },
	{ "sign_out", "Signing out" },
	{ "support", "Support" },
	{ "user", "Users: their own login" },
	{ NULL, NULL }
};

static const struct field filter_fields[] = {
	{ .name = "who",
	    .label = "Who",
	    .kind = FIELD_TEXT,
	    .longest = NAME,
	    .hint = "The whole name, as it stands in the list." },
	{ .name = "area", .label = "About what", .kind = FIELD_LIST, .choices = areas },
	{ .name = "action",
	    .label = "Action",
	    .kind = FIELD_IDENTIFIER,
	    .longest = ACTION,
	    .hint = "As the list names it, like contact.update." },
	{ .name = "about",
	    .label = "About whom",
	    .kind = FIELD_TEXT,
	    .longest = NAME,
	    .hint = "The whole name of the person, user, role or invoice, as it stands in the "
		    "list." },
	{ .name = "from",
	    .label = "From",
	    .kind = FIELD_IDENTIFIER,
	    .longest = DAY,
	    .hint = "A day, like 2026-04-01." },
	{ .name = "until", .label = "Until", .kind = FIELD_IDENTIFIER, .longest = DAY,
	    .hint = "That day included." },
	{ .name = "kind", .kind = FIELD_IDENTIFIER, .longest = ACTION },
	{ .name = "object", .kind = FIELD_COUNT },
	{ .name = "at", .kind = FIELD_COUNT },
	{ .name = "before", .kind = FIELD_COUNT },
	{ .name = NULL }
};

/* When a day begins, in the reader's zone; `more` days later. 0: none was typed, or it is none. */
static int64_t
day_begins(struct req *rq, const char *name, int more)
{
	const char *typed = form_text(rq, name);
	int64_t at;

	if (typed[0] == '\0')
		return 0;
	if (audit_log_day(typed, more, &at) == ERR_OK)
		return at;
	problems_add(form_problems(rq), name, "\"%s\" is no day. Write year, month and day, like "
	    "2026-04-01.", typed);
	return 0;
}

static struct audit_filter
read_filter(struct req *rq)
{
	return (struct audit_filter){
		.who = form_text(rq, "who"),
		.area = form_text(rq, "area"),
		.action = form_text(rq, "action"),
		.about = form_text(rq, "about"),
		.kind = form_text(rq, "kind"),
		.object_id = form_count(rq, "object"),
		.from_at = day_begins(rq, "from", 0),
		.until_at = day_begins(rq, "until", 1),
		.before_at = form_count(rq, "at"),
		.before_id = form_count(rq, "before"),
	};
}

/* The filter once more, in its fields and for links. */
static void
show_filter(struct req *rq, struct view *v)
{
	static const char *const paging[] = { "at", "before", NULL };
	static const char *const texts[] = { "who", "area", "action", "about", "from", "until" };
	const char *query = form_query(rq, paging);
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		form_fill(rq, texts[i], form_text(rq, texts[i]));
	view_text(v, "Data.query", query);
	view_flag(v, "Data.is_filtered", query[0] != '\0');
	view_flag(v, "Data.is_one", form_count(rq, "object") != 0);
	/* Not fields of the form: it carries on whose history it narrows. */
	view_text(v, "Data.kind", form_text(rq, "kind"));
	view_id(v, "Data.object", form_count(rq, "object"));
}

/* Who keeps the seals: that is a contact person's, and seen by those who see contact persons. */
static enum err
show_keepers(struct req *rq, struct view *v)
{
	struct recipients chosen;
	const char *names = "";
	size_t i;
	enum err rc;

	if (!audit_log_may_see(&rq->cx->actor, "contact_person"))
		return ERR_OK;
	if ((rc = recipients_load_chosen(rq->cx, CATEGORY_COMPLIANCE, &chosen)) != ERR_OK)
		return rc;
	for (i = 0; i < chosen.count; i++)
		names = mem_fmt(rq->cx->mem, "%s%s%s", names, i == 0 ? "" : ", ",
		    chosen.list[i].name);
	view_text(v, "Data.keepers", names);
	view_flag(v, "Data.is_told_to_nobody", chosen.is_silent);
	return ERR_OK;
}

static enum err
show(struct req *rq, struct view *v)
{
	struct audit_entry *list = mem_array(rq->cx->mem, AUDIT_LOG_MAX + 1, sizeof(*list));
	struct audit_filter f = read_filter(rq);
	size_t i, count = 0;
	enum err rc;

	show_filter(rq, v);
	if (problems_has_any(form_problems(rq))) {
		answer_status(rq, 422);
		return ERR_OK;
	}
	/* One more than fits tells whether there is an older page. */
	if ((rc = audit_log_list(rq->cx, &f, list, AUDIT_LOG_MAX + 1, &count)) != ERR_OK)
		return rc;
	for (i = 0; i < count && i < AUDIT_LOG_MAX; i++)
		show_audit_entry(rq, v, "Data.events", &list[i]);
	if (count > AUDIT_LOG_MAX) {
		view_id(v, "Data.older.at", list[AUDIT_LOG_MAX - 1].at);
		view_id(v, "Data.older.id", list[AUDIT_LOG_MAX - 1].id);
	}
	view_flag(v, "Data.is_later_page", f.before_id != 0);
	return show_keepers(rq, v);
}

static enum err
next(struct context *cx, void *closure, struct str *piece, bool *is_last)
{
	return audit_log_next(cx, closure, piece, is_last);
}

static enum err
send_log(struct req *rq, enum audit_file kind, const char *media_type, const char *name)
{
	struct audit_export *export = mem_alloc(rq->cx->mem, sizeof(*export));
	struct download file = { .media_type = media_type, .name = name, .next = next,
		.closure = export, .object_type = "audit_log", .object_name = name };

	*export = (struct audit_export){ .filter = read_filter(rq), .kind = kind };
	return problems_has_any(form_problems(rq)) ? ERR_MISSING : send_file(rq, &file);
}

static enum err
send_csv(struct req *rq, struct view *v)
{
	(void)v;
	return send_log(rq, AUDIT_CSV, "text/csv; charset=utf-8", "audit-log.csv");
}

static enum err
send_json(struct req *rq, struct view *v)
{
	(void)v;
	return send_log(rq, AUDIT_JSON, "application/json", "audit-log.json");
}

static const struct route routes[] = {
	{ GET, "audit-log", PERM_AUDIT_VIEW, filter_fields, filter_fields, "audit-log.cs",
	    .run = show },
	{ GET, "audit-log.csv", PERM_AUDIT_VIEW, filter_fields, .run = send_csv,
	    .download_event = "audit.download" },
	{ GET, "audit-log.json", PERM_AUDIT_VIEW, filter_fields, .run = send_json,
	    .download_event = "audit.download" },
	{ METHOD_UNSET }
};

const struct page page = { "audit-log", "/manage", "Audit log", routes };
