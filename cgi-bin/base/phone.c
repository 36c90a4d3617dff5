#include "base/banned.h"
#include "base/phone.h"

#include <stdint.h>

#include "base/language.h"
#include "base/mem.h"
#include "base/phone_match.h"
#include "base/phone_table.h"

#define LENGTH_OF(array)	(sizeof(array) / sizeof *(array))

#define E164_DIGITS	15	/* ITU-T E.164: calling code and national number together */
#define NO_CHARACTER	UINT32_MAX	/* stands for bytes that are not UTF-8 */

#define EXAMPLE_ANYWHERE	"+91 98765 43210"	/* where the region is not known */

/* What was typed, reduced to its digits. */
struct typed_phone {
	char	digits[PHONE_MATCH_MAX + 1];
	size_t	length;		/* of digits */
	bool	has_plus;	/* a plus sign stands before the digits */
	bool	is_overlong;	/* more digits than fit */
};

/* First and last of a row of characters that mean nothing in a number. */
static const struct { uint32_t first, last; } separators[] = {
	{ '\t', '\t' }, { ' ', ' ' }, { '(', ')' }, { '-', '/' },
	{ 0x00a0, 0x00a0 },	/* no-break space */
	{ 0x00ad, 0x00ad },	/* soft hyphen */
	{ 0x2000, 0x2015 },	/* spaces, zero width marks, dashes */
	{ 0x202a, 0x202f },	/* direction marks: pasted from telephone apps; narrow space */
	{ 0x205f, 0x2069 },	/* more of them */
	{ 0x2212, 0x2212 },	/* minus sign */
	{ 0x3000, 0x3000 },	/* ideographic space */
	{ 0xfeff, 0xfeff },	/* byte order mark */
	{ 0xff08, 0xff09 }, { 0xff0d, 0xff0f },		/* full-width ( ) - . / */
};

/* The zero of each script whose digits people type, in Unicode order. */
static const uint32_t zeros[] = {
	'0', 0x0660, 0x06f0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66,
	0x0de6, 0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x17e0, 0xff10,
};

static bool
matches(const char *pattern, const char *digits)
{
	return *pattern != '\0' && (phone_match(pattern, digits) >> strlen(digits) & 1) != 0;
}

