/*
 * invoice_draw_none: stands in for invoice_draw.c where the program is built without Pango.
 */
#include "base/banned.h"
#include "tools/invoice_draw.h"

bool
invoice_draw_is_known(void)
{
	return false;
}

bool
invoice_draw_is_picture(const char *bytes, size_t length)
{
	(void)bytes;
	(void)length;
	return true;
}

enum err
invoice_draw(struct mem *m, const struct config_seller *seller, const struct invoice *i,
    char **bytes, size_t *length)
{
	(void)m;
	(void)seller;
	(void)i;
	(void)bytes;
	(void)length;
	return ERR_MISSING;
}
