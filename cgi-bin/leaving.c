/*
 * leaving: somebody leaves the company: access, contact person, calls and codes in one step. Begun
 * from a user's page or from a contact person's.
 *
 * GET  user/ID             everything tied to the user (the id of a membership), and the form
 * POST user/ID             shows what will be done; `confirmed`: does it, after a code where the
 *                          Primary is replaced; 303 to what was done, also where it was done
 *                          already; 422, 409
 * GET  user/ID/preview     what will be done; only by the form
 * GET  contact/ID, POST contact/ID, GET contact/ID/preview     the same of a contact person
 * GET  done/user/ID, done/contact/ID     what was done, of an event
 * 404  also for everybody of another account
 */
#include "base/banned.h"

#include <string.h>

#include "domain/contact_primary.h"
#include "domain/leaving.h"
#include "domain/leaving_done.h"
#include "web/page.h"
#include "web/view.h"

#define HERE		"/manage/leaving"	/* the prefix of this page */
#define OFFERED_MOST	60	/* people to choose from; a form takes 64 */

static const struct field leaving_fields[] = {
	{ .name = "replacement",
	    .label = "Who receives instead",
	    .kind = FIELD_ROW,
	    .hint = "Offered are contact persons whose email address is verified." },
	{ .name = "taker",
	    .label = "Who takes the extension and the calls",
	    .kind = FIELD_EMAIL,
	    .longest = CONTACT_EMAIL_MAX,
	    .hint = "The address that this user signs in with. Left empty, nobody does." },
	{ .name = "same",
	    .label = "User and contact person are the same person: both go",
	    .kind = FIELD_FLAG },
	{ .name = "version", .kind = FIELD_COUNT },
	{ .name = "person_version", .kind = FIELD_COUNT },
	{ .name = "replacement_version", .kind = FIELD_COUNT },
	{ .name = "confirmed", .kind = FIELD_COUNT },
	{ .name = NULL }
};

static struct leaving_who
of_user(const struct req *rq)
{
	return (struct leaving_who){ .membership_id = route_id(rq) };
}

static struct leaving_who
of_contact(const struct req *rq)
{
	return (struct leaving_who){ .person_id = route_id(rq) };
}

/* Where the form is, and is sent. */
static const char *
form_path(const struct req *rq, struct leaving_who who)
{
	return mem_fmt(rq->cx->mem, HERE "/%s/%lld", who.membership_id != 0 ? "user" : "contact",
	    (long long)route_id(rq));
}

static void
show_member(struct view *v, const char *key, const struct membership *m)
{
	struct view_row at;

	if (m->id == 0)
		return;
	view_id(v, key, m->id);
	at = view_place(v, key);
	row_text(&at, "name", m->user_name);
	row_text(&at, "email", m->user_email);
	row_text(&at, "role", m->role.name);
	row_text(&at, "state", membership_state_name(m->state));
	row_text(&at, "extension", m->extension);
	row_flag(&at, "takes_calls", m->takes_calls);
	row_id(&at, "sessions", m->open_sessions);
	row_date(&at, "signed_in_at", m->signed_in_at);
	view_flag(v, "Data.has_calls", m->extension[0] != '\0' || m->takes_calls);
}

static void
show_contact(struct view *v, const char *key, const struct contact_person *c)
{
	struct view_row at;

	if (c == NULL)
		return;
	view_id(v, key, c->id);
	at = view_place(v, key);
	row_text(&at, "name", c->name);
	row_text(&at, "email", c->email);
	row_flag(&at, "is_primary", c->is_primary);
	row_flag(&at, "is_proven", contact_primary_can_be(c));
}

/* Everything that is tied to the one who leaves. */
static void
show_ties(struct view *v, const struct leaving *l)
{
	view_title(v, "%s leaves", l->name);
	view_text(v, "Data.name", l->name);
	view_text(v, "Data.bar", l->bar);
	view_flag(v, "Data.is_user", l->is_user);
	view_flag(v, "Data.may_access", l->may_access);
	view_flag(v, "Data.keeps_access", leaving_keeps_access(l));
	view_flag(v, "Data.may_contact", l->may_contact);
	view_flag(v, "Data.has_invitation", l->invitation_id != 0);
	view_flag(v, "Data.may_cancel", l->may_cancel);
	show_member(v, "Data.member", &l->member);
	show_member(v, "Data.same_member", &l->same_member);
	show_contact(v, "Data.person", l->person);
	show_contact(v, "Data.same", l->same);
	if (l->is_user || l->person == NULL || l->person->same.id == 0)
		return;
	view_text(v, "Data.same_user.name", l->person->same.name);
	view_text(v, "Data.same_user.email", l->person->same.email);
}

