#include "base/banned.h"

#include "base/qr.h"
#include "domain/second_factor.h"

/* In a file of its own: who only looks at codes is not linked with what draws pictures. */
enum err
second_factor_qr(struct context *cx, const char *uri, const char **path, int64_t *size)
{
	int side = 0;
	enum err rc = qr_path(cx->mem, uri, path, &side);

	*size = side;
	return rc == ERR_MISSING || rc == ERR_INVALID ? ERR_OK : rc;
}
