#include "base/banned.h"
#include "domain/membership_hours.h"

#include <string.h>

#include "base/text.h"
#include "domain/audit.h"
#include "domain/membership_private.h"

#define DAY_MIN		1440	/* minutes of a day */

static const char SQL_FORGET[] =
	"DELETE FROM membership_hours WHERE account_id = ? AND membership_id = ?";

static const char SQL_ADD[] =
	"INSERT INTO membership_hours (account_id, membership_id, kind, weekday, from_min, to_min)"
	" VALUES (?, ?, ?, ?, ?, ?)";

static const char SQL_TOUCH[] =
	"UPDATE membership SET last_form = ?, saved_at = ?, saved_by = ?, version = version + 1"
	" WHERE account_id = ? AND id = ? AND version = ?";

static const char *const kinds[HOURS__MAX] = { "work", "calls" };

static const char *const weekdays[HOURS_WEEKDAYS] = { "Monday", "Tuesday", "Wednesday", "Thursday",
	"Friday", "Saturday", "Sunday" };

/* The next number of the column, which our own statement made. */
static int
next_number(const char **at)
{
	int n = 0;

	for (; **at >= '0' && **at <= '9'; (*at)++)
		n = n * 10 + (**at - '0');
	if (**at != '\0')
		(*at)++;
	return n;
}

struct membership_hours
membership_hours_read(const char *column)
{
	struct membership_hours hours = { 0 };
	const char *at = column;
	int kind, weekday;

	while (*at != '\0') {
		kind = next_number(&at);
		weekday = next_number(&at) - 1;
		if (kind >= HOURS__MAX || weekday < 0 || weekday >= HOURS_WEEKDAYS)
			break;
		hours.days[kind][weekday].from_min = next_number(&at);
		hours.days[kind][weekday].to_min = next_number(&at);
	}
	return hours;
}

static bool
is_set(const struct hours_day *d)
{
	return d->from_min != 0 || d->to_min != 0;
}

static bool
is_same(const struct hours_day *a, const struct hours_day *b)
{
	return a->from_min == b->from_min && a->to_min == b->to_min;
}

static const char *
time_text(struct mem *m, const struct hours_day *d, int min)
{
	return is_set(d) ? mem_fmt(m, "%02d:%02d", min / 60, min % 60) : "";
}

const char *
hours_from_text(struct mem *m, const struct hours_day *d)
{
	return time_text(m, d, d->from_min);
}

const char *
hours_to_text(struct mem *m, const struct hours_day *d)
{
	return time_text(m, d, d->to_min);
}

const char *
hours_text(struct mem *m, const struct hours_day days[HOURS_WEEKDAYS])
{
	const char *text = "";
	int first, last;

	for (first = 0; first < HOURS_WEEKDAYS; first = last + 1) {
		for (last = first; last + 1 < HOURS_WEEKDAYS &&
		    is_same(&days[first], &days[last + 1]); last++)
			continue;
		if (!is_set(&days[first]))
			continue;
		text = mem_fmt(m, "%s%s%s%s%s %s to %s%s", text, text[0] == '\0' ? "" : ", ",
		    weekdays[first], last == first ? "" : " to ",
		    last == first ? "" : weekdays[last], hours_from_text(m, &days[first]),
		    hours_to_text(m, &days[first]),
		    days[first].to_min < days[first].from_min ? " of the next day" : "");
	}
	return text;
}

/* "9", "9:30", "09:30", "24:00": minutes since midnight; -1 where it is no such time. */
static int
parse_time(const char *text)
{
	size_t hours = strspn(text, "0123456789"), minutes;
	int hour = 0, min = 0;
	size_t i;

	if (hours < 1 || hours > 2)
		return -1;
	for (i = 0; i < hours; i++)
		hour = hour * 10 + (text[i] - '0');
	text += hours;
	if (*text == ':') {
		if ((minutes = strspn(++text, "0123456789")) != 2)
			return -1;
		min = (text[0] - '0') * 10 + (text[1] - '0');
		text += minutes;
	}
	if (*text != '\0' || min > 59 || hour * 60 + min > DAY_MIN)
		return -1;
	return hour * 60 + min;
}

