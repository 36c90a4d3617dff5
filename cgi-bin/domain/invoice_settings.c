#include "base/banned.h"
#include "domain/invoice_settings.h"

#include <string.h>

#include "base/clock.h"
#include "domain/gstin.h"
#include "domain/indian_state.h"
#include "domain/pan.h"

static const char PREFIX_CHARACTERS[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

static const char *const prefix_settings[INVOICE_KIND__MAX] = {
	[INVOICE_TAX] = "invoice.prefix",
	[INVOICE_CREDIT] = "invoice.credit_prefix",
	[INVOICE_DEBIT] = "invoice.debit_prefix",
};

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

static bool
is_prefix(const char *text)
{
	size_t length = strspn(text, PREFIX_CHARACTERS);

	return length > 0 && length <= INVOICE_PREFIX_MAX && text[length] == '\0';
}

/* Two series that begin alike come to the same numbers. */
static const char *
prefix_problem(struct mem *m, const struct config_invoice *c)
{
	enum invoice_kind kind, other;

	for (kind = INVOICE_TAX; kind < INVOICE_KIND__MAX; kind++) {
		if (!is_prefix(prefix_of(c, kind)))
			return mem_fmt(m, "%s: \"%s\" cannot begin the numbers, which have at most "
			    "%d characters by law. Give 1 to %d letters or digits.",
			    prefix_settings[kind], prefix_of(c, kind), INVOICE_NUMBER_MAX,
			    INVOICE_PREFIX_MAX);
		for (other = INVOICE_TAX; other < kind; other++)
			if (strcmp(prefix_of(c, kind), prefix_of(c, other)) == 0)
				return mem_fmt(m, "%s: \"%s\" is %s too, and no two documents may "
				    "have the same number. Give another one.",
				    prefix_settings[kind], prefix_of(c, kind),
				    prefix_settings[other]);
	}
	return "";
}

static const char *
seller_problem(struct mem *m, const struct config_seller *s)
{
	struct gstin gstin = { .state = "" };
	enum gstin_problem wrong = GSTIN_OK;
	enum pan_problem wrong_pan = PAN_OK;
	const char *state = s->state[0] == '\0' ? "" : indian_state_now(s->state), *pan;

	if (s->gstin[0] != '\0' && (wrong = gstin_read(m, s->gstin, &gstin)) != GSTIN_OK)
		return mem_fmt(m, "seller.gstin: %s", gstin_problem_text(m, wrong, &gstin));
	if (s->pan[0] != '\0' && (wrong_pan = pan_read(m, s->pan, &pan)) != PAN_OK)
		return mem_fmt(m, "seller.pan: %s", pan_problem_text(m, wrong_pan, pan));
	if (state == NULL)
		return mem_fmt(m, "seller.state: \"%s\" is no State. Give its two digits, like 27 "
		    "for Maharashtra.", s->state);
	if (state[0] != '\0' && indian_state_is_place(gstin.state) &&
	    strcmp(state, gstin.state) != 0)
		return mem_fmt(m, "seller.state: it is %s, and the GSTIN is of %s. Leave it out, "
		    "or correct the GSTIN.", s->state, gstin.state);
	if (!clock_zone_exists(s->zone))
		return mem_fmt(m, "seller.zone: this machine knows no time zone \"%s\". Give one "
		    "like Asia/Kolkata; where that is unknown too, install tzdata.", s->zone);
	return "";
}

const char *
invoice_settings_problem(struct mem *m, const struct config *c)
{
	const char *problem = seller_problem(m, &c->seller);

	return problem[0] != '\0' ? problem : prefix_problem(m, &c->invoice);
}