static bool
starts_with(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

static const struct phone_plan *
plan_of_region(const char *region)
{
	if (region == NULL || *region == '\0')
		return NULL;
	for (size_t i = 0; i < LENGTH_OF(phone_plans); i++) {
		if (strcmp(phone_plans[i].region, region) == 0)
			return &phone_plans[i];
	}
	return NULL;
}

/* The main plan of the calling code the digits begin with. No code is the beginning of another. */
static const struct phone_plan *
plan_of_digits(const char *digits)
{
	for (size_t i = 0; i < LENGTH_OF(phone_plans); i++) {
		if (starts_with(digits, phone_plans[i].code))
			return &phone_plans[i];
	}
	return NULL;
}

/* The next plan of the same calling code, or NULL. */
static const struct phone_plan *
next_of_code(const struct phone_plan *plan)
{
	const struct phone_plan *next = plan + 1;

	if (next == phone_plans + LENGTH_OF(phone_plans) || strcmp(next->code, plan->code) != 0)
		return NULL;
	return next;
}

static bool
has_mobile(const struct phone_plan *plan, const char *national)
{
	return matches(strcmp(plan->mobile, "=") == 0 ? plan->fixed : plan->mobile, national);
}

/* Whether any region of the calling code has the national number. */
static bool
is_valid(const char *code, const char *national)
{
	const struct phone_plan *plan = plan_of_digits(code);

	if (strlen(code) + strlen(national) > E164_DIGITS)
		return false;
	for (; plan != NULL; plan = next_of_code(plan)) {
		if (has_mobile(plan, national) || matches(plan->fixed, national) ||
		    matches(plan->other, national))
			return true;
	}
	return false;
}

static bool
take(const struct phone_plan *plan, const char *national, char e164[PHONE_E164_BYTES])
{
	size_t code_length = strlen(plan->code);

	if (!is_valid(plan->code, national))
		return false;
	e164[0] = '+';
	memcpy(e164 + 1, plan->code, code_length);
	memcpy(e164 + 1 + code_length, national, strlen(national) + 1);
	return true;
}

/*
 * A number as dialled inside a town or with a sign for mobiles, made into the one that is dialled
 * from anywhere.
 */
static bool
take_rewritten(const struct phone_plan *plan, const char *digits, char e164[PHONE_E164_BYTES])
{
	char rewritten[PHONE_MATCH_MAX + 8];	/* what is put before is a handful of digits */

	for (size_t i = 0; i < LENGTH_OF(phone_rewrites); i++) {
		const struct phone_rewrite *rule = &phone_rewrites[i];
		uint32_t kept;

		if (strcmp(rule->region, plan->region) != 0)
			continue;
		kept = phone_match(rule->kept, digits);
		for (int length = 1; length <= PHONE_MATCH_MAX && kept >> length != 0; length++) {
			if ((kept >> length & 1) == 0 || !starts_with(digits + length, rule->after))
				continue;
			snprintf(rewritten, sizeof rewritten, "%s%.*s%s", rule->put, length, digits,
			    digits + length + strlen(rule->after));
			if (take(plan, rewritten, e164))
				return true;
		}
	}
	return false;
}

/* Digits as dialled inside the country: the shortest prefix goes that leaves a number. */
static bool
take_national(const struct phone_plan *plan, const char *digits, char e164[PHONE_E164_BYTES])
{
	uint32_t starts = (*plan->strip != '\0' ? phone_match(plan->strip, digits) : 0) | 1;

	for (int start = 0; start <= PHONE_MATCH_MAX; start++) {
		if ((starts >> start & 1) != 0 && (take_rewritten(plan, digits + start, e164) ||
		    take(plan, digits + start, e164)))
			return true;
	}
	return false;
}

/* Digits after one of the region's prefixes for abroad. */
static bool
take_abroad(const struct phone_plan *plan, const char *digits, char e164[PHONE_E164_BYTES])
{
	uint32_t starts = *plan->abroad != '\0' ? phone_match(plan->abroad, digits) : 0;

	for (int start = 1; start <= PHONE_MATCH_MAX; start++) {
		const struct phone_plan *other;

		if ((starts >> start & 1) == 0 || (other = plan_of_digits(digits + start)) == NULL)
			continue;
		if (take_national(other, digits + start + strlen(other->code), e164))
			return true;
	}
	return false;
}

/* Why no number was found, by the number of digits left once a prefix is off. */
static enum phone_problem
measure(const struct phone_plan *plan, const char *digits)
{
	uint32_t lengths = 0, prefix = *plan->strip != '\0' ? phone_match(plan->strip, digits) : 0;
	size_t length = strlen(digits);

	for (plan = plan_of_digits(plan->code); plan != NULL; plan = next_of_code(plan))
		lengths |= plan->lengths;
	/* A leading 0 is a prefix; another digit only where the number is too long with it. */
	if (prefix != 0 && (*digits == '0' || lengths >> length == 0))
		length -= (size_t)__builtin_ctz(prefix);
	if (lengths >> length == 0)
		return PHONE_TOO_LONG;
	if ((lengths & ((UINT32_C(2) << length) - 1)) == 0)
		return PHONE_TOO_SHORT;
	return PHONE_NOT_VALID;
}

/* Digits that begin with a calling code. A prefix behind it, as in "+44 (0)20", is forgiven. */
static enum phone_problem
parse_international(const char *digits, char e164[PHONE_E164_BYTES])
{
	const struct phone_plan *plan = plan_of_digits(digits);
	const char *national;

	if (plan == NULL)
		return *digits == '\0' ? PHONE_TOO_SHORT : PHONE_UNKNOWN_COUNTRY;
	national = digits + strlen(plan->code);
	if (take_national(plan, national, e164))
		return PHONE_OK;
	return measure(plan, national);
}

/* A number in the region, with its calling code but no plus sign, or with a prefix for abroad. */
static enum phone_problem
parse_local(const struct phone_plan *plan, const char *digits, char e164[PHONE_E164_BYTES])
{
	const char *behind = starts_with(digits, plan->code) ? digits + strlen(plan->code) : NULL;
	enum phone_problem problem;

	if (take_national(plan, digits, e164) ||
	    (behind != NULL && take_national(plan, behind, e164)) ||
	    take_abroad(plan, digits, e164))
		return PHONE_OK;
	problem = measure(plan, digits);
	if (problem == PHONE_TOO_LONG && behind != NULL)
		return measure(plan, behind);
	return problem;
}

/*
 * Digits that begin with 00: a calling code follows, unless the region's own way abroad is longer,
 * as Australia's 0011. That is tried only where the first reading has a wrong length: else a typing
 * error would become a number of another country.
 */
static enum phone_problem
parse_zeros(const struct phone_plan *plan, const char *digits, char e164[PHONE_E164_BYTES])
{
	enum phone_problem problem = parse_international(digits + 2, e164);

	if (problem == PHONE_OK || problem == PHONE_NOT_VALID || plan == NULL ||
	    starts_with(digits + 2, plan->code))
		return problem;
	return parse_local(plan, digits, e164) == PHONE_OK ? PHONE_OK : problem;
}

/* The character at *text, which moves behind it; NO_CHARACTER where it is not UTF-8. */
static uint32_t
next_character(const char **text)
{
	const unsigned char *p = (const unsigned char *)*text;
	int more = p[0] < 0x80 ? 0 : p[0] >= 0xf0 ? 3 : p[0] >= 0xe0 ? 2 : 1;
	uint32_t c = more == 0 ? p[0] : p[0] & (0x3fU >> more);

	if ((p[0] >= 0x80 && p[0] < 0xc2) || p[0] > 0xf4)
		return NO_CHARACTER;
	for (int i = 1; i <= more; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return NO_CHARACTER;
		c = c << 6 | (p[i] & 0x3fU);
	}
	*text += more + 1;
	return c;
}

static bool
is_separator(uint32_t c)
{
	for (size_t i = 0; i < LENGTH_OF(separators); i++) {
		if (c >= separators[i].first && c <= separators[i].last)
			return true;
	}
	return false;
}

/* 0 to 9, or -1. */
static int
digit_value(uint32_t c)
{
	for (size_t i = 0; i < LENGTH_OF(zeros); i++) {
		if (c >= zeros[i] && c - zeros[i] <= 9)
			return (int)(c - zeros[i]);
	}
	return -1;
}

/* Keeps the digits and the plus sign, drops what separates them, refuses all else. */
static enum phone_problem
gather(const char *typed, struct typed_phone *phone)
{
	while (*typed != '\0') {
		uint32_t c = next_character(&typed);
		int value = digit_value(c);

		if (value >= 0 && phone->length < PHONE_MATCH_MAX)
			phone->digits[phone->length++] = (char)('0' + value);
		else if (value >= 0)
			phone->is_overlong = true;
		else if ((c == '+' || c == 0xff0b) && !phone->has_plus && phone->length == 0)
			phone->has_plus = true;
		else if (!is_separator(c))
			return PHONE_CHARACTERS;
	}
	if (phone->length == 0 && !phone->has_plus)
		return PHONE_EMPTY;
	return phone->is_overlong ? PHONE_TOO_LONG : PHONE_OK;
}

enum phone_problem
phone_parse(const char *typed, const char *region, char e164[PHONE_E164_BYTES])
{
	struct typed_phone phone = { .length = 0 };
	const struct phone_plan *plan = plan_of_region(region);
	enum phone_problem problem;

	e164[0] = '\0';
	if ((problem = gather(typed, &phone)) != PHONE_OK)
		return problem;
	if (phone.has_plus)
		return parse_international(phone.digits, e164);
	/* No calling code begins with 0: "000800" is a prefix of India's, not a way abroad. */
	if (starts_with(phone.digits, "00") && phone.digits[2] != '0')
		return parse_zeros(plan, phone.digits, e164);
	return plan == NULL ? PHONE_UNKNOWN_COUNTRY : parse_local(plan, phone.digits, e164);
}

/* "98765 43210 or +91 98765 43210" */
static const char *
example_text(struct mem *mem, const struct phone_plan *plan)
{
	char e164[PHONE_E164_BYTES], shown[PHONE_SHOWN_BYTES];

	if (plan == NULL || phone_parse(plan->example, plan->region, e164) != PHONE_OK)
		return EXAMPLE_ANYWHERE;
	phone_show(e164, shown, sizeof shown);
	return mem_fmt(mem, language_format("%s or %s"), plan->example, shown);
}

const char *
phone_problem_text(struct mem *mem, enum phone_problem problem, const char *region)
{
	static const char *const texts[PHONE__MAX] = {
		[PHONE_EMPTY] = "Enter a phone number, like %s",
		[PHONE_CHARACTERS] = "Enter one phone number in digits, without letters or an "
		    "extension, like %s",
		[PHONE_UNKNOWN_COUNTRY] = "Enter a phone number with + and a country code "
		    "that exists, like %s",
		[PHONE_TOO_SHORT] = "This phone number is too short. Enter all its digits, like %s",
		[PHONE_TOO_LONG] = "This phone number is too long. Enter only one number, like %s",
		[PHONE_NOT_VALID] = "There is no such phone number. Check each digit and "
		    "enter it like %s",
	};
	bool is_one = problem > PHONE_OK && problem < PHONE__MAX;
	const char *text = is_one ? language_text(texts[problem]) : "", *place = strstr(text, "%s");

	return place == NULL ? text : mem_fmt(mem, "%.*s%s%s", (int)(place - text), text,
	    example_text(mem, plan_of_region(region)), place + 2);
}

/*
 * One group of "4 4,5": least and most digits; groups is left at the separator behind it, or at the
 * end.
 */
static void
read_group(const char **groups, size_t *least, size_t *most)
{
	char *end;

	*least = *most = strtoul(*groups, &end, 10);
	if (*end == ',')
		*most = strtoul(end + 1, &end, 10);
	*groups = end;
}

/* Whether the groups hold so many digits. */
static bool
groups_fit(const char *groups, size_t length)
{
	size_t least, most, fewest = 0, largest = 0;

	for (;;) {
		read_group(&groups, &least, &most);
		fewest += least;
		largest += most;
		if (*groups == ';')
			return length >= fewest && length <= largest;
		groups++;
	}
}

/* The groups of the first format that fits; NULL if none does. */
static const char *
find_groups(const char *formats, const char *national)
{
	while (*formats != '\0') {
		const char *groups = strchr(formats, ':') + 1;

		if (groups_fit(groups, strlen(national)) && phone_match(formats, national) != 0)
			return groups;
		formats = strchr(groups, ';') + 1;
	}
	return NULL;
}

/*
 * Spare digits go to the one group that can take more than its least; no format has two such
 * groups.
 */
static void
write_groups(const char *groups, const char *national, char *out)
{
	const char *again = groups;
	size_t least, most, spare = strlen(national), size;

	do {
		read_group(&again, &least, &most);
		spare -= least;
	} while (*again++ != ';');
	do {
		read_group(&groups, &least, &most);
		size = most > least ? least + spare : least;
		memcpy(out, national, size);
		out += size;
		national += size;
		*out++ = *groups;
	} while (*groups++ != ';');
	out[-1] = '\0';
}

/* Without an official grouping: 12345, 123 456, 123 4567, 1234 5678, 123 456 789. */
static void
write_evenly(const char *national, char *out)
{
	size_t left = strlen(national), size = left <= 5 ? left : left % 4 == 0 ? 4 : 3;

	for (; left > 4 && left > size; left -= size) {
		memcpy(out, national, size);
		out[size] = ' ';
		out += size + 1;
		national += size;
	}
	memcpy(out, national, left + 1);
}

/* The plan of what looks like E.164 and is not too long for the buffers here, else NULL. */
static const struct phone_plan *
plan_of_e164(const char *e164)
{
	size_t digits = strspn(e164 + (*e164 == '+'), "0123456789");

	if (*e164 != '+' || e164[1 + digits] != '\0' || digits > E164_DIGITS)
		return NULL;
	return plan_of_digits(e164 + 1);
}

void
phone_show(const char *e164, char *out, size_t size)
{
	const struct phone_plan *plan = plan_of_e164(e164);
	char grouped[PHONE_SHOWN_BYTES];
	const char *national, *groups;

	if (plan == NULL || e164[1 + strlen(plan->code)] == '\0') {
		snprintf(out, size, "%s", e164);
		return;
	}
	national = e164 + 1 + strlen(plan->code);
	if ((groups = find_groups(plan->formats, national)) != NULL)
		write_groups(groups, national, grouped);
	else
		write_evenly(national, grouped);
	snprintf(out, size, "+%s %s", plan->code, grouped);
}

bool
phone_is_mobile(const char *e164)
{
	const struct phone_plan *plan = plan_of_e164(e164);
	const char *national = plan == NULL ? "" : e164 + 1 + strlen(plan->code);

	for (; plan != NULL; plan = next_of_code(plan)) {
		if (has_mobile(plan, national))
			return true;
	}
	return false;
}

bool
phone_region_exists(const char *region)
{
	return plan_of_region(region) != NULL;
}
