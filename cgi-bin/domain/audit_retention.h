/*
 * audit_retention: puts audit events away that are older than they are kept for. The chain begins
 * anew behind them, from the seal of the last one. For whoever may change tables: the application
 * may not.
 */
#ifndef POINTPERSON_DOMAIN_AUDIT_RETENTION_H
#define POINTPERSON_DOMAIN_AUDIT_RETENTION_H

#include "domain/audit_seal.h"

/*
 * The place of the last event of a chain that is older than that, as are all before it; and its
 * seal. Position 0: there is none.
 */
enum err audit_retention_find(struct context *, int64_t chain, int64_t before_at,
    struct audit_place *) MUST_CHECK;

/*
 * Puts away the oldest of them up to that place, `most` at most, in a transaction of the caller,
 * and writes the event "audit.purge". *count is how many; fewer than `most`: all are put away. The
 * chain must have been verified before: what is put away can be looked at no more.
 */
enum err audit_retention_some(struct context *, int64_t chain, const struct audit_place *last,
    size_t most, size_t *count) MUST_CHECK;

#endif
