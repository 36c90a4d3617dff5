/*
 * user-hours: when a user of this account works, and when calls come, on each day of the week.
 *
 * GET  ID  the week, editable or with the reason why not
 * POST ID  saves; 303 to the user, 422 refused, 409 somebody saved in between
 * 404  also for every user of another account, and of another department for who sees one only
 */
#include "base/banned.h"

#include "domain/membership.h"
#include "web/page.h"
#include "web/view.h"

#define HERE	"/manage/users/hours" /* the prefix of this page */

#define TIME(of, words)                                                                            \
	{ .name = (of), .label = (words), .kind = FIELD_TEXT, .longest = HOURS_TEXT_MAX }
#define DAY(n, weekday)                                                                            \
	TIME("work_from_" n, weekday ", works from"), TIME("work_to_" n, weekday ", works until"), \
	TIME("calls_from_" n, weekday ", calls from"), TIME("calls_to_" n, weekday ", calls until")

static const struct field hours_fields[] = {
	DAY("1", "Monday"),
	DAY("2", "Tuesday"),
	DAY("3", "Wednesday"),
	DAY("4", "Thursday"),
	DAY("5", "Friday"),
	DAY("6", "Saturday"),
	DAY("7", "Sunday"),
	VERSION_FIELD,
	{ .name = NULL }
};

/* The names of a day's two fields, as the table above has them. */
static const struct {
	const char	*from;
	const char	*to;
} names[HOURS__MAX][HOURS_WEEKDAYS] = {
#define NAMES(kind, n) { kind "_from_" n, kind "_to_" n }
#define WEEK(kind)                                                                                 \
	{ NAMES(kind, "1"), NAMES(kind, "2"), NAMES(kind, "3"), NAMES(kind, "4"),                  \
	    NAMES(kind, "5"), NAMES(kind, "6"), NAMES(kind, "7") }
	[HOURS_WORK] = WEEK("work"),
	[HOURS_CALLS] = WEEK("calls"),
};

static void
fill(struct req *rq, const struct membership_hours *hours)
{
	struct mem *m = rq->cx->mem;
	enum hours_kind kind;
	int i;

	for (kind = HOURS_WORK; kind < HOURS__MAX; kind++)
		for (i = 0; i < HOURS_WEEKDAYS; i++) {
			form_fill(rq, names[kind][i].from,
			    hours_from_text(m, &hours->days[kind][i]));
			form_fill(rq, names[kind][i].to,
			    hours_to_text(m, &hours->days[kind][i]));
		}
}

static enum err
edit(struct req *rq, struct view *v)
{
	const struct actor *a = &rq->cx->actor;
	enum membership_bar bar;
	struct membership m;
	enum err rc;

	if ((rc = membership_load(rq->cx, route_id(rq), &m)) != ERR_OK)
		return rc;
	bar = membership_bar(a, &m, NULL);
	view_title(v, "Hours of %s", m.user_name);
	view_id(v, "Data.user.id", m.id);
	view_text(v, "Data.user.name", m.user_name);
	view_text(v, "Data.user.zone", m.user_zone[0] != '\0' ? m.user_zone : a->account_zone);
	view_flag(v, "Data.user.takes_calls", m.takes_calls);
	view_flag(v, "Data.user.can_edit",
	    bar == MEMBERSHIP_BAR_NONE || bar == MEMBERSHIP_BAR_OWN);
	view_text(v, "Data.user.why", membership_bar_text(rq->cx, bar, &m));
	fill(rq, &m.hours);
	form_fill_count(rq, "version", m.version);
	return ERR_OK;
}

static enum err
read_week(struct req *rq, struct membership_hours *hours)
{
	struct problems *p = form_problems(rq);
	enum err rc = ERR_OK;
	enum hours_kind kind;
	int i;

	for (kind = HOURS_WORK; kind < HOURS__MAX; kind++)
		for (i = 0; i < HOURS_WEEKDAYS; i++) {
			struct hours_typed typed = { form_text(rq, names[kind][i].from),
				form_text(rq, names[kind][i].to) };

			if (hours_parse(&typed, names[kind][i].from, names[kind][i].to,
				&hours->days[kind][i], p) != ERR_OK)
				rc = ERR_INVALID;
		}
	return rc;
}

static enum err
save(struct req *rq, struct view *v)
{
	struct membership_hours hours;
	enum err rc;

	(void)v;
	if ((rc = read_week(rq, &hours)) != ERR_OK ||
	    (rc = membership_hours_save(rq->cx, route_id(rq), form_count(rq, "version"), &hours,
		 form_problems(rq))) != ERR_OK)
		return rc;
	mark_row(rq, "hours");
	return see_other(rq, mem_fmt(rq->cx->mem, MEMBERSHIP_PATH, (long long)route_id(rq)),
	    "The hours are saved.");
}

static const struct route routes[] = {
	{ GET, ":id", PERM_USER_EDIT, NULL, hours_fields, "user-hours.cs", .run = edit },
	{ POST, ":id", PERM_USER_EDIT, hours_fields, .run = save, .again = edit },
	{ METHOD_UNSET }
};

const struct page PAGE = { "user-hours", HERE, "Users", routes };
