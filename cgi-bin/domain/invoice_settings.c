#include "base/banned.h"
#include "domain/invoice_settings.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/valid.h"
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
address_of(struct mem *m, const struct config_pairs *lines)
{
	const char *address = "";
	size_t i;

	for (i = 0; i < lines->count; i++)
		address = mem_fmt(m, "%s%s%s", address, i > 0 ? "\n" : "", lines->values[i]);
	return address;
}

struct invoice_party
invoice_seller(struct mem *m, const struct config_seller *s)
{
	struct gstin gstin;
	struct invoice_party p = { .name = s->name, .address = address_of(m, &s->address),
		.contact = s->contact, .state = indian_state_now(s->state) };

	if (gstin_read(m, s->gstin, &gstin) != GSTIN_OK)
		gstin = (struct gstin){ .text = "", .state = "", .pan = "" };
	p.tax_id = gstin.text;
	if (pan_read(m, s->pan, &p.pan) != PAN_OK)
		p.pan = gstin.pan;
	if (p.state == NULL)
		p.state = gstin.state;
	return p;
}

static const char *
registration_problem(struct mem *m, const struct config_seller *s)
{
	struct gstin gstin = { .state = "", .pan = "" };
	enum gstin_problem wrong;
	enum pan_problem wrong_pan;
	const char *state = indian_state_now(s->state), *pan = "";

	if (s->gstin[0] != '\0' && (wrong = gstin_read(m, s->gstin, &gstin)) != GSTIN_OK)
		return mem_fmt(m, "seller.gstin: %s", gstin_problem_text(m, wrong, &gstin));
	if (s->pan[0] != '\0' && (wrong_pan = pan_read(m, s->pan, &pan)) != PAN_OK)
		return mem_fmt(m, "seller.pan: %s", pan_problem_text(m, wrong_pan, pan));
	if (s->pan[0] != '\0' && gstin.pan[0] != '\0' && strcmp(pan, gstin.pan) != 0)
		return mem_fmt(m, "seller.pan: it is %s, and the GSTIN holds %s. Leave it out, or "
		    "correct the GSTIN.", pan, gstin.pan);
	if (s->state[0] != '\0' && state == NULL)
		return mem_fmt(m, "seller.state: \"%s\" is no State. Give its two digits, like 27 "
		    "for Maharashtra.", s->state);
	if (state != NULL && indian_state_is_place(gstin.state) && strcmp(state, gstin.state) != 0)
		return mem_fmt(m, "seller.state: it is %s, and the GSTIN is of %s. Leave it out, "
		    "or correct the GSTIN.", s->state, gstin.state);
	if (s->name[0] != '\0' && state == NULL && gstin.state[0] == '\0')
		return "seller.state: the tax goes by it, and no seller.gstin names one. Give its "
		    "two digits, like 27 for Maharashtra.";
	return "";
}

/* "" also of what is not said. */
static const char *
text_problem(struct mem *m, const char *setting, const char *value, size_t most)
{
	enum name_problem wrong = valid_name(value, most);

	if (value[0] == '\0' || wrong == NAME_OK)
		return "";
	return mem_fmt(m, "%s: %s.", setting, name_problem_text(m, wrong, "text", most));
}

static const char *
address_problem(struct mem *m, const struct config_pairs *lines)
{
	size_t length = text_characters(address_of(m, lines)), i;
	const char *problem = "";

	if (length > INVOICE_SELLER_ADDRESS_MAX)
		return mem_fmt(m, "seller.address: its lines have %zu characters together, and %d "
		    "are the most. Shorten them.", length, INVOICE_SELLER_ADDRESS_MAX);
	for (i = 0; i < lines->count && problem[0] == '\0'; i++)
		problem = text_problem(m, mem_fmt(m, "seller.address.%s", lines->names[i]),
		    lines->values[i], INVOICE_SELLER_ADDRESS_MAX);
	return problem;
}

/* All of it is copied into each invoice. */
static const char *
printed_problem(struct mem *m, const struct config_seller *s)
{
	const struct { const char *setting, *value; size_t most; } texts[] = {
		{ "seller.name", s->name, INVOICE_SELLER_NAME_MAX },
		{ "seller.contact", s->contact, INVOICE_SELLER_CONTACT_MAX },
		{ "seller.declaration", s->declaration, INVOICE_DECLARATION_MAX },
		{ "seller.signatory", s->signatory, INVOICE_SIGNATORY_MAX },
	};
	const char *problem = address_problem(m, &s->address);
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]) && problem[0] == '\0'; i++)
		problem = text_problem(m, texts[i].setting, texts[i].value, texts[i].most);
	return problem;
}

static const char *
seller_problem(struct mem *m, const struct config_seller *s)
{
	const char *problem = registration_problem(m, s);

	if (problem[0] == '\0')
		problem = printed_problem(m, s);
	if (problem[0] == '\0' && !clock_zone_exists(s->zone))
		return mem_fmt(m, "seller.zone: this machine knows no time zone \"%s\". Give one "
		    "like Asia/Kolkata; where that is unknown too, install tzdata.", s->zone);
	return problem;
}

const char *
invoice_settings_problem(struct mem *m, const struct config *c)
{
	const char *problem = seller_problem(m, &c->seller);

	return problem[0] != '\0' ? problem : prefix_problem(m, &c->invoice);
}
