#include "base/banned.h"
#include "domain/invoice_zip.h"

#include <string.h>

#include "base/archive.h"
#include "base/calendar.h"
#include "base/language.h"
#include "base/spool.h"
#include "base/str.h"
#include "base/text.h"
#include "domain/invoice_pdf.h"

#define NAME_BYTES	48	/* a number, " (2)" with up to 20 digits, and ".pdf" */
#define NOTE_NAME	"READ-ME.txt"
#define LINE_BYTES	2300	/* of the note: a number, and an address below the site's */

/* A document that goes into the file. */
struct document {
	int64_t	 invoice_id;
	int64_t	 issued_day;
	char	 name[NAME_BYTES];
};

/* What is gathered for the file. */
struct bundle {
	struct context	*cx;
	struct document	*documents;
	size_t		 document_count;
	size_t		 most;		/* invoices and notes that it may be about */
	size_t		 count;		/* how many it is */
	bool		 has_more;	/* that there is no room for */
	struct str	 note;		/* what is not in it, and where it is; "" nothing */
	struct mem_mark	 mark;		/* where the arena was before the first document */
};

bool
invoice_zip_is_known(void)
{
	return archive_is_known();
}

/* Two years may have the same number of another system, and "A/1" is saved as "A-1". */
static bool
is_used(const struct bundle *b, const char *name)
{
	size_t i;

	for (i = 0; i < b->document_count; i++)
		if (text_equal_fold(b->documents[i].name, name))
			return true;
	return false;
}

static const char *
name_of(const struct bundle *b, const char *number)
{
	const char *name = invoice_file_name(b->cx, number, ".pdf");
	int n;

	for (n = 2; is_used(b, name); n++)
		name = invoice_file_name(b->cx, number, mem_fmt(b->cx->mem, " (%d).pdf", n));
	return name;
}

static void
note_missing(struct bundle *b, const struct invoice *i)
{
	if (b->note.length == 0)
		str_add_fmt(&b->note, "%s\r\n\r\n", language_text("These have no PDF. Sign in, "
		    "open each of them, and print the page in its place:"));
	str_add_fmt(&b->note, "%s  %s/billing/invoices/%lld\r\n", i->number,
	    b->cx->config->site_url, (long long)i->id);
}

static enum err
take(struct context *cx, const struct invoice *i, void *closure)
{
	struct bundle *b = closure;
	struct document *d;

	(void)cx;
	if (b->count == b->most) {
		b->has_more = true;
		return ERR_OK;
	}
	b->count++;
	if (!i->has_pdf) {
		note_missing(b, i);
		return ERR_OK;
	}
	d = &b->documents[b->document_count];
	snprintf(d->name, sizeof(d->name), "%s", name_of(b, i->number));
	d->invoice_id = i->id;
	d->issued_day = i->issued_day;
	b->document_count++;
	return ERR_OK;
}

static enum err
read_entry(void *closure, size_t entry, const void **bytes, size_t *length)
{
	struct bundle *b = closure;
	const char *number;

	if (entry == b->document_count) {
		*bytes = b->note.text;
		*length = b->note.length;
		return ERR_OK;
	}
	mem_rewind(b->cx->mem, b->mark);
	return invoice_pdf_load(b->cx, b->documents[entry].invoice_id, bytes, length, &number);
}

static struct archive_entry
entry_of(const char *name, int64_t day)
{
	struct archive_entry e = { .name = name };

	calendar_month(day, &e.year, &e.month);
	e.day = (int)(day - calendar_month_begins(e.year, e.month)) + 1;
	return e;
}

static enum err
write_all(struct bundle *b, struct spool *spool)
{
	struct archive_entry *entries = mem_array(b->cx->mem, b->document_count + 1,
	    sizeof(*entries));
	size_t i;
	enum err rc;

	for (i = 0; i < b->document_count; i++)
		entries[i] = entry_of(b->documents[i].name, b->documents[i].issued_day);
	entries[i] = entry_of(NOTE_NAME, invoice_today(b->cx));
	b->mark = mem_mark(b->cx->mem);
	if ((rc = archive_write(spool, entries, b->document_count + (b->note.length > 0),
		 read_entry, b)) != ERR_OK)
		return rc;
	return spool_end(spool);
}

static void
note_more(struct bundle *b)
{
	if (b->note.length > 0)
		str_add(&b->note, "\r\n");
	str_add_fmt(&b->note, language_format("Only the newest %d are in this file. Ask for one "
	    "month at a time to have all of them."), INVOICE_ZIP_MAX);
	str_add(&b->note, "\r\n");
}

/* Those that fit; one more is asked for, to see whether there are more. */
static enum err
gather(struct bundle *b, const struct invoice_filter *filter)
{
	enum err rc;

	b->documents = mem_array(b->cx->mem, b->most, sizeof(*b->documents));
	if ((rc = invoice_each(b->cx, filter, b->most + 1, take, b)) != ERR_OK)
		return rc;
	if (b->has_more && b->most == INVOICE_ZIP_MAX)
		note_more(b);
	return b->count == 0 ? ERR_MISSING : ERR_OK;
}

enum err
invoice_zip(struct context *cx, const struct invoice_filter *filter, size_t most,
    struct spool **spool, size_t *count)
{
	struct bundle b = { .cx = cx, .most = most };
	enum err rc;

	*spool = NULL;
	str_init(&b.note, most * LINE_BYTES);
	if ((rc = gather(&b, filter)) == ERR_OK)
		rc = (*spool = spool_new()) == NULL ? ERR_BUG : write_all(&b, *spool);
	if (rc != ERR_OK)
		spool_free(spool);
	*count = b.count;
	str_release(&b.note);
	return rc;
}
