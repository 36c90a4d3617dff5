/*
 * audit_seal: the chain of audit events, one for each account and one, number 0, for events of no
 * account. A seal is keyed BLAKE2b over the seal before it, its place and the signature of its
 * event; so an event that is changed, taken out or put in is found by whoever has the key
 * (audit_verify.h).
 *
 * Writers of events do not wait for each other: `courier` seals what is committed, a second later.
 */
#ifndef POINTPERSON_DOMAIN_AUDIT_SEAL_H
#define POINTPERSON_DOMAIN_AUDIT_SEAL_H

#include "domain/audit_sign.h"

#define AUDIT_SEAL_MOST		10000	/* events that audit_seal_some() seals */

/* No transaction that wrote an event is open for longer; UTC seconds. */
#define AUDIT_SETTLED_SEC	600

/* Reads events that have no seal: those behind one, so many, of all accounts. */
#define AUDIT_SELECT_UNSEALED                                                                      \
	"SELECT " AUDIT_SIGNED_COLUMNS " FROM audit_event e FORCE INDEX (PRIMARY)"                 \
	" LEFT JOIN audit_seal s ON s.event_id = e.id" AUDIT_JOIN_VALUES                           \
	" WHERE e.id > ? AND s.event_id IS NULL ORDER BY e.id LIMIT ?"

/* Where a chain stands: the last seal, or where it began. Position 0: nowhere yet. */
struct audit_place {
	int64_t		 position;
	unsigned char	 hash[CRYPT_HASH_BYTES];
};

/* What one who seals again and again remembers. */
struct audit_sealing {
	int64_t	settled;	/* whatever came to be up to this event is sealed */
	int64_t	next;		/* so will be up to this one, AUDIT_SETTLED_SEC after ... */
	int64_t	next_at;	/* UTC seconds */
	int64_t	refused;	/* the newest event without a signature that was told of */
	int64_t	after;		/* there is more behind this event: call again; 0 there is not */
};

/*
 * Looks where to go on, so that not all events are read again: behind those that were settled when
 * somebody last sealed. From the first event on, whatever was sealed: leave all zeros instead.
 */
enum err	 audit_seal_begin(struct context *, struct audit_sealing *) MUST_CHECK;

/*
 * Seals what is not sealed, some at a time, each time in a transaction of its own, and
 * AUDIT_SEAL_MOST events at most, so that its caller is not kept for long: see `after`. *count is
 * how many it sealed. An event that this portal did not write is left as it is, with a line in the
 * log. ERR_RETRY: another sealed at the same time; call it again.
 */
enum err audit_seal_some(struct context *, struct audit_sealing *, size_t *count) MUST_CHECK;

/* The same until nothing is left, as often as it takes. *count is how many it sealed in all. */
enum err	 audit_seal_all(struct context *, struct audit_sealing *, size_t *count) MUST_CHECK;

/* The seal of an event at the place behind `before`, given at that time (UTC seconds). */
void audit_seal_hash(const struct config *, int64_t chain, const struct audit_place *before,
    const struct audit_signed *, int64_t sealed_at, unsigned char hash[CRYPT_HASH_BYTES]);

/*
 * Where the chain began anew when old events were put away, position 0 where it did not.
 * *is_ours: this portal made that beginning.
 */
enum err audit_seal_start(struct context *, int64_t chain, struct audit_place *,
    bool *is_ours) MUST_CHECK;

/*
 * The chain begins anew behind that place: what stands before it may go. For whoever may change
 * tables.
 */
enum err audit_seal_start_anew(struct context *, int64_t chain,
    const struct audit_place *) MUST_CHECK;

/* Where the chain stands now: its last seal, or its beginning. */
enum err audit_seal_last(struct context *, int64_t chain, struct audit_place *) MUST_CHECK;

#endif
