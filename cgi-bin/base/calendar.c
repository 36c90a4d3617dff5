#include "base/banned.h"
#include "base/calendar.h"

#include <stdbool.h>
#include <string.h>

#include "base/language.h"
#include "base/mem.h"

#define YEAR_FIRST	2000	/* GST began in 2017; what is older is no invoice of ours */
#define YEAR_LAST	2199
#define APRIL		4	/* the month a financial year begins in */

/*
 * Days are counted in years that begin in March, so that a leap day is the last of its year; in 400
 * of them there are always 146097 days (ISO 8601's calendar).
 */
#define ERA_YEARS	400
#define ERA_DAYS	146097
#define EPOCH_DAYS	719468	/* from 1 March of the year 0 to 1 January 1970 */

const char *const calendar_months[CALENDAR_MONTHS] = { NC_("month", "Jan"), NC_("month", "Feb"),
	NC_("month", "Mar"), NC_("month", "Apr"), NC_("month", "May"), NC_("month", "Jun"),
	NC_("month", "Jul"), NC_("month", "Aug"), NC_("month", "Sep"), NC_("month", "Oct"),
	NC_("month", "Nov"), NC_("month", "Dec") };

struct date {
	int	year;
	int	month;	/* 1 to 12 */
	int	day;	/* 1 to 31 */
};

static int64_t
day_of(struct date d)
{
	int64_t year = d.month <= 2 ? d.year - 1 : d.year, era = year / ERA_YEARS;
	int64_t in_era = year % ERA_YEARS, month = (d.month + 9) % 12;
	int64_t in_year = (153 * month + 2) / 5 + d.day - 1;

	return era * ERA_DAYS + in_era * 365 + in_era / 4 - in_era / 100 + in_year - EPOCH_DAYS;
}

static struct date
date_of(int64_t day)
{
	int64_t since = day + EPOCH_DAYS, era = since / ERA_DAYS, in_era = since % ERA_DAYS;
	int64_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * in_year + 2) / 153;
	struct date d;

	d.day = (int)(in_year - (153 * month + 2) / 5 + 1);
	d.month = (int)(month < 10 ? month + 3 : month - 9);
	d.year = (int)(year + era * ERA_YEARS + (d.month <= 2));
	return d;
}

static bool
read_digits(const char *text, size_t count, int *number)
{
	size_t i;

	for (*number = 0, i = 0; i < count; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		*number = *number * 10 + (text[i] - '0');
	}
	return true;
}

enum err
calendar_read(const char *text, int64_t *day)
{
	struct date d, back;
	int64_t read;

	if (strlen(text) != CALENDAR_TEXT || text[4] != '-' || text[7] != '-' ||
	    !read_digits(text, 4, &d.year) || !read_digits(text + 5, 2, &d.month) ||
	    !read_digits(text + 8, 2, &d.day))
		return ERR_INVALID;
	if (d.year < YEAR_FIRST || d.year > YEAR_LAST || d.month < 1 || d.month > 12 || d.day < 1)
		return ERR_INVALID;
	/* 30 February is read as a day of March, which is written otherwise. */
	read = day_of(d);
	back = date_of(read);
	if (back.day != d.day || back.month != d.month)
		return ERR_INVALID;
	*day = read;
	return ERR_OK;
}

const char *
calendar_iso(struct mem *m, int64_t day)
{
	struct date d = date_of(day);

	return mem_fmt(m, "%04d-%02d-%02d", d.year, d.month, d.day);
}

const char *
calendar_text(struct mem *m, int64_t day)
{
	struct date d = date_of(day);

	return mem_fmt(m, "%d %s %d", d.day, calendar_months[d.month - 1], d.year);
}

const char *
calendar_words(struct mem *m, int64_t day)
{
	struct date d = date_of(day);

	if (language_is_english())
		return calendar_text(m, day);
	/* Day, month, year. */
	return mem_fmt(m, language_format("%d %s %d"), d.day,
	    language_word("month", calendar_months[d.month - 1]), d.year);
}

void
calendar_month(int64_t day, int *year, int *month)
{
	struct date d = date_of(day);

	*year = d.year;
	*month = d.month;
}

int64_t
calendar_month_begins(int year, int month)
{
	return day_of((struct date){ year, month, 1 });
}

int64_t
calendar_month_ends(int year, int month)
{
	bool is_last = month == CALENDAR_MONTHS;

	return calendar_month_begins(is_last ? year + 1 : year, is_last ? 1 : month + 1) - 1;
}

const char *
calendar_month_text(struct mem *m, int year, int month)
{
	return mem_fmt(m, "%s %d", language_word("month", calendar_months[month - 1]), year);
}

int
calendar_financial_year(int64_t day)
{
	struct date d = date_of(day);

	return d.month >= APRIL ? d.year : d.year - 1;
}

const char *
calendar_financial_year_text(struct mem *m, int year)
{
	return mem_fmt(m, "%d-%02d", year, (year + 1) % 100);
}

enum err
calendar_financial_year_read(struct mem *m, const char *text, int *year)
{
	int64_t day;

	if (calendar_read(mem_fmt(m, "%.4s-04-01", text), &day) != ERR_OK)
		return ERR_INVALID;
	*year = calendar_financial_year(day);
	return strcmp(text, calendar_financial_year_text(m, *year)) == 0 ? ERR_OK : ERR_INVALID;
}
