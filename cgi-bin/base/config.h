/*
 * config: the settings of an installation: pointperson.hdf and, beside it, pointperson.secrets.hdf.
 *
 * Every setting stands in one table (config_table.c) with its kind, default and bounds;
 * conf/pointperson.hdf explains each. A key that is not in the table, or a value that is not of
 * its kind, is refused with the file, the line and the nearest key: a setting that is silently
 * ignored is worse than none.
 */
#ifndef POINTPERSON_BASE_CONFIG_H
#define POINTPERSON_BASE_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/crypt.h"
#include "base/db.h"
#include "base/err.h"
#include "base/mem.h"

/* How often something may be tried. After `burst` quick tries, one more every `interval_sec`. */
struct config_policy {
	int64_t	burst;		/* tries that need no waiting */
	int64_t	interval_sec;	/* seconds until one more is allowed */
};

#define CONFIG_PAIRS_MAX	16	/* headers of a gateway; text message templates */

/* Settings whose last word the administrator chooses: "sms.header.1". */
struct config_pairs {
	size_t		 count;				/* how many were written */
	const char	*names[CONFIG_PAIRS_MAX];	/* that last word */
	const char	*values[CONFIG_PAIRS_MAX];
};

/* The numbers are the places of the words in config_words(). */
enum mail_transport { MAIL_SMTP = 0, MAIL_SENDMAIL, MAIL_MAILDIR };
enum smtp_tls { TLS_AUTO = 0, TLS_REQUIRED, TLS_OPPORTUNISTIC, TLS_NONE };
enum sms_transport { SMS_NONE = 0, SMS_HTTP, SMS_FOLDER };
enum sms_method { SMS_POST = 0, SMS_GET };
enum password_profile { PASSWORD_CLASSIC = 0, PASSWORD_NIST };

struct config_mail {
	int		 transport;	/* enum mail_transport */
	const char	*from;		/* address of the sender, "" unset */
	const char	*from_name;	/* "": the site's name */
	const char	*bounce_domain;	/* "": none, mail comes back to `from` */
	const char	*smtp_url;	/* smtp://host:port or smtps://host:port */
	int		 smtp_tls;	/* enum smtp_tls */
	const char	*smtp_ca;	/* file of an authority of one's own, "" the system's */
	const char	*smtp_user;	/* "": does not sign in */
	const char	*smtp_password;	/* from the secrets file */
	const char	*sendmail_path;	/* program */
	const char	*maildir;	/* folder */
};

struct config_sms {
	int			 transport;	/* enum sms_transport */
	const char *url; /* of the gateway; $to and the like as in the body */
	int			 method;	/* enum sms_method */
	struct config_pairs	 headers;	/* "Name: value" */
	const char		*body;		/* with $to $text $template_id $sender $secret */
	const char		*success;	/* text or /pattern/ of a good answer, "" any 2xx */
	const char		*sender;	/* as people see it */
	const char		*template_id;	/* where the template has none of its own */
	struct config_pairs	 templates;	/* registered ids by template, "-" written "_" */
	const char		*secret;	/* from the secrets file */
	const char		*folder;	/* for SMS_FOLDER */
};

/* Who issues the invoices: the provider. */
struct config_seller {
	const char		*name;		/* legal name, "": no invoices are issued */
	struct config_pairs	 address;	/* its lines */
	const char		*gstin;		/* "" not registered */
	const char		*pan;		/* "" none, or the one within the GSTIN */
	const char		*state;		/* two digits; "": those of the GSTIN */
	const char		*contact;	/* email, phone: as printed */
	const char		*zone;		/* whose calendar days count */
	const char		*declaration;	/* printed below the total, "" nothing */
	const char		*signatory;	/* who signs, "" nobody: an electronic document */
	const char		*logo;		/* path of a PNG file, "" none */
};

