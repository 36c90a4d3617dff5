/*
 * invoice_single: what the commands share that issue one invoice or note from their options, which
 * are called as the fields of a file are ("issued-on" for issued_on).
 */
#ifndef POINTPERSON_TOOLS_INVOICE_SINGLE_H
#define POINTPERSON_TOOLS_INVOICE_SINGLE_H

#include "tools/invoice_issuing.h"

/* Options of one line. */
#define INVOICE_LINE_OPTIONS                                                                       \
	{ "description", "TEXT", "what was supplied", false },                                     \
	{ "sac", "CODE", "SAC or HSN code, 4 to 8 digits", false },                                \
	{ "quantity", "NUMBER", "how much, like 3 or 2.5; 1", false },                             \
	{ "unit", "TEXT", "of what: month, user", false },                                         \
	{ "price", "RUPEES", "of one, without tax", false },                                       \
	{ "discount", "RUPEES", "off it, without tax", false },                                    \
	{ "rate", "PERCENT", "of tax in all, like 18", false }

/* Every option that is called as a field; issued today where it does not say when. */
struct invoice_texts	 invoice_single_texts(struct tool *);

/* Name of the first option of a line that was given; NULL: none was. */
const char		*invoice_single_line_option(struct tool *);

/* One line, from its options. ERR_INVALID: it was told what is wrong. */
enum err		 invoice_single_line(struct tool *, struct invoice *) MUST_CHECK;

/*
 * The invoice as a whole, from the texts. ERR_INVALID: it was told what is wrong.
 */
enum err		 invoice_single_head(struct tool *, const struct invoice_texts *,
			    struct invoice_to_be *) MUST_CHECK;

/*
 * Issues it, or only tries where the option "dry-run" was given, and says what came of it: its
 * number alone on standard output, also where it was issued before.
 */
enum tool_exit		 invoice_single_issue(struct tool *, struct invoice_issuing *);

#endif
