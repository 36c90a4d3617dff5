/*
 * test_invoice_file: what a file of invoices says, in either format, and each thing that is wrong
 * in one, with its place.
 */
#include "base/banned.h"
#include "tools/invoice_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "base/csv.h"
#include "base/str.h"
#include "arena_fixture.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define TOLD_MAX 4096	/* bytes of all that a file is told */

static struct str told;

static void
note(const char *place, const char *text)
{
	str_add_fmt(&told, "[%s] %s\n", place, text);
}

static struct invoice_file
read_json(struct mem *m, const char *text)
{
	struct invoice_reader r = { .mem = m, .place = "", .tell = note };
	struct invoice_file file = { .count = 0 };

	str_reset(&told);
	invoice_json_read(&r, text, strlen(text), &file);
	assert_int_equal(r.has_problem, told.length > 0);
	return file;
}

static const char JSON[] =
	"\xef\xbb\xbf[{\"account\": 7, \"reference\": \" a\", \"issued_on\": \"2026-04-01\","
	" \"sez\": true, \"reverse_charge\": false, \"due_on\": null, \"pdf\": \"a.pdf\","
	" \"lines\": [{\"description\": \"Numbers\", \"sac\": \"998413\", \"quantity\": 2.5,"
	" \"price\": 999.5, \"rate\": 18}, {\"description\": \"\\u0938\\u0947\\u0935\\u093e\","
	" \"sac\": \"9987\", \"price\": \"1,180.05\", \"rate\": 0.25, \"discount\": 0.05}]},"
	"{\"account\": 8, \"reference\": \"b\", \"issued_on\": \"2026-04-02\", \"kind\": \"credit\","
	" \"corrects\": \"INV/1\", \"reason\": \"Less\", \"lines\": [{\"description\": \"x\","
	" \"sac\": \"9987\", \"price\": 1, \"rate\": 0}]}]";

static void
test_invoice_file__json_is_read(void **state)
{
	struct invoice_file file = read_json(*state, JSON);
	const struct invoice *i = &file.invoices[0].invoice;

	assert_string_equal(told.text, "");
	assert_int_equal(file.count, 2);
	assert_int_equal(file.invoices[0].account_id, 7);
	assert_string_equal(file.invoices[0].pdf, "a.pdf");
	assert_string_equal(file.invoices[0].place, "invoice 1");
	assert_string_equal(i->reference, "a");
	assert_int_equal(i->supply, SUPPLY_SEZ);
	assert_false(i->is_reverse_charge);
	assert_int_equal(i->line_count, 2);
	assert_int_equal(i->lines[0].quantity_milli, 2500);
	assert_int_equal(i->lines[0].price_paise, 99950);
	assert_int_equal(i->lines[0].rate_bp, 1800);
	assert_string_equal(i->lines[1].description, "\u0938\u0947\u0935\u093e");
	assert_int_equal(i->lines[1].price_paise, 118005);
	assert_int_equal(i->lines[1].discount_paise, 5);
	assert_int_equal(i->lines[1].rate_bp, 25);
	assert_int_equal(i->lines[1].quantity_milli, INVOICE_QUANTITY_ONE);
	assert_int_equal(file.invoices[1].invoice.kind, INVOICE_CREDIT);
	assert_int_equal(file.invoices[1].invoice.line_count, 1);
}

/* Amounts with a fraction come through a double: each one that is written comes back. */
static void
test_invoice_file__no_amount_changes_on_its_way(void **state)
{
	static const int64_t amounts[] = { 1, 10, 29, 57, 113, 115, 99999, 100001, 4503599627,
		999999999999,
		9999999999999 };
	struct mem_mark mark = mem_mark(*state);
	struct invoice_file file;
	int64_t paise;
	size_t n;

	for (n = 0; n < 2000 + COUNT(amounts); n++) {
		paise = n < COUNT(amounts) ? amounts[n] : (int64_t)(n * 7919);
		file = read_json(*state, mem_fmt(*state, "[{\"account\": 1, \"reference\": \"a\","
		    "\"issued_on\": \"2026-04-01\", \"lines\": [{\"description\": \"x\","
		    "\"sac\": \"9987\", \"rate\": 18, \"price\": %lld.%02lld}]}]",
		    (long long)(paise / 100), (long long)(paise % 100)));
		assert_string_equal(told.text, "");
		assert_int_equal(file.invoices[0].invoice.lines[0].price_paise, paise);
		mem_rewind(*state, mark);
	}
}

