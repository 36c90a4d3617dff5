#include "base/banned.h"
#include "domain/invitation_link.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/valid.h"
#include "domain/account.h"
#include "domain/audit.h"
#include "domain/category.h"
#include "domain/link.h"
#include "domain/membership.h"
#include "domain/notice.h"
#include "domain/outbox.h"
#include "domain/user.h"

static const char SQL_OPEN[] =
	"SELECT i.state, i.serial, i.expires_at, i.email, i.name, r.name, a.business_name,"
	" i.invited_by, b.name,"
	" (SELECT b.email FROM membership m WHERE m.account_id = i.account_id"
	"  AND m.user_id = i.invited_by AND m.state = 'active' AND m.has_panel = 1),"
	" u.id, u.name,"
	" EXISTS (SELECT 1 FROM membership m WHERE m.account_id = i.account_id"
	"  AND m.user_id = u.id),"
	" EXISTS (SELECT 1 FROM membership m WHERE m.user_id = u.id AND m.state = 'active'"
	"  AND m.has_panel = 1), a.time_zone"
	" FROM invitation i"
	" JOIN account a ON a.id = i.account_id"
	" JOIN role r ON r.account_id = i.account_id AND r.id = i.role_id"
	" JOIN user b ON b.id = i.invited_by"
	" LEFT JOIN user u ON u.email_key = i.email_key"
	" WHERE i.account_id = ? AND i.id = ?";

static enum invitation_link_state
pending_state(const struct context *cx, const struct invitation *i, int64_t serial, bool is_member)
{
	if (i->serial != serial)
		return INVITATION_LINK_SUPERSEDED;
	if (is_member)
		return INVITATION_LINK_MEMBER;
	return cx->now < i->expires_at ? INVITATION_LINK_OPEN : INVITATION_LINK_EXPIRED;
}

static enum invitation_link_state
state_of(const struct context *cx, const char *stored, const struct invitation *i, int64_t serial,
    bool is_member)
{
	if (strcmp(stored, "pending") == 0)
		return pending_state(cx, i, serial, is_member);
	if (strcmp(stored, "accepted") == 0)
		return INVITATION_LINK_ACCEPTED;
	if (strcmp(stored, "declined") == 0)
		return INVITATION_LINK_DECLINED;
	return strcmp(stored, "cancelled") == 0 ? INVITATION_LINK_CANCELLED :
						  INVITATION_LINK_EXPIRED;
}

static enum invitation_reader
reader_of(const struct context *cx, int64_t user_id, bool has_account)
{
	if (cx->actor.session_id != 0)
		return cx->actor.user_id == user_id ? INVITATION_READER_SELF :
						      INVITATION_READER_OTHER;
	if (user_id == 0)
		return INVITATION_READER_NEW;
	return has_account ? INVITATION_READER_OUT : INVITATION_READER_HOMELESS;
}

static void
read_row(struct context *cx, struct db_stmt *st, const struct link *link, struct invitation_link *l)
{
	struct mem *m = cx->mem;

	l->account_id = link->account_id;
	l->account_name = db_str(st, m, 6);
	l->invitation = (struct invitation){
		.id = link->id,
		.serial = db_i64(st, 1),
		.expires_at = db_i64(st, 2),
		.email = db_str(st, m, 3),
		.name = db_str(st, m, 4),
		.role_name = db_str(st, m, 5),
		.invited_by = db_i64(st, 7),
		.invited_by_name = db_str(st, m, 8),
	};
	l->inviter_email = db_str(st, m, 9);
	l->user_id = db_i64(st, 10);
	l->user_name = db_str(st, m, 11);
	l->state = state_of(cx, db_str(st, m, 0), &l->invitation, link->serial,
	    db_i64(st, 12) == 1);
	/* Who is signed in has a zone. */
	if (cx->actor.session_id == 0)
		clock_zone(db_str(st, m, 14));
	l->reader = reader_of(cx, l->user_id, db_i64(st, 13) == 1);
}

enum err
invitation_link_open(struct context *cx, const char *token, struct invitation_link *l)
{
	struct db_stmt *st;
	struct link link;
	enum err rc;

	*l = (struct invitation_link){ .mark = "", .account_name = "", .inviter_email = "",
		.user_name = "" };
	if (token[0] == '\0')
		return ERR_OK;
	l->state = INVITATION_LINK_WRONG;
	if (link_read(cx, token, &link) != ERR_OK || link.kind != LINK_INVITATION)
		return ERR_OK;
	l->mark = link_mark(cx, token);
	if ((rc = db_query(cx->db, &st, SQL_OPEN, V(link.account_id), V(link.id))) != ERR_OK)
		return rc;
	l->state = INVITATION_LINK_GONE;
	if (db_step(st))
		read_row(cx, st, &link, l);
	db_done(&st);
	return ERR_OK;
}

bool
invitation_link_is_for(const struct invitation_link *l, const char *email)
{
	return text_equal_fold(email, l->invitation.email);
}

/* The account first, as everyone who invites; then the row, which may not be open any more. */
static enum err
hold(struct context *cx, const struct invitation_link *l, struct invitation *i)
{
	enum err rc;

	if ((rc = account_hold(cx)) != ERR_OK ||
	    (rc = invitation_hold(cx, l->invitation.id, i)) != ERR_OK)
		return rc;
	return invitation_is_open(cx, i) && i->serial == l->invitation.serial ? ERR_OK :
										ERR_MISSING;
}

/* Acts as this user in the account of the link, whoever is signed in. */
static enum err
enter(struct context *cx, const struct invitation_link *l, int64_t user_id, const char *name,
    struct invitation *i)
{
	enum err rc;

