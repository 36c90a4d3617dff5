#include "base/banned.h"
#include "domain/contact_user.h"

#include "domain/audit.h"

static const char SQL_HOLD[] =
	"SELECT name, user_id, not_user_id FROM contact_person WHERE account_id = ? AND id = ?"
	" FOR UPDATE";

static const char SQL_MEMBER[] =
	"SELECT u.id, u.name, u.email, p.id, p.name FROM user u"
	" JOIN membership m ON m.account_id = ? AND m.user_id = u.id"
	" LEFT JOIN contact_person p ON p.account_id = m.account_id AND p.user_id = u.id"
	" WHERE u.email_key = LOWER(?)";

static const char SQL_MEMBER_OF_ID[] =
	"SELECT u.id, u.name, u.email, p.id, p.name FROM user u"
	" JOIN membership m ON m.account_id = ? AND m.user_id = u.id"
	" LEFT JOIN contact_person p ON p.account_id = m.account_id AND p.user_id = u.id"
	" WHERE u.id = ?";

static const char SQL_LINK[] =
	"UPDATE contact_person SET user_id = ?, linked_by = ?, linked_at = ?, not_user_id = NULL"
	" WHERE account_id = ? AND id = ? AND user_id IS NULL";

static const char SQL_OTHER[] =
	"UPDATE contact_person SET not_user_id = ?"
	" WHERE account_id = ? AND id = ? AND user_id IS NULL";

/* Who was unlinked is not suggested again at once. */
static const char SQL_UNLINK[] =
	"UPDATE contact_person SET user_id = NULL, linked_by = '', linked_at = NULL,"
	" not_user_id = ? WHERE account_id = ? AND id = ? AND user_id = ?";

/* A contact person held by this transaction. */
struct person {
	int64_t		 id;
	const char	*name;
	int64_t		 user_id;	/* 0 none */
	int64_t		 not_user_id;	/* 0 none */
};

/* A user of the account, and the contact person who that is already. */
struct member {
	int64_t		 user_id;
	const char	*name;
	const char	*email;
	int64_t		 person_id;	/* 0 none */
	const char	*person_name;
};

static enum err
hold(struct context *cx, int64_t id, struct person *p)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_load(cx->db, &st, SQL_HOLD, V(cx->actor.account_id), V(id))) != ERR_OK)
		return rc;
	*p = (struct person){ id, db_str(st, cx->mem, 0), db_i64(st, 1), db_i64(st, 2) };
	db_done(&st);
	return ERR_OK;
}

/* Reads the one row of a statement that looks for a member, and ends it. */
static enum err
read_member(struct context *cx, struct db_stmt **st, struct member *m)
{
	enum err rc = ERR_MISSING;

	if (db_step(*st)) {
		*m = (struct member){ db_i64(*st, 0), db_str(*st, cx->mem, 1),
			db_str(*st, cx->mem, 2), db_i64(*st, 3), db_str(*st, cx->mem, 4) };
		rc = ERR_OK;
	}
	db_done(st);
	return rc;
}

static enum err
find_member(struct context *cx, const char *email, struct member *m)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_MEMBER, V(cx->actor.account_id), V(email))) != ERR_OK)
		return rc;
	return read_member(cx, &st, m);
}

static enum err
load_member(struct context *cx, int64_t user_id, struct member *m)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_MEMBER_OF_ID, V(cx->actor.account_id), V(user_id))) !=
	    ERR_OK)
		return rc;
	return read_member(cx, &st, m);
}

static enum err
add_event(struct context *cx, const char *action, const struct person *p, const struct member *m,
    bool is_linked)
{
	struct audit event = audit_begin(action, "contact_person", p->id, p->name);
	const char *who = mem_fmt(cx->mem, "%s (%s)", m->name, m->email);

	audit_changed(&event, "user", is_linked ? NULL : who, is_linked ? who : NULL);
	return audit_add(cx, &event);
}

/* Names the other contact person whom a user is linked with. */
static enum err
refuse_linked(struct context *cx, const struct member *m, struct problems *problems)
{
	problems_add_link(problems, "email",
	    mem_fmt(cx->mem, CONTACT_PERSON_PATH, (long long)m->person_id),
	    mem_fmt(cx->mem, "Open %s", m->person_name),
	    "%s is linked with the contact person %s already. End that link first.", m->name,
	    m->person_name);
	return ERR_INVALID;
}

static enum err
link_to(struct context *cx, const struct person *p, const struct member *m)
{
	int64_t rows;
	enum err rc;

	rc = db_exec(cx->db, &rows, SQL_LINK, V(m->user_id), V(cx->actor.user_name), V(cx->now),
	    V(cx->actor.account_id), V(p->id));
	if (rc == ERR_TAKEN || rc == ERR_REFUSED)
		return ERR_RETRY;	/* linked, or no member, since it was looked up */
	if (rc != ERR_OK || rows != 1)
		return rc != ERR_OK ? rc : ERR_CONFLICT;
	return add_event(cx, "contact.link", p, m, true);
}

enum err
contact_user_link(struct context *cx, int64_t person_id, const char *email,
    struct problems *problems)
{
	struct person p;
	struct member m;
	enum err rc;

	if ((rc = hold(cx, person_id, &p)) != ERR_OK)
		return rc;
	if ((rc = find_member(cx, email, &m)) == ERR_MISSING) {
		problems_add(problems, "email",
		    "Nobody signs in to %s with the address %s. Compare it with the person's own: "
		    "whoever was invited and has not accepted yet is no user.",
		    cx->actor.account_name, email);
		return ERR_INVALID;
	}
	if (rc != ERR_OK || m.person_id == person_id)
		return rc;
	if (p.user_id != 0)
		return ERR_CONFLICT;
	return m.person_id != 0 ? refuse_linked(cx, &m, problems) : link_to(cx, &p, &m);
}

enum err
contact_user_is_other(struct context *cx, int64_t person_id, int64_t user_id)
{
	struct person p;
	struct member m;
	enum err rc;

	if ((rc = hold(cx, person_id, &p)) != ERR_OK ||
	    (rc = load_member(cx, user_id, &m)) != ERR_OK)
		return rc;
	if (p.user_id != 0 || p.not_user_id == user_id)
		return ERR_OK;
	if ((rc = db_exec(cx->db, NULL, SQL_OTHER, V(user_id), V(cx->actor.account_id),
		 V(person_id))) != ERR_OK)
		return rc;
	return add_event(cx, "contact.not_user", &p, &m, true);
}

enum err
contact_user_unlink(struct context *cx, int64_t person_id, int64_t user_id)
{
	struct person p;
	struct member m;
	enum err rc;

	if ((rc = hold(cx, person_id, &p)) != ERR_OK)
		return rc;
	if (p.user_id != user_id)
		return p.user_id == 0 ? ERR_OK : ERR_CONFLICT;
	if ((rc = load_member(cx, user_id, &m)) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_UNLINK, V(user_id), V(cx->actor.account_id),
		 V(person_id), V(user_id))) != ERR_OK)
		return rc;
	return add_event(cx, "contact.unlink", &p, &m, false);
}

enum err
contact_user_leave(struct context *cx, int64_t user_id)
{
	struct member m;
	enum err rc;

	if ((rc = load_member(cx, user_id, &m)) != ERR_OK)
		return rc == ERR_MISSING ? ERR_OK : rc;
	return m.person_id == 0 ? ERR_OK : contact_user_unlink(cx, m.person_id, user_id);
}
