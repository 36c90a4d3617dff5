#include "base/banned.h"
#include "base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"

/* A page of 25 rows takes about 100 KiB, so most requests stay in one block. */
#define BLOCK_BYTES	(128 * 1024)
#define EXIT_MEMORY	70		/* EX_SOFTWARE of sysexits.h */

struct block {
	struct block	*older;		/* block taken before this one */
	size_t		 size;		/* bytes in data */
	size_t		 used;		/* bytes handed out */
	_Alignas(max_align_t) char data[];
};

struct mem {
	struct block	*newest;	/* the one being filled */
	size_t		 total;		/* bytes handed out */
	size_t		 peak;		/* highest total */
};

static void
out_of_memory(size_t size)
{
	log_err("mem: out of memory asking for %zu bytes", size);
	_exit(EXIT_MEMORY);
}

void *
mem_keep(size_t size)
{
	void *p;

	if ((p = calloc(1, size ? size : 1)) == NULL)
		out_of_memory(size);
	return p;
}

char *
mem_keep_text(const char *text)
{
	size_t length = strlen(text) + 1;

	return memcpy(mem_keep(length), text, length);
}

struct mem *
mem_new(void)
{
	return mem_keep(sizeof(struct mem));
}

/* In the debug build every piece is a block of its own size, never reused. */
static size_t
block_size(size_t wanted)
{
#ifdef DEBUG_MEM
	return wanted;
#else
	return wanted > BLOCK_BYTES ? wanted : BLOCK_BYTES;
#endif
}

static void
add_block(struct mem *m, size_t wanted)
{
	size_t size = block_size(wanted);
	struct block *b = mem_keep(sizeof(*b) + size);

	b->older = m->newest;
	b->size = size;
	m->newest = b;
}

static size_t
round_up(size_t size)
{
#ifdef DEBUG_MEM
	return size;
#else
	size_t unit = _Alignof(max_align_t);

	return (size + unit - 1) / unit * unit;
#endif
}

void *
mem_alloc(struct mem *m, size_t size)
{
	char *piece;

	if (size > SIZE_MAX / 2)
		out_of_memory(size);
	size = round_up(size);
#ifdef DEBUG_MEM
	add_block(m, size);
#else
	if (m->newest == NULL || m->newest->size - m->newest->used < size)
		add_block(m, size);
#endif
	piece = m->newest->data + m->newest->used;
	m->newest->used += size;
	m->total += size;
	if (m->total > m->peak)
		m->peak = m->total;
	return memset(piece, 0, size);
}

void *
mem_array(struct mem *m, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		out_of_memory(SIZE_MAX);
	return mem_alloc(m, count * size);
}

char *
mem_dup_bytes(struct mem *m, const void *bytes, size_t length)
{
	char *copy = mem_alloc(m, length + 1);

	if (length > 0)
		memcpy(copy, bytes, length);
	return copy;
}

char *
mem_dup(struct mem *m, const char *text)
{
	return text == NULL ? mem_alloc(m, 1) : mem_dup_bytes(m, text, strlen(text));
}

char *
mem_fmt_list(struct mem *m, const char *format, va_list ap)
{
	va_list again;
	char *text;
	int length;

	va_copy(again, ap);
	length = vsnprintf(NULL, 0, format, ap);
	if (length < 0)
		out_of_memory(0);
	text = mem_alloc(m, (size_t)length + 1);
	vsnprintf(text, (size_t)length + 1, format, again);
	va_end(again);
	return text;
}

char *
mem_fmt(struct mem *m, const char *format, ...)
{
	va_list ap;
	char *text;

	va_start(ap, format);
	text = mem_fmt_list(m, format, ap);
	va_end(ap);
	return text;
}

struct mem_mark
mem_mark(const struct mem *m)
{
	return (struct mem_mark){ m->newest, m->newest == NULL ? 0 : m->newest->used };
}

void
mem_rewind(struct mem *m, struct mem_mark mark)
{
	struct block *b;

	while ((b = m->newest) != NULL && b != mark.block) {
		m->newest = b->older;
		m->total -= b->used;
		free(b);
	}
	if (b != NULL) {
		m->total -= b->used - mark.used;
		b->used = mark.used;
	}
}

void
mem_clear(struct mem *m)
{
	struct block *b;

	while ((b = m->newest) != NULL && b->older != NULL) {
		m->newest = b->older;
		free(b);
	}
#ifdef DEBUG_MEM
	free(m->newest);
	m->newest = NULL;
#else
	if (b != NULL) {
		/* What a request left behind must not be readable by the next one. */
		memset(b->data, 0, b->used);
		b->used = 0;
	}
#endif
	m->total = 0;
}

void
mem_free(struct mem **m)
{
	if (*m == NULL)
		return;
	mem_clear(*m);
	free((*m)->newest);
	free(*m);
	*m = NULL;
}

size_t
mem_used(const struct mem *m)
{
	return m->total;
}

size_t
mem_peak(const struct mem *m)
{
	return m->peak;
}
