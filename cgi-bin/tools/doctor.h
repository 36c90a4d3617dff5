/*
 * doctor: what the two halves of `pointperson doctor` share: how a finding is printed and counted.
 */
#ifndef POINTPERSON_TOOLS_DOCTOR_H
#define POINTPERSON_TOOLS_DOCTOR_H

#include "tools/tool.h"

enum grade { GRADE_OK, GRADE_WARN, GRADE_FAIL, GRADE__MAX };

struct doctor {
	struct tool	*tool;
	struct db	*db;		/* as the application */
	bool		 has_failed;	/* something was GRADE_FAIL */
	/* Where a finding goes; `how` is what to do, "" where it is well. */
	void		(*report)(void *closure, enum grade, const char *what, const char *how);
	void		*closure;	/* given to report */
};

/* One line of the table: what was looked at and, unless it is well, what to do. */
void doctor_report(struct doctor *, enum grade, const char *what, const char *format, ...)
	    __attribute__((format(printf, 4, 5)));

/*
 * The sockets of the pages, by their names, where there are any in paths.run: each is there, for
 * the web server alone, and somebody waits at it.
 */
void doctor_check_sockets(struct doctor *, const char *const *pages, size_t count);

/*
 * The site as a browser reaches it from this machine: it answers, gives out no settings, templates
 * or statements, and takes forms as large as the settings allow. Without libcurl it says that it
 * cannot.
 */
void doctor_check_web(struct doctor *);

/* All that needs the database; only the first line where it cannot be reached. */
void doctor_check_database(struct doctor *);

#endif