#define HEAD "\"account\": 1, \"reference\": \"a\", \"issued_on\": \"2026-04-01\""
#define LINE "{\"description\": \"x\", \"sac\": \"9987\", \"price\": 1, \"rate\": 18}"

static void
test_invoice_file__what_is_wrong_in_json_is_told_with_its_place(void **state)
{
	static const struct { const char *json, *told; } cases[] = {
		{ "", "line 1, column 0: this is no JSON" },
		{ "[{\"account\": 1,\n}]", "line 2, column 1: this is no JSON" },
		{ "[{\"account\": 1, \"account\": 2}]", "duplicate object key" },
		{ "{}", "it wants a list" }, { "[]", "it wants a list" },
		{ "[5]", "[invoice 1] the list: a number stands where an object" },
		{ "[{" HEAD "}]", "[invoice 1] \"lines\" is missing" },
		{ "[{" HEAD ", \"lines\": {}}]", "[invoice 1] \"lines\" is missing" },
		{ "[{" HEAD ", \"lines\": [" LINE ", []]}]", "[invoice 1, line 2] lines: a list" },
		{ "[{" HEAD ", \"lines\": [" LINE "], \"colour\": 1}]",
		    "[invoice 1] nothing is known of \"colour\"" },
		{ "[{" HEAD ", \"lines\": [" LINE "], \"price\": 1}]",
		    "\"price\" belongs into each of \"lines\"" },
		{ "[{" HEAD ", \"lines\": [{\"pdf\": \"x\"}]}]",
		    "[invoice 1, line 1] \"pdf\" belongs to the invoice" },
		{ "[{" HEAD ", \"lines\": [" LINE "], \"due_on\": 20260401}]",
		    "due_on: a number stands where a text in quotes is wanted" },
		{ "[{" HEAD ", \"lines\": [" LINE "], \"sez\": 1}]",
		    "sez: a number stands where true or false is wanted" },
		{ "[{" HEAD ", \"lines\": [{\"price\": [1]}]}]",
		    "price: a list stands where a number is wanted" },
		{ "[{" HEAD ", \"lines\": [{\"price\": 1.005, \"quantity\": -1}]}]",
		    "quantity: \"-1\" is not a quantity" },
		{ "[{" HEAD ", \"lines\": [{\"price\": 1e300}]}]", "price: \"1e+300\" is not" },
		{ "[{" HEAD ", \"lines\": [{}]}]", "[invoice 1, line 1] price is missing" },
		{ "[{\"lines\": [" LINE "]}]", "[invoice 1] account is missing" },
		{ "[{" HEAD ", \"lines\": [" LINE "]}, {\"account\": \"one\"}]",
		    "[invoice 2] account: \"one\" is not the number" },
		{ "[{" HEAD ", \"lines\": [" LINE "], \"reason\": \"x\"}]", "only a note corrects" },
		{ "[{" HEAD ", \"lines\": [" LINE "], \"ack_number\": \"1\"}]", "irn is missing" },
		{ "[{" HEAD ", \"lines\": [" LINE "], \"irn\": \"1\", \"ack_on\": \"noon\"}]",
		    "ack_on: \"noon\" is not a time" },
	};
	size_t n;

	for (n = 0; n < COUNT(cases); n++) {
		print_message("  %s\n", cases[n].json);
		read_json(*state, cases[n].json);
		if (strstr(told.text, cases[n].told) == NULL)
			fail_msg("told: %s", told.text);
	}
}

/* What would cost much memory is refused before it does. */
static void
test_invoice_file__large_and_deep_json_is_refused(void **state)
{
	struct str text;
	size_t n;

	str_init(&text, INVOICE_FILE_MAX);
	for (n = 0; n < 100000; n++)
		str_add(&text, "[");
	read_json(*state, text.text);
	assert_non_null(strstr(told.text, "this is no JSON: maximum parsing depth"));
	str_reset(&text);
	for (n = 0; n < 1100000; n++)
		str_add(&text, n == 0 ? "[0" : ",0");
	str_add(&text, "]");
	read_json(*state, text.text);
	assert_non_null(strstr(told.text, "more values than 20000 lines"));
	str_reset(&text);
	str_add(&text, "[{" HEAD ", \"lines\": [" LINE);
	for (n = 0; n < INVOICE_FILE_LINES_MAX; n++)
		str_add(&text, "," LINE);
	str_add(&text, "]}]");
	read_json(*state, text.text);
	assert_non_null(strstr(told.text, "it has 20001 lines of invoices; 20000 are the most"));
	str_release(&text);
}

