/*
 * qr: a text as a QR code, for whoever draws it: the one place that knows libqrencode.
 */
#ifndef POINTPERSON_BASE_QR_H
#define POINTPERSON_BASE_QR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"

#define QR_MARGIN	4	/* light modules around it, as the standard asks */

/* Was the portal built with libqrencode? */
bool		 qr_is_there(void);

/*
 * The dark modules, run by run of each row from above: each() is given where one begins and how
 * many they are, in a square of *size units, margin included, which is known by then. ERR_MISSING:
 * built without libqrencode. ERR_INVALID: too much text for one code.
 */
enum err	 qr_runs(const char *text, void (*each)(void *closure, int x, int y, int count),
		    void *closure, int *size) MUST_CHECK;

/*
 * The dark modules as `d` of an SVG path in a square of *size units, margin included: letters,
 * digits, signs and spaces of ours alone. Errors as above.
 */
enum err	 qr_path(struct mem *, const char *text, const char **path, int *size) MUST_CHECK;

#endif
