/*
 * purge: puts away what says nothing any more: ended sessions and their forms, throttles long free,
 * codes, changes of email that nobody can take back, answered challenges, invitations long too old.
 * For courier, and for the command line where no courier runs.
 */
#ifndef POINTPERSON_DOMAIN_PURGE_H
#define POINTPERSON_DOMAIN_PURGE_H

#include "domain/context.h"

/* Any number of these may run at a time. An error of one kind leaves those behind it for later. */
enum err	 purge(struct context *) MUST_CHECK;

#endif