struct config_invoice {
	const char		*prefix;	/* before the number of an invoice */
	const char		*credit_prefix;	/* of a credit note */
	const char		*debit_prefix;	/* of a debit note */
	int64_t			 due_days;	/* until when it is to be paid */
	bool unpaid_blocks_hand_over; /* nobody hands an account over that owes something */
};

struct config {
	bool			 is_demo;		/* demo data may be loaded */

	const char		*site_name;		/* what the portal calls itself */
	const char		*site_url;		/* as people type it, no slash at the end */
	const char		*proxies;		/* proxies.h, "" none */
	const char		*support_email;		/* whom to write to, may be "" */
	const char		*support_phone;		/* whom to call, may be "" */

	struct db_options	 database;		/* the application's user */
	const char		*migration_user;	/* the one that may change tables */
	const char		*migration_password;	/* from the secrets file */

	const char		*templates_folder;	/* templates/ */
	const char *translations_folder; /* TAG/LC_MESSAGES/pointperson.mo below it */
	const char		*sql_folder;		/* sql/ */
	const char *programs_folder; /* the page programs, for `pointperson routes` */
	const char		*run_folder;		/* small lock files */

	int64_t session_idle_sec; /* a session ends after so long without a request */
	int64_t			 session_longest_sec;	/* and after so long in any case */

	int			 password_profile;	/* enum password_profile: the rules */
	struct crypt_cost	 password_cost;		/* of new password hashes */
	int64_t hashes_at_once; /* password hashes on this machine at one time */

	struct config_policy	 sign_in_address;	/* wrong passwords for one address */
	struct config_policy	 sign_in_client;	/* wrong passwords from one client */
	struct config_policy refusals; /* audit events of refused requests of one session */

	int64_t code_life_sec; /* of a one-time password, from its sending */
	int64_t code_tries; /* wrong ones before it is of no use */
	int64_t			 code_gap_sec;		/* between two to one recipient */
	int64_t			 code_sends_hour;	/* to one recipient in an hour */
	int64_t			 code_sends_day;	/* and in a day */
	int64_t proof_life_sec; /* of the link that proves an email address */
	int64_t invitations_day; /* that an account may send in a day */
	int64_t audit_keep_days; /* audit events are kept for */
	int64_t ask_after_days; /* until a contact person is asked "still right?" */
	int64_t courier_every_sec; /* pause between two runs of courier; 0: it runs on */

	struct config_mail	 mail;			/* how `courier` sends mail */
	struct config_sms	 sms;			/* and text messages */

	struct config_seller	 seller;		/* of invoices */
	struct config_invoice	 invoice;		/* how they are numbered */

	int64_t			 body_max;		/* bytes in a form */
	int64_t			 contact_limit;		/* contact persons of a new account */

	struct crypt_keys	 keys;			/* from the secrets file */
	bool			 has_keys;		/* both keys were there */
};

/*
 * Reads the settings and, if it is there, the secrets file beside them. What is not set has its
 * default, or the value in pointperson.defaults.hdf beside them, which an archive brings along for
 * programs that are unpacked somewhere. ERR_MISSING or ERR_INVALID: *problem is a text for the
 * administrator, one line a problem. Everything is in the arena.
 */
enum err	 config_load(struct mem *, const char *file, struct config *, const char **problem);

/*
 * The file named by POINTPERSON_SETTINGS; or by the first line of a file "settings.path" in the
 * folder of this program, from that folder on; or the one of this build. In the arena.
 */
const char	*config_file(struct mem *);

/* A path as written in that file: one that does not begin with a slash is from its folder on. */
const char	*config_path(struct mem *, const char *file, const char *path);

/* The secrets file that belongs to a settings file, in the arena. */
char		*config_secrets_file(struct mem *, const char *file);

/* What is wrong with a value for a setting: half a sentence in the arena, NULL nothing. */
const char	*config_problem(struct mem *, const char *key, const char *value);

/* Calls each() for every setting: its key, its default as text, and what it is for. */
void config_each(void (*each)(void *, const char *key, const char *fallback, const char *help),
    void *);

#endif
