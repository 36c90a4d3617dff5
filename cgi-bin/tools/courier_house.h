/*
 * courier_house: what courier does besides sending: it says that it runs, seals the audit log, puts
 * away what is too old and writes what is due to be asked and told. Asked after each message, it
 * does of these what their time has come for. Knows nothing of mail servers.
 */
#ifndef POINTPERSON_TOOLS_COURIER_HOUSE_H
#define POINTPERSON_TOOLS_COURIER_HOUSE_H

#include "domain/audit_seal.h"
#include "domain/context.h"

/* What was done when; all zero at first. Times in UTC seconds. */
struct courier_house {
	int64_t		 noted_at;	/* that it runs */
	int64_t		 swept_at;	/* the last round of putting away */
	int64_t		 told_at;	/* the last that told all seals */
	struct audit_sealing sealing;	/* where sealing goes on */
	bool		 is_sealing;	/* it has begun */
	int64_t		 sealed_at;	/* the last time; once a second is enough */
};

/* Says that a courier looks for messages, where it is time to. */
enum err	 courier_house_note(struct context *, struct courier_house *) MUST_CHECK;

/*
 * Seals, puts away, asks and tells, what is due. Clears the arena. Each begins and commits of its
 * own. Errors are those of sealing; what else does not work now is tried again the next time.
 */
enum err	 courier_house_keep(struct context *, struct courier_house *) MUST_CHECK;

#endif
