/*
 * billing_check: which billing details are refused, which are worth a second look, and what is
 * missing until they are complete. It asks no database.
 */
#ifndef POINTPERSON_DOMAIN_BILLING_CHECK_H
#define POINTPERSON_DOMAIN_BILLING_CHECK_H

#include "base/problems.h"
#include "domain/billing_details.h"

#define BILLING_LACKS_MAX	7	/* what can be missing */

/* Something that is missing. */
struct billing_lack {
	const char	*link;		/* a path of ours where it is added */
	const char	*text;		/* "the legal name" */
};

/*
 * Puts what was typed into the form in which it is stored: GSTIN and PAN without spaces, the
 * country's name, the registration that the numbers tell, the State of the GSTIN where none was
 * chosen. Adds a problem for each value that is refused.
 */
void		 billing_check(struct mem *, struct billing_details *, struct problems *);

/*
 * Adds a warning for what does not fit together: GSTIN, PAN, State and PIN code. Nothing is refused
 * for it: each can be right all the same.
 */
void		 billing_look(struct mem *, const struct billing_details *, struct problems *);

/* What is missing, at most BILLING_LACKS_MAX; returns how many. */
size_t		 billing_missing(const struct billing_details *,
		    struct billing_lack lacks[BILLING_LACKS_MAX]);

#endif
