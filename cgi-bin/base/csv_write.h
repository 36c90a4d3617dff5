/*
 * csv_write: cells of a file for spreadsheets: comma separated (RFC 4180), UTF-8.
 */
#ifndef POINTPERSON_BASE_CSV_WRITE_H
#define POINTPERSON_BASE_CSV_WRITE_H

struct str;

#define CSV_BYTE_ORDER_MARK	"\xef\xbb\xbf"	/* what Excel wants at the beginning */

/*
 * Adds a cell in quotes, and what stands behind it: a comma, or the end of the row. A text that a
 * spreadsheet would take for a formula begins with an apostrophe (LIBRARIES.md 1.5).
 */
void	 csv_cell(struct str *, const char *text, const char *behind);

#endif
