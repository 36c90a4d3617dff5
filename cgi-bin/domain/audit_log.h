/*
 * audit_log: an account's events by who, what, about whom and when, newest first, and as a file.
 */
#ifndef POINTPERSON_DOMAIN_AUDIT_LOG_H
#define POINTPERSON_DOMAIN_AUDIT_LOG_H

#include "domain/audit.h"

struct str;

#define AUDIT_LOG_MAX 50	/* events of one page */

/* Which events; "" and 0 leave a column open. */
struct audit_filter {
	const char	*who;		/* the actor's name, as the events have it */
	const char	*area;		/* the first word of an action: "contact" */
	const char	*action;	/* "contact.update" */
	const char	*about;		/* the object's name, as the events have it */
	const char	*kind;		/* of object: "contact_person" */
	int64_t		 object_id;	/* of that kind */
	int64_t		 from_at;	/* UTC seconds, from this one on */
	int64_t		 until_at;	/* up to the second before this one */
	int64_t		 before_at;	/* older than this one, */
	int64_t		 before_id;	/* or of its second and with a lower id: the next page */
};

/*
 * When the day of "2026-04-01" begins in the reader's zone, or the day that is `more` days later:
 * UTC seconds. ERR_INVALID: it is no day.
 */
enum err	 audit_log_day(const char *text, int more, int64_t *at) MUST_CHECK;

/* May the actor see old and new values of this kind of object? */
bool		 audit_log_may_see(const struct actor *, const char *kind);

/* The account's newest events that fit, newest first, at most `most`; *count is how many. */
enum err	 audit_log_list(struct context *, const struct audit_filter *,
		    struct audit_entry *, size_t most, size_t *count) MUST_CHECK;

enum audit_file { AUDIT_CSV, AUDIT_JSON };

/* A file of all that fit while it is made: begins with the filter and the kind. */
struct audit_export {
	struct audit_filter	 filter;	/* what is not written yet */
	enum audit_file		 kind;
	int64_t			 count;		/* events written */
	bool			 has_begun;
};

/*
 * Adds the next events to `piece`, 25 MiB at most; *is_last: there are no more. Old and new values
 * are left out where the actor may not see what they are about. CSV: as csv_write; times are UTC.
 * JSON: one array, an event a line. The last line of a CSV file says that it is, and how many
 * events there are. Where it fails it adds a line that says that the file is not complete.
 */
enum err	 audit_log_next(struct context *, struct audit_export *, struct str *piece,
		    bool *is_last) MUST_CHECK;

#endif
