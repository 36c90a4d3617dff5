#include "base/banned.h"
#include "domain/invitation.h"

#include <string.h>

#include "base/str.h"
#include "base/text.h"
#include "base/valid.h"
#include "domain/membership.h"
#include "domain/user.h"

#define FACT_BYTES	320	/* one row for the database: a longest address and its frame */

/*
 * What there is of each row. Addresses and extensions that are valid hold neither quotes nor
 * backslashes, and others are not asked about. JSON_TABLE: MariaDB 10.6, MySQL 8.0.4.
 */
static const char SQL_FACTS[] =
	"SELECT"
	" EXISTS (SELECT 1 FROM user u JOIN membership m ON m.user_id = u.id"
	"  WHERE u.email_key = LOWER(j.email) COLLATE utf8mb4_bin AND m.account_id = ?),"
	" EXISTS (SELECT 1 FROM invitation i WHERE i.account_id = ? AND i.expires_at > ?"
	"  AND i.pending_email = LOWER(j.email) COLLATE utf8mb4_bin),"
	" EXISTS (SELECT 1 FROM membership m WHERE m.account_id = ?"
	"  AND m.extension = CONVERT(j.extension USING ascii) COLLATE ascii_bin),"
	" EXISTS (SELECT 1 FROM invitation i WHERE i.account_id = ? AND i.expires_at > ?"
	"  AND i.pending_extension = CONVERT(j.extension USING ascii) COLLATE ascii_bin)"
	" FROM JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, email VARCHAR(254) PATH '$.e',"
	"  extension VARCHAR(10) PATH '$.x')) j ORDER BY j.n LIMIT ?";

static void
check_email(struct context *cx, struct invitation_wish *w)
{
	enum email_problem problem;
	const char *email;

	if ((problem = valid_email(cx->mem, w->typed.email, &email)) != EMAIL_OK)
		problems_add(w->problems, "email", "%s", email_problem_text(problem));
	else if (email_is_no_reply(email))
		problems_add(w->problems, "email",
		    "Nobody reads %s, so nobody could accept. Enter the address of one person.",
		    email);
	else
		w->typed.email = email;
}

static const char *
role_name(int64_t id, const struct role *roles, size_t count)
{
	size_t n;

	for (n = 0; n < count; n++)
		if (roles[n].id == id)
			return roles[n].name;
	return "";
}

/* Nobody invites into a department that they do not see. */
static void
check_department(struct context *cx, struct invitation_wish *w)
{
	const char *own = cx->actor.department;

	if (role_may(&cx->actor, PERM_USER_VIEW))
		return;
	if (own[0] == '\0')
		problems_add(w->problems, "department", "You see the users of your own department "
		    "only, and belong to none. Ask a Super Admin or Admin to invite.");
	else if (!text_equal_fold(w->typed.department, own))
		problems_add(w->problems, "department", "You see the users of your own department "
		    "only, so you can invite into %s alone. Enter that, or ask a Super Admin or "
		    "Admin.", own);
}

static void
check_fields(struct context *cx, struct invitation_wish *w, const struct role *roles,
    size_t role_count)
{
	struct invitation *i = &w->typed;
	const struct membership m = { .extension = i->extension, .department = i->department };
	enum name_problem problem;

	if ((problem = valid_name(i->name, USER_NAME_MAX)) != NAME_OK)
		problems_add(w->problems, "name", "%s",
		    name_problem_text(cx->mem, problem, "name", USER_NAME_MAX));
	check_email(cx, w);
	i->role_name = role_name(i->role_id, roles, role_count);
	if (i->role_name[0] == '\0')
		problems_add(w->problems, "role", "Choose one of the roles that you may give.");
	membership_check(cx->mem, &m, w->problems);
	check_department(cx, w);
}

static bool
is_right(const struct invitation_wish *w, const char *field)
{
	return problems_about(w->problems, field, false) == NULL;
}

/* Each row is compared with those above it, which are not blamed. */
static void
check_twice(struct context *cx, struct invitation_wish *wishes, size_t count)
{
	const char **emails = mem_array(cx->mem, count, sizeof(*emails));
	size_t n, above;

	for (n = 0; n < count; n++) {
		emails[n] = text_lower(cx->mem, wishes[n].typed.email);
		for (above = 0; above < n; above++) {
			if (strcmp(emails[above], emails[n]) == 0)
				problems_add(wishes[n].problems, "email",
				    "The same address stands in a row above. Leave one of them "
				    "out.");
			if (wishes[n].typed.extension[0] != '\0' && strcmp(
				wishes[above].typed.extension, wishes[n].typed.extension) == 0)
				problems_add(wishes[n].problems, "extension",
				    "The same extension stands in a row above. Each person needs "
				    "one of their own.");
		}
	}
}

/* The addresses and extensions to ask about, as JSON: "" for one that is refused already. */
static const char *
as_json(struct context *cx, const struct invitation_wish *wishes, size_t count)
{
	struct str out;
	const char *json;
	size_t n;

	str_init(&out, count * FACT_BYTES + 3);
	str_add(&out, "[");
	for (n = 0; n < count; n++)
		str_add_fmt(&out, "%s{\"e\":\"%s\",\"x\":\"%s\"}", n == 0 ? "" : ",",
		    is_right(&wishes[n], "email") ? wishes[n].typed.email : "",
		    is_right(&wishes[n], "extension") ? wishes[n].typed.extension : "");
	str_add(&out, "]");
	json = mem_dup(cx->mem, out.text);
	str_release(&out);
	return json;
}

static void
tell_facts(struct db_stmt *st, struct invitation_wish *w)
{
	const char *email = w->typed.email, *extension = w->typed.extension;

	if (db_i64(st, 0) == 1)
		problems_add_link(w->problems, "email", "/manage/users", "Users",
		    "%s belongs to a user of this account already. What that user may do is "
		    "changed under", email);
	if (db_i64(st, 1) == 1)
		problems_add_link(w->problems, "email", "/manage/users/invitations", "Invitations",
		    "%s is invited already. Send it again, or cancel it first, under", email);
	if (db_i64(st, 2) == 1)
		problems_add(w->problems, "extension",
		    "Somebody else in this account has the extension %s. Choose another one.",
		    extension);
	if (db_i64(st, 3) == 1)
		problems_add(w->problems, "extension",
		    "The extension %s is kept for somebody who is invited. Choose another one.",
		    extension);
}

static enum err
check_facts(struct context *cx, struct invitation_wish *wishes, size_t count)
{
	int64_t account = cx->actor.account_id;
	struct db_stmt *st;
	size_t n;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_FACTS, V(account), V(account), V(cx->now), V(account),
		 V(account), V(cx->now), V(as_json(cx, wishes, count)), V((int64_t)count))) !=
	    ERR_OK)
		return rc;
	for (n = 0; n < count && db_step(st); n++)
		tell_facts(st, &wishes[n]);
	db_done(&st);
	return ERR_OK;
}

enum err
invitation_check(struct context *cx, struct invitation_wish *wishes, size_t count,
    const struct role *roles, size_t role_count)
{
	size_t n;
	enum err rc;

	for (n = 0; n < count; n++)
		check_fields(cx, &wishes[n], roles, role_count);
	check_twice(cx, wishes, count);
	if ((rc = check_facts(cx, wishes, count)) != ERR_OK)
		return rc;
	for (n = 0; n < count; n++)
		if (problems_has_any(wishes[n].problems))
			return ERR_INVALID;
	return ERR_OK;
}
