#include "base/banned.h"
#include "domain/invoice_registration.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/text.h"
#include "domain/audit.h"

#define DAY_LENGTH	10	/* of "2026-04-01" */
#define DAY_SEC		86400
#define INDIA_SEC	(5 * 3600 + 1800)	/* ahead of UTC, in every season */

static const char HEXADECIMAL[] = "0123456789abcdef";
static const char DIGITS[] = "0123456789";

static const char SQL_ADD[] =
	"INSERT INTO invoice_registration (account_id, invoice_id, irn, ack_number, ack_at,"
	" qr_text) VALUES (?, ?, ?, ?, ?, ?)";

/* Two digits below `limit` behind a sign; -1: there are none. */
static int
two_digits(const char *text, char sign, int limit)
{
	int value;

	if (text[0] != sign || strspn(text + 1, DIGITS) < 2)
		return -1;
	value = (text[1] - '0') * 10 + text[2] - '0';
	return value < limit ? value : -1;
}

enum err
invoice_registration_time(const char *text, int64_t *utc_sec)
{
	char day_text[DAY_LENGTH + 1] = "";
	int hour, minute, second;
	int64_t day;

	if (strlen(text) != strlen("2026-04-01 16:05:00"))
		return ERR_INVALID;
	memcpy(day_text, text, DAY_LENGTH);
	hour = two_digits(text + DAY_LENGTH, ' ', 24);
	minute = two_digits(text + DAY_LENGTH + 3, ':', 60);
	second = two_digits(text + DAY_LENGTH + 6, ':', 60);
	if (calendar_read(day_text, &day) != ERR_OK || hour < 0 || minute < 0 || second < 0)
		return ERR_INVALID;
	*utc_sec = day * DAY_SEC + hour * 3600 + minute * 60 + second - INDIA_SEC;
	return ERR_OK;
}

int64_t
invoice_registration_day(const struct invoice_registration *r)
{
	return (r->ack_at + INDIA_SEC) / DAY_SEC;
}

static bool
is_plain(const char *text)
{
	for (; *text > ' ' && *text < 0x7f; text++)
		;
	return *text == '\0';
}

static void
check(struct context *cx, const struct invoice_registration *r, struct problems *p)
{
	size_t digits = strspn(r->ack_number, DIGITS);

	if (strlen(r->irn) != INVOICE_IRN_LENGTH ||
	    strspn(text_lower(cx->mem, r->irn), HEXADECIMAL) != INVOICE_IRN_LENGTH)
		problems_add(p, "irn", "\"%.80s\" is no invoice reference number: it has %d "
		    "hexadecimal digits.", r->irn, INVOICE_IRN_LENGTH);
	if (digits == 0 || digits > INVOICE_ACK_MAX || r->ack_number[digits] != '\0')
		problems_add(p, "ack_number", "Give the number of the acknowledgement: at most %d "
		    "digits.", INVOICE_ACK_MAX);
	if (r->ack_at > cx->now + DAY_SEC)
		problems_add(p, "ack_on", "The acknowledgement cannot be from the future.");
	if (strlen(r->qr_text) > INVOICE_QR_MAX || !is_plain(r->qr_text))
		problems_add(p, "qr_text", "The text of a QR code has at most %d letters, digits "
		    "and signs, without spaces.", INVOICE_QR_MAX);
}

enum err
invoice_registration_add(struct context *cx, int64_t invoice_id,
    const struct invoice_registration *r, struct problems *p)
{
	struct audit event = audit_begin("invoice.register", "invoice", invoice_id, r->irn);
	const char *irn = text_lower(cx->mem, r->irn);
	enum err rc;

	check(cx, r, p);
	if (problems_has_any(p))
		return ERR_INVALID;
	if ((rc = db_exec(cx->db, NULL, SQL_ADD, V(cx->actor.account_id), V(invoice_id), V(irn),
		 V(r->ack_number), V(r->ack_at), V(r->qr_text))) != ERR_OK)
		return rc;
	audit_changed(&event, "irn", NULL, irn);
	audit_changed(&event, "acknowledgement", NULL, r->ack_number);
	return audit_add(cx, &event);
}
