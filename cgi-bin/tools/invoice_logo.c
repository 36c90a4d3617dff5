#include "base/banned.h"
#include "tools/invoice_logo.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "tools/invoice_draw.h"

/* PNG (ISO 15948): 5.2 the signature, 11.2.2 the header chunk, which comes first. */
static const char SIGNATURE[] = "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR";
#define SIGNATURE_BYTES	16
#define HEADER_BYTES	(SIGNATURE_BYTES + 8)	/* width and height behind it */

/* A number of four bytes, the highest first. */
static uint32_t
number_at(const char *bytes)
{
	const unsigned char *b = (const unsigned char *)bytes;

	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static bool
is_png(const char *bytes, size_t length)
{
	return length > HEADER_BYTES && memcmp(bytes, SIGNATURE, SIGNATURE_BYTES) == 0;
}

/* The picture that little a file can unpack to is bounded before it is unpacked. */
static bool
is_small(const char *bytes)
{
	uint32_t width = number_at(bytes + SIGNATURE_BYTES);
	uint32_t height = number_at(bytes + SIGNATURE_BYTES + 4);

	return width > 0 && height > 0 && width <= INVOICE_LOGO_SIDE_MAX &&
	    height <= INVOICE_LOGO_SIDE_MAX;
}

char *
invoice_logo_read(const char *path, size_t *length)
{
	char *bytes = file_read(path, INVOICE_LOGO_MAX, length);

	if (bytes != NULL && is_png(bytes, *length) && is_small(bytes) &&
	    invoice_draw_is_picture(bytes, *length))
		return bytes;
	free(bytes);
	return NULL;
}

const char *
invoice_logo_problem(struct mem *m, const char *path)
{
	const char *problem = "";
	size_t length = 0;
	char *bytes;

	if (path[0] == '\0')
		return "";
	if ((bytes = file_read(path, INVOICE_LOGO_MAX, &length)) == NULL)
		problem = errno == EFBIG ? mem_fmt(m, "it is no file, or has more than %d KiB; "
		    "make it smaller", INVOICE_LOGO_MAX / 1024) :
		    mem_fmt(m, "%s; correct seller.logo", strerror(errno));
	else if (!is_png(bytes, length))
		problem = "it is no PNG picture; save it as one";
	else if (!is_small(bytes))
		problem = mem_fmt(m, "it has more than %d pixels in a row or column; make it "
		    "smaller", INVOICE_LOGO_SIDE_MAX);
	else if (!invoice_draw_is_picture(bytes, length))
		problem = "the picture is damaged; save it again";
	free(bytes);
	return problem;
}
