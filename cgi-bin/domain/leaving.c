#include "base/banned.h"
#include "domain/leaving.h"

#include <string.h>

#include "base/text.h"
#include "domain/account.h"
#include "domain/audit.h"
#include "domain/category.h"
#include "domain/contact_primary.h"
#include "domain/contact_receives.h"
#include "domain/invitation.h"
#include "domain/leaving_notice.h"
#include "domain/otp.h"
#include "domain/outbox.h"
#include "domain/role.h"
#include "domain/user.h"

#define LEFT_REASON	"The person has left."

/* Either half that went is enough to find the event that groups them; who took over did not go. */
static const char SQL_FIND[] =
	"SELECT g.id, g.object_type FROM audit_event e JOIN audit_event g"
	" ON g.account_id = e.account_id AND g.request_id = e.request_id AND g.action = ?"
	" WHERE e.account_id = ? AND e.object_type = ? AND e.object_id = ?"
	" AND (e.id = g.id OR e.action IN ('contact.left', 'membership.remove'))"
	" ORDER BY g.id DESC LIMIT 1";

static const char *
object_of(const struct leaving_who *who)
{
	return who->membership_id != 0 ? LEAVING_OF_USER : LEAVING_OF_CONTACT;
}

static int64_t
id_of(const struct leaving_who *who)
{
	return who->membership_id != 0 ? who->membership_id : who->person_id;
}

/* The contact person that this address proves to be its reader's, and that is no user yet. */
static bool
has_address(const struct contact_person *c, const char *email)
{
	const struct contact_address *a;

	for (a = c->addresses; a != NULL; a = a->next)
		if (a->channel == OUTBOX_MAIL && a->part != ADDRESS_REPLACED &&
		    contact_address_is_proven(a) && text_equal_fold(a->address, email))
			return true;
	return false;
}

/* Finds the one who leaves among the account's contact persons. */
static void
find_person(struct leaving *l, int64_t person_id)
{
	size_t i;

	for (i = 0; i < l->count; i++) {
		struct contact_person *c = &l->people[i];

		if (c->id == person_id || (l->member.id != 0 && c->user_id == l->member.user_id))
			l->person = c;
		else if (l->member.id != 0 && c->user_id == 0 &&
		    c->not_user_id != l->member.user_id && has_address(c, l->member.user_email))
			l->same = c;
	}
	if (l->person != NULL)
		l->same = NULL;		/* a user is one contact person */
}

static enum err
load_of_user(struct context *cx, int64_t membership_id, struct leaving *l)
{
	enum err rc;

	if ((rc = membership_load(cx, membership_id, &l->member)) != ERR_OK ||
	    (rc = contact_person_list(cx, l->people, CONTACT_LIST_MAX, &l->count)) != ERR_OK)
		return rc;
	l->name = l->member.user_name;
	l->is_user = true;
	find_person(l, 0);
	return ERR_OK;
}

/* What else there is of a contact person: as a user, or as somebody who was invited. */
static enum err
load_of_person(struct context *cx, int64_t person_id, struct leaving *l)
{
	enum err rc;

	if ((rc = contact_person_list_same(cx, person_id, l->people, CONTACT_LIST_MAX,
		 &l->count)) != ERR_OK)
		return rc;
	find_person(l, person_id);
	if (l->person == NULL)
		return ERR_MISSING;
	l->name = l->person->name;
	l->is_user = l->person->user_id != 0;
	if (l->is_user)
		rc = membership_load_user(cx, l->person->user_id, &l->member);
	else if (l->person->same.id == 0)
		rc = invitation_find(cx, l->person->email, &l->invitation_id, &l->may_cancel);
	else if (l->may_access)
		rc = membership_load_user(cx, l->person->same.id, &l->same_member);
	l->may_cancel = l->may_cancel && l->may_access;
	return rc == ERR_MISSING ? ERR_OK : rc;
}

static const char *
bar_of(struct context *cx, const struct leaving *l)
{
	int64_t user_id = l->member.id != 0 ? l->member.user_id : l->person->user_id;

	if (user_id == cx->actor.user_id)
		return "This is you. Somebody else who may change users, and stands above you, "
		    "carries this out once you leave.";
	if (l->member.id == 0 || !l->may_access)
		return "";
	return membership_bar_text(cx, membership_bar(&cx->actor, &l->member, NULL), &l->member);
}

