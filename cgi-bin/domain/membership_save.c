#include "base/banned.h"
#include "domain/membership.h"

#include <string.h>

#include "domain/audit.h"
#include "domain/membership_private.h"
#include "domain/otp.h"
#include "domain/outbox.h"
#include "domain/session.h"

static const char SQL_UPDATE[] =
	"UPDATE membership SET role_id = ?, extension = NULLIF(?, ''), department = ?,"
	" takes_calls = ?, is_pro = ?, has_panel = ?, last_form = ?, saved_at = ?, saved_by = ?,"
	" version = version + 1"
	" WHERE account_id = ? AND id = ? AND version = ?";

static const char SQL_IS_KEPT[] =
	"SELECT 1 FROM invitation WHERE account_id = ? AND pending_extension = ?"
	" AND expires_at > ?";

static const char SQL_WHOSE_EXTENSION[] =
	"SELECT id, user_name, department FROM membership WHERE account_id = ? AND extension = ?";

static const char SQL_ROLE[] =
	"UPDATE membership SET role_id = ?, has_panel = IF(? = 1, 1, has_panel),"
	" last_form = '', saved_at = ?, saved_by = ?, version = version + 1"
	" WHERE account_id = ? AND id = ?";

/* What is another's, or the actor's own, says why it stays: at the field that was changed. */
static void
bar_changes(struct context *cx, const struct membership *old, const struct membership *new,
    struct problems *p)
{
	enum membership_bar bar = membership_bar(&cx->actor, old, &new->role);
	const char *why = membership_bar_text(cx, bar, old);

	if (bar == MEMBERSHIP_BAR_RANK)
		problems_add(p, "", "%s", why);
	else if (bar != MEMBERSHIP_BAR_NONE && old->role_id != new->role_id)
		problems_add(p, "role", "%s", why);
	if (bar == MEMBERSHIP_BAR_OWN && old->has_panel && !new->has_panel)
		problems_add(p, "panel", "You cannot take your own sign-in away. Somebody else who "
		    "may change users can.");
	if (strcmp(old->department, new->department) != 0 &&
	    !role_may(&cx->actor, PERM_USER_VIEW))
		problems_add(p, "department", "You see the users of your own department only, so "
		    "you cannot move anybody. Ask a Super Admin or Admin.");
}

static void
check(struct context *cx, const struct membership *old, const struct membership *new,
    struct problems *p)
{
	membership_check(cx->mem, new, p);
	if (new->role_id == ROLE_SUPER_ADMIN && !new->has_panel)
		problems_add(p, "panel", "A Super Admin needs panel access. Leave it on, or choose "
		    "another role.");
	bar_changes(cx, old, new, p);
}

/* The unique index refused the row: says who has the extension, where the actor may see that. */
static enum err
explain_taken(struct context *cx, const struct membership *m, struct problems *p)
{
	bool sees_all = role_may(&cx->actor, PERM_USER_VIEW);
	const char *name = "", *department = "";
	struct db_stmt *st;
	int64_t id = 0;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_WHOSE_EXTENSION, V(cx->actor.account_id),
		 V(m->extension))) != ERR_OK)
		return rc;
	if (db_step(st)) {
		id = db_i64(st, 0);
		name = db_str(st, cx->mem, 1);
		department = db_str(st, cx->mem, 2);
	}
	db_done(&st);
	if (id == 0)
		return ERR_RETRY;	/* free again meanwhile */
	if (!sees_all &&
	    (department[0] == '\0' || strcmp(department, cx->actor.department) != 0))
		problems_add(p, "extension", "Somebody else in this account has the extension %s. "
		    "Choose another one.", m->extension);
	else
		problems_add_link(p, "extension", mem_fmt(cx->mem, MEMBERSHIP_PATH, (long long)id),
		    mem_fmt(cx->mem, "Open %s", name),
		    "%s has the extension %s. Choose another one, or change it there first.", name,
		    m->extension);
	return ERR_INVALID;
}

/*
 * An extension that a pending invitation names is kept for whom it invites. The account is held,
 * and so it is by whoever invites.
 */
static enum err
check_kept(struct context *cx, const struct membership *old, const struct membership *new,
    struct problems *p)
{
	struct db_stmt *st;
	enum err rc;

	if (new->extension[0] == '\0' || strcmp(new->extension, old->extension) == 0)
		return ERR_OK;
	if ((rc = db_query(cx->db, &st, SQL_IS_KEPT, V(cx->actor.account_id), V(new->extension),
		 V(cx->now))) != ERR_OK)
		return rc;
	if (db_step(st)) {
		problems_add(p, "extension", "The extension %s is kept for somebody who is "
		    "invited. Choose another one, or cancel the invitation first.", new->extension);
		rc = ERR_INVALID;
	}
	db_done(&st);
	return rc;
}

