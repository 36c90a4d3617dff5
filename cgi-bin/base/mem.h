/*
 * mem: one arena per request. What is taken from it lives until mem_clear(); nothing in it is
 * freed singly, and nothing that needs closing lives in it.
 *
 * Out of memory ends the process with status 70 after one log line: the web server closes the
 * connection, the database rolls back and the process is started again.
 *
 * Built with --enable-debug-mem each piece is a malloc of its own, so that ASan sees the real
 * bounds.
 */
#ifndef POINTPERSON_BASE_MEM_H
#define POINTPERSON_BASE_MEM_H

#include <stdarg.h>
#include <stddef.h>

struct mem;

/* A place in the arena to go back to. */
struct mem_mark {
	void	*block;		/* newest block (or piece, in the debug build) when marked */
	size_t	 used;		/* bytes used in that block */
};

/* A new, empty arena. Never NULL. The caller ends it with mem_free(). */
struct mem	*mem_new(void);

/*
 * Gives back all pieces but keeps the first block, so that the next request takes nothing from the
 * system.
 */
void		 mem_clear(struct mem *);

/* Ends the arena and sets the pointer to NULL. Accepts a pointer to NULL. */
void		 mem_free(struct mem **);

/* Zeroed bytes, aligned for any type. size 0 gives a valid pointer to nothing. */
void		*mem_alloc(struct mem *, size_t size);

/* Zeroed array; ends the process if count * size overflows. */
void		*mem_array(struct mem *, size_t count, size_t size);

/* A copy of text, NUL-terminated. NULL is copied as "". */
char		*mem_dup(struct mem *, const char *text);

/* A copy of length bytes with a NUL behind them. */
char		*mem_dup_bytes(struct mem *, const void *bytes, size_t length);

/* Formatted text. */
char *mem_fmt(struct mem *, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *mem_fmt_list(struct mem *, const char *format, va_list) __attribute__((format(printf, 2, 0)));

/* Remembers a place; mem_rewind() gives back everything taken since. */
struct mem_mark	 mem_mark(const struct mem *);
void		 mem_rewind(struct mem *, struct mem_mark);

/*
 * Bytes handed out since mem_new() or the last mem_clear(), and the highest such figure ever: for
 * tests and logs.
 */
size_t		 mem_used(const struct mem *);
size_t		 mem_peak(const struct mem *);

/* malloc() that does not fail: for what lives longer than a request. Freed with free(). */
void		*mem_keep(size_t size);
char		*mem_keep_text(const char *text);

#endif