enum err
leaving_load(struct context *cx, const struct leaving_who *who, struct leaving *l)
{
	enum err rc;

	*l = (struct leaving){ .may_access = role_may(&cx->actor, PERM_USER_EDIT),
		.may_contact = role_may(&cx->actor, PERM_CONTACT_EDIT),
		.people = mem_array(cx->mem, CONTACT_LIST_MAX, sizeof(*l->people)) };
	rc = who->membership_id != 0 ? load_of_user(cx, who->membership_id, l) :
				       load_of_person(cx, who->person_id, l);
	if (rc == ERR_OK)
		l->bar = bar_of(cx, l);
	return rc;
}

void
leaving_say_same(struct context *cx, struct leaving *l)
{
	if (l->same != NULL)
		l->person = l->same;
	if (l->same_member.id != 0) {
		l->member = l->same_member;
		l->is_user = true;
	}
	l->same = NULL;
	l->same_member.id = 0;
	l->bar = bar_of(cx, l);
}

/* A sign-in that nobody has linked is in question only while nobody has said whose it is. */
bool
leaving_keeps_access(const struct leaving *l)
{
	bool has_other = !l->is_user && l->person != NULL && l->person->same.id != 0;

	return (l->is_user && (l->member.id == 0 || !l->may_access)) ||
	    (has_other && l->same_member.id == 0) || (l->invitation_id != 0 && !l->may_cancel);
}

bool
leaving_can_replace(const struct leaving *l, const struct contact_person *c)
{
	return c != l->person && c != l->same && c->withdrawn_at == 0 && contact_primary_can_be(c);
}

/* One leaving, being carried out. */
struct work {
	struct leaving			 l;
	const struct leaving_wish	*wish;
	struct problems			*problems;
	struct contact_person		*person;	/* goes; NULL nobody */
	struct contact_person		*replacement;	/* NULL nobody */
	struct membership		 taker;		/* id 0 nobody */
	uint64_t			 moved_bits;	/* categories that the replacement gains */
	bool				 needs_code;	/* the Primary is replaced */
};

/* Whoever is to receive from now on can. */
static void
check_replacement(struct context *cx, struct work *w)
{
	const char *name = w->l.name;
	struct contact_person *c;
	size_t i;

	for (i = 0; i < w->l.count; i++)
		if (w->l.people[i].id == w->wish->replacement_id)
			w->replacement = &w->l.people[i];
	c = w->replacement;
	if (w->wish->replacement_id != 0 && (c == NULL || c == w->person))
		problems_add(w->problems, "replacement",
		    "That contact person is not listed any more. Choose another one.");
	else if (c == NULL && w->person->is_primary)
		problems_add(w->problems, "replacement", "%s is the Primary contact, and there has "
		    "to be one. Choose who receives the security codes from now on.", name);
	else if (c != NULL && c->withdrawn_at != 0)
		problems_add(w->problems, "replacement",
		    "%s does not want to be contacted any more. Choose somebody else.", c->name);
	else if (c != NULL && !contact_primary_can_be(c))
		problems_add_link(w->problems, "replacement",
		    mem_fmt(cx->mem, CONTACT_PERSON_PATH, (long long)c->id),
		    mem_fmt(cx->mem, "Verify %s's email address", c->name),
		    "%s's email address is not verified yet, so messages might reach nobody. "
		    "Verify it first, or choose somebody else.", c->name);
}

/* Whoever is to be called from now on is a user here, and has room for the extension. */
static enum err
check_taker(struct context *cx, struct work *w)
{
	const struct membership *leaver = &w->l.member;
	const char *email = w->wish->taker, *name;
	int64_t user_id;
	enum err rc;

	if (email[0] == '\0')
		return ERR_OK;
	if ((rc = user_find(cx, email, &user_id, &name)) == ERR_OK)
		rc = membership_load_user(cx, user_id, &w->taker);
	if (rc == ERR_MISSING) {
		problems_add(w->problems, "taker", "Nobody signs in to %s with the address %s.",
		    cx->actor.account_name, email);
		return ERR_OK;
	}
	if (rc != ERR_OK)
		return rc;
	if (w->taker.id == leaver->id)
		problems_add(w->problems, "taker", "%s is who leaves. Choose somebody else.", name);
	else if (w->taker.state != MEMBERSHIP_ACTIVE)
		problems_add(w->problems, "taker", "%s is %s, so nobody would answer. Choose "
		    "somebody else.", name, membership_state_name(w->taker.state));
	else if (leaver->extension[0] != '\0' && w->taker.extension[0] != '\0')
		problems_add_link(w->problems, "taker",
		    mem_fmt(cx->mem, MEMBERSHIP_PATH, (long long)w->taker.id),
		    mem_fmt(cx->mem, "Open %s", name),
		    "%s has the extension %s already, and nobody has two. Free that one first, or "
		    "choose somebody else.", name, w->taker.extension);
	return ERR_OK;
}

