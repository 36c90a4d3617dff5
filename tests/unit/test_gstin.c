/*
 * test_gstin: which numbers are GSTINs and of which kind, which part of a wrong one is named, and
 * that no single mistyped character goes through.
 */
#include "base/banned.h"
#include "domain/gstin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena_fixture.h"
#include "domain/pan.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/* Found in public sources (DOMAIN.md 1). */
static const struct {
	const char	*text;
	enum gstin_kind	 kind;
	const char	*state;
	const char	*pan;
} valid[] = {
	{ "27AAPFU0939F1ZV", GSTIN_NORMAL, "27", "AAPFU0939F" },
	{ "24AAQCA8719H1ZC", GSTIN_NORMAL, "24", "AAQCA8719H" },
	{ "29AABCR1718E1ZL", GSTIN_NORMAL, "29", "AABCR1718E" },
	{ "05AAACG2115R1ZN", GSTIN_NORMAL, "05", "AAACG2115R" },
	{ "33GSPTN9771G3ZP", GSTIN_NORMAL, "33", "GSPTN9771G" },
	{ "36AASFP8573D2ZN", GSTIN_NORMAL, "36", "AASFP8573D" },
	{ "29AABCF8078M2ZW", GSTIN_NORMAL, "29", "AABCF8078M" },
	{ "27AAJCS5738D1Z6", GSTIN_NORMAL, "27", "AAJCS5738D" },
	{ "06DELI09652G1DA", GSTIN_TDS, "06", "" },
	{ "27PNEA06819B1DE", GSTIN_TDS, "27", "" },
	{ "29AABCF8078M1C8", GSTIN_TCS, "29", "AABCF8078M" },
	{ "0717UNO00157UNO", GSTIN_UN_BODY, "07", "" },
	{ "9917SGP29001OST", GSTIN_OIDAR, "99", "" },
};

static void
test_gstin__takes_every_kind(void **state)
{
	for (size_t i = 0; i < COUNT(valid); i++) {
		struct gstin g;
		enum gstin_problem problem = gstin_read(*state, valid[i].text, &g);

		if (problem != GSTIN_OK || g.kind != valid[i].kind || g.is_unusual ||
		    strcmp(g.text, valid[i].text) != 0 || strcmp(g.state, valid[i].state) != 0 ||
		    strcmp(g.pan, valid[i].pan) != 0)
			fail_msg("%s: problem %d, kind %d, state %s, PAN %s", valid[i].text,
			    (int)problem, (int)g.kind, g.state, g.pan);
		assert_string_not_equal(gstin_kind_text(g.kind), "");
		assert_string_equal(gstin_problem_text(*state, problem, &g), "");
	}
}

static void
test_gstin__drops_how_it_was_typed(void **state)
{
	static const char *const typed[] = { " 27aapfu0939f1zv ", "27 AAPFU0939F 1 Z V",
		"27-AAPFU0939F-1ZV", "27 AAPFU 0939 F–1ZV" };

	for (size_t i = 0; i < COUNT(typed); i++) {
		struct gstin g;

		if (gstin_read(*state, typed[i], &g) != GSTIN_OK ||
		    strcmp(g.text, "27AAPFU0939F1ZV") != 0)
			fail_msg("%s: %s", typed[i], g.text);
	}
}

static const struct {
	const char		*text;
	enum gstin_problem	 problem;
	const char		*words;		/* in the sentence */
} wrong[] = {
	{ "27AAPFU0939F1ZO", GSTIN_CHECK, "“O”" },
	{ "24AANFA2641L1ZK", GSTIN_CHECK, "last character" },
	{ "01AABCE2207R1Z5", GSTIN_CHECK, "last character" },
	{ "03AAJCR2207E1Z2", GSTIN_CHECK, "last character" },
	{ "29AAFCA7488L1Z0", GSTIN_CHECK, "last character" },
	{ "27AAPFU0939F1Z", GSTIN_LENGTH_WRONG, "this has 14" },
	{ "27AAPFU0939F1ZVV", GSTIN_LENGTH_WRONG, "this has 16" },
	{ "", GSTIN_LENGTH_WRONG, "this has 0" },
	{ "369296450896540", GSTIN_HOLDER, "“9296450896”" },
	{ "27AAPFU093OF1ZV", GSTIN_HOLDER, "3 to 12" },
	{ "27AA9FU0939F1ZV", GSTIN_HOLDER, "3 to 12" },
	{ "27AAPF00939F1ZV", GSTIN_CHECK, "“V”" },
	{ "A7AAPFU0939F1ZV", GSTIN_STATE, "“A7”" },
	{ "2OAAPFU0939F1ZV", GSTIN_STATE, "“2O”" },
	{ "00AAPFU0939F1ZV", GSTIN_STATE, "“00”" },
	{ "45AAPFU0939F1ZV", GSTIN_STATE, "“45”" },
	{ "88AAPFU0939F1ZV", GSTIN_TRANSPORTER, "transporter" },
	{ "27AAPFU0939F0ZV", GSTIN_ENTITY, "13" },
	{ "27AAPFU0939F1KV", GSTIN_MARK, "“K”" },
	{ "27AAPFU0939F1Z!", GSTIN_CHARACTERS, "“!”" },
	{ "२७AAPFU0939F1ZV", GSTIN_CHARACTERS, "“२”" },
	{ "27AAPFU0939F1Z\xff", GSTIN_CHARACTERS, "only digits" },
};

