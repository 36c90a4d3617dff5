#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/witness.h"

#include <stdio.h>
#include <string.h>

#include "domain/audit.h"
#include "domain/audit_sign.h"
#include "web/request.h"

#define ROWS_MAX	64	/* of one kind; of a test with more, none is compared */
#define FIELDS_MAX	32	/* of one kind */
#define REPORTS_MAX	128	/* routes of one program, twice */
#define SEPARATOR	"\x1f"	/* between names and values: in no value */

/* Tables whose rows are no object of an account: a change there alone is no event. */
static const char *const bookkeeping[] = {
	"audit_event",		/* the log itself */
	"audit_values",
	"held_form",		/* what was typed and waits */
	"one_time_code",
	"outbox",		/* what is sent; seen in Messages */
	"passkey_answered",	/* so that no answer counts twice */
	"session",		/* its begin and its end have events, last seen has none */
	"step_up",
	"submission",		/* so that nothing is saved twice */
	"throttle",
};

#define YES(expression)	"IF(" expression ", 'yes', 'no')"
#define ADDRESS(channel)                                                                           \
	"COALESCE((SELECT a.address FROM contact_address a WHERE a.wanted_of = c.id"              \
	" AND a.account_id = c.account_id AND a.channel = '" channel "'), '')"
#define REST	"*"	/* a field of all the columns that no event tells by name */

/*
 * The fields of a kind of object as its events call them, from its rows. Columns: account (0 where
 * the id is enough), id, and names and values by turns.
 */
