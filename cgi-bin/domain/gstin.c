#include "base/banned.h"
#include "domain/gstin.h"

#include <string.h>

#include "base/text.h"
#include "domain/indian_state.h"
#include "domain/pan.h"

/* Each has the value of its place. */
#define ALPHABET	"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS		"0123456789"
#define LETTERS		(ALPHABET + sizeof(DIGITS) - 1)
#define BASE		36
#define TRANSPORTER	"88"

/* Where the parts begin, from 0. */
#define HOLDER_AT	2
#define ENTITY_AT	12
#define MARK_AT		13
#define CHECK_AT	14

/*
 * d a digit, a a letter, x either, e either but 0, m the mark of a normal registration, u the U or
 * O of a body of the United Nations; anything else is itself. In the order in which they are tried:
 * the normal one takes marks that others have for their own.
 */
static const struct { enum gstin_kind kind; const char *pattern; } patterns[] = {
	{ GSTIN_UN_BODY, "ddddaaadddddu" "Nx" },
	{ GSTIN_NON_RESIDENT, "ddddaaadddddN" "Rx" },
	{ GSTIN_OIDAR, "99ddaaadddddO" "Sx" },
	{ GSTIN_TDS, "ddaaaaxddddae" "Dx" },
	{ GSTIN_TCS, "ddaaaaaddddae" "Cx" },
	{ GSTIN_GOVERNMENT, "ddaaaadddddad" "Zd" },
	{ GSTIN_NORMAL, "ddaaaaaddddae" "mx" },
};

#define PATTERNS (sizeof(patterns) / sizeof(patterns[0]))

static const char *const kind_texts[GSTIN_KIND__MAX] = {
	[GSTIN_NO_KIND] = "",
	[GSTIN_NORMAL] = "Regular registration",
	[GSTIN_GOVERNMENT] = "Government department",
	[GSTIN_TDS] = "Deductor of tax at source (TDS)",
	[GSTIN_TCS] = "Collector of tax at source (TCS)",
	[GSTIN_UN_BODY] = "United Nations body or embassy (UIN)",
	[GSTIN_NON_RESIDENT] = "Non-resident taxable person",
	[GSTIN_OIDAR] = "Online services from abroad (OIDAR)",
};

const char *
gstin_kind_text(enum gstin_kind kind)
{
	return kind_texts[kind];
}

static bool
is_one_of(char c, const char *set)
{
	return c != '\0' && strchr(set, c) != NULL;
}

static bool
fits(char c, char wanted)
{
	switch (wanted) {
	case 'd':
		return is_one_of(c, DIGITS);
	case 'a':
		return is_one_of(c, LETTERS);
	case 'x':
		return is_one_of(c, ALPHABET);
	case 'e':
		return c != '0' && is_one_of(c, ALPHABET);
	case 'm':
		return is_one_of(c, "Z123456789ABDEFGHIJ");
	case 'u':
		return c == 'U' || c == 'O';
	default:
		return c == wanted;
	}
}

/* How many of its characters fit, from the first on. */
static size_t
fitting(const char *text, const char *pattern)
{
	size_t i;

	for (i = 0; i < GSTIN_LENGTH && fits(text[i], pattern[i]); i++)
		continue;
	return i;
}

static char
check_character(const char *text)
{
	size_t i, product, sum = 0;

	for (i = 0; i < CHECK_AT; i++) {
		product = (size_t)(strchr(ALPHABET, text[i]) - ALPHABET) * (i % 2 + 1);
		sum += product / BASE + product % BASE;
	}
	return ALPHABET[(BASE - sum % BASE) % BASE];
}

/* Which part stops it from being of the kind that it comes nearest to. */
static enum gstin_problem
wrong_part(const char *text)
{
	size_t i, best = 0;

	for (i = 0; i < PATTERNS; i++) {
		size_t count = fitting(text, patterns[i].pattern);

		if (count > best)
			best = count;
	}
	if (best < HOLDER_AT)
		return GSTIN_STATE;
	if (best < ENTITY_AT)
		return GSTIN_HOLDER;
	return best == ENTITY_AT ? GSTIN_ENTITY : best == MARK_AT ? GSTIN_MARK : GSTIN_CHECK;
}