	if ((rc = account_enter(cx, l->account_id)) != ERR_OK)
		return rc;
	cx->actor.user_id = user_id;
	cx->actor.user_name = name;
	cx->actor.user_email = l->invitation.email;
	return hold(cx, l, i);
}

/* The inviter; where that one has left, those who look after the account. */
static enum err
tell_inviter(struct context *cx, const struct invitation_link *l, const char *template,
    const char *who, bool lost_extension)
{
	const struct invitation *i = &l->invitation;
	struct outbox_message message = {
		.event = mem_fmt(cx->mem, "%s %lld", template, (long long)i->id),
		.recipient = l->inviter_email,
		.recipient_name = i->invited_by_name,
		.category = category_name(CATEGORY_ACCOUNT),
		.template = template,
		.values = {
			{ "who", who, false },
			{ "email", i->email, false },
			{ "role", i->role_name, false },
			{ "inviter", i->invited_by_name, false },
			{ "lost_extension", lost_extension ? "yes" : "", false },
		},
	};

	return l->inviter_email[0] != '\0' ? outbox_add(cx, &message) :
					     notice_to_members(cx, &message, ROLE_SUPER_ADMIN);
}

/* An extension that somebody got meanwhile is no reason to stay outside. */
static enum err
add_membership(struct context *cx, const struct invitation *i, bool *lost_extension)
{
	struct membership m = {
		.account_id = cx->actor.account_id,
		.user_id = cx->actor.user_id,
		.role_id = i->role_id,
		.extension = i->extension,
		.department = i->department,
		.takes_calls = i->takes_calls,
		.has_panel = true,
	};
	enum err rc = membership_add(cx, &m, false);

	*lost_extension = rc == ERR_TAKEN && db_refused_by(cx->db, "membership_extension");
	if (!*lost_extension)
		return rc;
	m.extension = "";
	return membership_add(cx, &m, false);
}

/* What is left to do once the actor is the user who joins, and the row is held. */
static enum err
join(struct context *cx, const struct invitation_link *l, const struct invitation *i)
{
	struct audit event = audit_begin("invitation.accept", "invitation", i->id, i->email);
	bool lost_extension;
	enum err rc;

	if ((rc = add_membership(cx, i, &lost_extension)) != ERR_OK)
		return rc == ERR_TAKEN ? ERR_MISSING : rc;
	if ((rc = invitation_end(cx, i, INVITATION_ACCEPTED, cx->actor.user_id)) != ERR_OK ||
	    (rc = tell_inviter(cx, l, "invitation-accepted", cx->actor.user_name,
		 lost_extension)) != ERR_OK)
		return rc;
	audit_changed(&event, "role", NULL, i->role_name);
	if (i->extension[0] != '\0' && !lost_extension)
		audit_changed(&event, "extension", NULL, i->extension);
	return audit_add(cx, &event);
}

static enum err
check_name(struct context *cx, const char *name, struct problems *p)
{
	enum name_problem problem = valid_name(name, USER_NAME_MAX);

	if (problem == NAME_OK)
		return ERR_OK;
	problems_add(p, "name", "%s", name_problem_text(cx->mem, problem, "name", USER_NAME_MAX));
	return ERR_INVALID;
}

enum err
invitation_link_join_new(struct context *cx, const struct invitation_link *l, const char *name,
    const struct password_typed *typed, struct problems *p, int64_t *user_id)
{
	struct password_owner who = { name, l->invitation.email, l->account_name };
	struct invitation i;
	enum err rc, name_rc;

	if (l->state != INVITATION_LINK_OPEN || l->reader != INVITATION_READER_NEW)
		return ERR_MISSING;
	name_rc = check_name(cx, name, p);
	if ((rc = password_check(cx->mem, cx->config, &who, typed, p)) != ERR_OK ||
	    (rc = name_rc) != ERR_OK || (rc = enter(cx, l, 0, name, &i)) != ERR_OK)
		return rc;
	if ((rc = user_add(cx, name, i.email, "", user_id)) != ERR_OK)
		return rc == ERR_TAKEN ? ERR_MISSING : rc;
	cx->actor.user_id = *user_id;
	if ((rc = password_set_first(cx, *user_id, typed->wanted)) != ERR_OK)
		return rc;
	return join(cx, l, &i);
}

enum err
invitation_link_join(struct context *cx, const struct invitation_link *l)
{
	struct actor before = cx->actor;
	struct invitation i;
	enum err rc;

	if (l->state != INVITATION_LINK_OPEN ||
	    (l->reader != INVITATION_READER_SELF && l->reader != INVITATION_READER_HOMELESS))
		return ERR_MISSING;
	if ((rc = enter(cx, l, l->user_id, l->user_name, &i)) == ERR_OK)
		rc = join(cx, l, &i);
	cx->actor = before;
	return rc;
}

enum err
invitation_link_decline(struct context *cx, const struct invitation_link *l)
{
	struct audit event = audit_begin("invitation.decline", "invitation", l->invitation.id,
	    l->invitation.email);
	struct actor before = cx->actor;
	struct invitation i;
	enum err rc;

	if (l->state != INVITATION_LINK_OPEN)
		return ERR_MISSING;
	if ((rc = enter(cx, l, 0, l->invitation.name, &i)) == ERR_OK &&
	    (rc = invitation_end(cx, &i, INVITATION_DECLINED, 0)) == ERR_OK &&
	    (rc = tell_inviter(cx, l, "invitation-declined", l->invitation.name, false)) == ERR_OK)
		rc = audit_add(cx, &event);
	cx->actor = before;
	return rc;
}
