/*
 * membership_hours: when a user works, and when calls come, on each day of the week, in the zone
 * the user sees times in. A part of the membership, with its version.
 */
#ifndef POINTPERSON_DOMAIN_MEMBERSHIP_HOURS_H
#define POINTPERSON_DOMAIN_MEMBERSHIP_HOURS_H

#include "base/problems.h"
#include "domain/context.h"

#define HOURS_WEEKDAYS	7	/* Monday is 0 */
#define HOURS_TEXT_MAX	8	/* characters typed: "09:00 am" is refused, not cut */

enum hours_kind { HOURS_WORK = 0, HOURS_CALLS, HOURS__MAX };

/* One day; both 0: none. Not to > from: it ends on the next day. */
struct hours_day {
	int		 from_min;	/* minutes since midnight, 0 to 1439 */
	int		 to_min;	/* 1 to 1440, which is midnight */
};

struct membership_hours {
	struct hours_day days[HOURS__MAX][HOURS_WEEKDAYS];
};

/* A day as it was typed, "" where nothing was. */
struct hours_typed {
	const char	*from;
	const char	*to;
};

/*
 * A column for a statement about membership m, and what reads it: at most 14 short parts, which
 * any server's longest GROUP_CONCAT holds.
 */
#define MEMBERSHIP_HOURS_COLUMN                                                                    \
	"(SELECT GROUP_CONCAT(CONCAT(IF(h.kind = 'work', 0, 1), ' ', h.weekday, ' ', h.from_min,"  \
	"  ' ', h.to_min) SEPARATOR ',') FROM membership_hours h"                                  \
	" WHERE h.account_id = m.account_id AND h.membership_id = m.id)"

struct membership_hours	 membership_hours_read(const char *column);

/* "09:00" of minutes since midnight, "" for a day that has none. In the arena. */
const char		*hours_from_text(struct mem *, const struct hours_day *);
const char		*hours_to_text(struct mem *, const struct hours_day *);

/*
 * "Monday to Friday 09:00 to 18:00, Saturday 10:00 to 14:00"; "" where no day is set. In the arena.
 */
const char		*hours_text(struct mem *, const struct hours_day days[HOURS_WEEKDAYS]);

/*
 * Reads a typed day. ERR_INVALID: see the problems about the fields from and to, whose names these
 * are.
 */
enum err		 hours_parse(const struct hours_typed *, const char *from, const char *to,
			    struct hours_day *, struct problems *) MUST_CHECK;

/*
 * Saves the hours of a membership, and writes the event; the version is the membership's. One may
 * set one's own, with the permission to change users. Errors as membership_save(), but ERR_STEP_UP.
 */
enum err		 membership_hours_save(struct context *, int64_t id, int64_t version,
			    const struct membership_hours *, struct problems *) MUST_CHECK;

#endif
