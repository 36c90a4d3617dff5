/*
 * invoice_which: the option by which commands tell apart invoices of the same number.
 */
#ifndef POINTPERSON_TOOLS_INVOICE_WHICH_H
#define POINTPERSON_TOOLS_INVOICE_WHICH_H

#include "tools/tool.h"

/* For the table of options of a command. */
#define INVOICE_YEAR_OPTION                                                                        \
	{ "year", "YEAR", "financial year of that one, like 2024-25, where two have its number",   \
	    false }

/*
 * The year in which the financial year of the option begins, 0 where it was not given. ERR_INVALID:
 * it is none, which is complained about.
 */
enum err	 invoice_which_year(const struct tool *, int *year) MUST_CHECK;

/* "101", or "101 of 2024-25" where the year was given. In the arena. */
const char	*invoice_which_name(const struct tool *, const char *number);

#endif
