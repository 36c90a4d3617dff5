#include "base/banned.h"
#include "base/clock.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/calendar.h"
#include "base/language.h"

#define DAY_SEC		86400
#define TEXT_BYTES	64 /* the longest zone abbreviation is 6 letters */
#define ZONE_BYTES	64 /* "America/Argentina/ComodRivadavia" has 32 letters */
#define ZONE_FOLDER	"/usr/share/zoneinfo/"		/* where tzdata stands on every Linux */

static int64_t fixed_sec;
static char zone[ZONE_BYTES] = "UTC";	/* chosen */
static char loaded[ZONE_BYTES];		/* what the C library knows: reading it costs nine calls */

int64_t
clock_now(void)
{
	return fixed_sec != 0 ? fixed_sec : (int64_t)time(NULL);
}

int64_t
clock_now_ms(void)
{
	struct timespec now;

	if (fixed_sec != 0)
		return fixed_sec * 1000;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void
clock_fix(int64_t utc_sec)
{
	fixed_sec = utc_sec;
}

/*
 * A name is letters, digits and "_+-/": no leading slash, no dots, so it cannot leave the zone
 * folder.
 */
static bool
is_zone_file(const char *name)
{
	char path[sizeof(ZONE_FOLDER) + ZONE_BYTES];
	struct stat st;
	const char *c;

	if (!isalpha((unsigned char)name[0]) || strlen(name) >= ZONE_BYTES)
		return false;
	for (c = name; *c != '\0'; c++)
		if (!isalnum((unsigned char)*c) && strchr("_+-/", *c) == NULL)
			return false;
	snprintf(path, sizeof(path), "%s%s", ZONE_FOLDER, name);
	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

bool
clock_zone_exists(const char *name)
{
	return strcmp(name, "UTC") == 0 || is_zone_file(name);
}

void
clock_zone(const char *name)
{
	if (strcmp(name, zone) == 0)
		return;
	if (strcmp(name, loaded) != 0 && !clock_zone_exists(name))
		name = "UTC";
	snprintf(zone, sizeof(zone), "%s", name);
}

/* Only when a time is written: requests of one zone with others in between stay with one file. */
static void
load_zone(void)
{
	if (strcmp(zone, loaded) == 0)
		return;
	memcpy(loaded, zone, sizeof(loaded));
	setenv("TZ", loaded, 1);
	tzset();
}

/* The local time; *zone_name lives until the next call. */
static void
local_time(int64_t utc_sec, struct tm *tm, const char **zone_name)
{
	time_t t = (time_t)utc_sec;

	/* The C library calls it GMT; the same hour by the name that people set. */
	if (strcmp(zone, "UTC") == 0) {
		gmtime_r(&t, tm);
		*zone_name = zone;
		return;
	}
	load_zone();
	localtime_r(&t, tm);
	*zone_name = tm->tm_zone;
}

int64_t
clock_day(int64_t utc_sec)
{
	const char *zone_name;
	struct tm tm;

	local_time(utc_sec, &tm, &zone_name);
	tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
	return (int64_t)timegm(&tm) / DAY_SEC;
}

int64_t
clock_day_in(const char *name, int64_t utc_sec)
{
	char chosen[ZONE_BYTES];
	int64_t day;

	memcpy(chosen, zone, sizeof(chosen));
	clock_zone(name);
	day = clock_day(utc_sec);
	memcpy(zone, chosen, sizeof(zone));
	return day;
}

int64_t
clock_day_begins(int64_t day)
{
	time_t at = (time_t)(day * DAY_SEC);
	struct tm tm;

	gmtime_r(&at, &tm);
	if (strcmp(zone, "UTC") == 0)
		return (int64_t)at;
	load_zone();
	tm.tm_isdst = -1;
	return (int64_t)mktime(&tm);
}

char *
clock_text(struct mem *m, int64_t utc_sec)
{
	char text[TEXT_BYTES];
	const char *zone_name;
	struct tm tm;

	local_time(utc_sec, &tm, &zone_name);
	strftime(text, sizeof(text), "%e %b %Y, %H:%M", &tm);
	return mem_fmt(m, "%s %s", text[0] == ' ' ? text + 1 : text, zone_name);
}

char *
clock_words(struct mem *m, int64_t utc_sec)
{
	const char *zone_name;
	struct tm tm;

	if (language_is_english())
		return clock_text(m, utc_sec);
	local_time(utc_sec, &tm, &zone_name);
	/* Day, month, year, hour, minute, time zone. */
	return mem_fmt(m, language_format("%d %s %d, %02d:%02d %s"), tm.tm_mday,
	    language_word("month", calendar_months[tm.tm_mon]), tm.tm_year + 1900, tm.tm_hour,
	    tm.tm_min, zone_name);
}

char *
clock_iso(struct mem *m, int64_t utc_sec)
{
	char text[TEXT_BYTES];
	time_t t = (time_t)utc_sec;
	struct tm tm;

	gmtime_r(&t, &tm);
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm);
	return mem_dup(m, text);
}
