/*
 * config_table: every setting with its kind, default and bounds; only config.c reads it. The first
 * rows are in the order of conf/pointperson.hdf, which explains each.
 */
#ifndef POINTPERSON_BASE_CONFIG_TABLE_H
#define POINTPERSON_BASE_CONFIG_TABLE_H

#include <stdbool.h>

#include "base/config.h"

enum kind {
	KIND_TEXT,
	KIND_PATH,		/* of a file or folder: config_path() */
	KIND_NAME,		/* text that is never empty */
	KIND_SITE,		/* what config_is_site() takes */
	KIND_PROXIES,		/* what proxies_problem() finds nothing wrong with */
	KIND_COUNT,
	KIND_FLAG,
	KIND_KEY,
	KIND_PAIRS,		/* "sms.header.*": any word in the place of the star */
	KIND_MAIL_TRANSPORT,	/* from here on one of the words of config_words() */
	KIND_TLS,
	KIND_SMS_TRANSPORT,
	KIND_METHOD,
	KIND_PASSWORD_PROFILE
};

struct setting {
	const char	*key;		/* as written in the file */
	enum kind	 kind;		/* what its value is */
	size_t		 offset;	/* where it stands in struct config */
	const char	*fallback;	/* the default, as it would be written */
	int64_t		 least;		/* KIND_COUNT: bounds, both allowed */
	int64_t		 most;
	const char	*help;		/* one phrase */
	bool		 is_secret;	/* stands in the secrets file */
};

#define AT(member) offsetof(struct config, member)

extern const struct setting config_settings[];
extern const size_t config_settings_count;

/*
 * The words that may be written for a setting of this kind, in the order of its enum, ended by
 * NULL; NULL where the kind is not a choice among words.
 */
const char *const *config_words(enum kind);

/* Is it what KIND_SITE takes: "https://portal.example.com", "http://localhost:8080"? */
bool config_is_site(const char *url);

#endif
