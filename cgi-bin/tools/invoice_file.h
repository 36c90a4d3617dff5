/*
 * invoice_file: reads a file of invoices that are to be issued, in one of two formats: a CSV file
 * with a row for each line of an invoice, whose first row names the fields; or a JSON file, a list
 * of invoices with their lines. Both give the same fields (tools/invoice_fields.h). It knows no
 * database.
 */
#ifndef POINTPERSON_TOOLS_INVOICE_FILE_H
#define POINTPERSON_TOOLS_INVOICE_FILE_H

#include "tools/invoice_fields.h"

#define INVOICE_FILE_MAX	(16 * 1024 * 1024)	/* bytes of one file */
#define INVOICE_FILE_LINES_MAX	20000			/* lines of invoices in one file */

struct invoice_file {
	struct invoice_to_be	*invoices;	/* in the order of the file */
	size_t			 count;		/* how many */
};

/*
 * Reads the whole file into the arena: JSON where `format` is "json", or "" and the name ends so;
 * else CSV. Each problem is handed to tell() with the place it is about, "" for the file as a
 * whole; all of them are told. ERR_INVALID: there was one.
 */
enum err	 invoice_file_read(struct mem *, const char *path, const char *format,
		    struct invoice_file *, void (*tell)(const char *place, const char *text))
		    MUST_CHECK;

/*
 * Reads a CSV file whose rows are the lines of one invoice, without the fields of the whole; "-" is
 * the standard input. As above; the lines are in the arena.
 */
enum err	 invoice_file_read_lines(struct mem *, const char *path, struct invoice *,
		    void (*tell)(const char *place, const char *text)) MUST_CHECK;

/* Can JSON be read? False where it is built without jansson. */
bool		 invoice_json_is_known(void);

/*
 * The readers, for the functions above and their tests: of a text that ends with a NUL. What is
 * wrong is told by the reader.
 */
void		 invoice_csv_read(struct invoice_reader *, const char *text,
		    struct invoice_file *);
void		 invoice_csv_read_lines(struct invoice_reader *, const char *text,
		    struct invoice *);
void		 invoice_json_read(struct invoice_reader *, const char *text, size_t length,
		    struct invoice_file *);

#endif