static const struct kind {
	const char	*name;		/* of the object, in events */
	const char	*tables;	/* that hold it */
	const char	*sql;
} kinds[WITNESS_KINDS] = {
	{ "contact_person", "contact_person contact_address",
	    "SELECT 0, c.id, CONCAT_WS('" SEPARATOR "', 'name', c.name, 'designation', c.designation,"
	    " 'email', " ADDRESS("mail") ", 'phone', " ADDRESS("sms") ", 'kind', c.kind,"
	    " 'primary', " YES("c.is_primary = 1") ", 'monitored', " YES("c.is_monitored = 1") ","
	    " 'consent_by', c.consent_by, 'codes', " YES("c.category_bits & 1") ","
	    " 'critical', " YES("c.category_bits & 2") ", 'account', " YES("c.category_bits & 4") ","
	    " 'billing', " YES("c.category_bits & 8") ", 'technical', " YES("c.category_bits & 16") ","
	    " 'compliance', " YES("c.category_bits & 32") ","
	    " 'authorised', " YES("c.is_authorised = 1") ","
	    " 'billing_to', " YES("c.is_billing_to = 1") ","
	    " 'agreement', IF(c.withdrawn_at IS NULL, 'given', 'withdrawn'),"
	    " 'user', COALESCE((SELECT CONCAT(u.name, ' (', u.email, ')') FROM user u"
	    "  WHERE u.id = c.user_id), ''),"
	    " '" REST "', CONCAT_WS(' ', c.confirmed_at, c.not_user_id,"
	    "  (SELECT GROUP_CONCAT(a.id, a.address, a.part, a.label, a.state, a.stands_in"
	    "    ORDER BY a.id) FROM contact_address a WHERE a.account_id = c.account_id"
	    "    AND a.contact_person_id = c.id)))"
	    " FROM contact_person c ORDER BY c.id LIMIT ?" },
	{ "membership", "membership membership_hours",
	    "SELECT 0, m.id, CONCAT_WS('" SEPARATOR "', 'email', m.user_email, 'role', r.name,"
	    " 'state', m.state, 'extension', COALESCE(m.extension, ''), 'department', m.department,"
	    " 'takes_calls', " YES("m.takes_calls = 1") ", 'pro', " YES("m.is_pro = 1") ","
	    " 'panel', " YES("m.has_panel = 1") ","
	    " '" REST "', COALESCE((SELECT GROUP_CONCAT(h.kind, h.weekday, ' ', h.from_min, ' ',"
	    "    h.to_min ORDER BY h.kind, h.weekday) FROM membership_hours h"
	    "    WHERE h.account_id = m.account_id AND h.membership_id = m.id), ''))"
	    " FROM membership m JOIN role r ON r.account_id = m.account_id AND r.id = m.role_id"
	    " ORDER BY m.id LIMIT ?" },
	{ "user", "user passkey recovery_code",
	    "SELECT 0, u.id, CONCAT_WS('" SEPARATOR "', 'name', u.name, 'email', u.email,"
	    " 'language', COALESCE(u.language, ''), 'time_zone', COALESCE(u.time_zone, ''),"
	    " '" REST "', CONCAT_WS(' ', u.mobile, u.password_hash, u.totp_sealed, u.reset_serial,"
	    "  (SELECT GROUP_CONCAT(p.id, p.name ORDER BY p.id) FROM passkey p"
	    "    WHERE p.user_id = u.id),"
	    "  (SELECT COUNT(*) FROM recovery_code r WHERE r.user_id = u.id)))"
	    " FROM user u ORDER BY u.id LIMIT ?" },
	{ "account", "account",
	    "SELECT 0, id, CONCAT_WS('" SEPARATOR "', 'business_name', business_name,"
	    " 'business_email', business_email, 'trade_name', trade_name, 'phone', phone,"
	    " 'website', website, '" REST "', CONCAT_WS(' ', region, time_zone, contact_limit))"
	    " FROM account ORDER BY id LIMIT ?" },
	{ "billing_details", "billing_details",
	    "SELECT 0, account_id, CONCAT_WS('" SEPARATOR "', 'legal_name', legal_name,"
	    " 'registration', registration, 'gstin', gstin, 'tax_id', tax_id, 'pan', pan,"
	    " 'street', street, 'area', area, 'city', city, 'state', state, 'pin', pin,"
	    " 'country', country, 'po_reference', po_reference)"
	    " FROM billing_details ORDER BY account_id LIMIT ?" },
	{ "role", "role",
	    "SELECT r.account_id, r.id, CONCAT_WS('" SEPARATOR "', 'name', r.name,"
	    " 'needs_second_factor', " YES("r.needs_second_factor = 1") ","
	    " 'rights', r.permission_bits)"
	    " FROM role r ORDER BY r.account_id, r.id LIMIT ?" },
	{ "invitation", "invitation",
	    "SELECT 0, i.id, CONCAT_WS('" SEPARATOR "', 'name', i.name, 'email', i.email,"
	    " 'role', r.name, 'department', i.department, 'extension', COALESCE(i.extension, ''),"
	    " 'takes_calls', " YES("i.takes_calls = 1") ","
	    " '" REST "', CONCAT_WS(' ', i.state, i.serial, i.user_id))"
	    " FROM invitation i JOIN role r ON r.account_id = i.account_id AND r.id = i.role_id"
	    " ORDER BY i.id LIMIT ?" },
};

