#include "base/banned.h"
#include "base/qr.h"

#ifdef HAVE_QRENCODE

#include <errno.h>
#include <qrencode.h>

#include "base/log.h"
#include "base/str.h"

#define PATH_BYTES	(512 * 1024)	/* the largest code has 31,329 modules */

/* One row: each run of dark modules is a rectangle. */
static void
add_row(struct str *path, const unsigned char *modules, int width, int y)
{
	int x, end;

	for (x = 0; x < width; x = end + 1) {
		for (end = x; end < width && (modules[end] & 1) != 0; end++)
			;
		if (end > x)
			str_add_fmt(path, "M%d %dh%dv1h-%dz", x + QR_MARGIN, y + QR_MARGIN,
			    end - x, end - x);
	}
}

bool
qr_is_there(void)
{
	return true;
}

enum err
qr_path(struct mem *m, const char *text, const char **path, int *size)
{
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	struct str out;
	int y;

	*path = "";
	*size = 0;
	if (code == NULL) {
		if (errno == ENOMEM)
			log_err("qr: no memory");
		return errno == ERANGE ? ERR_INVALID : ERR_BUG;
	}
	str_init(&out, PATH_BYTES);
	for (y = 0; y < code->width; y++)
		add_row(&out, code->data + (ptrdiff_t)y * code->width, code->width, y);
	*size = code->width + 2 * QR_MARGIN;
	*path = mem_dup(m, out.text);
	str_release(&out);
	QRcode_free(code);
	return ERR_OK;
}

#else

bool
qr_is_there(void)
{
	return false;
}

enum err
qr_path(struct mem *m, const char *text, const char **path, int *size)
{
	(void)m;
	(void)text;
	*path = "";
	*size = 0;
	return ERR_MISSING;
}

#endif
