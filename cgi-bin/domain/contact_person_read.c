#include "base/banned.h"
#include "domain/contact_person.h"

/*
 * Reading contact persons, a row for each address of each. Only the statement of one person looks
 * for the newest message to each address, and for the user who the person is or seems to be; a list
 * can ask the latter of one of its persons.
 */
#define PERSON_COLUMNS \
	"p.id, p.version, p.is_primary, p.kind, p.name, p.designation, p.is_monitored," \
	" p.consent_by, p.consent_at, p.consent_wording, p.saved_at, p.saved_by, p.last_form," \
	" p.category_bits, p.is_authorised, p.withdrawn_at, p.confirmed_at, p.user_id," \
	" p.linked_by, p.linked_at, p.not_user_id, p.is_billing_to," \
	" p.consent_at > p.created_at, "
#define FIRST_ADDRESS_COLUMN	23
#define MESSAGE_COLUMN		(FIRST_ADDRESS_COLUMN + CONTACT_ADDRESS_COLUMN_COUNT)
#define USER_COLUMN		(MESSAGE_COLUMN + 3)
#define SAME_COLUMN		(USER_COLUMN + 4)
#define NOT_LOADED \
	", '', 0, '', 0, '', '', '', 0, '', '', ''"
/* s: a user of the account who signs in with a verified address of a person who is no user yet. */
#define JOIN_SAME \
	" LEFT JOIN user s ON s.email_key = a.address_key AND s.email_proven_at IS NOT NULL" \
	"  AND a.channel = 'mail' AND a.part <> 'replaced' AND a.state = 'verified'" \
	"  AND p.user_id IS NULL AND s.id <> COALESCE(p.not_user_id, 0)" \
	"  AND EXISTS (SELECT 1 FROM membership n WHERE n.account_id = p.account_id" \
	"   AND n.user_id = s.id)" \
	"  AND NOT EXISTS (SELECT 1 FROM contact_person q WHERE q.account_id = p.account_id" \
	"   AND q.user_id = s.id)"
#define FROM_PERSON \
	" FROM contact_person p JOIN contact_address a" \
	" ON a.account_id = p.account_id AND a.contact_person_id = p.id"

static const char SQL_LIST[] =
	"SELECT " PERSON_COLUMNS CONTACT_ADDRESS_COLUMNS NOT_LOADED FROM_PERSON
	" WHERE p.account_id = ? ORDER BY p.is_primary DESC, p.name, p.id, a.id LIMIT ?";

static const char SQL_LIST_SAME[] =
	"SELECT " PERSON_COLUMNS CONTACT_ADDRESS_COLUMNS
	", '', 0, '', 0, '', '', '', s.id, s.name, s.email, ''"
	FROM_PERSON JOIN_SAME " AND p.id = ?"
	" WHERE p.account_id = ? ORDER BY p.is_primary DESC, p.name, p.id, a.id LIMIT ?";

static const char SQL_LOAD[] =
	"SELECT " PERSON_COLUMNS CONTACT_ADDRESS_COLUMNS ", o.state, o.state_at, o.result,"
	" m.id, u.name, u.email, r.name, s.id, s.name, s.email, ''"
	FROM_PERSON
	" LEFT JOIN outbox o ON o.id = (SELECT MAX(n.id) FROM outbox n FORCE INDEX (outbox_newest)"
	"  WHERE n.account_id = a.account_id AND n.recipient = a.address)"
	" LEFT JOIN membership m ON m.account_id = p.account_id AND m.user_id = p.user_id"
	" LEFT JOIN role r ON r.account_id = m.account_id AND r.id = m.role_id"
	" LEFT JOIN user u ON u.id = m.user_id" JOIN_SAME
	" WHERE p.account_id = ? AND p.id = ? ORDER BY a.id LIMIT ?";

static const char SQL_HOLD[] =
	"SELECT " PERSON_COLUMNS CONTACT_ADDRESS_COLUMNS NOT_LOADED FROM_PERSON
	" WHERE p.account_id = ? AND p.id = ? ORDER BY a.id LIMIT ? FOR UPDATE";

static const char SQL_PRIMARY[] =
	"SELECT " PERSON_COLUMNS CONTACT_ADDRESS_COLUMNS NOT_LOADED FROM_PERSON
	" WHERE p.account_id = ? AND p.primary_of = ? ORDER BY a.id LIMIT ?";

static void
read_user(struct context *cx, struct db_stmt *st, unsigned int first, struct contact_as_user *u)
{
	*u = (struct contact_as_user){ db_i64(st, first), db_str(st, cx->mem, first + 1),
		db_str(st, cx->mem, first + 2), db_str(st, cx->mem, first + 3) };
}

