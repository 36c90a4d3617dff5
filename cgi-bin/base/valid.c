#include "base/banned.h"
#include "base/valid.h"

#include <idn2.h>
#include <string.h>

#include "base/mem.h"
#include "base/language.h"
#include "base/text.h"

#define HOST_MAX	253		/* bytes of a domain: RFC 1035's 255 less its frame */
#define LABEL_MAX	63		/* bytes between two dots: RFC 1035 2.3.4 */
#define TYPED_HOST_MAX	1024		/* bytes: 253 of "xn--" form are fewer in UTF-8 */
#define PORT_MAX	65535

#define SMALL		"abcdefghijklmnopqrstuvwxyz"
#define CAPITAL		"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS		"0123456789"
#define LOCAL_BYTES	SMALL CAPITAL DIGITS ".!#$%&'*+/=?^_`{|}~-"	/* WHATWG HTML */
#define HOST_BYTES	SMALL CAPITAL DIGITS "-."
#define URL_BYTES	SMALL CAPITAL DIGITS "-._~:/?#[]@!$&'()*+,;=%"	/* RFC 3986 */

/* What is wrong with a domain, in either an email address or a website. */
enum host_problem {
	HOST_OK = 0,
	HOST_WRONG,			/* empty or long label, hyphen at an end, not IDNA */
	HOST_LONG,			/* over HOST_MAX */
	HOST_CHARACTERS,		/* something other than letters, digits, hyphens and dots */
	HOST_ENDING,			/* one label only */
	HOST_NUMBERS,			/* a network address */
	HOST__MAX
};

static const enum email_problem email_of_host[HOST__MAX] = {
	[HOST_WRONG] = EMAIL_DOMAIN,
	[HOST_LONG] = EMAIL_TOO_LONG,
	[HOST_CHARACTERS] = EMAIL_DOMAIN_CHARACTERS,
	[HOST_ENDING] = EMAIL_DOMAIN_ENDING,
	[HOST_NUMBERS] = EMAIL_NUMBERS,
};

static const char *const email_texts[EMAIL__MAX] = {
	[EMAIL_OK] = "",
	[EMAIL_EMPTY] = "Enter an email address, like name@example.com",
	[EMAIL_TOO_LONG] = "Enter an email address of 254 characters or fewer",
	[EMAIL_SPACE] = "Remove the space from the email address",
	[EMAIL_NO_AT] = "Enter an email address with an @, like name@example.com",
	[EMAIL_MANY_AT] = "Enter one email address with a single @, like name@example.com",
	[EMAIL_LOCAL] = "Enter the part before the @ too, like name@example.com",
	[EMAIL_LOCAL_LONG] = "Shorten the part before the @ to 64 characters or fewer",
	[EMAIL_LOCAL_DOTS] = "Check the dots before the @: none first or last, and no two together",
	[EMAIL_CHARACTERS] = "Before the @ use only letters a to z, digits and . - _ +",
	[EMAIL_DOMAIN] = "Check the part after the @: enter a domain, like example.com",
	[EMAIL_DOMAIN_CHARACTERS] = "After the @ use only letters, digits, hyphens and dots",
	[EMAIL_DOMAIN_ENDING] = "Complete the part after the @ with its ending, like .com or .in",
	[EMAIL_NUMBERS] = "After the @ enter a domain, like example.com, not numbers",
};

static const char *const website_texts[WEBSITE__MAX] = {
	[WEBSITE_OK] = "",
	[WEBSITE_EMPTY] = "Enter a website, like www.example.com",
	[WEBSITE_TOO_LONG] = "Enter a website address of 2048 characters or fewer",
	[WEBSITE_SCHEME] = "Start the website with https:// or enter just www.example.com",
	[WEBSITE_SIGN_IN] = "Remove the user name, password or @ from the website address",
	[WEBSITE_CHARACTERS] = "Remove spaces and special characters from the website address",
	[WEBSITE_HOST] = "Enter a website with its full domain, like www.example.com",
};

/* RFC 2142, common alias files, and offices: nobody in particular reads them. */
static const char *const shared_mailboxes[] = {
	"info", "marketing", "sales", "support", "abuse", "noc", "security", "postmaster",
	"hostmaster", "usenet", "news", "webmaster", "www", "uucp", "ftp", "admin", "all",
	"billing", "contact", "everyone", "jobs", "list", "media", "no-reply", "noreply", "orders",
	"privacy", "remove", "spam", "subscribe", "sysadmin", "tech", "unsubscribe", "root",
	"staff", "mailer-daemon", "accounts", "finance", "hr", "office", "care", "help", "team",
};

