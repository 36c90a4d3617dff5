/*
 * invoice_file: reads a file of invoices that are to be issued: a CSV file with a row for each line
 * of an invoice, whose first row names the columns. Rows with the same account and reference are
 * one invoice, and stand together. It knows no database.
 */
#ifndef POINTPERSON_TOOLS_INVOICE_FILE_H
#define POINTPERSON_TOOLS_INVOICE_FILE_H

#include "domain/invoice_issue.h"

#define INVOICE_FILE_MAX	(16 * 1024 * 1024)	/* bytes of one file */
#define INVOICE_FILE_ROWS_MAX	20000			/* lines of invoices in one file */

/* One invoice of the file. */
struct invoice_to_be {
	int64_t		 account_id;	/* whom it is issued to */
	struct invoice	 invoice;	/* without seller and buyer */
	const char	*of_number;	/* of a note: the number of the invoice it corrects */
	const char	*pdf;		/* path of the document it brings along, "" none */
	size_t		 row;		/* of its first line, as a spreadsheet counts them */
};

struct invoice_file {
	struct invoice_to_be	*invoices;	/* in the order of the file */
	size_t			 count;		/* how many */
};

/*
 * Reads the whole file into the arena. Each problem is handed to complain() with the row it is
 * about, 0 for the file as a whole; all of them are told. ERR_INVALID: there was one.
 */
enum err	 invoice_file_read(struct mem *, const char *path, struct invoice_file *,
		    void (*complain)(size_t row, const char *text)) MUST_CHECK;

/* The names of the columns with what each holds, for --help. */
void		 invoice_file_columns(void (*each)(const char *name, const char *help));

#endif
