#include "base/banned.h"
#include "tools/setup.h"

#include <string.h>
#include <unistd.h>

#include "base/valid.h"
#include "domain/password.h"
#include "tools/courier_settings.h"
#include "tools/people.h"
#include "tools/setup_private.h"
#include "tools/tool.h"

#define SETTINGS_MAX	12	/* that are written here */
#define CRON_SEC	"60"	/* the installer's cron line runs each minute */

/* What is being added, over the tries of its transaction. */
struct adding {
	struct account	 account;
	struct person	 person;
	struct problems	*problems;
	int64_t		 account_id;
	bool		 is_closed;	/* the token is taken away, by this request */
};

static void
check_email(struct mem *m, const char *field, const char *typed, struct problems *p)
{
	const char *same;
	enum email_problem problem = valid_email(m, typed, &same);

	if (problem != EMAIL_OK)
		problems_add(p, field, "%s", email_problem_text(problem));
}

static bool
is_smtp(const struct setup_account *s)
{
	return strcmp(s->mail_transport, "smtp") == 0;
}

static void
check_mail(struct context *cx, const struct setup_account *s, struct problems *p)
{
	struct config c = *cx->config;
	const char *problem;

	check_email(cx->mem, "mail_from", s->mail_from, p);
	if (s->support_email[0] != '\0')
		check_email(cx->mem, "support_email", s->support_email, p);
	c.mail.from = s->mail_from;
	c.mail.transport = is_smtp(s) ? MAIL_SMTP : MAIL_SENDMAIL;
	c.mail.smtp_url = s->smtp_url;
	c.mail.smtp_user = s->smtp_user;
	problem = courier_settings_problem(cx->mem, &c);
	if (problem[0] != '\0')
		problems_add(p, is_smtp(s) ? "smtp_url" : "mail_transport", "%s", problem);
	if (!is_smtp(s) && access(c.mail.sendmail_path, X_OK) != 0)
		problems_add(p, "mail_transport", "There is no program %s on this host: choose a "
		    "mail server, or ask your host where it is.", c.mail.sendmail_path);
}

/* The values for the settings file; returns how many. */
static size_t
settings_of(const struct setup_account *s, struct config_value values[SETTINGS_MAX])
{
	size_t count = 0;

	values[count++] = (struct config_value){ "site.name", s->site_name };
	values[count++] = (struct config_value){ "site.url", s->site_url };
	values[count++] = (struct config_value){ "site.support_email", s->support_email };
	values[count++] = (struct config_value){ "mail.transport", s->mail_transport };
	values[count++] = (struct config_value){ "mail.from", s->mail_from };
	values[count++] = (struct config_value){ "courier.every_sec", CRON_SEC };
	if (is_smtp(s)) {
		values[count++] = (struct config_value){ "mail.smtp_url", s->smtp_url };
		values[count++] = (struct config_value){ "mail.smtp_user", s->smtp_user };
	}
	return count;
}

/* "mail.smtp_url" was typed as smtp_url, "site.url" as site_url. */
static const char *
field_of(struct mem *m, const char *key)
{
	char *field;

	if (strncmp(key, "mail.smtp_", 10) == 0)
		return key + 5;
	if (strcmp(key, "site.support_email") == 0)
		return "support_email";
	field = mem_dup(m, key);
	if (strchr(field, '.') != NULL)
		*strchr(field, '.') = '_';
	return field;
}

static void
check_settings(struct context *cx, const struct setup_account *s, struct problems *p)
{
	struct config_value values[SETTINGS_MAX];
	size_t i, count = settings_of(s, values);
	const char *problem;

	for (i = 0; i < count; i++) {
		problem = config_problem(cx->mem, values[i].key, values[i].value);
		if (problem == NULL && !config_can_write(values[i].value))
			problem = "leave out the space at its beginning or end";
		if (problem != NULL)
			problems_add(p, field_of(cx->mem, values[i].key),
			    "This cannot be used: %s.", problem);
	}
	if (is_smtp(s) && !config_can_write(s->smtp_password))
		problems_add(p, "smtp_password", "A settings file cannot hold a space at the "
		    "beginning or the end of a password.");
}

static void
check_owner(struct context *cx, const struct setup_account *s, struct adding *a)
{
	const struct password_owner who = { s->name, s->email, s->business_name };
	const struct password_typed typed = { NULL, s->new_password, s->confirm_password };

	people_check(cx->mem, &a->person, a->problems);
	check_email(cx->mem, "business_email", s->business_email, a->problems);
	if (password_check(cx->mem, cx->config, &who, &typed, a->problems) == ERR_OK)
		a->person.password = s->new_password;
}

static enum err
write_settings(struct context *cx, const struct setup_account *s, struct problems *p)
{
	const struct config_value secret = { "mail.smtp_password", s->smtp_password };
	struct config_value values[SETTINGS_MAX];
	size_t count = settings_of(s, values);

	return setup_write(cx, values, count, is_smtp(s) ? &secret : NULL, p);
}

/* Whoever takes the token away adds the account; nobody else does. */
static enum err
add(struct context *cx, void *closure)
{
	struct adding *a = closure;
	enum err rc;

	cx->actor.account_id = 0;
	if ((rc = people_add_account(cx, &a->account, &a->person, a->problems, &a->account_id)) !=
	    ERR_OK)
		return rc;
	if (!a->is_closed && setup_close(cx) != ERR_OK)
		return ERR_TAKEN;
	a->is_closed = true;
	return ERR_OK;
}

enum err
setup_account(struct context *cx, const struct setup_account *s, struct problems *p)
{
	struct adding a = {
		.account = {
			.business_name = s->business_name,
			.business_email = s->business_email,
			.trade_name = "", .phone = "", .website = "", .legal_name = "",
			.address = "",
			.region = "IN",
			.time_zone = "Asia/Kolkata",
			.contact_limit = cx->config->contact_limit,
		},
		.person = { .name = s->name, .email = s->email, .password = "",
			.role = ROLE_SUPER_ADMIN, .extension = "", .department = "" },
		.problems = p,
	};

	check_settings(cx, s, p);
	check_mail(cx, s, p);
	check_owner(cx, s, &a);
	if (problems_has_any(p) || write_settings(cx, s, p) != ERR_OK)
		return ERR_INVALID;
	cx->actor.user_name = "Installer";
	return tool_transaction(cx, add, &a);
}
