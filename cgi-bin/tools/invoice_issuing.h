/*
 * invoice_issuing: one invoice or note that was read, issued with all that belongs to it: parties,
 * number, document, registration, mail. Every command that issues does it here.
 */
#ifndef POINTPERSON_TOOLS_INVOICE_ISSUING_H
#define POINTPERSON_TOOLS_INVOICE_ISSUING_H

#include "tools/invoice_fields.h"
#include "tools/invoice_mailing.h"
#include "tools/tool.h"

struct invoice_issuing {
	const struct invoice_to_be *now;	/* being issued, as it was read */
	struct invoice		 invoice;	/* filled in: as it was issued */
	struct invoice_trial	*trial;		/* only tried, to be undone; else NULL */
	/*
	 * Of a note whose lines come from the invoice that it corrects: fills them in, in the arena
	 * of the context; else NULL. ERR_INVALID: see the problems.
	 */
	enum err		 (*choose)(struct context *, struct invoice_issuing *,
				    const struct invoice *corrected);
	const void		*choice;	/* for choose() */
	struct invoice_mailing	 mailing;	/* what is mailed; the caller counts */
	struct problems		 problems;	/* filled in: of that one */
	const char		*was_issued_as;	/* filled in: its number; "" it was not before */
};

/*
 * Work for tool_transaction(), whose closure is a struct invoice_issuing: issues what `now` says,
 * unless something was issued under its reference before. ERR_INVALID: see the problems; nothing
 * may be kept. ERR_RETRY: others issued the same meanwhile; again.
 */
enum err	 invoice_issuing_run(struct context *, void *closure) MUST_CHECK;

/* Can invoices be issued and drawn as the settings say? Complains where they cannot. */
bool		 invoice_issuing_is_ready(struct tool *);

/* Complains of each problem, with the place of the invoice in front where it has one. */
void		 invoice_issuing_tell(const struct invoice_issuing *, struct mem *);

/* A place and what is to be said of it, on standard error. */
void		 invoice_complain(const char *place, const char *text);

#endif