/* Has anybody who is concerned been saved since the form was opened? */
static bool
is_outdated(const struct work *w)
{
	const struct leaving_wish *wish = w->wish;

	return (w->l.member.id != 0 && w->l.may_access && w->l.member.version != wish->version) ||
	    (w->person != NULL && w->person->version != wish->person_version) ||
	    (w->replacement != NULL && wish->replacement_version != 0 &&
		w->replacement->version != wish->replacement_version);
}

static enum err
check(struct context *cx, struct work *w)
{
	enum err rc;

	if (w->wish->is_same)
		leaving_say_same(cx, &w->l);
	if (w->l.bar[0] != '\0') {
		problems_add(w->problems, "", "%s", w->l.bar);
		return ERR_INVALID;
	}
	if (w->l.may_contact)
		w->person = w->l.person;
	if (w->person != NULL)
		check_replacement(cx, w);
	if (w->l.member.id != 0 && w->l.may_access && (rc = check_taker(cx, w)) != ERR_OK)
		return rc;
	if (problems_has_any(w->problems))
		return ERR_INVALID;
	return is_outdated(w) ? ERR_CONFLICT : ERR_OK;
}

/* The categories of who leaves, for the replacement: codes and alerts go with the mark. */
static enum err
move_categories(struct context *cx, struct work *w)
{
	struct contact_receives receives;
	struct contact_person now;
	enum err rc;

	if ((rc = contact_person_hold(cx, w->replacement->id, &now)) != ERR_OK)
		return rc;
	w->moved_bits = w->person->category_bits & ~now.category_bits &
	    ~CATEGORY_BIT(CATEGORY_CODES);
	if (w->moved_bits == 0)
		return ERR_OK;
	receives = (struct contact_receives){ now.id, now.version,
		now.category_bits | w->moved_bits, now.is_authorised };
	return contact_receives_save(cx, &receives);
}

/* A change of the Primary that is not confirmed yet is made all the same, to be looked at. */
static enum err
replace(struct context *cx, struct work *w)
{
	enum err rc;

	if (w->person->is_primary) {
		rc = contact_primary_make(cx, w->replacement->id, w->replacement->version,
		    w->person->id, w->problems);
		w->needs_code = true;
		if (rc != ERR_OK && rc != ERR_STEP_UP)
			return rc;
	}
	return move_categories(cx, w);
}

static enum err
leave_contact(struct context *cx, struct work *w)
{
	struct contact_person now;
	enum err rc;

	if ((rc = outbox_stop(cx, w->person->id, LEFT_REASON)) != ERR_OK ||
	    (w->replacement != NULL && (rc = replace(cx, w)) != ERR_OK) ||
	    (rc = contact_person_hold(cx, w->person->id, &now)) != ERR_OK)
		return rc;
	return contact_person_take_off(cx, &now, "contact.left");
}

/* What is refused is about the field that named the person. */
static enum err
give_calls(struct context *cx, struct work *w)
{
	struct problems found;
	enum err rc;

	problems_init(&found, cx->mem);
	if (w->l.member.extension[0] != '\0')
		w->taker.extension = w->l.member.extension;
	w->taker.takes_calls = true;
	if ((rc = membership_save(cx, &w->taker, &found)) == ERR_INVALID && found.count > 0)
		problems_add(w->problems, "taker", "%s", found.list[0].text);
	return rc;
}

static enum err
leave_access(struct context *cx, struct work *w)
{
	enum err rc;

	rc = membership_remove(cx, w->l.member.id, w->l.member.version, w->problems);
	if (rc != ERR_OK || w->taker.id == 0)
		return rc;
	return give_calls(cx, w);
}

static enum err
cancel_invitation(struct context *cx, struct work *w)
{
	const char *email;
	enum err rc = invitation_cancel(cx, w->l.invitation_id, &email);

	if (rc != ERR_DENIED)
		return rc == ERR_MISSING ? ERR_OK : rc;	/* accepted meanwhile: no user was shown */
	problems_add(w->problems, "",
	    "%s is invited to a role that is not yours to give, so the invitation is not yours to "
	    "cancel. Ask a Super Admin.", w->l.name);
	return ERR_INVALID;
}

