#include "base/banned.h"
#include "tools/invoice_which.h"

#include "base/calendar.h"

enum err
invoice_which_year(const struct tool *t, int *year)
{
	*year = 0;
	if (!tool_has(t, "year") ||
	    calendar_financial_year_read(t->mem, tool_value(t, "year"), year) == ERR_OK)
		return ERR_OK;
	tool_complain("--year: give a financial year like 2024-25.");
	return ERR_INVALID;
}

const char *
invoice_which_name(const struct tool *t, const char *number)
{
	return tool_has(t, "year") ? mem_fmt(t->mem, "%s of %s", number, tool_value(t, "year")) :
	    number;
}