static void
tell(struct mem *m, struct gstin *g)
{
	const char *holder = mem_dup_bytes(m, g->text + HOLDER_AT, PAN_LENGTH);
	const char *pan;

	if (g->kind != GSTIN_GOVERNMENT && pan_read(m, holder, &pan) == PAN_OK)
		g->pan = pan;
	g->is_unusual = g->kind == GSTIN_NORMAL && g->text[MARK_AT] != 'Z';
}

static enum gstin_problem
read(struct mem *m, struct gstin *g)
{
	size_t i;

	if (strspn(g->text, ALPHABET) != strlen(g->text))
		return GSTIN_CHARACTERS;
	if (strlen(g->text) != GSTIN_LENGTH)
		return GSTIN_LENGTH_WRONG;
	if (strncmp(g->text, TRANSPORTER, strlen(TRANSPORTER)) == 0)
		return GSTIN_TRANSPORTER;
	g->state = indian_state_now(mem_dup_bytes(m, g->text, HOLDER_AT));
	if (g->state == NULL)
		return GSTIN_STATE;
	for (i = 0; i < PATTERNS && g->kind == GSTIN_NO_KIND; i++)
		if (fitting(g->text, patterns[i].pattern) == GSTIN_LENGTH)
			g->kind = patterns[i].kind;
	if (g->kind == GSTIN_NO_KIND)
		return wrong_part(g->text);
	return g->text[CHECK_AT] == check_character(g->text) ? GSTIN_OK : GSTIN_CHECK;
}

enum gstin_problem
gstin_read(struct mem *m, const char *typed, struct gstin *g)
{
	enum gstin_problem problem;

	*g = (struct gstin){ .text = text_code(m, typed), .state = "", .pan = "" };
	if ((problem = read(m, g)) == GSTIN_OK) {
		tell(m, g);
	} else {
		g->kind = GSTIN_NO_KIND;
		g->state = "";
	}
	return problem;
}

/* The first character that no GSTIN has. */
static const char *
stranger(struct mem *m, const char *text)
{
	return text_cut(m, text + strspn(text, ALPHABET), 1);
}

const char *
gstin_problem_text(struct mem *m, enum gstin_problem problem, const struct gstin *g)
{
	switch (problem) {
	case GSTIN_CHARACTERS:
		return mem_fmt(m, "A GSTIN has only digits and the letters A to Z; this has “%s”.",
		    stranger(m, g->text));
	case GSTIN_LENGTH_WRONG:
		return mem_fmt(m, "A GSTIN has %d characters; this has %zu.", GSTIN_LENGTH,
		    strlen(g->text));
	case GSTIN_STATE:
		return mem_fmt(m, "A GSTIN begins with the two digits of its State, like 27 for "
		    "Maharashtra; “%.2s” is no State's code.", g->text);
	case GSTIN_TRANSPORTER:
		return "This is a transporter's number: it begins with 88. Enter the GSTIN, which "
		    "begins with the two digits of its State.";
	case GSTIN_HOLDER:
		return mem_fmt(m, "Characters 3 to 12 of a GSTIN are the PAN, like AAPFU0939F; "
		    "here they are “%.10s”.", g->text + HOLDER_AT);
	case GSTIN_ENTITY:
		return mem_fmt(m, "Character 13 of a GSTIN counts the registrations of the PAN in "
		    "the State, from 1; here it is “%c”.", g->text[ENTITY_AT]);
	case GSTIN_MARK:
		return mem_fmt(m, "Character 14 of a GSTIN is nearly always Z; “%c” cannot stand "
		    "there.", g->text[MARK_AT]);
	case GSTIN_CHECK:
		return mem_fmt(m, "The last character, “%c”, does not fit the others, so one of the"
		    " 15 is mistyped. Compare them with the registration certificate.",
		    g->text[CHECK_AT]);
	default:
		return "";
	}
}
