#include "base/banned.h"
#include "domain/contact_person.h"

#include <string.h>

#include "domain/account.h"
#include "domain/audit.h"
#include "domain/contact_person_check.h"

#define COLUMNS \
	"id, version, is_primary, kind, name, email, phone, designation, is_monitored," \
	" consent_by, consent_at, consent_wording, saved_at, saved_by, last_form"

#define PERSON_PATH "/manage/business-profile/contact-persons/%lld" /* where a message links to */

static const char SQL_LIST[] =
	"SELECT " COLUMNS " FROM contact_person WHERE account_id = ?"
	" ORDER BY is_primary DESC, name, id LIMIT ?";

static const char SQL_LOAD[] =
	"SELECT " COLUMNS " FROM contact_person WHERE account_id = ? AND id = ?";

static const char SQL_HOLD[] =
	"SELECT " COLUMNS " FROM contact_person WHERE account_id = ? AND id = ? FOR UPDATE";

static const char SQL_PRIMARY[] =
	"SELECT " COLUMNS " FROM contact_person WHERE account_id = ? AND primary_of = ?";

static const char SQL_ADD[] =
	"INSERT INTO contact_person (account_id, is_primary, kind, name, email, phone, designation,"
	" is_monitored,"
	" consent_by, consent_at, consent_wording, last_form, saved_at, saved_by, created_at)"
	" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

static const char SQL_UPDATE[] =
	"UPDATE contact_person SET kind = ?, name = ?, email = ?, phone = ?, designation = ?,"
	" is_monitored = ?,"
	" consent_by = ?, consent_at = ?, consent_wording = ?, last_form = ?, saved_at = ?,"
	" saved_by = ?,"
	" version = version + 1"
	" WHERE account_id = ? AND id = ? AND version = ?";

static const char SQL_SET_PRIMARY[] =
	"UPDATE contact_person SET is_primary = ?, saved_at = ?, saved_by = ?, last_form = '',"
	" version = version + 1"
	" WHERE account_id = ? AND id = ? AND version = ?";

static const char SQL_REMOVE[] =
	"DELETE FROM contact_person"
	" WHERE account_id = ? AND id = ? AND version = ? AND is_primary = 0";

static const char SQL_SAME_EMAIL[] =
	"SELECT id, name FROM contact_person"
	" WHERE account_id = ? AND email_key = LOWER(?) AND id <> ?";

static const char SQL_SAME_PHONE[] =
	"SELECT id, name FROM contact_person WHERE account_id = ? AND phone = ? AND id <> ? ORDER"
	" BY id LIMIT 1";

static void
read_row(struct context *cx, struct db_stmt *st, struct contact_person *c)
{
	struct mem *m = cx->mem;

	*c = (struct contact_person){
		.id = db_i64(st, 0),
		.version = db_i64(st, 1),
		.is_primary = db_i64(st, 2) == 1,
		.kind = db_str(st, m, 3),
		.name = db_str(st, m, 4),
		.email = db_str(st, m, 5),
		.phone = db_str(st, m, 6),
		.designation = db_str(st, m, 7),
		.is_monitored = db_i64(st, 8) == 1,
		.has_consent = true,
		.consent_by = db_str(st, m, 9),
		.consent_at = db_i64(st, 10),
		.consent_wording = db_i64(st, 11),
		.saved_at = db_i64(st, 12),
		.saved_by = db_str(st, m, 13),
		.last_form = db_str(st, m, 14),
	};
}

/* Reads the one row of a statement and ends it. */
static enum err
read_one(struct context *cx, struct db_stmt **st, struct contact_person *c)
{
	enum err rc = ERR_MISSING;

	if (db_step(*st)) {
		read_row(cx, *st, c);
		rc = ERR_OK;
	}
	db_done(st);
	return rc;
}

enum err
contact_person_list(struct context *cx, struct contact_person *list, size_t most, size_t *count)
{
	struct db_stmt *st;
	enum err rc;

	*count = 0;
	if ((rc = db_query(cx->db, &st, SQL_LIST, V(cx->actor.account_id), V((int64_t)most))) !=
	    ERR_OK)
		return rc;
	while (*count < most && db_step(st))
		read_row(cx, st, &list[(*count)++]);
	db_done(&st);
	return ERR_OK;
}

enum err
contact_person_load(struct context *cx, int64_t id, struct contact_person *c)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_LOAD, V(cx->actor.account_id), V(id))) != ERR_OK)
		return rc;
	return read_one(cx, &st, c);
}

/* As contact_person_load(), and nobody else changes the row before this transaction ends. */
static enum err
hold(struct context *cx, int64_t id, struct contact_person *c)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_HOLD, V(cx->actor.account_id), V(id))) != ERR_OK)
		return rc;
	return read_one(cx, &st, c);
}