static void
test_invoice_file__lines_alone_are_read(void **state)
{
	struct invoice_reader r = { .mem = *state, .place = "", .tell = note };
	struct invoice i = { .line_count = 0 };

	str_reset(&told);
	invoice_csv_read_lines(&r, "description;sac;price;rate\nA;9987;10;18\nB;9987;2.50;5\n", &i);
	assert_string_equal(told.text, "");
	assert_int_equal(i.line_count, 2);
	assert_string_equal(i.lines[1].description, "B");
	assert_int_equal(i.lines[1].price_paise, 250);

	invoice_csv_read_lines(&r, "description,sac,price,rate,account,sac\nA,9987,10,18,1,2\n", &i);
	assert_non_null(strstr(told.text, "[row 1] nothing is known of a column \"account\""));
	assert_non_null(strstr(told.text, "[row 1] the column \"sac\" is there twice"));
}

#define ROW "account,reference,issued_on,description,sac,quantity,rate,price\n" \
	"1,a,2026-04-01,Support,998713,1,18,"

/* A comma within an amount makes two cells of it, and moves those behind it: none may be lost. */
static void
test_invoice_file__a_cell_below_no_column_is_told(void **state)
{
	static const struct { const char *csv, *told; } cases[] = {
		{ ROW "1,200.00\n", "[row 2] \"200.00\" stands below no column" },
		{ ROW "1,,,7\n", "[row 2] an empty cell stands below no column" },
		{ ROW "1,\n", "[row 2] an empty cell stands below no column" },
		{ ROW "\"1,200.00\"\n", "" }, { ROW "1\n,,,,,,,,,,\n", "" },
	};
	struct invoice_reader r = { .mem = *state, .place = "", .tell = note };
	struct invoice_file file;
	struct invoice i;
	size_t n;

	for (n = 0; n < COUNT(cases); n++) {
		print_message("  %s\n", cases[n].csv);
		str_reset(&told);
		r.has_problem = false;
		file = (struct invoice_file){ .count = 0 };
		invoice_csv_read(&r, cases[n].csv, &file);
		if (strncmp(told.text, cases[n].told, strlen(cases[n].told)) != 0)
			fail_msg("told: %s", told.text);
		assert_int_equal(told.text[0] == '\0', cases[n].told[0] == '\0');
	}
	str_reset(&told);
	invoice_csv_read_lines(&r, "description,sac,rate,price\nA,9987,18,10\nB,9987,5,1,000\n",
	    &i);
	assert_non_null(strstr(told.text, "[row 3] \"000\" stands below no column"));

	/* Seven cells for six columns: it would be one rupee, by the unit of 200.00. */
	str_reset(&told);
	r.has_problem = false;
	invoice_csv_read_lines(&r, "description,sac,quantity,rate,price,unit\n"
	    "A,9987,1,18,1,200.00,\n", &i);
	assert_non_null(strstr(told.text, "[row 2] an empty cell stands below no column"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	static const struct CMUnitTest json[] = {
		TEST(test_invoice_file__json_is_read),
		TEST(test_invoice_file__no_amount_changes_on_its_way),
		TEST(test_invoice_file__what_is_wrong_in_json_is_told_with_its_place),
		TEST(test_invoice_file__large_and_deep_json_is_refused),
	};
	static const struct CMUnitTest csv[] = {
		TEST(test_invoice_file__lines_alone_are_read),
		TEST(test_invoice_file__a_cell_below_no_column_is_told),
	};
	int failed = 0;

	str_init(&told, TOLD_MAX);
	if (invoice_json_is_known())
		failed += cmocka_run_group_tests(json, NULL, NULL);
	if (csv_is_known())
		failed += cmocka_run_group_tests(csv, NULL, NULL);
	str_release(&told);
	return failed;
}
