/*
 * invoice_fields: an invoice that is to be issued, as the texts that a file or a command line gives
 * by name, and what they mean. It does not know where they came from, and no database.
 */
#ifndef POINTPERSON_TOOLS_INVOICE_FIELDS_H
#define POINTPERSON_TOOLS_INVOICE_FIELDS_H

#include "domain/invoice_issue.h"

#define INVOICE_FIELDS	27	/* how many there are */

/* How a file with types of its own writes it. */
enum invoice_field_kind { INVOICE_TEXT, INVOICE_NUMBER, INVOICE_FLAG };

struct invoice_field {
	const char		*name;
	const char		*help;		/* one line */
	enum invoice_field_kind	 kind;
	bool			 is_of_line;	/* else of the invoice as a whole */
	bool			 is_required;	/* none can do without */
};

extern const struct invoice_field invoice_fields[INVOICE_FIELDS];

/* What was given for each field; "" for nothing. */
struct invoice_texts {
	const char	*values[INVOICE_FIELDS];
};

/* One invoice, read. */
struct invoice_to_be {
	int64_t		 account_id;	/* whom it is issued to */
	struct invoice	 invoice;	/* without seller and buyer */
	const char	*pdf;		/* path of the document it brings along, "" none */
	const char	*place;		/* where it stands: "row 4"; "" nothing to say */
};

/* Reads texts, and tells what cannot be read. */
struct invoice_reader {
	struct mem	*mem;
	const char	*place;		/* being read: "row 4", "invoice 3, line 2"; "" the whole */
	void		(*tell)(const char *place, const char *text);
	bool		 has_problem;	/* something was told */
};

/* Which field is called that; INVOICE_FIELDS: none is. */
size_t		 invoice_field_find(const char *name);

/* No field was given. */
struct invoice_texts	 invoice_texts_none(void);

/* What was given for the field of that name. Asking for one that there is not is a bug. */
const char	*invoice_texts_get(const struct invoice_texts *, const char *name);

/* Says that the field of that name has this value. A name that there is not is a bug. */
void		 invoice_texts_set(struct invoice_texts *, const char *name, const char *value);

/* Tells a problem of what is being read. */
void		 invoice_reader_complain(struct invoice_reader *, const char *text);

/* What the fields of the invoice as a whole mean; the lines are left open. */
void		 invoice_read_head(struct invoice_reader *, const struct invoice_texts *,
		    struct invoice_to_be *);

/* What the fields of one line mean. */
void		 invoice_read_line(struct invoice_reader *, const struct invoice_texts *,
		    struct invoice_line *);

#endif