enum err
contact_person_primary(struct context *cx, struct contact_person *c)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_PRIMARY, V(cx->actor.account_id),
		 V(cx->actor.account_id))) != ERR_OK)
		return rc;
	return read_one(cx, &st, c);
}

/* Finds another person with the same email or phone. ERR_MISSING: nobody. */
static enum err
find_same(struct context *cx, const char *sql, const char *value, int64_t id, int64_t *other_id,
    const char **name)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_query(cx->db, &st, sql, V(cx->actor.account_id), V(value), V(id))) != ERR_OK)
		return rc;
	rc = ERR_MISSING;
	if (db_step(st)) {
		*other_id = db_i64(st, 0);
		*name = db_str(st, cx->mem, 1);
		rc = ERR_OK;
	}
	db_done(&st);
	return rc;
}

/* Says whose the email is: ERR_INVALID. ERR_MISSING: nobody else's. */
static enum err
tell_same_email(struct context *cx, const struct contact_person *c, struct problems *p)
{
	const char *name;
	int64_t id;
	enum err rc;

	if ((rc = find_same(cx, SQL_SAME_EMAIL, c->email, c->id, &id, &name)) != ERR_OK)
		return rc;
	problems_add_link(p, "email", mem_fmt(cx->mem, PERSON_PATH, (long long)id),
	    mem_fmt(cx->mem, "Open %s", name),
	    "%s already has this email address. Change that person instead, or enter another "
	    "address.",
	    name);
	return ERR_INVALID;
}

/* The unique index refused the row. */
static enum err
explain_taken(struct context *cx, const struct contact_person *c, struct problems *p)
{
	enum err rc = tell_same_email(cx, c, p);

	return rc == ERR_MISSING ? ERR_RETRY : rc; /* removed meanwhile, so now it would fit */
}

static enum err
warn_same_phone(struct context *cx, const struct contact_person *c, struct problems *p)
{
	const char *name;
	int64_t id;
	enum err rc;

	if ((rc = find_same(cx, SQL_SAME_PHONE, c->phone, c->id, &id, &name)) == ERR_MISSING)
		return ERR_OK;
	if (rc == ERR_OK)
		problems_warn(p, "phone", mem_fmt(cx->mem, PERSON_PATH, (long long)id),
		    mem_fmt(cx->mem, "Open %s", name), "%s has the same phone number.", name);
	return rc;
}

static const char *
yes_no(bool is)
{
	return is ? "yes" : "no";
}

