#include "base/banned.h"
#include "tools/people.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/valid.h"
#include "domain/audit.h"
#include "domain/billing_details.h"
#include "domain/membership.h"
#include "domain/user.h"

static void
check_email(struct mem *m, struct person *who, struct problems *p)
{
	enum email_problem problem = valid_email(m, who->email, &who->email);

	if (problem != EMAIL_OK)
		problems_add(p, "email", "%s", email_problem_text(problem));
	else if (email_is_no_reply(who->email))
		problems_add(p, "email", "Nobody reads %s, so a security code sent there is lost.",
		    who->email);
}

void
people_check(struct mem *m, struct person *who, struct problems *p)
{
	const struct membership membership = { .extension = who->extension,
		.department = who->department };
	enum name_problem problem;

	if (who->name[0] != '\0' && (problem = valid_name(who->name, USER_NAME_MAX)) != NAME_OK)
		problems_add(p, "name", "%s", name_problem_text(m, problem, "name", USER_NAME_MAX));
	check_email(m, who, p);
	membership_check(m, &membership, p);
}

void
people_check_account(const struct account *a, struct problems *p)
{
	/* A zone that the machine does not know would be taken for UTC without a word. */
	if (!clock_zone_exists(a->time_zone))
		problems_add(p, "zone",
		    "There is no time zone \"%s\"; write one like Asia/Kolkata.", a->time_zone);
	if (text_has_control(a->address) || text_characters(a->address) > BILLING_STREET_MAX)
		problems_add(p, "address",
		    "The address must be one line of UTF-8, of at most %d characters.",
		    BILLING_STREET_MAX);
}

static enum err
add_user(struct context *cx, const struct person *who, struct problems *p, int64_t *id)
{
	struct audit event;
	enum err rc;

	if (who->name[0] == '\0' || who->password[0] == '\0') {
		problems_add(p, "name", "%s is no user yet: a name and a password are needed.",
		    who->email);
		return ERR_INVALID;
	}
	if ((rc = user_add(cx, who->name, who->email, "", id)) == ERR_TAKEN)
		return ERR_RETRY;	/* added meanwhile: found the next time */
	if (rc != ERR_OK || (rc = user_set_password(cx, *id, who->password)) != ERR_OK)
		return rc;
	event = audit_begin("user.create", "user", *id, who->name);
	audit_changed(&event, "name", NULL, who->name);
	audit_changed(&event, "email", NULL, who->email);
	return audit_add(cx, &event);
}

static enum err
explain_taken(struct context *cx, const struct person *who, struct problems *p)
{
	if (db_refused_by(cx->db, "membership_extension"))
		problems_add(p, "extension", "Somebody else in this account has the extension %s.",
		    who->extension);
	else
		problems_add(p, "email", "%s is a member of this account already.", who->email);
	return ERR_INVALID;
}

static enum err
add_member(struct context *cx, const struct person *who, bool is_first, struct problems *p)
{
	struct membership m = {
		.account_id = cx->actor.account_id,
		.role_id = who->role,
		.extension = who->extension,
		.department = who->department,
		.takes_calls = who->takes_calls,
		.has_panel = true,
	};
	const char *name;
	enum err rc;

	if ((rc = user_find(cx, who->email, &m.user_id, &name)) == ERR_MISSING)
		rc = add_user(cx, who, p, &m.user_id);
	if (rc != ERR_OK)
		return rc;
	rc = membership_add(cx, &m, is_first);
	return rc == ERR_TAKEN ? explain_taken(cx, who, p) : rc;
}

static enum err
add_account_event(struct context *cx, const struct account *a)
{
	struct audit event =
	    audit_begin("account.create", "account", cx->actor.account_id, a->business_name);

	audit_changed(&event, "business_name", NULL, a->business_name);
	audit_changed(&event, "business_email", NULL, a->business_email);
	audit_changed(&event, "trade_name", NULL, a->trade_name);
	audit_changed(&event, "phone", NULL, a->phone);
	audit_changed(&event, "website", NULL, a->website);
	audit_changed(&event, "legal_name", NULL, a->legal_name);
	audit_changed(&event, "address", NULL, a->address);
	audit_changed(&event, "region", NULL, a->region);
	audit_changed(&event, "time_zone", NULL, a->time_zone);
	audit_changed(&event, "contact_limit", NULL,
	    mem_fmt(cx->mem, "%lld", (long long)a->contact_limit));
	return audit_add(cx, &event);
}

enum err
people_add_account(struct context *cx, const struct account *a, const struct person *owner,
    struct problems *p, int64_t *id)
{
	struct account stored;
	enum err rc;

	if ((rc = account_add(cx, a, p, id)) != ERR_OK)
		return rc;
	cx->actor.account_id = *id;
	/* Read back for the event, which tells what is stored, not what was typed. */
	if ((rc = account_load(cx, &stored)) != ERR_OK ||
	    (rc = add_account_event(cx, &stored)) != ERR_OK)
		return rc;
	return add_member(cx, owner, true, p);
}

enum err
people_add_member(struct context *cx, int64_t account_id, const struct person *who,
    struct problems *p)
{
	struct account a;
	enum err rc;

	cx->actor.account_id = account_id;
	if ((rc = account_load(cx, &a)) != ERR_OK)
		return rc;
	return add_member(cx, who, false, p);
}