/* What an event tells that is in no column of its object. field "": every field. */
static const struct {
	const char	*action;	/* "" any */
	const char	*field;
	const char	*why;
} not_compared[] = {
	{ "", "confirmed_by", "who confirmed the change; the code is spent" },
	{ "access.request", "", "what was asked for: no column of the user's" },
	{ "support.request", "", "what was asked: no column of the user's" },
	{ "account.email_asked", "", "wanted: the row changes when its reader confirms it" },
	{ "account.email_code", "", "the same" },
	{ "user.email_code", "", "the same" },
	{ "account.email_cancelled", "", "was wanted, and never in the row" },
	{ "account.hand_over", "", "who is Super Admin: memberships, with events of their own" },
	{ "contact.send_code", "", "of one of several: the row has the one in use" },
	{ "contact.add_address", "", "one of several: the row has the one in use" },
	{ "contact.remove_address", "", "the same" },
	{ "contact.test_address", "", "the same" },
	{ "contact.verify", "", "the state of the address that the event names" },
	{ "contact.not_me", "", "the same" },
	{ "contact.not_user", "", "who it is not" },
	{ "invoice.mail", "", "to whom it went: no column of the invoice's" },
	{ "membership.update", "work_hours", "seven rows, in words" },
	{ "membership.update", "call_hours", "the same" },
	{ "person.left", "", "a summary: its parts have events of their own" },
	{ "role.create", "copied_from", "which was chosen: the row has the one it ranks as" },
	{ "role.rights", "", "bits, in words" },
	{ "session.end", "", "which device: no column of the user's" },
	{ "session.end_others", "", "how many" },
	{ "user.email_asked", "", "wanted: the row changes when its reader confirms it" },
	{ "user.email_cancelled", "", "was wanted, and never in the row" },
	{ "user.email_refused", "", "the same" },
	{ "user.passkey_add", "", "the name of one of several" },
	{ "user.passkey_rename", "", "the same" },
	{ "user.passkey_remove", "", "the same" },
};

/* What follows from a change, so that the event of that change is enough. */
static const struct {
	const char	*kind;
	const char	*field;
	const char	*action;	/* the event, of whatever object */
	const char	*why;
} follows[] = {
	{ "contact_person", "codes", "contact.primary", "codes are the Primary's alone" },
	{ "contact_person", "critical", "contact.primary", "the Primary cannot be without them" },
	{ "contact_person", "user", "user.update", "the user is called otherwise" },
	{ "contact_person", "user", "user.email", "the same" },
	{ "contact_person", "user", "user.email_reverted", "the same" },
	{ "membership", "email", "user.email", "the user's" },
	{ "membership", "email", "user.email_reverted", "the same" },
	{ "membership", "role", "role.update", "the role is called otherwise" },
	{ "invitation", "role", "role.update", "the same" },
	{ "invitation", "role", "role.delete", "one that is over has another of the account's" },
	{ "invitation", REST, "invitation.create", "one that has run out ends for its successor" },
	{ "role", "rights", "role.rights", "one event for all roles, each in words" },
};

static const char *
value_of(struct mem *m, const char *text, const char *name)
{
	const char *value;
	size_t length;

	while (*text != '\0') {
		length = strcspn(text, SEPARATOR);
		value = text + length + (text[length] != '\0');
		if (length == strlen(name) && strncmp(text, name, length) == 0)
			return mem_dup_bytes(m, value, strcspn(value, SEPARATOR));
		text = value + strcspn(value, SEPARATOR);
		text += *text != '\0';
	}
	return NULL;
}

static void
take(struct witness *w, const struct kind *k, struct picture *p)
{
	struct db_stmt *st;

	p->rows = mem_array(w->mem, ROWS_MAX + 1, sizeof(*p->rows));
	w->statements++;
	assert_int_equal(db_query(w->db, &st, k->sql, V(ROWS_MAX + 1)), ERR_OK);
	for (p->count = 0; db_step(st); p->count++)
		p->rows[p->count] = (struct picture_row){ .account_id = db_i64(st, 0),
			.id = db_i64(st, 1), .text = db_str(st, w->mem, 2) };
	db_done(&st);
	p->is_part = p->count > ROWS_MAX;
}

/* Of "INSERT INTO contact_person (...": the table. */
static void
table_of(const char *sql, char *name, size_t size)
{
	static const char *const verbs[] = { "INSERT IGNORE INTO ", "INSERT INTO ",
		"REPLACE INTO ", "UPDATE ", "DELETE FROM " };
	size_t i;

	for (i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strncmp(sql, verbs[i], strlen(verbs[i])) == 0) {
			sql += strlen(verbs[i]);
			snprintf(name, size, "%.*s", (int)strcspn(sql, " ("), sql);
			return;
		}
	fail_msg("which table does it write? %.60s", sql);
}

