#include "base/banned.h"
#include "base/config_table.h"

#include <stddef.h>
#include <string.h>

#include "base/valid.h"

#define DAY_SEC		86400
#define PORT_MAX	65535
#define HOST_CHARACTERS	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._"

#ifndef POINTPERSON_DATA_FOLDER
#define POINTPERSON_DATA_FOLDER "/usr/share/pointperson"
#endif
#ifndef POINTPERSON_LOCALE_FOLDER
#define POINTPERSON_LOCALE_FOLDER "/usr/share/locale"
#endif
#ifndef POINTPERSON_PROGRAMS_FOLDER
#define POINTPERSON_PROGRAMS_FOLDER "/usr/libexec/pointperson/cgi-bin"
#endif

const struct setting config_settings[] = {
	{ "demo", KIND_FLAG, AT(is_demo), "no", 0, 0,
	    "yes: demo data may be loaded; never on a real site", false },
	{ "site.name", KIND_NAME, AT(site_name), "Pointperson", 0, 0,
	    "what the portal calls itself", false },
	{ "site.url", KIND_SITE, AT(site_url), "http://localhost:8080", 0, 0,
	    "the address people type: http:// or https:// and a host, no slash behind it", false },
	{ "site.proxies", KIND_PROXIES, AT(proxies), "", 0, 0,
	    "machines in front of the web server that are believed when they say who asks", false },
	{ "site.support_email", KIND_TEXT, AT(support_email), "", 0, 0,
	    "where people write for help", false },
	{ "site.support_phone", KIND_TEXT, AT(support_phone), "", 0, 0, "whom people call for help",
	    false },
	{ "database.socket", KIND_PATH, AT(database.socket), "/run/mysqld/mysqld.sock", 0, 0,
	    "unix socket of the database; empty to use host and port", false },
	{ "database.host", KIND_TEXT, AT(database.host), "127.0.0.1", 0, 0,
	    "database host, over TLS unless it is 127.0.0.1", false },
	{ "database.port", KIND_COUNT, AT(database.port), "3306", 1, 65535, "its TCP port", false },
	{ "database.name", KIND_TEXT, AT(database.name), "pointperson", 0, 0,
	    "name of the database", false },
	{ "database.user", KIND_TEXT, AT(database.user), "pointperson", 0, 0,
	    "who the pages are in the database", false },
	{ "database.password", KIND_TEXT, AT(database.password), "", 0, 0, "password of that user",
	    true },
	{ "database.migration_user", KIND_TEXT, AT(migration_user), "pointperson_migrations", 0, 0,
	    "who may change tables; used by `pointperson migrate` only", false },
	{ "database.migration_password", KIND_TEXT, AT(migration_password), "", 0, 0,
	    "password of that user", true },
	{ "database.tls_ca", KIND_PATH, AT(database.tls_ca), "", 0, 0,
	    "file with the authority that signed the database's certificate", false },
	{ "database.plugins", KIND_PATH, AT(database.plugins), "", 0, 0,
	    "folder with the ways to sign in to the database; empty: where its library has them",
	    false },
	{ "paths.templates", KIND_PATH, AT(templates_folder), POINTPERSON_DATA_FOLDER "/templates",
	    0, 0, "the templates", false },
	{ "paths.translations", KIND_PATH, AT(translations_folder), POINTPERSON_LOCALE_FOLDER, 0, 0,
	    "the catalogues of languages other than English", false },
	{ "paths.sql", KIND_PATH, AT(sql_folder), POINTPERSON_DATA_FOLDER "/sql", 0, 0,
	    "the migrations", false },
	{ "paths.programs", KIND_PATH, AT(programs_folder), POINTPERSON_PROGRAMS_FOLDER, 0, 0,
	    "the page programs", false },
	{ "paths.run", KIND_PATH, AT(run_folder), "/run/pointperson", 0, 0,
	    "folder for small lock files, private to the portal", false },
	{ "session.idle_sec", KIND_COUNT, AT(session_idle_sec), "1800", 60, DAY_SEC,
	    "a session ends after so many seconds without a request", false },
	{ "session.longest_sec", KIND_COUNT, AT(session_longest_sec), "43200", 60, 30 * DAY_SEC,
	    "and after so many seconds in any case", false },
	{ "password.profile", KIND_PASSWORD_PROFILE, AT(password_profile), "classic", 0, 0,
	    "what a new password must have: classic (8 characters, upper case, number, symbol) or "
	    "nist (15 characters)", false },
	{ "password.memory_kib", KIND_COUNT, AT(password_cost.memory_kib), "19456", 8192, 1048576,
	    "memory of one argon2id hash, in KiB", false },
	{ "password.passes", KIND_COUNT, AT(password_cost.passes), "2", 1, 20,
	    "passes over that memory", false },
	{ "password.hashes_at_once", KIND_COUNT, AT(hashes_at_once), "4", 1, 64,
	    "password hashes on this machine at one time", false },
	{ "throttle.sign_in_address.burst", KIND_COUNT, AT(sign_in_address.burst), "5", 1, 1000,
	    "wrong passwords for one address without waiting", false },
	{ "throttle.sign_in_address.interval_sec", KIND_COUNT, AT(sign_in_address.interval_sec),
	    "30", 1, DAY_SEC, "then one more every so many seconds", false },
	{ "throttle.sign_in_client.burst", KIND_COUNT, AT(sign_in_client.burst), "30", 1, 10000,
	    "wrong passwords from one client without waiting", false },
	{ "throttle.sign_in_client.interval_sec", KIND_COUNT, AT(sign_in_client.interval_sec), "10",
	    1, DAY_SEC, "then one more every so many seconds", false },
	{ "throttle.refusals.burst", KIND_COUNT, AT(refusals.burst), "20", 1, 10000,
	    "audit events of refused requests of one session or address", false },
	{ "throttle.refusals.interval_sec", KIND_COUNT, AT(refusals.interval_sec), "60", 1, DAY_SEC,
	    "then one more every so many seconds", false },
	{ "code.life_sec", KIND_COUNT, AT(code_life_sec), "600", 60, 3600,
	    "a one-time password may be typed for so many seconds after it was sent", false },
	{ "code.tries", KIND_COUNT, AT(code_tries), "5", 1, 20,
	    "wrong tries before a one-time password is of no use", false },
	{ "code.gap_sec", KIND_COUNT, AT(code_gap_sec), "60", 0, 3600,
	    "seconds between two codes to one recipient", false },
	{ "code.sends_hour", KIND_COUNT, AT(code_sends_hour), "5", 1, 100,
	    "codes to one recipient in an hour", false },
	{ "code.sends_day", KIND_COUNT, AT(code_sends_day), "20", 1, 100, "and in a day", false },
	{ "proof.life_sec", KIND_COUNT, AT(proof_life_sec), "86400", 600, 7 * DAY_SEC,
	    "the link that proves an email address may be followed for so many seconds", false },
	{ "invitation.a_day", KIND_COUNT, AT(invitations_day), "500", 1, 100000,
	    "invitations that one account may send in a day", false },
	{ "contact.ask_after_days", KIND_COUNT, AT(ask_after_days), "365", 30, 3650,
	    "days until a contact person is asked whether everything is still right", false },
	{ "audit.keep_days", KIND_COUNT, AT(audit_keep_days), "2920", 365, 36500,
	    "days for which audit events are kept; `pointperson audit purge` puts older ones away",
	    false },
	{ "courier.every_sec", KIND_COUNT, AT(courier_every_sec), "0", 0, 3600,
	    "seconds between two runs of courier from cron; 0: it runs all the time", false },
	{ "form.body_max", KIND_COUNT, AT(body_max), "65536", 4096, 131072, "bytes in one form",
	    false },
	{ "account.contact_limit", KIND_COUNT, AT(contact_limit), "5", 1, 1000,
	    "contact persons a new account may have", false },
	{ "mail.transport", KIND_MAIL_TRANSPORT, AT(mail.transport), "smtp", 0, 0,
	    "how `courier` sends mail: smtp, sendmail or maildir", false },
	{ "mail.from", KIND_TEXT, AT(mail.from), "", 0, 0,
	    "the address that mail comes from; `courier` wants one", false },
	{ "mail.from_name", KIND_TEXT, AT(mail.from_name), "", 0, 0,
	    "the name beside it; empty: site.name", false },
	{ "mail.bounce_domain", KIND_TEXT, AT(mail.bounce_domain), "", 0, 0,
	    "domain of a sender of its own for each mail; empty: mail comes back to mail.from",
	    false },
	{ "mail.smtp_url", KIND_TEXT, AT(mail.smtp_url), "smtp://127.0.0.1:25", 0, 0,
	    "the mail server: smtp://host:port, or smtps:// for TLS from the first byte", false },
	{ "mail.smtp_tls", KIND_TLS, AT(mail.smtp_tls), "auto", 0, 0,
	    "required, opportunistic or none; auto: required unless the host is this machine",
	    false },
	{ "mail.smtp_ca", KIND_PATH, AT(mail.smtp_ca), "", 0, 0,
	    "file with the authority that signed the mail server's certificate", false },
	{ "mail.smtp_user", KIND_TEXT, AT(mail.smtp_user), "", 0, 0,
	    "who the portal is at the mail server; empty: it does not sign in", false },
	{ "mail.smtp_password", KIND_TEXT, AT(mail.smtp_password), "", 0, 0,
	    "password of that user", true },
	{ "mail.sendmail_path", KIND_PATH, AT(mail.sendmail_path), "/usr/sbin/sendmail", 0, 0,
	    "the program that is given mail where mail.transport is sendmail", false },
	{ "mail.maildir", KIND_PATH, AT(mail.maildir), "", 0, 0,
	    "the folder mail is put into where mail.transport is maildir", false },
	{ "sms.transport", KIND_SMS_TRANSPORT, AT(sms.transport), "none", 0, 0,
	    "how text messages are sent: none, http or folder", false },
	{ "sms.url", KIND_TEXT, AT(sms.url), "", 0, 0, "address of the gateway", false },
	{ "sms.method", KIND_METHOD, AT(sms.method), "POST", 0, 0, "POST or GET", false },
	{ "sms.header.*", KIND_PAIRS, AT(sms.headers), "", 0, 0,
	    "a header for the gateway, as sms.header.1 = Name: value", false },
	{ "sms.body", KIND_TEXT, AT(sms.body), "to=$to&text=$text&template_id=$template_id", 0, 0,
	    "what it is sent: $to $text $template_id $sender $secret stand for their values",
	    false },
	{ "sms.success", KIND_TEXT, AT(sms.success), "", 0, 0,
	    "what its answer holds where it took the message; /pattern/ in slashes", false },
	{ "sms.sender", KIND_TEXT, AT(sms.sender), "", 0, 0,
	    "the sender (DLT header) that people see", false },
	{ "sms.template_id", KIND_TEXT, AT(sms.template_id), "", 0, 0,
	    "registered id (DLT) of templates without one of their own", false },
	{ "sms.templates.*", KIND_PAIRS, AT(sms.templates), "", 0, 0,
	    "registered id (DLT) of one template, as sms.templates.test_message = 1107...", false },
	{ "sms.secret", KIND_TEXT, AT(sms.secret), "", 0, 0, "key or password of the gateway",
	    true },
	{ "sms.folder", KIND_PATH, AT(sms.folder), "", 0, 0,
	    "the folder messages are put into where sms.transport is folder", false },
	{ "seller.name", KIND_TEXT, AT(seller.name), "", 0, 0,
	    "legal name of who issues the invoices; empty: none are issued", false },
	{ "seller.address.*", KIND_PAIRS, AT(seller.address), "", 0, 0,
	    "a line of its address, as seller.address.1 = 12 Residency Road", false },
	{ "seller.gstin", KIND_TEXT, AT(seller.gstin), "", 0, 0,
	    "its GSTIN; empty: not registered, so no tax is charged", false },
	{ "seller.pan", KIND_TEXT, AT(seller.pan), "", 0, 0,
	    "its PAN; empty: the one within the GSTIN", false },
	{ "seller.state", KIND_TEXT, AT(seller.state), "", 0, 0,
	    "its State as two digits; empty: that of the GSTIN", false },
	{ "seller.contact", KIND_TEXT, AT(seller.contact), "", 0, 0,
	    "how a buyer reaches it, as printed on an invoice", false },
	{ "seller.zone", KIND_TEXT, AT(seller.zone), "Asia/Kolkata", 0, 0,
	    "time zone whose calendar days are those of its invoices", false },
	{ "seller.declaration", KIND_TEXT, AT(seller.declaration), "", 0, 0,
	    "a sentence printed below the total of an invoice", false },
	{ "seller.signatory", KIND_TEXT, AT(seller.signatory), "", 0, 0,
	    "name printed above \"Authorised signatory\"", false },
	{ "seller.logo", KIND_PATH, AT(seller.logo), "", 0, 0,
	    "PNG file printed on invoices; empty: none", false },
	{ "invoice.prefix", KIND_TEXT, AT(invoice.prefix), "INV", 0, 0,
	    "begins the number of an invoice: at most 4 letters or digits", false },
	{ "invoice.credit_prefix", KIND_TEXT, AT(invoice.credit_prefix), "CN", 0, 0,
	    "the same of a credit note", false },
	{ "invoice.debit_prefix", KIND_TEXT, AT(invoice.debit_prefix), "DN", 0, 0,
	    "the same of a debit note", false },
	{ "invoice.due_days", KIND_COUNT, AT(invoice.due_days), "15", 0, 365,
	    "days until an invoice is to be paid, where it does not say itself", false },
	{ "invoice.unpaid_blocks_hand_over", KIND_FLAG, AT(invoice.unpaid_blocks_hand_over), "no",
	    0, 0, "yes: an account with unpaid invoices is not handed over", false },
	{ "keys.mac", KIND_KEY, AT(keys.mac), "", 0, 0, "authenticates cookies and tokens", true },
	{ "keys.seal", KIND_KEY, AT(keys.seal), "", 0, 0, "seals what must wait in the database",
	    true },
};

