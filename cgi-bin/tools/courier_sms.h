/*
 * courier_sms: turns a text message into a request to the gateway that the settings describe, and
 * judges its answer.
 */
#ifndef POINTPERSON_TOOLS_COURIER_SMS_H
#define POINTPERSON_TOOLS_COURIER_SMS_H

#include "tools/courier.h"

/* How a value is written so that it stays a value. */
enum sms_escape {
	SMS_ESCAPE_FORM,	/* application/x-www-form-urlencoded, and addresses */
	SMS_ESCAPE_JSON,	/* inside a string's quotes */
	SMS_ESCAPE_XML,		/* text or a quoted attribute */
	SMS_ESCAPE_NONE		/* plain text, and headers */
};

/* What the settings' $words stand for. */
struct sms_values {
	const char	*to;		/* E.164 */
	const char	*text;		/* the message */
	const char	*template_id;	/* registered id, may be "" */
	const char	*sender;	/* may be "" */
	const char	*secret;	/* may be "" */
};

/*
 * Puts the values in the places of $to, $text, $template_id, $sender and $secret. Any other "$"
 * stays. In the arena.
 */
const char	*courier_sms_fill(struct mem *, const char *pattern, const struct sms_values *,
		    enum sms_escape);

/* How values are written in a body of the kind that the headers tell. */
enum sms_escape	 courier_sms_escape(const struct config_pairs *headers);

/* Is this what a good answer holds? "" anything, /pattern/ (extended, POSIX), else the text. */
bool		 courier_sms_is_success(struct mem *, const char *success, const char *answer);

/* The registered id of a template: its own, else the common one, else "". */
const char	*courier_sms_template_id(struct mem *, const struct config_sms *,
		    const char *template);

/* Gives the message to the gateway. */
struct outcome	 courier_sms(struct courier *, const struct outbox_job *, const char *text);

#endif
