#include "base/banned.h"
#include "base/text.h"

#include <string.h>

#include "base/mem.h"

#define HIGHEST_POINT	0x10ffff	/* where Unicode ends; four bytes could say more */
#define LONGEST_BYTES	4		/* bytes of the longest character */

struct range {
	uint32_t first;			/* lowest code point */
	uint32_t last;			/* highest code point */
};

/* General category Zs, and the ASCII ones a browser's text box lets through. */
static const struct range spaces[] = {
	{ '\t', '\n' }, { '\r', '\r' }, { ' ', ' ' }, { 0xa0, 0xa0 }, { 0x1680, 0x1680 },
	{ 0x2000, 0x200a }, { 0x202f, 0x202f }, { 0x205f, 0x205f }, { 0x3000, 0x3000 },
};

/* Default_Ignorable_Code_Point of Unicode 15, and the empty braille cell. */
static const struct range invisibles[] = {
	{ 0xad, 0xad }, { 0x34f, 0x34f }, { 0x61c, 0x61c }, { 0x115f, 0x1160 }, { 0x17b4, 0x17b5 },
	{ 0x180b, 0x180f }, { 0x200b, 0x200f }, { 0x202a, 0x202e }, { 0x2060, 0x206f },
	{ 0x2800, 0x2800 }, { 0x3164, 0x3164 }, { 0xfe00, 0xfe0f }, { 0xfeff, 0xfeff },
	{ 0xffa0, 0xffa0 }, { 0xfff0, 0xfff8 }, { 0x1bca0, 0x1bca3 }, { 0x1d173, 0x1d17a },
	{ 0xe0000, 0xe0fff },
};

static const struct range controls[] = {
	{ 0, 0x1f }, { 0x7f, 0x9f }, { 0x2028, 0x202e }, { 0x2066, 0x2069 },
	{ TEXT_WRONG_POINT, TEXT_WRONG_POINT },
};

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

static bool
is_in(const struct range *ranges, size_t count, uint32_t point)
{
	for (size_t i = 0; i < count; i++)
		if (point >= ranges[i].first && point <= ranges[i].last)
			return true;
	return false;
}

/* Bytes a character takes according to its first one; 0 for a byte that can begin none. */
static size_t
announced(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first >= 0xc2 && first <= 0xdf)
		return 2;
	if (first >= 0xe0 && first <= 0xef)
		return 3;
	return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

/*
 * Bytes of the character at s, 0 where there is none. Stops at the first wrong byte, so a NUL ends
 * it in time.
 */
static size_t
decode(const char *s, size_t length, uint32_t *point)
{
	static const uint32_t lowest[LONGEST_BYTES + 1] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *byte = (const unsigned char *)s;
	size_t size = announced(byte[0]);

	if (size == 0 || size > length)
		return 0;
	*point = size == 1 ? byte[0] : byte[0] & (0xffu >> (size + 1));
	for (size_t i = 1; i < size; i++) {
		if ((byte[i] & 0xc0) != 0x80)
			return 0;
		*point = *point << 6 | (byte[i] & 0x3fu);
	}
	if (*point < lowest[size] || *point > HIGHEST_POINT)
		return 0;
	return *point >= 0xd800 && *point <= 0xdfff ? 0 : size;
}

bool
text_is_utf8(const char *bytes, size_t length)
{
	uint32_t point;
	size_t size;

	for (size_t at = 0; at < length; at += size)
		if ((size = decode(bytes + at, length - at, &point)) == 0)
			return false;
	return true;
}

const char *
text_next(const char *utf8, uint32_t *point)
{
	size_t size = decode(utf8, LONGEST_BYTES, point);

	if (size == 0)
		*point = TEXT_WRONG_POINT;
	return utf8 + (size == 0 ? 1 : size);
}

bool
text_is_space_point(uint32_t point)
{
	return is_in(spaces, COUNT(spaces), point);
}

bool
text_is_invisible_point(uint32_t point)
{
	return is_in(invisibles, COUNT(invisibles), point);
}

static bool
is_control_point(uint32_t point)
{
	return is_in(controls, COUNT(controls), point);
}

size_t
text_characters(const char *utf8)
{
	size_t count = 0;
	uint32_t point;

	for (; *utf8 != '\0'; count++)
		utf8 = text_next(utf8, &point);
	return count;
}

static bool
has(const char *utf8, bool (*is_wanted)(uint32_t))
{
	uint32_t point;

	while (*utf8 != '\0') {
		utf8 = text_next(utf8, &point);
		if (is_wanted(point))
			return true;
	}
	return false;
}

