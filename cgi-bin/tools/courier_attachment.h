/*
 * courier_attachment: the file that goes along with a mail. It is read when the mail is sent: the
 * outbox only names it.
 */
#ifndef POINTPERSON_TOOLS_COURIER_ATTACHMENT_H
#define POINTPERSON_TOOLS_COURIER_ATTACHMENT_H

#include "domain/context.h"
#include "tools/courier.h"

/*
 * The file of the message, in the arena; its bytes are NULL where it has none. ERR_MISSING: its
 * account has no such document. ERR_BUG: it is not what was kept; logged.
 */
enum err courier_attachment(struct context *, const struct outbox_job *,
    struct attachment *) MUST_CHECK;

#endif
