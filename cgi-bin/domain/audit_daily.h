/*
 * audit_daily: the newest seal of each chain is noted once a day, and told by mail: whoever removes
 * the newest events, and the note of them, cannot remove them from somebody's mailbox.
 *
 * Of an account it goes to those who are chosen for Compliance, and to nobody in their stead: it is
 * of use only to who keeps it. Of the events of no account it goes to the support of the provider.
 */
#ifndef POINTPERSON_DOMAIN_AUDIT_DAILY_H
#define POINTPERSON_DOMAIN_AUDIT_DAILY_H

#include "domain/context.h"

#define AUDIT_DAILY_SEC	86400	/* from one note of a chain to the next, at least */

/*
 * Notes and tells at most `most` chains that have a newer seal than was noted last, a day ago or
 * longer; each in a transaction of its own. Several couriers at once tell nothing twice. *count is
 * how many were due. ERR_RETRY: call it again. For the courier's housekeeping.
 */
enum err	 audit_daily_tell(struct context *, size_t most, size_t *count) MUST_CHECK;

#endif
