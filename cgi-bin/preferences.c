/*
 * preferences: what a user keeps right alone. Each value has a small form of its own, so that one
 * that is refused loses nothing of the others.
 *
 * GET  ""             303 to the first tab
 * GET  personal       User ID, name, email, password, and what else is the user's own
 * GET  personal/name  the name
 * POST personal/name  saves it; 303, 422, 409
 * GET  personal/zone  the time zone that times are shown in
 * POST personal/zone  saves it; 303, 422 there is none of that name
 * GET  personal/language  the language of pages, and of mail to the user
 * POST personal/language  saves it; 303
 * GET  personal/contact         the contact person who the user is, or is listed as
 * POST personal/contact         "yes, that is me"; 303
 * POST personal/contact/not-me  "no", or not any more; 303
 */
#include "base/banned.h"

#include <string.h>

#include "domain/contact_person.h"
#include "domain/contact_self.h"
#include "domain/email_change.h"
#include "domain/user.h"
#include "domain/user_language.h"
#include "domain/user_zone.h"
#include "web/page.h"
#include "web/view.h"

#define HERE		"/billing/preferences"	/* the prefix of this page */
#define PERSONAL	HERE "/personal"	/* the first tab */

static const struct field name_fields[] = {
	{ .name = "name",
	    .label = "Name",
	    .kind = FIELD_TEXT,
	    .need = REQUIRED,
	    .longest = USER_NAME_MAX,
	    .missing = "Enter your name.",
	    .hint = "As you write it, in any script.",
	    .autocomplete = "name" },
	VERSION_FIELD,
	{ .name = NULL }
};

#define ZONE_OF_ACCOUNT	"account"	/* choices that are no zone */
#define ZONE_TYPED	"other"

static const struct choice zones[] = {
	{ ZONE_OF_ACCOUNT, "That of the account" },
	{ "Asia/Kolkata", "India: Asia/Kolkata" },
	{ "Asia/Dubai", "Gulf: Asia/Dubai" },
	{ "Asia/Singapore", "Singapore: Asia/Singapore" },
	{ "Europe/London", "United Kingdom: Europe/London" },
	{ "Europe/Berlin", "Central Europe: Europe/Berlin" },
	{ "America/New_York", "Eastern America: America/New_York" },
	{ "America/Los_Angeles", "Pacific America: America/Los_Angeles" },
	{ "Australia/Sydney", "Eastern Australia: Australia/Sydney" },
	{ "UTC", "UTC" },
	{ ZONE_TYPED, "Another one, written below" },
	{ NULL, NULL }
};

static const struct field zone_fields[] = {
	{ .name = "choice", .label = "Show times in", .kind = FIELD_CHOICE, .choices = zones },
	{ .name = "time_zone",
	    .label = "Another time zone",
	    .kind = FIELD_TEXT,
	    .longest = USER_ZONE_MAX,
	    .hint = "Its IANA name: the region, a slash, and the best known city in English, like"
		" Asia/Tokyo. It counts where you chose to write one." },
	{ .name = NULL }
};

static const struct field person_fields[] = {
	{ .name = "person", .kind = FIELD_COUNT },
	{ .name = NULL }
};

static const struct field language_fields[] = {
	{ .name = "language",
	    .label = "Language",
	    .kind = FIELD_LANGUAGE,
	    .need = REQUIRED,
	    .missing = "Choose a language." },
	{ .name = NULL }
};

static enum err
show_first(struct req *rq, struct view *v)
{
	(void)v;
	return go_to(rq, PERSONAL);
}

static void
show_user(struct view *v, const struct user *u)
{
	view_id(v, "Data.user.id", u->id);
	view_text(v, "Data.user.name", u->name);
	view_text(v, "Data.user.email", u->email);
	view_date(v, "Data.user.password_changed_at", u->password_changed_at);
	view_date(v, "Data.user.totp_since", u->totp_since);
	view_flag(v, "Data.user.is_person", u->person_id != 0);
	view_flag(v, "Data.user.is_listed", u->listed_id != 0);
}

