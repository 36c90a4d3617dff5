/*
 * courier_mail: writes and reads a mail as it travels (RFC 5322, MIME): the one place that knows
 * GMime.
 */
#ifndef POINTPERSON_TOOLS_COURIER_MAIL_H
#define POINTPERSON_TOOLS_COURIER_MAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "base/mem.h"

struct attachment;

struct mail {
	const char	*from_name;	/* any script, may be "" */
	const char	*from;		/* address */
	const char	*to_name;	/* any script, may be "" */
	const char	*to;		/* address */
	const char	*reply_to;	/* address, "" or NULL: that of from */
	const char *shown_to;	/* whom it names in To and Cc (domain/outbox.h); "" only `to` */
	const char	*subject;	/* any script */
	const char	*text;		/* UTF-8, any number of lines */
	const char	*html;		/* the same as HTML */
	const struct attachment *attached;	/* a file that goes along; NULL none */
	const char	*message_id;	/* without the angle brackets */
	int64_t		 date;		/* UTC seconds */
};

/* Before and after everything else here, once in a process. */
void	 courier_mail_init(void);
void	 courier_mail_release(void);

/*
 * Both parts as multipart/alternative, with a file in a multipart/mixed around them, in ASCII with
 * lines of at most 998 bytes. has_crlf: lines end as SMTP wants them, else as files do. In the
 * arena. ERR_INVALID: a header would hold control characters, or an address is none.
 */
enum err courier_mail_build(struct mem *, const struct mail *, bool has_crlf, const char **bytes,
    size_t *length) MUST_CHECK;

/* What a mail that came back tells, in its own words. In the arena, "" where it has none. */
struct mail_report {
	const char	*recipients;	/* whom its headers name, surest first, one a line */
	const char	*status;	/* its message/delivery-status part (RFC 3464 2.1) */
};

/*
 * Reads them. The report may stand in any part of the mail, but not within another mail that it
 * holds. ERR_MALFORMED: it is no mail, or has more parts than any report.
 */
enum err courier_mail_report(struct mem *, const char *bytes, size_t length,
    struct mail_report *) MUST_CHECK;

/*
 * Prints a mail that stands in a file for people to read: who, what, and its text. ERR_MISSING: it
 * cannot be opened. ERR_INVALID: it is no mail.
 */
enum err courier_mail_show(const char *file, FILE *to) MUST_CHECK;

#endif
