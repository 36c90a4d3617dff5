#include "base/banned.h"
#include "base/phone_match.h"

#define ANY_DIGIT	0x3ffU	/* the set of 0 to 9 */

/*
 * Really recursive: a bracketed group holds alternatives again. As deep as the table's patterns
 * nest, which is five.
 */
static uint32_t alternatives(const char **pattern, const char *digits, uint32_t from);

/* Steps over one character that is any of the set (bit d: digit d). */
static uint32_t
step(unsigned int set, const char *digits, uint32_t from)
{
	uint32_t reached = 0;

	for (size_t i = 0; digits[i] != '\0' && from >> i != 0; i++) {
		if ((from >> i & 1) != 0 && (set >> (digits[i] - '0') & 1) != 0)
			reached |= UINT32_C(1) << (i + 1);
	}
	return reached;
}

/* The digits between the brackets of "[2-57]"; pattern is left behind the closing one. */
static unsigned int
bracket(const char **pattern)
{
	unsigned int set = 0;
	const char *p = *pattern + 1;

	for (; *p != ']'; p++) {
		char last = p[1] == '-' ? p[2] : p[0];

		for (char digit = p[0]; digit <= last; digit++)
			set |= 1U << (digit - '0');
		if (p[1] == '-')
			p += 2;
	}
	*pattern = p + 1;
	return set;
}

static uint32_t
atom(const char **pattern, const char *digits, uint32_t from)
{
	uint32_t reached;

	if (**pattern == '[')
		return step(bracket(pattern), digits, from);
	if (**pattern != '(') {
		char c = *(*pattern)++;

		return step(c == '#' ? ANY_DIGIT : 1U << (c - '0'), digits, from);
	}
	++*pattern;
	reached = alternatives(pattern, digits, from);
	++*pattern;
	return reached;
}

/* Reads "?", "{n}" or "{n,m}", or nothing for once. */
static void
repeats(const char **pattern, unsigned long *least, unsigned long *most)
{
	char *end;

	*least = *most = 1;
	if (**pattern == '?') {
		*least = 0;
		++*pattern;
	}
	if (**pattern != '{')
		return;
	*least = *most = strtoul(*pattern + 1, &end, 10);
	if (*end == ',')
		*most = strtoul(end + 1, &end, 10);
	*pattern = end + 1;
}

static uint32_t
piece(const char **pattern, const char *digits, uint32_t from)
{
	const char *start = *pattern;
	uint32_t reached = atom(pattern, digits, from), result;
	unsigned long least, most;

	repeats(pattern, &least, &most);
	result = least == 0 ? from : 0;
	for (unsigned long i = 1; i <= most && reached != 0; i++) {
		const char *again = start;

		if (i >= least)
			result |= reached;
		if (i < most)
			reached = atom(&again, digits, reached);
	}
	return result;
}

/* The rest of a branch that cannot match any more is stepped over, which is most of a pattern. */
static const char *
branch_end(const char *p)
{
	for (int depth = 0; *p != '\0' && *p != ':'; p++) {
		if (depth == 0 && (*p == '|' || *p == ')'))
			break;
		depth += (*p == '(') - (*p == ')');
	}
	return p;
}

static uint32_t
alternatives(const char **pattern, const char *digits, uint32_t from)
{
	uint32_t result = 0, branch = from;

	for (;;) {
		if (branch == 0)
			*pattern = branch_end(*pattern);
		if (**pattern == '\0' || **pattern == ')' || **pattern == ':')
			return result | branch;
		if (**pattern != '|') {
			branch = piece(pattern, digits, branch);
			continue;
		}
		result |= branch;
		branch = from;
		++*pattern;
	}
}

uint32_t
phone_match(const char *pattern, const char *digits)
{
	return alternatives(&pattern, digits, 1);
}
