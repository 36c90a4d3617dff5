/*
 * audit_verify: whether the audit events are those that were written, all of them and in their
 * order. Reads only; in a snapshot of the caller's (base/db.h), so that what is put away or erased
 * meanwhile is not taken for tampering.
 */
#ifndef POINTPERSON_DOMAIN_AUDIT_VERIFY_H
#define POINTPERSON_DOMAIN_AUDIT_VERIFY_H

#include "domain/audit_seal.h"

#define AUDIT_VERIFY_NO_CHAIN	(-1)	/* before the first */

/*
 * Courier seals within seconds. What was sealed so much later was there before seals were, waited
 * for a courier, or has lost its first seal; UTC seconds.
 */
#define AUDIT_LATE_SEC	86400

/* What is wrong with an event. */
enum audit_fault {
	AUDIT_WHOLE = 0,	/* nothing */
	AUDIT_START_FORGED,	/* the chain's beginning was not made by this portal */
	AUDIT_SEAL_GONE,	/* the seal at this place, and with it the event, is not there */
	AUDIT_EVENT_GONE,	/* its seal is there */
	AUDIT_CHANGED,		/* not as it was written */
	AUDIT_VALUES_CHANGED,	/* what it tells of the object is not what was written */
	AUDIT_VALUES_GONE,	/* the same, and no event says that it was erased */
	AUDIT_OUT_OF_PLACE,	/* another event was sealed here */
	AUDIT_END_GONE,		/* a seal that was told as the newest is not there, or is another */
	AUDIT_PUT_IN,		/* not sealed, and not written by this portal */
	AUDIT_UNSEALED		/* written by this portal, but no courier has sealed it */
};

/* The first thing that is wrong, and what was looked at before it. */
struct audit_finding {
	enum audit_fault fault;
	int64_t		 chain;		/* an account, or 0 */
	int64_t		 position;	/* in the chain; 0 of an event that is not sealed */
	int64_t		 event_id;	/* 0: not known any more */
	int64_t		 count;		/* events that are as they were written */
	int64_t		 erased;	/* of them, without what they told */
	int64_t		 late;		/* of them, sealed AUDIT_LATE_SEC after they were written */
	int64_t		 newest_at;	/* UTC seconds when the last of them was sealed; 0 none */
	struct audit_place last;	/* and its place */
};

/* A newest seal as it was told once. */
struct audit_told {
	int64_t			 chain;
	struct audit_place	 place;
};

/*
 * The chain behind this one that the database has seals or events of, or `told` (see below);
 * *chain is AUDIT_VERIFY_NO_CHAIN where there is none.
 */
enum err audit_verify_next(struct context *, const struct audit_told *told, size_t told_count,
    int64_t *chain) MUST_CHECK;

/*
 * Walks one chain to its first fault. `told`: newest seals of any chain as they are known from
 * elsewhere; those of the database are looked at besides.
 */
enum err audit_verify_chain(struct context *, int64_t chain, const struct audit_told *told,
    size_t told_count, struct audit_finding *) MUST_CHECK;

/*
 * Looks through what is not sealed of one chain, for what was put in rather than for what only
 * waits for courier. Events younger than AUDIT_SETTLED_SEC may still wait: they are counted.
 */
enum err audit_verify_unsealed(struct context *, int64_t chain,
    struct audit_finding *) MUST_CHECK;

/* The same of all chains, of what is new or waits behind the newest seals: for doctor. */
enum err	 audit_verify_newest(struct context *, struct audit_finding *) MUST_CHECK;

#endif
