#include "base/banned.h"
#include "domain/membership_list.h"

#include <string.h>

#include "base/str.h"

/*
 * A filter that asks for nothing is the constant true when the statement is planned. With only the
 * own department to see, that is what is asked for. What is searched for can be in any script,
 * which the database refuses to compare with a column of ASCII.
 */
#define FILTERED                                                                                   \
	" WHERE m.account_id = ? AND (? OR m.user_id = ?) AND (? OR m.department = ?)"             \
	" AND (? = '' OR m.state = ?)"                                                             \
	" AND (? = 0 OR m.role_id = ?)"                                                            \
	" AND (? = '' OR m.user_name LIKE ? OR m.user_email LIKE ?"                                \
	"  OR CONVERT(m.extension USING utf8mb4) = ?)"

#define INVITED                                                                                    \
	" FROM invitation i FORCE INDEX (invitation_named)"

#define INVITED_FILTERED                                                                           \
	" WHERE i.account_id = ? AND i.state = 'pending' AND (? OR i.department = ?)"              \
	" AND (? = 0 OR i.role_id = ?)"                                                            \
	" AND (? = '' OR i.name LIKE ? OR i.email LIKE ?"                                          \
	"  OR CONVERT(i.extension USING utf8mb4) = ?)"

/* Each of the two gives at most a page, from where the page before has ended. */
#define LIST(index)                                                                                \
	"(SELECT m.id, m.user_id, m.user_name AS called, m.user_email, m.state, m.extension,"      \
	" m.department, m.takes_calls, m.is_pro, m.has_panel, m.signed_in_at, m.role_id,"          \
	" r.name AS role_name, 0 AS invitation_id, 0 AS expires_at"                                \
	" FROM membership m FORCE INDEX (" index ")"                                               \
	" STRAIGHT_JOIN role r ON r.account_id = m.account_id AND r.id = m.role_id"                \
	FILTERED                                                                                   \
	" AND (? OR (m.user_name >= ? AND (m.user_name > ? OR m.id > ?)))"                         \
	" ORDER BY m.user_name, m.id LIMIT ?)"                                                     \
	" UNION ALL "                                                                              \
	"(SELECT 0, 0, i.name, i.email, 'invited', i.extension,"                                   \
	" i.department, i.takes_calls, 0, 1, 0, i.role_id,"                                        \
	" r.name, i.id, i.expires_at"                                                              \
	INVITED                                                                                    \
	" STRAIGHT_JOIN role r ON r.account_id = i.account_id AND r.id = i.role_id"                \
	INVITED_FILTERED                                                                           \
	" AND (? OR (i.name >= ? AND (i.name > ? OR i.id > ?)))"                                   \
	" ORDER BY i.name, i.id LIMIT ?)"                                                          \
	" ORDER BY called, invitation_id, id LIMIT ?"

#define CHOICES(index)                                                                             \
	"SELECT 'users', '', COUNT(*), 0, 0 FROM (SELECT m.id FROM membership m"                   \
	"  FORCE INDEX (" index ")" FILTERED " LIMIT ?) n"                                         \
	" UNION ALL SELECT 'invited', '', COUNT(*), 0, 0 FROM (SELECT i.id"                        \
	INVITED INVITED_FILTERED " LIMIT ?) w"                                                     \
	" UNION ALL SELECT 'role', a.name, a.id, a.copied_from, a.permission_bits"                 \
	" FROM (SELECT r.name, r.id, r.copied_from, r.permission_bits FROM role r"                 \
	"  WHERE r.account_id = ? ORDER BY r.copied_from, r.id LIMIT ?) a"

/* The indexes that have users by name, by what they are narrowed by. */
enum index { BY_NAME = 0, BY_DEPARTMENT, BY_ROLE, BY_STATE, INDEX__MAX };

static const char *const SQL_LIST[INDEX__MAX] = {
	[BY_NAME] = LIST("membership_named"),
	[BY_DEPARTMENT] = LIST("membership_of_department"),
	[BY_ROLE] = LIST("membership_of_role"),
	[BY_STATE] = LIST("membership_of_state"),
};

static const char *const SQL_CHOICES[INDEX__MAX] = {
	[BY_NAME] = CHOICES("membership_named"),
	[BY_DEPARTMENT] = CHOICES("membership_of_department"),
	[BY_ROLE] = CHOICES("membership_of_role"),
	[BY_STATE] = CHOICES("membership_of_state"),
};

/* The filter as the statements ask for it. */
struct asked {
	int64_t		 users_of;	/* the account; 0: no users are asked for */
	int64_t		 invited_to;	/* the account; 0: nobody invited is asked for */
	bool		 has_all;	/* not only the actor */
	bool		 has_departments;	/* not only one of them */
	const char	*department;
	const char	*state;
	const char	*pattern;	/* of LIKE */
	enum index	 index;		/* the narrowest that fits */
};

/* A LIKE pattern of what was typed: as it is, anywhere. */
static const char *
pattern_of(struct mem *m, const char *search)
{
	struct str out;
	const char *pattern;

	str_init(&out, 2 * strlen(search) + 3);
	str_add_char(&out, '%');
	for (; *search != '\0'; search++) {
		if (strchr("\\%_", *search) != NULL)
			str_add_char(&out, '\\');
		str_add_char(&out, *search);
	}
	str_add_char(&out, '%');
	pattern = mem_dup(m, out.text);
	str_release(&out);
	return pattern;
}