/* With the signs that join the words left out. */
static const char *const no_reply_mailboxes[] = { "noreply", "donotreply", "mailerdaemon" };

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

bool
valid_count(const char *text, int64_t *out)
{
	int64_t number = 0;

	if (*text == '\0' || (text[0] == '0' && text[1] != '\0'))
		return false;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9' || number > (INT64_MAX - (*text - '0')) / 10)
			return false;
		number = number * 10 + (*text - '0');
	}
	*out = number;
	return true;
}

bool
valid_id(const char *text, int64_t *out)
{
	return *text != '0' && valid_count(text, out);
}

enum name_problem
valid_name(const char *text, size_t max)
{
	if (text_has_control(text))
		return NAME_CHARACTERS;
	if (!text_has_visible(text))
		return NAME_EMPTY;
	return text_characters(text) > max ? NAME_TOO_LONG : NAME_OK;
}

const char *
name_problem_text(struct mem *m, enum name_problem problem, const char *label, size_t max)
{
	label = language_text(label);
	switch (problem) {
	case NAME_EMPTY:
		return mem_fmt(m, language_format("Enter the %s"), label);
	case NAME_TOO_LONG:
		return mem_fmt(m,
		    language_format("Shorten the %s to %zu characters or fewer"), label, max);
	case NAME_CHARACTERS:
		return mem_fmt(m, language_format(
		    "Type the %s again on one line, without hidden characters"),
		    label);
	default:
		return "";
	}
}

/*
 * IDNA would delete invisible characters without a word, and mail would go to another domain than
 * the one meant. Only the two joiners (U+200C, U+200D) mean something, in Indian and Persian words,
 * and IDNA checks where they stand.
 */
static bool
has_host_characters(const char *typed)
{
	uint32_t point;

	if (text_has_control(typed) || text_has_space(typed))
		return false;
	while (*typed != '\0') {
		typed = text_next(typed, &point);
		if (point < 0x80 && strchr(HOST_BYTES, (int)point) == NULL)
			return false;
		if (text_is_invisible_point(point) && point != 0x200c && point != 0x200d)
			return false;
	}
	return true;
}

/*
 * The "xn--" form in lower case, or NULL. Never the STD3 flag: with it libidn2 deletes what it
 * should refuse.
 */
static const char *
ascii_host(struct mem *m, const char *typed)
{
	const char *small = text_lower(m, typed);
	int flags = IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT;
	uint8_t *found = NULL;

	/* IDNA refuses "r3---a.com", which exists: plain names are none of its business. */
	if (strspn(small, HOST_BYTES) == strlen(small) && strncmp(small, "xn--", 4) != 0 &&
	    strstr(small, ".xn--") == NULL)
		return small;
	if (idn2_lookup_u8((const uint8_t *)small, &found, flags) != IDN2_OK)
		return NULL;
	small = text_lower(m, (const char *)found);
	idn2_free(found);
	return small;
}

static enum host_problem
check_labels(const char *host)
{
	size_t labels = 0;
	size_t length;

	for (;; host += length + 1) {
		length = strcspn(host, ".");
		if (length == 0 || length > LABEL_MAX || host[0] == '-' || host[length - 1] == '-')
			return HOST_WRONG;
		labels++;
		if (host[length] == '\0')
			break;
	}
	if (labels == 1)
		return HOST_ENDING;
	/* No ending is one letter or begins with a digit: "0x7f.1" is a network address. */
	return length < 2 || strchr(SMALL, host[0]) == NULL ? HOST_WRONG : HOST_OK;
}

static enum host_problem
read_host(struct mem *m, const char *typed, const char **host)
{
	*host = "";
	if (typed[0] == '[')
		return HOST_NUMBERS;
	if (strlen(typed) > TYPED_HOST_MAX)
		return HOST_LONG;
	if (!has_host_characters(typed))
		return HOST_CHARACTERS;
	if ((*host = ascii_host(m, typed)) == NULL)
		return HOST_WRONG;
	/* Again, since other scripts have an "@" and digits that IDNA turns into ours. */
	if (strspn(*host, HOST_BYTES) != strlen(*host))
		return HOST_CHARACTERS;
	if (strlen(*host) > HOST_MAX)
		return HOST_LONG;
	if (strspn(*host, DIGITS ".") == strlen(*host) && strpbrk(*host, DIGITS) != NULL)
		return HOST_NUMBERS;
	return check_labels(*host);
}

