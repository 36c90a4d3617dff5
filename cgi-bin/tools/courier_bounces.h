/*
 * courier_bounces: the command `courier bounce`: brings reports of mail that did not arrive from a
 * pipe or a maildir to the database.
 */
#ifndef POINTPERSON_TOOLS_COURIER_BOUNCES_H
#define POINTPERSON_TOOLS_COURIER_BOUNCES_H

#include "domain/context.h"
#include "tools/tool.h"

/* What the command line asks for. */
struct bounce_call {
	const char	*to;		/* recipient of the envelope, "" not given */
	const char	*folder;	/* a maildir, NULL: one report from standard input */
};

/* Reads the words behind "bounce"; false where they are wrong. */
bool		 courier_bounces_words(int count, char **words, struct bounce_call *);

/*
 * Records one report, or all of the maildir. Only what could not be recorded is left there:
 * TOOL_LATER. TOOL_FAILED: the folder cannot be used.
 */
enum tool_exit	 courier_bounces(struct context *, const struct bounce_call *) MUST_CHECK;

#endif
