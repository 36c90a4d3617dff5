/*
 * clock: what time it is, in UTC seconds since 1970, and how a time is written for a person.
 */
#ifndef POINTPERSON_BASE_CLOCK_H
#define POINTPERSON_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"

/* UTC seconds; what clock_fix() set, where it did. */
int64_t	 clock_now(void);

/* UTC milliseconds, from the same source. */
int64_t	 clock_now_ms(void);

/* Stops the clock at the given second, for tests; 0 lets it run again. */
void	 clock_fix(int64_t utc_sec);

/*
 * Chooses the zone that clock_text() writes in, by its IANA name ("Asia/Kolkata"). A name that is
 * not in the host's zone data, or is not a plain name, gives UTC.
 */
void	 clock_zone(const char *name);

/* Is it a zone that clock_zone() takes as it is? */
bool	 clock_zone_exists(const char *name);

/* "24 Nov 2026, 14:05 IST", in the zone chosen last. */
char	*clock_text(struct mem *, int64_t utc_sec);

/* The same as a page shows it, in the language of texts (language.h). */
char	*clock_words(struct mem *, int64_t utc_sec);

/* The day it is then in the zone chosen last: days since 1 January 1970; see base/calendar.h. */
int64_t	 clock_day(int64_t utc_sec);

/* The same in another zone, by its IANA name; the zone chosen stays. */
int64_t	 clock_day_in(const char *name, int64_t utc_sec);

/* When a day begins in the zone chosen last: UTC seconds. */
int64_t	 clock_day_begins(int64_t day);

/* "2026-11-24T08:35:00Z", for <time datetime> and exports. */
char	*clock_iso(struct mem *, int64_t utc_sec);

#endif