/* Those who could receive instead. */
static void
offer(struct req *rq, struct view *v, const struct leaving *l)
{
	size_t i, count = 0;

	for (i = 0; i < l->count && count < OFFERED_MOST; i++) {
		const struct contact_person *c = &l->people[i];

		if (!leaving_can_replace(l, c))
			continue;
		form_offer(rq, "replacement", c->id, mem_fmt(rq->cx->mem, "%s (%s)%s", c->name,
		    c->email, c->is_primary ? ", the Primary contact" : ""));
		count++;
	}
	view_count(v, "Data.offered", (int64_t)count);
}

static enum err
show(struct req *rq, struct view *v, struct leaving_who who)
{
	struct leaving l;
	enum err rc;

	if ((rc = leaving_load(rq->cx, &who, &l)) != ERR_OK)
		return rc;
	view_text(v, "Data.form", form_path(rq, who));
	show_ties(v, &l);
	offer(rq, v, &l);
	leaving_say_same(rq->cx, &l);	/* the version of either half, whether or not it goes */
	form_fill_count(rq, "version", l.member.version);
	form_fill_count(rq, "person_version", l.person == NULL ? 0 : l.person->version);
	return ERR_OK;
}

static enum err
show_user(struct req *rq, struct view *v)
{
	return show(rq, v, of_user(rq));
}

static enum err
show_of_contact(struct req *rq, struct view *v)
{
	return show(rq, v, of_contact(rq));
}

static const struct contact_person *
chosen(const struct req *rq, const struct leaving *l)
{
	size_t i;

	for (i = 0; i < l->count; i++)
		if (l->people[i].id == form_count(rq, "replacement"))
			return &l->people[i];
	return NULL;
}

/* What was sent is shown as what will be done; opened without it, the page leads to the form. */
static enum err
preview(struct req *rq, struct view *v, struct leaving_who who)
{
	const struct contact_person *replacement;
	struct leaving l;
	enum err rc;

	if ((rc = leaving_load(rq->cx, &who, &l)) != ERR_OK)
		return rc;
	if (!form_was_sent(rq))
		return go_to(rq, form_path(rq, who));
	if (form_flag(rq, "same"))
		leaving_say_same(rq->cx, &l);
	view_text(v, "Data.form", form_path(rq, who));
	show_ties(v, &l);
	view_title(v, "%s leaves: is this right?", l.name);
	view_text(v, "Data.taker", form_text(rq, "taker"));
	if ((replacement = chosen(rq, &l)) != NULL) {
		show_contact(v, "Data.replacement", replacement);
		view_count(v, "Data.replacement.version", replacement->version);
	}
	return ERR_OK;
}

static enum err
preview_user(struct req *rq, struct view *v)
{
	return preview(rq, v, of_user(rq));
}

static enum err
preview_contact(struct req *rq, struct view *v)
{
	return preview(rq, v, of_contact(rq));
}

/* Somebody else was quicker: what was done is shown instead. */
static enum err
tell_done(struct req *rq, const struct leaving_who *who)
{
	const char *path;
	enum err rc;

	if ((rc = leaving_find(rq->cx, who, &path)) != ERR_OK)
		return rc;
	return see_other(rq, path, "This was carried out already. Nothing was changed now.");
}

static enum err
carry_it_out(struct req *rq, struct leaving_who who)
{
	struct leaving_wish wish = {
		.version = form_count(rq, "version"),
		.person_version = form_count(rq, "person_version"),
		.replacement_id = form_count(rq, "replacement"),
		.replacement_version = form_count(rq, "replacement_version"),
		.taker = form_text(rq, "taker"),
		.is_same = form_flag(rq, "same"),
	};
	const char *done;
	enum err rc;

	rc = leaving_carry_out(rq->cx, &who, &wish, form_problems(rq), &done);
	if (rc == ERR_MISSING)
		return tell_done(rq, &who);
	if ((rc == ERR_OK || rc == ERR_STEP_UP) && form_count(rq, "confirmed") == 0)
		return ERR_UNCONFIRMED;
	if (rc != ERR_OK)
		return rc;
	return see_other(rq, done, "It is done. Below is all that was changed.");
}

