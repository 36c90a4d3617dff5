/*
 * calendar: days without a time of day, as whole days since 1 January 1970, and the financial years
 * of India. A due date or a day of issue is a day of the calendar; it is the same day in every time
 * zone.
 */
#ifndef POINTPERSON_BASE_CALENDAR_H
#define POINTPERSON_BASE_CALENDAR_H

#include <stdint.h>

#include "base/err.h"

struct mem;

#define CALENDAR_TEXT	10	/* bytes of "2026-04-01" */
#define CALENDAR_MONTHS	12

/* "Jan" to "Dec", to be looked up in a catalogue in the context "month" (language.h). */
extern const char *const calendar_months[CALENDAR_MONTHS];

/*
 * Reads "2026-04-01" (ISO 8601). ERR_INVALID: it is written otherwise, there is no such day, or its
 * year is outside 2000 to 2199; *day is untouched then.
 */
enum err	 calendar_read(const char *text, int64_t *day) MUST_CHECK;

/* "2026-04-01", as in files and in the database. In the arena. */
const char	*calendar_iso(struct mem *, int64_t day);

/* "1 Apr 2026", as people read it. In the arena. */
const char	*calendar_text(struct mem *, int64_t day);

/* The same as a page shows it, in the language of texts (language.h). */
const char	*calendar_words(struct mem *, int64_t day);

/* The year and the month (1 to 12) that the day lies in. */
void		 calendar_month(int64_t day, int *year, int *month);

/* The first day of a month, and the last. */
int64_t		 calendar_month_begins(int year, int month);
int64_t		 calendar_month_ends(int year, int month);

/* "Apr 2026". In the arena. */
const char	*calendar_month_text(struct mem *, int year, int month);

/* The year in which the financial year of that day begins: 2026 for April 2026 to March 2027. */
int		 calendar_financial_year(int64_t day);

/* "2026-27". In the arena. */
const char	*calendar_financial_year_text(struct mem *, int year);

/* 2026 of "2026-27". ERR_INVALID: it is written otherwise. */
enum err	 calendar_financial_year_read(struct mem *, const char *text, int *year)
		    MUST_CHECK;

#endif
