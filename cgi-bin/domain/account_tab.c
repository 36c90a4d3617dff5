#include "base/banned.h"
#include "domain/account_tab.h"

#define NAMES_MAX	5	/* managers named: enough to ask */

/* Named are the highest first. A Super Admin's stored rights do not count: it has all. */
static const char SQL_LOAD[] =
	"SELECT m.role_id, m.extension, m.department, m.takes_calls, c.new_email, c.expires_at,"
	" (SELECT GROUP_CONCAT(x.name ORDER BY x.copied_from, x.id SEPARATOR ', ') FROM"
	"  (SELECT u.name, u.id, r.copied_from FROM membership w JOIN user u ON u.id = w.user_id"
	"   JOIN role r ON r.account_id = w.account_id AND r.id = w.role_id"
	"   WHERE w.account_id = ? AND w.state = 'active' AND w.has_panel = 1"
	"   AND (w.role_id = ? OR ((r.permission_bits >> ?) & 1) = 1)"
	"   AND (r.copied_from < ? OR w.user_id = ?)"
	"   ORDER BY r.copied_from, u.id LIMIT ?) x), " MEMBERSHIP_HOURS_COLUMN ", c.sent_at"
	" FROM membership m"
	" LEFT JOIN business_email_change c ON c.account_id = m.account_id AND c.state = 'pending'"
	" WHERE m.account_id = ? AND m.user_id = ?";

/* What is said of one's own rights begins with the first that a role can have. */
static void
tell_rights(const struct actor *actor, struct account_tab *tab)
{
	enum permission p;

	tab->right_count = 0;
	for (p = PERM_OWN_PROFILE; p < PERM__MAX; p++)
		if (role_may(actor, p))
			tab->rights[tab->right_count++] = role_permission_text(p);
}

/*
 * The first of the five, which are numbered from the highest down, that does not stand above the
 * actor. Super Admins act on one another.
 */
static enum role_id
first_not_above(const struct actor *actor)
{
	enum role_id r = ROLE_ADMIN;

	while (r < ROLE__MAX && role_default_rank(r) > actor->rank)
		r++;
	return r;
}

enum err
account_tab_load(struct context *cx, struct account_tab *tab)
{
	const struct actor *a = &cx->actor;
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_load(cx->db, &st, SQL_LOAD, V(a->account_id), V((int)ROLE_SUPER_ADMIN),
		 V((int)PERM_USER_EDIT), V((int)first_not_above(a)), V(a->user_id), V(NAMES_MAX),
		 V(a->account_id), V(a->user_id))) != ERR_OK)
		return rc;
	*tab = (struct account_tab){
		.me = { .account_id = a->account_id,
		    .user_id = a->user_id,
		    .role_id = db_i64(st, 0),
		    .extension = db_str(st, cx->mem, 1),
		    .department = db_str(st, cx->mem, 2),
		    .takes_calls = db_i64(st, 3) == 1,
		    .hours = membership_hours_read(db_str(st, cx->mem, 7)) },
		.pending = db_str(st, cx->mem, 4),
		.pending_until = db_i64(st, 5),
		.is_pending_open = db_i64(st, 5) > cx->now,
		.is_pending_sent = db_i64(st, 8) != 0,
		.managers = db_str(st, cx->mem, 6),
	};
	tell_rights(a, tab);
	db_done(&st);
	return ERR_OK;
}
