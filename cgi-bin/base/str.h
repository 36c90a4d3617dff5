/*
 * str: the one growing text buffer. It takes its maximum at init; growing past it makes the buffer
 * "full", which the caller asks once at the end instead of after every call.
 */
#ifndef POINTPERSON_BASE_STR_H
#define POINTPERSON_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>

struct str {
	char	*text;		/* always NUL-terminated, never NULL */
	size_t	 length;	/* bytes before the NUL */
	size_t	 size;		/* bytes allocated, 0 while text is the shared empty one */
	size_t	 max;		/* most bytes it may hold */
	bool	 is_full;	/* something did not fit; the text is what fitted before */
};

/* Sets up in place; takes no memory yet. */
void	 str_init(struct str *, size_t max);

/* Makes room for so many bytes in all at once; what needs more still grows. */
void	 str_reserve(struct str *, size_t size);

/* Frees the contents; the buffer is as after str_init(). */
void	 str_release(struct str *);

/* Forgets the contents, keeps the memory for the next use. */
void	 str_reset(struct str *);

void	 str_add(struct str *, const char *text);
void	 str_add_bytes(struct str *, const char *bytes, size_t length);
void	 str_add_char(struct str *, char);
/* A text of JSON (RFC 8259), in its quotes. */
void	 str_add_json(struct str *, const char *text);
void	 str_add_fmt(struct str *, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
