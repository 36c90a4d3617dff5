#include "base/banned.h"
#include "domain/contact_person_check.h"

#include <string.h>

#include "base/phone.h"
#include "base/valid.h"

const char *const contact_person_kinds[] = { "alternate", "billing", "technical", "compliance",
	NULL };

static void
check_name(struct mem *m, const struct contact_person *c, struct problems *p)
{
	enum name_problem problem = valid_name(c->name, CONTACT_NAME_MAX);

	if (problem == NAME_EMPTY)
		problems_add(p, "name", "%s", CONTACT_NAME_MISSING);
	else if (problem != NAME_OK)
		problems_add(p, "name", "%s",
		    name_problem_text(m, problem, "name", CONTACT_NAME_MAX));
}

const char *
contact_person_check_email(struct mem *m, const char *typed, const char *field, struct problems *p)
{
	const char *email;
	enum email_problem problem = valid_email(m, typed, &email);

	if (problem != EMAIL_OK) {
		problems_add(p, field, "%s", email_problem_text(problem));
		return NULL;
	}
	if (email_is_no_reply(email)) {
		problems_add(p, field, "Nobody reads %s, so a security code sent there is lost. "
		    "Enter an address that the person reads.", email);
		return NULL;
	}
	return email;
}

static void
check_email(struct mem *m, struct contact_person *c, struct problems *p)
{
	const char *email = contact_person_check_email(m, c->email, "email", p);

	if (email == NULL)
		return;
	c->email = email;
	if (email_is_shared_mailbox(email) && !c->is_monitored)
		problems_add(p, "monitored",
		    "%s looks like a shared mailbox. Enter the person's own address, "
		    "or tick \"This mailbox is monitored\" if somebody reads it every day.",
		    email);
}

const char *
contact_person_check_phone(struct mem *m, const char *typed, const char *region, const char *field,
    struct problems *p)
{
	char e164[PHONE_E164_BYTES];
	enum phone_problem problem = phone_parse(typed, region, e164);

	if (problem == PHONE_OK)
		return mem_dup(m, e164);
	problems_add(p, field, "%s", phone_problem_text(m, problem, region));
	return NULL;
}

static void
check_phone(struct mem *m, struct contact_person *c, const char *region, struct problems *p)
{
	const char *phone = contact_person_check_phone(m, c->phone, region, "phone", p);

	if (phone != NULL)
		c->phone = phone;
}

static void
check_designation(struct mem *m, const struct contact_person *c, struct problems *p)
{
	enum name_problem problem;

	if (c->designation[0] == '\0')
		return;
	if ((problem = valid_name(c->designation, CONTACT_DESIGNATION_MAX)) != NAME_OK)
		problems_add(p, "designation", "%s",
		    name_problem_text(m, problem, "designation", CONTACT_DESIGNATION_MAX));
}

static bool
is_kind(const char *kind)
{
	size_t i;

	for (i = 0; contact_person_kinds[i] != NULL; i++)
		if (strcmp(kind, contact_person_kinds[i]) == 0)
			return true;
	return false;
}

void
contact_person_check(struct mem *m, struct contact_person *c, const char *region,
    struct problems *p)
{
	check_name(m, c, p);
	check_email(m, c, p);
	check_phone(m, c, region, p);
	check_designation(m, c, p);
	if (!is_kind(c->kind))
		problems_add(p, "kind", "%s", CONTACT_KIND_MISSING);
	if (!c->has_consent)
		problems_add(p, "consent", "%s", CONTACT_CONSENT_MISSING);
}
