#include "base/banned.h"
#include "domain/category.h"

#include <string.h>

static const struct {
	const char	*name;
	const char	*text;
} categories[CATEGORY__MAX] = {
	[CATEGORY_CODES] = { "codes", "Security codes" },
	[CATEGORY_CRITICAL] = { "critical", "Critical alerts" },
	[CATEGORY_ACCOUNT] = { "account", "Account notices" },
	[CATEGORY_BILLING] = { "billing", "Billing and invoices" },
	[CATEGORY_TECHNICAL] = { "technical", "Technical notices" },
	[CATEGORY_COMPLIANCE] = { "compliance", "Compliance" },
};

const char *
category_name(enum category c)
{
	return categories[c].name;
}

const char *
category_text(enum category c)
{
	return categories[c].text;
}

uint64_t
category_first_bits(const char *kind, bool is_primary)
{
	enum category own = CATEGORY_ACCOUNT;	/* of an alternate */
	enum category c;

	for (c = CATEGORY_BILLING; c < CATEGORY__MAX; c++)
		if (strcmp(kind, categories[c].name) == 0)
			own = c;
	return category_bits_as(CATEGORY_BIT(own), is_primary);
}

uint64_t
category_bits_as(uint64_t bits, bool is_primary)
{
	return is_primary ? bits | CATEGORY_OF_PRIMARY : bits & ~CATEGORY_OF_PRIMARY;
}
