/*
 * contact-user: which user of the account a contact person is. It grants nothing; it lets both
 * pages say so, and somebody who leaves be seen in one place.
 *
 * GET  ID         who the person is as a user, or who it could be, as a form
 * POST ID         links with the user who signs in with `email`; 303 to the person's page, 422, 409
 * POST ID/other   the suggested user is somebody else; 303 to the person's page
 * POST ID/unlink  ends the link; 303 to the person's page, 409
 * 404  also for every person of another account
 */
#include "base/banned.h"

#include "domain/contact_person.h"
#include "domain/contact_user.h"
#include "web/page.h"
#include "web/view.h"

#define HERE	"/manage/business-profile/user"	/* the prefix of this page */

static const struct field link_fields[] = {
	{ .name = "email",
	    .label = "The email address that the person signs in with",
	    .kind = FIELD_EMAIL,
	    .need = REQUIRED,
	    .longest = CONTACT_EMAIL_MAX,
	    .missing = "Enter the email address that the person signs in with here.",
	    .hint = "It may differ from the address that is listed for the person." },
	{ .name = NULL }
};

static const struct field user_fields[] = {
	{ .name = "user", .kind = FIELD_COUNT },
	{ .name = NULL }
};

static void
show_link(struct view *v, const struct contact_person *c)
{
	view_id(v, "Data.user", c->user_id);
	view_text(v, "Data.user.name", c->user.name);
	view_text(v, "Data.user.email", c->user.email);
	view_text(v, "Data.user.role", c->user.role);
	view_text(v, "Data.user.linked_by", c->linked_by);
	view_date(v, "Data.user.linked_at", c->linked_at);
}

static enum err
show(struct req *rq, struct view *v)
{
	struct contact_person c;
	enum err rc;

	if ((rc = contact_person_load(rq->cx, route_id(rq), &c)) != ERR_OK)
		return rc;
	view_title(v, "Is %s a user?", c.name);
	view_id(v, "Data.person.id", c.id);
	view_text(v, "Data.person.name", c.name);
	view_text(v, "Data.person.email", c.email);
	if (c.user_id != 0)
		show_link(v, &c);
	if (c.same.id != 0) {
		view_id(v, "Data.same", c.same.id);
		view_text(v, "Data.same.name", c.same.name);
		view_text(v, "Data.same.email", c.same.email);
	}
	form_fill(rq, "email", "");
	return ERR_OK;
}

/* Back to the person's page, where it stands what was done. */
static enum err
tell(struct req *rq, const char *what)
{
	struct contact_person c;
	enum err rc;

	if ((rc = contact_person_load(rq->cx, route_id(rq), &c)) != ERR_OK)
		return rc;
	mark_row(rq, "user");
	return see_other(rq, mem_fmt(rq->cx->mem, CONTACT_PERSON_PATH, (long long)c.id),
	    "%s %s", c.name, what);
}

static enum err
link_user(struct req *rq, struct view *v)
{
	enum err rc;

	(void)v;
	rc = contact_user_link(rq->cx, route_id(rq), form_text(rq, "email"), form_problems(rq));
	return rc != ERR_OK ? rc : tell(rq, "is linked with the user now. That grants nothing.");
}

static enum err
is_other(struct req *rq, struct view *v)
{
	enum err rc;

	(void)v;
	rc = contact_user_is_other(rq->cx, route_id(rq), form_count(rq, "user"));
	return rc != ERR_OK ? rc : tell(rq, "and the user with the same address are kept as "
	    "two people. It is not asked again.");
}

static enum err
unlink_user(struct req *rq, struct view *v)
{
	enum err rc;

	(void)v;
	rc = contact_user_unlink(rq->cx, route_id(rq), form_count(rq, "user"));
	return rc != ERR_OK ? rc : tell(rq, "is not linked with a user any more. The sign-in "
	    "and the contact person stay as they were.");
}

static const struct route routes[] = {
	{ GET, ":id", PERM_CONTACT_EDIT, NULL, link_fields, "contact-user.cs", .run = show },
	{ POST, ":id", PERM_CONTACT_EDIT, link_fields, .run = link_user, .again = show },
	{ POST, ":id/other", PERM_CONTACT_EDIT, user_fields, .run = is_other, .again = show },
	{ POST, ":id/unlink", PERM_CONTACT_EDIT, user_fields, .run = unlink_user, .again = show },
	{ METHOD_UNSET }
};

const struct page page = { "contact-user", HERE, "Is this person a user?", routes };