static enum err
tell(struct context *cx, const struct work *w)
{
	struct leaving_notice n = {
		.name = w->l.name,
		.person = w->person,
		.is_user = w->l.member.id != 0 && w->l.may_access,
		.replacement = w->moved_bits != 0 ? w->replacement : NULL,
		.moved_bits = w->moved_bits,
		.taker = w->taker.id != 0 ? &w->taker : NULL,
	};

	return leaving_notice(cx, &n);
}

/* Where it says what was done, of the event that groups it. */
static const char *
done_path(struct context *cx, const char *object_type, int64_t event_id)
{
	return mem_fmt(cx->mem, "/manage/leaving/done/%s/%lld",
	    strcmp(object_type, LEAVING_OF_USER) == 0 ? "user" : "contact",
	    (long long)event_id);
}

/* One event for all of it; those of its parts have the same request. */
static enum err
add_event(struct context *cx, const struct leaving_who *who, const struct work *w,
    const char **done)
{
	const struct membership *m = &w->l.member;
	struct audit event =
	    audit_begin(LEAVING_EVENT, object_of(who), id_of(who), w->l.name);
	const char *replacement = w->replacement == NULL ? NULL : w->replacement->name;
	int64_t id;
	enum err rc;

	if (m->id != 0 && w->l.may_access) {
		audit_changed(&event, "email", m->user_email, NULL);
		audit_changed(&event, "role", m->role.name, NULL);
		if (m->department[0] != '\0')
			audit_changed(&event, "department", m->department, NULL);
		audit_changed(&event, "sessions",
		    mem_fmt(cx->mem, "%lld", (long long)m->open_sessions), "0");
		if (m->extension[0] != '\0' || w->taker.id != 0)
			audit_changed(&event, "calls", m->extension[0] != '\0' ? m->extension :
			    m->user_name, w->taker.id != 0 ? w->taker.user_name : NULL);
	}
	if (w->person != NULL)
		audit_changed(&event, w->person->is_primary ? "primary" : "contact",
		    w->person->name, replacement);
	if ((rc = audit_add_known(cx, &event, &id)) == ERR_OK)
		*done = done_path(cx, object_of(who), id);
	return rc;
}

/* All that the code confirms: it is bound to these words. */
static const char *
words(struct context *cx, const struct work *w)
{
	const char *email =
	    contact_address_receiver(w->replacement->addresses, OUTBOX_MAIL)->address;

	if (w->l.member.id != 0 && w->l.may_access)
		return mem_fmt(cx->mem, "end the access of %s, who has left, and make %s (%s) the "
		    "Primary contact", w->l.name, w->replacement->name, email);
	return mem_fmt(cx->mem, "take %s, who has left, off the list, and make %s (%s) the Primary "
	    "contact", w->l.name, w->replacement->name, email);
}

enum err
leaving_carry_out(struct context *cx, const struct leaving_who *who,
    const struct leaving_wish *wish, struct problems *p, const char **done)
{
	struct work w = { .wish = wish, .problems = p };
	enum err rc;

	/* Everyone who changes users or contact persons waits here. */
	if ((rc = account_hold(cx)) != ERR_OK || (rc = leaving_load(cx, who, &w.l)) != ERR_OK ||
	    (rc = check(cx, &w)) != ERR_OK)
		return rc;
	if ((w.person != NULL && (rc = leave_contact(cx, &w)) != ERR_OK) ||
	    (w.l.member.id != 0 && w.l.may_access && (rc = leave_access(cx, &w)) != ERR_OK) ||
	    (w.l.may_cancel && (rc = cancel_invitation(cx, &w)) != ERR_OK) ||
	    (rc = tell(cx, &w)) != ERR_OK || (rc = add_event(cx, who, &w, done)) != ERR_OK)
		return rc;
	return w.needs_code ? otp_require(cx, words(cx, &w)) : ERR_OK;
}

enum err
leaving_find(struct context *cx, const struct leaving_who *who, const char **done)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_load(cx->db, &st, SQL_FIND, V(LEAVING_EVENT), V(cx->actor.account_id),
		 V(object_of(who)), V(id_of(who)))) != ERR_OK)
		return rc;
	*done = done_path(cx, db_str(st, cx->mem, 1), db_i64(st, 0));
	db_done(&st);
	return ERR_OK;
}