/* The one the page is in; is_own: chosen here, not by the browser. */
static void
show_language(struct req *rq, struct view *v)
{
	view_text(v, "Data.language", user_language_name());
	view_flag(v, "Data.language.is_own", rq->cx->actor.user_language[0] != '\0');
}

static enum err
show_personal(struct req *rq, struct view *v)
{
	struct email_change c;
	struct user u;
	enum err rc;

	if ((rc = user_load(rq->cx, &u)) != ERR_OK ||
	    (rc = email_change_load(rq->cx, u.id, &c)) != ERR_OK)
		return rc;
	view_text(v, "Data.tab", "personal");
	show_user(v, &u);
	view_flag(v, "Data.has_passkey", rq->cx->actor.has_passkey);
	view_flag(v, "Data.has_factor", rq->cx->actor.has_second_factor);
	view_text(v, "Data.zone", rq->cx->actor.user_zone);
	view_text(v, "Data.account_zone", rq->cx->actor.account_zone);
	show_language(rq, v);
	if (c.state == EMAIL_CHANGE_PENDING) {
		view_flag(v, "Data.pending", true);
		view_text(v, "Data.pending.email", c.new_email);
		view_flag(v, "Data.pending.is_open", email_change_is_open(rq->cx, &c));
	}
	return ERR_OK;
}

static enum err
edit_name(struct req *rq, struct view *v)
{
	struct user u;
	enum err rc;

	if ((rc = user_load(rq->cx, &u)) != ERR_OK)
		return rc;
	view_title(v, "Your name");
	form_fill(rq, "name", u.name);
	form_fill_count(rq, "version", u.version);
	return ERR_OK;
}

static enum err
save_name(struct req *rq, struct view *v)
{
	struct user u = { .version = form_count(rq, "version"), .name = form_text(rq, "name") };
	enum err rc;

	(void)v;
	if ((rc = user_save_name(rq->cx, &u, form_problems(rq))) != ERR_OK)
		return rc;
	mark_row(rq, "name");
	return see_other(rq, PERSONAL, "Your name is saved: %s.", u.name);
}

/* Is it one of the list? */
static bool
is_offered(const char *zone)
{
	const struct choice *c;

	for (c = zones; c->value != NULL; c++)
		if (strcmp(c->value, zone) == 0)
			return true;
	return false;
}

static enum err
edit_zone(struct req *rq, struct view *v)
{
	const char *zone = rq->cx->actor.user_zone;

	view_title(v, "Your time zone");
	view_text(v, "Data.account_zone", rq->cx->actor.account_zone);
	view_date(v, "Data.now", rq->cx->now);
	form_fill(rq, "choice", zone[0] == '\0' ? ZONE_OF_ACCOUNT :
	    is_offered(zone) ? zone : ZONE_TYPED);
	form_fill(rq, "time_zone", is_offered(zone) ? "" : zone);
	return ERR_OK;
}

static enum err
save_zone(struct req *rq, struct view *v)
{
	const char *choice = form_text(rq, "choice"), *zone = choice;
	enum err rc;

	(void)v;
	if (strcmp(choice, ZONE_OF_ACCOUNT) == 0)
		zone = "";
	else if (choice[0] == '\0' || strcmp(choice, ZONE_TYPED) == 0)
		zone = form_text(rq, "time_zone");
	if (strcmp(choice, ZONE_TYPED) == 0 && zone[0] == '\0') {
		problems_add(form_problems(rq), "time_zone",
		    "Write the time zone, or choose one from the list.");
		return ERR_INVALID;
	}
	if ((rc = user_zone_save(rq->cx, zone, form_problems(rq))) != ERR_OK)
		return rc;
	mark_row(rq, "zone");
	return see_other(rq, PERSONAL, "Times are shown to you in %s from now on.",
	    zone[0] == '\0' ? language_text("the time zone of the account") : zone);
}