static enum err
write(struct context *cx, const struct membership *old, const struct membership *new,
    struct problems *p)
{
	int64_t rows;
	enum err rc = db_exec(cx->db, &rows, SQL_UPDATE, V(new->role_id), V(new->extension),
	    V(new->department), V(new->takes_calls), V(new->is_pro), V(new->has_panel),
	    V(cx->form_nonce), V(cx->now), V(cx->actor.user_name), V(cx->actor.account_id),
	    V(new->id), V(old->version));

	if (rc == ERR_TAKEN && db_refused_by(cx->db, "membership_extension"))
		return explain_taken(cx, new, p);
	if (rc != ERR_OK)
		return rc;
	return rows == 1 ? ERR_OK : ERR_CONFLICT;
}

static enum err
add_event(struct context *cx, const struct membership *old, const struct membership *new)
{
	struct audit event =
	    audit_begin("membership.update", "membership", old->id, old->user_name);

	audit_changed(&event, "role", old->role.name, new->role.name);
	audit_changed(&event, "extension", old->extension, new->extension);
	audit_changed(&event, "department", old->department, new->department);
	audit_changed_flag(&event, "takes_calls", old->takes_calls, new->takes_calls);
	audit_changed_flag(&event, "pro", old->is_pro, new->is_pro);
	audit_changed_flag(&event, "panel", old->has_panel, new->has_panel);
	return audit_add(cx, &event);
}

/* What the person may do here has changed; who is suspended is told when it is over. */
static enum err
tell(struct context *cx, const struct membership *old, const struct membership *new)
{
	struct outbox_message message = {
		.event = mem_fmt(cx->mem, "membership.rights %lld %lld", (long long)old->id,
		    (long long)old->version),
		.recipient = old->user_email,
		.recipient_name = old->user_name,
		.category = "account",
		.template = "membership-rights",
		.values = {
			{ "who", old->user_name, false },
			{ "actor", cx->actor.user_name, false },
			{ "role", new->role.name, false },
			{ "panel", new->has_panel ? "yes" : "", false },
		},
	};

	if (old->state != MEMBERSHIP_ACTIVE || old->user_id == cx->actor.user_id ||
	    (old->role_id == new->role_id && old->has_panel == new->has_panel))
		return ERR_OK;
	return outbox_add(cx, &message);
}

static enum err
carry_out(struct context *cx, const struct membership *old, const struct membership *new,
    struct problems *p)
{
	struct membership counted = *new;
	enum err rc;

	counted.state = old->state;
	if ((rc = write(cx, old, new, p)) != ERR_OK ||
	    (rc = membership_count_owners(cx, old, membership_is_owner(&counted), p)) != ERR_OK ||
	    (rc = add_event(cx, old, new)) != ERR_OK || (rc = tell(cx, old, new)) != ERR_OK)
		return rc;
	if (old->has_panel && !new->has_panel &&
	    (rc = session_end_in_account(cx, old->user_id)) != ERR_OK)
		return rc;
	if (new->role_id != ROLE_SUPER_ADMIN || old->role_id == ROLE_SUPER_ADMIN)
		return ERR_OK;
	return otp_require(cx, mem_fmt(cx->mem, "make %s (%s) a Super Admin", old->user_name,
	    old->user_email));
}

enum err
membership_save(struct context *cx, const struct membership *typed, struct problems *p)
{
	struct membership old, new = *typed;
	enum err rc;

	if ((rc = membership_hold(cx, typed->id, &old)) != ERR_OK)
		return rc;
	if ((rc = role_load(cx, typed->role_id, &new.role)) == ERR_MISSING) {
		problems_add(p, "role", "There is no such role in this account any more. Choose "
		    "another one.");
		return ERR_INVALID;
	}
	if (rc != ERR_OK)
		return rc;
	check(cx, &old, &new, p);
	if (problems_has_any(p))
		return ERR_INVALID;
	if (context_is_outdated(cx, old.version, typed->version, old.last_form))
		return ERR_CONFLICT;
	if ((rc = check_kept(cx, &old, &new, p)) != ERR_OK)
		return rc;
	return carry_out(cx, &old, &new, p);
}

enum err
membership_make_role(struct context *cx, const struct membership *old, const struct role *role,
    struct problems *p)
{
	struct audit event =
	    audit_begin("membership.role", "membership", old->id, old->user_name);
	struct membership new = *old;
	enum err rc;

	new.role_id = role->id;
	audit_changed(&event, "role", old->role.name, role->name);
	audit_changed_flag(&event, "panel", old->has_panel,
	    old->has_panel || membership_is_owner(&new));
	if ((rc = membership_count_owners(cx, old, membership_is_owner(&new), p)) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_ROLE, V(role->id), V(role->id), V(cx->now),
		 V(cx->actor.user_name), V(cx->actor.account_id), V(old->id))) != ERR_OK)
		return rc;
	return audit_add(cx, &event);
}