static enum email_problem
check_local(const char *local, size_t length)
{
	if (length == 0)
		return EMAIL_LOCAL;
	if (strspn(local, LOCAL_BYTES) < length)
		return EMAIL_CHARACTERS;
	if (length > EMAIL_LOCAL_MAX)
		return EMAIL_LOCAL_LONG;
	if (local[0] == '.' || local[length - 1] == '.')
		return EMAIL_LOCAL_DOTS;
	for (size_t i = 1; i < length; i++)
		if (local[i] == '.' && local[i - 1] == '.')
			return EMAIL_LOCAL_DOTS;
	return EMAIL_OK;
}

enum email_problem
valid_email(struct mem *m, const char *typed, const char **normalised)
{
	const char *text = text_trim(m, typed);
	const char *at = strchr(text, '@');
	enum email_problem problem;
	enum host_problem host_problem;
	const char *host;

	*normalised = "";
	if (*text == '\0')
		return EMAIL_EMPTY;
	if (text_has_space(text))
		return EMAIL_SPACE;
	if (at == NULL)
		return EMAIL_NO_AT;
	if (strchr(at + 1, '@') != NULL)
		return EMAIL_MANY_AT;
	if ((problem = check_local(text, (size_t)(at - text))) != EMAIL_OK)
		return problem;
	if ((host_problem = read_host(m, at + 1, &host)) != HOST_OK)
		return email_of_host[host_problem];
	if ((size_t)(at - text) + 1 + strlen(host) > EMAIL_MAX)
		return EMAIL_TOO_LONG;
	*normalised = mem_fmt(m, "%.*s@%s", (int)(at - text), text, host);
	return EMAIL_OK;
}

const char *
email_problem_text(enum email_problem problem)
{
	return language_text(email_texts[problem]);
}

/*
 * Copies the part before the "@", without "+tag", into name without the bytes in
 * joints. False where it is longer than any word we look for.
 */
static bool
mailbox_name(const char *email, const char *joints, char *name, size_t size)
{
	size_t length = strcspn(email, "+@");
	size_t used = 0;

	for (size_t i = 0; i < length; i++) {
		if (strchr(joints, email[i]) != NULL)
			continue;
		if (used + 1 == size)
			return false;
		name[used++] = email[i];
	}
	name[used] = '\0';
	return true;
}

static bool
is_listed(const char *const *list, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal_fold(list[i], name))
			return true;
	return false;
}

bool
email_is_shared_mailbox(const char *email)
{
	static const char request[] = "-request";	/* steward of a list, RFC 2142 */
	char name[EMAIL_LOCAL_MAX + 1];
	size_t length;

	if (!mailbox_name(email, "", name, sizeof(name)))
		return false;
	length = strlen(name);
	if (length >= sizeof(request) &&
	    text_equal_fold(name + length - (sizeof(request) - 1), request))
		return true;
	return is_listed(shared_mailboxes, COUNT(shared_mailboxes), name);
}

bool
email_is_no_reply(const char *email)
{
	char name[EMAIL_LOCAL_MAX + 1];

	return mailbox_name(email, ".-_", name, sizeof(name)) &&
	    is_listed(no_reply_mailboxes, COUNT(no_reply_mailboxes), name);
}

/*
 * Finds the scheme and steps over it; NULL for one that a website cannot have. "example.com:8080"
 * has none.
 */
static const char *
take_scheme(struct mem *m, const char *text, const char **scheme)
{
	size_t length = strcspn(text, ":/?#");

	*scheme = "https";
	if (text[length] != ':' || strchr(DIGITS, text[length + 1]) != NULL)
		return text;
	*scheme = text_lower(m, mem_dup_bytes(m, text, length));
	if (strcmp(*scheme, "https") != 0 && strcmp(*scheme, "http") != 0)
		return NULL;
	return text[length + 1] == '/' && text[length + 2] == '/' ? text + length + 3 : NULL;
}

static bool
is_port(const char *text)
{
	int64_t port;

	return valid_id(text, &port) && port <= PORT_MAX;
}

static bool
is_hexadecimal(char c)
{
	return c != '\0' && strchr(DIGITS "abcdefABCDEF", c) != NULL;
}