/* One end of a day; -1 and a problem where it is none. */
static int
read_end(const char *typed, const char *field, int most, struct problems *p)
{
	int min = parse_time(typed);

	if (typed[0] == '\0')
		problems_add(p, field, "Enter this time too, or leave both of the day empty.");
	else if (min < 0 || min > most)
		problems_add(p, field, "Enter a time of the day like 09:00 or 18:30.");
	else
		return min;
	return -1;
}

enum err
hours_parse(const struct hours_typed *typed, const char *from, const char *to,
    struct hours_day *d, struct problems *p)
{
	*d = (struct hours_day){ 0, 0 };
	if (typed->from[0] == '\0' && typed->to[0] == '\0')
		return ERR_OK;
	d->from_min = read_end(typed->from, from, DAY_MIN - 1, p);
	d->to_min = read_end(typed->to, to, DAY_MIN, p);
	if (d->from_min < 0 || d->to_min < 0)
		return ERR_INVALID;
	if (d->to_min == 0)
		d->to_min = DAY_MIN;
	if (d->from_min != d->to_min)
		return ERR_OK;
	problems_add(p, to, "This day would end when it begins. Enter a later time; for the whole "
	    "day 00:00 and 24:00.");
	return ERR_INVALID;
}

static enum err
write_days(struct context *cx, int64_t id, enum hours_kind kind,
    const struct hours_day days[HOURS_WEEKDAYS])
{
	enum err rc = ERR_OK;
	int i;

	for (i = 0; i < HOURS_WEEKDAYS && rc == ERR_OK; i++)
		if (is_set(&days[i]))
			rc = db_exec(cx->db, NULL, SQL_ADD, V(cx->actor.account_id), V(id),
			    V(kinds[kind]), V(i + 1), V(days[i].from_min), V(days[i].to_min));
	return rc;
}

static enum err
write_all(struct context *cx, const struct membership *m, const struct membership_hours *new)
{
	int64_t rows;
	enum err rc;

	if ((rc = db_exec(cx->db, &rows, SQL_TOUCH, V(cx->form_nonce), V(cx->now),
		 V(cx->actor.user_name), V(cx->actor.account_id), V(m->id), V(m->version))) !=
	    ERR_OK)
		return rc;
	if (rows != 1)
		return ERR_CONFLICT;
	if ((rc = db_exec(cx->db, NULL, SQL_FORGET, V(cx->actor.account_id), V(m->id))) !=
		ERR_OK ||
	    (rc = write_days(cx, m->id, HOURS_WORK, new->days[HOURS_WORK])) != ERR_OK)
		return rc;
	return write_days(cx, m->id, HOURS_CALLS, new->days[HOURS_CALLS]);
}

enum err
membership_hours_save(struct context *cx, int64_t id, int64_t version,
    const struct membership_hours *new, struct problems *p)
{
	struct membership m;
	struct audit event;
	enum membership_bar bar;
	enum err rc;

	if ((rc = membership_hold(cx, id, &m)) != ERR_OK)
		return rc;
	bar = membership_bar(&cx->actor, &m, NULL);
	if (bar != MEMBERSHIP_BAR_NONE && bar != MEMBERSHIP_BAR_OWN) {
		problems_add(p, "", "%s", membership_bar_text(cx, bar, &m));
		return ERR_INVALID;
	}
	if (context_is_outdated(cx, m.version, version, m.last_form))
		return ERR_CONFLICT;
	if ((rc = write_all(cx, &m, new)) != ERR_OK)
		return rc;
	event = audit_begin("membership.update", "membership", m.id, m.user_name);
	audit_changed(&event, "work_hours", hours_text(cx->mem, m.hours.days[HOURS_WORK]),
	    hours_text(cx->mem, new->days[HOURS_WORK]));
	audit_changed(&event, "call_hours", hours_text(cx->mem, m.hours.days[HOURS_CALLS]),
	    hours_text(cx->mem, new->days[HOURS_CALLS]));
	return audit_add(cx, &event);
}