static void
test_gstin__names_the_part_that_is_wrong(void **state)
{
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct gstin g;
		enum gstin_problem problem = gstin_read(*state, wrong[i].text, &g);
		const char *text = gstin_problem_text(*state, problem, &g);

		if (problem != wrong[i].problem || strstr(text, wrong[i].words) == NULL)
			fail_msg("%s: problem %d: %s", wrong[i].text, (int)problem, text);
		if (g.kind != GSTIN_NO_KIND || g.state[0] != '\0' || g.pan[0] != '\0')
			fail_msg("%s: tells more than it is wrong", wrong[i].text);
	}
}

/* Accepted by the patterns and the check character, though hardly anybody has such a one. */
static void
test_gstin__marks_an_unusual_one(void **state)
{
	struct gstin g;

	assert_int_equal(gstin_read(*state, "27AAPFU0939F1AA", &g), GSTIN_OK);
	assert_int_equal(g.kind, GSTIN_NORMAL);
	assert_true(g.is_unusual);
}

/* Gives it the check character that makes it valid; false where none does. */
static bool
complete(struct mem *m, char *text, struct gstin *g)
{
	const char *c;

	for (c = alphabet; *c != '\0'; c++) {
		text[GSTIN_LENGTH - 1] = *c;
		if (gstin_read(m, text, g) == GSTIN_OK)
			return true;
	}
	return false;
}

/* Kinds and codes of which no public example is at hand. */
static void
test_gstin__takes_made_up_ones(void **state)
{
	static const struct { const char *text; enum gstin_kind kind; const char *state; } made[] = {
		{ "28AAPFU0939F1Z", GSTIN_NORMAL, "37" },
		{ "25AAPFU0939F1Z", GSTIN_NORMAL, "26" },
		{ "97AAPFU0939FZZ", GSTIN_NORMAL, "97" },
		{ "9917USA00001NR", GSTIN_NON_RESIDENT, "99" },
		{ "0717UNO00157ON", GSTIN_UN_BODY, "07" },
		{ "27DELI09650G0Z", GSTIN_GOVERNMENT, "27" },
	};

	for (size_t i = 0; i < COUNT(made); i++) {
		char text[GSTIN_LENGTH + 1] = "";
		struct gstin g;

		memcpy(text, made[i].text, GSTIN_LENGTH - 1);
		if (!complete(*state, text, &g) || g.kind != made[i].kind ||
		    strcmp(g.state, made[i].state) != 0)
			fail_msg("%s: kind %d, state %s", text, (int)g.kind, g.state);
	}
}

/* Each character of each valid number, changed into each other one. */
static void
test_gstin__refuses_each_single_change(void **state)
{
	size_t changes = 0;

	for (size_t i = 0; i < COUNT(valid); i++)
		for (size_t at = 0; at < GSTIN_LENGTH; at++)
			for (const char *c = alphabet; *c != '\0'; c++) {
				char text[GSTIN_LENGTH + 1];
				struct gstin g;

				memcpy(text, valid[i].text, sizeof(text));
				if (text[at] == *c)
					continue;
				text[at] = *c;
				changes++;
				if (gstin_read(*state, text, &g) == GSTIN_OK)
					fail_msg("%s goes through as %s", valid[i].text, text);
			}
	assert_int_equal(changes, COUNT(valid) * GSTIN_LENGTH * (sizeof(alphabet) - 2));
}

/* Two neighbours that changed places are found as well, where they differ. */
static void
test_gstin__refuses_each_swap_of_one(void **state)
{
	for (size_t at = 0; at + 1 < GSTIN_LENGTH; at++) {
		char text[] = "27AAPFU0939F1ZV", first = text[at];
		struct gstin g;

		if (first == text[at + 1])
			continue;
		text[at] = text[at + 1];
		text[at + 1] = first;
		if (gstin_read(*state, text, &g) == GSTIN_OK)
			fail_msg("%s goes through", text);
	}
}

static const struct {
	const char		*typed;
	enum pan_problem	 problem;
	const char		*words;		/* in the sentence, or whose it is */
} pans[] = {
	{ "AAPFU0939F", PAN_OK, "a firm" },
	{ "aabcr 1718-e", PAN_OK, "a company" },
	{ "GSPTN9771G", PAN_OK, "a trust" },
	{ "AAAPA1234A", PAN_OK, "an individual" },
	{ "AAAXA1234A", PAN_OK, "" },
	{ "", PAN_LENGTH_WRONG, "this has 0" },
	{ "AAPFU0939", PAN_LENGTH_WRONG, "this has 9" },
	{ "AAPFU0939FX", PAN_LENGTH_WRONG, "this has 11" },
	{ "AAPF00939F", PAN_LETTERS, "“AAPF0”" },
	{ "आशाPFU0939", PAN_LETTERS, "“आशाPF”" },
	{ "AAPFUO939F", PAN_DIGITS, "“O939”" },
	{ "AAPFU09391", PAN_LAST, "“1”" },
	{ "AAPFU0939é", PAN_LAST, "“é”" },
};

static void
test_pan__table(void **state)
{
	for (size_t i = 0; i < COUNT(pans); i++) {
		const char *pan, *text;
		enum pan_problem problem = pan_read(*state, pans[i].typed, &pan);

		text = problem == PAN_OK ? pan_holder(pan) :
					   pan_problem_text(*state, problem, pan);
		if (problem != pans[i].problem || strstr(text, pans[i].words) == NULL ||
		    (pans[i].words[0] == '\0' && text[0] != '\0'))
			fail_msg("%s: problem %d: %s", pans[i].typed, (int)problem, text);
	}
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(test_gstin__takes_every_kind),
		CASE(test_gstin__drops_how_it_was_typed),
		CASE(test_gstin__names_the_part_that_is_wrong),
		CASE(test_gstin__marks_an_unusual_one),
		CASE(test_gstin__takes_made_up_ones),
		CASE(test_gstin__refuses_each_single_change),
		CASE(test_gstin__refuses_each_swap_of_one),
		CASE(test_pan__table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