/* An event with every field of a person. old NULL: added; new NULL: removed. */
static enum err
add_event(struct context *cx, const char *action, const struct contact_person *old,
    const struct contact_person *new)
{
	const struct contact_person *c = new != NULL ? new : old;
	struct audit event = audit_begin(action, "contact_person", c->id, c->name);

#define FIELD(name)                                                                                \
	audit_changed(&event, #name, old == NULL ? NULL : old->name, new == NULL ? NULL : new->name)
	FIELD(name);
	FIELD(email);
	FIELD(phone);
	FIELD(designation);
	FIELD(kind);
#undef FIELD
	audit_changed(&event, "primary", old == NULL ? NULL : yes_no(old->is_primary),
	    new == NULL ? NULL : yes_no(new->is_primary));
	audit_changed(&event, "monitored", old == NULL ? NULL : yes_no(old->is_monitored),
	    new == NULL ? NULL : yes_no(new->is_monitored));
	audit_changed(&event, "consent_by", old == NULL ? NULL : old->consent_by,
	    new == NULL ? NULL : new->consent_by);
	return audit_add(cx, &event);
}

static void
record_consent(struct context *cx, struct contact_person *c)
{
	c->consent_by = cx->actor.user_name;
	c->consent_at = cx->now;
	c->consent_wording = CONTACT_CONSENT_WORDING;
}

static enum err
add(struct context *cx, struct contact_person *c, struct problems *p)
{
	int64_t count;
	enum err rc;

	rc = account_count_contacts(cx, 1, &count);
	if (rc == ERR_REFUSED && db_refused_by(cx->db, "account_contact_limit")) {
		problems_add_link(p, "", "/support", "Ask support for more",
		    "This account already has as many contact persons as it may have. "
		    "Remove one, or change an existing one instead.");
		return ERR_INVALID;
	}
	if (rc != ERR_OK)
		return rc;
	record_consent(cx, c);
	c->is_primary = count == 1;
	rc = db_exec(cx->db, NULL, SQL_ADD, V(cx->actor.account_id), V(c->is_primary), V(c->kind),
	    V(c->name), V(c->email), V(c->phone), V(c->designation), V(c->is_monitored),
	    V(c->consent_by), V(c->consent_at), V(c->consent_wording), V(cx->form_nonce),
	    V(cx->now), V(cx->actor.user_name), V(cx->now));
	if (rc == ERR_TAKEN && db_refused_by(cx->db, "contact_person_email"))
		return explain_taken(cx, c, p);
	if (rc != ERR_OK)
		return rc;
	c->id = db_insert_id(cx->db);
	c->version = 1;
	return add_event(cx, "contact.create", NULL, c);
}

static bool
is_own_form(const struct context *cx, const struct contact_person *row)
{
	return cx->form_nonce[0] != '\0' && strcmp(row->last_form, cx->form_nonce) == 0;
}

static enum err
update(struct context *cx, struct contact_person *c, struct problems *p)
{
	struct contact_person old;
	int64_t rows;
	enum err rc;

	if ((rc = hold(cx, c->id, &old)) != ERR_OK)
		return rc;
	if (old.version != c->version && !is_own_form(cx, &old))
		return ERR_CONFLICT;
	c->is_primary = old.is_primary;
	c->consent_by = old.consent_by;
	c->consent_at = old.consent_at;
	c->consent_wording = old.consent_wording;
	rc = db_exec(cx->db, &rows, SQL_UPDATE, V(c->kind), V(c->name), V(c->email), V(c->phone),
	    V(c->designation), V(c->is_monitored), V(c->consent_by), V(c->consent_at),
	    V(c->consent_wording), V(cx->form_nonce), V(cx->now), V(cx->actor.user_name),
	    V(cx->actor.account_id), V(c->id), V(old.version));
	if (rc == ERR_TAKEN && db_refused_by(cx->db, "contact_person_email"))
		return explain_taken(cx, c, p);
	if (rc != ERR_OK || rows != 1)
		return rc != ERR_OK ? rc : ERR_CONFLICT;
	c->version = old.version + 1;
	return add_event(cx, "contact.update", &old, c);
}

/*
 * Values were refused; whose the email is belongs on the same page, so that nobody corrects twice.
 */
static enum err
refuse_all(struct context *cx, const struct contact_person *c, struct problems *p)
{
	enum err rc;

	if (problems_about(p, "email", false) != NULL)
		return ERR_INVALID;
	rc = tell_same_email(cx, c, p);
	return rc == ERR_MISSING ? ERR_INVALID : rc;
}

enum err
contact_person_save(struct context *cx, struct contact_person *c, struct problems *p)
{
	enum err rc;

	contact_person_check(cx->mem, c, cx->actor.account_region, p);
	if (problems_has_any(p))
		return refuse_all(cx, c, p);
	if ((rc = c->id == 0 ? add(cx, c, p) : update(cx, c, p)) != ERR_OK)
		return rc;
	return warn_same_phone(cx, c, p);
}

static enum err
set_primary(struct context *cx, const struct contact_person *old, bool is_primary)
{
	struct contact_person new = *old;
	int64_t rows;
	enum err rc;

	new.is_primary = is_primary;
	if ((rc = db_exec(cx->db, &rows, SQL_SET_PRIMARY, V(is_primary), V(cx->now),
		 V(cx->actor.user_name), V(cx->actor.account_id), V(old->id), V(old->version))) !=
	    ERR_OK)
		return rc;
	if (rows != 1)
		return ERR_CONFLICT;
	return add_event(cx, is_primary ? "contact.primary" : "contact.replaced", old, &new);
}

enum err
contact_person_make_primary(struct context *cx, int64_t id, int64_t version, int64_t old_id)
{
	struct contact_person old, new;
	enum err rc;

	/* Everyone who changes the Primary waits here, so two of them never hold one row each. */
	if ((rc = account_hold(cx)) != ERR_OK || (rc = hold(cx, id, &new)) != ERR_OK)
		return rc;
	if (new.is_primary)
		return ERR_OK;
	if (new.version != version)
		return ERR_CONFLICT;
	if ((rc = contact_person_primary(cx, &old)) == ERR_OK)
		rc = old_id != 0 && old.id != old_id ? ERR_CONFLICT : set_primary(cx, &old, false);
	if (rc != ERR_OK && rc != ERR_MISSING)
		return rc;
	return set_primary(cx, &new, true);
}

enum err
contact_person_remove(struct context *cx, int64_t id, int64_t version, struct problems *p)
{
	struct contact_person old;
	int64_t rows, count;
	enum err rc;

	if ((rc = account_hold(cx)) != ERR_OK || (rc = hold(cx, id, &old)) != ERR_OK)
		return rc;
	if (old.is_primary) {
		problems_add(p, "", "%s is the Primary contact, who cannot be removed. "
		    "Make another person Primary first.", old.name);
		return ERR_INVALID;
	}
	if (old.version != version)
		return ERR_CONFLICT;
	if ((rc = db_exec(cx->db, &rows, SQL_REMOVE, V(cx->actor.account_id), V(id), V(version))) !=
	    ERR_OK)
		return rc;
	if (rows != 1)
		return ERR_CONFLICT;
	if ((rc = account_count_contacts(cx, -1, &count)) != ERR_OK)
		return rc;
	return add_event(cx, "contact.delete", &old, NULL);
}
