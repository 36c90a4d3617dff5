#include "base/banned.h"
#include "domain/audit_log.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/csv_write.h"
#include "base/str.h"
#include "domain/audit_sign.h"
#include "domain/role.h"

#define BATCH		100	/* events of one piece of a file; one may have 256 KiB */
#define END_OF_TIME	(INT64_C(1) << 40)	/* UTC seconds; the year 36812 */

/*
 * The statement that reads by one column and tries the others. Each names its index: the server's
 * own choice reads all that is newer than the page.
 */
#define SELECT_BY(index, column)                                                                   \
	"SELECT " AUDIT_COLUMNS " FROM audit_event e FORCE INDEX (" index ")" AUDIT_JOIN_VALUES    \
	" WHERE e.account_id = ? AND " column                                                      \
	" AND (? = '' OR e.actor_name = ?) AND (? = '' OR e.area = ?)"                             \
	" AND (? = '' OR e.action = ?) AND (? = '' OR e.object_name = ?)"                          \
	" AND (? = '' OR e.object_type = ?) AND (? = 0 OR e.object_id = ?)"                        \
	" AND e.at BETWEEN ? AND ? AND (e.at < ? OR e.id < ?)"                                     \
	" ORDER BY e.at DESC, e.id DESC LIMIT ?"

static const char SQL_BY_OBJECT[] =
	SELECT_BY("audit_event_one", "e.object_type = ? AND e.object_id = ?");
static const char SQL_BY_ABOUT[] =
	SELECT_BY("audit_event_about", "e.object_name = ? AND ? = 0");
static const char SQL_BY_WHO[] =
	SELECT_BY("audit_event_actor", "e.actor_name = ? AND ? = 0");
static const char SQL_BY_ACTION[] =
	SELECT_BY("audit_event_action", "e.action = ? AND ? = 0");
static const char SQL_BY_AREA[] =
	SELECT_BY("audit_event_area", "e.area = ? AND ? = 0");
static const char SQL_BY_KIND[] =
	SELECT_BY("audit_event_kind", "e.object_type = ? AND ? = 0");
static const char SQL_NEWEST[] =
	SELECT_BY("audit_event_newest", "? = '' AND ? = 0");

/* How the events are read: by what most likely leaves the fewest. */
struct reading {
	const char	*sql;
	const char	*text;	/* its first value */
	int64_t		 id;	/* and its second */
};

static struct reading
choose(const struct audit_filter *f)
{
	if (f->kind[0] != '\0' && f->object_id != 0)
		return (struct reading){ SQL_BY_OBJECT, f->kind, f->object_id };
	if (f->about[0] != '\0')
		return (struct reading){ SQL_BY_ABOUT, f->about, 0 };
	if (f->who[0] != '\0')
		return (struct reading){ SQL_BY_WHO, f->who, 0 };
	if (f->action[0] != '\0')
		return (struct reading){ SQL_BY_ACTION, f->action, 0 };
	if (f->area[0] != '\0')
		return (struct reading){ SQL_BY_AREA, f->area, 0 };
	if (f->kind[0] != '\0')
		return (struct reading){ SQL_BY_KIND, f->kind, 0 };
	return (struct reading){ SQL_NEWEST, "", 0 };
}

enum err
audit_log_day(const char *text, int more, int64_t *at)
{
	int64_t day;
	enum err rc;

	if ((rc = calendar_read(text, &day)) == ERR_OK)
		*at = clock_day_begins(day + more);
	return rc;
}

enum err
audit_log_list(struct context *cx, const struct audit_filter *f, struct audit_entry *entries,
    size_t most, size_t *count)
{
	int64_t before = f->before_id == 0 ? END_OF_TIME : f->before_at;
	int64_t newest = f->until_at == 0 || f->until_at > before ? before : f->until_at - 1;
	struct reading by = choose(f);
	struct db_stmt *st;
	enum err rc;

	*count = 0;
	if ((rc = db_query(cx->db, &st, by.sql, V(cx->actor.account_id), V(by.text), V(by.id),
		 V(f->who), V(f->who),
		 V(f->area), V(f->area), V(f->action), V(f->action), V(f->about), V(f->about),
		 V(f->kind), V(f->kind), V(f->object_id), V(f->object_id), V(f->from_at), V(newest),
		 V(before), V(f->before_id), V((int64_t)most))) != ERR_OK)
		return rc;
	audit_read(cx, &st, entries, most, count);
	return ERR_OK;
}