/* Is the table among those of the kind? */
static bool
holds(const struct kind *k, const char *table)
{
	const char *at = strstr(k->tables, table);
	size_t length = strlen(table);

	return at != NULL && (at == k->tables || at[-1] == ' ') &&
	    (at[length] == ' ' || at[length] == '\0');
}

/* Of one that holds objects whose columns are compared, only what differs counts. */
static bool
is_seen_otherwise(const char *table)
{
	size_t i;

	for (i = 0; i < WITNESS_KINDS; i++)
		if (holds(&kinds[i], table))
			return true;
	for (i = 0; i < sizeof(bookkeeping) / sizeof(bookkeeping[0]); i++)
		if (strcmp(bookkeeping[i], table) == 0)
			return true;
	return false;
}

static void
see(void *closure, const char *sql, int64_t rows)
{
	struct witness *w = closure;
	char table[sizeof(w->changed)];
	size_t i;

	table_of(sql, table, sizeof(table));
	for (i = 0; rows == -1 && i < WITNESS_KINDS; i++)
		if (w->before[i].rows == NULL && holds(&kinds[i], table))
			take(w, &kinds[i], &w->before[i]);
	if (rows > 0 && !is_seen_otherwise(table))
		memcpy(w->changed, table, sizeof(table));
	if (rows > 0 && strcmp(table, "audit_event") == 0) {
		assert_true(w->event_count < WITNESS_EVENTS);
		w->events[w->event_count++] = db_insert_id(w->db);
	}
}

void
witness_init(struct witness *w, struct db *db)
{
	*w = (struct witness){ .db = db, .mem = mem_new() };
}

void
witness_release(struct witness *w)
{
	mem_free(&w->mem);
}

void
witness_begin(struct witness *w)
{
	struct witness fresh = { .db = w->db, .mem = w->mem };

	mem_clear(w->mem);
	*w = fresh;
	db_watch(w->db, see, w);
}

void
witness_answer(struct witness *w, const struct exchange *x)
{
	if (x->route == NULL)
		return;
	w->page = x->page;
	w->route = x->route;
	w->carried_page = x->carried_page;
	w->carried = x->carried;
	w->is_done = x->refusal == ERR_OK &&
	    (x->method == POST || x->answer.download != NULL);
}

/* ---- after it ---- */

struct told {
	struct witness		*w;
	int64_t			 account_id;	/* where one is signed in */
	struct audit_entry	 events[WITNESS_EVENTS];	/* oldest first */
	size_t			 count;
	struct picture		 after[WITNESS_KINDS];
};

static void
read_events(struct told *t)
{
	static const char sql[] =
	    "SELECT " AUDIT_COLUMNS " FROM audit_event e" AUDIT_JOIN_VALUES " WHERE e.id = ? LIMIT 1";
	struct context cx = { .mem = t->w->mem, .db = t->w->db };
	struct db_stmt *st;
	size_t i, found;

	/* One that was rolled back, and tried again, is not there. */
	for (i = 0; i < t->w->event_count; i++) {
		assert_int_equal(db_query(t->w->db, &st, sql, V(t->w->events[i])), ERR_OK);
		audit_read(&cx, &st, &t->events[t->count], 1, &found);
		t->count += found;
	}
}