static enum err
leave_user(struct req *rq, struct view *v)
{
	(void)v;
	return carry_it_out(rq, of_user(rq));
}

static enum err
leave_contact(struct req *rq, struct view *v)
{
	(void)v;
	return carry_it_out(rq, of_contact(rq));
}

/* Has this, which an event is about, been removed by one of the group? */
static bool
is_gone(const struct leaving_done *d, const struct audit_entry *e)
{
	size_t i;

	for (i = 0; i < d->count; i++)
		if ((strcmp(d->parts[i].action, "contact.left") == 0 ||
			strcmp(d->parts[i].action, "membership.remove") == 0) &&
		    d->parts[i].object_id == e->object_id &&
		    strcmp(d->parts[i].object_type, e->object_type) == 0)
			return true;
	return false;
}

/* Where the thing that an event is about has its page. */
static void
show_link(struct req *rq, struct view_row *row, const struct audit_entry *e)
{
	if (strcmp(e->object_type, "contact_person") == 0)
		row_text(row, "link",
		    mem_fmt(rq->cx->mem, CONTACT_PERSON_PATH, (long long)e->object_id));
	else if (strcmp(e->object_type, "membership") == 0)
		row_text(row, "link",
		    mem_fmt(rq->cx->mem, MEMBERSHIP_PATH, (long long)e->object_id));
}

static void
show_part(struct req *rq, struct view *v, const struct leaving_done *d,
    const struct audit_entry *e)
{
	struct view_row row = view_row(v, "Data.changes");

	row_text(&row, "name", e->object_name);
	row_text(&row, "word", audit_word(e->action));
	row_text(&row, "kind", e->object_type);
	if (!is_gone(d, e))
		show_link(rq, &row, e);
}

static enum err
done(struct req *rq, struct view *v, const char *object_type)
{
	struct leaving_done d;
	enum err rc;
	size_t i;

	if ((rc = leaving_done_load(rq->cx, route_id(rq), object_type, &d)) != ERR_OK)
		return rc;
	view_title(v, "%s has left", d.whole.object_name);
	view_text(v, "Data.name", d.whole.object_name);
	view_text(v, "Data.actor", d.whole.actor_name);
	view_date(v, "Data.at", d.whole.at);
	view_text(v, "Data.role", d.role);
	view_text(v, "Data.sessions", d.sessions);
	for (i = 0; i < d.count; i++)
		show_part(rq, v, &d, &d.parts[i]);
	return ERR_OK;
}

static enum err
done_user(struct req *rq, struct view *v)
{
	return done(rq, v, LEAVING_OF_USER);
}

static enum err
done_contact(struct req *rq, struct view *v)
{
	return done(rq, v, LEAVING_OF_CONTACT);
}

static const struct route routes[] = {
	{ GET, "user/:id", PERM_USER_EDIT, NULL, leaving_fields, "leaving.cs", .run = show_user },
	{ POST, "user/:id", PERM_USER_EDIT, leaving_fields, .run = leave_user, .again = show_user,
	    .confirm = preview_user, .step_up = LEAVING_EVENT, .step_up_is_left = true },
	{ GET, "user/:id/preview", PERM_USER_EDIT, NULL, leaving_fields, "leaving-preview.cs",
	    .run = preview_user },
	{ GET, "contact/:id", PERM_CONTACT_EDIT, NULL, leaving_fields, "leaving.cs",
	    .run = show_of_contact },
	{ POST, "contact/:id", PERM_CONTACT_EDIT, leaving_fields, .run = leave_contact,
	    .again = show_of_contact, .confirm = preview_contact, .step_up = LEAVING_EVENT,
	    .step_up_is_left = true },
	{ GET, "contact/:id/preview", PERM_CONTACT_EDIT, NULL, leaving_fields, "leaving-preview.cs",
	    .run = preview_contact },
	{ GET, "done/user/:id", PERM_USER_EDIT, .template = "leaving-done.cs", .run = done_user },
	{ GET, "done/contact/:id", PERM_CONTACT_EDIT, .template = "leaving-done.cs",
	    .run = done_contact },
	{ METHOD_UNSET }
};

const struct page PAGE = { "leaving", HERE, "Somebody leaves", routes };
