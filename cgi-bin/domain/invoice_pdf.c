#include "base/banned.h"
#include "domain/invoice_pdf.h"

#include <string.h>

#include "base/crypt.h"
#include "base/log.h"

/* ISO 32000-1, 7.5.2 and 7.5.5: what a document begins with, and what stands near its end. */
static const char BEGINNING[] = "%PDF-";
static const char END[] = "%%EOF";
#define END_BYTES	1024	/* within which readers look for it */

static const char SQL_ADD[] =
	"INSERT INTO invoice_pdf (account_id, invoice_id, content, content_hash, is_imported,"
	" made_at) VALUES (?, ?, ?, ?, ?, ?)";

static const char SQL_LOAD[] =
	"SELECT f.content, f.content_hash, i.number FROM invoice_pdf f JOIN invoice i"
	" ON i.account_id = f.account_id AND i.id = f.invoice_id"
	" WHERE f.account_id = ? AND f.invoice_id = ?";

bool
invoice_pdf_is_one(const void *bytes, size_t length)
{
	const char *text = bytes;
	size_t end = strlen(END), at;

	if (length > INVOICE_PDF_MAX || length < strlen(BEGINNING) + end ||
	    memcmp(text, BEGINNING, strlen(BEGINNING)) != 0)
		return false;
	for (at = length - end; at > 0 && length - at <= END_BYTES; at--)
		if (memcmp(text + at, END, end) == 0)
			return true;
	return false;
}

enum err
invoice_pdf_add(struct context *cx, int64_t invoice_id, const void *bytes, size_t length,
    bool is_imported)
{
	unsigned char hash[CRYPT_SHA256_BYTES];

	if (!invoice_pdf_is_one(bytes, length))
		return ERR_INVALID;
	crypt_sha256(bytes, length, hash);
	return db_exec(cx->db, NULL, SQL_ADD, V(cx->actor.account_id), V(invoice_id),
	    db_blob(bytes, length), db_blob(hash, sizeof(hash)), V(is_imported), V(cx->now));
}

static enum err
read_document(struct context *cx, struct db_stmt *st, const void **bytes, size_t *length)
{
	unsigned char hash[CRYPT_SHA256_BYTES];
	const void *kept;
	size_t kept_length;

	*bytes = db_bytes(st, cx->mem, 0, length);
	kept = db_bytes(st, cx->mem, 1, &kept_length);
	crypt_sha256(*bytes, *length, hash);
	if (kept_length == sizeof(hash) && memcmp(hash, kept, sizeof(hash)) == 0)
		return ERR_OK;
	log_err("invoice_pdf: the document of %s is not the one that was kept",
	    db_str(st, cx->mem, 2));
	return ERR_BUG;
}

enum err
invoice_pdf_load(struct context *cx, int64_t invoice_id, const void **bytes, size_t *length,
    const char **number)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_load(cx->db, &st, SQL_LOAD, V(cx->actor.account_id), V(invoice_id))) !=
	    ERR_OK)
		return rc;
	*number = db_str(st, cx->mem, 2);
	rc = read_document(cx, st, bytes, length);
	db_done(&st);
	return rc;
}

const char *
invoice_file_name(struct context *cx, const char *number, const char *ending)
{
	char *name = mem_fmt(cx->mem, "%s%s", number, ending), *c;

	for (c = name; *c != '\0'; c++)
		if (*c == '/')
			*c = '-';
	return name;
}