static const struct kind *
kind_of(const char *name)
{
	size_t i;

	for (i = 0; i < WITNESS_KINDS; i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	return NULL;
}

static const char *
field_in(const struct told *t, const struct picture *p, int64_t id, const char *name)
{
	size_t i;

	for (i = 0; i < p->count; i++)
		if (p->rows[i].id == id && (p->rows[i].account_id == 0 ||
		    p->rows[i].account_id == t->account_id))
			return value_of(t->w->mem, p->rows[i].text, name);
	return NULL;
}

static const struct picture *
picture_after(struct told *t, size_t i)
{
	if (t->after[i].rows == NULL)
		take(t->w, &kinds[i], &t->after[i]);
	return &t->after[i];
}

/* As it was before the request: of what it has not written, that is as it is now. */
static const struct picture *
picture_before(struct told *t, size_t i)
{
	return t->w->before[i].rows != NULL ? &t->w->before[i] : picture_after(t, i);
}

static bool
is_compared(const char *action, const char *field)
{
	size_t i;

	for (i = 0; i < sizeof(not_compared) / sizeof(not_compared[0]); i++)
		if ((not_compared[i].action[0] == '\0' ||
		    strcmp(not_compared[i].action, action) == 0) &&
		    (not_compared[i].field[0] == '\0' ||
		    strcmp(not_compared[i].field, field) == 0))
			return false;
	return true;
}

static bool
is_about(const struct audit_entry *e, const char *kind, int64_t id)
{
	return e->object_id == id && strcmp(e->object_type, kind) == 0;
}

static bool
tells(struct told *t, const struct audit_entry *e, const char *field)
{
	return strstr(mem_fmt(t->w->mem, ",%s,", e->fields),
	    mem_fmt(t->w->mem, ",%s,", field)) != NULL;
}

/* Is it about the same field of the same object? */
static bool
is_same(struct told *t, const struct audit_entry *e, const struct audit_entry *other,
    const char *field)
{
	return is_about(other, e->object_type, e->object_id) && tells(t, other, field);
}

static void
compare(const struct audit_entry *e, const char *field, const char *when, const char *told,
    const char *row)
{
	if (told == NULL || (row != NULL && strcmp(told, row) == 0))
		return;
	print_error("%s of %s %lld tells that %s was \"%s\" %s it; the row has %s%s%s\n", e->action,
	    e->object_type, (long long)e->object_id, field, told, when, row == NULL ? "" : "\"",
	    row == NULL ? "none" : row, row == NULL ? "" : "\"");
	fail();
}

/* Before it: what the last event of this request about the field has left, or the row. */
static void
check_field(struct told *t, size_t n, const char *field)
{
	const struct audit_entry *e = &t->events[n];
	const struct kind *k = kind_of(e->object_type);
	const char *before, *after;
	size_t i;

	if (!is_compared(e->action, field))
		return;
	if (k == NULL)
		fail_msg("%s: no rows are known of %s, to compare %s", e->action, e->object_type,
		    field);
	if (picture_before(t, (size_t)(k - kinds))->is_part)
		return;
	before = field_in(t, picture_before(t, (size_t)(k - kinds)), e->object_id, field);
	after = field_in(t, picture_after(t, (size_t)(k - kinds)), e->object_id, field);
	for (i = 0; i < n; i++)
		if (is_same(t, e, &t->events[i], field))
			before = audit_value(t->w->mem, t->events[i].after_json, field);
	compare(e, field, "before", audit_value(t->w->mem, e->before_json, field), before);
	for (i = n + 1; i < t->count; i++)
		if (is_same(t, e, &t->events[i], field))
			return;
	compare(e, field, "after", audit_value(t->w->mem, e->after_json, field), after);
}

static void
check_event(struct told *t, size_t n)
{
	const struct audit_entry *e = &t->events[n];
	const char *name = e->fields;
	size_t length;

	if (audit_word(e->action) == e->action)
		fail_msg("%s has no word in audit_word()", e->action);
	for (; *name != '\0'; name += length + (name[length] == ',')) {
		length = strcspn(name, ",");
		check_field(t, n, mem_dup_bytes(t->w->mem, name, length));
	}
}

static bool
has_event(const struct told *t, const char *action)
{
	size_t i;

	for (i = 0; i < t->count; i++)
		if (strcmp(t->events[i].action, action) == 0)
			return true;
	return false;
}

/* Is this change of a row told by an event of the request? */
static bool
is_told(struct told *t, const char *kind, int64_t id, const char *field)
{
	size_t i;

	for (i = 0; i < sizeof(follows) / sizeof(follows[0]); i++)
		if (strcmp(follows[i].kind, kind) == 0 && strcmp(follows[i].field, field) == 0 &&
		    has_event(t, follows[i].action))
			return true;
	for (i = 0; i < t->count; i++)
		if (is_about(&t->events[i], kind, id) && (strcmp(field, REST) == 0 ||
		    tells(t, &t->events[i], field)))
			return true;
	return false;
}

/* A row that came or went is told by an event about it. */
static void
check_there(struct told *t, size_t kind, const struct picture *in, const struct picture_row *row,
    const char *what)
{
	size_t i;

	for (i = 0; i < in->count; i++)
		if (in->rows[i].id == row->id && in->rows[i].account_id == row->account_id)
			return;
	for (i = 0; i < t->count; i++)
		if (is_about(&t->events[i], kinds[kind].name, row->id))
			return;
	fail_msg("%s %lld was %s, which no event tells", kinds[kind].name, (long long)row->id,
	    what);
}

/* Every column of a row that was there before and is there after. */
static void
check_row(struct told *t, size_t kind, const struct picture_row *row)
{
	const char *text = row->text, *name, *before, *after;
	size_t length;

	while (*text != '\0') {
		length = strcspn(text, SEPARATOR);
		name = mem_dup_bytes(t->w->mem, text, length);
		before = value_of(t->w->mem, row->text, name);
		after = field_in(t, picture_after(t, kind), row->id, name);
		if (after != NULL && strcmp(before, after) != 0 &&
		    !is_told(t, kinds[kind].name, row->id, name))
			fail_msg("%s %lld: %s was \"%s\" and is \"%s\", which no event tells",
			    kinds[kind].name, (long long)row->id, name, before, after);
		text += length + 1;
		text += strcspn(text, SEPARATOR);
		text += *text != '\0';
	}
}

/* Of a kind that the request has written. */
static void
check_rows(struct told *t, size_t kind)
{
	const struct picture *before = &t->w->before[kind], *after = picture_after(t, kind);
	size_t i;

	if (before->is_part || after->is_part)
		return;
	for (i = 0; i < before->count; i++) {
		check_there(t, kind, after, &before->rows[i], "removed");
		if (before->rows[i].account_id == 0 ||
		    before->rows[i].account_id == t->account_id)
			check_row(t, kind, &before->rows[i]);
	}
	for (i = 0; i < after->count; i++)
		check_there(t, kind, before, &after->rows[i], "added");
}

/* For tests/pages/every_route.sh, which wants each route to have been here. */
static void
report(struct told *t, const struct page *of, const struct route *route)
{
	static struct { const struct route *route; bool has_event; } said[REPORTS_MAX];
	bool has_event = t->count > 0;
	size_t i;

	for (i = 0; i < REPORTS_MAX && said[i].route != NULL; i++)
		if (said[i].route == route && said[i].has_event == has_event)
			return;
	assert_true(i < REPORTS_MAX);
	said[i].route = route;
	said[i].has_event = has_event;
	printf("route\t%s\t%s\t%s\n", route->method == GET ? "GET" : "POST",
	    request_route_path(t->w->mem, of, route->path),
	    has_event ? t->events[t->count - 1].action : "");
	fflush(stdout);
}

void
witness_end(struct witness *w, int64_t account_id)
{
	struct told *t;
	size_t i;

	db_watch(w->db, NULL, NULL);
	if (!w->is_done)
		return;
	t = mem_alloc(w->mem, sizeof(*t));
	*t = (struct told){ .w = w, .account_id = account_id };
	read_events(t);
	report(t, w->page, w->route);
	if (w->carried != NULL)
		report(t, w->carried_page, w->carried);
	if (w->changed[0] != '\0' && t->count == 0)
		fail_msg("%s %s changed rows of %s and wrote no event",
		    w->route->method == GET ? "GET" : "POST", w->route->path, w->changed);
	for (i = 0; i < t->count; i++)
		check_event(t, i);
	for (i = 0; i < WITNESS_KINDS; i++)
		if (w->before[i].rows != NULL)
			check_rows(t, i);
}
