#include "base/banned.h"
#include "web/urlencoded.h"

#include <string.h>

#include "base/mem.h"
#include "base/text.h"

static const char media_type[] = "application/x-www-form-urlencoded";

struct reader {
	const struct urlencoded_limits	*limits;	/* the caller's */
	const char			*end;		/* behind the last byte */
	char				*free;		/* where the next decoded text goes */
};

/*
 * Decodes from..end behind what was decoded before, with a NUL. A decoded text is never longer than
 * the encoded one.
 */
static enum err
decode(struct reader *r, const char *from, const char *end, const char **text, size_t *length)
{
	char *to = r->free;
	int byte;

	for (; from < end; from++) {
		*to = *from == '+' ? ' ' : *from;
		if (*from == '%') {
			if (end - from < 3 || (byte = text_hex_byte(from + 1)) < 0)
				return ERR_MALFORMED;
			*to = (char)byte;
			from += 2;
		}
		if (*to++ == '\0')
			return ERR_MALFORMED;
	}
	*text = r->free;
	*length = (size_t)(to - r->free);
	*to = '\0';
	r->free = to + 1;
	return text_is_utf8(*text, *length) ? ERR_OK : ERR_MALFORMED;
}

static enum err
read_field(struct reader *r, const char *piece, const char *end, struct urlencoded_field *field)
{
	const char *equals = memchr(piece, '=', (size_t)(end - piece));
	const char *name_end = equals == NULL ? end : equals;
	size_t name_length;
	enum err rc;

	if ((rc = decode(r, piece, name_end, &field->name, &name_length)) != ERR_OK)
		return rc;
	if (name_length > r->limits->name_max)
		return ERR_MALFORMED;
	piece = equals == NULL ? end : equals + 1;
	if ((rc = decode(r, piece, end, &field->value, &field->value_length)) != ERR_OK)
		return rc;
	return field->value_length > r->limits->value_max ? ERR_TOO_LARGE : ERR_OK;
}

static const char *
piece_end(const struct reader *r, const char *piece)
{
	const char *end = memchr(piece, '&', (size_t)(r->end - piece));

	return end == NULL ? r->end : end;
}

/* Fields to make room for, at most limit: a body of nothing but "&" asks for no memory. */
static size_t
count_pieces(const struct reader *r, const char *bytes, size_t limit)
{
	size_t count = 0;
	const char *end;

	for (const char *piece = bytes; piece < r->end && count < limit; piece = end + 1) {
		end = piece_end(r, piece);
		count += end > piece;
		if (end == r->end)
			break;
	}
	return count;
}

static enum err
read_fields(struct reader *r, const char *bytes, struct urlencoded_field *fields, size_t *count)
{
	const char *end;
	enum err rc;

	for (const char *piece = bytes; piece < r->end; piece = end + 1) {
		end = piece_end(r, piece);
		if (end > piece) {
			if (*count == r->limits->fields_max)
				return ERR_MALFORMED;
			if ((rc = read_field(r, piece, end, &fields[*count])) != ERR_OK)
				return rc;
			++*count;
		}
		if (end == r->end)
			break;
	}
	return ERR_OK;
}

enum err
urlencoded_read(struct mem *m, const char *bytes, size_t length,
    const struct urlencoded_limits *limits, struct urlencoded *out)
{
	struct reader r = { .limits = limits };
	struct urlencoded_field *fields;
	size_t count = 0;
	size_t room;
	enum err rc;

	*out = (struct urlencoded){ 0 };
	if (length > limits->bytes_max)
		return ERR_TOO_LARGE;
	if (length == 0)
		return ERR_OK;
	r.end = bytes + length;
	room = count_pieces(&r, bytes, limits->fields_max);
	fields = mem_array(m, room, sizeof(*fields));
	/* Two NULs a field: "=" and "&" mostly leave room for them, a bare name does not. */
	r.free = mem_alloc(m, length + 2 * room);
	if ((rc = read_fields(&r, bytes, fields, &count)) != ERR_OK)
		return rc;
	if (count > 0)
		*out = (struct urlencoded){ fields, count };
	return ERR_OK;
}

const struct urlencoded_field *
urlencoded_find(const struct urlencoded *form, const char *name, size_t *count)
{
	const struct urlencoded_field *found = NULL;
	size_t times = 0;

	for (size_t i = 0; i < form->count; i++) {
		if (strcmp(form->fields[i].name, name) != 0)
			continue;
		if (times++ == 0)
			found = &form->fields[i];
	}
	if (count != NULL)
		*count = times;
	return found;
}

bool
urlencoded_is_form(const char *content_type)
{
	const char *wanted = media_type;
	const char *at;

	if (content_type == NULL)
		return false;
	at = content_type + strspn(content_type, " \t");
	for (; *wanted != '\0'; wanted++, at++)
		if (*at != *wanted && !(*at >= 'A' && *at <= 'Z' && *at - 'A' + 'a' == *wanted))
			return false;
	at += strspn(at, " \t");
	return *at == '\0' || *at == ';';
}