/* What personal data is about is seen in the log by those who see it elsewhere. */
static const struct {
	const char	*kind;
	enum permission	 permission;
} seen_by[] = {
	{ "contact_person", PERM_CONTACT_VIEW },
	{ "user", PERM_USER_VIEW },
	{ "membership", PERM_USER_VIEW },
	{ "invitation", PERM_USER_VIEW },
	{ "billing_details", PERM_BILLING_VIEW },
	{ "invoice", PERM_BILLING_VIEW },
};

bool
audit_log_may_see(const struct actor *actor, const char *kind)
{
	size_t i;

	for (i = 0; i < sizeof(seen_by) / sizeof(seen_by[0]); i++)
		if (strcmp(seen_by[i].kind, kind) == 0 && !role_may(actor, seen_by[i].permission))
			return false;
	return role_may(actor, PERM_AUDIT_VIEW);
}

static void
add_csv(struct context *cx, struct str *out, const struct audit_entry *e)
{
	bool may = audit_log_may_see(&cx->actor, e->object_type);

	str_add_fmt(out, "%lld,", (long long)e->id);
	csv_cell(out, clock_iso(cx->mem, e->at), ",");
	csv_cell(out, e->actor_name, ",");
	csv_cell(out, e->action, ",");
	csv_cell(out, e->object_type, ",");
	str_add_fmt(out, e->object_id == 0 ? "," : "%lld,", (long long)e->object_id);
	csv_cell(out, e->object_name, ",");
	csv_cell(out, e->fields, ",");
	csv_cell(out, may ? e->before_json : "", ",");
	csv_cell(out, may ? e->after_json : "", ",");
	csv_cell(out, e->client_ip, ",");
	csv_cell(out, e->request_id, "\r\n");
}

static void
add_member(struct str *out, const char *name, const char *value)
{
	str_add_fmt(out, ",\"%s\":", name);
	str_add_json(out, value);
}

static void
add_json(struct context *cx, struct str *out, const struct audit_entry *e, bool is_first)
{
	str_add_fmt(out, "%s{\"id\":%lld", is_first ? "" : ",\n", (long long)e->id);
	add_member(out, "at", clock_iso(cx->mem, e->at));
	add_member(out, "actor", e->actor_name);
	add_member(out, "action", e->action);
	add_member(out, "object_type", e->object_type);
	str_add_fmt(out, ",\"object_id\":%lld", (long long)e->object_id);
	add_member(out, "object_name", e->object_name);
	add_member(out, "fields", e->fields);
	if (audit_log_may_see(&cx->actor, e->object_type))
		str_add_fmt(out, ",\"before\":%s,\"after\":%s", e->before_json, e->after_json);
	add_member(out, "client_ip", e->client_ip);
	add_member(out, "request_id", e->request_id);
	str_add_char(out, '}');
}

static const char CSV_HEADING[] = CSV_BYTE_ORDER_MARK
	"Event,Time (UTC),Who,Action,Kind,Number,About,Fields,Before,After,Address,Request\r\n";

#define CSV_OTHER_CELLS	",,,,,,,,,,,\r\n"	/* as many as the heading has */

static const char *const begins[] = { [AUDIT_CSV] = CSV_HEADING, [AUDIT_JSON] = "[\n" };

#define BROKEN "This file is not complete: it could not be read to its end. Download it again."
static const char *const breaks_off[] = {
	[AUDIT_CSV] = "\"" BROKEN "\"" CSV_OTHER_CELLS, [AUDIT_JSON] = "\n" BROKEN "\n"
};

/* A CSV file has an end as well: one that was cut off would look like a shorter one. */
static void
add_end(struct str *out, const struct audit_export *x)
{
	if (x->kind == AUDIT_CSV)
		str_add_fmt(out, "\"End of the file. Events: %lld\"" CSV_OTHER_CELLS,
		    (long long)x->count);
	else
		str_add(out, "\n]\n");
}

enum err
audit_log_next(struct context *cx, struct audit_export *x, struct str *piece, bool *is_last)
{
	struct audit_entry *list = mem_array(cx->mem, BATCH, sizeof(*list));
	size_t i, count;
	enum err rc;

	if (!x->has_begun)
		str_add(piece, begins[x->kind]);
	x->has_begun = true;
	if ((rc = audit_log_list(cx, &x->filter, list, BATCH, &count)) != ERR_OK) {
		str_add(piece, breaks_off[x->kind]);
		return rc;
	}
	for (i = 0; i < count; i++) {
		if (x->kind == AUDIT_CSV)
			add_csv(cx, piece, &list[i]);
		else
			add_json(cx, piece, &list[i], x->count == 0);
		x->count++;
		x->filter.before_at = list[i].at;
		x->filter.before_id = list[i].id;
	}
	*is_last = count < BATCH;
	if (*is_last)
		add_end(piece, x);
	return ERR_OK;
}
