/*
 * audit_unsigned: events that were written before events were signed. Knows nothing of seals.
 */
#ifndef POINTPERSON_DOMAIN_AUDIT_UNSIGNED_H
#define POINTPERSON_DOMAIN_AUDIT_UNSIGNED_H

#include "domain/context.h"

/*
 * Signs those behind the event *after that have no signature, oldest first and at most `most`, in a
 * transaction of the caller, and moves *after on. *count is how many. For `pointperson migrate`
 * between the migrations 28 and 29: later there is none, and the application has no right to it.
 */
enum err audit_unsigned_sign(struct context *, int64_t *after, size_t most,
    size_t *count) MUST_CHECK;

#endif
