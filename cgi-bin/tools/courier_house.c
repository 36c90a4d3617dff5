#include "base/banned.h"
#include "tools/courier_house.h"

#include "base/clock.h"
#include "domain/audit_daily.h"
#include "domain/contact_yearly.h"
#include "domain/courier_run.h"
#include "domain/purge.h"

#define SWEEP_SEC	3600	/* between two rounds of putting away what is too old */
#define ASK_MOST	100	/* persons asked whether what is listed is right, in a round */
#define TELL_MOST	100	/* seals told in a round */

/* Now and then: nobody depends on it to the second. */
enum err
courier_house_note(struct context *cx, struct courier_house *h)
{
	enum err rc = ERR_OK;

	cx->now = clock_now();
	if (cx->now - h->noted_at >= COURIER_RUN_EVERY_SEC &&
	    (rc = courier_run_note(cx)) == ERR_OK)
		h->noted_at = cx->now;
	return rc;
}

/*
 * Seals the audit events of the last second. Where another courier does so at the same moment, it
 * does it for both.
 */
static enum err
seal(struct context *cx, struct courier_house *h)
{
	size_t count;
	enum err rc;

	if (h->sealed_at == cx->now && h->sealing.after == 0)
		return ERR_OK;
	if (!h->is_sealing && (rc = audit_seal_begin(cx, &h->sealing)) != ERR_OK)
		return rc;
	h->is_sealing = true;
	h->sealed_at = cx->now;
	rc = audit_seal_some(cx, &h->sealing, &count);
	mem_clear(cx->mem);
	return rc == ERR_RETRY ? ERR_OK : rc;
}

/* Puts away what is too old, and asks contact persons whether what is listed is still right. */
static void
sweep(struct context *cx, struct courier_house *h)
{
	size_t asked;

	if (cx->now - h->swept_at < SWEEP_SEC)
		return;
	if (purge(cx) == ERR_OK && contact_yearly_ask(cx, ASK_MOST, &asked) == ERR_OK)
		h->swept_at = cx->now;
	mem_clear(cx->mem);
}

/* Tells the daily seals; where many are due, some between other messages. */
static void
tell_seals(struct context *cx, struct courier_house *h)
{
	size_t count;

	if (cx->now - h->told_at < SWEEP_SEC)
		return;
	if (audit_daily_tell(cx, TELL_MOST, &count) == ERR_OK && count < TELL_MOST)
		h->told_at = cx->now;
	mem_clear(cx->mem);
}

enum err
courier_house_keep(struct context *cx, struct courier_house *h)
{
	enum err rc;

	cx->now = clock_now();
	if ((rc = seal(cx, h)) != ERR_OK)
		return rc;
	sweep(cx, h);
	tell_seals(cx, h);
	return ERR_OK;
}
