#include "base/banned.h"
#include "base/archive.h"

#ifdef HAVE_ZIP

#include <errno.h>
#include <string.h>
#include <zip.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/spool.h"

#define NOON	(12 << 11)	/* as FAT keeps times: hours from the twelfth bit on */

/* What the entries are read with, and the one that is in memory. */
struct reader {
	archive_read	*read;
	void		*closure;
	size_t		 count;		/* of entries */
	size_t		 entry;		/* in memory; count: none is */
	const char	*bytes;		/* of it */
	size_t		 length;
	enum err	 rc;		/* what read() ended with */
};

/* An entry, as libzip reads it. */
struct source {
	struct reader	*reader;
	size_t		 entry;
	size_t		 place;		/* of the next byte */
	zip_error_t	 error;
};

/* The spool, as libzip writes it: back into what is there, too, when the sizes are known. */
struct sink {
	struct spool	*spool;
	zip_error_t	 error;
};

bool
archive_is_known(void)
{
	return true;
}

static zip_int64_t
fail(zip_error_t *error, int what, int why)
{
	zip_error_set(error, what, why);
	return -1;
}

/* Reads it, unless it is what was read last. */
static bool
need(struct source *s)
{
	struct reader *r = s->reader;
	const void *bytes;

	if (r->entry == s->entry)
		return true;
	r->entry = r->count;
	if ((r->rc = r->read(r->closure, s->entry, &bytes, &r->length)) != ERR_OK)
		return false;
	r->bytes = bytes;
	r->entry = s->entry;
	return true;
}

static zip_int64_t
tell_size(const struct source *s, zip_stat_t *st)
{
	zip_stat_init(st);
	st->valid = ZIP_STAT_SIZE;
	st->size = s->reader->length;
	return sizeof(*st);
}

static zip_int64_t
give(struct source *s, void *to, size_t room)
{
	size_t left = s->reader->length - s->place, length = room < left ? room : left;

	memcpy(to, s->reader->bytes + s->place, length);
	s->place += length;
	return (zip_int64_t)length;
}

static zip_int64_t
on_source(void *closure, void *data, zip_uint64_t length, zip_source_cmd_t command)
{
	struct source *s = closure;

	switch (command) {
	case ZIP_SOURCE_OPEN:
		s->place = 0;
		return need(s) ? 0 : fail(&s->error, ZIP_ER_OPEN, 0);
	case ZIP_SOURCE_READ:
		return need(s) ? give(s, data, length) : fail(&s->error, ZIP_ER_READ, 0);
	case ZIP_SOURCE_STAT:
		return need(s) ? tell_size(s, data) : fail(&s->error, ZIP_ER_READ, 0);
	case ZIP_SOURCE_ERROR:
		return zip_error_to_data(&s->error, data, length);
	case ZIP_SOURCE_SUPPORTS:
		return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ,
		    ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
	default:
		return 0;
	}
}

static zip_int64_t
move(struct sink *s, void *data, zip_uint64_t length)
{
	zip_int64_t place = zip_source_seek_compute_offset(
	    (zip_uint64_t)spool_place(s->spool), (zip_uint64_t)spool_length(s->spool), data,
	    length, &s->error);

	if (place < 0)
		return -1;
	spool_move(s->spool, place);
	return 0;
}

/* It is never read, but libzip writes only where it could; and new, so that nothing is there. */
static zip_int64_t
on_sink(void *closure, void *data, zip_uint64_t length, zip_source_cmd_t command)
{
	struct sink *s = closure;

	switch (command) {
	case ZIP_SOURCE_STAT:
		return fail(&s->error, ZIP_ER_READ, ENOENT);
	case ZIP_SOURCE_OPEN:
	case ZIP_SOURCE_READ:
	case ZIP_SOURCE_SEEK:
	case ZIP_SOURCE_TELL:
		return fail(&s->error, ZIP_ER_OPNOTSUPP, 0);
	case ZIP_SOURCE_WRITE:
		spool_add(s->spool, data, length);
		return (zip_int64_t)length;
	case ZIP_SOURCE_SEEK_WRITE:
		return move(s, data, length);
	case ZIP_SOURCE_TELL_WRITE:
		return spool_place(s->spool);
	case ZIP_SOURCE_ERROR:
		return zip_error_to_data(&s->error, data, length);
	case ZIP_SOURCE_SUPPORTS:
		return ZIP_SOURCE_SUPPORTS_WRITABLE;
	default:
		return 0;
	}
}

static bool
add(zip_t *zip, const struct archive_entry *e, struct source *s)
{
	zip_source_t *source = zip_source_function(zip, on_source, s);
	zip_int64_t at;

	if (source == NULL)
		return false;
	if ((at = zip_file_add(zip, e->name, source, ZIP_FL_ENC_UTF_8)) < 0) {
		zip_source_free(source);
		return false;
	}
	return zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0) == 0 &&
	    zip_file_set_dostime(zip, (zip_uint64_t)at, NOON,
		(zip_uint16_t)((e->year - 1980) << 9 | e->month << 5 | e->day), 0) == 0;
}

static enum err
end(zip_t *zip, bool is_whole, const struct reader *r)
{
	if (is_whole && zip_close(zip) == 0)
		return ERR_OK;
	if (r->rc == ERR_OK)
		log_err("archive: %s", zip_strerror(zip));
	zip_discard(zip);
	return r->rc == ERR_OK ? ERR_BUG : r->rc;
}

static zip_t *
begin(struct sink *sink)
{
	zip_source_t *to = zip_source_function_create(on_sink, sink, NULL);
	zip_t *zip = to == NULL ? NULL :
	    zip_open_from_source(to, ZIP_CREATE | ZIP_TRUNCATE, NULL);

	if (zip == NULL) {
		log_err("archive: libzip does not begin one");
		zip_source_free(to);
	}
	return zip;
}

enum err
archive_write(struct spool *spool, const struct archive_entry *entries, size_t count,
    archive_read *read, void *closure)
{
	struct reader r = { .read = read, .closure = closure, .count = count, .entry = count };
	struct sink sink = { .spool = spool };
	struct source *sources;
	bool is_whole = true;
	zip_t *zip;
	enum err rc;
	size_t i;

	if ((zip = begin(&sink)) == NULL)
		return ERR_BUG;
	sources = mem_keep((count + 1) * sizeof(*sources));
	for (i = 0; is_whole && i < count; i++) {
		sources[i] = (struct source){ .reader = &r, .entry = i };
		is_whole = add(zip, &entries[i], &sources[i]);
	}
	rc = end(zip, is_whole, &r);
	free(sources);
	return rc;
}

#else

bool
archive_is_known(void)
{
	return false;
}

enum err
archive_write(struct spool *spool, const struct archive_entry *entries, size_t count,
    archive_read *read, void *closure)
{
	(void)spool;
	(void)entries;
	(void)count;
	(void)read;
	(void)closure;
	return ERR_MISSING;
}

#endif
