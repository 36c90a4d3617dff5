/*
 * courier_status: the enhanced status codes of mail servers (RFC 3463), "5.1.1": why a message was
 * refused, in a form that programs understand.
 */
#ifndef POINTPERSON_TOOLS_COURIER_STATUS_H
#define POINTPERSON_TOOLS_COURIER_STATUS_H

#include <stdbool.h>

#include "base/mem.h"

/* The first code of class 4 or 5 in a text, "" where there is none. In the arena. */
const char	*courier_status_in(struct mem *, const char *text);

/*
 * What a refusal with this reply says of the address: the code in its words where both are of one
 * class; "5.0.0" for a bare 550, 551 or 553, which are about the mailbox (RFC 5321 4.2.2); else "".
 * In the arena.
 */
const char	*courier_status_of_reply(struct mem *, int code, const char *words);

/*
 * Is a refusal at RCPT about us, who hand the mail over, and not about the recipient? A server that
 * puts off what it has against the client or the sender until then (Postfix: smtpd_delay_reject)
 * says it there: relaying denied, the sender not allowed, the client or its name refused or on a
 * list of blocked ones. sender: the address of our envelope.
 */
bool		 courier_status_is_about_us(struct mem *, int code, const char *words,
		    const char *sender);

#endif
