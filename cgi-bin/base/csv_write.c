#include "base/banned.h"
#include "base/csv_write.h"

#include <string.h>

#include "base/str.h"

/* What a spreadsheet takes for the beginning of a formula. */
static const char FORMULA[] = "=+-@\t\r";

void
csv_cell(struct str *out, const char *text, const char *behind)
{
	str_add_char(out, '"');
	if (text[0] != '\0' && strchr(FORMULA, text[0]) != NULL)
		str_add_char(out, '\'');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			str_add_char(out, '"');
		str_add_char(out, *text);
	}
	str_add_fmt(out, "\"%s", behind);
}