/* Who sees the own department only and has none sees oneself, and nobody who is invited. */
static struct asked
ask(struct context *cx, const struct membership_filter *f)
{
	const struct actor *a = &cx->actor;
	bool sees_all = role_may(a, PERM_USER_VIEW);
	bool has_users = f->state != MEMBERSHIP_INVITED;
	bool has_invited = f->state == MEMBERSHIP_NONE || f->state == MEMBERSHIP_INVITED;
	struct asked q = {
		.users_of = has_users ? a->account_id : 0,
		.invited_to =
		    has_invited && (sees_all || a->department[0] != '\0') ? a->account_id : 0,
		.has_all = sees_all || a->department[0] != '\0',
		.has_departments = sees_all ? f->department[0] == '\0' : a->department[0] == '\0',
		.department = sees_all ? f->department : a->department,
		.state = membership_state_name(f->state),
		.pattern = pattern_of(cx->mem, f->search),
	};

	if (!q.has_departments)
		q.index = BY_DEPARTMENT;
	else if (f->role_id != 0)
		q.index = BY_ROLE;
	else if (f->state != MEMBERSHIP_NONE)
		q.index = BY_STATE;
	return q;
}

#define FILTER_VALUES(cx, f, q)                                                                    \
	V((q)->users_of), V((q)->has_all), V((cx)->actor.user_id), V((q)->has_departments),        \
	    V((q)->department), V((q)->state), V((q)->state), V((f)->role_id), V((f)->role_id),    \
	    V((f)->search), V((q)->pattern), V((q)->pattern), V((f)->search)

#define INVITED_VALUES(f, q)                                                                       \
	V((q)->invited_to), V((q)->has_departments), V((q)->department), V((f)->role_id),          \
	    V((f)->role_id), V((f)->search), V((q)->pattern), V((q)->pattern), V((f)->search)

static struct membership_listed
read_row(struct context *cx, struct db_stmt *st)
{
	struct mem *m = cx->mem;

	return (struct membership_listed){
		.member = {
			.id = db_i64(st, 0),
			.account_id = cx->actor.account_id,
			.user_id = db_i64(st, 1),
			.user_name = db_str(st, m, 2),
			.user_email = db_str(st, m, 3),
			.state = membership_state_by_name(db_str(st, m, 4)),
			.extension = db_str(st, m, 5),
			.department = db_str(st, m, 6),
			.takes_calls = db_i64(st, 7) == 1,
			.is_pro = db_i64(st, 8) == 1,
			.has_panel = db_i64(st, 9) == 1,
			.signed_in_at = db_i64(st, 10),
			.role_id = db_i64(st, 11),
			.role = { .id = db_i64(st, 11), .name = db_str(st, m, 12) },
			.user_mobile = "",
			.user_zone = "",
			.saved_by = "",
			.last_form = "",
		},
		.invitation_id = db_i64(st, 13),
		.expires_at = db_i64(st, 14),
		.is_open = cx->now < db_i64(st, 14),
	};
}

enum err
membership_list(struct context *cx, const struct membership_filter *f,
    struct membership_listed *list, size_t most, size_t *count)
{
	bool is_first = f->after_id == 0 && f->after_invitation == 0;
	/* Behind somebody invited there is no user of the same name. */
	int64_t after_id = f->after_invitation == 0 ? f->after_id : INT64_MAX;
	struct asked q = ask(cx, f);
	struct db_stmt *st;
	enum err rc;

	*count = 0;
	if ((rc = db_query(cx->db, &st, SQL_LIST[q.index], FILTER_VALUES(cx, f, &q), V(is_first),
		 V(f->after_name), V(f->after_name), V(after_id), V((int64_t)most),
		 INVITED_VALUES(f, &q), V(is_first), V(f->after_name), V(f->after_name),
		 V(f->after_invitation), V((int64_t)most), V((int64_t)most))) != ERR_OK)
		return rc;
	while (*count < most && db_step(st))
		list[(*count)++] = read_row(cx, st);
	db_done(&st);
	return ERR_OK;
}

static void
read_choice(struct membership_choices *c, struct context *cx, struct db_stmt *st)
{
	const char *what = db_str(st, cx->mem, 0), *name = db_str(st, cx->mem, 1);

	if (strcmp(what, "users") == 0)
		c->users = db_i64(st, 2);
	else if (strcmp(what, "invited") == 0)
		c->invited = db_i64(st, 2);
	else if (c->role_count < MEMBERSHIP_ROLES_MAX)
		c->roles[c->role_count++] = (struct role){
			.id = db_i64(st, 2),
			.name = name,
			.rank = role_default_rank((enum role_id)db_i64(st, 3)),
			.bits = role_effective_bits(db_i64(st, 2), db_i64(st, 4)),
		};
}

enum err
membership_list_choices(struct context *cx, const struct membership_filter *f,
    struct membership_choices *c)
{
	struct asked q = ask(cx, f);
	struct db_stmt *st;
	enum err rc;

	*c = (struct membership_choices){ .users = 0 };
	if ((rc = db_query(cx->db, &st, SQL_CHOICES[q.index], FILTER_VALUES(cx, f, &q),
		 V(MEMBERSHIP_COUNT_MAX + 1), INVITED_VALUES(f, &q), V(MEMBERSHIP_COUNT_MAX + 1),
		 V(cx->actor.account_id), V(MEMBERSHIP_ROLES_MAX))) != ERR_OK)
		return rc;
	while (db_step(st))
		read_choice(c, cx, st);
	db_done(&st);
	return ERR_OK;
}