/* Spaces, quotes and control characters have no place in an address; other scripts have. */
static bool
has_url_characters(const char *text)
{
	if (text_has_control(text) || text_has_space(text))
		return false;
	for (; *text != '\0'; text++) {
		if ((unsigned char)*text < 0x80 && strchr(URL_BYTES, *text) == NULL)
			return false;
		if (*text == '%' && (!is_hexadecimal(text[1]) || !is_hexadecimal(text[2])))
			return false;
	}
	return true;
}

/* Path, query and fragment, with each byte of another script escaped. */
static const char *
escape_rest(struct mem *m, const char *rest)
{
	char *escaped = mem_array(m, strlen(rest) + 1, 3);
	char *to = escaped;
	char one[2] = "";

	for (; *rest != '\0'; rest++) {
		one[0] = *rest;
		if ((unsigned char)*rest < 0x80)
			*to++ = *rest;
		else
			to = (char *)memcpy(to, text_percent_encode(m, one), 3) + 3;
	}
	return escaped;
}

/* "example.com:8080/path?x", after its scheme. */
static enum website_problem
read_website(struct mem *m, const char *scheme, const char *text, const char **normalised)
{
	size_t length = strcspn(text, "/?#");
	char *typed = mem_dup_bytes(m, text, length);
	char *colon = strchr(typed, ':');
	const char *host;

	if (strchr(typed, '@') != NULL)
		return WEBSITE_SIGN_IN;
	if (colon != NULL)
		*colon++ = '\0';
	if (colon != NULL && !is_port(colon))
		return WEBSITE_HOST;
	if (read_host(m, typed, &host) != HOST_OK)
		return WEBSITE_HOST;
	*normalised = mem_fmt(m, "%s://%s%s%s%s", scheme, host, colon == NULL ? "" : ":",
	    colon == NULL ? "" : colon, escape_rest(m, text + length));
	return WEBSITE_OK;
}

enum website_problem
valid_website(struct mem *m, const char *typed, const char **normalised)
{
	const char *text = text_trim(m, typed);
	const char *found = "";
	enum website_problem problem;
	const char *scheme;

	*normalised = "";
	if (*text == '\0')
		return WEBSITE_EMPTY;
	if (strlen(text) > WEBSITE_MAX)
		return WEBSITE_TOO_LONG;
	if (!has_url_characters(text))
		return WEBSITE_CHARACTERS;
	if ((text = take_scheme(m, text, &scheme)) == NULL)
		return WEBSITE_SCHEME;
	if ((problem = read_website(m, scheme, text, &found)) != WEBSITE_OK)
		return problem;
	if (strlen(found) > WEBSITE_MAX)
		return WEBSITE_TOO_LONG;
	*normalised = found;
	return WEBSITE_OK;
}

const char *
website_problem_text(enum website_problem problem)
{
	return language_text(website_texts[problem]);
}

/* Steps over "." or "%2e", which browsers take for the same; NULL where there is neither. */
static const char *
take_dot(const char *text)
{
	if (text == NULL)
		return NULL;
	if (*text == '.')
		return text + 1;
	return strncmp(text, "%2e", 3) == 0 || strncmp(text, "%2E", 3) == 0 ? text + 3 : NULL;
}

static bool
goes_up(const char *segment)
{
	const char *end = take_dot(take_dot(segment));

	return end != NULL && (*end == '\0' || strchr("/?#", *end) != NULL);
}

bool
valid_local_path(const char *text)
{
	if (text[0] != '/' || strlen(text) > LOCAL_PATH_MAX)
		return false;
	for (; *text != '\0'; text++) {
		if (*text <= ' ' || *text >= 0x7f || *text == '\\')
			return false;
		if (*text == '/' && (text[1] == '/' || goes_up(text + 1)))
			return false;
	}
	return true;
}

bool
valid_token(const char *text, size_t bytes)
{
	static const char alphabet[] = CAPITAL SMALL DIGITS "-_";
	static const size_t spare_mask[3] = { 0, 0xf, 0x3 };	/* unused bits at the end */
	size_t length = bytes / 3 * 4 + (bytes % 3 == 0 ? 0 : bytes % 3 + 1);
	size_t last;

	if (strlen(text) != length || strspn(text, alphabet) != length)
		return false;
	if (length == 0)
		return true;
	last = (size_t)(strchr(alphabet, text[length - 1]) - alphabet);
	return (last & spare_mask[bytes % 3]) == 0;
}
