/*
 * test_invoice_draw: an invoice becomes a PDF with its name as the title, and the program ends well
 * whatever a thread of Pango's is still doing then.
 */
#include "base/banned.h"
#include "tools/invoice_draw.h"

#include <dlfcn.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/config.h"
#include "arena_fixture.h"

#define HOLD_SEC	2	/* at most: a drawing that waits for the fonts has to get them */

/* As <fontconfig/fontconfig.h> declares it, which nothing else here needs. */
typedef void *sorter(void *config, void **sets, int count, void *pattern, int trim, void **letters,
    int *result);
sorter FcFontSetSort;

static sem_t asked;		/* once for each look for fonts */
static sem_t nobody_posts;

/*
 * fontconfig's, which Pango calls in a thread of its own: held back here, so that a text in letters
 * of the first font is drawn, and the program ended, before it returns.
 */
void *
FcFontSetSort(void *config, void **sets, int count, void *pattern, int trim, void **letters,
    int *result)
{
	struct timespec until;
	void *symbol = dlsym(RTLD_NEXT, "FcFontSetSort");
	sorter *sort;

	memcpy(&sort, &symbol, sizeof(sort));
	sem_post(&asked);
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += HOLD_SEC;
	sem_timedwait(&nobody_posts, &until);
	return sort(config, sets, count, pattern, trim, letters, result);
}

/* Of one line, which is written to `line`, by who is not registered. */
static struct invoice
an_invoice(struct invoice_line *line)
{
	struct invoice_party party = { .name = "Asha Traders", .address = "4 Dock Street\n",
		.tax_id = "", .pan = "", .state = "27", .contact = "" };
	struct invoice i = { .kind = INVOICE_TAX, .number = "INV/2627/000001", .reference = "",
		.of_number = "", .reason = "", .seller = party, .buyer = party,
		.declaration = "", .signatory = "",
		.purchase_order = "", .place_of_supply = "27", .supply = SUPPLY_STATE,
		.lines = line, .line_count = 1, .issued_by = "test" };
	size_t wrong;

	*line = (struct invoice_line){ .description = "Numbers", .sac = "998413", .unit = "month",
		.quantity_milli = 1000, .price_paise = 100000 };
	assert_int_equal(invoice_tax_compute(line, 1, i.supply, false, &i.totals, &wrong), ERR_OK);
	return i;
}

static void
test_invoice_draw__the_same_bytes_while_fonts_are_still_looked_for(void **state)
{
	struct config_seller seller = { .name = "Harbour Telephony", .logo = "" };
	struct invoice_line line;
	struct invoice i = an_invoice(&line);
	char *first, *second;
	size_t first_length, second_length;

	assert_int_equal(invoice_draw(*state, &seller, &i, &first, &first_length), ERR_OK);
	assert_int_equal(invoice_draw(*state, &seller, &i, &second, &second_length), ERR_OK);
	assert_memory_equal(first, "%PDF-", strlen("%PDF-"));
	assert_int_equal(first_length, second_length);
	assert_memory_equal(first, second, first_length);
	assert_int_equal(sem_wait(&asked), 0);
	free(first);
	free(second);
}

/* CGST Act s. 31: who is not registered issues no tax invoice. */
static void
test_invoice_draw__the_title_is_what_it_is_called(void **state)
{
	struct config_seller seller = { .name = "Harbour Telephony", .logo = "" };
	struct invoice_line line;
	struct invoice i = an_invoice(&line);
	char *bytes;
	size_t length;

	assert_int_equal(invoice_draw(*state, &seller, &i, &bytes, &length), ERR_OK);
	assert_non_null(memmem(bytes, length, "(Invoice INV/2627/000001)", 25));
	free(bytes);
	i.seller.tax_id = "27AAPFU0939F1ZV";
	assert_int_equal(invoice_draw(*state, &seller, &i, &bytes, &length), ERR_OK);
	assert_non_null(memmem(bytes, length, "(Tax invoice INV/2627/000001)", 29));
	free(bytes);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_invoice_draw__the_same_bytes_while_fonts_are_still_looked_for, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    test_invoice_draw__the_title_is_what_it_is_called, set_up, tear_down),
	};

	if (sem_init(&asked, 0, 0) != 0 || sem_init(&nobody_posts, 0, 0) != 0)
		return EXIT_FAILURE;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