static enum err
show_contact(struct req *rq, struct view *v)
{
	struct contact_person c;
	struct user u;
	enum err rc;

	view_title(v, "You as a contact person");
	if ((rc = user_load(rq->cx, &u)) != ERR_OK)
		return rc;
	view_flag(v, "Data.is_person", u.person_id != 0);
	if (u.person_id == 0 && u.listed_id == 0)
		return ERR_OK;
	rc = contact_person_load(rq->cx, u.person_id != 0 ? u.person_id : u.listed_id, &c);
	if (rc != ERR_OK)
		return rc;
	view_id(v, "Data.person", c.id);
	view_text(v, "Data.person.name", c.name);
	view_text(v, "Data.person.email", c.email);
	view_phone(v, "Data.person.phone", c.phone);
	view_flag(v, "Data.person.is_primary", c.is_primary);
	view_text(v, "Data.person.linked_by", c.linked_by);
	view_date(v, "Data.person.linked_at", c.linked_at);
	return ERR_OK;
}

/* What the page asked about is settled, or was never so: the page itself says how it stands. */
static enum err
tell_contact(struct req *rq, enum err rc, const char *sentence)
{
	if (rc != ERR_OK && rc != ERR_MISSING)
		return rc;
	if (rc == ERR_MISSING)
		return see_other(rq, PERSONAL, "Nothing was changed: that contact person is not "
		    "there any more, or has another address now.");
	mark_row(rq, "contact");
	return see_other(rq, PERSONAL, "%s", language_text(sentence));
}

static enum err
is_me(struct req *rq, struct view *v)
{
	(void)v;
	return tell_contact(rq, contact_self_agree(rq->cx, form_count(rq, "person")),
	    "You and the contact person are shown as one from now on. Nothing else changes.");
}

static enum err
is_not_me(struct req *rq, struct view *v)
{
	(void)v;
	return tell_contact(rq, contact_self_deny(rq->cx, form_count(rq, "person")),
	    "You and the contact person are kept as two people. Nothing else changes.");
}

static enum err
edit_language(struct req *rq, struct view *v)
{
	const char *tag = rq->cx->actor.user_language;

	view_title(v, "Your language");
	form_fill(rq, "language", tag[0] == '\0' ? LANGUAGE_OF_BROWSER : tag);
	return ERR_OK;
}

static enum err
save_language(struct req *rq, struct view *v)
{
	const char *tag = form_text(rq, "language");
	enum err rc;

	(void)v;
	if (strcmp(tag, LANGUAGE_OF_BROWSER) == 0)
		tag = "";
	if ((rc = user_language_save(rq->cx, tag)) != ERR_OK)
		return rc;
	mark_row(rq, "language");
	if (tag[0] == '\0')
		return see_other(rq, PERSONAL,
		    "Pages are shown in the language that your browser asks for.");
	return see_other(rq, PERSONAL, "Pages are shown to you in this language from now on.");
}

static const struct route routes[] = {
	{ GET, "", PERM_OWN_PROFILE, .template = "preferences.cs", .run = show_first },
	{ GET, "personal", PERM_OWN_PROFILE, .template = "preferences.cs", .run = show_personal },
	{ GET, "personal/name", PERM_OWN_PROFILE, NULL, name_fields, "preferences-name.cs",
	    .run = edit_name },
	{ POST, "personal/name", PERM_OWN_PROFILE, name_fields, .run = save_name,
	    .again = edit_name },
	{ GET, "personal/zone", PERM_OWN_PROFILE, NULL, zone_fields, "preferences-zone.cs",
	    .run = edit_zone },
	{ POST, "personal/zone", PERM_OWN_PROFILE, zone_fields, .run = save_zone,
	    .again = edit_zone },
	{ GET, "personal/contact", PERM_OWN_PROFILE, NULL, person_fields, "preferences-contact.cs",
	    .run = show_contact },
	{ POST, "personal/contact", PERM_OWN_PROFILE, person_fields, .run = is_me,
	    .again = show_contact },
	{ POST, "personal/contact/not-me", PERM_OWN_PROFILE, person_fields, .run = is_not_me,
	    .again = show_contact },
	{ GET, "personal/language", PERM_OWN_PROFILE, NULL, language_fields,
	    "preferences-language.cs", .run = edit_language },
	{ POST, "personal/language", PERM_OWN_PROFILE, language_fields, .run = save_language,
	    .again = edit_language },
	{ METHOD_UNSET }
};

const struct page page = { "preferences", HERE, "Preferences", routes };
