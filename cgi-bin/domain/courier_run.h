/*
 * courier_run: when a courier last looked for messages, for doctor and /readyz. Knows nothing of
 * what it found.
 */
#ifndef POINTPERSON_DOMAIN_COURIER_RUN_H
#define POINTPERSON_DOMAIN_COURIER_RUN_H

#include "domain/context.h"

#define COURIER_RUN_NEVER	(-1)	/* none has looked since the tables were made */
#define COURIER_RUN_EVERY_SEC	60	/* how often one that runs all the time says so */

/* A courier looks now. */
enum err	 courier_run_note(struct context *) MUST_CHECK;

/* Seconds since one looked, or COURIER_RUN_NEVER. */
enum err	 courier_run_age(struct context *, int64_t *age_sec) MUST_CHECK;

#endif
