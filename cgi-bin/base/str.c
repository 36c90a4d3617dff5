#include "base/banned.h"
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define FIRST_BYTES 256		/* most short texts fit without growing again */

static char empty[1];

void
str_init(struct str *s, size_t max)
{
	*s = (struct str){ .text = empty, .max = max };
}

void
str_release(struct str *s)
{
	if (s->size > 0)
		free(s->text);
	str_init(s, s->max);
}

void
str_reset(struct str *s)
{
	s->length = 0;
	s->is_full = false;
	if (s->size > 0)
		s->text[0] = '\0';
}

static void
make_room(struct str *s, size_t more)
{
	size_t wanted = s->length + more + 1;
	size_t size = s->size ? s->size : FIRST_BYTES;
	char *bigger;

	if (wanted <= s->size)
		return;
	while (size < wanted)
		size *= 2;
	bigger = mem_keep(size);
	memcpy(bigger, s->text, s->length + 1);
	if (s->size > 0)
		free(s->text);
	s->text = bigger;
	s->size = size;
}

void
str_reserve(struct str *s, size_t size)
{
	if (size > s->length && size <= s->max)
		make_room(s, size - s->length);
}

void
str_add_bytes(struct str *s, const char *bytes, size_t length)
{
	if (s->is_full || length > s->max - s->length) {
		s->is_full = true;
		return;
	}
	if (length == 0)
		return;
	make_room(s, length);
	memcpy(s->text + s->length, bytes, length);
	s->length += length;
	s->text[s->length] = '\0';
}

void
str_add(struct str *s, const char *text)
{
	str_add_bytes(s, text, strlen(text));
}

void
str_add_char(struct str *s, char c)
{
	str_add_bytes(s, &c, 1);
}

void
str_add_fmt(struct str *s, const char *format, ...)
{
	va_list ap;
	int length;

	va_start(ap, format);
	length = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	if (s->is_full || length < 0 || (size_t)length > s->max - s->length) {
		s->is_full = true;
		return;
	}
	make_room(s, (size_t)length);
	va_start(ap, format);
	vsnprintf(s->text + s->length, (size_t)length + 1, format, ap);
	va_end(ap);
	s->length += (size_t)length;
}

void
str_add_json(struct str *out, const char *text)
{
	str_add_char(out, '"');
	for (; *text != '\0'; text++)
		if (*text == '"' || *text == '\\')
			str_add_fmt(out, "\\%c", *text);
		else if ((unsigned char)*text < ' ')
			str_add_fmt(out, "\\u%04x", (unsigned int)(unsigned char)*text);
		else
			str_add_char(out, *text);
	str_add_char(out, '"');
}
