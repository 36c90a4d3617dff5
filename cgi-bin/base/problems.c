#include "base/banned.h"
#include "base/problems.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/language.h"

#define SENTENCE_BYTES 1024	/* the longest quotes two names of 120 characters */

void
problems_init(struct problems *p, struct mem *m)
{
	p->mem = m;
	p->count = 0;
}

static void
add(struct problems *p, struct problem new, const char *format, va_list ap)
{
	char text[SENTENCE_BYTES];

	if (p->count == PROBLEMS_MAX || problems_about(p, new.field, new.is_warning) != NULL)
		return;
	vsnprintf(text, sizeof(text), language_format(format), ap);
	new.text = mem_dup(p->mem, text);
	p->list[p->count++] = new;
}

void
problems_add(struct problems *p, const char *field, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	add(p, (struct problem){ .field = field, .link = "", .link_text = "" }, format, ap);
	va_end(ap);
}

void
problems_add_link(struct problems *p, const char *field, const char *link, const char *link_text,
    const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	add(p, (struct problem){ .field = field, .link = link,
		.link_text = language_text(link_text) }, format, ap);
	va_end(ap);
}

void
problems_warn(struct problems *p, const char *field, const char *link, const char *link_text,
    const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	add(p,
	    (struct problem){
		.field = field, .link = link, .link_text = language_text(link_text),
		.is_warning = true },
	    format, ap);
	va_end(ap);
}

bool
problems_has_any(const struct problems *p)
{
	size_t i;

	for (i = 0; i < p->count; i++)
		if (!p->list[i].is_warning)
			return true;
	return false;
}

const struct problem *
problems_about(const struct problems *p, const char *field, bool is_warning)
{
	size_t i;

	for (i = 0; i < p->count; i++)
		if (p->list[i].is_warning == is_warning && strcmp(p->list[i].field, field) == 0)
			return &p->list[i];
	return NULL;
}