const size_t config_settings_count = sizeof(config_settings) / sizeof(config_settings[0]);

const char *const *
config_words(enum kind kind)
{
	static const char *const mail[] = { "smtp", "sendmail", "maildir", NULL };
	static const char *const tls[] = { "auto", "required", "opportunistic", "none", NULL };
	static const char *const sms[] = { "none", "http", "folder", NULL };
	static const char *const methods[] = { "POST", "GET", NULL };
	static const char *const profiles[] = { "classic", "nist", NULL };

	switch (kind) {
	case KIND_MAIL_TRANSPORT:
		return mail;
	case KIND_TLS:
		return tls;
	case KIND_SMS_TRANSPORT:
		return sms;
	case KIND_METHOD:
		return methods;
	case KIND_PASSWORD_PROFILE:
		return profiles;
	default:
		return NULL;
	}
}

bool
config_is_site(const char *url)
{
	const char *host = strncmp(url, "https://", 8) == 0 ? url + 8 :
	    strncmp(url, "http://", 7) == 0 ? url + 7 : "";
	bool is_ip6 = host[0] == '[';
	size_t length = is_ip6 ? 1 + strspn(host + 1, "0123456789abcdefABCDEF:.") :
	    strspn(host, HOST_CHARACTERS);
	int64_t port;

	if (is_ip6 ? length < 3 || host[length] != ']' : length == 0 || host[0] == '.')
		return false;
	host += length + is_ip6;
	return host[0] == '\0' ||
	    (host[0] == ':' && valid_id(host + 1, &port) && port <= PORT_MAX);
}
