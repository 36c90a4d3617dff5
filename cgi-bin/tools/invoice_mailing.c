#include "base/banned.h"
#include "tools/invoice_mailing.h"

#include <string.h>

#include "domain/invoice_mail.h"

#define NEW_DAYS	7	/* a list that comes on Monday has those of the week before */

static const char *const words[MAILING__MAX] = {
	[MAILING_NEW] = "new",
	[MAILING_ALL] = "all",
	[MAILING_NONE] = "none",
};

enum err
invoice_mailing_read(const struct tool *t, struct invoice_mailing *mailing)
{
	const char *word = tool_value_or(t, "mail", words[MAILING_NEW]);
	enum invoice_mailing_which which;

	*mailing = (struct invoice_mailing){ .which = MAILING_NEW };
	for (which = 0; which < MAILING__MAX; which++)
		if (strcmp(words[which], word) == 0) {
			mailing->which = which;
			return ERR_OK;
		}
	tool_complain("--mail: give new, all or none.");
	return ERR_INVALID;
}

void
invoice_mailing_begin(struct context *cx, struct invoice_mailing *mailing,
    const struct invoice *as_read)
{
	bool is_new = as_read->number[0] == '\0' &&
	    as_read->issued_day > invoice_today(cx) - NEW_DAYS;

	mailing->is_received = false;
	mailing->is_wanted = mailing->which == MAILING_ALL ||
	    (mailing->which == MAILING_NEW && is_new);
}

enum err
invoice_mailing_send(struct context *cx, struct invoice_mailing *mailing, int64_t id, bool is_trial)
{
	mailing->is_received = is_trial;
	if (is_trial || !mailing->is_wanted)
		return ERR_OK;
	return invoice_mail_issued(cx, id, &mailing->is_received);
}

void
invoice_mailing_count(struct invoice_mailing *mailing)
{
	if (!mailing->is_wanted)
		return;
	if (mailing->is_received)
		mailing->mailed++;
	else
		mailing->silent++;
}
