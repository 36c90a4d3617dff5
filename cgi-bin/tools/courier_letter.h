/*
 * courier_letter: prints the templates of a message. It knows templates and values, and nothing of
 * how a message is sent.
 *
 * A template "access-request" is a folder below templates/mail/ with subject.cs, text.cs and
 * html.cs, or sms.cs for a text message. They see Data.* as the message was given it, and beside it
 * Data.language, Data.site_name, Data.site_url, Data.account_name and Data.recipient_name.
 */
#ifndef POINTPERSON_TOOLS_COURIER_LETTER_H
#define POINTPERSON_TOOLS_COURIER_LETTER_H

#include "tools/courier.h"

struct letter {
	const char	*subject;	/* one line; "" for a text message */
	const char	*text;		/* without HTML */
	const char	*html;		/* "" for a text message */
};

/*
 * ERR_INVALID: a value holds control characters, or the subject more than one line. ERR_MISSING:
 * no such template. ERR_BUG: it does not print, or too much.
 */
enum err courier_letter(struct courier *, const struct outbox_job *, const char *account_name,
    struct letter *) MUST_CHECK;

#endif
