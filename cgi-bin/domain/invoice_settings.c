#include "base/banned.h"
#include "domain/invoice_settings.h"

static const char *
prefix_of(const struct config_invoice *c, enum invoice_kind kind)
{
	return kind == INVOICE_CREDIT ? c->credit_prefix :
	    kind == INVOICE_DEBIT ? c->debit_prefix : c->prefix;
}

const char *
invoice_number_begin(struct mem *m, const struct config *c, enum invoice_kind kind, int year)
{
	return mem_fmt(m, "%s/%02d%02d/", prefix_of(&c->invoice, kind), year % 100,
	    (year + 1) % 100);
}
