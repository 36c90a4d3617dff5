#include "base/banned.h"
#include "domain/billing_details.h"

#include <string.h>

#include "domain/gstin.h"
#include "domain/indian_state.h"

#define COLUMNS \
	"b.version, b.legal_name, b.registration, b.gstin, b.tax_id, b.pan, b.po_reference," \
	" b.saved_at, b.saved_by, b.last_form, " BILLING_ADDRESS_COLUMNS
#define ADDRESS_COLUMN		10
#define RECEIVER_COLUMN		16

/* CATEGORY_BILLING is the fourth of the bits; what is proven: contact_address_is_proven(). */
static const char SQL_LOAD[] =
	"SELECT " COLUMNS ", EXISTS (SELECT 1 FROM contact_person p JOIN contact_address a"
	"  ON a.account_id = p.account_id AND a.contact_person_id = p.id"
	"  WHERE p.account_id = b.account_id AND p.category_bits & 8 = 8 AND p.withdrawn_at IS NULL"
	"  AND a.channel = 'mail' AND (a.part = 'wanted' OR a.stands_in = 1)"
	"  AND a.proven_at IS NOT NULL AND a.state <> 'unreachable')"
	" FROM billing_details b WHERE b.account_id = ?";

static const char SQL_HOLD[] =
	"SELECT " COLUMNS ", 0 FROM billing_details b WHERE b.account_id = ? FOR UPDATE";

static const char SQL_ADD[] =
	"INSERT INTO billing_details (account_id, legal_name, street, country, saved_at)"
	" VALUES (?, ?, ?, ?, ?)";

static const char SQL_WRITE[] =
	"UPDATE billing_details SET legal_name = ?, registration = ?, gstin = ?, tax_id = ?,"
	" pan = ?, street = ?, area = ?, city = ?, state = ?, pin = ?, country = ?,"
	" po_reference = ?, last_form = ?, saved_at = ?, saved_by = ?, version = version + 1"
	" WHERE account_id = ? AND version = ?";

void
billing_address_read(struct context *cx, struct db_stmt *st, unsigned int first,
    struct billing_address *a)
{
	struct mem *m = cx->mem;

	*a = (struct billing_address){
		.street = db_str(st, m, first),
		.area = db_str(st, m, first + 1),
		.city = db_str(st, m, first + 2),
		.state = db_str(st, m, first + 3),
		.pin = db_str(st, m, first + 4),
		.country = db_str(st, m, first + 5),
	};
}

static const char *
join(struct mem *m, const char *line, const char *between, const char *next)
{
	if (next[0] == '\0')
		return line;
	return mem_fmt(m, "%s%s%s", line, line[0] == '\0' ? "" : between, next);
}

const char *
billing_address_line(struct mem *m, const struct billing_address *a)
{
	const char *line = join(m, a->street, ", ", a->area);

	line = join(m, line, ", ", join(m, a->city, " ", a->pin));
	if (indian_state_is_place(a->state))
		line = join(m, line, ", ", indian_state_name(a->state));
	return strcmp(a->country, BILLING_INDIA) == 0 ? line : join(m, line, ", ", a->country);
}

static enum err
load(struct context *cx, const char *sql, struct billing_details *b)
{
	struct mem *m = cx->mem;
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_load(cx->db, &st, sql, V(cx->actor.account_id))) != ERR_OK)
		return rc;
	*b = (struct billing_details){
		.version = db_i64(st, 0),
		.legal_name = db_str(st, m, 1),
		.registration = db_str(st, m, 2),
		.gstin = db_str(st, m, 3),
		.tax_id = db_str(st, m, 4),
		.pan = db_str(st, m, 5),
		.po_reference = db_str(st, m, 6),
		.saved_at = db_i64(st, 7),
		.saved_by = db_str(st, m, 8),
		.last_form = db_str(st, m, 9),
		.has_receiver = db_i64(st, RECEIVER_COLUMN) == 1,
	};
	billing_address_read(cx, st, ADDRESS_COLUMN, &b->address);
	db_done(&st);
	return ERR_OK;
}

enum err
billing_details_load(struct context *cx, struct billing_details *b)
{
	return load(cx, SQL_LOAD, b);
}

enum err
billing_details_hold(struct context *cx, struct billing_details *b)
{
	return load(cx, SQL_HOLD, b);
}

enum err
billing_details_add(struct context *cx, int64_t account_id, const char *legal_name,
    const char *street, const char *country)
{
	return db_exec(cx->db, NULL, SQL_ADD, V(account_id), V(legal_name), V(street), V(country),
	    V(cx->now));
}

enum err
billing_details_write(struct context *cx, const struct billing_details *b)
{
	const struct billing_address *a = &b->address;
	int64_t rows;
	enum err rc;

	if ((rc = db_exec(cx->db, &rows, SQL_WRITE, V(b->legal_name), V(b->registration),
		 V(b->gstin), V(b->tax_id), V(b->pan), V(a->street), V(a->area), V(a->city),
		 V(a->state), V(a->pin), V(a->country), V(b->po_reference), V(cx->form_nonce),
		 V(cx->now), V(cx->actor.user_name), V(cx->actor.account_id), V(b->version))) !=
	    ERR_OK)
		return rc;
	return rows == 1 ? ERR_OK : ERR_CONFLICT;
}

const char *
billing_pan(struct mem *m, const struct billing_details *b)
{
	struct gstin g;

	if (b->pan[0] != '\0' || gstin_read(m, b->gstin, &g) != GSTIN_OK)
		return b->pan;
	return g.pan;
}
