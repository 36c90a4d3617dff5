/*
 * valid: one checker per kind of thing, for the forms and the command line alike. They look, they
 * keep nothing, and know no database: whether an address is taken or a row exists is asked
 * elsewhere.
 *
 * What a person types (name, email address, website) is answered with a problem, zero meaning there
 * is none, and every problem has a sentence that says what to do. What a program made (ids, tokens,
 * paths) is answered with true or false, since nobody can be asked to type it better.
 */
#ifndef POINTPERSON_BASE_VALID_H
#define POINTPERSON_BASE_VALID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct mem;

#define EMAIL_LOCAL_MAX		64	/* bytes before the "@": RFC 5321 4.5.3.1.1 */
#define EMAIL_MAX		254	/* bytes in all: RFC 5321 4.5.3.1.3 less "<" and ">" */
#define WEBSITE_MAX		2048	/* bytes: what every browser and search engine takes */
#define LOCAL_PATH_MAX		512	/* bytes: twice our longest page with its filters */

enum name_problem {
	NAME_OK = 0,
	NAME_EMPTY,		/* nothing to see: empty, spaces, invisible characters */
	NAME_TOO_LONG,		/* more characters than allowed */
	NAME_CHARACTERS,	/* control characters, or bytes that are no UTF-8 */
	NAME__MAX
};

enum email_problem {
	EMAIL_OK = 0,
	EMAIL_EMPTY,		/* nothing typed */
	EMAIL_TOO_LONG,		/* over EMAIL_MAX in all */
	EMAIL_SPACE,		/* a space within */
	EMAIL_NO_AT,		/* no "@" */
	EMAIL_MANY_AT,		/* more than one: often two addresses */
	EMAIL_LOCAL,		/* nothing before the "@" */
	EMAIL_LOCAL_LONG,	/* over EMAIL_LOCAL_MAX before the "@" */
	EMAIL_LOCAL_DOTS,	/* a dot first, last or doubled before the "@" */
	EMAIL_CHARACTERS,	/* a character before the "@" that mail servers refuse */
	EMAIL_DOMAIN,		/* the part behind the "@" cannot be a domain */
	EMAIL_DOMAIN_CHARACTERS, /* a character behind the "@" that no domain has */
	EMAIL_DOMAIN_ENDING,	/* one word behind the "@", without .com or .in */
	EMAIL_NUMBERS,		/* a network address behind the "@" */
	EMAIL__MAX
};

enum website_problem {
	WEBSITE_OK = 0,
	WEBSITE_EMPTY,		/* nothing typed */
	WEBSITE_TOO_LONG,	/* over WEBSITE_MAX */
	WEBSITE_SCHEME,		/* ftp:, javascript:, or anything else but http and https */
	WEBSITE_SIGN_IN,	/* a user name or password in it */
	WEBSITE_CHARACTERS,	/* spaces, control characters, quotes, broken escapes */
	WEBSITE_HOST,		/* what stands for the domain cannot be one, or the port */
	WEBSITE__MAX
};

/*
 * A row's id: decimal 1..INT64_MAX without sign, space or leading zero. *out is untouched unless
 * true.
 */
MUST_CHECK bool	 valid_id(const char *text, int64_t *out);

/* A count, version or page number: as valid_id(), and "0". */
MUST_CHECK bool	 valid_count(const char *text, int64_t *out);

/*
 * One line of text in any script, with something to see in it, of at most max characters (code
 * points, not bytes).
 */
MUST_CHECK enum name_problem	 valid_name(const char *text, size_t max);

/*
 * The sentence for a problem; label names the field in the middle of a sentence ("company name"),
 * max is the one given to valid_name(). "" for NAME_OK. In the arena.
 */
const char	*name_problem_text(struct mem *, enum name_problem, const char *label, size_t max);

/*
 * An email address as mail servers take them: letters a-z, digits and .!#$%&'*+/=?^_`{|}~- before
 * the "@" (no quoted form), a domain of two or more labels behind it, in any script. Spaces around
 * it are dropped. *normalised gets the address as it is stored: the part before the "@" as typed,
 * the domain in lower case and, where it is not plain ASCII, in its "xn--" form; "" where there is
 * a problem. In the arena.
 */
MUST_CHECK enum email_problem	 valid_email(struct mem *, const char *typed,
				    const char **normalised);

/* The sentence for a problem, "" for EMAIL_OK. */
const char	*email_problem_text(enum email_problem);

/*
 * Whether several people, or nobody, read this address (info@, sales@, admin@...): to warn, not to
 * refuse.
 */
bool		 email_is_shared_mailbox(const char *email);

/*
 * Whether nobody reads it for certain: no-reply, noreply, do-not-reply, mailer-daemon, however
 * their words are joined (no.reply, no_reply) and whatever "+tag" follows. A code sent there is
 * lost, so it is refused as a recipient.
 */
bool		 email_is_no_reply(const char *email);

/*
 * A company's website: a domain with or without http:// or https://, port, path, query. Spaces
 * around it are dropped. *normalised gets what a link may point to: https:// is put in front where
 * no scheme was typed, scheme and domain are in lower case, the domain as in valid_email(), and
 * other scripts in the path are %-escaped; "" where there is a problem. In the arena.
 */
MUST_CHECK enum website_problem	 valid_website(struct mem *, const char *typed,
				    const char **normalised);

/* The sentence for a problem, "" for WEBSITE_OK. */
const char	*website_problem_text(enum website_problem);

/*
 * A path on this very site, safe in a Location header: begins with one "/", then neither "/" nor
 * "\"; visible ASCII only, no backslash, no "//" anywhere, no ".." as a whole segment (nor its
 * escaped form), at most LOCAL_PATH_MAX bytes.
 */
MUST_CHECK bool	 valid_local_path(const char *text);

/*
 * Base64url, without padding, of exactly so many bytes, in the one spelling that an encoder makes.
 */
MUST_CHECK bool	 valid_token(const char *text, size_t bytes);

#endif
