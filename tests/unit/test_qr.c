/*
 * test_qr: a QR code as an SVG path: its modules are read back from the path alone and compared
 * with those that libqrencode makes of the text.
 */
#include "base/banned.h"
#include "base/qr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <qrencode.h>

#include "arena_fixture.h"

#define SIDE_MAX	200	/* units; the largest code has 177 and its margins */
#define URI "otpauth://totp/Portal:asha%40asha.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

/* Paints the path's rectangles; anything else in it fails the test. */
static void
paint(const char *path, char pixels[SIDE_MAX][SIDE_MAX])
{
	int x, y, width, back, used, i;

	memset(pixels, 0, SIDE_MAX * SIDE_MAX);
	for (; *path != '\0'; path += used) {
		used = 0;
		assert_int_equal(sscanf(path, "M%d %dh%dv1h-%dz%n", &x, &y, &width, &back, &used),
		    4);
		assert_true(used > 0 && width == back && width > 0);
		for (i = 0; i < width; i++)
			pixels[y][x + i] = 1;
	}
}

static void
test_qr__draws_every_module_within_its_margin(void **state)
{
	static char pixels[SIDE_MAX][SIDE_MAX];
	QRcode *code = QRcode_encodeString8bit(URI, 0, QR_ECLEVEL_M);
	const char *path;
	int size, x, y, inner_x, inner_y;

	assert_non_null(code);
	assert_int_equal(qr_path(*state, URI, &path, &size), ERR_OK);
	paint(path, pixels);

	assert_int_equal(size, code->width + 2 * QR_MARGIN);
	for (y = 0; y < SIDE_MAX; y++)
		for (x = 0; x < SIDE_MAX; x++) {
			inner_x = x - QR_MARGIN;
			inner_y = y - QR_MARGIN;
			if (inner_x < 0 || inner_y < 0 || inner_x >= code->width ||
			    inner_y >= code->width)
				assert_int_equal(pixels[y][x], 0);
			else
				assert_int_equal(pixels[y][x],
				    code->data[inner_y * code->width + inner_x] & 1);
		}
	QRcode_free(code);
}

static void
test_qr__another_text_is_another_picture(void **state)
{
	const char *one, *other, *again;
	int size;

	assert_int_equal(qr_path(*state, URI, &one, &size), ERR_OK);
	assert_int_equal(qr_path(*state, URI "A", &other, &size), ERR_OK);
	assert_int_equal(qr_path(*state, URI, &again, &size), ERR_OK);
	assert_string_equal(one, again);
	assert_string_not_equal(one, other);
}

static void
test_qr__refuses_what_fits_into_none(void **state)
{
	char *text = mem_alloc(*state, 4001);
	const char *path;
	int size;

	memset(text, 'a', 4000);
	assert_int_equal(qr_path(*state, text, &path, &size), ERR_INVALID);
	assert_string_equal(path, "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(test_qr__draws_every_module_within_its_margin),
		TEST(test_qr__another_text_is_another_picture),
		TEST(test_qr__refuses_what_fits_into_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
