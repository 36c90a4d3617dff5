#include "base/banned.h"
#include "tools/invoice_single.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/money.h"
#include "tools/invoice_draw.h"

/* "issued_on" of the option "issued-on". */
static const char *
field_name(struct mem *m, const char *option)
{
	char *name = mem_dup(m, option), *c;

	while ((c = strchr(name, '-')) != NULL)
		*c = '_';
	return name;
}

static size_t
field_of(struct tool *t, size_t option)
{
	return invoice_field_find(field_name(t->mem, t->command->options[option].name));
}

struct invoice_texts
invoice_single_texts(struct tool *t)
{
	struct invoice_texts texts = invoice_texts_none();
	size_t i, field;

	clock_zone(t->config.seller.zone);
	invoice_texts_set(&texts, "issued_on", calendar_iso(t->mem, clock_day(clock_now())));
	for (i = 0; i < t->command->option_count; i++) {
		field = field_of(t, i);
		if (field != INVOICE_FIELDS && t->values[i] != NULL)
			texts.values[field] = t->values[i];
	}
	return texts;
}

const char *
invoice_single_line_option(struct tool *t)
{
	size_t i, field;

	for (i = 0; i < t->command->option_count; i++) {
		field = field_of(t, i);
		if (field != INVOICE_FIELDS && invoice_fields[field].is_of_line &&
		    t->values[i] != NULL)
			return t->command->options[i].name;
	}
	return NULL;
}

enum err
invoice_single_line(struct tool *t, struct invoice *i)
{
	struct invoice_reader r = { .mem = t->mem, .place = "", .tell = invoice_complain };
	struct invoice_texts texts = invoice_single_texts(t);

	i->lines = mem_alloc(t->mem, sizeof(*i->lines));
	i->line_count = 1;
	invoice_read_line(&r, &texts, i->lines);
	return r.has_problem ? ERR_INVALID : ERR_OK;
}

enum err
invoice_single_head(struct tool *t, const struct invoice_texts *texts, struct invoice_to_be *to)
{
	struct invoice_reader r = { .mem = t->mem, .place = "", .tell = invoice_complain };

	invoice_read_head(&r, texts, to);
	return r.has_problem ? ERR_INVALID : ERR_OK;
}

/* Work for tool_transaction(): what is only tried is undone. */
static enum err
try_one(struct context *cx, void *closure)
{
	enum err rc = invoice_issuing_run(cx, closure);

	return rc == ERR_OK ? ERR_UNCONFIRMED : rc;
}

static enum tool_exit
tell(struct tool *t, struct context *cx, const struct invoice_issuing *w, enum err rc)
{
	const struct invoice_totals *totals = &w->invoice.totals;

	if (rc == ERR_INVALID)
		invoice_issuing_tell(w, t->mem);
	else if (rc != ERR_OK && rc != ERR_UNCONFIRMED)
		tool_complain("nothing was issued: %s", db_problem(cx->db));
	if (rc != ERR_OK && rc != ERR_UNCONFIRMED)
		return TOOL_FAILED;
	if (w->was_issued_as[0] != '\0') {
		tool_complain("%s was issued before; nothing was issued now.",
		    w->invoice.reference);
		tool_say("%s", w->was_issued_as);
	} else if (rc == ERR_OK) {
		if (w->mailing.is_wanted && !w->mailing.is_received)
			tool_complain("it was not mailed: nobody of the account has a verified "
			    "email address.");
		tool_say("%s", w->invoice.number);
	} else {
		tool_say("Nothing was issued. It would come to %s rupees: %s, and %s of tax.",
		    money_text(t->mem, totals->total_paise),
		    money_text(t->mem, totals->taxable_paise), money_text(t->mem,
			totals->cgst_paise + totals->sgst_paise + totals->igst_paise));
	}
	return TOOL_OK;
}

enum tool_exit
invoice_single_issue(struct tool *t, struct invoice_issuing *w)
{
	struct invoice_trial trial = { .last_days = { { 0 } } };
	enum tool_exit status;
	struct context cx;
	struct db *db;

	if (invoice_mailing_read(t, &w->mailing) != ERR_OK)
		return TOOL_USAGE;
	if (!invoice_issuing_is_ready(t))
		return TOOL_SETTINGS;
	db = tool_application_db(t);
	cx = tool_context(t, db);
	w->trial = tool_has(t, "dry-run") ? &trial : NULL;
	status = tell(t, &cx, w,
	    tool_transaction(&cx, w->trial != NULL ? try_one : invoice_issuing_run, w));
	db_free(&db);
	return status;
}
