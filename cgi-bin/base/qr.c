#include "base/banned.h"
#include "base/qr.h"

#ifdef HAVE_QRENCODE

#include <errno.h>
#include <qrencode.h>

#include "base/log.h"
#include "base/str.h"

#define PATH_BYTES	(512 * 1024)	/* the largest code has 31,329 modules */

/* One row: each run of dark modules. */
static void
tell_row(const unsigned char *modules, int width, int y,
    void (*each)(void *, int, int, int), void *closure)
{
	int x, end;

	for (x = 0; x < width; x = end + 1) {
		for (end = x; end < width && (modules[end] & 1) != 0; end++)
			;
		if (end > x)
			each(closure, x + QR_MARGIN, y + QR_MARGIN, end - x);
	}
}

/* As a rectangle. */
static void
add_run(void *closure, int x, int y, int count)
{
	str_add_fmt(closure, "M%d %dh%dv1h-%dz", x, y, count, count);
}

bool
qr_is_there(void)
{
	return true;
}

enum err
qr_runs(const char *text, void (*each)(void *, int, int, int), void *closure, int *size)
{
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	int y;

	*size = 0;
	if (code == NULL) {
		if (errno == ENOMEM)
			log_err("qr: no memory");
		return errno == ERANGE ? ERR_INVALID : ERR_BUG;
	}
	*size = code->width + 2 * QR_MARGIN;
	for (y = 0; y < code->width; y++)
		tell_row(code->data + (ptrdiff_t)y * code->width, code->width, y, each, closure);
	QRcode_free(code);
	return ERR_OK;
}

enum err
qr_path(struct mem *m, const char *text, const char **path, int *size)
{
	struct str out;
	enum err rc;

	str_init(&out, PATH_BYTES);
	rc = qr_runs(text, add_run, &out, size);
	*path = rc == ERR_OK ? mem_dup(m, out.text) : "";
	str_release(&out);
	return rc;
}

#else

bool
qr_is_there(void)
{
	return false;
}

enum err
qr_runs(const char *text, void (*each)(void *, int, int, int), void *closure, int *size)
{
	(void)text;
	(void)each;
	(void)closure;
	*size = 0;
	return ERR_MISSING;
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
