/*
 * category: what messages are about. Each contact person receives some of them; security codes go
 * to the Primary alone.
 */
#ifndef POINTPERSON_DOMAIN_CATEGORY_H
#define POINTPERSON_DOMAIN_CATEGORY_H

#include <stdbool.h>
#include <stdint.h>

/* The numbers are kept in the database (contact_person.category_bits): add at the end. */
enum category {
	CATEGORY_CODES = 0,	/* security codes: the Primary's, and nobody else's */
	CATEGORY_CRITICAL,	/* critical alerts; the Primary always has them */
	CATEGORY_ACCOUNT,
	CATEGORY_BILLING,
	CATEGORY_TECHNICAL,
	CATEGORY_COMPLIANCE,
	CATEGORY__MAX
};

#define CATEGORY_BIT(c)		(UINT64_C(1) << (c))
/* What the Primary cannot be without. */
#define CATEGORY_OF_PRIMARY	(CATEGORY_BIT(CATEGORY_CODES) | CATEGORY_BIT(CATEGORY_CRITICAL))

/* "codes", "critical", ...: in the outbox and in forms. */
const char	*category_name(enum category);

/* "Security codes", ...: as shown. */
const char	*category_text(enum category);

/* What a new person of this kind receives. */
uint64_t	 category_first_bits(const char *kind, bool is_primary);

/* The same bits for somebody who becomes the Primary, or is not it any more. */
uint64_t	 category_bits_as(uint64_t bits, bool is_primary);

#endif
