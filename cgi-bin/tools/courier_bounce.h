/*
 * courier_bounce: reads a report of mail that did not arrive (a delivery status notification,
 * RFC 3464), as any mail server writes it. It changes nothing and knows no database.
 */
#ifndef POINTPERSON_TOOLS_COURIER_BOUNCE_H
#define POINTPERSON_TOOLS_COURIER_BOUNCE_H

#include "base/config.h"
#include "domain/bounce.h"

#define COURIER_BOUNCE_MAX	(1024 * 1024)	/* bytes of a mail that are looked at */

/*
 * Reads the mail that came back to `to`, the recipient of its envelope; "": its headers tell. All
 * text in the arena.
 *
 * ERR_FORGED: it did not come to a sender of ours (courier_sender()), or that has a wrong MAC.
 * ERR_MALFORMED: there is no report in it, as in an answer that somebody wrote.
 */
enum err courier_bounce_read(struct mem *, const struct config *, const char *to,
    const char *bytes, size_t length, struct bounce_report *) MUST_CHECK;

#endif
