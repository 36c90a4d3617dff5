#include "base/banned.h"
#include "domain/membership.h"

#include "domain/audit.h"
#include "domain/contact_user.h"
#include "domain/membership_private.h"
#include "domain/outbox.h"
#include "domain/session.h"

static const char SQL_STATE[] =
	"UPDATE membership SET state = ?, last_form = '', saved_at = ?, saved_by = ?,"
	" version = version + 1 WHERE account_id = ? AND id = ?";

static const char SQL_REMOVE[] =
	"DELETE FROM membership WHERE account_id = ? AND id = ?";

/* Nobody answers any more for whose mailbox it was. */
static const char SQL_VOID_REVERTS[] =
	"UPDATE email_revert SET state = 'void' WHERE user_id = ? AND state = 'open'"
	" AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.user_id = email_revert.user_id)";

/* Where the actor may act on it, and it is still the one that was looked at. */
static enum err
hold(struct context *cx, int64_t id, int64_t version, struct membership *m, struct problems *p)
{
	enum membership_bar bar;
	enum err rc;

	if ((rc = membership_hold(cx, id, m)) != ERR_OK)
		return rc;
	if ((bar = membership_bar(&cx->actor, m, NULL)) != MEMBERSHIP_BAR_NONE) {
		problems_add(p, "", "%s", membership_bar_text(cx, bar, m));
		return ERR_INVALID;
	}
	return m->version == version ? ERR_OK : ERR_CONFLICT;
}

static enum err
tell(struct context *cx, const struct membership *m, const char *template)
{
	struct outbox_message message = {
		.event = mem_fmt(cx->mem, "%s %lld %lld", template, (long long)m->id,
		    (long long)m->version),
		.recipient = m->user_email,
		.recipient_name = m->user_name,
		.category = "account",
		.template = template,
		.values = {
			{ "who", m->user_name, false },
			{ "actor", cx->actor.user_name, false },
			{ "panel", m->has_panel ? "yes" : "", false },
		},
	};

	return outbox_add(cx, &message);
}

/* From one state to another; who is not in the first has got there by somebody else. */
static enum err
change(struct context *cx, const struct membership *m, enum membership_state to,
    const char *action, struct problems *p)
{
	struct audit event = audit_begin(action, "membership", m->id, m->user_name);
	struct membership new = *m;
	enum err rc;

	new.state = to;
	audit_changed(&event, "state", membership_state_name(m->state), membership_state_name(to));
	if ((rc = membership_count_owners(cx, m, membership_is_owner(&new), p)) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_STATE, V(membership_state_name(to)), V(cx->now),
		 V(cx->actor.user_name), V(cx->actor.account_id), V(m->id))) != ERR_OK)
		return rc;
	return audit_add(cx, &event);
}

enum err
membership_suspend(struct context *cx, int64_t id, int64_t version, struct problems *p)
{
	struct membership m;
	enum err rc;

	if ((rc = hold(cx, id, version, &m, p)) != ERR_OK)
		return rc;
	if (m.state != MEMBERSHIP_ACTIVE)
		return ERR_CONFLICT;
	if ((rc = change(cx, &m, MEMBERSHIP_SUSPENDED, "membership.suspend", p)) != ERR_OK ||
	    (rc = session_end_in_account(cx, m.user_id)) != ERR_OK)
		return rc;
	return tell(cx, &m, "membership-suspended");
}

enum err
membership_resume(struct context *cx, int64_t id, int64_t version, struct problems *p)
{
	struct membership m;
	enum err rc;

	if ((rc = hold(cx, id, version, &m, p)) != ERR_OK)
		return rc;
	if (m.state != MEMBERSHIP_SUSPENDED)
		return ERR_CONFLICT;
	if ((rc = change(cx, &m, MEMBERSHIP_ACTIVE, "membership.resume", p)) != ERR_OK)
		return rc;
	return tell(cx, &m, "membership-resumed");
}

static enum err
add_removal(struct context *cx, const struct membership *m)
{
	struct audit event =
	    audit_begin("membership.remove", "membership", m->id, m->user_name);

	audit_changed(&event, "email", m->user_email, NULL);
	audit_changed(&event, "role", m->role.name, NULL);
	audit_changed(&event, "state", membership_state_name(m->state), NULL);
	audit_changed(&event, "extension", m->extension, NULL);
	audit_changed(&event, "department", m->department, NULL);
	return audit_add(cx, &event);
}

enum err
membership_remove(struct context *cx, int64_t id, int64_t version, struct problems *p)
{
	struct membership m;
	enum err rc;

	if ((rc = hold(cx, id, version, &m, p)) != ERR_OK)
		return rc;
	if ((rc = membership_count_owners(cx, &m, false, p)) != ERR_OK ||
	    (rc = contact_user_leave(cx, m.user_id)) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_REMOVE, V(cx->actor.account_id), V(m.id))) != ERR_OK ||
	    (rc = session_end_in_account(cx, m.user_id)) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_VOID_REVERTS, V(m.user_id))) != ERR_OK ||
	    (rc = add_removal(cx, &m)) != ERR_OK)
		return rc;
	return tell(cx, &m, "membership-removed");
}