static void
read_person(struct context *cx, struct db_stmt *st, struct contact_person *c)
{
	struct mem *m = cx->mem;

	*c = (struct contact_person){
		.id = db_i64(st, 0),
		.version = db_i64(st, 1),
		.is_primary = db_i64(st, 2) == 1,
		.kind = db_str(st, m, 3),
		.name = db_str(st, m, 4),
		.email = "",
		.phone = "",
		.designation = db_str(st, m, 5),
		.is_monitored = db_i64(st, 6) == 1,
		.has_consent = db_is_null(st, 15),
		.consent_by = db_str(st, m, 7),
		.consent_at = db_i64(st, 8),
		.consent_wording = db_i64(st, 9),
		.saved_at = db_i64(st, 10),
		.saved_by = db_str(st, m, 11),
		.last_form = db_str(st, m, 12),
		.category_bits = (uint64_t)db_i64(st, 13),
		.is_authorised = db_i64(st, 14) == 1,
		.withdrawn_at = db_i64(st, 15),
		.confirmed_at = db_i64(st, 16),
		.user_id = db_i64(st, 17),
		.linked_by = db_str(st, m, 18),
		.linked_at = db_i64(st, 19),
		.not_user_id = db_i64(st, 20),
		.is_billing_to = db_i64(st, 21) == 1,
		.is_second = db_i64(st, 22) == 1,
	};
	read_user(cx, st, USER_COLUMN, &c->user);
	read_user(cx, st, SAME_COLUMN, &c->same);
}

/* Those in use are also the person's email and phone. */
static void
read_address(struct context *cx, struct db_stmt *st, struct contact_person *c,
    struct contact_address ***end)
{
	struct contact_address *a = mem_alloc(cx->mem, sizeof(*a));

	contact_address_read(cx, st, FIRST_ADDRESS_COLUMN, a);
	a->last_state = db_str(st, cx->mem, MESSAGE_COLUMN);
	a->last_at = db_i64(st, MESSAGE_COLUMN + 1);
	a->last_result = db_str(st, cx->mem, MESSAGE_COLUMN + 2);
	if (a->part == ADDRESS_WANTED && a->channel == OUTBOX_MAIL)
		c->email = a->address;
	if (a->part == ADDRESS_WANTED && a->channel == OUTBOX_SMS)
		c->phone = a->address;
	if (c->same.id == 0)
		read_user(cx, st, SAME_COLUMN, &c->same);
	**end = a;
	*end = &a->next;
}

/* Reads the rows of a statement, which stand together by person, and ends it. */
static void
read_all(struct context *cx, struct db_stmt **st, struct contact_person *list, size_t most,
    size_t *count)
{
	struct contact_address **end = NULL;
	int64_t id = 0;

	for (*count = 0; db_step(*st);) {
		if (db_i64(*st, 0) != id) {
			if (*count == most)
				break;
			id = db_i64(*st, 0);
			read_person(cx, *st, &list[*count]);
			end = &list[(*count)++].addresses;
		}
		read_address(cx, *st, &list[*count - 1], &end);
	}
	db_done(st);
}

static enum err
read_one(struct context *cx, struct db_stmt **st, struct contact_person *c)
{
	size_t count;

	read_all(cx, st, c, 1, &count);
	return count == 1 ? ERR_OK : ERR_MISSING;
}

enum err
contact_person_list(struct context *cx, struct contact_person *list, size_t most, size_t *count)
{
	struct db_stmt *st;
	enum err rc;

	*count = 0;
	if ((rc = db_query(cx->db, &st, SQL_LIST, V(cx->actor.account_id),
		 V((int64_t)most * CONTACT_ADDRESSES_MAX))) != ERR_OK)
		return rc;
	read_all(cx, &st, list, most, count);
	return ERR_OK;
}

enum err
contact_person_list_same(struct context *cx, int64_t id, struct contact_person *list, size_t most,
    size_t *count)
{
	struct db_stmt *st;
	enum err rc;

	*count = 0;
	if ((rc = db_query(cx->db, &st, SQL_LIST_SAME, V(id), V(cx->actor.account_id),
		 V((int64_t)most * CONTACT_ADDRESSES_MAX))) != ERR_OK)
		return rc;
	read_all(cx, &st, list, most, count);
	return ERR_OK;
}

enum err
contact_person_load(struct context *cx, int64_t id, struct contact_person *c)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_LOAD, V(cx->actor.account_id), V(id),
		 V(CONTACT_ADDRESSES_MAX))) != ERR_OK)
		return rc;
	return read_one(cx, &st, c);
}

enum err
contact_person_hold(struct context *cx, int64_t id, struct contact_person *c)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_HOLD, V(cx->actor.account_id), V(id),
		 V(CONTACT_ADDRESSES_MAX))) != ERR_OK)
		return rc;
	return read_one(cx, &st, c);
}

enum err
contact_person_primary(struct context *cx, struct contact_person *c)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_PRIMARY, V(cx->actor.account_id),
		 V(cx->actor.account_id), V(CONTACT_ADDRESSES_MAX))) != ERR_OK)
		return rc;
	return read_one(cx, &st, c);
}
