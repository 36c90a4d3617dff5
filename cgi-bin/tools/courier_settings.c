#include "base/banned.h"
#include "tools/courier_settings.h"

#include <string.h>
#include <strings.h>

#include "base/valid.h"

static bool
begins(const char *text, const char *with)
{
	return strncasecmp(text, with, strlen(with)) == 0;
}

/* What goes there does not leave this machine. */
static bool
is_loopback(const char *url)
{
	static const char *const hosts[] = { "127.0.0.1", "localhost", "[::1]" };
	const char *host = strstr(url, "://");
	size_t i;

	for (i = 0; host != NULL && i < sizeof(hosts) / sizeof(hosts[0]); i++) {
		const char *end = host + 3 + strlen(hosts[i]);

		if (begins(host + 3, hosts[i]) && strchr(":/", *end) != NULL)
			return true;
	}
	return false;
}

enum smtp_tls
courier_settings_tls(const struct config *c)
{
	if (c->mail.smtp_tls != TLS_AUTO)
		return (enum smtp_tls)c->mail.smtp_tls;
	return is_loopback(c->mail.smtp_url) ? TLS_NONE : TLS_REQUIRED;
}

const char *
courier_settings_host(struct mem *m, const struct config *c)
{
	const char *host = strstr(c->site_url, "://") + 3;

	return mem_dup_bytes(m, host, strcspn(host, ":"));
}

/* "portal.example": others can look it up. The last label of a name begins with a letter. */
static bool
is_full_name(const char *host)
{
	const char *last = strrchr(host, '.');

	return last != NULL &&
	    ((last[1] >= 'a' && last[1] <= 'z') || (last[1] >= 'A' && last[1] <= 'Z'));
}

const char *
courier_settings_server(struct mem *m, const struct config *c)
{
	const char *url = c->mail.smtp_url, *name = courier_settings_host(m, c);
	const char *server = strstr(url, "://") + 3;
	const char *path = server + strcspn(server, "/");

	if ((path[0] == '/' && path[1] != '\0') || !is_full_name(name))
		return url;
	return mem_fmt(m, "%.*s/%s", (int)(path - url), url, name);
}

static const char *
smtp_problem(const struct config *c)
{
	enum smtp_tls tls = courier_settings_tls(c);

	if (!begins(c->mail.smtp_url, "smtp://") && !begins(c->mail.smtp_url, "smtps://"))
		return "mail.smtp_url must begin with smtp:// or smtps://.";
	if (strchr(c->mail.smtp_url, '@') != NULL)
		return "mail.smtp_url holds a user: write that in mail.smtp_user, and the password "
		    "in the secrets file.";
	if (c->mail.smtp_user[0] != '\0' && tls != TLS_REQUIRED && !is_loopback(c->mail.smtp_url))
		return "mail.smtp_user would show its password to the network: write "
		    "mail.smtp_tls = required.";
	return "";
}

static const char *
mail_problem(struct mem *m, const struct config *c)
{
	const char *same;

	if (c->mail.from[0] == '\0')
		return "mail.from is not set: write the address that mail comes from.";
	if (valid_email(m, c->mail.from, &same) != EMAIL_OK || strcmp(same, c->mail.from) != 0)
		return "mail.from is not an email address.";
	if (c->mail.bounce_domain[0] != '\0' &&
	    valid_email(m, mem_fmt(m, "bounce@%s", c->mail.bounce_domain), &same) != EMAIL_OK)
		return "mail.bounce_domain is not a domain.";
	switch (c->mail.transport) {
	case MAIL_SENDMAIL:
		return c->mail.sendmail_path[0] == '/' ? "" :
		    "mail.sendmail_path must begin with a slash.";
	case MAIL_MAILDIR:
		return c->mail.maildir[0] == '/' ? "" :
		    "mail.maildir is not set: write the folder, beginning with a slash.";
	default:
		return smtp_problem(c);
	}
}

static const char *
sms_problem(const struct config *c)
{
	switch (c->sms.transport) {
	case SMS_HTTP:
		return begins(c->sms.url, "https://") || begins(c->sms.url, "http://") ? "" :
		    "sms.url must begin with https:// (or http://).";
	case SMS_FOLDER:
		return c->sms.folder[0] == '/' ? "" :
		    "sms.folder is not set: write the folder, beginning with a slash.";
	default:
		return "";
	}
}

const char *
courier_settings_problem(struct mem *m, const struct config *c)
{
	const char *problem = mail_problem(m, c);

	return problem[0] != '\0' ? problem : sms_problem(c);
}
