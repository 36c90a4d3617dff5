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

static void
check_email(struct mem *m, struct contact_person *c, struct problems *p)
{
	const char *email;
	enum email_problem problem = valid_email(m, c->email, &email);

	if (problem != EMAIL_OK) {
		problems_add(p, "email", "%s", email_problem_text(problem));
		return;
	}
	c->email = email;
	if (email_is_no_reply(email))
		problems_add(p, "email", "Nobody reads %s, so a security code sent there is lost. "
		    "Enter an address that the person reads.", email);
	else if (email_is_shared_mailbox(email) && !c->is_monitored)
		problems_add(p, "monitored",
		    "%s looks like a shared mailbox. Enter the person's own address, "
		    "or tick \"This mailbox is monitored\" if somebody reads it every day.",
		    email);
}

static void
check_phone(struct mem *m, struct contact_person *c, const char *region, struct problems *p)
{
	char e164[PHONE_E164_BYTES];
	enum phone_problem problem = phone_parse(c->phone, region, e164);

	if (problem != PHONE_OK)
		problems_add(p, "phone", "%s", phone_problem_text(m, problem, region));
	else
		c->phone = mem_dup(m, e164);
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
