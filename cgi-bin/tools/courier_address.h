/*
 * courier_address: the addresses that the courier makes by itself, and how one is written in a log.
 */
#ifndef POINTPERSON_TOOLS_COURIER_ADDRESS_H
#define POINTPERSON_TOOLS_COURIER_ADDRESS_H

#include "base/config.h"

#define COURIER_BOUNCE_PURPOSE	"bounce"	/* of the MAC in an envelope sender */

/*
 * The envelope sender of a message: where it comes back to. bounce+ID.MAC@mail.bounce_domain, so
 * that what comes back means exactly this message and cannot be made up; mail.from where there is
 * no such domain. The MAC is hexadecimal: some servers change the case of what stands before "@".
 */
char	*courier_sender(struct mem *, const struct config *, int64_t message_id);

/*
 * The other way round: the message that the first of our envelope senders within a text names, such
 * as the value of a header. Letters may be large or small, and the domain may be another one, as
 * behind an alias: the MAC alone tells that it is ours. 0: there is none with a right MAC.
 */
int64_t	 courier_sender_id(struct mem *, const struct config *, const char *text);

/*
 * Its Message-Id without the angle brackets, the same at every try: a server that is given a
 * message twice can tell.
 */
char	*courier_message_id(struct mem *, const struct config *, int64_t message_id);

/* "a...@example.in", "...34" of a telephone number: enough to recognise, too little to use. */
char	*courier_mask(struct mem *, const char *recipient);

#endif
