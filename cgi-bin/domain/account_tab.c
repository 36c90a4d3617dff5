#include "base/banned.h"
#include "domain/account_tab.h"

#define NAMES_MAX	5	/* managers named: enough to ask */

static const char SQL_LOAD[] =
	"SELECT m.role_id, m.extension, m.department, m.takes_calls, c.new_email, c.expires_at,"
	" (SELECT GROUP_CONCAT(x.name ORDER BY x.role_id, x.id SEPARATOR ', ') FROM"
	"  (SELECT u.name, u.id, w.role_id FROM membership w JOIN user u ON u.id = w.user_id"
	"   WHERE w.account_id = ? AND w.role_id <= ? AND w.state = 'active'"
	"   ORDER BY w.role_id, u.id LIMIT ?) x), " MEMBERSHIP_HOURS_COLUMN
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

enum err
account_tab_load(struct context *cx, struct account_tab *tab)
{
	const struct actor *a = &cx->actor;
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_LOAD, V(a->account_id), V((int)ROLE_ADMIN),
		 V(NAMES_MAX), V(a->account_id), V(a->user_id))) != ERR_OK)
		return rc;
	rc = ERR_MISSING;
	if (db_step(st)) {
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
			.managers = db_str(st, cx->mem, 6),
		};
		tell_rights(a, tab);
		rc = ERR_OK;
	}
	db_done(&st);
	return rc;
}