bool
text_has_control(const char *utf8)
{
	return has(utf8, is_control_point);
}

bool
text_has_space(const char *utf8)
{
	return has(utf8, text_is_space_point);
}

static bool
is_visible_point(uint32_t point)
{
	return !text_is_space_point(point) && !text_is_invisible_point(point) &&
	    !is_control_point(point);
}

bool
text_has_visible(const char *utf8)
{
	return has(utf8, is_visible_point);
}

char *
text_cut(struct mem *m, const char *text, size_t most)
{
	const char *end = text;
	uint32_t point;

	while (*end != '\0' && most-- > 0)
		end = text_next(end, &point);
	return mem_dup_bytes(m, text, (size_t)(end - text));
}

char *
text_trim(struct mem *m, const char *text)
{
	const char *first = NULL;
	const char *end = text;
	const char *next;
	uint32_t point;

	for (const char *at = text; *at != '\0'; at = next) {
		next = text_next(at, &point);
		if (text_is_space_point(point))
			continue;
		if (first == NULL)
			first = at;
		end = next;
	}
	return first == NULL ? mem_dup(m, "") : mem_dup_bytes(m, first, (size_t)(end - first));
}

static bool
is_letter_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

char *
text_percent_encode(struct mem *m, const char *text)
{
	static const char digits[] = "0123456789ABCDEF";
	char *encoded = mem_array(m, strlen(text) + 1, 3);
	char *to = encoded;

	for (; *text != '\0'; text++) {
		if (is_letter_or_digit(*text) || strchr("-._~", *text) != NULL) {
			*to++ = *text;
			continue;
		}
		*to++ = '%';
		*to++ = digits[(unsigned char)*text >> 4];
		*to++ = digits[(unsigned char)*text & 0xf];
	}
	return encoded;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

int
text_hex_byte(const char digits[2])
{
	int high = hex_digit(digits[0]), low = high < 0 ? -1 : hex_digit(digits[1]);

	return low < 0 ? -1 : high << 4 | low;
}

/* tolower() would ask the locale, and a Turkish one has its own idea of I. */
static char
lower(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

bool
text_equal_fold(const char *a, const char *b)
{
	for (; lower(*a) == lower(*b); a++, b++)
		if (*a == '\0')
			return true;
	return false;
}

char *
text_lower(struct mem *m, const char *text)
{
	char *copy = mem_dup(m, text);

	for (char *c = copy; *c != '\0'; c++)
		*c = lower(*c);
	return copy;
}

/* Hyphens, and the dashes that editors make of them. */
static bool
is_dash_point(uint32_t point)
{
	return point == '-' || (point >= 0x2010 && point <= 0x2015) || point == 0x2212;
}

char *
text_code(struct mem *m, const char *text)
{
	char *code = mem_alloc(m, strlen(text) + 1), *to = code;
	const char *next;
	uint32_t point;

	for (; *text != '\0'; text = next) {
		next = text_next(text, &point);
		if (text_is_space_point(point) || is_dash_point(point))
			continue;
		if (point >= 'a' && point <= 'z')
			*to++ = (char)(point - 'a' + 'A');
		else
			while (text < next)
				*to++ = *text++;
	}
	return code;
}

static size_t
smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* One row of the usual table: three rows are enough, because a swap looks back two of them. */
static void
fill_row(size_t *row, const size_t *above, const size_t *above_that, const char *a, size_t i,
    const char *b)
{
	row[0] = i;
	for (size_t j = 1; b[j - 1] != '\0'; j++) {
		row[j] = smaller(row[j - 1], above[j]) + 1;
		row[j] = smaller(row[j], above[j - 1] + (a[i - 1] != b[j - 1]));
		if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
			row[j] = smaller(row[j], above_that[j - 2] + 1);
	}
}

size_t
text_distance(const char *a, const char *b)
{
	size_t rows[3][TEXT_DISTANCE_BYTES + 1];
	size_t a_length = strlen(a);
	size_t b_length = strlen(b);

	if (a_length > TEXT_DISTANCE_BYTES || b_length > TEXT_DISTANCE_BYTES)
		return TEXT_DISTANCE_FAR;
	for (size_t j = 0; j <= b_length; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a_length; i++)
		fill_row(rows[i % 3], rows[(i + 2) % 3], rows[(i + 1) % 3], a, i, b);
	return rows[a_length % 3][b_length];
}
