#include "base/banned.h"

#include "base/qr.h"
#include "web/exchange.h"
#include "web/page.h"
#include "web/view.h"

/* In a file of its own: only pages that show a QR code are linked with what draws one. */
enum err
show_qr(struct req *rq, struct view *v, const char *text)
{
	const char *path;
	int size;
	enum err rc = qr_path(rq->cx->mem, text, &path, &size);

	view_text(v, "Data.qr.path", path);
	view_count(v, "Data.qr.size", size);
	return rc == ERR_MISSING || rc == ERR_INVALID ? ERR_OK : rc;
}
